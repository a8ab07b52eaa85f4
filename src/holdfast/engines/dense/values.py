"""What both sets of kernels share: the numbers they work on, and what is handed to a step."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from holdfast.engines.dense.layout import Axis

Values = NDArray[np.signedinteger]
"""Scores or propagated values, int16 or int32, flat and C-contiguous. The largest number of the type stands where a
cell cannot occur, in scores and values alike, so that minima pass over it without a mask."""


def never(dtype: np.dtype) -> int:
    """Return the number that stands where a cell cannot occur."""
    return int(np.iinfo(dtype).max)


@dataclass(slots=True)
class Watch:
    """Where values changed lately, so that a step passes over fibres that nobody touched since it last saw them.

    Attributes
    ----------
    stamps : uint16 array
        For every 64 cells the number of the step that changed something there last.
    since : int
        The number of this party's last step; 0 for none yet.
    now : int
        The number of this step.
    """

    stamps: NDArray[np.uint16]
    since: int
    now: int


@dataclass(frozen=True, eq=False)
class SearchStep:
    """One party's part of a search in order of value.

    Attributes
    ----------
    axis : Axis
        The party's axis.
    outer, inner : int
        How the block looks to it.
    ranks : array or None
        Its scores, for improvements; None where every move counts.
    """

    axis: Axis
    outer: int
    inner: int
    ranks: Values | None

    def order(self, dtype: np.dtype) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Return each fibre's strategies by class and, within one, from worst to best; and where classes end."""
        size, columns = self.axis.size, self.outer * self.inner
        classes = self.axis.classes.astype(np.int64)
        key = np.broadcast_to(classes << 32, (columns, size))
        if self.ranks is not None:
            seen = self.ranks.reshape(self.outer, size, self.inner).transpose(0, 2, 1).reshape(columns, size)
            key = key + seen
        order = np.argsort(key, axis=1, kind="stable").astype(np.int32)
        ends = np.cumsum(np.bincount(self.axis.classes, minlength=self.axis.n_classes)).astype(np.int32)
        return np.ascontiguousarray(order).reshape(-1), ends
