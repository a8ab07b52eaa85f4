"""Verdicts where moves are changes of a party's own options: sweeps over the others' columns until nothing changes.

As in the dense engine, a concept is: own-column maximum, least of what the others can reach, own-column maximum,
compare. One sweep carries the values of two concepts. Between two parties' steps values go straight from the places of
one to the places of the next, one gather a step. A party's own moves are transitive in option form, so its step twice
in a row changes nothing, and "nobody moves twice in a row" takes nothing away.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from holdfast.engines.sparse.columns import Columns, Ints, Wide, columns_of
from holdfast.engines.sparse.ordered import settle_in_order
from holdfast.engines.sparse.strength import heights
from holdfast.model.model import Model

MAX_SWEEPS = 24
"""Rounds over all others before what is still open is searched in order of value."""
BY_MOVES, BY_IMPROVEMENTS = ("gmr", "smr"), ("seq", "symmetric_seq")
STRONG_BY_MOVES, STRONG_BY_IMPROVEMENTS = ("strong_gmr", "strong_smr"), ("strong_seq",)
STRONG = (*STRONG_BY_MOVES, *STRONG_BY_IMPROVEMENTS)

Tick = Callable[[], None]


class Flips:
    """A model in option form over its listed states.

    Parameters
    ----------
    model : Model
        In option form.
    tick : callable
        Called after each party's columns are made.
    """

    def __init__(self, model: Model, tick: Tick) -> None:
        self.structure, self._model = model.structure, model
        self.ranks = [model.ranks(party) for party in range(len(model.parties))]
        self.columns: list[Columns] = []
        for party, ranks in enumerate(self.ranks):
            self.columns.append(columns_of(self.structure, party, ranks))
            tick()
        movers = [k for k, columns in enumerate(self.columns) if columns.can_move]
        self._ways = {(a, b): self._way(a, b) for a, b in zip(movers, movers[1:] + movers[:1], strict=True)}

    def verdicts(self, party: int, wanted: tuple[str, ...], tick: Tick) -> dict[str, NDArray[np.bool_]]:
        """Return, per concept, which states are stable for a party; shape (n_states,).

        Parameters
        ----------
        party : int
            The party.
        wanted : tuple of str
            Names of concepts but ``sim``.
        tick : callable
            Called after each sweep and now and then in the search that may follow.
        """
        own, columns = self.ranks[party], self.columns[party]
        if not columns.can_move:
            return {name: np.ones(own.size, dtype=np.bool_) for name in wanted}
        best = self._best(columns, own)
        stable = {"nash": best <= own}
        goals = {"gmr": own, "seq": own, "smr": best, "symmetric_seq": best}
        if not {*STRONG}.isdisjoint(wanted):
            high = heights(self._model, party)
            goals |= {"strong_gmr": high, "strong_seq": high, "strong_smr": self._best(columns, high)}
        for names in (BY_MOVES, BY_IMPROVEMENTS, STRONG_BY_MOVES, STRONG_BY_IMPROVEMENTS):
            lanes = [name for name in names if name in wanted]
            if not lanes:
                continue
            values: Ints = np.stack([goals[name] for name in lanes], axis=1).reshape(-1).view(np.int32)
            wide = self._settled(
                party,
                values if len(lanes) == 1 else values.view(np.int64),
                names in (BY_IMPROVEMENTS, STRONG_BY_IMPROVEMENTS),
                tick,
            )
            answered = wide.view(np.int32).reshape(-1, len(lanes))
            np.minimum(answered, own[:, None], out=answered)
            answered = self._best(columns, wide).view(np.int32).reshape(-1, len(lanes))
            for lane, name in enumerate(lanes):
                stable[name] = answered[:, lane] <= own
        return {name: stable[name] for name in wanted}

    def _best(self, columns: Columns, values: Wide) -> Wide:
        """Return the greatest value that a party can have at or from each state."""
        placed = values[columns.order]
        columns.spread(np.maximum, placed)
        return placed[columns.home]

    def _way(self, a: int, b: int) -> Ints:
        """Return, for each place of party b, where its state is at home with party a."""
        return self.columns[a].home[self.columns[b].order]

    def _settled(self, party: int, values: Wide, by_improvements: bool, tick: Tick) -> Wide:
        """Return the least value among each state and all that the others can reach from it.

        Parameters
        ----------
        party : int
            Who does not move.
        values : Wide array, shape (n_states,)
            By state.
        by_improvements : bool
            Whether the others make improvements only.
        tick : callable
            Called after each sweep.
        """
        movers = [k for k, columns in enumerate(self.columns) if k != party and columns.can_move]
        if not movers:
            return values
        steps = zip(movers[-1:] + movers[:-1], movers, strict=True)
        ways = [self._ways[a, b] if (a, b) in self._ways else self._way(a, b) for a, b in steps]
        placed = values[self.columns[movers[0]].order]
        total, quiet, made = _sum(values), 0, 0
        while True:
            at = made % len(movers)
            columns = self.columns[movers[at]]
            if made:
                placed = placed.take(ways[at], mode="clip")
            if by_improvements:
                columns.improve(placed)
            else:
                columns.spread(np.minimum, placed)
            made += 1
            now = _sum(placed if columns.home.size == placed.size else placed[columns.home])
            quiet = quiet + 1 if now == total else 1  # values only fall, and a step twice in a row changes nothing
            total = now
            if quiet >= len(movers):
                return placed[columns.home]
            if at == len(movers) - 1:
                tick()
                if made >= MAX_SWEEPS * len(movers):
                    break
        return self._searched(party, movers, placed[columns.home], by_improvements, tick)

    def _searched(self, party: int, movers: list[int], values: Wide, by_improvements: bool, tick: Tick) -> Wide:
        """Finish by search, in those parts that one more sweep still changes."""
        before = values.copy()
        for k in movers:
            columns = self.columns[k]
            placed = values[columns.order]
            if by_improvements:
                columns.improve(placed)
            else:
                columns.spread(np.minimum, placed)
            values = placed[columns.home]
        slices = self.structure.codes & np.int64(self.structure.own_mask[party])  # nothing leads from one to another
        open_ = np.flatnonzero(np.isin(slices, np.unique(slices[values != before])))
        narrow = values.view(np.int32).reshape(values.size, -1)
        for lane in range(narrow.shape[1]):
            part = np.ascontiguousarray(narrow[:, lane])
            settle_in_order(part, open_, [self.columns[k] for k in movers], by_improvements, tick)
            narrow[:, lane] = part
        return values


def _sum(values: Wide) -> int:
    return int(values.view(np.int32).sum(dtype=np.int64))
