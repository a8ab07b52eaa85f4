"""Bargaining packages where there are too many signatories for the frontier: by the solver, step by step.

Least shares are raised until nothing better exists, with whole numbers in every condition, so that only "there is none"
rests on the solver. Products of gains are approached from above by tangents to the logarithm; the solver compares them
to about one part in a million, and what it finds is compared exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import gcd, lcm, log, prod

import numpy as np

from holdfast.questions.packages.milp import MAX_RANGE, Program, TooLarge, checked, solved
from holdfast.questions.packages.table import Choice, Tables
from holdfast.questions.packages.zone import find_at_least

MAX_HALF = 5_000_000
"""Most sums of one half of the blocks that are listed to count ties."""
MAX_MATCHES = 20_000
"""Most ties that are listed."""
MAX_ROUNDS = 200
"""Most tangents drawn for a product of gains."""
WITHIN = 1e-6
"""To this part of itself a product of gains is known to be the largest."""


def best_in_zone(tables: Tables, party: int, deadline: float) -> int:
    """Return the most that one signatory is worth to itself over the agreement zone, which must not be empty."""
    program = _zone(tables, deadline)
    index, values, _, _ = program.worth(party)
    found = program.solve({column: -float(v) for column, v in zip(index, values.tolist(), strict=True)})
    assert found is not None
    most = tables.worth(found)[party]
    least = [int(each) for each in tables.need]
    while True:  # in whole numbers: is there a package worth more?
        least[party] = most + 1
        found = find_at_least(tables, least, deadline=deadline)
        if found is None:
            return most
        most = tables.worth(found)[party]


def _zone(tables: Tables, deadline: float) -> Program:
    program = Program(tables, deadline)
    for party, each in enumerate(tables.need.tolist()):
        program.at_least(party, each)
    return program


def leximin(tables: Tables, start: Sequence[int], per: Sequence[int], deadline: float) -> Choice:
    """Return a package of the zone whose smallest share of gain is largest, then the next smallest, and so on.

    Parameters
    ----------
    tables : Tables
        The packages; the zone is not empty.
    start : sequence of int
        What each signatory's gain is counted from.
    per : sequence of int
        What it is divided by.
    deadline : float
        When to give up.
    """
    parties = range(len(tables.parties))

    def shares(choice: Choice) -> list[Fraction]:
        worth = tables.worth(choice)
        return sorted(Fraction(worth[k] - start[k], per[k]) for k in parties)

    found = find_at_least(tables, tables.need.tolist(), deadline=deadline)
    assert found is not None
    for place in parties:
        while True:  # raise the share in this place, keeping those below
            reached = shares(found)
            program = _zone(tables, deadline)
            for level in range(place):
                _all_but(program, level, [-(-(reached[level] * per[k]) // 1) + start[k] for k in parties])
            exempt = _all_but(program, place, [(reached[place] * per[k]) // 1 + 1 + start[k] for k in parties])
            better = program.solve(_raising(program, start, per, exempt))
            if better is None:
                break
            checked(shares(better) > reached)
            found = better
    return found


def _all_but(program: Program, exempt: int, least: Sequence[Fraction | int]) -> list[int | None]:
    """Demand a worth of every signatory but so many; return who is exempt, as 0/1 variables."""
    waived = [program.binary() if exempt else None for _ in least]
    for party, each in enumerate(least):
        program.at_least(party, int(each), waived=waived[party])
    if exempt:
        program.row([column for column in waived if column is not None], [1.0] * len(least), 0, exempt)
    return waived


def _raising(
    program: Program, start: Sequence[int], per: Sequence[int], waived: Sequence[int | None]
) -> dict[int, float]:
    """Return an objective that raises the least share of those not exempt, so that few exact steps are needed."""
    level = program.number()
    for party, (below, over) in enumerate(zip(start, per, strict=True)):
        index, values, add, factor = program.worth(party)
        weights = (values * factor / over).tolist()
        column = waived[party]
        if column is not None:
            index, weights = [*index, column], [*weights, 2.0 * float(sum(weights)) + 1.0]
        program.row([*index, level], [*weights, -1.0], (below - add) / over, float("inf"))
    return {level: -1.0}


def nash(tables: Tables, start: Sequence[int], deadline: float) -> Choice:
    """Return a package of the zone with the largest product of gains, to one part in a million of the product.

    Parameters
    ----------
    tables : Tables
        The packages; the zone is not empty.
    start : sequence of int
        What each signatory's gain is counted from.
    deadline : float
        When to give up.
    """
    found = find_at_least(tables, tables.need.tolist(), deadline=deadline)
    assert found is not None
    parties = range(len(tables.parties))

    def gains(choice: Choice) -> list[int]:
        return [worth - below for worth, below in zip(tables.worth(choice), start, strict=True)]

    program = _zone(tables, deadline)
    logs = [program.number() for _ in parties]
    best = found
    for k in parties:  # tangents all along, so that few are needed later
        low, high = tables.need[k] - start[k], tables.extreme(k, best=True) - start[k]
        for at in np.geomspace(float(low), float(max(high, low)), 12):
            _tangent(program, k, logs[k], start[k], float(at))
    for _ in range(MAX_ROUNDS):
        values = solved(program, {column: -1.0 for column in logs})
        assert values is not None
        choice = program.read(values)
        checked(min(gains(choice)) > 0)
        if prod(gains(choice)) > prod(gains(best)):
            best = choice
        bound = float(sum(values[column] for column in logs))
        if bound <= sum(log(each) for each in gains(best)) + WITHIN:
            break
        for k, gain in enumerate(gains(choice)):
            _tangent(program, k, logs[k], start[k], float(gain))
    return best


def _tangent(program: Program, party: int, column: int, start: int, at: float) -> None:
    """Demand that a logarithm is not above its tangent at one gain."""
    index, values, add, factor = program.worth(party)
    slope = (values * (factor / at)).tolist()
    bound = log(at) - 1 + (add - start) / at
    program.row([column, *index], [1.0, *(-each for each in slope)], float("-inf"), bound)


def largest_sum(tables: Tables, per: Sequence[int], deadline: float) -> Choice:
    """Return a package of the zone with the largest sum of worths, each divided by ``per``."""
    over = lcm(*per)

    def total(choice: Choice) -> int:
        return sum(worth * (over // each) for worth, each in zip(tables.worth(choice), per, strict=True))

    found, lowest = None, None
    while True:
        program = _zone(tables, deadline)
        weights: dict[int, int] = {}
        add = 0
        for party, each in enumerate(per):
            index, values, least, factor = program.worth(party)
            add += least * (over // each)
            for column, value in zip(index, values.tolist(), strict=True):
                weights[column] = weights.get(column, 0) + value * factor * (over // each)
        unit = gcd(*weights.values()) or 1
        if max(weights.values(), default=0) // unit > MAX_RANGE:
            raise TooLarge("the sum of all worths is too fine for the solver's tolerances", "use fewer digits")
        scaled = {column: float(-(value // unit)) for column, value in weights.items()}
        if lowest is not None:  # in whole numbers: is there a larger sum?
            least_sum = -(-(lowest + 1 - add) // unit)
            program.row(list(scaled), [-each for each in scaled.values()], least_sum, float("inf"))
        better = program.solve(scaled)
        if better is None:
            assert found is not None
            return found
        found, lowest = better, total(better)


def all_exactly(tables: Tables, worth: Sequence[int]) -> list[Choice] | None:
    """Return every package with exactly these worths, by meeting in the middle; None where there are too many sums.

    Sums of the even and of the odd blocks are matched by a 64-bit mark that adds up as worths do, then compared.
    """
    halves = (tables.blocks[::2], tables.blocks[1::2])
    sizes = [[len(block.counts) for block in some] for some in halves]
    if max(prod(some) for some in sizes) > MAX_HALF:
        return None
    marks = np.random.default_rng(0).integers(1, 1 << 63, size=len(worth), dtype=np.uint64) | np.uint64(1)
    wanted = ((np.array(worth, dtype=np.int64) - tables.base).astype(np.uint64) * marks).sum()
    sums = []
    for some in halves:
        total = np.zeros(1, dtype=np.uint64)
        for block in some:
            mark = (block.worth.astype(np.uint64) * marks).sum(axis=1, dtype=np.uint64)
            total = (total[:, None] + mark[None, :]).reshape(-1)
        sums.append(total)
    order, others = (
        np.argsort(sums[0]),
        np.argsort(wanted - sums[1]),
    )  # both in order: neighbours are looked up together
    low = np.searchsorted(sums[0][order], (wanted - sums[1])[others], "left")
    high = np.searchsorted(sums[0][order], (wanted - sums[1])[others], "right")
    if int((high - low).sum()) > MAX_MATCHES:
        return None
    found = []
    for match in np.flatnonzero(high > low).tolist():
        other = others[match]
        for place in range(low[match], high[match]):
            rows = [0] * len(tables.blocks)
            rows[::2] = [int(r) for r in np.unravel_index(order[place], sizes[0])] if sizes[0] else []
            rows[1::2] = [int(r) for r in np.unravel_index(other, sizes[1])] if sizes[1] else []
            if tables.worth(rows) == tuple(worth):
                found.append(tuple(rows))
    return sorted(found)
