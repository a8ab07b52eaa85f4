"""How sure one may be, as text: the share with its bounds, what drives it, what would tell, what would flip it."""

from __future__ import annotations

from collections.abc import Sequence

from holdfast.case import Case
from holdfast.questions.answer import VERDICTS
from holdfast.report.shares import between, percent, rounded
from holdfast.report.text import Style, hanging, paragraph, table, unstyled
from holdfast.report.view import SHORT
from holdfast.report.words import count, listing, party_name
from holdfast.uncertainty.answer import Doubt
from holdfast.uncertainty.effects import Effect
from holdfast.uncertainty.matrix import Agreement, Doubts
from holdfast.uncertainty.nearest import Flips

SHOWN = 12
"""Most judgements and changes shown."""
BAR = 30
"""Characters of a bar that stands for the whole."""
NOTE = (
    "A share counts worlds that the sources allow, weighted by what they hold likely. It is no forecast: it is only as "
    "good as the judgements, and as their independence of each other."
)


def doubt_text(case: Case, answer: Doubt, width: int, style: Style = unstyled) -> str:
    """Write one answer."""
    blocks = [style(paragraph(headline(answer), width), "title"), paragraph(_worlds(case, answer), width)]
    blocks.append(_parties(case, answer, width, style))
    drivers = answer.drivers
    if drivers:
        blocks.append(_drivers(case, answer, drivers, width, style))
    if answer.interactions:
        blocks.append(_interactions(answer, width, style))
    if answer.worth_finding_out:
        blocks.append(_finding_out(case, answer, width, style))
    if answer.flips is not None:
        blocks.append(_flips(case, answer.flips, width, style))
    if answer.lexicons:
        blocks.append(_lexicons(answer, width, style))
    return "\n\n".join([*blocks, style(paragraph(NOTE, width), "dim")])


def headline(answer: Doubt) -> str:
    """Say it in a sentence."""
    what = f"plan {answer.plan}" if answer.plan else f"state {answer.state}"
    under = f" under {answer.account}" if answer.account else ""
    level = "holds" if answer.level == "holds" else "holds firmly"
    if answer.share.high == answer.share.low in (0.0, 1.0) and answer.open.high == 0:
        return f"{what[0].upper()}{what[1:]}{under} {level} in {'every' if answer.share.point else 'no'} world."
    return f"{what[0].upper()}{what[1:]}{under} {level} in {between(answer.share)} of worlds."


def without_doubt(answer: Doubt) -> str:
    """Say what the verdict is where doubt is left aside."""
    level = "" if answer.level == "holds" else " firmly"
    word = {"holds": f"holds{level}", "does not hold": f"does not hold{level}", "open": "is open"}[answer.verdict]
    return f"Without doubt, every judgement taken for what is more likely, it {word}."


def _worlds(case: Case, answer: Doubt) -> str:
    judgements = count(len(case.judgements), "judgement")
    n_moving = len(answer.drivers)
    if not case.judgements:
        return f"{without_doubt(answer)} The case has no judgements, so there is one world."
    makes = "makes" if len(case.judgements) == 1 else "make"
    text = f"{without_doubt(answer)} {judgements} {makes} {count(answer.n_worlds, 'world')}; "
    whatever = " whatever the plan leaves unknown" if answer.open.high > 0 else ""
    text += f"{n_moving or 'none'} of them {'bears' if n_moving == 1 else 'bear'} on the answer{whatever}."
    if answer.sampled is not None:
        drawn = answer.sampled
        text += (
            f" Too many to judge them all: {drawn.n_draws:,} worlds were drawn at random (seed {drawn.seed}); standard "
            f"error {percent(drawn.error)} at the point, {percent(drawn.low_error)} and {percent(drawn.high_error)} at "
            "the bounds, which are estimates."
        )
    elif not answer.share.is_exact:
        text += " The bounds are attained, but others may lie further out."
    if answer.open.high > 0:
        text += f" In {between(answer.open)} of worlds it turns on what the plan leaves unknown."
    if answer.occurs.low < 1:
        text += f" Its state can occur in {between(answer.occurs)} of worlds."
    return text


def _parties(case: Case, answer: Doubt, width: int, style: Style) -> str:
    signing = any(each.signs is not None for each in answer.parties)
    rows = []
    for each in answer.parties:
        row = [party_name(case, each.party), *(rounded(each.verdicts[verdict]) for verdict in VERDICTS)]
        if any(other.open.high > 0 for other in answer.parties):
            row.append(rounded(each.open))
        if signing:
            row.append("–" if each.signs is None else rounded(each.signs))
        rows.append(row)
    head = ["party", *(SHORT[verdict] for verdict in VERDICTS)]
    head += ["open"] if any(other.open.high > 0 for other in answer.parties) else []
    head += ["would sign"] if signing else []
    title = style("Where each party stands, in % of worlds (bounds in brackets)", "head")
    return f"{title}\n{table(head, rows, width, style=style)}"


def bar(effect: Effect) -> str:
    """Draw how far a judgement moves the share, on a line from 0 to 100 %.

    Examples
    --------
    >>> from holdfast.uncertainty.shares import Share
    >>> bar(Effect("x", Share(0, 0.5, 1), 0.9, 0.2))
    '······━━━━━━━━━━━━━━━━━━━━━···'
    """
    ends = sorted((effect.if_true or 0.0, effect.if_false or 0.0))
    left, right = (round(BAR * end) for end in ends)
    filled = max(right - left, 1)
    left = min(left, BAR - filled)
    return "·" * left + "━" * filled + "·" * (BAR - left - filled)


