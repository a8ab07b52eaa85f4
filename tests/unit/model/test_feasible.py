"""The diagram of what can occur, against visiting every code."""

import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.case import Direction
from holdfast.errors import CapacityError
from holdfast.model import feasible
from holdfast.model import structure as module
from holdfast.model.feasible import count_where, diagram, first_feasible
from holdfast.model.formula import FALSE, TRUE, All, Bit, Negation, Same, holds, on_codes
from holdfast.model.states import Merged
from holdfast.model.structure import Structure
from holdfast.testing import formulas, random_formula, random_structure


def visited(never, n_options):
    def taken(code):
        return lambda k: bool(code >> (n_options - 1 - k) & 1)

    return [c for c in range(1 << n_options) if not any(holds(formula, taken(c)) for formula in never)]


def free(n_options, never=()):
    half = n_options // 2
    owners = (0,) * half + (1,) * (n_options - half)
    return Structure(("a", "b"), tuple(map(str, range(n_options))), owners, (Direction.BOTH,) * n_options, never)


@given(st.integers(1, 7).flatmap(lambda m: st.tuples(st.just(m), st.lists(formulas(m), max_size=4))))
def test_it_counts_and_lists_what_visiting_finds(drawn):
    n_options, never = drawn
    made = diagram(never, n_options)
    wanted = visited(never, n_options)
    assert made.count == len(wanted)
    assert made.first() == (wanted[0] if wanted else None)
    assert made.codes().tolist() == wanted
    assert made.codes().dtype == np.int64


def test_every_node_is_a_question_that_matters_and_asked_once():
    for seed in range(50):
        rng = random.Random(seed)
        made = diagram([random_formula(rng, 8, 3) for _ in range(3)], 8)
        inner = range(2, len(made.level))
        triples = [(made.level[k], made.low[k], made.high[k]) for k in inner]
        assert len(set(triples)) == len(triples)
        for level, low, high in triples:
            assert low != high
            assert level < min(made.level[low], made.level[high])
        led_to = {made.root, *made.low[2:], *made.high[2:]}
        assert led_to >= set(inner)


def test_rules_may_be_true_or_false_everywhere():
    assert diagram([], 50).count == 1 << 50
    assert diagram([FALSE], 50).count == 1 << 50
    assert diagram([TRUE], 50).count == 0
    assert diagram([TRUE], 50).codes().size == 0
    assert diagram([], 0).codes().tolist() == [0]


def test_listing_goes_on_where_prefixes_are_split(monkeypatch):
    monkeypatch.setattr(feasible, "CHUNK", 3)
    for seed in range(20):
        rng = random.Random(seed)
        never = [random_formula(rng, 9) for _ in range(2)]
        assert diagram(never, 9).codes().tolist() == visited(never, 9)


def test_sizes_that_nobody_could_visit_are_counted_exactly():
    pairs = tuple(All((Bit(k), Bit(k + 1))) for k in range(0, 60, 2))
    assert diagram(pairs, 60).count == 3**30
    assert free(60, pairs).n_states == 3**30
    chain = tuple(All((Bit(k), Negation(Bit(k + 1)))) for k in range(59))  # each option implies the next
    assert free(60, chain).codes.tolist() == [(1 << k) - 1 for k in range(61)]
    assert free(40).n_states == 1 << 40


def test_a_formula_is_counted_and_the_first_state_found():
    for seed in range(20):
        rng = random.Random(seed)
        structure, formula = random_structure(rng, 3, 7), random_formula(rng, 7)
        assert count_where(structure, formula) == np.count_nonzero(on_codes(formula, structure.codes, 7))
        assert first_feasible(structure) == structure.states[0]
    assert count_where(free(60), Bit(7)) == 1 << 59


@pytest.mark.parametrize("few", [0, 16])
def test_a_structure_lists_the_same_states_either_way(few, monkeypatch):
    monkeypatch.setattr(module, "FEW_OPTIONS", few)
    for seed in range(60):
        rng = random.Random(seed)
        structure = random_structure(rng, 3, rng.randint(2, 9))
        counted = replace(structure).n_states  # before anything is listed
        assert structure.codes.tolist() == visited(structure.never, structure.n_options)
        assert counted == structure.n_states == structure.codes.size


def test_merged_and_named_states_are_not_left_to_the_rules_alone(monkeypatch):
    monkeypatch.setattr(module, "FEW_OPTIONS", 0)
    ruled = free(6, (All((Bit(0), Bit(1))),))
    assert ruled.n_states == 48
    merged = replace(ruled, merged=(Merged("Y-----"),))
    assert merged.n_states == 32 + 1
    assert merged.states == (*range(32), 32)
    named = replace(ruled, only=frozenset({"NNNNNN", "NYNNNN", "YYNNNN"}))
    assert named.n_states == 2
    assert named.states == (0, 16)


def test_counting_lists_nothing():
    structure = free(28, (All((Bit(0), Bit(27))),))
    assert structure.n_states == 3 << 26
    assert "codes" not in structure.__dict__


def test_too_many_states_to_list_are_refused_with_their_number_and_a_remedy():
    with pytest.raises(CapacityError, match=r"1,099,511,627,776 states of 40 options.* 8,192 GiB") as refused:
        _ = free(40).codes
    assert "feasible: named" in refused.value.remedy


ENTANGLED = tuple(Negation(Same(Bit(k), Bit(k + 30))) for k in range(30))


def test_rules_too_entangled_are_refused_once_and_for_all(monkeypatch):
    with pytest.raises(CapacityError, match="entangled"):
        diagram(ENTANGLED, 60, max_nodes=1000)
    monkeypatch.setattr(feasible, "diagram", lambda never, m: diagram(never, m, max_nodes=1000))
    structure = free(60, ENTANGLED)
    with pytest.raises(CapacityError, match="entangled") as first:
        _ = structure.n_states
    with pytest.raises(CapacityError) as second:
        _ = structure.codes
    assert first.value is second.value


def test_where_few_codes_can_be_visited_entangled_rules_are_no_obstacle(monkeypatch):
    monkeypatch.setattr(feasible, "diagram", lambda never, m: diagram(never, m, max_nodes=50))
    rules = tuple(Negation(Same(Bit(k), Bit(k + 9))) for k in range(9))
    structure = free(18, rules)
    assert structure.n_states == 1 << 9
    assert structure.codes.tolist() == [half << 9 | half for half in range(1 << 9)]
    with pytest.raises(CapacityError):
        _ = structure.diagram
