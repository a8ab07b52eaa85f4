"""Carrying blocks out: every part once, progress from one thread, and nothing left running."""

import threading

import pytest

from holdfast.engines.dense import pool
from holdfast.engines.dense.pool import Pool, Stopped
from holdfast.engines.engine import Work

LARGE = pool.SMALL + 1
PARTS = [(k, k + 1) for k in range(50)]


def running():
    return [thread for thread in threading.enumerate() if thread.name.startswith("holdfast")]


@pytest.mark.parametrize("threads", [0, 1, 2, 3])
@pytest.mark.parametrize("size", [1, LARGE])
def test_every_part_is_done_once_and_told_from_the_calling_thread(threads, size):
    told, done, lock = [], [], threading.Lock()

    def progress(done, total, note):
        told.append((done, total, note, threading.get_ident()))

    def do(begin, end):
        with lock:
            done.append((begin, end))

    made = Pool(Work(progress, threads), size)
    made.expect(100)
    made.each(iter(PARTS), do, 2, "here")
    assert sorted(done) == PARTS
    assert [each[:3] for each in told] == [(2 * k, 100, "here") for k in range(1, 51)]
    assert {each[3] for each in told} == {threading.get_ident()}
    assert not running()


def test_small_work_starts_no_threads_and_large_work_no_more_than_asked():
    idents, lock = set(), threading.Lock()

    def do(begin, end):
        with lock:
            idents.add(threading.get_ident())

    Pool(Work(threads=4), pool.SMALL).each(PARTS, do, 1, "")
    assert idents == {threading.get_ident()}
    idents.clear()
    Pool(Work(threads=2), LARGE).each(PARTS, do, 1, "")
    assert threading.get_ident() not in idents
    assert 1 <= len(idents) <= 2


def test_units_of_no_weight_are_not_told():
    told = []
    made = Pool(Work(lambda *each: told.append(each)), 1)
    made.each(PARTS, lambda begin, end: None, 0, "")
    made.tick(0, "")
    assert not told
    made.tick(3, "earlier")
    assert told == [(3, 0, "earlier")]


@pytest.mark.parametrize("size", [1, LARGE])
def test_an_error_in_a_part_comes_out_and_nothing_is_left_running(size):
    started = []

    def do(begin, end):
        started.append(begin)
        if begin == 5:
            raise MemoryError("no room")

    with pytest.raises(MemoryError, match="no room"):
        Pool(Work(threads=2), size).each(PARTS, do, 1, "")
    assert not running()
    assert len(started) < len(PARTS)


@pytest.mark.parametrize("size", [1, LARGE])
def test_an_interrupt_stops_what_is_running_and_what_waits(size):
    """The parts that run hear of it at their next look, and the others are never begun."""
    started, heard = [], []
    released = threading.Event()

    def progress(done, total, note):
        released.set()
        raise KeyboardInterrupt

    made = Pool(Work(progress, 2), size)

    def do(begin, end):
        started.append(begin)
        if begin == 0:
            return
        released.wait(30)
        try:
            while True:  # as long as nobody says stop
                made.check()
        except Stopped:
            heard.append(begin)
            raise

    with pytest.raises(KeyboardInterrupt):
        made.each(PARTS, do, 1, "")
    assert not running()
    assert sorted(heard) == sorted(begin for begin in started if begin)
    assert len(started) <= 4


def test_a_part_that_grows_is_saved_now_and_then_and_at_the_end(monkeypatch):
    now, saved = [100.0], []
    monkeypatch.setattr(pool.time, "monotonic", lambda: now[0])

    def store():
        now[0] += 1.0  # so long a saving takes
        saved.append(now[0])

    made = Pool(Work(), 1)
    made.save(store, last=False)
    assert not saved
    now[0] += pool.BETWEEN_SAVES
    made.save(store, last=False)
    assert len(saved) == 1
    now[0] += pool.SAVING - 1
    made.save(store, last=False)
    assert len(saved) == 1
    made.save(store, last=True)
    assert len(saved) == 2
    now[0] += pool.SAVING
    made.save(store, last=False)
    assert len(saved) == 3
