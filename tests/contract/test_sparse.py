"""The sparse engine against the contract, the definitions, and an independent search."""

import random
from dataclasses import replace

import numpy as np
import pytest

from holdfast.case import Direction
from holdfast.engines.dense.engine import DenseEngine
from holdfast.engines.engine import Work
from holdfast.engines.plain import PlainEngine
from holdfast.engines.sparse import SparseEngine, arcs, columns, flips, graph, simultaneous
from holdfast.errors import ModelError
from holdfast.model.formula import All, Bit, Negation, Same, conjunction
from holdfast.model.model import Model
from holdfast.model.preference import Statements
from holdfast.model.states import Merged
from holdfast.model.structure import Structure
from holdfast.stability import CONCEPTS, concepts
from holdfast.testing import EngineContract, random_explicit_model, random_model, random_preference
from tests.contract.brute import Matrices

ALL = tuple(CONCEPTS.values())
GRAPH = tuple(concept for concept in ALL if not concept.needs_option_form)
NAMES = tuple(concept.name for concept in GRAPH)
BOTH = Direction.BOTH


def quiet():
    pass


def masks_of(body, model):
    """All graph concepts by one of the engine's two bodies, whatever the engine would choose."""
    made = body(model, quiet)
    found = [made.verdicts(party, NAMES, quiet) for party in range(len(model.parties))]
    pack = {name: [np.packbits(each[name], bitorder="little").tobytes() for each in found] for name in NAMES}
    return {name: tuple(int.from_bytes(bits, "little") for bits in pack[name]) for name in NAMES}


def mixed_option_form(seed):
    """Two to ten options, two to five parties, none to most options one-way, options of a party not adjacent."""
    rng = random.Random(seed)
    model = random_model(
        rng, rng.randint(2, 5), rng.randint(2, 6 if seed % 10 else 10), one_way=rng.choice((0, 0.3, 0.9))
    )
    if seed % 4 == 0:
        owners = list(model.structure.owners)
        rng.shuffle(owners)
        model = Model(replace(model.structure, owners=tuple(owners)), model.preferences)
    return model


def mixed_explicit(seed):
    """Arcs, merged states, both, and every third time only some states named."""
    rng = random.Random(seed)
    model = random_explicit_model(rng, rng.randint(2, 5), rng.randint(2, 5))
    if seed % 3 == 0:
        structure = replace(model.structure, arcs=())
        labels = [structure.label(state) for state in structure.states]
        structure = replace(structure, only=frozenset(rng.sample(labels, rng.randint(1, len(labels)))))
        model = Model(structure, tuple(random_preference(rng, structure) for _ in structure.parties))
    return model


class TestSparse(EngineContract):
    make = staticmethod(SparseEngine)
    n_models = 400
    max_options = 8


@pytest.mark.parametrize("start", range(0, 600, 150))
def test_option_form_equals_the_definitions(start):
    for seed in range(start, start + 150):
        model = mixed_option_form(seed)
        wanted = ALL if model.structure.n_options < 7 else GRAPH
        assert SparseEngine().solve(model, wanted).masks == PlainEngine().solve(model, wanted).masks, seed


@pytest.mark.parametrize("start", range(0, 2000, 500))
def test_explicit_graphs_equal_the_definitions(start):
    for seed in range(start, start + 500):
        model = mixed_explicit(seed)
        if not model.structure.is_option_form:
            assert SparseEngine().solve(model, GRAPH).masks == PlainEngine().solve(model, GRAPH).masks, seed


def test_both_bodies_equal_the_independent_search():
    for seed in range(60):
        rng = random.Random(seed)
        model = random_model(rng, rng.randint(2, 4), rng.randint(2, 5), one_way=0.3)
        matrices, by_columns = Matrices(model), masks_of(flips.Flips, model)
        assert by_columns == masks_of(graph.Graph, model)
        for concept, per_party in by_columns.items():
            for party, mask in enumerate(per_party):
                assert mask == matrices.mask(concept, party), (seed, concept, party)


def test_the_search_in_order_of_value_equals_sweeps(monkeypatch):
    """From the first sweep on instead of the twenty-fourth."""
    for seed in range(300):
        option_form, explicit = mixed_option_form(seed), mixed_explicit(seed)
        wanted = [masks_of(flips.Flips, option_form), masks_of(graph.Graph, explicit)]
        with monkeypatch.context() as patch:
            patch.setattr(flips, "MAX_SWEEPS", 0)
            patch.setattr(graph, "MAX_SWEEPS", 0)
            assert [masks_of(flips.Flips, option_form), masks_of(graph.Graph, explicit)] == wanted, seed


def test_small_blocks_change_nothing(monkeypatch):
    """Whatever is cut into blocks for the sake of memory, cut very small."""
    monkeypatch.setattr(columns, "PAIRS", 3)
    monkeypatch.setattr(arcs, "CELLS", 3)
    monkeypatch.setattr(simultaneous, "CELLS", 5)
    monkeypatch.setattr(simultaneous, "CHUNK", 3)
    for seed in range(60):
        rng = random.Random(seed)
        model = random_model(rng, 3, 5, one_way=0.5)
        assert SparseEngine().solve(model, ALL).masks == PlainEngine().solve(model, ALL).masks, seed
        model = random_explicit_model(rng, 3, 4)
        assert SparseEngine().solve(model, GRAPH).masks == PlainEngine().solve(model, GRAPH).masks, seed


