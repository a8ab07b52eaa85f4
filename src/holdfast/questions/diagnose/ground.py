"""What the readings over drafts stand on: drafts that are alike for every party, and how many there are of each sort.

Nothing is judged here. The types of :mod:`holdfast.questions.drafts` say for each sort the verdict of every party, and
who prefers its state to the status quo; a reading adds up the sorts that fit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from holdfast.case import Case
from holdfast.model.states import to_letters
from holdfast.questions.diagnose.parts import Example, Over
from holdfast.questions.drafts.answer import Change
from holdfast.questions.drafts.ask import Types


@dataclass(frozen=True, slots=True)
class Sort:
    """Drafts that are alike.

    Attributes
    ----------
    number : int
        How many there are.
    cell : int
        Where one of them is in the grid.
    verdicts : tuple of str
        One a party; empty where their state cannot occur.
    views : tuple of int
        For each party 1 if it prefers their state to the status quo, -1 if the status quo, 0 if it is indifferent.
    all_sign : bool
        Whether every signatory does.
    """

    number: int
    cell: int
    verdicts: tuple[str, ...]
    views: tuple[int, ...]
    all_sign: bool


Fits = Callable[[Sort], bool]


@dataclass(frozen=True, eq=False)
class Ground:
    """The drafts of one conduct, or the fillings of one plan, by sort."""

    types: Types

    @property
    def case(self) -> Case:
        """The case."""
        return self.types.scope.case

    @cached_property
    def sorts(self) -> tuple[Sort, ...]:
        """All of them, those whose state cannot occur too; in the order of the types."""
        counted = self.types.counted
        rows = zip(counted.drafts, counted.cells, self.types.judged, self.types.views(), strict=True)
        return tuple(Sort(number, cell, each.verdicts, views, each.all_sign) for number, cell, each, views in rows)

    @property
    def can_compare(self) -> bool:
        """Whether the status quo can occur, so that there is something to prefer a draft to."""
        return any(sign is not None for judged in self.types.judged for sign in judged.signs)

    @cached_property
    def over(self) -> Over:
        """What the drafts are."""
        scope, case = self.types.scope, self.case
        names = dict(zip(((o.party, o.id) for o in case.options), case.option_names, strict=True))
        conduct = tuple(f"{'' if c.taken else 'not '}{names[c.party, c.option]}" for c in scope.conduct)
        lost = sum(sort.number for sort in self.sorts if not sort.verdicts)
        state = to_letters(scope.state, len(case.options))
        return Over(conduct, scope.conduct_of, state, self.types.work.grid.n_drafts, lost)

    def count(self, fits: Fits) -> int:
        """Return how many drafts whose state can occur fit."""
        return sum(sort.number for sort in self.sorts if sort.verdicts and fits(sort))

    def share(self, fits: Fits) -> bool | None:
        """Say whether all of them fit, or none; None where some do, or there are none."""
        number, of = self.count(fits), self.over.feasible
        return None if not of or 0 < number < of else number == of

    def positions(self, sort: Sort) -> dict[str, str]:
        """Return a draft of a sort, issues in file order."""
        found = self.types.work.grid.positions(sort.cell)
        return {issue: found[issue] for issue in self.case.issues}


def number_of(grounds: Iterable[Ground], fits: Fits) -> int:
    """Return how many drafts of all conducts fit."""
    return sum(ground.count(fits) for ground in grounds)


def feasible(grounds: Iterable[Ground]) -> int:
    """Return how many drafts of all conducts have a state that can occur."""
    return sum(ground.over.feasible for ground in grounds)


def examples(grounds: Sequence[Ground], plan: str, wanted: Sequence[Fits]) -> list[Example | None]:
    """Find for each of several wishes one draft that fits, the nearest to a plan where there are plans.

    Parameters
    ----------
    grounds : sequence of Ground
        The drafts, by conduct.
    plan : str
        The plan that counts; empty for whichever has a fitting draft nearest to it.
    wanted : sequence of callable
        What is asked of each draft.
    """
    found: list[Example | None] = [None] * len(wanted)
    for ground in grounds:
        for k, each in enumerate(_examples(ground, plan, wanted)):
            best = found[k]
            if each is not None and (best is None or (best.n_changes or 0) > (each.n_changes or 0)):
                found[k] = each
    return found


def _examples(ground: Ground, plan: str, wanted: Sequence[Fits]) -> list[Example | None]:
    import numpy as np

    from holdfast.questions.drafts.nearest import FAR, changes_of, distance_to, search

    case, work, scope = ground.case, ground.types.work, ground.types.scope
    plans = (plan,) if plan else (scope.conduct_of or tuple(case.plans))
    masks = tuple(np.array([bool(s.verdicts) and fits(s) for s in ground.sorts], dtype=np.bool_) for fits in wanted)
    if not plans:
        cells = np.array([sort.cell for sort in ground.sorts])
        firsts = [int(cells[mask].min()) if mask.any() else None for mask in masks]
        return [None if at is None else Example(scope.conduct_of, _draft(ground, at, "", ())) for at in firsts]
    distances = {name: distance_to(case.plans[name], work.grid, scope.free, case.issues) for name in plans}
    near = search(work, ground.types.counted.types, masks, distances, 1, lambda done, of: None)
    found: list[Example | None] = []
    for k in range(len(wanted)):
        name = min(plans, key=lambda name: near[name, k].away)
        if near[name, k].away == FAR:
            found.append(None)
            continue
        at = next(iter(near[name, k].first.values()))
        changes = changes_of(case.plans[name], work.grid, at, scope.free, case.issues)
        draft = _draft(ground, at, name, changes)
        found.append(Example(scope.conduct_of, draft, name, changes, near[name, k].away))
    return found


def _draft(ground: Ground, cell: int, plan: str, changes: Sequence[Change]) -> Mapping[str, str]:
    """Return the draft of a cell that is nearest to a plan."""
    found = ground.types.work.grid.positions(cell)
    if plan:  # a plan's own position where nobody tells it apart from that of the cell
        found |= {issue: each.position for issue, each in ground.case.plans[plan].positions.items()}
    found |= {change.issue: change.after for change in changes}
    return {issue: found[issue] for issue in ground.case.issues}
