"""The best packages that use only clauses of two drafts.

Where both drafts are known and differ, a merged package has the clause of either; where one leaves an issue unknown it
has the other's; what both leave unknown stays unknown, and is asked of every filling. Packages are judged as drafts are
(:mod:`holdfast.questions.drafts`): each once a type, exactly.

*Best* is said in two steps. First by standing: packages that hold firmly and that every signatory would sign, under
every filling; if there are none, those that hold and that all would sign; if there are none, those that all would sign;
else all. Then, among these, the efficient ones: those for which no other of these is at least as good for every
signatory under every filling and better for one under some.
"""

from __future__ import annotations

import dataclasses
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdfast.case import Case
from holdfast.case.condition import IssueIs
from holdfast.case.world import without_doubt
from holdfast.errors import CapacityError, QuestionError
from holdfast.model.compile import check_names, plan_code
from holdfast.questions.compare.drafted import judged
from holdfast.questions.compare.merged import STANDINGS, Merged, Package
from holdfast.questions.compare.terms import classes, conditions_of, ranks, terms_of
from holdfast.questions.drafts.scope import Scope, scopes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from holdfast.questions.drafts.grid import Grid
    from holdfast.questions.drafts.verdicts import Judged

MAX_PACKAGES = 1 << 20
"""Most packages, with the ways to fill what both drafts leave unknown, told apart as far as anybody does."""
SHOWN = 20
"""Most packages listed."""


def merge(
    case: Case,
    first: str,
    second: str,
    *,
    account: str | None = None,
    conduct_of: str | None = None,
    most: int = SHOWN,
    seconds: float = 600.0,
) -> Merged:
    """Find the best packages that use only clauses of two drafts.

    Parameters
    ----------
    case : Case
        The case.
    first, second : str
        Ids of plans.
    account : str, optional
        Id of the account.
    conduct_of : str, optional
        Which of the two says what parties do beyond signing; the first by default.
    most : int
        Most packages listed; they are always counted.
    seconds : float
        Stopped where judging the packages takes longer.

    Returns
    -------
    Merged

    Raises
    ------
    ModelError
        If there is no such plan or account.
    QuestionError
        If both are the same plan, or there is no agreement.
    CapacityError
        If there are too many packages, or they are of too many types to judge in time.

    Examples
    --------
    >>> from holdfast import example
    >>> found = merge(example("ukraine-2025"), "p28", "e28", account="washington")
    >>> found.standing, found.n_packages
    ('firmly_and_all_sign', 1024)
    """
    case = without_doubt(case, account)
    from holdfast.questions.drafts.count import Joint, Reading, count_types
    from holdfast.questions.drafts.verdicts import judge_all

    for plan in (first, second):
        check_names(case, plan, account)
    if first == second:
        raise QuestionError(f'"{first}" is the same plan twice; name two')
    choice = _choice(case, first, second, account)
    told = conduct_of or first
    if told not in (first, second):
        raise QuestionError(f'the conduct is that of "{first}" or of "{second}", not of "{told}"')
    free = tuple(axis for axis in case.issues if axis in choice.grid.classes)
    scope = dataclasses.replace(scopes(case, account=account, plan=told)[0], free=free, fixed={**choice.grid.fixed})
    work, worlds = _work(scope, choice.grid)
    counted = count_types(work, 0, 1)
    begin = time.perf_counter()

    def judging(done: int, of: int) -> None:
        if time.perf_counter() - begin > seconds:
            raise CapacityError(
                f"stopped: the packages are of {of:,} types, and in {seconds:,.0f} s {done:,} of them were judged",
                "settle some issues in both drafts, or allow more (--time)",
            )

    verdicts = judge_all(scope, work, worlds, counted, judging)
    at = Joint(work, counted.types).types(Reading(work).kinds(0))
    return _best(scope, choice, verdicts, at, (first, second, told), most)


def merges(
    case: Case, first: str, second: str, *, account: str | None = None, seconds: float = 600.0
) -> tuple[Merged, ...]:
    """Merge with each of the two ways to act: one where both drafts lead to one state."""
    case = without_doubt(case, account)
    ways = (first,) if plan_code(case, first) == plan_code(case, second) else (first, second)
    return tuple(merge(case, first, second, account=account, conduct_of=told, seconds=seconds) for told in ways)


