from itertools import product

import pytest

from holdfast.case import (
    Arc,
    ById,
    Cell,
    Claim,
    Conduct,
    Direction,
    NamedState,
    Position,
    Ranking,
    Source,
    Span,
    StateRef,
)
from holdfast.case.condition import IssueIs, Not, Taken, truth
from holdfast.casefile import examine, loads

BASE = """\
schema: holdfast/case/1
title: T
sources: {s1: {title: One}, s2: {title: Two}}
parties:
  a: {options: {x: X, y: Y}, source: [s1, s2]}
  b: {options: {z: Z, no: N}}
preferences: {a: [x], b: [z]}
"""
X, Y, Z, NO = Taken("a", "x"), Taken("a", "y"), Taken("b", "z"), Taken("b", "no")


def case(text="", base=BASE):
    return loads(base + text, warnings=[])


def problems(text="", base=BASE):
    return [(p.line, p.column, p.code) for p in examine((base + text).encode(), "f")[1]]


def test_parts():
    made = case('about: "Über"\ndate: 2025-11-28\n')
    assert (made.title, made.about, made.date) == ("T", "Über", "2025-11-28")
    assert made.sources["s1"] == Source("s1", "One")
    assert list(made.parties) == ["a", "b"]
    assert made.option_names == ("x", "y", "z", "no")
    assert made.parties["b"].options["no"].text == "N"
    assert made.preferences["a"][0].condition == X


def test_numbers_and_words_stay_text():
    made = case(base=BASE.replace("title: T", "title: 1962").replace("no: N", "no: NO"))
    assert made.title == "1962"
    assert made.parties["b"].options["no"].text == "NO"


@pytest.mark.parametrize(
    ("word", "direction"),
    [("true", Direction.TAKE_ONLY), ("from taken", Direction.DROP_ONLY), ("false", Direction.BOTH)],
)
def test_one_way_options(word, direction):
    made = case(base=BASE.replace("x: X", f"x: {{text: X, irreversible: {word}}}"))
    assert made.parties["a"].options["x"].direction is direction
    assert made.parties["a"].options["y"].direction is Direction.BOTH


def test_claims():
    claim = (
        "{text: X, source: s1, span: {quote: may well, start: 3, end: 11}, stance: reported, hedge: may, by: her, "
        "on: 2025-11, note: n, x-mine: 1}"
    )
    made = case(base=BASE.replace("x: X", f"x: {claim}"))
    assert made.parties["a"].options["x"].claim == Claim(
        ("s1",), Span("may well", 3, 11), "reported", "may", "her", "2025-11", False, "n"
    )
    assert made.parties["a"].claim.sources == ("s1", "s2")
    assert case(base=BASE.replace("x: X", "x: {text: X, assumed: true}")).parties["a"].options["x"].claim == Claim(
        assumed=True
    )
    assert case(base=BASE.replace("x: X", "x: {text: X, source: s1, span: short}")).parties["a"].options[
        "x"
    ].claim.span == Span("short")


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("status_quo: NNNN", "status_quo: {state: NNNN}"),
        ("moves: {a: [NNNN > YNNN]}", "moves: {a: [{move: NNNN > YNNN}]}"),
        ("issues: {i: {positions: [p], now: p}}", "issues: {i: {positions: [p], now: p, x-mine: q}}"),
    ],
)
def test_short_and_long_forms_agree(short, long):
    assert case(short) == case(long)


def test_statements_in_both_forms():
    short, long = BASE, BASE.replace("[x]", "[{prefer: x}]")
    assert case(base=short) == case(base=long)


def test_own_keys_are_kept_at_the_top_and_passed_over_elsewhere():
    made = case(
        base=BASE.replace("b: {options", "x-c: [1]\n  b: {x-note: q, options") + "x-mine: {deep: [1, ~, {a: b}]}\n"
    )
    assert list(made.parties) == ["a", "b"]
    assert made.extra == ById([("x-mine", ById([("deep", ("1", None, ById([("a", "b")])))]))])
    hash(made)


def test_states_and_moves():
    text = "states: {1: NNNN, gone: YY--}\nmoves: {a: [1 > gone, NNYN<>NNNN], b: []}\nstatus_quo: 1\noutcome: YYNY\n"
    made = case(text)
    assert list(made.states.values()) == [NamedState("1", "NNNN"), NamedState("gone", "YY--")]
    assert made.status_quo == StateRef("NNNN")
    assert made.outcome == StateRef("YY--"), "letters inside a merged state are that state"
    assert made.moves["a"] == (Arc("NNNN", "YY--"), Arc("NNYN", "NNNN"), Arc("NNNN", "NNYN"))
    assert made.moves["b"] == ()
    assert not made.only_named


