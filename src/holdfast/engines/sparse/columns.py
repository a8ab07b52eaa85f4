"""A party's fibres as columns of listed states, best on top: its steps are then a few long array operations.

Each column holds all states that the party can come to from the states of one group (same others' options, same own
one-way options spent), its own states among them, sorted from best to worst. Columns stand side by side, tallest first,
so that the k-th states of all columns that have as many are one run of memory, a *row*; a running minimum down all
columns is then one minimum of two runs a row. Where only a few columns go on for long (a party with thousands of
strategies), what hangs below the rows, the *tails*, is kept column by column instead.

Where no option is one-way, the columns are the fibres and each state has one place. Otherwise a state also stands in
the columns of other groups that can come to it; only the place in its own group's column, its *home*, is read back.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from holdfast.model.structure import Structure

NEVER = int(np.iinfo(np.int32).max)
"""Above every rank: the least over nothing."""
PAIRS = 1 << 20
"""Pairs of groups looked at together."""

Ints = NDArray[np.int32]
Index = NDArray[np.intp]
Wide = NDArray[np.int32] | NDArray[np.int64]
"""Values of states: int32 for one value a state; int64 for two, each an int32 half."""


@dataclass(frozen=True, slots=True)
class Tail:
    """The lower part of one tall column.

    Attributes
    ----------
    start, stop : int
        Its places.
    back : intp array, shape (stop - start,)
        For each of its states, where the least over all strictly better ones stands: 0 is what the row above was
        offered, 1 the least of all rows above, ``k + 2`` the least down to the k-th state of the tail.
    """

    start: int
    stop: int
    back: Index


@dataclass(frozen=True, slots=True)
class Columns:
    """One party's columns.

    Attributes
    ----------
    order : int32 array, shape (n_places,)
        The state (its number in ``structure.codes``) at each place.
    home : int32 array, shape (n_states,)
        The place of each state in its own group's column.
    rows : tuple of (int, int)
        First place and width of each row, widest first.
    worse : bool array, shape (n_places,)
        Whether a place's state is strictly worse for the party than the one above it; True on top.
    tails : tuple of Tail
        The tails of the first columns.
    """

    order: Ints
    home: Ints
    rows: tuple[tuple[int, int], ...]
    worse: NDArray[np.bool_]
    tails: tuple[Tail, ...]

    @property
    def can_move(self) -> bool:
        """Whether the party can go from any state to another."""
        return len(self.rows) > 1 or bool(self.tails)

    def improve(self, values: Wide) -> None:
        """Let every state have the least of its own value and those of all strictly better states of its column.

        Parameters
        ----------
        values : Wide array, shape (n_places,)
            By place; changed in place. What is not at a home is of no meaning afterwards.
        """
        narrow, (_, width) = values.view(np.int32), self.rows[0]
        lanes = narrow.size // max(values.size, 1)
        least = values[:width].copy()  # over everything down to the row above
        offer = np.full(width * lanes, NEVER, dtype=np.int32).view(values.dtype)  # over what is strictly better
        least_, offer_ = least.view(np.int32), offer.view(np.int32)
        for start, width in self.rows[1:]:
            row, many = narrow[start * lanes : (start + width) * lanes], width * lanes
            np.copyto(offer[:width], least[:width], where=self.worse[start : start + width])
            np.minimum(least_[:many], row, out=least_[:many])
            np.minimum(offer_[:many], row, out=row)
        for column, tail in enumerate(self.tails):
            part = narrow[tail.start * lanes : tail.stop * lanes].reshape(-1, lanes)
            above = [offer_.reshape(-1, lanes)[column], least_.reshape(-1, lanes)[column]]
            running = np.concatenate([above, part])
            np.minimum.accumulate(running[1:], axis=0, out=running[1:])
            np.minimum(part, running[tail.back], out=part)

    def spread(self, extreme: np.ufunc, values: Wide) -> None:
        """Let every state have the least (or the greatest) value of its column; arguments as of :meth:`improve`."""
        narrow, (_, width) = values.view(np.int32), self.rows[0]
        lanes = narrow.size // max(values.size, 1)
        found = narrow[: width * lanes].copy()
        for start, width in self.rows[1:]:
            many = width * lanes
            extreme(found[:many], narrow[start * lanes : start * lanes + many], out=found[:many])
        for column, tail in enumerate(self.tails):
            mine = found[column * lanes : (column + 1) * lanes]
            part = narrow[tail.start * lanes : tail.stop * lanes].reshape(-1, lanes)
            extreme(mine, extreme.reduce(part, axis=0), out=mine)
            part[:] = mine
        for start, width in self.rows:
            narrow[start * lanes : (start + width) * lanes] = found[: width * lanes]


def columns_of(structure: Structure, party: int, ranks: Ints) -> Columns:
    """Arrange the feasible states in a party's columns.

    Parameters
    ----------
    structure : Structure
        In option form.
    party : int
        Whose columns.
    ranks : int32 array, shape (n_states,)
        The party's ranks, higher is better.

    Returns
    -------
    Columns
        O(n log n) time; 9 bytes a state kept, 5 more for each other column a state stands in.
    """
    return _side_by_side(*_sorted(structure, party, ranks))


def groups_of(structure: Structure, party: int, codes: NDArray[np.int64]) -> tuple[NDArray[np.int64], int]:
    """Return in which group each of some codes is, seen from a party.

    Parameters
    ----------
    structure : Structure
        Whose options they are.
    party : int
        The party.
    codes : int64 array, shape (n,)
        Any codes.

    Returns
    -------
    group : int64 array, shape (n,)
        ``fibre << n_one_way | spent``: the party can turn a code into another iff their fibres are equal and whatever
        is spent in the first is spent in the second.
    n_one_way : int
        How many of its options are one-way.
    """
    own = structure.own_mask[party]
    group = np.unique(codes & ~np.int64(own), return_inverse=True)[1].reshape(-1)
    one_way = [
        place for place in range(structure.n_options) if (structure.take_only | structure.drop_only) >> place & 1
    ]
    mine = [place for place in one_way if own >> place & 1]
    for place in mine:
        taken = (codes >> place) & 1
        group <<= 1
        group |= taken if structure.take_only >> place & 1 else 1 - taken
    return group, len(mine)


def columns_entered(group: NDArray[np.int64], n_one_way: int) -> tuple[NDArray[np.int64], Index]:
    """Pair codes with all columns they stand in.

    Parameters
    ----------
    group : int64 array, shape (n,)
        As of :func:`groups_of`.
    n_one_way : int
        As of :func:`groups_of`.

    Returns
    -------
    column : int64 array
        Numbers of groups, dense, in the order of ``group``: first each code's own, then the others that can come to it.
    member : intp array
        The code (its place in ``group``) that stands there; the first n are all of them in order.
    """
    names, own, size = np.unique(group, return_inverse=True, return_counts=True)
    own = own.reshape(-1)
    if not n_one_way:
        return own, np.arange(group.size)
    members = np.argsort(own, kind="stable")
    start = np.cumsum(size) - size
    column, member = [own], [np.arange(group.size)]
    first = np.searchsorted(names, names >> n_one_way << n_one_way)  # groups of one fibre are next to one another
    last = np.searchsorted(names, (names >> n_one_way) + 1 << n_one_way)
    done, until = 0, np.cumsum(last - first)
    while done < names.size:
        stop = max(done + 1, int(np.searchsorted(until, (until[done - 1] if done else 0) + PAIRS)))
        width = (last - first)[done:stop]
        source = np.repeat(np.arange(done, stop), width)
        target = runs(first[done:stop], width)
        can = (names[source] & ~names[target] & (1 << n_one_way) - 1 == 0) & (source != target)
        source, target = source[can], target[can]
        column.append(np.repeat(source, size[target]))
        member.append(members[runs(start[target], size[target])])
        done = stop
    return np.concatenate(column), np.concatenate(member)


def _sorted(
    structure: Structure, party: int, ranks: Ints
) -> tuple[Ints, NDArray[np.bool_], Index, NDArray[np.bool_] | None]:
    """Return states column by column, best first; who is worse than the one before; heights; which are at home."""
    group, n_one_way = groups_of(structure, party, structure.codes)
    key, state = columns_entered(group, n_one_way) if n_one_way else (group, None)
    n_levels = int(ranks.max(initial=0)) + 1
    key *= n_levels
    key += n_levels - 1 - (ranks if state is None else ranks[state])
    place = np.argsort(key)
    key = key[place]
    worse = np.diff(key, prepend=-1) != 0
    key //= n_levels
    top = np.flatnonzero(np.diff(key, prepend=-1))
    order = (place if state is None else state[place]).astype(np.int32)
    is_home = None if state is None else place < group.size  # homes were paired first
    return order, worse, np.diff(top, append=order.size), is_home


def runs(start: NDArray[np.int64], length: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return ``start, start + 1, ...`` for each run, one after the other."""
    before = np.cumsum(length) - length
    places: NDArray[np.int64] = np.repeat(start - before, length)
    places += np.arange(places.size)
    return places


