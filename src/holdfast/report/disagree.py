"""Where two accounts part, and what would flip a verdict, as text."""

from __future__ import annotations

from collections.abc import Sequence

from holdfast.case import Case
from holdfast.report.doubt import change_words
from holdfast.report.shares import between
from holdfast.report.text import Style, hanging, paragraph, table, unstyled
from holdfast.report.words import count, listing, party_name
from holdfast.uncertainty.differences import Difference
from holdfast.uncertainty.flip import Flip
from holdfast.uncertainty.orders import Reordered
from holdfast.uncertainty.parting import Crux, Disagreement, Part

SHOWN = 6
"""Most smallest sets, and contributions, shown."""
CRUX_NOTE = (
    "The crux is the smallest exchange that does it; it does not say who is right. Where two accounts put different "
    "statements in one place of a list, those of the account that changes come first."
)


def level_words(level: str, verdict: str) -> str:
    """Say a verdict at a level."""
    firmly = "" if level == "holds" else " firmly"
    return {"holds": f"holds{firmly}", "does not hold": f"does not hold{firmly}", "open": "is open"}[verdict]


def difference_words(case: Case, item: Difference, first: str, second: str) -> str:
    """Write one difference, seen from the first account."""
    if item.kind == "judgement":
        among = case.hypotheses.get(item.subject)
        if among is not None:
            return f"the credences of {listing(among.among)}"
        if item.also:
            return f"how likely {listing([item.subject, *item.also])} are, which depend on each other"
        text = case.judgements[item.subject].text
        return f"how likely {item.subject} is" + (f" ({text})" if text else "")
    who = party_name(case, item.subject)
    if item.kind == "preference":
        return f"the whole preference of {who}"
    of = {
        "only first": f"`{item.text}`, which only {first} says",
        "only second": f"`{item.text}`, which only {second} says",
        "moved": f"where `{item.text}` stands",
    }
    return f"{who}: {of[item.kind]}"


def exchange_words(case: Case, item: Difference, other: str) -> str:
    """Say what an account does that takes one difference over from another."""
    if item.kind == "judgement":
        among = case.hypotheses.get(item.subject)
        if among is not None:
            return f"weigh {listing(among.among)} as {other} does"
        text = case.judgements[item.subject].text
        return f"hold {item.subject} as likely as {other} does" + (f" ({text})" if text else "")
    who = party_name(case, item.subject)
    of = {
        "preference": f"take the preference of {who} from {other}",
        "only first": f"give up `{item.text}` of {who}",
        "only second": f"adopt `{item.text}` of {who}",
        "moved": f"put `{item.text}` of {who} where {other} has it",
    }
    return of[item.kind]


def disagree_text(case: Case, answer: Disagreement, width: int, style: Style = unstyled) -> str:
    """Write one answer."""
    one, two = (level_words(answer.level, verdict) for verdict in answer.verdicts)
    shares = [between(share) for share in answer.shares]
    if answer.is_agreed:
        title = f"Plan {answer.plan}: {answer.first} and {answer.second} agree that it {one}."
    else:
        title = f"Plan {answer.plan} {one} under {answer.first} and {two} under {answer.second}."
    blocks = [style(paragraph(title, width), "title")]
    worlds = f"In {shares[0]} of worlds under {answer.first}, {shares[1]} under {answer.second}."
    blocks.append(paragraph(f"{worlds} They differ on {_counted(answer.items)}.", width))
    for crux in answer.cruxes:
        other = answer.second if crux.of == answer.first else answer.first
        blocks.append(_crux(case, answer, crux, other, width, style))
    if answer.parts:
        blocks.append(_parts(case, answer, width, style))
    if answer.cruxes:
        blocks.append(style(paragraph(CRUX_NOTE, width), "dim"))
    return "\n\n".join(blocks)


def _counted(items: Sequence[Difference]) -> str:
    judged = sum(item.kind == "judgement" for item in items)
    parties = len({item.subject for item in items if item.kind != "judgement"})
    stated = len(items) - judged
    found = []
    if stated:
        found.append(f"{count(stated, 'statement')} of {count(parties, 'party', 'parties')}")
    if judged:
        found.append(count(judged, "judgement"))
    return listing(found) or "nothing that a verdict depends on"


