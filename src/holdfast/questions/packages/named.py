"""The bargaining packages of an answer: which can be asked for, how they are found, and how many tie."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

import numpy as np

from holdfast.questions.packages import bargain, many
from holdfast.questions.packages.milp import TooLarge
from holdfast.questions.packages.parts import NAMES, Named
from holdfast.questions.packages.table import Choice
from holdfast.questions.packages.work import Work

ONE_SCALE = ("egalitarian", "utilitarian")
"""These compare what one party gains with what another does."""


def named_of(work: Work, zone: bool | None) -> tuple[Named, ...]:
    """Find every bargaining package, or say why there is none.

    Parameters
    ----------
    work : Work
        The packages.
    zone : bool or None
        Whether every signatory would sign some package; None where that could not be told.
    """
    reason = _why_not(work, zone)
    scales = _why_no_sum(work)
    found = []
    for name in NAMES:
        refused = reason or (scales if name in ONE_SCALE else "")
        if refused:
            found.append(Named(name, refused=refused))
        elif work.frontier is not None:
            found.append(_from_frontier(work, name))
        else:
            try:
                found.append(_by_solver(work, name))
            except TooLarge as error:
                found.append(Named(name, refused=error.message))
    return tuple(found)


def _why_not(work: Work, zone: bool | None) -> str:
    """Say why no bargaining package can be asked for; empty if they can."""
    tables = work.tables
    plain = [each.party for each in tables.interests if each.kind != "weights"]
    if plain:
        who = " and ".join(plain) if len(plain) < 3 else f"{', '.join(plain[:-1])} and {plain[-1]}"
        have = "has" if len(plain) == 1 else "have"
        return f"{who} {have} no weights, so gains cannot be measured; give the worth of each position to say more"
    if not tables.has_start:
        return "the status quo cannot occur, so there is nothing to gain from"
    crossed = [each.party for each in tables.interests if each.is_start_crossed]
    if crossed:
        return f"the status quo crosses a red line of {', '.join(crossed)}, so no number says what is gained from there"
    if zone is None:
        return "whether every signatory would sign some package could not be told"
    return "" if zone else "no package would be signed by every signatory"


def _why_no_sum(work: Work) -> str:
    scales: dict[str, list[str]] = {}
    for each in work.tables.interests:
        scales.setdefault(each.scale, []).append(each.party)
    if len(scales) < 2:
        return ""
    which = "; ".join(f"{', '.join(parties)}: {scale}" for scale, parties in scales.items())
    return f"the signatories name different scales ({which}), and numbers of different scales are never compared"


def _ideal_all(work: Work) -> list[int]:
    return [work.tables.extreme(k, best=True) for k in range(len(work.tables.parties))]


def _as_numbers(work: Work, ideal: Sequence[int] | None) -> Mapping[str, Fraction]:
    if ideal is None:
        return {}
    return {
        each.party: Fraction(value, each.denominator) for each, value in zip(work.tables.interests, ideal, strict=True)
    }


def _from_frontier(work: Work, name: str) -> Named:
    frontier, tables = work.frontier, work.tables
    assert frontier is not None
    inside = np.flatnonzero((frontier.vectors >= tables.need).all(axis=1))
    vectors = frontier.vectors[inside]
    start = _start(work)
    gains = vectors - np.array(start, dtype=np.int64)
    units = [each.denominator for each in tables.interests]
    ideal: list[int] | None = None
    if name == "nash":
        rows = bargain.nash(gains)
    elif name == "egalitarian":
        rows = bargain.leximin(gains, units)
    elif name == "utilitarian":
        rows = bargain.largest_sum(vectors, units)
    else:
        ideal = vectors.max(axis=0).tolist() if name == "kalai_smorodinsky" else _ideal_all(work)
        rows = bargain.leximin(gains, [best - below for best, below in zip(ideal, start, strict=True)])
    chosen = [int(inside[row]) for row in rows]
    return Named(
        name,
        n_packages=sum(frontier.counts[row] for row in chosen),
        n_worths=len(chosen),
        examples=work.packages(chosen, ideal),
        ideal=_as_numbers(work, ideal),
    )


def _start(work: Work) -> list[int]:
    found = [each.walk_away for each in work.tables.interests]
    return [each for each in found if each is not None]


def _by_solver(work: Work, name: str) -> Named:
    tables, deadline, start = work.tables, work.deadline, _start(work)
    units = [each.denominator for each in tables.interests]
    ideal: list[int] | None = None
    if name.startswith("kalai"):
        parties = range(len(tables.parties))
        ideal = _ideal_all(work)
        if name == "kalai_smorodinsky":
            ideal = [many.best_in_zone(tables, k, deadline) for k in parties]
    found: dict[str, Callable[[], Choice]] = {
        "nash": lambda: many.nash(tables, start, deadline),
        "egalitarian": lambda: many.leximin(tables, start, units, deadline),
        "utilitarian": lambda: many.largest_sum(tables, units, deadline),
    }
    if ideal is not None:
        choice = many.leximin(tables, start, [best - r for best, r in zip(ideal, start, strict=True)], deadline)
    else:
        choice = found[name]()
    ties = many.all_exactly(tables, tables.worth(choice)) or [choice]
    return Named(
        name,
        n_packages=sum(tables.count(each) for each in ties),
        n_worths=1,
        exact=False,
        examples=tuple(work.package(each, None, ideal) for each in ties[: work.limit]),
        ideal=_as_numbers(work, ideal),
        within=many.WITHIN if name == "nash" else 0.0,
    )
