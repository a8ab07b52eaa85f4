"""The agreement zone: the packages that every signatory would sign. How many there are, and if none, why none.

Counted block by block. A sum from which a signatory can no longer come to sign is dropped; a sum with which it will
sign whatever else is chosen is as good as any other, so that few different sums remain.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from holdfast.questions.packages.frontier import MAX_SUMS, Frontier, merged
from holdfast.questions.packages.milp import Program, checked, late
from holdfast.questions.packages.table import Choice, Tables

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAX_STATES = 300_000
"""Most different sums kept while counting."""


def count_at_least(tables: Tables, least: Sequence[int], *, deadline: float = float("inf")) -> int | None:
    """Count the admissible packages worth at least so much to every signatory.

    Parameters
    ----------
    tables : Tables
        The packages.
    least : sequence of int
        A number for each signatory.
    deadline : float
        When to give up.

    Returns
    -------
    int or None
        None where there are too many different sums to tell.

    Raises
    ------
    CapacityError
        If it takes too long.
    """
    if not tables.can_any:
        return 0
    blocks = sorted(tables.blocks, key=lambda b: -float(np.ptp(b.worth.astype(np.float64), axis=0).max(initial=0)))
    high = [block.worth.max(axis=0) for block in blocks]
    low = [block.worth.min(axis=0) for block in blocks]
    reach = tables.base + sum(high, np.zeros(len(tables.parties), dtype=np.int64))
    sure = tables.base + sum(low, np.zeros(len(tables.parties), dtype=np.int64))
    target = np.minimum(np.array([max(each, -(1 << 61)) for each in least], dtype=np.int64), reach + 1)
    # missing: how much more is wanted beyond the least that the remaining blocks give; zero once it is sure
    missing = np.maximum(target - sure, 0).reshape(1, -1)
    room = reach - sure
    dtype: Any = np.int64 if tables.n_packages < 1 << 62 else np.object_
    counts: NDArray[Any] = np.array([tables.n_free], dtype=dtype)
    for block, top, bottom in zip(blocks, high, low, strict=True):
        if time.perf_counter() > deadline:
            raise late()
        if len(missing) * len(block.counts) > MAX_SUMS:
            return None
        room = room - (top - bottom)
        sums = np.maximum(missing[:, None, :] - (block.worth - bottom)[None, :, :], 0).reshape(-1, missing.shape[1])
        times = (counts[:, None] * np.array(block.counts, dtype=dtype)[None, :]).reshape(-1)
        can = (sums <= room).all(axis=1)
        missing, counts = merged(sums[can], times[can])
        if len(missing) > MAX_STATES:
            return None
    return sum(int(each) for each in counts) if not missing.any() else 0


def some_at_least(
    tables: Tables, least: Sequence[int | None], frontier: Frontier | None, *, deadline: float = float("inf")
) -> bool:
    """Whether some admissible package is worth at least so much to every signatory; None asks nothing of one.

    Raises
    ------
    CapacityError
        If it cannot be told.
    """
    if not tables.can_any:
        return False
    if frontier is not None:
        asked = np.array([-(1 << 62) if each is None else each for each in least], dtype=np.int64)
        return bool((frontier.vectors >= asked).all(axis=1).any())
    return find_at_least(tables, least, deadline=deadline) is not None


def find_at_least(tables: Tables, least: Sequence[int | None], *, deadline: float = float("inf")) -> Choice | None:
    """Return an admissible package worth at least so much to every signatory, by the solver; None if there is none.

    Raises
    ------
    CapacityError
        If it cannot be told.
    """
    if not tables.can_any:
        return None
    program = Program(tables, deadline)
    for party, each in enumerate(least):
        if each is not None:
            if each > tables.extreme(party, best=True):
                return None
            program.at_least(party, each)
    found = program.solve()
    if found is not None:
        worth = tables.worth(found)
        checked(all(each is None or have >= each for have, each in zip(worth, least, strict=True)))
    return found


@dataclass(frozen=True)
class Obstacle:
    """Why there is no agreement zone.

    Attributes
    ----------
    conflict : tuple of int
        A smallest set of signatories that no admissible package makes sign together.
    most : tuple of int
        A largest set of signatories that some package makes sign together.
    """

    conflict: tuple[int, ...]
    most: tuple[int, ...]


def obstacle(tables: Tables, frontier: Frontier | None, *, deadline: float = float("inf")) -> Obstacle:
    """Return which signatories cannot be satisfied together, where not all can."""
    everybody = range(len(tables.parties))

    def can(some: Sequence[int]) -> bool:
        least = [int(tables.need[k]) if k in some else None for k in everybody]
        return some_at_least(tables, least, frontier, deadline=deadline)

    sizes = range(1, len(everybody) + 1)
    conflict = _first(lambda some: not can(some), [c for n in sizes for c in combinations(everybody, n)])
    most = _first(can, [c for n in reversed(sizes) for c in combinations(everybody, n)])
    return Obstacle(conflict, most)


def _first(fits: Callable[[Sequence[int]], bool], sets: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    return next((each for each in sets if fits(each)), ())


def nearest(tables: Tables, frontier: Frontier) -> list[int] | None:
    """Return the rows of the frontier that come nearest to a zone: the largest least gain, then the next, and so on.

    Gains are compared as they are where all signatories name one scale, otherwise as shares of how far a signatory's
    worths are apart over all admissible packages. Signatories to whom all packages are alike are left out. None where
    somebody has no weights, or nothing to gain from, or all packages are alike to everybody.
    """
    from holdfast.questions.packages.bargain import leximin

    start = [each.walk_away for each in tables.interests if each.walk_away is not None]
    far = [tables.extreme(k, best=True) - tables.extreme(k, best=False) for k in range(len(tables.parties))]
    kept = [k for k, each in enumerate(far) if each > 0]
    if len(start) < len(tables.parties) or not kept:
        return None
    same = len({each.scale for each in tables.interests}) == 1
    per = [each.denominator if same else far[k] for k, each in enumerate(tables.interests)]
    gains = frontier.vectors - np.array(start, dtype=np.int64)
    return leximin(gains[:, kept], [per[k] for k in kept])
