"""Calibration: of what was given 70 %, how much happened? Bins with counts, and how far the rate may be off."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from holdfast.ledger.score import wilson

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Forecasts of about the same probability.

    Parameters
    ----------
    low, high : float
        Probabilities from ``low`` up to, but without, ``high``; the last bin includes 1.
    n, n_yes : int
        How many forecasts, and how many came true.
    forecast : float, optional
        Their mean probability; None in an empty bin.
    rate : float, optional
        The part that came true.
    interval : pair of float, optional
        The 95 % Wilson interval for that part.
    """

    low: float
    high: float
    n: int
    n_yes: int
    forecast: float | None
    rate: float | None
    interval: tuple[float, float] | None

    def json(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {
            "low": self.low,
            "high": self.high,
            "n": self.n,
            "n_yes": self.n_yes,
            "forecast": self.forecast,
            "rate": self.rate,
            "interval": list(self.interval) if self.interval else None,
        }


def calibration(pairs: Sequence[tuple[float, int]], *, bins: int = BINS) -> tuple[Bin, ...]:
    """Sort forecasts into bins of equal width.

    Parameters
    ----------
    pairs : sequence of (float, int)
        Probability of yes, and 1 if it came true, else 0.
    bins : int
        How many bins.

    Examples
    --------
    >>> [(each.n, each.rate) for each in calibration([(0.1, 0), (0.7, 1), (0.75, 0), (1.0, 1)], bins=4)]
    [(1, 0.0), (0, None), (1, 1.0), (2, 0.5)]
    """
    sorted_in: list[list[tuple[float, int]]] = [[] for _ in range(bins)]
    for probability, outcome in pairs:
        sorted_in[min(math.floor(Fraction(repr(probability)) * bins), bins - 1)].append((probability, outcome))
    found = []
    for k, inside in enumerate(sorted_in):
        n, n_yes = len(inside), sum(outcome for _, outcome in inside)
        mean = math.fsum(probability for probability, _ in inside) / n if n else None
        rate = n_yes / n if n else None
        found.append(Bin(k / bins, (k + 1) / bins, n, n_yes, mean, rate, wilson(n_yes, n)))
    return tuple(found)
