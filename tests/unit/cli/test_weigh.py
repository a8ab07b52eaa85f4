"""`holdfast weigh`: the matrix, what leads, what each origin tells, and what cannot be asked."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from holdfast.cli.main import cli

CASE = """\
schema: holdfast/case/1
title: T
parties: {p: {options: {x: X}}}
judgements:
  joined: {text: The minister has joined those who oppose any settlement, credence: [0.2, 0.4]}
  assigned: {text: The talks were given to an envoy, credence: possible}
  nothing: {text: Nothing unusual has happened, credence: 0.3}
  sole: unlikely
hypotheses:
  minister:
    question: Where does the minister stand?
    among: [joined, assigned, nothing]
    evidence:
      - text: He was absent from a meeting that he would have been expected to attend
        origin: wire
        likelihood: {joined: likely, assigned: likely, nothing: unlikely}
      - {text: He was ill, origin: wire, likelihood: {joined: likely, assigned: likely, nothing: unlikely}}
      - {text: The envoy travelled alone, likelihood: {joined: may, assigned: very likely, nothing: 0.1}}
      - {text: The spokesman denied everything, likelihood: {joined: 0.9, assigned: 0.9, nothing: 0.9}}
  other: {among: [sole]}
accounts: {k: {judgements: {joined: almost certain}}}
preferences: {p: [{prefer: x, when: joined and sole}]}
"""


@pytest.fixture
def path(tmp_path):
    (tmp_path / "case.yaml").write_text(CASE)
    return str(tmp_path / "case.yaml")


def run(*args, width=80):
    done = CliRunner().invoke(cli, ["weigh", *args], env={"COLUMNS": str(width), "NO_COLOR": "1"})
    assert done.exit_code == 0, done.output
    assert "--json" in args or max(map(len, done.stdout.splitlines())) <= width
    return done.stdout


def test_a_set(path):
    text = run(path, "--set", "minister")
    assert text.startswith("Where does the minister stand? (minister)\n")
    assert "B leads with 84 % (50 to 98 %); before the evidence it had 53 % (42 to 64 %)." in text
    lines = text.splitlines()
    assert "3  The envoy travelled alone                              10–60 ×  75–99  10 ×" in lines
    assert "wire    1, 2  A and B  C        3.9    B 82" in lines
    assert "row 4   4     none     none     1      B 84" in lines
    assert "Row 4 does not tell the hypotheses apart" in text
    assert "3  A may (10–60 %, convention), B very likely (75–99 %, survey)" in lines
    assert "k        34 (6–70)  65 (30–94)  0.8 (0.1–4)" in lines
    assert "sole" not in text


def test_all_sets_and_a_set_of_one(path):
    text = run(path)
    assert "Which of other is true? (other)" in text
    assert "B  Otherwise: sole is not true  82 (69–96)  82 (69–96)  –" in text
    assert "No evidence is given, so nothing was weighed." in text
    assert "Nothing tells A from B" in text.replace("\n", " ")


def test_under_an_account_and_another_lexicon(path):
    text = run(path, "--account", "k", "--lexicon", "ipcc", "--set", "minister")
    assert "(minister, under the account k)" in text
    assert "After the evidence under each account" not in text
    assert "The lexicon ipcc has no number for almost certain: here the case's own lexicon" in text


@pytest.mark.parametrize("width", [60, 100])
def test_other_widths(path, width):
    assert "The spokesman denied" in run(path, width=width)


def test_many_hypotheses(tmp_path):
    names = [f"h{k}" for k in range(12)]
    cells = ", ".join(f"{name}: {'likely' if k % 2 else 'very unlikely'}" for k, name in enumerate(names))
    rows = "".join(
        f"      - {{text: Row {k} with a text of some length, likelihood: {{{cells}}}}}\n" for k in range(11)
    )
    (tmp_path / "c.yaml").write_text(
        "schema: holdfast/case/1\ntitle: T\nparties: {p: {options: {x: X}}}\njudgements:\n"
        + "".join(f"  {name}: 0.5\n" for name in names)
        + f"hypotheses:\n  h:\n    among: [{', '.join(names)}]\n    evidence:\n{rows}preferences: {{p: [x]}}\n"
    )
    text = run(str(tmp_path / "c.yaml"))
    assert "11  Row 10 with a text of some length" in text
    heads = [line.split() for line in text.splitlines() if line.split() and set(line.split()) <= set("ABCDEFGHIJKL")]
    assert [letter for head in heads for letter in head] == list("ABCDEFGHIJKL")
    assert "are equally credible" in text


def test_json(path):
    found = json.loads(run(path, "--json"))
    assert (found["schema"], found["question"], found["account"]) == ("holdfast/answer/1", "weigh", None)
    first, second = found["sets"]
    assert (first["leading"], first["least_against"], first["leading_throughout"]) == (["assigned"], ["assigned"], True)
    assert [each["rows"] for each in first["origins"]] == [[0, 1], [2], [3]]
    assert second["leading"] == ["otherwise"]
    assert run(path, "--json") == run(path, "--json")


def test_what_does_not_apply_and_what_is_unknown(path):
    assert run("chicken").startswith("This case has no hypotheses")
    assert json.loads(run("chicken", "--json"))["answers"] == []
    for arguments in (["--account", "x"], ["--set", "x"], ["--lexicon", "x"]):
        done = CliRunner().invoke(cli, ["weigh", path, *arguments])
        assert type(done.exception).__name__ == "QuestionError"
