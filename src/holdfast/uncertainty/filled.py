"""The ways of filling a plan's unknown cells that some condition, or some party's numbers, can tell apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from holdfast.case import Case, Preference, Weights
from holdfast.case.condition import Condition, IssueIs, atoms
from holdfast.uncertainty.bits import where

MAX_FILLINGS = 4096
"""Most ways of filling a plan's unknown cells that are kept apart here."""


class TooMany(Exception):
    """There are too many possibilities, or the case has parts that are not answered for many worlds at once."""


@dataclass(frozen=True)
class Filled:
    """Ways of filling: issues, and their positions in each way; one way of nothing where nothing is unknown."""

    issues: tuple[str, ...]
    ways: tuple[tuple[str, ...], ...]


def cells(case: Case, plan: str | None, issue: str, judged: Mapping[str, int], full: int) -> Iterator[tuple[str, int]]:
    """Yield the positions that a plan gives an issue, with where each counts unless an earlier one does."""
    if plan is None:
        yield case.issues[issue].now, full
        return
    cell = case.plans[plan].positions.get(issue)
    if cell is not None:
        for each in (cell, *cell.others):
            yield each.position, where(each.when, judged, full)


def fillings(
    case: Case, plan: str | None, stated: Sequence[Preference | None], n_worlds: int, judged: Mapping[str, int]
) -> Filled:
    """Find the issues whose position is unknown in some world, and which of their positions are told apart.

    Raises
    ------
    TooMany
        If there are more than :data:`MAX_FILLINGS` ways.
    """
    full = (1 << n_worlds) - 1
    unknown = [issue for issue in case.issues if _is_unknown(case, plan, issue, judged, full)]
    asked: dict[str, list[frozenset[str]]] = {}
    for condition in _mentioned(case, stated) if unknown else ():
        for atom in atoms(condition):
            if isinstance(atom, IssueIs):
                asked.setdefault(atom.issue, []).append(atom.positions)
    worths: dict[str, list[dict[str, object]]] = {}
    for each in stated:
        if isinstance(each, Weights):
            for worth in each.issues:
                worths.setdefault(worth.issue, []).append({p: worth.at(p) for p, _ in worth.values})
    issues, choices = [], []
    for issue in unknown:
        kinds: dict[tuple[object, ...], str] = {}
        for position in case.issues[issue].positions:
            kind = (
                *(position in positions for positions in asked.get(issue, ())),
                *(table[position] for table in worths.get(issue, ())),
            )
            kinds.setdefault(kind, position)
        issues.append(issue)  # with one kind too: what is true of every position is true of an unknown one
        choices.append(tuple(kinds.values()))
    if prod(map(len, choices)) > MAX_FILLINGS:
        raise TooMany
    return Filled(tuple(issues), tuple(product(*choices)))


def _is_unknown(case: Case, plan: str | None, issue: str, judged: Mapping[str, int], full: int) -> bool:
    left = full
    for _, counts in cells(case, plan, issue, judged, full):
        left &= ~counts
    return bool(left)


def _mentioned(case: Case, stated: Iterable[Preference | None]) -> Iterator[Condition]:
    yield from (rule.never for rule in case.rules)
    for each in stated:
        if isinstance(each, Weights):
            yield from (worth.condition for worth in each.also)
            yield from (line.never for line in each.red_lines)
        elif isinstance(each, tuple):
            yield from (statement.condition for statement in each)
