"""Weights on the page: every row with its source, numbers as they are, quotes that lead to their row."""

import re
from fractions import Fraction
from html import unescape

import pytest

import holdfast as hf
from holdfast.report.html import account_view
from holdfast.report.html import page as html_page
from holdfast.report.sources import Sources, entries
from holdfast.report.weights import number_words, weight_rows
from holdfast.report.wording import Wording

from .test_sources import claims_in

CASE = hf.example("two-valleys")
TEXT = """\
schema: holdfast/case/1
title: T
sources: {s: {title: S}}
parties:
  a: {options: {x: Sign, y: "Dig <i>deep</i>"}, assumed: true}
  b: {options: {z: Sign}, assumed: true}
issues: {i: {name: "I & J", positions: [p, {q_r: long}], now: p, assumed: true}}
agreement: {signatories: {a: x, b: z}, assumed: true}
plans: {one: {positions: {i: q_r}, assumed: true}}
preferences:
  a:
    scale: "points <b>"
    source: s
    issues: {i: {values: {p: 0.5, q_r: -4}, assumed: true}}
    also: [{prefer: not y, worth: -2, source: s}]
    red_lines: [z and y]
  b: [z]
accounts:
  other: {assumed: true, preferences: {b: {scale: crowns, also: [{prefer: z, worth: 1}], assumed: true}}}
"""


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (Fraction(0), "0"),
        (Fraction(-1, 2), "-0.5"),
        (Fraction(100), "100"),
        (Fraction(7, 1000), "0.007"),
        (Fraction(123456789, 100), "1234567.89"),
        (Fraction(2, 3), "2/3"),
    ],
)
def test_numbers_are_written_in_full(number, words):
    assert number_words(number) == words


def test_no_claim_is_missed():
    for case in (CASE, hf.loads(TEXT)):
        walked = sorted(repr(entry.claim) for entry in entries(case))
        assert walked == sorted(repr(claim) for claim in claims_in(case, []))


def test_rows_have_words_and_places_of_their_own():
    case = hf.loads(TEXT)
    wording = Wording(case)
    rows = list(weight_rows(case, case.preferences["a"]))
    assert [(row.place, row.kind) for row in rows] == [(1, "scale"), (2, "issue"), (3, "also"), (4, "red line")]
    assert [wording.weights(row, "a").words for row in rows] == [
        "In points <b>. While no agreement is in force the issues are worth 0.5 together: their positions now.",
        "I & J: ‘p’ 0.5, ‘q r’ -4",
        "-2 where not “Dig <i>deep</i>”",
        "never: “Sign” (b) and “Dig <i>deep</i>”",
    ]
    labels = {entry.anchor: entry.label for entry in Sources(case).entries}
    assert [labels[f"own.a.{row.place}"] for row in rows] == [row.label for row in rows]


def test_what_answers_quote_leads_to_its_row():
    wording = Wording(CASE)
    said = {
        quoted: wording.statement(None, "upper", quoted) for quoted in ("tolls = low", "not divert", "not in_force")
    }
    assert [each.anchor for each in said.values()] == ["own.upper.3", "own.upper.6", "own.upper.1"]
    assert said["tolls = low"].words == "Tolls the mine pays for the road is ‘low’"
    for plan in CASE.plans:
        for verdict in hf.holds(hf.family(CASE, plan=plan)).parties:
            quoted = [verdict.sign_reason, *(each.gain for each in verdict.improvements)]
            assert all(wording.statement(None, verdict.party, text).anchor for text in quoted)


def test_the_page_shows_every_row_and_escapes_it():
    case = hf.loads(TEXT)
    page = html_page(hf.brief(case))
    assert "points &lt;b&gt;" in page
    assert "points <b>" not in page
    section = page[page.index('aria-labelledby="accounts"') :]
    shown = " ".join(unescape(re.sub(r"<[^>]+>", " ", section[: section.index("</section>")])).split())
    for said in ("I & J: ‘p’ 0.5, ‘q r’ -4", "never: “Sign” (b)", "Statements are in order", "Weights are numbers"):
        assert said in shown
    for row in weight_rows(case, case.preferences["a"]):
        assert f'id="own.a.{row.place}"' in page


def test_an_account_of_weights_stands_under_its_name():
    from holdfast.report.brief import brief

    case = hf.loads(TEXT)
    view = account_view(brief(case), "other", Wording(case))
    ((party, ranked, rows),) = view.parties
    assert (party, ranked, [row.place for row in rows]) == ("b", False, ["scale", "also"])
    assert rows[1].anchor == "statement.other.b.2"
