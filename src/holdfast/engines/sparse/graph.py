"""Verdicts where moves are arcs, which need not be transitive: who moved last decides who may move next.

Nobody moves twice in a row, so what the others can reach from a state depends on who must not move first. Write
``w_j(s)`` for the least ``g`` over s and all that the others can reach from s when j does not begin, and ``a_k(s)`` for
the least ``w_k(t)`` over the moves of k from s to t: k has just moved and does not move again at once. Then

    w_j(s) = min(g(s), a_k(s) for every other k but j)        P(s) = min(g(s), a_k(s) for every other k)

and starting from ``a_k = infinity`` the equations, applied until nothing changes, give the least over all legal
sequences. ``P`` is used as in the dense engine. Counting s itself is harmless: an improvement sanctions itself never.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from holdfast.engines.sparse.arcs import Arcs, arcs_of
from holdfast.engines.sparse.columns import NEVER, Ints
from holdfast.engines.sparse.flips import (
    BY_IMPROVEMENTS,
    BY_MOVES,
    MAX_SWEEPS,
    STRONG,
    STRONG_BY_IMPROVEMENTS,
    STRONG_BY_MOVES,
)
from holdfast.engines.sparse.ordered import OFTEN
from holdfast.engines.sparse.strength import heights
from holdfast.model.model import Model

Tick = Callable[[], None]


class Graph:
    """A model over its listed states, with every move an arc.

    Parameters
    ----------
    model : Model
        Any.
    tick : callable
        Called after each party's arcs are made.
    """

    def __init__(self, model: Model, tick: Tick) -> None:
        self._model = model
        self.ranks = [model.ranks(party) for party in range(len(model.parties))]
        self.moves: list[Arcs] = []
        self.improvements: list[Arcs] = []
        for party, ranks in enumerate(self.ranks):
            arcs = arcs_of(model.structure, party)
            self.moves.append(arcs)
            self.improvements.append(arcs.only(ranks[arcs.target] > ranks[arcs.starts]))
            tick()

    def verdicts(self, party: int, wanted: tuple[str, ...], tick: Tick) -> dict[str, NDArray[np.bool_]]:
        """Return, per concept, which states are stable for a party; as :meth:`Flips.verdicts`."""
        own = self.ranks[party]
        best = self._best(party, own, own)
        stable = {"nash": best <= own}
        goals = {"gmr": own, "seq": own, "smr": best, "symmetric_seq": best}
        if not {*STRONG}.isdisjoint(wanted):
            high = heights(self._model, party)
            goals |= {"strong_gmr": high, "strong_seq": high, "strong_smr": self._best(party, high, high)}
        others = [k for k in range(len(self.ranks)) if k != party]
        by_moves, by_improvements = (*BY_MOVES, *STRONG_BY_MOVES), (*BY_IMPROVEMENTS, *STRONG_BY_IMPROVEMENTS)
        for names, arcs in ((by_moves, self.moves), (by_improvements, self.improvements)):
            for name in (name for name in names if name in wanted):
                least = settled(goals[name], [arcs[k] for k in others if arcs[k].source.size], tick)
                stable[name] = self._best(party, np.minimum(least, own), own) <= own
        return {name: stable[name] for name in wanted}

    def _best(self, party: int, values: Ints, here: Ints) -> Ints:
        """Return the greatest of what a party has ``here`` and the values where it can move to."""
        arcs, best = self.moves[party], here.copy()
        best[arcs.source] = np.maximum(best[arcs.source], arcs.extreme(np.maximum, values))
        return best


def settled(goal: Ints, arcs: list[Arcs], tick: Tick) -> Ints:
    """Return the least ``goal`` over each state and all that legal sequences lead to.

    Parameters
    ----------
    goal : int32 array, shape (n_states,)
        A value a state.
    arcs : list of Arcs
        For each party that may move, its arcs.
    tick : callable
        Called after each sweep and now and then in the search that may follow.

    Returns
    -------
    int32 array, shape (n_states,)
        Time O(arcs + states * parties) a sweep; memory 4 bytes a state and party.
    """
    after = [np.full(goal.size, NEVER, dtype=np.int32) for _ in arcs]
    quiet = made = 0
    while quiet < len(arcs):
        k = made % len(arcs)
        fresh = arcs[k].extreme(np.minimum, _least(goal, after, k))
        if (fresh < after[k][arcs[k].source]).any():
            after[k][arcs[k].source] = fresh
            quiet = 0
        quiet += 1  # the same party's step twice in a row changes nothing
        made += 1
        if k == len(arcs) - 1:
            tick()
            if made >= MAX_SWEEPS * len(arcs) and quiet < len(arcs):
                return settled_in_order(goal, arcs, tick)
    return _least(goal, after, None)


def _least(goal: Ints, after: list[Ints], but: int | None) -> Ints:
    least = goal.copy()
    for k, values in enumerate(after):
        if k != but:
            np.minimum(least, values, out=least)
    return least


def settled_in_order(goal: Ints, arcs: list[Arcs], tick: Tick) -> Ints:
    """As :func:`settled`, in order of value over pairs (state, last mover): every arc once, however values run."""
    n, movers = goal.size, range(len(arcs))
    sources, firsts = [], []
    for each in arcs:
        back = each.reverse()
        sources.append(back.target.data)
        ends = np.searchsorted(back.starts, np.arange(n + 1))
        firsts.append(ends.astype(np.int64).data)
    done = [bytearray(n) for _ in movers]  # the least for (state, last mover) is known
    left = [bytearray(n) for _ in movers]  # the least over the mover's arcs from a state is known
    known = bytearray(n)
    found = goal.copy()
    least, touched = found.data, 0
    for seed in np.argsort(goal, kind="stable").data:
        value = int(goal[seed])
        known[seed] = 1
        open_ = [(seed, k) for k in movers if not done[k][seed]]
        for _, k in open_:
            done[k][seed] = 1
        while open_:
            end, k = open_.pop()
            touched += 1
            if touched % OFTEN == 0:
                tick()
            for start in sources[k][firsts[k][end] : firsts[k][end + 1]]:
                if left[k][start]:
                    continue
                left[k][start] = 1
                if not known[start]:
                    known[start] = 1
                    least[start] = value
                for j in movers:
                    if j != k and not done[j][start]:
                        done[j][start] = 1
                        open_.append((start, j))
    return found
