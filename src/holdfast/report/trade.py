"""Trades as text: who gives on what, who gains on what, and what it does to everybody else."""

from __future__ import annotations

from collections.abc import Sequence

from holdfast.case import Case
from holdfast.questions.answer import Hold
from holdfast.questions.trade import Trade, Trades, TradesBetween
from holdfast.report.text import Style, paragraph, unstyled
from holdfast.report.words import count, listing, outcome_word, party_name

SHOWN = 5
"""Most trades shown of each kind and group."""
OTHERS = {"better": "also better off", "worse": "worse off", "open": "open, it turns on what is unknown"}
MANY = 3
"""With more answers than this, each is shown on a line."""


def trades_text(case: Case, answer: Trades, width: int, style: Style = unstyled) -> str:
    """Write the trades from one plan under one account."""
    under = f" under {answer.account}" if answer.account else ""
    lines = [style(paragraph(f"Trades from {answer.plan}{under}.", width), "title")]
    lines.append(paragraph(f"As it stands, {answer.plan} {_standing(case, answer.hold)}.", width))
    if answer.not_traded:
        lines.append(paragraph(f"Not traded, because unknown: {', '.join(answer.not_traded)}.", width))
    if answer.fixed:
        lines.append(paragraph(f"Not traded, because fixed: {', '.join(answer.fixed)}.", width))
    blocks = ["\n".join(lines)]
    blocks += [_between(case, each, width, style) for each in answer.between if each.trades]
    without = [each for each in answer.between if not each.trades]
    if without:
        said = "; ".join(_names(case, each.parties) for each in without)
        blocks.append(paragraph(f"Nothing leaves both (or all three) better off, {_how_far(without)}: {said}.", width))
    return "\n\n".join(blocks)


def many_trades_text(case: Case, answers: Sequence[Trades], width: int, style: Style = unstyled) -> str:
    """Write how many trades there are from each plan, a line each."""
    lines, none = [], 0
    for answer in answers:
        found = [f"{_names(case, each.parties)}: {_number(each)}" for each in answer.between if each.trades]
        none += not found
        if found:
            under = f" under {answer.account}" if answer.account else ""
            lines.append(paragraph(f"{answer.plan}{under}: {'; '.join(found)}", width, "  "))
    head = style(paragraph("What would leave both (or all three) better off", width), "head")
    far = all(each.complete for answer in answers for each in answer.between)
    how = "there is none" if far else "none was found within the number of changes tried"
    last = f"From {none} of {count(len(answers), 'plan and account', 'plans and accounts')}: {how}."
    ask = "Name one plan and one account (--plan, --account) to see the trades."
    return "\n\n".join(["\n".join([head, *lines]), paragraph(f"{last} {ask}" if none else ask, width)])


def _names(case: Case, parties: Sequence[str]) -> str:
    return listing([party_name(case, party) for party in parties])


def _number(each: TradesBetween) -> str:
    parts = []
    if each.n_exchanges:
        parts.append(count(each.n_exchanges, "exchange"))
    if each.n_improvements:
        parts.append(f"{count(each.n_improvements, 'improvement')} without exchange")
    return " and ".join(parts)


def _how_far(groups: Sequence[TradesBetween]) -> str:
    if all(each.complete for each in groups):
        return "whatever is changed"
    return f"if at most {min(each.complete_up_to for each in groups)} issues change"


def _between(case: Case, each: TradesBetween, width: int, style: Style) -> str:
    far = "these are all" if each.complete else f"all of up to {count(each.complete_up_to, 'change')}"
    lines = [style(paragraph(f"{_names(case, each.parties)}: {_number(each)} ({far})", width), "head")]
    for trades, number, what in (
        (each.exchanges, each.n_exchanges, "Exchanges: all of them gain by the whole, and somebody gives"),
        (each.improvements, each.n_improvements, "Without exchange: all of them gain, and none of them gives"),
    ):
        if trades:
            lines.append(paragraph(what, width))
        for trade in trades[:SHOWN]:
            lines += _trade(case, each.parties, trade, width)
        if number > SHOWN:
            lines.append(f"  … and {number - len(trades[:SHOWN])} more; --json lists {len(trades)}")
    return "\n".join(lines)


def _trade(case: Case, group: Sequence[str], trade: Trade, width: int) -> list[str]:
    changes = "; ".join(f"{c.issue}: {c.before} → {listing((c.after, *c.alike), 'or')}" for c in trade.changes)
    lines = [paragraph(f"- {changes}", width, "  ")]
    for party in group:
        lines.append(paragraph(f"    {_role(case, party, trade)}", width, "      "))
    others = [(party, effect) for party, effect in trade.effects if party not in group]
    for word, shown in OTHERS.items():
        who = [
            party_name(case, party) + (f" (`{effect.because}`)" if effect.because else "")
            for party, effect in others
            if effect.word == word
        ]
        if who:
            lines.append(paragraph(f"    {shown}: {listing(who)}", width, "      "))
    lines.append(paragraph(f"    the plan then {_standing(case, trade.hold)}", width, "      "))
    return lines


def _role(case: Case, party: str, trade: Trade) -> str:
    gives, gains = trade.gives(party), trade.gains(party)
    parts = [f"gives on {listing(gives)}"] if gives else []
    if len(trade.changes) > 1:
        parts += [f"gains on {listing(gains)}"] if gains else []
    effect = trade.effect(party)
    parts.append("better off" + (f" (`{effect.because}`)" if effect.because else ""))
    return f"{party_name(case, party)}: {', '.join(parts)}"


def _standing(case: Case, hold: Hold) -> str:
    """Say what becomes of a plan: whether it holds, who can block it, and who would sign."""
    blocks = [party_name(case, v.party) for v in hold.blockers]
    word = {"open": "is open"}.get(outcome_word(hold), outcome_word(hold))
    said = f"{word}{f' by {listing(blocks)}' if blocks else ''}"
    signs = {True: "would sign", False: "would not sign", None: "may or may not sign"}
    for answer, words in signs.items():
        who = [party_name(case, v.party) for v in hold.parties if v.is_signatory and v.would_sign is answer]
        said += f"; {listing(who)} {words}" if who else ""
    return said
