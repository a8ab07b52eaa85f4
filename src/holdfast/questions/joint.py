"""Solving every model of a plan: what holds under every filling of its unknown cells, and what under some.

Where no unknown cell matters there is one model, and the two are the same. Sets are joined as models are solved, so
that no more is kept at a time than one solution and the sets asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

import numpy as np

from holdfast.case.condition import Condition
from holdfast.engines.choosing import Choice, prepare
from holdfast.engines.engine import QUIETLY, Checkpoints, Progress, carry_out
from holdfast.engines.solution import Solution
from holdfast.engines.stateset import StateSet
from holdfast.errors import CapacityError
from holdfast.model.compile import Table
from holdfast.model.family import Box, Family, split_box
from holdfast.model.formula import conjunction, disjunction
from holdfast.model.model import Model

MAX_MODELS = 500
"""Most different models of a plan with unknown cells that are solved in full."""
EVERYBODY = ""
"""The party under which equilibria are kept, which are stable for all."""


@dataclass(frozen=True)
class Prepared:
    """The models of a family and what was chosen to be computed of each."""

    family: Family
    models: tuple[tuple[Box, Model], ...]
    choice: Choice

    @property
    def model(self) -> Model:
        """The first model: it has the options, parties and states of all."""
        return self.models[0][1]


@dataclass(frozen=True)
class Sets:
    """States that belong under every filling, and under some."""

    every: StateSet
    some: StateSet

    def joined(self, other: Sets) -> Sets:
        """Take in what was found under further fillings."""
        return Sets(self.every & other.every, self.some | other.some)


@dataclass
class Joint:
    """What was found.

    Attributes
    ----------
    model : Model
        The first of the models.
    choice : Choice
        What was computed, and by which engine.
    n_models : int
        How many models there are.
    n_states : int
        Number of feasible states.
    is_listed : bool
        Whether the states were few enough to be listed.
    feasible : StateSet
        All feasible states.
    sets : dict of (str, str) to Sets
        By party (or :data:`EVERYBODY`) and concept.
    shown : dict of (str, str) to Sets
        The same, of states that satisfy the condition; equal to ``sets`` without one.
    counts : dict of str to dict of str to int
        Per party and concept, how many states are stable for it under every filling.
    """

    model: Model
    choice: Choice
    n_models: int
    n_states: int
    is_listed: bool
    feasible: StateSet
    sets: dict[tuple[str, str], Sets] = field(default_factory=dict)
    shown: dict[tuple[str, str], Sets] = field(default_factory=dict)
    counts: dict[str, dict[str, int]] = field(default_factory=dict)

    @property
    def concepts(self) -> tuple[str, ...]:
        """What was computed."""
        return tuple(concept for party, concept in self.sets if party == EVERYBODY)


def prepared(
    family: Family, *, concepts: Sequence[str] | None = None, choice: Choice | None = None, **limits: Any
) -> Prepared:
    """List the models of a family and choose how to solve them.

    Parameters
    ----------
    family : Family
        A compiled case.
    concepts : sequence of str, optional
        Names of concepts.
    choice : Choice, optional
        What was chosen earlier, to be kept to.
    **limits
        ``engine``, ``memory``, ``seconds`` and ``threads``, as for :func:`holdfast.solve`.

    Raises
    ------
    CapacityError
        If there are more than :data:`MAX_MODELS`, or one of them is too large.
    """
    models = models_of(family)
    return Prepared(family, models, choice or prepare(models[0][1], concepts, n_models=len(models), **limits))


def models_of(family: Family) -> tuple[tuple[Box, Model], ...]:
    """List the models of a family, each with the fillings that give it.

    Raises
    ------
    CapacityError
        If there are more than :data:`MAX_MODELS`.
    """
    models = tuple(islice(family.models(), MAX_MODELS + 1))
    if len(models) > MAX_MODELS:
        raise CapacityError(
            f'refused: the unknown cells of plan "{family.plan}" give more than {MAX_MODELS} different models',
            "settle some of its cells, or ask `hold`, which visits fillings only where they matter",
        )
    return models


def joint(
    ready: Prepared,
    *,
    parties: bool = False,
    where: Condition | None = None,
    threads: int = 0,
    progress: Progress | None = None,
    checkpoints: Callable[[int], Checkpoints] | None = None,
) -> Joint:
    """Solve every model and join what is found.

    Parameters
    ----------
    ready : Prepared
        The models, and what to compute.
    parties : bool
        Whether to find which states are stable for each party, and not only how many.
    where : Condition, optional
        What the states to be shown have to satisfy.
    threads : int
        Most threads; 0 for as many as there are cores.
    progress : callable, optional
        Called as ``progress(done, total, note)``.
    checkpoints : callable, optional
        Gives, for the number of a model, where to keep its finished parts.

    Returns
    -------
    Joint

    Raises
    ------
    CapacityError
        If the unknown cells decide which states can occur.
    """
    n_models = len(ready.models)
    parties = parties or n_models > 1
    made: Joint | None = None
    for number, (box, model) in enumerate(ready.models):
        work = replace(QUIETLY, threads=threads, parties=parties)
        if progress is not None:
            work = replace(work, progress=_share(progress, number, n_models))
        if checkpoints is not None:
            work = replace(work, checkpoints=checkpoints(number))
        solution = carry_out(model, ready.choice, work)
        if made is None:
            made = _first(ready, solution)
        for key, states in _sets_of(solution, parties):
            sets = _numbered_as(made, states, ready.family)
            _join(made.sets, key, Sets(sets, sets))
            _join(made.shown, key, _satisfying(sets, where, ready.family, box))
    assert made is not None  # a family has a model
    if n_models > 1:
        for party in made.counts:
            made.counts[party] = {c: len(made.sets[party, c].every) for c in made.concepts}
    return made


def _share(progress: Progress, number: int, n_models: int) -> Progress:
    """Return the progress of one of several models, in the progress of all."""

    def show(done: int, total: int, note: str) -> None:
        progress(number * total + done, n_models * total, note)

    return progress if n_models == 1 else show


def _first(ready: Prepared, solution: Solution) -> Joint:
    model, verdicts = solution.model, solution.verdicts
    everything = verdicts.feasible if verdicts else StateSet.of_mask(model.structure, (1 << model.n_states) - 1)
    counts = {party: {c: solution.count(c, party) for c in solution.concepts} for party in model.parties}
    choice = replace(ready.choice, unavailable=dict(solution.unavailable))
    return Joint(model, choice, len(ready.models), solution.n_states, verdicts is None, everything, counts=counts)


def _sets_of(solution: Solution, parties: bool) -> Iterator[tuple[tuple[str, str], StateSet]]:
    for concept in solution.concepts:
        yield (EVERYBODY, concept), solution.states(concept)
        for party in solution.model.parties if parties else ():
            yield (party, concept), solution.states(concept, party)


def _numbered_as(made: Joint, states: StateSet, family: Family) -> StateSet:
    """Return a set numbered as the first model's are, where the same states can occur."""
    like = made.feasible
    if states.numbering == like.numbering:
        return states
    same = made.is_listed and np.array_equal(states.structure.codes, like.structure.codes)
    if not same:
        raise CapacityError(
            f'refused: under plan "{family.plan}" the unknown cells decide which states can occur',
            "settle the cells that rules mention, or ask `hold`",
        )
    return StateSet(like.structure, like.numbering, states.bits)


def _satisfying(states: StateSet, where: Condition | None, family: Family, box: Box) -> Sets:
    """Return the states that satisfy a condition under every filling in a box, and under some."""
    if where is None:
        return Sets(states, states)
    table = Table(family.case, family.plan)
    parts = split_box(table, where, box)
    formulas = tuple(dict.fromkeys(replace(table, positions=filled).formula(where) for _, filled in parts))
    every = states.where(conjunction(formulas))
    return Sets(every, every if len(formulas) == 1 else states.where(disjunction(formulas)))


def _join(sets: dict[tuple[str, str], Sets], key: tuple[str, str], fresh: Sets) -> None:
    sets[key] = sets[key].joined(fresh) if key in sets else fresh


def counts_of(found: Joint) -> Mapping[str, int]:
    """Return how many equilibria there are under every filling, per concept."""
    return {concept: len(found.sets[EVERYBODY, concept].every) for concept in found.concepts}
