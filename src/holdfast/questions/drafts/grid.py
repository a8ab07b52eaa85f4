"""Every draft as a cell of a grid, with the positions that nobody tells apart taken together.

An axis is an issue; its places are classes of positions. Two positions are in one class where every condition of the
case that asks about the issue gives them the same answer, so a cell stands for as many drafts as the product of the
sizes of its classes. Cells are numbered with the last axis fastest, and worked off in blocks: within a block the *slow*
axes stand still and the *fast* ones, the last few, take every place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import TYPE_CHECKING

from holdfast.case import Case
from holdfast.case.condition import Condition, IssueIs, atoms

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BLOCK = 1 << 16
"""Most cells in a block: so many scores fit the cache of a core."""
MAX_BLOCK_DRAFTS = 1 << 40
"""Most drafts in a block: their number is exact as a float, and so is the sum over very many blocks."""


@dataclass(frozen=True, slots=True)
class Axis:
    """A free issue whose positions are told apart."""

    issue: str
    classes: tuple[tuple[str, ...], ...]

    @property
    def n_positions(self) -> int:
        """Number of positions of the issue."""
        return sum(len(alike) for alike in self.classes)


@dataclass(frozen=True)
class Grid:
    """The drafts of one answer.

    Attributes
    ----------
    axes : tuple of Axis
        The free issues with more than one class of positions; the last is the fastest.
    fixed : mapping of str to str
        A position for every other issue: where it is fixed, or one for all where nobody tells its positions apart.
    alike : int
        How many drafts there are for each choice on the axes: the product over the issues not told apart.
    block : int
        Most cells in a block.
    """

    axes: tuple[Axis, ...]
    fixed: Mapping[str, str]
    alike: int = 1
    block: int = BLOCK

    @cached_property
    def radices(self) -> tuple[int, ...]:
        """Number of classes on each axis."""
        return tuple(len(axis.classes) for axis in self.axes)

    @cached_property
    def classes(self) -> dict[str, tuple[tuple[str, ...], ...]]:
        """The classes of positions of each issue on an axis."""
        return {axis.issue: axis.classes for axis in self.axes}

    @property
    def n_cells(self) -> int:
        """Number of cells."""
        return prod(self.radices)

    @property
    def n_drafts(self) -> int:
        """Number of drafts."""
        return self.alike * prod(axis.n_positions for axis in self.axes)

    @cached_property
    def n_slow(self) -> int:
        """Number of axes that stand still within a block."""
        slow, size, drafts = len(self.axes), 1, 1
        while slow:
            axis = self.axes[slow - 1]
            size, drafts = size * len(axis.classes), drafts * axis.n_positions
            if size > self.block or drafts > MAX_BLOCK_DRAFTS:
                break
            slow -= 1
        return slow

    @cached_property
    def block_size(self) -> int:
        """Number of cells in a block."""
        return prod(self.radices[self.n_slow :])

    @cached_property
    def n_blocks(self) -> int:
        """Number of blocks."""
        return prod(self.radices[: self.n_slow])

    def slow_places(self, block: int) -> dict[str, int]:
        """Return the class at which each slow issue stands in a block."""
        places = {}
        for axis in reversed(self.axes[: self.n_slow]):
            block, places[axis.issue] = divmod(block, len(axis.classes))
        return places

    @cached_property
    def fast_places(self) -> dict[str, NDArray[np.intp]]:
        """The class at which each fast issue stands in each cell of a block; shape (block_size,)."""
        import numpy as np

        cells, stride, places = np.arange(self.block_size), 1, {}
        for axis in reversed(self.axes[self.n_slow :]):
            places[axis.issue] = cells // stride % len(axis.classes)
            stride *= len(axis.classes)
        return places

    @cached_property
    def fast_drafts(self) -> NDArray[np.float64] | None:
        """How many drafts each cell of a block stands for, slow axes aside; None where that is one each."""
        import numpy as np

        fast = self.axes[self.n_slow :]
        if all(len(alike) == 1 for axis in fast for alike in axis.classes):
            return None
        drafts = np.ones(self.block_size)
        for axis in fast:
            sizes = np.array([len(alike) for alike in axis.classes], dtype=np.float64)
            drafts *= sizes[self.fast_places[axis.issue]]
        return drafts

    def slow_drafts(self, block: int) -> int:
        """Return how many drafts each cell of a block stands for on account of the slow axes and the rest."""
        places = self.slow_places(block)
        slow = self.axes[: self.n_slow]
        return prod(len(axis.classes[places[axis.issue]]) for axis in slow)

    def places(self, cell: int) -> dict[str, int]:
        """Return the class of each issue on an axis."""
        places = {}
        for axis in reversed(self.axes):
            cell, places[axis.issue] = divmod(cell, len(axis.classes))
        return {axis.issue: places[axis.issue] for axis in self.axes}

    def positions(self, cell: int) -> dict[str, str]:
        """Return one draft of a cell: of each class the first position."""
        places = self.places(cell)
        return {axis.issue: axis.classes[places[axis.issue]][0] for axis in self.axes} | dict(self.fixed)

    def over(self, issues: Iterable[str]) -> Grid:
        """Return the grid of some of the axes, in one block: for questions about these issues alone."""
        wanted = set(issues)
        axes = tuple(axis for axis in self.axes if axis.issue in wanted)
        others = {axis.issue: axis.classes[0][0] for axis in self.axes if axis.issue not in wanted}
        return Grid(axes, others | dict(self.fixed), 1, max(1, prod(len(axis.classes) for axis in axes)))


def grid_of(
    case: Case, free: Iterable[str], fixed: Mapping[str, str], conditions: Iterable[Condition], block: int = BLOCK
) -> Grid:
    """Lay out the drafts, telling apart only positions that some condition does.

    Parameters
    ----------
    case : Case
        The case.
    free : iterable of str
        The issues that take every position.
    fixed : mapping of str to str
        The position of every other issue.
    conditions : iterable of Condition
        The rules and statements that count.
    block : int
        Most cells in a block.
    """
    asked: dict[str, dict[frozenset[str], None]] = {}
    for condition in conditions:
        for atom in atoms(condition):
            if isinstance(atom, IssueIs):
                asked.setdefault(atom.issue, {})[atom.positions] = None
    axes, still, alike = [], dict(fixed), 1
    for issue in free:
        classes: dict[tuple[bool, ...], list[str]] = {}
        for position in case.issues[issue].positions:
            classes.setdefault(tuple(position in each for each in asked.get(issue, ())), []).append(position)
        if len(classes) > 1:
            axes.append(Axis(issue, tuple(tuple(each) for each in classes.values())))
        else:
            still[issue] = next(iter(case.issues[issue].positions))
            alike *= len(case.issues[issue].positions)
    return Grid(tuple(axes), still, alike, block)
