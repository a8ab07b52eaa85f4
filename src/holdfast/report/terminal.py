"""Answers as text for the terminal, readable at 80 columns."""

from __future__ import annotations

from collections.abc import Sequence

from holdfast.case import Case
from holdfast.questions.answer import Hold, Improvement, PartyVerdict
from holdfast.report.brief import Brief, Subject
from holdfast.report.equilibria import equilibria_text
from holdfast.report.text import Style, hanging, paragraph, table, unstyled
from holdfast.report.words import (
    accounts_phrase,
    chosen,
    count,
    headline,
    listing,
    may_block,
    move_words,
    outcome_word,
    party_name,
    reply_words,
    short_outcome,
    subject_words,
    what_would_deter,
)

ROLE_OF = {"FIRM": "good", "holds": "fair", "blocked": "bad", "open": "open"}
VERDICT_ROLE = {"content": "good", "deterred": "good", "bluffed": "fair", "blocker": "bad", "open": "open"}
LEGEND = (
    "FIRM: whatever a party would rather do, others would want to answer. holds: others could answer it, if only by a "
    "reply that nobody would want to make. blocked: some party has a move that nobody can answer. open: it turns on "
    "what the plan leaves unknown."
)


def brief_text(brief: Brief, width: int, style: Style = unstyled, page: str = "") -> str:
    """Write the brief on one screen: the answer, the matrix, and for each plan who can block it and by which move."""
    case = brief.case
    blocks = [style(paragraph(case.title, width), "title"), paragraph(headline(brief), width)]
    if case.plans:
        blocks.append(_matrix(brief, width, style))
        blocks.append(style(paragraph(LEGEND, width), "dim"))
        if brief.sure is not None:
            from holdfast.report.sure_text import sure_text

            blocks += sure_text(brief, brief.sure, width, style)
        lines = [_who_blocks(brief, subject, width) for subject in brief.subjects]
        of = f"; n/{len(brief.accounts)}: under how many accounts" if len(brief.accounts) > 1 else ""
        opening = "Who can block it, by which move, for what (no reply would leave them worse off than the plan does"
        blocks.append("\n".join([style(paragraph(f"{opening}{of})", width), "head"), *lines]))
    else:
        blocks += [equilibria_text(brief.solved[account], account, width, style) for account in brief.accounts]
        for subject in brief.subjects:
            for account in brief.accounts:
                blocks.append(hold_text(case, brief.answers[subject.id, account], width, style, name=subject.title))
    if brief.further is not None:
        from holdfast.report.further_text import further_text

        blocks += further_text(brief, brief.further, width, style)
    if page:
        blocks.append(page)
    return "\n\n".join(blocks)


def _matrix(brief: Brief, width: int, style: Style) -> str:
    head = ["plan", *((account or "case") for account in brief.accounts)]
    ids = max(len(subject.id) for subject in brief.subjects)
    rows = [
        [f"{subject.id.ljust(ids)}  {subject.title}", *(short_outcome(hold) for hold in brief.row(subject))]
        for subject in brief.subjects
    ]
    room = width - sum(max(len(head[k]), *(len(row[k]) for row in rows)) + 2 for k in range(1, len(head)))
    for row in rows:  # one line a plan: the title gives way
        if len(row[0]) > room:
            row[0] = row[0][: max(room - 1, ids)].rstrip() + "…"
    return table(head, rows, width, style=style, roles=lambda r, k: ROLE_OF.get(rows[r][k], "") if k else "")


def _who_blocks(brief: Brief, subject: Subject, width: int) -> str:
    case, left = brief.case, max(len(s.id) for s in brief.subjects) + 2
    blocking = brief.blocking(subject)
    maybe = [p for p in case.parties if p not in blocking and any(p in may_block(hold) for hold in brief.row(subject))]
    perhaps = (
        f"{listing([party_name(case, p) for p in maybe], 'or')} could, depending on {_turning(brief, subject, maybe)}"
    )
    if not blocking:
        return hanging(subject.id, f"{perhaps}." if maybe else "nobody.", width, left)
    first, *rest = sorted(blocking, key=lambda party: -len(blocking[party]))
    text = _moves_and_gains(brief, subject, first, blocking[first])
    if rest:
        text += f"; also {listing([f'{party_name(case, p)} ({len(blocking[p])}/{len(brief.accounts)})' for p in rest])}"
    if maybe:
        text += f"; {perhaps}"
    return hanging(subject.id, f"{text}.", width, left)


