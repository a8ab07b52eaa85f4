"""`doubt` on small cases reasoned through by hand, its JSON, the ways worlds are judged, and draws."""

import json
import math

import numpy as np
import pytest

from holdfast.case.world import variables
from holdfast.casefile import loads
from holdfast.errors import ModelError, QuestionError
from holdfast.model.compile import compile_case
from holdfast.questions.holds import model_holds
from holdfast.seeds import generator
from holdfast.uncertainty import doubt as asking
from holdfast.uncertainty import filled, sample, worlds
from holdfast.uncertainty.differences import differences
from holdfast.uncertainty.disagree import disagree
from holdfast.uncertainty.doubt import doubt, here
from holdfast.uncertainty.flip import flip
from holdfast.uncertainty.lexicons import by_lexicon, read_by
from holdfast.uncertainty.matrix import doubts
from holdfast.uncertainty.relevant import relevant
from tests.acceptance import doubt_brute as brute
from tests.acceptance.test_doubt_against_brute_force import case_of, check

BASE = """
schema: holdfast/case/1
title: Two neighbours
parties: {north: {options: {sign: Sign, march: March}}, south: {options: {join: Sign}}}
plans: {truce: {title: Truce, conduct: [not march]}}
agreement: {signatories: {north: sign, south: join}}
"""
WARY = "preferences: {north: [{prefer: not sign, when: wary}, sign], south: [join if sign]}\n"


def case(text):
    return loads(BASE + text, warnings=[])


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch):
    monkeypatch.setattr(asking, "_known", {})


# -- the contract ----------------------------------------------------------------------------------------------------


def test_keys_that_other_programs_rely_on():
    found = doubt(case("judgements: {wary: [0.2, 0.5]}\n" + WARY), plan="truce", level="holds").json()
    assert found["schema"] == "holdfast/answer/1"
    assert (found["question"], found["plan"], found["level"]) == ("doubt", "truce", "holds")
    assert found["exact"] is True
    assert found["n_worlds"] == 2
    assert found["share"] == {"low": 0.5, "point": 0.65, "high": 0.8}
    assert {k: found["judgements"]["wary"][k] for k in ("if_true", "if_false")} == {"if_true": 0.0, "if_false": 1.0}
    assert set(found["judgements"]) == {"wary"}
    assert "standard_error" not in found
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_drawn_worlds_are_said_to_be():
    found = doubt(case("judgements: {wary: [0.2, 0.5]}\n" + WARY), plan="truce", most=1, n_draws=1000).json()
    assert found["exact"] is False
    assert found["standard_error"] == pytest.approx(math.sqrt(0.35 * 0.65 / 1000), rel=0.1)
    assert abs(found["share"]["point"] - 0.65) < 4 * found["standard_error"]
    assert found["share"]["low"] < found["share"]["point"] < found["share"]["high"]
    assert found["n_worlds"] == 2
    assert set(found["judgements"]["wary"]) >= {"if_true", "if_false"}
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_the_level_is_firmly_unless_said_otherwise():
    assert doubt(case("judgements: {wary: 0.5}\n" + WARY), plan="truce").json()["level"] == "firmly"


def test_what_cannot_be_asked_is_refused():
    one = case("judgements: {wary: 0.5}\n" + WARY)
    with pytest.raises(ModelError, match="tuce"):
        doubt(one, plan="tuce")
    with pytest.raises(ModelError, match="press"):
        doubt(one, plan="truce", account="press")
    with pytest.raises(QuestionError, match="plan or a state"):
        doubt(one)
    with pytest.raises(QuestionError, match="level"):
        doubt(one, plan="truce", level="surely")
    with pytest.raises(QuestionError, match="lexicon"):
        read_by(one, "nato")


# -- small cases -----------------------------------------------------------------------------------------------------


