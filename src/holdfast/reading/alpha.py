"""Krippendorff's alpha for nominal codes: agreement between coders beyond what chance would bring."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from fractions import Fraction


def alpha(units: Sequence[Sequence[Hashable | None]]) -> Fraction | None:
    """Return alpha for nominal data, exactly.

    Parameters
    ----------
    units : sequence of sequence
        For each unit, what each coder said of it; None where a coder said nothing.

    Returns
    -------
    Fraction or None
        1 for full agreement, 0 for what chance brings; None where every code is the same, so that nothing can be said.

    References
    ----------
    Krippendorff 2011, *Computing Krippendorff's Alpha-Reliability* (nominal data).

    Examples
    --------
    >>> alpha([("a", "a"), ("b", "b"), ("a", "b"), ("b", "b")])
    Fraction(8, 15)
    """
    observed: Fraction = Fraction(0)
    totals: Counter[Hashable] = Counter()
    for unit in units:
        codes = Counter(code for code in unit if code is not None)
        number = sum(codes.values())
        if number < 2:
            continue
        totals.update(codes)
        unlike = number * number - sum(count * count for count in codes.values())
        observed += Fraction(unlike, number - 1)
    n = sum(totals.values())
    expected = n * n - sum(count * count for count in totals.values())
    if expected == 0:
        return None
    return 1 - (n - 1) * observed / expected
