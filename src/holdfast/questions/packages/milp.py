"""Packages as a mixed-integer program, for what the frontier cannot tell: fewest changes, and many signatories.

A 0/1 variable for each row of each block; all data are whole numbers. What the solver finds is put back into rows and
checked in whole numbers; that there is nothing to find rests on the solver, whose tolerances are far below one unit
because numbers above :data:`MAX_RANGE` are refused.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import gcd
from typing import TYPE_CHECKING, Any

import numpy as np

from holdfast.errors import CapacityError
from holdfast.questions.packages.table import Choice, Tables

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAX_RANGE = 1_000_000
"""Largest difference between two packages, in a party's smallest units, that the solver's tolerances allow."""
DIGITS = 15
"""Statements compared by one row, most important first."""


class TooLarge(CapacityError):
    """A part of an answer that is refused, whatever the time allowed."""


def checked(stands: bool) -> None:
    """Refuse what the solver found where it does not stand up to a check in whole numbers."""
    if not stands:
        raise TooLarge("the solver's answer did not stand up to a check in whole numbers")


@dataclass
class Row:
    """One linear condition."""

    index: list[int]
    value: list[float]
    lower: float
    upper: float


@dataclass(eq=False)
class Program:
    """A program over the packages of some tables.

    Attributes
    ----------
    tables : Tables
        The packages.
    deadline : float
        When to give up, by ``time.perf_counter``.
    """

    tables: Tables
    deadline: float = float("inf")
    rows: list[Row] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    is_whole: list[bool] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        for block in self.tables.blocks:
            self.starts.append(len(self.upper))
            columns = [self.binary() for _ in block.counts]
            self.row(columns, [1.0] * len(columns), 1, 1)

    def binary(self) -> int:
        """Add a 0/1 variable."""
        self.upper.append(1.0)
        self.is_whole.append(True)
        return len(self.upper) - 1

    def number(self) -> int:
        """Add a variable that may take any value."""
        self.upper.append(float("inf"))
        self.is_whole.append(False)
        return len(self.upper) - 1

    def row(self, index: Sequence[int], value: Sequence[float], lower: float, upper: float) -> None:
        """Add a linear condition."""
        kept = [(column, float(each)) for column, each in zip(index, value, strict=True) if each]
        self.rows.append(Row([column for column, _ in kept], [each for _, each in kept], lower, upper))

    # -- what packages are worth -------------------------------------------------------------------------------------

    def worth(self, party: int, shift: int = 0, digits: int = 0) -> tuple[list[int], NDArray[np.int64], int, int]:
        """Return a party's worth as columns, whole values from zero up, what to add, and the common factor."""
        index: list[int] = []
        parts, add = [], 0 if digits else int(self.tables.base[party])
        for start, block in zip(self.starts, self.tables.blocks, strict=True):
            values = block.worth[:, party]
            if digits:
                values = (values >> shift) & ((1 << digits) - 1)
            add += int(values.min())
            index += range(start, start + len(values))
            parts.append(values - values.min())
        values = np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)
        factor = gcd(*(int(each) for each in np.unique(values))) or 1
        return index, values // factor, add, factor

    def range_of(self, party: int) -> int:
        """Return how far a party's worths are apart at most, in its smallest units."""
        far = self.tables.extreme(party, best=True) - self.tables.extreme(party, best=False)
        return far // self.worth(party)[3]

    def at_least(self, party: int, target: int, *, more: int | None = None, waived: int | None = None) -> None:
        """Demand a worth.

        Parameters
        ----------
        party : int
            The signatory.
        target : int
            The least worth.
        more : int, optional
            A 0/1 variable: where it is 1, one more is demanded.
        waived : int, optional
            A 0/1 variable: where it is 1, nothing is demanded.

        Raises
        ------
        CapacityError
            If the party's numbers are too large for the solver's tolerances.
        """
        if target < self.tables.extreme(party, best=False):
            return
        if self.range_of(party) <= MAX_RANGE:
            self._demand(party, 0, 0, target, more, waived)
            return
        who = self.tables.interests[party]
        if who.kind != "statements":
            raise TooLarge(
                f"the weights of {who.party} tell {self.range_of(party):,} amounts apart; the solver's "
                f"tolerances allow {MAX_RANGE:,}",
                "use fewer digits",
            )
        self._digits(party, target, more, waived)

    def _demand(self, party: int, shift: int, digits: int, target: int, more: int | None, waived: int | None) -> None:
        index, values, add, factor = self.worth(party, shift, digits)
        low = -(-(target - add) // factor)
        if more is not None:
            # "one more" than the target, in units of the factor: the next amount above target - 1 + 1
            step = -(-(target + 1 - add) // factor) - low
            index, values = [*index, more], np.append(values, -step)
        if waived is not None:
            index, values = [*index, waived], np.append(values, max(low + 1, 0))
        self.row(index, values.tolist(), low, float("inf"))

    def _digits(self, party: int, target: int, more: int | None, waived: int | None) -> None:
        """Compare statements a group at a time: a group counts where all more important ones are just equal."""
        top = max(self.tables.extreme(party, best=True).bit_length(), target.bit_length())
        shifts = range((top - 1) // DIGITS * DIGITS, -1, -DIGITS)
        free = waived
        for shift in shifts:
            wanted = target >> shift if shift == shifts[0] else (target >> shift) & ((1 << DIGITS) - 1)
            if shift == 0:
                self._demand(party, shift, DIGITS, wanted, more, free)
                return
            decided = self.binary()  # 1 where this group is better than demanded: the rest is free
            self._demand(party, shift, DIGITS, wanted, decided, free)
            if free is None:
                free = decided
            else:  # whoever is free stays free
                following = self.binary()
                self.row([following, decided, free], [1, -1, -1], float("-inf"), 0)
                free = following

    def beats(self, worth: Sequence[int], *, everybody: bool) -> None:
        """Demand at least a worth for every signatory, and more for one, or for everybody."""
        better = []
        for party, target in enumerate(worth):
            if everybody:
                self.at_least(party, target + 1)
            else:
                better.append(self.binary())
                self.at_least(party, target, more=better[-1])
        if not everybody:
            self.row(better, [1.0] * len(better), 1, float("inf"))

    def changes(self, positions: Mapping[str, str]) -> dict[int, float]:
        """Return the number of issues on which packages differ from positions, as an objective."""
        found: dict[int, float] = {}
        for start, block in zip(self.starts, self.tables.blocks, strict=True):
            for row in range(len(block.counts)):
                if away := block.distance(row, positions):
                    found[start + row] = float(away)
        return found

    # -- solving -----------------------------------------------------------------------------------------------------

    def solve(self, objective: Mapping[int, float] | None = None) -> Choice | None:
        """Return a package with the least objective that meets all conditions, or None if there is none.

        Raises
        ------
        CapacityError
            If it takes too long.
        """
        found = solved(self, objective or {})
        return None if found is None else self.read(found)

    def read(self, found: NDArray[np.float64]) -> Choice:
        """Return the package that a solution chooses."""
        return tuple(
            int(np.argmax(found[start : start + len(block.counts)]))
            for start, block in zip(self.starts, self.tables.blocks, strict=True)
        )


def solved(program: Program, objective: Mapping[int, float]) -> NDArray[np.float64] | None:
    """Run the solver; None where nothing meets the conditions.

    Raises
    ------
    CapacityError
        If it takes too long, or the solver fails.
    """
    import highspy

    n = len(program.upper)
    if n == 0:
        return None if any(row.lower > 0 for row in program.rows) else np.zeros(0)
    left = program.deadline - time.perf_counter()
    if left <= 0:
        raise late()
    make: Any = highspy.Highs  # not typed
    solver = make()
    for name, value in {
        "output_flag": False,
        "presolve": "off",  # with it, small programs of 0/1 variables came out wrong: see decision 0014
        "threads": 1,
        "random_seed": 0,
        "mip_rel_gap": 0.0,
        "mip_abs_gap": 0.0,
        "mip_feasibility_tolerance": 1e-7,
        "primal_feasibility_tolerance": 1e-8,
    }.items():
        solver.setOptionValue(name, value)
    if left != float("inf"):
        solver.setOptionValue("time_limit", float(left))
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = n, len(program.rows)
    cost = np.zeros(n)
    for column, each in objective.items():
        cost[column] = each
    lp.col_cost_ = cost
    lp.col_lower_ = np.array([0.0 if top == 1.0 else -highspy.kHighsInf for top in program.upper])
    lp.col_upper_ = np.array([min(top, highspy.kHighsInf) for top in program.upper])
    lp.row_lower_ = np.array([max(row.lower, -highspy.kHighsInf) for row in program.rows])
    lp.row_upper_ = np.array([min(row.upper, highspy.kHighsInf) for row in program.rows])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0, *(len(row.index) for row in program.rows)])
    lp.a_matrix_.index_ = np.array([column for row in program.rows for column in row.index], dtype=np.int32)
    lp.a_matrix_.value_ = np.array([each for row in program.rows for each in row.value])
    kinds = highspy.HighsVarType
    lp.integrality_ = [kinds.kInteger if whole else kinds.kContinuous for whole in program.is_whole]
    solver.passModel(lp)
    solver.run()
    status, known = solver.getModelStatus(), highspy.HighsModelStatus
    if status == known.kInfeasible:
        return None
    if status == known.kOptimal:
        return np.array(solver.getSolution().col_value)
    if status == known.kTimeLimit:
        raise late()
    raise CapacityError(f"the solver stopped without an answer ({solver.modelStatusToString(status)})")


def late() -> CapacityError:
    """Return the error that says that time is up."""
    return CapacityError("stopped: it took longer than allowed", "allow more (--time), or settle some issues")
