"""Which drafts of some types are nearest to a plan: those that change it in the fewest issues.

A cell of the plan that is unknown is never changed: whatever stands there is a way of filling it. The blocks are
visited from the nearest to the plans outwards, and left out where all that is wanted lies nearer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from holdfast.case import Issue, Plan
from holdfast.questions.drafts.answer import Change, Near
from holdfast.questions.drafts.count import Joint, Reading, Work
from holdfast.questions.drafts.grid import Grid

if TYPE_CHECKING:
    from numpy.typing import NDArray

FAR = 1 << 30
"""Farther than any draft."""


@dataclass(frozen=True, eq=False)
class Distance:
    """How far the cells of a grid are from one plan, and how many drafts of a cell are just so far.

    Attributes
    ----------
    start : int
        Issues that do not vary and differ from the plan.
    alike : int
        Drafts for each choice on the axes that are just so far, on account of the issues that nobody tells apart.
    away, drafts, step : tuple of tuple of int
        By axis and class: 1 if all its positions differ from the plan's cell; how many of them are just so far; and
        what the class adds to the number of the change, which leaves unknown cells aside.
    """

    start: int
    alike: int
    away: tuple[tuple[int, ...], ...]
    drafts: tuple[tuple[int, ...], ...]
    step: tuple[tuple[int, ...], ...]

    def slow(self, what: str, grid: Grid, block: int) -> int:
        """Return the part of ``away``, ``drafts`` (a product) or ``step`` that the slow axes of a block make."""
        places = grid.slow_places(block)
        found = 1 if what == "drafts" else 0
        for axis, by_class in zip(grid.axes[: grid.n_slow], getattr(self, what), strict=False):
            each = by_class[places[axis.issue]]
            found = found * each if what == "drafts" else found + each
        return found

    def fast(self, what: str, grid: Grid) -> NDArray[np.int64]:
        """Return the part that the fast axes make; shape (grid.block_size,)."""
        found = np.full(grid.block_size, 1 if what == "drafts" else 0, dtype=np.int64)
        for axis, by_class in zip(grid.axes[grid.n_slow :], getattr(self, what)[grid.n_slow :], strict=True):
            each = np.array(by_class, dtype=np.int64)[grid.fast_places[axis.issue]]
            found = found * each if what == "drafts" else found + each
        return found


def distance_to(plan: Plan, grid: Grid, free: Iterable[str], issues: Mapping[str, Issue]) -> Distance:
    """Measure a grid from a plan."""
    cells = {issue: cell.position for issue, cell in plan.positions.items()}
    wanted, start, anything = set(free), 0, 1
    for issue, position in grid.fixed.items():
        if issue not in wanted:
            start += issue in cells and cells[issue] != position
        elif issue not in cells:
            anything *= len(issues[issue].positions)
    away, drafts, step, stride = [], [], [], 1
    for axis in reversed(grid.axes):
        known = cells.get(axis.issue)
        away.append(tuple(int(known is not None and known not in alike) for alike in axis.classes))
        drafts.append(tuple(1 if known in alike else len(alike) for alike in axis.classes))
        step.append(tuple(0 if known is None else k * stride for k in range(len(axis.classes))))
        stride *= len(axis.classes)
    return Distance(start, anything, tuple(away[::-1]), tuple(drafts[::-1]), tuple(step[::-1]))


@dataclass
class Found:
    """The nearest drafts met so far; ``first`` has the first cell of each change, by the number of the change."""

    away: int = FAR
    drafts: int = 0
    first: dict[int, int] = field(default_factory=dict)

    def add(self, away: int, drafts: int, first: Mapping[int, int], most: int) -> None:
        """Take in drafts, if they are as near as any so far."""
        if away > self.away:
            return
        if away < self.away:
            self.away, self.drafts, self.first = away, 0, {}
        self.drafts += drafts
        for number, cell in first.items():
            self.first[number] = min(cell, self.first.get(number, cell))
        self.first = {number: self.first[number] for number in sorted(self.first)[:most]}


Key = tuple[str, int]
"""A plan, and which of the wanted sets of types."""


def search(
    work: Work,
    types: tuple[tuple[int, ...], ...],
    wanted: tuple[NDArray[np.bool_], ...],
    distances: Mapping[str, Distance],
    most: int,
    told: Callable[[int, int], None],
) -> dict[Key, Found]:
    """Find the nearest drafts to each plan, of each wanted set of types.

    Parameters
    ----------
    work : Work
        As for counting.
    types : tuple
        All types, as counted.
    wanted : tuple of bool array, shape (n_types,)
        Sets of types.
    distances : mapping of str to Distance
        The plans.
    most : int
        Most changes kept for each.
    told : callable
        Hears how many blocks are done, of how many.
    """
    grid = work.grid
    found = {(plan, k): Found() for plan in distances for k in range(len(wanted))}
    open_keys = [key for key in found if wanted[key[1]].any()]
    if not open_keys:
        return found
    reading, joint = Reading(work), Joint(work, types)
    fast = {plan: _Fast(each, grid) for plan, each in distances.items()}
    slow = {plan: _slow_distances(each, grid) for plan, each in distances.items()}
    order = np.argsort(np.minimum.reduce(list(slow.values())), kind="stable").tolist()
    for done, block in enumerate(order):
        if done % 16 == 0:
            told(done, len(order))
        near = [key for key in open_keys if slow[key[0]][block] <= found[key].away]
        if not near:
            continue
        at = joint.types(reading.kinds(block))
        cells: dict[int, NDArray[np.intp]] = {}
        for key in near:
            plan, which = key
            if which not in cells:
                cells[which] = _cells(wanted[which], at, grid.block_size)
            if cells[which].size:
                fast[plan].nearest(cells[which], block, int(slow[plan][block]), found[key], most)
    return found


def _slow_distances(distance: Distance, grid: Grid) -> NDArray[np.int64]:
    """Return for every block how far it is at least; shape (grid.n_blocks,)."""
    blocks, total = np.arange(grid.n_blocks), np.full(grid.n_blocks, distance.start, dtype=np.int64)
    for k in reversed(range(grid.n_slow)):
        blocks, place = np.divmod(blocks, grid.radices[k])
        total += np.array(distance.away[k], dtype=np.int64)[place]
    return total


def _cells(wanted: NDArray[np.bool_], at: int | NDArray[np.intp], size: int) -> NDArray[np.intp]:
    if isinstance(at, int):
        return np.arange(size if wanted[at] else 0)
    return np.flatnonzero(wanted[at])


class _Fast:
    """What a plan makes of the fast axes, the same in every block."""

    def __init__(self, distance: Distance, grid: Grid) -> None:
        self._distance, self._grid = distance, grid
        self._away, self._drafts = distance.fast("away", grid), distance.fast("drafts", grid)
        self._step = distance.fast("step", grid)

    def nearest(self, cells: NDArray[np.intp], block: int, least: int, found: Found, most: int) -> None:
        """Look for the nearest among some cells of a block that is ``least`` away or more."""
        away = self._away[cells]
        nearest = int(away.min())
        if least + nearest > found.away:
            return
        left = cells[away == nearest]
        drafts = int(self._drafts[left].sum()) * self._distance.slow("drafts", self._grid, block)
        first: dict[int, int] = {}
        steps = self._step[left]
        before, ahead = self._distance.slow("step", self._grid, block), block * self._grid.block_size
        while steps.size and len(first) < most:  # the smallest numbers of changes, each with its first cell
            step = int(steps.min())
            same = steps == step
            first[before + step] = ahead + int(left[int(same.argmax())])
            left, steps = left[~same], steps[~same]
        found.add(least + nearest, drafts * self._distance.alike, first, most)


def near(plan: Plan, found: Found, grid: Grid, free: Iterable[str], issues: Mapping[str, Issue]) -> Near:
    """Put what was found into an answer."""
    if found.away == FAR:
        return Near(None, 0, ())
    changes = (changes_of(plan, grid, cell, set(free), issues) for cell in found.first.values())
    return Near(found.away, found.drafts, tuple(changes))


def changes_of(
    plan: Plan, grid: Grid, cell: int, free: Iterable[str], issues: Mapping[str, Issue]
) -> tuple[Change, ...]:
    """Say how the drafts of a cell that are nearest to a plan differ from it, issue by issue in file order."""
    wanted, places = set(free), grid.places(cell)
    found = []
    for issue, each in issues.items():
        was = plan.positions[issue].position if issue in plan.positions else None
        if issue in grid.classes:
            alike = grid.classes[issue][places[issue]]
            if was in alike:
                continue
            listed = list(each.positions)
            # of positions that nobody tells apart, the one listed nearest to the plan's own: the smallest change
            start = listed.index(was) if was is not None else listed.index(alike[0])
            to = min(alike, key=lambda position: (abs(listed.index(position) - start), listed.index(position)))
            found.append(Change(issue, was, to, tuple(position for position in alike if position != to)))
        elif issue not in wanted and was is not None and was != grid.fixed[issue]:
            found.append(Change(issue, was, grid.fixed[issue]))
    return tuple(found)
