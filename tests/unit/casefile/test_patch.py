import json
import sys

import pytest

from holdfast.casefile import examine, load, loads

TEN = """\
title: [T]
parties:
  a: {options: {x: [X], y: Y}, faction_of: zed}
  b: {options: {z: Z}}
date: {a: b}
sources: {s: {date: 2025}}
issues: {i: {positions: [p, q], now: [p]}}
rules:
  - never: x and yy
  - never: [x]
  - always: i = r
preferences: {a: [x, goo], b: {ranking: [NNN, []]}}
status_quo: {source: t}
status_quo: NNN
"""


def found(text):
    return [(p.line, p.column, p.code) for p in examine(text.encode(), "f")[1]]


def test_everything_at_once():
    assert found(TEN) == [
        (1, 1, "HF107"),
        (1, 8, "HF108"),
        (3, 20, "HF108"),
        (3, 44, "HF116"),
        (5, 7, "HF108"),
        (6, 11, "HF107"),
        (7, 38, "HF108"),
        (9, 18, "HF112"),
        (10, 12, "HF108"),
        (11, 17, "HF115"),
        (12, 22, "HF112"),
        (12, 47, "HF131"),
        (13, 1, "HF107"),
        (14, 1, "HF105"),
    ]


@pytest.mark.parametrize("parties", ["[a]", "{a: [x], b: {}}", "{a: {options: [x]}}", "{a: {options: {x: X}}, a: {}}"])
def test_no_names_are_looked_up_where_they_are_not_declared(parties):
    text = f"schema: holdfast/case/1\ntitle: T\nparties: {parties}\npreferences: {{a: [x], b: [goo]}}\n"
    assert {code for *_, code in found(text)} <= {"HF105", "HF108"}


def test_surrogate_pairs():
    text = json.dumps(
        {
            "schema": "holdfast/case/1",
            "title": "\U0001f600",
            "parties": {"a": {"options": {"go": "\U0001f600"}}},
            "preferences": {"a": ["go"]},
        }
    )
    assert loads(text).title == "\U0001f600"
    wrong = text.replace('["go"]', '["goo"]')
    assert found(wrong) == [(1, wrong.index('"goo"') + 2, "HF112")]


def test_closed_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(OSError, match="standard input is closed"):
        load("-")