def _drivers(case: Case, answer: Doubt, drivers: Sequence[Effect], width: int, style: Style) -> str:
    lines = [style("What drives it: the share where a judgement is true, and where it is false", "head")]
    rows = []
    for each in drivers[:SHOWN]:
        rows.append([each.judgement, percent(each.if_true), percent(each.if_false), bar(each)])
    lines.append(
        table(["judgement", "if true", "if false", "0 %" + " " * (BAR - 8) + "100 %"], rows, width, style=style)
    )
    for each in drivers[:SHOWN]:
        text = case.judgements[each.judgement].text
        if text:
            lines.append(hanging("  ", f"{each.judgement}: {text} ({between(each.credence)})", width, 4))
    if len(drivers) > SHOWN:
        lines.append(f"… and {len(drivers) - SHOWN} more; --json lists them.")
    return "\n".join(lines)


def _interactions(answer: Doubt, width: int, style: Style) -> str:
    lines = [style("Together", "head")]
    for each in answer.interactions[:3]:
        one, two = (f"{100 * size:+.0f}".replace("+0", "0") for size in (each.where_true, each.where_false))
        text = f"{each.first} moves it by {one} points where {each.second} is true, and by {two} where it is false"
        lines.append(hanging("", text, width, 2))
    return "\n".join(lines)


def _finding_out(case: Case, answer: Doubt, width: int, style: Style) -> str:
    now = percent(answer.share.width)
    lines = [style(f"What to find out first: the bounds are {now} apart now", "head")]
    for each in answer.worth_finding_out[:3]:
        assert each.width_after is not None
        text = f"{each.judgement}: {percent(each.width_after)} apart, on average, once it is known"
        lines.append(hanging("", text, width, 2))
    return "\n".join(lines)


def change_words(change: dict[str, bool]) -> str:
    """Write a change of judgements.

    Examples
    --------
    >>> change_words({"a": True, "b": False})
    'a, and not b'
    """
    return ", and ".join(name if truth else f"not {name}" for name, truth in change.items())


def _flips(case: Case, found: Flips, width: int, style: Style) -> str:
    if found.is_robust:
        return paragraph("The verdict is robust: no judgements, however many, would flip it.", width)
    assert found.n_changes is not None
    what = count(found.n_changes, "judgement")
    ways = count(found.total, "way")
    lines = [style(f"What would flip the verdict: {what} otherwise ({ways})", "head")]
    lines += [hanging("", change_words(each), width, 2) for each in found.changes[:SHOWN]]
    if found.total > SHOWN:
        lines.append(f"  … and {found.total - SHOWN} more; --json lists them.")
    return "\n".join(lines)


def _lexicons(answer: Doubt, width: int, style: Style) -> str:
    rows = [[name, rounded(share), verdict] for name, (verdict, share) in answer.lexicons.items()]
    lines = [style("By other lexicons of likelihood words, in % of worlds", "head")]
    lines.append(table(["lexicon", "share", "without doubt"], rows, width, style=style))
    if len({verdict for verdict, _ in answer.lexicons.values()}) > 1:
        lines.append(paragraph("The verdict depends on the lexicon.", width))
    return "\n".join(lines)


# -- every plan under every account ----------------------------------------------------------------------------------


def doubts_text(case: Case, found: Doubts, width: int, style: Style = unstyled) -> str:
    """Write the table of plans and accounts."""
    level = "holds" if found.level == "holds" else "holds firmly"
    opening = f"In what share of worlds each plan {level}, in %, bounds in brackets; ✓ without doubt it does."
    accounts = [account or "case" for account in found.accounts]
    rows = []
    for each in found.plans:
        cells = []
        for account in found.accounts:
            answer = found.answers[each.plan, account]
            mark = {"holds": "✓ ", "does not hold": "", "open": "? "}[answer.verdict]
            cells.append(f"{mark}{rounded(answer.share)}")
        rows.append([each.plan, *cells])
    blocks = [style(paragraph(opening, width), "title")]
    longest = max([*(len(cell) for row in rows for cell in row), *(len(name) for name in accounts)])
    per = max(1, (width - 10) // (longest + 2))
    for start in range(0, len(accounts), per):
        stop = start + per
        part = [[row[0], *row[1:][start:stop]] for row in rows]
        blocks.append(table(["plan", *accounts[start:stop]], part, width, style=style))
    lines = [style("Do the accounts agree?", "head")]
    lines += [hanging(each.plan, agreement_words(each, level), width, 8) for each in found.plans]
    blocks.append("\n".join(lines))
    remedy = "Name a plan and an account (--plan, --account) for what drives a share and what would flip a verdict."
    return "\n\n".join([*blocks, paragraph(remedy, width), style(paragraph(NOTE, width), "dim")])


def agreement_words(each: Agreement, level: str) -> str:
    """Say whether the accounts agree on a plan."""
    names = {"holds": level, "does not hold": f"does not {level.replace('holds', 'hold')}", "open": "is open"}
    if each.kind == "agreed":
        verdict = next(iter(each.by_verdict))
        certain = all(each.is_certain.values())
        sure = ", in every world" if certain else ""
        who = "under every account" if len(each.is_certain) > 1 else ""
        return f"agreed: {names[verdict]} {who}{sure}".replace(" ,", ",").strip()
    if each.kind == "only":
        verdict = next(v for v, accounts in each.by_verdict.items() if each.alone in accounts)
        return f"only under {each.alone}: {names[verdict]}"
    parts = (f"{names[verdict]} under {listing(accounts)}" for verdict, accounts in each.by_verdict.items())
    return f"contested: {'; '.join(parts)}"