def test_without_judgements_there_is_one_world():
    one = case("preferences: {north: [sign], south: [join]}\n")
    found = doubt(one, plan="truce").json()
    assert (found["n_worlds"], found["judgements"], found["verdict"]) == (1, {}, "holds")
    assert found["share"] == {"low": 1, "point": 1, "high": 1}
    assert flip(one, plan="truce").judgements.is_robust
    assert doubt(one, state="NNN").share.point == 0


def test_a_plan_whose_state_cannot_occur_in_some_worlds_and_in_all_that_are_likely():
    text = "rules: [{never: sign and join, when: closed}]\npreferences: {north: [sign], south: [join]}\n"
    some = doubt(case("judgements: {closed: [0.2, 0.4]}\n" + text), plan="truce").json()
    assert some["share"] == some["can_occur"] == {"low": 0.6, "point": 0.7, "high": 0.8}
    assert some["parties"]["north"]["blocker"]["high"] == 0
    none = doubt(case("judgements: {closed: 1}\n" + text), plan="truce").json()
    assert none["share"] == none["can_occur"] == {"low": 0, "point": 0, "high": 0}
    assert none["verdict"] == "does not hold"
    assert none["judgements"]["closed"]["if_false"] == 1
    assert none["parties"]["north"]["would_sign"]["high"] == 0


@pytest.mark.parametrize(("credence", "share"), [(0, 1), (1, 0), ("[0, 1]", 0.5)])
def test_what_is_certain_and_what_may_be_anything(credence, share):
    found = doubt(case(f"judgements: {{wary: {credence}}}\n" + WARY), plan="truce")
    assert found.share.point == share
    assert found.share.width == (1 if credence == "[0, 1]" else 0)


def test_only_an_option_that_is_open_blocks():
    text = """judgements: {roads_open: 0.3}
preferences: {north: [march], south: [join]}
"""
    shut = case(text.replace("march]", "{prefer: march, when: roads_open}, sign]"))
    assert doubt(shut, plan="truce").share.point == pytest.approx(0.7)
    opened = loads(
        BASE.replace("march: March", "march: {text: March, when: roads_open}") + text.replace("march]", "march, sign]"),
        warnings=[],
    )
    assert doubt(opened, plan="truce").share.point == pytest.approx(0.7)


def test_a_sign_of_what_matters_tells_though_nothing_turns_on_it():
    one = case("judgements: {wary: 0.5, parade: {credence: 0.1, given: [{when: wary, credence: 0.9}]}}\n" + WARY)
    found = doubt(one, plan="truce")
    assert found.n_relevant == 2
    parade = next(each for each in found.judgements if each.judgement == "parade")
    assert (parade.if_true, parade.if_false) == (pytest.approx(0.1), pytest.approx(0.9))
    assert found.json()["drivers"] == ["wary", "parade"]
    drawn = doubt(one, plan="truce", most=1, n_draws=20_000)
    parade = next(each for each in drawn.judgements if each.judgement == "parade")
    assert (parade.if_true, parade.if_false) == (pytest.approx(0.1, abs=0.02), pytest.approx(0.9, abs=0.02))


def test_a_state_named_in_place_of_the_plan():
    one = case("judgements: {wary: 0.25}\n" + WARY)
    assert doubt(one, plan="truce", state="YNY").share == doubt(one, plan="truce").share
    assert doubt(one, plan="truce", state="NNN").share.point == 0.25
    assert doubt(one, state="NNN").json()["plan"] is None


# -- without doubt ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("credence", "counts"),
    [("0.5", True), ("0.49", False), ("[0.2, 0.8]", True), ("[0.2, 0.79]", False), ("[0, 1]", True), ("0.51", True)],
)
def test_hold_takes_a_judgement_as_true_from_one_half_on(credence, counts):
    one = case(f"judgements: {{wary: {credence}}}\n" + WARY)
    assert model_holds(compile_case(one, plan="truce"), None).holds is not counts
    assert (doubt(one, plan="truce", level="holds").verdict == "holds") is not counts


