"""Each array operation against the loop that says what it means."""

import numpy as np
import pytest

from holdfast.engines.dense.engine import settle
from holdfast.engines.dense.kernels_numpy import (
    HOLE,
    NEVER,
    PAIRWISE,
    MoveStep,
    PairStep,
    WalkStep,
    fibre_max,
    fibre_min,
    improvement_step,
)
from holdfast.engines.dense.layout import Axis

AXES = [Axis(1), Axis(2), Axis(4), Axis(8), Axis(2, 1), Axis(4, 0, 2), Axis(8, 1, 4), Axis(8, 7), Axis(16, 2, 9)]
LONG = [Axis(128), Axis(128, 3, 64)]


def reachable(axis, a, b):
    dropped, taken = a & ~b, b & ~a
    return not dropped & axis.take_only and not taken & axis.drop_only


def cubes(axis, seed, levels=9):
    rng = np.random.default_rng(seed)
    shape = (3, axis.size, 10)
    ranks = rng.integers(0, levels, shape).astype(np.int32)
    ranks[rng.random(shape) < 0.3] = HOLE
    values = rng.integers(0, 100, shape).astype(np.int32)
    values[ranks == HOLE] = NEVER
    return ranks, values


@pytest.mark.parametrize("axis", AXES, ids=str)
def test_own_fibre_extremes(axis):
    for kernel, extreme in ((fibre_max, max), (fibre_min, min)):
        _, values = cubes(axis, 1)
        expected = np.empty_like(values)
        for a in range(axis.size):
            members = [values[:, b] for b in range(axis.size) if reachable(axis, a, b)]
            expected[:, a] = np.array(members).max(0) if extreme is max else np.array(members).min(0)
        kernel(values, axis)
        assert np.array_equal(values, expected)


def improved(ranks, values, axis):
    expected = values.copy()
    for (o, a, c), rank in np.ndenumerate(ranks):
        if rank != HOLE:
            better = [b for b in range(axis.size) if reachable(axis, a, b) and ranks[o, b, c] > rank]
            expected[o, a, c] = min([values[o, a, c], *(values[o, b, c] for b in better)])
    return expected


@pytest.mark.parametrize("kind", [PairStep, WalkStep])
@pytest.mark.parametrize("axis", AXES, ids=str)
@pytest.mark.parametrize("lanes", [1, 2])
def test_improvement_step(kind, axis, lanes):
    for seed in range(4):
        ranks, values = cubes(axis, seed, levels=2 + 5 * seed)
        other = np.where(values == NEVER, NEVER, values[:, ::-1] % 50).astype(np.int32)
        other[ranks == HOLE] = NEVER
        flat = np.stack([values, other][:lanes], axis=-1).reshape(-1)
        step = kind(ranks, axis, lanes)
        changed = step(flat)
        found = flat.reshape(*ranks.shape, lanes)
        for lane, before in enumerate([values, other][:lanes]):
            assert np.array_equal(found[..., lane], improved(ranks, before, axis))
        assert changed == (
            not np.array_equal(found[..., 0], values) or (lanes == 2 and bool((found[..., 1] < other).any()))
        )
        assert not step(flat), "a step is idempotent, because a party's own improvements are transitive"


@pytest.mark.parametrize("axis", LONG, ids=str)
def test_improvement_step_on_a_long_axis(axis):
    ranks, values = cubes(axis, 5, levels=40)
    flat = values.reshape(-1).copy()
    improvement_step(ranks, axis, 1)(flat)
    assert np.array_equal(flat.reshape(values.shape), improved(ranks, values, axis))


def test_the_step_is_chosen_by_length():
    ranks, _ = cubes(Axis(PAIRWISE), 1)
    assert isinstance(improvement_step(ranks, Axis(PAIRWISE), 2), PairStep)
    ranks, _ = cubes(Axis(2 * PAIRWISE), 1)
    assert isinstance(improvement_step(ranks, Axis(2 * PAIRWISE), 2), WalkStep)


def test_a_fibre_without_any_state_stays_empty():
    ranks = np.full((2, 8, 3), HOLE, dtype=np.int32)
    values = np.full(48, NEVER, dtype=np.int32)
    assert not WalkStep(ranks, Axis(8), 1)(values)
    assert (values == NEVER).all()


@pytest.mark.parametrize("axis", AXES, ids=str)
def test_move_step_passes_over_what_cannot_occur_and_leaves_it_empty(axis):
    ranks, values = cubes(axis, 3)
    holes = np.where(ranks == HOLE, np.int32(NEVER), np.int32(0)).reshape(-1)
    flat = values.reshape(-1).copy()
    step = MoveStep(axis, ranks.shape, holes)
    step(flat)
    expected = values.copy()
    fibre_min(expected, axis)
    expected[ranks == HOLE] = NEVER
    assert np.array_equal(flat.reshape(values.shape), expected)
    assert not step(flat)


def test_settling_stops_when_every_step_is_quiet():
    calls = []

    def step(name, changes):
        def run(values):
            calls.append(name)
            return next(changes, False)

        return run

    made = settle(np.zeros(1, dtype=np.int32), [step("a", iter([True, True])), step("b", iter([True, False]))])
    assert calls == ["a", "b", "a", "b"]
    assert made == 4
    assert settle(np.zeros(1, dtype=np.int32), []) == 0
    assert settle(np.zeros(1, dtype=np.int32), [step("alone", iter([True]))]) == 1
