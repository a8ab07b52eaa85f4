"""The brief as one self-contained page: no script, nothing fetched, and the same bytes for the same brief."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from holdfast.case import Case, Claim, Direction, Ranking, Weights
from holdfast.case.condition import Condition
from holdfast.questions.solved import Solved
from holdfast.report.brief import Brief, Subject
from holdfast.report.doubt_view import doubt_parts
from holdfast.report.further_view import NOTHING_FURTHER, further_parts
from holdfast.report.picture import Picture, picture
from holdfast.report.sources import Sources, anchor
from holdfast.report.templates import render, style
from holdfast.report.view import (
    OUTCOME_KIND,
    SHORT,
    SYMBOL,
    Signing,
    Stand,
    account_label,
    sign_word,
    signings,
    stands,
    tally,
    under_words,
)
from holdfast.report.weights import weight_rows
from holdfast.report.wording import Wording, plain, statement_anchor
from holdfast.report.words import VERDICT_WORDS, count, headline, listing, may_block, outcome_word, party_name
from holdfast.stability import CONCEPTS
from holdfast.version import __version__

MAX_LISTED = 60
"""Most states that are shown with a column for each concept."""


def page(brief: Brief) -> str:
    """Write a brief as one HTML file.

    Parameters
    ----------
    brief : Brief
        The answers.

    Returns
    -------
    str
        A complete document that refers to nothing outside itself.

    Examples
    --------
    >>> from holdfast import brief, example
    >>> "<script" in page(brief(example("cuba-1962")))
    False
    """
    from markupsafe import Markup

    case, wording, sources = brief.case, Wording(brief.case), Sources(brief.case)
    return render(
        "brief.html.j2",
        brief=brief,
        case=case,
        css=Markup(style()),
        headline=headline(brief),
        facts=_facts(brief),
        subjects=[subject_view(brief, subject, wording) for subject in brief.subjects],
        others=[plan for plan in case.plans.values() if plan.id not in {subject.plan for subject in brief.subjects}],
        signing=_signing(brief),
        equilibria=[equilibria_view(brief, account, solved) for account, solved in brief.solved.items()],
        unknowns=_unknowns(brief),
        further=brief.further,
        **doubt_parts(brief, sources, wording),
        **(further_parts(brief, wording) if brief.further else NOTHING_FURTHER),
        complete=all(hold.complete for hold in brief.answers.values()),
        accounts=[account_view(brief, account, wording) for account in _accounts(case)],
        sources=sources,
        wording=wording,
        concepts=list(CONCEPTS.values()),
        provenance=_provenance(brief),
        version=__version__,
        **_helpers(case),
    )


def _helpers(case: Case) -> dict[str, Any]:
    """Return what templates may call."""
    return {
        "account_label": account_label,
        "anchor": anchor,
        "count": count,
        "listing": listing,
        "may_block": may_block,
        "outcome_kind": lambda hold: OUTCOME_KIND[outcome_word(hold)],
        "outcome_word": outcome_word,
        "party_name": lambda party: party_name(case, party),
        "plain": plain,
        "short": SHORT,
        "subject_anchor": subject_anchor,
        "symbol": SYMBOL,
        "verdict_words": VERDICT_WORDS,
        "direction_words": {
            Direction.BOTH: "",
            Direction.TAKE_ONLY: "one way: once taken it cannot be undone",
            Direction.DROP_ONLY: "one way: once dropped it cannot be taken again",
        },
    }


def subject_anchor(subject: Subject) -> str:
    """Return the id of a subject's section."""
    return anchor("plan", subject.plan) if subject.plan else anchor("subject", subject.id.replace(" ", "-"))


def _facts(brief: Brief) -> str:
    """Say how much the answer rests on."""
    case = brief.case
    parts = [count(len(brief.subjects), "plan")] if case.plans else []
    parts += [count(len(case.parties), "party", "parties"), count(len(case.options), "option")]
    if case.issues:
        parts.append(count(len(case.issues), "issue"))
    if len(brief.accounts) > 1:
        parts.append(count(len(brief.accounts), "account"))
    return listing(parts)


def _provenance(brief: Brief) -> dict[str, str]:
    found = next((hold.provenance for hold in brief.answers.values()), None)
    found = found or next((solved.provenance for solved in brief.solved.values()), None)
    method = "; ".join(
        dict.fromkeys(
            [
                *(hold.provenance.method for hold in brief.answers.values()),
                *(solved.provenance.method for solved in brief.solved.values()),
            ]
        )
    )
    return {
        "case": found.case if found and found.case else brief.case.digest,
        "version": found.version if found and found.version else __version__,
        "method": method,
    }