@dataclass(frozen=True)
class _Choice:
    """What there is to choose: the first ``n_chosen`` axes of the grid are clauses, the rest are unknown to both."""

    grid: Grid
    chosen: tuple[str, ...]
    either: tuple[str, ...]
    unknown: tuple[str, ...]
    n_fillings: int

    @property
    def n_merged(self) -> int:
        """Packages told apart."""
        return 1 << len(self.chosen)


def _choice(case: Case, first: str, second: str, account: str | None) -> _Choice:
    """Lay out the packages: an axis for each issue on which the clauses are told apart, or both are unknown."""
    from holdfast.questions.drafts.grid import Axis, Grid

    conditions = conditions_of(case, account)
    one, two = (
        {issue: cell.position for issue, cell in case.plans[plan].positions.items()} for plan in (first, second)
    )
    chosen, either, unknown, fixed, fillings = [], [], [], {}, []
    for issue in case.issues:
        alike = classes(case, issue, conditions)
        known = [plan[issue] for plan in (one, two) if issue in plan]
        if not known:
            unknown.append(issue)
            if len(alike) > 1:
                fillings.append(Axis(issue, alike))
            else:
                fixed[issue] = alike[0][0]
        elif len(set(known)) == 1:
            fixed[issue] = known[0]
        elif any(set(known) <= set(each) for each in alike):
            either.append(issue)
            fixed[issue] = known[0]
        else:
            chosen.append(Axis(issue, ((known[0],), (known[1],))))
    grid = Grid((*chosen, *fillings), fixed)
    if grid.n_cells > MAX_PACKAGES:
        raise CapacityError(
            f"refused before starting: {grid.n_cells:,} packages can be told apart, what is unknown counted; at most "
            f"{MAX_PACKAGES:,} are judged",
            "give positions that both drafts leave unknown, or settle some issues in both",
        )
    n_fillings = grid.n_cells >> len(chosen)
    whole = dataclasses.replace(grid, block=max(1, grid.n_cells))
    return _Choice(whole, tuple(axis.issue for axis in chosen), tuple(either), tuple(unknown), n_fillings)


def _work(scope: Scope, grid: Grid) -> tuple[Any, Any]:
    """Compile what judging needs, for a grid with some of the positions only."""
    from holdfast.questions.drafts.count import Work
    from holdfast.questions.drafts.parts import grouped
    from holdfast.questions.drafts.readers import Step, reader_of, varying
    from holdfast.questions.drafts.worlds import worlds_of

    rules = [grouped(rule.never) for rule in scope.case.rules]
    parts = tuple(dict.fromkeys(part for rule in rules for part in varying(rule, grid)))
    worlds = worlds_of(scope, grid, parts)
    readers = tuple(reader_of(scope, grid, worlds, party) for party in scope.case.parties)
    return Work(grid, Step(parts, worlds.number.reshape(1, -1)), readers), worlds.each


def _best(
    scope: Scope, choice: _Choice, verdicts: tuple[Judged, ...], at: Any, names: tuple[str, str, str], most: int
) -> Merged:
    import numpy as np

    shape = choice.n_merged, choice.n_fillings
    types = np.broadcast_to(np.asarray(at), (choice.grid.n_cells,)).reshape(shape)
    there = np.array([bool(each.verdicts) for each in verdicts])[types]
    occurs = there.any(axis=1)

    def under_all(good: list[bool]) -> NDArray[np.bool_]:
        found: NDArray[np.bool_] = occurs & (np.array(good)[types] | ~there).all(axis=1)
        return found

    reached = [
        under_all([each.holds_firmly and each.all_sign for each in verdicts]),
        under_all([each.holds and each.all_sign for each in verdicts]),
        under_all([each.all_sign for each in verdicts]),
        occurs,
    ]
    alike = 1 << len(choice.either)
    counts, seen = [], np.zeros(choice.n_merged, dtype=np.bool_)
    for name, good in zip(STANDINGS, reached, strict=True):
        counts.append((name, alike * int((good & ~seen).sum())))
        seen |= good
    standing = next((k for k, good in enumerate(reached) if good.any()), None)
    best = np.zeros(0, dtype=np.intp)
    if standing is not None:
        among = np.flatnonzero(reached[standing])
        best = among[_efficient(_liked(scope, choice, there)[among])]
    packages = tuple(_package(scope, choice, int(m), names) for m in _nearest_first(best)[:most])
    return Merged(
        account=scope.account or "",
        conduct_of=names[2],
        n_packages=alike * choice.n_merged,
        cannot_occur=alike * int((~occurs).sum()),
        standings=tuple(counts),
        standing="" if standing is None else STANDINGS[standing],
        count=alike * len(best),
        packages=packages,
        always=_always(scope, choice, best, names),
    )


