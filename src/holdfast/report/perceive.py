"""What each party believes as text: verdicts in everybody's own game and in truth, and who would be surprised."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from holdfast.case import Case
from holdfast.questions.perceive import Course, Everywhere, Perceived, Seen, Surprise
from holdfast.report.paths import state_name
from holdfast.report.text import Style, paragraph, table, unstyled
from holdfast.report.words import change_words, count, listing, party_name, subject_words

MANY = 3
"""With more answers than this, each is shown on a line."""
SHOWN = 4
"""Most states named after the table of all states."""
ROLES = {"content": "good", "deterred": "good", "bluffed": "fair", "blocker": "bad", "open": "open"}
YES = {True: "yes", False: "no", None: "open"}
READINGS = {
    "holds": "holds either way",
    "holds_by_misperception": "holds only by the beliefs of {}",
    "fails_by_misperception": "fails only by the beliefs of {}",
    "fails": "fails either way",
    "open": "open",
}
_TRUTH = {True: "; it holds in truth", False: "; it can be blocked in truth", None: ", and in truth"}
NOTE = (
    "A party's own game has what it wants as the account has it, and all else, the facts too, as it believes. What it "
    "believes that others believe is not in the model."
)


def perceive_text(case: Case, answer: Perceived, width: int, style: Style = unstyled) -> str:
    """Write one answer."""
    blocks = [style(paragraph(_opening(case, answer), width), "title")]
    if not any(seen.believes for seen in answer.parties):
        text = "No party is said to believe anything else than this: `believes` in the case file says who does."
        return "\n\n".join([*blocks, _parties(case, answer, width, style), paragraph(text, width)])
    blocks.append(_parties(case, answer, width, style))
    blocks += [paragraph(text, width) for text in _moves_words(case, answer)]
    if answer.concepts:
        blocks.append(_concepts(case, answer, width, style))
    blocks.append("\n".join(_surprises(case, answer, width, style)))
    if answer.everywhere is not None:
        blocks.append(_everywhere(case, answer, answer.everywhere, width, style))
    if answer.note:
        blocks.append(paragraph(f"{answer.note[0].upper()}{answer.note[1:]}.", width))
    return "\n\n".join([*blocks, style(paragraph(NOTE, width), "dim")])


def _opening(case: Case, answer: Perceived) -> str:
    what = subject_words(case, answer.plan, answer.state)
    under = f" under {answer.account}" if answer.account else ""
    return f"{what[0].upper()}{what[1:]}{under}: {_outcome(answer)}."


def _outcome(answer: Perceived) -> str:
    belief, truth = answer.holds, answer.holds_in_truth
    if belief is None:
        return f"open by what the parties believe{_TRUTH[truth]}"
    if truth is None:
        return f"{'holds' if belief else 'can be blocked'} by what the parties believe; open in truth"
    if belief == truth:
        return f"{'holds' if belief else 'can be blocked'}, by what the parties believe and in truth{_firmly(answer)}"
    if belief:
        return "holds by what the parties believe, but not in truth"
    return "can be blocked by what the parties believe, though it holds in truth"


def _firmly(answer: Perceived) -> str:
    """Say whether what holds either way holds firmly."""
    belief, truth = answer.holds_firmly, answer.holds_firmly_in_truth
    if not answer.holds or None in (belief, truth):
        return ""
    if belief == truth:
        return ", firmly" if belief else ", but not firmly"
    return f"; firmly only {'by what they believe' if belief else 'in truth'}"


# -- verdicts --------------------------------------------------------------------------------------------------------


def _parties(case: Case, answer: Perceived, width: int, style: Style) -> str:
    rows = [
        [
            party_name(case, seen.party),
            seen.believes or "what is taken as true",
            _verdict(seen),
            seen.truth.verdict,
        ]
        for seen in answer.parties
    ]

    def role(row: int, column: int) -> str:
        return ROLES.get(rows[row][column].split(":")[0], "") if column > 1 else ""

    return table(["party", "believes", "in its own game", "in truth"], rows, width, style=style, roles=role)


def _verdict(seen: Seen) -> str:
    if seen.own is None:
        return "held impossible"
    if seen.own.verdict == "open":
        return f"open: {' or '.join(seen.own.possible)}"
    return seen.own.verdict


def _moves_words(case: Case, answer: Perceived) -> list[str]:
    """Say which moves from the state a party does not know of, and which it wrongly believes it has."""
    lines = []
    for seen in answer.parties:
        name = party_name(case, seen.party)
        if seen.unknown_moves:
            lines.append(f"{name} would not know that it could {_choices(case, seen.unknown_moves)}.")
        if seen.imagined_moves:
            lines.append(f"{name} would believe that it could {_choices(case, seen.imagined_moves)}, but could not.")
    return lines


def _choices(case: Case, moves: Sequence[str]) -> str:
    shown = [change_words(case, move) for move in moves[:SHOWN]]
    more = [f"make {count(len(moves) - SHOWN, 'other move')}"] if len(moves) > SHOWN else []
    return listing([*shown, *more], ", or")


def _concepts(case: Case, answer: Perceived, width: int, style: Style) -> str:
    rows = []
    for under in answer.concepts.values():
        names = [party_name(case, party) for party in under.by]
        told = READINGS[under.reading].format(listing(names))
        rows.append([under.concept, YES[under.in_belief], YES[under.in_truth], told])
    head = ["concept", "holds in belief", "in truth", "read together"]
    return table(head, rows, width, style=style, shrink=3)


# -- surprises -------------------------------------------------------------------------------------------------------


def _surprises(case: Case, answer: Perceived, width: int, style: Style) -> list[str]:
    if not answer.concepts:
        return []
    if not answer.surprises:
        return [paragraph(f"Nobody would be surprised (under {answer.concept}).", width)]
    lines = [style(paragraph(f"Who would be surprised (under {answer.concept}):", width), "head")]
    for each in answer.surprises:
        lines.append(paragraph(f"  - {surprise_words(case, answer.state, each)}", width, "    "))
    return lines


def surprise_words(case: Case, state: str, each: Surprise) -> str:
    """Say what a party expects and what happens, in a sentence or two."""
    who, mover = party_name(case, each.party), party_name(case, each.by)
    there = state_name(case, each.to)
    told = {
        "state": lambda: (
            f"{who} could not foresee {state_name(case, state)}, which its own game rules out; what it would do is open"
        ),
        "leaves": lambda: (
            f"{who} would not expect {mover} to {change_words(case, each.move)} → {there}: by its own game "
            f"{_reason(case, each.expects, mover)}. But {mover} could, and by its own game nothing answers it"
        ),
        "stays": lambda: (
            f"{who} would expect {mover} to {change_words(case, each.move)} → {there}. But {mover} would stay: "
            f"by its own game {_reason(case, each.happens, 'it')}"
        ),
        "restrained": lambda: (
            f"{who} would {change_words(case, each.move)} → {there} but for an answer that it fears: "
            f"{_answer(case, each.expects)}. That would not come{_why_not(case, each.happens)}"
        ),
        "met": lambda: (
            f"{who} could {change_words(case, each.move)} → {there}, expecting no answer, and would meet one: "
            f"{_answer(case, each.happens)}"
        ),
        "cannot": lambda: (
            f"{who} would {change_words(case, each.move)} → {there}, and nobody answers by its own game; but it cannot"
        ),
    }[each.kind]()
    more = f" ({count(each.n_moves - 1, 'more move')} of the kind)" if each.n_moves > 1 else ""
    if each.positions is not None:
        filled = "; ".join(f"{issue} = {' or '.join(allowed)}" for issue, allowed in each.positions.items())
        more += f" (only under some fillings of unknown cells{f'; for one, {filled}' if filled else ''})"
    return f"{told}{more}."


def _reason(case: Case, course: Course, mover: str) -> str:
    """Say why, by somebody's own game, a party does not leave by a move."""
    if course.kind == "answered":
        return f"that would be answered: {_answer(case, course)}"
    if course.kind == "unknown":
        return "there is no such move"
    return f"{mover} would not prefer that"


