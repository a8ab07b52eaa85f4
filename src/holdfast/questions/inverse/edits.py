"""The fewest edits of a list of statements after which a state is stable for the party: exact, and all of them.

Whether the state ``s`` is stable depends on which states are better than ``s``, and each statement bears on that in
one of two ways. One that is true at ``s`` *lowers* the states where it is false; one that is false at ``s`` *raises*
the states where it is true; the first statement in the list that does either to a state decides it. So adding a
lowering statement, or moving one up, can only take states away from those that are better, and so can deleting a
raising one or moving it down. All other edits can only do the opposite, and as fewer better states never hurt
(:mod:`.condition`), a smallest set of edits has none of them. A set of edits therefore works somewhere if and only if
it works with everything added or moved up at the very top and everything moved down at the very bottom; the order
among the former, and among the latter, changes nothing. Statements that read alike at ``s`` and at every state that
matters are one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from holdfast.model.formula import Formula
from holdfast.model.preference import truth_of
from holdfast.questions.inverse.condition import Condition

CHECKED = 4096
"""Sets of edits between two looks at the clock."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A statement as it bears on one state: the states that it tells apart from it, and which way.

    Attributes
    ----------
    lowers : bool
        Whether it is true at the state, so that the others are worse where it tells them apart.
    apart : int
        One bits at the states where its truth differs.
    """

    lowers: bool
    apart: int


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit of a list.

    Attributes
    ----------
    kind : str
        ``move``, ``delete`` or ``add``.
    statement : str
        The statement, as written.
    before : int or None
        Its place in the list, from 1; None for one added.
    after : int or None
        A place in the new list that will do; None for one deleted.
    further : str
        Where else it could stand with the other edits as they are: ``higher``, ``lower``, or empty.
    alike : tuple of str
        Other statements to add that would do just the same.
    """

    kind: str
    statement: str
    before: int | None = None
    after: int | None = None
    further: str = ""
    alike: tuple[str, ...] = ()


@dataclass(frozen=True)
class Edited:
    """A smallest set of edits, and the list they make.

    Attributes
    ----------
    edits : tuple of Edit
        The edits.
    texts : tuple of str
        The new list, most important first.
    formulas : tuple of Formula
        The same, compiled.
    """

    edits: tuple[Edit, ...]
    texts: tuple[str, ...]
    formulas: tuple[Formula, ...]


@dataclass(frozen=True)
class Found:
    """What the search found.

    Attributes
    ----------
    n_edits : int or None
        The fewest edits; None if it was not found in time.
    count : int
        How many smallest sets of edits there are, as far as visited.
    edited : tuple of Edited
        The first of them.
    complete : bool
        Whether all sets of this size were visited.
    up_to : int
        All sets of up to this many edits were visited.
    """

    n_edits: int | None
    count: int
    edited: tuple[Edited, ...]
    complete: bool
    up_to: int


@dataclass(frozen=True, slots=True)
class _Item:
    """A statement that may be edited: its place in the list (or None), what it says, and how it reads."""

    place: int | None
    text: str
    formula: Formula
    reading: Reading
    alike: tuple[str, ...] = ()


