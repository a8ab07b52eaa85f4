"""Quick pictures of answers with matplotlib, for notebooks and papers; verdicts differ in sign as well as in colour."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.errors import ExtraMissing
from holdfast.report.view import SHORT, SYMBOL
from holdfast.report.words import chosen, outcome_word

if TYPE_CHECKING:
    from holdfast.engines.solution import Solution
    from holdfast.questions.answer import Hold
    from holdfast.questions.drafts import Drafts
    from holdfast.uncertainty.answer import Doubt

COLOURS = {"content": "#2e7d5b", "deterred": "#7fb89b", "bluffed": "#d9b24c", "blocker": "#b5463c", "open": "#5b83ad"}
HATCHES = {"content": "", "deterred": "..", "bluffed": "//", "blocker": "xx", "open": "--"}


def axes(ax: Any, width: float, height: float) -> Any:
    """Return the axes to draw on: those given, or new ones.

    Raises
    ------
    ExtraMissing
        If matplotlib is not installed.
    """
    if ax is not None:
        return ax
    try:
        from matplotlib.figure import Figure
        from matplotlib.pyplot import subplots
    except ImportError as error:
        raise ExtraMissing("drawing an answer", "plot") from error
    figure, made = subplots(figsize=(width, height), layout="constrained")
    assert isinstance(figure, Figure)
    return made


def hold_plot(hold: Hold, ax: Any = None) -> Any:
    """Draw where each party stands: its verdict, and the move that shows it."""
    parties = hold.parties
    ax = axes(ax, 7.5, 0.9 + 0.42 * len(parties))
    for place, verdict in enumerate(parties):
        move = chosen(verdict)
        ax.barh(place, 1, color=COLOURS[verdict.verdict], hatch=HATCHES[verdict.verdict], edgecolor="white")
        told = f"{SYMBOL[verdict.verdict]} {SHORT[verdict.verdict]}"
        told += f": {move.move.partition(': ')[2]}" if move else ""
        ax.text(1.05, place, told, va="center")
    ax.set_yticks(range(len(parties)), [verdict.party for verdict in parties])
    ax.invert_yaxis()
    ax.set_xlim(0, 4)
    ax.set_xticks([])
    ax.spines[["top", "right", "bottom"]].set_visible(False)
    what = f"plan {hold.plan}" if hold.plan else f"state {hold.state}"
    ax.set_title(f"{what}{f' under {hold.account}' if hold.account else ''}: {outcome_word(hold)}", loc="left")
    return ax


def solution_plot(solution: Solution, ax: Any = None) -> Any:
    """Draw how many states hold under each concept."""
    ax = axes(ax, 6, 3)
    counts = [solution.count(concept) for concept in solution.concepts]
    bars = ax.bar(range(len(counts)), counts, color=COLOURS["open"])
    ax.bar_label(bars, [f"{count:,}" for count in counts])
    ax.set_xticks(range(len(counts)), solution.concepts)
    ax.set_ylabel(f"equilibria of {solution.n_states:,} states")
    ax.spines[["top", "right"]].set_visible(False)
    return ax


def drafts_plot(drafts: Drafts, ax: Any = None) -> Any:
    """Draw, for each party, in which share of drafts it has which verdict."""
    ax = axes(ax, 7.5, 1.1 + 0.42 * len(drafts.parties))
    of = max(1, drafts.n_drafts - drafts.cannot_occur)
    for verdict in ("content", "deterred", "bluffed", "blocker"):
        order = ("content", "deterred", "bluffed", "blocker")
        before = [sum(getattr(each, name) for name in order[: order.index(verdict)]) / of for each in drafts.parties]
        shares = [getattr(each, verdict) / of for each in drafts.parties]
        look = {"color": COLOURS[verdict], "hatch": HATCHES[verdict], "edgecolor": "white", "label": SHORT[verdict]}
        ax.barh(range(len(shares)), shares, left=before, **look)
    ax.set_yticks(range(len(drafts.parties)), [each.party for each in drafts.parties])
    ax.invert_yaxis()
    ax.set_xlim(0, 1)
    ax.set_xlabel(f"share of {of:,} drafts (not a probability)")
    ax.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False)
    ax.spines[["top", "right"]].set_visible(False)
    return ax


def doubt_plot(doubt: Doubt, ax: Any = None) -> Any:
    """Draw what drives a share: for each judgement that matters the share where it is true, and where it is false."""
    drivers = doubt.drivers
    ax = axes(ax, 7.5, 1.1 + 0.42 * max(len(drivers), 1))
    ax.axvspan(doubt.share.low, doubt.share.high, color="#e9e9ee", zorder=0)
    ax.axvline(doubt.share.point, color="#444444", linestyle="--", linewidth=1.2)
    for place, each in enumerate(drivers):
        ends = (each.if_true or 0.0, each.if_false or 0.0)
        ax.barh(place, abs(ends[0] - ends[1]), left=min(ends), color=COLOURS["deterred"], height=0.55)
        ax.plot([ends[0]], [place], "o", color="#1c4f91")
        ax.plot([ends[1]], [place], "o", markerfacecolor="white", color="#1c4f91")
    ax.set_yticks(range(len(drivers)), [each.judgement for each in drivers])
    ax.invert_yaxis()
    ax.set_xlim(0, 1)
    ax.set_xlabel("share of worlds (filled: where the judgement is true)")
    ax.spines[["top", "right"]].set_visible(False)
    ax.set_title(str(doubt), loc="left")
    return ax
