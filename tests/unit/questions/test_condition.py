"""Conditions that somebody asks about mean what they would mean in the case file."""

import pytest

import holdfast as hf
from holdfast.errors import ConditionError
from holdfast.questions.condition import condition_of

TEXT = """
schema: holdfast/case/1
title: T
parties:
  a: {options: {go: Go, stay: Stay}}
  b: {options: {go: Go, wait: Wait}}
issues:
  cap: {name: Cap, positions: [none, high, low], now: none}
plans: {p: {positions: {cap: high}}}
agreement: {signatories: {a: stay, b: wait}}
preferences:
  a: ["CONDITION"]
  b: [wait]
"""
CASE = hf.loads(TEXT.replace("CONDITION", "stay"))
CONDITIONS = [
    "a.go",
    "stay and not b.go or wait",
    "cap = high",
    "cap != none",
    "cap >= high",
    "cap <= high",
    "cap > none",
    "cap < low",
    "cap in {none, low}",
    "in_force iff wait",
    "stay if cap = low",
    "stay only if (wait or a.go)",
]


@pytest.mark.parametrize("text", CONDITIONS)
def test_the_same_as_in_the_case_file(text):
    (statement,) = hf.loads(TEXT.replace("CONDITION", text), warnings=[]).preferences["a"]
    assert condition_of(CASE, text) == statement.condition


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("go", r"several parties.*a\.go and b\.go"),
        ("c.go", "unknown option"),
        ("a.wait", "unknown option"),
        ("styy", 'did you mean "stay"'),
        ("cap", r"is an issue.*cap = none"),
        ("cup = high", 'did you mean "cap"'),
        ("cap = hihg", 'did you mean "high"'),
        ("cap in {high, mid}", 'no position "mid"'),
        ("stay and (wait", "at column"),
        ("", "column"),
    ],
)
def test_names_that_mean_nothing(text, match):
    with pytest.raises(ConditionError, match=match):
        condition_of(CASE, text)


def test_the_column_is_that_of_the_name():
    with pytest.raises(ConditionError) as error:
        condition_of(CASE, "stay and cup = high")
    assert error.value.column == 9
