"""Worlds: variables and their order, the world without doubt, the case in a world, against an independent reading."""

import random
from fractions import Fraction
from itertools import product

import pytest

from holdfast.case import (
    Account,
    ById,
    Case,
    Cell,
    Credence,
    Given,
    Hypotheses,
    Judgement,
    Option,
    Party,
    Plan,
    Rule,
    Statement,
)
from holdfast.case.condition import And, If, Iff, Judged, Not, Or, Taken, write
from holdfast.case.world import in_world, point_world, preference_in, row_in, variables, without_doubt
from holdfast.casefile import loads

BASE = """\
schema: holdfast/case/1
title: T
parties:
  a: {options: {x: X, y: Y}}
  b: {options: {z: Z}}
issues: {i: {positions: [p, q, r], now: p}}
agreement: {signatories: {a: x, b: z}}
preferences: {a: [x], b: [z]}
"""


def case(text):
    return loads(BASE + text, warnings=[])


def at(low, high=None):
    return Credence(Fraction(low), Fraction(low if high is None else high))


def some_condition(draw, names, depth=2):
    if not depth or draw.random() < 0.4:
        return Judged(draw.choice(names))
    kind = draw.choice([Not, And, Or, If, Iff])
    parts = [some_condition(draw, names, depth - 1) for _ in range(1 if kind is Not else 2)]
    return kind(tuple(parts)) if kind in (And, Or) else kind(*parts)


def believed(condition, world):
    """Evaluate a condition by Python itself: an independent reading of what it says."""
    text = write(condition)
    if " iff " in text or " if " in text:
        match condition:
            case Not(part):
                return not believed(part, world)
            case And(parts):
                return all([believed(part, world) for part in parts])
            case Or(parts):
                return any([believed(part, world) for part in parts])
            case If(then, given):
                return believed(then, world) if believed(given, world) else True
            case Iff(left, right):
                return believed(left, world) is believed(right, world)
    return bool(eval(text, {}, dict(world)))


# -- variables -------------------------------------------------------------------------------------------------------


def test_a_variable_for_each_judgement_and_one_for_each_set():
    made = case(
        "judgements: {one: [0.2, 0.5], two: 0.25, three: 0.75, four: 0.5}\n"
        "hypotheses: {h: {among: [three, two]}, k: {among: [four]}}\n"
    )
    found = {each.id: each for each in variables(made)}
    assert list(found) == ["one", "h", "k"]
    assert found["one"].values == ((True,), (False,))
    assert found["one"].rows[0].corners == ((0.2, 0.8), (0.5, 0.5))
    assert (found["h"].judgements, found["h"].values) == (("three", "two"), ((True, False), (False, True)))
    assert found["h"].rows[0].point == (0.75, 0.25)
    assert (found["k"].judgements, found["k"].values, found["k"].rows[0].point) == (
        ("four",),
        ((True,), (False,)),
        (0.5, 0.5),
    )
    assert found["h"].value_in({"two": True, "three": False}) == 1


def test_accounts_replace_credences():
    made = case(
        "judgements: {one: 0.2, two: {credence: 0.3, given: [{when: one, credence: 0.9}]}}\n"
        "accounts: {k: {judgements: {one: 0.7, two: 0.1}}, l: {judgements: {}}}\n"
    )
    assert [each.rows[0].point[0] for each in variables(made, "k")] == [0.7, 0.1]
    assert variables(made, "l") == variables(made)
    assert point_world(made, "k") == {"one": True, "two": False}


@pytest.mark.parametrize("seed", range(40))
def test_order(seed):
    draw = random.Random(seed)
    names = [f"j{k}" for k in range(8)]
    draw.shuffle(names)
    rank = {name: k for k, name in enumerate(draw.sample(names, len(names)))}
    judgements = {}
    for name in names:
        before = [other for other in names if rank[other] < rank[name]]
        rows = [Given(some_condition(draw, before), at("1/3")) for _ in range(draw.randint(0, 2) if before else 0)]
        judgements[name] = Judgement(name, "", at("1/2"), tuple(rows))
    made = Case(
        "T", ById([("a", Party("a", "", ById([("x", Option("x", "a"))])))]), judgements=ById(judgements.items())
    )
    found = variables(made)
    left, known, expected = list(names), set(), []
    parents = {each.id: set(each.parents) for each in found}
    while left:  # the first in file order all of whose parents are there
        name = next(each for each in left if parents[each] <= known)
        left.remove(name)
        known.add(name)
        expected.append(name)
    assert [each.id for each in found] == expected


