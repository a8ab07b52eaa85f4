"""The exact and bounded way to the least reachable value, for preferences that make sweeps take thousands of rounds.

States are taken in ascending order of value; each gives its value to all states that can reach it and have none yet,
found by going back along moves. The first value a state gets is its least. In a column sorted from best to worst,
those that can move to a state are the ones below it, and once they are settled everything below is: one mark a
column says from where on. So every place is touched once: O(places of all others) time, however values run.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from holdfast.engines.sparse.columns import Columns, Ints

OFTEN = 1 << 16
"""States settled between two signs of life."""


@dataclass(frozen=True, slots=True)
class _Lists:
    """A party's columns one after the other, for going back along its moves.

    Attributes
    ----------
    state : memoryview of int32
        The state at each entry; -1 where the entry is not its state's home, because moves end there but do not start.
    below : memoryview of int32
        The first entry of the same column from which a party can move to this entry: the first that is strictly
        worse (for improvements) or the first at all (for moves).
    column : memoryview of int32
        The column of each entry.
    stop : list of int
        For each column, the first entry known to be settled with all that follow.
    where : memoryview of int32
        Entries, state by state.
    first : memoryview of int64
        Where a state's entries begin in ``where``; one longer than there are states.
    """

    state: memoryview
    below: memoryview
    column: memoryview
    stop: list[int]
    where: memoryview
    first: memoryview


def _lists(columns: Columns, by_improvements: bool) -> _Lists:
    n_places = columns.order.size
    width = columns.rows[0][1]
    column = np.empty(n_places, dtype=np.int32)
    for start, wide in columns.rows:
        column[start : start + wide] = np.arange(wide)
    for k, tail in enumerate(columns.tails):
        column[tail.start : tail.stop] = k
    place = np.argsort(column, kind="stable")  # rows and tails go down in order of place
    column = column[place]
    state = columns.order[place]
    top = np.searchsorted(column, np.arange(width + 1))
    if by_improvements:
        ends = np.append(np.flatnonzero(columns.worse[place]), n_places)  # also the first of the next column
        below = ends[np.searchsorted(ends, np.arange(n_places), side="right")].astype(np.int32)
    else:
        below = top[column].astype(np.int32)
    where = np.argsort(state, kind="stable")
    first = np.searchsorted(state[where], np.arange(columns.home.size + 1))
    starts = np.where(columns.home[state] == place, state, np.int32(-1)).astype(np.int32)
    return _Lists(
        starts.data,
        below.data,
        column.data,
        top[1:].tolist(),
        where.astype(np.int32).data,
        first.astype(np.int64).data,
    )


def settle_in_order(
    values: Ints, among: NDArray[np.intp], others: list[Columns], by_improvements: bool, tick: Callable[[], None]
) -> None:
    """Give every state the least value of all that the others can reach from it, in place.

    Parameters
    ----------
    values : int32 array, shape (n_states,)
        A value a state.
    among : intp array
        The states to settle: all that others can reach from any of them are among them.
    others : list of Columns
        Columns of those who move.
    by_improvements : bool
        Whether they make improvements only.
    tick : callable
        Called now and then.
    """
    lists = [_lists(columns, by_improvements) for columns in others]
    done = bytearray(b"\1") * values.size
    for seed in among.data:
        done[seed] = 0
    least = values.data
    settled = 0
    for seed in among[np.argsort(values[among], kind="stable")].data:
        if done[seed]:
            continue
        value, open_ = least[seed], [seed]
        done[seed] = 1
        while open_:
            end = open_.pop()
            least[end] = value
            settled += 1
            if settled % OFTEN == 0:
                tick()
            for party in lists:
                for k in range(party.first[end], party.first[end + 1]):
                    entry = party.where[k]
                    below, column = party.below[entry], party.column[entry]
                    stop = party.stop[column]
                    if below < stop:
                        party.stop[column] = below
                        for start in party.state[below:stop]:
                            if start >= 0 and not done[start]:
                                done[start] = 1
                                open_.append(start)
