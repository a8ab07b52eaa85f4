"""From a word to a range: forms, conventions, the halving rule, and what stands beside a word."""

from __future__ import annotations

from fractions import Fraction as F

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.lexicons import LEXICON_IDS, beside, further, known_words, lexicon, meaning
from holdfast.lexicons.halving import nearer, negated
from holdfast.lexicons.normal import normalise

SHARES = st.fractions(0, 1, max_denominator=200)
RANGES = st.tuples(SHARES, SHARES).map(lambda pair: (min(pair), max(pair)))


def percents(word, id="survey"):
    found = meaning(word, id)
    return (found.low * 100, found.high * 100, found.kind)


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("LIKELY", "likely"),
        (" “very\u00a0 likely” ", "very likely"),
        ("'Almost\nCertainly',", "almost certainly"),
        ("a remote chance", "remote chance"),
        ("there is a serious possibility.", "serious possibility"),
        ("highly-unlikely", "highly unlikely"),
        ("won't", "will not"),
        ("won’t", "will not"),
        ("don’t know whether", "do not know whether"),
        ("doesn't know if", "do not know whether"),
        ("skeptical", "sceptical"),
        ("", ""),
        ("a", "a"),
        ("—", ""),
    ],
)
def test_normalised(written, word):
    assert normalise(written) == word


@settings(deadline=None)
@given(st.text(max_size=30))
def test_any_text_has_a_spelling_and_perhaps_no_number(text):
    assert normalise(text) == normalise(f"“ {text} ”")
    for id in LEXICON_IDS:
        found = meaning(text, id)
        assert found is None or 0 <= found.low <= found.point <= found.high <= 1


@pytest.mark.parametrize("id", LEXICON_IDS)
def test_every_known_word_is_found_however_it_is_written(id):
    for word in known_words(id):
        found = meaning(word, id)
        assert found.word == word
        assert found.kind in ("survey", "norm", "convention")
        shouted = meaning(f" “{word.upper().replace(' ', '  ')}” ", id)
        assert shouted == found
        assert beside(word, id) == found.beside()
    assert known_words(id) == tuple(sorted(set(known_words(id))))


def test_forms_of_one_phrase():
    assert percents("almost certainly") == percents("almost certain") == (80, 99, "survey")
    assert percents("almost certainly", "phia") == (95, 100, "norm")
    assert percents("a remote chance", "icd203") == (1, 5, "norm")
    assert percents("remote", "phia") == (0, 5, "norm")
    assert percents("roughly even", "icd203") == (45, 55, "norm")
    assert percents("probably", "icd203") == (55, 80, "norm")
    assert percents("probably not", "icd203") == (20, 45, "norm")
    assert percents("not likely", "ipcc") == (0, 33, "norm")
    assert meaning("probably not", "icd203").source.endswith("as “improbable”")


def test_forms_that_were_surveyed_apart_stay_apart():
    assert len({percents(word) for word in ("likely", "probable", "probably")}) == 3
    assert percents("not likely") == (5, 35, "survey")
    assert percents("unlikely") == (4, 31, "survey")


@pytest.mark.parametrize("id", LEXICON_IDS)
def test_conventions_hold_where_a_lexicon_has_no_number(id):
    for word, low, high in [
        ("may", 10, 60),
        ("might", 10, 60),
        ("could", 10, 60),
        ("perhaps", 25, 50),
        ("I think", 50, 85),
        ("believes", 50, 85),
        ("surmise", 50, 80),
        ("suspect", 50, 80),
        ("appears", 55, 85),
        ("will", 90, 100),
        ("won't", 0, 10),
        ("doubt", 5, 40),
        ("don't know whether", 0, 100),
    ]:
        assert percents(word, id) == (low, high, "convention"), word
    assert percents("maybe", id) == (25, 50, "survey" if id == "survey" else "convention")


def test_a_survey_goes_before_a_convention():
    assert percents("possible") == (50, 88, "survey")
    assert percents("possible", "phia") == (15, 60, "convention")
    assert percents("we believe")[2] == "survey"
    assert percents("we believe", "ipcc") == (50, 85, "convention")


@pytest.mark.parametrize(
    "word", ["would", "more likely", "said to be", "in a way", "", "very", "not", "possible, if not likely"]
)
def test_nothing_is_made_up(word):
    for id in LEXICON_IDS:
        assert meaning(word, id) is None
        assert beside(word, id) == "no number published"


def test_realistic_possibility_is_only_phia():
    assert [meaning("realistic possibility", id) is not None for id in LEXICON_IDS] == [False, False, True, False]


