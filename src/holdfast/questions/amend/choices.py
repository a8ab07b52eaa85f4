"""What may be changed: for every issue the classes of positions that somebody tells apart, as choices of a circuit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from holdfast.case import Case, Issue, Ranking, Weights
from holdfast.case.condition import And, Condition, If, Iff, InForce, IssueIs, Not, Or, Taken, atoms
from holdfast.questions.amend.circuit import FALSE, TRUE, Circuit
from holdfast.questions.drafts.scope import Scope

Chosen = tuple[int, ...]
"""A package up to what nobody tells apart: of each axis, in file order, the number of the class."""


@dataclass(frozen=True)
class Axis:
    """One issue.

    Attributes
    ----------
    issue : str
        The issue.
    classes : tuple of tuple of str
        The positions, those together that no rule and no preference tells apart. Of a fixed issue whose position is
        known there is that one alone.
    own : int or None
        The class of the plan's position; None where its cell is unknown.
    before : str or None
        The plan's position.
    cost : int
        What changing it counts for, in parts of :attr:`Choices.denominator`.
    literals : tuple of int
        Of each class, whether it is chosen.
    """

    issue: str
    classes: tuple[tuple[str, ...], ...]
    own: int | None
    before: str | None
    cost: int
    literals: tuple[int, ...]


class Choices:
    """The packages that may be proposed, as choices.

    Parameters
    ----------
    scope : Scope
        The case, the account, and the plan.
    circuit : Circuit
        Where the choices are made.
    unfix : bool
        Whether fixed issues may be changed too.
    """

    def __init__(self, scope: Scope, circuit: Circuit, *, unfix: bool = False) -> None:
        self.scope, self.circuit = scope, circuit
        case, plan = scope.case, scope.case.plans[scope.plan]
        self.denominator = lcm(*(issue.cost.denominator for issue in case.issues.values()), 1)
        self.conditions = [rule.never for rule in case.rules]
        for party in case.parties:
            self.conditions += conditions_of(case, party, scope.account)
        told = _questions(self.conditions)
        for party in case.parties:
            stated = case.preference(party, scope.account)
            for each in stated.issues if isinstance(stated, Weights) else ():
                for value in {each.weight * value for _, value in each.values}:
                    same = frozenset(name for name, worth in each.values if each.weight * worth == value)
                    told.setdefault(each.issue, {})[same] = None
        self.axes = tuple(
            self._axis(issue, plan.positions[name].position if name in plan.positions else None, told, unfix)
            for name, issue in case.issues.items()
        )
        self._of = {axis.issue: axis for axis in self.axes}

    def _axis(self, issue: Issue, before: str | None, told: _Told, unfix: bool) -> Axis:
        groups: dict[tuple[bool, ...], list[str]] = {}
        for position in issue.positions:
            groups.setdefault(tuple(position in each for each in told.get(issue.id, ())), []).append(position)
        classes = tuple(map(tuple, groups.values()))
        if issue.fixed and not unfix and before is not None:
            classes = ((before,),)
        own = next((k for k, alike in enumerate(classes) if before in alike), None)
        return Axis(issue.id, classes, own, before, int(issue.cost * self.denominator), self._literals(len(classes)))

    def _literals(self, number: int) -> tuple[int, ...]:
        if number == 1:
            return (TRUE,)
        first = self.circuit.variable()
        if number == 2:
            return first, -first
        literals = (first, *(self.circuit.variable() for _ in range(number - 1)))
        self.circuit.require(literals)
        for k, one in enumerate(literals):
            for other in literals[:k]:
                self.circuit.require((-one, -other))
        return literals

    @property
    def costs(self) -> dict[int, int]:
        """What changing each issue counts for, by the choice to do so."""
        return {
            -axis.literals[axis.own]: axis.cost for axis in self.axes if axis.own is not None and len(axis.classes) > 1
        }

    def cost(self, chosen: Chosen) -> Fraction:
        """Return what the changes of a package count for."""
        parts = sum(axis.cost for axis, k in zip(self.axes, chosen, strict=True) if axis.own not in (None, k))
        return Fraction(parts, self.denominator)

    def read(self, model: frozenset[int]) -> Chosen:
        """Return the package of a solution. A choice that no demand speaks of stays as the plan has it."""
        return tuple(
            next((k for k, each in enumerate(axis.literals) if each in model), axis.own or 0) for axis in self.axes
        )

    def values(self, chosen: Chosen) -> dict[int, bool]:
        """Return the truth of every choice under a package."""
        found = {TRUE: True}
        for axis, at in zip(self.axes, chosen, strict=True):
            for k, literal in enumerate(axis.literals):
                found[abs(literal)] = (k == at) == (literal > 0)
        found[TRUE] = True
        return found

    def literals(self, chosen: Chosen, issues: Iterable[str] | None = None) -> list[int]:
        """Return what is true of a package, on some issues or all."""
        wanted = None if issues is None else set(issues)
        return [
            axis.literals[k]
            for axis, k in zip(self.axes, chosen, strict=True)
            if wanted is None or axis.issue in wanted
        ]

    def positions(self, chosen: Chosen) -> dict[str, str]:
        """Return one package of a kind: the plan's own position where it is in the class, else the first."""
        return {
            axis.issue: axis.before if axis.before is not None and axis.own == k else axis.classes[k][0]
            for axis, k in zip(self.axes, chosen, strict=True)
        }

    def at(self, issue: str, positions: frozenset[str]) -> int:
        """Return the gate for an issue standing at one of some positions while the agreement is in force."""
        axis = self._of[issue]
        return self.circuit.some(
            literal for literal, alike in zip(axis.literals, axis.classes, strict=True) if alike[0] in positions
        )

    def gate(self, condition: Condition, taken: Mapping[tuple[str, str], bool]) -> int:
        """Return the gate for a condition in a state in which the agreement is in force, given the options taken."""
        match condition:
            case Taken(party, option):
                return TRUE if taken[party, option] else FALSE
            case InForce():
                return TRUE
            case IssueIs(issue, positions):
                return self.at(issue, positions)
            case Not(part):
                return -self.gate(part, taken)
            case And(parts):
                return self.circuit.both(self.gate(part, taken) for part in parts)
            case Or(parts):
                return self.circuit.some(self.gate(part, taken) for part in parts)
            case If(then, given):
                return self.circuit.some((-self.gate(given, taken), self.gate(then, taken)))
            case Iff(left, right):
                return self.circuit.same(self.gate(left, taken), self.gate(right, taken))
        raise TypeError(f"a name that was never looked up: {condition!r}")


_Told = dict[str, dict[frozenset[str], None]]


def _questions(conditions: Iterable[Condition]) -> _Told:
    """Return, of each issue, the sets of positions that some condition asks about."""
    told: _Told = {}
    for condition in conditions:
        for atom in atoms(condition):
            if isinstance(atom, IssueIs):
                told.setdefault(atom.issue, {})[atom.positions] = None
    return told


def conditions_of(case: Case, party: str, account: str | None) -> Iterator[Condition]:
    """Yield the conditions of a party's preference."""
    stated = case.preference(party, account)
    if isinstance(stated, Weights):
        yield from (worth.condition for worth in stated.also)
        yield from (line.never for line in stated.red_lines)
    elif stated is not None and not isinstance(stated, Ranking):
        yield from (statement.condition for statement in stated)
