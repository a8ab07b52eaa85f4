"""What has become of each forecast by a day: settled, void, or why it cannot be scored yet."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.ledger.ledger import Ledger, Standing
from holdfast.ledger.resolution import Resolution

STATES = {
    "scored": "closed and settled",
    "not_closed": "its time is not over",
    "not_resolved": "its time is over, and nobody has said what happened",
    "waiting": "a question that it depends on is not resolved",
    "void": "it cannot be told, or the condition failed",
    "hindsight": "made after the outcome was settled",
    "question": "asked, and no forecast",
}
"""What a forecast can be, with its meaning."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What has become of a forecast.

    Parameters
    ----------
    standing : Standing
        The forecast.
    state : str
        One of :data:`STATES`.
    outcome : str
        ``yes`` or ``no``; ``right`` or ``wrong`` for a comparison; ``value``; empty unless scored.
    why : str
        In words, why it is not scored.
    resolution : Resolution, optional
        The resolution of its own question, if it was known by the day.
    """

    standing: Standing
    state: str
    outcome: str = ""
    why: str = ""
    resolution: Resolution | None = None


def latest(ledger: Ledger) -> str:
    """Return the latest day on which a question was settled: the day to which the ledger goes; empty where none was."""
    days = [found.resolution.on for each in ledger.standings if (found := ledger.settled(each.forecast))]
    return max(days, default="")


def fates(ledger: Ledger, as_of: str) -> tuple[Fate, ...]:
    """Return what has become of each forecast by a day, as far as it was known by then."""
    return tuple(fate(ledger, standing, as_of) for standing in ledger.standings)


def fate(ledger: Ledger, standing: Standing, as_of: str) -> Fate:
    """Return what has become of one forecast by a day."""
    forecast = standing.forecast
    resolution = known(ledger, standing, as_of)
    if forecast.kind == "question":
        return Fate(standing, "question", resolution.outcome if resolution else "", "", resolution)
    outcome, why = _outcome(ledger, standing, as_of)
    if outcome == "void":
        return Fate(standing, "void", "", why, resolution)
    closes = forecast.closes_on
    if forecast.more_likely_than:
        closes = max(closes, ledger.standing(forecast.more_likely_than).forecast.closes_on)
    if closes > as_of:
        return Fate(standing, "not_closed", "", f"closes on {closes}", resolution)
    if not outcome:
        return Fate(standing, "waiting" if why else "not_resolved", "", why or f"closed on {closes}", resolution)
    if resolution is not None and forecast.made_on > resolution.on:
        why = f"made on {forecast.made_on}, settled on {resolution.on}"
        return Fate(standing, "hindsight", "", why, resolution)
    return Fate(standing, "scored", outcome, "", resolution)


def known(ledger: Ledger, standing: Standing, as_of: str) -> Resolution | None:
    """Return the resolution of a question, if it was settled by a day."""
    found = ledger.settled(standing.forecast)
    return found.resolution if found is not None and found.resolution.on <= as_of else None


def _outcome(ledger: Ledger, standing: Standing, as_of: str) -> tuple[str, str]:
    """Return the outcome with conditions and comparisons followed, or an empty one with the question waited for."""
    forecast = standing.forecast
    condition, why = _event(ledger, forecast.given, as_of) if forecast.given else ("", "")
    if forecast.given:
        if condition == "no":
            return "void", f"its condition {forecast.given} did not come true"
        if condition == "void":
            return "void", f"its condition {forecast.given} is void"
    resolution = known(ledger, standing, as_of)
    if resolution is not None and resolution.outcome == "void":
        return "void", resolution.note
    if forecast.given and not condition:
        return "", why or f"waits for {forecast.given}"
    own = resolution.outcome if resolution is not None else ""
    if not forecast.more_likely_than:
        return own, ""
    return _compared(own, forecast.more_likely_than, ledger, as_of)


def _compared(own: str, other: str, ledger: Ledger, as_of: str) -> tuple[str, str]:
    """Return whether what was held more likely happened and the other did not."""
    against, _ = _event(ledger, other, as_of)
    if against == "void":
        return "void", f"{other} is void"
    if not own or not against:
        return "", f"waits for {other}" if own else ""
    if own == against:
        return "void", f"both it and {other} happened" if own == "yes" else f"neither it nor {other} happened"
    return ("right" if own == "yes" else "wrong"), ""


def _event(ledger: Ledger, id: str, as_of: str) -> tuple[str, str]:
    """Return whether what a forecast is about happened, whatever it is compared with."""
    standing = ledger.standing(id)
    if standing.forecast.given:
        return _outcome(ledger, standing, as_of)
    resolution = known(ledger, standing, as_of)
    return (resolution.outcome if resolution else ""), ""
