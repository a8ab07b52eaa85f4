"""Which states are aimed at, and the answer over every filling of a plan's unknown cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from holdfast.engines.budget import TIME_BUDGET
from holdfast.engines.engine import Progress
from holdfast.engines.stateset import StateSet
from holdfast.errors import CapacityError, QuestionError
from holdfast.model.family import Box, Family, turning_issues
from holdfast.model.model import Model
from holdfast.questions.holds import provenance
from holdfast.questions.joint import EVERYBODY, joint, models_of, prepared
from holdfast.questions.paths.answer import WAYS, Paths, Target, Way
from holdfast.questions.paths.ways import Ways

CONCEPTS = ("nash", "seq")
"""The concepts whose equilibria are aimed at where nobody names a state."""
MAX_EQUILIBRIA = 10
"""Most equilibria aimed at: those nearest to the start, by the options that differ."""
METHOD = "shortest legal sequences, counted over their steps"


@dataclass(frozen=True)
class _Aim:
    """The states aimed at, as codes, in the order in which they are told."""

    targets: dict[int, Target]
    left_out: int = 0
    note: str = ""


def paths(
    model: Model | Family,
    start: str | None = None,
    to: str | None = None,
    *,
    by: Sequence[str] = WAYS,
    most: int = 3,
    outcome: str = "",
    seconds: float = TIME_BUDGET,
    progress: Progress | None = None,
) -> Paths:
    """Find the shortest legal sequences from one state to others.

    Parameters
    ----------
    model : Model or Family
        A compiled case; a family where the plan leaves cells unknown.
    start : str, optional
        Where to begin, in letters; the status quo by default.
    to : str, optional
        The state aimed at, in letters. By default the plan's state, the outcome, and the equilibria of ``nash`` and
        ``seq`` nearest to the start.
    by : sequence of str
        Kinds of steps: ``moves``, ``improvements``, ``coalitions``.
    most : int
        Most sequences told of each kind; how many there are is counted in any case.
    outcome : str
        What happened, in letters; empty where that is not known.
    seconds : float
        Time that looking for equilibria may take.
    progress : callable, optional
        Called as ``progress(done, total, note)``.

    Returns
    -------
    Paths

    Raises
    ------
    QuestionError
        If there is no start, or a kind of steps does not exist.
    ModelError
        If a state cannot occur.
    CapacityError
        If the conflict is too large to be searched, or the plan's unknown cells give too many different models.

    Examples
    --------
    >>> from holdfast import compile, example
    >>> print(paths(compile(example("cuba-1962")), to="NYYN"))
    from NNNN to NYYN by moves 2 steps, by improvements 2 steps, by coalitions 2 steps
    """
    wrong = [kind for kind in by if kind not in WAYS]
    if wrong:
        raise QuestionError(f'no kind of steps "{wrong[0]}"; there are {", ".join(WAYS)}')
    models = models_of(model) if isinstance(model, Family) else (((), model),)
    family = model if isinstance(model, Family) else None
    first = models[0][1]
    here = _start(first, start)
    if to is not None:
        code = first.structure.state(to)
        mine = first.plan if code == first.plan_state else ""
        aim = _Aim({code: Target(first.structure.label(code), mine)})
    else:
        aim = _aims(family or first, first, here, outcome, seconds, progress)
    targets: list[dict[str, list[tuple[Box, Way]]]] = [{kind: [] for kind in by} for _ in aim.targets]
    for number, (box, each) in enumerate(models):
        ways = Ways(each, here, most)
        for k, code in enumerate(aim.targets):
            if not each.structure.is_feasible(code):
                continue
            for kind in by:
                targets[k][kind].append((box, ways.way(kind, code)))
            if progress is not None:
                progress(number * len(targets) + k + 1, len(models) * len(targets), "looking for ways")
    return Paths(
        plan=first.plan,
        account=first.account,
        start=first.structure.label(here),
        n_states=first.n_states,
        targets=tuple(
            replace(target, ways={kind: _joined(family, found) for kind, found in per.items()})
            for target, per in zip(aim.targets.values(), targets, strict=True)
        ),
        left_out=aim.left_out,
        note=aim.note,
        provenance=provenance(first, METHOD),
    )


def _start(model: Model, start: str | None) -> int:
    if start is not None:
        return model.structure.state(start)
    if model.status_quo is None:
        raise QuestionError("this case has no status quo that can occur: name the state to begin at")
    return model.status_quo


def _aims(
    asked: Family | Model, model: Model, here: int, outcome: str, seconds: float, progress: Progress | None
) -> _Aim:
    """Aim at the plan's state, what happened, and the equilibria nearest to the start."""
    label = model.structure.label
    targets: dict[int, Target] = {}
    if model.plan_state is not None:
        targets[model.plan_state] = Target(label(model.plan_state), model.plan)
    if outcome:
        code = model.structure.state(outcome)
        targets[code] = replace(targets.get(code, Target(label(code))), is_outcome=True)
    try:
        every, some = _equilibria(asked, model, seconds, progress)
    except CapacityError as error:
        return _Aim(targets, note=f"no equilibria were looked for: {error.message}")
    codes = _union(some)
    order = np.lexsort((codes, np.bitwise_count(codes ^ np.int64(here))))
    nearest = codes[order].tolist()
    for code in [*targets, *nearest[:MAX_EQUILIBRIA]]:
        letters = label(code)
        sure = tuple(concept for concept in every if letters in every[concept])
        maybe = tuple(concept for concept in some if letters in some[concept] and concept not in sure)
        found = targets.get(code, Target(letters))
        targets[code] = replace(found, holds_under=sure, may_hold_under=maybe)
    return _Aim(targets, sum(code not in targets for code in nearest))


