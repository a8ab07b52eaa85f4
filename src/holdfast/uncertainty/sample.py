"""Worlds drawn at random, where there are too many to judge them all: shares with standard errors, and said so.

Draw number ``k`` depends on the seed and ``k`` alone, so that the draws are the same whoever makes them. Worlds are
drawn at the point credences. At a corner of the ranges the same draws are weighted by how much more, or less, likely
each is there (importance sampling); which corner is looked at follows from the sign of each judgement's effect.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import TYPE_CHECKING

from holdfast.case.world import Variable, row_in
from holdfast.seeds import generator
from holdfast.uncertainty.bits import from_array
from holdfast.uncertainty.relevant import telling
from holdfast.uncertainty.worlds import Asked, judge, packed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BATCH = 4096
"""Draws in one batch."""
DRAWS = 1 << 16
"""Draws where no number is asked for."""


def draws(variables: Sequence[Variable], seed: int, batch: int, count: int) -> NDArray[np.int8]:
    """Return the values of the variables in the draws of one batch; shape (count, n_variables)."""
    import numpy as np

    uniform = generator(seed, batch).random((BATCH, len(variables)))[:count]
    values = np.zeros((count, len(variables)), dtype=np.int8)
    truths: dict[str, NDArray[np.bool_]] = {}
    for k, variable in enumerate(variables):
        for row, here in _rows(variable, truths, count):
            edges = np.cumsum(np.array(row))[:-1]
            chosen = np.searchsorted(edges, uniform[:, k], side="right").astype(np.int8)
            values[:, k] = np.where(here, chosen, values[:, k])
        for place, name in enumerate(variable.judgements):
            truths[name] = np.array([value[place] for value in variable.values])[values[:, k]]
    return values


def _rows(
    variable: Variable, truths: Mapping[str, NDArray[np.bool_]], count: int, which: Mapping[tuple[str, int], int] = {}
) -> list[tuple[tuple[float, ...], NDArray[np.bool_]]]:
    """Return the credences of a variable with the draws in which each counts."""
    import numpy as np

    if not variable.parents:
        return [(_credences(variable, 0, which), np.ones(count, dtype=np.bool_))]
    matrix = np.stack([truths[name] for name in variable.parents], axis=1)
    kinds, place = np.unique(matrix, axis=0, return_inverse=True)
    found = []
    for k, kind in enumerate(kinds):
        world = dict(zip(variable.parents, map(bool, kind), strict=True))
        row = variable.rows.index(row_in(variable, world))
        found.append((_credences(variable, row, which), place.reshape(-1) == k))
    return found


def _credences(variable: Variable, row: int, which: Mapping[tuple[str, int], int]) -> tuple[float, ...]:
    corner = which.get((variable.id, row))
    return variable.rows[row].point if corner is None else variable.rows[row].corners[corner]


def truths_of(variables: Sequence[Variable], values: NDArray[np.int8]) -> dict[str, NDArray[np.bool_]]:
    """Return for each judgement the draws in which it is true."""
    import numpy as np

    return {
        name: np.array([value[place] for value in variable.values])[values[:, k]]
        for k, variable in enumerate(variables)
        for place, name in enumerate(variable.judgements)
    }


def drawn(asked: Asked) -> tuple[Variable, ...]:
    """Return the variables of which values are drawn: those that tell something of the verdict."""
    return telling(asked.case, asked.account, asked.plan)


def judge_draws(asked: Asked, seed: int, batch: int, count: int) -> dict[str, str]:
    """Judge the draws of one batch; a job."""
    variables = drawn(asked)
    truths = truths_of(variables, draws(variables, seed, batch, count))
    return packed(judge(asked, count, {name: from_array(array) for name, array in truths.items()}))


def mean(truth: NDArray[np.bool_], where: NDArray[np.bool_] | None = None) -> tuple[float, float]:
    """Return the share of draws in which something is so, and its standard error; NaN where there are none."""
    kept = truth if where is None else truth[where]
    n = int(kept.size)
    if not n:
        return float("nan"), float("nan")
    share = float(kept.mean())
    return share, sqrt(share * (1 - share) / n)


def at_corner(
    truth: NDArray[np.bool_], variables: Sequence[Variable], values: NDArray[np.int8], sign: int
) -> tuple[float, float]:
    """Return the share, and its standard error, at the corner that lies in the direction of a sign."""
    import numpy as np

    truths = truths_of(variables, values)
    count = len(values)
    ratio = np.ones(count)
    for k, variable in enumerate(variables):
        gains = [
            mean(truth, values[:, k] == value)[0] if (values[:, k] == value).any() else 0.0
            for value in range(len(variable.values))
        ]
        chosen = {}
        for place, row in enumerate(variable.rows):
            tops = [sum(p * gain for p, gain in zip(corner, gains, strict=True)) for corner in row.corners]
            chosen[variable.id, place] = max(range(len(tops)), key=lambda c, tops=tops: sign * tops[c])  # type: ignore[misc]
        plain, moved = _rows(variable, truths, count), _rows(variable, truths, count, chosen)
        for (point, here), (corner, _) in zip(plain, moved, strict=True):
            factors = np.array([c / p if p else 0.0 for p, c in zip(point, corner, strict=True)])
            ratio = np.where(here, ratio * factors[values[:, k]], ratio)
    weighted = ratio * truth
    total = float(ratio.sum())
    share = float(weighted.sum()) / total if total else float("nan")
    error = sqrt(float(((ratio * (truth - share)) ** 2).sum())) / total if total else float("nan")
    return min(max(share, 0.0), 1.0), error
