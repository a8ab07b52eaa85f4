"""Sequences and coalitions by plain loops over sets, from the definitions; shares only a party's moves with the search.

``Brute`` asks a model only for the moves of one party from one state and for which of two states a party prefers.
"""

from __future__ import annotations

from itertools import combinations


class Brute:
    """A conflict as sets."""

    def __init__(self, model):
        self.model = model
        self.parties = range(len(model.parties))
        self.states = model.structure.states
        self.R = {(i, s): set(model.structure.moves(i, s)) for i in self.parties for s in self.states}
        self.prefers = {
            (i, t, s): model.prefers(i, t, s) for i in self.parties for t in self.states for s in self.states
        }
        self.reach_of = {}

    def moves(self, i, s):
        return self.R[i, s]

    def up(self, i, s):
        return {t for t in self.R[i, s] if self.prefers[i, t, s]}

    def coalitions(self, group):
        return [h for size in range(1, len(group) + 1) for h in combinations(sorted(group), size)]

    def reach(self, group, s, step=None):
        """End states of legal sequences: nobody twice in a row."""
        step = step or self.moves
        pairs, seen = {(s, None)}, set()
        while pairs:
            pairs = {(y, i) for x, last in pairs for i in group if i != last for y in step(i, x)} - seen
            seen |= pairs
        return {x for x, _ in seen}

    def joint(self, h, s):
        """Joint improvements of a coalition."""
        if (h, s) not in self.reach_of:
            ends = self.reach(h, s)
            self.reach_of[h, s] = {t for t in ends if all(self.prefers[i, t, s] for i in h)}
        return self.reach_of[h, s]

    def joint_reach(self, group, s):
        """End states of legal sequences of joint improvements: no coalition twice in a row."""
        return self.reach(self.coalitions(group), s, lambda h, x: self.joint(h, x))

    # -- sequences, one by one -------------------------------------------------------------------------------------

    def sequences(self, start, movers, step, most=3000):
        """All legal sequences, those of one length at a time; stops when nothing new comes or there are too many."""
        line, seen = [((None, start),)], set()
        while line:
            line = [
                (*made, (mover, end))
                for made in line
                for mover in movers
                if mover != made[-1][0]
                for end in step(mover, made[-1][1])
            ]
            if len(line) > most:
                return
            yield line
            fresh = {made[-1] for made in line} - seen
            if not fresh:
                return
            seen |= fresh

    def shortest(self, start, movers, step, most=3000):
        """By target, all its shortest sequences; None for those that had to be given up."""
        found = {start: [((None, start),)]}
        for line in self.sequences(start, movers, step, most):
            here = {}
            for made in line:
                here.setdefault(made[-1][1], []).append(made)
            for end, sequences in here.items():
                found.setdefault(end, sequences)
        return found

    # -- concepts for coalitions -------------------------------------------------------------------------------------

    def spoils(self, h, u, s):
        return any(not self.prefers[i, u, s] for i in h)

    def answered(self, concept, h, s, t):
        others = [i for i in self.parties if i not in h]
        if concept == "coalition_nash":
            return False
        replies = self.joint_reach(others, t) if concept == "coalition_seq" else self.reach(others, t)
        for u in replies:
            if self.spoils(h, u, s):
                if concept != "coalition_smr":
                    return True
                if all(self.spoils(h, v, s) for v in self.reach(h, u)):
                    return True
        return False

    def stable_for(self, concept, h, s):
        return all(self.answered(concept, h, s, t) for t in self.joint(h, s))

    def stable(self, concept, i, s):
        return all(self.stable_for(concept, h, s) for h in self.coalitions(self.parties) if i in h)

    def upsetting(self, concept, s):
        """Coalitions for which the state is not stable, and no part of which it is not stable for."""
        found = []
        for h in self.coalitions(self.parties):
            if not any(set(part) <= set(h) for part in found) and not self.stable_for(concept, h, s):
                found.append(h)
        return found
