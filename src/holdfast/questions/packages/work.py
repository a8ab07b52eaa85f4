"""What the parts of one answer share: the tables, the frontier if there is one, and packages as people see them."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import islice

from holdfast.questions.drafts.scope import Scope
from holdfast.questions.packages.frontier import MAX_VECTORS, Frontier, frontier_of
from holdfast.questions.packages.milp import TooLarge
from holdfast.questions.packages.parts import Package
from holdfast.questions.packages.table import Choice, Tables, tables_of

FEW = 3
"""Up to this many signatories the frontier is computed up to its largest size; with more it is given up sooner."""
MAX_VECTORS_OF_MANY = 10_000
"""Most vectors of worths kept with more signatories."""


@dataclass(frozen=True, eq=False)
class Work:
    """The packages of a setting, ready to be asked about.

    Attributes
    ----------
    scope : Scope
        The setting.
    tables : Tables
        Its packages.
    frontier : Frontier or None
        The Pareto frontier; None where it was refused, or nothing is admissible.
    refused : str
        Why it was refused.
    limit : int
        Most examples shown of anything.
    deadline : float
        When to give up, by ``time.perf_counter``.
    """

    scope: Scope
    tables: Tables
    frontier: Frontier | None
    refused: str
    limit: int
    deadline: float = field(default=float("inf"))

    @property
    def own(self) -> Mapping[str, str]:
        """Positions to show among those that are alike: the named plan's."""
        plan = self.scope.plan
        return {i: cell.position for i, cell in self.scope.case.plans[plan].positions.items()} if plan else {}

    def package(
        self, choice: Choice, positions: Mapping[str, str] | None = None, ideal: Sequence[int] | None = None
    ) -> Package:
        """Return a package as people see it.

        Parameters
        ----------
        choice : Choice
            Its rows.
        positions : mapping of str to str, optional
            Positions to show among those that are alike.
        ideal : sequence of int, optional
            The ideal worths, for shares.
        """
        own = self.own if positions is None else positions
        alike = self.tables.positions(choice)
        chosen = {issue: own[issue] if own.get(issue) in some else some[0] for issue, some in alike.items()}
        others = {issue: tuple(p for p in some if p != chosen[issue]) for issue, some in alike.items() if len(some) > 1}
        worth, gain, share = {}, {}, {}
        for k, (each, value) in enumerate(zip(self.tables.interests, self.tables.worth(choice), strict=True)):
            if each.kind == "weights":
                worth[each.party] = Fraction(value, each.denominator)
                if each.walk_away is not None:
                    gain[each.party] = Fraction(value - each.walk_away, each.denominator)
                    if ideal is not None:
                        share[each.party] = Fraction(value - each.walk_away, ideal[k] - each.walk_away)
        return Package(chosen, others, worth, gain, share)

    def packages(self, rows: Iterable[int], ideal: Sequence[int] | None = None) -> tuple[Package, ...]:
        """Return the first packages with the worths of some rows of the frontier."""
        frontier = self.frontier
        assert frontier is not None
        found = (choice for row in rows for choice in frontier.choices(frontier.vectors[row].tolist()))
        return tuple(self.package(choice, None, ideal) for choice in islice(found, self.limit))


def work_of(scope: Scope, *, limit: int, seconds: float) -> Work:
    """Compile the packages of a scope, and compute the frontier.

    Raises
    ------
    CapacityError
        If too many issues are tied together, or it takes too long.
    """
    deadline = time.perf_counter() + seconds
    tables = tables_of(scope)
    frontier, refused = None, ""
    if tables.can_any:
        most = MAX_VECTORS if len(tables.parties) <= FEW else MAX_VECTORS_OF_MANY
        try:
            frontier = frontier_of(tables, most=most, deadline=deadline)
        except TooLarge as error:
            refused = error.message
    return Work(scope, tables, frontier, refused, limit, deadline)
