import itertools

import numpy as np
import pytest
from hypothesis import given, settings

from holdfast.model.formula import (
    FALSE,
    TRUE,
    All,
    Bit,
    Negation,
    Same,
    Some,
    conjunction,
    disjunction,
    holds,
    negation,
    on_codes,
    options_in,
    same,
)
from holdfast.testing import formulas

A, B, C = Bit(0), Bit(1), Bit(2)


@settings(deadline=None)
@given(formulas(4))
def test_one_state_at_a_time_is_all_at_once(formula):
    codes = np.arange(16)
    one_by_one = [holds(formula, lambda k, c=c: bool(c >> (3 - k) & 1)) for c in range(16)]
    assert on_codes(formula, codes, 4).tolist() == one_by_one


def test_option_zero_is_the_most_significant_bit():
    assert on_codes(A, np.arange(4), 2).tolist() == [False, False, True, True]


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (negation(TRUE), FALSE),
        (negation(negation(A)), A),
        (conjunction(()), TRUE),
        (conjunction((A, TRUE)), A),
        (conjunction((A, FALSE)), FALSE),
        (conjunction((A, A, B)), All((A, B))),
        (disjunction(()), FALSE),
        (disjunction((A, FALSE)), A),
        (disjunction((A, TRUE)), TRUE),
        (disjunction((A, B)), Some((A, B))),
        (same(TRUE, A), A),
        (same(A, FALSE), Negation(A)),
        (same(A, A), TRUE),
        (same(A, B), Same(A, B)),
    ],
)
def test_simplified(made, expected):
    assert made == expected


def test_simplifying_never_changes_the_meaning():
    parts = (A, negation(A), TRUE, FALSE, Some((A, B)))
    for left, right in itertools.product(parts, repeat=2):
        for a, b in itertools.product((False, True), repeat=2):
            taken = {0: a, 1: b}.__getitem__
            x, y = holds(left, taken), holds(right, taken)
            assert holds(conjunction((left, right)), taken) == (x and y)
            assert holds(disjunction((left, right)), taken) == (x or y)
            assert holds(same(left, right), taken) == (x == y)
            assert holds(negation(left), taken) != x


def test_options_mentioned():
    assert options_in(Same(All((A, Negation(C))), Some((TRUE, A)))) == {0, 2}
    assert options_in(TRUE) == frozenset()
