"""The further answers of a brief as plain view values, grouped so that nothing is said twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

from holdfast.questions.amend import Amend
from holdfast.questions.amend.answer import Amendment, Obstacle, Relaxation
from holdfast.questions.compare.overview import Apart
from holdfast.questions.paths import Way
from holdfast.report.brief import Brief, Subject
from holdfast.report.further import Further
from holdfast.report.readings import sentences
from holdfast.report.view import Linked, account_label, under_words
from holdfast.report.wording import Wording, plain
from holdfast.report.words import change_words, count, listing, party_name

MAX_AMENDMENTS = 3
"""Most amendments of one plan that are written out; the others are counted."""
MAX_RELAXATIONS = 4
"""Most ways of setting obstacles aside that are written out."""

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
class Cell:
    """A cell of a matrix of plans and accounts: its sign, and what it says."""

    kind: str
    text: str
    more: str = ""


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
            cells.append((plain(cell.position) if cell else "", cell is not None and cell.position == issue.now))
        rows.append((issue.id, issue.name or issue.id, cells))
    return rows


def pairs_apart(brief: Brief, further: Further) -> list[tuple[str, list[Apart | None]]]:
    """Return, for each draft, how far it is from every other; None for itself."""
    pairs = {frozenset((each.first, each.second)): each for each in further.apart}
    return [(one, [pairs.get(frozenset((one, other))) for other in brief.case.plans]) for one in brief.case.plans]


# -- ways there -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class WayView:
    """A sequence of steps to one plan or state, under the account in which fewest of them are unwanted."""

    subject: Subject
    under: str
    steps: tuple[tuple[str, str, tuple[str, ...]], ...]
    summary: str


def way_cell(brief: Brief, further: Further, subject: Subject, account: str | None) -> Cell | None:
    """Say in a cell how a plan could come about under an account."""
    found = further.ways.get((subject.id, account))
    if found is None or not found.targets:
        return None
    target = found.targets[0]
    wanted, joint, free = (target.ways[kind] for kind in ("improvements", "coalitions", "moves"))
    if free.reachable is False:
        return Cell("blocked", "cannot be reached")
    if wanted.reachable:
        told = ["each wanted", _first_words(brief, wanted)]
        return Cell("firm", count(wanted.n_steps or 0, "step"), "; ".join(filter(None, told)))
    if joint.reachable:
        told = ["each wanted by all who make it", _first_words(brief, joint)]
        return Cell("soft", count(joint.n_steps or 0, "joint step"), "; ".join(filter(None, told)))
    if wanted.possible or joint.possible:
        return Cell("open", count(free.n_steps or 0, "step"), "whether wanted is open")
    if free.unwanted is None:
        return Cell("open", count(free.n_steps or 0, "step"), "some perhaps unwanted")
    return Cell("blocked", count(free.n_steps or 0, "step"), f"at least {free.unwanted} unwanted")


def _first_words(brief: Brief, way: Way) -> str:
    """Name who has to move first."""
    first = way.first_in_every or way.first
    names = listing([party_name(brief.case, party) for party in first], "and" if way.first_in_every else "or")
    return f"first: {names}" if names else ""


def example_way(brief: Brief, further: Further, subject: Subject) -> WayView | None:
    """Return one shortest sequence to a plan, under the account in which fewest steps are unwanted."""
    best: tuple[tuple[int, int], str | None, Way] | None = None
    for place, account in enumerate(brief.accounts):
        found = further.ways.get((subject.id, account))
        if found is None or not found.targets:
            continue
        ways = found.targets[0].ways
        way = ways["improvements"] if ways["improvements"].sequences else ways["moves"]
        if way.sequences:
            rank = (sum(not step.wanted for step in way.sequences[0]), place)
            if best is None or rank < best[0]:
                best = rank, account, way
    if best is None:
        return None
    (unwanted, _), account, way = best
    steps = []
    for step in way.sequences[0]:
        done = "; ".join(f"{_who(brief, move)} {_does(brief, move)}" for move in step.moves)
        notes = [] if step.wanted else ["not wanted by who makes it"]
        notes += [] if step.can_undo else ["cannot be undone at once"]
        others = [leave.party for leave in step.could_leave if leave.party not in step.by]
        if others:
            names = listing([party_name(brief.case, party) for party in dict.fromkeys(others)], "or")
            notes.append(f"before it, {names} would rather do something else")
        steps.append((done, step.to, tuple(notes)))
    needed = listing([party_name(brief.case, party) for party in way.needed])
    number = way.n_sequences
    ways_words = "" if number is None else f"{count(number, 'shortest sequence')}"
    summary = "; ".join(
        part
        for part in (
            ways_words,
            _first_words(brief, way),
            f"needed in each: {needed}" if needed else "",
            "every step is wanted by who makes it" if not unwanted else f"{unwanted} not wanted",
        )
        if part
    )
    return WayView(subject, under_words(brief, (account,)), tuple(steps), summary)


def _who(brief: Brief, move: str) -> str:
    return party_name(brief.case, move.partition(": ")[0]) + ":"


def _does(brief: Brief, move: str) -> str:
    return change_words(brief.case, move)


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
            words.setdefault({True: "yes", False: "no", None: "open"}[each.holds], []).append(account)
    if len(words) == 1 and len(brief.accounts) == 1:
        return next(iter(words))
    parts = []
    for word in ("yes", "open", "no"):
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
        "cells_beside": cells_beside(brief),
        "mending": mending(brief, further, wording) if further.amendments else (),
        "pairs_apart": pairs_apart(brief, further),
        "readings": readings(brief, further),
        "way_cell": lambda subject, account: way_cell(brief, further, subject, account),
        "ways": [view for view in examples if view is not None],
    }


NOTHING_FURTHER: dict[str, Any] = {"mending": (), "readings": (), "ways": (), "cells_beside": ()}
"""The same, of a brief that was asked for verdicts only."""