def test_a_long_chain_is_ordered_in_a_moment():
    n = 5000
    judgements = [
        (f"j{k}", Judgement(f"j{k}", "", at("1/2"), (Given(Judged(f"j{k + 1}"), at("1/3")),) if k + 1 < n else ()))
        for k in range(n)
    ]
    made = Case("T", ById([("a", Party("a"))]), judgements=ById(judgements))
    assert [each.id for each in variables(made)] == [f"j{k}" for k in reversed(range(n))]


# -- the world without doubt -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("credence", "true"),
    [
        ("0.5", True),
        ("[0.2, 0.8]", True),
        ("[0.2, 0.79]", False),
        ("0.499999999999", False),
        ("[0, 1]", True),
        ("0", False),
    ],
)
def test_a_half_counts_as_true(credence, true):
    assert point_world(case(f"judgements: {{one: {credence}}}\n")) == {"one": true}


def test_given_rows_follow_what_they_depend_on():
    text = """\
judgements:
  last: {credence: 0.9, given: [{when: first and second, credence: 0.1}, {when: first, credence: 0.8}]}
  second: {given: [{when: first, credence: 0.2}, {when: not first, credence: 0.6}]}
  first: %s
"""
    assert point_world(case(text % "0.7")) == {"last": True, "second": False, "first": True}
    assert point_world(case(text % "0.3")) == {"last": True, "second": True, "first": False}


@pytest.mark.parametrize(
    ("evidence", "true"),
    [
        ("", "b"),
        ("{a: 0.9, b: 0.1, c: 0.1}", "a"),
        ("{a: 0.4, b: 0.2, c: 0.3}", "a"),  # 0.2 * 0.4 = 0.4 * 0.2: the first of equals
        ("{a: 0.1, b: 0.1, c: 0.9}", "c"),
    ],
)
def test_the_most_credible_hypothesis_is_true(evidence, true):
    rows = f"[{{text: E, likelihood: {evidence}}}]" if evidence else "[]"
    made = case(f"judgements: {{a: 0.2, b: 0.4, c: 0.1}}\nhypotheses: {{h: {{among: [a, b, c], evidence: {rows}}}}}\n")
    assert point_world(made) == {name: name == true for name in "abc"}


def test_a_single_hypothesis_needs_a_half():
    text = "judgements: {a: 0.5}\nhypotheses: {h: {among: [a], evidence: [{text: E, likelihood: %s}]}}\n"
    assert point_world(case(text % "{a: 0.3, otherwise: 0.3}")) == {"a": True}
    assert point_world(case(text % "{a: 0.3, otherwise: 0.31}")) == {"a": False}


# -- the case in a world ---------------------------------------------------------------------------------------------

NAMES = ("j0", "j1", "j2")
TAKEN = [Taken("a", "x"), Taken("a", "y"), Taken("b", "z")]


def perhaps(draw):
    return some_condition(draw, NAMES) if draw.random() < 0.6 else None


