"""Every rule of the lint finds what it should, and nothing where it should not; the same for every party."""

import re

import pytest

from holdfast import loads
from holdfast.casefile.places import places
from holdfast.lint import CHECKS, Finding, lint
from holdfast.lint.elements import elements, label
from holdfast.lint.registry import pages
from holdfast.lint.words import lexicon, loaded
from holdfast.report.sources import Sources
from holdfast.shipped import example, examples

CASE = """schema: holdfast/case/1
title: Valley talks
sources:
  north_radio: {title: Bulletin, outlet: North Radio}
  south_tv: {title: Evening news, outlet: South TV}
  wire: {title: Report, outlet: The Wire}
  wire_2: {title: Second report, outlet: The Wire}
  paper: {title: Study, author: A. Scholar}
parties:
  north:
    {name: North, assumed: true, options: {sign_n: {text: Sign, assumed: true}, leave: {text: Leave, assumed: true}}}
  south: {name: South, assumed: true, options: {sign_s: {text: Sign, assumed: true}}}
issues:
  troops: {name: Troops, positions: [none, few, many], now: few, assumed: true}
plans:
  draft: {title: Draft, source: wire, positions: {troops: {position: many, source: wire}}}
agreement: {signatories: {north: sign_n, south: sign_s}, assumed: true}
status_quo: {state: NNN, assumed: true}
preferences:
  north: [{prefer: sign_n, source: wire}, {prefer: not leave, source: paper}]
  south: [{prefer: sign_s, source: wire}, {prefer: sign_n, source: paper}]
"""


def found(text: str) -> list[tuple[str, str]]:
    case = loads(text, warnings=[])
    return [(each.code, each.element) for each in lint(case).findings]


def edited(*changes: tuple[str, str]) -> str:
    text = CASE
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def test_a_fair_case_has_no_findings() -> None:
    assert found(CASE) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("{prefer: not leave, source: paper}", "not leave", ("HF180", "preferences.north.2")),
        ("leave: {text: Leave, assumed: true}", "leave: Leave", ("HF180", "parties.north.options.leave")),
        ("{position: many, source: wire}", "many", ("HF180", "plans.draft.positions.troops")),
        ("status_quo: {state: NNN, assumed: true}", "status_quo: NNN", ("HF180", "status_quo")),
        ("{prefer: not leave, source: paper}", "{prefer: not leave, source: wire_2}", ("HF183", "preferences.north")),
        ("title: Draft", "title: The occupier's draft", ("HF185", "plans.draft.title")),
        ("title: Valley talks", "title: Talks with the junta", ("HF185", "title")),
        ("name: South", "name: The rebels", ("HF185", "parties.south.name")),
        ("sign_n, source: wire}", "sign_n, source: wire, stance: valued}", ("HF186", "preferences.north.1")),
        ("position: many, source: wire}", "position: few, assumed: true}", ("HF187", "plans.draft.positions.troops")),
        ("position: many, source: wire}", "position: none, assumed: true}", ("HF187", "plans.draft.positions.troops")),
        ("wire, pos", "wire, conduct: [{do: not leave, assumed: true}], pos", ("HF188", "plans.draft.conduct.1")),
    ],
)  # fmt: skip
def test_each_rule(old: str, new: str, expected: tuple[str, str]) -> None:
    assert found(edited((old, new))) == [expected]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{position: many, source: wire}", "{position: few, source: wire}"),
        ("{position: many, source: wire}", "{position: many, assumed: true}"),
        ("source: wire, positions", "conduct: [{do: leave, assumed: true}], source: wire, positions"),
        ("source: wire, positions", "conduct: [{do: not leave, source: wire}], source: wire, positions"),
        ("title: Draft", "title: The draft that its critics call “the occupier's draft”"),
        ("title: Report", "title: The junta speaks"),
        ("source: wire, positions", 'source: wire, span: {quote: the junta}, positions'),
        ("name: Troops", "name: The sanctions regime"),
        ("{prefer: sign_n, source: wire}", "{prefer: sign_n, source: wire, stance: reported}"),
        ("name: Troops", "name: The Hawkesbury river is regimented"),
    ],
)  # fmt: skip
def test_what_is_no_finding(old: str, new: str) -> None:
    assert found(edited((old, new))) == []