@pytest.mark.parametrize(
    ("word", "id", "low", "high"),
    [
        ("very likely", "phia", "77.5", "87.5"),
        ("highly likely", "icd203", "77.5", "90"),
        ("extremely likely", "icd203", "77.5", "90"),
        ("highly likely", "ipcc", "83", "100"),
        ("very unlikely", "phia", "12.5", "17.5"),
        ("quite unlikely", "icd203", "10", "22.5"),
        ("very very unlikely", "icd203", "2.5", "10"),
        ("very doubtful", "survey", "2.5", "20"),
        ("very probable", "survey", "78", "93"),
        ("improbable", "phia", "12.5", "22.5"),
        ("not usually", "survey", "7.5", "20"),
        ("very not usually", "survey", "3.75", "10"),
    ],
)
def test_halved(word, id, low, high):
    assert percents(word, id) == (F(low), F(high), "halving")
    assert meaning(word, id).source.startswith("Mosteller & Youtz 1990, from “")


def test_published_numbers_go_before_the_rule():
    assert meaning("very likely").kind == "survey"
    assert meaning("very likely", "icd203").kind == "norm"
    assert meaning("not often").kind == "survey"


@pytest.mark.parametrize(
    "word",
    ["quite likely", "not certain", "not always", "not unlikely", "not very likely", "very uncertain", "very may"],
)
def test_what_the_rule_does_not_say(word):
    assert all(meaning(word, id) is None for id in LEXICON_IDS)


def test_a_long_phrase_is_not_taken_apart():
    assert meaning("very " * 5 + "likely", "phia").low == 1 - F(45, 100) / 2**5
    assert meaning("very " * 5000 + "likely") is None


def test_rule_against_what_was_observed():
    """From the middle answers: likely 70 gives 85, observed 90; unlikely 20 gives 10, observed 10."""
    assert nearer(F(70, 100), F(70, 100)) == (F(85, 100), F(85, 100))
    assert lexicon("survey").own("very likely").median == F(90, 100)
    assert nearer(F(20, 100), F(20, 100)) == (F(10, 100), F(10, 100))
    assert lexicon("survey").own("very unlikely").median == F(10, 100)
    assert negated(F(70, 100), F(70, 100)) == (F(15, 100), F(15, 100))


@settings(deadline=None)
@given(RANGES)
def test_halving_halves_distances_and_keeps_order(bounds):
    low, high = bounds
    found, turned = nearer(low, high), negated(low, high)
    if low + high == 1:
        assert found is None
    elif low + high > 1:
        assert [(1 - b) * 2 for b in found] == [1 - low, 1 - high]
        assert low <= found[0] <= found[1] <= 1
    else:
        assert [b * 2 for b in found] == [low, high]
        assert 0 <= found[0] <= found[1] <= high
    assert (turned is None) == (low + high <= 1)
    if turned:
        assert turned == (1 - found[1], 1 - found[0])


@settings(deadline=None)
@given(RANGES, RANGES)
def test_a_stronger_word_stays_stronger(one, other):
    if all(a <= b for a, b in zip(one, other, strict=True)) and sum(one) > 1:
        assert all(a <= b for a, b in zip(nearer(*one), nearer(*other), strict=True))
        assert all(a >= b for a, b in zip(negated(*one), negated(*other), strict=True))


@pytest.mark.parametrize("id", LEXICON_IDS)
def test_modified_words_go_further_out_in_every_lexicon(id):
    """Published or by rule: very likely is above likely, very unlikely below unlikely, by their middles."""
    for modifier in ("very", "highly", "extremely"):
        assert meaning(f"{modifier} likely", id).point > meaning("likely", id).point
        assert meaning(f"{modifier} unlikely", id).point < meaning("unlikely", id).point
    assert meaning("unlikely", id).point < F(1, 2) < meaning("likely", id).point


def test_beside():
    assert beside("likely") == "56–82 %, survey"
    assert beside("“Likely”", "icd203") == "55–80 %, ICD 203"
    assert beside("likely", "phia") == "55–75 %, PHIA"
    assert beside("likely", "ipcc") == "66–100 %, IPCC"
    assert beside("may", "ipcc") == "10–60 %, convention"
    assert beside("very likely", "phia") == "77.5–87.5 %, halving"
    assert beside("very very unlikely", "phia") == "6.25–8.75 %, halving"


def test_point_is_the_middle():
    assert meaning("likely", "icd203").point == F(675, 1000)


def test_further_scales():
    assert [(m.lexicon, m.low, m.high) for m in further("almost certainly")] == [
        ("efsa", F(99, 100), 1),
        ("kent", F(87, 100), F(99, 100)),
    ]
    assert further("may") == ()
