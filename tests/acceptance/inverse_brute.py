"""Inverse questions by brute force: the definitions in plain loops, every ranking, every sequence of edits.

From holdfast come only the case as read, the states that can occur, and each party's moves; everything that follows
from them is worked out here again.
"""

from __future__ import annotations

import random
from itertools import permutations, product

import holdfast as hf
from holdfast.case.condition import write

CONCEPTS = ("nash", "gmr", "smr", "seq", "symmetric_seq", "sim")


class Twin:
    """A conflict whose preferences are numbers per state, higher is better."""

    def __init__(self, case, model):
        self.case, self.model = case, model
        structure = model.structure
        self.n = len(structure.parties)
        self.states = [s for s in range(1 << structure.n_options) if structure.is_feasible(s)]
        self.moves = {(i, s): structure.moves(i, s) for i in range(self.n) for s in self.states}
        self.level = [{s: model.level(i, s) for s in self.states} for i in range(self.n)]

    def improvements(self, i, s):
        return [t for t in self.moves[i, s] if self.level[i][t] > self.level[i][s]]

    def brought_about(self, i, t, wanted):
        """All that the others can make of t, nobody moving twice in a row."""
        todo, seen = [(t, None)], set()
        while todo:
            x, last = todo.pop()
            for j in range(self.n):
                if j in (i, last):
                    continue
                for y in self.improvements(j, x) if wanted else self.moves[j, x]:
                    if (y, j) not in seen:
                        seen.add((y, j))
                        todo.append((y, j))
        return {x for x, _ in seen}

    def at_once(self, i, s, t):
        found = set()
        for choice in product(*([None, *self.improvements(j, s)] for j in range(self.n) if j != i)):
            if all(each is None for each in choice):
                continue
            code = t
            for each in choice:
                if each is not None:
                    code ^= each ^ s
            if code in self.level[i]:
                found.add(code)
        return found

    def answers(self, i, s, t, concept):
        """What may answer a move to t: states, each with all that must be no better than s."""
        if concept == "nash":
            return []
        if concept == "sim":
            return [{u} for u in self.at_once(i, s, t)]
        reached = self.brought_about(i, t, concept in ("seq", "symmetric_seq"))
        if concept in ("smr", "symmetric_seq"):
            return [{u, *self.moves[i, u]} for u in reached]
        return [{u} for u in reached]

    def tables(self, i, s, concept):
        return [(t, self.answers(i, s, t, concept)) for t in self.moves[i, s]]


def stable(tables, s, level):
    """Whether s is stable for a party that likes states by `level`."""
    for t, answers in tables:
        if level[t] <= level[s]:
            continue
        if not any(all(level[x] <= level[s] for x in answer) for answer in answers):
            return False
    return True


def strict_count(twin, tables, s):
    """Of all strict rankings of the states, how many make s stable."""
    return sum(stable(tables, s, {x: k for k, x in enumerate(order)}) for order in permutations(twin.states))


def weak_orders(states):
    """All rankings with ties, as levels."""
    n = len(states)
    for levels in product(range(n), repeat=n):
        if set(levels) == set(range(max(levels) + 1)):
            yield dict(zip(states, levels, strict=True))


# -- edits -----------------------------------------------------------------------------------------------------------


def level_of(twin, formulas_true):
    """Levels from statements given as sets of states where each is true, most important first."""
    return {s: tuple(s in true for true in formulas_true) for s in twin.states}


def edited(entry):
    """Every list one edit away: `entry` is (list of ids, moved, deleted, added), ids of added ones are ('add', k)."""
    ids, moved, deleted, added, n_words = entry
    for k, each in enumerate(ids):
        rest = ids[:k] + ids[k + 1 :]
        if each[0] == "own":
            yield rest, moved - {each}, deleted | {each}, added, n_words
            for place in range(len(rest) + 1):
                if place != k:
                    yield (*rest[:place], each, *rest[place:]), moved | {each}, deleted, added, n_words
    for k in range(n_words):
        if ("add", k) not in ids:
            for place in range(len(ids) + 1):
                new = (*ids[:place], ("add", k), *ids[place:])
                yield new, moved, deleted, added | {("add", k)}, n_words