def _moves_and_gains(brief: Brief, subject: Subject, party: str, accounts: Sequence[str | None]) -> str:
    """Say by which move a party can block and what it gains, for the accounts that say just so; dots for others."""
    found: dict[tuple[str, str], list[str | None]] = {}
    for account in accounts:
        improvement = chosen(brief.verdict(subject, account, party))
        assert improvement is not None
        found.setdefault((improvement.move, improvement.gain), []).append(account)
    (move, gain), under = max(found.items(), key=lambda item: len(item[1]))
    named = accounts_phrase(brief, under).removeprefix("under ")
    text = move_words(brief.case, move)
    if gain:
        text += f", for `{gain}`"
    if named:
        text += f" ({named}{', …' if len(found) > 1 else ''})"
    return text


def _turning(brief: Brief, subject: Subject, parties: Sequence[str]) -> str:
    """Name the unknown issues on which somebody's blocking turns."""
    found = {
        issue
        for hold in brief.row(subject)
        for verdict in hold.parties
        if verdict.party in parties and "blocker" in verdict.possible
        for issue in verdict.depends_on
    }
    return listing([issue for issue in brief.case.issues if issue in found]) or "what the plan leaves unknown"


MANY = 3
"""With more answers than this, each is shown on a line or two; a plan and an account give the reasons."""


def many_text(case: Case, answers: Sequence[Hold], width: int, style: Style = unstyled) -> str:
    """Write many answers, a line or two each, and how to ask for the reasons."""
    rows = []
    for hold in answers:
        who = listing([party_name(case, v.party) for v in hold.blockers])
        perhaps = listing([party_name(case, party) for party in may_block(hold)], "or")
        told = [f"by {who}"] if who else []
        told += (
            [f"perhaps by {perhaps} ({listing(hold.depends_on)})" if hold.depends_on else f"perhaps by {perhaps}"]
            if perhaps
            else []
        )
        rows.append([hold.plan or hold.state, hold.account or "case", short_outcome(hold), "; ".join(told)])
    body = table(
        ["plan" if case.plans else "state", "account", "answer", "who can block"],
        rows,
        width,
        style=style,
        roles=lambda r, k: ROLE_OF.get(rows[r][k], "") if k == 2 else "",
        shrink=3,
    )
    remedy = "Name one plan and one account (--plan, --account) for the moves and the reasons."
    return f"{body}\n\n{paragraph(remedy, width)}"


def hold_text(case: Case, hold: Hold, width: int, style: Style = unstyled, *, name: str = "") -> str:
    """Write whether a plan or state holds, with a line or two for each party."""
    what = name or subject_words(case, hold.plan, hold.state)
    if hold.plan and what.startswith("plan"):
        what = f"Plan {hold.plan} ({case.plans[hold.plan].title or hold.plan})"
    elif not name:
        what = f"State {hold.state}{what.partition(hold.state)[2].rstrip(')')}"
    under = f" under {hold.account}" if hold.account else ""
    opening = f"{what}{under}: {outcome_word(hold)}"
    who = [party_name(case, v.party) for v in hold.blockers]
    if who:
        opening += f" by {listing(who)}"
    lines = [style(paragraph(opening + ".", width), "title")]
    lines.append(style(f"state {hold.state}" + (f", from {hold.status_quo}" if hold.status_quo else ""), "dim"))
    if hold.depends_on:
        lines.append(paragraph(f"It turns on {listing(hold.depends_on)}, which the plan leaves unknown.", width))
    if not hold.complete:
        lines.append(
            paragraph("Too many fillings to visit all: a verdict listed as possible may be given by none.", width)
        )
    for verdict in hold.parties:
        lines.append("")
        lines.append(_party(case, verdict, width, style))
    return "\n".join(lines)


