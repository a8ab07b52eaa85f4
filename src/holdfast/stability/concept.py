"""What a solution concept is: a rule for when an improvement is answered, and the registry of the six."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from holdfast.model.walk import Step


class Conflict(Protocol):
    """All that a definition may ask of a conflict. States and parties are integers."""

    def others(self, party: int) -> tuple[int, ...]:
        """Return all parties but one."""

    def moves(self, party: int, state: int) -> Iterable[int]:
        """Return the states a party can reach alone in one step: ``R_i(s)``."""

    def improvements(self, party: int, state: int) -> Iterable[int]:
        """Return the moves to a state the party strictly prefers: ``R_i+(s)``."""

    def not_better(self, party: int, state: int, than: int) -> bool:
        """Whether ``state`` is no better for the party than ``than``. A tie is not better, so ties sanction."""

    def reach(self, group: tuple[int, ...], state: int) -> Iterator[Reached]:
        """Yield what a group can reach by legal sequences of moves, nearest first: ``R_H(s)``."""

    def improving_reach(self, group: tuple[int, ...], state: int) -> Iterator[Reached]:
        """Yield what a group can reach by legal sequences of improvements, nearest first: ``R_H+(s)``."""

    def is_unknown(self, party: int, state: int, than: int) -> bool:
        """Whether nobody knows which of two states the party prefers: ``s U_i t``."""

    def unknown_moves(self, party: int, state: int) -> Iterable[int]:
        """Return the moves to a state that compares with this one in an unknown way: ``R_i^U(s)``."""

    def hopeful_reach(self, group: tuple[int, ...], state: int) -> Iterator[Reached]:
        """Yield what a group can reach by legal sequences of improvements and unknown moves: ``R_H^(+,U)(s)``."""

    def greatly_worse(self, party: int, state: int, than: int) -> bool:
        """Whether the party greatly prefers ``than`` to ``state``: ``than >>_i state``."""

    def coalitions(self, group: tuple[int, ...]) -> Iterable[tuple[int, ...]]:
        """Return the non-empty coalitions of a group, smallest first."""

    def joint_improvements(self, coalition: tuple[int, ...], state: int) -> Iterable[int]:
        """Return what a coalition can reach by a legal sequence and all members strictly prefer: ``R_H++(s)``."""

    def joint_reach(self, group: tuple[int, ...], state: int) -> Iterator[Reached]:
        """Yield what a group can reach by legal sequences of joint improvements of its coalitions, nearest first."""

    def combine(self, state: int, ends: dict[int, int]) -> int | None:
        """Return where parties moving at once from ``state``, each to its own end, arrive; None if infeasible."""


@dataclass(frozen=True, slots=True)
class Reached:
    """A state some parties can bring about, and how."""

    state: int
    path: Callable[[], tuple[Step, ...]]


@dataclass(frozen=True, slots=True)
class Sanction:
    """What answers an improvement.

    Attributes
    ----------
    state : int
        Where the answer leads.
    steps : tuple of Step
        The moves, in order; for a simultaneous answer one step per party that joins, all from the state questioned.
    escapes : tuple of int
        Where the party could still go from there (asked by the symmetric concepts only); none is better for it.
    """

    state: int
    steps: tuple[Step, ...]
    escapes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Concept:
    """A solution concept.

    Attributes
    ----------
    name : str
        The id used everywhere.
    title : str
        The name in the literature.
    aliases : tuple of str
        Other spellings accepted on input, in lower case.
    source : str
        Where it was defined.
    definition : str
        In one sentence: when a state is stable for a party.
    sanction : callable
        ``sanction(conflict, party, state, improvement)`` gives a sanction of the improvement, or None.
    needs_option_form : bool
        Whether it is defined only where moves are changes of options.
    """

    name: str
    title: str
    aliases: tuple[str, ...]
    source: str
    definition: str
    sanction: Callable[[Conflict, int, int, int], Sanction | None]
    needs_option_form: bool = False

    def departures(self, conflict: Conflict, party: int, state: int) -> Iterable[int]:
        """Return where the party would go from the state, unless it is deterred: its improvements."""
        return conflict.improvements(party, state)

    def is_stable(self, conflict: Conflict, party: int, state: int) -> bool:
        """Whether every departure of the party from the state is answered."""
        departures = self.departures(conflict, party, state)
        return all(self.sanction(conflict, party, state, end) is not None for end in departures)