def test_loaded_ids() -> None:
    text = CASE.replace("leave", "arm_terrorists")
    hits = [each for each in lint(loads(text, warnings=[])).findings if each.code == "HF185"]
    assert [each.element for each in hits] == ["parties.north.options.arm_terrorists"]
    assert "terrorists" in hits[0].message
    assert "armed group" in hits[0].mend


def test_one_voice_for_everybody_is_one_finding() -> None:
    text = edited(
        ("{prefer: not leave, source: paper}", "{prefer: not leave, source: wire_2}"),
        ("{prefer: sign_n, source: paper}]\n", "{prefer: sign_n, source: wire_2}]\n"),
    )
    assert found(text) == [("HF181", "preferences")]


def test_one_author_is_one_voice() -> None:
    text = CASE.replace("outlet: The Wire", "author: A. Scholar")
    assert found(text) == [("HF181", "preferences")]


def test_preferences_told_only_by_the_other_side() -> None:
    told = ("{prefer: sign_n, source: wire}, {prefer: not leave, source: paper}", "{prefer: sign_n, source: south_tv}")
    assert found(edited(told)) == [("HF182", "preferences.north")]
    beside = (
        "{prefer: sign_n, source: wire}, {prefer: not leave, source: paper}",
        "{prefer: sign_n, source: [south_tv, wire]}",
    )
    assert found(edited(beside)) == []
    itself = (
        "{prefer: sign_n, source: wire}, {prefer: not leave, source: paper}",
        "{prefer: sign_n, source: north_radio}",
    )
    assert found(edited(itself)) == []


def test_by_says_whose_words_a_report_carries() -> None:
    told = "{prefer: sign_n, source: wire, by: A minister of South}"
    text = edited(("{prefer: sign_n, source: wire}, {prefer: not leave, source: paper}", told))
    assert found(text) == [("HF182", "preferences.north")]


def test_voices_can_be_declared() -> None:
    text = "x-voices: {The Wire: south}\n" + CASE
    assert found(text) == []  # the paper is nobody's
    text = "x-voices: {The Wire: south, paper: south}\n" + CASE
    assert found(text) == [("HF182", "preferences.north")]
    assert found("x-voices: {The Wire: sout}\n" + CASE) == [("HF189", "x-voices.The Wire")]
    assert found("x-voices: {The Wyre: south}\n" + CASE) == [("HF189", "x-voices.The Wyre")]


def test_factions_are_one_side() -> None:
    text = edited(
        ("south: {name: South, assumed", "south: {name: South, faction_of: north, assumed"),
        ("{prefer: sign_n, source: wire}, {prefer: not leave, source: paper}", "{prefer: sign_n, source: south_tv}"),
    )
    assert found(text) == []


def test_one_side_sourced_the_other_assumed() -> None:
    text = edited(
        ("{prefer: sign_s, source: wire}, {prefer: sign_n, source: paper}", "{prefer: sign_s, assumed: true}")
    )
    assert found(text) == [("HF184", "preferences.south")]
    both = text.replace(
        "{prefer: sign_n, source: wire}, {prefer: not leave, source: paper}", "{prefer: sign_n, assumed: true}"
    )
    assert found(both) == []


def test_accounts_are_looked_at_one_by_one() -> None:
    text = CASE + (
        "accounts:\n"
        "  theirs: {source: wire, preferences: {north: [{prefer: leave, source: south_tv}]}}\n"
        "  guess: {assumed: true, preferences:\n"
        "    {north: [{prefer: leave, assumed: true}], south: [{prefer: sign_s, source: wire}]}}\n"
    )
    assert found(text) == [
        ("HF182", "accounts.theirs.preferences.north"),
        ("HF184", "accounts.guess.preferences.north"),
    ]


def swapped(text: str) -> str:
    return re.sub(
        "north|south|North|South", lambda m: {"n": "south", "s": "north", "N": "South", "S": "North"}[m[0][0]], text
    )


