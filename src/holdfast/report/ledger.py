"""A ledger as text and tables: what was foreseen, what became of it, and what it scores."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from holdfast.ledger.forecast import Forecast
from holdfast.ledger.ledger import Ledger
from holdfast.ledger.scoring import Forecaster, Mean, Scores, Versus
from holdfast.ledger.standing import STATES, Fate, fates, latest
from holdfast.report.templates import render
from holdfast.report.text import Style, hanging, paragraph, table, unstyled
from holdfast.report.words import count, listing

SHOWN, SHOWN_TEXT = 120, 240
"""Most rows in a notebook, and most characters of a cell."""
LEFT = 10
"""Characters of the column of ids."""


def percent(share: float) -> str:
    """Write a share in per cent.

    Examples
    --------
    >>> percent(0.7), percent(0.125)
    ('70', '12.5')
    """
    return f"{round(share * 100, 1):g}"


def span(low: float, high: float) -> str:
    """Write a range in per cent."""
    return f"{percent(low)} %" if low == high else f"{percent(low)}–{percent(high)} %"


def chance_words(forecast: Forecast) -> str:
    """Say how sure a forecast is; numbers stand beside words."""
    chance, interval = forecast.chance, forecast.interval
    if interval is not None:
        return f"{interval.low:g} to {interval.high:g} {interval.unit}, at {percent(interval.level)} %"
    if chance is None:
        return f"more likely than {forecast.more_likely_than}" if forecast.more_likely_than else "asked, not forecast"
    number = span(chance.low, chance.high)
    if chance.stated is not None and chance.is_range:
        number = f"{percent(chance.stated)} % ({number})"
    if chance.word:
        basis = {"": "", "given": ", numbers as given"}.get(chance.basis, f", {chance.basis}")
        if chance.basis == "norm":
            basis = f", {chance.lexicon}"
        number = f"“{chance.word}” ({number}{basis})"
    return f"{number}, if {forecast.given}" if forecast.given else number


def model_words(forecast: Forecast) -> str:
    """Say what the model's share is, or nothing."""
    link = forecast.link
    if link.point is None:
        return ""
    bounds = f" ({span(link.lowest, link.highest)})" if link.lowest < link.highest else ""
    asked = " ".join(each for each in (link.question, link.plan, link.account) if each)
    return f"the model's share{f' ({asked})' if asked else ''}: {percent(link.point)} %{bounds}"


def fate_words(fate: Fate) -> str:
    """Say what became of a forecast."""
    resolution = fate.resolution
    told = ""
    if resolution is not None:
        word = f"{resolution.value:g}" if resolution.value is not None else resolution.outcome
        told = f"{word}, {resolution.on} ({resolution.source})"
    if fate.state == "scored":
        forecast = fate.standing.forecast
        if forecast.more_likely_than:
            return f"{fate.outcome}; {told}"
        return told
    if fate.state == "question":
        return told or "not resolved"
    why = f": {fate.why}" if fate.why else ""
    return f"{fate.state.replace('_', ' ')}{why}" + (f"; {told}" if told and fate.state != "void" else "")


def list_text(ledger: Ledger, shown: Sequence[Fate], as_of: str, width: int, style: Style = unstyled) -> str:
    """List forecasts, each with what became of it."""
    n = count(len(ledger.standings), "question and forecast", "questions and forecasts")
    upto = f"; as of {as_of}" if as_of else ""
    blocks = [style(paragraph(f"{n} in {count(len(ledger), 'record')}{upto}.", width), "title")]
    supplied = False
    for fate in shown:
        standing, forecast = fate.standing, fate.standing.forecast
        marks = {name: "*" if name in forecast.analyst_supplied else "" for name in ("made_on", "closes_on")}
        supplied |= bool(forecast.analyst_supplied)
        dates = f"made {forecast.made_on}{marks['made_on']}, closes {forecast.closes_on}{marks['closes_on']}"
        lines = [hanging(standing.id, f"{forecast.question}", width, LEFT)]
        lines.append(hanging("", f"{forecast.who}: {chance_words(forecast)}; {dates}", width, LEFT))
        if model_words(forecast):
            lines.append(hanging("", model_words(forecast), width, LEFT))
        lines.append(hanging("", f"→ {fate_words(fate)}", width, LEFT))
        others = [name.replace("_", " ") for name in forecast.analyst_supplied if not marks.get(name)]
        if others:
            lines.append(hanging("", f"* {listing(others)} supplied by the analyst", width, LEFT))
        if standing.corrections:
            lines.append(hanging("", f"corrected by {listing(standing.corrections)}", width, LEFT))
        blocks.append("\n".join(lines))
    if supplied:
        blocks.append(paragraph("* supplied by the analyst, because the source is silent on it.", width))
    return "\n\n".join(blocks)


def number(value: float | None) -> str:
    """Write a score with three decimals, or a dash."""
    return "–" if value is None else f"{value:.3f}".replace("-", "−")


def scores_text(scores: Scores, width: int, style: Style = unstyled) -> str:
    """Write the scores, one forecaster after another."""
    upto = f"Scores as of {scores.as_of}." if scores.as_of else "Nothing has been resolved, so nothing is scored."
    blocks = [style(paragraph(upto, width), "title")]
    blocks += [_forecaster_text(each, scores, width, style) for each in scores.forecasters]
    if scores.pairs is not None:
        blocks.append(_pairs_text(scores.pairs, width, style))
    if any(each.mean.n for each in scores.forecasters):
        blocks.append(paragraph(conventions(scores), width))
    return "\n\n".join(blocks)


