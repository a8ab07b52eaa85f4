"""`holdfast solve`: limits, run folders, Ctrl-C, pages, conditions."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import holdfast as hf
from holdfast.cli.main import cli
from holdfast.engines.plain import PlainEngine

ROOT = Path(__file__).parents[3]


def run(*args, code=0, **env):
    done = CliRunner().invoke(cli, ["solve", *map(str, args)], env={"COLUMNS": "80", **env})
    assert done.exit_code == code or (code and done.exception), (done.output, done.exception)
    return done


def answer(*args, **env):
    return json.loads(run(*args, "--json", **env).stdout)


# -- limits ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "match"),
    [
        (["--memory", "lots"], "2GiB"),
        (["--memory", "0"], "2GiB"),
        (["--time", "soon"], "90s"),
        (["--time", "-3"], "90s"),
        (["--threads", "0"], "threads"),
        (["--page", "0"], "page"),
        (["--concept", " , "], "no concept"),
    ],
)
def test_nonsense_is_refused_as_usage(args, match):
    done = CliRunner().invoke(cli, ["solve", "cuba-1962", *args])
    assert done.exit_code == 2
    assert match in done.output
    assert done.stdout == ""


def test_limits_come_from_the_environment_too_and_the_option_wins():
    for env in ({"HOLDFAST_MEMORY": "1k"}, {"HOLDFAST_TIME": "0.000001s"}):
        assert isinstance(run("cuba-1962", code=4, **env).exception, hf.errors.CapacityError)
    assert run("cuba-1962", "--memory", "1GiB", HOLDFAST_MEMORY="1k").exit_code == 0
    refused = CliRunner().invoke(cli, ["solve", "cuba-1962"], env={"HOLDFAST_TIME": "soon"})
    assert refused.exit_code == 2
    assert "HOLDFAST_TIME" in refused.output


# -- what is shown ---------------------------------------------------------------------------------------------------


def test_counts_per_party_are_always_there():
    found = answer("cuba-1962", "--concept", "nash,gmr")
    assert found["stable_counts"] == {"us": {"nash": 5, "gmr": 9}, "ussr": {"nash": 4, "gmr": 7}}
    assert "How many of the 12 states are stable for each party" in run("cuba-1962").stdout


def test_where_page_and_nearest():
    found = answer("cuba-1962", "--where", "withdraw", "--limit", 2, "--page", 2, "--nearest", "1")
    assert found["equilibria"]["gmr"]["count"] == 4
    assert found["equilibria"]["gmr"]["of"] == 7
    assert found["page"] == 2
    assert len(found["equilibria"]["gmr"]["states"]) == 2
    near = found["nearest"]["equilibria"]["nash"]
    assert near == {
        "n_changes": 2,
        "count": 1,
        "states": [{"state": "YNYN", "moves": ["us: air_strike", "ussr: withdraw"]}],
    }


# -- run folders -----------------------------------------------------------------------------------------------------


def test_a_run_folder_keeps_the_answer_and_the_sets(tmp_path):
    out = tmp_path / "run"
    found = answer("cuba-1962", "--out", out, "--stable")
    assert json.loads((out / "answer.json").read_text()) == found
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["finished"]
    assert manifest["counts"] == {
        "n_states": 12,
        "equilibria": {c: each["count"] for c, each in found["equilibria"].items()},
        "stable": found["stable_counts"],
    }
    codes = np.load(out / "states.npy")

    def states(name):
        """Read a set as the manifest says."""
        bits = np.unpackbits(np.load(out / name), bitorder="little")[: manifest["reading"]["n_places"]]
        n = len(manifest["reading"]["options"])
        return ["".join("Y" if code >> n - 1 - j & 1 else "N" for j in range(n)) for code in codes[bits == 1]]

    assert len(states("feasible.npy")) == 12
    for concept, each in found["equilibria"].items():
        assert states(f"equilibria-{concept}.npy") == each["states"]
        for party in ("us", "ussr"):
            assert states(f"stable-{party}-{concept}.npy") == found["stable"][party][concept]["states"]
    assert {path.name for path in out.glob("*.npy")} < set(manifest["files"])


def test_a_finished_folder_answers_at_once_as_text_and_as_json(tmp_path, monkeypatch):
    text, plain = run("cuba-1962", "--out", tmp_path / "run").stdout, answer("cuba-1962")
    monkeypatch.setattr(PlainEngine, "solve", lambda *args: pytest.fail("it computed again"))
    assert run("cuba-1962", "--out", tmp_path / "run").stdout == text
    assert answer("cuba-1962", "--out", tmp_path / "run") == plain


@pytest.mark.parametrize("damage", ["answer.json", "other question"])
def test_it_computes_again_where_the_answer_is_damaged_or_another_view_is_asked_for(tmp_path, damage):
    out = tmp_path / "run"
    first = answer("cuba-1962", "--out", out)
    if damage == "answer.json":
        (out / damage).write_text((out / damage).read_text().replace('"count": 1', '"count": 2'))
        assert answer("cuba-1962", "--out", out) == first
    else:
        assert answer("cuba-1962", "--out", out, "--where", "withdraw") == answer("cuba-1962", "--where", "withdraw")


@pytest.mark.parametrize(
    "args",
    [["chicken"], ["cuba-1962", "--concept", "nash"], ["cuba-1962", "--stable"], ["cuba-1962", "--engine", "plain"]],
)
def test_a_folder_of_another_question_is_refused_unless_forced(tmp_path, args):
    out = tmp_path / "run"
    run("cuba-1962", "--out", out)
    before = (out / "manifest.json").read_bytes()
    refused = run(*args, "--out", out, code=6)
    assert isinstance(refused.exception, FileExistsError)
    assert "--force" in str(refused.exception)
    assert (out / "manifest.json").read_bytes() == before
    assert answer(*args, "--out", out, "--force") == answer(*args)


def test_a_refusal_leaves_no_folder(tmp_path):
    run("cuba-1962", "--out", tmp_path / "run", "--memory", "1k", code=4)
    assert list(tmp_path.iterdir()) == []


def test_several_answers_have_a_folder_each(tmp_path):
    args = ["ukraine-2025", "--plan", "p28", "--concept", "nash"]
    found = answer(*args, "--out", tmp_path)
    assert found == answer(*args)
    accounts = [each["account"] for each in found["answers"]]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(f"p28-{account}" for account in accounts)
    assert answer(*args, "--account", accounts[0], "--out", tmp_path / f"p28-{accounts[0]}") == found["answers"][0]


# -- interruption ----------------------------------------------------------------------------------------------------


def slow(log, pause, *args, **more):
    command = [sys.executable, "-m", "tests.unit.cli.slow", str(log), str(pause), *map(str, args)]
    environment = {**os.environ, "COLUMNS": "80", "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, **more
    )


def wait_for(what, seconds=30):
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_an_interrupted_run_goes_on_where_it_was(tmp_path):
    log, out = tmp_path / "log", tmp_path / "run"
    args = ["solve", "cuba-1962", "--engine", "dense", "--json", "--out", out]
    working = slow(log, 0.25, *args)  # so quick that the manifest is behind when it is interrupted
    wait_for(lambda: log.exists() and len(log.read_text().split()) >= 3)  # two are kept when the third is begun
    started = time.monotonic()
    working.send_signal(signal.SIGINT)
    stdout, stderr = working.communicate(timeout=20)
    assert time.monotonic() - started < 1.5
    assert working.returncode == 130
    assert stdout == ""
    assert f"interrupted; run again with the same --out {out} to go on" in stderr
    assert "Traceback" not in stderr
    assert not list(out.rglob(".tmp-*"))
    manifest = json.loads((out / "manifest.json").read_text())
    assert not manifest["finished"]
    kept = len(manifest["parts"])
    assert kept >= 2
    log.unlink()
    again = slow(log, 0, *args)
    stdout, stderr = again.communicate(timeout=30)
    assert again.returncode == 0, stderr
    assert f"{kept} finished parts taken over" in stderr
    assert len(log.read_text().split()) == 6 - kept
    expected, found = answer("cuba-1962"), json.loads(stdout)
    assert found["equilibria"] == expected["equilibria"]
    assert found["stable_counts"] == expected["stable_counts"]
    log.unlink()
    at_once = slow(log, 60, *args)
    assert at_once.communicate(timeout=30)[0] == stdout
    assert not log.exists()


def test_without_a_folder_it_stops_as_soon(tmp_path):
    working = slow(tmp_path / "log", 0.3, "solve", "cuba-1962", "--engine", "dense")
    wait_for((tmp_path / "log").exists)
    started = time.monotonic()
    working.send_signal(signal.SIGINT)
    stdout, stderr = working.communicate(timeout=20)
    assert time.monotonic() - started < 1.5
    assert (working.returncode, stdout, stderr.strip()) == (130, "", "interrupted")


def test_progress_is_on_a_terminal_only_and_erased(tmp_path):
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "tests.unit.cli.slow", str(tmp_path / "log"), "0.4", "solve", "cuba-1962"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path]), "TERM": "xterm"}
    working = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=follower, env=environment)
    os.close(follower)
    shown = b""
    while True:
        try:
            data = os.read(leader, 4096)
        except OSError:
            break
        if not data:
            break
        shown += data
    os.close(leader)
    stdout = working.communicate(timeout=20)[0]
    assert working.returncode == 0
    assert b"\x1b[K" not in stdout
    assert b"solving 33%" in shown
    assert shown.rstrip(b"\r\n").endswith(b"\r\x1b[K")