@pytest.mark.parametrize(
    "told", ["{prefer: sign_n, source: south_tv}", "{prefer: sign_n, assumed: true}", "sign_n", "leave"]
)
def test_the_rules_are_the_same_for_every_party(told: str) -> None:
    text = edited(("{prefer: sign_n, source: wire}, {prefer: not leave, source: paper}", told))
    mirrored = [(code, swapped(element)) for code, element in found(text)]
    assert sorted(mirrored) == sorted(found(swapped(text)))
    assert mirrored


def test_noted_findings_are_counted_apart() -> None:
    text = edited(("{prefer: not leave, source: paper}", "not leave"))
    case = loads("x-lint: {HF180: [preferences.north.2]}\n" + text, warnings=[])
    answer = lint(case)
    assert answer.findings == ()
    assert [each.element for each in answer.noted] == ["preferences.north.2"]
    assert found("x-lint: {HF180: preferences.north.1}\n" + text) == [
        ("HF180", "preferences.north.2"),
        ("HF189", "x-lint.HF180"),
    ]


def test_findings_are_sorted_by_line_and_placed() -> None:
    text = edited(("{prefer: not leave, source: paper}", "not leave"), ("title: Draft", "title: The junta's draft"))
    answer = lint(loads(text, warnings=[]), places=places(text))
    assert [each.code for each in answer.findings] == ["HF185", "HF180"]
    for each in answer.findings:
        assert each.place is not None
    line, column = answer.findings[1].place or (0, 0)
    assert text.splitlines()[line - 1][column - 1 :].startswith("not leave")


def test_a_statement_given_twice_does_not_shift_places() -> None:
    text = edited(
        ("{prefer: sign_n, source: wire}, ", "{prefer: sign_n, source: wire}, {prefer: sign_n, source: wire}, ")
    )
    text = text.replace("{prefer: not leave, source: paper}", "not leave")
    problems: list = []
    answer = lint(loads(text, warnings=problems), places=places(text, problems))
    line, column = answer.findings[0].place or (0, 0)
    assert text.splitlines()[line - 1][column - 1 :].startswith("not leave")


def test_moves_both_ways_are_two_elements_of_one_entry() -> None:
    text = "moves:\n  a: [1 <> 2, {move: 2 > 3}]\n"
    where = places(text)
    assert where["moves", "a", 0] == where["moves", "a", 1] == (2, 7)
    assert where["moves", "a", 2] == (2, 15)


@pytest.mark.parametrize("slug", examples())
def test_every_claim_of_the_brief_is_looked_at(slug: str) -> None:
    case = example(slug)
    orphans = [each for each in lint(case).findings if each.code == "HF180"]
    assert len(orphans) >= Sources(case).counts[2]
    assert len(list(elements(case))) >= len(Sources(case).entries)
    assert all(label(each.path) for each in elements(case))


def test_the_lexicon_is_sorted_and_whole() -> None:
    terms = [term.term for term in lexicon()]
    assert terms == sorted(terms)
    assert len(terms) == len(set(terms)) > 50
    assert all(term.neutral and term.why and term.term == term.term.lower() for term in lexicon())
    for term in lexicon():
        assert [each for _, each in loaded(f"the {term.term.upper()}")], term.term
        assert not list(loaded(f'the "{term.term}"'))


def test_signs_that_show_as_nothing_hide_no_word() -> None:
    assert [term.term for text in ("re\u00adgime", "re\u200bgime", "ｒｅｇｉｍｅ") for _, term in loaded(text)] == [
        "regime"
    ] * 3


def test_every_reason_reads_on_from_it() -> None:
    assert [term.term for term in lexicon() if not term.why.split()[0].endswith("s")] == []


def test_no_neutral_word_is_loaded() -> None:
    assert [(term.term, found) for term in lexicon() for found, _ in loaded(term.neutral)] == []


def test_every_code_has_a_page() -> None:
    assert set(pages()) == {"index.md", *(f"{code}.md" for code in CHECKS)}
    assert all(code in pages()["index.md"] for code in CHECKS)


def test_finding_without_place() -> None:
    assert Finding("HF180", "m", "w", ("a", 0)).text("f").startswith("f: a.1: HF180 m\n    w")
    assert Finding("HF180", "m", "w", ("a",), (2, 3)).text("f").startswith("f:2:3: HF180")
