"""What of a party's preferences bears on the verdicts of a draft, and how each statement adds to it.

Three things do: which states the party likes better than the draft's, which of its own moves it would want to make, and
whether it likes the draft's state better than the status quo. Stability at the draft's state, for it and for the
others, asks nothing else. So of its order of the states only two parts are kept: each state against the draft's, and
the states that it can turn into one another among themselves. Both can be refined statement by statement, the most
important first, because a statement only parts what was level so far.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from holdfast.questions.drafts.worlds import World

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Kind:
    """A party's view of a draft, as far as it matters.

    Attributes
    ----------
    world : int
        Which states can occur.
    better : int
        A number for the set of states that the party likes better than the draft's.
    wanted : int
        A number for the set of its own moves that the party would want to make.
    signs : bool
        Whether it likes the draft's state better than the status quo; False where that cannot occur.
    refuses : bool
        Whether it likes the status quo better. Adds no kinds: the states better than the draft's say so too.
    """

    world: int
    better: int
    wanted: int
    signs: bool
    refuses: bool


@dataclass(frozen=True, slots=True)
class Order:
    """What is kept of an order of the states.

    Attributes
    ----------
    data : bytes
        Both arrays; equal if and only if the orders are.
    ranks : int32 array, shape (n,)
        Dense ranks in which a party's fibres stand one above the other: they compare within a fibre only.
    against : int8 array, shape (n,)
        1, 0 or -1: better than the draft's state, level with it, or worse.
    """

    data: bytes
    ranks: NDArray[np.int32]
    against: NDArray[np.int8]

    @classmethod
    def of(cls, ranks: NDArray[np.int32], against: NDArray[np.int8]) -> Order:
        """Return an order that holds its arrays once."""
        data, n = ranks.tobytes() + against.tobytes(), ranks.size
        return cls(data, np.frombuffer(data, np.int32, n), np.frombuffer(data, np.int8, n, 4 * n))


class Views:
    """The orders of one party in one world."""

    def __init__(self, number: int, world: World, party: int) -> None:
        self._number, self._world, self._party = number, world, party
        self._better: dict[bytes, int] = {}
        self._wanted: dict[bytes, int] = {}

    def start(self) -> Order:
        """Return the order before any statement: all states level."""
        world = self._world
        ranks = np.zeros(world.codes.size, dtype=np.int32)
        if world.model is not None and world.model.structure.is_option_form:
            made = world.model.structure
            fibres = made.fibres[self._party]
            # classes of one-way moves are not told apart: then a few kinds more than needed are
            group = (fibres.group >> fibres.n_one_way)[np.searchsorted(made.codes, world.codes)]
            ranks = np.unique(group, return_inverse=True)[1].astype(np.int32)
        return Order.of(ranks, np.zeros(world.codes.size, dtype=np.int8))

    def refined(self, order: Order, truth: NDArray[np.bool_]) -> Order:
        """Return the order in which a statement parts states that were level."""
        if not truth.size or truth.all() or not truth.any():
            return order
        doubled = order.ranks * 2 + truth
        there = np.zeros(2 * int(order.ranks.max()) + 2, dtype=np.int32)
        there[doubled] = 1
        ranks = (np.cumsum(there, dtype=np.int32) - 1)[doubled]
        apart = truth.astype(np.int8) - np.int8(truth[self._world.here])
        return Order.of(ranks, np.where(order.against == 0, apart, order.against))

    def ordered(self, ranks: NDArray[np.int32]) -> Order:
        """Return what is kept of a finished order: dense ranks of the world's states."""
        start = self.start()
        if not ranks.size:
            return start
        both = start.ranks.astype(np.int64) * (int(ranks.max()) + 1) + ranks
        against = np.sign(ranks - ranks[self._world.here]).astype(np.int8)
        return Order.of(np.unique(both, return_inverse=True)[1].astype(np.int32), against)

    def kind(self, order: Order) -> Kind:
        """Return what matters of an order after all statements."""
        world = self._world
        if world.model is None:
            return Kind(self._number, 0, 0, False, False)
        better = np.packbits(order.against > 0).tobytes()
        wanted = order.ranks.tobytes()
        if not world.model.structure.is_option_form:
            start, end = self._moves
            wanted = np.packbits(order.ranks[end] > order.ranks[start]).tobytes()
        return Kind(
            self._number,
            self._better.setdefault(better, len(self._better)),
            self._wanted.setdefault(wanted, len(self._wanted)),
            world.status_quo is not None and bool(order.against[world.status_quo] < 0),
            world.status_quo is not None and bool(order.against[world.status_quo] > 0),
        )

    @cached_property
    def _moves(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """The party's moves between the world's states, as places: where they start and where they end."""
        codes, model = self._world.codes, self._world.model
        assert model is not None
        inside = set(codes.tolist())
        moves = [(a, b) for a in codes.tolist() for b in model.structure.moves(self._party, a) if b in inside]
        pairs = np.array(moves, dtype=np.int64).reshape(-1, 2)
        return np.searchsorted(codes, pairs[:, 0]), np.searchsorted(codes, pairs[:, 1])
