"""What evidence makes of a set of hypotheses: relative weights before and after, exact, with their ranges.

Bayes' rule over rival hypotheses, exactly one of which is true. Before the evidence each hypothesis has the weight of
its credence; every origin of evidence multiplies it by how likely what was observed would be if the hypothesis were
true. Only ratios count. Rows of one origin count once: where several report it, the geometric mean of their likelihoods
is taken, and of rows alike one, so that a report repeated changes nothing. The matrix of hypotheses and evidence is
Heuer's (1999); he counts inconsistencies where this multiplies likelihoods.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import exp, fsum, gcd, lcm, log, prod

from holdfast.case.judgement import OTHERWISE, Credence, Evidence, Hypotheses

EDGE = Fraction(1, 1000)
"""No likelihood is taken as nearer to 0 or 1 than this: no single report rules a hypothesis out."""


@dataclass(frozen=True, slots=True)
class Weight:
    """The weight of one hypothesis relative to its rivals, at the point and at both ends of all ranges."""

    low: Fraction
    point: Fraction
    high: Fraction


def origins(evidence: Sequence[Evidence]) -> tuple[tuple[Evidence, ...], ...]:
    """Return the rows grouped by where they come from, in the order of first mention; without an origin, each alone.

    Examples
    --------
    >>> from holdfast.case.lookup import ById
    >>> rows = [Evidence("a", ById(), "wire"), Evidence("b", ById()), Evidence("c", ById(), "wire")]
    >>> [[row.text for row in group] for group in origins(rows)]
    [['a', 'c'], ['b']]
    """
    groups: dict[str, list[Evidence]] = {}
    for place, row in enumerate(evidence):
        groups.setdefault(row.origin or f" {place}", []).append(row)
    return tuple(tuple(group) for group in groups.values())


def likelihood(group: Sequence[Evidence], hypothesis: str) -> Weight:
    """Return how likely what one origin reports would be under a hypothesis: the geometric mean of its rows.

    Exact where the rows agree; elsewhere the mean is the nearest float, taken as exact from there on.
    """
    cells = {tuple((c.low, c.high) for c in row.likelihood.values()): row.likelihood[hypothesis] for row in group}
    ends = (
        [_inside(end) for end in which]
        for which in zip(*((c.low, c.point, c.high) for c in cells.values()), strict=True)
    )
    return Weight(*map(_geometric, ends))


def _geometric(values: Sequence[Fraction]) -> Fraction:
    if len(set(values)) == 1:
        return values[0]
    return Fraction(exp(fsum(log(value) for value in values) / len(values)))


def _inside(value: Fraction) -> Fraction:
    return min(max(value, EDGE), 1 - EDGE)


def weights(among: Hypotheses, credences: Mapping[str, Credence], *, without: int | None = None) -> dict[str, Weight]:
    """Return the weight of each hypothesis after the evidence.

    Parameters
    ----------
    among : Hypotheses
        The set.
    credences : mapping of str to Credence
        What is held of each judgement before the evidence.
    without : int, optional
        An origin to leave out, by its place in :func:`origins`.

    Returns
    -------
    dict of str to Weight
        In the order of the set; with one judgement, it and :data:`OTHERWISE`. Not normalised.
    """
    found: dict[str, Weight] = {}
    groups = [group for place, group in enumerate(origins(among.evidence)) if place != without]
    for name in names(among):
        before = _before(name, among, credences)
        factors = [likelihood(group, name) for group in groups]
        found[name] = Weight(
            prod((each.low for each in factors), start=before.low),
            prod((each.point for each in factors), start=before.point),
            prod((each.high for each in factors), start=before.high),
        )
    return found


def names(among: Hypotheses) -> tuple[str, ...]:
    """Return the rival hypotheses: the judgements, or one judgement and its negation."""
    return among.among if len(among.among) != 1 else (among.among[0], OTHERWISE)


def _before(name: str, among: Hypotheses, credences: Mapping[str, Credence]) -> Weight:
    if name != OTHERWISE:
        held = credences[name]
        return Weight(held.low, held.point, held.high)
    held = credences[among.among[0]]
    return Weight(1 - held.high, 1 - held.point, 1 - held.low)


def shares(found: Mapping[str, Weight]) -> dict[str, Fraction]:
    """Return the credence of each hypothesis at the point: its weight over that of all; alike where none has any."""
    total = sum(each.point for each in found.values())
    if not total:
        return dict.fromkeys(found, Fraction(1, len(found)))
    return {name: each.point / total for name, each in found.items()}


def bounds(found: Mapping[str, Weight]) -> dict[str, tuple[Fraction, Fraction]]:
    """Return the smallest and largest credence of each hypothesis over all weights within their ranges.

    A credence grows with the hypothesis' own weight and falls with every other, so both lie at corners.

    Examples
    --------
    >>> half, one = Fraction(1, 2), Fraction(1)
    >>> bounds({"a": Weight(half, one, one), "b": Weight(one, one, one)})["a"]
    (Fraction(1, 3), Fraction(1, 2))
    """
    lows, highs = (sum(each) for each in zip(*((w.low, w.high) for w in found.values()), strict=True))
    if not highs:
        return {name: (share, share) for name, share in shares(found).items()}
    made = {}
    for name, each in found.items():
        worst, best = each.low + highs - each.high, each.high + lows - each.low
        # where only one hypothesis can have any weight, what it has does not matter
        made[name] = (each.low / worst if worst else Fraction(1), each.high / best if best else Fraction(0))
    return made


def corners(found: Mapping[str, Weight]) -> tuple[tuple[int, ...], ...]:
    """Return the weights of the hypotheses at every corner of their ranges, in lowest terms and without repeats.

    Corners at which no hypothesis has any weight say nothing and are left out; where all are such, all weigh the same.

    Examples
    --------
    >>> half, one = Fraction(1, 2), Fraction(1)
    >>> corners({"a": Weight(half, one, one), "b": Weight(one, one, one)})
    ((1, 2), (1, 1))
    """
    scale = lcm(*(end.denominator for each in found.values() for end in (each.low, each.high)))
    ends = [dict.fromkeys((int(each.low * scale), int(each.high * scale))) for each in found.values()]
    kept: dict[tuple[int, ...], None] = {}
    for corner in product(*ends):
        if any(corner):
            common = gcd(*corner)
            kept[tuple(weight // common for weight in corner)] = None  # only ratios count
    return tuple(kept) or ((1,) * len(found),)
