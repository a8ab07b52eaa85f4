"""How sure a brief may be, for the terminal: shares in a table, what the accounts part over, what to find out."""

from __future__ import annotations

from holdfast.report.brief import Brief
from holdfast.report.disagree import exchange_words
from holdfast.report.shares import rounded
from holdfast.report.sure import Sure
from holdfast.report.sure_view import MOST_FOUND, find_out_words, hinges
from holdfast.report.text import Style, hanging, paragraph, table
from holdfast.report.words import listing


def sure_text(brief: Brief, sure: Sure, width: int, style: Style) -> list[str]:
    """Write the blocks."""
    blocks = []
    if sure.has_doubt:
        head = "In what share of worlds it holds firmly, in %, bounds in brackets (see `doubt`)"
        names = [account or "case" for account in brief.accounts]
        asked = [s.plan for s in brief.subjects if s.plan]
        shares = {plan: [sure.firmly[plan, account].share for account in brief.accounts] for plan in asked}
        never = [plan for plan in asked if not any(share.high for share in shares[plan])]
        shown = [plan for plan in asked if plan not in never or len(never) == 1]
        rows = [[plan, *map(rounded, shares[plan])] for plan in shown]
        lines = [style(paragraph(head, width), "head")]
        lines += [table(["plan", *names], rows, width, style=style)] if rows else []
        if len(never) > 1:
            which = "every plan" if not rows else listing(never)
            under = " under any account" if len(brief.accounts) > 1 else ""
            lines.append(paragraph(f"{which}: in no world{under}.", width))
        blocks.append("\n".join(lines))
    if len(brief.accounts) > 1:
        lines = [style("On what the accounts part (see `disagree`)", "head")]
        left = max(len(subject.id) for subject in brief.subjects) + 2
        alike: dict[str, list[str]] = {}
        for hinge in hinges(brief, sure):
            text = f"{hinge.agreement}."
            text += f" {hinge.least}." if hinge.least else ""
            if hinge.sets:
                told = "; and ".join(exchange_words(brief.case, item, hinge.other) for item in hinge.sets[0])
                others = len(hinge.sets) - 1 + hinge.n_more
                more = f" (or {others} other way{'s' if others > 1 else ''})" if others else ""
                text += f" {hinge.opening} {told}{more}."
            alike.setdefault(text, []).append(hinge.plan)
        for text, plans in alike.items():
            lines.append(hanging(", ".join(plans), text, width, left))
        blocks.append("\n".join(lines))
    if sure.find_out:
        lines = [style("What to find out next", "head")]
        lines += [hanging("", f"{find_out_words(brief, each)}.", width, 2) for each in sure.find_out[:MOST_FOUND]]
        blocks.append("\n".join(lines))
    return blocks