# -- subjects --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SubjectView:
    """One plan or state, as its section shows it."""

    subject: Subject
    anchor: str
    outcome: str
    state: str
    complete: bool
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    blocking: tuple[tuple[Stand, ...], ...]
    open: tuple[tuple[Stand, ...], ...]
    kept: tuple[tuple[Stand, ...], ...]
    content: str
    signing: tuple[Signing, ...]
    picture: Picture


def subject_view(brief: Brief, subject: Subject, wording: Wording) -> SubjectView:
    """Gather what one subject's section shows."""
    case, holds = brief.case, brief.row(subject)
    found = stands(brief, subject, wording)
    outcomes: dict[str, list[str | None]] = {}
    for account, hold in zip(brief.accounts, holds, strict=True):
        outcomes.setdefault(outcome_word(hold), []).append(account)
    parts = [f"{word} {under_words(brief, accounts)}".strip() for word, accounts in outcomes.items()]
    outcome = "; ".join(parts)
    content = [s.name for s in found if s.verdict == "content" and len(s.accounts) == len(brief.accounts)]
    return SubjectView(
        subject=subject,
        anchor=subject_anchor(subject),
        outcome=outcome[:1].upper() + outcome[1:],
        state=holds[0].state,
        complete=all(hold.complete for hold in holds),
        rows=tuple((p, tuple(brief.verdict(subject, a, p).verdict for a in brief.accounts)) for p in case.parties),
        blocking=_by_party(s for s in found if s.verdict == "blocker"),
        open=_by_party(s for s in found if s.verdict == "open"),
        kept=_by_party(s for s in found if s.verdict in {"deterred", "bluffed"}),
        content=listing(content),
        signing=signings(brief, subject, wording),
        picture=picture(brief, subject, wording),
    )


def _by_party(found: Iterator[Stand]) -> tuple[tuple[Stand, ...], ...]:
    return tuple(tuple(stands) for _, stands in groupby(found, key=lambda stand: stand.party))


def _signing(brief: Brief) -> list[tuple[str, bool, list[tuple[tuple[str, str, str], ...]]]]:
    """Return, for each party, whether it signs at all, and for each plan the answers with their counts."""
    case = brief.case
    if not case.plans or case.agreement is None:
        return []
    rows = []
    for party in case.parties:
        signs = party in case.agreement.signatories
        cells = []
        for subject in brief.subjects:
            answers = []
            for account in brief.accounts:
                hold = brief.answers[subject.id, account]
                if not hold.occurs:
                    continue
                verdict = hold.party(party)
                if signs:
                    answers.append((account, sign_word(hold, verdict)))
                elif "blocker" in (verdict.verdict, *verdict.possible):
                    answers.append((account, "can block" if verdict.verdict == "blocker" else "may block"))
            cells.append(tally(brief, answers))
        rows.append((party, signs, cells))
    return rows


def _unknowns(brief: Brief) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """Return, for each unknown cell that would matter: the plan, the issue, the accounts, and what turns on it."""
    rows = []
    for plan, issues in brief.unknowns.items():
        for issue in issues:
            turning: dict[str, list[str | None]] = {}
            for account in brief.accounts:
                for what in _turning(brief, plan, account, issue):
                    turning.setdefault(what, []).append(account)
            told = tuple(f"{what} {under_words(brief, under)}".strip() for what, under in turning.items())
            rows.append((plan, issue, listing(issues[issue]), told))
    return rows


def _turning(brief: Brief, plan: str, account: str | None, issue: str) -> Iterator[str]:
    hold = brief.answers[plan, account]
    if issue in hold.depends_on:
        yield "whether the plan holds" if hold.holds is None else "whether it holds firmly"
    for verdict in hold.parties:
        name = party_name(brief.case, verdict.party)
        if issue in verdict.depends_on:
            yield f"whether {name} can block" if "blocker" in verdict.possible else f"what keeps {name} to it"
        if issue in verdict.sign_depends_on:
            yield f"whether {name} would sign"


# -- equilibria ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EquilibriaView:
    """The states that hold, per concept: as a table of states where they are few, else as lists."""

    under: str
    solved: Solved
    states: tuple[tuple[str, str, str, tuple[bool, ...]], ...]


