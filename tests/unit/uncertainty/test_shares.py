"""Shares and their bounds: where they are known in closed form, and where there are too many corners to compute."""

import math
import random
from itertools import product

import numpy as np
import pytest

from holdfast.case.condition import And, Judged, Not
from holdfast.case.world import Row, Variable
from holdfast.uncertainty import shares
from holdfast.uncertainty.effects import effects
from holdfast.uncertainty.shares import Share, share, weights

NEAR = 1e-9


def row(low, high, when=None):
    pairs = tuple((c, 1 - c) for c in dict.fromkeys((low, high)))
    return Row(when, ((low + high) / 2, 1 - (low + high) / 2), pairs)


def variable(name, *rows, parents=()):
    return Variable(name, (name,), ((True,), (False,)), rows, parents)


def ranged(draw, n):
    ends = [sorted(round(draw.uniform(0.02, 0.98), 2) for _ in range(2)) for _ in range(n)]
    return ends, [variable(f"v{k}", row(low, high)) for k, (low, high) in enumerate(ends)]


def where(n, truth):
    """Return an array of the worlds in which something is so of the number, or the list, of what is true."""
    return np.array([truth(world) for world in product((True, False), repeat=n)]).reshape((2,) * n)


def interval(*ends):
    """Return the smallest and the largest product."""
    low, high = 1.0, 1.0
    for a, b in ends:
        every = [low * a, low * b, high * a, high * b]
        low, high = min(every), max(every)
    return low, high


@pytest.mark.parametrize("n", [1, 3, 8])
def test_all_and_none_and_an_odd_number_in_closed_form(n):
    for seed in range(5):
        ends, variables = ranged(random.Random(f"{n} {seed}"), n)
        every = share(where(n, all), variables)
        assert every.low == pytest.approx(math.prod(low for low, _ in ends), abs=NEAR)
        assert every.high == pytest.approx(math.prod(high for _, high in ends), abs=NEAR)
        none = share(where(n, lambda world: not any(world)), variables)
        assert none.low == pytest.approx(math.prod(1 - high for _, high in ends), abs=NEAR)
        odd = share(where(n, lambda world: sum(world) % 2 == 1), variables)
        low, high = interval(*[(1 - 2 * b, 1 - 2 * a) for a, b in ends])
        assert (odd.low, odd.high) == (pytest.approx((1 - high) / 2, abs=NEAR), pytest.approx((1 - low) / 2, abs=NEAR))
        assert odd.point == pytest.approx((1 - math.prod(1 - (a + b) for a, b in ends)) / 2, abs=NEAR)
        assert all(each.is_exact for each in (every, none, odd))


def test_twenty_judgements_with_ranges_in_closed_form():
    """An odd number of twenty is not monotone in any of them: every corner counts."""
    ends, variables = ranged(random.Random(20), 20)
    count = np.zeros((1,) * 20, dtype=np.uint8)
    for k in range(20):
        count = count + np.array([1, 0], dtype=np.uint8).reshape([2 if j == k else 1 for j in range(20)])
    odd = share(count % 2 == 1, variables)
    low, high = interval(*[(1 - 2 * b, 1 - 2 * a) for a, b in ends])
    assert odd.is_exact
    assert (odd.low, odd.high) == (pytest.approx((1 - high) / 2, abs=NEAR), pytest.approx((1 - low) / 2, abs=NEAR))
    most = share(count >= 17, variables)
    at_least = [1.0] + [0.0] * 20
    for _, c in ends:  # how many are true where each is as likely as it can be
        at_least = [(at_least[k] * (1 - c)) + (at_least[k - 1] * c if k else 0) for k in range(21)]
    assert most.high == pytest.approx(sum(at_least[17:]), abs=NEAR)


def test_a_chain_in_closed_form():
    """Each judgement depends on the one before it; the last alone matters."""
    draw, n = random.Random(3), 6
    low = high = point = None
    variables = []
    for k in range(n):
        (a, b), (c, d) = (sorted(round(draw.random(), 2) for _ in range(2)) for _ in range(2))
        if not k:
            variables.append(variable("v0", row(a, b)))
            low, high, point = a, b, (a + b) / 2
            continue
        before = f"v{k - 1}"
        variables.append(variable(f"v{k}", row(a, b, Judged(before)), row(c, d), parents=(before,)))
        low, high = (
            min(p * a + (1 - p) * c for p in (low, high)),
            max(p * b + (1 - p) * d for p in (low, high)),
        )
        point = point * (a + b) / 2 + (1 - point) * (c + d) / 2
    found = share(where(n, lambda world: world[-1]), variables)
    assert (found.low, found.point, found.high) == tuple(pytest.approx(each, abs=NEAR) for each in (low, point, high))


