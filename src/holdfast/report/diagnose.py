"""The readings as text: a sentence each, and tables of what stands behind them."""

from __future__ import annotations

from collections.abc import Sequence

from holdfast.case import Case
from holdfast.questions.diagnose import Diagnosis
from holdfast.questions.diagnose.answer import PlanKept
from holdfast.questions.diagnose.basins import Equilibria
from holdfast.report.drafts import share
from holdfast.report.readings import example_words
from holdfast.report.readings import sentences as sentences
from holdfast.report.text import Style, hanging, paragraph, table, unstyled
from holdfast.report.words import count, listing, party_name

LABELS = {
    "blockers": "Blockers",
    "ripeness": "Ripeness",
    "commitment": "Commitment problem",
    "win_set": "Win-sets",
    "hostility": "Hostility",
}
"""The readings by id; the last is self-fulfilling hostility."""
NOTE = (
    "These are readings of the model, if the account is right about who wants what. A share of drafts is not a "
    "probability: each draft counts once."
)
MANY = 3
"""With more answers than this, only the sentences are shown."""
LEFT = 20
YES = {True: "yes", False: "no", None: "open"}


def diagnose_text(case: Case, answer: Diagnosis, width: int, style: Style = unstyled) -> str:
    """Write one answer: the sentences, then who blocks, what becomes of each plan, and the win-sets."""
    blocks = [opening(case, answer, width, style), "\n".join(_said(case, answer, width))]
    if answer.blockers.parties:
        blocks.append(_parties(case, answer, width, style))
    if answer.win_set.signatories:
        blocks.append(_win_sets(case, answer, width, style))
    if answer.commitment.plans:
        blocks.append(_plans(case, answer, width, style))
    if answer.hostility.standings:
        blocks.append(_states(answer, width, style))
    return "\n\n".join([*blocks, style(paragraph(NOTE, width), "dim")])


def many_diagnose_text(case: Case, answers: Sequence[Diagnosis], width: int, style: Style = unstyled) -> str:
    """Write many answers: the sentences of each, and how to ask for more."""
    blocks = []
    for answer in answers:
        blocks.append("\n".join([opening(case, answer, width, style), *_said(case, answer, width)]))
    remedy = "Name one account (--account), and one plan if you like (--plan), for the tables behind the sentences."
    return "\n\n".join([*blocks, paragraph(remedy, width), style(paragraph(NOTE, width), "dim")])


def opening(case: Case, answer: Diagnosis, width: int, style: Style) -> str:
    """Say what the readings are computed over."""
    over = []
    if answer.conducts:
        n = answer.conducts[0].n_drafts
        each = f" with each of {len(answer.conducts)} conducts" if len(answer.conducts) > 1 else ""
        lost = sum(conduct.cannot_occur for conduct in answer.conducts)
        over.append(f"{count(n, 'draft')}{each}{f' ({lost:,} cannot occur)' if lost else ''}")
        over += [count(1 if answer.plan else len(case.plans), "plan")] if case.plans else []
    if answer.hostility.standings:
        over.append(count(answer.hostility.standings[0].n_states, "state"))
    under = f" under {answer.account}" if answer.account else ""
    named = f" of {answer.plan}" if answer.plan else ""
    return style(paragraph(f"Readings{named}{under}, over {listing(over) or 'nothing'}.", width), "title")


def _said(case: Case, answer: Diagnosis, width: int) -> list[str]:
    lines, said = [], sentences(case, answer)
    silent = [each.reading for each in answer.readings if each.note]
    for each in answer.readings:
        if not each.note:
            lines.append(hanging(LABELS[each.reading], said[each.reading], width, LEFT))
    for note in dict.fromkeys(said[reading] for reading in silent):
        without = [LABELS[reading].lower() for reading in silent if said[reading] == note]
        lines.append(paragraph(f"Not asked: {listing(without)}. {note}", width))
    return lines


