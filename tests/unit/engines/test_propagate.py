"""Propagation against a search from the definition, and preferences and rules that make sweeps take long."""

import random
from types import SimpleNamespace

import numpy as np
import pytest

from holdfast.case import Direction
from holdfast.engines.dense import kernels, kernels_numpy, propagate
from holdfast.engines.dense.engine import DenseEngine
from holdfast.engines.dense.layout import Layout
from holdfast.engines.dense.propagate import Block, by_improvements, by_moves
from holdfast.engines.dense.scores import Scores
from holdfast.engines.dense.values import never
from holdfast.engines.plain import PlainEngine
from holdfast.model.formula import All, Bit, Negation, Same, Some
from holdfast.model.model import Model
from holdfast.model.preference import Statements
from holdfast.model.structure import Structure
from holdfast.stability import concepts
from holdfast.testing import random_model

needs_native = pytest.mark.skipif(not kernels.BUILT, reason="the native extension is not built")
NATIVE = kernels.kernels_native if kernels.BUILT else None
BODIES = [pytest.param(kernels_numpy, id="numpy"), pytest.param(NATIVE, id="native", marks=needs_native)]
FIVE = concepts(["nash", "gmr", "smr", "seq", "symmetric_seq"])

pytestmark = pytest.mark.parametrize("body", BODIES)


def quiet():
    pass


def counting(body):
    """The same kernels, with a list that grows by one whenever the search is used."""
    calls = []

    def search(*arguments):
        calls.append(len(calls))
        body.search(*arguments)

    return SimpleNamespace(**{**vars(body), "search": search}), calls


def least_reached(model, layout, party, values, *, improving):
    """From each place the least value over all that the others can bring about, by a search from the definition."""
    structure = model.structure
    places = dict(zip(structure.states, layout.places(structure.codes).tolist(), strict=True))
    steps = {state: [] for state in structure.states}
    for state in structure.states:
        for k in range(len(structure.parties)):
            ends = structure.moves(k, state) if k != party else ()
            steps[state] += [end for end in ends if not improving or model.prefers(k, end, state)]
    out = values.copy()
    for state in structure.states:
        seen, waiting = {state}, [state]
        while waiting:
            fresh = {end for end in steps[waiting.pop()] if end not in seen}
            seen |= fresh
            waiting += fresh
        out[places[state]] = min(values[places[end]] for end in seen)
    return out


@pytest.mark.parametrize("cap", [0, 1, 24])
def test_propagation_is_reachability(monkeypatch, body, cap):
    """Whether by sweeps alone, by a search at once, or by a search after one sweep."""
    monkeypatch.setattr(propagate, "MAX_SWEEPS", cap)
    for seed in range(25):
        rng = random.Random(seed)
        model = random_model(rng, rng.randint(2, 4), rng.randint(2, 6), n_rules=rng.randint(0, 4), one_way=0.3)
        layout = Layout(model.structure)
        scores = Scores(model, layout, body)
        scores.prepare()
        party = rng.randrange(len(model.parties))
        own = scores.run(party, 0, layout.size)
        fresh = np.random.default_rng(seed)
        lanes = [np.where(own == never(own.dtype), own, fresh.integers(0, 20, own.size)) for _ in range(2)]
        lanes = [np.ascontiguousarray(lane.astype(own.dtype)) for lane in lanes]
        block = Block(layout, party, layout.shape[party])
        expected = least_reached(model, layout, party, lanes[0], improving=False)
        moved = lanes[0].copy()
        by_moves(block, moved, own, body, quiet)
        assert np.array_equal(moved, expected), seed
        expected = [least_reached(model, layout, party, lane, improving=True) for lane in lanes]

        def of(other, scores=scores, size=layout.size):
            return scores.run(other, 0, size)

        by_improvements(block, lanes, own, of, body, quiet)
        assert np.array_equal(lanes, expected), seed


# -- long ways -------------------------------------------------------------------------------------------------------


