"""Whose account counts, what is refused, and answers that hang on unknown cells or explicit moves."""

from __future__ import annotations

import pytest

import holdfast as hf
from holdfast.case import ById
from holdfast.questions.perceive import perceive
from holdfast.questions.perceive.games import believed_by, own_case

TEXT = """
schema: holdfast/case/1
title: Two at a gate
parties:
  guard: {options: {shut: Shut the gate}}
  carter: {options: {pass: {text: Drive through, when: road_open}}}
judgements: {road_open: 0.7}
rules:
  - {never: shut and pass, when: not road_open}
preferences:
  guard: [{prefer: not shut, when: road_open}, not pass]
  carter: [pass]
believes: {carter: timid}
accounts:
  timid: {title: T, judgements: {road_open: 0.2}, preferences: {guard: [shut]}}
  bold: {title: B, preferences: {carter: [not pass]}, believes: {guard: timid, carter: bold}}
"""
CASE = hf.loads(TEXT)


def test_the_account_in_force_comes_before_the_case():
    assert believed_by(CASE, "carter", None) == "timid"
    assert believed_by(CASE, "guard", None) is None
    assert believed_by(CASE, "guard", "bold") == "timid"
    assert believed_by(CASE, "carter", "bold") is None  # it believes what is in force
    assert believed_by(CASE, "carter", "timid") is None


def test_an_own_game_has_ones_own_wants_and_all_else_as_believed():
    own = own_case(CASE, "guard", "bold")
    assert [s.condition for s in own.preferences["guard"]] == [s.condition for s in CASE.preferences["guard"]]
    assert own.preferences["carter"] == CASE.preferences["carter"]  # of whom the account believed says nothing
    assert not own.judgements
    assert not own.accounts
    assert len(own.rules) == 2  # the rule counts, and the option is not open
    assert hf.compile(own).n_states == 2
    assert hf.compile(CASE).n_states == 4


def test_beliefs_of_the_account_believed_are_not_looked_at():
    """The first level only: what the carter believes that the guard believes changes nothing."""
    deeper = CASE.accounts["timid"]
    accounts = {**CASE.accounts, "timid": type(deeper)(**{f: getattr(deeper, f) for f in FIELDS} | {"believes": B})}
    assert own_case(CASE.replace(accounts=ById(accounts.items())), "carter", None) == own_case(CASE, "carter", None)


FIELDS = ("id", "title", "preferences", "note", "claim", "judgements")
B = ById([("guard", "bold")])


def test_nothing_is_deleted_from_the_true_game():
    answer = perceive(CASE, state="NN")
    carter = answer.party("carter")
    assert carter.own is not None
    assert carter.own.verdict == "content"
    assert carter.truth.verdict == "blocker"
    assert carter.unknown_moves == ("carter: pass",)
    assert answer.party("guard").truth == hf.holds(hf.compile(CASE), "NN").party("guard")


def test_refusals():
    with pytest.raises(hf.errors.QuestionError, match="name a state or a plan"):
        perceive(CASE)
    with pytest.raises(hf.errors.QuestionError, match="not asked of beliefs"):
        perceive(CASE, state="NN", concept="sim")
    with pytest.raises(hf.errors.ModelError, match='no account "other"'):
        perceive(CASE, state="NN", account="other")
    with pytest.raises(hf.errors.ModelError, match='no account "gone"'):
        perceive(CASE.replace(believes=ById([("guard", "gone")])), state="NN")
    with pytest.raises(hf.errors.ModelError, match="cannot occur"):
        perceive(CASE, state="NY", account="timid")
    without = CASE.replace(preferences=ById([("carter", CASE.preferences["carter"])]))
    with pytest.raises(
        hf.errors.ModelError, match='account "bold", which "carter" believes, gives no preferences for "gu'
    ):
        perceive(without.replace(believes=ById([("carter", "bold")])), state="NN", account="timid")


def wide(n):
    """A conflict of many parties with one option each, so that nobody has many moves."""
    parties = "".join(f"  p{k}: {{options: {{o{k}: Do it}}}}\n" for k in range(n))
    wants = "".join(f"  p{k}: [not o{k}]\n" for k in range(n))
    return hf.loads(
        f"schema: holdfast/case/1\ntitle: W\nparties:\n{parties}preferences:\n{wants}"
        "believes: {p0: c}\naccounts: {c: {title: C, preferences: {p1: [o1]}}}\n"
    )


def test_too_many_states_are_refused_only_where_all_are_asked_for():
    answer = perceive(wide(13), state="N" * 13)
    assert answer.everywhere is None
    assert "8,192 states" in answer.note
    with pytest.raises(hf.errors.CapacityError, match="2 games of up to 131,072 states"):
        perceive(wide(17), state="N" * 17, all_states=True)
    assert perceive(wide(17), state="N" * 17, all_states=False).note == ""


GRAPH = """
schema: holdfast/case/1
title: Arcs
parties:
  a: {options: {x: X}}
  b: {options: {y: Y}}
states: {one: NN, two: YN, three: YY}
feasible: named
moves: {a: [one > two], b: [two <> three]}
preferences:
  a: {ranking: [two, one, three]}
  b: {ranking: [three, two, one]}
believes: {a: hopeful}
accounts:
  hopeful: {title: H, preferences: {b: {ranking: [two, three, one]}}}
"""


def test_explicit_moves():
    answer = perceive(hf.loads(GRAPH), state="one")
    assert answer.party("a").own.verdict == "bluffed"
    assert answer.party("a").truth.verdict == "deterred"
    assert answer.concepts["seq"].reading == "fails_by_misperception"
    met, leaves = answer.surprises
    assert (met.party, met.kind, met.move, met.happens.moves) == ("a", "met", "a: x", ("b: y",))
    assert (leaves.party, leaves.kind, leaves.by, leaves.expects.kind) == ("b", "leaves", "a", "answered")


def test_answers_are_the_same_every_time_and_say_so():
    one, two = (perceive(hf.loads(TEXT), state="NN") for _ in range(2))
    assert one.json() == two.json()
    assert one.provenance.case == CASE.digest
    assert one.provenance.model != perceive(hf.loads(TEXT), state="NN", account="bold").provenance.model
    assert str(one).startswith("state NN holds in belief and does not hold in truth")


PLAN = """
schema: holdfast/case/1
title: A cap
parties:
  x: {options: {sign_x: Sign}}
  y: {options: {sign_y: Sign}}
judgements: {text_says_full: 0.9}
issues: {cap: {name: Cap, positions: [none, full], now: none}}
agreement: {signatories: {x: sign_x, y: sign_y}}
plans:
  draft: {title: D, positions: {cap: [{position: full, when: text_says_full}, {position: none}]}}
preferences:
  x: [in_force]
  y: [cap = full, not sign_y]
believes: {y: reader}
accounts: {reader: {title: R, judgements: {text_says_full: 0.1}}}
"""


def test_a_party_may_misread_the_plan_itself():
    answer = perceive(hf.loads(PLAN), plan="draft")
    y = answer.party("y")
    assert (y.own.verdict, y.truth.verdict) == ("blocker", "content")
    assert (answer.holds, answer.holds_in_truth) == (False, True)
    (surprise,) = answer.surprises
    assert (surprise.party, surprise.kind, surprise.expects.kind) == ("x", "leaves", "not preferred")
