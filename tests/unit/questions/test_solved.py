"""What `solve` answers: conditions, pages, what is nearest, many fillings, and models too large to list."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from itertools import product

import numpy as np
import pytest

import holdfast as hf
from holdfast.engines import choosing
from holdfast.engines.choosing import Choice
from holdfast.engines.engine import ENGINES, Capability
from holdfast.engines.plain import PlainEngine
from holdfast.engines.solution import Solution, Verdicts
from holdfast.engines.stateset import StateSet
from holdfast.model.compile import Table
from holdfast.model.formula import holds
from holdfast.model.structure import Structure
from holdfast.questions.condition import condition_of
from holdfast.questions.equilibria import Solved
from holdfast.questions.joint import joint, prepared
from holdfast.questions.solved import Asked, solved, told

CUBA = hf.family(hf.example("cuba-1962"))
VALLEY = """
schema: holdfast/case/1
title: Valley
parties:
  north: {options: {sign: Sign, shell: Shell the valley}}
  south: {options: {sign: Sign, block_road: Block the road}}
issues:
  cap: {name: Cap, positions: [none, high, low], now: none}
  eu: {name: Union, positions: [out, in], now: out}
  fund: {name: Fund that nobody asks for, positions: [no_fund, small, large], now: no_fund}
plans:
  full: {positions: {cap: high, eu: in, fund: small}, conduct: [not shell]}
  bare: {positions: {eu: in}}
agreement: {signatories: {north: sign, south: sign}}
status_quo: NNNN
preferences:
  north: [not south.block_road, cap >= high, not north.sign if cap = low]
  south: [not north.shell, cap < low, north.sign and south.sign]