def test_rankings_hold_letters():
    text = BASE.replace("a: [x]", "a: {ranking: [1, [2, YN--], 3], source: s1}").replace(
        "b: [z]", "b: {ranking: [[1, 2], 3, 4]}"
    )
    made = case("states: {1: NNNN, 2: NY--, 3: YYNN, 4: YN--}\nfeasible: named\n", base=text)
    assert made.preferences["a"] == Ranking((("NNNN",), ("NY--", "YN--"), ("YYNN",)), Claim(("s1",)))
    assert made.only_named


RULES = [
    ("never: x and z", lambda x, y, z: not (x and z)),
    ("always: x or z", lambda x, y, z: x or z),
    ("{if: x, then: z}", lambda x, y, z: z or not x),
    ("exactly one of: [x, y, z]", lambda x, y, z: x + y + z == 1),
    ("at most one of: [x, y, z]", lambda x, y, z: x + y + z <= 1),
    ("at least one of: [x, y, z]", lambda x, y, z: x + y + z >= 1),
    ("exactly one of: [x]", lambda x, y, z: x),
    ("exactly one of: [x, not y]", lambda x, y, z: x + (not y) == 1),
    ("at most one of: [x, z]", lambda x, y, z: x + z <= 1),
]


@pytest.mark.parametrize(("text", "allows"), RULES)
def test_rules(text, allows):
    (rule,) = case(f"rules:\n  - {text}\n").rules
    for values in product((False, True), repeat=3):
        table = dict(zip((X, Y, Z), values, strict=True))
        assert truth(rule.never, table.__getitem__) == (not allows(*values))


def test_long_lists_in_rules():
    options = ", ".join(f"o{k}: t" for k in range(20))
    names = ", ".join(f"o{k}" for k in range(20))
    head = "schema: holdfast/case/1\ntitle: T\npreferences: {a: [o0]}\n"
    text = f"{head}parties: {{a: {{options: {{{options}}}}}}}\nrules: [exactly one of: [{names}]]\n"
    (rule,) = loads(text).rules
    for taken in ([], [3], [3, 4], [0, 19], [7, 8, 9], [0]):
        assert truth(rule.never, lambda atom, t=taken: int(atom.option[1:]) in t) == (len(taken) != 1)


def test_rules_know_how_they_were_written():
    made = case("rules:\n  - never: x and z\n  - {then: z, if: y, source: s1}\n  - exactly one of: [x, y]\n")
    assert [rule.text for rule in made.rules] == ["never: x and z", "if y then z", "exactly one of: [x, y]"]
    assert made.rules[1].claim.sources == ("s1",)


PLANS = """\
issues:
  cap: {name: Cap, positions: [none, 800k, {600k: six}], now: none, source: s1}
plans:
  p:
    {title: P, date: 2025, note: n, positions: {cap: {position: 600k, source: s2}},
     conduct: [z, {do: not y, source: s1}]}
  q: {}
agreement: {signatories: {a: x, b: b.no}, in_force: z, source: s1}
"""


def test_plans():
    made = case(PLANS.replace("q: {}", "q: {conduct: [z]}"))
    assert made.issues["cap"].positions == ById(
        [("none", Position("none")), ("800k", Position("800k")), ("600k", Position("600k", "six"))]
    )
    plan = made.plans["p"]
    assert plan.positions == ById([("cap", Cell("600k", Claim(("s2",))))])
    assert plan.conduct == (Conduct("b", "z", True), Conduct("a", "y", False, Claim(("s1",))))
    assert (plan.title, plan.date, plan.note) == ("P", "2025", "n")
    assert made.agreement.signatories == ById([("a", "x"), ("b", "no")])
    assert made.agreement.in_force == Z
    assert not made.plans["q"].positions


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("cap = 800k", {"800k"}),
        ("cap != 800k", {"none", "600k"}),
        ("cap >= 800k", {"800k", "600k"}),
        ("cap > 800k", {"600k"}),
        ("cap <= 800k", {"none", "800k"}),
        ("cap < 800k", {"none"}),
        ('"cap in {none, 600k}"', {"none", "600k"}),
    ],
)
def test_comparisons_become_sets_of_positions(text, held):
    made = case(
        PLANS.replace("q: {}", "q: {conduct: [z]}"),
        BASE.replace("a: [x]", f"a: [not {text}]".replace('not "', '"not ')),
    )
    (statement,) = made.preferences["a"]
    assert statement.condition == Not(IssueIs("cap", frozenset(held)))
    assert statement.condition.part.text == text.strip('"')


def test_accounts():
    made = case("accounts: {k: {title: K, note: n, preferences: {b: [not z]}}}\n")
    assert made.accounts["k"].title == "K"
    assert made.preference("b", "k")[0].condition == Not(Z)
    assert made.preference("a", "k")[0].condition == X


