"""Statements as programs: native and numpy scores against formulas evaluated state by state."""

import random

import numpy as np
import pytest

from holdfast.case import Direction
from holdfast.engines.dense import kernels, kernels_numpy
from holdfast.engines.dense.engine import DenseEngine
from holdfast.engines.dense.layout import Layout
from holdfast.engines.dense.program import HOLES, bind, compile_program, kept, pack, run, unpack
from holdfast.engines.dense.scores import Scores, is_generated
from holdfast.engines.dense.values import never
from holdfast.engines.plain import PlainEngine
from holdfast.model.formula import FALSE, TRUE, All, Bit, Const, Negation, Same, Some, holds, on_codes
from holdfast.model.model import Model
from holdfast.model.preference import Statements
from holdfast.model.structure import Structure
from holdfast.stability import CONCEPTS
from holdfast.testing import random_formula, random_model, random_ranking

needs_native = pytest.mark.skipif(not kernels.BUILT, reason="the native extension is not built")
NATIVE = kernels.kernels_native if kernels.BUILT else None
BODIES = [pytest.param(kernels_numpy, id="numpy"), pytest.param(NATIVE, id="native", marks=needs_native)]
GRAPH = tuple(concept for concept in CONCEPTS.values() if not concept.needs_option_form)


def leave(first, size):
    """Rules about options from ``first`` on that leave so many strategies: numbers below ``size``."""
    m = max(1, (size - 1).bit_length())
    rules, last = [], size - 1
    for k in range(m):  # forbid every number that exceeds the last one first at bit k
        if not last >> (m - 1 - k) & 1:
            same = [Bit(first + j) if last >> (m - 1 - j) & 1 else Negation(Bit(first + j)) for j in range(k)]
            rules.append(All((*same, Bit(first + k))) if same else Bit(first))
    return m, rules


def model_of(sizes, seed, n_statements=9, across=2):
    """A conflict with so many strategies a party."""
    rng = random.Random(seed)
    owners, never_ = [], []
    for party, size in enumerate(sizes):
        m, rules = leave(len(owners), size)
        owners += [party] * m
        never_ += rules
    n = len(owners)
    for _ in range(across):
        a, b = rng.sample(range(len(sizes)), 2)
        never_.append(All((Bit(owners.index(a)), Bit(owners.index(b)), Bit(rng.randrange(n)))))
    structure = Structure(
        tuple(f"p{k}" for k in range(len(sizes))),
        tuple(f"o{k}" for k in range(n)),
        tuple(owners),
        (Direction.BOTH,) * n,
        tuple(never_),
    )
    stated = [Statements(tuple(random_formula(rng, n) for _ in range(n_statements))) for _ in sizes]
    return Model(structure, tuple(stated))


def expected_scores(model, party, layout, dtype):
    """Numbers whose bits are the truths of what is kept, most important first."""
    codes, n = layout.codes(np.arange(layout.size)), model.structure.n_options
    out = np.zeros(layout.size, dtype=np.int64)
    for formula in kept(model.preferences[party].formulas):
        out = out * 2 + on_codes(formula, codes, n)
    for rule in model.structure.never:
        out[on_codes(rule, codes, n)] = never(dtype)
    return out


SHAPES = [(3, 5), (5, 3, 7), (7, 96), (96, 7), (2, 3, 5, 7), (3, 300), (300, 3), (33, 65, 5), (1, 6, 1, 9), (70, 100)]


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("sizes", SHAPES, ids=str)
def test_scores_are_what_formulas_say_state_by_state(body, sizes):
    for seed, n_statements in ((1, 9), (2, 14), (3, 22)):
        model = model_of(sizes, seed, n_statements)
        layout = Layout(model.structure)
        assert layout.shape == sizes
        scores = Scores(model, layout, body)
        scores.prepare()
        rng = random.Random(seed)
        for party in range(len(sizes)):
            expected = expected_scores(model, party, layout, scores.dtype)
            assert np.array_equal(scores.run(party, 0, layout.size), expected)
            start = rng.randrange(0, layout.size, 64)
            stop = rng.randint(start, layout.size)
            assert np.array_equal(scores.run(party, start, stop), expected[start:stop])
            for focus, size in enumerate(sizes):  # blocks cut at any axis
                begin = rng.randrange(size)
                end = rng.randint(begin + 1, size)
                cube = expected.reshape(layout.view(focus))[:, begin:end]
                assert np.array_equal(scores.block(party, focus, begin, end), cube.reshape(-1)), (party, focus)


def test_the_reference_agrees_with_the_definition_of_truth():
    model = model_of((3, 5), 4)
    layout = Layout(model.structure)
    last = model.structure.n_options - 1
    found = expected_scores(model, 0, layout, np.dtype(np.int16))
    for place, code in enumerate(layout.codes(np.arange(layout.size)).tolist()):
        if not model.structure.is_feasible(code):
            assert found[place] == never(np.dtype(np.int16))
            continue
        said = kept(model.preferences[0].formulas)
        truth = [holds(f, lambda k, code=code: bool(code >> (last - k) & 1)) for f in said]
        assert found[place] == int("".join("01"[t] for t in truth) or "0", 2)


