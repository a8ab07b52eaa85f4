"""The Pareto frontier, exactly: block by block, keeping the sums that no other sum beats.

A sum that is dominated stays dominated whatever is added to it, so that it can be dropped at once; every package on the
frontier survives, and so does the number of packages with each vector of worths.
"""

from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from holdfast.questions.packages.milp import TooLarge, late
from holdfast.questions.packages.table import Choice, Tables

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Vectors = NDArray[np.int64]
    Counts = NDArray[Any]

MAX_VECTORS = 1_000_000
"""Most sums kept after a block."""
MAX_SUMS = 4_000_000
"""Most sums compared at a time."""
CHUNK = 256
"""Sums compared at a time, with four signatories and more."""


@dataclass(frozen=True, eq=False)
class Frontier:
    """The worths that no admissible package beats for every signatory at once.

    Attributes
    ----------
    tables : Tables
        The packages.
    vectors : int64 array, shape (n, parties)
        Each vector of worths once, in ascending order.
    counts : tuple of int
        How many packages have it.
    levels : tuple of int64 array
        The sums kept before each block, and after the last.
    """

    tables: Tables
    vectors: Vectors
    counts: tuple[int, ...]
    levels: tuple[Vectors, ...]

    @cached_property
    def _kept(self) -> tuple[frozenset[tuple[int, ...]], ...]:
        return tuple(frozenset(map(tuple, level.tolist())) for level in self.levels)

    def choices(self, vector: Sequence[int]) -> Iterator[Choice]:
        """Yield every package with a vector of the frontier."""

        def back(depth: int, rest: tuple[int, ...]) -> Iterator[Choice]:
            if depth == 0:
                yield ()
                return
            block = self.tables.blocks[depth - 1]
            for row, worth in enumerate(block.worth.tolist()):
                before = tuple(a - b for a, b in zip(rest, worth, strict=True))
                if before in self._kept[depth - 1]:
                    for inner in back(depth - 1, before):
                        yield (*inner, row)

        yield from back(len(self.tables.blocks), tuple(int(each) for each in vector))


def frontier_of(tables: Tables, *, most: int = MAX_VECTORS, deadline: float = float("inf")) -> Frontier:
    """Compute the frontier.

    Parameters
    ----------
    tables : Tables
        The packages, some of which are admissible.
    most : int
        Given up where more sums are kept than this.
    deadline : float
        When to give up, by ``time.perf_counter``.

    Raises
    ------
    TooLarge
        If there are too many vectors.
    CapacityError
        If it takes too long.
    """
    exact = tables.n_packages < 1 << 62  # else counts are kept as Python integers
    dtype: Any = np.int64 if exact else np.object_
    vectors = tables.base.reshape(1, -1)
    counts: Counts = np.array([tables.n_free], dtype=dtype)
    levels = [vectors]
    for block in tables.blocks:
        rows, times = best(block.worth, np.array(block.counts, dtype=dtype), deadline)
        if len(vectors) * len(rows) > MAX_SUMS:
            raise _too_many(len(tables.parties), f"more than {MAX_SUMS:,} sums would have to be compared at once")
        sums = (vectors[:, None, :] + rows[None, :, :]).reshape(-1, vectors.shape[1])
        vectors, counts = best(sums, (counts[:, None] * times[None, :]).reshape(-1), deadline)
        if len(vectors) > most:
            raise _too_many(len(tables.parties), f"there are more than {most:,} vectors of worths on it")
        levels.append(vectors)
    return Frontier(tables, vectors, tuple(int(each) for each in counts), tuple(levels))


def _too_many(n_parties: int, what: str) -> TooLarge:
    return TooLarge(
        f"the frontier of {n_parties} signatories was given up: {what}",
        "coarser numbers make fewer vectors; single packages do not need the frontier",
    )


def merged(vectors: Vectors, counts: Counts) -> tuple[Vectors, Counts]:
    """Return each vector once, in ascending order, with the counts added up.

    Examples
    --------
    >>> found, number = merged(np.array([[2, 1], [1, 5], [2, 1]]), np.array([1, 1, 1]))
    >>> found.tolist(), number.tolist()
    ([[1, 5], [2, 1]], [1, 2])
    """
    if len(vectors) < 2:
        return vectors, counts
    order = np.lexsort(vectors.T[::-1])
    ranked = vectors[order]
    first = np.concatenate([[True], (ranked[1:] != ranked[:-1]).any(axis=1)])
    starts = np.flatnonzero(first)
    return ranked[starts], np.add.reduceat(counts[order], starts)


