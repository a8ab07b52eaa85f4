"""The states of one reading of the rules, and what can be made of them by moves or by improvements.

Rules may speak of issues; packages under which they read alike share a *world*. What a group can bring about from a
state is found by legal sequences, in which no party moves twice in a row, as pairs of a state and its last mover.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from holdfast.errors import CapacityError
from holdfast.model.fibres import Fibres, fibres_of, spread_any, spread_min
from holdfast.model.structure import Structure
from holdfast.questions.amend.views import View

Places = NDArray[np.intp]
Truths = NDArray[np.bool_]
Wanted = Callable[[int, Places, Places], Truths]
"""``wanted(party, starts, ends)``: which of some moves their mover wants to make."""

MAX_STATES = 1 << 20
"""Most states that can occur."""
MAX_TABLE = 24
"""With more options than this, states are looked up by searching a list of them instead of in a table of all codes."""


@dataclass(frozen=True, eq=False)
class World:
    """The states under one reading of the rules. A state is its place among the codes that can occur.

    Attributes
    ----------
    structure : Structure
        What can occur, and who can move.
    here : int
        The place of the plan's state.
    status_quo : int or None
        The place of the status quo; None where it cannot occur.
    views : tuple of View
        How each party sees the states.
    """

    structure: Structure
    here: int
    status_quo: int | None
    views: tuple[View, ...]

    @property
    def n_states(self) -> int:
        """Number of states that can occur."""
        return int(self.structure.codes.size)

    @cached_property
    def _place(self) -> NDArray[np.int32] | None:
        """The place of every code, or -1."""
        if self.structure.n_options > MAX_TABLE:
            return None
        table = np.full(1 << self.structure.n_options, -1, dtype=np.int32)
        table[self.structure.codes] = np.arange(self.n_states, dtype=np.int32)
        return table

    def place(self, codes: NDArray[np.int64]) -> Places:
        """Return the places of codes; -1 for those that cannot occur."""
        if self._place is not None:
            return self._place[codes].astype(np.intp)
        found = np.minimum(np.searchsorted(self.structure.codes, codes), self.n_states - 1)
        return np.where(self.structure.codes[found] == codes, found, -1)

    @property
    def is_option_form(self) -> bool:
        """Whether moves are changes of the mover's own options, so that they can be followed fibre by fibre."""
        return self.structure.is_option_form and self.structure.only is None

    def part(self, party: int, state: int) -> Part:
        """Return the part of the states in which a party's own options stand as in one; option form only."""
        mask = self.structure.own_mask[party]
        key = party, int(self.structure.codes[state]) & mask
        if key not in self._parts:
            places = np.flatnonzero(self.structure.codes & mask == key[1])
            movers = self.structure.others(party)
            fibres = tuple(fibres_of(self.structure, k, self.structure.codes[places]) for k in movers)
            self._parts[key] = Part(places, movers, fibres)
        return self._parts[key]

    @cached_property
    def _parts(self) -> dict[tuple[int, int], Part]:
        return {}

    def moves(self, party: int, starts: Places) -> tuple[Places, Places]:
        """Return every move of a party from some states: where each starts and ends."""
        if self.is_option_form:
            codes, structure = self.structure.codes[starts], self.structure
            return self._flips(party, starts, (codes & structure.take_only) | (~codes & structure.drop_only))
        ends = [self._listed(party, int(start)) for start in starts]
        lengths = [len(each) for each in ends]
        return np.repeat(starts, lengths), np.array([end for each in ends for end in each], dtype=np.intp)

    def moves_to(self, party: int, ends: Places) -> tuple[Places, Places]:
        """Return every move of a party to some states: where each starts and ends; option form only."""
        codes, structure = self.structure.codes[ends], self.structure
        found = self._flips(party, ends, (~codes & structure.take_only) | (codes & structure.drop_only))
        return found[1], found[0]

    def _flips(self, party: int, starts: Places, stuck: NDArray[np.int64]) -> tuple[Places, Places]:
        codes, own = self.structure.codes[starts], self.structure.own_mask[party]
        found_starts, found_ends, change = [], [], own
        while change:
            free = np.flatnonzero(stuck & change == 0)
            ends = self.place(codes[free] ^ change)
            there = ends >= 0
            found_starts.append(starts[free][there])
            found_ends.append(ends[there])
            change = (change - 1) & own
        if not found_starts:
            return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp)
        return np.concatenate(found_starts), np.concatenate(found_ends)

    @cached_property
    def _known(self) -> dict[tuple[int, int], list[int]]:
        return {}

    def _listed(self, party: int, start: int) -> list[int]:
        if (party, start) not in self._known:
            codes = self.structure.codes
            ends = self.structure.moves(party, int(codes[start]))
            self._known[party, start] = [int(np.searchsorted(codes, end)) for end in ends]
        return self._known[party, start]


