"""Simultaneous stability over listed states: for each improvement, search for a joint reply that spoils it.

A reply gives every other party one of its own improvements from the state, or standing still; the joint state has the
improvement's options for the party and each other's own for the rest. Replies are put together party by party, for many
improvements at once. Half a reply is dropped unless some feasible state begins like it (has the same options where the
party and the others decided on own them) and is no better for the party than where it is now: one sorted table a party
decided on says so. Counting in everybody's standing still is harmless, as it is never a spoiler.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from holdfast.engines.sparse.arcs import Arcs
from holdfast.engines.sparse.columns import Ints, runs
from holdfast.model.structure import Structure

CELLS = 1 << 18
"""Half replies looked at together."""
CHUNK = 1 << 14
"""States looked at together."""

TRIALS = 8
"""Replies tried before the search: most improvements that can be spoilt are spoilt soon."""
_STEPS = (0.6180339887, 0.7548776662, 0.8191725134, 0.8566748838, 0.8812714616, 0.8986537126)
"""Fractions whose multiples are spread evenly."""

Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Start:
    """How a state may begin, and the least rank of a party over the feasible states that do.

    Attributes
    ----------
    begins : int64 array
        Codes, with zeros at options of others not decided on yet; ascending.
    least : int32 array
        The least rank for each.
    """

    begins: Codes
    least: Ints

    def can_spoil(self, begun: Codes, present: Ints) -> NDArray[np.bool_]:
        """Whether some feasible state begins like each of some codes and is ranked no higher than ``present``."""
        at = np.minimum(np.searchsorted(self.begins, begun), self.begins.size - 1)
        found: NDArray[np.bool_] = (self.begins[at] == begun) & (self.least[at] <= present)
        return found


def n_chunks(improvements: list[Arcs]) -> int:
    """Return how often :func:`simultaneous` tells of progress."""
    return sum(-(-arcs.source.size // CHUNK) for arcs in improvements)


def simultaneous(
    structure: Structure, ranks: list[Ints], improvements: list[Arcs], tick: Callable[[], None]
) -> list[NDArray[np.bool_]]:
    """Return, per party, which states are stable for it; each of shape (n_states,).

    Parameters
    ----------
    structure : Structure
        In option form.
    ranks : list of int32 array
        Per party.
    improvements : list of Arcs
        Per party, its moves to states it prefers.
    tick : callable
        Called after each of :func:`n_chunks` chunks of states.

    Notes
    -----
    Time O(states * own improvements * replies) at worst; memory 8 bytes an improvement and some 50 MiB.
    """
    found = []
    for party, arcs in enumerate(improvements):
        stable = np.ones(structure.codes.size, dtype=np.bool_)
        replies = _Replies(structure, ranks[party], party, improvements)
        until = np.append(arcs.first, arcs.target.size)
        for begin in range(0, arcs.source.size, CHUNK):
            rows = np.arange(begin, min(begin + CHUNK, arcs.source.size))
            done, width = 0, 1
            while rows.size:  # first one improvement of each state, then two, ...: one without answer spares the rest
                first = until[rows] + done
                number = np.clip(until[rows + 1] - first, 0, width)
                row = np.repeat(rows, number)
                answered = replies.answer(arcs.source[row], arcs.target[runs(first, number)])
                failed = np.unique(row[~answered])
                stable[arcs.source[failed]] = False
                rows = np.setdiff1d(rows[until[rows + 1] > first + width], failed)
                done, width = done + width, width * 2
            tick()
        found.append(stable)
    return found


class _Replies:
    """All joint replies to one party."""

    def __init__(self, structure: Structure, ranks: Ints, party: int, improvements: list[Arcs]) -> None:
        self._codes, self._ranks = structure.codes, ranks
        n = structure.codes.size
        self._movers = [
            (np.int64(structure.own_mask[k]), np.searchsorted(arcs.starts, np.arange(n + 1)), arcs.target)
            for k, arcs in enumerate(improvements)
            if k != party and arcs.source.size
        ]
        decided = np.int64((1 << structure.n_options) - 1)  # those who cannot improve stand still everywhere
        for own, _, _ in self._movers:
            decided &= ~own
        self._decided = decided
        self._starts = [self._start(decided)]
        for own, _, _ in self._movers:
            decided |= own
            self._starts.append(self._start(decided))

    def _start(self, decided: np.int64) -> _Start:
        begun = self._codes & decided
        order = np.argsort(begun, kind="stable")
        first = np.flatnonzero(np.diff(begun[order], prepend=-1))
        if not first.size:
            return _Start(begun, self._ranks)
        return _Start(begun[order[first]], np.minimum.reduceat(self._ranks[order], first))

    def _tried(self, trial: int, state: Ints, end: Ints) -> Codes:
        """Put one reply together for each improvement; another one each trial, spread over all there are."""
        begun = self._codes[end] & self._decided
        for k, (own, first, target) in enumerate(self._movers):
            at = first[state]
            share = (0.5 + (trial + 1) * _STEPS[k % len(_STEPS)] + k // len(_STEPS) * 0.37) % 1.0
            nth = ((first[state + 1] - at + 1) * share).astype(np.intp)  # the last stands for standing still
            to = np.where(at + nth < first[state + 1], target[np.minimum(at + nth, target.size - 1)], state)
            begun |= self._codes[to] & own
        return begun

    def answer(self, state: Ints, end: Ints) -> NDArray[np.bool_]:
        """Say which improvements, from ``state`` to ``end``, some joint reply spoils."""
        present = self._ranks[state]
        possible = self._starts[0].can_spoil(self._codes[end] & self._decided, present)
        answered = np.zeros(state.size, dtype=np.bool_)
        open_ = np.flatnonzero(possible)
        for trial in range(TRIALS if self._movers else 0):
            begun = self._tried(trial, state[open_], end[open_])
            spoilt = self._starts[-1].can_spoil(begun, present[open_])
            answered[open_[spoilt]] = True
            open_ = open_[~spoilt]
        stack = [(0, open_, self._codes[end[open_]] & self._decided)]
        while stack:
            depth, pair, begun = stack.pop()
            possible = ~answered[pair]
            possible[possible] = self._starts[depth].can_spoil(begun[possible], present[pair[possible]])
            pair, begun = pair[possible], begun[possible]
            if depth == len(self._movers):
                answered[pair] = True
                continue
            own, first, target = self._movers[depth]
            at = first[state[pair]]
            number = first[state[pair] + 1] - at + 1
            if int(number.sum()) > CELLS and pair.size > 1:
                half = pair.size // 2
                stack += [(depth, pair[half:], begun[half:]), (depth, pair[:half], begun[:half])]
                continue
            each = np.repeat(np.arange(pair.size), number)
            choice = runs(at - 1, number)  # the one before the first improvement is standing still
            choice[np.cumsum(number) - number] = 0
            to = target[choice]
            to[np.cumsum(number) - number] = state[pair]
            stack.append((depth + 1, pair[each], begun[each] | self._codes[to] & own))
        return answered
