"""What is left of a condition in the state in which packages are kept: a question about issues only.

All packages of one setting share a state, so whether options are taken and whether the agreement is in force are
settled there. What remains says where issues stand. A merged state stands for several codes: a condition is true in it
where it is true in every code that can occur, so what remains is joined over them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

from holdfast.case import Case
from holdfast.case.condition import And, Condition, If, Iff, InForce, IssueIs, Not, Or, Taken, atoms
from holdfast.model.compile import Table
from holdfast.model.formula import holds
from holdfast.model.states import Merged, to_letters

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Column = NDArray[np.bool_]

Residue = Condition | bool
"""A condition over issues, or a truth that no issue can change."""


def opposite(part: Residue) -> Residue:
    """Negate.

    Examples
    --------
    >>> opposite(True)
    False
    """
    return not part if isinstance(part, bool) else Not(part)


def both(parts: Iterable[Residue]) -> Residue:
    """Join by "and"."""
    kept = tuple(dict.fromkeys(part for part in parts if part is not True))
    if False in kept:
        return False
    open_ = tuple(part for part in kept if not isinstance(part, bool))
    return And(open_) if len(open_) > 1 else open_[0] if open_ else True


def either(parts: Iterable[Residue]) -> Residue:
    """Join by "or"."""
    kept = tuple(dict.fromkeys(part for part in parts if part is not False))
    if True in kept:
        return True
    open_ = tuple(part for part in kept if not isinstance(part, bool))
    return Or(open_) if len(open_) > 1 else open_[0] if open_ else False


def issues_of(residue: Residue) -> frozenset[str]:
    """Return the issues that a residue asks about."""
    if isinstance(residue, bool):
        return frozenset()
    return frozenset(atom.issue for atom in atoms(residue) if isinstance(atom, IssueIs))


@dataclass(frozen=True)
class Place:
    """A state as conditions see it: the codes it stands for, with which rules have to be obeyed there.

    Attributes
    ----------
    case : Case
        The case.
    codes : tuple of int
        The codes of the state: one, or several where it is merged.
    """

    case: Case
    codes: tuple[int, ...]

    @property
    def is_in_force(self) -> bool:
        """Whether the agreement is in force in every code."""
        return all(_in_force(self.case, code) for code in self.codes)

    @property
    def is_named(self) -> bool:
        """Whether the state is among those named, where only these can occur."""
        case = self.case
        if not case.only_named:
            return True
        named = {state.pattern for state in case.states.values()}
        letters = to_letters(self.codes[0], len(case.options))
        return letters in named or any(Merged(p).matches(self.codes[0]) for p in named if "-" in p)

    def obeyed(self, code: int) -> Residue:
        """Say where no rule forbids a code."""
        return both(opposite(residue(self.case, rule.never, code)) for rule in self.case.rules)

    def can_occur(self) -> Residue:
        """Say where the state can occur: in some of its codes."""
        return either(self.obeyed(code) for code in self.codes) if self.is_named else False

    def everywhere(self, condition: Condition) -> Residue:
        """Say where a condition is true in every code that can occur."""
        return self._joined(condition, both)

    def somewhere(self, condition: Condition) -> Residue:
        """Say where a condition is true in some code that can occur."""
        return self._joined(condition, either)

    def _joined(self, condition: Condition, join: Callable[[Iterable[Residue]], Residue]) -> Residue:
        if len(self.codes) == 1:
            return residue(self.case, condition, self.codes[0])
        parts = []
        for code in self.codes:
            here, obeyed = residue(self.case, condition, code), self.obeyed(code)
            parts.append(either((opposite(obeyed), here)) if join is both else both((obeyed, here)))
        return join(parts)


def place_of(case: Case, code: int) -> Place:
    """Return the state of a code: itself, or the merged state it belongs to.

    Examples
    --------
    >>> from holdfast import example
    >>> place_of(example("ukraine-2025"), 0).codes
    (0,)
    """
    for named in case.states.values():
        if "-" in named.pattern and Merged(named.pattern).matches(code):
            return Place(case, tuple(Merged(named.pattern).members()))
    return Place(case, (code,))


def residue(case: Case, condition: Condition, code: int) -> Residue:
    """Return what is left of a condition at one code.

    Where the agreement is in force there, issues stay as questions; elsewhere they stand at ``now``.

    Examples
    --------
    >>> from holdfast import example
    >>> case = example("ukraine-2025")
    >>> nato = IssueIs("nato", frozenset({"neutral"}))
    >>> residue(case, If(nato, Taken("russia", "halt")), 0)
    True
    """
    last, in_force = len(case.options) - 1, _in_force(case, code)
    bits = {(option.party, option.id): k for k, option in enumerate(case.options)}

    def now(issue: str) -> str:
        return case.issues[issue].now

    def left(part: Condition) -> Residue:
        match part:
            case Taken(party, option):
                return bool(code >> (last - bits[party, option]) & 1)
            case InForce():
                return in_force
            case IssueIs(issue, positions):
                known = [each in positions for each in ([*case.issues[issue].positions] if in_force else [now(issue)])]
                return part if any(known) != all(known) else all(known)
            case Not(inner):
                return opposite(left(inner))
            case And(parts):
                return both(left(inner) for inner in parts)
            case Or(parts):
                return either(left(inner) for inner in parts)
            case If(then, given):
                return either((opposite(left(given)), left(then)))
            case Iff(one, other):
                return _same(left(one), left(other))
        raise TypeError(f"a name that was never looked up: {part!r}")

    return left(condition)


def settled(residue: Residue, positions: Mapping[str, str]) -> Residue:
    """Return what is left of a residue once some issues have positions."""
    match residue:
        case IssueIs(issue, some) if issue in positions:
            return positions[issue] in some
        case Not(inner):
            return opposite(settled(inner, positions))
        case And(parts):
            return both(settled(inner, positions) for inner in parts)
        case Or(parts):
            return either(settled(inner, positions) for inner in parts)
        case Iff(one, other):
            return _same(settled(one, positions), settled(other, positions))
    return residue


def _same(one: Residue, other: Residue) -> Residue:
    if isinstance(one, bool):
        return other if one else opposite(other)
    if isinstance(other, bool):
        return one if other else opposite(one)
    return Iff(one, other)


def _in_force(case: Case, code: int) -> bool:
    last = len(case.options) - 1
    return holds(Table(case).formula(InForce()), lambda k: bool(code >> (last - k) & 1))


def column(residue: Residue, atom: Callable[[IssueIs], Column], size: int) -> Column:
    """Evaluate a residue for many packages at once, given the truth of each of its atoms for each."""
    import numpy as np

    def value(part: Condition) -> Column:
        match part:
            case IssueIs():
                return atom(part)
            case Not(inner):
                return ~value(inner)
            case And(parts):
                return reduce(np.logical_and, map(value, parts))
            case Or(parts):
                return reduce(np.logical_or, map(value, parts))
            case Iff(one, other):
                return np.equal(value(one), value(other))
        raise TypeError(f"not a residue: {part!r}")

    if isinstance(residue, bool):
        return np.full(size, residue, dtype=np.bool_)
    return value(residue)