def some_case(draw):
    options = {"a": ["x", "y"], "b": ["z"]}
    parties = ById(
        (p, Party(p, "", ById((o, Option(o, p, when=perhaps(draw))) for o in names))) for p, names in options.items()
    )

    def statements():
        conditions = [draw.choice([each, Not(each)]) for each in draw.choices(TAKEN, k=5)]
        return tuple(Statement(each, when=perhaps(draw)) for each in conditions)

    def cell():
        cells = [Cell(draw.choice("pqr"), when=some_condition(draw, NAMES)) for _ in range(draw.randint(1, 3))]
        cells += [Cell("r")] if draw.random() < 0.5 else []
        return Cell(cells[0].position, when=cells[0].when, others=tuple(cells[1:]))

    return Case(
        "T",
        parties,
        rules=tuple(Rule(draw.choice(TAKEN), f"r{k}", when=perhaps(draw)) for k in range(3)),
        preferences=ById([("a", statements()), ("b", statements())]),
        plans=ById([("one", Plan("one", positions=ById([("i", cell()), ("k", Cell("p"))])))]),
        accounts=ById(
            [("t", Account("t", preferences=ById([("b", statements())]), judgements=ById([("j0", Judgement("j0"))])))]
        ),
        judgements=ById((name, Judgement(name, "", at("1/2"))) for name in NAMES),
        hypotheses=ById([("h", Hypotheses("h", among=("j0", "j1")))]),
    )


def naive_statements(stated, world):
    kept = []
    for each in stated:
        if (each.when is None or believed(each.when, world)) and each.condition not in [k for k in kept]:
            kept.append(each.condition)
    return kept


@pytest.mark.parametrize("seed", range(60))
def test_a_case_in_each_world(seed):
    made = some_case(random.Random(seed))
    for truths in product((True, False), repeat=3):
        world = dict(zip(NAMES, truths, strict=True))
        found = in_world(made, world)
        closed = [
            o for p in made.parties.values() for o in p.options.values() if o.when and not believed(o.when, world)
        ]
        assert [(rule.never, rule.when) for rule in found.rules] == [
            (rule.never, None) for rule in made.rules if rule.when is None or believed(rule.when, world)
        ] + [(Taken(option.party, option.id), None) for option in closed]
        assert all(option.when is None for option in found.options)
        for party in "ab":
            assert [each.condition for each in found.preferences[party]] == naive_statements(
                made.preferences[party], world
            )
            assert all(each.when is None for each in found.preferences[party])
        assert [each.condition for each in found.accounts["t"].preferences["b"]] == naive_statements(
            made.accounts["t"].preferences["b"], world
        )
        given = made.plans["one"].positions["i"]
        held = [c.position for c in (given, *given.others) if c.when is None or believed(c.when, world)]
        positions = {issue: cell.position for issue, cell in found.plans["one"].positions.items()}
        assert positions == ({"i": held[0]} if held else {}) | {"k": "p"}
        assert (len(found.judgements), len(found.hypotheses), len(found.accounts["t"].judgements)) == (0, 0, 0)
        assert found.digest == made.digest, "answers name the case that was read"


def test_worlds_that_differ_are_different_cases_and_those_alike_are_one():
    made = some_case(random.Random(4))
    worlds = [dict(zip(NAMES, truths, strict=True)) for truths in product((True, False), repeat=3)]
    found = [in_world(made, world) for world in worlds]
    assert len(set(found)) > 1
    assert found[0] == in_world(made, worlds[0])
    assert hash(found[0]) == hash(in_world(made, worlds[0]))


def test_the_more_important_place_counts():
    stated = (Statement(TAKEN[0], when=Judged("j0")), Statement(TAKEN[1]), Statement(TAKEN[0]))
    for true, order in [(True, TAKEN[:2]), (False, [TAKEN[1], TAKEN[0]])]:
        assert [each.condition for each in preference_in(stated, {"j0": true})] == order


def test_without_doubt():
    plain = case("")
    assert without_doubt(plain) is plain
    made = case("judgements: {one: 0.2}\naccounts: {k: {judgements: {one: 0.9}}}\nrules: [{never: y, when: one}]\n")
    assert without_doubt(made).rules == ()
    assert [rule.never for rule in without_doubt(made, "k").rules] == [Taken("a", "y")]
    assert without_doubt(without_doubt(made)) == without_doubt(made)


def test_the_first_row_that_is_true_counts():
    made = case(
        "judgements: {one: 0.2, two: {credence: 0.3, given: [{when: one, credence: 0.4}, {when: one, credence: 1}]}}\n"
    )
    two = variables(made)[1]
    assert row_in(two, {"one": True}).point == (0.4, 0.6)
    assert row_in(two, {"one": False}).point == (0.3, 0.7)
