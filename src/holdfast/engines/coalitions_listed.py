"""Joint improvements over listed states in option form: candidates by array operations, few of them searched for."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from holdfast.engines.coalitions import BUDGET, must_move, parties_of
from holdfast.engines.shortest import ANYBODY, Node
from holdfast.engines.trace import Trace, contains, trace
from holdfast.model.model import Model

Places = NDArray[np.intp]
Flags = NDArray[np.bool_]

CHUNK = 256
"""States between one tick and the next."""
HOPS = 10
"""Most parties of which all orders are tried at once; more are searched for one by one."""


def hopeful(model: Model, state: int) -> Callable[[int], bool]:
    """Return a test whether a coalition, as a mask, can have a joint improvement from a state of a listed conflict.

    Where it says no there is none; where it says yes the coalition's moves have to be searched.
    """
    codes, structure = model.structure.codes, model.structure
    at, n_parties = int(np.searchsorted(codes, state)), len(model.parties)
    apart, willing = np.zeros(codes.size, dtype=np.int64), np.zeros(codes.size, dtype=np.int64)
    for party in range(n_parties):
        ranks = model.ranks(party)
        apart |= (((codes ^ np.int64(state)) & np.int64(structure.own_mask[party])) != 0).astype(np.int64) << party
        willing |= (ranks > ranks[at]).astype(np.int64) << party
    kinds = np.unique(np.stack([apart, willing]), axis=1)

    def test(coalition: int) -> bool:
        return bool(((kinds[0] & ~coalition == 0) & (coalition & ~kinds[1] == 0) & (kinds[0] != 0)).any())

    return test


class FlipJoint:
    """A joint search over listed states in option form, level by level."""

    def __init__(self, model: Model, start: int, group: int) -> None:
        self._model, self.start, self._group = model, start, group
        self._codes = model.structure.codes
        self._own = [np.int64(mask) for mask in model.structure.own_mask]
        self._levels: list[Places] = [np.searchsorted(self._codes, [start])]
        self._seen = np.zeros(self._codes.size, dtype=np.bool_)
        self._seen[self._levels[0]] = True
        self._done, self.is_complete, self._left = False, True, BUDGET

    def _apart(self, a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return, as masks, the parties whose options differ between states, pair by pair."""
        out = np.zeros(np.broadcast(a, b).shape, dtype=np.int64)
        for party, own in enumerate(self._own):
            out |= (((a ^ b) & own) != 0).astype(np.int64) << party
        return out

    def _willing(self, xs: Places, ts: Places) -> NDArray[np.int64]:
        """Return, as masks, the parties of the group that prefer the second state of each pair."""
        out = np.zeros(np.broadcast(xs, ts).shape, dtype=np.int64)
        for party in parties_of(self._group):
            ranks = self._model.ranks(party)
            out |= (ranks[ts] > ranks[xs]).astype(np.int64) << party
        return out

    def _candidates(self, xs: Places, ts: Places) -> tuple[Places, Places]:
        """Keep the pairs in which all whose options differ prefer the second state and no one-way option goes back."""
        a, b = self._codes[xs], self._codes[ts]
        structure = self._model.structure
        apart = self._apart(a, b)
        fits = (apart != 0) & (apart & ~self._willing(xs, ts) == 0)
        fits &= (a & ~b & structure.take_only == 0) & (~a & b & structure.drop_only == 0)
        xs, ts = np.broadcast_arrays(xs, ts)
        return xs[fits], ts[fits]

    def _can(self, xs: Places, ts: Places) -> Flags:
        """Return in which of some candidate pairs the willing can bring the second state about."""
        a, b = self._codes[xs], self._codes[ts]
        structure = self._model.structure
        if not structure.never and structure.only is None:
            return np.ones(xs.size, dtype=np.bool_)
        out = np.zeros(xs.size, dtype=np.bool_)
        apart = self._apart(a, b)
        for mask in np.unique(apart).tolist():
            pairs = np.flatnonzero(apart == mask)
            if mask.bit_count() <= HOPS:
                out[pairs] = self._each_once(a[pairs], b[pairs], parties_of(mask))
        willing = self._willing(xs, ts)
        known: dict[tuple[int, int], Trace] = {}
        for pair in np.flatnonzero(~out).tolist():  # by a detour, or with the help of others who gain
            key = (int(a[pair]), int(willing[pair]))
            if key not in known:
                known[key] = trace(self._model, key[0], parties_of(key[1]), improving=False)
            out[pair] = known[key].depth(int(b[pair])) is not None
        return out

    def _each_once(self, a: NDArray[np.int64], b: NDArray[np.int64], movers: tuple[int, ...]) -> Flags:
        """Return for which pairs some order of the movers, each moving once, goes through states that can occur."""
        ways: list[Flags] = [np.ones(a.size, dtype=np.bool_)]
        for chosen in range(1, 1 << len(movers)):
            changed = np.int64(sum(int(self._own[movers[k]]) for k in parties_of(chosen)))
            code = (a & ~changed) | (b & changed)
            at = np.minimum(np.searchsorted(self._codes, code), self._codes.size - 1)
            before = np.zeros(a.size, dtype=np.bool_)
            for k in parties_of(chosen):
                before |= ways[chosen ^ (1 << k)]
            ways.append(before & (self._codes[at] == code))
        return ways[-1]

    def _ends(self, place: int, among: Places) -> Places:
        """Return those of some places to which coalitions have a joint improvement from a place."""
        xs, ts = self._candidates(np.array(place), among)
        found: Places = ts[self._can(xs, ts)]
        return found

    def _origins(self, among: Places, place: int) -> Places:
        """Return those of some places from which coalitions have a joint improvement to a place."""
        xs, ts = self._candidates(among, np.array(place))
        found: Places = xs[self._can(xs, ts)]
        return found

    def _expand(self) -> bool:
        """Compute the next level; False where there is none or the budget is spent."""
        if self._done or not self.is_complete:
            return False
        last = self._levels[-1]
        if last.size > self._left:
            self.is_complete = False
            return False
        self._left -= last.size
        fresh: list[Places] = []
        for place in last.tolist():
            found = self._ends(place, np.flatnonzero(~self._seen))
            self._seen[found] = True
            fresh.append(found)
        level = np.sort(np.concatenate(fresh))
        self._done = not level.size
        if level.size:
            self._levels.append(level)
        return not self._done

    @property
    def ruled_out(self) -> int:
        """How many joint improvements are too few for any state not found so far."""
        return len(self._levels)

    def depth(self, state: int) -> int | None:
        """Return the fewest joint improvements to a state, or None."""
        place, depth = int(np.searchsorted(self._codes, state)), 0
        while True:
            if contains(self._levels[depth], place):
                return depth
            if depth == len(self._levels) - 1:
                if not self._done and self._origins(self._levels[depth], place).size:
                    return depth + 1
                if not self._expand():
                    return None
            depth += 1

    def nodes(self, state: int) -> tuple[Node, ...]:
        """Return the one node of a state: in a shortest sequence no coalition acts twice in a row."""
        return ((state, ANYBODY),)

    def before(self, depth: int, node: Node) -> Iterator[tuple[int, Node]]:
        """Return from which nodes a node is reached."""
        end = int(np.searchsorted(self._codes, node[0]))
        for place in self._origins(self._levels[depth], end).tolist():
            code = int(self._codes[place])
            yield must_move(self._model, code, node[0]), (code, ANYBODY)

    def reached(self) -> Iterator[int]:
        """Yield the states found so far, nearest first."""
        return (int(code) for level in self._levels[1:] for code in self._codes[level])

    def nearest_spoilt(self, coalition: tuple[int, ...], than: int) -> int | None:
        """Return a nearest state no better than another for some member of a coalition, or None."""
        at = np.searchsorted(self._codes, than)
        spoilt = np.zeros(self._codes.size, dtype=np.bool_)
        for party in coalition:
            ranks = self._model.ranks(party)
            spoilt |= ranks <= ranks[at]
        targets, depth = np.flatnonzero(spoilt), 0
        while True:
            if depth:
                hit = self._levels[depth][spoilt[self._levels[depth]]]
                if hit.size:
                    return int(self._codes[hit[0]])
            if depth == len(self._levels) - 1:
                for place in self._levels[depth].tolist() if self._levels[depth].size <= self._left else ():
                    found = self._ends(place, targets)
                    if found.size:
                        return int(self._codes[found[0]])
                if not self._expand():
                    return None
            depth += 1

    def leavers(self, place: int) -> int:
        """Return the parties, as a mask, that have part in some joint improvement from a state."""
        ends = self._ends(place, np.arange(self._codes.size))
        return int(np.bitwise_or.reduce(self._willing(np.array(place), ends), initial=0))


def nash_for_coalitions(model: Model, tick: Callable[[], None]) -> list[Flags]:
    """Return for each party which states are stable for every coalition that it belongs to: ``coalition_nash``.

    Of a joint improvement all who prefer its end can be members, so it unsettles each of them.

    Parameters
    ----------
    model : Model
        In option form, its states few enough to be listed.
    tick : callable
        Called after every :data:`CHUNK` states.

    Returns
    -------
    list of bool array, shape (n_states,)
        O(n_states^2 n_parties) time.
    """
    n_parties, n_states = len(model.parties), model.n_states
    looking = FlipJoint(model, model.structure.states[0], (1 << n_parties) - 1)
    stable = [np.ones(n_states, dtype=np.bool_) for _ in range(n_parties)]
    for place in range(n_states):
        for party in parties_of(looking.leavers(place)):
            stable[party][place] = False
        if place % CHUNK == CHUNK - 1:
            tick()
    return stable
