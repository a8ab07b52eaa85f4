"""Shares as words: a number with its bounds, always together."""

from __future__ import annotations

from math import isnan

from holdfast.uncertainty.shares import Share


def percent(value: float | None) -> str:
    """Write a share in per cent, with as many digits as tell it from none and all.

    Examples
    --------
    >>> percent(0.274), percent(0.004), percent(1.0), percent(None)
    ('27 %', '0.4 %', '100 %', '–')
    """
    return "–" if value is None or isnan(value) else f"{number(value)} %"


def number(value: float) -> str:
    """Write a share in per cent without the sign.

    Examples
    --------
    >>> number(0.9996), number(0.004), number(0.0004), number(0.0), number(0.5)
    ('>99.9', '0.4', '<0.1', '0', '50')
    """
    if isnan(value):
        return "–"
    if value in (0.0, 1.0) or 0.01 <= value <= 0.99:
        return f"{100 * value:.0f}"
    text = f"{100 * value:.1f}"
    return {"0.0": "<0.1", "100.0": ">99.9"}.get(text, text)


def between(share: Share) -> str:
    """Write a share with its bounds as in a sentence.

    Examples
    --------
    >>> between(Share(0.11, 0.27, 0.52)), between(Share(0.5, 0.5, 0.5))
    ('27 % (11 to 52 %)', '50 %')
    """
    if share.low == share.high or number(share.low) == number(share.high):
        return percent(share.point)
    return f"{percent(share.point)} ({number(share.low)} to {percent(share.high)})"


def rounded(share: Share) -> str:
    """Write a share with its bounds as in a table.

    Examples
    --------
    >>> rounded(Share(0.11, 0.27, 0.52)), rounded(Share(0, 0, 0))
    ('27 (11–52)', '0')
    """
    if number(share.low) == number(share.high):
        return number(share.point)
    return f"{number(share.point)} ({number(share.low)}–{number(share.high)})"
