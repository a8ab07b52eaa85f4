"""Unknown and great preferences once more, over matrices: shares no code with an engine or a preference.

Preferences are one matrix a party and relation, filled pair by pair from the model's own statements and tiers, and the
concepts are the papers' formulas over such matrices. Moves and legal sequences are those of the basic matrices.
"""

from __future__ import annotations

import numpy as np

from holdfast.model.preference import Tiers
from tests.contract.brute import Matrices, true_of

BETTER, UNKNOWN, GREATLY = "better", "unknown", "greatly"


class NuanceMatrices(Matrices):
    """One conflict, with relations: ``relation[i][name][a, b]``, b against a."""

    def __init__(self, model) -> None:
        super().__init__(model)
        self.relation = []
        codes = [int(label.replace("-", "N").replace("N", "0").replace("Y", "1"), 2) for label in self.labels]
        for preference in model.preferences:
            made = {name: np.zeros((self.n, self.n), dtype=bool) for name in (BETTER, UNKNOWN, GREATLY)}
            for a in range(self.n):
                for b in range(self.n):
                    if a != b:
                        for name in self._compare(preference, a, b, codes):
                            made[name][a, b] = True
            self.relation.append(made)

    def _compare(self, preference, a, b, codes):
        """Yield how state b compares with state a."""
        if isinstance(preference, Tiers):
            if {codes[a], codes[b]} in [set(pair) for pair in preference.unknown]:
                yield UNKNOWN
                return
            at, to = (next(k for k, tier in enumerate(preference.tiers) if codes[s] in tier) for s in (a, b))
            if to < at:
                yield BETTER
                if any(to < above <= at for above in preference.greatly):
                    yield GREATLY
            return
        for place, formula in enumerate(preference.formulas):
            before, after = (all(true_of(formula, w) for w in self.words[self.labels[s]]) for s in (a, b))
            if before != after:
                if place in preference.unknown:
                    yield UNKNOWN
                elif after:
                    yield BETTER
                    if place < preference.greatly:
                        yield GREATLY
                return

    def _answers(self, name, i, t):
        """Return what the others can bring about from t."""
        steps = self.move
        if name == "seq":
            steps = [m & (r[BETTER] | r[UNKNOWN]) for m, r in zip(self.move, self.relation, strict=True)]
        return self.reach(steps, [k for k in self.parties if k != i], t)

    def stable_by_type(self, concept, i, s):
        """``nash_a`` to ``seq_d``."""
        name, kind = concept.split("_")
        better, unknown = self.relation[i][BETTER], self.relation[i][UNKNOWN]
        leaves = self.move[i][s] & (better[s] | unknown[s] if kind in "ac" else better[s])
        deterred = ~better[s] if kind in "cd" else ~better[s] & ~unknown[s]
        return self._stable(name, i, leaves, deterred)

    def stable_by_strength(self, concept, i, s):
        """``strong_gmr`` to ``weak_seq``, and the general ones."""
        strength, _, name = concept.rpartition("_")
        better, greatly = self.relation[i][BETTER], self.relation[i][GREATLY]
        leaves = self.move[i][s] & better[s]
        general = self._stable(name, i, leaves, ~better[s])
        strong = self._stable(name, i, leaves, greatly[:, s])
        return {"": general, "strong": strong, "weak": general and not strong}[strength]

    def _stable(self, name, i, leaves, deterred):
        for t in np.flatnonzero(leaves).tolist():
            answers = [] if name == "nash" else [u for u in self._answers(name, i, t) if deterred[u]]
            if name == "smr":
                answers = [u for u in answers if not (self.move[i][u] & ~deterred).any()]
            if not answers:
                return False
        return True

    def nuanced(self, rule, concept, party):
        return sum(1 << s for s in range(self.n) if rule(concept, party, s))
