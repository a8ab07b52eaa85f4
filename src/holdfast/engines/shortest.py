"""All shortest legal sequences from a start to a state as a web of steps: counted and asked about, never listed.

A *node* is a state, with who moved last where that decides who may move next. Searching forward gives for each node
how many steps it is away; going back from the target gives the steps that belong to some shortest sequence. There can
be millions of sequences in a web of a few hundred nodes, so questions about all of them are answered by adding up over
the web. Source: Li, Kilgour & Hipel 2005, whose status quo analysis asks which states are reached within so many steps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from holdfast.engines.dense.grid_trace import GridTrace
from holdfast.engines.trace import FibreTrace, WalkTrace, trace
from holdfast.model.model import Model
from holdfast.model.walk import Step

Node = tuple[int, int]
"""A state, and who moved last (-1 where that does not matter)."""

ANYBODY = -1

MAX_NODES = 20_000
"""Most nodes of a web; a larger one is not made, and one sequence is shown in its place."""


class Search(Protocol):
    """How far states are from a start, and what leads to them."""

    start: int

    def depth(self, state: int) -> int | None:
        """Return the fewest steps to a state; 0 for the start, None if it cannot be brought about."""

    def nodes(self, state: int) -> Iterable[Node]:
        """Return the nodes of a state that are that many steps away."""

    def before(self, depth: int, node: Node) -> Iterable[tuple[int, Node]]:
        """Return who steps to a node from which nodes that are ``depth`` steps away."""

    def reached(self) -> Iterator[int]:
        """Yield every state that can be brought about, nearest first; the start itself is left out."""


class TraceSearch:
    """A search in option form, where it does not matter who moved last.

    A shortest sequence never asks anybody twice in a row, as two moves of one party could be made as one.
    """

    def __init__(self, tracing: FibreTrace | GridTrace, start: int) -> None:
        self._trace, self.start = tracing, start

    def depth(self, state: int) -> int | None:
        """Return the fewest steps to a state, or None."""
        return 0 if state == self.start else self._trace.depth(state)

    def nodes(self, state: int) -> tuple[Node, ...]:
        """Return the one node of a state."""
        return ((state, ANYBODY),)

    def before(self, depth: int, node: Node) -> Iterator[tuple[int, Node]]:
        """Return who steps to a node from where."""
        return ((party, (state, ANYBODY)) for party, state in self._trace.origins(depth, node[0]))

    def reached(self) -> Iterator[int]:
        """Yield every state that can be brought about, nearest first."""
        return (state for level in self._trace.levels() for state in level)


class PairSearch:
    """A search over pairs (state, last mover), level by level; any model."""

    def __init__(self, start: int, group: Iterable[int], step: Callable[[int, int], Iterable[int]]) -> None:
        self.start, self._group, self._step = start, tuple(group), step
        self._depth: dict[Node, int] = {(start, ANYBODY): 0}
        self._from: dict[Node, list[tuple[int, Node]]] = {}
        self._nearest: dict[int, int] = {start: 0}
        self._last: list[Node] = [(start, ANYBODY)]
        self._depths = 0

    def _expand(self) -> bool:
        """Compute the next level; False where there is none."""
        fresh: list[Node] = []
        self._depths += 1
        for node in self._last:
            for party in self._group:
                if party == node[1]:
                    continue
                for end in self._step(party, node[0]):
                    following = (end, party)
                    if self._depth.setdefault(following, self._depths) != self._depths:
                        continue
                    if following not in self._from:
                        fresh.append(following)
                        self._nearest.setdefault(end, self._depths)
                    self._from.setdefault(following, []).append((party, node))
        self._last = fresh
        return bool(fresh)

    def depth(self, state: int) -> int | None:
        """Return the fewest steps to a state, or None."""
        while state not in self._nearest and self._expand():
            pass
        return self._nearest.get(state)

    def nodes(self, state: int) -> Iterator[Node]:
        """Return the nodes of a state that are the fewest steps away."""
        depth = self.depth(state)
        return (
            (state, k) for k in (ANYBODY, *self._group) if depth is not None and self._depth.get((state, k)) == depth
        )

    def before(self, depth: int, node: Node) -> list[tuple[int, Node]]:
        """Return who steps to a node from where."""
        return self._from.get(node, [])

    def reached(self) -> Iterator[int]:
        """Yield every state that can be brought about, nearest first."""
        while self._expand():
            pass
        return (state for state in self._nearest if state != self.start)


def search(model: Model, start: int, *, improving: bool) -> Search:
    """Return a search by all parties' moves, or by their improvements.

    Parameters
    ----------
    model : Model
        The compiled conflict.
    start : int
        A feasible state.
    improving : bool
        Whether every step must be an improvement for its mover, at the state it leaves.

    Returns
    -------
    Search

    Raises
    ------
    ModelError
        If the start cannot occur.
    """
    parties = range(len(model.parties))
    tracing = trace(model, start, parties, improving)
    if isinstance(tracing, FibreTrace | GridTrace):
        return TraceSearch(tracing, start)
    assert isinstance(tracing, WalkTrace)

    def improvements(party: int, state: int) -> Iterator[int]:
        return (end for end in model.structure.moves(party, state) if model.prefers(party, end, state))

    return PairSearch(start, parties, improvements if improving else model.structure.moves)


@dataclass(frozen=True, slots=True)
class Web:
    """The steps of all shortest legal sequences from a start to a state.

    Attributes
    ----------
    start : int
        Where they begin.
    layers : tuple of mapping of Node to tuple of (int, Node)
        Per number of steps made, what can be done next at each node: who steps (the label), and to which node.
    """

    start: int
    layers: tuple[Mapping[Node, tuple[tuple[int, Node], ...]], ...]

    @property
    def n_steps(self) -> int:
        """How many steps each sequence has."""
        return len(self.layers)

    def count(self, allowed: Callable[[int], bool] = lambda label: True) -> int:
        """Return how many sequences there are, or how many with only such steps; exact."""
        ways: dict[Node, int] | None = None
        for layer in reversed(self.layers):
            ways = {
                node: sum(1 if ways is None else ways[end] for label, end in onward if allowed(label))
                for node, onward in layer.items()
            }
        return 1 if ways is None else sum(ways.values())

    def first(self) -> tuple[int, ...]:
        """Return the labels of first steps: the parties that make the first step in some sequence."""
        return (
            tuple(sorted({label for onward in self.layers[0].values() for label, _ in onward})) if self.layers else ()
        )

    def cheapest(self, cost: Callable[[Step], int]) -> tuple[int, tuple[dict[Node, int], ...]]:
        """Return the least total cost of a sequence, and the least cost from each node on, layer by layer."""
        tables: list[dict[Node, int]] = [{}]
        for layer in reversed(self.layers):
            onward_costs = tables[-1]
            tables.append(
                {
                    node: min(cost(Step(party, node[0], end[0])) + onward_costs.get(end, 0) for party, end in onward)
                    for node, onward in layer.items()
                }
            )
        return min(tables[-1].values(), default=0), tuple(reversed(tables))

    def sequences(self, most: int, cost: Callable[[Step], int]) -> tuple[tuple[Step, ...], ...]:
        """Return some sequences: at every step first what costs least from there on, then by party and state.

        Parameters
        ----------
        most : int
            How many at most.
        cost : callable
            What a step costs; of those returned the first is the cheapest of all.
        """
        _, tables = self.cheapest(cost)

        def onward(depth: int, node: Node, made: tuple[Step, ...]) -> Iterator[tuple[Step, ...]]:
            if depth == len(self.layers):
                yield made
                return
            steps = [(Step(party, node[0], end[0]), end) for party, end in self.layers[depth][node]]
            for step, end in sorted(
                steps, key=lambda pair: (cost(pair[0]) + tables[depth + 1].get(pair[1], 0), pair[0].party, pair[0].end)
            ):
                yield from onward(depth + 1, end, (*made, step))

        found = (made for node in self.layers[0] for made in onward(0, node, ())) if self.layers else iter(((),))
        return tuple(made for made, _ in zip(found, range(most), strict=False))


def web(looking: Search, state: int, most: int = MAX_NODES) -> Web | None:
    """Return the web of all shortest sequences to a state; None where it would be too large.

    Parameters
    ----------
    looking : Search
        How far states are from a start.
    state : int
        A state that can be brought about, or the start itself.
    most : int
        Most nodes.
    """
    depth = looking.depth(state)
    assert depth is not None
    layers: list[dict[Node, tuple[tuple[int, Node], ...]]] = []
    ends = dict.fromkeys(looking.nodes(state))
    n_nodes = 0
    for before in range(depth - 1, -1, -1):
        layer: dict[Node, list[tuple[int, Node]]] = {}
        for end in ends:
            for party, node in looking.before(before, end):
                layer.setdefault(node, []).append((party, end))
        n_nodes += len(layer)
        if n_nodes > most:
            return None
        layers.append({node: tuple(onward) for node, onward in layer.items()})
        ends = dict.fromkeys(layer)
    return Web(looking.start, tuple(reversed(layers)))


def one_sequence(looking: Search, state: int) -> tuple[Step, ...]:
    """Return one shortest sequence to a state that can be brought about."""
    steps: list[Step] = []
    depth, node = looking.depth(state), next(iter(looking.nodes(state)))
    assert depth is not None
    for before in range(depth - 1, -1, -1):
        party, origin = next(iter(looking.before(before, node)))
        steps.append(Step(party, origin[0], node[0]))
        node = origin
    return tuple(reversed(steps))