def _crux(case: Case, answer: Disagreement, crux: Crux, other: str, width: int, style: Style) -> str:
    title = f"For {crux.of} to come to the verdict of {other} it would have to do"
    if crux.size is None:
        tried = f"No set of up to {count(crux.searched, 'difference')} does it; larger ones were not tried."
        return "\n".join([style(paragraph(title, width), "head"), paragraph(tried, width)])
    ways = f" ({count(crux.total, 'way')})" if crux.total > 1 else ""
    number = "one thing" if crux.size == 1 else f"these {crux.size} things"
    lines = [style(paragraph(f"{title} {number}{ways}", width), "head")]
    for k, each in enumerate(crux.sets[:SHOWN], 1):
        words = "; ".join(exchange_words(case, item, other) for item in each)
        lines.append(hanging(f"{k:>2}", words, width, 4))
    if crux.total > SHOWN:
        lines.append(f"    … and {crux.total - SHOWN} more; --json lists them.")
    return "\n".join(lines)


def _parts(case: Case, answer: Disagreement, width: int, style: Style) -> str:
    how = {
        "exact": "",
        "by party": ", all statements of a party together",
        "sampled": ", estimated from random orders, standard errors behind",
    }[answer.how]
    apart = 100 * (answer.shares[1].point - answer.shares[0].point)
    title = f"What makes up the difference of {apart:+.0f} points between the shares (Shapley value{how})"
    rows = []
    moving = [part for part in answer.parts if abs(part.size) > 5e-4]
    for part in moving[:SHOWN]:
        error = f" ± {100 * part.error:.1f}" if part.error is not None else ""
        rows.append([f"{100 * part.size:+.1f}{error}", _part_words(case, answer, part)])
    body = table(["points", "from"], rows, width, style=style, shrink=1)
    rest = sum(part.size for part in moving[SHOWN:])
    more = f"\n… and {100 * rest:+.1f} points from {len(moving) - SHOWN} more." if len(moving) > SHOWN else ""
    return f"{style(paragraph(title, width), 'head')}\n{body}{more}"


def _part_words(case: Case, answer: Disagreement, part: Part) -> str:
    if len(part.items) == 1:
        return difference_words(case, part.items[0], answer.first, answer.second)
    return f"{count(len(part.items), 'statement')} of {party_name(case, part.subject)}"


# -- what would flip a verdict ---------------------------------------------------------------------------------------


def flip_text(case: Case, answer: Flip, width: int, style: Style = unstyled) -> str:
    """Write one answer."""
    what = f"Plan {answer.plan}" if answer.plan else f"State {answer.state}"
    under = f" under {answer.account}" if answer.account else ""
    robust = ", and nothing looked at below would flip that" if answer.is_robust else ""
    blocks = [style(paragraph(f"{what}{under} {level_words(answer.level, answer.verdict)}{robust}.", width), "title")]
    found = answer.judgements
    if not case.judgements:
        lines = [paragraph("The case has no judgements that could be otherwise.", width)]
    elif found.is_robust:
        lines = [paragraph("Judgements: the verdict is the same in every world.", width)]
    else:
        assert found.n_changes is not None
        ways = count(found.total, "way")
        lines = [style(f"Judgements: {found.n_changes} otherwise would flip it ({ways})", "head")]
        lines += [hanging("", change_words(each), width, 2) for each in found.changes[:SHOWN]]
        if found.total > SHOWN:
            lines.append(f"  … and {found.total - SHOWN} more; --json lists them.")
    blocks.append("\n".join(lines))
    moving = sorted((each for each in answer.orders if each.n_moved), key=lambda each: each.n_moved or 0)
    still = [each for each in answer.orders if not each.n_moved]
    if moving:
        blocks.append("\n".join([style("Order of one party's statements", "head"), *_moving(case, moving, width)]))
    if still:
        blocks.append("\n".join(_still(case, still, width)))
    return "\n\n".join(blocks)


def _moving(case: Case, moving: Sequence[Reordered], width: int) -> list[str]:
    lines = []
    for each in moving:
        assert each.n_moved is not None
        ways = count(each.total, "way")
        lines.append(f"{party_name(case, each.party)}: {count(each.n_moved, 'statement')} moved ({ways}), for example")
        lines.append(hanging("", f"{listing(f'`{m}`' for m in each.moved[0])}, which makes:", width, 2))
        lines += [hanging(f"  {k:>2}.", text, width, 6) for k, text in enumerate(each.lists[0], 1)]
    return lines


def _still(case: Case, still: Sequence[Reordered], width: int) -> list[str]:
    complete = [party_name(case, each.party) for each in still if each.complete]
    lines = []
    if complete:
        lines.append(paragraph(f"No order of the statements of {listing(complete, 'or')} would flip it.", width))
    for each in still:
        if not each.complete:
            who, far = party_name(case, each.party), count(each.searched, "statement")
            lines.append(paragraph(f"{who}: no order with up to {far} moved; larger changes were not tried.", width))
    return lines
