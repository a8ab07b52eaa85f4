"""What `path` answers: for each state aimed at and each way of getting there, the shortest sequences of steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from holdfast.errors import QuestionError
from holdfast.questions.answer import NO_PROVENANCE, SCHEMA, Provenance

if TYPE_CHECKING:
    from holdfast.table import Table

WAYS = ("moves", "improvements", "coalitions")
"""By any moves; by steps each of which its mover wants; by steps of coalitions all of whose members gain."""


@dataclass(frozen=True, slots=True)
class Leave:
    """Somebody who would rather do something else at a state on the way.

    Attributes
    ----------
    party : str
        The party.
    move : str
        What it could do, as ``party: what changes``.
    to : str
        Where that leads, in letters; the party prefers it to the state, and to its own step if the next is its own.
    """

    party: str
    move: str
    to: str

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"party": self.party, "move": self.move, "to": self.to}


@dataclass(frozen=True, slots=True)
class PathStep:
    """One step of a sequence.

    Attributes
    ----------
    by : tuple of str
        Who makes it: one party, or a coalition.
    moves : tuple of str
        The moves, in order, each as ``party: what changes``; of a party alone there is one.
    to : str
        The state it leads to, in letters.
    wanted : bool
        Whether each of those who make it strictly prefers the state it leads to.
    can_undo : bool
        Whether they could go back at once.
    could_leave : tuple of Leave
        Who would rather do something else at the state before the step.
    """

    by: tuple[str, ...]
    moves: tuple[str, ...]
    to: str
    wanted: bool
    can_undo: bool
    could_leave: tuple[Leave, ...] = ()

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        out: dict[str, Any] = {"by": list(self.by), "moves": list(self.moves), "to": self.to}
        out |= {"wanted": self.wanted, "can_undo": self.can_undo}
        return out | {"could_leave": [each.json() for each in self.could_leave]}


@dataclass(frozen=True, slots=True)
class Way:
    """The shortest sequences of one kind to one state.

    Attributes
    ----------
    reachable : bool or None
        Whether there is any sequence; None where that is open or was not settled.
    n_steps : int or None
        How many steps the shortest have.
    n_sequences : int or None
        How many shortest sequences there are, exactly; for coalitions, how many chains of states. None where there are
        too many states to count.
    first : tuple of str
        The parties that make the first step, or take part in it, in some shortest sequence.
    first_in_every : tuple of str
        Those that do in every one.
    needed : tuple of str
        The parties that move in every shortest sequence.
    unwanted : int or None
        The least number of steps in a shortest sequence that their movers do not want; None where that is open.
    sequences : tuple of tuple of PathStep
        Some of them, those with the fewest unwanted steps first.
    n_reached : int or None
        Where there is none: how many other states can be brought about; None where only that moves do not lead there
        was found.
    nearest : str
        Where there is none: the state, among these and the start, in which the fewest options differ.
    one_way : tuple of str
        Where there is none: options that would have to be changed and cannot.
    never_want : tuple of str
        Where there is none: parties that would have to move and never want to, wherever it could get.
    ruled_out : int
        Where it was not settled: so many steps are not enough.
    possible : tuple of (mapping, Way)
        Where it is open: what is possible, each with the positions of unknown cells that lead to it.
    depends_on : tuple of str
        Where it is open: issues a change of which alone can change the answer.
    """

    reachable: bool | None
    n_steps: int | None = None
    n_sequences: int | None = None
    first: tuple[str, ...] = ()
    first_in_every: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    unwanted: int | None = 0
    sequences: tuple[tuple[PathStep, ...], ...] = ()
    n_reached: int | None = None
    nearest: str = ""
    one_way: tuple[str, ...] = ()
    never_want: tuple[str, ...] = ()
    ruled_out: int = 0
    possible: tuple[tuple[Mapping[str, tuple[str, ...]], Way], ...] = ()
    depends_on: tuple[str, ...] = ()

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        out: dict[str, Any] = {"reachable": self.reachable, "n_steps": self.n_steps}
        if self.possible:
            out["possible"] = [
                {"positions": {issue: list(allowed) for issue, allowed in positions.items()}, "way": way.json()}
                for positions, way in self.possible
            ]
            return out | {"depends_on": list(self.depends_on)}
        if self.reachable:
            out |= {"n_sequences": self.n_sequences, "first_in_some": list(self.first)}
            out |= {"first_in_every": list(self.first_in_every), "needed": list(self.needed)}
            out["unwanted"] = self.unwanted
            out["sequences"] = [[step.json() for step in sequence] for sequence in self.sequences]
        elif self.reachable is None:
            out["more_than"] = self.ruled_out
        else:
            out |= {"n_reached": self.n_reached, "nearest": self.nearest or None}
            out |= {"one_way": list(self.one_way), "never_want": list(self.never_want)}
        return out


@dataclass(frozen=True, slots=True)
class Target:
    """A state aimed at, and how it could come about.

    Attributes
    ----------
    state : str
        In letters.
    plan : str
        The plan whose state it is; empty for none.
    is_outcome : bool
        Whether the case says that this is what happened.
    holds_under : tuple of str
        Concepts of which it is an equilibrium, as far as that was asked; under every filling of unknown cells.
    may_hold_under : tuple of str
        Concepts of which it is one under some filling only.
    ways : mapping of str to Way
        By the kind of steps: one of :data:`WAYS`.
    """

    state: str
    plan: str = ""
    is_outcome: bool = False
    holds_under: tuple[str, ...] = ()
    may_hold_under: tuple[str, ...] = ()
    ways: Mapping[str, Way] = field(default_factory=dict)

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        out: dict[str, Any] = {"to": self.state, "plan": self.plan or None, "is_outcome": self.is_outcome}
        out["holds_under"] = list(self.holds_under)
        if self.may_hold_under:
            out["may_hold_under"] = list(self.may_hold_under)
        return out | {"ways": {kind: way.json() for kind, way in self.ways.items()}}


@dataclass(frozen=True, slots=True)
class Paths:
    """How some states could come about from another.

    Attributes
    ----------
    plan, account : str
        Ids, or empty.
    start : str
        Where the sequences begin, in letters.
    n_states : int
        Feasible states.
    targets : tuple of Target
        The states aimed at: the plan's or the one named first.
    left_out : int
        How many more equilibria there are.
    note : str
        Why no equilibria were looked for, where that was refused; empty otherwise.
    """

    plan: str
    account: str
    start: str
    n_states: int
    targets: tuple[Target, ...]
    left_out: int = 0
    note: str = ""
    provenance: Provenance = NO_PROVENANCE

    def target(self, state: str) -> Target:
        """Return what was found about a state or a plan.

        Raises
        ------
        QuestionError
            If it was not aimed at.
        """
        for target in self.targets:
            if state in (target.state, target.plan):
                return target
        raise QuestionError(f'no target "{state}"; there are {", ".join(each.state for each in self.targets)}')

    def json(self) -> dict[str, Any]:
        """Return the JSON form (``docs/reference/answers.md``)."""
        out: dict[str, Any] = {"schema": SCHEMA, "question": "path"}
        out |= {"plan": self.plan or None, "account": self.account or None}
        out |= {"from": self.start, "n_states": self.n_states}
        out["targets"] = [target.json() for target in self.targets]
        out["left_out"] = self.left_out
        if self.note:
            out["note"] = self.note
        return out | {"provenance": self.provenance.json()}

    def table(self) -> Table:
        """Return one row for each target and kind of steps; see ``docs/reference/tables.md``."""
        from importlib import import_module  # the report room shows values; nothing below it may know that at import

        found: Table = import_module("holdfast.report.tables").paths_table(self)
        return found

    def __str__(self) -> str:
        """Answer in one sentence."""
        told = [f"to {target.plan or target.state} {_in_words(target)}" for target in self.targets]
        return f"from {self.start} " + ("; ".join(told) if told else "nothing is aimed at")


def _in_words(target: Target) -> str:
    return ", ".join(f"by {kind} {steps_words(way)}" for kind, way in target.ways.items())


def steps_words(way: Way) -> str:
    """Say how many steps a way takes.

    Examples
    --------
    >>> steps_words(Way(True, 1)), steps_words(Way(False)), steps_words(Way(None, ruled_out=2))
    ('1 step', 'never', 'more than 2 steps, if at all')
    """
    if way.possible:
        return "open"
    if way.reachable is None:
        return f"more than {way.ruled_out} step{'' if way.ruled_out == 1 else 's'}, if at all"
    if not way.reachable:
        return "never"
    return f"{way.n_steps} step{'' if way.n_steps == 1 else 's'}"
