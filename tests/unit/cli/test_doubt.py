"""The verbs `doubt`, `disagree` and `flip`: text, JSON, exit codes, pictures, workers, runs that are interrupted."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from holdfast.cli.main import cli, exit_code

ROOT = Path(__file__).parents[3]
CASE = """schema: holdfast/case/1
title: Two neighbours
judgements:
  hardliners_lead: {text: Hardliners lead in the north, credence: [0.2, 0.4]}
  aid_comes: {text: Aid arrives in time, credence: likely}
  mild_winter: {text: The winter is mild, credence: [0.3, 0.6], given: [{when: aid_comes, credence: 0.9}]}
  tired: {credence: unlikely}
parties:
  north: {name: North, options: {sign: Sign}}
  south: {name: South, options: {join: Sign, raid: Raid}}
issues: {aid: {name: Aid, positions: [none, some, much], now: none}}
plans:
  truce: {title: Truce, positions: {aid: some}, conduct: [not raid]}
  vague: {title: Vague truce, positions: {}, conduct: [not raid]}
agreement: {signatories: {north: sign, south: join}}
preferences:
  north: [{prefer: not sign, when: hardliners_lead and not aid_comes}, sign if join]
  south: [{prefer: raid, when: not mild_winter and not tired}, join if aid >= some, not raid]
accounts:
  press: {title: The press, judgements: {hardliners_lead: very likely, aid_comes: unlikely}}
  embassy: {title: The embassy, preferences: {south: [not raid, join if sign]}}