def chase(n_bits, n_own):
    """The second party matches the third, the third wants to be one ahead: sweeps go once around per number."""
    first, second = range(n_own, n_own + n_bits), range(n_own + n_bits, n_own + 2 * n_bits)
    match = conjunction(tuple(Same(Bit(a), Bit(b)) for a, b in zip(first, second, strict=True)))
    ahead, carry = [], ()
    for a, b in zip(reversed(first), reversed(second), strict=True):
        ahead.append(Same(Bit(b), Negation(Same(Bit(a), conjunction(carry)))))
        carry = (*carry, Bit(a))
    ahead.append(Negation(conjunction(carry)))
    m = n_own + 2 * n_bits
    structure = Structure(
        ("i", "j", "k"), tuple(map(str, range(m))), (0,) * n_own + (1,) * n_bits + (2,) * n_bits, (BOTH,) * m
    )
    top = conjunction(tuple(Bit(k) for k in (*first, *second)))
    mine = Statements((Negation(top), *(Bit(k) for k in first), Bit(0)))
    return Model(structure, (mine, Statements((match,)), Statements((conjunction(tuple(ahead)),))))


def test_preferences_that_run_in_circles_are_finished_by_the_search(monkeypatch):
    searched = []
    real = flips.settle_in_order
    monkeypatch.setattr(flips, "settle_in_order", lambda *a: (searched.append(a), real(*a)))
    model = chase(6, 1)
    wanted = concepts(["seq", "symmetric_seq"])
    assert SparseEngine().solve(model, wanted).masks == DenseEngine().solve(model, wanted).masks
    assert searched
    searched.clear()
    SparseEngine().solve(random_model(random.Random(1), 3, 9), wanted)
    assert not searched


@pytest.mark.parametrize("mine", [1, 6, 9])
@pytest.mark.parametrize("one_way", [0, 0.3])
def test_long_columns_have_tails(mine, one_way):
    """Parties with hundreds of strategies and a few states a fibre, in both orders."""
    for seed in range(3):
        rng = random.Random(seed)
        model = random_model(rng, 2, 10, one_way=one_way, n_rules=2)
        owners = (0,) * mine + (1,) * (10 - mine)
        model = Model(replace(model.structure, owners=owners), model.preferences)
        made = flips.Flips(model, quiet)
        if mine == 9 and not one_way:
            assert made.columns[0].tails
        assert SparseEngine().solve(model, GRAPH).masks == DenseEngine().solve(model, GRAPH).masks


def test_many_options_few_states():
    """Forty options of which rules leave few states: the same verdicts as where those states are named."""
    rng = random.Random(5)
    m = 40
    never = tuple(All((Bit(k), Negation(Bit(k + 1)))) for k in range(m - 1) if k % 8 != 7)
    never += tuple(All((Bit(8 * k), Bit(8 * k + 15))) for k in range(4))
    structure = Structure(
        tuple("abcde"), tuple(map(str, range(m))), tuple(k // 8 for k in range(m)), (BOTH,) * m, never
    )
    structure = replace(structure, never=(*never, *(Bit(k) for k in range(m) if k % 8 in (1, 2, 4, 5))))
    assert 20 < structure.n_states < 2000
    preferences = tuple(random_preference(rng, structure) for _ in structure.parties)
    named = replace(structure, never=(), only=frozenset(map(structure.label, structure.states)))
    mine = SparseEngine().solve(Model(structure, preferences), GRAPH).masks
    assert mine == SparseEngine().solve(Model(named, preferences), GRAPH).masks
    assert mine == PlainEngine().solve(Model(named, preferences), GRAPH).masks


def test_what_can_be_is_said_from_counts_alone():
    free = Structure(("a", "b"), tuple(map(str, range(30))), (0,) * 15 + (1,) * 15, (BOTH,) * 30)
    preferences = (Statements(()), Statements(()))
    body = SparseEngine()
    assert "1,073,741,824" in body.can(Model(free, preferences), GRAPH).reason
    ruled = replace(free, never=tuple(Bit(k) for k in range(12)))
    able = body.can(Model(ruled, preferences), GRAPH)
    assert able.able
    assert "codes" not in ruled.__dict__
    assert able.memory > 8 * ruled.n_states
    merged = replace(free, merged=(Merged("Y" * 15 + "-" * 15),))
    assert "merged" in body.can(Model(merged, preferences), GRAPH).reason
    assert not body.can(Model(replace(ruled, arcs=(((0, 1),), None)), preferences), ALL).able
    assert body.can(Model(replace(ruled, arcs=(((0, 1),), None)), preferences), GRAPH).able


def test_an_interruption_is_honoured_during_the_search():
    told = []

    def interrupt(done, total, note):
        told.append(done)
        if len(told) > 30:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        SparseEngine().solve(chase(6, 1), concepts(["seq"]), Work(interrupt))


def test_a_move_to_where_nothing_can_be_is_refused():
    structure = Structure(("a",), ("x", "y"), (0, 0), (BOTH,) * 2, (All((Bit(0), Bit(1))),), arcs=(((0, 3),),))
    with pytest.raises(ModelError, match="leads to YY"):
        SparseEngine().solve(Model(structure, (Statements(()),)), GRAPH)


def test_nothing_can_occur_and_nobody_can_move():
    nothing = Structure(("a", "b"), ("x", "y"), (0, 1), (BOTH,) * 2, (Bit(0), Negation(Bit(0))))
    model = Model(nothing, (Statements((Bit(0),)), Statements(())))
    assert SparseEngine().solve(model, ALL).masks == {concept.name: (0, 0) for concept in ALL}
    still = replace(nothing, never=(Bit(0), Bit(1)))
    assert SparseEngine().solve(Model(still, model.preferences), ALL).masks == {c.name: (1, 1) for c in ALL}
