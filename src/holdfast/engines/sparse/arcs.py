"""Moves as arcs between listed states, party by party: explicit ones as they are, changes of options spelled out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from holdfast.engines.sparse.columns import Index, Ints, columns_entered, groups_of, runs
from holdfast.errors import ModelError
from holdfast.model.structure import Structure

CELLS = 1 << 20
"""Arcs made together before those between the same two states become one."""


@dataclass(frozen=True, slots=True)
class Arcs:
    """One party's moves, or some of them.

    Attributes
    ----------
    source : int32 array, shape (n_sources,)
        The states (their numbers in ``structure.codes``) from which there are any, ascending.
    first : intp array, shape (n_sources,)
        Where the arcs of each begin.
    target : int32 array, shape (n_arcs,)
        Where each arc ends.
    """

    source: Ints
    first: Index
    target: Ints

    @property
    def starts(self) -> Ints:
        """Where each arc starts; int32 array, shape (n_arcs,)."""
        return np.repeat(self.source, np.diff(self.first, append=self.target.size))

    def extreme(self, ufunc: np.ufunc, values: Ints) -> Ints:
        """Return the least (or the greatest) value at the ends of each source's arcs; shape (n_sources,)."""
        if not self.source.size:
            return np.empty(0, dtype=np.int32)
        found: Ints = ufunc.reduceat(values[self.target], self.first)
        return found

    def only(self, kept: NDArray[np.bool_]) -> Arcs:
        """Return some of the arcs."""
        return _arcs(self.starts[kept], self.target[kept])

    def reverse(self) -> Arcs:
        """Return the arcs the other way round."""
        order = np.argsort(self.target, kind="stable")
        return _arcs(self.target[order], self.starts[order])


def arcs_of(structure: Structure, party: int) -> Arcs:
    """Return a party's moves between the feasible states.

    Parameters
    ----------
    structure : Structure
        Any.
    party : int
        The party.

    Returns
    -------
    Arcs
        Each move once, in ascending order.

    Raises
    ------
    ModelError
        If an explicit move leads to a state that cannot occur.
    """
    explicit = structure.arcs[party] if structure.arcs else None
    n = structure.codes.size
    keys = _spelled_out(structure, party) if explicit is None else _looked_up(structure, explicit)
    return _arcs((keys // max(n, 1)).astype(np.int32), (keys % max(n, 1)).astype(np.int32))


def _arcs(start: Ints, end: Ints) -> Arcs:
    first = np.flatnonzero(np.diff(start, prepend=-1))
    return Arcs(start[first], first, end)


def _looked_up(structure: Structure, explicit: tuple[tuple[int, int], ...]) -> NDArray[np.int64]:
    codes = structure.codes
    pairs = np.array(explicit, dtype=np.int64).reshape(-1, 2)
    if not codes.size or not pairs.size:
        return np.empty(0, dtype=np.int64)
    places = np.minimum(np.searchsorted(codes, pairs), codes.size - 1)
    there = codes[places] == pairs
    lost = there[:, 0] & ~there[:, 1]
    if lost.any():
        end = structure.label(int(pairs[np.argmax(lost), 1]))
        raise ModelError(f"a move leads to {end}, a state that cannot occur")
    places = places[there[:, 0]]
    return np.unique(places[:, 0] * codes.size + places[:, 1])


def _spelled_out(structure: Structure, party: int) -> NDArray[np.int64]:
    """Return ``start * n_states + end`` of all changes of a party's options, ascending."""
    codes, state = _codes_and_states(structure)
    n = structure.codes.size
    if not n:
        return np.empty(0, dtype=np.int64)
    group, n_one_way = groups_of(structure, party, codes)
    column, member = columns_entered(group, n_one_way)
    own = column[: codes.size]
    by_column = np.argsort(column, kind="stable")
    ends = state[member[by_column]]
    height = np.bincount(column)
    first = (np.cumsum(height) - height)[own]
    width = height[own]
    until, done, found = np.cumsum(width), 0, [np.empty(0, dtype=np.int64)]
    while done < codes.size:
        stop = max(done + 1, int(np.searchsorted(until, (until[done - 1] if done else 0) + CELLS)))
        start = np.repeat(state[done:stop], width[done:stop])
        end = ends[runs(first[done:stop], width[done:stop])]
        away = start != end
        found.append(np.unique(start[away] * n + end[away]))
        done = stop
    return np.unique(np.concatenate(found))


def _codes_and_states(structure: Structure) -> tuple[NDArray[np.int64], Index]:
    """Return all codes of the feasible states, and which state each belongs to."""
    codes = structure.codes
    if not structure.merged:
        return codes, np.arange(codes.size)
    members = {code: structure.members(code) for code in structure.merged_members}
    place = {code: int(codes.searchsorted(code)) for code in members}
    there = [code for code in members if place[code] < codes.size and codes[place[code]] == code]
    single = ~np.isin(codes, np.array(there, dtype=np.int64))
    found, state = [codes[single]], [np.flatnonzero(single)]
    for code in there:
        found.append(np.array(members[code], dtype=np.int64))
        state.append(np.full(len(members[code]), place[code], dtype=np.intp))
    return np.concatenate(found), np.concatenate(state)
