"""What a party would have to want for a state to hold, as text for the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from holdfast.case import Case
from holdfast.questions.inverse.answer import Change, Effect, Inverse, Needed, PartyInverse, Positions
from holdfast.questions.inverse.edits import Edit
from holdfast.report.text import Style, paragraph, table, unstyled
from holdfast.report.words import change_words, count, listing, party_name, reply_words

MANY = 3
"""With more answers than this, each is shown on a line."""
MOST_WAYS = 10
"""Most states of one requirement that are named; of more only the number is said."""
MOST_CLAUSES = 8
"""Most requirements that are written out."""
NOTE = (
    "The edits say what the account would have to be wrong about, or what would have to change, for the answer to be "
    "another; not that anybody should or would want something else. A share of rankings is not a probability."
)


def inverse_text(case: Case, answer: Inverse, width: int, style: Style = unstyled) -> str:
    """Write one answer."""
    if answer.readings:
        opening = f"{_subject(case, answer)}: it depends on what the plan leaves unknown."
        blocks = [style(paragraph(opening, width), "title")]
        for reading in answer.readings:
            where = "; also where ".join(_filling(each) for each in reading.fillings)
            blocks.append(style(paragraph(f"Where {where}:", width), "head"))
            blocks += _body(case, reading, width, style)
    else:
        blocks = [style(paragraph(_opening(case, answer), width), "title"), *_body(case, answer, width, style)[1:]]
    if answer.holds is not True:
        blocks.append(style(paragraph(NOTE, width), "dim"))
    return "\n\n".join(blocks)


def many_inverse_text(case: Case, answers: Sequence[Inverse], width: int, style: Style = unstyled) -> str:
    """Write many answers, a line each, and how to ask for more."""
    rows = []
    for each in answers:
        what = each.plan or state_name(case, each.state)
        rows.append([what, each.account or "case", _brief(each)])
    opening = f"Fewest edits of each party's list for it to be stable under {answers[0].concept}:"
    remedy = "Name one plan and one account (--plan, --account) for the edits, and a party (--party) for what they do."
    head = ["plan" if answers[0].plan else "state", "account", "fewest edits"]
    body = table(head, rows, width, style=style, shrink=2)
    return "\n\n".join(
        [paragraph(opening, width), body, paragraph(remedy, width), style(paragraph(NOTE, width), "dim")]
    )


def _brief(answer: Inverse) -> str:
    if answer.readings:
        kinds = list(dict.fromkeys(_brief(reading) for reading in answer.readings))
        return "; or ".join(kinds)
    if answer.holds:
        return "none: stable for all"
    parts = [f"{each.party} {_number(each)}" for each in answer.parties if not each.stable]
    return ", ".join(parts) or f"not stable for {', '.join(answer.not_stable_for)}"


def _number(each: PartyInverse) -> str:
    if each.n_edits is not None:
        return str(each.n_edits)
    return "(weights)" if each.kind == "weights" else f">{each.up_to}"


def state_name(case: Case, letters: str) -> str:
    """Return the name the case gives a state, or its letters."""
    return next((name for name, state in case.states.items() if state.pattern == letters), letters)


def _states(case: Case, letters: Sequence[str]) -> list[str]:
    """Name states, in the order in which the case names them."""
    order = list(case.states)
    named = [state_name(case, each) for each in letters]
    return sorted(named, key=lambda name: order.index(name) if name in case.states else len(order))


def _subject(case: Case, answer: Inverse) -> str:
    name = state_name(case, answer.state)
    at = "" if name == answer.state else f" ({answer.state})"
    under = f" under account {answer.account}" if answer.account else ""
    return f"Plan {answer.plan}{under}" if answer.plan else f"State {name}{at}{under}"


def _names(case: Case, parties: Sequence[str]) -> str:
    return listing([party_name(case, party) for party in parties])


def _opening(case: Case, answer: Inverse) -> str:
    if answer.holds:
        return f"{_subject(case, answer)} is stable for every party under {answer.concept}: nothing has to change."
    return f"{_subject(case, answer)} is not stable under {answer.concept} for {_names(case, answer.not_stable_for)}."


def _filling(positions: Positions) -> str:
    return ", and ".join(f"{issue} is {listing(allowed, 'or')}" for issue, allowed in positions)


def _body(case: Case, answer: Inverse, width: int, style: Style) -> list[str]:
    """Return the blocks of an answer: an opening, one for each party, and all changes together."""
    blocks = [paragraph(_opening(case, answer), width)]
    for number, each in enumerate(answer.parties):
        if not each.stable:
            blocks.append(_changes(case, answer, each, width, style))
        blocks += _conditions(case, answer, each, width, style, explain=not number)
    if answer.together is not None and len(answer.parties) > 1:
        blocks.append(_together(case, answer, width))
    return blocks


def _together(case: Case, answer: Inverse, width: int) -> str:
    together = answer.together
    assert together is not None
    text = f"Together, with the first change of each party: {count(together.n_edits, 'edit')}"
    if together.not_stable_for:
        return paragraph(f"{text}; still not stable for {_names(case, together.not_stable_for)}.", width)
    text += ", after which it is stable for all."
    if not together.fewest:
        text += f" Fewer may do: under {answer.concept} what one party wants bears on whether another is deterred."
    return paragraph(text, width)


# -- one party -------------------------------------------------------------------------------------------------------


def _changes(case: Case, answer: Inverse, each: PartyInverse, width: int, style: Style) -> str:
    """Write the smallest changes for one party; with what they do where it is the only one asked about."""
    lines = [style(paragraph(_how_many(case, each), width), "head")]
    detail = len(answer.parties) == 1
    for number, change in enumerate(each.changes, 1):
        lines += _change(case, answer, each, change, number, width, detail=detail)
    if each.count > len(each.changes):
        lines.append(f"     … and {each.count - len(each.changes):,} more (--most)")
    left = {change.not_stable_for for change in each.changes}
    if len(left) == 1:
        lines.append(paragraph(f"  {_left(case, left.pop(), 'After any of these it')}", width, "  "))
    return "\n".join(lines)


def _left(case: Case, parties: Sequence[str], subject: str) -> str:
    if not parties:
        return f"{subject} is stable for all."
    return f"{subject} is still not stable for {_names(case, parties)}."


def _how_many(case: Case, each: PartyInverse) -> str:
    name = party_name(case, each.party)
    if each.kind == "weights":
        return f"{name}: its preference is given by weights; changes of weights are not searched."
    unit = "edit" if each.kind == "statements" else "state"
    if each.n_edits is None:
        return f"{name}: more than {count(each.up_to, unit)}; the time allowed was used up before one was found."
    if each.kind == "statements":
        text = f"{name}: {count(each.n_edits, 'edit')} of its list would do"
    else:
        text = f"{name}: enough if {count(each.n_edits, 'state')} were no longer better for it"
    if each.complete:
        return f"{text}, in {count(each.count, 'way')}:" if each.count > 1 else f"{text}:"
    return f"{text}; {count(each.count, 'way')} found in the time allowed:"


def _change(
    case: Case, answer: Inverse, each: PartyInverse, change: Change, number: int, width: int, *, detail: bool
) -> list[str]:
    if change.edits:
        text = ", and ".join(_edit(edit) for edit in change.edits)
    else:
        text = f"put {listing(_states(case, change.lowered))} below {state_name(case, answer.state)}"
    lines = [paragraph(f"{number:>4} {text}", width, "     ")]
    if detail:
        lines += [paragraph(f"     {said}", width, "       ") for said in _effects(case, change.effects)]
        if change.statements:
            lines.append(paragraph(f"     New list: {'; '.join(change.statements)}.", width, "       "))
        elif change.ranking:
            lines.append(paragraph(f"     New ranking: {_ranking(case, change.ranking)}", width, "       "))
    if len({one.not_stable_for for one in each.changes}) > 1:
        lines.append(paragraph(f"     {_left(case, change.not_stable_for, 'It')}", width, "       "))
    return lines


def _edit(edit: Edit) -> str:
    also = f", or {edit.further}" if edit.further else ""
    if edit.kind == "delete":
        return f"delete `{edit.statement}` (place {edit.before})"
    if edit.kind == "move":
        return f"move `{edit.statement}` from place {edit.before} to place {edit.after}{also}"
    alike = f" (or `{edit.alike[0]}`)" if len(edit.alike) == 1 else ""
    alike = f" (or one of {len(edit.alike)} others that read alike here)" if len(edit.alike) > 1 else alike
    return f"add `{edit.statement}` at place {edit.after}{also}{alike}"


def _effects(case: Case, effects: Sequence[Effect]) -> list[str]:
    """Say what becomes of each move: first those no longer wanted, then those that are answered."""
    gone = [change_words(case, effect.move) for effect in effects if not effect.wanted]
    found = [f"It would no longer want to {listing(gone, 'or')}."] if gone else []
    answered: dict[str, list[str]] = {}
    for effect in effects:
        if effect.wanted and effect.reply is not None:
            wanted = ", and would want to" if effect.reply.credible else ""
            answered.setdefault(f"{reply_words(case, effect.reply)}{wanted}", []).append(
                change_words(case, effect.move)
            )
    for reply, moves in answered.items():
        found.append(f"It would still want to {listing(moves, 'or')}, but then {reply}.")
    return found


def _ranking(case: Case, ranking: Sequence[Sequence[str]]) -> str:
    tiers = [[state_name(case, state) for state in tier] for tier in ranking]
    return ", ".join(tier[0] if len(tier) == 1 else f"[{', '.join(tier)}]" for tier in tiers)


# -- conditions ------------------------------------------------------------------------------------------------------


def _conditions(
    case: Case, answer: Inverse, each: PartyInverse, width: int, style: Style, *, explain: bool
) -> list[str]:
    """Write what a ranking has to satisfy: a table for all concepts, else a sentence; and the smallest rise."""
    blocks = []
    name = party_name(case, each.party)
    if each.lift and each.lift.n_pairs > 1:
        over = listing(_states(case, each.lift.over))
        pairs = count(each.lift.n_pairs, "pair")
        text = (
            f"Or, under {answer.concept}, lift {state_name(case, answer.state)} over {over} and leave the rest as it "
            f"is: {pairs} of states turned round, and no ranking that will do turns round fewer."
        )
        blocks.append(paragraph(text, width))
    if len(each.needed) > 1:
        head = ["under", f"as good for {name} as", *(["rankings"] if each.needed[0].of else []), "share", "now"]
        rows = [_condition_row(case, needed) for needed in each.needed]
        of = f" Rankings: of the {each.needed[0].of:,} without ties." if each.needed[0].of else ""
        opening = f"What any ranking of {name} has to satisfy, read in the same way:"
        if explain:
            opening = (
                f"Whatever else {name} wants, {state_name(case, answer.state)} is stable for it if and only if it is "
                "at least as good as the states named, with the others' preferences as they are. ‘1 or 2’: as good as "
                f"one of them.{of}"
            )
        blocks.append(f"{paragraph(opening, width)}\n{table(head, rows, width, style=style, shrink=1)}")
    elif len(answer.parties) == 1:
        blocks += [paragraph(_one_condition(case, each, needed), width) for needed in each.needed]
    return blocks


def _condition_row(case: Case, needed: Needed) -> list[str]:
    row = [needed.concept, _clauses(case, needed)]
    if needed.of is not None and needed.n_rankings is not None:
        row.append(f"{needed.n_rankings:,}")
    return [*row, _share(needed.share), "stable" if needed.stable else "not"]


def _share(share: Fraction | None) -> str:
    if share is None:
        return "–"
    return "all" if share == 1 else f"{float(100 * share):.1f} %"


def _clauses(case: Case, needed: Needed) -> str:
    """Write a condition as states to be at least as good as."""
    if needed.clauses is None:
        return f"(too long to write out: {needed.n_mentioned:,} states)"
    if not needed.clauses:
        return "anything"
    if all(len(ways) == 1 and len(ways[0]) == 1 for ways in needed.clauses):
        parts = _states(case, [ways[0][0] for ways in needed.clauses])[:MOST_CLAUSES]
    else:
        parts = [_ways(case, ways, alone=len(needed.clauses) == 1) for ways in needed.clauses[:MOST_CLAUSES]]
    more = [f"{len(needed.clauses) - MOST_CLAUSES} more such"] if len(needed.clauses) > MOST_CLAUSES else []
    return listing([*parts, *more])


def _ways(case: Case, ways: Sequence[Sequence[str]], *, alone: bool) -> str:
    single = all(len(way) == 1 for way in ways)
    if sum(len(way) for way in ways) > MOST_WAYS:
        if len(ways) == 1:
            return f"all of {len(ways[0])} states"
        text = f"one of {len(ways)} {'states' if single else 'groups of states'}"
        return text if alone else f"({text})"
    if single:
        named = _states(case, [way[0] for way in ways])
    else:
        groups = [_states(case, way) for way in ways]
        named = [names[0] if len(names) == 1 else f"all of {', '.join(names)}" for names in groups]
    text = " or ".join(named)
    return text if alone or len(named) == 1 else f"({text})"


def _one_condition(case: Case, each: PartyInverse, needed: Needed) -> str:
    name = party_name(case, each.party)
    satisfied = "" if needed.share is None else f" Of all rankings without ties, {_share(needed.share)} satisfy that."
    if needed.clauses is None:
        text = f"Under {needed.concept}, what a ranking of {name} has to satisfy is too long to write out"
        return f"{text}: it compares the state with {needed.n_mentioned:,} others.{satisfied}"
    text = f"Under {needed.concept}, with the others' preferences as they are, it is stable for {name}"
    if not needed.clauses:
        return f"{text} whatever {name} wants."
    return f"{text} if and only if it is at least as good for it as {_clauses(case, needed)}.{satisfied}"
