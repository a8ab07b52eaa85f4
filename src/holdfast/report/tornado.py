"""A tornado picture: how far each judgement moves a share, the largest on top; SVG that sits in the page or alone."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.case import Case
from holdfast.report.picture import wrap
from holdfast.report.shares import percent
from holdfast.report.templates import render, style
from holdfast.uncertainty.answer import Doubt

WIDTH = 720
LEFT, RIGHT = 292, 36
"""Room for the judgements' words, and beyond the axis."""
SPAN = WIDTH - LEFT - RIGHT
ROW, LINE, TOP, FOOT = 14, 15, 46, 34
BAR = 16
SIZE = 12.5
SHOWN = 12
"""Most judgements drawn."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One judgement: its words, the share where it is true and where it is false, and where these are drawn."""

    judgement: str
    lines: tuple[str, ...]
    y: float
    if_true: str
    if_false: str
    x_true: float
    x_false: float

    @property
    def x(self) -> float:
        """The left end."""
        return min(self.x_true, self.x_false)

    @property
    def width(self) -> float:
        """The length."""
        return max(abs(self.x_true - self.x_false), 1.0)


@dataclass(frozen=True, slots=True)
class Tornado:
    """The picture."""

    id: str
    title: str
    description: str
    bars: tuple[Bar, ...]
    height: float
    x_low: float
    x_point: float
    x_high: float
    point: str
    ticks: tuple[tuple[float, str], ...]
    n_more: int
    width: int = WIDTH


def tornado(case: Case, answer: Doubt, id: str = "tornado") -> Tornado:
    """Lay the picture out."""
    drivers = answer.drivers
    bars, y = [], float(TOP)
    for each in drivers[:SHOWN]:
        text = case.judgements[each.judgement].text or each.judgement
        lines = wrap(text, LEFT - 22, SIZE, 3)
        height = max(len(lines) * LINE, BAR) + ROW
        ends = (each.if_true or 0.0, each.if_false or 0.0)
        bars.append(
            Bar(each.judgement, lines, y + height / 2, percent(ends[0]), percent(ends[1]), _x(ends[0]), _x(ends[1]))
        )
        y += height
    level = "holds" if answer.level == "holds" else "holds firmly"
    what = f"plan {answer.plan}" if answer.plan else f"state {answer.state}"
    under = f" under {answer.account}" if answer.account else ""
    words = "; ".join(
        f"{case.judgements[each.judgement].text or each.judgement}: {percent(each.if_true)} if true, "
        f"{percent(each.if_false)} if false"
        for each in drivers[:SHOWN]
    )
    return Tornado(
        id=id,
        title=f"What drives the share of worlds in which {what} {level}{under}",
        description=f"{percent(answer.share.point)} at the point credences. {words or 'No judgement moves it'}.",
        bars=tuple(bars),
        height=y + FOOT,
        x_low=_x(answer.share.low),
        x_point=_x(answer.share.point),
        x_high=_x(answer.share.high),
        point=percent(answer.share.point),
        ticks=tuple((_x(k / 4), f"{25 * k} %") for k in range(5)),
        n_more=max(len(drivers) - SHOWN, 0),
    )


def _x(share: float) -> float:
    return round(LEFT + SPAN * share, 2)


def tornado_svg(case: Case, answer: Doubt) -> str:
    """Return the picture as a file of its own, with the page's colours, light and dark."""
    made = tornado(case, answer)
    return render("tornado_file.svg.j2", tornado=made, heading=wrap(made.title, WIDTH - 20, SIZE, 2), css=style())
