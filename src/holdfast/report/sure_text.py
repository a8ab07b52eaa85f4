"""How sure a brief may be, for the terminal: shares in a table, what the accounts part over, what to find out."""

from __future__ import annotations

from holdfast.report.brief import Brief
from holdfast.report.shares import rounded
from holdfast.report.sure import Sure
from holdfast.report.sure_view import MOST_FOUND, find_out_words, hinges
from holdfast.report.text import Style, hanging, paragraph, table


def sure_text(brief: Brief, sure: Sure, width: int, style: Style) -> list[str]:
    """Write the blocks."""
    blocks = []
    if sure.has_doubt:
        head = "In what share of worlds it holds firmly, in %, bounds in brackets (see `doubt`)"
        names = [account or "case" for account in brief.accounts]
        rows = [
            [s.id, *(rounded(sure.firmly[s.plan, account].share) for account in brief.accounts)]
            for s in brief.subjects
            if s.plan
        ]
        blocks.append(f"{style(paragraph(head, width), 'head')}\n{table(['plan', *names], rows, width, style=style)}")
    if len(brief.accounts) > 1:
        lines = [style("On what the accounts part (see `disagree`)", "head")]
        left = max(len(subject.id) for subject in brief.subjects) + 2
        alike: dict[str, list[str]] = {}
        for hinge in hinges(brief, sure):
            text = f"{hinge.agreement}."
            if hinge.opening:
                text += f" {hinge.opening}"
                text += f" {hinge.ways[0]}" if hinge.ways else ""
                others = len(hinge.ways) - 1
                text += f" (or {others} other way{'s' if others > 1 else ''})." if others > 0 else "."
            alike.setdefault(text, []).append(hinge.plan)
        for text, plans in alike.items():
            lines.append(hanging(", ".join(plans), text, width, left))
        blocks.append("\n".join(lines))
    if sure.find_out:
        lines = [style("What to find out next", "head")]
        lines += [hanging("", f"{find_out_words(brief, each)}.", width, 2) for each in sure.find_out[:MOST_FOUND]]
        blocks.append("\n".join(lines))
    return blocks
