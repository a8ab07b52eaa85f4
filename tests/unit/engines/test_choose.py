"""Which engine is taken, which concepts are left out, and what a refusal says."""

import random
from dataclasses import replace

import pytest

from holdfast.case import Direction
from holdfast.engines import choosing
from holdfast.engines.choosing import choose, prepare
from holdfast.engines.dense.engine import DenseEngine
from holdfast.engines.engine import ENGINES, LATER, Capability, find_engine, solve
from holdfast.errors import CapacityError, EngineUnavailable, QuestionError
from holdfast.model.model import Model
from holdfast.model.preference import Statements
from holdfast.model.structure import Structure
from holdfast.stability import CONCEPTS
from holdfast.testing import random_explicit_model, random_model

SIX = tuple(CONCEPTS.values())
FIVE = ("nash", "gmr", "smr", "seq", "symmetric_seq")
SMALL = random_model(random.Random(1), 2, 4)
LARGE = random_model(random.Random(1), 3, 10, n_rules=1)
EXPLICIT = random_explicit_model(random.Random(2), 3, 4)
MIB, GIB = 1 << 20, 1 << 30


def free(n_options, only=None):
    names = tuple(f"a.o{k}" for k in range(n_options))
    structure = Structure(("a", "b"), names, (0,) * n_options, (Direction.BOTH,) * n_options, only=only)
    return Model(structure, (Statements(()), Statements(())))


class Stub:
    """An engine that only says what it would need: so much a concept, and for simultaneous stability more."""

    def __init__(self, seconds=1.0, memory=MIB, sim=(0.0, 0), able="", shared=0.0):
        self.seconds, self.memory, self.sim, self.able, self.shared = seconds, memory, sim, able, shared

    def can(self, model, wanted):
        if self.able:
            return Capability(False, self.able)
        names = {concept.name for concept in wanted}
        seconds, memory = self.seconds * len(names - {"sim"}), self.memory
        if "sim" in names:
            if self.sim is None:
                return Capability(False, "it does not do that so large")
            seconds, memory = seconds + self.sim[0], memory + self.sim[1]
        return Capability(True, "", seconds, memory, self.shared)


@pytest.fixture
def engines(monkeypatch):
    """Put stubs in the place of the engines; on this machine they take as long as they say."""

    def put(**stubs):
        for name, stub in stubs.items():
            stub.name = name
        monkeypatch.setattr(choosing, "ENGINES", dict.fromkeys(stubs, ""))
        monkeypatch.setattr(choosing, "find_engine", stubs.__getitem__)
        monkeypatch.setattr("holdfast.engines.calibrate.factor", lambda body: getattr(body, "factor", 1.0))

    return put


# -- the engines there are -------------------------------------------------------------------------------------------


def test_small_and_explicit_go_to_plain_the_rest_elsewhere():
    assert choose(SMALL, SIX)[0] == "plain"
    assert choose(EXPLICIT, [c for c in SIX if not c.needs_option_form])[0] == "plain"
    assert choose(LARGE, SIX)[0] == "dense"


def test_few_named_states_of_many_options_go_to_plain():
    rng = random.Random(1)
    named = free(40, frozenset("".join(rng.choice("YN") for _ in range(40)) for _ in range(60)))
    assert prepare(named).engine == "plain"
    assert solve(named).count("nash") == 60


def test_many_named_states_of_many_options_go_to_sparse():
    rng = random.Random(1)
    named = free(40, frozenset("".join(rng.choice("YN") for _ in range(40)) for _ in range(3000)))
    assert prepare(named).engine == "sparse"


def test_the_choice_is_recorded_and_can_be_overridden():
    assert solve(LARGE).engine == "dense"
    assert solve(SMALL).engine == "plain"
    assert "feasible states" in solve(SMALL).reason
    forced = solve(SMALL, engine="sparse")
    assert (forced.engine, forced.reason) == ("sparse", "asked for by name")
    for concept in FIVE:
        assert forced.equilibria(concept) == solve(SMALL).equilibria(concept)


@pytest.mark.parametrize("budget", [{"memory": 1 << 20}, {"seconds": 1e-6}])
def test_over_budget_is_refused_before_anything_is_computed(monkeypatch, budget):
    def started(*args, **keywords):
        raise AssertionError("it started")

    monkeypatch.setattr(DenseEngine, "solve", started)
    with pytest.raises(CapacityError) as refusal:
        solve(LARGE, **budget)
    assert "would need about" in str(refusal.value)
    assert refusal.value.remedy


