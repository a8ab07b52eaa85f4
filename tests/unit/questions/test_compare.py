"""Comparisons and merged packages on small cases made by hand."""

from __future__ import annotations

import pytest

import holdfast as hf
from holdfast.errors import CapacityError, QuestionError

from .drafting import case_of

TWO = "parties:\n  a: {options: {sa: Sign}}\n  b: {options: {sb: Sign}}\n"
SIGN = "agreement: {signatories: {a: sa, b: sb}}\n"
ISSUES = "issues:\n" + "".join(f"  {i}: {{name: I, positions: [v0, v1], now: v0}}\n" for i in "iju")
WISHES = "preferences:\n  a: [i = v1]\n  b: [j = v1]\n"


def plans(one: str, two: str) -> str:
    return f"plans:\n  x: {{positions: {{{one}}}}}\n  y: {{positions: {{{two}}}}}\n"


def test_a_merged_package_takes_the_best_of_both() -> None:
    case = case_of(TWO + ISSUES + plans("i: v1, j: v0, u: v0", "i: v0, j: v1, u: v1") + SIGN + WISHES)
    found = hf.merge(case, "x", "y")
    assert (found.n_packages, found.standing, found.count) == (8, "firmly_and_all_sign", 2)
    (package,) = found.packages
    assert (package.first, package.second, package.either) == (("i",), ("j",), ("u",))
    assert dict(found.always) == {"i": "first", "j": "second", "u": "both"}


def test_what_cannot_occur_under_some_filling_is_judged_under_the_others() -> None:
    rule = "rules: [{never: sa and sb and i = v1 and u = v1}]\n"
    case = case_of(TWO + rule + ISSUES + plans("i: v1, j: v0", "i: v0, j: v1") + SIGN + WISHES)
    found = hf.merge(case, "x", "y")
    assert (found.standing, found.count, found.cannot_occur) == ("firmly_and_all_sign", 1, 0)


def test_an_unknown_cell_takes_the_clause_of_the_other_draft() -> None:
    case = case_of(TWO + ISSUES + plans("i: v1", "j: v1") + SIGN + WISHES)
    (package,) = hf.merge(case, "x", "y").packages
    assert (package.first, package.second) == (("i",), ("j",))
    assert "u" not in dict(package.positions)


def test_a_change_is_judged_with_the_same_filling_before_and_after() -> None:
    """Whatever the unknown cell is, the change never leaves a worse off: only what it is decides whether it gains."""
    wishes = "preferences:\n  a: [i = v1 and u = v1]\n  b: [j = v1]\n"
    case = case_of(TWO + ISSUES + plans("i: v0, j: v0", "i: v1, j: v0") + SIGN + wishes)
    found = hf.compare_plans(case, "x", "y")
    (clause,) = found.changed
    assert dict(clause.effects)["a"].word == "open"
    assert dict(found.likes)["a"].possible == {"second", "same"}


def test_too_many_packages_are_refused_and_the_rest_still_answered() -> None:
    names = [f"k{n}" for n in range(21)]
    issues = "issues:\n" + "".join(f"  {i}: {{name: I, positions: [v0, v1], now: v0}}\n" for i in names)
    cells = [", ".join(f"{i}: v{n}" for i in names) for n in (0, 1)]
    wishes = f"preferences:\n  a: [{', '.join(f'{i} = v1' for i in names)}]\n  b: [sb]\n"
    case = case_of(TWO + issues + plans(*cells) + SIGN + wishes)
    with pytest.raises(CapacityError, match="2,097,152 packages"):
        hf.merge(case, "x", "y")
    found = hf.compare_plans(case, "x", "y")
    assert found.merges == ()
    assert "2,097,152" in found.merge_note


def test_one_plan_is_not_two() -> None:
    case = case_of(TWO + ISSUES + plans("i: v0", "i: v1") + SIGN + WISHES)
    with pytest.raises(QuestionError, match="twice"):
        hf.compare_plans(case, "x", "x")
    with pytest.raises(QuestionError, match="the conduct is that of"):
        hf.merge(case, "x", "y", conduct_of="z")
