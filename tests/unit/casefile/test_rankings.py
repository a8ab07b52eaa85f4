"""Unknown comparisons and great preferences as written in a case file."""

import json

import pytest

from holdfast.casefile import examine, loads
from holdfast.casefile.jsonschema import schema_text
from holdfast.errors import CaseFileError, QuestionError
from holdfast.model.compile import compile_case
from holdfast.model.family import family

HEAD = """schema: holdfast/case/1
title: T
parties:
  a: {options: {x: X}}
  b: {options: {y: Y}}
states: {1: NN, 2: YN, 3: NY, 4: YY}
preferences:
"""
B = "  b: [y]\n"


def problems(text):
    return [(each.line, each.column, each.code) for each in examine((HEAD + text).encode(), "t.yaml")[1]]


def test_statements_say_what_is_unknown():
    case = loads(HEAD + "  a:\n    - {prefer: x, unknown: true}\n    - {prefer: not y, unknown: false}\n" + B)
    assert [(each.unknown, each.greatly) for each in case.preferences["a"]] == [(True, False), (False, False)]
    model = compile_case(case)
    assert model.preferences[0].unknown == (0,)
    assert model.unsure == (0,)
    state = model.structure.state
    assert model.is_unknown(0, state("YN"), state("NN"))
    assert not model.is_unknown(0, state("YN"), state("YY"))


def test_statements_say_what_matters_greatly():
    case = loads(HEAD + "  a:\n    - {prefer: x, greatly: true}\n    - not y\n" + B)
    model = compile_case(case)
    assert model.preferences[0].greatly == 1
    assert model.unsure == ()
    assert model.groups(0).tolist() == [0, 0, 1, 1]


def test_a_ranking_says_both():
    case = loads(HEAD + "  a: {ranking: [1, [2, 3], 4], unknown: [[4, 2], [NN, 3]]}\n" + B)
    assert case.preferences["a"].unknown == (("YY", "YN"), ("NN", "NY"))
    assert compile_case(case).preferences[0].unknown == ((0b11, 0b10), (0b00, 0b01))
    case = loads(HEAD + '  a: {ranking: [1, ">>", [2, 3], ">>", 4]}\n' + B)
    assert case.preferences["a"].tiers == (("NN",), ("YN", "NY"), ("YY",))
    assert case.preferences["a"].greatly == (1, 2)
    assert compile_case(case).groups(0).tolist() == [2, 1, 1, 0]


def test_everything_out_of_place_is_told_at_once():
    text = (
        '  a: {ranking: [">>", 1, 2, ">>", ">>", 3, ">>"], unknown: [[1], 2, [3, NY], [1, 2], [2, 1], [1, 4]]}\n'
        "  b:\n    - {prefer: y, unknown: true}\n    - {prefer: x, greatly: true}\n"
    )
    assert problems(text) == [
        (8, 3, "HF132"),
        (8, 17, "HF138"),
        (8, 17, "HF139"),
        (8, 35, "HF138"),
        (8, 44, "HF138"),
        (8, 61, "HF139"),
        (8, 66, "HF139"),
        (8, 70, "HF139"),
        (8, 87, "HF119"),
        (8, 98, "HF139"),
        (10, 16, "HF139"),
        (11, 16, "HF138"),
    ]


def test_weights_have_neither():
    with pytest.raises(CaseFileError, match="unknown key"):
        loads(HEAD + "  a: {scale: points, unknown: [[1, 2]], also: [{prefer: x, worth: 1}]}\n" + B)


def test_a_plan_with_unknown_cells_keeps_what_statements_say():
    text = (
        HEAD.replace("states: {1: NN, 2: YN, 3: NY, 4: YY}\n", "issues: {cap: {positions: [low, high], now: low}}\n")
        + "  a:\n    - {prefer: x, greatly: true}\n    - cap = high\n    - not y\n"
        + "  b:\n    - {prefer: cap = high, unknown: true}\n    - y\n"
        + "plans: {p: {positions: {}}}\nagreement: {signatories: {a: x, b: y}}\n"
    )
    models = [model for _, model in family(loads(text), plan="p").models()]
    assert len(models) == 2
    for model in models:
        assert model.preferences[0].greatly == 1
        assert model.preferences[1].unknown == (0,)


def test_who_asks_for_a_preference_outright_is_refused():
    from holdfast import drafts, holds, packages, rather

    text = (
        HEAD.replace("states: {1: NN, 2: YN, 3: NY, 4: YY}\n", "issues: {cap: {positions: [low, high], now: low}}\n")
        + "  a: [{prefer: cap = high, unknown: true}, not y]\n"
        + B
        + "plans: {p: {positions: {cap: high}}, q: {positions: {cap: low}}}\nagreement: {signatories: {a: x, b: y}}\n"
    )
    case = loads(text)
    for ask in (
        lambda: holds(family(case, plan="p")),
        lambda: drafts(case),
        lambda: packages(case),
        lambda: rather(case, "a", "p", "q"),
    ):
        with pytest.raises(QuestionError, match="four ways of meeting the unknown"):
            ask()


def test_the_schema_describes_them():
    found = json.loads(schema_text())["definitions"]
    statement = next(form for form in found["StatementEntry"]["anyOf"] if "properties" in form)
    assert {"unknown", "greatly"} <= statement["properties"].keys()
    pair = found["RankingEntry"]["properties"]["unknown"]["items"]
    assert (pair["minItems"], pair["maxItems"]) == (2, 2)
