"""The answer over all drafts as text: how many, who, and what is nearest. Counts of drafts, never chances."""

from __future__ import annotations

from collections.abc import Sequence

from holdfast.case import Case
from holdfast.questions.drafts import Drafts
from holdfast.questions.drafts.answer import Change, Near, NearestTo
from holdfast.report.text import Style, hanging, paragraph, table, unstyled
from holdfast.report.words import count, listing, party_name

NOTE = (
    "Each draft counts once. A share of drafts is not a probability: it says nothing about which draft will be "
    "written, signed or kept."
)
MANY = 3
"""With more answers than this, each is shown on a line."""
EXAMPLES = 3
"""Most drafts shown for each plan."""


def share(number: int, of: int) -> str:
    """Write a number of drafts as a share of all.

    Examples
    --------
    >>> share(0, 8), share(1, 8), share(8, 8), share(1, 10**6), share(999_999, 10**6)
    ('none', '12.5 %', 'all', '<0.1 %', '>99.9 %')
    """
    if number in (0, of):
        return "all" if number else "none"
    percent = 100 * number / of
    if percent < 0.1:
        return "<0.1 %"
    return ">99.9 %" if percent > 99.9 else f"{percent:.1f} %"


def drafts_text(case: Case, answer: Drafts, width: int, style: Style = unstyled) -> str:
    """Write one answer."""
    blocks = [_opening(case, answer, width, style), _counts(answer, width, style), _parties(case, answer, width, style)]
    if answer.nearest:
        blocks.append(_nearest(answer, width, style))
    return "\n\n".join([*blocks, style(paragraph(NOTE, width), "dim")])


def many_drafts_text(answers: Sequence[Drafts], width: int, style: Style = unstyled) -> str:
    """Write many answers, a line each, and how to ask for more."""
    rows = []
    for each in answers:
        n = each.n_drafts
        cells = [each.account or "case", _conduct_of(each), _of(each.all_sign, n), share(each.holds, n)]
        rows.append([*cells, share(each.holds_firmly, n), _of(each.firmly_and_all_sign, n)])
    totals = sorted({each.n_drafts for each in answers})
    head = ["account", "conduct of", "all sign", "hold", "firmly", "firmly, all sign"]
    opening = f"Of {' or '.join(f'{n:,}' for n in totals)} drafts:"
    remedy = "Name one plan and one account (--plan, --account) for the counts, the parties and the nearest drafts."
    body = table(head, rows, width, style=style, shrink=1)
    return "\n\n".join([opening, body, paragraph(remedy, width), style(paragraph(NOTE, width), "dim")])


def _of(number: int | None, of: int) -> str:
    return "–" if number is None else share(number, of)


def _conduct_of(answer: Drafts) -> str:
    return ", ".join(answer.conduct_of) or "signing alone"


def _opening(case: Case, answer: Drafts, width: int, style: Style) -> str:
    under = f" under {answer.account}" if answer.account else ""
    lines = [style(paragraph(f"{count(answer.n_drafts, 'draft')}{under}.", width), "title")]
    every = "every issue" if len(answer.free) == len(case.issues) else listing(answer.free) or "no issue"
    what = f"Free: {every}."
    if answer.fixed:
        what += f" Fixed: {', '.join(f'{issue} = {position}' for issue, position in answer.fixed.items())}."
    unknown = [i for i in answer.free if answer.plan and i not in case.plans[answer.plan].positions]
    if answer.fixed and unknown:
        what += f" {answer.plan} leaves {listing(unknown)} unknown, which therefore {_vary(unknown)}."
    lines.append(paragraph(what, width))
    how = f"Everybody signs; conduct: {', '.join(answer.conduct)}" if answer.conduct else "Everybody signs"
    alike = f" (as under {listing(answer.conduct_of)})" if answer.conduct_of and answer.conduct else ""
    lines.append(style(paragraph(f"{how}{alike}. State {answer.state}.", width), "dim"))
    return "\n".join(lines)