@dataclass(frozen=True, eq=False)
class Part:
    """The states that others can turn into one another while one party's own options stay as they are.

    Attributes
    ----------
    places : intp array, shape (n,)
        Their places, ascending.
    movers : tuple of int
        The others.
    fibres : tuple of Fibres
        Of each of them.
    """

    places: Places
    movers: tuple[int, ...]
    fibres: tuple[Fibres, ...]

    def reach(self, start: int, ranks: Callable[[int, Places], NDArray[np.int32]] | None) -> Places:
        """Return the places that the others can reach from a start, which is one of them.

        Moves and improvements compose as long as preferences are rankings, so who moved last does not matter.

        Parameters
        ----------
        start : int
            A place.
        ranks : callable or None
            ``ranks(party, places)`` are the ranks of states, where every step has to be an improvement.
        """
        inside = np.zeros(self.places.size, dtype=np.bool_)
        first = int(np.searchsorted(self.places, start))
        inside[first] = True
        fresh = {k: np.array([first]) for k in self.movers}
        own = {k: ranks(k, self.places) for k in self.movers} if ranks else {}
        never = np.iinfo(np.int32).max
        least = {k: np.full(f.size, never, np.int32) for k, f in zip(self.movers, self.fibres, strict=True) if ranks}
        touched = {k: np.zeros(f.size, np.bool_) for k, f in zip(self.movers, self.fibres, strict=True) if not ranks}
        while any(new.size for new in fresh.values()):
            for k, fibres in zip(self.movers, self.fibres, strict=True):
                new, fresh[k] = fresh[k], fresh[k][:0]
                if not new.size:
                    continue
                if ranks:
                    np.minimum.at(least[k], fibres.group[new], own[k][new])
                    spread_min(least[k], fibres)
                    hit = least[k][fibres.group] < own[k]
                else:
                    touched[k][fibres.group[new]] = True
                    spread_any(touched[k], fibres)
                    hit = touched[k][fibres.group]
                found = np.flatnonzero(hit & ~inside)
                inside[found] = True
                for other in self.movers:
                    if other != k:  # its own next step is one it could have made before
                        fresh[other] = np.concatenate([fresh[other], found])
        return self.places[inside]


@dataclass(frozen=True, eq=False)
class Reached:
    """What a group can bring about from a start.

    Attributes
    ----------
    states : intp array
        The places reached, ascending; the start only where the moves lead back to it.
    by : dict of int to bool array, shape (n_states,)
        For each member, the states that it can be the last to move to.
    before : dict of int to bool array, shape (n_states,)
        For each member, the states from which it may move next.
    """

    states: Places
    by: dict[int, Truths]
    before: dict[int, Truths]


def reach(world: World, start: int, group: Iterable[int], wanted: Wanted | None = None) -> Reached:
    """Find what a group can bring about by legal sequences of moves, or of moves that their movers want."""
    members = tuple(group)
    by = {k: np.zeros(world.n_states, dtype=np.bool_) for k in members}
    before = {k: np.zeros(world.n_states, dtype=np.bool_) for k in members}
    fresh: dict[int, Places] = {k: np.zeros(0, dtype=np.intp) for k in members}
    first = np.array([start], dtype=np.intp)
    waiting = {k: [first] for k in members}
    while any(waiting.values()):
        for k in members:
            starts = np.unique(np.concatenate([*waiting[k], np.zeros(0, dtype=np.intp)]))
            waiting[k] = []
            starts = starts[~before[k][starts]]
            if not starts.size:
                continue
            before[k][starts] = True
            starts, ends = world.moves(k, starts)
            if wanted is not None and ends.size:
                ends = ends[wanted(k, starts, ends)]
            ends = np.unique(ends)
            fresh[k] = ends[~by[k][ends]]
            by[k][fresh[k]] = True
            if fresh[k].size:
                for other in members:
                    if other != k:
                        waiting[other].append(fresh[k])
    any_way = np.zeros(world.n_states, dtype=np.bool_)
    for k in members:
        any_way |= by[k]
    return Reached(np.flatnonzero(any_way), by, before)


def check_size(structure: Structure) -> None:
    """Raise CapacityError where there are too many states to work with."""
    if structure.n_states > MAX_STATES:
        raise CapacityError(
            f"{structure.n_states:,} states can occur; amendments are searched over at most {MAX_STATES:,}",
            "add rules that exclude states, or leave out options that no preference mentions",
        )
