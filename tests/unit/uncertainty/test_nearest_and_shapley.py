"""The fewest judgements otherwise, and the Shapley value: against enumeration."""

import random
from itertools import permutations, product

import numpy as np
import pytest

from holdfast.case.world import Row, Variable
from holdfast.uncertainty.nearest import MOST, flips
from holdfast.uncertainty.shapley import orders, sampled, shapley

ROW = (Row(None, (0.5, 0.5), ((0.5, 0.5),)),)


def variable(name, n=2):
    if n == 2:
        return Variable(name, (name,), ((True,), (False,)), ROW)
    names = tuple(f"{name}{k}" for k in range(n))
    return Variable(name, names, tuple(tuple(k == j for j in range(n)) for k in range(n)), ROW)


def test_flips_are_all_of_the_nearest_worlds():
    for seed in range(80):
        draw = random.Random(seed)
        sizes = [draw.choice([2, 2, 3]) for _ in range(draw.randint(1, 4))]
        variables = [variable(f"v{k}", n) for k, n in enumerate(sizes)]
        kind = np.array([draw.choice([0, 0, 0, 1, -1]) for _ in range(int(np.prod(sizes)))], dtype=np.int8).reshape(
            sizes
        )
        here = tuple(draw.randrange(n) for n in sizes)
        world = {
            n: t for v, k in zip(variables, here, strict=True) for n, t in zip(v.judgements, v.values[k], strict=True)
        }
        found = flips(kind, variables, world)
        far = {}
        for place in product(*map(range, sizes)):
            if kind[place] != kind[here]:
                far.setdefault(sum(a != b for a, b in zip(place, here, strict=True)), []).append(place)
        assert found.verdict == {1: "holds", 0: "does not hold", -1: "open"}[int(kind[here])]
        assert (found.n_changes, found.is_robust) == (min(far, default=None), not far)
        assert found.total == (len(far[min(far)]) if far else 0)
        for change in found.changes:  # exchanging rivals changes two of them
            changed = {**world, **change}
            assert change
            assert all(world[name] is not truth for name, truth in change.items())
            place = tuple(v.value_in(changed) for v in variables)
            assert place in far[found.n_changes]


def test_many_changes_are_counted_and_some_listed():
    variables = [variable(f"v{k}") for k in range(7)]
    kind = np.ones((2,) * 7, dtype=np.int8)
    for place in product((0, 1), repeat=7):
        kind[place] = sum(place) < 4
    found = flips(kind, variables, {f"v{k}": True for k in range(7)})
    assert (found.n_changes, found.total, len(found.changes)) == (4, 35, 35)
    wide = np.zeros((2,) * 12, dtype=np.int8)
    for place in product((0, 1), repeat=12):
        wide[place] = sum(place) >= 2
    found = flips(wide, [variable(f"v{k}") for k in range(12)], {f"v{k}": True for k in range(12)})
    assert (found.n_changes, found.total, len(found.changes)) == (2, 66, MOST)


def by_orders(values, n):
    parts = [0.0] * n
    every = list(permutations(range(n)))
    for order in every:
        done = 0
        for item in order:
            parts[item] += values[done | 1 << item] - values[done]
            done |= 1 << item
    return [part / len(every) for part in parts]


@pytest.mark.parametrize("n", range(6))
def test_shapley_is_the_average_over_all_orders(n):
    values = np.array([random.Random(f"{n} {k}").random() for k in range(1 << n)])
    found = shapley(values)
    assert found == pytest.approx(by_orders(values, n))
    assert sum(found) == pytest.approx(values[-1] - values[0])


def test_orders_drawn_are_orders_and_their_reverses():
    found = orders(5, 8, 2025)
    assert found.shape == (16, 5)
    assert all(sorted(order) == list(range(5)) for order in found.tolist())
    assert (found[8:] == found[:8, ::-1]).all()
    assert (orders(5, 4, 2025)[:4] == found[:4]).all()  # a draw depends on its number alone


@pytest.mark.parametrize("seed", range(8))
def test_sampled_parts_are_within_four_standard_errors(seed):
    n = 5
    draw = random.Random(seed)
    values = np.array([draw.random() for _ in range(1 << n)])
    found, errors = sampled(n, lambda masks: [float(values[mask]) for mask in masks], 300, seed)
    for part, error, exact in zip(found, errors, shapley(values), strict=True):
        assert 0 < error < 0.05
        assert abs(part - exact) < 4 * error
    assert sum(found) == pytest.approx(values[-1] - values[0])
