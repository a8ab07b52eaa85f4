"""Weights over states: worths, ranks, red lines, what is quoted, and breakpoints."""

import random
from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from holdfast.casefile import loads
from holdfast.errors import CapacityError, ModelError
from holdfast.model.compile import compile_case
from holdfast.model.family import family
from holdfast.model.formula import Bit, Negation, conjunction
from holdfast.model.model import Model
from holdfast.model.preference import Weights, deciding_statement, ranks_of, weighed, worth_of
from holdfast.model.thresholds import Breakpoints, breakpoints, fillings
from holdfast.questions.holds import holds
from holdfast.shipped import example


def test_worth_is_the_sum_of_what_is_true():
    weights = Weights(((Bit(0), 3), (Negation(Bit(1)), 4), (Bit(1), -1)), denominator=2)
    assert [worth_of(weights, code, 2) for code in range(4)] == [Fraction(4, 2), Fraction(-1, 2), Fraction(7, 2), 1]
    assert ranks_of(weights, np.arange(4), 2).tolist() == [2, 0, 3, 1]


def test_no_number_makes_up_for_a_red_line():
    weights = Weights(((Bit(0), 10**9),), red_lines=(Bit(0),))
    assert [weighed(weights, code, 2) for code in (0b01, 0b10)] == [(True, 0), (False, 10**9)]
    assert ranks_of(weights, np.arange(4), 2).tolist() == [1, 1, 0, 0]
    lines = Weights(((Bit(1), 1),), red_lines=(Bit(0), Negation(Bit(0))))  # one of them is always crossed
    assert ranks_of(lines, np.arange(4), 2).tolist() == [0, 1, 0, 1]


def test_numbers_beyond_64_bits_are_exact():
    weights = Weights(((Bit(0), 1 << 80), (Bit(1), (1 << 80) + 1), (Bit(2), -(1 << 80))))
    wanted = [weighed(weights, code, 3)[1] for code in range(8)]
    order = sorted(set(wanted))
    assert ranks_of(weights, np.arange(8), 3).tolist() == [order.index(worth) for worth in wanted]
    assert len(order) == 6


def test_what_is_quoted_is_the_largest_part_of_the_gain():
    weights = Weights(((Bit(0), 3), (Bit(1), -5), (Bit(2), 1)), red_lines=(Bit(2),))
    assert deciding_statement(weights, 0b100, 0b110, 3) == 3  # the second term is false
    assert deciding_statement(weights, 0b100, 0b010, 3) == 3  # worth 5 against 3
    assert deciding_statement(weights, 0b100, 0b000, 3) == 0  # the first is true
    assert deciding_statement(weights, 0b000, 0b101, 3) == 7  # the red line is not crossed
    assert deciding_statement(weights, 0b000, 0b000, 3) is None


def test_words_do_not_change_a_model():
    one, other = (Weights(((Bit(0), 1),), words=(text, "")) for text in ("a", "b"))
    assert one == other
    structure = compile_case(example("chicken")).structure
    assert Model(structure, (one, one)).digest == Model(structure, (other, other)).digest


def test_a_breakpoint_is_where_some_state_draws_level():
    rng = random.Random(3)
    for _ in range(200):
        n = rng.randint(1, 6)
        besides = np.array([rng.randint(-4, 4) for _ in range(n)])
        kept, force = (np.array([rng.random() < 0.6 for _ in range(n)]) for _ in range(2))
        away = rng.randint(-3, 3)
        found = breakpoints(besides, kept, force, away)

        def order(worth, besides=besides, kept=kept, force=force, away=away):
            states = zip(besides, kept, force, strict=True)
            levels = [(bool(k), int(b) + (worth if f else away)) for b, k, f in states]
            return [sorted(set(levels)).index(level) for level in levels]

        orders = {worth: order(worth) for worth in range(-12, 13)}
        for low, high in product(orders, repeat=2):
            if found.place(low) == found.place(high):
                assert orders[low] == orders[high]
            if found.is_one(low, high):
                assert all(orders[worth] == orders[low] for worth in range(low, high + 1))
        assert all(order(point) != order(point + Fraction(1, 2)) for point in found.points)


