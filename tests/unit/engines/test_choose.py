import random
from dataclasses import replace

import pytest

from holdfast.case import Direction
from holdfast.engines.dense.engine import DenseEngine
from holdfast.engines.engine import LATER, choose, find_engine, say_bytes, say_seconds, solve
from holdfast.errors import CapacityError, EngineUnavailable, QuestionError
from holdfast.model.model import Model
from holdfast.model.preference import Statements
from holdfast.model.structure import Structure
from holdfast.stability import CONCEPTS
from holdfast.testing import random_explicit_model, random_model

SIX = tuple(CONCEPTS.values())
SMALL = random_model(random.Random(1), 2, 4)
LARGE = random_model(random.Random(1), 3, 10, n_rules=1)
EXPLICIT = random_explicit_model(random.Random(2), 3, 4)


def free(n_options, only=None):
    names = tuple(f"a.o{k}" for k in range(n_options))
    structure = Structure(("a", "b"), names, (0,) * n_options, (Direction.BOTH,) * n_options, only=only)
    return Model(structure, (Statements(()), Statements(())))


def test_small_and_explicit_go_to_plain_the_rest_to_dense():
    assert choose(SMALL, SIX)[0] == "plain"
    assert choose(EXPLICIT, SIX)[0] == "plain"
    assert choose(LARGE, SIX)[0] == "dense"


def test_named_states_of_many_options_go_to_plain():
    rng = random.Random(1)
    named = free(40, frozenset("".join(rng.choice("YN") for _ in range(40)) for _ in range(100)))
    name, reason = choose(named, SIX)
    assert name == "plain"
    assert "40 options" in reason
    assert solve(named).count("nash") == 100


def test_the_choice_is_recorded_and_can_be_overridden():
    assert solve(LARGE).engine == "dense"
    assert solve(SMALL).engine == "plain"
    assert "feasible states" in solve(SMALL).reason
    forced = solve(SMALL, engine="dense")
    assert (forced.engine, forced.reason) == ("dense", "asked for by name")
    assert forced.masks == solve(SMALL).masks


@pytest.mark.parametrize("budget", [{"memory": 1 << 20}, {"seconds": 1e-6}])
def test_over_budget_is_refused_before_anything_is_computed(monkeypatch, budget):
    def started(*args, **keywords):
        raise AssertionError("it started")

    monkeypatch.setattr(DenseEngine, "solve", started)
    with pytest.raises(CapacityError) as refusal:
        solve(LARGE, **budget)
    assert "would need about" in str(refusal.value)
    assert refusal.value.remedy


def test_plain_over_budget_points_to_dense():
    with pytest.raises(CapacityError) as refusal:
        solve(LARGE, engine="plain", seconds=1e-9)
    assert "--engine dense" in refusal.value.remedy


def test_dense_refuses_what_it_cannot_do():
    with pytest.raises(EngineUnavailable, match="option form"):
        solve(EXPLICIT, engine="dense")
    refused = DenseEngine().can(free(25), SIX)
    assert not refused.able
    assert "2^24" in refused.reason
    odd = replace(CONCEPTS["nash"], name="mine")
    assert "mine" in DenseEngine().can(SMALL, (odd,)).reason


def test_too_many_options_to_enumerate_is_refused():
    with pytest.raises(CapacityError, match="codes"):
        solve(free(40))


def test_estimates_grow_with_the_work():
    body = DenseEngine()
    few, all_six = body.can(LARGE, SIX[:1]), body.can(LARGE, SIX)
    assert few.seconds < all_six.seconds
    larger = body.can(random_model(random.Random(1), 3, 14, n_rules=1), SIX)
    assert all_six.seconds < larger.seconds < 10
    assert all_six.memory < larger.memory < 1 << 30


@pytest.mark.parametrize("name", ["warp", *LATER])
def test_engines_that_do_not_exist(name):
    with pytest.raises(EngineUnavailable, match="plain, dense"):
        find_engine(name)


def test_concepts_that_do_not_exist_or_do_not_apply():
    with pytest.raises(QuestionError):
        solve(SMALL, ["warp"])
    solution = solve(EXPLICIT)
    assert "sim" in solution.unavailable
    assert "sim" not in solution.concepts


def test_a_model_without_options_is_one_state_stable_for_all():
    structure = Structure(("a", "b"), (), (), ())
    nothing = Model(structure, (Statements(()), Statements(())))
    for name in ("plain", "dense"):
        assert all(masks == (1, 1) for masks in solve(nothing, engine=name).masks.values())


def test_numbers_for_people():
    assert [say_bytes(n) for n in (1, 5 << 20, 3 << 30)] == ["0 KiB", "5.0 MiB", "3.0 GiB"]
    assert [say_seconds(n) for n in (0.5, 12.3, 200, 7200)] == ["0.5 s", "12 s", "3 min", "2 h"]
