"""What is asked and answered about one party's wants: known answers, unknown cells, limits and refusals."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import permutations

import pytest

import holdfast as hf
from holdfast.errors import CapacityError, ModelError, QuestionError
from holdfast.model.compile import Table
from holdfast.questions.inverse import ask, condition, count, edits
from holdfast.questions.inverse.condition import Condition, basic
from holdfast.questions.inverse.count import share_of
from holdfast.questions.inverse.vocabulary import vocabulary

BRIDGE = """
schema: holdfast/case/1
title: Bridge
parties:
  north: {name: North, options: {sign_n: Sign, block: Block}}
  south: {name: South, options: {sign_s: Sign}}
status_quo: NNN
issues:
  toll: {name: Toll, positions: [none, low, high], now: none}
  guard: {name: Guard, positions: [army, police], now: army}
plans:
  draft: {title: Draft, positions: {guard: police}}
agreement:
  signatories: {north: sign_n, south: sign_s}
accounts:
  press: {title: Press, preferences: {north: [sign_n only if toll < high, not block, in_force], south: [in_force]}}
  radio: {title: Radio, preferences: {north: [guard = police, block], south: [not sign_s]}}
"""

MERGED = """
schema: holdfast/case/1
title: Merged
parties:
  a: {name: A, options: {x: X}}
  b: {name: B, options: {y: Y, z: Z}}
states: {war: Y--, calm: NNN, cold: NYN, near: NNY, far: NYY}
preferences:
  a: [not y, x]
  b: {ranking: [war, cold, calm, near, far]}
status_quo: NNN
"""


def bridge() -> hf.Case:
    return hf.loads(BRIDGE)


# -- what is asked ---------------------------------------------------------------------------------------------------


def test_state_asked_by_default():
    case = hf.example("euphrates-1975")
    assert hf.inverse(case).state == "YNN"  # what happened
    assert hf.inverse(case.replace(outcome=None)).state == "NNN"  # the status quo
    with pytest.raises(QuestionError, match="name a state"):
        hf.inverse(case.replace(outcome=None, status_quo=None))
    assert hf.inverse(bridge(), plan="draft", account="radio").state == "YNY"
    assert hf.inverse(bridge(), plan="draft", account="radio", state="NNN").state == "NNN"


def test_parties_asked_about():
    case = hf.example("prisoners-dilemma")
    both = hf.inverse(case, state="YY", concept="R")
    assert [each.party for each in both.parties] == list(both.not_stable_for) == ["first", "second"]
    one = hf.inverse(case, state="YY", concept="nash", party="second")
    assert one.parties == (both.party("second"),)
    assert one.together is None  # the first party would have to change as well
    stable = hf.inverse(case, state="NN", party="first")
    assert stable.holds
    assert (stable.party("first").n_edits, stable.party("first").changes) == (0, ())
    assert str(stable) == "state NN is seq-stable for every party already"
    with pytest.raises(QuestionError, match="no party"):
        one.party("first")
    with pytest.raises(QuestionError, match="no condition"):
        one.party("second").condition("limited")


@pytest.mark.parametrize(
    ("how", "error", "said"),
    [
        ({"party": "syrai"}, ModelError, 'did you mean "syria"'),
        ({"state": "9"}, ModelError, "no state"),
        ({"state": "YYN"}, ModelError, "cannot occur"),
        ({"account": "x"}, ModelError, "no account"),
        ({"concept": "sseq"}, QuestionError, "two concepts"),
        ({"concept": "coalition_nash"}, QuestionError, "several parties"),
    ],
)
def test_refused(how, error, said):
    with pytest.raises(error, match=said):
        hf.inverse(hf.example("euphrates-1975"), **how)


# -- what is answered ------------------------------------------------------------------------------------------------


def test_euphrates_in_words():
    answer = hf.inverse(hf.example("euphrates-1975"))
    syria = answer.party("syria")
    assert [(e.kind, e.statement, e.before, e.after, e.further) for c in syria.changes for e in c.edits] == [
        ("move", "escalate", 2, 3, "lower"),
        ("move", "not attack", 3, 2, "higher"),
        ("delete", "escalate", 2, None, ""),
        ("add", "release", None, 2, "higher"),
        ("add", "not escalate", None, 2, "higher"),
    ]
    answered, gone = syria.changes[0].effects[0], syria.changes[3].effects[0]
    assert (answered.to, answered.wanted, answered.reply.to, answered.reply.by) == ("NYN", True, "NYY", ("iraq",))
    assert answered.reply.credible
    assert (gone.to, gone.wanted, gone.reply) == ("NYN", False, None)
    assert (answer.together.n_edits, answer.together.fewest, answer.together.not_stable_for) == (1, True, ())
    assert str(answer) == "fewest edits for state YNN to be seq-stable: syria 1"
    assert answer.json()["parties"]["syria"]["conditions"]["seq"]["share_exact"] == "8/15"
    assert hf.inverse(hf.example("euphrates-1975"), most=2).party("syria").changes == syria.changes[:2]
    assert hf.inverse(hf.example("euphrates-1975"), most=2).party("syria").count == 5


def test_vocabulary():
    case = bridge()
    words = dict(vocabulary(case, Table(case, "draft"), "north", "press"))
    options = ["sign_n", "not sign_n", "block", "sign_s", "not sign_s"]  # "not block" is on the list already
    assert list(words) == [*options, "not in_force", "guard = police", "not guard = police"]
    known = dict(vocabulary(case, Table(case, "draft", (("toll", "high"),)), "south", "radio"))
    assert "toll < high" in known  # other parties' lists mention it
    assert "in_force" in known
    assert list(known)[:1] == ["sign_s"]  # the party's own options first


def test_unknown_cells():
    """Where the toll is high North would leave, else not: never is one filling picked in silence."""
    answer = hf.inverse(bridge(), plan="draft", account="press", concept="nash")
    assert answer.holds is None
    assert answer.parties == ()
    found = {reading.fillings: reading.holds for reading in answer.readings}
    low = ((("toll", ("none", "low")),),)
    high = ((("toll", ("high",)),),)
    assert found == {low: True, high: False}
    (reading,) = [reading for reading in answer.readings if not reading.holds]
    assert reading.not_stable_for == ("north",)
    kinds = [(c.edits[0].kind, c.edits[0].statement) for c in reading.party("north").changes]
    assert kinds[:2] == [("move", "sign_n only if toll < high"), ("move", "in_force")]
    assert "depends on what the plan leaves unknown" in str(answer)
    assert "readings" in answer.json()
    assert "parties" not in answer.json()


def test_unknown_cells_that_do_not_matter():
    answer = hf.inverse(bridge(), plan="draft", account="radio")
    assert answer.readings == ()
    assert answer.not_stable_for == ("south",)


def test_fillings_with_the_same_answer_are_joined(monkeypatch):
    """Whether the toll is none or low changes North's ranking, and nothing in the answer."""
    lists = "[sign_n only if toll < high, not block or toll = low, in_force, not block]"
    case = hf.loads(BRIDGE.replace("[sign_n only if toll < high, not block, in_force]", lists))
    assert len(list(hf.family(case, plan="draft", account="press").models())) == 3
    answer = hf.inverse(case, plan="draft", account="press", concept="nash")
    found = {reading.holds: reading.fillings for reading in answer.readings}
    assert found == {True: ((("toll", ("none", "low")),),), False: ((("toll", ("high",)),),)}
    monkeypatch.setattr(ask, "MAX_MODELS", 2)
    with pytest.raises(CapacityError, match="more than 2 different models"):
        hf.inverse(case, plan="draft", account="press")


