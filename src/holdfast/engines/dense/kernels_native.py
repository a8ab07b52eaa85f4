"""The kernels of kernels.c, with the names and arguments of their numpy twins in :mod:`kernels_numpy`.

Importing this fails where the extension was not built.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from holdfast.engines.dense import _kernels  # type: ignore[attr-defined]
from holdfast.engines.dense.layout import Axis
from holdfast.engines.dense.program import Bound
from holdfast.engines.dense.values import SearchStep, Values, Watch

NOTHING = np.zeros(0, dtype=np.int32)
COLUMNS = 16
"""Fibres sorted side by side; as SORT_COLUMNS in kernels.c."""


def scores(bound: Bound, first: int, out: Values) -> None:
    """Write the scores of ``out.size`` cells of a block from ``first``, a multiple of 64."""
    program = bound.program
    _kernels.scores(
        bound.atoms, bound.truth, bound.pool, program.code, out, program.depth, first, out.size, out.itemsize
    )


def fold(
    best: Values, one: Values, two: Values, classes: NDArray[np.int32], outer: int, width: int, inner: int
) -> None:
    """Raise ``best[class, others]`` to the least of ``one`` and ``two`` wherever a cell can occur."""
    _kernels.fold(best, one, two, np.ascontiguousarray(classes), outer, width, inner, best.itemsize)


def spread(best: Values, own: Values, classes: NDArray[np.int32], outer: int, width: int, inner: int) -> Values:
    """Return, for each cell of a block that can occur, what :func:`fold` found for its class."""
    out = np.empty_like(own)
    _kernels.spread(best, own, np.ascontiguousarray(classes), out, outer, width, inner, best.itemsize)
    return out


def mark(scores: Values, bars: Values, axis: Axis, first: int, inner: int, bits: NDArray[np.uint8]) -> int:
    """Pack which cells from ``first`` can occur and score at least the bar of their class; return how many."""
    others = bars.size // axis.n_classes
    marked: int = _kernels.mark(
        scores, bars, axis.classes, bits, first, scores.size, axis.size, inner, others, axis.n_classes, scores.itemsize
    )
    return marked


def move_step(values: Values, empty: Values, axis: Axis, outer: int, inner: int) -> bool:
    """Let every cell have the least value its party can move to; say whether anything changed."""
    changed: bool = _kernels.move_step(values, empty, axis.blob, outer, inner, values.itemsize)
    return changed


class ImprovementStep:
    """Let every cell have the least value its party can move to and strictly prefers."""

    def __init__(self, ranks: Values, axis: Axis, outer: int, inner: int) -> None:
        self._ranks, self._axis, self._outer, self._inner = ranks, axis, outer, inner
        self._order = NOTHING.view(np.uint32)
        pairwise = _kernels.PAIRWISE_16 if ranks.itemsize == 2 else _kernels.PAIRWISE_32
        if axis.size > pairwise:
            columns = -(-outer * inner // COLUMNS) * COLUMNS
            self._order = np.empty(columns * axis.size, dtype=np.uint32)
            _kernels.order(ranks, self._order, axis.blob, outer, inner, ranks.itemsize)

    def __call__(self, one: Values, two: Values | None, watch: Watch) -> bool:
        """Apply in place to one or two values a cell; say whether anything changed."""
        second: Any = two if two is not None else NOTHING
        where = (watch.stamps, watch.since, watch.now, self._outer, self._inner, one.itemsize)
        changed: bool
        if self._order.size:
            changed = _kernels.walk_step(one, second, self._order, self._axis.blob, *where)
        else:
            changed = _kernels.pair_step(one, second, self._ranks, self._axis.blob, self._axis.onward, *where)
        return changed


def search(values: Values, empty: Values, steps: list[SearchStep]) -> None:
    """Propagate in order of value; as :func:`kernels_numpy.search`."""
    seeds = np.flatnonzero(empty != np.iinfo(values.dtype).max).astype(np.int32)
    seeds = seeds[np.argsort(values[seeds], kind="stable")]
    listed = []
    for step in steps:
        order, ends = step.order(values.dtype)
        starts = np.concatenate([[0], ends[:-1]]).astype(np.int32)
        used = np.tile(starts, order.size // step.axis.size)
        ranks = NOTHING if step.ranks is None else step.ranks
        listed.append((step.axis.blob, step.inner, ranks, order, ends, used))
    _kernels.search(values, empty, seeds, listed, values.itemsize)
