"""How many rankings satisfy a condition, exactly, without listing them.

Take all strict rankings of the states as equally likely. Where ``s`` falls among the ``m`` states that the condition
mentions is then uniform, and given that, each set of as many states is equally likely to lie below it. So a condition
that ``N_k`` sets of ``k`` states satisfy holds for a share of sum over k of ``N_k / ((m + 1) · C(m, k))`` of the
rankings, and the states that it does not mention do not change the share. Two shortcuts follow, for one set of ``a``
states all below ``s`` and one of ``b`` states all above it: ``a! b! / (a + b + 1)!``.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product
from math import comb, factorial

from holdfast.questions.inverse.condition import bits, minimal

MAX_CLAUSES = 16
"""Most clauses for counting by inclusion and exclusion."""
MAX_MENTIONED = 20
"""Most states for counting by visiting every set of them."""
MAX_WAYS = 1 << 12
"""Most ways to satisfy a condition that are multiplied out."""


def share_of(clauses: tuple[tuple[int, ...], ...]) -> Fraction | None:
    """Return the share of strict rankings that satisfy every clause; None if that would take too long.

    Parameters
    ----------
    clauses : tuple of tuple of int
        Each clause is satisfied if for some mask of it all its states are below the state in question.

    Examples
    --------
    >>> share_of(((0b001,), (0b010,))), share_of(((0b001, 0b100),))
    (Fraction(1, 3), Fraction(2, 3))
    """
    if not clauses:
        return Fraction(1)
    if all(way.bit_count() == 1 for ways in clauses for way in ways):
        found = _by_clauses([sum(ways) for ways in clauses])
        if found is not None:
            return found
    packed, n = _packed(clauses)
    if n <= MAX_MENTIONED:
        return _by_sets(packed, n)
    return _by_ways(clauses)


def _packed(clauses: tuple[tuple[int, ...], ...]) -> tuple[tuple[tuple[int, ...], ...], int]:
    """Renumber the states mentioned from 0, leaving out the rest."""
    union = 0
    for ways in clauses:
        for way in ways:
            union |= way
    place = {old: new for new, old in enumerate(bits(union))} if union.bit_count() <= MAX_MENTIONED else {}
    if not place:
        return clauses, union.bit_count()
    renamed = tuple(tuple(sum(1 << place[k] for k in bits(way)) for way in ways) for ways in clauses)
    return renamed, len(place)


def _both(below: int, above: int) -> Fraction:
    """Return the share of rankings in which ``below`` given states are below ``s`` and ``above`` others above it."""
    return Fraction(factorial(below) * factorial(above), factorial(below + above + 1))


def _by_clauses(unions: list[int]) -> Fraction | None:
    """Count where each clause asks for one state of a set: leave out rankings in which whole sets are above."""
    clauses = minimal(unions)
    single = [clause for clause in clauses if clause.bit_count() == 1]
    larger = [clause for clause in clauses if clause.bit_count() > 1]
    if len(larger) > MAX_CLAUSES:
        return None
    total = Fraction(0)
    counted: dict[int, int] = {0: 1}
    for clause in larger:
        for union, sign in list(counted.items()):
            joined = union | clause
            counted[joined] = counted.get(joined, 0) - sign
    for union, sign in counted.items():
        if sign:
            total += sign * _both(len(single), union.bit_count())
    return total


def _by_ways(clauses: tuple[tuple[int, ...], ...]) -> Fraction | None:
    """Count by multiplying out: each way to satisfy all clauses is one set of states below ``s``."""
    whole: tuple[int, ...] = (0,)
    for ways in clauses:
        if len(whole) * len(ways) > MAX_WAYS:
            return None
        whole = minimal(first | second for first, second in product(whole, ways))
    if len(whole) > MAX_CLAUSES:
        return None
    total = Fraction(0)
    for size in range(1, len(whole) + 1):
        for chosen in combinations(whole, size):
            union = 0
            for way in chosen:
                union |= way
            total += (-1) ** (size + 1) * _both(union.bit_count(), 0)
    return total


def _by_sets(clauses: tuple[tuple[int, ...], ...], n: int) -> Fraction:
    """Count by visiting every set of states that may lie below ``s``."""
    import numpy as np

    below = np.arange(1 << n, dtype=np.int64)
    satisfied = np.ones(below.size, dtype=np.bool_)
    for ways in clauses:
        some = np.zeros(below.size, dtype=np.bool_)
        for way in ways:
            some |= below & way == way
        satisfied &= some
    sizes = np.bincount(np.bitwise_count(below[satisfied]), minlength=n + 1)
    return sum((Fraction(int(sizes[k]), (n + 1) * comb(n, k)) for k in range(n + 1)), Fraction(0))