def _always(
    scope: Scope, choice: _Choice, best: NDArray[np.intp], names: tuple[str, str, str]
) -> tuple[tuple[str, str], ...]:
    """Say of each issue on which the drafts are known to differ whose clause the best packages have."""
    one, two = (scope.case.plans[plan].positions for plan in names[:2])
    found = []
    for issue in scope.case.issues if best.size else ():
        if issue in choice.either:
            found.append((issue, "both"))
        elif issue in choice.chosen:
            bit = best >> (len(choice.chosen) - 1 - choice.chosen.index(issue)) & 1
            found.append((issue, ("second" if bit.all() else "both") if bit.any() else "first"))
        elif (issue in one) != (issue in two):
            found.append((issue, "first" if issue in one else "second"))
    return tuple(found)


def _nearest_first(packages: NDArray[np.intp]) -> list[int]:
    """Order packages by how many clauses of the second draft they have; their bits say which."""
    return sorted(map(int, packages), key=lambda m: (m.bit_count(), -m))


def _liked(scope: Scope, choice: _Choice, there: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Rank packages for each signatory and filling; one that cannot occur under a filling is least liked there."""
    import numpy as np

    grid = choice.grid

    def column_of(atom: IssueIs) -> NDArray[np.bool_]:
        if atom.issue not in grid.classes:
            return np.full(grid.n_cells, grid.fixed[atom.issue] in atom.positions)
        inside = np.array([alike[0] in atom.positions for alike in grid.classes[atom.issue]])
        return inside[grid.fast_places[atom.issue]]

    agreement = scope.case.agreement
    assert agreement is not None
    rows = []
    for party in agreement.signatories:
        terms = terms_of(scope.case, party, scope.account, scope.state)
        ranked = ranks(terms, grid.n_cells, column_of).reshape(there.shape) + 1
        rows.append(np.where(there, ranked, 0))
    return np.concatenate(rows, axis=1)


def _efficient(liked: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return which rows no other row is at least as good as everywhere, and better somewhere."""
    import numpy as np

    vectors, number = np.unique(liked, axis=0, return_inverse=True)
    order = np.argsort(-vectors.sum(axis=1), kind="stable")  # only a row with a larger sum can be better
    kept = np.zeros((0, vectors.shape[1]), dtype=vectors.dtype)
    front = []
    for k in order:
        if not (kept >= vectors[k]).all(axis=1).any():
            kept = np.vstack([kept, vectors[k]])
            front.append(int(k))
    found: NDArray[np.intp] = np.flatnonzero(np.isin(number.reshape(-1), front))
    return found


def _package(scope: Scope, choice: _Choice, number: int, names: tuple[str, str, str]) -> Package:
    case, n = scope.case, len(choice.chosen)
    of_second = {issue for k, issue in enumerate(choice.chosen) if number >> (n - 1 - k) & 1}
    places = {axis.issue: axis.classes[axis.issue in of_second][0] for axis in choice.grid.axes[:n]}
    known = {
        issue: places.get(issue) or choice.grid.fixed[issue] for issue in case.issues if issue not in choice.unknown
    }
    one, two = case.plans[names[0]].positions, case.plans[names[1]].positions
    differ = [
        issue
        for issue in known
        if issue not in choice.either
        and (issue not in one or issue not in two or one[issue].position != two[issue].position)
    ]
    taken = [issue for issue in differ if issue in of_second or issue not in one]
    return Package(
        first=tuple(issue for issue in differ if issue not in taken),
        second=tuple(taken),
        either=choice.either,
        positions=tuple(known.items()),
        hold=judged(case, [known], names[2], scope.account)[0],
    )
