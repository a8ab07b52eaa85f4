"""Which judgements depend on which: against every case and every path, one by one."""

import random
from itertools import pairwise, product

import pytest

from holdfast.case.condition import And, If, Iff, Judged, Not, Or, truth
from holdfast.casefile.dependence import circles, first_uncovered, shown


def some_condition(draw, names, depth=3):
    if not depth or draw.random() < 0.3:
        return Judged(draw.choice(names))
    kind = draw.choice([Not, And, Or, If, Iff])
    parts = [some_condition(draw, names, depth - 1) for _ in range(1 if kind is Not else 2)]
    return kind(tuple(parts)) if kind in (And, Or) else kind(*parts)


@pytest.mark.parametrize("seed", range(60))
def test_the_first_case_without_a_credence(seed):
    draw = random.Random(seed)
    names = [f"j{k}" for k in range(draw.randint(1, 6))]
    conditions = [some_condition(draw, names) for _ in range(draw.randint(0, 4))]
    expected = None
    for truths in product((True, False), repeat=len(names)):
        world = {Judged(name): true for name, true in zip(names, truths, strict=True)}
        if not any(truth(each, world.__getitem__) for each in conditions):
            expected = dict(zip(names, truths, strict=True))
            break
    assert first_uncovered(conditions, names) == expected


def test_no_parents():
    assert first_uncovered([], []) == {}


def reaches(graph, start):
    seen, left = set(), list(graph[start])
    while left:
        if (name := left.pop()) not in seen:
            seen.add(name)
            left.extend(graph[name])
    return seen


@pytest.mark.parametrize("seed", range(200))
def test_a_circle_is_found_where_there_is_one(seed):
    draw = random.Random(seed)
    names = list("abcdefgh")[: draw.randint(1, 8)]
    graph = {name: [other for other in names if draw.random() < 1.2 / len(names)] for name in names}
    inside = {name for name in names if name in reaches(graph, name)}
    found = circles(graph, graph.__getitem__)
    assert bool(found) == bool(inside)
    for circle in found:
        assert circle[0] == circle[-1]
        assert all(b in graph[a] for a, b in pairwise(circle))
    met = [name for circle in found for name in circle[:-1]]
    assert all(inside & reaches(graph, name) & set(met) for name in inside), "each is in one, or leads to one"


def test_long_chains_and_circles_do_not_recurse():
    n = 100_000
    chain = circles(range(n), lambda k: [k + 1] if k + 1 < n else [])
    assert chain == []
    (circle,) = circles(range(n), lambda k: [(k + 1) % n])
    assert len(circle) == n + 1
    assert len(shown([str(each) for each in circle])) < 100
