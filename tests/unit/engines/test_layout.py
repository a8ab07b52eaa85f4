"""The grid: mixed radix, classes of one-way options, places and codes."""

import random
from itertools import product

import numpy as np
import pytest

from holdfast.case import Direction
from holdfast.engines.dense.engine import DenseEngine
from holdfast.engines.dense.layout import MAX_STRATEGIES, Layout
from holdfast.errors import CapacityError
from holdfast.model.formula import All, Bit, Negation, Some
from holdfast.model.model import Model
from holdfast.model.preference import Statements
from holdfast.model.structure import Structure
from holdfast.stability import concepts
from holdfast.testing import random_structure

BOTH, TAKE, DROP = Direction.BOTH, Direction.TAKE_ONLY, Direction.DROP_ONLY


def at_most_one(options):
    return tuple(All((Bit(a), Bit(b))) for a in options for b in options if a < b)


def structure_of(owners, never=(), directions=None, n_parties=None):
    n_parties = n_parties or max(owners) + 1
    names = tuple(f"o{k}" for k in range(len(owners)))
    return Structure(tuple("abcdef"[:n_parties]), names, owners, directions or (BOTH,) * len(owners), never)


def test_rules_within_a_party_shrink_its_axis_and_rules_across_leave_holes():
    across = All((Bit(0), Bit(5)))
    layout = Layout(structure_of((0,) * 3 + (1,) * 4, (*at_most_one(range(3)), Bit(3), across)))
    assert layout.shape == (4, 8)
    assert layout.size == layout.n_places == 32
    assert layout.rules == (across,)
    assert layout.axes[0].codes.tolist() == [0, 0b0010000, 0b0100000, 0b1000000]
    assert layout.axes[1].codes.tolist() == list(range(8))


def test_a_party_without_options_has_one_strategy_and_one_with_a_forced_choice_too():
    layout = Layout(structure_of((1, 3), (Negation(Bit(1)),), n_parties=5))
    assert layout.shape == (1, 2, 1, 1, 1)
    assert layout.axes[3].codes.tolist() == [1]
    assert layout.codes(np.arange(2)).tolist() == [1, 3]
    assert [layout.place(1), layout.place(3)] == [0, 1]
    assert layout.axes[0].classes.tolist() == [0]
    assert layout.axes[0].blob.tolist() == [1, 1, 0, 1, 0, 0, 1, 0]


def test_an_axis_without_any_strategy_makes_an_empty_grid():
    layout = Layout(structure_of((0, 1), (Bit(0), Negation(Bit(0)))))
    assert layout.shape == (0, 2)
    assert layout.size == 0


def test_places_and_codes_are_each_other_s_inverse_in_the_order_of_letters():
    for seed in range(60):
        rng = random.Random(seed)
        structure = random_structure(rng, rng.randint(1, 5), rng.randint(2, 8), n_rules=rng.randint(0, 6))
        layout = Layout(structure)
        codes = layout.codes(np.arange(layout.size))
        assert (np.diff(codes) > 0).all()
        own = [rule for rule in structure.never if rule not in layout.rules]
        fits = Structure(structure.parties, structure.options, structure.owners, structure.directions, tuple(own))
        assert codes.tolist() == list(fits.states), "the grid is what rules within parties leave"
        places = layout.places(structure.codes)
        assert np.array_equal(layout.codes(places), structure.codes)
        assert [layout.place(int(code)) for code in structure.codes] == places.tolist()


