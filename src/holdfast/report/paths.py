"""The answers of `path` as text: how many steps, who moves first, what cannot be undone, who could turn away."""

from __future__ import annotations

from collections.abc import Sequence

from holdfast.case import Case
from holdfast.questions.paths import Paths, PathStep, Target, Way
from holdfast.questions.paths.answer import steps_words
from holdfast.report.text import Style, hanging, paragraph, table, unstyled
from holdfast.report.words import change_words, count, listing, party_name

MANY = 3
"""With more answers than this, each is shown on a line."""
LEFT = 17
"""Characters for the kind of steps."""


def state_name(case: Case, letters: str) -> str:
    """Return a state as the case names it, with its letters.

    Examples
    --------
    >>> from holdfast import example
    >>> state_name(example("cuba-1962"), "NYYN")
    '7 (NYYN)'
    """
    named = next((name for name, state in case.states.items() if state.pattern == letters), "")
    return f"{named} ({letters})" if named else letters


def paths_text(case: Case, answer: Paths, width: int, style: Style = unstyled, *, named: bool = False) -> str:
    """Write one answer: in full for the states somebody asked about, on a line for other equilibria."""
    whole = [t for t in answer.targets if named or t.plan or t.is_outcome] or list(answer.targets)[:2]
    rest = [target for target in answer.targets if target not in whole]
    blocks = [_target(case, answer, target, width, style) for target in whole]
    if rest or answer.left_out:
        blocks.append(_others(case, answer, rest, width, style))
    if not answer.targets:
        blocks.append("No state is aimed at: nothing holds under nash or seq. Name one: holdfast path CASE FROM TO")
    if answer.note:
        blocks.append(paragraph(answer.note[:1].upper() + answer.note[1:], width))
    return "\n\n".join(blocks)


def many_paths_text(case: Case, answers: Sequence[Paths], width: int, style: Style = unstyled) -> str:
    """Write many answers, a line each, and how to ask for the steps."""
    kinds = list(answers[0].targets[0].ways) if answers[0].targets else []
    rows = []
    for answer in answers:
        for target in answer.targets[:1]:
            cells = [target.plan or target.state, answer.account or "case"]
            rows.append([*cells, *(_cell(target.ways[kind]) for kind in kinds), _first(case, target)])
    starts = listing(dict.fromkeys(state_name(case, answer.start) for answer in answers))
    opening = f"Steps from {starts} to each plan's state, by the shortest legal sequence of each kind"
    head = ["plan" if case.plans else "state", "account", *kinds, "first, by improvements"]
    body = table(head, rows, width, style=style, shrink=len(head) - 1)
    remedy = (
        "never: no such sequence, however long. Name one plan and one account (--plan, --account) for the steps, the "
        "equilibria and what stands in the way."
    )
    return "\n\n".join([paragraph(opening, width), body, paragraph(remedy, width)])


def _cell(way: Way) -> str:
    if way.possible or way.reachable is None:
        return "open" if way.possible else f">{way.ruled_out}?"
    return str(way.n_steps) if way.reachable else "never"


def _first(case: Case, target: Target) -> str:
    way = target.ways.get("improvements")
    if way is None or not way.reachable or way.possible:
        return "–"
    return listing([party_name(case, party) for party in way.first], "or") or "–"


def _target(case: Case, answer: Paths, target: Target, width: int, style: Style) -> str:
    under = f" under {answer.account}" if answer.account else ""
    what = f"plan {target.plan} ({target.state})" if target.plan else state_name(case, target.state)
    traits = ["which is what happened"] if target.is_outcome else []
    if target.holds_under:
        traits.append(f"an equilibrium of {listing(target.holds_under)}")
    tail = f", {listing(traits)}" if traits else ""
    blocks = [style(paragraph(f"From {state_name(case, answer.start)} to {what}{under}{tail}.", width), "title")]
    if target.state == answer.start:
        return "\n".join([*blocks, "That is where it starts: no step is needed."])
    shown: dict[tuple[PathStep, ...], str] = {}
    for kind, way in target.ways.items():
        blocks.append("\n".join(_way(case, answer, kind, way, shown, width, style)))
    return "\n\n".join(blocks)


def _way(
    case: Case, answer: Paths, kind: str, way: Way, shown: dict[tuple[PathStep, ...], str], width: int, style: Style
) -> list[str]:
    label = f"by {kind}"
    if way.possible:
        turning = f": it turns on {listing(way.depends_on)}, which the plan leaves unknown" if way.depends_on else ""
        lines = [hanging(label, f"open{turning}.", width, LEFT)]
        for positions, each in way.possible:
            where = "; ".join(f"{issue} = {' or '.join(allowed)}" for issue, allowed in positions.items())
            lines.append(paragraph(f"  {_summary(case, answer, kind, each)} (for one, if {where})", width, "    "))
        return lines
    lines = [hanging(label, _summary(case, answer, kind, way), width, LEFT)]
    for sequence in way.sequences:
        if sequence in shown:
            lines.append(f"  as shown above, by {shown[sequence]}")
            continue
        shown[sequence] = kind
        lines += [line for k, step in enumerate(sequence, 1) for line in _step(case, k, step, kind, width)]
        if sequence is not way.sequences[-1]:
            lines.append("")
    return lines