@pytest.mark.parametrize("body", BODIES)
def test_atoms_that_change_slowly_fast_and_never(body):
    """Runs written as they are (an inner of 4096 and more), patterns of one and of many words, and constants."""
    for sizes in ((4, 5000), (3, 7, 4100), (2, 4096), (5000, 4)):
        model = model_of(sizes, 5, 6)
        layout = Layout(model.structure)
        scores = Scores(model, layout, body)
        scores.prepare()
        for party in range(len(sizes)):
            expected = expected_scores(model, party, layout, scores.dtype)
            assert np.array_equal(scores.run(party, 64, layout.size), expected[64:])


@pytest.mark.parametrize("body", BODIES)
def test_every_operation_and_constant(body):
    a, b, c = Bit(0), Bit(3), Bit(6)
    formulas = (
        Same(a, b),
        Negation(All((a, b, c))),
        Some((Negation(a), Same(b, c), All((b, c)))),
        Same(Same(a, c), Negation(b)),
        All((Const(True), a, b)),
        Some((Const(False), c, a)),
        All((a, Bit(1), b, Bit(4))),
    )
    owners = (0,) * 3 + (1,) * 3 + (2,) * 3
    structure = Structure(("a", "b", "c"), tuple("rstuvwxyz"), owners, (Direction.BOTH,) * 9)
    layout = Layout(structure)
    program = compile_program(layout, formulas, (All((a, c)), Same(b, c)))
    bound = bind(program, layout.shape)
    out = np.empty(layout.size, dtype=np.int16)
    body.scores(bound, 0, out)
    codes = layout.codes(np.arange(layout.size))
    expected = sum(on_codes(f, codes, 9).astype(np.int64) << k for k, f in enumerate(reversed(formulas)))
    expected[on_codes(All((a, c)), codes, 9) | on_codes(Same(b, c), codes, 9)] = never(out.dtype)
    assert np.array_equal(out, expected)
    planes = run(bound, 0, layout.size // 64)
    assert sorted(planes) == [HOLES, *range(len(formulas))]
    assert np.array_equal(unpack(planes[0]), on_codes(formulas[-1], codes, 9))


def test_the_order_of_bits_in_words():
    flags = np.random.default_rng(0).integers(0, 2, 640).astype(np.uint8)
    words = pack(flags)
    assert np.array_equal(unpack(words), flags)
    assert [int(words[0]) >> (8 * (k % 8) + k // 8) & 1 for k in range(64)] == flags[:64].tolist()


def test_constants_and_what_was_said_before_decide_nothing():
    a, b = Bit(0), Bit(1)
    assert kept((TRUE, a, b, Negation(a), FALSE, b, Same(a, b))) == (a, b, Same(a, b))
    assert kept((Negation(a), a)) == (Negation(a),)
    assert kept(()) == ()


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize(
    ("n_statements", "generated", "bits"),
    [(14, True, 16), (15, True, 32), (30, True, 32), (31, False, 16), (70, False, 16)],
)
def test_as_many_statements_as_a_number_holds_and_one_more(body, n_statements, generated, bits):
    for seed in range(3):
        rng = random.Random(seed)
        model = random_model(rng, 3, 8, n_rules=2)
        said = {}
        while len(said) < n_statements:
            said.update(dict.fromkeys(kept((*said, random_formula(rng, 8, 3)))))
        rest = tuple(Statements(tuple(random_formula(rng, 8) for _ in range(5))) for _ in range(2))
        model = model.replace(preferences=(Statements(tuple(said)), *rest))
        assert is_generated(model, 0) == generated
        assert Scores(model, Layout(model.structure), body).dtype.itemsize * 8 == bits
        assert DenseEngine(body).solve(model, GRAPH).masks == PlainEngine().solve(model, GRAPH).masks


@pytest.mark.parametrize("body", BODIES)
def test_rankings_are_kept_and_cut_like_what_is_generated(body):
    for seed in range(4):
        model = model_of((3, 5, 7), seed)
        rng = random.Random(seed)
        ranking = random_ranking(rng, model.structure.states)
        model = model.replace(preferences=(ranking, *model.preferences[1:]))
        layout = Layout(model.structure)
        scores = Scores(model, layout, body)
        scores.prepare()
        whole = np.full(layout.size, never(scores.dtype))
        whole[layout.places(model.structure.codes)] = model.ranks(0)
        assert np.array_equal(scores.run(0, 64, layout.size), whole[64:])
        for focus in range(3):
            cube = whole.reshape(layout.view(focus))[:, 1:3]
            assert np.array_equal(scores.block(0, focus, 1, 3), cube.reshape(-1))
        for party in range(3):
            for code in model.structure.states[::7]:
                assert scores.at(party, code) == scores.run(party, 0, layout.size)[layout.place(code)]
        assert DenseEngine(body).solve(model, GRAPH).masks == PlainEngine().solve(model, GRAPH).masks