def _side_by_side(order: Ints, worse: NDArray[np.bool_], height: Index, is_home: NDArray[np.bool_] | None) -> Columns:
    """Arrange columns that follow one another as rows and tails."""
    tallest = np.argsort(-height, kind="stable")
    rank = np.empty_like(tallest)
    rank[tallest] = np.arange(height.size)
    at_least = height.size - np.cumsum(np.bincount(height))  # [k]: how many columns are taller than k
    widths = at_least[:-1] if height.size else at_least
    left = np.arange(widths.size, 0, -1)
    n_rows = int(np.argmax(np.append(left > 4 * widths, True)))  # below, columns are fewer than rows: tails
    n_rows = max(n_rows, 1)
    first = np.cumsum(widths[:n_rows]) - widths[:n_rows]
    depth = np.arange(order.size) - np.repeat(np.cumsum(height) - height, height)
    column = np.repeat(rank, height)
    tail_height = np.maximum(height[tallest] - n_rows, 0)
    tail_start = int(widths[:n_rows].sum()) + np.cumsum(tail_height) - tail_height
    place = np.where(depth < n_rows, first[np.minimum(depth, n_rows - 1)] + column, tail_start[column] + depth - n_rows)
    placed, placed_worse = np.empty_like(order), np.empty_like(worse)
    placed[place], placed_worse[place] = order, worse
    tails = []
    for k in range(int(np.count_nonzero(tail_height))):
        start, stop = int(tail_start[k]), int(tail_start[k] + tail_height[k])
        back = np.where(placed_worse[start:stop], np.arange(1, stop - start + 1), 0)
        tails.append(Tail(start, stop, np.maximum.accumulate(back)))
    chosen = slice(None) if is_home is None else is_home
    home = np.empty(int(order[chosen].size), dtype=np.int32)
    home[order[chosen]] = place[chosen]
    rows = tuple((int(a), int(b)) for a, b in zip(first, widths[:n_rows], strict=True))
    return Columns(placed, home, rows, placed_worse, tuple(tails))
