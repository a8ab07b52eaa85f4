"""What every executor promises, whoever works: this process, worker processes, a Dask cluster on this machine."""

from __future__ import annotations

import json
import os
import signal
import sys

import pytest

from holdfast.errors import ExtraMissing, HoldfastError, QuestionError, WorkerLost
from holdfast.runs import local
from holdfast.runs.executor import Done, Job, JobFailed, executor
from tests.contract import work
from tests.contract.kinds import KINDS, SPREAD, over


def values(one, jobs):
    found = list(one.run(jobs))
    assert len({done.index for done in found}) == len(found)
    return [done.value for done in sorted(found, key=lambda done: done.index)]


# -- results -----------------------------------------------------------------------------------------------------------


@over(*KINDS)
def test_every_job_is_done_once_and_results_come_as_they_were(one):
    given = [None, {"a": [1, 2.5, "Köln"]}, b"\x00\xff", work.Point(3, "ford"), True, ""]
    assert values(one, [Job(k, work.give_back, (value,)) for k, value in enumerate(given)]) == given
    assert values(one, (Job(k, work.square, (k,)) for k in range(500))) == [k * k for k in range(500)]
    assert values(one, []) == []
    assert list(one.run([Job(7, work.square, (2,))])) == [Done(7, 4)]


@over(*KINDS)
def test_names_and_workers(one):
    assert one.name in KINDS
    assert one.workers == (1 if one.name == "serial" else 2)


def test_draws_are_the_same_for_one_two_and_eight_workers_of_any_kind(started):
    asked = [Job(k, work.draw, (2025, k)) for k in range(40)]
    alone = values(started("serial"), asked)
    assert len({str(each) for each in alone}) == 40
    assert values(started("processes"), asked) == alone
    for workers in (1, 8):
        with executor("processes", workers=workers) as other:
            assert values(other, reversed(asked)) == alone


@over("dask")
def test_draws_are_the_same_on_a_cluster(one, started):
    asked = [Job(k, work.draw, (2025, k)) for k in range(40)]
    assert values(one, asked) == values(started("serial"), asked)


@over(*KINDS)
def test_a_run_that_is_left_in_the_middle_does_not_disturb_the_next(one):
    left = one.run(Job(k, work.give_back, (k,)) for k in range(10_000))
    next(left)
    left.close()
    assert values(one, [Job(k, work.square, (k,)) for k in range(5)]) == [0, 1, 4, 9, 16]


def test_a_run_that_ends_while_another_thread_stops_the_executor_ends_every_worker_once(monkeypatch):
    ended, end = [], local._Hand.end

    def interrupted(hand):
        ended.append(hand)
        if len(ended) == 1:
            other.stop()  # as from the thread that Ctrl-C starts
        end(hand)

    other = local.Processes(2)
    left = other.run([Job(0, work.square, (1,)), *(Job(k, work.fail, (30, "not stopped")) for k in (1, 2))])
    next(left)
    hands = list(other._hands)
    monkeypatch.setattr(local._Hand, "end", interrupted)
    left.close()
    assert sorted(map(id, ended)) == sorted(map(id, hands))
    assert other._hands == []
    assert not any(hand._process.is_alive() for hand in hands)
    with pytest.raises(JobFailed, match="stopped"):
        list(other.run([Job(0, work.square, (3,))]))


def until_error(one, jobs):
    """Return the numbers of the jobs that were done, and the error."""
    got = set()
    try:
        for done in one.run(jobs):
            got.add(done.index)
    except Exception as error:
        return got, error
    return got, None


# -- errors ------------------------------------------------------------------------------------------------------------


@over(*KINDS)
def test_an_error_comes_back_with_its_message_and_what_came_before_is_kept(one):
    asked = [Job(k, work.square, (k,)) for k in range(10)] + [Job(10, work.fail, (0, "the bridge is closed"))]
    asked += [Job(k, work.square, (k,)) for k in range(11, 20)]
    got, error = until_error(one, asked)
    assert (type(error), str(error)) == (ValueError, "the bridge is closed")
    assert set(range(10)) <= got
    assert values(one, asked[:3]) == [0, 1, 4]


@over(*KINDS)
def test_of_several_errors_it_is_that_of_the_first_job_however_long_it_takes(one):
    asked = [Job(0, work.fail, (0.4, "first")), Job(1, work.fail, (0, "second")), Job(2, work.square, (2,))]
    with pytest.raises(ValueError, match="first"):
        list(one.run(asked))