def test_merged_states():
    """A merged state is one state; simultaneous stability is not defined there."""
    case = hf.loads(MERGED, warnings=[])
    answer = hf.inverse(case, state="calm", concept="gmr")
    assert {each.concept for p in answer.parties for each in p.needed} == {"nash", "gmr", "smr", "seq", "symmetric_seq"}
    with pytest.raises(QuestionError, match="option form"):
        hf.inverse(case, state="calm", concept="sim")


def test_weights_are_given_conditions_only():
    answer = hf.inverse(hf.example("two-valleys"), plan="engineers")
    (company,) = answer.parties
    assert (company.kind, company.n_edits, company.changes) == ("weights", None, ())
    assert company.condition("nash").share == Fraction(1, 4)
    assert answer.together is None


# -- limits ----------------------------------------------------------------------------------------------------------


def test_out_of_time(monkeypatch):
    """Sizes visited in full are told; so is a first find that may not be the only one."""
    monkeypatch.setattr(edits, "CHECKED", 1)
    asked = {"plan": "p28", "account": "kyiv", "party": "ukraine"}
    late = hf.inverse(hf.example("ukraine-2025"), seconds=-1.0, **asked).party("ukraine")
    assert (late.n_edits, late.complete, late.up_to, late.changes) == (None, False, 0, ())
    monkeypatch.setattr(edits, "CHECKED", 10)
    some = hf.inverse(hf.example("ukraine-2025"), seconds=-1.0, **asked).party("ukraine")
    assert (some.n_edits, some.complete, some.up_to) == (1, False, 0)
    assert 0 < some.count < 12
    ranked = hf.inverse(hf.example("cuba-1962"), state="1", seconds=-1.0).party("us")
    assert (ranked.n_edits, ranked.complete, ranked.up_to) == (None, False, 0)


def test_too_many_states_that_matter(monkeypatch):
    monkeypatch.setattr(condition, "MAX_REPLIES", 3)
    case = hf.example("ukraine-2025")
    asked = {"plan": "p28", "account": "author", "party": "russia"}
    with pytest.raises(CapacityError, match="more than 3 states"):
        hf.inverse(case, concept="gmr", **asked)
    with pytest.raises(CapacityError, match="at the same instant"):
        hf.inverse(case, concept="sim", **asked)