"""
BARE = hf.family(hf.loads(VALLEY), plan="bare")


@dataclass(frozen=True)
class Grid:
    """Every code has a place, whether it can occur or not."""

    n_places: int

    def codes(self, places):
        return places

    def place(self, code):
        return code


class GridEngine(PlainEngine):
    """Plain, answering as an engine for large grids does."""

    name = "grid"

    def can(self, model, wanted):
        return Capability(True, "", 1e-6, 1)

    def solve(self, model, concepts, work):
        found = super().solve(model, concepts, work)
        structure, numbering = model.structure, Grid(1 << model.structure.n_options)

        def of(states):
            flags = np.zeros(numbering.n_places, dtype=np.bool_)
            flags[states.codes()] = True
            return StateSet(structure, numbering, np.packbits(flags, bitorder="little"))

        everything = of(StateSet.of_mask(structure, (1 << model.n_states) - 1))
        names = [concept.name for concept in concepts]
        counts = {c: tuple(found.count(c, p) for p in model.parties) for c in names}
        stable = {c: tuple(of(found.states(c, p)) for p in model.parties) for c in names} if work.parties else {}
        verdicts = Verdicts(everything, {c: of(found.states(c)) for c in names}, counts, stable)
        return Solution(model, self.name, verdicts=verdicts)


@pytest.fixture
def grid(monkeypatch):
    """Put the grid engine among the engines; return a check that codes are never listed while it is used."""
    monkeypatch.setitem(ENGINES, "grid", f"{__name__}:GridEngine")
    monkeypatch.setattr(choosing, "PLAIN_STATES", -1)


def plainly(family, **options):
    return solved(family, engine="plain", **options)


# -- a page, a condition, what is nearest ----------------------------------------------------------------------------


def test_pages_make_up_the_whole_list():
    whole = plainly(CUBA).equilibria["gmr"].first
    assert len(whole) == 7
    pages = [plainly(CUBA, limit=3, page=number).equilibria["gmr"] for number in (1, 2, 3, 4)]
    assert sum((page.first for page in pages), ()) == whole
    assert [len(page.first) for page in pages] == [3, 3, 1, 0]
    assert {page.count for page in pages} == {7}
    assert plainly(CUBA, page=2).json()["page"] == 2
    assert "page" not in plainly(CUBA).json()


@pytest.mark.parametrize("text", ["withdraw", "not withdraw and not escalate", "air_strike if blockade", "in_force"])
def test_a_condition_counts_and_lists_what_a_filter_by_hand_would(text):
    model = CUBA.sure
    everything, some = plainly(CUBA, stable=True), plainly(CUBA, stable=True, where=text)
    formula = Table(CUBA.case).formula(condition_of(CUBA.case, text))

    def satisfies(letters):
        return holds(formula, lambda k: letters[k] == "Y")

    pairs = [(everything.equilibria[c], some.equilibria[c]) for c in everything.equilibria]
    pairs += [(everything.stable[key], some.stable[key]) for key in everything.stable]
    for whole, part in pairs:
        assert part.first == tuple(filter(satisfies, whole.first))
        assert (part.count, part.of) == (len(part.first), whole.count)
        assert whole.of is None
    assert some.stable_counts == everything.stable_counts
    assert some.n_states == model.n_states
    assert some.json()["where"] == text


def test_the_nearest_are_those_that_a_search_by_hand_finds():
    rng = random.Random(5)
    for _ in range(6):
        target = "".join(rng.choice("YN") for _ in range(4))
        found = plainly(CUBA, nearest=target)
        for concept, near in found.nearest.equilibria.items():
            states = found.equilibria[concept].first
            apart = {s: sum(a != b for a, b in zip(target, s, strict=True)) for s in states}
            least = min(apart.values())
            assert near.n_changes == least
            assert [state for state, _ in near.states] == [s for s in states if apart[s] == least]
            assert near.count == len(near.states)


def test_what_would_change_is_told_party_by_party():
    near = plainly(CUBA, nearest="NYNY").nearest.equilibria["nash"]
    assert near.states == (("YNYN", ("us: air_strike and not blockade", "ussr: withdraw and not escalate")),)
    assert plainly(CUBA, nearest="YNYN").nearest.equilibria["nash"].states == (("YNYN", ()),)


def test_nearest_to_a_plan_and_among_those_that_satisfy_a_condition():
    case = hf.example("ukraine-2025")
    family = hf.family(case, plan="p28", account="kyiv")
    answer = solved(family, concepts=["nash"], nearest="p28", limit=10_000)
    assert (answer.nearest.plan, answer.nearest.state) == ("p28", hf.holds(family).state)
    near = answer.nearest.equilibria["nash"]
    assert near.states[0][0] in answer.equilibria["nash"].first
    there = solved(family, concepts=["nash"], nearest="p28", where="not deploy_force").nearest.equilibria["nash"]
    assert there.n_changes > near.n_changes
    nowhere = solved(family, concepts=["nash"], nearest="p28", where="in_force").nearest.equilibria["nash"]
    assert (nowhere.n_changes, nowhere.count, nowhere.states) == (None, 0, ())


def test_nearest_where_states_are_merged_counts_no_letter_that_does_not_matter():
    case = hf.example("elmira-1991")
    assert any("-" in named.pattern for named in case.states.values())
    for target, other in (("NNNNN", "Y"), ("YYYYY", "N")):
        answer = plainly(hf.family(case), nearest=target)
        for concept, near in answer.nearest.equilibria.items():
            everything = answer.equilibria[concept].first
            assert near.n_changes == min(state.count(other) for state in everything)
            assert [s for s, _ in near.states] == [s for s in everything if s.count(other) == near.n_changes]
            assert all(bool(moves) == bool(near.n_changes) for _, moves in near.states)


@pytest.mark.parametrize(
    ("options", "error", "match"),
    [
        ({"where": "withdrawl"}, hf.errors.ConditionError, 'did you mean "withdraw"'),
        ({"where": "withdraw and"}, hf.errors.ConditionError, "column"),
        ({"where": "cap = high"}, hf.errors.ConditionError, "no issues"),
        ({"nearest": "NN"}, hf.errors.QuestionError, "no state"),
        ({"nearest": "p28"}, hf.errors.QuestionError, "no state"),
    ],
)
def test_questions_that_make_no_sense_are_refused_before_anything_is_computed(monkeypatch, options, error, match):
    monkeypatch.setattr(PlainEngine, "solve", lambda *args: pytest.fail("it started"))
    with pytest.raises(error, match=match):
        solved(CUBA, **options)


# -- many fillings ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "where",
    [
        "",
        "cap = high",
        "cap >= high or north.shell",
        "in_force",
        "eu = in",
        "fund = large",
        "fund > no_fund and cap = low",
    ],
)
def test_over_unknown_cells_every_and_some_are_joined_from_each_filling(where):
    answer = solved(BARE, stable=True, where=where)
    assert answer.n_models > 1
    case, by_filling = BARE.case, []
    for cap, fund in product(case.issues["cap"].positions, case.issues["fund"].positions):
        filling = {"cap": cap, "fund": fund}
        model = hf.compile(case, plan="bare", positions=filling)
        formula = None
        if where:
            formula = Table(case, "bare", tuple(filling.items())).formula(condition_of(case, where))
        solution = hf.solve(model)

        def kept(states, formula=formula):
            return {s for s in states if formula is None or holds(formula, lambda k, s=s: s[k] == "Y")}

        by_filling.append((solution, kept))
    for concept in answer.equilibria:
        sets = [kept(solution.equilibria(concept)) for solution, kept in by_filling]
        assert set(answer.equilibria[concept].first) == set.intersection(*sets), concept
        assert set(answer.possible[concept].first) == set.union(*sets), concept
        for party in ("north", "south"):
            stable = [set(solution.stable(concept, party)) for solution, _ in by_filling]
            assert answer.stable_counts[party][concept] == len(set.intersection(*stable))
            shown = [kept(solution.stable(concept, party)) for solution, kept in by_filling]
            assert set(answer.stable[party, concept].first) == set.intersection(*shown)


def test_several_models_share_one_progress():
    seen = []
    answer = solved(BARE, progress=lambda done, total, note: seen.append((done, total)))
    assert len({total for _, total in seen}) == 1
    assert seen == sorted(seen)
    assert seen[-1][0] == seen[-1][1]
    assert answer.n_models == 3


# -- models too large to list ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"stable": True},
        {"limit": 2, "page": 2},
        {"where": "withdraw"},
        {"nearest": "1"},
        {"stable": True, "where": "not withdraw", "nearest": "NNYY"},
    ],
)
def test_a_grid_gives_the_same_answer(grid, options):
    expected = plainly(CUBA, **options).json()
    found = solved(CUBA, engine="grid", **options).json()
    for answer in (expected, found):
        for key in ("engine", "provenance"):
            del answer[key]
    assert found == expected


@pytest.mark.parametrize("options", [{}, {"stable": True, "where": "eu = in", "nearest": "full"}])
def test_a_grid_gives_the_same_answer_over_unknown_cells(grid, options):
    expected, found = plainly(BARE, **options).json(), solved(BARE, engine="grid", **options).json()
    assert found["n_models"] > 1
    for key in ("equilibria", "possible", "stable_counts", *(["stable", "nearest"] if options else [])):
        assert found[key] == expected[key], key


def test_states_of_a_grid_are_never_listed(grid, monkeypatch):
    asked = Asked(5, 1, True, False, "withdraw", "NNNN")
    found = joint(prepared(CUBA, engine="grid"), parties=True, where=condition_of(CUBA.case, "withdraw"))
    monkeypatch.setattr(Structure, "codes", property(lambda self: pytest.fail("states were listed")))
    monkeypatch.setattr(Structure, "states", property(lambda self: pytest.fail("states were listed")))
    assert told(CUBA, found, asked).equilibria["nash"].first == ("YNYN",)


def test_a_ranking_of_a_grid_is_refused(grid):
    with pytest.raises(hf.errors.CapacityError, match="ranking"):
        solved(CUBA, engine="grid", ranking=True)


# -- the value -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer",
    [
        plainly(CUBA),
        plainly(CUBA, stable=True, ranking=True, page=2, limit=1, where="withdraw", nearest="1"),
        solved(BARE, nearest="full"),
        solved(hf.family(hf.example("elmira-1991"))),
    ],
)
def test_json_can_be_read_back(answer):
    text = json.dumps(answer.json())
    assert Solved.from_json(json.loads(text)) == answer


def test_an_answer_cut_lists_fewer_and_counts_the_same():
    answer = plainly(CUBA, stable=True, ranking=True)
    assert answer.cut(2).json() == plainly(CUBA, stable=True, ranking=True, limit=2).json()


def test_what_was_chosen_earlier_is_kept_to():
    ready = prepared(CUBA, choice=Choice("plain", ("nash",), "as before", {"sim": "too much"}), memory=1)
    answer = told(CUBA, joint(ready), Asked())
    assert list(answer.equilibria) == ["nash"]
    assert (answer.reason, answer.unavailable) == ("as before", {"sim": "too much"})
