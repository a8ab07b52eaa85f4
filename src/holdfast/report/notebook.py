"""What a notebook shows of a value: one small table, with no script and no colour of its own, everything escaped."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from holdfast.case import Case
from holdfast.engines.solution import Solution
from holdfast.questions.answer import Hold, PartyVerdict
from holdfast.report.brief import Brief
from holdfast.report.doubt import headline as sure_headline
from holdfast.report.shares import between, percent
from holdfast.report.templates import render
from holdfast.report.view import SHORT, SYMBOL, account_label
from holdfast.report.weigh_view import set_view
from holdfast.report.words import chosen, count, headline, listing, may_block, outcome_word, party_name
from holdfast.uncertainty.answer import Doubt
from holdfast.uncertainty.differences import Difference
from holdfast.uncertainty.matrix import Doubts
from holdfast.uncertainty.parting import Disagreement
from holdfast.uncertainty.weighing import Weighing

SURE = {"holds": "holds:", "does not hold": "does not:", "open": "open:"}
"""The verdict without doubt, before a share."""
MAX_ROWS = 120
"""Most rows of a table."""
MAX_STATES = 24
"""Most states listed in a cell."""
MAX_TEXT = 240
"""Longest text of a cell, in characters."""


def case_html(case: Case) -> str:
    """Show a case: who controls which options, with counts of what else it holds."""
    rows = []
    for party in case.parties.values():
        for k, option in enumerate(party.options.values()):
            rows.append((party_name(case, party.id) if k == 0 else "", option.id, option.text))
        if not party.options:
            rows.append((party_name(case, party.id), "", ""))
    parts = [count(len(case.parties), "party", "parties"), count(len(case.options), "option")]
    for number, noun in ((len(case.issues), "issue"), (len(case.plans), "plan"), (len(case.accounts), "account")):
        if number:
            parts.append(count(number, noun))
    return _table(f"{case.title}: {listing(parts)}", ("Party", "Option", "Meaning"), rows)


def solution_html(solution: Solution) -> str:
    """Show a solution: how many states hold under each concept, and the first of them."""
    rows = []
    for concept in solution.concepts:
        states = solution.states(concept)
        number = len(states)
        listed = list(islice(states, MAX_STATES))
        rows.append((concept, f"{number:,}", ", ".join(listed) + (" …" if number > len(listed) else "")))
    rows += [(concept, "–", reason) for concept, reason in solution.unavailable.items()]
    plan = f", plan {solution.model.plan}" if solution.model.plan else ""
    under = f", account {solution.model.account}" if solution.model.account else ""
    title = f"Equilibria among {count(solution.n_states, 'state')}{plan}{under}, engine {solution.engine}"
    return _table(title, ("Concept", "States", "Which"), rows)


def hold_html(hold: Hold) -> str:
    """Show whether a plan or state holds: each party's verdict, the move that shows it, and what answers that move."""
    signs = any(verdict.is_signatory for verdict in hold.parties)
    rows = []
    for verdict in hold.parties:
        word = f"{SYMBOL[verdict.verdict]} {SHORT[verdict.verdict]}"
        if verdict.possible:
            word += f" ({listing([SHORT[each] for each in verdict.possible], 'or')}, by {listing(verdict.depends_on)})"
        rows.append((verdict.party, word, *_witness(verdict), *([_sign(verdict)] if signs else [])))
    what = f"Plan {hold.plan}" if hold.plan else f"State {hold.state}"
    title = f"{what}{f' under {hold.account}' if hold.account else ''}: {outcome_word(hold)}"
    head = ("Party", "Verdict", "Move", "Gains", "Answer", *(["Would sign"] if signs else []))
    return _table(title, head, rows)


def _witness(verdict: PartyVerdict) -> tuple[str, str, str]:
    improvement = chosen(verdict)
    if improvement is None:
        return "", "", ""
    sanction = improvement.sanction
    answer = "none" if sanction is None else "; ".join(sanction.moves) + ("" if sanction.credible else " (not wanted)")
    return improvement.move.partition(": ")[2], improvement.gain, answer


def _sign(verdict: PartyVerdict) -> str:
    if not verdict.is_signatory:
        return "–"
    return {True: "yes", False: "no", None: "open"}[verdict.would_sign]