def test_an_engine_by_name_over_budget_points_to_another():
    with pytest.raises(CapacityError, match='the engine "plain" would need about') as refusal:
        solve(LARGE, engine="plain", seconds=0.5)
    assert "--engine" in refusal.value.remedy


def test_an_engine_that_cannot_do_such_a_model():
    with pytest.raises(EngineUnavailable, match="option form"):
        solve(EXPLICIT, engine="dense")
    odd = replace(CONCEPTS["nash"], name="mine")
    assert "mine" in DenseEngine().can(SMALL, (odd,)).reason


def test_too_many_options_are_refused_with_what_each_engine_says():
    with pytest.raises(CapacityError, match="refused before starting: no engine") as refusal:
        solve(free(40))
    assert all(f"    {name} " in str(refusal.value) for name in ENGINES)
    assert "rules" in refusal.value.remedy


@pytest.mark.parametrize("name", ["warp", *LATER])
def test_engines_that_do_not_exist(name):
    with pytest.raises(EngineUnavailable, match="plain, dense, sparse"):
        find_engine(name)


def test_an_engine_that_cannot_be_loaded_is_passed_over_unless_named(monkeypatch):
    monkeypatch.setitem(ENGINES, "sparse", "holdfast.engines.nowhere:Engine")
    assert prepare(LARGE).engine == "dense"
    assert "sparse cannot (" in prepare(LARGE).reason
    with pytest.raises(EngineUnavailable, match="cannot be loaded"):
        prepare(LARGE, engine="sparse")


def test_concepts_that_do_not_exist_or_do_not_apply():
    with pytest.raises(QuestionError):
        solve(SMALL, ["warp"])
    solution = solve(EXPLICIT)
    assert "sim" in solution.unavailable
    assert "sim" not in solution.concepts


def test_a_model_without_options_is_one_state_stable_for_all():
    structure = Structure(("a", "b"), (), (), ())
    nothing = Model(structure, (Statements(()), Statements(())))
    for name in ENGINES:
        found = solve(nothing, FIVE, engine=name)
        assert all(found.count(concept, party) == 1 for concept in found.concepts for party in ("a", "b"))


# -- the choice ------------------------------------------------------------------------------------------------------


def test_the_quickest_within_the_limits_is_taken(engines):
    engines(plain=Stub(able="too many"), dense=Stub(2, 100 * MIB), sparse=Stub(4, 10 * MIB))
    assert prepare(LARGE, FIVE).engine == "dense"
    assert prepare(LARGE, FIVE, memory=50 * MIB).engine == "sparse"
    with pytest.raises(CapacityError):
        prepare(LARGE, FIVE, memory=50 * MIB, seconds=19)
    assert prepare(LARGE, FIVE, seconds=11).engine == "dense"


def test_what_is_quick_anyway_is_decided_by_rank_and_not_by_chance(engines):
    engines(plain=Stub(0.001), sparse=Stub(0.002), dense=Stub(0.05))
    assert prepare(LARGE, FIVE).engine == "dense"


def test_the_reason_names_the_others_and_what_they_would_need(engines):
    engines(plain=Stub(able="20 options at most"), dense=Stub(1), sparse=Stub(1000, 9 * GIB))
    reason = prepare(LARGE, FIVE).reason
    assert "quickest for 768 feasible states, in seconds" in reason
    assert "sparse would take hours and 9.0 GiB" in reason
    assert "plain cannot (20 options at most)" in reason
    assert "\n" not in reason


def test_the_speed_of_this_machine_decides_where_estimates_are_long(engines):
    stubs = {"dense": Stub(2), "sparse": Stub(4)}
    stubs["dense"].factor = 10.0
    engines(plain=Stub(able="no"), **stubs)
    choice = prepare(LARGE, FIVE)
    assert choice.engine == "sparse"
    assert "as measured on this machine" in choice.reason
    with pytest.raises(CapacityError, match=r"dense would need about 1\.0 MiB and 2 min"):
        prepare(LARGE, FIVE, seconds=15)
    stubs["dense"].seconds = 0.5  # short enough not to ask
    assert prepare(LARGE, FIVE).engine == "dense"


