"""Verdicts of the four types where preferences are partly unknown: who is deterred is kept as bits, kind by kind.

What deters a party at a state depends on the state's *kind* alone: states of a kind compare alike with every other.
Write one bit a kind, set at a state u iff u deters the party from having left a state of that kind. What the others can
bring about from a state is then the union of bits over all legal sequences, and a departure from a state of kind k is
answered iff bit k is set in the union over the *non-empty* sequences from where it leads. That nobody moves twice in a
row counts, since unknown moves are not transitive: so bits are kept by state and last mover, as values are in
:mod:`.graph`,

    A_k(s) = union over the moves of k from s to t of (G(t) or A_j(t) for every other j but k).

Kinds are taken in batches, so that no more than a few words a state and mover are held. A party whose own preferences
are all known has as many kinds as ranks, but for it one number a state says the same, and all four types are one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from holdfast.engines.sparse.arcs import Arcs, arcs_of
from holdfast.engines.sparse.columns import Ints
from holdfast.engines.sparse.graph import settled
from holdfast.model.model import Model
from holdfast.model.nuance import Kinds
from holdfast.stability import UNKNOWN_CONCEPTS, UnknownConcept

Words = NDArray[np.uint64]
Flags = NDArray[np.bool_]
Tick = Callable[[], None]

WORD = 64
MAX_WORDS = 16
"""Most words of bits a state: kinds taken together."""
CELLS = 1 << 22
"""Words of bits over all states or arcs held at once, but for what one word each needs."""
PAIRS = 1 << 20
"""Pairs of kinds compared together."""


class Unsure:
    """A model over its listed states, every move an arc, some comparisons unknown.

    Parameters
    ----------
    model : Model
        Any.
    tick : callable
        Called after each party's arcs are made.
    """

    def __init__(self, model: Model, tick: Tick) -> None:
        self.kinds = [model.kinds(party) for party in range(len(model.parties))]
        self.moves: list[Arcs] = []
        self.improvements: list[Arcs] = []
        self.hopes: list[Arcs] = []
        for party, kinds in enumerate(self.kinds):
            arcs = arcs_of(model.structure, party)
            better, unknown = _compared(kinds, arcs)
            self.moves.append(arcs)
            self.improvements.append(arcs.only(better))
            self.hopes.append(arcs.only(better | unknown) if unknown.any() else self.improvements[party])
            tick()

    def verdicts(self, party: int, wanted: tuple[str, ...], tick: Tick) -> dict[str, Flags]:
        """Return, per concept, which states are stable for a party; as :meth:`Flips.verdicts`."""
        asked = [UNKNOWN_CONCEPTS[name] for name in wanted]
        n = self.kinds[party].of_state.size
        stable = {concept.name: np.ones(n, dtype=np.bool_) for concept in asked}
        for concept in asked:
            if concept.like == "nash":
                stable[concept.name][self._departures(party, concept).source] = False
        rest = [concept for concept in asked if concept.like != "nash"]
        if self.kinds[party].is_known:
            like = {name: self._known(party, name, tick) for name in dict.fromkeys(c.like for c in rest)}
            return stable | {concept.name: like[concept.like] for concept in rest}
        for deters in (False, True):
            alike = [concept for concept in rest if concept.type.deters is deters]
            for name in dict.fromkeys(concept.like for concept in alike):
                same = [concept for concept in alike if concept.like == name]
                for concept, places in self._failing(party, name, same, tick):
                    stable[concept.name][places] = False
        return stable

    def _departures(self, party: int, concept: UnknownConcept) -> Arcs:
        return (self.hopes if concept.type.tempts else self.improvements)[party]

    def _others(self, party: int, name: str) -> list[Arcs]:
        arcs = self.hopes if name == "seq" else self.moves
        return [each for k, each in enumerate(arcs) if k != party and each.source.size]

    # -- a party that knows what it wants ----------------------------------------------------------------------------

    def _known(self, party: int, name: str, tick: Tick) -> Flags:
        """Return which states are stable for a party whose own preferences are known; as in :class:`Graph`."""
        own = self.kinds[party].level[self.kinds[party].of_state]
        goal = own
        if name == "smr":
            goal, arcs = own.copy(), self.moves[party]
            goal[arcs.source] = np.maximum(own[arcs.source], arcs.extreme(np.maximum, own))
        least = settled(goal, self._others(party, name), tick)
        stable, arcs = np.ones(own.size, dtype=np.bool_), self.improvements[party]
        stable[arcs.source] = arcs.extreme(np.maximum, least) <= own[arcs.source]
        return stable

    # -- a party that does not ---------------------------------------------------------------------------------------

    def _failing(
        self, party: int, name: str, concepts: list[UnknownConcept], tick: Tick
    ) -> Iterator[tuple[UnknownConcept, Ints]]:
        """Yield states that are unstable under concepts that differ only in what the party leaves for."""
        kinds, others = self.kinds[party], self._others(party, name)
        deters = concepts[0].type.deters
        most = {concept.name: self._departures(party, concept) for concept in concepts}
        starts = {key: (arcs.starts, kinds.of_state[arcs.starts]) for key, arcs in most.items()}
        needed = np.unique(np.concatenate([of for _, of in starts.values()]))
        largest = max([kinds.of_state.size, *(arcs.target.size for arcs in others)])
        width = WORD * int(np.clip(CELLS // max(largest, 1), 1, MAX_WORDS))
        for begin in range(0, needed.size, width):
            batch = needed[begin : begin + width]
            goal = _bits(kinds, batch, deters)[kinds.of_state]
            if name == "smr":
                goal = _lasting(goal, self.moves[party])
            answered = reached(goal, others, tick)
            for concept in concepts:
                start, of = starts[concept.name]
                here = np.flatnonzero((of >= batch[0]) & (of <= batch[-1]))  # a batch is all needed kinds between
                place = np.searchsorted(batch, of[here])
                word = answered[most[concept.name].target[here], place // WORD]
                bit = (word >> (place % WORD).astype(np.uint64)) & np.uint64(1)
                yield concept, start[here[bit == 0]]


def _compared(kinds: Kinds, arcs: Arcs) -> tuple[Flags, Flags]:
    """Say of each arc whether it is known to lead to something better, and whether it is unknown how it compares."""
    starts, ends = kinds.of_state[arcs.starts], kinds.of_state[arcs.target]
    unknown = np.zeros(ends.size, dtype=np.bool_)
    if not kinds.is_known:
        for begin in range(0, ends.size, PAIRS):
            part = slice(begin, begin + PAIRS)
            unknown[part] = kinds.is_unknown(starts[part], ends[part])
    return (kinds.level[ends] > kinds.level[starts]) & ~unknown, unknown


def _bits(kinds: Kinds, batch: Ints, deters: bool) -> Words:
    """Return for every kind, as bits, from which kinds of a batch it deters; shape (n_kinds, n_words)."""
    every = np.arange(kinds.n_kinds, dtype=np.int32)
    n_words = -(-batch.size // WORD)
    found = np.zeros((kinds.n_kinds, n_words), dtype=np.uint64)
    step = max(PAIRS // batch.size, 1)
    for begin in range(0, every.size, step):
        rows = every[begin : begin + step, None]
        unknown = kinds.is_unknown(rows, batch[None, :])
        bad = kinds.level[rows] <= kinds.level[batch][None, :]
        bad = bad | unknown if deters else bad & ~unknown
        padded = np.zeros((rows.size, n_words * WORD), dtype=np.bool_)
        padded[:, : batch.size] = bad
        packed = np.packbits(padded, axis=1, bitorder="little")
        found[begin : begin + step] = packed.view("<u8").astype(np.uint64).reshape(rows.size, n_words)
    return found


def _lasting(goal: Words, moves: Arcs) -> Words:
    """Return what deters and leaves no escape: the bits of a state and of all the party can then move to."""
    lasting = goal.copy()
    if moves.source.size:
        lasting[moves.source] &= np.bitwise_and.reduceat(goal[moves.target], moves.first, axis=0)
    return lasting


def reached(goal: Words, arcs: list[Arcs], tick: Tick) -> Words:
    """Return the union of bits over all that non-empty legal sequences lead to from each state.

    Parameters
    ----------
    goal : uint64 array, shape (n_states, n_words)
        Bits a state.
    arcs : list of Arcs
        For each party that may move, its arcs; none of them empty.
    tick : callable
        Called after each sweep.

    Returns
    -------
    uint64 array, shape (n_states, n_words)
        Time O(words * arcs) a sweep, at most as many sweeps as the longest sequence needed has moves.
    """
    after = [np.zeros_like(goal) for _ in arcs]
    quiet = made = 0
    while quiet < len(arcs):
        k = made % len(arcs)
        before = goal.copy()
        for j, bits in enumerate(after):
            if j != k:
                before |= bits
        fresh = np.bitwise_or.reduceat(before[arcs[k].target], arcs[k].first, axis=0)
        if (fresh != after[k][arcs[k].source]).any():
            after[k][arcs[k].source] = fresh
            quiet = 0
        quiet += 1  # the same party's step twice in a row changes nothing
        made += 1
        if k == len(arcs) - 1:
            tick()
    union = np.zeros_like(goal)
    for bits in after:
        union |= bits
    return union
