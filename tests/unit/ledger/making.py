"""Forecasts and ledgers for tests."""

from __future__ import annotations

from typing import Any

from holdfast.ledger import Chance, Entry, Forecast, Interval, Ledger, Resolution


def forecast(
    question: str = "Is the gate open?", p: float | tuple[float, float] | None = 0.7, **other: Any
) -> Forecast:
    low, high = p if isinstance(p, tuple) else (p, p)
    fields: dict[str, Any] = {
        "criterion": "A cart can pass",
        "source_of_truth": "The gazette",
        "who": "Ann",
        "made_on": "2026-01-01",
        "closes_on": "2026-03-01",
        "chance": None if low is None else Chance(low, high),
    }
    return Forecast(question, **{**fields, **other})


def asked(question: str = "Does it rain?", **other: Any) -> Forecast:
    return forecast(question, None, kind="question", **other)


def interval(low: float = 10, high: float = 20, level: float = 0.8, **other: Any) -> Forecast:
    return forecast("How many carts?", None, kind="interval", interval=Interval(low, high, level, "carts"), **other)


def resolved(id: str, outcome: str = "yes", on: str = "2026-03-02", **other: Any) -> Resolution:
    return Resolution(id, outcome, on, "The gazette", **other)


def ledger(*entries: Any) -> Ledger:
    """Add one by one: forecasts, resolutions, pairs of (id, forecast), or entries."""
    made = Ledger()
    for each in entries:
        entry = each if isinstance(each, Entry) else Entry(each[1], each[0]) if isinstance(each, tuple) else Entry(each)
        made, _ = made.plus([entry])
    return made
