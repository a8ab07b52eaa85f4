"""For tests, ours and other people's: random conflicts, hypothesis strategies for them, and the contract of an engine.

Needs the extra ``holdfast[test]``. An engine's author subclasses :class:`EngineContract` in a test module:

    class TestMine(EngineContract):
        make = staticmethod(MyEngine)
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace

from hypothesis import strategies as st

from holdfast.case import Direction
from holdfast.engines.engine import Engine, Work
from holdfast.engines.plain import PlainEngine
from holdfast.engines.solution import Solution
from holdfast.model.formula import Bit, Const, Formula, Negation, Same, conjunction, disjunction, negation
from holdfast.model.model import Model
from holdfast.model.preference import Preference, Statements, Tiers, Weights
from holdfast.model.states import Merged
from holdfast.model.structure import Structure
from holdfast.stability import CONCEPTS, Concept

# -- random conflicts from a seed ------------------------------------------------------------------------------------


def random_formula(rng: random.Random, n_options: int, depth: int = 2) -> Formula:
    """Return a random condition over options, a literal or a small tree."""
    if depth == 0 or rng.random() < 0.4:
        bit = Bit(rng.randrange(n_options))
        return bit if rng.random() < 0.5 else Negation(bit)
    parts = tuple(random_formula(rng, n_options, depth - 1) for _ in range(rng.choice((2, 2, 3))))
    kind = rng.randrange(5)
    return Same(*parts[:2]) if kind == 4 else conjunction(parts) if kind % 2 else disjunction(parts)


def random_structure(
    rng: random.Random, n_parties: int, n_options: int, *, n_rules: int = 3, one_way: float = 0.2, even: bool = False
) -> Structure:
    """Return a random structure in option form with at least one feasible state.

    Parameters
    ----------
    rng : random.Random
        Source of chance.
    n_parties, n_options : int
        How many.
    n_rules : int
        How many rules, each a forbidden combination of two or three literals; fewer if they would forbid everything.
    one_way : float
        Share of options that change one way only, half of them each way.
    even : bool
        Whether options are dealt out evenly; otherwise some parties may have none.

    Returns
    -------
    Structure
    """
    deal = (k % n_parties for k in range(n_options)) if even else (rng.randrange(n_parties) for _ in range(n_options))
    owners = tuple(sorted(deal))
    one = (Direction.TAKE_ONLY, Direction.DROP_ONLY)
    directions = tuple(rng.choice(one) if rng.random() < one_way else Direction.BOTH for _ in owners)
    never = tuple(
        conjunction(tuple(random_formula(rng, n_options, 0) for _ in range(rng.choice((2, 3))))) for _ in range(n_rules)
    )
    parties = tuple(f"party{k}" for k in range(n_parties))
    options = tuple(f"{parties[owner]}.option{k}" for k, owner in enumerate(owners))
    return _with_states(Structure(parties, options, owners, directions, never))


def _with_states(structure: Structure) -> Structure:
    """Leave out rules, last first, until something can occur."""
    while not structure.n_states:
        structure = replace(structure, never=structure.never[:-1])
    return structure


def random_ranking(rng: random.Random, states: tuple[int, ...]) -> Tiers:
    """Return a random ranking with ties, from all states equal to none."""
    n_tiers = rng.randint(1, len(states))
    tiers: dict[int, list[int]] = {}
    for state in states:
        tiers.setdefault(rng.randrange(n_tiers), []).append(state)
    return Tiers(tuple(tuple(tier) for tier in tiers.values()))


def random_weights(rng: random.Random, n_options: int, n_terms: int = 6) -> Weights:
    """Return random weights, small enough for ties, with a red line or without."""
    terms = tuple((random_formula(rng, n_options), rng.randint(-3, 4)) for _ in range(n_terms))
    lines = tuple(random_formula(rng, n_options) for _ in range(rng.choice((0, 0, 1, 2))))
    return Weights(terms, lines, rng.choice((1, 2)), "points")


def random_preference(
    rng: random.Random, structure: Structure, *, n_statements: int = 6, rankings: float = 0.5, weights: float = 0.0
) -> Preference:
    """Return random statements or, with the probabilities given, random weights or a random ranking."""
    if weights and rng.random() < weights:
        return random_weights(rng, structure.n_options, n_statements)
    if rng.random() < rankings:
        return random_ranking(rng, structure.states)
    return Statements(tuple(random_formula(rng, structure.n_options) for _ in range(n_statements)))


def random_model(
    rng: random.Random,
    n_parties: int,
    n_options: int,
    *,
    n_rules: int = 3,
    one_way: float = 0.2,
    n_statements: int = 6,
    rankings: float = 0.5,
    weights: float = 0.0,
    even: bool = False,
) -> Model:
    """Return a random conflict in option form; the same seed gives the same conflict.

    Parameters
    ----------
    rng : random.Random
        Source of chance.
    n_parties, n_options, n_rules, one_way, even
        As for :func:`random_structure`.
    n_statements : int
        Statements a party, where it has statements.
    rankings : float
        Share of parties that have a ranking with ties instead, of those without weights.
    weights : float
        Share of parties that have weights.

    Returns
    -------
    Model

    Examples
    --------
    >>> random_model(random.Random(1), 3, 6)
    Model(3 parties, 6 options)
    """
    structure = random_structure(rng, n_parties, n_options, n_rules=n_rules, one_way=one_way, even=even)
    return Model(
        structure,
        tuple(
            random_preference(rng, structure, n_statements=n_statements, rankings=rankings, weights=weights)
            for _ in range(n_parties)
        ),
    )


def random_explicit_model(rng: random.Random, n_parties: int, n_options: int, *, weights: float = 0.0) -> Model:
    """Return a random conflict not in option form: merged states, explicit (mostly intransitive) arcs, or both."""
    structure = random_structure(rng, n_parties, n_options, n_rules=rng.randrange(3))
    kind = rng.randrange(3)
    if kind != 0:
        structure = _with_states(replace(structure, merged=_random_merged(rng, n_options)))
    if kind != 1:
        structure = replace(structure, arcs=_random_arcs(rng, structure.states, n_parties))
    return Model(structure, tuple(random_preference(rng, structure, weights=weights) for _ in range(n_parties)))


def with_unknown(rng: random.Random, model: Model, *, parties: float = 0.7) -> Model:
    """Return a conflict in which some comparisons of some parties are unknown: statements, or pairs of a ranking.

    Parameters
    ----------
    rng : random.Random
        Source of chance.
    model : Model
        Any, without weights.
    parties : float
        Share of parties that are unsure.

    Returns
    -------
    Model
    """

    def unsure(preference: Preference) -> Preference:
        if isinstance(preference, Statements):
            n = len(preference.formulas)
            return replace(preference, unknown=tuple(sorted(rng.sample(range(n), min(n, rng.choice((1, 1, 2, 4)))))))
        if isinstance(preference, Tiers) and model.n_states > 1:
            pairs = [
                tuple(rng.sample(model.structure.states, 2)) for _ in range(rng.choice((1, 3, 3 * model.n_states)))
            ]
            return replace(preference, unknown=tuple((a, b) for a, b in dict.fromkeys(pairs)))
        return preference

    return model.replace(preferences=tuple(unsure(p) if rng.random() < parties else p for p in model.preferences))


def with_strength(rng: random.Random, model: Model) -> Model:
    """Return a conflict in which some preferences are great: the first statements, or from some tier to the next."""

    def strong(preference: Preference) -> Preference:
        if isinstance(preference, Statements):
            return replace(preference, greatly=rng.randint(0, len(preference.formulas)))
        if isinstance(preference, Tiers):
            places = range(1, len(preference.tiers))
            return replace(preference, greatly=tuple(k for k in places if rng.random() < 0.4))
        return preference

    return model.replace(preferences=tuple(map(strong, model.preferences)))


def _random_merged(rng: random.Random, n_options: int) -> tuple[Merged, ...]:
    """Return one or two disjoint patterns, each with at least one free letter."""
    place = rng.randrange(n_options)
    free = rng.choice([k for k in range(n_options) if k != place])
    found = []
    for letter in rng.sample("YN", rng.randint(1, 2)):
        letters = [rng.choice("YN--") for _ in range(n_options)]
        letters[place], letters[free] = letter, "-"
        found.append(Merged("".join(letters)))
    return tuple(found)


def _random_arcs(
    rng: random.Random, states: tuple[int, ...], n_parties: int
) -> tuple[tuple[tuple[int, int], ...] | None, ...]:
    def some() -> tuple[tuple[int, int], ...]:
        pairs = ((rng.choice(states), rng.choice(states)) for _ in range(rng.randrange(2 * len(states))))
        return tuple(dict.fromkeys((start, end) for start, end in pairs if start != end))

    return tuple(some() if k == 0 or rng.random() < 0.7 else None for k in range(n_parties))


# -- hypothesis strategies -------------------------------------------------------------------------------------------


def formulas(n_options: int) -> st.SearchStrategy[Formula]:
    """Generate conditions over some number of options."""
    bits = st.integers(0, n_options - 1).map(Bit)
    leaves: st.SearchStrategy[Formula] = st.one_of(bits, bits.map(Negation), st.booleans().map(Const))
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            inner.map(negation),
            st.lists(inner, min_size=2, max_size=3).map(lambda parts: conjunction(tuple(parts))),
            st.lists(inner, min_size=2, max_size=3).map(lambda parts: disjunction(tuple(parts))),
            st.tuples(inner, inner).map(lambda sides: Same(*sides)),
        ),
        max_leaves=6,
    )


@st.composite
def structures(
    draw: st.DrawFn, min_options: int = 2, max_options: int = 6, min_parties: int = 2, max_parties: int = 5
) -> Structure:
    """Generate structures in option form: rules, options that change one way only, parties without options."""
    n_parties = draw(st.integers(min_parties, max_parties))
    n_options = draw(st.integers(min_options, max_options))
    owners = tuple(sorted(draw(st.lists(st.integers(0, n_parties - 1), min_size=n_options, max_size=n_options))))
    directions = tuple(
        draw(st.lists(st.sampled_from([Direction.BOTH, *Direction]), min_size=n_options, max_size=n_options))
    )
    never = tuple(draw(st.lists(formulas(n_options), max_size=3)))
    parties = tuple(f"party{k}" for k in range(n_parties))
    options = tuple(f"{parties[owner]}.option{k}" for k, owner in enumerate(owners))
    return _with_states(Structure(parties, options, owners, directions, never))


@st.composite
def preferences(draw: st.DrawFn, structure: Structure) -> Preference:
    """Generate statements, weights, or rankings with ties, over the feasible states of a structure."""
    kind = draw(st.integers(0, 2))
    if kind == 2:
        terms = draw(st.lists(st.tuples(formulas(structure.n_options), st.integers(-3, 4)), max_size=6))
        return Weights(tuple(terms), tuple(draw(st.lists(formulas(structure.n_options), max_size=2))))
    if kind == 0:
        return Statements(tuple(draw(st.lists(formulas(structure.n_options), max_size=6))))
    states = structure.states
    levels = draw(st.lists(st.integers(0, len(states) - 1), min_size=len(states), max_size=len(states)))
    tiers: dict[int, list[int]] = {}
    for level, state in sorted(zip(levels, states, strict=True)):
        tiers.setdefault(level, []).append(state)
    return Tiers(tuple(tuple(tier) for tier in tiers.values()))


@st.composite
def models(
    draw: st.DrawFn, min_options: int = 2, max_options: int = 6, min_parties: int = 2, max_parties: int = 5
) -> Model:
    """Generate conflicts in option form: infeasible states, one-way options, ties, statements and rankings."""
    structure = draw(structures(min_options, max_options, min_parties, max_parties))
    return Model(structure, tuple(draw(preferences(structure)) for _ in structure.parties))


def explicit_models(max_options: int = 4, max_parties: int = 4) -> st.SearchStrategy[Model]:
    """Generate conflicts with merged states, explicit arcs, or both; from seeds, so that they do not shrink."""
    return st.builds(
        lambda seed, n, m: random_explicit_model(random.Random(seed), n, m),
        st.integers(0, 1 << 32),
        st.integers(2, max_parties),
        st.integers(2, max_options),
    )


# -- the contract of an engine ---------------------------------------------------------------------------------------


class EngineContract:
    """What every engine must do; subclass it in a test module and set ``make``.

    Attributes
    ----------
    make : callable
        Makes the engine.
    n_models : int
        How many random conflicts are compared with the definitions.
    max_options : int
        Largest number of options among them.
    """

    make: Callable[[], Engine]
    n_models: int = 200
    max_options: int = 7

    def cases(self) -> Iterator[tuple[Model, tuple[Concept, ...]]]:
        """Yield the random conflicts that the engine says it can do, with the concepts defined for them."""
        body, found = self.make(), 0
        for seed in range(self.n_models):
            rng = random.Random(seed)
            n_parties, n_options = rng.randint(2, 5), rng.randint(2, self.max_options)
            weights = 0.6 if seed % 4 == 3 else 0.0
            model = random_model(rng, n_parties, n_options, weights=weights)
            if seed % 5 == 0:
                model = random_explicit_model(rng, n_parties, min(n_options, 4), weights=weights)
            concepts = tuple(c for c in CONCEPTS.values() if model.structure.is_option_form or not c.needs_option_form)
            if body.can(model, concepts).able:
                found += 1
                yield model, concepts
        assert found >= self.n_models // 2, "the engine can do too few of the conflicts"

    def test_every_verdict_is_that_of_the_definitions(self) -> None:
        """Compare every state, party and concept with the plain engine, tolerance zero."""
        for number, (model, concepts) in enumerate(self.cases()):
            mine, theirs = self.make().solve(model, concepts), PlainEngine().solve(model, concepts)
            assert mine.masks == theirs.masks, f"conflict {number}: {model}"

    def test_the_solution_says_who_made_it(self) -> None:
        """The engine's name and exactly the concepts asked for, in order, are recorded."""
        model, concepts = next(self.cases())
        solution = self.make().solve(model, concepts[1:3])
        assert isinstance(solution, Solution)
        assert solution.engine == self.make().name
        assert solution.concepts == tuple(concept.name for concept in concepts[1:3])
        assert solution.model is model

    def test_one_concept_at_a_time_is_the_same_as_all_at_once(self) -> None:
        """Sharing work between concepts must not show."""
        for _, (model, concepts) in zip(range(10), self.cases(), strict=False):
            together = self.make().solve(model, concepts)
            for concept in concepts:
                assert self.make().solve(model, (concept,)).masks[concept.name] == together.masks[concept.name]

    def test_progress_is_told(self) -> None:
        """Progress is told in steps that only grow and end at the total."""
        model, concepts = next(self.cases())
        told: list[tuple[int, int, str]] = []
        self.make().solve(model, concepts, Work(lambda done, total, note: told.append((done, total, note))))
        assert told
        assert [done for done, _, _ in told] == sorted({done for done, _, _ in told})
        assert told[-1][0] == told[-1][1] == max(total for _, total, _ in told)

    def test_it_estimates_before_it_starts(self) -> None:
        """An engine that can do a model says what it will cost; one that cannot says why."""
        model, concepts = next(self.cases())
        able = self.make().can(model, concepts)
        assert able.able
        assert able.seconds > 0
        assert able.memory > 0
        many = Structure(("a", "b"), tuple(f"o{k}" for k in range(60)), (0,) * 30 + (1,) * 30, (Direction.BOTH,) * 60)
        refused = self.make().can(Model(many, (Statements(()), Statements(()))), concepts)
        assert not refused.able
        assert refused.reason

    def test_the_same_model_gives_the_same_solution(self) -> None:
        """Nothing depends on chance, order of dictionaries or what was solved before."""
        model, concepts = next(self.cases())
        assert self.make().solve(model, concepts).masks == self.make().solve(model, concepts).masks
