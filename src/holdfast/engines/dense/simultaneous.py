"""Simultaneous stability for every state: for each improvement, look for a joint reply that spoils it.

A reply takes for every other party one of its own improvements from the state, or standing still; whether the least
rank over that box of replies is at most the party's present rank has no shortcut through fibres, because the box
differs from state to state. Three exact measures keep it quick:

1. if even the least rank over *all* strategies of the others is better, no reply helps and the state is unstable;
2. a few replies are tried for all open pairs (state, improvement) at once: most that can be spoilt are spoilt soon;
3. what is left is searched party by party: a partial reply is dropped when the least rank over everything the remaining
   parties could do is still better. Counting in everybody's standing still is harmless, as it is never a spoiler.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from holdfast.engines.dense.estimate import CELLS
from holdfast.engines.dense.layout import Layout

TRIALS = 6
"""Replies tried before the search."""

Index = NDArray[np.intp]
Ints = NDArray[np.int32]
HOLE = -1
"""Rank of what cannot occur."""
NEVER = int(np.iinfo(np.int32).max)
"""The least rank where nothing can occur."""


@dataclass(frozen=True, slots=True)
class _Box:
    """What one party may do at each of a chunk of states when others move too: its improvements, or nothing.

    Attributes
    ----------
    may : bool array, shape (n, strategies)
        The same as a table.
    start, count : intp array, shape (n,)
        Where a state's strategies begin in ``strategy``, and how many there are (at least one).
    strategy : intp array
        Strategies, state by state.
    """

    may: NDArray[np.bool_]
    start: Index
    count: Index
    strategy: Index


@dataclass(frozen=True, slots=True)
class _Least:
    """The least rank of one party while some others' strategies are open; ``NEVER`` where nothing can occur.

    Attributes
    ----------
    prefix : list of int32 array
        Entry k is flat over (own strategy, first k others' strategies); the last is the ranks themselves.
    alone : list of int32 array
        Entry k is flat over (own strategy, strategies of the k-th other).
    """

    prefix: list[Ints]
    alone: list[Ints]


class Simultaneous:
    """Verdicts of simultaneous stability.

    Parameters
    ----------
    layout : Layout
        The grid.
    ranks : list of int32 array, shape (layout.size,)
        Per party, ``HOLE`` where a place cannot occur.
    places : int64 array, shape (n_states,)
        The places that can occur, ascending.
    """

    def __init__(self, layout: Layout, ranks: list[Ints], places: NDArray[np.int64]) -> None:
        self._layout, self._ranks, self.places = layout, ranks, places
        self._chunk = max(1, CELLS // sum(layout.shape))
        self.n_chunks = -(-places.size // self._chunk)
        self._legal = [None if axis.n_classes == 1 else axis.legal() for axis in layout.axes]

    def solve(self, tick: Callable[[str], None]) -> list[NDArray[np.bool_]]:
        """Return, per party, which feasible states are stable for it, in the order of ``places``.

        Parameters
        ----------
        tick : callable
            Called with a note after each of ``n_chunks`` chunks of states.

        Notes
        -----
        Time O(states * own improvements * replies) at worst; memory about ``4 * V`` bytes a party and 200 MiB at most
        for a chunk.
        """
        places = self.places
        n_parties = len(self._ranks)
        stable = [np.ones(places.size, dtype=np.bool_) for _ in range(n_parties)]
        movers = [k for k in range(n_parties) if self._layout.shape[k] > 1]
        least = {party: self._least(party, [k for k in movers if k != party]) for party in movers}
        for begin in range(0, places.size, self._chunk):
            here = places[begin : begin + self._chunk]
            better = {k: self._improvements(k, here) for k in movers}
            boxes = {k: self._box(k, here, better[k]) for k in movers}
            for party in movers:
                pair = _Pairs(better[party], self._ranks[party][here], least[party].prefix[0])
                verdict = pair.settle(least[party], [(self._layout.shape[k], boxes[k]) for k in movers if k != party])
                stable[party][begin : begin + here.size] = verdict
            tick("simultaneous replies")
        return stable

    def _own(self, party: int, here: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return a party's present strategies."""
        _, size, inner = self._layout.view(party)
        return here // inner % size

    def _improvements(self, party: int, here: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return which strategies are improvements from each of some places; shape (places, strategies)."""
        _, size, inner = self._layout.view(party)
        ranks, own = self._ranks[party], self._own(party, here)
        reached = ranks[(here - own * inner)[:, None] + np.arange(size) * inner]
        found: NDArray[np.bool_] = reached > ranks[here][:, None]
        legal = self._legal[party]
        return found if legal is None else found & legal[own]

    def _box(self, party: int, here: NDArray[np.int64], better: NDArray[np.bool_]) -> _Box:
        may = better.copy()
        may[np.arange(here.size), self._own(party, here)] = True
        count = np.count_nonzero(may, axis=1)
        return _Box(may, np.cumsum(count) - count, count, np.nonzero(may)[1])

    def _least(self, party: int, others: list[int]) -> _Least:
        """Tabulate the least rank of a party over what others whose strategies are open can do."""
        shape = self._layout.shape
        unmoved = [k for k in range(len(shape)) if shape[k] == 1]
        cube = self._ranks[party].reshape(shape).transpose([party, *others, *(k for k in unmoved if k != party)])
        full = np.where(cube == HOLE, np.int32(NEVER), cube).reshape([shape[party], *(shape[k] for k in others)])
        tables = [full]
        for _ in others:
            tables.append(tables[-1].min(axis=-1))
        axes = set(range(1, len(others) + 1))
        return _Least(
            [np.ascontiguousarray(table).reshape(-1) for table in reversed(tables)],
            [full.min(axis=tuple(axes - {k})).reshape(-1) for k in axes],
        )


class _Pairs:
    """The pairs (state, improvement) of one party over a chunk of states, until each state's verdict is known."""

    def __init__(self, better: NDArray[np.bool_], present: Ints, floor: Ints) -> None:
        # safe: some improvement that nothing the others could do, improvement or not, would spoil
        safe: NDArray[np.bool_] = np.any(better & (floor > present[:, None]), axis=1)
        self._stable = ~safe
        self._row, self._end = np.nonzero(better & ~safe[:, None])
        self._bar = present[self._row]

    def settle(self, least: _Least, boxes: list[tuple[int, _Box]]) -> NDArray[np.bool_]:
        """Return which states are stable; shape (states,)."""
        for trial in range(TRIALS if boxes else 0):
            if not self._row.size:
                break
            self._drop(self._try(trial, least.prefix[-1], boxes))
        each = 1  # pairs of one state looked at together: one that fails spares the rest
        while self._row.size:
            new_row = np.flatnonzero(np.diff(self._row, prepend=-1))
            nth = np.arange(self._row.size) - np.repeat(new_row, np.diff(new_row, append=self._row.size))
            chosen = np.flatnonzero(nth < each)
            possible = self._possible(chosen, least, boxes)
            answered = np.zeros(self._row.size, dtype=np.bool_)
            answered[chosen[possible][self._search(chosen[possible], least.prefix, boxes)]] = True
            self._stable[self._row[chosen[~answered[chosen]]]] = False
            self._drop(answered | ~self._stable[self._row])
            each *= 2
        return self._stable

    def _drop(self, done: NDArray[np.bool_]) -> None:
        if done.any():
            keep = ~done
            self._row, self._end, self._bar = self._row[keep], self._end[keep], self._bar[keep]

    def _try(self, trial: int, full: Ints, boxes: list[tuple[int, _Box]]) -> NDArray[np.bool_]:
        """Try one reply for each pair; say for which it spoils the improvement."""
        at = self._end
        for k, (size, box) in enumerate(boxes):
            share = (0.5 + (trial + 1) * _STEPS[k % len(_STEPS)] + k // len(_STEPS) * 0.37) % 1.0
            digit = (box.count[self._row] * share).astype(np.intp)
            at = at * size + box.strategy[box.start[self._row] + digit]
        answered: NDArray[np.bool_] = full[at] <= self._bar
        return answered

    def _possible(self, chosen: Index, least: _Least, boxes: list[tuple[int, _Box]]) -> NDArray[np.bool_]:
        """Say for which pairs no single other party's box rules a spoiling reply out, whatever the rest may do."""
        possible = np.ones(chosen.size, dtype=np.bool_)
        for (size, box), alone in zip(boxes, least.alone if len(boxes) > 1 else [], strict=False):
            table = alone.reshape(-1, size)
            for part in _parts(chosen.size, size):
                pair = chosen[part]
                fits = (table[self._end[pair]] <= self._bar[pair, None]) & box.may[self._row[pair]]
                possible[part] &= fits.any(axis=1)
        return possible

    def _search(self, chosen: Index, prefix: list[Ints], boxes: list[tuple[int, _Box]]) -> NDArray[np.bool_]:
        """Search all replies of some pairs, dropping partial ones that cannot succeed; say which pairs are answered."""
        row, bar = self._row[chosen], self._bar[chosen]
        answered = np.zeros(chosen.size, dtype=np.bool_)
        stack: list[tuple[int, Index, Index]] = [(0, np.arange(chosen.size), self._end[chosen])] if boxes else []
        while stack:
            depth, pair, at = stack.pop()
            open_ = ~answered[pair]
            pair, at = pair[open_], at[open_]
            size, box = boxes[depth]
            table = prefix[depth + 1].reshape(-1, size)
            for part in _parts(pair.size, size):
                here = pair[part]
                fits = (table[at[part]] <= bar[here, None]) & box.may[row[here]]
                if depth + 1 == len(boxes):  # the last table is the ranks themselves
                    answered[here[fits.any(axis=1)]] = True
                    continue
                which, strategy = np.nonzero(fits)
                if which.size:
                    stack.append((depth + 1, here[which], at[part][which] * size + strategy))
        return answered


def _parts(n: int, size: int) -> list[slice]:
    """Cut n rows of ``size`` cells into runs of about ``CELLS`` cells."""
    width = max(1, CELLS // size)
    return [slice(start, start + width) for start in range(0, n, width)]


_STEPS = (0.6180339887, 0.7548776662, 0.8191725134, 0.8566748838, 0.8812714616, 0.8986537126)
"""Fractions whose multiples fill a box evenly."""
