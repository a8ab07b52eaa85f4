"""The further answers of a brief as plain view values, grouped so that nothing is said twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

from holdfast.case import plan as plans
from holdfast.questions.amend import Amend
from holdfast.questions.amend.answer import Amendment, Obstacle, Relaxation
from holdfast.questions.compare.overview import Apart
from holdfast.questions.packages import Packages
from holdfast.report.brief import Brief
from holdfast.report.further import Further
from holdfast.report.packages import NAMES, gained
from holdfast.report.readings import sentences
from holdfast.report.view import Linked, account_label, under_words
from holdfast.report.ways_view import Cell, example_way, way_cell
from holdfast.report.wording import Wording, plain
from holdfast.report.words import count, listing, party_name

MAX_AMENDMENTS = 3
"""Most amendments of one plan that are written out; the others are counted."""
MAX_RELAXATIONS = 4
"""Most ways of setting obstacles aside that are written out."""

UNLESS = "only if those who are indifferent let it pass"
"""Where no draft is liked better by every ratifier, but some are liked less by none."""

READING_TITLES = {
    "blockers": "Total, limited and conditional blockers",
    "ripeness": "Ripeness",
    "commitment": "Commitment problem",
    "win_set": "Win-sets of the ratifiers",
    "hostility": "Self-fulfilling hostility",
}
READING_MEANING = {
    "blockers": (
        "Of all drafts that could be written, does a party have a move that nobody can answer against every one "
        "(total), against some (limited), or is it kept to some only by answers that nobody would want to give "
        "(conditional)? After Stedman 1997, in neutral words."
    ),
    "ripeness": "Is there any draft that every signatory prefers to the status quo? After Zartman 2000, in part.",
    "commitment": (
        "Would every signatory sign a plan, and yet one of them leave it once it is in force? After Fearon 1995."
    ),
    "win_set": "Which drafts would all who have to ratify accept, and do they overlap? After Putnam 1988.",
    "hostility": (
        "Can both a peaceful and another state last, so that where one starts decides which? After Jervis 1978."
    ),
}


@dataclass(frozen=True, slots=True)
class Mended:
    """One amendment in words: what changes, what has to be filled in, and for whom it is better and worse."""

    changes: tuple[tuple[str, str, str], ...]
    filled: str
    gains: str
    gives: str


@dataclass(frozen=True, slots=True)
class MendedPlan:
    """The smallest amendments of one plan under one account."""

    plan: str
    n_changes: str
    amendments: tuple[Mended, ...]
    more: str


@dataclass(frozen=True, slots=True)
class Standoff:
    """Why no plan qualifies under some account, for plans of which the same can be said.

    Attributes
    ----------
    plans : str
        The plans.
    obstacles : tuple of (str, Linked)
        Who insists on what, or which issue is fixed; together they rule every plan out.
    relaxations : tuple of tuple of (str, Linked)
        Smallest sets without which some plan qualifies.
    more : str
        How many there are beyond those shown.
    note : str
        Why, where that is nobody's doing.
    """

    plans: str
    obstacles: tuple[tuple[str, Linked], ...]
    relaxations: tuple[tuple[tuple[str, Linked], ...], ...]
    more: str
    note: str


@dataclass(frozen=True, slots=True)
class AccountMending:
    """What would mend the plans under one account, or some that agree."""

    under: str
    plans: tuple[MendedPlan, ...]
    standoffs: tuple[Standoff, ...]


def amendment_cell(answer: Amend) -> Cell:
    """Say in a cell how far the nearest plans that qualify are."""
    if answer.n_changes is None:
        return Cell("blocked", "none")
    ways = len(answer.amendments)
    many = f"{ways}{'' if answer.complete else ' or more'} ways" if ways > 1 or not answer.complete else ""
    if answer.n_changes == 0:
        return Cell("firm", "as it stands", "if filled in" if answer.amendments[0].filled else "")
    return Cell("soft", count(answer.n_changes, "change"), many)


def mending(brief: Brief, further: Further, wording: Wording) -> tuple[AccountMending, ...]:
    """Return what would mend the plans, an entry for each account."""
    found = []
    for account in brief.accounts:
        answers = [further.amendments[s.id, account] for s in brief.subjects if (s.id, account) in further.amendments]
        plans = tuple(_mended_plan(brief, each) for each in answers if each.n_changes is not None)
        stuck: dict[object, list[Amend]] = {}
        for each in answers:
            if each.n_changes is None:
                stuck.setdefault((each.conflict, each.note), []).append(each)
        standoffs = tuple(_standoff(brief, wording, account, alike) for alike in stuck.values())
        if plans or standoffs:
            found.append(AccountMending(account_label(account), plans, standoffs))
    return tuple(found)


def _mended_plan(brief: Brief, answer: Amend) -> MendedPlan:
    shown = answer.amendments[:MAX_AMENDMENTS]
    left = len(answer.amendments) - len(shown)
    more = "" if not left else f"and {left} more" if answer.complete else f"and {left} or more"
    assert answer.n_changes is not None
    words = count(answer.n_changes, "change") if answer.n_changes else "no change"
    return MendedPlan(answer.plan, words, tuple(_mended(brief, each) for each in shown), more)


def _mended(brief: Brief, amendment: Amendment) -> Mended:
    case = brief.case

    def names(way: str) -> str:
        return listing([party_name(case, party) for party in amendment.who(way)])

    changes = tuple(
        (case.issues[each.issue].name or each.issue, plain(each.before or ""), plain(each.after))
        for each in amendment.changes
    )
    every = prod(len(case.issues[each.issue].positions) for each in amendment.filled)
    filled = ""
    if amendment.filled and amendment.n_fillings is None:
        filled = "the unknown cells filled in suitably"
    elif amendment.filled and amendment.n_fillings != every:
        told = [f"{case.issues[c.issue].name or c.issue} ‘{plain(c.after)}’" for c in amendment.filled]
        filled = f"the unknown cells filled in suitably, for example {listing(told)}"
    return Mended(changes, filled, names("gains"), names("gives"))


def _standoff(brief: Brief, wording: Wording, account: str | None, alike: Sequence[Amend]) -> Standoff:
    first = alike[0]
    common = [
        each for each in first.relaxations if all(_has(other.relaxations, each.obstacles) for other in alike[1:])
    ] or list(first.relaxations)
    shown = common[:MAX_RELAXATIONS]
    left = len(common) - len(shown)
    plans = "every plan" if len(alike) == len(brief.subjects) > 1 else listing([each.plan for each in alike])
    return Standoff(
        plans,
        tuple(_obstacle(brief, wording, account, each) for each in first.conflict),
        tuple(tuple(_obstacle(brief, wording, account, o) for o in each.obstacles) for each in shown),
        f"and {left} more" if left > 0 else "",
        first.note,
    )


def _has(relaxations: Sequence[Relaxation], obstacles: tuple[Obstacle, ...]) -> bool:
    return any(each.obstacles == obstacles for each in relaxations)


def _obstacle(brief: Brief, wording: Wording, account: str | None, each: Obstacle) -> tuple[str, Linked]:
    case = brief.case
    if each.issue:
        name = case.issues[each.issue].name or each.issue
        return "", Linked(f"{name} is fixed at ‘{plain(each.fixed)}’", ())
    name = party_name(case, each.party)
    if each.statement is None:
        return name, Linked(each.text, ())
    said = wording.statement(account, each.party, each.text)
    return name, Linked(said.words, ((account_label(account), said.anchor),) if said.anchor else ())


# -- drafts side by side ----------------------------------------------------------------------------------------------


def cells_beside(brief: Brief) -> list[tuple[str, str, list[tuple[str, bool]]]]:
    """Return, for each issue, its position under each plan (empty where unknown), and whether it is what holds now."""
    case = brief.case
    rows = []
    for issue in case.issues.values():
        cells = []
        for plan in case.plans.values():
            cell = plan.positions.get(issue.id)
            cells.append((_beside(cell), cell is not None and cell.when is None and cell.position == issue.now))
        rows.append((issue.id, issue.name or issue.id, cells))
    return rows


def _beside(cell: plans.Cell | None) -> str:
    """Name a position, and where it counts in some worlds only what counts elsewhere."""
    if cell is None or cell.when is None:
        return plain(cell.position) if cell else ""
    every = (cell, *cell.others)
    last = () if every[-1].when is None else ("unknown",)
    return listing([*dict.fromkeys(plain(each.position) for each in every), *last], "or")


def pairs_apart(brief: Brief, further: Further) -> list[tuple[str, list[Apart | None]]]:
    """Return, for each draft, how far it is from every other; None for itself."""
    pairs = {frozenset((each.first, each.second)): each for each in further.apart}
    return [(one, [pairs.get(frozenset((one, other))) for other in brief.case.plans]) for one in brief.case.plans]


# -- packages ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PackagesView:
    """What bargaining theory singles out, for one conduct under one account.

    Attributes
    ----------
    under, zone : str
        The account, and how many packages every signatory would sign.
    plans : tuple of (str, str)
        Each plan, and whether it is efficient.
    signatories : tuple of str
        Their names.
    rows : tuple of (str, tuple of str, str, str)
        A package's name, each signatory's gain, how many tie, and its positions; or why there is none.
    """

    under: str
    zone: str
    plans: tuple[tuple[str, str], ...]
    signatories: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...], str, str], ...]


def packages_views(brief: Brief, further: Further) -> tuple[PackagesView, ...]:
    """Return the packages of every account under which all signatories have weights."""
    return tuple(
        _packages_view(brief, account, answer) for account, answers in further.packages.items() for answer in answers
    )


def _packages_view(brief: Brief, account: str | None, answer: Packages) -> PackagesView:
    case, zone = brief.case, answer.zone
    many = "some packages" if zone.n_packages is None else count(zone.n_packages, "package")
    alike: dict[tuple[tuple[str, ...], str, str], list[str]] = {}
    for each in answer.named:
        if not each.examples:
            continue
        first = each.examples[0]
        gains = tuple(gained(first.gain[signatory.party]) for signatory in answer.signatories)
        told = ", ".join(f"{case.issues[i].name or i}: {plain(p)}" for i, p in first.positions.items())
        ties = f"{'' if each.exact else 'at least '}{each.n_packages:,}"
        alike.setdefault((gains, ties, told), []).append(NAMES[each.name])
    rows = [(listing(names), *key) for key, names in alike.items()]
    return PackagesView(
        under_words(brief, (account,)),
        f"every signatory would sign {many} of {answer.n_packages:,}" if zone.exists else "no package would do for all",
        tuple((each.plan, plain(each.verdict)) for each in answer.plans),
        tuple(party_name(case, each.party) for each in answer.signatories),
        tuple(rows),
    )


# -- readings ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReadingView:
    """One reading: what is asked, and the answers, grouped by the accounts that give the same."""

    id: str
    title: str
    meaning: str
    answers: tuple[tuple[str, str], ...]


def readings(brief: Brief, further: Further) -> tuple[ReadingView, ...]:
    """Return the readings that apply to the case."""
    found = []
    for reading, title in READING_TITLES.items():
        alike: dict[str, list[str | None]] = {}
        for account, diagnosis in further.diagnoses.items():
            if not getattr(diagnosis, reading).note:
                alike.setdefault(sentences(brief.case, diagnosis)[reading], []).append(account)
        if alike:
            told = tuple((under_words(brief, accounts), sentence) for sentence, accounts in alike.items())
            found.append(ReadingView(reading, title, READING_MEANING[reading], told))
    return tuple(found)


def reading_summary(brief: Brief, further: Further, reading: str) -> str:
    """Say of one reading under which accounts the answer is yes, no or open."""
    words: dict[str, list[str | None]] = {}
    for account, diagnosis in further.diagnoses.items():
        each = getattr(diagnosis, reading)
        if not each.note:
            word = {True: "yes", False: "no", None: "open"}[each.holds]
            if word == "no" and reading == "win_set" and each.none_against:
                word = UNLESS
            words.setdefault(word, []).append(account)
    if len(words) == 1 and len(brief.accounts) == 1:
        return next(iter(words))
    parts = []
    for word in ("yes", "open", UNLESS, "no"):
        if word in words:
            everywhere = len(words[word]) == len(brief.accounts)
            under = "every account" if everywhere else listing([account_label(a) for a in words[word]])
            parts.append(f"{word} under {under}")
    return "; ".join(parts)


def further_parts(brief: Brief, wording: Wording) -> dict[str, Any]:
    """Return what the templates of the further answers show."""
    further = brief.further
    assert further is not None
    examples = (example_way(brief, further, subject) for subject in brief.subjects)
    return {
        "amendment_cell": amendment_cell,
        "any_none": any(answer.n_changes is None for answer in further.amendments.values()),
        "cells_beside": cells_beside(brief),
        "mending": mending(brief, further, wording) if further.amendments else (),
        "packages": packages_views(brief, further),
        "pairs_apart": pairs_apart(brief, further),
        "readings": readings(brief, further),
        "way_cell": lambda subject, account: way_cell(brief, further, subject, account),
        "ways": [view for view in examples if view is not None],
    }


NOTHING_FURTHER: dict[str, Any] = {"packages": (), "mending": (), "readings": (), "ways": (), "cells_beside": ()}
"""The same, of a brief that was asked for verdicts only."""