def test_hold_takes_what_a_judgement_depends_on_first():
    text = "judgements: {near: %s, wary: {credence: 0.1, given: [{when: near, credence: 0.6}]}}\n" + WARY
    for near, holds in (("0.5", False), ("0.4", True)):
        assert model_holds(compile_case(case(text % near), plan="truce"), None).holds is holds


# -- the ways worlds are judged --------------------------------------------------------------------------------------


def test_one_by_one_equals_every_world_judged_by_itself(monkeypatch):
    monkeypatch.setattr(worlds, "is_small", lambda case: False)
    assert sum(check(f"alone {seed}") is not None for seed in range(6)) > 3


def test_in_chunks_equals_every_world_judged_by_itself(monkeypatch):
    monkeypatch.setattr(asking, "chunks", lambda found: worlds.chunks(found, 3))
    assert sum(check(f"chunks {seed}") is not None for seed in range(6)) > 3


def test_with_many_fillings_worlds_are_judged_one_by_one(monkeypatch):
    seen = []
    alone = worlds._one_by_one
    monkeypatch.setattr(worlds, "_one_by_one", lambda *given: seen.append(1) or alone(*given))
    monkeypatch.setattr(filled, "MAX_FILLINGS", 1)
    assert sum(check(f"fillings {seed}") is not None for seed in range(12)) > 6
    assert seen


@pytest.mark.parametrize("wanted", ["cap >= low", "cap in {low, high}", "not cap < low"])
def test_what_is_true_of_every_position_is_true_of_an_unknown_one(wanted):
    text = BASE.replace("plans: {truce: {", "plans: {truce: {positions: {cap: {position: high, when: wary}}, ")
    text += "issues: {cap: {name: Cap, positions: [low, high], now: low}}\njudgements: {wary: 0.3}\n"
    one = loads(text + f'preferences: {{north: ["{wanted}", sign], south: [join]}}\n', warnings=[])
    found = doubt(one, plan="truce")
    assert (found.share.low, found.share.high, found.verdict) == (1.0, 1.0, "holds")
    points = "{scale: points, issues: {cap: {values: {low: 5, high: 5}}}, walk_away: 2}"
    weighed = loads(text + f"preferences: {{north: {points}, south: [join]}}\n", warnings=[])
    assert doubt(weighed, plan="truce").parties[0].signs.low == 1.0


def test_merged_states_and_explicit_moves_are_judged_one_by_one():
    text = """judgements: {wary: 0.25, shut: 0.5}
states: {war: -YN, talks: YNN}
rules: [{never: march and join, when: shut}]
moves: {south: [YNN > YNY, YNY > YNN, NNN > NNY]}
preferences: {north: [{prefer: march and not join, when: wary}, sign if join], south: [join if sign]}
"""
    one = case(text)
    asked = worlds.Asked(one, "truce")
    found = asking.judged(asked)
    for number, world in enumerate(worlds.all_worlds(asked.variables)):
        alone = worlds.judged_alone(asked, world)
        assert all(found.sets[key][number] == alone["sets"][key] for key in worlds.FIELDS)
        from holdfast.case.world import in_world

        held = model_holds(compile_case(in_world(one, world), plan="truce"), None)
        assert (found.sets["holds"][number], found.sets["firmly"][number]) == (held.holds, held.holds_firmly)
        for party in held.parties:
            assert found.parties[party.party][party.verdict][number]


def test_what_is_judged_elsewhere_comes_back_in_any_order(monkeypatch):
    monkeypatch.setattr(asking, "chunks", lambda found: worlds.chunks(found, 2))
    one, _, _ = some_variables(next(k for k in range(99) if len(some_variables(k)[1]) > 2))
    expected = doubt(one, plan="p").json()
    monkeypatch.setattr(asking, "_known", {})
    names = []

    def backwards(function, arguments, name):
        names.append((name, len(arguments)))
        results = [json.loads(json.dumps(function(*each))) for each in reversed(arguments)]
        return results[::-1]

    assert doubt(one, plan="p", carry=backwards).json() == expected
    assert names[0][0] == "worlds--p"
    assert names[0][1] > 2


