"""Who prefers what, in many worlds at once: for two states the set of possibilities in which the first is preferred."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import lcm
from typing import TYPE_CHECKING

from holdfast.case import Preference, Ranking, Weights
from holdfast.model.states import to_code
from holdfast.uncertainty.filled import TooMany

if TYPE_CHECKING:
    from holdfast.uncertainty.many import ManyWorlds

Truth = Callable[[int], int]
"""From a state's code to the possibilities in which something is true there."""
Order = Callable[[int, int], int]
"""From two states' codes to the possibilities in which the first is strictly preferred."""
MAX_KEPT = 1 << 30
"""Most bits of comparisons that are remembered for one party: 128 megabytes."""


def order_of(many: ManyWorlds, stated: Preference | None) -> Order:
    """Return how a party compares states.

    Raises
    ------
    TooMany
        If nobody knows how it compares some of them.
    """
    if isinstance(stated, Ranking):
        if stated.unknown:
            raise TooMany
        ranks = {to_code(state): -place for place, tier in enumerate(stated.tiers) for state in tier}
        return lambda state, to: many.full if ranks.get(state, 1) > ranks.get(to, 1) else 0
    if isinstance(stated, Weights):
        return _weighed(many, stated)
    if stated is None or any(statement.unknown for statement in stated):
        raise TooMany
    parts = [(many.truth(statement.condition), many.where(statement.when)) for statement in stated]
    return _lexicographic(many, parts, many.seen(statement.condition for statement in stated))


def _lexicographic(many: ManyWorlds, parts: list[tuple[Truth, int]], seen: int) -> Order:
    """Compare by the first statement that counts on which two states differ.

    ``seen`` has one bits at the options that some statement looks at: states that agree on these compare alike.
    """
    full, known = many.full, dict[int, list[int]]()

    def satisfied(code: int) -> list[int]:
        found = known.get(code)
        if found is None:
            known[code] = found = [many.same(truth(code)) for truth, _ in parts]
        return found

    counting = [counts for _, counts in parts]

    def compare(state: int, to: int) -> int:
        better, left = 0, full
        for here, there, counts in zip(satisfied(state), satisfied(to), counting, strict=True):
            if here is there:
                continue
            differ = left & counts & (here ^ there)
            if differ:
                better |= differ & here
                left &= ~differ
                if not left:
                    break
        return many.same(better)

    return _remembered(many, compare, seen)


def _remembered(many: ManyWorlds, compare: Order, seen: int) -> Order:
    """Return an order that computes what it is asked of two kinds of state once; some megabytes are kept."""
    known: dict[tuple[int, int], int] = {}
    most = max(64, MAX_KEPT // max(many.n, 1))

    def order(state: int, to: int) -> int:
        key = (state & seen, to & seen)
        if key[0] == key[1]:
            return 0
        found = known.get(key)
        if found is None:
            if len(known) >= most:
                known.clear()
            known[key] = found = compare(*key)
        return found

    return order


def _weighed(many: ManyWorlds, stated: Weights) -> Order:
    """Compare by worths that add up, red lines first."""
    numbers = [each.weight * value for each in stated.issues for _, value in each.values]
    numbers += [each.worth for each in stated.also] + ([stated.walk_away] if stated.walk_away is not None else [])
    parts = lcm(*(number.denominator for number in numbers))
    now = sum(int(each.at(many.case.issues[each.issue].now) * parts) for each in stated.issues)
    apart = now if stated.walk_away is None else int(stated.walk_away * parts)
    package: dict[int, int] = {0: many.full}
    for each in stated.issues:
        worths: dict[int, int] = {}
        for position, _ in each.values:
            worth = int(each.at(position) * parts)
            worths[worth] = worths.get(worth, 0) | many.then_at(each.issue, frozenset({position}))
        package = _added(package, worths)
    also = [(many.truth(each.condition), int(each.worth * parts)) for each in stated.also]
    lines = [many.truth(line.never) for line in stated.red_lines]
    known: dict[int, tuple[int, list[tuple[int, int]]]] = {}

    def level(code: int) -> tuple[int, list[tuple[int, int]]]:
        found = known.get(code)
        if found is None:
            worth = package if many.in_force(code) else {apart: many.full}
            for truth, number in also:
                there = many.same(truth(code))
                worth = _added(worth, {number: there, 0: many.full & ~there})
            crossed = 0
            for line in lines:
                crossed |= line(code)
            known[code] = found = (many.same(crossed), sorted(worth.items()))
        return found

    def compare(state: int, to: int) -> int:
        crossed, worth = level(state)
        crossed_to, worth_to = level(to)
        more, below, place = 0, 0, 0
        for number, there in worth:
            while place < len(worth_to) and worth_to[place][0] < number:
                below |= worth_to[place][1]
                place += 1
            more |= there & below
        return many.same((crossed_to & ~crossed) | (more & ~(crossed ^ crossed_to)))

    told = [*(each.condition for each in stated.also), *(line.never for line in stated.red_lines)]
    return _remembered(many, compare, many.ground.signing | many.seen(told))


def _added(sums: Mapping[int, int], more: Mapping[int, int]) -> dict[int, int]:
    """Return what two numbers that vary over the possibilities come to together."""
    found: dict[int, int] = {}
    for one, here in sums.items():
        for two, there in more.items():
            both = here & there
            if both:
                found[one + two] = found.get(one + two, 0) | both
    return found
