"""Conditions over options only: what a condition means when it is known what is on the table, and when it is not.

``ANY`` stands for what may be true or false: the position of an issue that a plan leaves unknown, or that differs
between plans. Checks ask only whether a condition *can* be true and *can* be false, so that a warning is given only
where neither a plan nor an unknown cell could make a difference.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from holdfast.case import Case
from holdfast.case.condition import (
    And,
    Condition,
    If,
    Iff,
    InForce,
    IssueIs,
    Name,
    Not,
    Or,
    Taken,
    atoms,
    replace_atoms,
)

TRUE: Condition = And(())
FALSE: Condition = Or(())
ANY: Condition = Name("?")

Positions = Mapping[str, frozenset[str]]
"""Where each issue may stand while the agreement is in force."""


def no_plan(case: Case) -> Positions:
    """Without a plan every issue stays where it is now."""
    return {issue.id: frozenset({issue.now}) for issue in case.issues.values()}


def one_plan(case: Case, plan: str) -> Positions:
    """Under a plan: its position, or any where it names none."""
    cells = case.plans[plan].positions
    return {
        issue.id: frozenset({cells[issue.id].position}) if issue.id in cells else frozenset(issue.positions)
        for issue in case.issues.values()
    }


def any_plan(case: Case) -> Positions:
    """Under some plan, or none."""
    named: dict[str, set[str]] = {issue.id: {issue.now} for issue in case.issues.values()}
    given = {issue.id: 0 for issue in case.issues.values()}
    for plan in case.plans.values():
        for issue, cell in plan.positions.items():
            named[issue].add(cell.position)
            given[issue] += 1
    return {
        issue.id: frozenset(named[issue.id] if given[issue.id] == len(case.plans) else issue.positions)
        for issue in case.issues.values()
    }


def in_force(case: Case) -> Condition:
    """Return when the agreement is in force, over options only."""
    if case.agreement is None:
        return FALSE
    signed = tuple(Taken(party, option) for party, option in case.agreement.signatories.items())
    further = case.agreement.in_force
    return And(signed if further is None else (*signed, further))


def spell_out(condition: Condition, case: Case, positions: Positions, force: Condition) -> Condition:
    """Return a condition with issues and the agreement replaced by options, ``TRUE``, ``FALSE`` and ``ANY``.

    Parameters
    ----------
    condition : Condition
        With names looked up.
    case : Case
        For the issues' present positions.
    positions : mapping of str to frozenset of str
        Where each issue may stand while the agreement is in force.
    force : Condition
        When the agreement is in force.
    """

    def change(atom: Condition) -> Condition:
        if isinstance(atom, InForce):
            return force
        if not isinstance(atom, IssueIs):
            return atom
        now = case.issues[atom.issue].now in atom.positions
        can, must = positions[atom.issue] & atom.positions, positions[atom.issue] <= atom.positions
        then = TRUE if must else ANY if can else FALSE
        if now:
            return TRUE if must else Or((Not(force), then))
        return And((force, then)) if can else FALSE

    if all(isinstance(atom, Taken) for atom in atoms(condition)):
        return condition
    return replace_atoms(condition, change)


CAN_BE_TRUE, CAN_BE_FALSE = 1, 2
_SWAP = (0, 2, 1, 3)


def outlook(condition: Condition, atom: Callable[[Condition], int]) -> int:
    """Return whether a condition can be true (1), false (2) or either (3), given the same of its atoms.

    Examples
    --------
    >>> outlook(Or((ANY, Taken("us", "blockade"))), lambda atom: 3 if atom is ANY else 1)
    1
    """
    match condition:
        case Not(part):
            return _SWAP[outlook(part, atom)]
        case And(parts):
            met = CAN_BE_TRUE
            for part in parts:
                each = outlook(part, atom)
                if each == CAN_BE_FALSE:
                    return CAN_BE_FALSE
                met |= each & CAN_BE_FALSE
            return met
        case Or(parts):
            met = CAN_BE_FALSE
            for part in parts:
                each = outlook(part, atom)
                if each == CAN_BE_TRUE:
                    return CAN_BE_TRUE
                met |= each & CAN_BE_TRUE
            return met
        case If(then, given):
            return outlook(Or((then, Not(given))), atom)
        case Iff(left, right):
            a, b = outlook(left, atom), outlook(right, atom)
            same = a & b & CAN_BE_TRUE or a & b & CAN_BE_FALSE
            differ = (a & CAN_BE_TRUE and b & CAN_BE_FALSE) or (a & CAN_BE_FALSE and b & CAN_BE_TRUE)
            return (CAN_BE_TRUE if same else 0) | (CAN_BE_FALSE if differ else 0)
    return atom(condition)