def test_accounts_may_give_every_preference():
    base = BASE.replace("preferences: {a: [x], b: [z]}\n", "")
    both = "accounts:\n  k: {preferences: {a: [x], b: [z]}}\n  l: {preferences: {a: [y], b: [no]}}\n"
    assert case(both, base).account_ids() == ("k", "l")
    assert problems(both.replace(", b: [no]", ""), base) == [(6, 3, "HF130")]


def test_an_option_of_two_parties():
    base = BASE.replace("no: N", "x: N")
    assert problems(base=base) == [(7, 19, "HF113")]
    made = case("agreement: {signatories: {a: x, b: x}}\n", base.replace("[x]", "[a.x and not b.x]"))
    assert made.option_names == ("a.x", "y", "z", "b.x")
    assert made.agreement.signatories == ById([("a", "x"), ("b", "x")])


def test_factions():
    assert case(base=BASE.replace("a: {", "a: {faction_of: b, ")).parties["a"].faction_of == "b"
    assert problems(base=BASE.replace("a: {", "a: {faction_of: a, ")) == [(5, 19, "HF116")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rules: [{}]", [(8, 9, "HF107")]),
        ("rules: [{source: s1}]", [(8, 9, "HF107")]),
        ("rules: [x]", [(8, 9, "HF108")]),
        ("rules: {never: x}", [(8, 8, "HF108")]),
        ("rules: [{then: x}]", [(8, 9, "HF107")]),
        ("rules: [at most one of: [x]]", [(8, 9, "HF108")]),
        ("rules: [at least one of: []]", [(8, 9, "HF108")]),
        ("rules: [exactly one of: x]", [(8, 25, "HF108")]),
        ("rules: [never: q, never: x]", [(8, 16, "HF112")]),
        ("states: {1: NN}", [(8, 13, "HF118")]),
        ("moves: {a: [1 - 2]}", [(8, 13, "HF118")]),
        ("moves: {a: [NNNN > NNNN]}", [(8, 13, "HF125")]),
        ("moves: {a: [NNNN > YNNN, NNNN <> YNNN]}", [(8, 26, "HF126")]),
        ("moves: {c: [NNNN > YNNN]}", [(8, 9, "HF116")]),
        ("feasible: named", [(8, 11, "HF107")]),
        ("feasible: all", [(8, 11, "HF108")]),
        ("issues: {i: {positions: [], now: p}}", [(8, 10, "HF141")]),
        ("issues: {i: {positions: [p, p], now: p}}", [(8, 29, "HF119")]),
        ("issues: {i: {positions: [[p]], now: p}}", [(8, 26, "HF108")]),
        ("issues: {i: {positions: [{p: 1, q: 2}], now: p}}", [(8, 26, "HF108")]),
        ("issues: {i: {positions: [~], now: p}}", [(8, 26, "HF108")]),
        ("status_quo:", [(8, 12, "HF108")]),
        ("about:", [(8, 7, "HF108")]),
        ("accounts: {k: {preferences: {c: [x]}}}", [(8, 30, "HF116")]),
        ("agreement: {signatories: {}}", [(8, 1, "HF108")]),
        ("agreement: {signatories: {a: z}}", [(8, 30, "HF112")]),
        ("agreement: {signatories: {a: b.z}}", [(8, 30, "HF112")]),
        ("agreement: {signatories: {a: x}, in_force: in_force}", [(8, 44, "HF145")]),
        ("weights: {}", [(8, 1, "HF109")]),
        ("outcome: {state: NNNN, source: [s1, s1]}", [(8, 37, "HF119")]),
    ],
)
def test_problems(text, expected):
    assert problems(text + "\n") == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("[s1, s2]", "s1, assumed: true", [(3, 29, "HF150"), (5, 38, "HF151")]),
        ("x: X", "x: {text: X, span: said}", [(5, 36, "HF153")]),
        ("title: One", "title: One, date: last May", [(3, 34, "HF152")]),
        ("title: One", "title: One, date: 2025-13-01", [(3, 34, "HF152")]),
    ],
)
def test_warnings_about_provenance(old, new, expected):
    assert problems(base=BASE.replace(old, new)) == expected
    case(base=BASE.replace(old, new))


def test_nothing_is_declared():
    head = "schema: holdfast/case/1\ntitle: T\n"
    assert problems("parties: {}\n", head) == [(1, 1, "HF108")]
    assert problems("parties: {a: {}}\npreferences: {a: [x]}\n", head) == [(3, 11, "HF108"), (4, 19, "HF112")]


def test_hints_say_what_was_probably_meant():
    def hint(text):
        return examine((BASE + text + PLANS.replace("q: {}", "q: {conduct: [z]}")).encode(), "f")[1][0].hint

    assert "is an issue" in hint("rules: [never: cap]\n")
    assert "is an option" in hint("rules: [never: x = none]\n")
    assert "is a party" in hint("rules: [never: a]\n")
    assert hint("rules: [never: a.z]\n") == "known: x, y"
    assert "(declared at line" in hint("rules: [never: capp = none]\n")
