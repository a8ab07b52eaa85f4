"""Who can be brought where: what a group can make of one state by legal sequences of moves or improvements, and how.

In option form a level of the search is one array operation per party over the feasible states: a party can bring about
a state iff some state reached so far lies in the same fibre (and, for improvements, is worse for it). For explicit arcs
and merged states the pairs (state, last mover) are walked one by one. Either way levels are computed as they are
needed, so that a question answered near the start costs little.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from holdfast.errors import ModelError
from holdfast.model.fibres import Fibres, spread_any, spread_min
from holdfast.model.model import Model
from holdfast.model.walk import Step, Visit, sequences

TABLE_LIMIT = 1 << 26
"""Longest table of groups; beyond (very many one-way options over named states) pairs are walked instead."""

GRID_STATES = 1 << 17
"""With more feasible states than this they are not listed; the slice the group moves in is searched instead."""


class Trace(Protocol):
    """The states that a group can bring about from a start by one or more legal steps; the start itself is left out."""

    def first_at_most(self, party: int, level_state: int) -> int | None:
        """Return a reached state that is no better for a party than another state.

        Parameters
        ----------
        party : int
            Whose view counts.
        level_state : int
            The feasible state compared with; a tie is no better.

        Returns
        -------
        int or None
            The one at the fewest steps; of those the one that changes fewest options, then the worst for the party,
            then the smallest code.
        """

    def worst(self, party: int) -> int | None:
        """Return the reached state worst for a party, then nearest, then smallest; None if there is none."""

    def path(self, state: int) -> tuple[Step, ...]:
        """Return a shortest legal sequence to a reached state.

        Raises
        ------
        ModelError
            If the group cannot bring it about.
        """

    def levels(self) -> Iterator[tuple[int, ...]]:
        """Yield the states first reached by one step, by two and so on, each ascending, until there are no more.

        Some may be empty between others where a party's moves are not transitive.
        """

    def depth(self, state: int) -> int | None:
        """Return the fewest steps to a state, or None; looks no further than the state."""

    def better_for(self, parties: Sequence[int], state: int) -> Iterator[tuple[int, ...]]:
        """Yield, step by step as :meth:`levels`, those states that each of some parties strictly prefers to another."""


def trace(model: Model, start: int, group: Iterable[int], improving: bool) -> Trace:
    """Trace what a group can bring about.

    Parameters
    ----------
    model : Model
        The compiled conflict.
    start : int
        A feasible state.
    group : iterable of int
        The parties that may move.
    improving : bool
        Whether every step must be an improvement for its mover, at the state it leaves.

    Returns
    -------
    Trace

    Raises
    ------
    ModelError
        If the start cannot occur.

    Examples
    --------
    >>> from holdfast.case import Direction
    >>> from holdfast.model.preference import Tiers
    >>> from holdfast.model.structure import Structure
    >>> s = Structure(("a", "b"), ("a.x", "b.y"), (0, 1), (Direction.BOTH,) * 2)
    >>> m = Model(s, (Tiers(((0, 1, 2, 3),)), Tiers(((3,), (0, 1, 2)))))
    >>> trace(m, 0b10, (1,), improving=True).first_at_most(0, 0b00)
    3
    """
    structure, members = model.structure, tuple(dict.fromkeys(group))
    if not structure.is_feasible(start):
        raise ModelError(f"state {structure.label(start)} cannot occur: a rule forbids it")
    if structure.is_option_form and structure.only is None and model.n_states > GRID_STATES:
        from holdfast.engines.dense.grid_trace import GridTrace

        return GridTrace(model, start, members, improving)
    if structure.is_option_form and all(structure.fibres[k].size <= TABLE_LIMIT for k in members):
        return FibreTrace(model, start, members, improving)
    return WalkTrace(model, start, members, improving)


class FibreTrace:
    """A trace over fibres, level by level; option form only. See :func:`trace`.

    A level costs a few array operations of length ``n_states`` per member of the group.
    """

    def __init__(self, model: Model, start: int, group: tuple[int, ...], improving: bool) -> None:
        self._model, self._group, self._improving = model, group, improving
        self._codes = model.structure.codes
        first = int(np.searchsorted(self._codes, start))
        self._levels: list[NDArray[np.intp]] = [np.array([first])]
        self._open = np.delete(np.arange(self._codes.size), first)  # not reached yet, ascending
        self._done = False
        self._fibres = [model.structure.fibres[k] for k in group]
        self._ranks = [model.ranks(k) for k in group]
        never = np.int32(np.iinfo(np.int32).max)
        self._least = [np.full(f.size, never, dtype=np.int32) for f in self._fibres] if improving else []
        self._touched = [] if improving else [np.zeros(f.size, dtype=np.bool_) for f in self._fibres]

    def _expand(self) -> bool:
        """Compute the next level; False where there is none."""
        if self._done:
            return False
        last, candidates = self._levels[-1], self._open
        hit = np.zeros(candidates.size, dtype=np.bool_)
        for k, fibres in enumerate(self._fibres):
            hit |= self._by_improvement(k, fibres, last) if self._improving else self._by_move(k, fibres, last)
        self._done = not hit.any()
        if not self._done:
            self._levels.append(candidates[hit])
            self._open = candidates[~hit]
        return not self._done

    def _by_move(self, k: int, fibres: Fibres, last: NDArray[np.intp]) -> NDArray[np.bool_]:
        touched = self._touched[k]
        touched[fibres.group[last]] = True
        spread_any(touched, fibres)
        hit: NDArray[np.bool_] = touched[fibres.group[self._open]]
        return hit

    def _by_improvement(self, k: int, fibres: Fibres, last: NDArray[np.intp]) -> NDArray[np.bool_]:
        least, ranks = self._least[k], self._ranks[k]
        np.minimum.at(least, fibres.group[last], ranks[last])
        spread_min(least, fibres)
        hit: NDArray[np.bool_] = least[fibres.group[self._open]] < ranks[self._open]
        return hit

    def _each(self) -> Iterator[tuple[int, NDArray[np.intp]]]:
        """Yield the number of steps and the places in ``codes`` first reached by them."""
        depth = 1
        while depth < len(self._levels) or self._expand():
            yield depth, self._levels[depth]
            depth += 1

    def levels(self) -> Iterator[tuple[int, ...]]:
        """Yield the states first reached by one step, by two and so on."""
        for _, places in self._each():
            yield tuple(int(code) for code in self._codes[places])

    def better_for(self, parties: Sequence[int], state: int) -> Iterator[tuple[int, ...]]:
        """Yield, step by step, the reached states that each of some parties strictly prefers to another state."""
        at = np.searchsorted(self._codes, state)
        for _, places in self._each():
            for party in parties:
                ranks = self._model.ranks(party)
                places = places[ranks[places] > ranks[at]]
            yield tuple(int(code) for code in self._codes[places])

    def depth(self, state: int) -> int | None:
        """Return the fewest steps to a state, or None; looks no further than the state."""
        place = int(np.searchsorted(self._codes, state))
        return next((depth for depth, places in self._each() if contains(places, place)), None)

    def origins(self, depth: int, state: int) -> list[tuple[int, int]]:
        """Return the parties, with where they come from, that lead to a state by a step from ``depth`` steps away."""
        place, before = int(np.searchsorted(self._codes, state)), self._levels[depth]
        return [
            (self._group[k], int(self._codes[origin]))
            for k in range(len(self._group))
            for origin in self._origins(k, before, place).tolist()
        ]

    def first_at_most(self, party: int, level_state: int) -> int | None:
        """Return a nearest reached state that is no better for a party than ``level_state``, or None."""
        ranks = self._model.ranks(party)
        bar = ranks[np.searchsorted(self._codes, level_state)]
        for _, places in self._each():
            fit = places[ranks[places] <= bar]
            if fit.size:
                changes = np.bitwise_count(self._codes[fit] ^ self._codes[self._levels[0][0]])
                return int(self._codes[fit[np.lexsort((fit, ranks[fit], changes))[0]]])
        return None

    def worst(self, party: int) -> int | None:
        """Return the reached state worst for a party, or None."""
        ranks, found = self._model.ranks(party), None
        for _, places in self._each():
            place = places[ranks[places].argmin()]
            if found is None or ranks[place] < ranks[found]:
                found = place
        return None if found is None else int(self._codes[found])

    def path(self, state: int) -> tuple[Step, ...]:
        """Return a shortest legal sequence to a reached state: at each step the first member, the smallest code."""
        place = int(np.searchsorted(self._codes, state))
        depth = next((d for d, places in self._each() if contains(places, place)), 0)
        if not depth or int(self._codes[place]) != state:
            raise ModelError(f"{self._model.structure.label(state)} cannot be brought about from there")
        steps: list[Step] = []
        for before in reversed(self._levels[:depth]):
            k, origin = next(
                (k, origin) for k in range(len(self._group)) for origin in self._origins(k, before, place)[:1].tolist()
            )
            steps.append(Step(self._group[k], int(self._codes[origin]), int(self._codes[place])))
            place = origin
        return tuple(reversed(steps))

    def _origins(self, k: int, places: NDArray[np.intp], end: int) -> NDArray[np.intp]:
        """Return those of some places from which a member can go to ``end`` in one step of the kind asked for."""
        fibres = self._fibres[k]
        groups, target = fibres.group[places], fibres.group[end]
        spent = (1 << fibres.n_one_way) - 1
        fits = (groups >> fibres.n_one_way == target >> fibres.n_one_way) & (groups & spent & ~target == 0)
        if self._improving:
            fits &= self._ranks[k][places] < self._ranks[k][end]
        found: NDArray[np.intp] = places[fits]
        return found


def contains(ascending: NDArray[np.intp], place: int) -> bool:
    """Whether a place is among some, which ascend."""
    at = int(np.searchsorted(ascending, place))
    return at < ascending.size and int(ascending[at]) == place


class WalkTrace:
    """A trace over pairs (state, last mover); any model. See :func:`trace`."""

    def __init__(self, model: Model, start: int, group: tuple[int, ...], improving: bool) -> None:
        self._model, self._start = model, start

        def improvements(party: int, state: int) -> Iterator[int]:
            return (end for end in model.structure.moves(party, state) if model.prefers(party, end, state))

        self._visits = sequences(start, group, improvements if improving else model.structure.moves)
        self._first: dict[int, Visit] = {}
        self._levels: list[list[Visit]] = []
        self._ahead: Visit | None = None

    def _expand(self) -> bool:
        """Collect the states first reached by one step more than so far; False where nothing more can be reached.

        There may be none and yet more later: a known state with a new last mover can open the way.
        """
        level: list[Visit] = []
        depth = len(self._levels) + 1
        while True:
            visit = self._ahead if self._ahead is not None else next(self._visits, None)
            self._ahead = None
            if visit is None:
                if level:
                    break
                return False
            if visit.state == self._start or visit.state in self._first:
                continue
            if len(visit.path()) > depth:
                self._ahead = visit
                break
            self._first[visit.state] = visit
            level.append(visit)
        self._levels.append(sorted(level, key=lambda v: v.state))
        return True

    def _each(self) -> Iterator[list[Visit]]:
        depth = 0
        while depth < len(self._levels) or self._expand():
            yield self._levels[depth]
            depth += 1

    def levels(self) -> Iterator[tuple[int, ...]]:
        """Yield the states first reached by one step, by two and so on."""
        for level in self._each():
            yield tuple(visit.state for visit in level)

    def depth(self, state: int) -> int | None:
        """Return the fewest steps to a state, or None; looks no further than the state."""
        return next((depth for depth, _ in enumerate(self._each(), 1) if state in self._first), None)

    def better_for(self, parties: Sequence[int], state: int) -> Iterator[tuple[int, ...]]:
        """Yield, step by step, the reached states that each of some parties strictly prefers to another state."""
        for states in self.levels():
            yield tuple(each for each in states if all(self._model.prefers(party, each, state) for party in parties))

    def first_at_most(self, party: int, level_state: int) -> int | None:
        """Return a nearest reached state that is no better for a party than ``level_state``, or None."""
        bar = self._model.level(party, level_state)
        for states in self.levels():
            fit = [state for state in states if self._model.level(party, state) <= bar]
            if fit:
                return min(fit, key=lambda s: ((s ^ self._start).bit_count(), self._model.level(party, s), s))
        return None

    def worst(self, party: int) -> int | None:
        """Return the reached state worst for a party, or None."""
        reached = (state for states in self.levels() for state in states)
        return min(reached, key=lambda s: self._model.level(party, s), default=None)

    def path(self, state: int) -> tuple[Step, ...]:
        """Return a shortest legal sequence to a reached state."""
        for _ in self._each():
            if state in self._first:
                return self._first[state].path()
        raise ModelError(f"{self._model.structure.label(state)} cannot be brought about from there")
