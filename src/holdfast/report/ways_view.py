"""How to get to each plan, for the page: a cell for every account, and one sequence written out."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.questions.paths import Way
from holdfast.report.brief import Brief, Subject
from holdfast.report.further import Further
from holdfast.report.view import under_words
from holdfast.report.words import change_words, count, listing, party_name


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a matrix of plans and accounts: its sign, and what it says."""

    kind: str
    text: str
    more: str = ""


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
