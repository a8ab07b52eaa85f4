"""The definitions, word for word, in pure Python: the oracle that every other engine is held to.

Nothing here is clever. States are enumerated one by one, preferences compared by the statements themselves, and each
verdict is what :mod:`holdfast.stability` says about one state, one party and one concept. Explanations are made with
it too, because it gives the states and moves that prove a verdict.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import Any

from holdfast.engines.engine import QUIETLY, Capability, Work
from holdfast.engines.fitting import need_fit, unfit
from holdfast.engines.solution import Solution
from holdfast.model.model import Model
from holdfast.model.nuance import is_unknown
from holdfast.model.states import to_code
from holdfast.model.structure import Structure
from holdfast.model.walk import Step, Visit, sequences
from holdfast.stability import CoalitionConcept, Concept, Reached

MAX_OPTIONS = 20
"""Most options whose codes are visited one by one in Python: a second or two."""


def feasible_states(structure: Structure) -> tuple[int, ...]:
    """Find the feasible states by asking of every code, ascending; no arrays, so that nothing is shared with them.

    Parameters
    ----------
    structure : Structure
        Options and rules; at most :data:`MAX_OPTIONS` options, unless the states are named.

    Returns
    -------
    tuple of int
    """
    if structure.only is not None:
        named = {structure.canonical(to_code(text)) for text in structure.only}
    else:
        named = {structure.canonical(code) for code in range(1 << structure.n_options)}
    return tuple(state for state in sorted(named) if structure.is_feasible(state))


class PlainConflict:
    """A model as :class:`holdfast.stability.Conflict`: what the definitions may ask, answered from the model directly.

    Moves, improvements and preference levels are remembered once computed.

    Parameters
    ----------
    model : Model
        The compiled conflict.
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        self._moves: dict[tuple[int, int], tuple[int, ...]] = {}
        self._improvements: dict[tuple[int, int], tuple[int, ...]] = {}
        self._hopes: dict[tuple[int, int], tuple[int, ...]] = {}
        self._levels: dict[tuple[int, int], Any] = {}
        self._groups: dict[tuple[int, int], Any] = {}
        self._joint: dict[tuple[tuple[int, ...], int], tuple[int, ...]] = {}

    def others(self, party: int) -> tuple[int, ...]:
        """Return all parties but one."""
        return self.model.structure.others(party)

    def level(self, party: int, state: int) -> Any:
        """Return something that compares as the party likes states, but for what is unknown: higher is better."""
        key = (party, state)
        if key not in self._levels:
            self._levels[key] = self.model.order(party, state)
        return self._levels[key]

    def is_unknown(self, party: int, state: int, than: int) -> bool:
        """Whether nobody knows which of two states the party prefers."""
        return is_unknown(self.model.preferences[party], state, than, lambda each: self.level(party, each))

    def not_better(self, party: int, state: int, than: int) -> bool:
        """Whether ``state`` is known to be no better for the party than ``than``: worse, or just as good."""
        in_order = bool(self.level(party, state) <= self.level(party, than))
        return in_order and not self.is_unknown(party, state, than)

    def greatly_worse(self, party: int, state: int, than: int) -> bool:
        """Whether the party greatly prefers ``than`` to ``state``."""
        for each in (state, than):
            if (party, each) not in self._groups:
                self._groups[party, each] = self.model.group(party, each)
        return bool(self._groups[party, state] < self._groups[party, than])

    def moves(self, party: int, state: int) -> tuple[int, ...]:
        """Return the states the party can reach alone in one step, ascending."""
        key = (party, state)
        if key not in self._moves:
            self._moves[key] = self.model.structure.moves(party, state)
        return self._moves[key]

    def improvements(self, party: int, state: int) -> tuple[int, ...]:
        """Return the moves to states that the party strictly prefers, ascending."""
        key = (party, state)
        if key not in self._improvements:
            here = self.level(party, state)
            better = (end for end in self.moves(party, state) if self.level(party, end) > here)
            self._improvements[key] = tuple(end for end in better if not self.is_unknown(party, end, state))
        return self._improvements[key]

    def unknown_moves(self, party: int, state: int) -> tuple[int, ...]:
        """Return the moves to states of which nobody knows whether the party prefers them, ascending."""
        return tuple(end for end in self.moves(party, state) if self.is_unknown(party, end, state))

    def hopes(self, party: int, state: int) -> tuple[int, ...]:
        """Return improvements and unknown moves, ascending."""
        key = (party, state)
        if key not in self._hopes:
            self._hopes[key] = tuple(sorted((*self.improvements(party, state), *self.unknown_moves(party, state))))
        return self._hopes[key]

    def reach(self, group: tuple[int, ...], state: int) -> Iterator[Reached]:
        """Yield each state that the group can reach by a legal sequence of moves, nearest first."""
        return _states_of(sequences(state, group, self.moves))

    def improving_reach(self, group: tuple[int, ...], state: int) -> Iterator[Reached]:
        """Yield each state that the group can reach by a legal sequence of improvements, nearest first."""
        return _states_of(sequences(state, group, self.improvements))

    def hopeful_reach(self, group: tuple[int, ...], state: int) -> Iterator[Reached]:
        """Yield each state that the group can reach by a legal sequence of improvements and unknown moves."""
        return _states_of(sequences(state, group, self.hopes))

    def coalitions(self, group: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        """Yield the non-empty coalitions of a group, smallest first, members ascending."""
        members = sorted(group)
        for size in range(1, len(members) + 1):
            yield from combinations(members, size)

    def joint_improvements(self, coalition: tuple[int, ...], state: int) -> tuple[int, ...]:
        """Return what a coalition can reach by a legal sequence and all members strictly prefer, nearest first."""
        key = (coalition, state)
        if key not in self._joint:
            reached = (each.state for each in self.reach(coalition, state))
            self._joint[key] = tuple(
                end for end in reached if not any(self.not_better(party, end, state) for party in coalition)
            )
        return self._joint[key]

    def joint_reach(self, group: tuple[int, ...], state: int) -> Iterator[Reached]:
        """Yield each state that coalitions among a group can reach by a legal sequence of joint improvements."""
        coalitions = tuple(self.coalitions(group))

        def steps(number: int, here: int) -> Iterable[int]:
            return self.joint_improvements(coalitions[number], here)

        def flat(visit: Visit) -> tuple[Step, ...]:
            return tuple(
                step for each in visit.path() for step in self._sequence(coalitions[each.party], each.start, each.end)
            )

        seen: set[int] = set()
        for visit in sequences(state, range(len(coalitions)), steps):
            if visit.state not in seen:
                seen.add(visit.state)
                yield Reached(visit.state, lambda visit=visit: flat(visit))  # type: ignore[misc]

    def _sequence(self, coalition: tuple[int, ...], start: int, end: int) -> tuple[Step, ...]:
        """Return a shortest legal sequence of a coalition's moves between two states."""
        return next(each.path() for each in self.reach(coalition, start) if each.state == end)

    def combine(self, state: int, ends: dict[int, int]) -> int | None:
        """Apply several parties' changes of options at once.

        Parameters
        ----------
        state : int
            Where everybody moves from.
        ends : dict of int to int
            Per party that moves, where its own move alone would lead.

        Returns
        -------
        int or None
            The joint state; None where it cannot occur or the model is not in option form.
        """
        if not self.model.structure.is_option_form:
            return None
        joint = state
        for end in ends.values():
            joint ^= state ^ end
        return joint if self.model.structure.is_feasible(joint) else None


def _states_of(visits: Iterator[Visit]) -> Iterator[Reached]:
    """Drop visits to a state seen before by another last mover; the first is by a shortest sequence."""
    seen: set[int] = set()
    for visit in visits:
        if visit.state not in seen:
            seen.add(visit.state)
            yield Reached(visit.state, visit.path)


class PlainEngine:
    """Asks each concept of each state and party, one after the other."""

    name = "plain"

    def can(self, model: Model, concepts: Sequence[Concept]) -> Capability:
        """Say whether the model is small enough to be visited in Python, and how long that may take."""
        structure = model.structure
        if structure.only is None and structure.n_options > MAX_OPTIONS:
            return Capability(
                False, f"{structure.n_options} options; it visits at most 2^{MAX_OPTIONS} codes one by one"
            )
        if not structure.is_option_form and any(concept.needs_option_form for concept in concepts):
            return Capability(False, "simultaneous stability needs option form")
        if reason := unfit(model, concepts):
            return Capability(False, reason)
        seconds, memory = _cost(model, concepts)
        return Capability(True, "any model; the definitions as they stand", seconds, memory)

    def solve(self, model: Model, concepts: Sequence[Concept], work: Work = QUIETLY) -> Solution:
        """Compute the verdicts, state by state.

        Parameters
        ----------
        model : Model
            The compiled conflict.
        concepts : sequence of Concept
            The concepts wanted.
        work : Work
            Its ``progress`` is called after each concept and party.

        Returns
        -------
        Solution
        """
        need_fit(model, concepts)
        conflict = PlainConflict(model)
        states = feasible_states(model.structure)
        report = work.progress or _silent
        total = len(concepts) * len(model.parties)
        masks: dict[str, tuple[int, ...]] = {}
        for concept in concepts:
            per_party: list[int] = []
            for party, name in enumerate(model.parties):
                stable = (k for k, state in enumerate(states) if concept.is_stable(conflict, party, state))
                per_party.append(_bit_set(stable, len(states)))
                report(len(masks) * len(model.parties) + party + 1, total, f"{concept.name}, {name}")
            masks[concept.name] = tuple(per_party)
        return Solution(model, self.name, masks)


def _silent(done: int, total: int, note: str) -> None:
    """Take no notice."""


def _bit_set(places: Iterator[int], n: int) -> int:
    """Return a number with one bits at ``places``, below ``n``."""
    packed = bytearray(-(-n // 8))
    for place in places:
        packed[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(packed, "little")


def _looks(concept: str, n: int, replies: float) -> float:
    """Guess how many states or replies are looked at per improvement: a power of how many there can be."""
    if concept.startswith("nash"):
        return 1.0
    return float(replies**0.7 if concept == "sim" else 4 * n**0.5)


def _joint_looks(concept: str, n: int, ways: Sequence[float]) -> float:
    """Guess how many states are looked at for a coalition concept: what each coalition can reach, and the replies."""
    looks = 0.0
    for coalition in range(1, 1 << len(ways)):
        reach = 1.0
        for party, own in enumerate(ways):
            reach = min(reach * (1 + own), n) if coalition >> party & 1 else reach
        looks += n * reach * coalition.bit_count() * 4
    return looks * (1.0 if concept == "coalition_nash" else 4 * n**0.5)


_PER_LOOK = 1.5e-6
_PER_CODE = 1.2e-6


def _cost(model: Model, concepts: Sequence[Concept]) -> tuple[float, int]:
    """Estimate seconds and bytes; within a factor of five on random models of this project's benchmark."""
    structure, n = model.structure, model.n_states
    fill = n / float(1 << structure.n_options) if structure.only is None else 1.0
    ways = []
    for party, mask in enumerate(structure.own_mask):
        arcs = structure.arcs[party] if structure.arcs else None
        ways.append(len(arcs) / max(n, 1) if arcs is not None else min((1 << mask.bit_count()) * fill, n))
    looks = 0.0
    for concept in concepts:
        if isinstance(concept, CoalitionConcept):
            looks += _joint_looks(concept.name, n, ways)
            continue
        for party, own in enumerate(ways):
            replies = 1.0
            for other in structure.others(party):
                replies *= 1 + ways[other] / 2
            looks += n * own / 2 * _looks(concept.name, n, replies)
    codes = n if structure.only is not None else 1 << structure.n_options
    rules = 1 + sum(1 for _ in structure.never)
    seconds = looks * _PER_LOOK + codes * rules * _PER_CODE + n * sum(ways) * 3e-6
    return seconds, int(n * (sum(ways) * 60 + 400 * len(ways))) + (1 << 20)
