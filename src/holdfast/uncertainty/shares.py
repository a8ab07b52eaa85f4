"""From the worlds in which something is so to its share: at the point credences, and between which bounds.

The share is linear in the credences of each row of each variable, as long as the others are left alone: *multilinear*.
Over all credences within their ranges it is therefore smallest and largest at corners, where every row has the lowest
or the highest of its credences; a share given that something else is so is a quotient of two such functions, monotone
in each row, and has its extremes at corners too. All corners are computed together: the values of a variable are summed
out once for each corner of its rows, so that ``n`` judgements with a range take ``n 2^n`` steps and not ``4^n``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from math import prod
from typing import TYPE_CHECKING, Any

from holdfast.case.condition import And, Condition, If, Iff, Judged, Not, Or
from holdfast.case.world import Row, Variable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAX_CORNERS = 1 << 22
"""Most corners that are all computed. With more, rows in which the share is monotone are settled first."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share of worlds.

    Attributes
    ----------
    low, high : float
        The smallest and the largest over all credences within their ranges.
    point : float
        At the point credences.
    is_exact : bool
        False where not every corner could be computed: then the true bounds may lie further out.
    """

    low: float
    point: float
    high: float
    is_exact: bool = True

    @property
    def width(self) -> float:
        """How far the bounds are apart."""
        return self.high - self.low

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        out: dict[str, Any] = {"low": self.low, "point": self.point, "high": self.high}
        return out if self.is_exact else {**out, "bounds_exact": False}


def holds_in(when: Condition | None, variables: Sequence[Variable]) -> NDArray[np.bool_]:
    """Return where a condition over judgements is true; broadcasts over the values of the variables."""
    import numpy as np

    if when is None:
        return np.ones((1,) * len(variables), dtype=np.bool_)
    match when:
        case Judged(name):
            k = next(k for k, variable in enumerate(variables) if name in variable.judgements)
            place = variables[k].judgements.index(name)
            truths = np.array([truth[place] for truth in variables[k].values], dtype=np.bool_)
            return truths.reshape([-1 if j == k else 1 for j in range(len(variables))])
        case Not(part):
            return ~holds_in(part, variables)
        case And(parts):
            return reduce(np.logical_and, (holds_in(part, variables) for part in parts))
        case Or(parts):
            return reduce(np.logical_or, (holds_in(part, variables) for part in parts))
        case If(then, given):
            return holds_in(then, variables) | ~holds_in(given, variables)
        case Iff(left, right):
            return ~(holds_in(left, variables) ^ holds_in(right, variables))
    raise TypeError(f"not a condition over judgements: {when!r}")


def applies(variable: Variable, before: Sequence[Variable]) -> list[tuple[Row, NDArray[np.bool_]]]:
    """Return the rows of a variable with where each counts, over the values of the variables before it."""
    import numpy as np

    left: NDArray[np.bool_] = np.ones((1,) * len(before), dtype=np.bool_)
    found = []
    for row in variable.rows:
        here = left & holds_in(row.when, before)
        left = left & ~here
        if here.any():
            found.append((row, here))
    return found


def weights(variables: Sequence[Variable]) -> NDArray[np.float64]:
    """Return the probability of each world at the point credences; an axis a variable."""
    import numpy as np

    sizes = [len(variable.values) for variable in variables]
    total = np.ones((), dtype=np.float64)
    for k, variable in enumerate(variables):
        part = np.zeros([*sizes[:k], sizes[k]])
        for row, here in applies(variable, variables[:k]):
            part += here[..., None] * np.array(row.point)
        total = total[..., None] * part
    return total


def dimensions(variables: Sequence[Variable]) -> int:
    """Return how many corners the ranges of some variables have."""
    return prod(len(row.corners) for variable in variables for row in variable.rows)


def summed_out(
    truth: NDArray[np.float64], variables: Sequence[Variable], settled: Mapping[tuple[str, int], int] | None = None
) -> NDArray[np.float64]:
    """Return the share at every corner.

    Parameters
    ----------
    truth : float array
        An axis a variable: in which worlds something is so.
    variables : sequence of Variable
        Each after those it depends on.
    settled : mapping of (str, int) to int, optional
        Rows, as variable and place, at one corner only.

    Returns
    -------
    float array
        An axis for each row that has several corners left, in an order that depends on the variables alone.
    """
    import numpy as np

    settled = settled or {}
    n = len(variables)
    found = truth
    for k in range(n - 1, -1, -1):
        variable = variables[k]
        found = np.moveaxis(found, k, -1)
        rows = applies(variable, variables[:k])
        matrices = [_corners(variable, row, settled) for row, _ in rows]
        if len(rows) == 1:
            found = found @ matrices[0].T
            found = found[..., 0] if matrices[0].shape[0] == 1 else found
            continue
        choices = [len(matrix) for matrix in matrices]
        extra = found.ndim - 1 - k
        joint = np.zeros([*found.shape[:-1], *choices])
        for place, ((_, here), matrix) in enumerate(zip(rows, matrices, strict=True)):
            part = found @ matrix.T
            shaped = part.reshape([*part.shape[:-1], *(s if j == place else 1 for j, s in enumerate(choices))])
            joint += here.reshape([*here.shape, *(1,) * (extra + len(choices))]) * shaped
        found = joint.reshape([*found.shape[:-1], *(c for c in choices if c > 1)])
    return found


def _corners(variable: Variable, row: Row, settled: Mapping[tuple[str, int], int]) -> NDArray[np.float64]:
    import numpy as np

    chosen = settled.get((variable.id, variable.rows.index(row)))
    return np.array(row.corners if chosen is None else (row.corners[chosen],))


def share(truth: NDArray[np.bool_], variables: Sequence[Variable], given: NDArray[np.bool_] | None = None) -> Share:
    """Return the share of worlds in which something is so.

    Parameters
    ----------
    truth : bool array
        An axis a variable; the number of its values long.
    variables : sequence of Variable
        Each after those it depends on.
    given : bool array, optional
        Only worlds in which this is true are looked at.

    Returns
    -------
    Share
        NaN throughout where no world is left at the point credences.
    """
    import numpy as np

    if given is None and not truth.any():
        return Share(0.0, 0.0, 0.0)
    if given is None and truth.all():
        return Share(1.0, 1.0, 1.0)
    truth, variables, given = _reduced(truth, variables, given)
    at_point = weights(variables)
    base = 1.0 if given is None else float((at_point * given).sum())
    wanted = truth if given is None else truth & given
    point = float((at_point * wanted).sum()) / base if base > 0 else float("nan")
    if base == 0:
        return Share(point, point, point)
    settled: dict[tuple[str, int], int] = {}
    if dimensions(variables) > MAX_CORNERS:
        return _searched(wanted, variables, given, point)
    tops = summed_out(wanted.astype(np.float64), variables, settled)
    if given is None:
        return _ordered(float(tops.min()), point, float(tops.max()))
    bases = summed_out(np.broadcast_to(given, wanted.shape).astype(np.float64), variables, settled)
    possible = bases > 0
    shares = tops[possible] / bases[possible]
    return _ordered(float(shares.min()), point, float(shares.max()))


def _ordered(low: float, point: float, high: float, is_exact: bool = True) -> Share:
    """Return a share whose numbers, rounded in the last digits, are in order and between 0 and 1."""
    low, point, high = (min(max(round(each, 12), 0.0), 1.0) for each in (low, point, high))
    return Share(min(low, point), point, max(high, point), is_exact)


def _reduced(
    truth: NDArray[np.bool_], variables: Sequence[Variable], given: NDArray[np.bool_] | None
) -> tuple[NDArray[np.bool_], Sequence[Variable], NDArray[np.bool_] | None]:
    """Leave out variables that change nothing and on which none depends."""
    import numpy as np

    kept = list(variables)
    k = len(kept) - 1
    while k >= 0:
        needed = {name for other in kept[k + 1 :] for name in other.parents}
        idle = is_idle(truth, k) and (given is None or is_idle(np.broadcast_to(given, truth.shape), k))
        if idle and needed.isdisjoint(kept[k].judgements):
            if given is not None:
                given = _first(np.broadcast_to(given, truth.shape), k)
            truth = _first(truth, k)
            del kept[k]
        k -= 1
    return truth, kept, given


def _first(array: NDArray[np.bool_], axis: int) -> NDArray[np.bool_]:
    import numpy as np

    return np.asarray(array.take(0, axis=axis))


def is_idle(truth: NDArray[np.bool_], axis: int) -> bool:
    """Whether an array is the same everywhere along an axis."""
    first = truth.take([0], axis=axis)
    return bool((truth == first).all())


def _searched(
    wanted: NDArray[np.bool_], variables: Sequence[Variable], given: NDArray[np.bool_] | None, point: float
) -> Share:
    """Look for extremes where there are too many corners: row by row, until no row alone improves on it.

    Where the share is monotone in every row, as it is if every judgement speaks for one side whatever else is so, what
    is found is the extreme; in general it is a corner that is attained, and the answer says that others may lie beyond.
    """
    import numpy as np

    top = wanted.astype(np.float64)
    base = None if given is None else np.broadcast_to(given, wanted.shape).astype(np.float64)
    rows = [(v.id, place, len(row.corners)) for v in variables for place, row in enumerate(v.rows)]

    def value(chosen: Mapping[tuple[str, int], int]) -> float:
        share = float(summed_out(top, variables, chosen))
        if base is None:
            return share
        below = float(summed_out(base, variables, chosen))
        return share / below if below > 0 else point

    ends = []
    for sign in (-1, 1):
        chosen = {(name, place): 0 for name, place, _ in rows}
        best, improved = value(chosen), True
        while improved:
            improved = False
            for name, place, n in rows:
                for corner in range(n):
                    found = value({**chosen, (name, place): corner})
                    if sign * (found - best) > 1e-15:
                        chosen[name, place], best, improved = corner, found, True
        ends.append(best)
    return _ordered(ends[0], point, ends[1], is_exact=False)
