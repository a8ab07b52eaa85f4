import random

import numpy as np

from holdfast.case import Direction
from holdfast.engines.dense.layout import Axis, Layout
from holdfast.model.structure import Structure
from holdfast.testing import random_structure

BOTH, TAKE, DROP = Direction.BOTH, Direction.TAKE_ONLY, Direction.DROP_ONLY


def test_a_party_s_axis_spans_its_own_options():
    for seed in range(30):
        rng = random.Random(seed)
        structure = random_structure(rng, 3, 6)
        layout = Layout(structure)
        for party in range(3):
            _, size, inner = layout.view(party)
            own = (layout.places // inner) % size
            place_of = dict(zip(structure.states, layout.places.tolist(), strict=True))
            for state, mine in zip(structure.states, own.tolist(), strict=True):
                spent = layout.axes[party].legal()[mine]
                for end in structure.moves(party, state):
                    there = (place_of[end] // inner) % size
                    assert spent[there]
                    assert place_of[end] - place_of[state] == (there - mine) * inner


def test_options_that_are_not_adjacent_are_sorted_by_owner():
    structure = Structure(("a", "b"), ("a.x", "b.y", "a.z"), (0, 1, 0), (TAKE, BOTH, DROP))
    layout = Layout(structure)
    assert layout.shape == (4, 2)
    assert layout.axes == (Axis(4, take_only=2, drop_only=1), Axis(2))
    assert layout.places.tolist() == [0, 2, 1, 3, 4, 6, 5, 7]


def test_spent_patterns():
    axis = Axis(8, take_only=4, drop_only=1)
    assert axis.n_bits == 3
    assert axis.spent().tolist() == [1, 0, 1, 0, 5, 4, 5, 4]
    assert sorted(axis.patterns()) == [0, 1, 4, 5]
    assert Axis(4).patterns() == [0]
    assert Axis(4).legal().all()


def test_values_are_laid_out_and_blocks_cut():
    structure = Structure(("a", "b", "c"), ("a.x", "b.y", "b.z", "c.w"), (0, 1, 1, 2), (BOTH,) * 4)
    layout = Layout(structure)
    assert layout.view(1) == (2, 4, 2)
    assert layout.block(1, 0, 3) == (1, 2, 6)
    assert layout.block(1, 2, 3) == (6, 2, 1)
    assert layout.spread(np.arange(16, dtype=np.int32), -1).tolist() == list(range(16))
