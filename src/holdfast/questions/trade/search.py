"""All minimal sets of changes that leave each of some parties better off, fewest changes first.

Sets are laid out by size. Of each size all are tried at once, so that what a set does to a party is found once for all
groups of parties. A set that contains a smaller one that does already is not minimal, and is dropped.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from holdfast.questions.trade.ground import BETTER, WORSE, Ground

MAX_SETS = 4_000_000
"""Most sets of changes of one size, where it is said how many changes to try."""
QUICK_SETS = 400_000
"""Most sets of changes of one size otherwise."""

Group = tuple[str, ...]
Row = tuple[int, ...]


@dataclass
class Found:
    """The minimal sets of one group.

    Attributes
    ----------
    rows : list of tuple of int
        Each set as a row: 0 where an issue stays, k for the k-th of its other positions.
    up_to : int
        Sets of up to so many changes were all tried.
    """

    rows: list[Row] = field(default_factory=list)
    up_to: int = 0


@dataclass(frozen=True)
class Searched:
    """What was found.

    Attributes
    ----------
    found : dict of tuple of str to Found
        By group.
    gives : dict of str to uint8 array, shape (n_single,)
        What each single change does to each party, in the order of ``singles``.
    singles : dict of (int, int) to int
        The number of each single change: its issue's column and the position.
    """

    found: dict[Group, Found]
    gives: dict[str, NDArray[np.uint8]]
    singles: dict[tuple[int, int], int]

    def is_exchange(self, group: Group, row: Row) -> bool:
        """Whether some party of the group gives something: one of the changes alone would leave it worse off."""
        alone = [self.singles[k, place] for k, place in enumerate(row) if place]
        return any(self.gives[party][number] & WORSE for party in group for number in alone)


def n_sets(radices: Sequence[int], size: int) -> int:
    """Count the sets of so many changes, given how many positions each issue can be changed to.

    Examples
    --------
    >>> n_sets([2] * 28, 4)
    327600
    """
    counts = [1] + [0] * size
    for radix in radices:
        for k in range(size, 0, -1):
            counts[k] += radix * counts[k - 1]
    return counts[size]


def search(
    ground: Ground, limits: dict[Group, int], most: int, seconds: float, told: Callable[[int, int, str], None]
) -> Searched:
    """Find all minimal trades of some groups.

    Parameters
    ----------
    ground : Ground
        The plan, and what can be changed.
    limits : dict of tuple of str to int
        For each group of parties, up to how many changes to look.
    most : int
        Most sets of one size: no size with more is begun.
    seconds : float
        No further size is begun after this time.
    told : callable
        Hears how far it has come.
    """
    parties = list(dict.fromkeys(party for group in limits for party in group))
    radices = [len(each.others) for each in ground.movable]
    found = {group: Found() for group in limits}
    gives: dict[str, NDArray[np.uint8]] = {}
    singles: dict[tuple[int, int], int] = {}
    rows = np.zeros((1, len(radices)), dtype=np.int8)
    last = np.full(1, -1)
    begin = time.perf_counter()
    deepest = min(max(limits.values(), default=0), len(radices))
    for size in range(1, deepest + 1):
        told(size - 1, deepest, f"trying {n_sets(radices, size):,} sets of {size} changes")
        if n_sets(radices, size) > most or (size > 1 and time.perf_counter() - begin > seconds):
            return Searched(found, gives, singles)
        rows, last = _one_more(rows, last, radices)
        felt = {party: ground.effects(party, rows) for party in parties}
        if size == 1:
            gives = {party: seen for party, (seen, _) in felt.items()}
            singles = {(int(row.nonzero()[0][0]), int(row.max())): k for k, row in enumerate(rows)}
        for group, limit in limits.items():
            if size <= limit:
                _add(found[group], rows, _good(felt, group))
                found[group].up_to = size
    for group, limit in limits.items():  # there are no larger sets
        if limit > deepest:
            found[group].up_to = limit
    return Searched(found, gives, singles)


def _good(felt: dict[str, tuple[NDArray[np.uint8], NDArray[np.bool_]]], group: Group) -> NDArray[np.bool_]:
    """Say which sets leave every party of a group better off, whatever is unknown."""
    found: NDArray[np.bool_] = np.logical_and.reduce(
        [(seen == BETTER) & possible for seen, possible in (felt[party] for party in group)]
    )
    return found


def _one_more(
    rows: NDArray[np.int8], last: NDArray[np.intp], radices: Sequence[int]
) -> tuple[NDArray[np.int8], NDArray[np.intp]]:
    """Add one change to every set, of an issue after those it changes."""
    blocks, ends = [], []
    for k, radix in enumerate(radices):
        before = rows[last < k]
        for place in range(1, radix + 1):
            block = before.copy()
            block[:, k] = place
            blocks.append(block)
            ends.append(np.full(len(block), k))
    return np.concatenate(blocks), np.concatenate(ends)


def _add(found: Found, rows: NDArray[np.int8], good: NDArray[np.bool_]) -> None:
    """Take in the good sets of one size that contain none found before."""
    left = rows[good]
    for smaller in found.rows:
        if not len(left):
            return
        there = [k for k, place in enumerate(smaller) if place]
        left = left[~(left[:, there] == np.array([smaller[k] for k in there])).all(axis=1)]
    found.rows += sorted(tuple(map(int, row)) for row in left)