def _summary(case: Case, answer: Paths, kind: str, way: Way) -> str:
    """Say in a sentence how many steps there are, in how many ways, and who is first; or why it never comes about."""
    if way.reachable is None:
        return f"not settled: {steps_words(way)}."
    if not way.reachable:
        return _never(case, answer, kind, way)
    chains = "chain of states" if kind == "coalitions" else "sequence"
    number = (
        count(way.n_sequences, f"shortest {chains}", f"shortest {chains.replace('chain', 'chains', 1)}")
        if kind == "coalitions" and way.n_sequences
        else count(way.n_sequences, "shortest sequence")
        if way.n_sequences
        else "too many sequences to count"
    )
    parts = [f"{steps_words(way)}, {number}"]
    if way.first_in_every:
        who = listing([party_name(case, party) for party in way.first_in_every])
        parts.append(f"{who} must {'take part in the first step' if kind == 'coalitions' else 'move first'}")
    elif way.first:
        parts.append(f"first: {listing([party_name(case, party) for party in way.first], 'or')}")
    if kind == "moves" and way.unwanted:
        parts.append(f"at least {count(way.unwanted, 'step')} that those who make {_it(way.unwanted)} would not want")
    return "; ".join(parts) + "."


def _it(number: int) -> str:
    return "it" if number == 1 else "them"


def _never(case: Case, answer: Paths, kind: str, way: Way) -> str:
    if way.n_reached is None:
        return "never: no moves lead there."
    what = {"moves": "moves", "improvements": "improvements", "coalitions": "joint improvements"}[kind]
    parts = [
        f"never: {what} lead to {count(way.n_reached, 'other state')}"
        if way.n_reached
        else f"never: there are no {what} from here"
    ]
    if way.n_reached == 1 and way.nearest != answer.start:
        parts = [f"never: {what} lead to {state_name(case, way.nearest)} and no further"]
    elif way.n_reached and way.nearest != answer.start:
        parts[0] += f", of which {state_name(case, way.nearest)} is nearest"
    elif way.n_reached:
        parts[0] += f", {'none of them' if way.n_reached > 1 else 'which is not'} nearer"
    if way.one_way:
        parts.append(f"{listing([f'`{name}`' for name in way.one_way])} cannot be changed back")
    if way.never_want:
        names = [party_name(case, party) for party in way.never_want]
        verb = "want" if len(names) > 1 else "wants"
        parts.append(f"{listing(names)} would have to move and never {verb} to")
    return "; ".join(parts) + "."


def _step(case: Case, number: int, step: PathStep, kind: str, width: int) -> list[str]:
    moves = [f"{party_name(case, move.partition(': ')[0])}: {change_words(case, move)}" for move in step.moves]
    notes = []
    if kind == "moves":
        notes.append("wanted" if step.wanted else "not wanted")
    if not step.can_undo:
        notes.append("cannot be undone")
    tail = f" ({', '.join(notes)})" if notes else ""
    together = "together, " if len(step.by) > 1 else ""
    lines = [
        paragraph(f"  {number}. {together}{'; then '.join(moves)} → {state_name(case, step.to)}{tail}", width, "     ")
    ]
    if step.could_leave:
        who = listing([party_name(case, each.party) for each in step.could_leave])
        verb = "would" if len(step.could_leave) == 1 else "would each"
        lines.append(paragraph(f"     before it {who} {verb} rather do something else", width, "     "))
    return lines


def _others(case: Case, answer: Paths, rest: Sequence[Target], width: int, style: Style) -> str:
    kinds = list(rest[0].ways) if rest else []
    rows = []
    for target in rest:
        maybe = [f"{concept}?" for concept in target.may_hold_under]
        cells = [state_name(case, target.state), ", ".join([*target.holds_under, *maybe])]
        rows.append([*cells, *(_cell(target.ways[kind]) for kind in kinds)])
    more = f" ({answer.left_out:,} more are left out)" if answer.left_out else ""
    opening = f"Other equilibria nearest to the start, and how many steps away they are by each kind{more}"
    lines = [
        style(paragraph(opening, width), "head"),
        table(["state", "holds under", *kinds], rows, width, style=style),
    ]
    if any(target.may_hold_under for target in rest):
        lines.append("?: only if what the plan leaves unknown is filled in accordingly.")
    return "\n".join(lines)
