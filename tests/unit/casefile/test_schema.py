import pytest
from pydantic import ValidationError

from holdfast.casefile.fields import wrong
from holdfast.casefile.findings import Findings
from holdfast.casefile.located import read_tree
from holdfast.casefile.schema import CaseEntry, OptionEntry, PartyEntry, RuleEntry
from holdfast.casefile.validate import validate


def check(text):
    found = Findings("f")
    tree = read_tree(text, found)
    return validate(tree, found), [(p.line, p.column, p.code, p.message) for p in found.problems()]


HEAD = "schema: holdfast/case/1\ntitle: T\n"


def test_known_keys_put_those_of_claims_last():
    assert OptionEntry.known()[:2] == ("text", "irreversible")
    assert PartyEntry.known()[-1] == "note"
    assert "exactly one of" in RuleEntry.known()
    assert "schema" in CaseEntry.known()


def test_short_forms_are_spread():
    found = Findings("f")
    made = OptionEntry.model_validate(read_tree("Go there", found), context=found)
    assert made.text == "Go there"
    assert made.text.place == (1, 1)


def test_everything_wrong_is_noted_at_its_place():
    made, problems = check(
        HEAD
        + "tittle: x\nparties:\n  a: [x]\n  b: {options: {c: [1], d: {irreversible: perhaps}}, note: {}}\nrules: x\n"
    )
    assert made is None
    assert problems == [
        (3, 1, "HF106", 'unknown key "tittle"'),
        (5, 6, "HF108", "expected a mapping with name and options, found a list"),
        (6, 20, "HF108", "expected the option's text, or {text: ..., irreversible: ...}, found a list"),
        (6, 43, "HF108", 'expected true, false or from taken, found "perhaps"'),
        (6, 60, "HF108", "expected a text, found a mapping"),
        (7, 8, "HF108", 'expected a list under "rules", found "x"'),
    ]


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("parties: {}\nissues: {i: {}}", (4, 10), '"positions" is missing in "i"'),
        ("parties: {}\nissues: [a]", (4, 9), "expected a mapping"),
        ("parties: {}\npreferences: {a: x}", (4, 18), "expected a list of statements"),
        ("parties: {}\npreferences: {a: {}}", (4, 15), '"ranking" is missing'),
        ("parties: {}\npreferences: {a: {ranking: x}}", (4, 28), "expected a list"),
        ("parties: {}\npreferences: {a: [{}]}", (4, 19), '"prefer" is missing'),
        ("parties: {}\npreferences: {a: [[x]]}", (4, 19), "expected a condition"),
        ("parties: {}\nrules:", (4, 1), "found nothing"),
        ("parties:", (3, 1), "found nothing"),
        ("parties: {a: {assumed: 'true'}}", (3, 24), "expected true or false"),
        ("parties: {a: {source: {}}}", (3, 23), ""),
        ("parties: {a: {source: [[]]}}", (3, 24), "expected a text"),
        ("parties: {a: {source: [~]}}", (3, 24), ""),
        ("parties: {}\nplans: {p: {positions: [x]}}", (4, 24), "expected a mapping"),
        ("parties: {}\nplans: {p: {conduct: x}}", (4, 22), "expected a list"),
        ("parties: {}\nstatus_quo: {}", (4, 1), '"state" is missing'),
        ("parties: {}\nstates: {1: [N]}", (4, 13), "expected a text"),
    ],
)
def test_places(text, place, words):
    _, problems = check(HEAD + text)
    assert [(line, column) for line, column, _, _ in problems if (line, column) == place], problems
    assert words in " ".join(message for *_, message in problems)


def test_top_level():
    assert check("- a")[1][0][3] == "expected a mapping with schema, title and parties, found a list"
    assert [message for *_, message in check("x-a: b")[1]] == [
        '"parties" is missing',
        '"schema" is missing',
        '"title" is missing',
    ]


def test_models_need_a_place_for_problems():
    with pytest.raises((AssertionError, ValidationError)):
        OptionEntry.model_validate(read_tree("{text: [a]}", Findings("f")))
    assert wrong((1, 2), "HF108", "m").context["place"] == (1, 2)
