"""A draw is the same whenever, and by whomever, it is made."""

from __future__ import annotations

from holdfast.seeds import ENTROPY, generator


def test_draws_depend_on_seed_and_number_only():
    draws = {(seed, k): tuple(generator(seed, k).random(4)) for seed in (ENTROPY, 1) for k in range(100)}
    assert len(set(draws.values())) == 200
    for k in reversed(range(100)):
        assert tuple(generator(1, k).random(4)) == draws[1, k]
