"""Where a condition is true under every draft: one set of states for each truth of its parts that some draft gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from holdfast.case.condition import Condition
from holdfast.errors import CapacityError
from holdfast.model.compile import Table
from holdfast.model.preference import truth_of
from holdfast.questions.drafts.grid import Grid
from holdfast.questions.drafts.parts import is_true, issues_in, occurring, parts_of, settled
from holdfast.questions.drafts.scope import Scope
from holdfast.questions.drafts.worlds import Worlds

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAX_PARTS = 12
"""Most parts of one condition that may vary freely."""
MAX_STATEMENT_CELLS = 1 << 16
"""Most combinations of positions on which one condition is tried."""


@dataclass(frozen=True)
class Asked:
    """What one party's preference is read over.

    Attributes
    ----------
    scope : Scope
        Which drafts.
    grid : Grid
        The drafts.
    worlds : Worlds
        The states that matter, for each way the rules read.
    party : str
        The party.
    """

    scope: Scope
    grid: Grid
    worlds: Worlds
    party: str

    @property
    def number(self) -> int:
        """The party's place in file order."""
        return tuple(self.scope.case.parties).index(self.party)


def varying(condition: Condition, grid: Grid) -> tuple[Condition, ...]:
    """Return the parts of a condition (grouped) that speak of an issue on which drafts differ."""
    issues = {axis.issue for axis in grid.axes}
    return tuple(part for part in parts_of(condition) if issues_in(part) & issues)


def truths(
    asked: Asked, condition: Condition, parts: tuple[Condition, ...]
) -> dict[int, list[tuple[NDArray[np.bool_], bytes]]]:
    """Return, for each truth of its parts that occurs, in which states of each world a condition is true.

    Raises
    ------
    CapacityError
        If too many parts vary.
    """
    scope, grid, worlds = asked.scope, asked.grid, asked.worlds
    own = grid.over(issue for part in parts for issue in issues_in(part))
    found = occurring(parts, own, MAX_STATEMENT_CELLS)
    if found is None and len(parts) > MAX_PARTS:
        raise CapacityError(
            f"a statement of {asked.party} mixes options with {len(parts)} conditions on issues that vary",
            "split the statement, or let fewer issues vary (--free)",
        )
    everywhere = parts_of(condition)
    standing = {issue.id: issue.now for issue in scope.case.issues.values()}
    now = {part: is_true(part, standing) for part in everywhere}
    same = {part: is_true(part, grid.fixed) for part in everywhere if part not in parts}
    made = {}
    for score in range(1 << len(parts)) if found is None else found:
        then = same | {part: bool(score >> (len(parts) - 1 - k) & 1) for k, part in enumerate(parts)}
        formula = Table(scope.case).formula(settled(condition, now, then))
        by_world = []
        for world in worlds.each:
            truth = np.zeros(0, dtype=np.bool_)
            if world.model is not None:
                structure = world.model.structure
                truth = truth_of(formula, world.codes, structure.n_options, structure.merged_members)
            by_world.append((truth, np.packbits(truth).tobytes()))
        made[score] = by_world
    return made