def test_a_share_given_something_has_its_bounds_at_corners():
    """Bayes' rule: what is held of a cause once the sign is seen."""
    for seed in range(20):
        draw = random.Random(seed)
        (a, b), (c, d), (e, f) = (sorted(round(draw.uniform(0.05, 0.95), 2) for _ in range(2)) for _ in range(3))
        variables = [
            variable("cause", row(a, b)),
            variable("sign", row(c, d, Judged("cause")), row(e, f), parents=("cause",)),
        ]
        given = where(2, lambda world: world[1])
        found = share(where(2, lambda world: world[0]), variables, given)

        def bayes(p, likely, otherwise):
            return p * likely / (p * likely + (1 - p) * otherwise)

        assert found.low == pytest.approx(bayes(a, c, f), abs=NEAR)
        assert found.high == pytest.approx(bayes(b, d, e), abs=NEAR)
        assert found.point == pytest.approx(bayes((a + b) / 2, (c + d) / 2, (e + f) / 2), abs=NEAR)


def test_nothing_left_to_look_at():
    variables = [variable("v", row(0, 0))]
    found = share(where(1, all), variables, where(1, all))
    assert all(math.isnan(each) for each in (found.low, found.point, found.high))


def test_weights_sum_to_one_whatever_depends_on_what():
    both = And((Judged("a"), Not(Judged("b"))))
    variables = [
        variable("a", row(0.2, 0.5)),
        variable("b", row(0.1, 0.4, Judged("a")), row(0.7, 0.9), parents=("a",)),
        variable("c", row(0.3, 0.3, both), row(0.6, 0.6, Judged("b")), row(0.5, 1.0), parents=("a", "b")),
    ]
    found = weights(variables)
    assert found.shape == (2, 2, 2)
    assert found.sum() == pytest.approx(1)
    assert found[0, 1, 0] == pytest.approx(0.35 * 0.75 * 0.3)


@pytest.mark.parametrize("seed", range(6))
def test_with_too_many_corners_bounds_are_flagged_and_right_where_the_share_is_monotone(monkeypatch, seed):
    draw = random.Random(seed)
    n = 5
    _, variables = ranged(draw, n)
    need = draw.randint(1, n)
    sides = [draw.random() < 0.5 for _ in range(n)]  # for which side each judgement speaks
    truth = where(n, lambda world: sum(a == b for a, b in zip(world, sides, strict=True)) >= need)
    exact = share(truth, variables)
    monkeypatch.setattr(shares, "MAX_CORNERS", 4)
    found = share(truth, variables)
    assert exact.is_exact
    assert not found.is_exact
    assert found.json()["bounds_exact"] is False
    assert (found.low, found.point, found.high) == tuple(
        pytest.approx(x, abs=NEAR) for x in (exact.low, exact.point, exact.high)
    )
    wild = where(n, lambda world: draw.random() < 0.5)
    monkeypatch.undo()
    outer = share(wild, variables)
    monkeypatch.setattr(shares, "MAX_CORNERS", 4)
    inner = share(wild, variables)
    assert outer.low - NEAR <= inner.low <= inner.point <= inner.high <= outer.high + NEAR


def test_judgements_that_change_nothing_cost_nothing():
    """Sixteen ranges of which two matter: only their corners are computed."""
    _, variables = ranged(random.Random(1), 2)
    more = [variable(f"w{k}", row(0.1, 0.9)) for k in range(14)]
    truth = np.broadcast_to(where(2, all).reshape((2, 2) + (1,) * 14), (2,) * 16)
    assert share(truth, [*variables, *more]) == share(where(2, all), variables)


def test_json_has_three_numbers():
    assert Share(0.1, 0.2, 0.3).json() == {"low": 0.1, "point": 0.2, "high": 0.3}
    assert Share(0.1, 0.2, 0.3).width == pytest.approx(0.2)


def test_effects_of_what_is_held_to_be_certain_or_impossible():
    variables = [variable("sure", row(1, 1)), variable("never", row(0, 0)), variable("other", row(0.2, 0.4))]
    found = {each.judgement: each for each in effects(where(3, lambda w: (w[0] or w[2]) and not w[1]), variables)}
    assert (found["sure"].if_true, found["sure"].if_false) == (1, pytest.approx(0.3))
    assert (found["never"].if_true, found["never"].if_false) == (0, 1)
    assert found["other"].size == 0
    assert found["sure"].credence == Share(1, 1, 1)


def test_what_cannot_be_is_said_where_it_depends_on_something():
    variables = [variable("a", row(0.5, 0.5)), variable("b", row(0, 0, Judged("a")), row(0, 0), parents=("a",))]
    found = effects(where(2, any), variables)[1]
    assert (found.if_true, found.size) == (None, 0)


def test_a_judgement_that_nothing_turns_on_tells_of_what_it_depends_on():
    """What is behind it may be known better once it is known, so the bounds may narrow."""
    variables = [variable("a", row(0.2, 0.6)), variable("b", row(1, 1, Judged("a")), row(0, 0), parents=("a",))]
    found = effects(where(2, lambda world: world[0]), variables)
    assert (found[1].if_true, found[1].if_false, found[1].width_after) == (1, 0, 0)
