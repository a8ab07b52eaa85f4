"""The fewest changes of a ranking after which a state is stable for the party.

Two measures, each exact. *Lowered*: the fewest states that have to stop being better than the state ``s`` in question.
They are put right below it, in their old order; all other pairs of states without them keep their order. *Lift*: the
fewest places that ``s`` has to rise while all others keep their order. No ranking in which ``s`` is stable differs
from the old one in fewer pairs of states than the lift does: let ``x`` be the best state of those that stop being
better than ``s``. Each state ``w`` above ``s`` and not above ``x`` either stops being better too, so that its order
with ``s`` changes, or it stays better than ``s`` and so rises over ``x``. That is one pair each, as many as a lift
over all of them changes, and then no fewer are met.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from holdfast.model.preference import Tiers
from holdfast.questions.inverse.condition import Condition, bits

Order = tuple[tuple[int, ...], ...]
"""States in tiers, best first."""


@dataclass(frozen=True)
class Reranked:
    """States that are lowered, and the ranking this makes."""

    lowered: tuple[int, ...]
    tiers: Order


@dataclass(frozen=True)
class Lifted:
    """The state lifted: over which states, how many pairs of states change their order, and the ranking this makes."""

    over: tuple[int, ...]
    n_pairs: int
    tiers: Order


@dataclass(frozen=True)
class FoundRankings:
    """What the search found; the attributes are those of :class:`.edits.Found`."""

    n_edits: int | None
    count: int
    edited: tuple[Reranked, ...]
    complete: bool
    up_to: int


def order_of(condition: Condition) -> Order:
    """Return the party's ranking of the states that can occur."""
    preference = condition.model.preferences[condition.party]
    if not isinstance(preference, Tiers):
        raise TypeError("not a ranking")
    feasible = condition.model.structure.is_feasible
    tiers = (tuple(state for state in tier if feasible(state)) for tier in preference.tiers)
    return tuple(tier for tier in tiers if tier)


def lowerings(condition: Condition, *, most: int, out_of_time: Callable[[], bool]) -> FoundRankings:
    """Find the smallest sets of states that have to stop being better, by size.

    A smallest set meets each requirement in some way, and is made of what those ways need; so ways are tried
    requirement by requirement, up to a size that is raised until something is found.
    """
    better = condition.better()
    if condition.is_met(better):
        return FoundRankings(0, 1, (), True, 0)
    requirements = [tuple(way & better for way in each.ways) for each in condition.requirements]
    for size in range(1, better.bit_count() + 1):
        found: set[int] = set()
        seen: set[int] = set()
        stack = [0]
        while stack:
            if out_of_time():
                return FoundRankings(None, 0, (), False, size - 1)
            lowered = stack.pop()
            open_ways = next((ways for ways in requirements if all(way & ~lowered for way in ways)), None)
            if open_ways is None:
                found.add(lowered)
                continue
            for way in open_ways:
                more = lowered | way
                if more.bit_count() <= size and more not in seen:
                    seen.add(more)
                    stack.append(more)
        if found:
            sets = sorted(found, key=lambda mask: list(bits(mask)))
            shown = tuple(_lowered(condition, condition.listed(mask)) for mask in sets[:most])
            return FoundRankings(size, len(sets), shown, True, size)
    raise AssertionError("lowering every better state makes any state stable")


def _lowered(condition: Condition, states: tuple[int, ...]) -> Reranked:
    """Put states right below the one in question, in their old order."""
    tiers: list[tuple[int, ...]] = []
    down: list[tuple[int, ...]] = []
    for tier in order_of(condition):
        kept = tuple(state for state in tier if state not in states)
        taken = tuple(state for state in tier if state in states)
        tiers += [kept] if kept else []
        down += [taken] if taken else []
        if condition.state in tier:
            tiers += down
    return Reranked(states, tuple(tiers))


def lift(condition: Condition) -> Lifted:
    """Lift the state over as few others as will do."""
    order = order_of(condition)
    here = next(k for k, tier in enumerate(order) if condition.state in tier)
    at = here
    while True:
        if condition.is_met(condition.mask(state for tier in order[:at] for state in tier)):
            break
        at -= 1
    over = tuple(sorted(state for tier in order[at:here] for state in tier))
    rest = [tuple(state for state in tier if state != condition.state) for tier in order]
    tiers = [*rest[:at], (condition.state,), *rest[at:]] if at < here else list(order)
    equal = len(order[here]) - 1 if at < here else 0
    return Lifted(over, len(over) + equal, tuple(tier for tier in tiers if tier))
