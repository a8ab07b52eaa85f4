"""Asking the question: from a case and a plan to the smallest changes that make it hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import product
from math import prod

from holdfast.case import Case
from holdfast.case.condition import IssueIs, atoms
from holdfast.case.world import without_doubt
from holdfast.errors import QuestionError
from holdfast.questions.amend.answer import Amend, Amendment, Change, Stand
from holdfast.questions.amend.cheapest import Deadline
from holdfast.questions.amend.choices import Axis, Choices, Chosen, conditions_of
from holdfast.questions.amend.judged import Judge
from holdfast.questions.amend.search import LEVELS, Search
from holdfast.questions.answer import Provenance
from holdfast.questions.drafts.scope import Scope, scopes

Progress = Callable[[int, int, str], None]
"""Told how much is done, of how much, and what is being done."""

METHOD = "cheapest plans first, each judged by the definitions"
MOST = 1000
"""Most amendments listed, where nothing else is asked."""
MAX_COUNTED = 64
"""Ways of filling unknown cells are counted where there are at most this many that somebody tells apart."""
MAX_COMPARED = 512
"""With more ways of filling the cells that bear on it, whether a party gains is left open."""


def amend(
    case: Case,
    plan: str,
    *,
    account: str | None = None,
    level: str = "firmly",
    most: int = MOST,
    seconds: float = 600.0,
    progress: Progress | None = None,
) -> Amend:
    """Find all smallest changes to a plan after which every signatory would sign it and it holds.

    Parameters
    ----------
    case : Case
        A case with issues, an agreement and the plan.
    plan : str
        Id of the plan; its conduct counts.
    account : str, optional
        Id of the account whose preferences are used.
    level : str
        ``firmly`` (every party content or deterred) or ``holds`` (no party can block).
    most : int
        Most amendments listed.
    seconds : float
        Time that may be taken.
    progress : callable, optional
        ``progress(done, total, note)`` is told how far it has come.

    Returns
    -------
    Amend

    Raises
    ------
    ModelError
        If there is no such plan or account, or preferences are missing.
    QuestionError
        If the case has no issues or no agreement, or the plan does not put it in force.
    CapacityError
        If the time does not suffice, or too many states can occur.

    Notes
    -----
    Exact and complete. A change counts for the issue's ``cost``, 1 if it names none; an issue that is ``fixed`` never
    changes; filling a cell that the plan leaves unknown is no change. Among equally cheap amendments those that change
    the fewest issues come first.

    Examples
    --------
    >>> from holdfast import example
    >>> answer = amend(example("ukraine-2025"), "r24", account="washington")
    >>> answer.n_changes, [dict((c.issue, c.after) for c in each.changes) for each in answer.amendments][:1]
    (1, [{'territory': 'donetsk_withdrawal'}])
    """
    case = without_doubt(case, account)
    if level not in LEVELS:
        raise QuestionError(f'no level "{level}"; ask for holds or firmly')
    if most < 1:
        raise QuestionError("at least one amendment has to be listed")
    scope = scopes(case, account=account, plan=plan)[0]
    return amend_in(scope, level=level, most=most, deadline=Deadline(seconds), progress=progress)


def amend_in(scope: Scope, *, level: str, most: int, deadline: Deadline, progress: Progress | None = None) -> Amend:
    """Answer for one scope: see :func:`amend`."""
    told = progress or (lambda done, total, note: None)
    told(0, 1, "proposing plans")
    search = Search(scope, level, deadline)
    try:
        found, complete = _amendments(search, Judge(scope, level, search.choices), most, told)
    finally:
        search.solver.close()
    case, plan = scope.case, scope.case.plans[scope.plan]
    answer = Amend(
        plan=scope.plan,
        account=scope.account or "",
        level=level,
        n_changes=len(found[0].changes) if found else None,
        cost=found[0].cost if found else None,
        complete=complete,
        amendments=tuple(found),
        unknown=tuple(issue for issue in case.issues if issue not in plan.positions),
        fixed=tuple(issue.id for issue in case.issues.values() if issue.fixed and issue.id in plan.positions),
        provenance=_provenance(scope, level),
    )
    if found:
        return answer
    from holdfast.questions.amend.conflict import explain

    why = explain(scope, level, deadline, told)
    return replace(
        answer,
        conflict=why.conflict,
        relaxations=why.relaxations,
        relaxations_complete=why.complete,
        note=why.note,
    )


def _provenance(scope: Scope, level: str) -> Provenance:
    from holdfast.digest import digest
    from holdfast.version import __version__

    return Provenance(scope.case.digest, digest((scope.account, scope.plan, level)), __version__, METHOD)


# -- listing ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Found:
    """An amendment up to what nobody tells apart."""

    chosen: Chosen
    n_fillings: int | None
    parties: tuple[Stand, ...]


def _amendments(search: Search, judge: Judge, most: int, told: Progress) -> tuple[list[Amendment], bool]:
    """Return the cheapest amendments, and whether these are all."""
    found: list[Amendment] = []
    least, complete = None, True
    while (next_one := search.cheapest()) is not None:
        cost, chosen, _ = next_one  # in parts of the common denominator
        if least is not None and cost > least:
            break
        least = cost
        axes = search.choices.axes
        changed = [a.issue for a, k in zip(axes, chosen, strict=True) if a.own not in (None, k)]
        if len(found) == most:
            complete = False
            break
        chosen = _first_filling(search, chosen)
        verdicts = judge.judge(chosen, search.sight(chosen))
        stands = tuple(
            Stand(party, verdict, signs, _against(search, chosen, k))
            for k, (party, (verdict, signs)) in enumerate(zip(search.scope.case.parties, verdicts, strict=True))
        )
        n_fillings = _count_fillings(search, chosen)
        search.exclude(search.choices.literals(chosen, changed))
        for each in _spelled(search.choices, _Found(chosen, n_fillings, stands)):
            if len(found) == most:
                complete = False
                break
            found.append(each)
        told(0, 1, f"proposing plans: {len(found):,} found")
        if not changed:
            break  # as it stands: there is no other way to change nothing
    case = search.scope.case
    issues = {issue: k for k, issue in enumerate(case.issues)}

    def order(each: Amendment) -> tuple[object, ...]:
        at = [(issues[c.issue], tuple(case.issues[c.issue].positions).index(c.after)) for c in each.changes]
        return len(each.changes), each.distance, len(each.who("gives")), at

    return sorted(found, key=order), complete


def _spelled(choices: Choices, found: _Found) -> Iterator[Amendment]:
    """Yield the amendments that nobody tells apart from one found, each by itself."""
    case = choices.scope.case
    pairs = list(zip(choices.axes, found.chosen, strict=True))
    changed = [(axis, axis.classes[k]) for axis, k in pairs if axis.own not in (None, k)]
    filled = tuple(Change(axis.issue, None, axis.classes[k][0]) for axis, k in pairs if axis.own is None)
    for after in product(*(alike for _, alike in changed)):
        changes = tuple(Change(axis.issue, axis.before, to) for (axis, _), to in zip(changed, after, strict=True))
        distance = 0
        for change in changes:
            order = list(case.issues[change.issue].positions)
            distance += abs(order.index(change.after) - order.index(change.before or ""))
        yield Amendment(changes, filled, found.n_fillings, choices.cost(found.chosen), distance, found.parties)


# -- unknown cells ----------------------------------------------------------------------------------------------------


def _free(axes: tuple[Axis, ...]) -> list[int]:
    return [k for k, axis in enumerate(axes) if axis.own is None]


def _first_filling(search: Search, chosen: Chosen) -> Chosen:
    """Return the same changes with the first way, in the order of the file, of filling the unknown cells that works."""
    axes = search.choices.axes
    assumed = [axis.literals[k] for axis, k in zip(axes, chosen, strict=True) if axis.own is not None]
    for place in _free(axes):
        for k in range(chosen[place]):
            other = search.find([*assumed, axes[place].literals[k]])
            if other is not None:
                chosen = other[0]
                break
        assumed.append(axes[place].literals[chosen[place]])
    return chosen


def _count_fillings(search: Search, chosen: Chosen) -> int | None:
    """Return in how many ways the unknown cells can be filled, where that is quickly counted."""
    axes, free = search.choices.axes, _free(search.choices.axes)
    if prod(len(axes[k].classes) for k in free) > MAX_COUNTED:
        return None
    changes = [axis.literals[k] for axis, k in zip(axes, chosen, strict=True) if axis.own is not None]
    here = search.circuit.variable()
    count = 0
    while (found := search.find([*changes, here])) is not None:
        other = found[0]
        count += prod(len(axes[k].classes[other[k]]) for k in free)
        search.circuit.require([-here, *(-axes[k].literals[other[k]] for k in free)])
    return count


def _against(search: Search, chosen: Chosen, party: int) -> str:
    """Say whether a party gains by the changes, unknown cells being filled alike before and after."""
    choices, circuit = search.choices, search.circuit
    axes, world = choices.axes, search.sight(chosen).world
    view = world.views[party]
    row = view.rows[view.class_of[world.here]]
    changed = {axis.issue for axis, k in zip(axes, chosen, strict=True) if axis.own not in (None, k)}
    if not changed:
        return "same"
    touched: set[str] = set()
    for condition in conditions_of(search.scope.case, tuple(search.scope.case.parties)[party], search.scope.account):
        issues = {atom.issue for atom in atoms(condition) if isinstance(atom, IssueIs)}
        touched |= issues if issues & changed else set()
    free = [k for k in _free(axes) if axes[k].issue in touched]
    if prod(len(axes[k].classes) for k in free) > MAX_COMPARED:
        return "open"
    words = set()
    for filling in product(*(range(len(axes[k].classes)) for k in free)):
        after = list(chosen)
        for k, at in zip(free, filling, strict=True):
            after[k] = at
        before = [at if axis.own is None else axis.own for axis, at in zip(axes, after, strict=True)]
        there, was = (choices.values(tuple(each)) for each in (after, before))
        new, old = ([circuit.value(gate, values) for gate in row] for values in (there, was))
        words.add("gains" if new > old else "gives" if new < old else "same")
    return words.pop() if len(words) == 1 else "open"
