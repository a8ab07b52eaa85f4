"""From the truth of a party's statements to its kind: a small automaton that reads a draft statement by statement.

After some statements, most important first, a party has an order of the states; the next statement refines it in one of
a few ways, depending on the truth of its parts under the draft. Drafts that have led to the same order go on together,
and there are few: a statement on issues alone tells states in force from others, and once they are told apart it
changes nothing more. Weights are read likewise (:mod:`.weighed`). In the end orders that do not differ in what matters
are one kind, and the automaton is made as small as it can be, last statement first. Consecutive statements are then
read in one step, as a score: the truth of their parts as one number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from holdfast.case import Ranking, Weights
from holdfast.case.condition import Condition
from holdfast.errors import CapacityError, ModelError
from holdfast.model.compile import Table, preference
from holdfast.model.preference import Tiers
from holdfast.questions.drafts.grid import Grid
from holdfast.questions.drafts.kinds import Kind, Order, Views
from holdfast.questions.drafts.parts import grouped
from holdfast.questions.drafts.scope import Scope
from holdfast.questions.drafts.truths import Asked, truths
from holdfast.questions.drafts.truths import varying as varying
from holdfast.questions.drafts.weighed import weighed
from holdfast.questions.drafts.worlds import Worlds

if TYPE_CHECKING:
    from numpy.typing import NDArray

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


def reader_of(scope: Scope, grid: Grid, worlds: Worlds, party: str) -> Reader:
    """Compile a party's preference into a reader.

    Raises
    ------
    ModelError
        If neither the account nor the case gives the party a preference.
    CapacityError
        If the statements put the states into too many orders.
    """
    stated = scope.case.preference(party, scope.account)
    if stated is None:
        raise ModelError(f'no preferences for "{party}"')
    if isinstance(stated, Ranking):  # the same for all drafts, so that the world says it all
        return _unmoved(scope, worlds, party)
    asked = Asked(scope, grid, worlds, party)
    if isinstance(stated, Weights):
        read, last = weighed(asked, stated)
        return Reader(*_smallest([_Way(*each) for each in read], last))
    orders = _Orders(asked)
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
        draft, before = (0, 0) if quo is None else (level[int(world.codes[at])] for at in (world.here, quo))
        kinds.append(Kind(k, 0, 0, draft > before, draft < before))
    return Reader((Step((), np.arange(len(kinds)).reshape(-1, 1)),), tuple(kinds))


@dataclass(frozen=True, eq=False)
class _Way:
    """How one statement leads on: a row for each order before it, a column for each truth of its parts."""

    parts: tuple[Condition, ...]
    table: NDArray[np.intp]


class _Orders:
    """The orders of one party after the statements read so far, each with its world."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._views = [Views(k, world, asked.number) for k, world in enumerate(asked.worlds.each)]
        self._at = [(k, view.start()) for k, view in enumerate(self._views)]

    def read(self, condition: Condition) -> _Way:
        """Refine every order by a statement, in each way that some draft gives."""
        parts = varying(condition, self._asked.grid)
        read = truths(self._asked, condition, parts)
        number: dict[tuple[int, bytes], int] = {}
        following: list[tuple[int, Order]] = []
        table = np.zeros((len(self._at), 1 << len(parts)), dtype=np.intp)
        held = 0
        for row, (world, order) in enumerate(self._at):
            led: dict[bytes, int] = {}
            for score, by_world in read.items():
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

    def _refuse(self, number: int) -> None:
        raise CapacityError(
            f"over all drafts {self._asked.party} orders the states in more than {number:,} ways",
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
