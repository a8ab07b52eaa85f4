import random

import numpy as np
import pytest

from holdfast.engines.engine import solve
from holdfast.engines.solution import bits_of
from holdfast.errors import QuestionError
from holdfast.testing import random_explicit_model, random_model

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
        assert SOLUTION.where(concept, lambda s: s[0] == "Y") == tuple(
            s for s in SOLUTION.equilibria(concept) if s.startswith("Y")
        )


def test_labels_of_merged_states_are_patterns():
    seeds = (random_explicit_model(random.Random(s), 2, 3) for s in range(30))
    model = next(m for m in seeds if m.structure.merged)
    solution = solve(model)
    everything = tuple(solution.labels((1 << model.n_states) - 1))
    assert everything == tuple(sorted(model.structure.label(s) for s in model.structure.states))
    with pytest.raises(QuestionError, match="option form"):
        solution.count("sim")


def test_what_was_not_asked_for_is_refused():
    with pytest.raises(QuestionError, match="not asked"):
        solve(MODEL, ["nash"]).equilibria("seq")


def test_bits():
    rng = random.Random(1)
    for n in (0, 1, 9, 200):
        mask = rng.getrandbits(n) if n else 0
        assert list(bits_of(mask)) == [k for k in range(n) if mask >> k & 1]


def test_it_introduces_itself():
    assert repr(SOLUTION).startswith(f"Solution({MODEL.n_states} states, nash")
