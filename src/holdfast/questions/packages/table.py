"""Packages as whole numbers: issues in blocks that do not bear on each other, and what each choice in one is worth.

Positions that no signatory and no rule tells apart are taken together. Issues that one condition asks about are put
into one block, and the choices of a block are listed; over blocks worths add up. A choice that a rule or a red line
forbids is not in the list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from holdfast.case.condition import And, IssueIs, Not, Or
from holdfast.errors import CapacityError, QuestionError
from holdfast.questions.drafts.scope import Scope
from holdfast.questions.packages.interest import Interest, Line, asks, interest_of
from holdfast.questions.packages.residue import Residue, column, issues_of, opposite, place_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAX_ROWS = 100_000
"""Most choices of one block."""

Choice = tuple[int, ...]
"""A package: for each block the number of its row."""


@dataclass(frozen=True, eq=False)
class Block:
    """Issues whose positions are chosen together.

    Attributes
    ----------
    issues : tuple of str
        The issues.
    classes : tuple of tuple of tuple of str
        Per issue, its positions; those in one tuple are told apart by nobody.
    rows : int array, shape (n, issues)
        The admissible choices: a class for each issue.
    worth : int64 array, shape (n, parties)
        What each is worth to each signatory.
    counts : tuple of int
        How many choices of positions each row stands for.
    """

    issues: tuple[str, ...]
    classes: tuple[tuple[tuple[str, ...], ...], ...]
    rows: NDArray[np.intp]
    worth: NDArray[np.int64]
    counts: tuple[int, ...]

    def positions(self, row: int) -> dict[str, tuple[str, ...]]:
        """Return the positions of a row, per issue those that are alike."""
        return {issue: self.classes[k][self.rows[row, k]] for k, issue in enumerate(self.issues)}

    def distance(self, row: int, positions: Mapping[str, str]) -> int:
        """Return in how many issues a row differs from positions; issues they leave out never count."""
        alike = self.positions(row)
        return sum(issue in positions and positions[issue] not in alike[issue] for issue in self.issues)


@dataclass(frozen=True, eq=False)
class Tables:
    """All packages of a setting.

    Attributes
    ----------
    interests : tuple of Interest
        One a signatory.
    blocks : tuple of Block
        Issues that somebody tells apart.
    free : mapping of str to tuple of str
        Issues that nobody tells apart, with their positions.
    n_packages : int
        How many packages there are, admissible or not.
    can_any : bool
        False where a rule or a red line forbids every package whatever its positions.
    has_start : bool
        Whether the status quo can occur, so that signing means something.
    """

    interests: tuple[Interest, ...]
    blocks: tuple[Block, ...]
    free: Mapping[str, tuple[str, ...]]
    n_packages: int
    can_any: bool = True
    has_start: bool = True

    @property
    def parties(self) -> tuple[str, ...]:
        """The signatories."""
        return tuple(each.party for each in self.interests)

    @property
    def base(self) -> NDArray[np.int64]:
        """What every package is worth to each, whatever is chosen in the blocks."""
        first = {issue: positions[0] for issue, positions in self.free.items()}
        alike = [sum(each.worths[i][p] for i, p in first.items() if i in each.worths) for each in self.interests]
        return np.array(
            [each.constant + more for each, more in zip(self.interests, alike, strict=True)], dtype=np.int64
        )

    @property
    def need(self) -> NDArray[np.int64]:
        """The least worth with which each would sign."""
        return np.array([each.need for each in self.interests], dtype=np.int64)

    @property
    def even(self) -> NDArray[np.int64]:
        """The least worth with which each is no worse off."""
        return np.array([each.even for each in self.interests], dtype=np.int64)

    @property
    def n_free(self) -> int:
        """How many choices of the issues that nobody tells apart there are."""
        return prod(len(positions) for positions in self.free.values())

    @property
    def n_admissible(self) -> int:
        """How many packages can occur and cross no signatory's red line."""
        return self.n_free * prod(sum(block.counts) for block in self.blocks) if self.can_any else 0

    def extreme(self, party: int, *, best: bool) -> int:
        """Return the most, or the least, that an admissible package is worth to one signatory."""
        pick = np.max if best else np.min
        return int(self.base[party]) + sum(int(pick(block.worth[:, party])) for block in self.blocks)

    def worth(self, choice: Sequence[int]) -> tuple[int, ...]:
        """Return what a package is worth to each."""
        total = self.base.copy()
        for block, row in zip(self.blocks, choice, strict=True):
            total += block.worth[row]
        return tuple(int(each) for each in total)

    def count(self, choice: Sequence[int]) -> int:
        """Return how many packages a choice of rows stands for."""
        return self.n_free * prod(block.counts[row] for block, row in zip(self.blocks, choice, strict=True))

    def positions(self, choice: Sequence[int]) -> dict[str, tuple[str, ...]]:
        """Return the positions of a package on the issues that somebody tells apart, with those that are alike."""
        found: dict[str, tuple[str, ...]] = {}
        for block, row in zip(self.blocks, choice, strict=True):
            found |= block.positions(row)
        return found

    def rows_at(self, block: Block, positions: Mapping[str, str]) -> list[int]:
        """Return the rows of a block that agree with positions; issues they leave out may stand anywhere."""
        return [row for row in range(len(block.counts)) if block.distance(row, positions) == 0]


