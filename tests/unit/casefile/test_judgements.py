"""Judgements, hypotheses and beliefs as they are read: what is kept, what is noted, and where."""

from fractions import Fraction

import pytest

from holdfast.case import Cell, Credence, Given
from holdfast.case.condition import And, Judged, Not, Taken
from holdfast.casefile import examine, loads

BASE = """\
schema: holdfast/case/1
title: T
sources: {s: {title: S}}
parties:
  a: {options: {x: X, y: {text: Y, when: rains}}}
  b: {options: {z: Z}}
issues: {i: {positions: [p, q], now: p}}
agreement: {signatories: {a: x, b: z}}
preferences: {a: [x, {prefer: not y, when: not tired}], b: [z]}
"""
JUDGED = """\
judgements:
  rains: {text: The rains come, credence: unlikely, source: s, hedge: may}
  tired: 0.4
"""


def made(text=JUDGED, base=BASE):
    return loads(base + text.replace("source: s, hedge: may", "assumed: true"), warnings=[])


def problems(text="", base=BASE):
    return [(p.line, p.column, p.code) for p in examine((base + text).encode(), "f")[1] if p.code != "HF150"]


def messages(text="", base=BASE):
    return [str(p) for p in examine((base + text).encode(), "f")[1] if p.code != "HF150"]


RAINS, TIRED = Judged("rains"), Judged("tired")


def test_everything_is_kept():
    case = loads(BASE + JUDGED, warnings=[])
    rains = case.judgements["rains"]
    assert (rains.text, rains.claim.sources, rains.claim.hedge) == ("The rains come", ("s",), "may")
    assert rains.credence == Credence(Fraction(4, 100), Fraction(31, 100), "unlikely", "survey")
    assert case.judgements["tired"].credence == Credence(Fraction(2, 5), Fraction(2, 5))
    assert case.parties["a"].options["y"].when == RAINS
    assert [each.when for each in case.preferences["a"]] == [None, Not(TIRED)]


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [
        ("0", "0", "0"),
        ("1", "1", "1"),
        ("1.0", "1", "1"),
        (".5", "1/2", "1/2"),
        ("[0.2, 0.5]", "1/5", "1/2"),
        ("[0, 1]", "0", "1"),
        ("{credence: [0.25, .5]}", "1/4", "1/2"),
        ("0.123456789012", "123456789012/1000000000000", "123456789012/1000000000000"),
    ],
)
def test_numbers_are_exact(written, low, high):
    case = made(JUDGED.replace("0.4", written))
    assert case.judgements["tired"].credence == Credence(Fraction(low), Fraction(high))


@pytest.mark.parametrize(
    "written", ["-0.1", "1.2", "2", "1e-3", "'0.5'", "35%", ".", "[0.1]", "[a, b]", "[0.5, 0.2]", "[[0], 1]", "[~, 1]"]
)
def test_what_is_no_credence(written):
    assert [code for *_, code in problems(JUDGED.replace("0.4", written))] == ["HF171"] * (
        2 if "a, b" in written else 1
    )


@pytest.mark.parametrize(
    "written", ["~", "", "{}", "{credence: ~}", "{credence: {a: b}}", "{given: x}", "{given: [x]}"]
)
def test_what_is_no_judgement(written):
    found = problems(JUDGED.replace("0.4", written))
    assert found, "nothing was noted"
    assert {code for *_, code in found} <= {"HF108", "HF171", "HF173"}
    assert len(found) == 1, found


def test_words_follow_the_lexicon():
    case = made(JUDGED + "lexicon: icd203\n")
    assert case.lexicon == "icd203"
    assert case.judgements["rains"].credence == Credence(Fraction(20, 100), Fraction(45, 100), "unlikely", "norm")
    assert messages(JUDGED.replace("0.4", "unlikly"))[0].endswith('did you mean "unlikely"?')


