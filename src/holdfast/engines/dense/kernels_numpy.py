"""The array operations of the dense engine in numpy: score generation, own-fibre reduction, move and improvement step.

kernels.c has the same operations; which are used is decided in :mod:`kernels`. A block of cells is seen by a party as
``(outer, strategies, inner)``. The largest number of the type stands where a cell cannot occur, in scores and values
alike. A party's own moves are transitive in option form, so that applying a step of the same party twice in a row
changes nothing: this is what lets sweeps stop early.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from holdfast.engines.dense.layout import Axis
from holdfast.engines.dense.program import HOLES, Bound, run, unpack
from holdfast.engines.dense.values import SearchStep, Values, Watch, never

FEW = 4
"""Up to this many strategies every pair is compared; measured here, beyond it the sorted walk is faster."""
SCAN = 64
"""Up to this many strategies a running minimum goes row by row; beyond it by doubling."""
CHUNK = 1 << 16
"""Cells whose scores are generated together."""


def scores(bound: Bound, first: int, out: Values) -> None:
    """Write the scores of a run of cells of a block.

    Parameters
    ----------
    bound : Bound
        Statements and rules, laid over the block.
    first : int
        The first cell, a multiple of 64.
    out : int16 or int32 array, shape (n,)
        Where to write: bit k of a score is the truth of the k-th least important statement.

    Notes
    -----
    O(n * statements) time; nothing is kept.
    """
    for at in range(0, out.size, CHUNK):
        part = out[at : at + CHUNK]
        planes = run(bound, first + at, -(-part.size // 64))
        fresh = np.zeros(planes[next(iter(planes))].size * 64 if planes else part.size, dtype=out.dtype)
        for plane, words in planes.items():
            if plane != HOLES:
                fresh |= unpack(words).astype(out.dtype) << plane
        if HOLES in planes:
            fresh[unpack(planes[HOLES]).view(np.bool_)] = never(out.dtype)
        part[:] = fresh[: part.size]


def fold(
    best: Values, one: Values, two: Values, classes: NDArray[np.int32], outer: int, width: int, inner: int
) -> None:
    """Reduce a block of slices over the strategies of the party in focus.

    Parameters
    ----------
    best : array, shape (n_classes * outer * inner,)
        Raised, per class of strategies and cell of the others, to the largest ``min(one, two)`` of a cell that can
        occur; at least -1.
    one, two : array, shape (outer * width * inner,)
        Two values a cell.
    classes : int32 array, shape (width,)
        The class of each slice.
    outer, width, inner : int
        How the block looks to the party.
    """
    least = np.minimum(one, two)
    least[least == never(least.dtype)] = -1
    slices = least.reshape(outer, width, inner)
    table = best.reshape(-1, outer, inner)
    for slice_, label in enumerate(classes.tolist()):
        np.maximum(table[label], slices[:, slice_], out=table[label])


def spread(best: Values, own: Values, classes: NDArray[np.int32], outer: int, width: int, inner: int) -> Values:
    """Lay what :func:`fold` found over a block of slices.

    Returns
    -------
    array, shape (outer * width * inner,)
        Per cell that can occur ``best`` of its class and others; the largest number elsewhere.
    """
    table = best.reshape(-1, outer, inner)
    out = np.empty((outer, width, inner), dtype=own.dtype)
    for slice_, label in enumerate(classes.tolist()):
        out[:, slice_] = table[label]
    flat = out.reshape(-1)
    flat[own == never(own.dtype)] = never(own.dtype)
    return flat


def mark(scores: Values, bars: Values, axis: Axis, first: int, inner: int, bits: NDArray[np.uint8]) -> int:
    """Compare the scores of a run of places with their bars.

    Parameters
    ----------
    scores : array, shape (n,)
        A party's scores at the places from ``first``.
    bars : array, shape (n_classes * others,)
        Per class of its strategies and cell of the others, what a score must reach.
    axis : Axis
        Its axis.
    first : int
        The first place, a multiple of 64.
    inner : int
        Places a step along its axis.
    bits : uint8 array, shape (ceil(n / 8),)
        Written: bit k is set iff place ``first + k`` can occur and reaches its bar.

    Returns
    -------
    int
        How many bits are set.
    """
    places = first + np.arange(scores.size)
    strategy, others = places // inner % axis.size, places // (axis.size * inner) * inner + places % inner
    bar = bars.reshape(axis.n_classes, -1)[axis.classes[strategy], others]
    flags = (scores >= bar) & (scores != never(scores.dtype))
    bits[:] = np.packbits(flags, bitorder="little")
    return int(np.count_nonzero(flags))


def move_step(values: Values, empty: Values, axis: Axis, outer: int, inner: int) -> bool:
    """Let every cell have the least value among itself and all cells its party can move to, in place.

    Parameters
    ----------
    values : array, shape (outer * axis.size * inner,)
        Changed in place.
    empty : array of the same shape
        The largest number where a cell cannot occur: such cells lie on a party's way within its own step, never between
        two steps, so they are reset after it.
    axis : Axis
        The party's axis.
    outer, inner : int
        How the block looks to it.

    Returns
    -------
    bool
        Whether anything changed.
    """
    seen = values.reshape(outer, axis.size, inner)
    least = [seen[:, axis.classes == label].min(axis=1) for label in range(axis.n_classes)]
    for q, p in axis.edges:
        np.minimum(least[q], least[p], out=least[q])
    fresh = np.stack(least)[axis.classes].transpose(1, 0, 2).reshape(-1)
    fresh[empty == never(values.dtype)] = never(values.dtype)
    if np.array_equal(fresh, values):
        return False
    values[:] = fresh
    return True


class ImprovementStep:
    """Let every cell have the least value its party can move to and strictly prefers.

    Parameters
    ----------
    ranks : array, shape (outer * axis.size * inner,)
        The party's scores.
    axis : Axis
        The party's axis.
    outer, inner : int
        How the block looks to it.
    """

    def __init__(self, ranks: Values, axis: Axis, outer: int, inner: int) -> None:
        seen = ranks.reshape(outer, axis.size, inner)
        few = axis.size <= FEW and inner >= 16
        self._body: _Pairs | _Walks = _Pairs(seen, axis) if few else _Walks(seen, axis)

    def __call__(self, one: Values, two: Values | None, watch: Watch) -> bool:
        """Apply in place to one or two values a cell; say whether anything changed. ``watch`` is not used here."""
        changed = self._body(one)
        if two is not None:
            changed |= self._body(two)
        return changed


class _Pairs:
    """Every two strategies compared; O(V * size) time, 2 * V * size bytes kept."""

    def __init__(self, ranks: Values, axis: Axis) -> None:
        self._shape = ranks.shape
        self._pairs: list[tuple[int, int, Values]] = []
        legal, top = axis.legal(), never(ranks.dtype)
        for a in range(axis.size):
            for b in range(axis.size):
                if a != b and legal[a, b]:
                    closed = np.where(ranks[:, b] <= ranks[:, a], top, 0).astype(ranks.dtype)
                    self._pairs.append((a, b, closed))

    def __call__(self, values: Values) -> bool:
        seen = values.reshape(self._shape)
        changed = False
        for a, b, closed in self._pairs:
            offer = seen[:, b] | closed  # all bits below the sign: an offer withdrawn
            if (offer < seen[:, a]).any():
                np.minimum(seen[:, a], offer, out=seen[:, a])
                changed = True
        return changed


@dataclass(frozen=True, slots=True)
class _Walk:
    """The part of a sorted walk for states with the same one-way options spent.

    ``gather`` (rows, cols) lists the states of each fibre they can move to, best first; after a running minimum down
    the rows, with a row of the largest number on top, ``back`` finds for each of them the entry over all strictly
    better ones.
    """

    gather: NDArray[np.intp]
    back: NDArray[np.intp]
    sources: NDArray[np.intp]


class _Walks:
    """A running minimum down each fibre sorted from best to worst, once for each class of strategies.

    Equal ranks share the minimum over strictly better ones. O(V * 1.5^r) time a step with r one-way options, after
    O(V log size * 1.5^r) to sort; keeps 16 bytes a cell * 1.5^r.
    """

    def __init__(self, ranks: Values, axis: Axis) -> None:
        self._shape = ranks.shape
        self._walks: list[_Walk] = []
        for label, pattern in enumerate(axis.patterns.tolist()):
            targets = np.flatnonzero((axis.spent & pattern) == pattern)
            if targets.size > 1:
                self._walks.append(_prepare(ranks, targets, np.flatnonzero(axis.classes == label)))

    def __call__(self, values: Values) -> bool:
        changed = False
        seen = values.reshape(self._shape)
        for walk in self._walks:
            rows, cols = walk.gather.shape
            running = np.empty((rows + 1, cols), dtype=values.dtype)
            running[0] = never(values.dtype)
            np.take(values, walk.gather, out=running[1:], mode="clip")
            _running_min(running)
            mine = seen[:, walk.sources]
            offer = np.take(running.reshape(-1), walk.back, mode="clip").reshape(mine.shape)
            if (offer < mine).any():
                seen[:, walk.sources] = np.minimum(mine, offer)
                changed = True
        return changed


def _prepare(ranks: Values, targets: NDArray[np.intp], sources: NDArray[np.intp]) -> _Walk:
    """Sort the strategies ``targets`` of every fibre from best to worst and find where ties begin."""
    outer, size, inner = ranks.shape
    cols, n, top = outer * inner, targets.size, never(ranks.dtype)
    shift = int(n).bit_length()
    mine = ranks[:, targets].transpose(0, 2, 1).astype(np.int64)  # transposed copy: a fibre becomes a row
    key = np.where(mine == top, top, top - 1 - mine) << shift  # what cannot occur sorts last
    key |= np.arange(n)
    key = key.reshape(cols, n)
    key.sort(axis=1)
    at = key & ((1 << shift) - 1)
    key >>= shift
    live = key < top
    first = np.zeros((cols, n), dtype=np.int64)
    first[:, 1:] = np.where(key[:, 1:] != key[:, :-1], np.arange(1, n), 0)
    np.maximum.accumulate(first, axis=1, out=first)
    first[~live] = 0
    rows = max(int(np.count_nonzero(live, axis=1).max(initial=0)) - 1, 0)  # the worst of a fibre improves nobody
    column = np.arange(cols)
    origin = (column // inner) * (size * inner) + column % inner
    gather = np.ascontiguousarray((origin[:, None] + targets[at[:, :rows]] * inner).T)
    back = np.empty_like(first)
    np.put_along_axis(back, at, first * cols + column[:, None], axis=1)
    back = back[:, np.searchsorted(targets, sources)]
    return _Walk(gather, np.ascontiguousarray(back.reshape(outer, inner, -1).transpose(0, 2, 1)).reshape(-1), sources)


def _running_min(rows: Values) -> None:
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


def search(values: Values, empty: Values, steps: list[SearchStep]) -> None:
    """Give every cell the least value that can be reached from it, in place, however long the way.

    What sweeps compute, in order of value: cells are taken from the least value up, and whoever can step to a cell
    taken takes its value, unless it has one already. So each cell is taken once, and adversarial preferences, which
    make sweeps take a thousand rounds, cost no more than others.

    Parameters
    ----------
    values : array, shape (n_cells,)
        Each cell's own value; the largest number where it cannot occur.
    empty : array, shape (n_cells,)
        The largest number where a cell cannot occur.
    steps : list of SearchStep
        Who can step how.
    """
    top = never(values.dtype)
    open_ = empty != top
    seeds = np.flatnonzero(open_)
    seeds = seeds[np.argsort(values[seeds], kind="stable")]
    own = values[seeds]
    edges = np.flatnonzero(np.diff(own, prepend=-1))
    for begin, end in zip(edges, np.append(edges[1:], seeds.size)[: edges.size], strict=True):
        frontier = seeds[begin:end]
        frontier = frontier[open_[frontier]]
        value = own[begin]
        open_[frontier] = False
        while frontier.size:
            values[frontier] = value
            found = [_sources(step, frontier, open_) for step in steps]
            frontier = np.unique(np.concatenate(found)) if found else frontier[:0]
            open_[frontier] = False


def _sources(step: SearchStep, ends: NDArray[np.intp], open_: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return the open cells from which a party can step to one of ``ends``."""
    size, inner = step.axis.size, step.inner
    strategy = ends // inner % size
    fibre = (ends - strategy * inner)[:, None] + np.arange(size) * inner
    spent = step.axis.spent
    fits = open_[fibre] & ((spent & ~spent[strategy][:, None]) == 0)
    if step.ranks is not None:
        fits &= step.ranks[fibre] < step.ranks[ends][:, None]
    found: NDArray[np.intp] = fibre[fits]
    return found
