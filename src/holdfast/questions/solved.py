"""Which states hold: a solution as an answer, with counts that are exact and lists that may be cut."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from holdfast.case.condition import Condition
from holdfast.engines.engine import Progress
from holdfast.engines.stateset import StateSet
from holdfast.errors import CapacityError, ModelError, QuestionError
from holdfast.model.compile import plan_code
from holdfast.model.family import Family
from holdfast.model.model import Model
from holdfast.model.states import to_letters
from holdfast.model.structure import Structure
from holdfast.questions.condition import condition_of
from holdfast.questions.equilibria import Near, Nearest
from holdfast.questions.equilibria import Solved as Solved
from holdfast.questions.equilibria import States as States
from holdfast.questions.holds import provenance
from holdfast.questions.joint import EVERYBODY, Joint, joint, prepared
from holdfast.questions.state import letters_of

N_NEAREST = 20
"""Most of the nearest equilibria of a concept that are listed."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a solution is to be shown.

    Attributes
    ----------
    limit : int
        Most states listed in each set; counts are always exact.
    page : int
        Which page of that many states, from 1; 0 for the first, without saying so.
    stable : bool
        Whether to list the states stable for each party too.
    ranking : bool
        Whether to list each party's ranking of the states too.
    where : str
        A condition that the states counted and listed have to satisfy; empty for none.
    nearest : str
        A plan or a state to which the nearest equilibria are wanted; empty for none.
    """

    limit: int = 1000
    page: int = 0
    stable: bool = False
    ranking: bool = False
    where: str = ""
    nearest: str = ""

    def of(self, states: StateSet) -> tuple[str, ...]:
        """Return the page of a set."""
        return states.page(max(self.page - 1, 0) * self.limit, self.limit)


def solved(
    family: Family,
    *,
    limit: int = 1000,
    page: int = 0,
    stable: bool = False,
    ranking: bool = False,
    where: str = "",
    nearest: str = "",
    threads: int = 0,
    progress: Progress | None = None,
    **options: Any,
) -> Solved:
    """Solve a compiled case and list the equilibria.

    Parameters
    ----------
    family : Family
        A compiled case.
    limit, page, stable, ranking, where, nearest
        What is to be shown: see :class:`Asked`.
    threads, progress
        As for :func:`holdfast.solve`.
    **options
        ``concepts``, ``engine``, ``memory`` and ``seconds``, as for :func:`holdfast.solve`.

    Returns
    -------
    Solved

    Raises
    ------
    QuestionError
        If a ranking is asked for and the plan's unknown cells give several.
    CapacityError
        If the plan's unknown cells give too many different models, or one of them is too large.
    """
    asked = Asked(limit, page, stable, ranking, where, nearest)
    check(family, asked)
    ready = prepared(family, threads=threads, **options)
    condition = condition_asked(family, asked)
    return told(family, joint(ready, parties=stable, where=condition, threads=threads, progress=progress), asked)


def check(family: Family, asked: Asked) -> None:
    """Raise before anything is computed if a question makes no sense for a family."""
    if asked.ranking and family.sure is None:
        raise QuestionError(
            f'plan "{family.plan}" leaves cells unknown that matter, so there is no one ranking to show'
        )
    condition_asked(family, asked)
    if asked.nearest:
        target(family, asked.nearest)


def condition_asked(family: Family, asked: Asked) -> Condition | None:
    """Return the condition that states have to satisfy, or None."""
    return condition_of(family.case, asked.where) if asked.where.strip() else None


def told(family: Family, found: Joint, asked: Asked) -> Solved:
    """Say of what was found what was asked for.

    Raises
    ------
    CapacityError
        If a ranking is asked for of more states than are listed.
    """
    if asked.ranking and not found.is_listed:
        raise CapacityError(
            f"refused: a ranking of {found.n_states:,} states would list them all", "leave out --ranking"
        )

    def states(key: tuple[str, str], *, some: bool = False) -> States:
        shown, whole = found.shown[key], found.sets[key]
        listed, of = (shown.some, whole.some) if some else (shown.every, whole.every)
        return States(len(listed), asked.of(listed), len(of) if asked.where else None)

    model, concepts = found.model, found.concepts
    parties = model.parties if asked.stable else ()
    return Solved(
        plan=model.plan,
        account=model.account,
        options=model.options,
        n_states=found.n_states,
        engine=found.choice.engine,
        reason=found.choice.reason,
        equilibria={c: states((EVERYBODY, c)) for c in concepts},
        stable_counts=found.counts,
        stable={(p, c): states((p, c)) for p in parties for c in concepts},
        unavailable=found.choice.unavailable,
        possible={c: states((EVERYBODY, c), some=True) for c in concepts} if found.n_models > 1 else {},
        n_models=found.n_models,
        rankings=_rankings(model, asked.limit) if asked.ranking else {},
        page=asked.page,
        where=asked.where,
        nearest=_nearest(family, found, asked.nearest) if asked.nearest else None,
        provenance=provenance(model, f"engine {found.choice.engine}"),
    )


def target(family: Family, name: str) -> tuple[str, str]:
    """Return the plan and the letters that a name stands for; the plan is empty where it is a state."""
    case = family.case
    if name in case.plans:
        return name, to_letters(plan_code(case, name), len(case.options))
    try:
        return "", letters_of(case, name)
    except ModelError as error:
        raise QuestionError(f"{error}; the plans are {', '.join(case.plans)}" if case.plans else str(error)) from error


def _nearest(family: Family, found: Joint, name: str) -> Nearest:
    plan, letters = target(family, name)
    shown = {concept: found.shown[EVERYBODY, concept].every for concept in found.concepts}
    return Nearest(letters, plan, {c: _near(states, letters) for c, states in shown.items()})


def _near(states: StateSet, letters: str) -> Near:
    """Return the members of a set that are nearest to a state; a letter ``-``, on either side, is not a difference."""
    close = states.nearest(letters, N_NEAREST)
    listed = tuple((state, _changes(states.structure, letters, state)) for state in close.states)
    return Near(close.n_changes, close.count, listed)


def _changes(structure: Structure, before: str, after: str) -> tuple[str, ...]:
    """Say what each party would do differently, as ``party: option and not option``."""
    changed: dict[str, list[str]] = {}
    for owner, name, a, b in zip(structure.owners, structure.options, before, after, strict=True):
        if a != b and "-" not in (a, b):
            party = structure.parties[owner]
            short = name.removeprefix(f"{party}.")
            changed.setdefault(party, []).append(short if b == "Y" else f"not {short}")
    return tuple(f"{party}: {' and '.join(words)}" for party, words in changed.items())


def _rankings(model: Model, limit: int) -> dict[str, tuple[States, ...]]:
    """List each party's states by rank, best first, at most ``limit`` of a tier."""
    return {name: tuple(_tiers(model, party, limit)) for party, name in enumerate(model.parties)}


def _tiers(model: Model, party: int, limit: int) -> Iterator[States]:
    import numpy as np

    ranks, structure = model.ranks(party), model.structure
    for rank in range(int(ranks.max(initial=0)), -1, -1):
        codes = structure.codes[np.flatnonzero(ranks == rank)]
        yield States(int(codes.size), tuple(sorted(structure.label(int(c)) for c in codes[:limit])))