def race(n_bits, *, stairs):
    """Party j wants to match k, party k to be one ahead of j; party i minds only where that ends.

    With ``stairs`` it is rules and not preferences that make the way long: nothing else can occur.
    """
    j = [Bit(1 + t) for t in range(n_bits)]
    k = [Bit(1 + n_bits + t) for t in range(n_bits)]
    matched = All(tuple(Same(a, b) for a, b in zip(j, k, strict=True)))
    sums = []
    for t in range(n_bits):  # bit t of j + 1 differs from j's where all lower bits of j are set
        lower = tuple(j[t + 1 :])
        carry = (All(lower) if len(lower) > 1 else lower[0]) if lower else None
        sums.append(Same(k[t], Negation(j[t]) if carry is None else Negation(Same(j[t], carry))))
    ahead = All((*sums, Some(tuple(Negation(bit) for bit in j))))
    owners = (0, *(1,) * n_bits, *(2,) * n_bits)
    never_ = (All((Negation(matched), Negation(ahead))),) if stairs else ()
    names = tuple(f"o{x}" for x in range(len(owners)))
    structure = Structure(("i", "j", "k"), names, owners, (Direction.BOTH,) * len(owners), never_)
    end = Negation(All((*j, *k)))
    wants = Statements((end, Bit(0)))
    if stairs:
        return Model(structure, (wants, Statements(()), Statements(())))
    return Model(structure, (wants, Statements((matched,)), Statements((ahead,))))


def verdicts_of(solution):
    return {c: [solution.count(c, party) for party in solution.model.parties] for c in solution.concepts}


@pytest.mark.parametrize("stairs", [False, True], ids=["preferences", "rules"])
def test_a_way_too_long_for_sweeps_is_searched_and_equals_the_definitions(body, stairs, monkeypatch):
    model = race(4, stairs=stairs)
    expected = PlainEngine().solve(model, FIVE).masks
    for cap in (3, 24):
        monkeypatch.setattr(propagate, "MAX_SWEEPS", cap)
        counted, calls = counting(body)
        assert DenseEngine(counted).solve(model, FIVE).masks == expected
        assert bool(calls) == (cap == 3), "sixteen steps are few enough for 24 sweeps"


@pytest.mark.parametrize("stairs", [False, True], ids=["preferences", "rules"])
def test_a_long_way_ends_with_the_search_and_equals_sweeps_without_a_bound(body, stairs, monkeypatch):
    model = race(7, stairs=stairs)
    counted, calls = counting(body)
    found = DenseEngine(counted).solve(model, FIVE).masks
    assert calls
    monkeypatch.setattr(propagate, "MAX_SWEEPS", 1 << 12)
    counted, calls = counting(body)
    assert DenseEngine(counted).solve(model, FIVE).masks == found
    assert not calls


@pytest.mark.parametrize("stairs", [False, True], ids=["preferences", "rules"])
def test_a_thousand_steps_finish(body, stairs):
    if body is kernels_numpy:
        pytest.skip("seconds in numpy; the shorter ways above are searched with it too")
    found = DenseEngine(body).solve(race(9, stairs=stairs), FIVE)
    counts = {c: found.count(c, "i") for c in found.concepts}
    assert counts["nash"] <= counts["symmetric_seq"] <= min(counts["smr"], counts["seq"])
    assert max(counts["smr"], counts["seq"]) <= counts["gmr"] <= found.n_states


def test_one_step_each_is_enough_without_rules_across_or_with_one_other(body):
    """Counted: sweeping again would be waste, and the definitions say it is not needed."""
    for n_parties, n_rules in ((3, 0), (2, 4)):
        model = random_model(random.Random(n_rules), n_parties, 6, n_rules=n_rules, even=True)
        layout = Layout(model.structure)
        calls = []

        def move_step(*arguments, calls=calls):
            calls.append(1)
            return body.move_step(*arguments)

        own = np.zeros(layout.size, dtype=np.int16)
        by_moves(Block(layout, 0, layout.shape[0]), own.copy(), own, SimpleNamespace(move_step=move_step), quiet)
        assert len(calls) == n_parties - 1


def test_whoever_stops_the_work_is_heard_between_steps(body):
    model = race(4, stairs=False)
    layout = Layout(model.structure)
    scores = Scores(model, layout, body)
    heard = []

    def stop():
        heard.append(1)
        if len(heard) == 7:
            raise InterruptedError

    own = scores.run(0, 0, layout.size)
    with pytest.raises(InterruptedError):
        by_improvements(Block(layout, 0, 2), [own.copy()], own, lambda k: scores.run(k, 0, layout.size), body, stop)
    assert len(heard) == 7
