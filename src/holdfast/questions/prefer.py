"""Of two plans, which would a party rather see in force? Over every filling of what either leaves unknown."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from holdfast.case import Case, Ranking, Weights
from holdfast.case.condition import Condition, InForce, IssueIs, Taken, atoms, truth
from holdfast.case.world import without_doubt
from holdfast.errors import CapacityError, QuestionError
from holdfast.model.compile import Table, check_names, need_known, plan_code
from holdfast.model.family import Box, split_box


def rather(case: Case, party: str, first: str, second: str, *, account: str | None = None) -> frozenset[str]:
    """Compare two plans as one party sees them, each in force and kept.

    Parameters
    ----------
    case : Case
        The case.
    party : str
        Id of the party.
    first, second : str
        Ids of plans.
    account : str, optional
        Id of the account.

    Returns
    -------
    frozenset of str
        The outcomes that some filling gives: ``first``, ``second`` or ``same``. One element means that the answer
        does not depend on what is unknown.

    Raises
    ------
    QuestionError
        If the party's preference is a ranking of states, which says nothing about plans.
    CapacityError
        If what a plan may be worth takes too many values.

    Examples
    --------
    >>> from holdfast import example
    >>> sorted(rather(example("ukraine-2025"), "russia", "p28", "g19", account="washington"))
    ['first']
    """
    case = without_doubt(case, account)
    check_names(case, first, account)
    check_names(case, second, account)
    need_known(case, account)
    stated = case.preference(party, account)
    if isinstance(stated, Weights):
        return _weighed(case, stated, first, second)
    if stated is None or isinstance(stated, Ranking):
        raise QuestionError(f'"{party}" has no preference statements under this account, so plans cannot be compared')
    tables = (Table(case, first), Table(case, second))
    found: set[str] = set()
    open_boxes: list[tuple[Box, Box]] = [((), ())]
    for statement in stated:
        following = []
        for boxes in open_boxes:
            for left, left_true in _parts(tables[0], statement.condition, boxes[0]):
                for right, right_true in _parts(tables[1], statement.condition, boxes[1]):
                    if left_true == right_true:
                        following.append((left, right))
                    else:
                        found.add("first" if left_true else "second")
        open_boxes = following
    if open_boxes:
        found.add("same")
    return frozenset(found)


MAX_SUMS = 1 << 16
"""Most different sums of what a plan may be worth."""


def _weighed(case: Case, stated: Weights, first: str, second: str) -> frozenset[str]:
    """Compare two plans by everything that either may be worth."""
    left, right = (_levels(Table(case, plan), stated) for plan in (first, second))
    found = {"first": max(left) > min(right), "second": min(left) < max(right), "same": bool(left & right)}
    return frozenset(outcome for outcome, is_possible in found.items() if is_possible)


def _levels(table: Table, stated: Weights) -> set[tuple[bool, Fraction]]:
    """Return whether red lines are kept in a plan's own state, and what it is worth: each pair that a filling gives."""
    parts: list[tuple[Box, bool, Fraction]] = [((), True, Fraction(0))]
    for line in stated.red_lines:
        parts = [
            (part, kept and not crossed, worth)
            for box, kept, worth in parts
            for part, crossed in _parts(table, line.never, box)
        ]
    for each in stated.also:
        parts = [
            (part, kept, worth + each.worth * true)
            for box, kept, worth in parts
            for part, true in _parts(table, each.condition, box)
        ]
    found = set()
    for box, kept, worth in parts:
        sums = {worth}
        for issue in stated.issues:
            at = table.at(issue.issue)
            allowed = (at,) if at else dict(box).get(issue.issue, table.case.issues[issue.issue].positions)
            sums = {total + more for total, more in product(sums, {issue.at(position) for position in allowed})}
            if len(sums) > MAX_SUMS:
                raise CapacityError(
                    f'plan "{table.plan}" may be worth more than {MAX_SUMS:,} different sums',
                    "settle some of its unknown cells, or weigh in a coarser unit",
                )
        found |= {(kept, total) for total in sums}
    return found


def _parts(table: Table, condition: Condition, box: Box) -> list[tuple[Box, bool]]:
    """Split a box by the truth of a condition in the plan's own state, where the agreement is in force."""
    code, case = plan_code(table.case, table.plan), table.case
    taken = {(o.party, o.id): bool(code >> (len(case.options) - 1 - k) & 1) for k, o in enumerate(case.options)}

    def evaluate(position: dict[str, str]) -> bool:
        def atom(each: Condition) -> bool:
            match each:
                case Taken(party, option):
                    return taken[party, option]
                case InForce():
                    return True
                case IssueIs(issue, positions):
                    return position[issue] in positions
            raise TypeError(f"a name that was never looked up: {each!r}")

        return truth(condition, atom)

    known = {
        issue: at for issue in {a.issue for a in atoms(condition) if isinstance(a, IssueIs)} if (at := table.at(issue))
    }
    return [(part, evaluate(known | dict(filled))) for part, filled in split_box(table, condition, box)]