class Search:
    """The search for one state and party; see the top of this page.

    Parameters
    ----------
    condition : Condition
        When the state is stable for the party.
    own : sequence of (str, Formula)
        The party's list, most important first.
    words : sequence of (str, Formula)
        What may be added.
    """

    def __init__(
        self, condition: Condition, own: Sequence[tuple[str, Formula]], words: Sequence[tuple[str, Formula]]
    ) -> None:
        self._condition = condition
        self._everything = (1 << len(condition.states)) - 1
        self._list = [_Item(place, text, formula, self._read(formula)) for place, (text, formula) in enumerate(own)]
        useful = [
            item
            for item in self._list
            if item.reading.apart
            and (not item.reading.lowers or any(not i.reading.lowers for i in self._list[: item.place]))
        ]
        self._items = [*useful, *self._to_add(words)]

    def _read(self, formula: Formula) -> Reading:
        model, states = self._condition.model, self._condition.states
        structure = model.structure
        codes = np.array(sorted((*states, self._condition.state)), dtype=np.int64)
        truth = truth_of(formula, codes, structure.n_options, structure.merged_members)
        place = int(np.searchsorted(codes, self._condition.state))
        lowers = bool(truth[place])
        apart = np.delete(truth, place) != lowers
        return Reading(lowers, int.from_bytes(np.packbits(apart, bitorder="little").tobytes(), "little"))

    def _to_add(self, words: Sequence[tuple[str, Formula]]) -> list[_Item]:
        """Return the statements worth adding, one for each way of reading."""
        groups: dict[int, list[tuple[str, Formula]]] = {}
        for text, formula in words:
            reading = self._read(formula)
            if reading.lowers and reading.apart:
                groups.setdefault(reading.apart, []).append((text, formula))
        return [
            _Item(None, group[0][0], group[0][1], Reading(True, apart), tuple(text for text, _ in group[1:]))
            for apart, group in groups.items()
        ]

    def _better(self, items: Sequence[_Item]) -> int:
        """Return the states better than the one in question under a list."""
        undecided, better = self._everything, 0
        for item in items:
            if not item.reading.lowers:
                better |= item.reading.apart & undecided
            undecided &= ~item.reading.apart
        return better

    def _works(self, items: Sequence[_Item]) -> bool:
        return self._condition.is_met(self._better(items))

    def run(self, *, most: int, out_of_time: Callable[[], bool]) -> Found:
        """Search by number of edits.

        Parameters
        ----------
        most : int
            Most sets of edits to return; all are counted.
        out_of_time : callable
            Whether to stop.
        """
        if self._works(self._list):
            return Found(0, 1, (), True, 0)
        for size in range(1, len(self._items) + 1):
            kept, count, complete = [], 0, True
            for number, chosen in enumerate(combinations(self._items, size), 1):
                if number % CHECKED == 0 and out_of_time():
                    complete = False
                    break
                if self._works(self._at_best(chosen, ())):
                    for moved in self._which_move(chosen):
                        count += 1
                        kept.append((chosen, moved))
            if count or not complete:
                kept.sort(key=_order)
                edited = tuple(self._edited(chosen, moved) for chosen, moved in kept[:most])
                return Found(size if count else None, count, edited, complete, size if complete else size - 1)
        raise AssertionError("deleting every raising statement makes any state stable")

    def _at_best(self, chosen: Sequence[_Item], moved: Sequence[_Item]) -> list[_Item]:
        """Return the list with edits as effective as they can be; raising statements are deleted unless ``moved``."""
        rest = [item for item in self._list if item not in chosen]
        top = [item for item in chosen if item.reading.lowers]
        return [*top, *rest, *moved]

    def _which_move(self, chosen: Sequence[_Item]) -> Iterator[tuple[_Item, ...]]:
        """Yield which of the raising statements chosen are moved down, the rest being deleted."""
        raising = [item for item in chosen if not item.reading.lowers]
        for size in range(len(raising), -1, -1):
            for moved in combinations(raising, size):
                if not moved or self._works(self._at_best(chosen, moved)):
                    yield moved

    # -- one set of edits as a list -----------------------------------------------------------------------------------

    def _edited(self, chosen: tuple[_Item, ...], moved: tuple[_Item, ...]) -> Edited:
        """Place what was added or moved as near to where it was, or to the bottom, as will do."""
        current = self._at_best(chosen, moved)
        top = [item for item in chosen if item.reading.lowers]
        for item in reversed(top):
            current = self._shifted(current, item, range(len(current) - 1, -1, -1))
        for item in moved:
            current = self._shifted(current, item, range(len(current)))
        edits = []
        for item in chosen:
            before = None if item.place is None else item.place + 1
            if not item.reading.lowers and item not in moved:
                edits.append(Edit("delete", item.text, before))
                continue
            after = current.index(item)
            further = ("higher" if after else "") if item.reading.lowers else "lower"
            if further == "lower" and after == len(current) - 1:
                further = ""
            kind = "add" if item.place is None else "move"
            edits.append(Edit(kind, item.text, before, after + 1, further, item.alike))
        return Edited(tuple(edits), tuple(i.text for i in current), tuple(i.formula for i in current))

    def _shifted(self, current: list[_Item], item: _Item, places: range) -> list[_Item]:
        """Return the list with a statement at the first of some places at which the list still works."""
        rest = [each for each in current if each is not item]
        for place in places:
            tried = [*rest[:place], item, *rest[place:]]
            if self._works(tried):
                return tried
        return current


def _order(entry: tuple[tuple[_Item, ...], tuple[_Item, ...]]) -> tuple[int, int, tuple[int, ...]]:
    """Sort sets of edits: fewest additions first, then fewest deletions, then by place in the list."""
    chosen, moved = entry
    added = sum(item.place is None for item in chosen)
    deleted = sum(not item.reading.lowers for item in chosen) - len(moved)
    return added, deleted, tuple(-1 if item.place is None else item.place for item in chosen)
