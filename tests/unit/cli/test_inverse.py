"""`holdfast inverse` on the terminal: what it shows, in which cases, at 80 columns."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from holdfast.cli.main import cli
from holdfast.shipped import examples


def run(*arguments: str, code: int = 0) -> str:
    done = CliRunner().invoke(cli, ["inverse", *arguments], env={"COLUMNS": "80"})
    assert done.exit_code == code, done.output
    assert all(len(line) <= 80 for line in done.output.splitlines())
    return done.output


@pytest.mark.parametrize("slug", [slug for slug in examples() if slug != "ukraine-2025"])
def test_every_shipped_case(slug):
    assert run(slug)


def test_one_state():
    text = run("euphrates-1975")
    assert "State 2 (YNN) is not stable under seq for Syria." in text
    assert "Syria: 1 edit of its list would do, in 5 ways:" in text
    assert "1 move `escalate` from place 2 to place 3, or lower" in text
    assert "but then Iraq could take “Attack Syria”, and would want to." in " ".join(text.split())
    assert "4 add `release` at place 2, or higher" in text
    assert "After any of these it is stable for all." in text
    lines = text.splitlines()
    (seq,) = [line.split("  ") for line in lines if line.startswith("seq ")]
    assert [cell.strip() for cell in seq if cell.strip()] == ["seq", "(1 or 4) and (3 or 6)", "384", "53.3 %", "not"]
    assert "more (--most)" not in text
    assert "… and 4 more (--most)" in run("euphrates-1975", "--most", "1")


def test_a_ranking():
    text = " ".join(run("cuba-1962", "--state", "1", "--party", "us").split())
    assert "United States: enough if 3 states were no longer better for it, in 8 ways:" in text
    assert "1 put 2, 3 and 4 below 1" in text
    assert "New ranking: 5, 7, 6, 8, 1, 3, 2, 4, 12, 10, 11, 9" in text
    assert "lift 1 over 2, 3 and 4 and leave the rest as it is: 3 pairs of states turned round" in text


def test_several_parties_are_shown_without_what_each_edit_does():
    text = run("ukraine-2025", "--plan", "p28", "--account", "kyiv")
    assert "New list" not in text
    assert "Together, with the first change of each party: 3 edits" in text
    assert "Fewer may do" in text
    assert "Fewer may do" not in run("ukraine-2025", "--plan", "p28", "--account", "kyiv", "--concept", "gmr")


def test_what_the_plan_leaves_unknown():
    text = " ".join(run("ukraine-2025", "--plan", "g19", "--account", "kyiv").split())
    assert "Plan g19 under account kyiv: it depends on what the plan leaves unknown." in text
    assert "Where army_cap is no_limit or 800k:" in text
    assert "Where army_cap is 600k or demilitarised:" in text


def test_many_answers_take_a_line_each():
    text = run("ukraine-2025", "--plan", "g19")
    assert "g19   washington    russia 1; or none: stable for all" in text
    assert "--party" in text


def test_long_conditions():
    text = " ".join(run("ukraine-2025", "--plan", "p28", "--account", "author", "--party", "russia").split())
    assert "it is stable for Russia if and only if it is at least as good for it as" in text
    asked = ("--plan", "p28", "--account", "author", "--party", "russia", "--concept", "gmr")
    assert "too long to write out: it compares the state with" in " ".join(run("ukraine-2025", *asked).split())


def test_weights_and_nothing_to_ask_about():
    text = " ".join(run("two-valleys", "--plan", "engineers").split())
    assert "Mining company: its preference is given by weights; changes of weights are not searched." in text
    assert "Name one with --state" in " ".join(run("chicken").split())
    assert json.loads(run_json("chicken"))["answers"] == []


def run_json(*arguments: str) -> str:
    done = CliRunner().invoke(cli, ["inverse", *arguments, "--json"])
    assert done.exit_code == 0
    return done.stdout


def test_out_of_time_is_said(monkeypatch):
    from holdfast.questions.inverse import edits

    monkeypatch.setattr(edits, "CHECKED", 1)
    text = run("euphrates-1975", "--time", "0.000001")
    assert "Syria: more than 0 edits; the time allowed was used up" in " ".join(text.split())


@pytest.mark.parametrize("wrong", [("--party", "syrai"), ("--concept", "xyz"), ("--state", "17")])
def test_mistakes(wrong):
    done = CliRunner().invoke(cli, ["inverse", "euphrates-1975", *wrong])
    assert done.exit_code != 0
    assert type(done.exception).__module__ == "holdfast.errors"