def tables_of(scope: Scope, *, without: Line | None = None) -> Tables:
    """Compile the packages of a scope.

    Parameters
    ----------
    scope : Scope
        The case, the account, and the state in which packages are kept.
    without : Line, optional
        A red line to leave out.

    Raises
    ------
    CapacityError
        If one condition, or a chain of them, ties too many issues together.
    QuestionError
        If the agreement is in force in the status quo already.
    """
    case = scope.case
    here = place_of(case, scope.state)
    start = place_of(case, _start(scope))
    if start.is_in_force:
        raise QuestionError("the agreement is in force in the status quo already, so there is nothing to sign")
    has_start = start.can_occur() is True
    assert case.agreement is not None
    interests = tuple(
        interest_of(case, party, scope.account, here, start if has_start else None)
        for party in case.agreement.signatories
    )
    lines = [line for each in interests for line in each.red_lines if without is None or line != without]
    limits = [*_split(here.can_occur()), *(part for line in lines for part in _split(opposite(line.crossed)))]
    return assemble(
        {issue: tuple(case.issues[issue].positions) for issue in case.issues}, interests, limits, has_start=has_start
    )


def assemble(
    issues: Mapping[str, tuple[str, ...]],
    interests: tuple[Interest, ...],
    limits: Sequence[Residue] = (),
    *,
    has_start: bool = True,
) -> Tables:
    """Put issues into blocks and list the choices of each.

    Parameters
    ----------
    issues : mapping of str to tuple of str
        The positions of each issue.
    interests : tuple of Interest
        One a signatory.
    limits : sequence of Residue
        What has to be true in every admissible package.
    has_start : bool
        Whether the status quo can occur.
    """
    n_packages = prod(len(positions) for positions in issues.values())
    open_limits = [part for part in limits if not isinstance(part, bool)]
    residues: list[Residue] = [*open_limits, *(residue for each in interests for residue, _ in each.terms)]
    classes = _classes(issues, interests, residues)
    free = {issue: issues[issue] for issue in issues if len(classes[issue]) == 1}
    told = [issue for issue in issues if issue not in free]
    groups = _groups(told, residues)
    blocks = tuple(_block(group, classes, interests, open_limits) for group in groups)
    can_any = False not in limits and all(block.counts for block in blocks)
    return Tables(interests, blocks, free, n_packages, can_any, has_start)


def _start(scope: Scope) -> int:
    from holdfast.model.states import to_code

    return to_code(scope.case.status_quo.pattern) if scope.case.status_quo else 0