def _equilibria(
    asked: Family | Model, model: Model, seconds: float, progress: Progress | None
) -> tuple[dict[str, StateSet], dict[str, StateSet]]:
    """Return the equilibria of each concept under every filling, and under some."""
    if isinstance(asked, Model):
        from holdfast.engines.engine import solve

        solution = solve(model, CONCEPTS, seconds=seconds, progress=progress)
        found = {concept: solution.states(concept) for concept in CONCEPTS}
        return found, found
    together = joint(prepared(asked, concepts=CONCEPTS, seconds=seconds), progress=progress)
    sets = {concept: together.sets[EVERYBODY, concept] for concept in CONCEPTS}
    return {c: each.every for c, each in sets.items()}, {c: each.some for c, each in sets.items()}


def _union(sets: dict[str, StateSet]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.unique(np.concatenate([each.codes() for each in sets.values()]))


def _joined(family: Family | None, found: list[tuple[Box, Way]]) -> Way:
    """Join what was found under different fillings: one answer where they agree, else what is possible."""
    kinds: dict[object, list[tuple[Box, Way]]] = {}
    for box, way in found:
        sign = (way.reachable, way.n_steps, way.n_sequences, way.first, way.first_in_every, way.needed)
        kinds.setdefault(sign, []).append((box, way))
    if not kinds:
        return Way(False, n_reached=0)
    if len(kinds) == 1 or family is None:
        unwanted = {way.unwanted for _, way in found}
        return replace(found[0][1], unwanted=unwanted.pop() if len(unwanted) == 1 else None)
    issues = family.case.issues
    possible = []
    for alike in kinds.values():
        box, way = alike[0]
        positions = {issue: tuple(p for p in issues[issue].positions if p in allowed) for issue, allowed in box}
        possible.append((positions, way))
    turning: set[str] = set()
    for one, left in enumerate(kinds.values()):
        for right in list(kinds.values())[:one]:
            for first, _ in left:
                for second, _ in right:
                    turning |= turning_issues(first, second)
    reachable = {way.reachable for _, way in possible}
    steps = {way.n_steps for _, way in possible}
    return Way(
        reachable.pop() if len(reachable) == 1 else None,
        steps.pop() if len(steps) == 1 else None,
        possible=tuple(possible),
        depends_on=tuple(issue for issue in issues if issue in turning),
    )
