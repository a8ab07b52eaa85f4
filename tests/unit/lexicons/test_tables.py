"""The shipped numbers against the published ones, restated here; pooling against a computation of its own."""

from __future__ import annotations

import math
import subprocess
import sys
from fractions import Fraction
from itertools import pairwise

import pytest

from holdfast.errors import QuestionError
from holdfast.lexicons import DEFAULT, LEXICON_IDS, conventions, lexicon, meaning
from holdfast.lexicons.tables import scale, sources

SURVEYED = {
    # phrase: (people, 10 %, middle, 90 %) of each survey that asked
    "likely": [(46, 60, 70, 85.5), (123, 60, 70, 83.2), (1859, 55, 70, 80), (94, 65, 75, 95), (89, 65, 80, 95)],
    "unlikely": [(46, 9, 20, 35), (123, 5, 20, 33), (1861, 5, 20, 30), (94, 0, 20, 30), (89, 0, 20, 35)],
    "almost certain": [
        (46, 85, 95, 98.5),
        (123, 80, 95, 99),
        (1866, 80, 90, 99),
        (94, 85, 95, 95),
        (89, 90, 95, 100),
    ],
    "probable": [(46, 60, 70, 85), (123, 50, 70, 80), (94, 58.5, 75, 90), (89, 60, 70, 90)],
    "probably": [(46, 57.5, 75, 85), (123, 51, 70, 83.2), (1861, 51, 70, 80)],
    "very likely": [(94, 75, 90, 96.5), (89, 75, 90, 100)],
    "very unlikely": [(94, 0, 10, 20), (89, 5, 10, 20)],
    "highly unlikely": [(46, 3, 5, 17.5), (123, 1, 5, 20), (94, 0, 10, 25), (89, 0, 10, 20)],
    "possible": [(94, 50, 60, 90), (89, 50, 65, 85)],
    "we believe": [(46, 50, 70, 85), (123, 60, 75, 95)],
    "almost no chance": [(46, 1, 2, 8.5), (123, 0.1, 2, 10)],
    "about even": [(46, 49, 50, 50), (123, 50, 50, 50)],
    "serious possibility": [(1853, 30, 66, 85.8)],
    "maybe": [(1863, 25, 50, 50)],
    "never": [(1862, 0, 0, 5)],
    "rarely": [(1861, 4, 10, 20)],
    "uncertain": [(94, 10, 40, 50), (89, 5, 40, 50)],
}

NORMS = {
    "icd203": {
        "almost no chance": (1, 5), "remote": (1, 5), "very unlikely": (5, 20), "highly improbable": (5, 20),
        "unlikely": (20, 45), "improbable": (20, 45), "roughly even chance": (45, 55), "roughly even odds": (45, 55),
        "likely": (55, 80), "probable": (55, 80), "very likely": (80, 95), "highly probable": (80, 95),
        "almost certain": (95, 99), "nearly certain": (95, 99),
    },
    "phia": {
        "remote chance": (0, 5), "highly unlikely": (10, 20), "unlikely": (25, 35), "realistic possibility": (40, 50),
        "likely": (55, 75), "probable": (55, 75), "highly likely": (80, 90), "almost certain": (95, 100),
    },
    "ipcc": {
        "exceptionally unlikely": (0, 1), "extremely unlikely": (0, 5), "very unlikely": (0, 10), "unlikely": (0, 33),
        "about as likely as not": (33, 66), "more likely than not": (50, 100), "likely": (66, 100),
        "very likely": (90, 100), "extremely likely": (95, 100), "virtually certain": (99, 100),
    },
    "efsa": {
        "almost impossible": (0, 1), "extremely unlikely": (1, 5), "very unlikely": (5, 10), "unlikely": (10, 33),
        "about as likely as not": (33, 66), "likely": (66, 90), "very likely": (90, 95), "extremely likely": (95, 99),
        "almost certain": (99, 100),
    },
    "kent": {
        "impossible": (0, 0), "almost certainly not": (2, 12), "probably not": (20, 40), "chances about even": (40, 60),
        "probable": (63, 87), "almost certain": (87, 99), "certain": (100, 100),
    },
}  # fmt: skip


def pooled(surveys, column):
    people = sum(each[0] for each in surveys)
    return sum(each[0] * Fraction(str(each[column])) for each in surveys) / people


@pytest.mark.parametrize("phrase", SURVEYED)
def test_surveys_are_pooled_by_people_and_rounded_outwards(phrase):
    entry = lexicon("survey").own(phrase)
    surveys = SURVEYED[phrase]
    assert entry.people == sum(each[0] for each in surveys)
    assert entry.low * 100 == math.floor(pooled(surveys, 1))
    assert entry.median * 100 == pooled(surveys, 2)
    assert entry.high * 100 == math.ceil(pooled(surveys, 3))
    assert len(entry.sources) == len(surveys)


def test_two_pooled_ranges_by_hand():
    # (46*60 + 123*60 + 1859*55 + 94*65 + 89*65) / 2211 = 56.2, and 81.5 at the other end
    assert (meaning("likely").low, meaning("likely").high) == (Fraction(56, 100), Fraction(82, 100))
    assert (meaning("never").low, meaning("never").high) == (0, Fraction(5, 100))


@pytest.mark.parametrize("id", NORMS)
def test_published_scales_are_as_published(id):
    assert {e.phrase: (e.low * 100, e.high * 100) for e in scale(id).entries} == NORMS[id]


def test_gaps_of_phia_and_nesting_of_ipcc_are_kept():
    phia = sorted({(e.low, e.high) for e in lexicon("phia").entries})
    assert all(above[0] > below[1] for below, above in pairwise(phia))
    likely, very, extremely = (lexicon("ipcc").own(w) for w in ("likely", "very likely", "extremely likely"))
    assert likely.low < very.low < extremely.low
    assert {likely.high, very.high, extremely.high} == {1}


@pytest.mark.parametrize("id", LEXICON_IDS)
def test_every_lexicon_has_title_source_and_licence(id):
    book = lexicon(id)
    assert book.title
    assert book.licence
    assert book.sources
    assert all(source.licence and source.seen and source.title for source in book.sources)
    assert all(each in sources() for entry in book.entries for each in entry.sources)


@pytest.mark.parametrize("id", [*LEXICON_IDS, "efsa", "kent"])
def test_ranges_are_ranges_and_stand_in_order(id):
    entries = scale(id).entries
    assert all(0 <= e.low <= e.high <= 1 for e in (*entries, *conventions().values()))
    middles = [e.low + e.high for e in entries]
    assert middles == sorted(middles, reverse=True)
    assert len({e.phrase for e in entries}) == len(entries)


def test_middle_answers_lie_inside_their_ranges():
    assert all(e.low <= e.median <= e.high for e in lexicon("survey").entries)


def test_unknown_lexicon_is_refused_with_the_nearest():
    with pytest.raises(QuestionError, match='no lexicon "ic203"; did you mean "icd203"'):
        lexicon("ic203")
    with pytest.raises(QuestionError, match="no lexicon"):
        meaning("likely", "kent")
    assert DEFAULT in LEXICON_IDS


def test_the_room_is_light():
    code = "import sys, holdfast.lexicons as l; l.meaning('likely'); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"numpy", "yaml", "pydantic", "click", "lark", "holdfast.case"} & set(done.stdout.split())
