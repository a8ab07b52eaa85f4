"""How many drafts there are of each type: a pass over all of them, block by block.

The *type* of a draft is the world it is in and the kind of every party; drafts of one type have the same verdicts. A
unit of work is a range of blocks, done by :func:`count_types` from a :class:`Work` alone, without shared state, and put
together by :func:`merge`: so blocks can be given to other processes or machines.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from holdfast.case.condition import Condition, IssueIs
from holdfast.errors import CapacityError
from holdfast.questions.drafts.grid import Grid
from holdfast.questions.drafts.parts import issues_in, truth_in_block
from holdfast.questions.drafts.readers import Reader, Step

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Number = int | NDArray[np.intp]

MAX_TYPES = 200_000
"""Most types of drafts."""
MAX_JOINT = 1 << 22
"""Longest table by which the kinds of one more party are joined to types; a sorted list is slower, and longer."""


@dataclass(frozen=True, eq=False)
class Work:
    """All that counting needs to know; can be pickled.

    Attributes
    ----------
    grid : Grid
        The drafts.
    world : Step
        Leads from nowhere (row 0) to the world of a draft.
    readers : tuple of Reader
        One a party.
    """

    grid: Grid
    world: Step
    readers: tuple[Reader, ...]

    @property
    def n_worlds(self) -> int:
        """Number of worlds."""
        return int(self.world.table.max()) + 1

    @cached_property
    def order(self) -> tuple[int, ...]:
        """The parties that tell drafts of one world apart, most kinds first: that keeps the tables small."""
        apart = [k for k, reader in enumerate(self.readers) if len(reader.kinds) > 1]
        return tuple(sorted(apart, key=lambda k: -len(self.readers[k].kinds)))


@dataclass(frozen=True)
class Counted:
    """How many drafts there are of each type, in some blocks.

    Attributes
    ----------
    types : tuple of tuple of int
        The world, then the kind of each party in ``work.order``.
    drafts : tuple of int
        How many of each.
    cells : tuple of int
        The first cell of each.
    """

    types: tuple[tuple[int, ...], ...] = ()
    drafts: tuple[int, ...] = ()
    cells: tuple[int, ...] = ()


def count_types(work: Work, start: int, stop: int) -> Counted:
    """Count the drafts of each type in the blocks from ``start`` to before ``stop``.

    Raises
    ------
    CapacityError
        If there are too many types.
    """
    grid = work.grid
    reading, joint = Reading(work), Joint(work)
    exact = grid.n_drafts < 1 << 62  # else counts are kept as Python integers
    totals: NDArray[Any] = np.zeros(0, dtype=np.int64 if exact else np.object_)
    cells: list[int] = []
    block_drafts = grid.block_size if grid.fast_drafts is None else round(float(grid.fast_drafts.sum()))
    for block in range(start, stop):
        found = joint.types(reading.kinds(block))
        if len(joint) > totals.size:
            totals = np.append(totals, np.zeros(len(joint) - totals.size, dtype=totals.dtype))
            cells += [block * grid.block_size + first for first in _firsts(found, len(cells), len(joint))]
        times = grid.slow_drafts(block)
        if isinstance(found, int):
            totals[found] += times * block_drafts
        else:
            number = np.bincount(found, weights=grid.fast_drafts, minlength=totals.size)
            there = np.flatnonzero(number)
            totals[there] += number[there].astype(np.int64).astype(totals.dtype) * times
    return Counted(joint.rows(), tuple(grid.alike * int(total) for total in totals), tuple(cells))


def _firsts(found: Number, known: int, now: int) -> list[int]:
    """Return where in a block the types numbered from ``known`` on come first."""
    if isinstance(found, int):
        return [0]
    types, first = np.unique(found, return_index=True)
    where = dict(zip(types.tolist(), first.tolist(), strict=True))
    return [where[k] for k in range(known, now)]


def merge(counted: Iterable[Counted]) -> Counted:
    """Put the counts of several ranges of blocks together; the types are sorted."""
    drafts: dict[tuple[int, ...], int] = {}
    cells: dict[tuple[int, ...], int] = {}
    for some in counted:
        for kind, number, cell in zip(some.types, some.drafts, some.cells, strict=True):
            drafts[kind] = drafts.get(kind, 0) + number
            cells[kind] = min(cells.get(kind, cell), cell)
    types = tuple(sorted(drafts))
    return Counted(types, tuple(drafts[t] for t in types), tuple(cells[t] for t in types))


class Reading:
    """What every party makes of the drafts of a block. What does not depend on the block is kept."""

    def __init__(self, work: Work) -> None:
        self._work, self._grid = work, work.grid
        self._fast = {axis.issue for axis in work.grid.axes[work.grid.n_slow :]}
        self._free = {axis.issue for axis in work.grid.axes}
        self._known: dict[IssueIs, NDArray[np.bool_]] = {}
        self._split: dict[Step, tuple[Number, list[tuple[Condition, int]]]] = {}

    def kinds(self, block: int) -> list[Number]:
        """Return the world, and the kind for each party in ``work.order``: one number where it is the same for all."""
        slow = self._grid.slow_places(block)
        world = self._go(self._work.world, 0, slow)
        found = [world]
        for k in self._work.order:
            at = world
            for step in self._work.readers[k].steps:
                at = self._go(step, at, slow)
            found.append(at)
        return found

    def _go(self, step: Step, at: Number, slow: Mapping[str, int]) -> Number:
        score, table = self.scores_of(step, slow), step.table
        if isinstance(at, int):
            return int(table[at, score]) if isinstance(score, int) else table[at].take(score)
        if isinstance(score, int):
            return table[:, score].take(at)
        found: Number = table.take(at * table.shape[1] + score)
        return found

    def scores_of(self, step: Step, slow: Mapping[str, int]) -> Number:
        """Return the truth of a step's parts in every cell of a block as a number, the first part its highest bit.

        Parameters
        ----------
        step : Step
            Some statements of a party.
        slow : mapping of str to int
            Where the slow axes stand: which block it is.

        Returns
        -------
        int, or intp array of shape (grid.block_size,)
            One number where it is the same in all cells. The array may be one that is kept: do not write into it.
        """
        if step not in self._split:
            parts = [(part, len(step.parts) - 1 - k) for k, part in enumerate(step.parts)]
            still = [each for each in parts if issues_in(each[0]) & self._free <= self._fast]
            self._split[step] = self._sum(still, slow), [each for each in parts if each not in still]
        score, others = self._split[step]
        rest = self._sum(others, slow)
        return score if isinstance(rest, int) and not rest else score + rest

    def _sum(self, parts: Sequence[tuple[Condition, int]], slow: Mapping[str, int]) -> Number:
        total: Number = 0
        for part, shift in parts:
            truth = truth_in_block(part, self._grid, slow, self._known)
            total = total + (int(truth) << shift if isinstance(truth, bool) else truth.astype(np.intp) << shift)
        return total


class Joint:
    """Numbers types as they are met: the first met is 0."""

    def __init__(self, work: Work, known: Sequence[tuple[int, ...]] = ()) -> None:
        self._sizes = (work.n_worlds, *(len(work.readers[k].kinds) for k in work.order))
        # level k numbers the first k + 1 kinds, by "number of the first k * how many there are of the next + the next"
        self._levels = [_Numbers() for _ in self._sizes]
        for row in known:
            self.types(list(row))

    def __len__(self) -> int:
        return len(self._levels[-1].met)

    def types(self, kinds: Sequence[Number]) -> Number:
        """Return the number of the type in each cell; one number where it is the same for all."""
        at: Number = 0
        before = 1
        for kind, size, level in zip(kinds, self._sizes, self._levels, strict=True):
            level.make_room(before * size)
            code = at * size + kind
            at = int(level.of(np.array([code]))[0]) if isinstance(code, int) else level.of(code)
            before = len(level.met)
        return at

    def rows(self) -> tuple[tuple[int, ...], ...]:
        """Return the kinds of each type, in the order of their numbers."""
        rows: list[tuple[int, ...]] = [()]
        for size, level in zip(self._sizes, self._levels, strict=True):
            rows = [(*rows[code // size], code % size) for code in level.met]
        return tuple(rows)


class _Numbers:
    """Numbers codes as they are met, by a table with a place for each code; by a sorted list where that is too long."""

    def __init__(self) -> None:
        self.met: list[int] = []
        self._table: NDArray[np.intp] | None = np.full(0, -1, dtype=np.intp)
        self._sorted = self._number = np.zeros(0, dtype=np.intp)

    def make_room(self, n_codes: int) -> None:
        """Expect codes below a limit."""
        if self._table is None or n_codes <= self._table.size:
            return
        if n_codes > MAX_JOINT:
            self._table = None
            self._sort()
            return
        longer = np.full(min(2 * n_codes, MAX_JOINT), -1, dtype=np.intp)
        longer[: self._table.size] = self._table
        self._table = longer

    def of(self, codes: NDArray[np.intp]) -> NDArray[np.intp]:
        """Return the numbers of codes; new codes get new numbers."""
        found = self._find(codes)
        if found.min() < 0:
            self._meet(np.unique(codes[found < 0]).tolist())
            found = self._find(codes)
        return found

    def _find(self, codes: NDArray[np.intp]) -> NDArray[np.intp]:
        if self._table is not None:
            return self._table.take(codes)
        if not self._sorted.size:
            return np.full(codes.shape, -1, dtype=np.intp)
        place = np.searchsorted(self._sorted, codes)
        place[place == self._sorted.size] = 0
        found: NDArray[np.intp] = np.where(self._sorted[place] == codes, self._number[place], -1)
        return found

    def _meet(self, codes: list[int]) -> None:
        if len(self.met) + len(codes) > MAX_TYPES:
            raise CapacityError(
                f"the parties see the drafts in more than {MAX_TYPES:,} different ways together: too many to judge",
                "let fewer issues vary (--free)",
            )
        if self._table is not None:
            self._table[codes] = np.arange(len(self.met), len(self.met) + len(codes))
        self.met += codes
        if self._table is None:
            self._sort()

    def _sort(self) -> None:
        met = np.array(self.met, dtype=np.intp)
        self._number = np.argsort(met)
        self._sorted = met[self._number]
