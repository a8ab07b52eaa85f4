"""The agreement zone of an answer; where there is none, who cannot be satisfied together, and what is in the way."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from holdfast.questions.packages.milp import TooLarge
from holdfast.questions.packages.parts import NoZone, Zone
from holdfast.questions.packages.table import Tables, tables_of
from holdfast.questions.packages.work import Work
from holdfast.questions.packages.zone import count_at_least, nearest, obstacle, some_at_least


def zone_of(work: Work) -> Zone:
    """Say whether every signatory would sign some package, how many there are, and if none, why.

    Raises
    ------
    CapacityError
        If it takes too long.
    """
    tables = work.tables
    if not tables.has_start:
        return Zone(None, reason="the status quo cannot occur, so nobody can prefer a package to it")
    if not tables.can_any:
        lines = _lines_in_the_way(work)
        return Zone(False, 0, False, "a rule or a red line forbids every package", NoZone((), (), lines))
    number = count_at_least(tables, tables.need.tolist(), deadline=work.deadline)
    try:
        exists = number > 0 if number is not None else _some(work, tables.need.tolist())
        if exists:
            reason = "" if number is not None else "there are too many different worths to count them"
            return Zone(True, number, True, reason)
    except TooLarge as error:
        return Zone(None, number, reason=error.message)
    try:
        even = _some(work, tables.even.tolist())
        return Zone(False, 0, even, none=_why_none(work))
    except TooLarge as error:
        return Zone(False, 0, None, reason=f"why could not be told: {error.message}")


def _some(work: Work, least: Sequence[int]) -> bool:
    return some_at_least(work.tables, least, work.frontier, deadline=work.deadline)


def _why_none(work: Work) -> NoZone:
    tables = work.tables
    found = obstacle(tables, work.frontier, deadline=work.deadline)
    names = tables.parties
    conflict, most = tuple(names[k] for k in found.conflict), tuple(names[k] for k in found.most)
    lines = _lines_in_the_way(work)
    close = nearest(tables, work.frontier) if work.frontier is not None else None
    if close is None:
        return NoZone(conflict, most, lines)
    package = work.packages(close[:1])[0]
    lacks = {party: max(-gain, Fraction(0)) for party, gain in package.gain.items() if gain <= 0}
    by_share = len({each.scale for each in tables.interests}) > 1
    return NoZone(conflict, most, lines, package, by_share, lacks)


def _lines_in_the_way(work: Work) -> tuple[tuple[str, str], ...]:
    """Return the red lines each of which alone, left out, would open a zone."""
    lines = [line for each in work.tables.interests for line in each.red_lines if line.crossed is not False]
    return tuple((line.party, line.text) for line in lines if _opens(tables_of(work.scope, without=line), work))


def _opens(tables: Tables, work: Work) -> bool:
    number = count_at_least(tables, tables.need.tolist(), deadline=work.deadline)
    if number is None:
        return some_at_least(tables, tables.need.tolist(), None, deadline=work.deadline)
    return number > 0
