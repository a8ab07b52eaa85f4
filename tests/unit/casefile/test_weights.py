"""Weights as they are read: exact numbers, what is noted, and that nothing is lost on the way to the case."""

from fractions import Fraction

import pytest

from holdfast.case import IssueWorth, RedLine, Weights, Worth
from holdfast.case.condition import Taken
from holdfast.casefile import examine, loads

BASE = """\
schema: holdfast/case/1
title: T
sources: {s: {title: S}}
parties:
  a: {options: {x: X, y: Y}}
  b: {options: {z: Z}}
issues: {i: {positions: [p, q, r], now: p}, j: {positions: [p, q], now: q}}
agreement: {signatories: {a: x, b: z}}
plans: {one: {}}
preferences:
  b: [z]
  a:
    scale: points
"""
WHOLE = """\
    source: s
    issues:
      i: {weight: 0.1, values: {r: 10, p: -1.5, q: .25}, source: s, note: N}
    also:
      - {prefer: y, worth: +3, assumed: true}
    walk_away: 12
    red_lines:
      - not z and y
      - {never: i = r, source: s}
"""


def problems(text):
    return [(p.line, p.column, p.code) for p in examine((BASE + text).encode(), "f")[1]]


def test_everything_is_kept_exactly():
    stated = loads(BASE + WHOLE).preferences["a"]
    assert isinstance(stated, Weights)
    assert (stated.scale, stated.walk_away, stated.claim.sources) == ("points", Fraction(12), ("s",))
    (issue,) = stated.issues
    assert isinstance(issue, IssueWorth)
    assert (issue.issue, issue.weight) == ("i", Fraction(1, 10))
    assert issue.values == (("p", Fraction(-3, 2)), ("q", Fraction(1, 4)), ("r", Fraction(10)))  # in the issue's order
    assert (issue.claim.sources, issue.claim.note) == (("s",), "N")
    assert issue.at("p") == Fraction(-3, 20)
    (worth,) = stated.also
    assert isinstance(worth, Worth)
    assert (worth.condition, worth.worth, worth.claim.assumed) == (Taken("a", "y"), 3, True)
    first, second = stated.red_lines
    assert isinstance(first, RedLine)
    assert (first.claim.is_orphan, second.claim.sources) == (True, ("s",))


def test_a_number_changes_the_digest():
    one, other = loads(BASE + WHOLE), loads(BASE + WHOLE.replace("0.1", "0.2"))
    assert one.digest != other.digest
    assert one.digest == loads(BASE + WHOLE.replace("0.1", "0.10")).digest


def test_what_makes_no_difference_is_noted():
    issue = "    issues:\n      i: {values: {p: 0, q: 4, r: 10}}\n"
    assert problems(issue) == [(3, 11, "HF150")]
    same = "    issues:\n      i: {values: {p: 2, q: 2, r: 2}}\n"
    assert problems(same) == [(3, 11, "HF150"), (15, 7, "HF165")]
    unweighed = issue.replace("values", "weight: 0, values")
    assert problems(unweighed) == [(3, 11, "HF150"), (15, 7, "HF165")]
    assert problems(issue + "    also: [{prefer: y, worth: 0}]\n")[1:] == [(16, 31, "HF165")]


def test_what_never_varies_is_noted():
    issue = "    issues:\n      i: {values: {p: 0, q: 4, r: 10}}\n"
    assert problems(issue + "    red_lines: [x and not x]\n")[1:] == [(16, 17, "HF164")]
    assert problems(issue + "    red_lines: [x or not x]\n")[1:] == [(16, 17, "HF164")]
    assert problems(issue + "    also: [{prefer: x or not x, worth: 1}]\n")[1:] == [(16, 21, "HF135")]
    assert problems(issue + "    red_lines: [i = q]\n")[1:] == []  # a plan may put it there


def test_a_merged_state_in_which_a_red_line_differs_is_noted():
    text = "    issues:\n      i: {values: {p: 0, q: 4, r: 10}}\n    red_lines: [y and z]\nstates: {m: Y-Y}\n"
    found = [p for p in examine((BASE + text).encode(), "f")[1] if p.code == "HF137"]
    assert len(found) == 1
    assert 'red line "y and z"' in found[0].message
    assert "counts as crossed" in found[0].message


def test_each_account_has_its_own():
    text = BASE.replace("    scale: points\n", "    [y]\n").replace("  a:\n    [y]", "  a: [y]")
    text += "accounts: {k: {assumed: true, preferences: {a: {scale: francs, also: [{prefer: y, worth: -2}]}}}}\n"
    case = loads(text.replace("sources: {s: {title: S}}\n", ""))
    assert case.preference("a", "k").scale == "francs"
    assert isinstance(case.preference("a"), tuple)


@pytest.mark.parametrize("number", ["123456789", "-0.5", "0.00000001", "+7", "007"])
def test_numbers_that_are_read(number):
    case = loads(BASE + f"    source: s\n    issues:\n      i: {{values: {{p: 0, q: {number}, r: 10}}}}\n")
    assert case.preferences["a"].issues[0].at("q") == Fraction(number)


@pytest.mark.parametrize("number", ["1_000", "0x10", ".nan", "1/3", "'3'", "3.", "~", "true", "0.0000000001"])
def test_numbers_that_are_refused(number):
    found = [p.code for p in examine((BASE + f"    also: [{{prefer: y, worth: {number}}}]\n").encode(), "f")[1]]
    assert "HF160" in found or "HF102" in found