def _party(case: Case, verdict: PartyVerdict, width: int, style: Style) -> str:
    head = f"{party_name(case, verdict.party)}: {style(verdict.verdict, VERDICT_ROLE[verdict.verdict])}"
    if verdict.is_signatory:
        word = {True: "would sign", False: "would not sign", None: "whether it would sign is open"}[verdict.would_sign]
        reason = f" (because of `{verdict.sign_reason}`)" if verdict.sign_reason else ""
        turning = f" (turns on {listing(verdict.sign_depends_on)})" if verdict.sign_depends_on else ""
        head += f"; {word}{reason}{turning}"
    lines = [paragraph(head, width, "  ")]
    if verdict.verdict == "open":
        turning = listing(verdict.depends_on) or "several cells together"
        lines.append(paragraph(f"  possible: {listing(verdict.possible, 'or')}; turns on {turning}", width, "    "))
    shown = _telling(verdict.improvements)[:3]
    lines += [line for improvement in shown for line in _improvement(case, improvement, width)]
    if len(verdict.improvements) > len(shown):
        lines.append(f"  … and {count(len(verdict.improvements) - len(shown), 'more improvement')}; --json lists all")
    return "\n".join(lines)


def _telling(improvements: Sequence[Improvement]) -> list[Improvement]:
    """Return the improvements worth showing: unanswered ones first, without those that only add to one shown."""
    kept: list[Improvement] = []
    for improvement in sorted(improvements, key=lambda i: (i.sanction is not None, i.n_changes, i.to)):
        changes = set(improvement.move.partition(": ")[2].split(" and "))
        alike = (other for other in kept if (other.sanction is None) == (improvement.sanction is None))
        if not any(set(other.move.partition(": ")[2].split(" and ")) < changes for other in alike):
            kept.append(improvement)
    return kept


def _improvement(case: Case, improvement: Improvement, width: int) -> list[str]:
    gain = f", for `{improvement.gain}`" if improvement.gain else ""
    lines = [paragraph(f"  - {move_words(case, improvement.move)} → {improvement.to}{gain}", width, "    ")]
    if improvement.sanction is not None:
        reply = improvement.sanction
        wanted = "they would want to" if reply.credible else "but not all of them would want to"
        if len(reply.by) == 1:
            wanted = "which it would want to do" if reply.credible else "but it would not want to"
        lines.append(paragraph(f"    answered: {reply_words(case, reply)} → {reply.to} ({wanted})", width, "    "))
        return lines
    if improvement.worst is not None:
        lines.append(
            paragraph(
                f"    nobody can answer it; the worst they could do: {reply_words(case, improvement.worst)}",
                width,
                "    ",
            )
        )
    else:
        lines.append(paragraph("    nobody can answer it: no reply makes this worse for it", width, "    "))
    deter = what_would_deter(improvement)
    if deter:
        lines.append(paragraph(f"    it would take {deter}", width, "    "))
    return lines


def block_text(case: Case, hold: Hold, blockers: Sequence[PartyVerdict], width: int, style: Style = unstyled) -> str:
    """Write who can block a plan, by which moves, and what would deter them."""
    what = f"plan {hold.plan}" if hold.plan else f"state {hold.state}"
    under = f" under {hold.account}" if hold.account else ""
    if not blockers:
        return style(paragraph(f"Nobody can block {what}{under}.", width), "title")
    certain = [party_name(case, v.party) for v in blockers if v.verdict == "blocker"]
    maybe = [party_name(case, v.party) for v in blockers if v.verdict == "open"]
    parts = []
    if certain:
        parts.append(f"{listing(certain)} can block {what}{under}")
    if maybe:
        parts.append(
            f"{listing(maybe)} can, depending on what the plan leaves unknown{'' if certain else f' ({what}{under})'}"
        )
    lines = [style(paragraph("; ".join(parts) + ".", width), "title")]
    for verdict in blockers:
        lines += ["", _party(case, unanswered(verdict), width, style)]
    return "\n".join(lines)


def unanswered(verdict: PartyVerdict) -> PartyVerdict:
    """Return a verdict with only the improvements that nobody can answer."""
    import dataclasses

    return dataclasses.replace(verdict, improvements=tuple(i for i in verdict.improvements if i.sanction is None))
