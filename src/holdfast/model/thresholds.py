"""Where a package's worth changes how weights rank states, and which fillings of unknown cells lie between.

All states in which the agreement is in force share the worth of the package; everything else about them is known. So
as that worth grows, these states rise together past the others, and the ranking changes only where one of them draws
level with one of the others. Between two such *breakpoints* all worths rank the states alike, and so do, at each
breakpoint, all fillings that give exactly that worth.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

from holdfast.errors import CapacityError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAX_PAIRS = 1 << 20
"""Most pairs of worths, with and without the agreement, whose differences are looked at."""


@dataclass(frozen=True)
class Breakpoints:
    """Worths of a package at which some state in force draws level with one that is not.

    Attributes
    ----------
    points : tuple of int or None
        Ascending; None where there are too many to list, and every worth is taken to rank states in its own way.
    """

    points: tuple[int, ...] | None

    def place(self, worth: int) -> int:
        """Return a number that two worths share only if they rank the states alike: odd at a breakpoint, else even."""
        if self.points is None:
            return 2 * worth + 1
        return bisect_left(self.points, worth) + bisect_right(self.points, worth)

    def is_one(self, low: int, high: int) -> bool:
        """Whether all worths from ``low`` to ``high`` rank the states alike."""
        return self.place(low) == self.place(high)


def breakpoints(
    besides: NDArray[Any], kept: NDArray[np.bool_], in_force: NDArray[np.bool_], fallback: int
) -> Breakpoints:
    """Find the breakpoints of one party.

    Parameters
    ----------
    besides : integer array, shape (n,)
        What each state is worth besides the issues.
    kept : bool array, shape (n,)
        Whether no red line is crossed there: states that differ in this are never level.
    in_force : bool array, shape (n,)
        Whether the agreement is in force there.
    fallback : int
        What the issues are worth where it is not.

    Examples
    --------
    >>> import numpy as np
    >>> worths, force = np.array([0, 5]), np.array([False, True])
    >>> found = breakpoints(worths, np.array([True, True]), force, 12)
    >>> found.points, found.place(6), found.place(7), found.place(8)
    ((7,), 0, 1, 2)
    """
    found: set[int] = set()
    n_pairs = 0
    for clean in (True, False):
        with_, without = (set(besides[(kept == clean) & (in_force == force)].tolist()) for force in (True, False))
        n_pairs += len(with_) * len(without)
        if n_pairs > MAX_PAIRS:
            return Breakpoints(None)
        found |= {other + fallback - own for own, other in product(with_, without)}
    return Breakpoints(tuple(sorted(found)))


Fillings = tuple[tuple[str, frozenset[str]], ...]
"""Issues with the positions allowed for each; an issue not named may take any that was given."""


def fillings(
    choices: Sequence[tuple[str, Sequence[tuple[str, int]]]], start: int, breaks: Breakpoints, most: int
) -> list[Fillings]:
    """Split the fillings of some issues into parts within which all rank the states alike.

    Parameters
    ----------
    choices : sequence of (str, sequence of (str, int))
        Issues, each with the positions it may take and what they are worth.
    start : int
        What the other issues are worth together.
    breaks : Breakpoints
        Where rankings change.
    most : int
        Most parts.

    Returns
    -------
    list of tuple
        Disjoint parts that cover every filling.

    Raises
    ------
    CapacityError
        If there are more than ``most`` parts.
    """

    def spread(positions: Sequence[tuple[str, int]]) -> int:
        worths = [worth for _, worth in positions]
        return max(worths) - min(worths)

    ordered = sorted(choices, key=lambda each: -spread(each[1]))  # what matters most comes first
    lows, highs = [0], [0]
    for _, positions in reversed(ordered):
        worths = [worth for _, worth in positions]
        lows.append(lows[-1] + min(worths))
        highs.append(highs[-1] + max(worths))
    known: dict[tuple[int, int], tuple[tuple[Fillings, int], ...]] = {}
    made = 0

    def split(k: int, total: int) -> tuple[tuple[Fillings, int], ...]:
        """Return the parts of the fillings of all issues from the ``k``-th on, with their places among breakpoints."""
        nonlocal made
        rest = len(ordered) - k
        if breaks.is_one(total + lows[rest], total + highs[rest]):
            return (((), breaks.place(total + lows[rest])),)
        if (k, total) not in known:
            issue, positions = ordered[k]
            by_worth: dict[int, list[str]] = {}
            for position, worth in positions:
                by_worth.setdefault(worth, []).append(position)
            alike: dict[tuple[tuple[Fillings, int], ...], list[str]] = {}
            for worth, listed in by_worth.items():
                alike.setdefault(split(k + 1, total + worth), []).extend(listed)
            found = tuple(
                (tuple(sorted(((issue, frozenset(listed)), *part))), place)
                for parts, listed in alike.items()
                for part, place in parts
            )
            made += len(found)
            if made > most:
                raise CapacityError(
                    f"the unknown cells rank the states in more than {most:,} ways for one party",
                    "settle some of the plan's unknown cells, or ask `drafts --plan`, which counts over all fillings",
                )
            known[k, total] = found
        return known[k, total]

    return [part for part, _ in split(0, start)]