def equilibria_view(brief: Brief, account: str | None, solved: Solved) -> EquilibriaView:
    """Gather the states that are equilibria under some concept, with a mark for each concept."""
    per_concept = [set(states.first) for states in solved.equilibria.values()]
    cut = any(states.count > len(states.first) for states in solved.equilibria.values())
    union = sorted(set().union(*per_concept)) if per_concept else []
    rows = []
    if not cut and len(union) <= MAX_LISTED:
        for state in union:
            marks = tuple(state in states for states in per_concept)
            rows.append((state, state_name(brief.case, state), taken_words(brief.case, state), marks))
    return EquilibriaView(under_words(brief, (account,)), solved, tuple(rows))


def state_name(case: Case, state: str) -> str:
    """Return the name a case gives to a state and what it is there, such as ``7, what happened``."""
    names = [named.id for named in case.states.values() if named.pattern == state]
    if case.status_quo is not None and case.status_quo.pattern == state:
        names.append("status quo")
    if case.outcome is not None and case.outcome.pattern == state:
        names.append("what happened")
    return ", ".join(names)


def taken_words(case: Case, state: str) -> str:
    """Say which options a state has taken."""
    taken = [f"“{o.text or o.id}”" for o, letter in zip(case.options, state, strict=True) if letter == "Y"]
    return listing(taken) or "no option is taken"


# -- accounts --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One statement, a whole ranking, or a row of weights, with its place in the page and in the list."""

    anchor: str
    place: int | str
    words: str
    code: str
    claim: Claim
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class AccountView:
    """One account: the parties it speaks of, each with its statements in order."""

    id: str
    anchor: str
    title: str
    note: str
    claim: Claim | None
    parties: tuple[tuple[str, bool, tuple[StatementRow, ...]], ...]
    unnamed: str


def _accounts(case: Case) -> tuple[str | None, ...]:
    own: tuple[str | None, ...] = (None,) if case.preferences else ()
    return (*own, *case.accounts)


def account_view(brief: Brief, account: str | None, wording: Wording) -> AccountView:
    """Gather what one account says; None stands for the case's own preferences."""
    case = brief.case
    stated = case.preferences if account is None else case.accounts[account].preferences
    parties: list[tuple[str, bool, tuple[StatementRow, ...]]] = []
    rows: list[StatementRow]
    for party, preference in stated.items():
        if isinstance(preference, Ranking):
            told = _ranked(case, preference)
            row = StatementRow(statement_anchor(account, party, 1), 0, told, "", preference.claim)
            parties.append((party_name(case, party), True, (row,)))
            continue
        if isinstance(preference, Weights):
            rows = []
            for weight in weight_rows(case, preference):
                said, at = wording.weights(weight, party), statement_anchor(account, party, weight.place)
                rows.append(StatementRow(at, weight.kind, said.words, said.code, weight.claim))
            parties.append((party_name(case, party), False, tuple(rows)))
            continue
        rows = []
        for place, statement in enumerate(preference, 1):
            said = wording.said(statement, party, statement_anchor(account, party, place))
            nuance = " (unknown whether it wants this)" * statement.unknown + " (matters greatly)" * statement.greatly
            words = said.words + nuance
            rows.append(StatementRow(said.anchor, place, words, said.code, statement.claim, statement.when))
        parties.append((party_name(case, party), False, tuple(rows)))
    others = [party_name(case, party) for party in case.parties if party not in stated]
    if account is None:
        return AccountView("the case", "own", "The case’s own preferences", "", None, tuple(parties), "")
    said_of = case.accounts[account]
    unnamed = listing(others) if case.preferences else ""
    title = said_of.title or account
    return AccountView(account, anchor("account", account), title, said_of.note, said_of.claim, tuple(parties), unnamed)


def _ranked(case: Case, ranking: Ranking) -> str:
    """Write a ranking, best first, with what is greatly preferred to the rest and what is unknown."""
    told = _tier(case, ranking.tiers[0]) if ranking.tiers else ""
    for above, tier in enumerate(ranking.tiers[1:], 1):
        told += f" {'≫' if above in ranking.greatly else '›'} {_tier(case, tier)}"
    pairs = "; ".join(f"{_tier(case, (a,))} or {_tier(case, (b,))}" for a, b in ranking.unknown)
    return f"{told}; unknown which of them it prefers: {pairs}" if pairs else told


def _tier(case: Case, tier: tuple[str, ...]) -> str:
    names = {named.pattern: named.id for named in case.states.values()}
    return " = ".join(names.get(state, state) for state in tier)
