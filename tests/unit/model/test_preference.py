import random

import numpy as np
import pytest

from holdfast.errors import ModelError
from holdfast.model.formula import Bit, Negation
from holdfast.model.model import Model
from holdfast.model.preference import Statements, Tiers, deciding_statement, ranks_of, satisfied
from holdfast.testing import random_formula, random_model


def numbers(statements, codes, m):
    """The sum of 2^(k-j), as a Python integer of any size."""
    k = len(statements.formulas)
    return [sum(yes << (k - j) for j, yes in enumerate(satisfied(statements, code, m), 1)) for code in codes]


def assert_same_order(ranks, worth):
    levels = {w: r for r, w in enumerate(sorted(set(worth)))}
    assert ranks.tolist() == [levels[w] for w in worth]


def test_ranks_are_the_order_of_the_weighted_sums():
    rng = random.Random(1)
    codes = np.arange(64)
    for n in (0, 1, 5, 40):
        statements = Statements(tuple(random_formula(rng, 6) for _ in range(n)))
        assert_same_order(ranks_of(statements, codes, 6), numbers(statements, range(64), 6))


def test_two_hundred_statements_do_not_overflow():
    """Where the first 199 are equal everywhere the last decides; and a random 200 are in the right order."""
    always = Negation(Bit(0))
    codes = np.arange(8)
    late = Statements((always,) * 198 + (Bit(1), Bit(2)))
    assert ranks_of(late, codes, 3).tolist() == [4, 5, 6, 7, 0, 1, 2, 3]
    rng = random.Random(2)
    many = Statements(tuple(random_formula(rng, 8) for _ in range(200)))
    assert_same_order(ranks_of(many, np.arange(256), 8), numbers(many, range(256), 8))


def test_a_ranking_with_ties():
    ranks = ranks_of(Tiers(((3,), (0, 2), (1,))), np.arange(4), 2)
    assert ranks.tolist() == [1, 0, 1, 2]
    assert ranks.dtype == np.int32


def test_states_of_a_ranking_that_cannot_occur_are_passed_over():
    ranked = Tiers(((3,), (1, 2), (0,)))
    assert ranks_of(ranked, np.array([0, 1]), 2).tolist() == [0, 1]
    assert ranks_of(ranked, np.array([0, 2, 3]), 2).tolist() == [0, 1, 2]


def test_levels_compare_as_ranks_do():
    for seed in range(20):
        model = random_model(random.Random(seed), 3, 5)
        for party in range(3):
            ranks, states = model.ranks(party), model.structure.states
            for a in range(0, len(states), 3):
                for b in range(len(states)):
                    assert model.prefers(party, states[a], states[b]) == bool(ranks[a] > ranks[b])


def test_the_statement_that_decides():
    statements = Statements((Bit(0), Bit(1), Bit(2)))
    assert deciding_statement(statements, 0b011, 0b001, 3) == 1
    assert deciding_statement(statements, 0b100, 0b011, 3) == 0
    assert deciding_statement(statements, 0b011, 0b011, 3) is None
    assert deciding_statement(Tiers(((0,), (1,))), 0, 1, 1) is None


def test_parties_are_looked_up_by_id():
    model = Model(random_model(random.Random(1), 2, 3).structure, (Statements(()), Statements(())))
    assert model.party_index("party1") == 1
    with pytest.raises(ModelError, match="party0, party1"):
        model.party_index("party9")
