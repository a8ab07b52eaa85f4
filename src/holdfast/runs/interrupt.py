"""Ctrl-C stops within a second, whatever the work is in the middle of."""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

LOOK = 0.1
"""Seconds between two looks for an interruption, where waiting itself cannot be interrupted."""


def interruptible(work: Callable[[], T]) -> T:
    """Do work in a thread of its own while this one, the main thread, waits for it or for Ctrl-C.

    Parameters
    ----------
    work : callable
        What to do. After an interruption it goes on by itself until the process ends, which is to be soon.

    Returns
    -------
    Any
        What ``work`` returned; what it raised is raised.
    """
    results: list[T] = []
    errors: list[BaseException] = []
    done = threading.Event()
    context = contextvars.copy_context()

    def run() -> None:
        try:
            results.append(context.run(work))
        except BaseException as error:  # to be raised where it is waited for
            errors.append(error)
        finally:
            done.set()

    threading.Thread(target=run, name="holdfast work", daemon=True).start()
    while not done.wait(LOOK):
        pass
    if errors:
        raise errors[0]
    return results[0]
