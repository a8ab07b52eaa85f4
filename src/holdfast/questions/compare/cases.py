"""Two cases, such as two versions of one file: what was added, removed or changed, and which verdicts moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from holdfast.case import Case, Credence, Direction, Judgement
from holdfast.case.condition import Condition, write
from holdfast.errors import HoldfastError
from holdfast.model.family import family
from holdfast.questions.answer import SCHEMA, Hold, Provenance
from holdfast.questions.compare.accounts import Said, entries, moved, moved_json, said_of
from holdfast.questions.compare.plans import provenance_of
from holdfast.questions.holds import holds

METHOD = "elements by id; definitions at one state"
DIRECTIONS = {
    Direction.BOTH: "",
    Direction.TAKE_ONLY: " (irreversible)",
    Direction.DROP_ONLY: " (irreversible from taken)",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One element in which two cases differ.

    Attributes
    ----------
    what : str
        Its kind: ``party``, ``option``, ``cell`` and so on.
    id : str
        Its name, with what it belongs to.
    first, second : str or None
        What it is in each case; None where it is missing.
    """

    what: str
    id: str
    first: str | None
    second: str | None

    @property
    def change(self) -> str:
        """``added``, ``removed`` or ``changed``."""
        return "added" if self.first is None else "removed" if self.second is None else "changed"

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"what": self.what, "id": self.id, "change": self.change, "first": self.first, "second": self.second}


@dataclass(frozen=True, slots=True)
class CasesCompared:
    """Two cases beside each other.

    Attributes
    ----------
    titles : tuple of str
        Of both.
    identical : bool
        Whether everything is the same, sources and notes too.
    differences : tuple of Difference
        All but preferences, in the order of the first file, what was added last. What stands behind a claim (sources
        quoted, notes) is not compared element by element.
    said : tuple of (str, Said)
        By account (empty for the case's own) and party, where preferences differ.
    holds : tuple of (Hold, Hold)
        For each plan and account in both, what becomes of it in each; without plans, for the same states.
    not_judged : tuple of str
        Plans that could not be judged in both, with the reason.
    """

    titles: tuple[str, str]
    identical: bool
    differences: tuple[Difference, ...]
    said: tuple[tuple[str, Said], ...]
    holds: tuple[tuple[Hold, Hold], ...]
    not_judged: tuple[str, ...]
    provenance: tuple[Provenance, Provenance]

    @property
    def moved(self) -> tuple[tuple[Hold, Hold], ...]:
        """The plans of which some verdict or signature moved."""
        return tuple((one, two) for one, two in self.holds if moved(one, two))

    def json(self) -> dict[str, Any]:
        """Return the JSON form (``docs/reference/answers.md``)."""
        out: dict[str, Any] = {"schema": SCHEMA, "question": "compare", "kind": "cases"}
        out |= {"titles": list(self.titles), "identical": self.identical}
        out["differences"] = [difference.json() for difference in self.differences]
        out["preferences"] = [
            {"account": account or None, "party": said.party} | said.json() for account, said in self.said
        ]
        out["plans"] = [moved_json(one, two) for one, two in self.holds]
        out["not_judged"] = list(self.not_judged)
        return out | {"provenance": self.provenance[0].json(), "other": self.provenance[1].json()}

    def __str__(self) -> str:
        """Answer in one sentence."""
        if self.identical:
            return "the two cases are the same"
        number = len(self.differences) + len(self.said)
        if not number:
            return "the two cases differ only in what stands behind their claims"
        return f"{number} differences; {len(self.moved)} of {len(self.holds)} verdicts moved"


def compare_cases(first: Case, second: Case) -> CasesCompared:
    """Compare two cases element by element, and the verdicts of plans that both have.

    Parameters
    ----------
    first, second : Case
        The cases.

    Returns
    -------
    CasesCompared

    Examples
    --------
    >>> from holdfast import example
    >>> print(compare_cases(example("chicken"), example("chicken")))
    the two cases are the same
    """
    one, two = dict(_elements(first)), dict(_elements(second))
    keys = dict.fromkeys(chain(one, two))
    pairs, failed = _judged(first, second)
    return CasesCompared(
        titles=(first.title, second.title),
        identical=first == second,
        differences=tuple(Difference(*key, one.get(key), two.get(key)) for key in keys if one.get(key) != two.get(key)),
        said=tuple(_said(first, second)),
        holds=pairs,
        not_judged=failed,
        provenance=(
            provenance_of(first, METHOD, tuple(hold for hold, _ in pairs)),
            provenance_of(second, METHOD, tuple(hold for _, hold in pairs)),
        ),
    )


