"""Self-fulfilling hostility: both a peaceful and another state hold, and which, depends on the start (Jervis 1978)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from holdfast.case import Case
from holdfast.case.condition import Condition, InForce
from holdfast.engines.engine import solve
from holdfast.engines.solution import Solution
from holdfast.engines.stateset import StateSet
from holdfast.model.compile import Table
from holdfast.model.family import Box, family, split_box
from holdfast.model.formula import Formula
from holdfast.model.model import Model
from holdfast.model.structure import Structure
from holdfast.questions.condition import condition_of
from holdfast.questions.diagnose.basins import Basins, Equilibria, Hostility, Standing
from holdfast.questions.joint import models_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CONCEPTS = ("nash", "seq")
"""Equilibria without foresight, and equilibria where parties think of the replies that others would want to make."""
SHOWN = 3
"""Most states of a set that are listed."""
MAX_MOVES = 1 << 22
"""Most moves of all parties that are visited to say where improvements lead."""
PLACES = ("peaceful", "other", "either", "neither")


def hostility_of(
    case: Case, account: str | None, plans: Sequence[str], peaceful: str, seconds: float = 600.0
) -> Hostility:
    """Look for peaceful and other equilibria with each plan on the table.

    Parameters
    ----------
    case : Case
        The case.
    account : str or None
        Whose reading of the preferences.
    plans : sequence of str
        The plans; none in a case without.
    peaceful : str
        Which states are peaceful, as a condition; empty for those in which the agreement is in force.
    seconds : float
        Refused where the estimate of one conflict is longer.
    """
    if not peaceful.strip() and case.agreement is None:
        return Hostility(note="There is no agreement whose states could count as peaceful; say which do (--peaceful).")
    if not peaceful.strip() and not plans and case.issues:
        return Hostility(note="No plan says what is agreed once the agreement is in force; say what is peaceful.")
    condition = condition_of(case, peaceful) if peaceful.strip() else InForce()
    asked = [_standing(case, account, plan, condition, seconds) for plan in (plans or ("",))]
    standings = tuple(each for each in asked if each is not None)
    if not standings:
        return Hostility(note="Rules forbid the state of every plan.")
    seen = {each.holds for each in standings}
    return Hostility(
        holds=True if True in seen else None if None in seen else False,
        computed_over={"states": sum(each.n_states for each in standings), "plans": len(plans)},
        peaceful=peaceful.strip() or "in_force",
        standings=standings,
    )


def _standing(case: Case, account: str | None, plan: str, condition: Condition, seconds: float) -> Standing | None:
    """Solve every conflict that the plan's unknown cells make; None where the plan's state cannot occur in any."""
    compiled = family(case, plan=plan or None, account=account)
    table = Table(case, plan)
    found: list[tuple[Box, Standing]] = []
    for box, model in models_of(compiled):
        if plan and model.plan_state is None:
            continue  # no filling at all, as for `hold`
        formulas: dict[Formula, Box] = {}
        for part, filled in split_box(table, condition, box):
            formulas.setdefault(replace(table, positions=filled).formula(condition), part)
        solution = solve(model, CONCEPTS, seconds=seconds)
        found += [(part, _of_model(plan, solution, formula)) for formula, part in formulas.items()]
    if not found:
        return None
    box, shown = next(((b, s) for b, s in found if s.holds), found[0])
    concepts = tuple(
        replace(each, holds=_alike([s.concepts[k].holds for _, s in found])) for k, each in enumerate(shown.concepts)
    )
    fillings = {issue: tuple(p for p in case.issues[issue].positions if p in allowed) for issue, allowed in box}
    holding = _alike([s.holds for _, s in found])
    return replace(shown, holds=holding, n_models=len(found), positions=fillings, concepts=concepts)


def _alike(values: Sequence[bool | None]) -> bool | None:
    return values[0] if len(set(values)) == 1 else None


def _of_model(plan: str, solution: Solution, peaceful: Formula) -> Standing:
    model = solution.model
    is_listed = solution.verdicts is None
    feasible = solution.verdicts.feasible if solution.verdicts else _everything(model.structure)
    concepts = []
    for name in CONCEPTS:
        every = solution.states(name)
        calm = every.where(peaceful)
        n_other = len(every) - len(calm)
        others = _without(every, calm, n_other)
        basins = basins_of(model, every, calm) if is_listed else None
        holds = bool(len(calm)) and bool(n_other)
        concepts.append(Equilibria(name, holds, len(calm), n_other, calm.page(0, SHOWN), others, basins))
    holds = any(each.holds for each in concepts)
    n_peaceful = len(feasible.where(peaceful))
    return Standing(plan, holds, solution.n_states, n_peaceful, 1, {}, tuple(concepts))


def _everything(structure: Structure) -> StateSet:
    return StateSet.of_mask(structure, (1 << structure.n_states) - 1)


def _without(every: StateSet, some: StateSet, number: int) -> tuple[str, ...]:
    """Return the first states of a set that are not in a part of it."""
    return StateSet(every.structure, every.numbering, every.bits & ~some.bits).page(0, SHOWN) if number else ()


def basins_of(model: Model, equilibria: StateSet, peaceful: StateSet) -> Basins | None:
    """Say from which states improvements lead to which equilibria.

    A sequence is legal (nobody moves twice in a row), each step is an improvement for whoever makes it, and it stops at
    the first equilibrium.

    Parameters
    ----------
    model : Model
        The conflict, its states listed.
    equilibria, peaceful : StateSet
        All equilibria, and the peaceful ones among them.

    Returns
    -------
    Basins or None
        None where there are more than :data:`MAX_MOVES` moves.
    """
    import numpy as np

    structure = model.structure
    if _most_moves(structure) > MAX_MOVES:
        return None
    codes, ends = structure.codes, np.zeros(structure.n_states, dtype=np.bool_)
    ends[codes.searchsorted(equilibria.codes())] = True
    calm = np.zeros_like(ends)
    calm[codes.searchsorted(peaceful.codes())] = True
    steps = _improvements(model, ends)
    to_calm, to_other = _leading_to(steps, calm), _leading_to(steps, ends & ~calm)
    number = np.where(to_calm, np.where(to_other, 2, 0), np.where(to_other, 1, 3))
    calm_only, other_only, either, neither = np.bincount(number, minlength=4).tolist()
    here = model.status_quo
    start = PLACES[int(number[codes.searchsorted(here)])] if here is not None else ""
    return Basins(calm_only, other_only, either, neither, start)


def _most_moves(structure: Structure) -> int:
    total = 0
    for party in range(len(structure.parties)):
        explicit = structure.arcs[party] if structure.arcs else None
        flips = structure.n_states * ((1 << structure.own_mask[party].bit_count()) - 1)
        total += flips if explicit is None else len(explicit)
    return total


Steps = list[tuple["NDArray[np.int64]", "NDArray[np.int64]"]]
"""Per party, where its moves, or some of them, start and where they end, as places in the list of states."""


def _improvements(model: Model, ends: NDArray[np.bool_]) -> Steps:
    """List every improvement from a state that is not one at which a sequence stops."""
    steps: Steps = []
    for party, (start, end) in enumerate(_moves(model.structure)):
        ranks = model.ranks(party)
        kept = (ranks[end] > ranks[start]) & ~ends[start]
        steps.append((start[kept], end[kept]))
    return steps


@lru_cache(maxsize=2)  # plans, accounts and concepts mostly share one structure
def _moves(structure: Structure) -> Steps:
    """List every move of each party."""
    from holdfast.engines.sparse.arcs import arcs_of

    arcs = (arcs_of(structure, party) for party in range(len(structure.parties)))
    return [(each.starts.astype("int64"), each.target.astype("int64")) for each in arcs]


def _leading_to(steps: Steps, goal: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the states from which some legal sequence of the steps leads to a goal, the goals themselves included."""
    import numpy as np

    by = np.zeros((len(steps), goal.size), dtype=np.bool_)  # whether it can be reached if this party moves first
    while True:
        before = int(by.sum())
        for party, (start, end) in enumerate(steps):
            after = goal | np.delete(by, party, axis=0).any(axis=0)
            by[party, start[after[end]]] = True
        if int(by.sum()) == before:
            found: NDArray[np.bool_] = goal | by.any(axis=0)
            return found
