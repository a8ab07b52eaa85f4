"""The calibration picture: what was foreseen, against how often it came true, as SVG and in a page with the tables.

One panel a forecaster, in the order of their first forecast. A dot is a bin of forecasts: to the right the higher the
probability, upwards the more often they came true; the broken line is where both are equal. The upright line is the
95 % Wilson interval for the rate, the level line the mean range of the forecasts; below each bin stands how many they
are. Colours follow the reader's light or dark scheme, and nothing is told by colour alone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from holdfast.ledger.calibration import Bin
from holdfast.ledger.scoring import Forecaster, Scored, Scores
from holdfast.report.ledger import (
    conventions,
    further_words,
    not_scored,
    number,
    percent,
    skill_words,
    span,
    span_of,
)
from holdfast.report.picture import text_width
from holdfast.report.templates import render, style
from holdfast.report.words import count, listing

SIDE = 240
"""Width and height of the square that is plotted in."""
PAD = 9
"""Room inside the frame, so that dots at 0 and 100 % do not lie on it."""
LEFT, TOP, RIGHT, BOTTOM = 56, 56, 20, 72
ACROSS = 2
"""Most panels beside each other."""
NOTE = (
    "Dot: forecasts of about one probability. n: how many they are.",
    "Upright line: 95 % interval for the rate. Level line: their mean range.",
    "On the broken line, what was given 70 % comes true 7 times in 10.",
)
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class Dot:
    """A bin in the picture: its place, its size, its lines, and its count with the middle of the bin."""

    x: float
    y: float
    radius: float
    low_y: float
    high_y: float
    left_x: float
    right_x: float
    n: int
    middle: float


@dataclass(frozen=True, slots=True)
class Panel:
    """One forecaster's square."""

    x: float
    y: float
    title: str
    facts: str
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The picture, ready to be drawn."""

    width: int
    height: int
    title: str
    description: str
    panels: tuple[Panel, ...]

    @property
    def ticks(self) -> tuple[tuple[float, float, str], ...]:
        """Where the ticks are, across and up, with what stands beside them."""
        return tuple((_at(t), _at(1 - t), f"{t * 100:g}") for t in TICKS)


def sheet(scores: Scores) -> Sheet:
    """Lay the picture out."""
    shown = [each for each in scores.forecasters if each.mean.n]
    across = max(1, min(ACROSS, len(shown)))
    width = max(across * (LEFT + SIDE + RIGHT), 24 + math.ceil(max(text_width(line, 11.5) for line in NOTE)))
    down = max(1, math.ceil(len(shown) / across))
    panels = []
    for k, each in enumerate(shown):
        x = (k % across) * (LEFT + SIDE + RIGHT) + LEFT
        y = (k // across) * (TOP + SIDE + BOTTOM) + TOP
        facts = f"{count(each.mean.n, 'forecast')} scored; Brier {number(each.mean.brier)}"
        panels.append(Panel(x, y, _clip(each.who, 1.2 * SIDE), facts, _dots(each)))
    title = f"Calibration{f' as of {scores.as_of}' if scores.as_of else ''}"
    told = [_told(each) for each in shown] or ["Nothing is scored yet."]
    return Sheet(width, down * (TOP + SIDE + BOTTOM) + 15 * len(NOTE) + 10, title, " ".join(told), tuple(panels))


def svg(scores: Scores) -> str:
    """Return the picture as an SVG file."""
    return render("calibration.svg.j2", sheet=sheet(scores), side=SIDE, pad=PAD, note=NOTE, is_file=True)


def page(scores: Scores, name: str) -> str:
    """Return the picture and the tables as an HTML page."""
    from markupsafe import Markup

    return render(
        "ledger.html.j2",
        css=Markup(style()),
        name=name,
        scores=scores,
        sheet=sheet(scores),
        side=SIDE,
        pad=PAD,
        note=NOTE,
        is_file=False,
        conventions=conventions(scores),
        blocks=[_block(each, scores) for each in scores.forecasters],
    )


def _block(found: Forecaster, scores: Scores) -> dict[str, object]:
    rows = [
        (span(b.low, b.high), str(b.n), span_of(b.forecast), span_of(b.rate), span(*b.interval))
        for b in found.calibration
        if b.interval
    ]
    lines = [skill_words(found, scores), *further_words(found)]
    left = [f"{state.replace('_', ' ').capitalize()}: {listing(who)}." for state, who in not_scored(found).items()]
    return {
        "who": found.who,
        "n": count(found.mean.n, "probability", "probabilities"),
        "brier": number(found.mean.brier),
        "log": number(found.mean.log),
        "lines": [each for each in lines if each],
        "rows": rows,
        "left": left,
    }


def _dots(found: Forecaster) -> tuple[Dot, ...]:
    most = max(each.n for each in found.calibration)
    dots = []
    for each in found.calibration:
        if each.forecast is None or each.rate is None or each.interval is None:
            continue
        low, high = _range(each, found.scored)
        dots.append(
            Dot(
                x=_at(each.forecast),
                y=_at(1 - each.rate),
                radius=_round(3.5 + 4.5 * math.sqrt(each.n / most)),
                low_y=_at(1 - each.interval[0]),
                high_y=_at(1 - each.interval[1]),
                left_x=_at(low),
                right_x=_at(high),
                n=each.n,
                middle=_at((each.low + each.high) / 2),
            )
        )
    return tuple(dots)


def _range(each: Bin, scored: tuple[Scored, ...]) -> tuple[float, float]:
    """Return the mean bounds of the forecasts in a bin."""
    last = each.high >= 1
    inside = [s for s in scored if each.low <= s.probability and (s.probability < each.high or last)]
    if not inside:
        return each.forecast or 0.0, each.forecast or 0.0
    return (sum(s.low for s in inside) / len(inside), sum(s.high for s in inside) / len(inside))


def _told(found: Forecaster) -> str:
    parts = [
        f"of {b.n} at about {percent(b.forecast)} %, {b.n_yes} came true"
        for b in found.calibration
        if b.n and b.forecast is not None
    ]
    return f"{found.who}: {'; '.join(parts)}."


def _clip(text: str, width: float) -> str:
    if text_width(text, 14) <= width:
        return text
    while text and text_width(f"{text}…", 14) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _at(share: float) -> float:
    """Return where a share lies along an axis."""
    return _round(PAD + (SIDE - 2 * PAD) * share)


def _round(value: float) -> float:
    return round(value, 2)