def test_given():
    case = made(
        "judgements:\n  rains: 0.5\n"
        "  tired: {credence: 0.1, given: [{when: rains, credence: likely, note: N}, {when: not rains, credence: .2}]}\n"
    )
    first, second = case.judgements["tired"].given
    assert (first.when, first.credence.word, first.claim.note) == (RAINS, "likely", "N")
    assert second == Given(Not(RAINS), Credence(Fraction(1, 5), Fraction(1, 5)))


def test_all_is_noted_at_once_at_its_place():
    text = """\
judgements:
  rains: [0.5, 0.2]
  tired: {given: [{when: rains, credence: sure as rain}, {when: x, credence: 2}]}
  alone: 0.5
hypotheses:
  h: {among: [rains, tierd], evidence: [{text: E, likelihood: {rains: 0.5}}]}
accounts:
  k: {judgements: {gone: 0.5, alone: {}}, believes: {c: k, a: l}, preferences: {a: [{prefer: x, when: sunny}]}}
"""
    assert problems(text) == [
        (11, 11, "HF171"),
        (12, 43, "HF170"),
        (12, 65, "HF172"),
        (12, 78, "HF171"),
        (15, 22, "HF172"),
        (15, 48, "HF175"),
        (17, 20, "HF172"),
        (17, 31, "HF173"),
        (17, 54, "HF116"),
        (17, 63, "HF177"),
        (17, 103, "HF172"),
    ]


def test_an_option_or_issue_is_no_judgement():
    for name, kind in [("x", "an option"), ("a.y", "an option"), ("i", "an issue")]:
        (message,) = messages(JUDGED + f"rules: [{{never: y, when: {name}}}]\n")
        assert f'"{name}" is {kind}: `when` and `given` speak of judgements' in message
    (message,) = messages(JUDGED + "rules: [{never: y, when: in_force}]\n")
    assert '"in_force" in a rule is not a judgement' in message
    both = made(base=BASE.replace("rains", "y").replace("tired", "y"), text="judgements: {y: 0.5}\n")
    assert both.parties["a"].options["y"].when == Judged("y"), "an option and a judgement may share their name"


def test_unused_judgements_warn_unless_a_condition_could_not_be_read():
    assert problems(JUDGED + "  alone: 0.5\n") == [(13, 3, "HF176")]
    assert problems(JUDGED + "  alone: {credence: 0.5, given: [{when: tired, credence: 0.1}]}\n") == [(13, 3, "HF176")]
    assert problems(JUDGED + "  alone: 0.5\nhypotheses: {h: {among: [alone]}}\n") == []
    assert problems(JUDGED + "  alone: 0.5\naccounts: {k: {judgements: {alone: 0.1}}}\n") == [(13, 3, "HF176")]
    assert problems(JUDGED + "  alone: 0.5\nrules: [{never: y, when: allone}]\n") == [(14, 26, "HF172")]
    assert problems(JUDGED + "  alone: 0.5\nrules: [{never: y, when: alone or}]\n") == [(14, 34, "HF111")]
    assert problems(JUDGED + "  alone: 0.5\nrules: [{never: y, when: [alone]}]\n") == [(14, 26, "HF108")]


def test_circles_are_noted_where_they_arise():
    circle = """\
judgements:
  rains: {credence: 0.5, given: [{when: tired, credence: 0.1}]}
  tired: {credence: 0.5, given: [{when: rains or third, credence: 0.1}]}
  third: {credence: 0.5, given: [{when: not third, credence: 0.1}]}
"""
    assert problems(circle) == [(11, 41, "HF174"), (13, 41, "HF174")]
    account = """\
judgements: {rains: 0.5, tired: {credence: 0.5, given: [{when: rains, credence: 0.1}]}}
accounts:
  k: {judgements: {rains: {credence: 0.5, given: [{when: tired, credence: 0.1}]}}}
  l: {judgements: {rains: {credence: 0.5, given: [{when: tired, credence: 0.1}]}, tired: 0.5}}
"""
    assert problems(account) == [(12, 58, "HF174")]


