"""Of a document: how sure one may be, on what the verdicts hang, what to find out next, and rival hypotheses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from holdfast.report.blocks import Block, Grid, Heading, say
from holdfast.report.hinge_view import hinge_views
from holdfast.report.sure_view import MOST_FOUND, SURE_OF, cell_words, find_out_words
from holdfast.report.weigh_view import set_view
from holdfast.report.words import listing

if TYPE_CHECKING:
    from holdfast.report.brief import Brief
    from holdfast.report.wording import Wording


def shares_cell(brief: Brief, plan: str, account: str | None) -> str:
    """Return what stands below a verdict: shares of worlds, a line each; empty where it is the same in all."""
    if brief.sure is None or not plan:
        return ""
    lines = cell_words(brief.sure, plan, account)
    return "" if lines in SURE_OF.values() else "".join(f"\n{line}" for line in lines)


def hanging(brief: Brief, wording: Wording) -> Iterator[Block]:
    """Say, for each plan, whether the accounts agree, and the smallest exchange that would turn one's verdict."""
    if brief.sure is None or len(brief.accounts) < 2:
        return
    yield Heading("On what it hangs")
    for view in hinge_views(brief, brief.sure, wording):
        text = f" {view.agreement}."
        text += f" {view.shares}." if view.shares else ""
        if view.ways:
            others = len(view.ways) - 1 + view.n_more
            more = f" (or in {others} other way{'s' if others > 1 else ''})" if others else ""
            text += f" {view.opening} {'; and '.join(each.words for each in view.ways[0])}{more}."
        elif view.least:
            text += f" {view.least}."
        yield say(f"*{', '.join(view.plans)}:*", text.replace("`", ""), kind="item")


def findings(brief: Brief, wording: Wording) -> Iterator[Block]:
    """Say what to find out next."""
    if brief.sure is None or not brief.sure.find_out:
        return
    yield Heading("What to find out next")
    for each in brief.sure.find_out[:MOST_FOUND]:
        yield say(f"{find_out_words(brief, each)}.", kind="item")


def hypotheses(brief: Brief, wording: Wording) -> Iterator[Block]:
    """Say of each question which answer leads, how far evidence moved it, and what would tell."""
    if brief.sure is None or brief.sure.weighing is None:
        return
    yield Heading("Rival hypotheses")
    rows = []
    for weighed in brief.sure.weighing.sets.values():
        view = set_view(weighed)
        lines = {line.id: line for line in view.lines}
        leading = [lines[each] for each in weighed.leading]
        dull = sum(not row.tells_apart for row in view.rows)
        tells = f"{len(view.rows)} of {len(view.origins)}" + (f", {dull} do not tell" if dull else "")
        rows.append(
            (
                view.question or view.id,
                listing(line.text for line in leading),
                leading[0].before,
                leading[0].after,
                tells,
            )
        )
    head = ("Question", "Leads after the evidence", "Before, %", "After, %", "Reports, of origins")
    yield Grid(head, tuple(rows), (2.2, 3.2, 0.9, 0.9, 1.1))
    yield say(
        "One answer of each set is true; numbers are relative to the others of the set, bounds in brackets. Several "
        "reports of one origin count once. All answers and all evidence stand on the page.",
        kind="small",
    )