def brief_html(brief: Brief) -> str:
    """Show a brief: the answer in one sentence, and the verdicts with those who can block."""
    rows = []
    for subject in brief.subjects:
        cells = []
        for hold in brief.row(subject):
            who = [party_name(brief.case, verdict.party) for verdict in hold.blockers]
            maybe = [party_name(brief.case, party) for party in may_block(hold)]
            by = f" by {listing(who)}" if who else ""
            perhaps = f", perhaps {'also' if who else 'blocked'} by {listing(maybe, 'or')}" if maybe else ""
            cells.append(f"{outcome_word(hold)}{by}{perhaps}")
        rows.append((f"{subject.id}: {subject.title}" if subject.plan else subject.title, *cells))
    head = ("Plan" if brief.case.plans else "State", *(account_label(account) for account in brief.accounts))
    return _table(headline(brief), head, rows)


def doubt_html(doubt: Doubt) -> str:
    """Show how sure one may be: the share in one sentence, and what drives it."""
    rows = [
        (
            each.judgement,
            between(each.credence),
            percent(each.if_true),
            percent(each.if_false),
            percent(each.width_after),
        )
        for each in doubt.drivers
    ]
    head = ("Judgement", "Held likely", "Share if true", "Share if false", "Bounds apart once known")
    return _table(sure_headline(doubt), head, rows)


def doubts_html(doubts: Doubts) -> str:
    """Show the share of worlds of every plan under every account."""
    rows = []
    for each in doubts.plans:
        answers = [doubts.answers[each.plan, account] for account in doubts.accounts]
        rows.append((each.plan, *(f"{SURE[a.verdict]} {between(a.share)}" for a in answers), each.kind))
    level = "holds" if doubts.level == "holds" else "holds firmly"
    title = f"In what share of worlds each plan {level}; before it the verdict without doubt"
    return _table(title, ("Plan", *(account or "case" for account in doubts.accounts), "Accounts"), rows)


def disagreement_html(answer: Disagreement) -> str:
    """Show where two accounts part: the smallest exchanges, and what each difference contributes."""
    rows = []
    for crux in answer.cruxes:
        other = answer.second if crux.of == answer.first else answer.first
        what = f"to come to the verdict of {other}"
        rows += [(f"{crux.of}, {what}", "; and ".join(map(_difference, each)), "") for each in crux.sets]
        if crux.size is None:
            rows.append((f"{crux.of}, {what}", "no small exchange does it", ""))
    apart = f"from {answer.first} to {answer.second}"
    for part in answer.parts:
        said = _difference(part.items[0]) if len(part.items) == 1 else f"{part.subject}: {len(part.items)} differences"
        rows.append((apart, said, f"{100 * part.size:+.1f}"))
    return _table(f"{str(answer)[:1].upper()}{str(answer)[1:]}", ("Between", "What", "Points"), rows)


def _difference(item: Difference) -> str:
    kinds = {
        "only first": "drop",
        "only second": "say as well",
        "moved": "move",
        "preference": "the whole preference",
        "judgement": "hold as likely",
    }
    return f"{item.subject}: {kinds[item.kind]} {item.text}".strip()


def weighing_html(answer: Weighing) -> str:
    """Show rival hypotheses: credences before and after the evidence, and how many origins speak against each."""
    rows = []
    for weighed in answer.sets.values():
        view = set_view(weighed)
        for k, line in enumerate(view.lines):
            first = (view.question or view.id) if k == 0 else ""
            rows.append((first, line.text, line.before, line.after, line.against))
    head = ("Question", "Hypothesis", "Before, %", "After, %", "Origins against")
    under = f" under {answer.account}" if answer.account else ""
    return _table(f"Rival hypotheses weighed by the evidence{under}", head, rows)


def _table(title: str, head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    return render(
        "notebook.html.j2",
        title=_clip(title, 4 * MAX_TEXT),
        head=[_clip(cell) for cell in head],
        rows=[[_clip(cell) for cell in row] for row in rows[:MAX_ROWS]],
        more=max(0, len(rows) - MAX_ROWS),
    )


def _clip(text: str, longest: int = MAX_TEXT) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
