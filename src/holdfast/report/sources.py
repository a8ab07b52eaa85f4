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
from holdfast.uncertainty.relevant import judged

if TYPE_CHECKING:
    from holdfast.case import Judgement, Preference
    from holdfast.case.condition import Condition

Groups = tuple[tuple[str, tuple["Entry", ...]], ...]
"""Entries under the names of their groups."""


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
    when : Condition or None
        Over judgements: where it counts; None where it always does.
    """

    anchor: str
    group: str
    label: str
    claim: Claim
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Cited:
    """A source with its number and the entries that cite it, grouped."""

    number: int
    source: Source
    groups: Groups

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
    def assumed(self) -> Groups:
        """The analyst's assumptions, grouped."""
        return _grouped(entry for entry in self.entries if entry.claim.assumed)

    @cached_property
    def bare(self) -> Groups:
        """What has neither a source nor a mark that it is assumed, grouped."""
        return _grouped(entry for entry in self.entries if entry.claim.is_orphan)

    @cached_property
    def bearing(self) -> dict[str, Groups]:
        """For each judgement what depends on it, grouped: whatever counts only where it is true, or false."""
        found: dict[str, list[Entry]] = {judgement: [] for judgement in self.case.judgements}
        for entry in self.entries:
            for judgement in dict.fromkeys(judged(entry.when) if entry.when is not None else ()):
                found[judgement].append(entry)
        return {judgement: _grouped(iter(members)) for judgement, members in found.items()}

    @property
    def counts(self) -> tuple[int, int, int]:
        """How many claims there are with a source, assumed, and neither."""
        with_source = sum(bool(entry.claim.sources) for entry in self.entries)
        return with_source, sum(e.claim.assumed for e in self.entries), sum(e.claim.is_orphan for e in self.entries)


def _grouped(found: Iterator[Entry]) -> Groups:
    groups: dict[str, list[Entry]] = {}
    for entry in found:
        groups.setdefault(entry.group, []).append(entry)
    return tuple((group, tuple(members)) for group, members in groups.items())


def entries(case: Case) -> Iterator[Entry]:
    """Yield every element of a case that asserts something."""
    yield from _plans(case)
    yield from _judgements(case)
    yield from _hypotheses(case)
    yield from _accounts(case)
    yield from _what_can_be(case)


def _plans(case: Case) -> Iterator[Entry]:
    for plan in case.plans.values():
        group = f"Plan {plan.id}"
        yield Entry(anchor("plan", plan.id), group, "the text itself", plan.claim)
        for issue, cell in plan.positions.items():
            name = case.issues[issue].name or issue
            yield Entry(anchor("cell", plan.id, issue), group, name, cell.claim, cell.when)
            for place, other in enumerate(cell.others, 2):
                yield Entry(anchor("cell", plan.id, issue, place), group, f"{name}, otherwise", other.claim, other.when)
        for place, item in enumerate(plan.conduct, 1):
            does = f"{'' if item.taken else 'not '}{item.option}"
            yield Entry(anchor("conduct", plan.id, place), group, f"conduct: {does}", item.claim)


def _judgements(case: Case) -> Iterator[Entry]:
    for judgement in case.judgements.values():
        yield from _held(judgement, "Judgements", anchor("judgement", judgement.id))
    for account in case.accounts.values():
        for judgement in account.judgements.values():
            yield from _held(judgement, f"Account {account.id}: judgements", anchor("held", account.id, judgement.id))


def _held(judgement: Judgement, group: str, at: str) -> Iterator[Entry]:
    yield Entry(at, group, judgement.id, judgement.claim)
    for place, given in enumerate(judgement.given, 1):
        label = f"{judgement.id}, {'if' if place == 1 else 'else if'} …"
        yield Entry(anchor(at, place), group, label, given.claim, given.when)


def _hypotheses(case: Case) -> Iterator[Entry]:
    for among in case.hypotheses.values():
        group = f"Hypotheses {among.id}"
        yield Entry(anchor("set", among.id), group, "the question itself", among.claim)
        for place, row in enumerate(among.evidence, 1):
            yield Entry(anchor("evidence", among.id, place), group, f"evidence {place}", row.claim)


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
        at = anchor(kind, *where, party, place)
        yield Entry(at, group, f"statement {place}", statement.claim, statement.when)


def _what_can_be(case: Case) -> Iterator[Entry]:
    for party in case.parties.values():
        yield Entry(anchor("party", party.id), "Parties", party.name or party.id, party.claim)
    for party in case.parties.values():
        for option in party.options.values():
            group = f"Options of {party.name or party.id}"
            yield Entry(anchor("option", party.id, option.id), group, option.id, option.claim, option.when)
    for place, rule in enumerate(case.rules, 1):
        yield Entry(anchor("rule", place), "Rules", f"rule {place}", rule.claim, rule.when)
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
