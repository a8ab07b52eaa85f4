"""What the page shows of doubts: shares beside verdicts, judgements, rival hypotheses, and who believes what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from holdfast.case import Case
from holdfast.report.brief import Brief
from holdfast.report.judgements_view import judgement_views
from holdfast.report.sources import Sources, anchor
from holdfast.report.weigh_view import SetView, set_view
from holdfast.report.wording import Wording
from holdfast.report.words import party_name
from holdfast.uncertainty.relevant import judged

MOST_LED = 3
"""Most plans of which the top of the page says on what they hang."""


def doubt_parts(brief: Brief, sources: Sources, wording: Wording) -> dict[str, Any]:
    """Return what templates show of doubts; nothing where there are none."""
    case = brief.case
    return {
        "judgements": judgement_views(case, sources, wording),
        "hypotheses": _hypotheses(brief),
        "beliefs": list(_beliefs(case)),
        "judged_in": lambda when: list(dict.fromkeys(judged(when))),
        **_sure_parts(brief, wording),
    }


def _sure_parts(brief: Brief, wording: Wording) -> dict[str, Any]:
    if brief.sure is None:
        return {"sure": None, "hinges": (), "lead": (), "find_out": (), "sure_words": None, "sways": None}
    from holdfast.report.hinge_view import hinge_views, lead
    from holdfast.report.sure_view import MOST_FOUND, cell_words, find_out_words, sways

    sure = brief.sure
    found = hinge_views(brief, sure, wording) if len(brief.accounts) > 1 else ()
    return {
        "sure": sure,
        "hinges": found,
        "lead": lead(found)[:MOST_LED],
        "find_out": [(each.judgement, find_out_words(brief, each)) for each in sure.find_out[:MOST_FOUND]],
        "sure_words": lambda plan, column: cell_words(sure, plan, brief.accounts[column]),
        "sways": lambda plan: sways(brief, sure, plan),
    }


def _hypotheses(brief: Brief) -> list[SetView]:
    if not brief.case.hypotheses:
        return []
    from holdfast.uncertainty.hypotheses import weigh

    weighing = brief.sure.weighing if brief.sure is not None else None
    return [set_view(each) for each in (weighing or weigh(brief.case)).sets.values()]


def _beliefs(case: Case) -> Iterator[tuple[str, str, str, str]]:
    """Yield who sees the others in its own way: the account, the party, and the account that it takes as true."""
    for party, account in case.believes.items():
        yield "", party_name(case, party), account, anchor("account", account)
    for own in case.accounts.values():
        for party, account in own.believes.items():
            yield own.id, party_name(case, party), account, anchor("account", account)
