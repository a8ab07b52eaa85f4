"""The four array operations of the dense engine, in numpy: own-fibre extremes, move step, improvement step.

Arrays are int32, C-contiguous, seen as ``(outer, strategies, inner)``. Ranks are ``HOLE`` (-1) and propagated values
``NEVER`` (the largest int32) where a code cannot occur, so that maxima and minima pass over it without a mask. Several
values a state ("lanes") lie next to each other in ``inner``. A party's own moves are transitive in option form, so
that applying a step of the same party twice in a row changes nothing: this is what lets sweeps stop early.

A native twin of this file has the same names and arguments.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from holdfast.engines.dense.layout import Axis

HOLE = -1
NEVER = int(np.iinfo(np.int32).max)
PAIRWISE = 4
"""Up to this many strategies every pair is compared; measured here, beyond it the sorted walk is faster."""
SCAN = 64
"""Up to this many strategies a running minimum goes row by row; beyond it by doubling."""

Ints = NDArray[np.int32]


def fibre_max(values: Ints, axis: Axis) -> None:
    """Let every state have the largest value among itself and all states its party can move to, in place.

    Parameters
    ----------
    values : int32 array, shape (outer, axis.size, inner)
        Changed in place.
    axis : Axis
        The party's axis.

    Notes
    -----
    O(V) time for free options, O(V * bits) with one-way options; temporary V / axis.size or V / 2 numbers.
    """
    _fibre(np.maximum, values, axis)


def fibre_min(values: Ints, axis: Axis) -> None:
    """As :func:`fibre_max`, with the smallest value."""
    _fibre(np.minimum, values, axis)


def _fibre(extreme: np.ufunc, values: Ints, axis: Axis) -> None:
    if axis.size == 1:
        return
    outer, size, inner = values.shape
    if axis.is_free:
        best = values[:, 0].copy()
        for strategy in range(1, size):
            extreme(best, values[:, strategy], out=best)
        values[:] = best[:, None]
        return
    for bit in range(axis.n_bits):
        pairs = values.reshape(outer << (axis.n_bits - bit - 1), 2, inner << bit)
        dropped, taken = pairs[:, 0], pairs[:, 1]
        best = extreme(dropped, taken)
        if not axis.drop_only >> bit & 1:
            dropped[:] = best  # from not taken to taken is allowed
        if not axis.take_only >> bit & 1:
            taken[:] = best


class Step(Protocol):
    """One party's part of a sweep over propagated values."""

    def __call__(self, values: Ints) -> bool:
        """Update flat ``values`` in place; say whether any changed."""


@dataclass(frozen=True, slots=True)
class MoveStep:
    """``P[a] <- min of P[b]`` over all b that a party can move to from a.

    Attributes
    ----------
    axis : Axis
        The party's axis.
    shape : tuple of int
        (outer, axis.size, inner * lanes).
    holes : int32 array, flat
        ``NEVER`` where a code cannot occur, else 0. States that cannot occur lie on a party's way within its own step,
        never between two steps, so they are reset after it.
    """

    axis: Axis
    shape: tuple[int, int, int]
    holes: Ints

    def __call__(self, values: Ints) -> bool:
        """Apply; O(V) time, one temporary array like ``values``."""
        fresh = values.copy()
        fibre_min(fresh.reshape(self.shape), self.axis)
        np.bitwise_or(fresh, self.holes, out=fresh)
        if np.array_equal(fresh, values):
            return False
        values[:] = fresh
        return True


def improvement_step(ranks: Ints, axis: Axis, lanes: int) -> Step:
    """Prepare ``P[a] <- min of P[b]`` over all b that a party can move to from a and strictly prefers.

    Parameters
    ----------
    ranks : int32 array, shape (outer, axis.size, inner)
        The party's ranks, ``HOLE`` where a code cannot occur.
    axis : Axis
        The party's axis.
    lanes : int
        Values a state, 1 or 2.

    Returns
    -------
    Step
        Pairwise for few strategies, else the sorted walk.
    """
    if axis.size <= PAIRWISE and ranks.shape[2] * lanes >= 16:
        return PairStep(ranks, axis, lanes)
    return WalkStep(ranks, axis, lanes)


class PairStep:
    """The improvement step by comparing every two strategies; O(V * size) time, 4 * V * size * lanes bytes kept."""

    def __init__(self, ranks: Ints, axis: Axis, lanes: int) -> None:
        outer, size, inner = ranks.shape
        self._shape = (outer, size, inner * lanes)
        self._pairs: list[tuple[int, int, Ints]] = []
        legal = axis.legal()
        for a in range(size):
            for b in range(size):
                if a != b and legal[a, b]:
                    no = (ranks[:, b] <= ranks[:, a]) | (ranks[:, a] == HOLE)
                    closed = np.where(no, np.int32(NEVER), np.int32(0))
                    self._pairs.append((a, b, np.repeat(closed, lanes, axis=1)))

    def __call__(self, values: Ints) -> bool:
        """Apply in place."""
        seen = values.reshape(self._shape)
        changed = False
        for a, b, closed in self._pairs:
            offer = seen[:, b] | closed
            if (offer < seen[:, a]).any():
                np.minimum(seen[:, a], offer, out=seen[:, a])
                changed = True
        return changed


