"""Which states hold: a solution as an answer, with counts that are exact and lists that may be cut."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import and_, or_
from typing import Any

from holdfast.engines.engine import solve
from holdfast.engines.solution import Solution
from holdfast.engines.stateset import StateSet
from holdfast.errors import CapacityError, QuestionError
from holdfast.model.family import Family
from holdfast.model.model import Model
from holdfast.model.structure import Structure
from holdfast.questions.answer import NO_PROVENANCE, SCHEMA, Provenance
from holdfast.questions.holds import provenance

MAX_MODELS = 500
"""Most different models of a plan with unknown cells that are solved in full."""


@dataclass(frozen=True, slots=True)
class States:
    """A set of states: the exact count, and the first of them in the order of letters."""

    count: int
    first: tuple[str, ...]

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"count": self.count, "states": list(self.first)}


@dataclass(frozen=True, slots=True)
class Solved:
    """Equilibria per concept, and on request the states stable for each party.

    Attributes
    ----------
    equilibria : mapping of str to States
        Per concept; for a plan with unknown cells, the states that are equilibria under every filling.
    stable : mapping of (str, str) to States
        By party and concept; empty unless asked for.
    possible : mapping of str to States
        For a plan with unknown cells that matter, the states that are equilibria under some filling.
    n_models : int
        Number of different models solved; more than one only where unknown cells matter.
    rankings : mapping of str to tuple of States
        Each party's ranking of the states, best tier first; empty unless asked for.
    """

    plan: str
    account: str
    options: tuple[str, ...]
    parties: tuple[str, ...]
    n_states: int
    engine: str
    reason: str
    equilibria: Mapping[str, States]
    stable: Mapping[tuple[str, str], States]
    unavailable: Mapping[str, str]
    possible: Mapping[str, States]
    n_models: int = 1
    rankings: Mapping[str, tuple[States, ...]] = field(default_factory=dict)
    provenance: Provenance = NO_PROVENANCE

    def json(self) -> dict[str, Any]:
        """Return the JSON form (``docs/reference/answers.md``)."""
        out: dict[str, Any] = {"schema": SCHEMA, "question": "solve"}
        out |= {"plan": self.plan or None, "account": self.account or None, "options": list(self.options)}
        out |= {"n_states": self.n_states, "engine": self.engine, "engine_reason": self.reason}
        out["equilibria"] = {concept: states.json() for concept, states in self.equilibria.items()}
        if self.stable:
            out["stable"] = {
                party: {c: self.stable[party, c].json() for c in self.equilibria if (party, c) in self.stable}
                for party in self.parties
            }
        if self.possible:
            out["possible"] = {concept: states.json() for concept, states in self.possible.items()}
            out["n_models"] = self.n_models
        if self.rankings:
            out["rankings"] = {p: [tier.json() for tier in tiers] for p, tiers in self.rankings.items()}
        if self.unavailable:
            out["unavailable"] = dict(self.unavailable)
        out["provenance"] = self.provenance.json()
        return out


def solved(family: Family, *, limit: int = 1000, stable: bool = False, ranking: bool = False, **options: Any) -> Solved:
    """Solve a compiled case and list the equilibria.

    Parameters
    ----------
    family : Family
        A compiled case.
    limit : int
        Most states listed for each concept; counts are always exact.
    stable : bool
        Whether to list the states stable for each party too.
    ranking : bool
        Whether to list each party's ranking of the states too.
    **options
        Passed to :func:`holdfast.solve`.

    Returns
    -------
    Solved

    Raises
    ------
    QuestionError
        If a ranking is asked for and the plan's unknown cells give several.
    CapacityError
        If the plan's unknown cells give more than :data:`MAX_MODELS` different models, or one of them is too large.
    """
    if ranking and family.sure is None:
        raise QuestionError(
            f'plan "{family.plan}" leaves cells unknown that matter, so there is no one ranking to show'
        )
    solutions: list[Solution] = []
    for _, model in family.models():
        if len(solutions) == MAX_MODELS:
            raise CapacityError(
                f'refused: the unknown cells of plan "{family.plan}" give more than {MAX_MODELS} different models',
                "settle some of its cells, or ask `hold`, which visits fillings only where they matter",
            )
        solutions.append(solve(model, **options))
    first = solutions[0]
    same_states = all(_same_states(s.model.structure, first.model.structure) for s in solutions[1:])
    if not same_states:
        raise CapacityError(
            f'refused: under plan "{family.plan}" the unknown cells decide which states can occur',
            "settle the cells that rules mention, or ask `hold`",
        )
    concepts = first.concepts

    def listed(sets: Sequence[StateSet], *, union: bool = False) -> States:
        joint = reduce(or_ if union else and_, sets)
        return States(len(joint), joint.page(0, limit))

    equilibria = {c: listed([s.states(c) for s in solutions]) for c in concepts}
    table = {}
    if stable:
        table = {(p, c): listed([s.states(c, p) for s in solutions]) for p in first.model.parties for c in concepts}
    possible = {}
    if len(solutions) > 1:
        possible = {c: listed([s.states(c) for s in solutions], union=True) for c in concepts}
    return Solved(
        plan=first.model.plan,
        account=first.model.account,
        options=first.model.options,
        parties=first.model.parties,
        n_states=first.n_states,
        engine=first.engine,
        reason=first.reason,
        equilibria=equilibria,
        stable=table,
        unavailable=first.unavailable,
        possible=possible,
        n_models=len(solutions),
        rankings=_rankings(first.model, limit) if ranking else {},
        provenance=provenance(first.model, f"engine {first.engine}"),
    )


def _same_states(one: Structure, other: Structure) -> bool:
    return one == other or (one.n_states == other.n_states and bool((one.codes == other.codes).all()))


def _rankings(model: Model, limit: int) -> dict[str, tuple[States, ...]]:
    """List each party's states by rank, best first, at most ``limit`` of a tier."""
    import numpy as np

    out = {}
    for party, name in enumerate(model.parties):
        ranks = model.ranks(party)
        tiers = []
        for rank in range(int(ranks.max(initial=0)), -1, -1):
            codes = model.structure.codes[np.flatnonzero(ranks == rank)]
            tiers.append(States(int(codes.size), tuple(sorted(model.structure.label(int(c)) for c in codes[:limit]))))
        out[name] = tuple(tiers)
    return out
