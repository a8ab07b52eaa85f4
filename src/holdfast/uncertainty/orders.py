"""The smallest change in the order of one party's statements that flips a verdict.

A change moves statements to other places and leaves the rest in their order; its size is how many it moves. All orders
of one size are judged together, as possibilities (:mod:`.many`), the smallest first. A state is compared with another
by the statement, of those on which they differ, that stands highest: one look at the table of places for all orders.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdfast.case import ById, Case, Statement
from holdfast.case.world import without_doubt
from holdfast.uncertainty.bits import from_array
from holdfast.uncertainty.differences import statement_text
from holdfast.uncertainty.filled import TooMany
from holdfast.uncertainty.level import OPEN
from holdfast.uncertainty.many import ManyWorlds
from holdfast.uncertainty.preferring import Order
from holdfast.uncertainty.worlds import Asked, is_small, judge_many, judged_alone

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAX_ORDERS = 20_000
"""Most orders of one party's list that are judged."""
MAX_ALONE = 400
"""The same where each has to be judged by itself."""
MOST = 10
"""Most smallest changes listed for one party."""


@dataclass(frozen=True, slots=True)
class Reordered:
    """What other orders of one party's statements would do.

    Attributes
    ----------
    party : str
        The party.
    n_moved : int or None
        Fewest statements that have to move for the verdict to flip; None where no order looked at flips it.
    lists : tuple of tuple of str
        The orders that do, with the fewest moved, most important statement first.
    moved : tuple of tuple of str
        For each the statements that move, as few as can be.
    total : int
        How many there are.
    searched : int
        Every order that moves up to so many statements was looked at.
    complete : bool
        Whether these are all orders.
    """

    party: str
    n_moved: int | None
    lists: tuple[tuple[str, ...], ...]
    moved: tuple[tuple[str, ...], ...]
    total: int
    searched: int
    complete: bool

    @property
    def is_robust(self) -> bool:
        """Whether no order whatsoever flips the verdict."""
        return self.n_moved is None and self.complete

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        out: dict[str, Any] = {"n_moved": self.n_moved, "n_orders": self.total}
        out["orders"] = [
            {"moved": list(moved), "list": list(order)} for moved, order in zip(self.moved, self.lists, strict=True)
        ]
        return out | {"searched_up_to": self.searched, "complete": self.complete}


def reordered(asked: Asked, level: str, party: str) -> Reordered | None:
    """Find the smallest change in the order of a party's statements that flips the verdict; None for other kinds.

    Doubt is left aside: the statements are those that count in the point world.
    """
    case = without_doubt(asked.case, asked.account)
    stated = case.preference(party, asked.account)
    if not isinstance(stated, tuple) or any(statement.unknown for statement in stated):
        return None
    judge = _Orders(Asked(case, asked.plan, asked.state, asked.account), level, party, stated)
    n = len(stated)
    first = tuple(range(n))
    here = judge.kinds([first])[0]
    seen = {first}
    level_orders = [first]
    for size in range(1, n):
        following = _further(level_orders, seen)
        if not following:
            return Reordered(party, None, (), (), 0, size - 1, True)
        if len(seen) > judge.most:
            return Reordered(party, None, (), (), 0, size - 1, False)
        found = judge.kinds(following)
        hits = [order for order, kind in zip(following, found, strict=True) if kind != here]
        if hits:
            texts = [statement_text(case, statement) for statement in stated]
            shown = tuple(tuple(texts[k] for k in order) for order in hits[:MOST])
            moved = tuple(tuple(texts[k] for k in _moved(order)) for order in hits[:MOST])
            return Reordered(party, size, shown, moved, len(hits), size, True)
        level_orders = following
    return Reordered(party, None, (), (), 0, max(n - 1, 0), True)