def test_accounts():
    case = made(JUDGED + "accounts: {k: {judgements: {tired: [0, 0.5]}, believes: {b: k}}}\nbelieves: {a: k}\n")
    assert case.accounts["k"].judgements["tired"].credence == Credence(Fraction(0), Fraction(1, 2))
    assert (dict(case.accounts["k"].believes), dict(case.believes)) == ({"b": "k"}, {"a": "k"})
    assert problems(JUDGED + "accounts: {k: {judgements: {tired: {note: N}}}}\n") == [(13, 29, "HF173")]


CELLS = JUDGED + "plans:\n  p1:\n    positions:\n      i: "


def test_cells():
    case = made(CELLS + "[{position: q, when: rains}, {position: p, when: tired and not rains}, q]\n")
    cell = case.plans["p1"].positions["i"]
    assert (cell.position, cell.when) == ("q", RAINS)
    assert cell.others == (Cell("p", when=And((TIRED, Not(RAINS)))), Cell("q"))
    alone = made(CELLS + "{position: q, when: rains}\n").plans["p1"].positions["i"]
    assert (alone.position, alone.when, alone.others) == ("q", RAINS, ())
    assert made(CELLS + "[q]\n") == made(CELLS + "q\n")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("[q, p]", "HF147"),
        ("[{position: q, when: rains}, {position: p, when: rains}]", "HF147"),
        ("[q, {position: p, when: rains}]", "HF147"),
        ("[]", "HF108"),
        ("[[q]]", "HF108"),
        ("[{position: q, when: [rains]}, {position: p, when: [rains]}]", "HF108"),
        ("{position: q, when: raining}", "HF172"),
        ("[{position: r, when: rains}]", "HF115"),
    ],
)
def test_cells_that_mean_nothing(written, code):
    assert {each for *_, each in problems(CELLS + written + "\n")} == {code}


SET = JUDGED + "hypotheses:\n  h:\n    question: Q?\n    among: [rains, tired]\n    evidence:\n"


def test_hypotheses():
    case = made(
        SET
        + "      - {text: E, origin: wire, likelihood: {tired: likely, rains: [0.1, 0.2]}, note: N}\n"
        + "      - {text: F, likelihood: {rains: 0, tired: 1}}\n"
    )
    among = case.hypotheses["h"]
    assert (among.question, among.among) == ("Q?", ("rains", "tired"))
    first, second = among.evidence
    assert (first.text, first.origin, first.claim.note, list(first.likelihood)) == (
        "E",
        "wire",
        "N",
        ["rains", "tired"],
    )
    assert (second.origin, second.likelihood["tired"].low) == ("", 1)
    one = made(
        JUDGED + "hypotheses: {h: {among: [tired], evidence: [{text: E, likelihood: {tired: 0.5, otherwise: 0.1}}]}}\n"
    )
    assert list(one.hypotheses["h"].evidence[0].likelihood) == ["tired", "otherwise"]


def test_otherwise_is_no_name_for_a_hypothesis():
    text = JUDGED + "  otherwise: 0.5\nhypotheses: {h: {among: [otherwise]}}\n"
    assert problems(text) == [(14, 26, "HF175")]


def test_statements_under_different_conditions_are_not_repeats():
    base = BASE.replace("[z]", "[{prefer: z, when: rains}, {prefer: z, when: not rains}, z]")
    assert problems(JUDGED, base) == []
    assert [code for *_, code in problems(JUDGED, base.replace("not rains}, z", "rains}"))] == ["HF136"]
    wrong = base.replace("when: rains}, {prefer: z, when: not rains}", "when: rain}, {prefer: z, when: not rain}")
    assert {code for *_, code in problems(JUDGED, wrong)} == {"HF172"}


def test_a_case_without_judgements_is_as_before():
    case = loads(BASE.replace(", when: rains", "").replace(", when: not tired", ""), warnings=[])
    assert case.preferences["a"][1].condition == Not(Taken("a", "y"))
    assert not case.judgements
