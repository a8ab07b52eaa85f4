"""Every engine against the contract, and both against a search written independently of them."""

import random
from dataclasses import replace

import pytest

from holdfast.engines.dense.engine import DenseEngine
from holdfast.engines.plain import PlainEngine, feasible_states
from holdfast.model.model import Model
from holdfast.stability import CONCEPTS
from holdfast.testing import EngineContract, random_explicit_model, random_model, random_preference
from tests.contract.brute import Matrices


class TestPlain(EngineContract):
    make = staticmethod(PlainEngine)
    n_models = 40


class TestDense(EngineContract):
    make = staticmethod(DenseEngine)
    n_models = 400
    max_options = 8

    def cases(self):
        return ((m, c) for m, c in super().cases() if m.structure.is_option_form)


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


def test_both_engines_equal_the_independent_search_where_states_are_named():
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
        for body in (PlainEngine(), DenseEngine()) if structure.is_option_form else (PlainEngine(),):
            for concept, per_party in body.solve(model, concepts).masks.items():
                for party, mask in enumerate(per_party):
                    assert mask == matrices.mask(concept, party), (seed, body.name, concept, party)


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


def test_dense_does_not_need_a_party_s_options_to_be_adjacent():
    for seed in range(40):
        rng = random.Random(seed)
        model = random_model(rng, 3, 6)
        owners = list(model.structure.owners)
        rng.shuffle(owners)
        mixed = Model(replace(model.structure, owners=tuple(owners)), model.preferences)
        concepts = tuple(CONCEPTS.values())
        assert DenseEngine().solve(mixed, concepts).masks == PlainEngine().solve(mixed, concepts).masks
