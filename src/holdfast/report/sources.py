"""Who says so: every claim of a case with a label and a place in the page, and every source with what rests on it.

Each element of a case that asserts something is walked once, in the order of the page. Nothing is left out: a claim has
sources, or is marked as the analyst's assumption, or is listed as having neither.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from holdfast.case import Case, Claim, Ranking, Source, Weights
from holdfast.report.weights import weight_rows

if TYPE_CHECKING:
    from holdfast.case import Preference


def anchor(kind: str, *parts: str | int) -> str:
    """Return the id of an element in the page. Ids of a case have no dots, so that no two elements share one.

    Examples
    --------
    >>> anchor("cell", "p28", "territory")
    'cell.p28.territory'
    """
    return ".".join((kind, *(str(part) for part in parts)))


@dataclass(frozen=True, slots=True)
class Entry:
    """One element of a case that asserts something.

    Attributes
    ----------
    anchor : str
        Id of the place in the page where it stands.
    group : str
        What it belongs to, for lists: ``Plan p28``, ``Account kyiv: Ukraine``.
    label : str
        What it is, within its group.
    claim : Claim
        What stands behind it.
    """

    anchor: str
    group: str
    label: str
    claim: Claim


@dataclass(frozen=True, slots=True)
class Cited:
    """A source with its number and the entries that cite it, grouped."""

    number: int
    source: Source
    groups: tuple[tuple[str, tuple[Entry, ...]], ...]

    @property
    def anchor(self) -> str:
        """Id of its place in the page."""
        return anchor("source", self.source.id)


@dataclass(frozen=True)
class Sources:
    """All claims of a case, and what they rest on.

    Attributes
    ----------
    case : Case
        The case.
    """

    case: Case

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every element that asserts something, in the order of the page."""
        return tuple(entries(self.case))

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Each source's number, from 1 in file order; sources that are cited but not described come last."""
        cited = (source for entry in self.entries for source in entry.claim.sources)
        return {source: k for k, source in enumerate(dict.fromkeys((*self.case.sources, *cited)), 1)}

    @cached_property
    def cited(self) -> tuple[Cited, ...]:
        """Every source with the entries that cite it."""
        found: dict[str, dict[str, list[Entry]]] = {source: {} for source in self.numbers}
        for entry in self.entries:
            for source in dict.fromkeys(entry.claim.sources):
                found[source].setdefault(entry.group, []).append(entry)
        return tuple(
            Cited(
                self.numbers[source],
                self.case.sources.get(source) or Source(source, title=f"{source} (not described in the case)"),
                tuple((group, tuple(members)) for group, members in groups.items()),
            )
            for source, groups in found.items()
        )

    @cached_property
    def assumed(self) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
        """The analyst's assumptions, grouped."""
        return _grouped(entry for entry in self.entries if entry.claim.assumed)

    @cached_property
    def bare(self) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
        """What has neither a source nor a mark that it is assumed, grouped."""
        return _grouped(entry for entry in self.entries if entry.claim.is_orphan)

    @property
    def counts(self) -> tuple[int, int, int]:
        """How many claims there are with a source, assumed, and neither."""
        with_source = sum(bool(entry.claim.sources) for entry in self.entries)
        return with_source, sum(e.claim.assumed for e in self.entries), sum(e.claim.is_orphan for e in self.entries)


def _grouped(found: Iterator[Entry]) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    groups: dict[str, list[Entry]] = {}
    for entry in found:
        groups.setdefault(entry.group, []).append(entry)
    return tuple((group, tuple(members)) for group, members in groups.items())


def entries(case: Case) -> Iterator[Entry]:
    """Yield every element of a case that asserts something."""
    yield from _plans(case)
    yield from _accounts(case)
    yield from _what_can_be(case)


def _plans(case: Case) -> Iterator[Entry]:
    for plan in case.plans.values():
        group = f"Plan {plan.id}"
        yield Entry(anchor("plan", plan.id), group, "the text itself", plan.claim)
        for issue, cell in plan.positions.items():
            yield Entry(anchor("cell", plan.id, issue), group, case.issues[issue].name or issue, cell.claim)
        for place, item in enumerate(plan.conduct, 1):
            does = f"{'' if item.taken else 'not '}{item.option}"
            yield Entry(anchor("conduct", plan.id, place), group, f"conduct: {does}", item.claim)


def _accounts(case: Case) -> Iterator[Entry]:
    for party, preference in case.preferences.items():
        yield from _preference(case, None, party, preference)
    for account in case.accounts.values():
        yield Entry(anchor("account", account.id), f"Account {account.id}", "the account itself", account.claim)
        for party, preference in account.preferences.items():
            yield from _preference(case, account.id, party, preference)


def _preference(case: Case, account: str | None, party: str, preference: Preference) -> Iterator[Entry]:
    kind, where = ("own", ()) if account is None else ("statement", (account,))
    name = case.parties[party].name or party
    group = f"Preferences: {name}" if account is None else f"Account {account}: {name}"
    if isinstance(preference, Ranking):
        yield Entry(anchor(kind, *where, party, 1), group, "ranking", preference.claim)
        return
    if isinstance(preference, Weights):
        for row in weight_rows(case, preference):
            yield Entry(anchor(kind, *where, party, row.place), group, row.label, row.claim)
        return
    for place, statement in enumerate(preference, 1):
        yield Entry(anchor(kind, *where, party, place), group, f"statement {place}", statement.claim)


def _what_can_be(case: Case) -> Iterator[Entry]:
    for party in case.parties.values():
        yield Entry(anchor("party", party.id), "Parties", party.name or party.id, party.claim)
    for party in case.parties.values():
        for option in party.options.values():
            group = f"Options of {party.name or party.id}"
            yield Entry(anchor("option", party.id, option.id), group, option.id, option.claim)
    for place, rule in enumerate(case.rules, 1):
        yield Entry(anchor("rule", place), "Rules", f"rule {place}", rule.claim)
    if case.agreement is not None:
        yield Entry(anchor("agreement"), "Agreement", "who signs, and what puts it in force", case.agreement.claim)
    for issue in case.issues.values():
        yield Entry(anchor("issue", issue.id), "Issues", issue.name or issue.id, issue.claim)
    if case.status_quo is not None:
        yield Entry(anchor("status-quo"), "States", "status quo", case.status_quo.claim)
    if case.outcome is not None:
        yield Entry(anchor("outcome"), "States", "what happened", case.outcome.claim)
    for mover, arcs in case.moves.items():
        group = f"Moves of {case.parties[mover].name or mover}"
        for place, arc in enumerate(arcs, 1):
            yield Entry(anchor("arc", mover, place), group, f"{arc.source} to {arc.target}", arc.claim)
