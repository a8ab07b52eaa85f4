"""Weights in rows that a reader can follow: the scale and the walk-away, each issue, each condition, each red line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from holdfast.case import Case, Claim, IssueWorth, RedLine, Weights, Worth
from holdfast.case.condition import Condition, IssueIs, Not


@dataclass(frozen=True, slots=True)
class WeightRow:
    """One row of a party's weights.

    Attributes
    ----------
    place : int
        Its number in the party's rows, from 1.
    kind : str
        ``scale``, ``issue``, ``also`` or ``red line``.
    label : str
        What it is, for lists of sources.
    item : Weights, IssueWorth, Worth or RedLine
        What it shows.
    """

    place: int
    kind: str
    label: str
    item: Weights | IssueWorth | Worth | RedLine

    @property
    def claim(self) -> Claim:
        """What stands behind it."""
        return self.item.claim

    def quotes(self, case: Case) -> Iterator[Condition]:
        """Yield the conditions by which explanations refer to it."""
        match self.item:
            case IssueWorth(issue):
                for position in case.issues[issue].positions:
                    yield IssueIs(issue, frozenset({position}), f"{issue} = {position}")
            case Worth(condition) | RedLine(condition):
                yield condition
                yield condition.part if isinstance(condition, Not) else Not(condition)


def weight_rows(case: Case, stated: Weights) -> Iterator[WeightRow]:
    """Yield a party's weights row by row, in the order of the page."""
    place = 1
    yield WeightRow(place, "scale", "scale and walk-away", stated)
    for worth in stated.issues:
        place += 1
        yield WeightRow(place, "issue", f"worth of {case.issues[worth.issue].name or worth.issue}", worth)
    for number, each in enumerate(stated.also, 1):
        place += 1
        yield WeightRow(place, "also", f"condition {number}", each)
    for number, line in enumerate(stated.red_lines, 1):
        place += 1
        yield WeightRow(place, "red line", f"red line {number}", line)


def number_words(number: Fraction) -> str:
    """Write a number as a decimal: in full where it has one, else as a fraction.

    Examples
    --------
    >>> number_words(Fraction(5, 2)), number_words(Fraction(-12)), number_words(Fraction(1, 3))
    ('2.5', '-12', '1/3')
    """
    for places in range(19):
        if (number * 10**places).denominator == 1:
            digits = str(abs(int(number * 10**places))).rjust(places + 1, "0")
            whole, rest = (digits[:-places], digits[-places:]) if places else (digits, "")
            return f"{'-' if number < 0 else ''}{whole}{'.' if rest else ''}{rest}"
    return str(number)