def test_one_by_one_beyond_the_states_that_are_ranked(monkeypatch):
    case = hf.example("ukraine-2025")
    whole = hf.inverse(case, plan="p28", account="kyiv")
    monkeypatch.setattr(condition, "MAX_RANKED", 10)
    assert hf.inverse(case, plan="p28", account="kyiv") == whole


def test_long_conditions_are_counted_and_not_written_out():
    needed = hf.inverse(hf.example("ukraine-2025"), plan="p28", account="author", party="russia", concept="gmr")
    (gmr,) = needed.party("russia").needed
    assert gmr.clauses is None
    assert gmr.n_mentioned > 1000
    assert Fraction(99, 100) < gmr.share < 1
    assert (gmr.n_rankings, gmr.of) == (None, None)


# -- counting --------------------------------------------------------------------------------------------------------


def by_hand(clauses, n):
    """Count rankings of n states and s, written out."""
    orders = list(permutations(range(-1, n)))  # -1 is s; worst first
    good = 0
    for order in orders:
        below = sum(1 << k for k in order[: order.index(-1)])
        good += all(any(way & below == way for way in ways) for ways in clauses)
    return Fraction(good, len(orders))


def test_shares(monkeypatch):
    """Each of the three ways of counting, against rankings written out."""
    rng = random.Random(7)
    for number in range(60):
        n = rng.randint(1, 5)
        single = number % 2
        clauses = tuple(
            tuple(1 << rng.randrange(n) if single else rng.randrange(1, 1 << n) for _ in range(rng.randint(1, 3)))
            for _ in range(rng.randint(1, 4))
        )
        expected = by_hand(clauses, n)
        assert share_of(tuple(condition.minimal(ways) for ways in clauses)) == expected
        packed, mentioned = count._packed(clauses)
        assert count._by_sets(packed, mentioned) == expected
        assert count._by_ways(clauses) == expected
    assert share_of(()) == 1
    ring = ((0b001, 0b010), (0b010, 0b100), (0b001, 0b100))  # several sets of clauses speak of the same states
    assert share_of(ring) == by_hand(ring, 3)


def test_shares_of_many_states():
    """Beyond what could be listed: 40 states of which one has to be below, and five such sets at once."""
    whole = tuple(1 << k for k in range(40))
    assert share_of((whole,)) == 1 - Fraction(1, 41)
    sets = tuple(tuple(1 << (8 * j + k) for k in range(8)) for j in range(5))
    expected = sum((-1) ** k * Fraction([1, 5, 10, 10, 5, 1][k], 8 * k + 1) for k in range(6))
    assert share_of(sets) == expected
    all_of = tuple((1 << k,) for k in range(40))
    assert share_of(all_of) == Fraction(1, 41)
    groups = ((0b11 | 1 << 30, 0b1100 << 4),)  # either three states or two, all below
    assert share_of((*groups, *(((1 << k),) for k in range(10, 29)))) == share_of(
        (*groups, *(((1 << k),) for k in range(40, 59)))
    )
    odd = tuple((0b11 << 3 * k, 1 << (3 * k + 2)) for k in range(14))
    assert share_of(odd) is None  # 2^14 ways over 42 states: not counted


def test_minimal():
    rng = random.Random(3)
    for _ in range(200):
        masks = {rng.randrange(0 if rng.random() < 0.05 else 1, 64) for _ in range(rng.randint(0, 12))}
        kept = {m for m in masks if not any(o != m and o & ~m == 0 for o in masks)}
        found = condition.minimal(masks)
        assert set(found) == kept
        assert len(found) == len(kept)


def test_requirements_that_follow_from_others_are_left_out():
    """`1 and (1 or 2)` is `1`; a requirement that is met in any case is none."""
    model = hf.compile(hf.example("euphrates-1975"))
    one = condition.Requirement(1, 0b01, (), 0, ())
    either = condition.Requirement(1, 0b01, (condition.Reply(2, 0b10),), 0b10, ())
    always = condition.Requirement(1, 0b10, (condition.Reply(2, 0),), 0, (0,))
    made = Condition(model, 0, 0, "gmr", (1, 2), (either, one, always, one))
    assert made.clauses == ((0b01,),)
    assert Condition(model, 0, 0, "gmr", (1, 2), (always,)).clauses == ()
    three = condition.Requirement(1, 0b111, (), 0, (0b111,))
    two = condition.Requirement(1, 0b1000, (condition.Reply(2, 0b011),), 0, (0b011,))
    assert Condition(model, 0, 0, "smr", (1, 2, 3, 4), (two, three)).clauses == ((0b111,),)


def test_concepts_for_single_parties():
    assert [basic(name).name for name in ("R", "SIM")] == ["nash", "sim"]
