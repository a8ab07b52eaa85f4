"""Many jobs by any executor: kept as they come, gone on with after an interruption, the same whoever works."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from holdfast.runs.ensemble import carry_out
from holdfast.runs.executor import Job
from holdfast.runs.folder import RunFolder
from tests.contract import work
from tests.contract.ensemble import QUESTION, answer, jobs, run
from tests.contract.kinds import KINDS, SPREAD, over

ROOT = Path(__file__).parents[2]
N = 60


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """Everything in the folder of a run that nothing happened to."""
    here = tmp_path_factory.mktemp("undisturbed")
    run("serial", 1, N, 0, here / "log", here / "run")
    return contents(here / "run")


def contents(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def kept(out):
    return sum(path.read_bytes().count(b"\n") for path in (out / "parts").glob("*.jsonl"))


def in_the_middle(spec, pause, log, out):
    """Start a run in a process of its own, and wait until some results are kept."""
    workers = "1" if spec == "serial" else "2"
    command = [sys.executable, "-m", "tests.contract.ensemble", spec, workers, str(N), str(pause), str(log), str(out)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path]), "TMPDIR": str(log.parent)}
    started = subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        start_new_session=True,
    )
    wait_for(lambda: kept(out) >= 5 or started.poll() is not None)
    assert started.poll() is None, started.communicate()
    return started


def wait_for(what, seconds=40):
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until
        time.sleep(0.02)


def is_running(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("how", ["SIGINT", "SIGKILL"])
@over(*KINDS)
def test_an_ensemble_goes_on_after_an_interruption_as_if_nothing_had_happened(one, how, tmp_path, undisturbed):
    log, out = tmp_path / "log", tmp_path / "run"
    working = in_the_middle(one.name, 0.05, log, out)
    stopped = time.monotonic()
    # Ctrl-C reaches every process of the terminal; what kills one process reaches that one
    os.killpg(working.pid, signal.SIGINT) if how == "SIGINT" else working.kill()
    stdout, stderr = working.communicate(timeout=20)
    took = time.monotonic() - stopped
    if how == "SIGINT":
        assert took < 3  # a second, on a machine that has the time
        assert working.returncode == 130
        assert stderr.strip() == f"interrupted; run again with the same --out {out} to go on"
    assert stdout == ""
    there = kept(out)
    assert 5 <= there < N
    before = log.read_text().split("\n")[:-1]
    wait_for(lambda: not any(is_running(int(line.split()[1])) for line in before))
    log.unlink()
    folder = RunFolder(out, question_of(undisturbed))
    found = carry_out(jobs(N, 0, log), executor=one, folder=folder)
    assert (folder.n_reused, folder.n_damaged) == (there, 0)
    assert len(log.read_text().splitlines()) == N - there
    folder.put("answer.json", lambda to: to.write_text(answer(found), "utf-8"))
    folder.finish()
    assert contents(out) == undisturbed


def question_of(found):
    return json.loads(found["manifest.json"])["question"]


def reopened(out):
    return RunFolder(out, QUESTION, every=0)


@over(*KINDS)
def test_a_finished_ensemble_is_not_done_again(one, tmp_path):
    first = carry_out(jobs(20, 0, tmp_path / "log"), executor=one, folder=reopened(tmp_path / "run"))
    again = carry_out(jobs(20, 0, tmp_path / "log"), executor=one, folder=reopened(tmp_path / "run"))
    assert again == first == carry_out(jobs(20, 0, tmp_path / "other"), executor=one)
    assert len((tmp_path / "log").read_text().splitlines()) == 20
    more = carry_out(jobs(25, 0, tmp_path / "log"), executor=one, folder=reopened(tmp_path / "run"))
    assert more[:20] == first
    assert len((tmp_path / "log").read_text().splitlines()) == 25
    assert sorted(path.name for path in (tmp_path / "run").iterdir()) == ["manifest.json", "parts", "results.jsonl"]


def test_a_folder_of_another_question_is_refused_and_cleared_where_forced(started, tmp_path):
    one, out = started("serial"), tmp_path / "run"
    carry_out(jobs(5, 0, tmp_path / "log"), executor=one, folder=RunFolder(out, QUESTION))
    (out / "parts" / "results.0001.jsonl").write_bytes((out / "results.jsonl").read_bytes())
    before = contents(out)
    with pytest.raises(FileExistsError, match="seed: 7"):
        RunFolder(out, {**QUESTION, "seed": 8})
    assert contents(out) == before
    folder = RunFolder(out, {**QUESTION, "seed": 8}, force=True)
    carry_out(jobs(5, 0, tmp_path / "log"), executor=one, folder=folder)
    assert (folder.n_reused, folder.n_damaged) == (0, 0)
    assert len((tmp_path / "log").read_text().splitlines()) == 10


@pytest.mark.parametrize("where", ["results.jsonl", "parts/results.0001.jsonl"])
def test_what_is_damaged_is_done_again(started, tmp_path, where, undisturbed):
    one, out, log = started("serial"), tmp_path / "run", tmp_path / "log"
    run("serial", 1, N, 0, log, out)
    lines = (out / "results.jsonl").read_bytes().splitlines(keepends=True)
    lines[3] = lines[3].replace(b"true", b"null")  # still JSON
    lines[8] = b"\x00" * 40 + b"\n"
    lines[-1] = lines[-1][:30]  # torn
    (out / "results.jsonl").unlink()
    (out / where).write_bytes(b"".join(lines))
    log.unlink()
    folder = RunFolder(out, question_of(undisturbed))
    carry_out(jobs(N, 0, log), executor=one, folder=folder)
    assert sorted(int(line.split()[0]) for line in log.read_text().splitlines()) == [3, 8, N - 1]
    assert (folder.n_reused, folder.n_damaged) == (N - 3, 2)
    folder.finish()
    assert contents(out) == undisturbed


@over(*KINDS)
def test_results_before_an_error_are_kept(one, tmp_path):
    asked = [*jobs(10, 0, tmp_path / "log"), Job(10, work.fail, (0, "no more"))]
    with pytest.raises(ValueError, match="no more"):
        carry_out(asked, executor=one, folder=reopened(tmp_path / "run"))
    folder = reopened(tmp_path / "run")
    carry_out(asked[:10], executor=one, folder=folder)
    assert folder.n_reused == 10


@over(*SPREAD)
def test_a_killed_worker_loses_nothing_of_an_ensemble(one, tmp_path):
    asked = [*jobs(N, 0, tmp_path / "log"), Job(N, work.kill_once, (str(tmp_path / "mark"), N))]
    out = tmp_path / "run"
    found = carry_out(asked, executor=one, folder=reopened(out))
    assert found[-1] == N
    assert found[:-1] == carry_out(jobs(N, 0, tmp_path / "other"), executor=one)


def test_progress_counts_what_was_there(started, tmp_path):
    told = []
    one = started("serial")
    carry_out(jobs(3, 0, tmp_path / "log"), executor=one, folder=reopened(tmp_path / "run"))
    carry_out(
        jobs(5, 0, tmp_path / "log"),
        executor=one,
        folder=reopened(tmp_path / "run"),
        progress=lambda *each: told.append(each),
    )
    assert told == [(3, 5, ""), (4, 5, ""), (5, 5, "")]


def test_results_are_the_same_with_and_without_a_folder(started, tmp_path):
    asked = [Job(0, work.give_back, ((1, 2),)), Job(1, work.give_back, (b"\x00",)), Job(2, work.give_back, ({3: "x"},))]
    bare = carry_out(asked, executor=started("serial"))
    assert bare == [[1, 2], b"\x00", {"3": "x"}]
    for _ in range(2):
        assert carry_out(asked, executor=started("serial"), folder=reopened(tmp_path / "run")) == bare


def test_what_cannot_be_kept_is_said(started, tmp_path):
    asked = [Job(3, work.give_back, (work.Point(1, "x"),))]
    assert carry_out(asked, executor=started("serial")) == [work.Point(1, "x")]
    with pytest.raises(TypeError, match="result of job 3 cannot be kept"):
        carry_out(asked, executor=started("serial"), folder=reopened(tmp_path / "run"))
    with pytest.raises(ValueError, match="same number"):
        carry_out(asked * 2, executor=started("serial"))


def test_several_sets_of_jobs_in_one_folder(started, tmp_path):
    one, out = started("serial"), tmp_path / "run"
    for _ in range(2):
        folder = reopened(out)
        squares = [Job(k, work.square, (k,)) for k in range(4)]
        assert carry_out(squares, executor=one, folder=folder, name="squares") == [0, 1, 4, 9]
        assert carry_out(jobs(2, 0, tmp_path / "log"), executor=one, folder=folder)[1]["index"] == 1
    assert folder.n_reused == 6
    with pytest.raises(ValueError, match="cannot be called"):
        carry_out(squares, executor=one, folder=folder, name="../x")