def test_strategies_become_each_other_as_moves_say():
    for seed in range(40):
        rng = random.Random(seed)
        structure = random_structure(rng, 3, rng.randint(3, 7), one_way=0.5)
        layout = Layout(structure)
        place_of = dict(zip(structure.states, layout.places(structure.codes).tolist(), strict=True))
        for party in range(3):
            _, size, inner = layout.view(party)
            legal = layout.axes[party].legal()
            for state in structure.states:
                mine = place_of[state] // inner % size
                ends = {mine + (place_of[end] - place_of[state]) // inner for end in structure.moves(party, state)}
                fibre = [place_of[state] + (b - mine) * inner for b in range(size)]
                expected = {b for b in range(size) if b != mine and legal[mine, b] and fibre[b] in place_of.values()}
                assert ends == expected


@pytest.mark.parametrize(
    "directions",
    [(TAKE, DROP, BOTH), (TAKE,) * 3, (DROP,) * 4, (TAKE, TAKE, DROP, DROP, BOTH), (BOTH,) * 3],
    ids=lambda found: "".join(d.name[0] for d in found),
)
@pytest.mark.parametrize("rules", [0, 2])
def test_classes_edges_and_onward_against_every_pair(directions, rules):
    m = len(directions)
    rng = random.Random(m + rules)
    never = tuple(All((Bit(rng.randrange(m)), Negation(Bit(rng.randrange(m))))) for _ in range(rules))
    axis = Layout(structure_of((0,) * m, never, directions)).axes[0]

    def may(a, b):
        letters = [(int(a) >> (m - 1 - k) & 1, int(b) >> (m - 1 - k) & 1) for k in range(m)]
        wrong = {TAKE: (1, 0), DROP: (0, 1), BOTH: None}
        return all(pair != wrong[d] for pair, d in zip(letters, directions, strict=True))

    legal = [[may(a, b) for b in axis.codes] for a in axis.codes]
    assert axis.legal().tolist() == legal
    for a, b in product(range(axis.size), repeat=2):
        p, q = int(axis.classes[a]), int(axis.classes[b])
        assert (p in axis.below[q]) == legal[a][b]
        assert (p == q) == (legal[a][b] and legal[b][a])
    starts, members = axis.onward[: axis.size + 1], axis.onward[axis.size + 1 :]
    for a in range(axis.size):
        onward = members[starts[a] : starts[a + 1]].tolist()
        assert onward == [b for b in range(axis.size) if b != a and legal[a][b]]
    known = [{c} for c in range(axis.n_classes)]
    for q, p in axis.edges:  # followed once, in this order, they bring every class what is above it
        known[q] |= known[p]
    assert known == [{p for p in range(axis.n_classes) if q in axis.below[p]} for q in range(axis.n_classes)]


def test_blocks_and_views():
    layout = Layout(structure_of((0, 1, 1, 2), at_most_one((1, 2))))
    assert layout.shape == (2, 3, 2)
    assert [layout.view(k) for k in range(3)] == [(1, 2, 6), (2, 3, 2), (6, 2, 1)]
    assert layout.view(1, 2) == (2, 2, 2)
    assert layout.block(1, 0, 2) == (1, 2, 4)
    assert layout.block(1, 2, 2) == (4, 2, 1)


def test_the_grid_is_described_for_whoever_reads_saved_bits():
    for seed in range(10):
        layout = Layout(random_structure(random.Random(seed), 4, 6))
        axes = layout.describe()["axes"]
        words = ["".join(word) for word in product(*(axis["strategies"] for axis in axes))]
        structure = layout.structure
        assert words == [structure.label(int(code)) for code in layout.codes(np.arange(layout.size))]
        assert [name for axis in axes for name in axis["options"]] == list(structure.options)
        assert [axis["party"] for axis in axes] == list(structure.parties)


def test_too_many_strategies_are_refused_before_they_are_listed():
    structure = structure_of((0,) * 21 + (1,))
    assert MAX_STRATEGIES < 1 << 21
    with pytest.raises(CapacityError, match="21 options"):
        _ = Layout(structure).shape
    able = DenseEngine().can(Model(structure, (Statements(()),) * 2), concepts(["nash"]))
    assert not able.able
    assert "21 options" in able.reason


def test_a_rule_without_options_and_a_rule_about_several_parties_are_holes():
    some = Some((Bit(0), Bit(1)))
    assert Layout(structure_of((0, 1), (some,))).rules == (some,)


def test_layouts_of_one_structure_are_equal():
    structure = structure_of((0, 1, 1))
    assert Layout(structure) == Layout(structure)
    assert Layout(structure) != Layout(structure_of((0, 0, 1)))