def test_fillings_are_parted_exactly_where_their_ranking_changes():
    rng = random.Random(4)
    for _ in range(200):
        sizes = [rng.randint(1, 4) for _ in range(rng.randint(0, 4))]
        choices = [(f"i{k}", [(f"v{j}", rng.randint(-3, 5)) for j in range(size)]) for k, size in enumerate(sizes)]
        breaks = Breakpoints(tuple(sorted(rng.sample(range(-8, 15), rng.randint(0, 3)))))
        start = rng.randint(-3, 3)
        parts = fillings(choices, start, breaks, 1000)
        for chosen in product(*(positions for _, positions in choices)):
            at = {issue: position for (issue, _), (position, _) in zip(choices, chosen, strict=True)}
            inside = [k for k, part in enumerate(parts) if all(at[issue] in allowed for issue, allowed in part)]
            assert len(inside) == 1
        for part in parts:
            allowed = dict(part)
            every = product(
                *([worth for p, worth in positions if p in allowed.get(i, {p})] for i, positions in choices)
            )
            assert len({breaks.place(start + sum(worths)) for worths in every}) == 1


def test_too_many_parts_are_refused():
    choices = [(f"i{k}", [("a", 0), ("b", 1 << k)]) for k in range(12)]
    with pytest.raises(CapacityError, match="settle"):
        fillings(choices, 0, Breakpoints(None), 100)
    assert len(fillings(choices, 0, Breakpoints((2000,)), 100)) < 30


CASE = """\
schema: holdfast/case/1
title: T
parties:
  a: {options: {x: X, y: Y}, assumed: true}
  b: {options: {z: Z}, assumed: true}
issues: {i: {positions: [p, q, r], now: p}, j: {positions: [p, q], now: q}}
agreement: {signatories: {a: x, b: z}}
plans: {one: {positions: {i: q}}, two: {positions: {i: r, j: p}}}
preferences:
  b: [z]
  a:
    scale: points
    issues:
      i: {weight: 0.5, values: {p: 0, q: 3, r: 8}, assumed: true}
      j: {values: {p: 2, q: 3}, assumed: true}
    also: [{prefer: not y, worth: 2, assumed: true}]
"""


def test_an_issue_that_is_unknown_is_asked_for():
    case = loads(CASE)
    with pytest.raises(ModelError, match='plan "one" leaves "j" unknown'):
        compile_case(case, plan="one")
    model = compile_case(case, plan="one", positions={"j": "p"})
    assert worth_of(model.preferences[0], model.plan_state, 3) == Fraction(11, 2)


def test_the_walk_away_stands_against_the_issues_alone():
    case = loads(CASE + "    walk_away: 7\n")
    for plan, state, worth in (("two", "YNY", 8), ("two", "YYY", 6), ("two", "NNN", 9), ("two", "YYN", 7)):
        model = compile_case(case, plan=plan)
        assert worth_of(model.preferences[0], model.structure.state(state), 3) == worth
    assert not holds(compile_case(case, plan="two")).party("a").would_sign
    assert holds(compile_case(loads(CASE), plan="two")).party("a").would_sign  # now: 3 and 2; then: 4 + 2 and 2


def test_a_position_is_quoted_where_it_is_known():
    answer = holds(compile_case(loads(CASE), plan="two"))
    assert answer.party("a").sign_reason == "i = r"
    left = holds(compile_case(loads(CASE.replace("{p: 2, q: 3}", "{p: -9, q: 3}")), plan="two"))
    assert left.party("a").sign_reason == "j = q"
    away = holds(compile_case(loads(CASE + "    walk_away: 20\n"), plan="two"))
    assert away.party("a").sign_reason == "not in_force"


def test_a_position_that_stands_for_others_is_not_quoted():
    case = loads(CASE.replace("{p: 2, q: 3}", "{p: 30, q: 31}"))  # whatever j is, the plan is better or worse alike
    models = list(family(case, plan="one").models())
    assert len(models) == 1
    assert models[0][0] == ()
    assert "j = p" not in models[0][1].wording[0]
    assert "i = q" in models[0][1].wording[0]


def test_a_merged_state_is_worth_what_all_of_it_is_and_crosses_what_some_of_it_does():
    members = {0b00: (0b00, 0b01), 0b10: (0b10, 0b11)}  # the last option does not matter there
    codes = np.array([0b00, 0b10])
    weights = Weights(((Bit(1), 5), (Bit(0), 1)))
    assert [weighed(weights, code, 2, members)[1] for code in (0b00, 0b10)] == [0, 1]
    assert ranks_of(weights, codes, 2, members).tolist() == [0, 1]
    for line in (Bit(1), Negation(Bit(1))):
        crossed = Weights(((Bit(0), 1),), red_lines=(conjunction((Bit(0), line)),))
        assert [weighed(crossed, code, 2, members) for code in (0b00, 0b10)] == [(True, 0), (False, 1)]
        assert ranks_of(crossed, codes, 2, members).tolist() == [1, 0]
        assert deciding_statement(crossed, 0b00, 0b10, 2, members) == 3
