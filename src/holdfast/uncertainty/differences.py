"""On what two accounts differ, item by item, and the case in which any of these are exchanged.

Of statements: those that only one account makes, and, of those that both make, as few as can be that have to move for
the order to be the same. Of judgements: those of which the accounts hold different things likely; rivals of one set are
one difference, because their credences count relative to each other. Preferences of different kinds, rankings and
weights are exchanged whole.

A list in which some differences are exchanged is put together around the statements that keep their order. Between two
of these stand first what comes from the first account, in its order, then what comes from the second. With nothing
exchanged that is the first account's list, with everything the second's.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from holdfast.case import ById, Case, Judgement, Preference, Ranking, Statement, Weights
from holdfast.case.condition import And, Condition, Judged, Not, write
from holdfast.case.world import opinion, variables
from holdfast.questions.compare.accounts import moved_between
from holdfast.uncertainty.many import Swapped

Key = tuple[Condition, Condition | None]
"""What makes two statements the same: what is preferred, and in which worlds that counts."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing on which two accounts differ.

    Attributes
    ----------
    kind : str
        ``only first``, ``only second`` (a statement that only one account makes), ``moved`` (one that stands elsewhere
        in the other), ``preference`` (exchanged whole) or ``judgement``.
    subject : str
        The party, or the judgement (of rivals, the set).
    text : str
        The statement; empty for the others.
    also : tuple of str
        Other judgements that are exchanged with it, because one account has the first depend on the second and the
        other has the second depend on the first.
    """

    kind: str
    subject: str
    text: str = ""
    also: tuple[str, ...] = ()

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        name = "judgement" if self.kind == "judgement" else "party"
        out: dict[str, Any] = {"kind": self.kind, name: self.subject}
        if self.also:
            out["also"] = list(self.also)
        return {**out, "statement": self.text} if self.text else out


@dataclass(frozen=True)
class Differences:
    """All on which two accounts of a case differ.

    Attributes
    ----------
    case : Case
        The case.
    first, second : str or None
        The accounts; None for the case's own preferences and credences.
    items : tuple of Difference
        Statements and preferences in the order of the parties, then judgements in file order.
    """

    case: Case
    first: str | None
    second: str | None
    items: tuple[Difference, ...]
    names: tuple[str, ...]

    @cached_property
    def n_stated(self) -> int:
        """How many are of preferences; these come first."""
        return sum(item.kind != "judgement" for item in self.items)

    def hybrid(self) -> tuple[Case, tuple[Swapped, ...]]:
        """Return a case in which each difference of preferences is exchanged where a judgement of its name is true.

        The judgements have no credences: which are true is for the caller to say.
        """
        lists: dict[str, Preference] = {}
        swapped = []
        for party in self.case.parties:
            one, two = (self.case.preference(party, account) for account in (self.first, self.second))
            mine = [k for k, item in enumerate(self.items[: self.n_stated]) if item.subject == party]
            if one is None:
                continue
            lists[party] = one
            if mine and self.items[mine[0]].kind == "preference":
                assert two is not None
                swapped.append(Swapped(party, two, self.names[mine[0]]))
            elif mine:
                assert isinstance(one, tuple)
                assert isinstance(two, tuple)
                marks = {(self.items[k].kind, self.items[k].text): self.names[k] for k in mine}
                lists[party] = _woven(self.case, one, two, marks)
        extra = [(name, Judgement(name)) for name in self.names[: self.n_stated]]
        made = self.case.replace(
            preferences=ById(lists.items()), accounts=ById(), judgements=ById([*self.case.judgements.items(), *extra])
        )
        return made, tuple(swapped)

    def believed(self, exchanged: Collection[int]) -> Case:
        """Return the case with the credences of the first account, but for those that are exchanged."""
        items = (self.items[k] for k in exchanged if self.items[k].kind == "judgement")
        taken = {subject for item in items for subject in (item.subject, *item.also)}
        made = []
        for name, judgement in self.case.judgements.items():
            account = self.second if subject_of(self.case, name) in taken else self.first
            held = opinion(self.case, name, account)
            made.append((name, Judgement(name, judgement.text, held.credence, held.given, judgement.claim)))
        return self.case.replace(judgements=ById(made), accounts=ById())


def subject_of(case: Case, judgement: str) -> str:
    """Return the set of hypotheses that a judgement stands in, or the judgement."""
    return next((each.id for each in case.hypotheses.values() if judgement in each.among), judgement)


def differences(case: Case, first: str | None, second: str | None) -> Differences:
    """Return all on which two accounts differ."""
    items: list[Difference] = []
    for party in case.parties:
        one, two = case.preference(party, first), case.preference(party, second)
        if one == two or one is None or two is None:
            continue
        if isinstance(one, Ranking | Weights) or isinstance(two, Ranking | Weights):
            if _essence(one) != _essence(two):
                items.append(Difference("preference", party))
            continue
        items += _of_statements(case, party, one, two)
    judged: dict[str, None] = {}
    for name in case.judgements:
        held = [opinion(case, name, account) for account in (first, second)]
        if _believed(held[0]) != _believed(held[1]):
            judged[subject_of(case, name)] = None
    items += [
        Difference("judgement", each[0], also=each[1:]) for each in _together(case, (first, second), list(judged))
    ]
    return Differences(case, first, second, tuple(items), tuple(f" {k}" for k in range(len(items))))


def _believed(held: Judgement) -> object:
    """Return what is held likely, without the words for it and who says so."""
    rows = [(row.when, row.credence.low, row.credence.high) for row in held.given]
    return rows, held.credence and (held.credence.low, held.credence.high)


def _together(case: Case, accounts: Sequence[str | None], subjects: Sequence[str]) -> list[tuple[str, ...]]:
    """Return which judgements have to be exchanged together, or some would depend on each other in a circle."""
    below: dict[str, set[str]] = {}
    for account in accounts:
        for variable in variables(case, account):
            for parent in variable.parents:
                below.setdefault(subject_of(case, parent), set()).add(variable.id)

    def reached(start: str) -> set[str]:
        found: set[str] = set()
        left = [start]
        while left:
            fresh = below.get(left.pop(), set()) - found
            found |= fresh
            left += fresh
        return found

    after = {subject: reached(subject) for subject in subjects}
    groups: dict[str, list[str]] = {}
    for subject in subjects:
        first = next((key for key in groups if subject in after[key] and key in after[subject]), subject)
        groups.setdefault(first, []).append(subject)
    return [tuple(each) for each in groups.values()]


def _essence(stated: Preference) -> object:
    """Return what a preference says, without who says so."""
    if isinstance(stated, Ranking):
        return tuple(frozenset(tier) for tier in stated.tiers)
    if isinstance(stated, Weights):
        issues = tuple((each.issue, tuple((p, each.at(p)) for p, _ in each.values)) for each in stated.issues)
        also = tuple((each.condition, each.worth) for each in stated.also)
        return stated.scale, issues, also, tuple(line.never for line in stated.red_lines), stated.walk_away
    return tuple(_key(statement) for statement in stated)


def _key(statement: Statement) -> Key:
    return statement.condition, statement.when


def statement_text(case: Case, statement: Statement) -> str:
    """Write a statement, and when it counts."""
    names = dict(zip(((o.party, o.id) for o in case.options), case.option_names, strict=True))
    text = write(statement.condition, lambda taken: names[taken.party, taken.option])
    return text if statement.when is None else f"{text} when {write(statement.when)}"


def _of_statements(case: Case, party: str, one: tuple[Statement, ...], two: tuple[Statement, ...]) -> list[Difference]:
    first, second = ({_key(statement): statement for statement in stated} for stated in (one, two))
    moved = set(_moved(first, second))
    found = []
    for key, statement in first.items():
        kind = "only first" if key not in second else "moved" if key in moved else ""
        if kind:
            found.append(Difference(kind, party, statement_text(case, statement)))
    rest = (statement for key, statement in second.items() if key not in first)
    return found + [Difference("only second", party, statement_text(case, statement)) for statement in rest]


def _moved(first: dict[Key, Statement], second: dict[Key, Statement]) -> Sequence[Hashable]:
    """Return as few statements as can be said to have moved: the same ones whichever account is looked at first."""
    here, there = [key for key in first if key in second], [key for key in second if key in first]
    return min(moved_between(here, there), moved_between(there, here), key=lambda moved: sorted(map(repr, moved)))


def _woven(
    case: Case, one: tuple[Statement, ...], two: tuple[Statement, ...], marks: dict[tuple[str, str], str]
) -> tuple[Statement, ...]:
    """Return one list that is either account's, or anything in between, by which judgements are true."""
    first, second = ({_key(statement): statement for statement in stated} for stated in (one, two))
    moved = set(_moved(first, second))
    woven: list[Statement] = []
    rest = list(second.items())

    def until(anchor: Key | None) -> None:
        """Take what the second account puts before a statement that keeps its place."""
        while rest and rest[0][0] != anchor:
            key, statement = rest.pop(0)
            text = statement_text(case, statement)
            kind = "moved" if key in moved else "only second"
            woven.append(_where(statement, Judged(marks[kind, text])))
        if rest:
            rest.pop(0)

    for key, statement in first.items():
        text = statement_text(case, statement)
        if key in second and key not in moved:
            until(key)
            woven.append(statement)
        else:
            kind = "moved" if key in moved else "only first"
            woven.append(_where(statement, Not(Judged(marks[kind, text]))))
    until(None)
    return tuple(woven)


def _where(statement: Statement, mark: Condition) -> Statement:
    when = mark if statement.when is None else And((statement.when, mark))
    return dataclasses.replace(statement, when=when)
