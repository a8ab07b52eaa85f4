import random

import numpy as np
import pytest

from holdfast.engines import stateset
from holdfast.engines.engine import solve
from holdfast.engines.stateset import StateSet
from holdfast.errors import QuestionError
from holdfast.model.formula import Bit, holds
from holdfast.testing import random_explicit_model, random_formula, random_model

MODEL = random_model(random.Random(8), 3, 6)
SOLUTION = solve(MODEL)


def test_every_way_of_reading_it_says_the_same():
    array = SOLUTION.to_numpy()
    assert array.shape == (MODEL.n_states, 3, 6)
    assert array.dtype == np.bool_
    for c, concept in enumerate(SOLUTION.concepts):
        both = array[:, :, c].all(axis=1)
        assert SOLUTION.count(concept) == both.sum()
        for p, party in enumerate(MODEL.parties):
            assert SOLUTION.count(concept, party) == array[:, p, c].sum()
            stable = set(SOLUTION.stable(concept, party))
            for k, state in enumerate(MODEL.structure.states):
                label = MODEL.structure.label(state)
                assert SOLUTION.verdict(label, party, concept) == array[k, p, c] == (label in stable)
        assert tuple(SOLUTION.where(concept, Bit(0))) == tuple(
            s for s in SOLUTION.equilibria(concept) if s.startswith("Y")
        )


def test_labels_of_merged_states_are_patterns():
    seeds = (random_explicit_model(random.Random(s), 2, 3) for s in range(30))
    model = next(m for m in seeds if m.structure.merged)
    solution = solve(model)
    everything = tuple(StateSet.of_mask(model.structure, (1 << model.n_states) - 1))
    assert everything == tuple(sorted(model.structure.label(s) for s in model.structure.states))
    with pytest.raises(QuestionError, match="option form"):
        solution.count("sim")


def test_what_was_not_asked_for_is_refused():
    with pytest.raises(QuestionError, match="not asked"):
        solve(MODEL, ["nash"]).equilibria("seq")


def brute_set(structure, mask):
    return [structure.label(c) for k, c in enumerate(structure.states) if mask >> k & 1]


@pytest.mark.parametrize("chunk", [1, 3, 1 << 16])
def test_sets_page_filter_and_measure_as_a_list_would(monkeypatch, chunk):
    monkeypatch.setattr(stateset, "CHUNK", chunk)
    rng = random.Random(chunk)
    for _ in range(30):
        structure = random_model(rng, 3, rng.randint(1, 8)).structure
        masks = [rng.getrandbits(structure.n_states) for _ in range(2)]
        one, two = (StateSet.of_mask(structure, mask) for mask in masks)
        listed = brute_set(structure, masks[0])
        assert list(one) == listed
        assert len(one) == len(listed)
        assert all((label in one) == (label in listed) for label in map(structure.label, structure.states))
        start, limit = rng.randrange(9), rng.randrange(9)
        assert list(one.page(start, limit)) == listed[start : start + limit]
        assert list(one & two) == brute_set(structure, masks[0] & masks[1])
        assert list(one | two) == brute_set(structure, masks[0] | masks[1])
        assert (one == two) == (masks[0] == masks[1])
        condition = random_formula(rng, structure.n_options)
        assert list(one.where(condition)) == [s for s in listed if holds(condition, lambda k, s=s: s[k] == "Y")]
        code = rng.getrandbits(structure.n_options)
        target = structure.label(code)
        distance = {s: sum(a != b for a, b in zip(s, target, strict=True)) for s in listed}
        least = min(distance.values(), default=None)
        near = [s for s in listed if distance[s] == least]
        assert one.nearest(target, 3) == stateset.Nearest(least, len(near), tuple(near[:3]))


def test_a_set_is_saved_as_bits(tmp_path):
    SOLUTION.states("gmr").save(tmp_path / "gmr.npy")
    loaded = np.load(tmp_path / "gmr.npy")
    assert np.unpackbits(loaded, bitorder="little").sum() == SOLUTION.count("gmr")


def test_it_introduces_itself():
    assert repr(SOLUTION).startswith(f"Solution({MODEL.n_states} states, nash")
