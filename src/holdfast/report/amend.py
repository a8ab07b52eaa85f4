"""The smallest changes as text: what changes, who gains, who gives; or what rules every plan out."""

from __future__ import annotations

from collections.abc import Sequence

from holdfast.case import Case
from holdfast.questions.amend import Amend
from holdfast.questions.amend.answer import Amendment, Change, Obstacle, Relaxation
from holdfast.questions.answer import number
from holdfast.report.text import Style, hanging, paragraph, table, unstyled
from holdfast.report.words import count, listing, party_name

MANY = 3
"""With more answers than this, each is shown on a line."""
SHOWN = 10
"""Most amendments shown."""
SHOWN_WAYS = 5
"""Most ways round shown where no plan qualifies."""
NOTE = (
    "Smallest does not mean best, nor likely: it says how little of the text would have to change if the account is "
    "right about who wants what."
)


def amend_text(case: Case, answer: Amend, width: int, style: Style = unstyled) -> str:
    """Write one answer."""
    under = f", account {answer.account}" if answer.account else ""
    title = style(paragraph(f"{answer.plan}{under}: {_opening(case, answer)}", width), "title")
    blocks = [title]
    if answer.n_changes is None:
        blocks += _conflict(case, answer, width, style)
    else:
        blocks += [_amendment(case, k, each, width) for k, each in enumerate(answer.amendments[:SHOWN], 1)]
        more = len(answer.amendments) - SHOWN
        if more > 0:
            few = "" if answer.complete else "There are more still: raise --most. "
            blocks.append(paragraph(f"… and {count(more, 'amendment')} more; --json lists them. {few}", width))
    aside = []
    if answer.unknown:
        aside.append(f"{answer.plan} leaves unknown, to be filled at will: {', '.join(answer.unknown)}.")
    if answer.fixed:
        aside.append(f"Fixed, and never changed: {', '.join(answer.fixed)}.")
    if answer.n_changes != 0:
        aside.append(NOTE)
    return "\n\n".join([*blocks, *(style(paragraph(each, width), "dim") for each in aside)])


def many_amend_text(case: Case, answers: Sequence[Amend], width: int, style: Style = unstyled) -> str:
    """Write many answers, a line each, and how to ask for more."""
    rows = []
    reasons: dict[str, int] = {}
    for each in answers:
        if each.n_changes is None:
            place = reasons.setdefault(_reason(case, each), len(reasons) + 1)
            ways, what = "–", f"ruled out, see [{place}]"
        else:
            ways = f"{len(each.amendments):,}{'' if each.complete else '+'}"
            first = each.amendments[0]
            what = "; ".join(map(_change_words, first.changes)) or "as it stands"
        changes = "none" if each.n_changes is None else str(each.n_changes)
        rows.append([each.plan, each.account or "case", changes, ways, what])
    level = {each.level for each in answers}
    how = "hold firmly" if level == {"firmly"} else "hold"
    opening = (
        f"The fewest issues that would have to change for each plan to {how} and be signed by every signatory, in how "
        "many ways, and the first of them; none where no plan qualifies."
    )
    body = table(["plan", "account", "changes", "ways", "first"], rows, width, style=style, shrink=4)
    blocks = [paragraph(opening, width), body]
    if reasons:
        lines = [hanging(f"[{place}]", reason, width, 5) for reason, place in reasons.items()]
        blocks.append("\n".join([style("What rules every plan out:", "head"), *lines]))
    remedy = "Name one plan and one account (--plan, --account) for all ways, who gains and who gives."
    return "\n\n".join([*blocks, paragraph(remedy, width), style(paragraph(NOTE, width), "dim")])


def _opening(case: Case, answer: Amend) -> str:
    good = "holds firmly" if answer.level == "firmly" else "holds"
    if answer.n_changes is None:
        return f"no plan with this conduct {good} and would be signed by every signatory."
    if not answer.n_changes:
        filled = ", once its unknown cells are filled" if answer.unknown else ""
        return f"it {good} as it stands{filled}, and every signatory would sign."
    ways = len(answer.amendments)
    cost = answer.cost
    counted = f", which count for {number(cost)}" if cost is not None and cost != answer.n_changes else ""
    found = "one way" if ways == 1 else f"{ways:,} ways"
    if not answer.complete:
        found = f"more than {found}"
    fewest = min(len(each.changes) for each in answer.amendments)
    most = max(len(each.changes) for each in answer.amendments)
    changes = count(fewest, "change") if fewest == most else f"{fewest} to {most} changes"
    return f"it {good} and every signatory would sign after {changes}{counted}; {found}."