def conventions(scores: Scores) -> str:
    """Say what the scores are."""
    told = "Lower is better. Brier: (p − o)², 0 to 1. Log: −ln of the probability given to what happened, clipped at "
    told += f"{scores.clip:g}. Ranges are scored at the point stated, or else the middle, with the best and the worst "
    return told + "end in brackets. Rates: 95 % Wilson intervals."


def _mean_words(mean: Mean) -> str:
    return f"Brier {_with(mean.brier, mean.brier_range)}, log {_with(mean.log, mean.log_range)}"


def _with(value: float | None, ends: tuple[float, float] | None) -> str:
    return number(value) + (f" ({number(ends[0])}–{number(ends[1])})" if ends and ends[0] < ends[1] else "")


def _forecaster_text(found: Forecaster, scores: Scores, width: int, style: Style) -> str:
    lines = [style(f"{found.who}: {count(found.mean.n, 'probability', 'probabilities')} scored", "head")]
    if found.mean.n:
        lines.append(paragraph(f"{_mean_words(found.mean)}.", width))
        lines.append(paragraph(skill_words(found, scores), width))
    for part in further_words(found):
        lines.append(paragraph(part, width))
    if found.mean.n:
        rows = [
            (f"{span(b.low, b.high)}", str(b.n), span_of(b.forecast), span_of(b.rate), span(*b.interval))
            for b in found.calibration
            if b.interval
        ]
        lines += ["", table(("bin", "n", "mean forecast", "came true", "95 % interval"), rows, width, style=style)]
    left = not_scored(found)
    if left:
        lines.append("")
        lines += [paragraph(f"Not scored, {STATES[state]}: {'; '.join(who)}.", width) for state, who in left.items()]
    return "\n".join(lines)


def span_of(share: float | None) -> str:
    """Write one share in per cent, or a dash."""
    return "–" if share is None else f"{percent(share)} %"


def skill_words(found: Forecaster, scores: Scores) -> str:
    """Say what the skill is measured against, and what it is."""
    if found.baseline is None:
        return ""
    what = "the rate of yes among them, " if scores.baseline == "rate" else ""
    against = f"against {what}{span_of(found.baseline)} for every question"
    return f"Skill {against}: Brier {number(found.skill_brier)}, log {number(found.skill_log)}."


def further_words(found: Forecaster) -> list[str]:
    """Say what else was scored: comparisons, intervals, and the model's shares."""
    out = []
    right, wrong = found.comparisons
    if right or wrong:
        out.append(f"Comparisons: {right} right, {wrong} wrong.")
    for each in found.intervals:
        held = f"{each.n_inside} of {each.n} held the value"
        out.append(f"Intervals at {percent(each.level)} %: {held}; mean score {each.score:g} {each.unit}.")
    if found.model is not None:
        own, their = found.model.own, found.model.their
        out.append(f"On {count(own.n, 'question')} with a share of the model: {_mean_words(own)}; the model's shares, ")
        out[-1] += f"taken as probabilities: {_mean_words(their)}."
    return out


def not_scored(found: Forecaster) -> dict[str, list[str]]:
    """Return what is not scored: by state, the ids with the reason."""
    left: dict[str, list[str]] = {}
    for fate in found.fates:
        if fate.state != "scored":
            left.setdefault(fate.state, []).append(f"{fate.standing.id} ({fate.why})" if fate.why else fate.standing.id)
    return left


def _pairs_text(pairs: Sequence[Versus], width: int, style: Style) -> str:
    lines = [style("On the questions that both answered", "head")]
    for each in pairs:
        told = f"{count(each.own.n, 'question')}. {each.one}: {_mean_words(each.own)}. "
        lines.append(paragraph(f"- {told}{each.other}: {_mean_words(each.their)}.", width, "  "))
    return "\n".join(lines if pairs else [*lines, "No two forecasters have a scored question in common."])


def list_json(ledger: Ledger, shown: Sequence[Fate], as_of: str) -> dict[str, Any]:
    """Return a list of forecasts as JSON types."""
    forecasts = []
    for fate in shown:
        settled = ledger.settled(fate.standing.forecast)
        forecasts.append(
            {
                "id": fate.standing.id,
                **fate.standing.forecast.body(),
                "corrections": list(fate.standing.corrections),
                "state": fate.state,
                "outcome": fate.outcome or None,
                "why": fate.why,
                "resolution": {"id": settled.id, **settled.resolution.body()} if settled and fate.resolution else None,
            }
        )
    head = {"schema": "holdfast/answer/1", "question": "ledger_list", "as_of": as_of or None}
    return {**head, "n_records": len(ledger), "head": ledger.head, "forecasts": forecasts}


def ledger_html(ledger: Ledger) -> str:
    """Show a ledger in a notebook."""
    day = latest(ledger)
    every = fates(ledger, day)
    rows = []
    for each in every[:SHOWN]:
        forecast = each.standing.forecast
        told = (forecast.question[:SHOWN_TEXT], forecast.who, chance_words(forecast), forecast.closes_on)
        rows.append((each.standing.id, *told, fate_words(each)[:SHOWN_TEXT]))
    title = f"Ledger: {count(len(ledger.standings), 'question and forecast', 'questions and forecasts')}"
    head = ("Id", "Question", "Who", "How likely", "Closes", "What became of it")
    more = max(0, len(every) - SHOWN)
    return render("notebook.html.j2", title=title + (f", as of {day}" if day else ""), head=head, rows=rows, more=more)