def test_what_is_remembered_is_bounded(monkeypatch):
    monkeypatch.setattr(asking, "KEPT", 4)
    for credence in ("0.1", "0.2", "0.3"):
        doubt(case(f"judgements: {{wary: {credence}}}\n" + WARY), plan="truce")
    assert len(asking._known) == 2


# -- draws -----------------------------------------------------------------------------------------------------------


def some_variables(seed):
    made = brute.conflict(f"draws {seed}", judgements=(4, 5), sets=0.5)
    one = case_of(made)
    return (one, relevant(one, None, "p"), variables(one)) if one is not None else (None, (), ())


def test_draws_depend_on_their_number_alone():
    _, _, every = some_variables(next(k for k in range(99) if len(some_variables(k)[1]) > 2))
    together = sample.draws(every, 7, 3, 500)
    assert (sample.draws(every, 7, 3, 120) == together[:120]).all()
    assert (sample.draws(every, 7, 4, 500) != together).any()
    assert (sample.draws(every, 8, 3, 500) != together).any()
    uniform = generator(7, 3).random((sample.BATCH, len(every)))
    first = every[0].rows[0].point
    assert (together[:, 0] == np.searchsorted(np.cumsum(first)[:-1], uniform[:500, 0], side="right")).all()


def test_batches_may_be_judged_in_any_order():
    one, _, _ = some_variables(next(k for k in range(99) if len(some_variables(k)[1]) > 2))

    def backwards(function, arguments, name):
        return [function(*each) for each in reversed(arguments)][::-1]

    few = {"plan": "p", "most": 1, "n_draws": 10_000}
    assert doubt(one, **few).json() == doubt(one, **few, carry=backwards).json()
    assert doubt(one, **few).json() != doubt(one, **few, seed=1).json()


@pytest.mark.parametrize("seed", range(10))
def test_draws_are_within_four_standard_errors_of_the_truth(seed):
    one, found, _ = some_variables(seed)
    if len(found) < 2:
        return
    exact = doubt(one, plan="p")
    drawn = doubt(one, plan="p", most=1, n_draws=20_000)
    errors = drawn.sampled
    assert abs(drawn.share.point - exact.share.point) <= 4 * errors.error + 1e-12
    # the bounds are estimates at a corner: never beyond the true ones but for chance
    assert drawn.share.low > exact.share.low - 4 * errors.low_error - 1e-9
    assert drawn.share.high < exact.share.high + 4 * errors.high_error + 1e-9
    for got, wanted in zip(drawn.judgements, exact.judgements, strict=True):
        if wanted.if_true is not None and got.if_true is not None:
            n = 20_000 * wanted.credence.point
            if n > 200:
                assert abs(got.if_true - wanted.if_true) < 5 * math.sqrt(0.25 / n)
    assert drawn.verdict == exact.verdict


def test_bounds_that_are_drawn_are_right_where_the_share_is_monotone():
    text = "judgements: {wary: [0.1, 0.3], proud: [0.2, 0.6]}\n" + WARY.replace("when: wary", "when: wary or proud")
    drawn = doubt(case(text), plan="truce", most=1, n_draws=40_000)
    for got, wanted, error in (
        (drawn.share.low, 0.7 * 0.4, drawn.sampled.low_error),
        (drawn.share.point, 0.8 * 0.6, drawn.sampled.error),
        (drawn.share.high, 0.9 * 0.8, drawn.sampled.high_error),
    ):
        assert 0 < error < 0.01
        assert abs(got - wanted) < 4 * error


# -- many judgements -------------------------------------------------------------------------------------------------