@over(*KINDS)
def test_errors_that_cannot_be_pickled_keep_their_message(one):
    with pytest.raises(Exception, match="no bridge at the ford"):
        list(one.run([Job(0, work.fail_awkwardly)]))
    with pytest.raises(JobFailed, match="SystemExit: 3"):
        list(one.run([Job(0, work.leave)]))


@over(*KINDS)
def test_functions_without_a_name_are_refused_before_they_are_sent(one):
    for function in (lambda: 1, work.cannot_be_sent(), 3):
        with pytest.raises(TypeError, match=r"job 4: .* by name"):
            list(one.run([Job(4, function)]))


@over("processes")
def test_what_cannot_be_sent_is_said(one):
    with pytest.raises(TypeError, match="result of a job cannot be sent"):
        list(one.run([Job(0, work.cannot_be_sent)]))
    with pytest.raises(TypeError, match="arguments of a job cannot be sent"):
        list(one.run([Job(0, work.give_back, (work.cannot_be_sent(),))]))
    assert values(one, [Job(0, work.square, (3,))]) == [9]


# -- lost workers ------------------------------------------------------------------------------------------------------


@over(*SPREAD)
def test_a_worker_that_is_killed_loses_nothing(one, tmp_path):
    asked = [
        Job(k, work.kill_once, (str(tmp_path / str(k)), k)) if k in (0, 9, 10) else Job(k, work.square, (k,))
        for k in range(60)
    ]
    expected = [k if k in (0, 9, 10) else k * k for k in range(60)]
    assert values(one, asked) == expected
    assert len(list(tmp_path.iterdir())) == 3


@over(*SPREAD)
def test_a_job_that_kills_every_worker_is_reported_and_all_others_are_done(one):
    asked = [Job(k, *((work.kill_always,) if k == 5 else (work.square, (k,)))) for k in range(30)]
    got, error = until_error(one, iter(asked))
    assert isinstance(error, WorkerLost)
    assert "job 5 ended its worker process each of the 3 times" in str(error)
    assert got == set(range(30)) - {5}
    assert values(one, asked[:3]) == [0, 1, 4]


def test_a_worker_that_is_killed_while_it_has_nothing_to_do(started):
    one = started("processes")
    assert values(one, [Job(0, work.square, (3,))]) == [9]
    for hand in one._hands:
        os.kill(hand._process.pid, signal.SIGKILL)
        hand._process.join()
    assert values(one, [Job(k, work.square, (k,)) for k in range(4)]) == [0, 1, 4, 9]


# -- clusters that are there already -----------------------------------------------------------------------------------


@over("dask")
def test_a_cluster_is_found_by_its_address_and_by_its_scheduler_file(one, tmp_path):
    one._client.wait_for_workers(2, timeout=30)  # those that other tests ended are back
    address, file = one._cluster.scheduler_address, tmp_path / "cluster.json"
    file.write_text(json.dumps({"type": "Scheduler", "address": address}))  # as `dask scheduler --scheduler-file` does
    for where in (address, str(file)):
        with executor(where) as guest:
            assert (guest.name, guest.workers) == ("dask", 2)
            assert values(guest, [Job(k, work.square, (k,)) for k in range(9)]) == [k * k for k in range(9)]
    with pytest.raises(QuestionError, match="workers of its own"):
        executor(one._cluster.scheduler_address, workers=3)
    assert values(one, [Job(0, work.square, (3,))]) == [9]  # guests leave it running


def test_a_worker_with_another_version_is_refused():
    from holdfast.runs.dask import carry

    with pytest.raises(HoldfastError, match=r"holdfast 0\.0\.0; they have to be the same"):
        carry("0.0.0", [])


def test_nobody_at_the_address(monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr("holdfast.runs.dask.CONNECT", 0.2)
    with pytest.raises(OSError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9"):
        executor("tcp://127.0.0.1:9")
    with pytest.raises(FileNotFoundError, match=r"no scheduler file nowhere\.json"):
        executor("nowhere.json")


def test_dask_that_is_not_installed(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    for spec in ("dask", "tcp://127.0.0.1:9"):
        with pytest.raises(ExtraMissing, match=r'pip install "holdfast\[dask\]"'):
            executor(spec)


@pytest.mark.parametrize(
    ("spec", "workers", "match"),
    [("ray", 1, "no executor"), ("serial", 2, "one worker"), (None, 0, "0 workers")],
)
def test_nonsense_is_refused(spec, workers, match):
    with pytest.raises(QuestionError, match=match):
        executor(spec, workers=workers)


def test_one_worker_is_serial_and_more_are_processes():
    assert executor().name == "serial"
    assert executor(workers=2).name == "processes"
