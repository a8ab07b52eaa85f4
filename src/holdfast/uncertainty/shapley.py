"""A fair attribution of a difference to what makes it up: the Shapley value (Shapley 1953).

Each item gets what it adds on average over all orders in which the items could be exchanged one after the other. The
parts add up to the whole, items that never change anything get nothing, and items that do the same get the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import factorial, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def shapley(values: NDArray[np.float64]) -> list[float]:
    """Return each item's part, exactly.

    Parameters
    ----------
    values : float array, shape (2^n,)
        What each set of items makes; item ``k`` is in set number ``s`` iff bit ``k`` of ``s`` is set.

    Examples
    --------
    >>> import numpy as np
    >>> shapley(np.array([0.0, 1.0, 0.0, 1.0]))
    [1.0, 0.0]
    """
    import numpy as np

    n = int(values.size).bit_length() - 1
    sizes = np.bitwise_count(np.arange(values.size))
    weight = np.array([factorial(k) * factorial(n - k - 1) / factorial(n) for k in range(n)] or [1.0])
    parts = []
    for item in range(n):
        without = np.nonzero((np.arange(values.size) >> item & 1) == 0)[0]
        gain = values[without | (1 << item)] - values[without]
        parts.append(float((weight[sizes[without]] * gain).sum()))
    return parts


def orders(n: int, count: int, seed: int) -> NDArray[np.int64]:
    """Return random orders of items and their reverses, which cancels much of the noise; shape (2 * count, n)."""
    import numpy as np

    from holdfast.seeds import generator

    drawn = np.array([generator(seed, k).permutation(n) for k in range(count)], dtype=np.int64).reshape(count, n)
    return np.concatenate([drawn, drawn[:, ::-1]])


def sampled(
    n: int, value: Callable[[Sequence[int]], list[float]], count: int, seed: int
) -> tuple[list[float], list[float]]:
    """Return each item's part from random orders, with standard errors.

    Parameters
    ----------
    n : int
        How many items.
    value : callable
        From sets of items, as bit masks, to what they make.
    count : int
        How many orders are drawn; each is used backwards too.
    seed : int
        Of the draws.
    """
    import numpy as np

    drawn = orders(n, count, seed)
    masks = np.cumsum(np.left_shift(1, drawn), axis=1)
    every = [0, *map(int, masks.ravel())]
    distinct = sorted(set(every))
    made = dict(zip(distinct, value(distinct), strict=True))
    gains = np.zeros(drawn.shape)
    for r, order in enumerate(drawn):
        before = made[0]
        for place, item in enumerate(order):
            after = made[int(masks[r, place])]
            gains[r, item] = after - before
            before = after
    paired = (gains[:count] + gains[count:]) / 2
    errors = paired.std(axis=0, ddof=1) / sqrt(count) if count > 1 else np.full(n, np.nan)
    return [float(x) for x in paired.mean(axis=0)], [float(x) for x in errors]
