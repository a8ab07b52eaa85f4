"""Bargaining packages, picked from the packages that every signatory gains by; all ties kept, all comparisons exact.

Nash: the largest product of gains. Kalai-Smorodinsky: the smallest share of what each could gain at best, as large as
can be, then the next smallest, and so on. Egalitarian: the same with gains themselves. Utilitarian: the largest sum.
Every one of them lies on the frontier, because what beats a package for somebody and hurts nobody scores higher.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import lcm, prod
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

CLOSE = 1e-9
"""Floating-point scores this close to the best are compared again, as whole numbers."""


def nash(gains: NDArray[np.int64]) -> list[int]:
    """Return the rows whose product of gains is largest.

    Parameters
    ----------
    gains : int64 array, shape (n, parties)
        Every number positive: two losses would multiply to a gain.

    Raises
    ------
    ValueError
        If a gain is not positive.

    Examples
    --------
    >>> nash(np.array([[1, 6], [2, 3], [3, 1]]))
    [0, 1]
    """
    if (gains <= 0).any():
        raise ValueError("a product of gains says nothing unless every gain is positive")
    score = np.log(gains.astype(np.float64)).sum(axis=1)
    close = np.flatnonzero(score >= score.max() - CLOSE)
    products = [prod(gains[row].tolist()) for row in close]
    most = max(products)
    return [int(row) for row, product in zip(close, products, strict=True) if product == most]


def leximin(gains: NDArray[np.int64], per: Sequence[int]) -> list[int]:
    """Return the rows whose smallest share is largest, then the next smallest, and so on.

    Parameters
    ----------
    gains : int64 array, shape (n, parties)
        Numerators.
    per : sequence of int
        A positive denominator for each party.

    Examples
    --------
    >>> leximin(np.array([[1, 9], [3, 1], [2, 4], [4, 2]]), [1, 1])
    [2, 3]
    """
    shares = gains / np.array(per, dtype=np.float64)
    least = shares.min(axis=1)
    top = least.max()
    close = np.flatnonzero(least >= top - CLOSE * max(1.0, abs(top)))
    over = lcm(*per)
    times = [over // each for each in per]
    keys = [sorted(g * t for g, t in zip(gains[row].tolist(), times, strict=True)) for row in close]
    most = max(keys)
    return [int(row) for row, key in zip(close, keys, strict=True) if key == most]


def largest_sum(worths: NDArray[np.int64], per: Sequence[int]) -> list[int]:
    """Return the rows whose sum over parties is largest; ``per`` as for :func:`leximin`.

    Examples
    --------
    >>> largest_sum(np.array([[1, 9], [3, 7], [2, 4]]), [1, 1])
    [0, 1]
    """
    sums = (worths / np.array(per, dtype=np.float64)).sum(axis=1)
    close = np.flatnonzero(sums >= sums.max() - CLOSE * max(1.0, float(np.abs(sums).max())))
    over = lcm(*per)
    exact = [sum(w * (over // p) for w, p in zip(worths[row].tolist(), per, strict=True)) for row in close]
    most = max(exact)
    return [int(row) for row, total in zip(close, exact, strict=True) if total == most]
