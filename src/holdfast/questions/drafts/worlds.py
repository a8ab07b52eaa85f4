"""What can happen under a draft: the states that can be reached from the draft's own, for each way the rules can read.

Rules may speak of issues, and then drafts differ in which states can occur. Drafts under which the rules read alike
share a *world*. Only states that the parties can bring about from the draft's state bear on its verdicts; the status
quo is kept beside them, because signatories compare with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from holdfast.case.condition import Condition
from holdfast.engines.trace import trace
from holdfast.errors import CapacityError, ModelError
from holdfast.model.compile import Table, assemble, structure
from holdfast.model.model import Model
from holdfast.model.preference import Statements
from holdfast.questions.drafts.grid import Grid
from holdfast.questions.drafts.parts import issues_in, occurring
from holdfast.questions.drafts.scope import Scope

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAX_STATES = 1 << 20
"""Most states that can occur."""
MAX_RULE_CELLS = 1 << 16
"""Most combinations of positions on which rules are tried."""
MAX_RULE_PARTS = 16
"""Most conditions on issues in the rules: a table has an entry for each combination of their truth."""
MAX_WORLDS = 64
"""Most ways the rules can read."""


@dataclass(frozen=True, eq=False)
class World:
    """The states that bear on the verdicts of the drafts under which the rules read alike.

    Attributes
    ----------
    model : Model or None
        The conflict without preferences; None where the drafts' state cannot occur.
    codes : int64 array, shape (n,)
        The draft's state, what can be brought about from there, and the status quo; ascending.
    """

    model: Model | None
    codes: NDArray[np.int64]

    @cached_property
    def here(self) -> int:
        """The place of the draft's state in ``codes``."""
        assert self.model is not None
        assert self.model.plan_state is not None
        return int(self.codes.searchsorted(self.model.plan_state))

    @cached_property
    def status_quo(self) -> int | None:
        """The place of the status quo in ``codes``, if it can occur."""
        if self.model is None or self.model.status_quo is None:
            return None
        return int(self.codes.searchsorted(self.model.status_quo))


@dataclass(frozen=True)
class Worlds:
    """All worlds, and which of them a draft is in.

    Attributes
    ----------
    parts : tuple of Condition
        The parts of the rules that drafts differ in.
    number : intp array, shape (2**len(parts),)
        The world by the truth of the parts, the first the most significant bit.
    each : tuple of World
        The worlds.
    """

    parts: tuple[Condition, ...]
    number: NDArray[np.intp]
    each: tuple[World, ...]


def worlds_of(scope: Scope, grid: Grid, parts: tuple[Condition, ...]) -> Worlds:
    """Find every way the rules can read under some draft.

    Raises
    ------
    CapacityError
        If there are too many, or too many states.
    """
    import numpy as np

    own = grid.over(issue for part in parts for issue in issues_in(part))
    found = occurring(parts, own, MAX_RULE_CELLS) if len(parts) <= MAX_RULE_PARTS else None
    if found is None:
        raise CapacityError(
            f"the rules speak of issues in {len(parts)} ways, with {own.n_cells:,} combinations of positions",
            "let fewer of these issues vary (--free)",
        )
    each: dict[object, int] = {}
    made: list[World] = []
    number = np.zeros(1 << len(parts), dtype=np.intp)
    for truths, cell in found.items():
        table = scope.at(own.positions(cell))
        model = _model(table, scope.account)
        key = model.structure if model else None
        if key not in each:
            each[key] = len(made)
            made.append(World(model, _codes(model)))
            if len(made) > MAX_WORLDS:
                raise CapacityError(
                    f"the rules read in more than {MAX_WORLDS} ways, depending on the draft",
                    "let fewer of the issues vary that rules speak of (--free)",
                )
        number[truths] = each[key]
    return Worlds(parts, number, tuple(made))


def _model(table: Table, account: str | None) -> Model | None:
    """Return the conflict without preferences, or None where the draft's state cannot occur."""
    try:
        made = structure(table)
    except ModelError:  # a rule forbids every state
        return None
    if made.n_states > MAX_STATES:
        raise CapacityError(
            f"{made.n_states:,} states can occur; drafts are compared over at most {MAX_STATES:,}",
            "add rules that exclude states, or leave out options that no preference mentions",
        )
    model = assemble(table, made, (Statements(()),) * len(made.parties), account)
    return model if model.plan_state is not None else None


def _codes(model: Model | None) -> NDArray[np.int64]:
    """Return the states that matter, ascending."""
    import numpy as np

    if model is None:
        return np.zeros(0, dtype=np.int64)
    assert model.plan_state is not None
    reached = trace(model, model.plan_state, range(len(model.parties)), improving=False).levels()
    some = [[model.plan_state], *reached, [] if model.status_quo is None else [model.status_quo]]
    return np.unique(np.concatenate([np.array(level, dtype=np.int64) for level in some]))
