"""Legal sequences of moves: members of a group move one after another, nobody twice in a row.

A sequence is searched over pairs (state, last mover), because who moved last decides who may move next. Where a party's
own moves are transitive (option flips always are) the rule removes nothing; with explicit arcs it can.
Source: Fang, Hipel & Kilgour 1993, ch. 4.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One move of a sequence."""

    party: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Visit:
    """A state reached, by whom last, and from where."""

    state: int
    mover: int
    before: Visit | None = None
    origin: int = 0

    def path(self) -> tuple[Step, ...]:
        """Return the moves that lead here, first to last."""
        steps: list[Step] = []
        visit: Visit | None = self
        while visit is not None:
            start = visit.before.state if visit.before else visit.origin
            steps.append(Step(visit.mover, start, visit.state))
            visit = visit.before
        return tuple(reversed(steps))


def sequences(start: int, group: Iterable[int], step: Callable[[int, int], Iterable[int]]) -> Iterator[Visit]:
    """Yield every (state, last mover) that a group can reach by a non-empty legal sequence, nearest first.

    Parameters
    ----------
    start : int
        Where the sequence begins.
    group : iterable of int
        The parties that may move.
    step : callable
        ``step(party, state)`` gives the states the party can go to from there in one move.

    Yields
    ------
    Visit
        Each pair once, in breadth-first order, so that the first visit to a state is by a shortest sequence.

    Examples
    --------
    >>> line = {0: [1], 1: [2], 2: []}
    >>> [visit.state for visit in sequences(0, [7], lambda party, state: line[state])]
    [1]
    >>> [visit.state for visit in sequences(0, [7, 8], lambda party, state: line[state])]
    [1, 1, 2, 2]
    """
    members = tuple(group)
    seen: set[tuple[int, int]] = set()
    queue: deque[Visit | None] = deque([None])
    while queue:
        visit = queue.popleft()
        here, last = (visit.state, visit.mover) if visit else (start, None)
        for party in members:
            if party == last:
                continue
            for end in step(party, here):
                if (end, party) not in seen:
                    seen.add((end, party))
                    following = Visit(end, party, visit, start)
                    yield following
                    queue.append(following)
