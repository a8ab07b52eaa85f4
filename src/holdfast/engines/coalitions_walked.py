"""Joint improvements where moves are listed or states merged: every coalition is walked, and who acted last is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from holdfast.engines.coalitions import BUDGET, parties_of, winners
from holdfast.engines.shortest import ANYBODY, Node
from holdfast.model.model import Model
from holdfast.model.walk import sequences

MAX_PARTIES = 10
"""Most parties whose coalitions are gone through."""


class WalkJoint:
    """A joint search for any model: who acted last is kept, since no coalition acts twice in a row.

    A chain of states can come about by different coalitions. Its last step may be that of a certain coalition only, and
    then that one cannot act next, or of several, and then whoever acts next can: the node says which.
    """

    def __init__(self, model: Model, start: int, group: int) -> None:
        self._model, self.start, self._group = model, start, group
        self._depth: dict[Node, int] = {(start, ANYBODY): 0}
        self._from: dict[Node, list[tuple[int, Node]]] = {}
        self._nearest: dict[int, int] = {start: 0}
        self._last: list[Node] = [(start, ANYBODY)]
        self._depths = 0
        self._known: dict[int, dict[int, frozenset[int]]] = {}
        self.is_complete, self._left = group.bit_count() <= MAX_PARTIES, BUDGET

    def _steps(self, state: int) -> dict[int, frozenset[int]]:
        """Return where joint improvements lead, each with the coalitions that have it."""
        if state not in self._known:
            model = self._model
            everything = {v.state for v in sequences(state, parties_of(self._group), model.structure.moves)}
            willing = {end: winners(model, state, end) & self._group for end in everything}
            found: dict[int, set[int]] = {}
            for coalition in _parts_of(willing.values()):
                for visit in sequences(state, parties_of(coalition), model.structure.moves):
                    if coalition & ~willing[visit.state] == 0:
                        found.setdefault(visit.state, set()).add(coalition)
            self._known[state] = {end: frozenset(masks) for end, masks in sorted(found.items())}
        return self._known[state]

    def _expand(self) -> bool:
        if not self._last or not self.is_complete:
            return False
        if len({state for state, _ in self._last} - self._known.keys()) > self._left:
            self.is_complete = False
            return False
        self._left -= len({state for state, _ in self._last} - self._known.keys())
        fresh: list[Node] = []
        self._depths += 1
        for node in self._last:
            for end, masks in self._steps(node[0]).items():
                allowed = masks - {node[1]}
                if not allowed:
                    continue
                following = (end, next(iter(allowed)) if len(allowed) == 1 else ANYBODY)
                if self._depth.setdefault(following, self._depths) != self._depths:
                    continue
                if following not in self._from:
                    fresh.append(following)
                    self._nearest.setdefault(end, self._depths)
                common = ~0
                for mask in allowed:
                    common &= mask
                self._from.setdefault(following, []).append((common, node))
        self._last = fresh
        return bool(fresh)

    @property
    def ruled_out(self) -> int:
        """How many joint improvements are too few for any state not found so far."""
        return self._depths

    def depth(self, state: int) -> int | None:
        """Return the fewest joint improvements to a state, or None."""
        while state not in self._nearest and self._expand():
            pass
        return self._nearest.get(state)

    def nodes(self, state: int) -> list[Node]:
        """Return the nodes of a state that are the fewest steps away."""
        return sorted(node for node, depth in self._depth.items() if node[0] == state and depth == self._nearest[state])

    def before(self, depth: int, node: Node) -> list[tuple[int, Node]]:
        """Return from which nodes a node is reached."""
        return self._from.get(node, [])

    def reached(self) -> Iterator[int]:
        """Yield the states found so far, nearest first."""
        return (state for state in self._nearest if state != self.start)

    def nearest_spoilt(self, coalition: tuple[int, ...], than: int) -> int | None:
        """Return a nearest state no better than another for some member of a coalition, or None."""
        seen = {self.start}
        while True:
            for state in [state for state in self._nearest if state not in seen]:
                seen.add(state)
                if any(not self._model.prefers(party, state, than) for party in coalition):
                    return state
            if not self._expand():
                return None

    def coalitions(self, chain: Sequence[tuple[int, int]]) -> list[int] | None:
        """Return for each step of a chain a coalition that has it, small ones first, none twice in a row."""

        def extend(at: int, last: int) -> list[int] | None:
            if at == len(chain):
                return []
            start, end = chain[at]
            for mask in sorted(self._steps(start)[end], key=lambda m: (m.bit_count(), parties_of(m))):
                rest = extend(at + 1, mask) if mask != last else None
                if rest is not None:
                    return [mask, *rest]
            return None

        return extend(0, 0)


def _parts_of(masks: Iterable[int]) -> list[int]:
    """Return every non-empty coalition that is part of some of the masks, ascending."""
    found: set[int] = set()
    for mask in set(masks):
        part = mask
        while part:
            found.add(part)
            part = (part - 1) & mask
    return sorted(found)
