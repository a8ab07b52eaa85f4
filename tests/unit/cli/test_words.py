"""`holdfast words`: a lexicon, a word in every lexicon, and what is not known."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from holdfast.cli.main import cli
from holdfast.lexicons import LEXICON_IDS, known_words, lexicon


def out(*args):
    done = CliRunner().invoke(cli, ["words", *args], env={"COLUMNS": "80", "NO_COLOR": "1"})
    assert done.exit_code == 0, done.output
    assert max(map(len, done.stdout.splitlines())) <= 80
    return done.stdout


def answer(*args):
    found = json.loads(CliRunner().invoke(cli, ["words", *args, "--json"]).stdout)
    assert (found["schema"], found["question"]) == ("holdfast/answer/1", "words")
    return found


@pytest.mark.parametrize("id", LEXICON_IDS)
def test_a_lexicon(id):
    text, found = out("--lexicon", id), answer("--lexicon", id)
    assert {each["word"] for each in found["words"]} == set(known_words(id))
    assert found["lexicon"] == id
    assert found["licence"] == lexicon(id).licence
    for entry in lexicon(id).entries:
        line = next(line for line in text.splitlines() if line.startswith(f"{entry.phrase}  "))
        assert f"{float(entry.low * 100):g}–{float(entry.high * 100):g} %" in line
    assert "10–60 %   may, might, could" in text
    assert all(source.title.split()[0] in text for source in lexicon(id).sources)


def test_survey_is_the_default():
    assert out() == out("--lexicon", "survey")
    likely = next(each for each in answer()["words"] if each["word"] == "likely")
    assert (likely["low"], likely["high"], likely["people"]) == (0.56, 0.82, 2211)
    assert "likely                     56–82 %   71 %           2,211" in out()


def test_a_word_in_every_lexicon():
    text = out("very", "likely")
    rows = {line.split("  ")[0]: line.split() for line in text.splitlines()}
    assert rows["ICD 203"][2:4] == ["80–95", "%"]
    assert rows["PHIA"][1:4] == ["77.5–87.5", "%", "halving"]
    assert rows["(EFSA)"][1:3] == ["90–95", "%"]
    assert "halving: by rule" in text
    assert out("Very likely") == text
    found = answer("very likely")
    assert [each["lexicon"] for each in found["meanings"]] == list(LEXICON_IDS)
    assert found["meanings"][2] == {
        "lexicon": "phia",
        "low": 0.775,
        "high": 0.875,
        "kind": "halving",
        "source": "Mosteller & Youtz 1990, from “likely” 55–75 % (PHIA)",
    }
    assert [each["lexicon"] for each in found["further"]] == ["efsa"]


def test_a_word_in_one_lexicon():
    found = answer("likely", "--lexicon", "ipcc")
    assert [(each["low"], each["high"]) for each in found["meanings"]] == [(0.66, 1.0)]
    assert found["further"] == []
    assert "PHIA" not in out("likely", "--lexicon", "ipcc")


def test_a_word_without_a_number():
    assert "Did you mean “likely”?" in out("lkely")
    found = answer("lkely")
    assert found["nearest"] == "likely"
    assert all(each["low"] is None and each["kind"] is None for each in found["meanings"])
    assert "Did you mean" not in out("xyzzy")
    assert "nearest" not in answer("xyzzy")


def test_an_unknown_lexicon():
    done = CliRunner().invoke(cli, ["words", "likely", "--lexicon", "icd"])
    assert done.exit_code == 1
    assert 'did you mean "icd203"?' in str(done.exception)