def _answer(case: Case, course: Course) -> str:
    moves = ", then ".join(
        f"{party_name(case, move.partition(': ')[0])} could {change_words(case, move)}" for move in course.moves
    )
    return f"{moves} → {state_name(case, course.to)}"


def _why_not(case: Case, course: Course) -> str:
    if not course.fails:
        return ""
    (move,) = course.moves
    who = party_name(case, move.partition(": ")[0])
    return {
        "not preferred": f": {who} would not want to",
        "unknown": f": {who} would not know of that move",
        "impossible": f": {who} could not do that",
    }[course.fails]


# -- all states ------------------------------------------------------------------------------------------------------


def _everywhere(case: Case, answer: Perceived, found: Everywhere, width: int, style: Style) -> str:
    lines = [
        style(
            paragraph(
                f"Among all {count(found.n_states, 'state')}, these hold in belief, in truth, or in one of them only:",
                width,
            ),
            "head",
        )
    ]
    rows = []
    for concept, under in found.concepts.items():
        sets = (under.in_belief, under.in_truth, under.by_misperception, under.lost, under.open)
        rows.append([concept, *(f"{states.count:,}" for states in sets)])
    head = ["concept", "belief", "truth", "belief only", "truth only", "open"]
    lines.append(table(head, rows, width, style=style))
    under = found.concepts[answer.concept]
    named = (
        (under.in_belief, "in belief"),
        (under.by_misperception, "in belief only"),
        (under.lost, "in truth only"),
    )
    for states, words in named:
        if states.count:
            lines.append(
                paragraph(f"  {answer.concept}, {words}: {_states(case, states.first, states.count)}", width, "  ")
            )
    for party, number in found.unknown_to.items():
        if number:
            text = f"  The own game of {party_name(case, party)} rules out {count(number, 'of them', 'of them')}."
            lines.append(paragraph(text, width, "  "))
    return "\n".join(lines)


def _states(case: Case, letters: Iterable[str], number: int) -> str:
    shown = [state_name(case, each) for each in list(letters)[:SHOWN]]
    return ", ".join(shown) + (f" and {number - SHOWN:,} more" if number > SHOWN else "")


def many_perceive_text(case: Case, answers: Sequence[Perceived], width: int, style: Style = unstyled) -> str:
    """Write many answers, a line each, and how to ask for more."""
    rows = []
    for answer in answers:
        who = dict.fromkeys(each.party for each in answer.surprises)
        told = ", ".join(party_name(case, party) for party in who) or "–"
        what = answer.plan or state_name(case, answer.state)
        rows.append([what, answer.account or "case", YES[answer.holds], YES[answer.holds_in_truth], told])
    head = ["plan" if case.plans else "state", "account", "holds in belief", "in truth", "who would be surprised"]
    body = table(head, rows, width, style=style, shrink=4)
    remedy = "Name one plan (or state) and one account (--plan, --state, --account) for what each believes, and why."
    return f"{body}\n\n{paragraph(remedy, width)}\n\n{style(paragraph(NOTE, width), 'dim')}"
