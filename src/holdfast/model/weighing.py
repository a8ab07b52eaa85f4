"""Weights of a case to weights over states.

Worth is additive (Keeney & Raiffa 1976); the walk-away is a reservation value (Raiffa 1982).

An issue's position depends on the state only through the agreement being in force, so a package is one number for all
states in which it is: what its positions are worth together. It is kept as one term an issue, so that explanations can
say which issue a party gains most by.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

from holdfast.case import Case
from holdfast.case import Weights as Stated
from holdfast.case.condition import Condition, InForce, Not, write
from holdfast.model.formula import TRUE, Formula
from holdfast.model.preference import Weights

if TYPE_CHECKING:
    from holdfast.model.compile import Table


def denominator_of(stated: Stated) -> int:
    """Return what all worths of a party are whole multiples of one part of, whatever package is on the table."""
    numbers = [each.weight * value for each in stated.issues for _, value in each.values]
    numbers += [each.worth for each in stated.also]
    numbers += [stated.walk_away] if stated.walk_away is not None else []
    return lcm(*(number.denominator for number in numbers))


def fallback(case: Case, stated: Stated) -> Fraction:
    """Return what the issues are worth together while no agreement is in force."""
    if stated.walk_away is not None:
        return stated.walk_away
    return sum((each.at(case.issues[each.issue].now) for each in stated.issues), Fraction(0))


def weights(table: Table, stated: Stated, vague: Iterable[str] = ()) -> Weights:
    """Compile a party's weights.

    Parameters
    ----------
    table : Table
        The case with what is on the table.
    stated : holdfast.case.Weights
        As in the case.
    vague : iterable of str
        Issues whose position stands for others that rank the states alike: it is not quoted.

    Raises
    ------
    OpenIssue
        If it depends on an issue whose position is not known.
    """
    case, made, parts = table.case, _Terms(table), denominator_of(stated)

    def whole(number: Fraction) -> int:
        return int(number * parts)

    base, vague = fallback(case, stated), set(vague)
    made.add(TRUE, whole(base), "", "")
    if case.agreement is not None:
        force = table.formula(InForce())
        # against what the positions at `now` are worth, so that explanations quote an issue only where it is a gain
        standing = sum((each.at(case.issues[each.issue].now) for each in stated.issues), Fraction(0))
        if stated.walk_away is not None:
            made.add(force, whole(standing - base), "in_force", "not in_force")
        for each in stated.issues:
            now, then = case.issues[each.issue].now, table.at(each.issue)
            if then is None and len({each.at(position) for position, _ in each.values}) > 1:
                raise table.is_open(each.issue)
            gain = whole(each.at(then or now) - each.at(now))
            if then is None or each.issue in vague:
                made.add(force, gain, "in_force", "not in_force")
            else:
                made.add(force, gain, f"{each.issue} = {then}", f"{each.issue} = {now}")
    for worth in stated.also:
        made.add(table.formula(worth.condition), whole(worth.worth), *made.both(worth.condition))
    lines = tuple(table.formula(line.never) for line in stated.red_lines)
    words = (*made.words, *(text for line in stated.red_lines for text in made.both(line.never)))
    return Weights(tuple(made.terms), lines, parts, stated.scale, words)


class _Terms:
    def __init__(self, table: Table) -> None:
        case = table.case
        self._names = dict(zip(((o.party, o.id) for o in case.options), case.option_names, strict=True))
        self.terms: list[tuple[Formula, int]] = []
        self.words: list[str] = []

    def add(self, formula: Formula, worth: int, true: str, false: str) -> None:
        self.terms.append((formula, worth))
        self.words += (true, false)

    def both(self, condition: Condition) -> tuple[str, str]:
        """Write a condition, and that it is not so."""
        undone = condition.part if isinstance(condition, Not) else Not(condition)
        return self._write(condition), self._write(undone)

    def _write(self, condition: Condition) -> str:
        return write(condition, lambda taken: self._names[taken.party, taken.option])