def best(vectors: Vectors, counts: Counts, deadline: float = float("inf")) -> tuple[Vectors, Counts]:
    """Return the vectors that no other one is at least as large as in every place, each once, with counts.

    Parameters
    ----------
    vectors : int64 array, shape (n, parties)
        Any vectors.
    counts : array, shape (n,)
        How many packages have each.
    deadline : float
        Given up at this time.

    Raises
    ------
    CapacityError
        If it takes too long.

    Examples
    --------
    >>> found, number = best(np.array([[1, 1], [2, 1], [1, 5], [2, 1]]), np.array([1, 1, 1, 1]))
    >>> found.tolist(), number.tolist()
    ([[1, 5], [2, 1]], [1, 2])
    """
    vectors, counts = merged(vectors, counts)
    if len(vectors) < 2:
        return vectors, counts
    n = vectors.shape[1]
    find = _one if n == 1 else _two if n == 2 else _three if n == 3 else _more
    keep = find(vectors, deadline)
    return vectors[keep], counts[keep]


def _one(vectors: Vectors, deadline: float) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = vectors[:, 0] == vectors[:, 0].max()
    return found


def _two(vectors: Vectors, deadline: float) -> NDArray[np.bool_]:
    """Keep each vector whose second number exceeds those of all that come later in ascending order."""
    second = vectors[:, 1]
    later = np.maximum.accumulate(second[::-1])[::-1]
    return np.concatenate([second[:-1] > later[1:], [True]])


def _three(vectors: Vectors, deadline: float) -> NDArray[np.bool_]:
    """Sweep from the largest first number down; the best pairs of the other two seen so far form a staircase."""
    keep = np.ones(len(vectors), dtype=np.bool_)
    steps: list[int] = []  # second numbers, ascending
    tops: list[int] = []  # minus third numbers: ascending too, because a longer step must be lower
    for place in range(len(vectors) - 1, -1, -1):
        if place & 0xFFFF == 0 and time.perf_counter() > deadline:
            raise late()
        _, second, third = vectors[place].tolist()
        at = bisect_left(steps, second)
        if at < len(steps) and -tops[at] >= third:
            keep[place] = False
            continue
        start = bisect_left(tops, -third, 0, at)
        end = at + (at < len(steps) and steps[at] == second)
        steps[start:end] = [second]
        tops[start:end] = [-third]
    return keep


def _more(vectors: Vectors, deadline: float) -> NDArray[np.bool_]:
    """Compare with what is kept, from the largest total down: a vector is only dominated by one of larger total."""
    order = np.argsort(-vectors.astype(np.float64).sum(axis=1), kind="stable")
    ranked = vectors[order]
    kept = np.empty((0, vectors.shape[1]), dtype=np.int64)
    inside = np.zeros(len(vectors), dtype=np.bool_)
    for start in range(0, len(ranked), CHUNK):
        if time.perf_counter() > deadline:
            raise late()
        some = ranked[start : start + CHUNK]
        free = ~_dominated(some, kept)
        among = some[free]
        free[free] = ~_dominated(among, among, own=True)
        inside[order[start : start + CHUNK][free]] = True
        kept = np.concatenate([kept, some[free]])
    return inside


def _dominated(vectors: Vectors, others: Vectors, *, own: bool = False) -> NDArray[np.bool_]:
    """Say which vectors another one is at least as large as in every place; all vectors are different."""
    beaten = np.zeros(len(vectors), dtype=np.bool_)
    size = max(len(vectors), 1) if own else CHUNK
    for start in range(0, len(others), size):
        left = np.flatnonzero(~beaten)
        if not left.size:
            break
        part, some = others[start : start + size], vectors[left]
        above = part[None, :, 0] >= some[:, None, 0]
        for k in range(1, vectors.shape[1]):
            above &= part[None, :, k] >= some[:, None, k]
        if own:
            np.fill_diagonal(above, False)
        beaten[left] = above.any(axis=1)
    return beaten


def listed(tables: Tables, choice: Sequence[int]) -> Iterator[dict[str, str]]:
    """Yield every package that a choice of rows stands for, on the issues that somebody tells apart."""
    alike = tables.positions(choice)
    for some in product(*alike.values()):
        yield dict(zip(alike, some, strict=True))