def test_threads_share_what_can_be_shared(engines):
    engines(plain=Stub(able="no"), dense=Stub(10, shared=0.8))
    assert prepare(LARGE, FIVE, threads=4, seconds=21).engine == "dense"  # 50 s alone: 10 + 40 / 4
    for threads, seconds in ((1, 49), (4, 19)):
        with pytest.raises(CapacityError):
            prepare(LARGE, FIVE, threads=threads, seconds=seconds)


def test_several_models_have_to_fit_one_after_the_other(engines):
    engines(plain=Stub(able="no"), dense=Stub(1))
    assert prepare(LARGE, FIVE, n_models=10, seconds=60)
    with pytest.raises(CapacityError, match="768 states in 20 models within"):
        prepare(LARGE, FIVE, n_models=20, seconds=60)


# -- simultaneous stability ------------------------------------------------------------------------------------------


def test_sim_is_computed_where_it_fits(engines):
    engines(plain=Stub(able="no"), dense=Stub(1, sim=(50, MIB)))
    choice = prepare(LARGE, seconds=200)
    assert choice.concepts == (*FIVE, "sim")
    assert not choice.unavailable


def test_sim_is_left_out_where_it_would_be_nearly_all_of_a_long_wait(engines):
    engines(plain=Stub(able="no"), dense=Stub(1, sim=(100, MIB)))
    choice = prepare(LARGE)
    assert choice.concepts == FIVE
    assert "--concept sim" in choice.unavailable["sim"]
    assert prepare(LARGE, ["nash", "sim"]).concepts == ("nash", "sim")
    engines(plain=Stub(able="no"), dense=Stub(20, sim=(100, MIB)))
    assert prepare(LARGE).concepts == (*FIVE, "sim")


@pytest.mark.parametrize(
    ("sim", "limits", "needs", "remedy"),
    [
        ((7200, 0), {}, "1.0 MiB and 2 h", "--concept sim --time 3h"),
        ((10, 8 * GIB), {}, "8.0 GiB and 10 s", "--concept sim --memory 9GiB"),
        ((197, 0), {"seconds": 200}, "1.0 MiB and 3 min", "--concept sim"),
    ],
)
def test_sim_is_left_out_where_it_alone_is_too_much(engines, sim, limits, needs, remedy):
    engines(plain=Stub(able="no"), dense=Stub(1, sim=sim))
    choice = prepare(LARGE, **limits)
    assert choice.concepts == FIVE
    assert f"would need about {needs} (dense)" in choice.unavailable["sim"]
    assert choice.unavailable["sim"].endswith(f"to ask for it: {remedy}")


def test_sim_is_left_out_where_the_engine_does_not_do_it(engines):
    engines(plain=Stub(able="no"), dense=Stub(1, sim=None), sparse=Stub(50, sim=(3000, 0)))
    choice = prepare(LARGE)
    assert (choice.engine, choice.concepts) == ("dense", FIVE)
    assert "50 min (sparse)" in choice.unavailable["sim"]
    engines(plain=Stub(able="no"), dense=Stub(1, sim=None))
    assert "no engine does it here" in prepare(LARGE).unavailable["sim"]


@pytest.mark.parametrize("names", [["sim"], ["nash", "sim"], list(CONCEPTS)])
def test_sim_by_name_is_refused_and_not_left_out(engines, names):
    engines(plain=Stub(able="no"), dense=Stub(1, sim=(7200, 0)))
    with pytest.raises(CapacityError, match="2 h") as refusal:
        prepare(LARGE, names)
    assert "--time 3h" in refusal.value.remedy
    assert ("--concept nash" in refusal.value.remedy) == (len(names) > 1)


def test_a_remedy_that_would_not_help_is_not_proposed(engines):
    engines(plain=Stub(able="no"), dense=Stub(1, 10**6 * GIB))
    with pytest.raises(CapacityError) as refusal:
        prepare(LARGE)
    assert "--memory" not in refusal.value.remedy
    assert "--concept" not in refusal.value.remedy
    assert "add rules" in refusal.value.remedy
    engines(plain=Stub(able="no"), dense=Stub(300))
    with pytest.raises(CapacityError) as refusal:
        prepare(LARGE)
    assert "--concept nash;" in refusal.value.remedy


def test_estimates_grow_with_the_work():
    body = DenseEngine()
    few, all_six = body.can(LARGE, SIX[:1]), body.can(LARGE, SIX)
    assert few.seconds < all_six.seconds
    larger = body.can(random_model(random.Random(1), 3, 14, n_rules=1), SIX)
    assert all_six.seconds < larger.seconds < 10
    assert larger.memory < 1 << 30
