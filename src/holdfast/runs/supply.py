"""Which jobs go out next: batches that are worth a message, jobs of lost workers again, and nothing after a failure.

Small jobs are put together so that a batch takes about half a second. The first are sent singly, and timed.

When a worker is lost, what it had is not: those jobs go out again, one by one, because one of them may have ended the
worker. A job that was lost alone goes out again only while nothing else is out, so that no job is blamed for another.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from operator import length_hint
from typing import Any, NamedTuple

from holdfast.errors import WorkerLost
from holdfast.runs.executor import Job, check_named

BATCH = 0.5
"""Seconds that a batch is to take."""
MOST = 4096
"""Jobs of a batch at most."""
GROWTH = 8
"""A batch is at most so many times as long as the one before: the first jobs may not be like the others."""
TRIES = 3
"""How often a job may lose its worker while it is the only one that this worker has."""


class Held(NamedTuple):
    """A job on its way: its place in the run, and how often it was lost alone."""

    place: int
    job: Job
    losses: int = 0


class Supply:
    """Hands out the jobs of one run.

    Parameters
    ----------
    jobs : iterable of Job
        Taken from as batches are.
    workers : int
        How many share them. Where it is known how many jobs are left, batches get smaller towards the end.
    """

    def __init__(self, jobs: Iterable[Job], workers: int = 1) -> None:
        self._source = enumerate(jobs)
        self._left, self._workers = length_hint(jobs), workers
        self._again: deque[Held] = deque()
        self._out: dict[int, Held] = {}
        self._named: Callable[..., Any] | None = None
        self._size, self._dry, self._alone = 1, False, False
        self._failed_at: int | None = None
        self._error: BaseException | None = None

    def take(self) -> list[Held]:
        """Return the next batch; an empty one where there is nothing to do, or nothing before others come back."""
        if self._alone:
            return []
        batch = [self._again.popleft()] if self._again and not self._again[0].losses else self._fresh()
        if not batch and self._again and not self._out:  # what was lost alone, when nothing else is out
            batch, self._alone = [self._again.popleft()], True
        self._out |= {held.place: held for held in batch}
        return batch

    def _fresh(self) -> list[Held]:
        batch: list[Held] = []
        size = min(self._size, max(1, self._left // (2 * self._workers))) if self._left else self._size
        while len(batch) < size and not self._dry and self._error is None:
            place, job = next(self._source, (-1, None))
            if job is None:
                self._dry = True
            else:
                self._check(job)
                batch.append(Held(place, job))
                self._left -= self._left > 0
        return batch

    def _check(self, job: Job) -> None:
        if job.function is not self._named:
            check_named(job)
            self._named = job.function

    def timed(self, n_jobs: int, seconds: float) -> None:
        """Take in how long some jobs took, to see how many make a batch."""
        if n_jobs:
            worth = int(BATCH * n_jobs / max(seconds, 1e-6))
            self._size = max(1, min(worth, GROWTH * n_jobs, MOST))

    def came(self, place: int) -> Job | None:
        """Count a job as done; None where it is known already."""
        held = self._out.pop(place, None)
        self._alone = self._alone and bool(self._out)
        return held.job if held is not None else None

    def failed(self, place: int, error: BaseException) -> None:
        """Note that a job failed: nothing after it is begun any more, and what comes before it is waited for."""
        if self.came(place) is not None and (self._failed_at is None or place < self._failed_at):
            self._failed_at, self._error = place, error
            self._again = deque(held for held in self._again if held.place < place)

    def dropped(self, places: Iterable[int]) -> None:
        """Note that jobs were not begun, because one before them in their batch failed."""
        for place in places:
            self.came(place)

    def lost(self, places: Iterable[int]) -> None:
        """Take back jobs whose worker was lost."""
        back = [self._out.pop(place) for place in places if place in self._out]
        self._alone = self._alone and bool(self._out)
        for held in back:
            if self._failed_at is not None and held.place > self._failed_at:
                continue
            if len(back) > 1:
                self._again.appendleft(held)
            elif held.losses + 1 < TRIES:
                self._again.append(held._replace(losses=held.losses + 1))
            else:
                self._give_up(held)

    def put_back(self, places: Iterable[int]) -> None:
        """Take back jobs that were sent out and cannot have been begun."""
        for held in [self._out.pop(place) for place in places if place in self._out]:
            if self._failed_at is None or held.place < self._failed_at:
                (self._again.append if held.losses else self._again.appendleft)(held)
        self._alone = self._alone and bool(self._out)

    def _give_up(self, held: Held) -> None:
        """Note that a job is not tried again."""
        self._out[held.place] = held
        error = WorkerLost(
            f"job {held.job.index} ended its worker process each of the {TRIES} times it was tried, perhaps for want "
            "of memory; fewer workers leave more to each"
        )
        self.failed(held.place, error)

    def is_waited_for(self) -> bool:
        """Whether anything is out or to be done again that still matters."""
        waiting = [*self._out, *(held.place for held in self._again)]
        return bool(waiting) if self._failed_at is None else any(place < self._failed_at for place in waiting)

    def check(self) -> None:
        """Raise what the first job that failed raised."""
        if self._error is not None:
            raise self._error
