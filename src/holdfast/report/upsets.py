"""The answers of `upset` as text: which coalition, by which moves, for what, and what would answer it."""

from __future__ import annotations

from collections.abc import Sequence

from holdfast.case import Case
from holdfast.questions.upsets import JointReply, Upset, Upsets, Upsetting
from holdfast.report.paths import state_name
from holdfast.report.text import Style, paragraph, table, unstyled
from holdfast.report.words import change_words, count, listing, party_name, subject_words

MANY = 3
"""With more answers than this, each is shown on a line."""
SHOWN = 6
"""Most coalitions shown in full."""

BEYOND = {
    "coalition_nash": "",
    "coalition_gmr": " so that nothing answers it",
    "coalition_smr": " so that nothing answers it that it could not repair",
    "coalition_seq": " so that nobody wants to answer it",
}


def upsets_text(case: Case, answer: Upsets, width: int, style: Style = unstyled) -> str:
    """Write one answer."""
    what = subject_words(case, answer.plan, answer.state)
    under = f" under {answer.account}" if answer.account else ""
    blocks = [style(paragraph(f"{_opening(answer, what)}{under}{BEYOND[answer.concept]}.", width), "title")]
    for each in answer.coalitions[:SHOWN]:
        blocks.append(_coalition(case, answer, each, width, style))
    if len(answer.coalitions) > SHOWN:
        more = count(len(answer.coalitions) - SHOWN, "more coalition")
        blocks.append(f"… and {more}; --json lists all")
    for each in answer.possible[:SHOWN]:
        blocks.append(_coalition(case, answer, each, width, style))
    if answer.undecided:
        groups = "; ".join(_names(case, each) for each in answer.undecided)
        blocks.append(paragraph(f"Not settled, as there is too much to search: {groups}.", width))
    if answer.largest < answer.n_parties:
        blocks.append(f"Coalitions of more than {answer.largest} were not looked at.")
    return "\n\n".join(blocks)


def _opening(answer: Upsets, what: str) -> str:
    if answer.smallest is None and answer.possible and not answer.coalitions:
        return f"Whether a coalition can upset {what} depends on what the plan leaves unknown"
    if not answer.coalitions:
        return f"No coalition {'that was settled ' if answer.undecided else ''}can upset {what}"
    least = min(len(each.coalition) for each in answer.coalitions)
    if answer.smallest is None and least > 1:
        return f"{least} parties together can upset {what}, perhaps fewer"
    if least == 1:
        n = sum(len(each.coalition) == 1 for each in answer.coalitions)
        return f"1 party alone can upset {what}" if n == 1 else f"Each of {n} parties alone can upset {what}"
    return f"It takes {least} parties together to upset {what}"


def _names(case: Case, parties: Sequence[str]) -> str:
    return listing([party_name(case, party) for party in parties])


def _coalition(case: Case, answer: Upsets, each: Upsetting, width: int, style: Style) -> str:
    alone = "alone" if len(each.coalition) == 1 else "together"
    head = f"{_names(case, each.coalition)}, {alone}"
    if each.n_ends > len(each.upsets):
        head += f" ({each.n_ends:,} ways, {len(each.upsets)} shown)"
    lines = [style(paragraph(head, width), "head")]
    if each.positions:
        where = "; ".join(f"{issue} = {' or '.join(allowed)}" for issue, allowed in each.positions.items())
        lines.append(paragraph(f"  only under some fillings of unknown cells; for one, if {where}", width, "  "))
    for upset in each.upsets:
        lines += _upset(case, upset, width)
    return "\n".join(lines)


def _upset(case: Case, upset: Upset, width: int) -> list[str]:
    lines = [paragraph(f"  - {_moves(case, upset.moves)} → {state_name(case, upset.to)}", width, "    ")]
    gains = [f"{party_name(case, party)} `{gain}`" for party, gain in upset.gains.items() if gain]
    if gains:
        lines.append(paragraph(f"    gained: {'; '.join(gains)}", width, "    "))
    lines.append(paragraph(f"    {_answered(case, upset)}", width, "    "))
    if upset.equilibrium_jump:
        lines.append(paragraph("    both states are equilibria (seq): an equilibrium jump", width, "    "))
    return lines


def _sign(each: Upsetting) -> str:
    """Mark a coalition that others would want to answer, whatever it does."""
    told = len(each.upsets) == each.n_ends and all(upset.answered == "wanted" for upset in each.upsets)
    return "*" if told else ""


def _moves(case: Case, moves: Sequence[str]) -> str:
    return ", then ".join(f"{party_name(case, m.partition(': ')[0])} could {change_words(case, m)}" for m in moves)


def _answered(case: Case, upset: Upset) -> str:
    reply = upset.reply
    if reply is None:
        return "nobody can answer it" if upset.answered == "no" else "whether others answer it was not settled"
    wanted = {
        "wanted": "which they would want to do" if len(reply.by) > 1 else "which it would want to do",
        "possible": "but not all of them would want to" if len(reply.by) > 1 else "but it would not want to",
        "undecided": "whether anybody would want to answer was not settled",
    }[upset.answered]
    return f"answered: {_moves(case, reply.moves)} → {state_name(case, reply.to)}, {_hurt(case, reply)} ({wanted})"


def _hurt(case: Case, reply: JointReply) -> str:
    return f"no better than before for {_names(case, reply.hurts)}"


def many_upsets_text(case: Case, answers: Sequence[Upsets], width: int, style: Style = unstyled) -> str:
    """Write many answers, a line each, and how to ask for the moves."""
    rows = []
    for answer in answers:
        told = [f"{' + '.join(each.coalition)}{_sign(each)}" for each in answer.coalitions]
        told += [f"{' + '.join(each.coalition)}?" for each in answer.possible]
        told += [f"{' + '.join(each)}??" for each in answer.undecided]
        size = "open" if answer.smallest is None and answer.possible else str(answer.smallest or "none")
        rows.append([answer.plan or answer.state, answer.account or "case", size, "; ".join(told) or "–"])
    head = ["plan" if case.plans else "state", "account", "size", "smallest coalitions that can upset it"]
    body = table(head, rows, width, style=style, shrink=3)
    notes = ["Name one plan and one account (--plan, --account) for the moves and what would answer them."]
    if any(_sign(each) for answer in answers for each in answer.coalitions):
        notes.insert(0, "*: others would want to answer each of its moves.")
    if any(answer.possible for answer in answers):
        notes.insert(0, "?: only if what the plan leaves unknown is filled in accordingly.")
    if any(answer.undecided for answer in answers):
        notes.insert(0, "??: not settled.")
    return f"{body}\n\n{paragraph(' '.join(notes), width)}"
