"""Forecasts, kept so that nothing can be changed unnoticed, resolved by the record, and scored."""

from __future__ import annotations

from holdfast.ledger.forecast import Chance, Forecast, Interval, Link
from holdfast.ledger.ledger import Entry, Ledger
from holdfast.ledger.resolution import Resolution
from holdfast.ledger.store import append, read

__all__ = ["Chance", "Entry", "Forecast", "Interval", "Ledger", "Link", "Resolution", "append", "read"]