def _elements(case: Case) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield everything but preferences: its kind and name, and what it is."""
    names = dict(zip(((o.party, o.id) for o in case.options), case.option_names, strict=True))
    yield ("title", ""), case.title
    for party in case.parties.values():
        yield ("party", party.id), party.name + (f" (faction of {party.faction_of})" if party.faction_of else "")
        for option in party.options.values():
            yield ("option", f"{party.id}.{option.id}"), option.text + DIRECTIONS[option.direction] + _when(option.when)
    yield ("order of options", ""), ", ".join(case.option_names)
    for rule in case.rules:
        yield ("rule", rule.text + _when(rule.when)), rule.text
    for judgement in case.judgements.values():
        yield ("judgement", judgement.id), judgement.text
        yield ("credence", judgement.id), _held(judgement)
    for among in case.hypotheses.values():
        yield ("hypotheses", among.id), f"{among.question} {', '.join(among.among)}".strip()
        for row in among.evidence:
            likely = ", ".join(f"{name}: {_number(each)}" for name, each in row.likelihood.items())
            yield ("evidence", f"{among.id}: {row.text}"), likely
    for party_id, seen in case.believes.items():
        yield ("belief", party_id), seen
    for named in case.states.values():
        yield ("state", named.id), named.pattern
    yield ("feasible", ""), "named states only" if case.only_named else "all states that the rules allow"
    for mover, arcs in case.moves.items():
        for arc in arcs:
            yield ("move", f"{mover}: {arc.source} > {arc.target}"), "possible"
    for what, reference in (("status quo", case.status_quo), ("outcome", case.outcome)):
        if reference is not None:
            yield (what, ""), reference.pattern
    for issue in case.issues.values():
        settled = (
            f"; now {issue.now}{'; fixed' if issue.fixed else ''}{f'; cost {issue.cost}' if issue.cost != 1 else ''}"
        )
        yield ("issue", issue.id), issue.name + settled
        yield ("order of positions", issue.id), ", ".join(issue.positions)
        for position in issue.positions.values():
            yield ("position", f"{issue.id} = {position.id}"), position.text
    for plan in case.plans.values():
        yield ("plan", plan.id), plan.title
        for about, cell in plan.positions.items():
            cells = (f"{each.position}{_when(each.when)}" for each in (cell, *cell.others))
            yield ("cell", f"{plan.id}: {about}"), ", else ".join(cells)
        for item in plan.conduct:
            yield ("conduct", f"{plan.id}: {names[item.party, item.option]}"), "taken" if item.taken else "not taken"
    if case.agreement is not None:
        for signatory, signs in case.agreement.signatories.items():
            yield ("signatory", signatory), signs
        if case.agreement.in_force is not None:
            text = write(case.agreement.in_force, lambda taken: names[taken.party, taken.option])
            yield ("in force if", ""), text
    for account in case.accounts.values():
        yield ("account", account.id), account.title
        for judgement in account.judgements.values():
            yield ("credence", f"{judgement.id} under {account.id}"), _held(judgement)
        for party_id, seen in account.believes.items():
            yield ("belief", f"{party_id} under {account.id}"), seen
    for source in case.sources.values():
        yield ("source", source.id), ", ".join(filter(None, (source.title, source.outlet, source.date)))


def _when(when: Condition | None) -> str:
    return "" if when is None else f" when {write(when)}"


def _number(credence: Credence) -> str:
    ends = (
        f"{float(credence.low):.4g} to {float(credence.high):.4g}"
        if credence.is_range
        else f"{float(credence.low):.4g}"
    )
    return f"{credence.word} ({ends})" if credence.word else ends


def _held(judgement: Judgement) -> str:
    rows = [f"{_number(row.credence)}{_when(row.when)}" for row in judgement.given]
    rows += [_number(judgement.credence)] if judgement.credence is not None else []
    return ", else ".join(rows)


def _said(first: Case, second: Case) -> Iterator[tuple[str, Said]]:
    """Yield where the preferences of a party differ, account by account."""
    accounts = [None, *(account for account in first.accounts if account in second.accounts)]
    for account in accounts:
        for party in (p for p in first.parties if p in second.parties):
            own = [
                (case.preferences if account is None else case.accounts[account].preferences)
                for case in (first, second)
            ]
            if party not in own[0] and party not in own[1]:
                continue
            one, two = (
                entries(case, party, account) if party in each else ("nothing", ())
                for case, each in zip((first, second), own, strict=True)
            )
            said = said_of(party, one, two)
            if not said.same:
                yield account or "", said


def _judged(first: Case, second: Case) -> tuple[tuple[tuple[Hold, Hold], ...], tuple[str, ...]]:
    """Judge what both cases have: plans, or the status quo and the outcome where these are the same states."""
    accounts = [account for account in first.account_ids() if account in second.account_ids()]
    asked: list[tuple[str | None, str | None]] = [(plan, None) for plan in first.plans if plan in second.plans]
    if not first.plans and not second.plans and first.option_names == second.option_names:
        there = {ref.pattern for ref in (second.status_quo, second.outcome) if ref is not None}
        own = dict.fromkeys(ref.pattern for ref in (first.status_quo, first.outcome) if ref is not None)
        asked = [(None, pattern) for pattern in own if pattern in there]
    pairs, failed = [], []
    for plan, state in asked:
        for account in accounts:
            try:
                one, two = (holds(family(case, plan=plan, account=account), state) for case in (first, second))
            except HoldfastError as error:
                failed.append(f"{plan or state}{f' under {account}' if account else ''}: {error}")
            else:
                pairs.append((one, two))
    return tuple(pairs), tuple(failed)
