"""What evidence makes of rival hypotheses: against Bayes' rule written out, and at every corner of the ranges."""

import random
from fractions import Fraction
from itertools import product

import pytest

from holdfast.case import ById, Credence, Evidence, Hypotheses
from holdfast.case.evidence import EDGE, Weight, bounds, corners, likelihood, origins, shares, weights
from holdfast.case.judgement import OTHERWISE


def at(low, high=None):
    return Credence(Fraction(low), Fraction(low if high is None else high))


def row(origin="", **cells):
    return Evidence(
        "t", ById((name, cell if isinstance(cell, Credence) else at(cell)) for name, cell in cells.items()), origin
    )


def hypotheses(among, *rows):
    return Hypotheses("h", "Q?", tuple(among), rows)


def some(draw, *, ranges=True):
    low, high = sorted(Fraction(draw.randint(1, 19), 20) for _ in range(2))
    return Credence(low, high if ranges and draw.random() < 0.5 else low)


def some_set(seed, *, ranges=True):
    draw = random.Random(seed)
    among = tuple("abcd"[: draw.randint(1, 4)])
    names = among if len(among) > 1 else (*among, OTHERWISE)
    rows = [row(**{name: some(draw, ranges=ranges) for name in names}) for _ in range(draw.randint(0, 4))]
    return hypotheses(among, *rows), {name: some(draw, ranges=ranges) for name in among}


@pytest.mark.parametrize("seed", range(100))
def test_bayes_rule_exactly(seed):
    among, credences = some_set(seed, ranges=False)
    joint = {}
    for name in among.among if len(among.among) > 1 else (*among.among, OTHERWISE):
        joint[name] = 1 - credences["a"].low if name == OTHERWISE else credences[name].low
        for each in among.evidence:
            joint[name] *= each.likelihood[name].low
    expected = {name: each / sum(joint.values()) for name, each in joint.items()}
    found = weights(among, credences)
    assert shares(found) == expected
    assert bounds(found) == {name: (share, share) for name, share in expected.items()}
    (corner,) = corners(found)
    assert tuple(Fraction(weight, sum(corner)) for weight in corner) == tuple(expected.values())


@pytest.mark.parametrize("seed", range(60))
def test_bounds_are_those_of_every_corner_of_every_range(seed):
    among, credences = some_set(seed)
    names = list(credences) if len(credences) > 1 else [*credences, OTHERWISE]
    cells = [(name, None) for name in credences] + [(n, k) for k in range(len(among.evidence)) for n in names]
    ranges = [credences[n] if k is None else among.evidence[k].likelihood[n] for n, k in cells]
    if 2 ** sum(each.is_range for each in ranges) > 2**11:
        pytest.skip("too many corners to write out")
    least, most = dict.fromkeys(names, Fraction(1)), dict.fromkeys(names, Fraction(0))
    for chosen in product(*(dict.fromkeys((each.low, each.high)) for each in ranges)):
        joint = dict.fromkeys(names, Fraction(1))
        for (name, _), value in zip(cells, chosen, strict=True):
            joint[name] *= value
        if OTHERWISE in joint:
            joint[OTHERWISE] *= 1 - chosen[0]
        for name in names:
            share = joint[name] / sum(joint.values())
            least[name], most[name] = min(least[name], share), max(most[name], share)
    found = weights(among, credences)
    assert bounds(found) == {name: (least[name], most[name]) for name in names}
    listed = corners(found)
    assert len(set(listed)) == len(listed)
    for k, name in enumerate(names):
        at_corners = [Fraction(each[k], sum(each)) for each in listed]
        assert (min(at_corners), max(at_corners)) == (least[name], most[name])


def test_rows_of_one_origin_count_once():
    once = hypotheses("ab", row("wire", a="4/5", b="1/5"))
    credences = {"a": at("1/2"), "b": at("1/2")}
    for again in (
        row("wire", a="4/5", b="1/5"),
        row("wire", a=Credence(Fraction(4, 5), Fraction(4, 5), "likely"), b="1/5"),
    ):
        assert weights(hypotheses("ab", *once.evidence, again), credences) == weights(once, credences)
    two = hypotheses("ab", *once.evidence, row("other", a="4/5", b="1/5"))
    alone = hypotheses("ab", row("", a="4/5", b="1/5"), row("", a="4/5", b="1/5"))
    assert (
        shares(weights(two, credences))
        == shares(weights(alone, credences))
        == {"a": Fraction(16, 17), "b": Fraction(1, 17)}
    )


def test_reports_of_one_origin_that_differ_are_averaged_and_a_repeat_changes_nothing():
    first, second = row("wire", a="9/10", b="1/10"), row("wire", a="4/10", b="1/10")
    group = [first, second]
    assert float(likelihood(group, "a").point) == pytest.approx(0.6)
    assert likelihood(group, "b") == Weight(Fraction(1, 10), Fraction(1, 10), Fraction(1, 10))
    assert likelihood([*group, first, second, first], "a") == likelihood(group, "a")
    many = [row("wire", a=Fraction(1, k), b="1/10") for k in range(1000, 1400)]
    assert likelihood(many, "a").point > 0


def test_no_report_rules_a_hypothesis_out():
    among = hypotheses("ab", row(a=0, b=1))
    found = weights(among, {"a": at("1/2"), "b": at("1/2")})
    assert (found["a"].point * 2, found["b"].point * 2) == (EDGE, 1 - EDGE)


def test_origins_in_the_order_of_first_mention():
    rows = [Evidence(str(k), ById(), origin) for k, origin in enumerate(["x", "", "y", "x", ""])]
    assert [[each.text for each in group] for group in origins(rows)] == [["0", "3"], ["1"], ["2"], ["4"]]


def test_leaving_an_origin_out():
    rows = [row("x", a="1/2", b="1/4"), row("y", a="1/10", b="1/5"), row("x", a="1/2", b="1/4")]
    credences = {"a": at("1/2"), "b": at("1/2")}
    assert weights(hypotheses("ab", *rows), credences, without=0) == weights(hypotheses("ab", rows[1]), credences)
    assert weights(hypotheses("ab", *rows), credences, without=1) == weights(hypotheses("ab", rows[0]), credences)


def test_hypotheses_without_any_weight():
    half = Fraction(1, 2)
    nothing = weights(hypotheses("ab"), {"a": at(0), "b": at(0)})
    assert shares(nothing) == {"a": half, "b": half}
    assert bounds(nothing) == {"a": (half, half), "b": (half, half)}
    assert corners(nothing) == ((1, 1),)
    some = weights(hypotheses("ab"), {"a": at(0, 1), "b": at(0, 1)})
    assert set(corners(some)) == {(0, 1), (1, 0), (1, 1)}
    assert bounds(some) == {"a": (0, 1), "b": (0, 1)}
    alone = weights(hypotheses("ab"), {"a": at(0, 1), "b": at(0)})
    assert corners(alone) == ((1, 0),)
    assert bounds(alone) == {"a": (1, 1), "b": (0, 0)}