def fewest_edits(twin, tables, s, own, words, most):
    """The fewest edits, each way as (moved, deleted, added), with the lists that it makes; None if more than `most`."""

    def works(ids):
        true = [own[k] if kind == "own" else words[k] for kind, k in ids]
        return stable(tables, s, level_of(twin, true))

    none = frozenset()
    layer = {(tuple(("own", k) for k in range(len(own))), none, none, none, len(words))}
    for size in range(most + 1):
        found = {}
        for ids, moved, deleted, added, _ in layer:
            if len(moved) + len(deleted) + len(added) == size and works(ids):
                found.setdefault((moved, deleted, added), set()).add(ids)
        if found:
            return size, found
        if size < most:
            layer = {new for entry in layer for new in edited(entry)}
    return None, {}


# -- random cases ----------------------------------------------------------------------------------------------------


def condition_text(rng, options, depth=2):
    if depth == 0 or rng.random() < 0.35:
        name = rng.choice(options)
        return name if rng.random() < 0.6 else f"not {name}"
    word = rng.choice(["and", "or", "if", "iff"] if depth == 1 else ["and", "or", "if"])  # no chains of `iff`
    left, right = (condition_text(rng, options, depth - 1) for _ in range(2))
    return f"({left}) {word} ({right})"


def random_case(seed, *, max_options=4, listed=True, arcs=False, max_statements=4):
    """A small conflict: two or three parties, one-way options, statements or rankings, perhaps explicit moves."""
    rng = random.Random(seed)
    n_parties = rng.choice([2, 2, 3])
    n_options = rng.randint(n_parties, max(n_parties, max_options))
    owners = sorted([*range(n_parties), *(rng.randrange(n_parties) for _ in range(n_options - n_parties))])
    names = [f"o{k}" for k in range(n_options)]
    lines = ["schema: holdfast/case/1", "title: random", "parties:"]
    for party in range(n_parties):
        lines.append(f"  p{party}:\n    name: P{party}\n    options:")
        for name, owner in zip(names, owners, strict=True):
            if owner == party:
                way = rng.choice(["", "", "", ", irreversible: true", ", irreversible: from taken"])
                lines.append(f"      {name}: {{text: {name}{way}}}")
    states = ["".join(letters) for letters in product("NY", repeat=n_options)]
    kept = states
    if rng.random() < 0.6 or arcs:
        kept = sorted(rng.sample(states, rng.randint(min(3, len(states)), min(6, len(states)))))
        lines.append("feasible: named\nstates:")
        lines += [f"  s{k}: {state}" for k, state in enumerate(kept)]
    if arcs:
        lines.append("moves:")
        for party in range(n_parties):
            pairs = [(a, b) for a in kept for b in kept if a != b and rng.random() < 0.4] or [(kept[0], kept[1])]
            text = ", ".join(f"{a} > {b}" for a, b in pairs)
            lines.append(f"  p{party}: [{text}]")
    lines.append("preferences:")
    for party in range(n_parties):
        if listed and (party == 0 or rng.random() < 0.7):
            statements = [condition_text(rng, names) for _ in range(rng.randint(1, max_statements))]
            lines.append(f"  p{party}: [{', '.join(statements)}]")
        else:
            order = rng.sample(kept, len(kept))
            tiers = []
            while order:
                size = min(len(order), rng.choice([1, 1, 2]))
                tiers.append([order.pop() for _ in range(size)])
            shown = ", ".join(tier[0] if len(tier) == 1 else f"[{', '.join(tier)}]" for tier in tiers)
            lines.append(f"  p{party}: {{ranking: [{shown}]}}")
    case = hf.loads("\n".join(lines) + "\n", warnings=[])
    return rng, case, hf.compile(case)


def texts(case, party):
    """A party's statements as text."""
    names = {(o.party, o.id): name for o, name in zip(case.options, case.option_names, strict=True)}
    return [write(each.condition, lambda taken: names[taken.party, taken.option]) for each in case.preferences[party]]


def true_where(case, twin, text):
    """The states in which a condition is true, evaluated with Python's own operators."""
    from .brute import truth

    where = set()
    for state in twin.states:
        letters = twin.model.structure.label(state)
        values = {name: letter == "Y" for name, letter in zip(case.option_names, letters, strict=True)}
        if truth(text, values):
            where.add(state)
    return frozenset(where)
