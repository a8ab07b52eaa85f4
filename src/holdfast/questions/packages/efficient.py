"""Whether a plan is efficient: no admissible package is at least as good for every signatory and better for one.

Cells that a plan leaves unknown are filled in every way. Fillings with the same worths are judged once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from holdfast.questions.packages.frontier import MAX_SUMS, Frontier, best, merged
from holdfast.questions.packages.milp import Program, TooLarge, checked
from holdfast.questions.packages.table import Choice, Tables

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAX_WORTHS = 100_000
"""Most different worths of a plan's fillings that are told apart."""
MAX_ASKED = 24
"""Most of them that are judged where each has to be asked of the solver."""


@dataclass(frozen=True)
class Judged:
    """What was found about one plan.

    Attributes
    ----------
    n_fillings : int
        How many ways there are of filling its unknown cells.
    n_admissible : int
        How many of these can occur and cross no signatory's red line.
    n_efficient : int or None
        How many of these are efficient; None where that could not be told.
    n_worths : int
        How many different worths they have.
    example : Choice or None
        The plan, with unknown cells filled so that it is inefficient if some filling is; if possible, so that no other
        filling beats it.
    better : Choice or None
        A package that beats the example, with the fewest issues changed among those that do.
    n_changes : int or None
        In how many issues it differs from the example, cells that the plan leaves unknown aside.
    for_all : Choice or None
        One that is better for every signatory, likewise; None where there is none.
    n_changes_for_all : int or None
        In how many issues that differs.
    fewest : bool
        Whether the changes are known to be the fewest.
    """

    n_fillings: int
    n_admissible: int
    n_efficient: int | None
    n_worths: int
    example: Choice | None = None
    better: Choice | None = None
    n_changes: int | None = None
    for_all: Choice | None = None
    n_changes_for_all: int | None = None
    fewest: bool = True


def judge(
    tables: Tables, positions: Mapping[str, str], frontier: Frontier | None, *, deadline: float = float("inf")
) -> Judged:
    """Judge the packages that agree with some positions.

    Parameters
    ----------
    tables : Tables
        The packages.
    positions : mapping of str to str
        The plan's positions; issues it leaves out are unknown.
    frontier : Frontier or None
        The frontier, if it could be computed.
    deadline : float
        When to give up.
    """
    n_fillings = prod(len(alike) for alike in _open(tables, positions))
    rows = [tables.rows_at(block, positions) for block in tables.blocks]
    free = prod(len(each) for issue, each in tables.free.items() if issue not in positions)
    if not tables.can_any or not all(rows):
        return Judged(n_fillings, 0, 0, 0)
    vectors, counts = _fillings(tables, rows, positions, free)
    n_admissible = sum(int(each) for each in counts)
    found = _beaten(tables, vectors, frontier, deadline)
    if found is None:
        return Judged(n_fillings, n_admissible, None, len(vectors))
    n_efficient = sum(int(count) for count, worse in zip(counts, found, strict=True) if not worse)
    if not any(found):
        return Judged(n_fillings, n_admissible, n_efficient, len(vectors), _filled(tables, rows, vectors[0]))
    target = vectors[_telling(vectors, found)]
    example = _filled(tables, rows, target)
    known = {issue: p for issue, p in positions.items() if issue not in tables.free}
    better, fewest = _better(tables, target, known, frontier, deadline, everybody=False)
    for_all, sure = _better(tables, target, known, frontier, deadline, everybody=True)
    return Judged(
        n_fillings,
        n_admissible,
        n_efficient,
        len(vectors),
        example,
        better,
        distance(tables, better, known) if better else None,
        for_all,
        distance(tables, for_all, known) if for_all else None,
        fewest and sure,
    )


def _telling(vectors: NDArray[np.int64], beaten: Sequence[bool]) -> int:
    """Return a beaten filling, one that no other filling beats if there is such a one: filling alone cannot mend it."""
    best_own = {tuple(each) for each in best(vectors, np.ones(len(vectors), dtype=np.int64))[0].tolist()}
    places = [k for k, worse in enumerate(beaten) if worse]
    return next((k for k in places if tuple(vectors[k].tolist()) in best_own), places[0])


def distance(tables: Tables, choice: Choice, positions: Mapping[str, str]) -> int:
    """Return in how many issues a package differs from positions."""
    return sum(block.distance(row, positions) for block, row in zip(tables.blocks, choice, strict=True))


def _open(tables: Tables, positions: Mapping[str, str]) -> Iterator[list[str]]:
    """Yield the positions of each issue that is left unknown."""
    for issue, alike in tables.free.items():
        if issue not in positions:
            yield list(alike)
    for block in tables.blocks:
        for issue, classes in zip(block.issues, block.classes, strict=True):
            if issue not in positions:
                yield [position for each in classes for position in each]