def _change_words(change: Change) -> str:
    return f"{change.issue}: {change.before} → {change.after}"


def _amendment(case: Case, place: int, each: Amendment, width: int) -> str:
    lines = []
    if each.changes:
        lines.append(hanging(f"{place:>2}", "; ".join(map(_change_words, each.changes)), width, 4))
    stands = [
        (f"{word} {listing(party_name(case, party) for party in who)}")
        for word, who in (("gain:", each.who("gains")), ("give:", each.who("gives")), ("either:", each.who("open")))
        if who
    ]
    if stands:
        lines.append(paragraph(f"    {'; '.join(stands)}", width, "    "))
    for verdict, words in (("deterred", "kept by replies others would want"), ("bluffed", "kept by threats alone")):
        kept = [party_name(case, stand.party) for stand in each.parties if stand.verdict == verdict]
        if kept:
            lines.append(paragraph(f"    {words}: {listing(kept)}", width, "    "))
    if each.filled:
        ways = f" (one of {each.n_fillings:,} ways)" if each.n_fillings and each.n_fillings > 1 else ""
        lines.append(paragraph(f"    filled in{ways}: {_filled_words(each.filled)}", width, "      "))
    if not lines:
        lines.append(paragraph("    Nothing has to change: every party is content.", width, "    "))
    return "\n".join(lines)


def _filled_words(filled: Sequence[Change]) -> str:
    return ", ".join(f"{each.issue} = {each.after}" for each in filled)


# -- where no plan qualifies ------------------------------------------------------------------------------------------


def _conflict(case: Case, answer: Amend, width: int, style: Style) -> list[str]:
    blocks = []
    if answer.note:
        blocks.append(paragraph(answer.note, width))
    if answer.conflict:
        head = "Together these rule every plan out, and no fewer do:"
        lines = [paragraph(f"  {_obstacle(case, each)}", width, "    ") for each in answer.conflict]
        blocks.append("\n".join([style(paragraph(head, width), "head"), *lines]))
    if answer.relaxations:
        blocks.append(_ways_round(case, answer, width, style))
    return blocks


def _ways_round(case: Case, answer: Amend, width: int, style: Style) -> str:
    number = len(answer.relaxations[0].obstacles)
    what = "one thing" if number == 1 else f"{number} things"
    ways = len(answer.relaxations)
    found = f"{ways} ways" if ways > 1 else "the only way"
    if not answer.relaxations_complete:
        found = f"more than {ways} ways"
    head = f"At least {what} would have to be given up ({found}):"
    lines = [style(paragraph(head, width), "head")]
    lines += [_way_round(case, k, each, width) for k, each in enumerate(answer.relaxations[:SHOWN_WAYS], 1)]
    if ways > SHOWN_WAYS:
        lines.append(paragraph(f"  … and {ways - SHOWN_WAYS} more; --json lists them.", width))
    return "\n".join(lines)


def _way_round(case: Case, place: int, each: Relaxation, width: int) -> str:
    given = "; ".join(_obstacle(case, obstacle) for obstacle in each.obstacles)
    changes = "; ".join(map(_change_words, each.changes)) or "no change"
    parts = [hanging(f"{place:>2}", given, width, 4), paragraph(f"    then: {changes}", width, "      ")]
    if each.filled:
        parts.append(paragraph(f"    filled in: {_filled_words(each.filled)}", width, "      "))
    return "\n".join(parts)


def _obstacle(case: Case, each: Obstacle) -> str:
    if each.issue:
        return f"{each.issue} is fixed at {each.fixed}"
    name = party_name(case, each.party)
    if each.statement is not None:
        return f"{name}: `{each.text}` (statement {each.statement})"
    if each.could_gain:
        return f"{name} {each.text}; some plan would give it {listing([f'`{s}`' for s in each.could_gain], 'or')}"
    return f"{name} {each.text}" if each.text.startswith("has") else f"{name}: {each.text}"


def _reason(case: Case, answer: Amend) -> str:
    """Say in a line what rules every plan out."""
    return "; ".join(_obstacle(case, each) for each in answer.conflict) or answer.note
