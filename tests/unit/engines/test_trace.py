import random

import pytest

from holdfast.engines.dense.grid_trace import GridTrace
from holdfast.engines.trace import FibreTrace, WalkTrace, trace
from holdfast.errors import ModelError
from holdfast.model.model import Model
from holdfast.model.preference import Statements
from holdfast.model.walk import sequences
from holdfast.testing import random_explicit_model, random_formula, random_model, random_structure


def steps_of(model, improving):
    def step(party, state):
        ends = model.structure.moves(party, state)
        return [end for end in ends if model.prefers(party, end, state)] if improving else ends

    return step


def nearest(model, start, group, improving):
    """{state: fewest steps}, the start left out, by walking every pair."""
    found = {}
    for visit in sequences(start, group, steps_of(model, improving)):
        if visit.state != start:
            found.setdefault(visit.state, len(visit.path()))
    return found


def some_cases(make, n):
    for seed in range(n):
        rng = random.Random(seed)
        n_parties = rng.randint(2, 5)
        model = make(rng, n_parties, rng.randint(2, 6 if make is random_model else 4))
        states = model.structure.states
        for improving in (False, True):
            start = rng.choice(states)
            group = tuple(rng.sample(range(n_parties), rng.randint(1, n_parties)))
            yield rng, model, start, group, improving


def check(kind, model, start, group, improving, rng):
    expected = nearest(model, start, group, improving)
    found = trace(model, start, group, improving)
    assert isinstance(found, kind)
    states, party = model.structure.states, rng.randrange(len(model.parties))
    for level in rng.sample(states, min(4, len(states))):
        fresh = trace(model, start, group, improving)
        answers = [s for s in expected if model.level(party, s) <= model.level(party, level)]
        best = min(
            answers, key=lambda s: (expected[s], (s ^ start).bit_count(), model.level(party, s), s), default=None
        )
        assert fresh.first_at_most(party, level) == best == found.first_at_most(party, level)
    worst = min(expected, key=lambda s: (model.level(party, s), expected[s], s), default=None)
    assert found.worst(party) == worst
    by_steps = {s: n for n, level in enumerate(found.levels(), 1) for s in level}
    assert by_steps == expected
    step = steps_of(model, improving)
    for end, length in expected.items():
        path = found.path(end)
        assert len(path) == length
        here, last = start, None
        for move in path:
            assert move.start == here
            assert move.party in group
            assert move.party != last
            assert move.end in step(move.party, here)
            here, last = move.end, move.party
        assert here == end
    for state in set(states) - set(expected):
        with pytest.raises(ModelError):
            found.path(state)


def test_traces_in_option_form_are_what_walking_finds():
    for rng, model, start, group, improving in some_cases(random_model, 120):
        check(FibreTrace, model, start, group, improving, rng)


@pytest.mark.parametrize("few", [True, False])
def test_traces_in_a_grid_are_what_walking_finds(monkeypatch, few):
    monkeypatch.setattr("holdfast.engines.trace.GRID_STATES", 0)
    monkeypatch.setattr(GridTrace, "_is_few", lambda *_: few)
    for rng, model, start, group, improving in some_cases(random_model, 120):
        check(GridTrace, model, start, group, improving, rng)


def test_a_large_grid_is_not_listed(monkeypatch):
    rng = random.Random(3)
    structure = random_structure(rng, 4, 24, n_rules=4, one_way=0, even=True)
    model = Model(structure, tuple(Statements((random_formula(rng, 24),)) for _ in range(4)))
    monkeypatch.setattr(type(structure), "codes", property(lambda _: pytest.fail("it listed the states")))
    start = next(c for c in range(1 << 24) if structure.is_feasible(c))
    for improving in (False, True):
        found = trace(model, start, (1, 2, 3), improving)
        assert isinstance(found, GridTrace)
        lowest = found.worst(0)
        assert lowest is None or found.path(lowest)[-1].end == lowest


def test_traces_over_arcs_and_merged_states_are_what_walking_finds():
    for rng, model, start, group, improving in some_cases(random_explicit_model, 60):
        check(WalkTrace, model, start, group, improving, rng)


def test_asking_near_the_start_computes_no_more_than_it_needs():
    model = random_model(random.Random(4), 4, 8, n_rules=0, one_way=0, n_statements=0, rankings=0)
    found = trace(model, 0, (0, 1, 2, 3), improving=False)
    assert found.first_at_most(0, 0) is not None  # all are equal: the first level answers
    assert len(found._levels) == 2


def test_a_start_that_cannot_occur_is_refused():
    model = next(m for _, m, *_ in some_cases(random_model, 40) if m.n_states < 1 << m.structure.n_options)
    hole = next(c for c in range(1 << model.structure.n_options) if not model.structure.is_feasible(c))
    with pytest.raises(ModelError):
        trace(model, hole, (0,), improving=True)
