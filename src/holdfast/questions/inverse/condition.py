"""When is a state stable for a party, as a condition on that party's ranking alone, everybody else's being given?

All six concepts ask of a ranking only which states are no better than the state ``s`` in question. What the others can
bring about does not depend on the party's ranking, so it is computed once. For each state ``t`` that the party can
move to, one *requirement*: ``s`` is at least as good as ``t``, or for some reply ``u`` of the others ``s`` is at least
as good as ``u`` (under the symmetric concepts also as every state that the party could then escape to). The state is
stable iff all requirements are met. Every requirement is monotone: the fewer states are better than ``s``, the more
are met.

Source: Kinsara, Kilgour & Hipel 2015 for Nash, GMR, SMR and SEQ; the same reasoning gives the other two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from holdfast.engines.trace import trace
from holdfast.errors import CapacityError, QuestionError
from holdfast.model.model import Model
from holdfast.stability import CONCEPTS, CoalitionConcept, Concept
from holdfast.stability import concept as look_up

MAX_REPLIES = 1 << 15
"""Most states that the others may be able to bring about after one move; with more the question is refused, because the
masks of so many states would take gigabytes."""
MAX_RANKED = 1 << 17
"""Up to this many states all are ranked at once; beyond, those that matter one by one."""
MAX_COMPARED = 1 << 22
"""Most pairs of ways that are compared to find that one requirement follows from another."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A state that the others can bring about, and the states that must all be no better for it to deter.

    Attributes
    ----------
    state : int
        Where the reply leads.
    needs : int
        One bits at those states, by their place in :attr:`Condition.states`. The state in question is left out: it is
        no better than itself.
    """

    state: int
    needs: int


@dataclass(frozen=True, slots=True)
class Requirement:
    """What must be so of one move of the party: that it is no improvement, or that some reply deters it.

    Attributes
    ----------
    end : int
        Where the move leads.
    own : int
        The one bit of ``end``.
    replies : tuple of Reply
        Nearest first.
    any_single : int
        One bits at replies that need nothing but themselves.
    larger : tuple of int
        What each other reply needs.
    """

    end: int
    own: int
    replies: tuple[Reply, ...]
    any_single: int
    larger: tuple[int, ...]

    def is_met(self, better: int) -> bool:
        """Whether it is met, given one bits at the states that the party prefers."""
        if (self.own | self.any_single) & ~better:
            return True
        return any(not needs & better for needs in self.larger)

    @property
    def ways(self) -> tuple[int, ...]:
        """Each way to meet it: one bits at the states that must all be no better; none contains another."""
        return minimal({self.own, *(reply.needs for reply in self.replies)})


@dataclass(frozen=True)
class Condition:
    """When a state is stable for a party under a concept.

    Attributes
    ----------
    model : Model
        The conflict; of the party's own preference nothing is used.
    party, state : int
        Whose ranking, and the state that is to be stable.
    concept : str
        Name of the concept.
    states : tuple of int
        The states that matter besides ``state``, ascending; masks number them from the lowest bit.
    requirements : tuple of Requirement
        All must be met.
    """

    model: Model
    party: int
    state: int
    concept: str
    states: tuple[int, ...]
    requirements: tuple[Requirement, ...]

    def is_met(self, better: int) -> bool:
        """Whether the state is stable, given one bits at the states that the party prefers to it."""
        return all(requirement.is_met(better) for requirement in self.requirements)

    def better(self, model: Model | None = None) -> int:
        """Return one bits at the states that matter and are better for the party, as things are or in another model."""
        seen = model or self.model
        if not self.states:
            return 0
        if seen.n_states <= MAX_RANKED:
            import numpy as np

            ranks, codes = seen.ranks(self.party), seen.structure.codes
            bar = ranks[np.searchsorted(codes, self.state)]
            above = ranks[np.searchsorted(codes, np.array(self.states, dtype=np.int64))] > bar
            return int.from_bytes(np.packbits(above, bitorder="little").tobytes(), "little")
        bar = seen.level(self.party, self.state)
        return sum(1 << k for k, state in enumerate(self.states) if seen.level(self.party, state) > bar)

    def mask(self, states: Iterable[int]) -> int:
        """Return one bits at some states, leaving out those that do not matter."""
        place = {state: k for k, state in enumerate(self.states)}
        return sum(1 << place[state] for state in set(states) if state in place)

    def listed(self, mask: int) -> tuple[int, ...]:
        """Return the states of a mask, ascending."""
        return tuple(self.states[k] for k in bits(mask))

    @property
    def clauses(self) -> tuple[tuple[int, ...], ...]:
        """The requirements as ways to meet them; without those that are always met, or met whenever another is.

        Empty where the state is stable whatever the party wants.
        """
        found = dict.fromkeys(each.ways for each in self.requirements)
        open_ways = [ways for ways in found if 0 not in ways]
        return tuple(
            ways
            for k, ways in enumerate(open_ways)
            if not any(_implies(other, ways) for n, other in enumerate(open_ways) if n != k)
        )


def _implies(first: tuple[int, ...], second: tuple[int, ...]) -> bool:
    """Whether every way of the first contains some way of the second, so that meeting the first meets the second.

    Where that would take long it is taken not to be so: the condition is then longer than it need be, and still right.
    """
    if first[-1].bit_count() == 1 and second[-1].bit_count() == 1:  # the last way has most bits
        return not sum(first) & ~sum(second)
    if len(first) * len(second) > MAX_COMPARED:
        return False
    return all(any(not way & ~larger for way in second) for larger in first)


def bits(mask: int) -> Iterator[int]:
    """Yield the places of one bits, ascending.

    Examples
    --------
    >>> list(bits(0b1010))
    [1, 3]
    """
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def minimal(masks: Iterable[int]) -> tuple[int, ...]:
    """Return those masks that contain no other, fewest bits first.

    Examples
    --------
    >>> minimal([0b11, 0b01, 0b100, 0b110])
    (1, 4)
    """
    ordered = sorted(set(masks), key=lambda m: (m.bit_count(), m))
    if ordered and ordered[0] == 0:
        return (0,)
    kept: list[int] = []
    by_lowest: dict[int, list[int]] = {}  # whoever is contained has its lowest bit among those of the other
    for mask in ordered:
        if not any(not other & ~mask for place in bits(mask) for other in by_lowest.get(place, ())):
            kept.append(mask)
            by_lowest.setdefault((mask & -mask).bit_length() - 1, []).append(mask)
    return tuple(kept)


def basic(name: str) -> Concept:
    """Look up a concept for single parties.

    Raises
    ------
    QuestionError
        If there is none of that name, or its conditions are not on one party's ranking alone.

    Examples
    --------
    >>> basic("R").name
    'nash'
    """
    found = look_up(name)
    if found.name not in CONCEPTS:
        why = "depends on what several parties want together"
        if not isinstance(found, CoalitionConcept):
            why = "asks for more than an order of preference"
        raise QuestionError(f'"{found.name}" {why}; name one of {", ".join(CONCEPTS)}')
    return found


def condition(model: Model, party: int, state: int, concept: str, ends: Iterable[int] | None = None) -> Condition:
    """Find when a state is stable for a party.

    Parameters
    ----------
    model : Model
        A compiled case. Everybody's preference counts but the party's own.
    party, state : int
        Whose ranking, and the state.
    concept : str
        Name or alias of a concept.
    ends : iterable of int, optional
        The party's moves that are asked about; all of them by default.

    Returns
    -------
    Condition

    Raises
    ------
    QuestionError
        If the concept is not defined for the model.
    CapacityError
        If the others can bring about more than :data:`MAX_REPLIES` states.

    Examples
    --------
    >>> from holdfast import compile, example
    >>> model = compile(example("euphrates-1975"))
    >>> found = condition(model, 0, model.structure.state("YNN"), "gmr")
    >>> [[tuple(model.structure.label(s) for s in found.listed(way)) for way in ways] for ways in found.clauses]
    [[('NNN',), ('NNY',)], [('NYN',), ('NYY',)]]
    """
    asked = basic(concept)
    if asked.needs_option_form and not model.structure.is_option_form:
        raise QuestionError(f'"{asked.name}" needs option form, and this model has explicit moves or merged states')
    moves = model.structure.moves(party, state) if ends is None else tuple(ends)
    found: list[tuple[int, list[tuple[int, tuple[int, ...]]]]] = []
    lasting = _Escapes(model, party)
    for end in moves:
        replies: list[tuple[int, tuple[int, ...]]] = []
        for reply in _replies(model, party, state, end, asked.name):
            if len(replies) >= MAX_REPLIES:
                raise CapacityError(
                    f"refused: after one move of {model.parties[party]} the others can bring about more than "
                    f"{MAX_REPLIES:,} states, and each may matter",
                    "ask about seq or nash, under which fewer states matter, or leave out options that do not matter",
                )
            if asked.name in {"smr", "symmetric_seq"}:
                replies.append((reply, lasting.from_and_at(reply)))
            else:
                replies.append((reply, (reply,)))
        found.append((end, replies))
    mentioned = {end for end, _ in found}.union(*(needs for _, replies in found for _, needs in replies)) - {state}
    states = tuple(sorted(mentioned))
    bit = {each: 1 << k for k, each in enumerate(states)} | {state: 0}
    made = tuple(_requirement(end, replies, bit) for end, replies in found)
    return Condition(model, party, state, asked.name, states, made)


class _Escapes:
    """Where a party could be after a state: the state itself and its own moves from there."""

    def __init__(self, model: Model, party: int) -> None:
        structure, own = model.structure, model.structure.own_mask[party]
        one_way = own & (structure.take_only | structure.drop_only)
        self._others = ~own if structure.is_option_form and not one_way else -1
        self._model, self._party = model, party
        self._known: dict[int, tuple[int, ...]] = {}

    def from_and_at(self, state: int) -> tuple[int, ...]:
        """Return those states; one and the same for all states of a fibre where the party can go back."""
        key = state & self._others
        if key not in self._known:
            self._known[key] = (state, *self._model.structure.moves(self._party, state))
        return self._known[key]


def _requirement(end: int, replies: list[tuple[int, tuple[int, ...]]], bit: dict[int, int]) -> Requirement:
    made, single = [], 0
    masks: dict[tuple[int, ...], int] = {}
    for reply, needs in replies:
        if needs not in masks:
            masks[needs] = 0
            for each in needs:
                masks[needs] |= bit[each]
        mask = masks[needs]
        made.append(Reply(reply, mask))
        if mask.bit_count() == 1:
            single |= mask
    larger = minimal(mask for mask in set(masks.values()) if mask.bit_count() != 1)
    return Requirement(end, bit[end], tuple(made), single, larger)


def _replies(model: Model, party: int, state: int, end: int, concept: str) -> Iterator[int]:
    """Yield the states to which the others can go on, nearest first."""
    if concept == "nash":
        return
    if concept == "sim":
        yield from _at_once(model, party, state, end)
        return
    group = model.structure.others(party)
    for level in trace(model, end, group, improving=concept in {"seq", "symmetric_seq"}).levels():
        yield from level


def _at_once(model: Model, party: int, state: int, end: int) -> Iterator[int]:
    """Yield where the others' own improvements from ``state``, made together with the move, lead; few movers first."""
    structure = model.structure
    choices = []
    for other in structure.others(party):
        better = [to ^ state for to in structure.moves(other, state) if model.prefers(other, to, state)]
        choices.append([0, *better])
    ways = 1
    for each in choices:
        ways *= len(each)
    if ways > MAX_REPLIES:
        raise CapacityError(
            f"refused: the others can answer at the same instant in {ways:,} ways; at most {MAX_REPLIES:,} are visited",
            "ask about another concept",
        )
    joint = [reply for reply in product(*choices) if any(reply)]
    joint.sort(key=lambda reply: sum(change != 0 for change in reply))
    for reply in joint:
        code = end
        for change in reply:
            code ^= change
        if structure.is_feasible(code):
            yield code


def is_stable(model: Model, party: int, state: int, concept: str) -> bool:
    """Whether a state is stable for a party as things are, by the same requirements.

    Examples
    --------
    >>> from holdfast import compile, example
    >>> is_stable(compile(example("cuba-1962")), 0, 0b0110, "seq")
    True
    """
    improvements = [end for end in model.structure.moves(party, state) if model.prefers(party, end, state)]
    if concept == "nash" or not improvements:
        return not improvements
    group = model.structure.others(party)
    if concept in {"gmr", "seq"}:
        answered = (
            trace(model, end, group, improving=concept == "seq").first_at_most(party, state) for end in improvements
        )
        return all(reply is not None for reply in answered)
    if concept in {"smr", "symmetric_seq"}:
        bar, lasting = model.level(party, state), _Escapes(model, party)
        return all(
            any(
                all(model.level(party, each) <= bar for each in lasting.from_and_at(reply))
                for reply in _replies(model, party, state, end, concept)
            )
            for end in improvements
        )
    found = condition(model, party, state, concept, improvements)
    return found.is_met(found.better())
