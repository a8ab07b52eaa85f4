"""What coalitions can bring about by joint improvements: of two states, or step after step.

A joint improvement from x to t exists iff the coalition W of *all* parties that prefer t can bring t about: what a
coalition can do, a larger one can do too. So there is no need to go through coalitions to know where joint improvements
lead. In option form t can only be brought about by a coalition with every party whose options differ, and all of these
must prefer t: a handful of array operations leaves few candidates, and of those most are found by letting each of these
parties change its options once, in some order. Only for the rest is it searched what W can bring about.

Every state on the way must be able to occur: a coalition is never treated as one party that changes all at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Protocol

from holdfast.engines.shortest import ANYBODY, Node
from holdfast.engines.trace import GRID_STATES, trace
from holdfast.model.model import Model
from holdfast.model.walk import Step

BUDGET = 1 << 9
"""Most states from which joint improvements are looked for in one search; beyond, it is left undecided."""


def parties_of(mask: int) -> tuple[int, ...]:
    """Return the parties whose bits are set.

    Examples
    --------
    >>> parties_of(0b101)
    (0, 2)
    """
    return tuple(k for k in range(mask.bit_length()) if mask >> k & 1)


def mask_of(parties: Iterable[int]) -> int:
    """Return a number with the bits of some parties set."""
    return sum(1 << party for party in set(parties))


def winners(model: Model, start: int, end: int) -> int:
    """Return the parties, as a mask, that strictly prefer ``end`` to ``start``."""
    return mask_of(k for k in range(len(model.parties)) if model.prefers(k, end, start))


def must_move(model: Model, start: int, end: int) -> int:
    """Return the parties, as a mask, without which nobody can turn one state into another: their options differ.

    Nothing is known of explicit arcs and merged states, so nobody is named there.
    """
    structure = model.structure
    if not structure.is_option_form:
        return 0
    return mask_of(k for k, own in enumerate(structure.own_mask) if (start ^ end) & own)


def smallest_coalition(model: Model, start: int, end: int) -> tuple[tuple[int, ...], tuple[Step, ...]] | None:
    """Return a smallest coalition with the joint improvement from one state to another, and its moves.

    Parameters
    ----------
    model : Model
        The compiled conflict.
    start, end : int
        Feasible states.

    Returns
    -------
    coalition, steps : tuple of int, tuple of Step
        The first in the order of the parties, with a shortest legal sequence; None where there is no such coalition.
    """
    willing, needed = winners(model, start, end), must_move(model, start, end)
    if needed & ~willing or trace(model, start, parties_of(willing), improving=False).depth(end) is None:
        return None
    rest = parties_of(willing & ~needed)
    for size in range(len(rest) + 1):
        for more in combinations(rest, size):
            coalition = parties_of(needed | mask_of(more))
            tracing = trace(model, start, coalition, improving=False)
            if coalition and tracing.depth(end) is not None:
                return coalition, tracing.path(end)
    raise AssertionError("what a coalition can do, a larger one can do too")


class JointSearch(Protocol):
    """How many joint improvements states are away from a start; a :class:`holdfast.engines.shortest.Search`.

    The step from one node to the next is labelled with the parties, as a mask, that every coalition which can make it
    has among its members.
    """

    start: int
    is_complete: bool
    """Unset once the search was given up, undecided."""

    @property
    def ruled_out(self) -> int:
        """How many joint improvements are too few for any state not found so far."""

    def depth(self, state: int) -> int | None:
        """Return the fewest joint improvements to a state; None if there is no way, or ``is_complete`` is unset."""

    def nodes(self, state: int) -> Iterable[Node]:
        """Return the nodes of a state that are that many steps away."""

    def before(self, depth: int, node: Node) -> Iterable[tuple[int, Node]]:
        """Return from which nodes that are ``depth`` steps away a node is reached."""

    def reached(self) -> Iterator[int]:
        """Yield the states found so far, nearest first; the start itself is left out."""

    def nearest_spoilt(self, coalition: tuple[int, ...], than: int) -> int | None:
        """Return a nearest state no better than another for some member of a coalition; None as for ``depth``."""


def joint_search(model: Model, start: int, group: Iterable[int] | None = None) -> JointSearch:
    """Return a search by joint improvements of any coalitions among a group.

    Parameters
    ----------
    model : Model
        The compiled conflict.
    start : int
        A feasible state.
    group : iterable of int, optional
        The parties among which coalitions form; all of them by default.
    """
    mask = mask_of(range(len(model.parties)) if group is None else group)
    structure = model.structure
    if not structure.is_option_form:
        from holdfast.engines.coalitions_walked import WalkJoint

        return WalkJoint(model, start, mask)
    if structure.only is None and model.n_states > GRID_STATES:
        return GridJoint(model, start, mask)
    from holdfast.engines.coalitions_listed import FlipJoint

    return FlipJoint(model, start, mask)


class GridJoint:
    """Whether one joint improvement leads to a state, in a conflict too large to list; further steps are not tried."""

    def __init__(self, model: Model, start: int, group: int) -> None:
        self._model, self.start, self._group = model, start, group
        self.is_complete = True

    @property
    def ruled_out(self) -> int:
        """One joint improvement."""
        return 1

    def depth(self, state: int) -> int | None:
        """Return 0 or 1, or None where neither."""
        if state == self.start:
            return 0
        willing = winners(self._model, self.start, state) & self._group
        if must_move(self._model, self.start, state) & ~willing == 0:
            tracing = trace(self._model, self.start, parties_of(willing), improving=False)
            if tracing.depth(state) is not None:
                return 1
        self.is_complete = False
        return None

    def nodes(self, state: int) -> tuple[Node, ...]:
        """Return the one node of a state."""
        return ((state, ANYBODY),)

    def before(self, depth: int, node: Node) -> tuple[tuple[int, Node], ...]:
        """Return the start."""
        return ((must_move(self._model, self.start, node[0]), (self.start, ANYBODY)),)

    def reached(self) -> Iterator[int]:
        """Yield nothing: the states are too many."""
        return iter(())

    def nearest_spoilt(self, coalition: tuple[int, ...], than: int) -> int | None:
        """Leave it undecided."""
        self.is_complete = False
        return None
