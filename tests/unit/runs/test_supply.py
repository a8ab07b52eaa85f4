"""Batches, jobs of lost workers, and what happens after a failure: the bookkeeping, without any worker."""

import pytest

from holdfast.errors import WorkerLost
from holdfast.runs.executor import Job
from holdfast.runs.supply import MOST, TRIES, Supply


def jobs(n):
    return (Job(k, abs, (k,)) for k in range(n))  # nobody knows how many


def places(batch):
    return [held.place for held in batch]


def test_the_first_go_out_singly_and_batches_grow_to_half_a_second():
    supply = Supply(jobs(100_000))
    assert places(supply.take()) == [0]
    assert places(supply.take()) == [1]
    supply.timed(1, 0.01)
    assert len(supply.take()) == 8  # not 50 at once: the first job may have been unlike the others
    supply.timed(8, 0.08)
    assert len(supply.take()) == 50
    supply.timed(50, 5.0)
    assert len(supply.take()) == 5
    supply.timed(1, 30.0)
    assert len(supply.take()) == 1
    supply.timed(1000, 0)
    assert len(supply.take()) == MOST


def test_batches_get_smaller_towards_the_end_where_the_end_is_known():
    supply = Supply([Job(k, abs, (k,)) for k in range(100)], 4)
    supply.timed(1000, 0.001)
    sizes = []
    while batch := supply.take():
        sizes.append(len(batch))
    assert sum(sizes) == 100
    assert sizes[0] == 100 // 8
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-4:] == [1] * 4


def test_jobs_are_taken_as_they_are_needed():
    def endless():
        k = 0
        while True:
            yield Job(k, abs, (k,))
            k += 1

    supply = Supply(endless())
    assert [places(supply.take()) for _ in range(3)] == [[0], [1], [2]]


def test_a_lost_batch_goes_out_again_singly_and_what_came_does_not():
    supply = Supply(jobs(6))
    supply.timed(6, 0.1)
    assert places(supply.take()) == [0, 1, 2, 3, 4, 5]
    assert supply.came(0).index == 0
    supply.lost([0, 1, 2, 3, 4, 5])
    again = [places(supply.take()) for _ in range(6)]
    assert sorted(again) == [[], [1], [2], [3], [4], [5]]
    assert supply.came(0) is None


def test_what_was_lost_alone_waits_until_nothing_else_is_out():
    supply = Supply(jobs(3))
    assert [places(supply.take()) for _ in range(2)] == [[0], [1]]
    supply.lost([0])
    assert places(supply.take()) == [2]
    assert supply.take() == []
    supply.came(1)
    supply.came(2)
    assert places(supply.take()) == [0]
    assert supply.take() == []
    supply.came(0)
    assert not supply.is_waited_for()
    supply.check()


def test_a_job_is_tried_only_so_often():
    supply = Supply(jobs(1))
    for _ in range(TRIES):
        assert places(supply.take()) == [0]
        supply.lost([0])
    assert supply.take() == []
    with pytest.raises(WorkerLost, match="job 0 ended its worker"):
        supply.check()


def test_what_was_not_begun_is_not_blamed():
    supply = Supply(jobs(1))
    for _ in range(TRIES + 2):
        assert places(supply.take()) == [0]
        supply.put_back([0])
    assert places(supply.take()) == [0]
    supply.check()


def test_after_a_failure_only_what_comes_before_is_waited_for():
    supply = Supply(jobs(10))
    for k in range(4):
        assert places(supply.take()) == [k]
    supply.failed(2, ValueError("two"))
    assert supply.take() == []
    assert supply.is_waited_for()
    supply.came(1)
    supply.lost([3])  # does not matter any more
    assert supply.is_waited_for()
    supply.failed(0, ValueError("zero"))
    assert not supply.is_waited_for()
    with pytest.raises(ValueError, match="zero"):
        supply.check()


def test_a_job_before_a_failure_whose_worker_is_lost_is_done_again():
    supply = Supply(jobs(10))
    assert [places(supply.take()) for _ in range(2)] == [[0], [1]]
    supply.failed(1, ValueError("one"))
    supply.lost([0])
    assert supply.is_waited_for()
    assert places(supply.take()) == [0]
    supply.came(0)
    assert not supply.is_waited_for()
