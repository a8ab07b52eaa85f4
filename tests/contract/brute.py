"""The definitions once more, over matrices and letters, from the papers' formulas; shares no code with an engine.

Feasibility, moves, preferences and reachability are all found anew: states are strings, preferences the numbers
``sum of 2^(k-j)``, moves n by n matrices found by comparing every two states, and legal sequences the iteration
``S_k(t) = S_k(t-1) + union of R_k(s) over s in S_j(t-1), j != k`` on sets with a last mover.
"""

from __future__ import annotations

from itertools import product

import numpy as np

from holdfast.case import Direction
from holdfast.model.formula import All, Bit, Const, Negation, Same, Some
from holdfast.model.model import Model
from holdfast.model.preference import Tiers


def true_of(formula, letters: str) -> bool:
    """Evaluate by writing the formula as Python."""

    def text(f) -> str:
        if isinstance(f, Const):
            return str(f.value)
        if isinstance(f, Bit):
            return f"(v[{f.option}] == 'Y')"
        if isinstance(f, Negation):
            return f"(not {text(f.part)})"
        if isinstance(f, All):
            return "(" + " and ".join(map(text, f.parts)) + ")"
        if isinstance(f, Some):
            return "(" + " or ".join(map(text, f.parts)) + ")"
        assert isinstance(f, Same)
        return f"({text(f.left)} == {text(f.right)})"

    return eval(text(formula), {"v": letters})


def fits(letters: str, pattern: str) -> bool:
    return all(p in ("-", c) for c, p in zip(letters, pattern, strict=True))


class Matrices:
    """One conflict as matrices over its states."""

    def __init__(self, model: Model) -> None:
        s = model.structure
        n_options = len(s.options)
        allowed = [
            "".join(word)
            for word in product("NY", repeat=n_options)
            if not any(true_of(rule, "".join(word)) for rule in s.never)
        ]
        state_of = {}
        for word in allowed:
            label = next((m.pattern for m in s.merged if fits(word, m.pattern)), word)
            if s.only is None or label in s.only:
                state_of[word] = label
        self.labels = sorted(set(state_of.values()), key=lambda label: label.replace("-", "N"))
        self.words = {label: [w for w in state_of if state_of[w] == label] for label in self.labels}
        place = {label: k for k, label in enumerate(self.labels)}
        self.n, self.parties = len(self.labels), range(len(s.parties))
        codes = {int(label.replace("-", "N").replace("N", "0").replace("Y", "1"), 2): label for label in self.labels}

        self.move = []
        for i in self.parties:
            matrix = np.zeros((self.n, self.n), dtype=bool)
            if s.arcs and s.arcs[i] is not None:
                for start, end in s.arcs[i]:
                    matrix[place[codes[start]], place[codes[end]]] = True
            else:
                for a, b in product(state_of, repeat=2):
                    if state_of[a] != state_of[b] and self._may(s, i, a, b):
                        matrix[place[state_of[a]], place[state_of[b]]] = True
            self.move.append(matrix)

        self.worth = []
        for preference in model.preferences:
            if isinstance(preference, Tiers):
                worth = {code: -k for k, tier in enumerate(preference.tiers) for code in tier}
                self.worth.append([worth[code] for code in sorted(codes)])
            else:
                k = len(preference.formulas)
                # a statement is true in a merged state iff it is true in every code of it that can occur
                self.worth.append(
                    [
                        sum(
                            2 ** (k - j)
                            for j, f in enumerate(preference.formulas, 1)
                            if all(true_of(f, word) for word in self.words[label])
                        )
                        for label in self.labels
                    ]
                )
        better = [np.array([[w[b] > w[a] for b in range(self.n)] for a in range(self.n)]) for w in self.worth]
        self.improve = [move & up for move, up in zip(self.move, better, strict=True)]
        self.owners = s.owners

    @staticmethod
    def _may(s, party: int, a: str, b: str) -> bool:
        for k, (x, y) in enumerate(zip(a, b, strict=True)):
            if x == y:
                continue
            if s.owners[k] != party:
                return False
            if s.directions[k] is Direction.TAKE_ONLY and y == "N":
                return False
            if s.directions[k] is Direction.DROP_ONLY and y == "Y":
                return False
        return True

    def reach(self, step: list[np.ndarray], group: list[int], start: int) -> dict[int, int]:
        """Return the states that a group can bring about, with the least number of steps."""
        by_last = {k: set(np.flatnonzero(step[k][start]).tolist()) for k in group}
        found = {x: 1 for ends in by_last.values() for x in ends}
        depth = 1
        while True:
            depth += 1
            bigger = {
                k: by_last[k]
                | {y for j in group if j != k for x in by_last[j] for y in np.flatnonzero(step[k][x]).tolist()}
                for k in group
            }
            if bigger == by_last:
                return found
            by_last = bigger
            for ends in by_last.values():
                for x in ends:
                    found.setdefault(x, depth)

    def stable(self, concept: str, i: int, s: int) -> bool:
        others = [k for k in self.parties if k != i]
        worth = self.worth[i]
        for t in np.flatnonzero(self.improve[i][s]).tolist():
            if concept == "nash":
                return False
            if concept == "sim":
                answers = self.joint_replies(i, s, t)
            else:
                answers = self.reach(self.improve if "seq" in concept else self.move, others, t)
            if concept in ("smr", "symmetric_seq"):
                answers = [u for u in answers if all(worth[v] <= worth[s] for v in np.flatnonzero(self.move[i][u]))]
            if not any(worth[u] <= worth[s] for u in answers):
                return False
        return True

    def joint_replies(self, i: int, s: int, t: int) -> list[int]:
        """Return every state where i's move and others' own improvements from s arrive together."""
        place = {label: k for k, label in enumerate(self.labels)}
        menus = {j: [s, *np.flatnonzero(self.improve[j][s]).tolist()] for j in self.parties if j != i}
        found = []
        for reply in product(*menus.values()):
            if all(end == s for end in reply):
                continue
            chosen = {**dict(zip(menus, reply, strict=True)), i: t}
            letters = "".join(self.labels[chosen[owner]][k] for k, owner in enumerate(self.owners))
            if letters in place:
                found.append(place[letters])
        return found

    def mask(self, concept: str, party: int) -> int:
        return sum(1 << s for s in range(self.n) if self.stable(concept, party, s))
