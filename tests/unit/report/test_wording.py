"""Conditions in words."""

import pytest

from holdfast.case import Statement
from holdfast.case.condition import And, If, Iff, InForce, IssueIs, Name, Not, Or, Taken
from holdfast.report.wording import Wording, condition_words, positions_words

from .small import small

SIGN, SUE, RELEASE = Taken("up", "sign_up"), Taken("down", "sue"), Taken("up", "release")


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (SIGN, "“Sign the text”"),
        (SUE, "“Sue” (Downstream towns)"),
        (Not(SUE), "not “Sue” (Downstream towns)"),
        (InForce(), "the agreement is in force"),
        (Not(InForce()), "the agreement is not in force"),
        (If(SIGN, SUE), "“Sign the text” if “Sue” (Downstream towns)"),
        (If(SIGN, SUE, only=True), "“Sue” (Downstream towns) only if “Sign the text”"),
        (Not(And((SIGN, SUE))), "not (“Sign the text” and “Sue” (Downstream towns))"),
        (And((Or((SIGN, SUE)), SIGN)), "(“Sign the text” or “Sue” (Downstream towns)) and “Sign the text”"),
        (Or((And((SIGN, SUE)), SIGN)), "“Sign the text” and “Sue” (Downstream towns) or “Sign the text”"),
        (Iff(SIGN, SUE), "“Sign the text” if and only if “Sue” (Downstream towns)"),
        (If(If(SIGN, SUE), SIGN), "(“Sign the text” if “Sue” (Downstream towns)) if “Sign the text”"),
        (Name("odd"), "odd"),
    ],
)
def test_conditions(condition, words):
    assert condition_words(small(), condition, "up") == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("flow = half", "Flow is ‘half’"),
        ("flow != half", "Flow is not ‘half’"),
        ("flow >= half", "Flow is at ‘half’ or further"),
        ("flow<=half", "Flow is at ‘half’ or short of it"),
        ("flow > half", "Flow is beyond ‘half’"),
        ("flow < half", "Flow is short of ‘half’"),
        ("flow in {half, all}", "Flow is ‘half’ or ‘all’"),
        ("", "Flow is ‘half’ or ‘all’"),
    ],
)
def test_positions_are_places_on_a_list(text, words):
    assert condition_words(small(), IssueIs("flow", frozenset({"half", "all"}), text)) == words


def test_positions_in_listed_order():
    assert positions_words(small(), "flow", ("all", "none")) == "‘none’ or ‘all’"


def test_a_quoted_statement_is_found_where_it_stands():
    wording = Wording(small())
    said = wording.statement("town", "up", "sign_up only if pay = something")
    assert said.anchor == "statement.town.up.1"
    assert said.words == "“Sign the text” only if Payment is ‘something’"
    assert wording.statement("town", "up", "nowhere").anchor == ""
    assert wording.said(Statement(RELEASE), "up").code == "release"


def test_statements_of_the_case_itself():
    case = small()
    case = case.replace(preferences=case.accounts["town"].preferences, accounts=type(case.accounts)())
    assert Wording(case).statement(None, "down", "flow >= half").anchor == "own.down.1"