def test_many_judgements_with_ranges():
    """It holds where none of eighteen doubts is true: a product."""
    ends = [(k / 200, (k + 6) / 200) for k in range(1, 19)]
    named = [f"d{k}" for k in range(18)]
    lines = "\n".join(f"  {name}: [{low}, {high}]" for name, (low, high) in zip(named, ends, strict=True))
    one = case(f"judgements:\n{lines}\n" + WARY.replace("when: wary", f"when: {' or '.join(named)}"))
    found = doubt(one, plan="truce", carry=here)
    assert found.is_exact
    assert found.share.is_exact
    assert found.n_worlds == found.n_relevant == 1 << 18
    assert found.share.low == pytest.approx(math.prod(1 - high for _, high in ends))
    assert found.share.high == pytest.approx(math.prod(1 - low for low, _ in ends))
    assert found.share.point == pytest.approx(math.prod(1 - (a + b) / 2 for a, b in ends))
    assert (found.flips.n_changes, found.flips.total) == (1, 18)


# -- accounts --------------------------------------------------------------------------------------------------------

CIRCLE = """judgements: {wary: 0.5, proud: 0.5}
preferences: {north: [{prefer: not sign, when: wary and proud}, sign], south: [join if sign]}
accounts:
  k: {judgements: {wary: {credence: 0.2, given: [{when: proud, credence: 0.9}]}}}
  m: {judgements: {proud: {credence: 0.2, given: [{when: wary, credence: 0.3}]}}}
"""


def test_judgements_that_depend_on_each_other_by_two_accounts_are_one_difference():
    found = disagree(case(CIRCLE), "k", "m", plan="truce").json()
    assert found["differences"] == [{"kind": "judgement", "judgement": "wary", "also": ["proud"]}]
    assert [part["size"] for part in found["contributions"]["parts"]] == [pytest.approx(0.3)]


def test_what_has_moved_is_the_same_seen_from_either_account():
    text = "preferences: {south: [join]}\naccounts:\n"
    text += "  one: {preferences: {north: [sign, march, join]}}\n  two: {preferences: {north: [join, march, sign]}}\n"
    ways = [[item.text for item in differences(case(text), *pair).items] for pair in (("one", "two"), ("two", "one"))]
    assert sorted(ways[0]) == sorted(ways[1])
    assert len(ways[0]) == 2


def test_one_number_in_two_writings_is_no_difference():
    text = "lexicon: icd203\njudgements: {wary: 0.5}\n" + WARY
    text += "accounts: {k: {judgements: {wary: likely}}, m: {judgements: {wary: [0.55, 0.8]}}}\n"
    assert disagree(case(text), "k", "m", plan="truce").items == ()


def test_accounts_against_each_other():
    text = "judgements: {wary: 0.2}\n" + WARY
    text += "accounts: {k: {judgements: {wary: 0.9}}, m: {judgements: {wary: 0.3}}, n: {judgements: {wary: 0}}}\n"
    table = doubts(case(text))
    assert table.accounts == (None, "k", "m", "n")
    [row] = table.plans
    assert (row.kind, row.alone) == ("only", "k")
    assert row.json()["by_verdict"] == {"holds": ["case", "m", "n"], "does not hold": ["k"]}
    assert [table.answers["truce", a].share.point for a in table.accounts] == pytest.approx([0.8, 0.1, 0.7, 1.0])
    assert doubts(case(text), account="m").plans[0].kind == "agreed"
    two = text.replace(", n: {judgements: {wary: 0}}", ", n: {judgements: {wary: 0.7}}")
    assert doubts(case(two)).plans[0].kind == "contested"


def test_the_same_words_by_other_lexicons():
    one = case("judgements: {wary: likely}\n" + WARY)
    found = by_lexicon(one, doubt(one, plan="truce"))
    assert set(found.lexicons) == {"survey", "icd203", "phia", "ipcc"}
    assert found.lexicons["ipcc"][1].json() == {"low": 0.0, "point": pytest.approx(0.17), "high": pytest.approx(0.34)}
    assert found.lexicons["survey"] == (found.verdict, found.share)
    number = case("judgements: {wary: 0.7}\n" + WARY)
    assert by_lexicon(number, doubt(number, plan="truce")).lexicons == {}