@dataclass(frozen=True, slots=True)
class _Walk:
    """The part of a sorted walk for states with the same one-way options spent.

    ``gather`` (rows, cols) lists the states of each fibre they can move to, best first; after a running minimum down
    the rows, with a row of ``NEVER`` on top, ``back`` finds for each of them the entry over all strictly better ones.
    """

    gather: NDArray[np.intp]
    back: NDArray[np.intp]
    sources: NDArray[np.intp] | None


class WalkStep:
    """The improvement step by a running minimum down each fibre sorted from best to worst.

    Equal ranks share the minimum over strictly better ones. With r one-way options the fibre is walked once for each
    of the 2^r sets of them that can be spent. O(V * 1.5^r) time a step after O(V log size * 1.5^r) to sort; keeps 16
    bytes a state * 1.5^r.
    """

    def __init__(self, ranks: Ints, axis: Axis, lanes: int) -> None:
        self._shape, self._lanes = ranks.shape, lanes
        spent = axis.spent()
        self._walks: list[_Walk] = []
        for pattern in axis.patterns():
            targets = np.flatnonzero((spent & pattern) == pattern)
            if targets.size > 1:
                sources = np.flatnonzero(spent == pattern)
                self._walks.append(_prepare(ranks, targets, None if axis.is_free else sources))

    def __call__(self, values: Ints) -> bool:
        """Apply in place."""
        wide = np.int64 if self._lanes == 2 else np.int32
        changed = False
        for walk in self._walks:
            rows, cols = walk.gather.shape
            running = np.empty((rows + 1, cols * self._lanes), dtype=np.int32)
            running[0] = NEVER
            np.take(values.view(wide), walk.gather, out=running[1:].view(wide), mode="clip")
            _running_min(running)
            offer = np.take(running.view(wide).reshape(-1), walk.back, mode="clip").view(np.int32)
            if walk.sources is None:
                if (offer < values).any():
                    np.minimum(values, offer, out=values)
                    changed = True
            else:
                outer, size, inner = self._shape
                seen = values.reshape(outer, size, inner * self._lanes)
                mine = seen[:, walk.sources]
                offered = offer.reshape(mine.shape)
                if (offered < mine).any():
                    seen[:, walk.sources] = np.minimum(mine, offered)
                    changed = True
        return changed


def _prepare(ranks: Ints, targets: NDArray[np.intp], sources: NDArray[np.intp] | None) -> _Walk:
    """Sort the strategies ``targets`` of every fibre from best to worst and find where ties begin."""
    outer, size, inner = ranks.shape
    cols, n = outer * inner, targets.size
    shift = int(n).bit_length()
    mine = ranks[:, targets] if sources is not None else ranks
    key = (NEVER - mine.transpose(0, 2, 1).astype(np.int64)) << shift  # transposed copy: a fibre becomes a row
    key |= np.arange(n)
    key = key.reshape(cols, n)
    key.sort(axis=1)
    at = key & ((1 << shift) - 1)
    key >>= shift
    live = key < NEVER - HOLE  # states that cannot occur sort last
    first = np.zeros((cols, n), dtype=np.int64)
    first[:, 1:] = np.where(key[:, 1:] != key[:, :-1], np.arange(1, n), 0)
    np.maximum.accumulate(first, axis=1, out=first)
    first[~live] = 0
    rows = max(
        int(np.count_nonzero(live, axis=1).max(initial=0)) - 1, 0
    )  # the worst of a fibre is nobody's improvement
    column = np.arange(cols)
    origin = (column // inner) * (size * inner) + column % inner
    gather = np.ascontiguousarray((origin[:, None] + targets[at[:, :rows]] * inner).T)
    back = np.empty_like(first)
    np.put_along_axis(back, at, first * cols + column[:, None], axis=1)
    if sources is not None:
        back = back[:, np.searchsorted(targets, sources)]
    return _Walk(gather, np.ascontiguousarray(back.reshape(outer, inner, -1).transpose(0, 2, 1)).reshape(-1), sources)


def _running_min(rows: Ints) -> None:
    """Replace every row by the minimum of itself and all rows above it, in place."""
    n = rows.shape[0]
    if n <= SCAN:
        for k in range(1, n):
            np.minimum(rows[k], rows[k - 1], out=rows[k])
        return
    reach = 1
    while reach < n:
        np.minimum(rows[reach:], rows[:-reach], out=rows[reach:])  # numpy copies what overlaps
        reach *= 2
