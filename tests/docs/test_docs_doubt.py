"""What `doubt`, `disagree` and `flip` print with --json is what the schema of answers says, no key more."""

from __future__ import annotations

import json

import pytest
from test_docs_answers import answer, check

from holdfast.casefile import loads
from holdfast.uncertainty import shares
from holdfast.uncertainty.disagree import disagree
from holdfast.uncertainty.doubt import doubt
from holdfast.uncertainty.flip import flip

CASE = """schema: holdfast/case/1
title: Two neighbours
judgements:
  hardliners_lead: {text: Hardliners lead in the north, credence: [0.2, 0.4]}
  aid_comes: {text: Aid arrives in time, credence: likely}
  road_open: 0.7
parties: {north: {options: {sign: Sign}}, south: {options: {join: Sign, raid: Raid}}}
issues: {aid: {name: Aid, positions: [none, some], now: none}}
plans:
  truce: {title: Truce, positions: {aid: some}, conduct: [not raid]}
  vague: {title: Vague, positions: {aid: {position: some, when: aid_comes}}, conduct: [not raid]}
agreement: {signatories: {north: sign, south: join}}
rules: [{never: sign and join, when: not road_open}]
preferences:
  north: [{prefer: not sign, when: hardliners_lead}, sign if join]
  south: [{prefer: raid, when: not aid_comes and hardliners_lead}, aid >= some, not join]
accounts:
  press: {judgements: {hardliners_lead: very likely}}
  embassy:
    judgements: {hardliners_lead: {credence: 0.1, given: [{when: road_open, credence: 0.05}]}}
    preferences: {south: [not raid, join]}
  staff: {judgements: {road_open: {credence: 0.4, given: [{when: hardliners_lead, credence: 0.9}]}}}
"""


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "two.yaml"
    file.write_text(CASE)
    return str(file)


def test_answers_of_doubt(path):
    one = answer("doubt", path, "--plan", "vague", "--level", "holds")
    assert set(one) >= {"open", "can_occur", "lexicons", "flips", "interactions"}
    several = answer("doubt", path, "--state", "NNN")
    assert several["question"] == "doubt"
    assert answer("doubt", "chicken")["note"].startswith("This case has no plans")


def test_answers_of_every_plan_under_every_account(path):
    table = answer("doubt", path)
    assert (table["question"], len(table["plans"]), len(table["answers"])) == ("doubts", 2, 8)
    for each in table["answers"]:
        check(each)


def test_answers_where_not_all_is_computed(monkeypatch):
    case = loads(CASE, warnings=[])
    drawn = doubt(case, plan="truce", most=1, n_draws=500).json()
    assert drawn["exact"] is False
    check(json.loads(json.dumps(drawn)))
    monkeypatch.setattr(shares, "MAX_CORNERS", 1)
    searched = doubt(case, plan="truce").json()
    assert searched["share"]["bounds_exact"] is False
    check(json.loads(json.dumps(searched)))


def test_answers_of_disagree(path, monkeypatch):
    one = answer("disagree", path, "press", "embassy", "--plan", "truce")
    assert one["cruxes"]
    assert answer("disagree", path, "press", "case")["answers"]
    tied = answer("disagree", path, "embassy", "staff", "--plan", "truce")
    assert any("also" in each for each in tied["differences"])
    monkeypatch.setattr("holdfast.uncertainty.disagree.MAX_EXACT_ITEMS", 0)
    sampled = disagree(loads(CASE, warnings=[]), "press", "embassy", plan="truce").json()
    assert sampled["contributions"]["how"] == "sampled"
    check(json.loads(json.dumps(sampled)))


def test_answers_of_flip(path):
    assert answer("flip", path, "--plan", "truce", "--account", "press")["judgements"]["changes"]
    assert answer("flip", path)["question"] == "flip"
    orders = flip(loads(CASE, warnings=[]), state="NNY").json()
    check(json.loads(json.dumps(orders)))
