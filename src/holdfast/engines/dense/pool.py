"""Carrying blocks of work out: threads that take one after the other, progress told from one place, and stopping soon.

Kernels release the interpreter's lock, so threads are enough. A busy machine costs its share and no more, because
nobody waits for a block that was dealt out beforehand.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from threading import Event

from holdfast.engines.engine import Work

SMALL = 1 << 16
"""Up to this many places no threads are started."""
PATIENCE = 0.1
"""Seconds between looks at whether somebody wants to stop."""
BETWEEN_SAVES = 3.0
"""Least seconds between two savings of a part that grows."""
SAVING = 20.0
"""At least so many times as long as a saving takes is worked before the next."""


class Stopped(Exception):
    """Raised in a thread that was told to stop."""


class Pool:
    """Threads for one piece of work.

    Parameters
    ----------
    work : Work
        Progress to tell, most threads.
    size : int
        Number of places, which decides whether threads pay.
    """

    def __init__(self, work: Work, size: int) -> None:
        self._progress = work.progress
        self.threads = 1 if size <= SMALL else max(1, work.threads or os.cpu_count() or 1)
        self._inline = size <= SMALL
        self._total = self._done = 0
        self._stop = Event()
        self._due = time.monotonic() + BETWEEN_SAVES

    def expect(self, units: int) -> None:
        """Count more units of work in."""
        self._total += units

    def tick(self, units: int, note: str) -> None:
        """Tell that some units are done, or need not be."""
        if units:
            self._done += units
            if self._progress is not None:
                self._progress(self._done, self._total, note)

    def check(self) -> None:
        """Raise where the work was told to stop; called between kernels."""
        if self._stop.is_set():
            raise Stopped

    def save(self, store: Callable[[], None], *, last: bool) -> None:
        """Save a part that grows, unless that was done a moment ago; always when nothing more comes."""
        begun = time.monotonic()
        if not last and begun < self._due:
            return
        store()
        ended = time.monotonic()
        self._due = ended + max(BETWEEN_SAVES, SAVING * (ended - begun))

    def each(self, parts: Iterable[tuple[int, int]], do: Callable[[int, int], None], units: int, note: str) -> None:
        """Do something for every part, in no order that matters.

        Raises
        ------
        KeyboardInterrupt
            At most a kernel's time, well under a second, after it was asked for; threads have ended then.
        """
        if self._inline:
            for begin, end in parts:
                do(begin, end)
                self.tick(units, note)
            return
        waiting = iter(parts)
        with ThreadPoolExecutor(self.threads, thread_name_prefix="holdfast") as executor:
            running: set[Future[None]] = set()
            try:
                while True:
                    while len(running) < self.threads + 1 and (part := next(waiting, None)) is not None:
                        running.add(executor.submit(do, *part))
                    if not running:
                        return
                    finished, running = wait(running, timeout=PATIENCE, return_when=FIRST_COMPLETED)
                    for future in finished:
                        future.result()
                        self.tick(units, note)
            except BaseException:
                self._stop.set()
                executor.shutdown(wait=False, cancel_futures=True)
                raise