def _further(orders: Sequence[tuple[int, ...]], seen: set[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """Return the orders that take one more move than these, and note them as seen; too many are cut off."""
    found = []
    for order in orders:
        for place in range(len(order)):
            rest = order[:place] + order[place + 1 :]
            for to in range(len(order)):
                made = (*rest[:to], order[place], *rest[to:])
                if made not in seen:
                    seen.add(made)
                    found.append(made)
        if len(seen) > MAX_ORDERS:
            break
    return found


def _moved(order: tuple[int, ...]) -> tuple[int, ...]:
    """Return as few statements as can be that were moved to make an order of 0, 1, 2 and so on."""
    from holdfast.questions.compare.accounts import moved_between

    return tuple(int(k) for k in moved_between(sorted(order), order))  # type: ignore[call-overload]


class _Orders:
    """Judges orders of one party's statements."""

    def __init__(self, asked: Asked, level: str, party: str, stated: tuple[Statement, ...]) -> None:
        self._asked, self._level, self._party, self._stated = asked, level, party, stated
        self._together = is_small(asked.case)
        if self._together:
            try:
                ManyWorlds(asked.case, asked.plan, asked.account, 1, {})
            except TooMany:
                self._together = False
        self.most = MAX_ORDERS if self._together else MAX_ALONE

    def kinds(self, orders: Sequence[tuple[int, ...]]) -> NDArray[np.int8]:
        """Return 1 where the plan holds, 0 where it does not, -1 where that is open; shape (n_orders,)."""
        import numpy as np

        if not self._together:
            return np.array([self._alone(order) for order in orders], dtype=np.int8)
        asked = self._asked
        many = ManyWorlds(asked.case, asked.plan, asked.account, len(orders), {})
        k = list(asked.case.parties).index(self._party)
        many.orders[k] = _by_place(many, self._stated, orders)
        found = judge_many(asked, many)
        return found.kinds(self._level)

    def _alone(self, order: tuple[int, ...]) -> int:
        asked = self._asked
        lists = tuple(self._stated[k] for k in order)
        case = _with(asked.case, self._party, asked.account, lists)
        found = judged_alone(Asked(case, asked.plan, asked.state, asked.account), {})["sets"]
        return int(found[self._level]) - int(found[OPEN[self._level]])


def _with(case: Case, party: str, account: str | None, stated: tuple[Statement, ...]) -> Case:
    """Return the case with another list of a party under an account."""
    import dataclasses

    if account is None:
        return case.replace(preferences=ById({**case.preferences, party: stated}.items()))
    each = case.accounts[account]
    changed = dataclasses.replace(each, preferences=ById({**each.preferences, party: stated}.items()))
    return case.replace(accounts=ById({**case.accounts, account: changed}.items()))


def _by_place(many: ManyWorlds, stated: Sequence[Statement], orders: Sequence[tuple[int, ...]]) -> Order:
    """Return how a party compares states in each of many orders of its statements."""
    import numpy as np

    place = np.argsort(np.array(orders, dtype=np.int16), axis=1)  # where each statement stands, by order
    truths = [many.truth(statement.condition) for statement in stated]
    known: dict[int, list[int]] = {}
    decided: dict[tuple[tuple[int, ...], tuple[int, ...]], int] = {}

    def satisfied(code: int) -> list[int]:
        if code not in known:
            known[code] = [truth(code) for truth in truths]
        return known[code]

    def of_filling(bits: list[int], filling: int) -> list[bool]:
        shift = filling * many.n_worlds
        return [bool(each >> shift & 1) for each in bits]

    def compare(here: list[bool], there: list[bool]) -> int:
        better = tuple(k for k, (a, b) in enumerate(zip(here, there, strict=True)) if a and not b)
        worse = tuple(k for k, (a, b) in enumerate(zip(here, there, strict=True)) if b and not a)
        if not better:
            return 0
        if not worse:
            return (1 << many.n_worlds) - 1
        if (better, worse) not in decided:
            first = place[:, better].min(axis=1) < place[:, worse].min(axis=1)
            decided[better, worse] = from_array(first)
        return decided[better, worse]

    def order(state: int, to: int) -> int:
        one, two = satisfied(state), satisfied(to)
        found = 0
        for filling in range(many.n_fillings):
            bits = compare(of_filling(one, filling), of_filling(two, filling))
            found |= bits << (filling * many.n_worlds)
        return many.same(found)

    return order
