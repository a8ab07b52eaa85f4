"""Which states can occur, from the rules alone: a decision diagram of "no rule is violated".

A reduced ordered decision diagram (Bryant 1986) asks the options in letter order. Each node is one question, "is
option ``level`` taken?", and leads to one node for no and one for yes; equal questions about the rest are one node.
So what can occur is counted in time linear in the nodes, however many states there are, and listed in ascending order
without visiting a state that cannot occur: every node but ``NEVER`` leads to at least one that can.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from holdfast.errors import CapacityError
from holdfast.model.formula import All, Bit, Const, Formula, Negation, Same, Some, negation, options_in

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from holdfast.model.structure import Structure

MAX_NODES = 500_000
"""Most nodes made for one diagram, those thrown away again included: a few seconds and some 150 MiB."""
NEVER, ALWAYS = 0, 1
"""The two nodes without a question: the rest cannot occur whatever it is, or can whatever it is."""
CHUNK = 1 << 18
"""Prefixes of states carried down together while listing."""


@dataclass(frozen=True)
class Diagram:
    """Which codes can occur.

    Attributes
    ----------
    n_options : int
        Number of options.
    level : tuple of int
        The option each node asks about, ``n_options`` for the two nodes without a question. Nodes come after the nodes
        they lead to.
    low, high : tuple of int
        Where each node leads if its option is not taken, and if it is.
    root : int
        The node of the first question.
    """

    n_options: int
    level: tuple[int, ...]
    low: tuple[int, ...]
    high: tuple[int, ...]
    root: int

    @cached_property
    def count(self) -> int:
        """How many codes can occur, exactly; time linear in the nodes."""
        level, below = self.level, [0, 1]
        for node in range(2, len(level)):  # an option between a node and the next is free, and doubles the number
            low, high, after = self.low[node], self.high[node], level[node] + 1
            below.append((below[low] << level[low] - after) + (below[high] << level[high] - after))
        return below[self.root] << level[self.root]

    def first(self) -> int | None:
        """Return the least code that can occur, or None."""
        if self.root == NEVER:
            return None
        node, code = self.root, 0
        while node != ALWAYS:
            if self.low[node] != NEVER:
                node = self.low[node]
            else:
                code |= 1 << (self.n_options - 1 - self.level[node])
                node = self.high[node]
        return code

    def codes(self) -> NDArray[np.int64]:
        """List the codes that can occur.

        Returns
        -------
        int64 array, shape (count,)
            Ascending; at most 62 options. Time O(options * count) at worst, memory 8 bytes a code and some 20 MiB.
        """
        import numpy as np

        level, low, high = (np.array(each, dtype=np.int32) for each in (self.level, self.low, self.high))
        found = np.empty(self.count, dtype=np.int64)
        done = 0
        stack = [(0, np.full(1, self.root, dtype=np.int32), np.zeros(1, dtype=np.int64))] if self.count else []
        while stack:
            asked, nodes, codes = stack.pop()
            while asked < self.n_options and not (nodes == ALWAYS).all():
                if nodes.size > CHUNK:
                    half = nodes.size // 2
                    stack.append((asked, nodes[half:], codes[half:]))
                    nodes, codes = nodes[:half], codes[:half]
                here = level[nodes] == asked  # elsewhere the option is free: both ways lead to the same node
                ways = np.stack([np.where(here, low[nodes], nodes), np.where(here, high[nodes], nodes)], axis=1)
                open_ = ways != NEVER
                codes = np.stack([codes << 1, codes << 1 | 1], axis=1)[open_]
                nodes = ways[open_]
                asked += 1
            free = self.n_options - asked
            size = codes.size << free
            np.add((codes << free)[:, None], np.arange(1 << free), out=found[done : done + size].reshape(-1, 1 << free))
            done += size
        return found


class _Builder:
    """Makes nodes, each once, and joins them."""

    def __init__(self, n_options: int, max_nodes: int) -> None:
        self.level, self.low, self.high = [n_options] * 2, [NEVER, ALWAYS], [NEVER, ALWAYS]
        self._node: dict[tuple[int, int, int], int] = {}
        self._chosen: dict[tuple[int, int, int], int] = {}
        self._max_nodes = max_nodes

    def node(self, level: int, low: int, high: int) -> int:
        """Return the node that asks about an option, or where it would lead anyway."""
        if low == high:
            return low
        key = (level, low, high)
        found = self._node.get(key)
        if found is None:
            found = self._node[key] = len(self.level)
            self.level.append(level)
            self.low.append(low)
            self.high.append(high)
            self._stay_small(found)
        return found

    def choose(self, test: int, then: int, other: int) -> int:
        """Return "``then`` where ``test`` can occur, ``other`` where not"; recursion as deep as there are options."""
        if test == ALWAYS or then == other:
            return then
        if test == NEVER:
            return other
        if then == ALWAYS and other == NEVER:
            return test
        key = (test, then, other)
        found = self._chosen.get(key)
        if found is None:
            level, low, high = self.level, self.low, self.high
            top = min(level[test], level[then], level[other])
            downs = [(low[f], high[f]) if level[f] == top else (f, f) for f in key]
            found = self.node(
                top,
                self.choose(downs[0][0], downs[1][0], downs[2][0]),
                self.choose(downs[0][1], downs[1][1], downs[2][1]),
            )
            self._chosen[key] = found
            self._stay_small(len(self._chosen) // 2)
        return found

    def of(self, formula: Formula) -> int:
        """Return the node of a formula."""
        match formula:
            case Const(value):
                return ALWAYS if value else NEVER
            case Bit(option):
                return self.node(option, NEVER, ALWAYS)
            case Negation(part):
                return self.choose(self.of(part), NEVER, ALWAYS)
            case All(parts):
                made = ALWAYS
                for part in reversed(parts):
                    made = self.choose(self.of(part), made, NEVER)
                return made
            case Some(parts):
                made = NEVER
                for part in reversed(parts):
                    made = self.choose(self.of(part), ALWAYS, made)
                return made
            case Same(left, right):
                one, two = self.of(left), self.of(right)
                return self.choose(one, two, self.choose(two, NEVER, ALWAYS))

    def forget(self) -> None:
        """Drop what was remembered of choices, which matters within one rule only."""
        self._chosen.clear()

    def _stay_small(self, size: int) -> None:
        if size > self._max_nodes:
            raise CapacityError(
                f"the rules are too entangled: more than {self._max_nodes:,} different questions would have to be "
                f"told apart to know which states of {self.level[0]} options can occur",
                "name the states that can occur (`feasible: named`), declare options that one rule mentions close to "
                "one another, or leave out rules and options that do not matter",
            )


def diagram(never: Iterable[Formula], n_options: int, *, max_nodes: int = MAX_NODES) -> Diagram:
    """Make the diagram of the codes where no formula is true.

    Parameters
    ----------
    never : iterable of Formula
        A code cannot occur where any of these is true.
    n_options : int
        Number of options.
    max_nodes : int
        When to give up.

    Returns
    -------
    Diagram

    Raises
    ------
    CapacityError
        If more than ``max_nodes`` nodes would be made.

    Examples
    --------
    >>> both = All((Bit(0), Bit(39)))
    >>> diagram([both], 40).count == 3 << 38
    True
    """
    builder = _Builder(n_options, max_nodes)
    made = ALWAYS
    # rules about the last options first: each later rule then changes the diagram above its own last option only
    for formula in sorted(never, key=lambda f: min(options_in(f), default=0), reverse=True):
        made = builder.choose(builder.of(formula), NEVER, made)
        builder.forget()
    return _only_needed(builder, made, n_options)


def _only_needed(builder: _Builder, root: int, n_options: int) -> Diagram:
    """Keep the nodes that a root leads to, in the order in which they were made."""
    needed, open_ = {NEVER, ALWAYS, root}, [root]
    while open_:
        node = open_.pop()
        for end in (builder.low[node], builder.high[node]):
            if end not in needed:
                needed.add(end)
                open_.append(end)
    kept = sorted(needed)  # a node is made after those it leads to
    number = {node: k for k, node in enumerate(kept)}
    return Diagram(
        n_options,
        tuple(builder.level[node] for node in kept),
        tuple(number[builder.low[node]] for node in kept),
        tuple(number[builder.high[node]] for node in kept),
        number[root],
    )


def count_where(structure: Structure, formula: Formula) -> int:
    """Count the codes that obey a structure's rules and satisfy a formula, without listing them.

    Parameters
    ----------
    structure : Structure
        Without merged states and without a list of the only states.
    formula : Formula
        What to count.

    Returns
    -------
    int

    Raises
    ------
    CapacityError
        If the rules and the formula are too entangled.
    """
    return diagram((*structure.never, negation(formula)), structure.n_options).count


def first_feasible(structure: Structure) -> int | None:
    """Return the least code that obeys a structure's rules, or None; as :func:`count_where`, without listing."""
    return structure.diagram.first()
