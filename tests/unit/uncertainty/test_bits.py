"""Sets of worlds as bits: numbering, conditions and prefixes against worlds written out."""

import random
from itertools import product

import numpy as np

from holdfast.case.condition import And, If, Iff, Judged, Not, Or
from holdfast.case.world import Row, Variable, is_true
from holdfast.uncertainty.bits import from_array, repeated, to_array, where, worlds
from holdfast.uncertainty.relevant import n_worlds
from holdfast.uncertainty.worlds import all_worlds, chunks

ROW = (Row(None, (0.5, 0.5), ((0.5, 0.5),)),)


def variable(name):
    return Variable(name, (name,), ((True,), (False,)), ROW)


def rivals(name, n):
    names = tuple(f"{name}{k}" for k in range(n))
    return Variable(name, names, tuple(tuple(k == j for j in range(n)) for k in range(n)), ROW)


def some(draw):
    made = [
        rivals(f"s{k}", draw.randint(2, 3)) if draw.random() < 0.3 else variable(f"v{k}")
        for k in range(draw.randint(0, 4))
    ]
    return tuple(made)


def condition(draw, names, depth=3):
    if not depth or draw.random() < 0.3:
        return Judged(draw.choice(names))
    kind = draw.choice([Not, And, Or, If, Iff])
    parts = tuple(condition(draw, names, depth - 1) for _ in range(1 if kind is Not else 2))
    return kind(parts) if kind in (And, Or) else kind(*parts)


def test_repeated():
    for width, times in product(range(1, 6), range(0, 9)):
        block = (1 << width) - 2 if width > 1 else 1
        assert repeated(block, width, times) == int(format(block, f"0{width}b") * times or "0", 2)


def test_worlds_are_numbered_as_they_are_written_out():
    for seed in range(60):
        variables = some(random.Random(seed))
        count, judged = worlds(variables)
        written = list(all_worlds(variables))
        assert count == len(written) == n_worlds(variables)
        for number, world in enumerate(written):
            assert {name: bool(bits >> number & 1) for name, bits in judged.items()} == world
        for bits in judged.values():
            assert bits >> count == 0


def test_chunks_put_together_are_all_worlds():
    for seed in range(60):
        draw = random.Random(seed)
        variables = some(draw)
        most = draw.choice([1, 2, 3, 8])
        found = []
        for prefix in chunks(variables, most):
            count, judged = worlds(variables, prefix)
            assert count <= most
            found += [{name: bool(bits >> k & 1) for name, bits in judged.items()} for k in range(count)]
        assert found == list(all_worlds(variables))


def test_conditions_in_all_worlds_at_once():
    for seed in range(120):
        draw = random.Random(seed)
        variables = some(draw) or (variable("v"),)
        count, judged = worlds(variables)
        made = condition(draw, list(judged))
        bits = where(made, judged, (1 << count) - 1)
        assert [bool(bits >> k & 1) for k in range(count)] == [is_true(made, world) for world in all_worlds(variables)]
    assert where(None, {}, 15) == 15


def test_arrays_and_back():
    for seed in range(40):
        draw = random.Random(seed)
        count = draw.choice([1, 7, 8, 9, 64, 1000])
        bits = draw.getrandbits(count)
        array = to_array(bits, count)
        assert array.dtype == np.bool_
        assert array.shape == (count,)
        assert from_array(array) == bits
