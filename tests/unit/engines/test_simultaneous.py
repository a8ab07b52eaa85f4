import random

import pytest

from holdfast.engines.dense import simultaneous
from holdfast.engines.dense.engine import DenseEngine
from holdfast.engines.plain import PlainEngine
from holdfast.stability import CONCEPTS
from holdfast.testing import random_model

SIM = (CONCEPTS["sim"],)


@pytest.mark.parametrize(("trials", "cells"), [(0, 1 << 20), (0, 64), (6, 64), (1, 1 << 20)])
def test_the_search_alone_and_in_small_pieces_finds_the_same(monkeypatch, trials, cells):
    monkeypatch.setattr(simultaneous, "TRIALS", trials)
    monkeypatch.setattr(simultaneous, "CELLS", cells)
    for seed in range(40):
        rng = random.Random(seed)
        model = random_model(rng, rng.randint(2, 5), rng.randint(2, 7), one_way=0.3)
        assert DenseEngine().solve(model, SIM).masks == PlainEngine().solve(model, SIM).masks


def test_a_party_alone_is_answered_by_nobody():
    model = random_model(random.Random(3), 1, 4, rankings=1.0)
    found = DenseEngine().solve(model, tuple(CONCEPTS.values())).masks
    assert found["sim"] == found["nash"] == found["gmr"]
