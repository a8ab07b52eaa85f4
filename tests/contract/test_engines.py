"""Every engine against the contract, and both against a search written independently of them."""

import os
import random
from dataclasses import replace

import pytest

from holdfast.engines.dense import kernels, kernels_numpy
from holdfast.engines.dense.engine import DenseEngine
from holdfast.engines.dense.layout import Layout
from holdfast.engines.plain import PlainEngine, feasible_states
from holdfast.model.formula import All, Bit
from holdfast.model.model import Model
from holdfast.stability import CONCEPTS
from holdfast.testing import EngineContract, random_explicit_model, random_model, random_preference, random_structure
from tests.contract.brute import Matrices


class TestPlain(EngineContract):
    make = staticmethod(PlainEngine)
    n_models = 40


class TestDense(EngineContract):
    make = staticmethod(DenseEngine)
    n_models = 160
    max_options = 8

    def cases(self):
        return ((m, c) for m, c in super().cases() if m.structure.is_option_form)


class TestDenseInNumpy(TestDense):
    """The twins of the native kernels, whether or not those were built."""

    make = staticmethod(lambda: DenseEngine(kernels_numpy))
    n_models = 60


def varied_model(seed):
    """Two to ten options, two to five parties, none to many rules within and across parties, one-way options, ties."""
    rng = random.Random(seed)
    n_options = rng.randint(2, 7) if seed % 25 else rng.randint(8, 10)
    structure = random_structure(
        rng,
        rng.randint(2, 5),
        n_options,
        n_rules=rng.choice((0, 1, 3, 6)),
        one_way=rng.choice((0, 0.3, 0.8)),
        even=rng.random() < 0.5,
    )
    if seed % 2:  # at most one of a party's options: its axis has as many places as that leaves
        party = rng.randrange(len(structure.parties))
        own = [k for k, owner in enumerate(structure.owners) if owner == party]
        pairs = tuple(All((Bit(a), Bit(b))) for a in own for b in own if a < b)
        tighter = replace(structure, never=(*structure.never, *pairs))
        structure = tighter if tighter.n_states else structure
    rankings, n_statements = rng.choice((0, 0.5, 1)), rng.choice((1, 4, 9))
    return Model(
        structure,
        tuple(
            random_preference(rng, structure, n_statements=n_statements, rankings=rankings) for _ in structure.parties
        ),
    )


@pytest.mark.parametrize("start", range(0, 2000, 250))
def test_dense_equals_the_definitions_with_either_kernels(start):
    """Two thousand conflicts, all concepts, both sets of kernels where there are two."""
    concepts = tuple(CONCEPTS.values())
    bodies = [DenseEngine(kernels_numpy)]
    if kernels.BUILT:
        bodies.append(DenseEngine(kernels.kernels_native))
    axes = set()
    for seed in range(start, start + 250):
        model = varied_model(seed)
        wanted = concepts if model.structure.n_options < 8 else concepts[:5]
        expected = PlainEngine().solve(model, wanted).masks
        for body in bodies:
            assert body.solve(model, wanted).masks == expected, seed
        axes.update(Layout(model.structure).shape)
    assert {3, 5, 6} <= axes, "no axis was of mixed radix"


@pytest.mark.skipif(not kernels.BUILT, reason="the native extension is not built")
def test_the_kernels_in_use_are_those_that_were_built():
    expected = kernels_numpy if os.environ.get("HOLDFAST_KERNELS") == "numpy" else kernels.kernels_native
    assert kernels.kernels() is expected


@pytest.mark.parametrize("n_parties", [2, 3, 4, 5])
def test_both_engines_equal_the_independent_search(n_parties):
    for seed in range(30):
        rng = random.Random(1000 * n_parties + seed)
        model = random_model(rng, n_parties, rng.randint(2, 5), one_way=0.3)
        matrices = Matrices(model)
        for body in (PlainEngine(), DenseEngine()):
            masks = body.solve(model, tuple(CONCEPTS.values())).masks
            for concept, per_party in masks.items():
                for party, mask in enumerate(per_party):
                    assert mask == matrices.mask(concept, party), (seed, body.name, concept, party)


def test_plain_equals_the_independent_search_on_explicit_arcs_and_merged_states():
    concepts = tuple(c for c in CONCEPTS.values() if not c.needs_option_form)
    for seed in range(120):
        rng = random.Random(seed)
        model = random_explicit_model(rng, rng.randint(2, 4), rng.randint(2, 4))
        matrices = Matrices(model)
        masks = PlainEngine().solve(model, concepts).masks
        assert [model.structure.label(state) for state in model.structure.states] == matrices.labels
        for concept, per_party in masks.items():
            for party, mask in enumerate(per_party):
                assert mask == matrices.mask(concept, party), (seed, concept, party)


def test_plain_equals_the_independent_search_where_states_are_named():
    """Few named states and many options: moves are found by scanning the states, not by flipping."""
    for seed in range(80):
        rng = random.Random(seed)
        kind = random_explicit_model if seed % 2 else random_model
        structure = replace(kind(rng, rng.randint(2, 3), 4).structure, arcs=())
        labels = [structure.label(state) for state in structure.states]
        structure = replace(structure, only=frozenset(rng.sample(labels, rng.randint(1, min(9, len(labels))))))
        model = Model(structure, tuple(random_preference(rng, structure) for _ in structure.parties))
        matrices = Matrices(model)
        concepts = tuple(c for c in CONCEPTS.values() if structure.is_option_form or not c.needs_option_form)
        for concept, per_party in PlainEngine().solve(model, concepts).masks.items():
            for party, mask in enumerate(per_party):
                assert mask == matrices.mask(concept, party), (seed, concept, party)


def test_plain_finds_the_feasible_states_that_the_arrays_find():
    for seed in range(100):
        rng = random.Random(seed)
        kind = random_explicit_model if seed % 2 else random_model
        structure = kind(rng, 3, rng.randint(2, 7)).structure
        if seed % 3 == 0:
            labels = [structure.label(state) for state in structure.states]
            structure = replace(structure, only=frozenset(rng.sample(labels, rng.randint(1, len(labels)))))
        assert feasible_states(structure) == structure.states


@pytest.mark.parametrize(("n_parties", "n_options"), [(2, 10), (3, 10), (2, 9), (5, 10)])
def test_engines_agree_on_larger_conflicts(n_parties, n_options):
    """Long axes: the running minimum by doubling and the walk for many strategies are reached."""
    for seed in range(2):
        model = random_model(random.Random(seed), n_parties, n_options, n_rules=5, one_way=0.15 * seed)
        concepts = tuple(CONCEPTS.values())
        assert DenseEngine().solve(model, concepts).masks == PlainEngine().solve(model, concepts).masks


def test_dense_refuses_what_it_has_no_grid_for():
    """Options of a party that do not stand together, and conflicts in which only named states can occur."""
    concepts = tuple(CONCEPTS.values())
    model = random_model(random.Random(1), 3, 6, even=True)
    mixed = replace(model.structure, owners=tuple(k % 3 for k in range(6)))
    named = replace(model.structure, only=frozenset([model.structure.label(model.structure.states[0])]))
    for structure, why in ((mixed, "stand together"), (named, "named states")):
        able = DenseEngine().can(Model(structure, model.preferences), concepts)
        assert not able.able
        assert why in able.reason