"""


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "two.yaml"
    file.write_text(CASE)
    return str(file)


def run(*arguments, code=0, columns=80):
    done = CliRunner().invoke(cli, [*map(str, arguments)], env={"COLUMNS": str(columns), "NO_COLOR": "1"})
    failed = done.exception is not None and not isinstance(done.exception, SystemExit)
    got = exit_code(done.exception)[0] if failed else done.exit_code
    assert got == code, (done.output, done.exception)
    return str(done.exception) if failed else done.stdout


def words(text):
    return " ".join(text.split())


# -- text --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ["doubt"],
        ["doubt", "--plan", "truce"],
        ["doubt", "--plan", "vague", "--account", "press", "--level", "holds"],
        ["doubt", "--state", "NNY"],
        ["disagree", "press", "embassy"],
        ["disagree", "case", "press", "--plan", "truce"],
        ["flip", "--plan", "truce"],
        ["flip", "--account", "embassy"],
    ],
)
def test_text_fits_in_eighty_columns(path, arguments):
    verb, *rest = arguments
    text = run(verb, path, *rest)
    assert max(map(len, text.splitlines())) <= 80
    assert text.strip()
    assert "None" not in text
    assert "nan" not in text


def test_long_ids_fit_too(path):
    long = "sceptics_in_the_northern_parliament_can_stop_any_signature"
    Path(path).write_text(CASE.replace("hardliners_lead", long))
    text = run("doubt", path, "--plan", "truce")
    assert max(map(len, text.splitlines())) <= 80
    assert long in text.replace("\n", "").replace(" ", "")


def test_what_doubt_says(path):
    text = words(run("doubt", path, "--plan", "truce"))
    assert "Plan truce holds firmly in" in text
    assert "4 judgements make 16 worlds" in text
    assert "hardliners_lead: Hardliners lead in the north (30 % (20 to 40 %))" in text
    assert "It is no forecast" in text
    assert "By other lexicons" in text
    assert "under press" in words(run("doubt", path, "--plan", "truce", "--account", "press"))


def test_what_the_table_of_accounts_says(path):
    text = words(run("doubt", path))
    for account in ("case", "press", "embassy"):
        assert account in text
    assert "Do the accounts agree?" in text
    assert "truce only under press" in text or "truce contested" in text or "truce agreed" in text


def test_what_disagree_says(path):
    text = words(run("disagree", path, "press", "embassy", "--plan", "truce", "--level", "holds"))
    found = json.loads(run("disagree", path, "press", "embassy", "--plan", "truce", "--level", "holds", "--json"))
    assert ("agree that it" in text) is found["agree"]
    assert "They differ on" in text


# -- json --------------------------------------------------------------------------------------------------------------


def test_json_of_one_of_several_and_of_all(path):
    one = json.loads(run("doubt", path, "--plan", "truce", "--account", "press", "--json"))
    assert (one["question"], one["plan"], one["account"]) == ("doubt", "truce", "press")
    table = json.loads(run("doubt", path, "--json"))
    assert table["question"] == "doubts"
    assert [(a["plan"], a["account"]) for a in table["answers"]] == [
        (plan, account) for plan in ("truce", "vague") for account in (None, "press", "embassy")
    ]
    same = next(a for a in table["answers"] if (a["plan"], a["account"]) == ("truce", "press"))
    assert same["share"] == one["share"]
    several = json.loads(run("disagree", path, "press", "embassy", "--json"))
    assert [each["plan"] for each in several["answers"]] == ["truce", "vague"]
    assert json.loads(run("flip", path, "--plan", "truce", "--json"))["question"] == "flip"


def test_a_case_without_plans_is_told_to_name_a_state():
    for verb in ("doubt", "flip"):
        assert "Name a state" in words(run(verb, "chicken"))
        assert json.loads(run(verb, "chicken", "--json"))["answers"] == []
        assert json.loads(run(verb, "chicken", "--state", "NN", "--json"))["state"] == "NN"


def test_a_case_without_judgements(path):
    plain = Path(path).with_name("plain.yaml")
    plain.write_text(
        "schema: holdfast/case/1\ntitle: T\nparties: {a: {options: {go: Go}}}\nplans: {p: {title: P}}\n"
        "agreement: {signatories: {a: go}}\npreferences: {a: [go]}\n"
    )
    assert "The case has no judgements, so there is one world" in words(run("doubt", plain, "--plan", "p"))
    assert "no judgements that could be otherwise" in words(run("flip", plain, "--plan", "p"))


def test_another_lexicon_changes_the_numbers(path):
    own, other = (
        json.loads(run("doubt", path, "--plan", "truce", "--json", *extra)) for extra in ([], ["--lexicon", "ipcc"])
    )
    assert own["share"] != other["share"]
    assert own["lexicons"]["ipcc"]["share"] == other["share"]
    assert own["lexicons"]["ipcc"]["verdict"] == other["verdict"]


def test_draws_are_said_and_depend_on_the_seed(path, monkeypatch):
    monkeypatch.setattr("holdfast.uncertainty.doubt.MAX_EXACT", 4)
    monkeypatch.setattr("holdfast.uncertainty.doubt.doubt.__kwdefaults__", {**_defaults(), "most": 4})
    first = json.loads(run("doubt", path, "--plan", "truce", "--draws", "500", "--json"))
    assert first["exact"] is False
    assert first["sampled"]["n_draws"] == 500
    assert first == json.loads(run("doubt", path, "--plan", "truce", "--draws", "500", "--json"))
    assert first != json.loads(run("doubt", path, "--plan", "truce", "--draws", "500", "--seed", "7", "--json"))
    assert "500 worlds were drawn at random" in words(run("doubt", path, "--plan", "truce", "--draws", "500"))


def _defaults():
    from holdfast.uncertainty.doubt import doubt

    return dict(doubt.__kwdefaults__)


# -- exit codes --------------------------------------------------------------------------------------------------------


def test_exit_status(path):
    holds = json.loads(run("doubt", path, "--plan", "truce", "--json"))["verdict"] == "holds"
    run("doubt", path, "--plan", "truce", "--exit-status", code=0 if holds else 1)
    run("doubt", path, "--plan", "truce", "--account", "press", "--exit-status", code=1)
    run("doubt", path, "--exit-status", code=1)
    run("flip", path, "--plan", "truce", "--exit-status", code=1)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["doubt", "--plan", "tuce"], 'no plan "tuce"; did you mean "truce"?'),
        (["doubt", "--account", "pres"], 'no account "pres"; did you mean "press"?'),
        (["doubt", "--plan", "truce", "--lexicon", "nato"], 'no lexicon "nato"'),
        (["doubt", "--state", "NNNN"], "NNNN"),
        (["flip", "--plan", "tuce"], 'no plan "tuce"'),
        (["disagree", "press", "embasy"], 'no account "embasy"; did you mean "embassy"?'),
        (["disagree", "press", "press"], "the same account twice"),
        (["disagree", "press", "embassy", "--plan", "tuce"], 'no plan "tuce"'),
    ],
)
def test_what_is_not_there_is_said(path, arguments, message):
    verb, *rest = arguments
    assert message in run(verb, path, *rest, code=2)


# -- pictures ----------------------------------------------------------------------------------------------------------


def test_a_picture_of_what_drives_it(path, tmp_path):
    file = tmp_path / "tornado.svg"
    run("doubt", path, "--plan", "truce", "--account", "press", "-o", file)
    text = file.read_text()
    assert text.startswith("<svg") or text.startswith("<?xml")
    assert "Hardliners lead in the" in text
    run("doubt", path, "--plan", "truce", "--account", "press", "-o", file)
    assert file.read_text() == text
    run("doubt", path, "--account", "press", "-o", tmp_path / "none.svg", code=2)


# -- workers -----------------------------------------------------------------------------------------------------------


def doubting(*arguments, pause=0.0, chunk=1):
    command = [sys.executable, "-m", "tests.unit.cli.doubting", str(pause), str(chunk), *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}
    return subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        start_new_session=True,
    )


def contents(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def kept(folder):
    return sum(p.read_bytes().count(b"\n") for p in (folder / "parts").glob("*.jsonl"))


def test_workers_change_nothing(path, tmp_path):
    for more in (["--plan", "truce"], []):
        alone = run("doubt", path, "--json", *more)
        assert run("doubt", path, "--json", *more, "--workers", "2") == alone
        assert run("doubt", path, "--json", *more, "--out", tmp_path / f"run{len(more)}") == alone
        assert run("doubt", path, "--json", *more, "--out", tmp_path / f"run{len(more)}") == alone


def test_a_run_folder_belongs_to_one_question(path, tmp_path):
    run("doubt", path, "--plan", "truce", "--out", tmp_path / "run")
    run("doubt", path, "--plan", "truce", "--out", tmp_path / "run", "--level", "holds")  # the same worlds
    assert json.loads((tmp_path / "run/manifest.json").read_text())["finished"] is True
    run("doubt", path, "--plan", "vague", "--out", tmp_path / "run", code=6)
    run("doubt", path, "--plan", "vague", "--out", tmp_path / "run", "--force")


WAYS = [
    ("SIGINT", []),
    ("SIGKILL", []),
    ("SIGINT", ["--workers", "2"]),
    ("SIGKILL", ["--executor", "dask", "--workers", "2"]),
]


@pytest.mark.parametrize(("how", "who"), WAYS, ids=["int-serial", "kill-serial", "int-processes", "kill-dask"])
def test_an_interrupted_run_goes_on_as_if_nothing_had_happened(path, tmp_path, how, who):
    if "dask" in who:
        pytest.importorskip("distributed")
    asked = ["doubt", path, "--json"]
    undisturbed = doubting(*asked, "--out", tmp_path / "undisturbed")
    expected, _ = undisturbed.communicate(timeout=60)
    assert undisturbed.returncode == 0
    out = tmp_path / "run"
    working = doubting(*asked, "--out", out, *who, pause=0.1)
    until = time.monotonic() + 40
    while kept(out) < 4 and working.poll() is None:
        assert time.monotonic() < until
        time.sleep(0.02)
    assert working.poll() is None, working.communicate()
    if how == "SIGINT":
        os.killpg(working.pid, signal.SIGINT)
    else:
        os.killpg(working.pid, signal.SIGKILL)
    stdout, stderr = working.communicate(timeout=30)
    assert stdout == ""
    if how == "SIGINT":
        assert working.returncode == 130
        assert f"interrupted; run again with the same --out {out} to go on" in stderr
    again = doubting(*asked, "--out", out, *who)
    stdout, stderr = again.communicate(timeout=60)
    assert again.returncode == 0, stderr
    assert "taken over from the run folder" in stderr
    assert stdout == expected
    assert contents(out) == contents(tmp_path / "undisturbed")