def _vary(issues: Sequence[str]) -> str:
    return "vary" if len(issues) > 1 else "varies"


def _counts(answer: Drafts, width: int, style: Style) -> str:
    named: list[tuple[str, int | None]] = [
        ("every signatory would sign", answer.all_sign),
        ("hold", answer.holds),
        ("hold firmly", answer.holds_firmly),
        ("hold, and every signatory would sign", answer.holds_and_all_sign),
        ("hold firmly, and every signatory would sign", answer.firmly_and_all_sign),
    ]
    if answer.cannot_occur:
        named.append(("forbidden by a rule: without a verdict", answer.cannot_occur))
    room = max(len("number"), *(len(f"{number:,}") for _, number in named if number is not None))
    rows = [
        [text, ("–" if number is None else f"{number:,}").rjust(room), _of(number, answer.n_drafts)]
        for text, number in named
    ]
    return table(["drafts that", "number".rjust(room), "share"], rows, width, style=style)


def _parties(case: Case, answer: Drafts, width: int, style: Style) -> str:
    n = answer.n_drafts
    rows = []
    for each in answer.parties:
        verdicts = (each.content, each.deterred, each.bluffed, each.blocker)
        rows.append([party_name(case, each.party), _of(each.would_sign, n), *(share(number, n) for number in verdicts)])
    head = ["share of drafts", "would sign", "content", "deterred", "bluffed", "blocker"]
    return table(head, rows, width, style=style)


def _nearest(answer: Drafts, width: int, style: Style) -> str:
    left = min(max(len(each.plan) for each in answer.nearest) + 2, 16)
    head = "Nearest to each plan: the fewest issues changed, cells that it leaves unknown filled at will"
    lines = [style(paragraph(head, width), "head")]
    for each in answer.nearest:
        lines += _nearest_to(each, width, left)
    if any(not each.same_conduct for each in answer.nearest):
        lines.append(
            paragraph("* A plan with another conduct; here its positions are judged with the conduct above.", width)
        )
    return "\n".join(lines)


def _nearest_to(each: NearestTo, width: int, left: int) -> list[str]:
    label = each.plan + ("" if each.same_conduct else "*")
    parts = [(each.holds, ""), (each.firmly_and_all_sign, " firmly and all would sign")]
    if each.holds == each.firmly_and_all_sign:
        parts = parts[:1] if each.holds.n_changes is None else parts[1:]
    lines = []
    for near, firmly in parts:
        examples = _examples(near)
        lines.append(hanging(label, f"{_how_near(near)}{firmly}{':' if examples else '.'}", width, left))
        indent = " " * (left + 2)
        lines += [paragraph(f"{indent}{text}", width, f"{indent}  ") for text in examples]
        label = ""
    return lines


def _how_near(near: Near) -> str:
    if near.n_changes is None:
        return "no draft holds"
    hold = "hold" if near.count > 1 else "holds"
    if near.n_changes == 0:
        return f"unchanged, {f'{near.count:,} ways of filling it' if near.count > 1 else 'it'} {hold}"
    return f"{count(near.n_changes, 'change')}: {count(near.count, 'draft')} {hold}"


def _examples(near: Near) -> list[str]:
    """Return the first drafts as text, where there is something to say about them."""
    shown = [_draft_words(draft) for draft in near.drafts[:EXAMPLES] if draft]
    return shown + (["…"] if shown and len(near.drafts) > len(shown) else [])


def _draft_words(draft: Sequence[Change]) -> str:
    changed = [f"{each.issue}: {each.before} → {_to(each)}" for each in draft if each.before is not None]
    filled = [f"{each.issue} = {_to(each)}" for each in draft if each.before is None]
    parts = ["; ".join(changed)] if changed else []
    parts += [f"filled in: {', '.join(filled)}"] if filled else []
    return "; ".join(parts)


def _to(change: Change) -> str:
    others = len(change.alike)
    return change.after + (f" or {change.alike[0]}" if others == 1 else f" (or {others} others)" if others else "")
