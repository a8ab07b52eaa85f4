from itertools import product

import pytest

from holdfast import casefile
from holdfast.case.condition import And, If, Iff, InForce, IssueIs, Not, Or, Taken, truth
from holdfast.casefile.worlds import ANY, FALSE, TRUE, any_plan, in_force, no_plan, one_plan, outlook, spell_out

CASE = casefile.loads("""
schema: holdfast/case/1
title: T
parties: {a: {options: {s: S}}, b: {options: {t: T, u: U}}}
preferences: {a: [s], b: [t]}
issues:
  i: {positions: [x, y, z], now: x}
  j: {positions: [x, y, z], now: y}
plans:
  p: {positions: {i: y}, conduct: [u]}
  q: {positions: {i: z, j: z}, conduct: [u]}
agreement: {signatories: {a: s, b: t}, in_force: u}
""")
S, T, U = Taken("a", "s"), Taken("b", "t"), Taken("b", "u")


def test_where_issues_may_stand():
    assert no_plan(CASE) == {"i": {"x"}, "j": {"y"}}
    assert one_plan(CASE, "p") == {"i": {"y"}, "j": {"x", "y", "z"}}
    assert one_plan(CASE, "q") == {"i": {"z"}, "j": {"z"}}
    assert any_plan(CASE) == {"i": {"x", "y", "z"}, "j": {"x", "y", "z"}}


def test_in_force():
    assert in_force(CASE) == And((S, T, U))
    assert in_force(CASE.replace(agreement=None)) == FALSE


@pytest.mark.parametrize(
    ("positions", "plan", "expected"),
    [
        ({"x"}, "q", Or((Not(InForce()), FALSE))),
        ({"z"}, "q", And((InForce(), TRUE))),
        ({"x", "z"}, "q", TRUE),
        ({"y"}, "q", FALSE),
        ({"y"}, "p", And((InForce(), TRUE))),
    ],
)
def test_spell_out(positions, plan, expected):
    condition = IssueIs("i", frozenset(positions))
    assert spell_out(condition, CASE, one_plan(CASE, plan), InForce()) == expected


def test_unknown_cells_stay_open():
    condition = IssueIs("j", frozenset({"z"}))
    assert spell_out(condition, CASE, one_plan(CASE, "p"), S) == And((S, ANY))
    assert spell_out(Not(S), CASE, one_plan(CASE, "p"), S) == Not(S)


def test_outlook_is_truth_where_all_is_known():
    conditions = [Not(S), And((S, T)), Or((S, T)), If(S, T), If(S, T, only=True), Iff(S, T), Iff(Not(S), Or((T, U)))]
    for condition in conditions:
        for values in product((False, True), repeat=3):
            table = dict(zip((S, T, U), values, strict=True))
            assert outlook(condition, lambda a, t=table: 1 if t[a] else 2) == (
                1 if truth(condition, table.__getitem__) else 2
            )


def test_outlook_covers_every_way_to_settle_what_is_open():
    conditions = [And((S, T)), Or((S, Not(T))), If(S, T), Iff(S, T), Iff(And((S, T)), Or((T, U)))]
    for condition, looks in product(conditions, product((1, 2, 3), repeat=3)):
        table = dict(zip((S, T, U), looks, strict=True))
        possible = 0
        for values in product((1, 2), repeat=3):
            if all(look & value for look, value in zip(looks, values, strict=True)):
                settled = dict(zip((S, T, U), values, strict=True))
                possible |= 1 if truth(condition, lambda atom, s=settled: s[atom] == 1) else 2
        assert outlook(condition, table.__getitem__) & possible == possible
