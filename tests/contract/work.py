"""Jobs for the tests of executors: functions that workers find by name."""

from __future__ import annotations

import os
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from holdfast.seeds import generator


@dataclass(frozen=True, slots=True)
class Point:
    x: int
    name: str


class Awkward(Exception):
    """An error that pickle writes and cannot read."""

    def __init__(self, what, where):
        super().__init__(f"{what} at {where}")


def square(x):
    return x * x


def give_back(value):
    return value


def draw(entropy, index):
    return {"index": index, "draws": generator(entropy, index).random(3).tolist()}


def fail(after, message):
    time.sleep(after)
    raise ValueError(message)


def fail_awkwardly():
    raise Awkward("no bridge", "the ford")


def leave():
    sys.exit(3)


def cannot_be_sent():
    return lambda: 1


def kill_once(mark, value):
    """End the worker process the first time; do the work the second."""
    try:
        Path(mark).touch(exist_ok=False)
    except FileExistsError:
        return value
    os.kill(os.getpid(), signal.SIGKILL)
    return None


def kill_always():
    os.kill(os.getpid(), signal.SIGKILL)


def logged(log, pause, index):
    """Take a while; write down that it was done, and by whom."""
    time.sleep(pause)
    with Path(log).open("a") as stream:
        stream.write(f"{index} {os.getpid()}\n")
    return {"index": index, "draws": generator(7, index).random(3).tolist(), "words": ["Köln", None, True]}
