"""The verb `perceive`: what it prints, its exit codes, and its words for every kind of surprise."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

import holdfast as hf
from holdfast.cli.main import cli
from holdfast.questions.perceive import Course, Surprise, perceive
from holdfast.report.perceive import perceive_text, surprise_words


def run(*arguments, code=0, **rest):
    done = CliRunner().invoke(cli, ["perceive", *arguments], **rest)
    assert done.exit_code == code, done.output
    return done.output


def test_text_fits_the_width():
    for width in (60, 80, 100):
        text = perceive_text(hf.example("misread-signal"), perceive(hf.example("misread-signal"), state="quiet"), width)
        assert max(map(len, text.splitlines())) <= width


def test_text_says_who_believes_what_and_who_is_surprised():
    text = " ".join(run("misread-signal", "--here").split())
    assert "State quiet (NNNN): can be blocked by what the parties believe, though it holds in truth." in text
    assert "Northern neighbour northern_staff blocker deterred" in text
    assert "fails only by the beliefs of Northern neighbour" in text
    assert "would meet one: Southern neighbour could take “Send the fleet to the island” → standoff (YNYN)" in text
    assert "Among all" not in text


def test_json_and_exit_status():
    found = json.loads(run("misread-signal", "--state", "fishing", "--json", "--exit-status", code=1))
    assert (found["question"], found["holds"], found["in_truth"]["holds"]) == ("perceive", False, True)
    assert found["parties"]["north"]["believes"] == "northern_staff"
    run("misread-signal", "--state", "landed", "--exit-status")
    run("misread-signal", "--state", "standoff", "--exit-status", code=1)  # open


def test_without_beliefs_it_says_so():
    assert "No party is said to believe anything else" in run("cuba-1962", "--state", "7")


def test_without_anything_to_ask_about_it_says_so():
    assert "Name a state with --state" in " ".join(run("chicken").split())


def test_many_answers_are_lines():
    text = run("ukraine-2025", "--plan", "p28")
    assert "who would be surprised" in text
    assert text.count("p28") == 6


@pytest.mark.parametrize(
    ("kind", "expects", "happens", "words"),
    [
        ("state", Course("impossible"), Course("possible"), "could not foresee quiet (NNNN)"),
        ("leaves", Course("unknown"), Course("unanswered"), "by its own game there is no such move. But"),
        ("leaves", Course("not preferred"), Course("unanswered"), "Southern neighbour would not prefer that. But"),
        ("stays", Course("unanswered"), Course("not preferred"), "would stay: by its own game it would not prefer"),
        ("stays", Course("unanswered"), Course("unknown"), "would stay: by its own game there is no such move"),
        ("met", Course("unanswered"), Course("answered", ("north: land",), "YNNN"), "would meet one: Northern nei"),
        ("cannot", Course("unanswered"), Course("impossible"), "it cannot"),
    ],
)
def test_words_for_surprises(kind, expects, happens, words):
    move = "" if kind == "state" else "south: fish"
    surprise = Surprise("south", kind, "south", move, "NNNY", int(bool(move)), expects, happens)
    assert words in surprise_words(hf.example("misread-signal"), "NNNN", surprise)


@pytest.mark.parametrize(
    ("fails", "words"),
    [
        ("not preferred", "would not come: Northern neighbour would not want to"),
        ("unknown", "would not come: Northern neighbour would not know of that move"),
        ("impossible", "would not come: Northern neighbour could not do that"),
        ("", "would not come"),
    ],
)
def test_words_for_an_answer_that_would_not_come(fails, words):
    step = ("north: close_strait",)
    expects = Course("answered", step, "NYNY")
    surprise = Surprise(
        "south",
        "restrained",
        "south",
        "south: fish",
        "NNNY",
        3,
        expects,
        Course("unanswered", step if fails else (), "", fails),
        {"cap": ("a", "b")},
    )
    text = surprise_words(hf.example("misread-signal"), "NNNN", surprise)
    assert words in text
    assert text.endswith(
        "(2 more moves of the kind) (only under some fillings of unknown cells; for one, cap = a or b)."
    )