def _times(tables: Tables, block: int, row: int, positions: Mapping[str, str]) -> int:
    """Return how many fillings a row stands for: positions that are alike count where the plan leaves them open."""
    at = tables.blocks[block].positions(row)
    return prod(len(alike) for issue, alike in at.items() if issue not in positions)


def _fillings(
    tables: Tables, rows: Sequence[Sequence[int]], positions: Mapping[str, str], free: int
) -> tuple[NDArray[np.int64], NDArray[Any]]:
    """Return the different worths of the fillings, and how many have each."""
    vectors = tables.base.reshape(1, -1)
    counts: NDArray[Any] = np.array([free], dtype=np.object_)
    for k, some in enumerate(rows):
        if len(vectors) * len(some) > MAX_SUMS // 10:
            raise _too_many()
        worth = tables.blocks[k].worth[list(some)]
        times = np.array([_times(tables, k, row, positions) for row in some], dtype=np.object_)
        sums = (vectors[:, None, :] + worth[None, :, :]).reshape(-1, vectors.shape[1])
        vectors, counts = merged(sums, (counts[:, None] * times[None, :]).reshape(-1))
        if len(vectors) > MAX_WORTHS:
            raise _too_many()
    return vectors, counts


def _too_many() -> TooLarge:
    return TooLarge(
        f"the ways of filling the plan's unknown cells have more than {MAX_WORTHS:,} different worths",
        "settle some of its cells",
    )


def _filled(tables: Tables, rows: Sequence[Sequence[int]], target: NDArray[np.int64]) -> Choice:
    """Return rows that add up to a vector known to be a sum of some."""
    wanted = tuple(target.tolist())
    paths: dict[tuple[int, ...], Choice] = {tuple(tables.base.tolist()): ()}
    for block, some in zip(tables.blocks, rows, strict=True):
        following: dict[tuple[int, ...], Choice] = {}
        for total, path in paths.items():
            for row in some:
                reached = tuple(a + b for a, b in zip(total, block.worth[row].tolist(), strict=True))
                following.setdefault(reached, (*path, row))
        paths = following
    return paths[wanted]


def _beaten(
    tables: Tables, vectors: NDArray[np.int64], frontier: Frontier | None, deadline: float
) -> list[bool] | None:
    """Say which vectors some admissible package beats; None where that cannot be told."""
    if frontier is not None:
        return [_is_beaten(frontier.vectors, vector) for vector in vectors]
    if len(vectors) > MAX_ASKED:
        return None
    try:
        return [_search(tables, vector, {}, deadline, everybody=False) is not None for vector in vectors]
    except TooLarge:
        return None


def _is_beaten(frontier: NDArray[np.int64], vector: NDArray[np.int64]) -> bool:
    return bool(((frontier >= vector).all(axis=1) & (frontier > vector).any(axis=1)).any())


def _better(
    tables: Tables,
    target: NDArray[np.int64],
    positions: Mapping[str, str],
    frontier: Frontier | None,
    deadline: float,
    *,
    everybody: bool,
) -> tuple[Choice | None, bool]:
    """Return a package that beats a vector, and whether no other one changes fewer issues."""
    if frontier is not None:
        beats = frontier.vectors > target if everybody else frontier.vectors >= target
        able = np.flatnonzero(beats.all(axis=1))
        if not able.size:
            return None, True
    try:
        return _search(tables, target, positions, deadline, everybody=everybody), True
    except TooLarge:
        if frontier is None:
            raise
        return next(frontier.choices(frontier.vectors[able[0]].tolist())), False


def _search(
    tables: Tables, target: NDArray[np.int64], positions: Mapping[str, str], deadline: float, *, everybody: bool
) -> Choice | None:
    program = Program(tables, deadline)
    program.beats(target.tolist(), everybody=everybody)
    found = program.solve(program.changes(positions))
    if found is not None:
        worth = np.array(tables.worth(found), dtype=np.int64)
        checked(bool((worth > target).all() if everybody else (worth >= target).all() and (worth > target).any()))
    return found


def shown(tables: Tables, choice: Choice, positions: Mapping[str, str]) -> dict[str, str]:
    """Return a package's positions, a plan's own where it is among those that are alike."""
    return {
        issue: positions[issue] if positions.get(issue) in alike else alike[0]
        for issue, alike in tables.positions(choice).items()
    }


def differing(tables: Tables, plan: Choice, other: Choice) -> Iterator[str]:
    """Yield the issues on which two packages are told apart."""
    first, second = tables.positions(plan), tables.positions(other)
    for issue, alike in first.items():
        if second[issue] != alike:
            yield issue
