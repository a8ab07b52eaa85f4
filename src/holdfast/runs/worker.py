"""The other end: what a worker process runs."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from multiprocessing.connection import Connection
from typing import Any

from holdfast.runs.outcome import Outcome, Sent, failure_of, work_off

READY = "ready"
TOGETHER = 0.05
"""Seconds within which results go together in one message."""


def serve(pipe: Connection[Any, Any]) -> None:
    """Do batches as they come, until there is nobody to send them any more.

    Parameters
    ----------
    pipe : Connection
        Batches come in; messages go out: that it is ready, then outcomes with the seconds that they took.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that the user started, which ends this one
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        pipe.send(READY)
        while True:
            try:
                batch = pipe.recv()
            except (EOFError, OSError):
                raise
            except Exception as error:
                pipe.send(failure_of(error))
                continue
            _do(pipe, batch)
    except (EOFError, OSError):
        return


def _end_with_parent() -> None:
    """End this process, in the middle of a job too, when the one that started it is gone."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _do(pipe: Connection[Any, Any], batch: list[Sent]) -> None:
    made: list[Outcome] = []
    started = time.perf_counter()
    for outcome in work_off(batch):
        made.append(outcome)
        now = time.perf_counter()
        if now - started >= TOGETHER:
            _send(pipe, made, now - started)
            made, started = [], time.perf_counter()
    if made:
        _send(pipe, made, time.perf_counter() - started)


def _send(pipe: Connection[Any, Any], made: list[Outcome], seconds: float) -> None:
    try:
        pipe.send((made, seconds))
    except OSError:
        raise
    except Exception as error:  # a result that cannot be pickled: the job's fault, so it is told as its failure
        for outcome in made:
            _send_one(pipe, outcome, error, seconds / len(made))


def _send_one(pipe: Connection[Any, Any], outcome: Outcome, why: Exception, seconds: float) -> None:
    """Send one outcome by itself, or that its result cannot be sent."""
    try:
        pipe.send(([outcome], seconds))
    except OSError:
        raise
    except Exception:
        failure = failure_of(TypeError(f"the result of a job cannot be sent: {why}"))
        pipe.send(([Outcome(outcome.place, None, failure)], seconds))