def _split(limit: Residue) -> Iterator[Residue]:
    """Take a condition apart where it is several joined by "and", so that they tie fewer issues together."""
    if isinstance(limit, And):
        for part in limit.parts:
            yield from _split(part)
    elif isinstance(limit, Not) and isinstance(limit.part, Or):
        for part in limit.part.parts:
            yield from _split(opposite(part))
    elif isinstance(limit, Not) and isinstance(limit.part, Not):
        yield from _split(limit.part.part)
    else:
        yield limit


def _classes(
    issues: Mapping[str, tuple[str, ...]], interests: Sequence[Interest], residues: Sequence[Residue]
) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Put positions together that are worth the same to everybody and that no condition tells apart."""
    asked: dict[str, list[frozenset[str]]] = {issue: [] for issue in issues}
    for residue in residues:
        for atom in asks(residue):
            asked[atom.issue].append(atom.positions)
    found = {}
    for issue, positions in issues.items():
        alike: dict[Any, list[str]] = {}
        for position in positions:
            worth = tuple(each.worths[issue][position] for each in interests if issue in each.worths)
            alike.setdefault((worth, tuple(position in some for some in asked[issue])), []).append(position)
        found[issue] = tuple(tuple(each) for each in alike.values())
    return found


def _groups(issues: Sequence[str], residues: Sequence[Residue]) -> list[list[str]]:
    """Put issues together that one condition asks about, directly or through others."""
    leader = {issue: issue for issue in issues}

    def find(issue: str) -> str:
        while leader[issue] != issue:
            issue = leader[issue]
        return issue

    for residue in residues:
        tied = [issue for issue in issues if issue in issues_of(residue)]
        for other in tied[1:]:
            leader[find(other)] = find(tied[0])
    groups: dict[str, list[str]] = {}
    for issue in issues:
        groups.setdefault(find(issue), []).append(issue)
    return list(groups.values())


def _block(
    group: Sequence[str],
    classes: Mapping[str, tuple[tuple[str, ...], ...]],
    interests: Sequence[Interest],
    limits: Sequence[Residue],
) -> Block:
    sizes = [len(classes[issue]) for issue in group]
    if prod(sizes) > MAX_ROWS:
        raise CapacityError(
            f"refused: conditions tie {len(group)} issues together ({', '.join(group)}), which gives {prod(sizes):,} "
            f"joint choices; at most {MAX_ROWS:,} are listed",
            "leave out conditions that join these issues, or positions that nobody needs",
        )
    rows = np.array(list(product(*map(range, sizes))), dtype=np.intp).reshape(-1, len(group))
    place = {issue: k for k, issue in enumerate(group)}

    def atom(each: IssueIs) -> NDArray[np.bool_]:
        inside = np.array([alike[0] in each.positions for alike in classes[each.issue]], dtype=np.bool_)
        return inside[rows[:, place[each.issue]]]

    keep = np.ones(len(rows), dtype=np.bool_)
    for limit in limits:
        if issues_of(limit) & set(group):
            keep &= column(limit, atom, len(rows))
    worth = np.zeros((len(rows), len(interests)), dtype=np.int64)
    for k, each in enumerate(interests):
        for issue in group:
            if issue in each.worths:
                by_class = np.array([each.worths[issue][alike[0]] for alike in classes[issue]], dtype=np.int64)
                worth[:, k] += by_class[rows[:, place[issue]]]
        for residue, number in each.terms:
            if issues_of(residue) & set(group):
                worth[:, k] += number * column(residue, atom, len(rows)).astype(np.int64)
    counts = [prod(len(classes[issue][c]) for issue, c in zip(group, row, strict=True)) for row in rows[keep].tolist()]
    own = tuple(classes[issue] for issue in group)
    return Block(tuple(group), own, rows[keep], worth[keep], tuple(counts))
