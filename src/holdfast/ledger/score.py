"""The scores: what each is, on one forecast. Lower is better in all of them.

Brier score
    ``(p - o)^2`` with the probability ``p`` of yes and the outcome ``o``, 1 for yes and 0 for no: between 0 and 1.
    Brier's own sum runs over both answers and is twice as large (Brier 1950).
Log score
    ``-ln q`` with the probability ``q`` that was given to what happened (Good 1952). ``q`` is kept between the clip and
    one minus the clip, so that no single forecast costs without bound.
Interval score
    For bounds ``l`` and ``u`` at the level ``1 - a`` and the value ``x``: ``u - l``, plus ``2 / a`` times the distance
    by which ``x`` lies outside (Gneiting and Raftery 2007).
"""

from __future__ import annotations

import math
from fractions import Fraction
from statistics import NormalDist

CLIP = 0.001
"""The clip of the log score: no forecast costs more than ``-ln 0.001``, about 6.9."""


def brier(probability: float, outcome: int) -> float:
    """Return the Brier score of a probability of yes.

    Examples
    --------
    >>> brier(0.5, 1), brier(1.0, 0)
    (0.25, 1.0)
    """
    exact = (Fraction(repr(probability)) - outcome) ** 2
    return float(exact)


def log_score(probability: float, outcome: int, *, clip: float = CLIP) -> float:
    """Return the log score of a probability of yes, in nats.

    Examples
    --------
    >>> round(log_score(0.5, 1), 4), round(log_score(0.0, 1), 4)
    (0.6931, 6.9078)
    """
    given = probability if outcome else float(1 - Fraction(repr(probability)))
    return -math.log(min(max(given, clip), 1 - clip))


def interval_score(low: float, high: float, level: float, value: float) -> float:
    """Return the interval score of two bounds, in the unit of the quantity.

    Examples
    --------
    >>> interval_score(10, 20, 0.8, 15), interval_score(10, 20, 0.8, 22)
    (10.0, 30.0)
    """
    a, b, level_, x = (Fraction(repr(each)) for each in (float(low), float(high), float(level), float(value)))
    outside = max(a - x, x - b, Fraction(0))
    return float(b - a + outside * 2 / (1 - level_))


def skill(score: float, reference: float) -> float | None:
    """Return by which part of a reference score a score is better: 1 at best, 0 where it is as good, negative if worse.

    Examples
    --------
    >>> skill(0.2, 0.25), skill(0.1, 0.0)
    (0.19999999999999996, None)
    """
    return 1 - score / reference if reference > 0 else None


def wilson(n_yes: int, n: int, *, level: float = 0.95) -> tuple[float, float] | None:
    """Return the Wilson score interval for a rate; None where nothing was counted.

    Parameters
    ----------
    n_yes, n : int
        How often, out of how many.
    level : float
        How often such an interval holds the rate.

    Examples
    --------
    >>> [round(bound, 4) for bound in wilson(8, 10)]
    [0.4902, 0.9433]
    """
    if n == 0:
        return None
    z = NormalDist().inv_cdf((1 + level) / 2)
    rate, spread = n_yes / n, z * z / n
    centre = (rate + spread / 2) / (1 + spread)
    half = z * math.sqrt(rate * (1 - rate) / n + spread / (4 * n)) / (1 + spread)
    return (0.0 if n_yes == 0 else centre - half), (1.0 if n_yes == n else centre + half)