def _parties(case: Case, answer: Diagnosis, width: int, style: Style) -> str:
    of = (answer.blockers.computed_over or {})["drafts"]
    rows, lines = [], []
    for each in answer.blockers.parties:
        cells = [party_name(case, each.party), each.kind, share(each.blocker, of), share(each.bluffed, of)]
        if case.plans:
            yes = [plan for plan, blocks in each.plans.items() if blocks]
            unclear = [plan for plan, blocks in each.plans.items() if blocks is None]
            cells.append("; ".join([*([", ".join(yes)] if yes else []), *_open(unclear)]) or "–")
        rows.append(cells)
        if each.not_blocked is not None:
            text = f"Not blocked by {party_name(case, each.party)}: {example_words(each.not_blocked)}."
            lines.append(paragraph(text, width, "  "))
    head = ["share of drafts", "kind", "blocker", "bluffed", *(["can block the plans"] if case.plans else [])]
    found = table(head, rows, width, style=style)
    return f"{found}\n\n{chr(10).join(lines)}" if lines else found


def _open(plans: Sequence[str]) -> list[str]:
    return [f"open: {', '.join(plans)}"] if plans else []


def _win_sets(case: Case, answer: Diagnosis, width: int, style: Style) -> str:
    of = (answer.win_set.computed_over or {})["drafts"]
    rows = []
    for each in answer.win_set.signatories:
        who = ", ".join(party_name(case, party) for party in each.ratifiers)
        signs = (answer.ripeness.would_sign or {})[each.signatory]
        rows.append([party_name(case, each.signatory), share(signs, of), who, share(each.count, of)])
    return table(["signatory", "would sign", "ratified by", "win-set"], rows, width, style=style, shrink=2)


def _plans(case: Case, answer: Diagnosis, width: int, style: Style) -> str:
    inside = answer.win_set.plans or {}
    rows = [
        [each.plan, _yes(each, each.all_sign), *_left(case, each), _yes(each, inside[each.plan])]
        for each in answer.commitment.plans
    ]
    head = ["plan", "all would sign", "one would then leave", "who would leave or break it", "in every win-set"]
    return table(head, rows, width, style=style, shrink=3)


def _yes(each: PlanKept, value: bool | None) -> str:
    return YES[value] if each.n_fillings else "cannot occur"


def _left(case: Case, each: PlanKept) -> tuple[str, str]:
    """Say whether a plan that all would sign would be left, and by whom; in brackets those whom only threats keep."""
    if each.all_sign is False and each.n_fillings:
        return "not signed", "–"
    leave = [one.party for one in each.leavers if one.verdict == "blocker"]
    kept = [one.party for one in each.leavers if one.verdict == "bluffed" and one.party not in leave]
    names = [party_name(case, party) for party in leave] + [f"({party_name(case, party)})" for party in kept]
    return _yes(each, each.holds), ", ".join(names) or "–"


def _states(answer: Diagnosis, width: int, style: Style) -> str:
    alike: dict[tuple[tuple[str, ...], ...], list[str]] = {}
    for each in answer.hostility.standings:
        star = "*" if each.n_models > 1 else ""
        alike.setdefault(tuple(_row(concept) for concept in each.concepts), []).append(f"{each.plan or 'none'}{star}")
    rows = []
    for found, plans in alike.items():
        rows += [[", ".join(plans) if k == 0 else "", *cells] for k, cells in enumerate(found)]
    head = ["plan", "concept", "both", "calm", "other", ">calm", ">other", ">either", ">none", "now"]
    which = answer.hostility.peaceful
    what = (
        f"Hostility: of the states that hold, those in which `{which}` is true (calm), and others; from how many "
        "states improvements lead only to calm ones (>calm), only to others (>other), to either, or to none; and "
        "where they lead from the status quo (now)."
    )
    if any(each.n_models > 1 for each in answer.hostility.standings):
        what += ' * Numbers are those of one way of filling unknown cells; under "both" all ways count.'
    shown = table(head, rows, width, style=style)
    return f"{shown}\n\n{style(paragraph(what, width), 'dim')}"


def _row(concept: Equilibria) -> tuple[str, ...]:
    lead = concept.basins
    counts = (lead.peaceful, lead.other, lead.either, lead.neither) if lead else ()
    cells = [concept.concept, YES[concept.holds], f"{concept.n_peaceful:,}", f"{concept.n_other:,}"]
    from_now = {"peaceful": "calm", "neither": "none"}.get(lead.status_quo, lead.status_quo) if lead else ""
    return (*cells, *([f"{number:,}" for number in counts] or ["–"] * 4), from_now or "–")
