"""From the truth of a party's statements to its kind: a small automaton that reads a draft statement by statement.

After some statements, most important first, a party has an order of the states; the next statement refines it in one of
a few ways, depending on the truth of its parts under the draft. Drafts that have led to the same order go on together,
and there are few: a statement on issues alone tells states in force from others, and once they are told apart it
changes nothing more. In the end orders that do not differ in what matters are one kind, and the automaton is made as
small as it can be, last statement first. Consecutive statements are then read in one step, as a score: the
truth of their parts as one number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from holdfast.case import Ranking
from holdfast.case.condition import Condition
from holdfast.errors import CapacityError, ModelError
from holdfast.model.compile import Table, preference
from holdfast.model.preference import Tiers, truth_of
from holdfast.questions.drafts.grid import Grid
from holdfast.questions.drafts.kinds import Kind, Order, Views
from holdfast.questions.drafts.parts import grouped, is_true, issues_in, occurring, parts_of, settled
from holdfast.questions.drafts.scope import Scope
from holdfast.questions.drafts.worlds import Worlds

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAX_PARTS = 12
"""Most parts of one statement that may vary freely."""
MAX_STATEMENT_CELLS = 1 << 16
"""Most combinations of positions on which one statement is tried."""
MAX_ORDERS_BYTES = 1 << 28
"""Most memory for the orders of one party after one statement."""
MAX_TABLE = 1 << 15
"""Most entries of the table of one step, where several statements are read together: it then stays in the cache."""


@dataclass(frozen=True, eq=False)
class Step:
    """Some consecutive statements of a party, read at once.

    Attributes
    ----------
    parts : tuple of Condition
        What the score is made of, most significant first.
    table : intp array, shape (n_before, 2**len(parts))
        By where the reader is and the score: where it goes on.
    """

    parts: tuple[Condition, ...]
    table: NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Reader:
    """What a party makes of every draft: starts at the draft's world, ends at a kind.

    Attributes
    ----------
    steps : tuple of Step
        Most important statements first.
    kinds : tuple of Kind
        What the numbers at which it ends stand for.
    """

    steps: tuple[Step, ...]
    kinds: tuple[Kind, ...]


def varying(condition: Condition, grid: Grid) -> tuple[Condition, ...]:
    """Return the parts of a condition (grouped) that speak of an issue on which drafts differ."""
    issues = {axis.issue for axis in grid.axes}
    return tuple(part for part in parts_of(condition) if issues_in(part) & issues)


def reader_of(scope: Scope, grid: Grid, worlds: Worlds, party: str) -> Reader:
    """Compile a party's preference into a reader.

    Raises
    ------
    ModelError
        If neither the account nor the case gives the party a preference.
    CapacityError
        If the statements put the states into too many orders.
    """
    number = tuple(scope.case.parties).index(party)
    stated = scope.case.preference(party, scope.account)
    if stated is None:
        raise ModelError(f'no preferences for "{party}"')
    if isinstance(stated, Ranking):  # the same for all drafts, so that the world says it all
        return _unmoved(scope, worlds, party)
    orders = _Orders(scope, grid, worlds, party, number)
    ways = [orders.read(grouped(statement.condition)) for statement in stated]
    return Reader(*_smallest(ways, orders.kinds()))


def _unmoved(scope: Scope, worlds: Worlds, party: str) -> Reader:
    """Return the reader of a ranking: one kind a world."""
    ranked = preference(Table(scope.case), party, scope.account)
    assert isinstance(ranked, Tiers)
    level = {state: -place for place, tier in enumerate(ranked.tiers) for state in tier}
    kinds = []
    for k, world in enumerate(worlds.each):
        unknown = [code for code in world.codes.tolist() if code not in level]
        if unknown and world.model is not None:
            raise ModelError(
                f'the ranking of "{party}" leaves out {world.model.structure.label(unknown[0])}, which can occur under '
                "some drafts"
            )
        quo = world.status_quo
        signs = quo is not None and level[int(world.codes[world.here])] > level[int(world.codes[quo])]
        kinds.append(Kind(k, 0, 0, signs))
    return Reader((Step((), np.arange(len(kinds)).reshape(-1, 1)),), tuple(kinds))


@dataclass(frozen=True, eq=False)
class _Way:
    """How one statement leads on: a row for each order before it, a column for each truth of its parts."""

    parts: tuple[Condition, ...]
    table: NDArray[np.intp]


class _Orders:
    """The orders of one party after the statements read so far, each with its world."""

    def __init__(self, scope: Scope, grid: Grid, worlds: Worlds, party: str, number: int) -> None:
        self._scope, self._grid, self._worlds, self._party = scope, grid, worlds, party
        self._now = {issue.id: issue.now for issue in scope.case.issues.values()}
        self._views = [Views(k, world, number) for k, world in enumerate(worlds.each)]
        self._at = [(k, view.start()) for k, view in enumerate(self._views)]

    def read(self, condition: Condition) -> _Way:
        """Refine every order by a statement, in each way that some draft gives."""
        parts = varying(condition, self._grid)
        truths = self._truths(condition, parts)
        number: dict[tuple[int, bytes], int] = {}
        following: list[tuple[int, Order]] = []
        table = np.zeros((len(self._at), 1 << len(parts)), dtype=np.intp)
        held = 0
        for row, (world, order) in enumerate(self._at):
            led: dict[bytes, int] = {}
            for score, by_world in truths.items():
                truth, packed = by_world[world]
                if packed not in led:
                    refined = self._views[world].refined(order, truth)
                    key = world, refined.data
                    if key not in number:
                        number[key] = len(following)
                        following.append((world, refined))
                        held += len(refined.data)
                    led[packed] = number[key]
                table[row, score] = led[packed]
            if held > MAX_ORDERS_BYTES:
                self._refuse(len(following))
        self._at = following
        return _Way(parts, table)

    def _truths(
        self, condition: Condition, parts: tuple[Condition, ...]
    ) -> dict[int, list[tuple[NDArray[np.bool_], bytes]]]:
        """Return, for each truth of its parts that occurs, in which states of each world the statement is true."""
        own = self._grid.over(issue for part in parts for issue in issues_in(part))
        found = occurring(parts, own, MAX_STATEMENT_CELLS)
        if found is None and len(parts) > MAX_PARTS:
            raise CapacityError(
                f"a statement of {self._party} mixes options with {len(parts)} conditions on issues that vary",
                "split the statement, or let fewer issues vary (--free)",
            )
        everywhere = parts_of(condition)
        now = {part: is_true(part, self._now) for part in everywhere}
        same = {part: is_true(part, self._grid.fixed) for part in everywhere if part not in parts}
        truths = {}
        for score in range(1 << len(parts)) if found is None else found:
            then = same | {part: bool(score >> (len(parts) - 1 - k) & 1) for k, part in enumerate(parts)}
            formula = Table(self._scope.case).formula(settled(condition, now, then))
            by_world = []
            for world in self._worlds.each:
                truth = np.zeros(0, dtype=np.bool_)
                if world.model is not None:
                    made = world.model.structure
                    truth = truth_of(formula, world.codes, made.n_options, made.merged_members)
                by_world.append((truth, np.packbits(truth).tobytes()))
            truths[score] = by_world
        return truths

    def _refuse(self, number: int) -> None:
        raise CapacityError(
            f"over all drafts {self._party} orders the states in more than {number:,} ways",
            "let fewer issues vary (--free), or add rules that exclude states",
        )

    def kinds(self) -> tuple[NDArray[np.intp], tuple[Kind, ...]]:
        """Return the kind of each order as a number, and the kinds."""
        found: dict[Kind, int] = {}
        of_order = np.zeros(len(self._at), dtype=np.intp)
        for row, (world, order) in enumerate(self._at):
            kind = self._views[world].kind(order)
            of_order[row] = found.setdefault(kind, len(found))
        return of_order, tuple(found)


def _smallest(
    ways: Sequence[_Way], last: tuple[NDArray[np.intp], tuple[Kind, ...]]
) -> tuple[tuple[Step, ...], tuple[Kind, ...]]:
    """Join what leads to the same kind whatever follows, last statement first, and read statements together."""
    number, kinds = last
    joined: list[_Way] = []
    for way in reversed(ways):
        rows, number = np.unique(number[way.table], axis=0, return_inverse=True)
        number = number.reshape(-1)
        joined.append(_Way(way.parts, rows))
    steps: list[Step] = []
    parts: tuple[Condition, ...] = ()
    table = number.reshape(-1, 1)  # from a world to the joined order that it starts at
    for way in reversed(joined):
        if parts and way.parts and table.shape[0] * table.shape[1] << len(way.parts) > MAX_TABLE:
            steps.append(Step(parts, table))
            parts, table = (), np.arange(way.table.shape[0]).reshape(-1, 1)
        parts += way.parts
        table = way.table[table].reshape(table.shape[0], -1)
    return (*steps, Step(parts, table)), kinds
