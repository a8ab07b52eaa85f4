"""What can be changed in a plan, and what a set of changes does to a party, for many sets at once.

Positions that no condition of the case tells apart are taken together. A cell that the plan leaves unknown is not
traded: whatever it is, it is the same before and after. So it matters only where a party's statement ties it to an
issue that is traded; then the change is tried under each way of filling it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import prod

import numpy as np
from numpy.typing import NDArray

from holdfast.case import Case
from holdfast.case.condition import IssueIs
from holdfast.errors import CapacityError, QuestionError
from holdfast.model.compile import plan_code
from holdfast.questions.compare.terms import Terms, classes, conditions_of, is_met, occurs, terms_of
from holdfast.questions.packages.residue import Residue, column, issues_of

BETTER, SAME, WORSE = 1, 2, 4
"""What some filling gives, as bits: a party is better off, as well off, or worse off."""
MAX_FILLINGS = 1 << 12
"""Most ways to fill the unknown cells that are tied to what is traded."""


@dataclass(frozen=True, slots=True)
class Movable:
    """An issue that can be traded.

    Attributes
    ----------
    issue : str
        The issue.
    now : str
        The plan's position.
    others : tuple of tuple of str
        The other positions, those together that nobody tells apart; in listed order.
    """

    issue: str
    now: str
    others: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Ground:
    """Where trades are looked for.

    Attributes
    ----------
    case : Case
        The case.
    plan : str
        Id of the plan.
    account : str or None
        Id of the account.
    movable : tuple of Movable
        The issues that can be traded and that matter to somebody, in file order.
    """

    case: Case
    plan: str
    account: str | None
    movable: tuple[Movable, ...]

    @cached_property
    def code(self) -> int:
        """The code of the plan's state."""
        return plan_code(self.case, self.plan)

    @cached_property
    def known(self) -> dict[str, str]:
        """The plan's positions."""
        return {issue: cell.position for issue, cell in self.case.plans[self.plan].positions.items()}

    @cached_property
    def unknown(self) -> frozenset[str]:
        """The issues that the plan leaves unknown."""
        return frozenset(self.case.issues) - self.known.keys()

    @cached_property
    def occurs(self) -> Residue:
        """Under which packages the plan's state can occur."""
        return occurs(self.case, self.code)

    @cached_property
    def place(self) -> dict[str, int]:
        """The column of each movable issue."""
        return {each.issue: k for k, each in enumerate(self.movable)}

    def terms(self, party: str) -> Terms:
        """Return what a party asks of packages in the plan's state."""
        return terms_of(self.case, party, self.account, self.code)

    def fillings(self, party: str) -> tuple[dict[str, str], ...]:
        """Return the ways to fill the unknown cells that can matter to what changes do to a party.

        Raises
        ------
        CapacityError
            If there are too many.
        QuestionError
            If the plan's state cannot occur under any.
        """
        tied = [asks for asks in self.terms(party).asked if issues_of(asks) & self.place.keys()]
        issues = sorted({issue for asks in (*tied, self.occurs) for issue in issues_of(asks) & self.unknown})
        kinds = [[alike[0] for alike in classes(self.case, issue, (*tied, self.occurs))] for issue in issues]
        if (number := prod(map(len, kinds))) > MAX_FILLINGS:
            raise CapacityError(
                f"to {party} what a trade is worth turns on {number:,} ways to fill unknown cells; at most "
                f"{MAX_FILLINGS:,} are tried",
                "give more positions in the plan",
            )
        every = (dict(zip(issues, choice, strict=True)) for choice in product(*kinds))
        found = tuple(filling for filling in every if self._occurs(filling))
        if not found:
            raise QuestionError(f'the state of plan "{self.plan}" cannot occur: a rule forbids it')
        return found

    def _occurs(self, filling: Mapping[str, str]) -> bool:
        return is_met(self.occurs, {**self.known, **filling})

    def effects(self, party: str, changes: NDArray[np.int8]) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
        """Say what sets of changes do to a party.

        Parameters
        ----------
        party : str
            The party.
        changes : int8 array, shape (n, len(movable))
            A row a set: 0 where an issue stays, k for the k-th of its other positions.

        Returns
        -------
        uint8 array, shape (n,)
            Bits: what some filling gives, of those under which the state can occur.
        bool array, shape (n,)
            Whether the state can occur under every filling under which the plan's can.
        """
        terms, size = self.terms(party), len(changes)
        seen = np.zeros(size, dtype=np.uint8)
        possible = np.ones(size, dtype=np.bool_)
        for filling in self.fillings(party):
            base = {**self.known, **filling}

            def column_of(atom: IssueIs, base: Mapping[str, str] = base) -> NDArray[np.bool_]:
                if atom.issue not in self.place:
                    return np.full(size, base[atom.issue] in atom.positions)
                each = self.movable[self.place[atom.issue]]
                inside = [each.now in atom.positions, *(alike[0] in atom.positions for alike in each.others)]
                found: NDArray[np.bool_] = np.array(inside)[changes[:, self.place[atom.issue]]]
                return found

            told = terms.against(base, size, column_of, self.place)
            there = column(self.occurs, column_of, size)
            seen |= np.where(there, np.array([SAME, BETTER, WORSE], dtype=np.uint8)[told], 0)  # told is 0, 1 or -1
            possible &= there
        return seen, possible


def ground_of(case: Case, plan: str, account: str | None, parties: Collection[str]) -> Ground:
    """Lay out what some parties could trade in a plan: its known cells, but for those of fixed issues.

    An issue is left out where no statement of these parties, and no rule, asks about it in the plan's state: no
    minimal trade changes it.
    """
    code = plan_code(case, plan)
    asked = [occurs(case, code), *(asks for party in parties for asks in terms_of(case, party, account, code).asked)]
    matters = {issue for asks in asked for issue in issues_of(asks)}
    conditions = conditions_of(case, account)
    return Ground(case, plan, account, tuple(_movable(case, plan, conditions, matters)))


def _movable(case: Case, plan: str, conditions: Collection[Residue], matters: Collection[str]) -> Iterator[Movable]:
    cells = case.plans[plan].positions
    for issue in case.issues.values():
        if issue.id not in cells or issue.id not in matters or issue.fixed:
            continue
        now = cells[issue.id].position
        others = tuple(alike for alike in classes(case, issue.id, conditions) if now not in alike)
        if others:
            yield Movable(issue.id, now, others)
