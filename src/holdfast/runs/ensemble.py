"""Many jobs, one list of results: carried out by any executor, kept as they come, and gone on with after a stop.

The list is the same whoever does the work, however many there are, and however often it was interrupted.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable
from contextlib import closing
from typing import Any

from holdfast.runs.executor import Executor, Job
from holdfast.runs.folder import RunFolder
from holdfast.runs.interrupt import interruptible
from holdfast.runs.results import Results

Progress = Callable[[int, int, str], None]


def carry_out(
    jobs: Iterable[Job],
    *,
    executor: Executor,
    folder: RunFolder | None = None,
    progress: Progress | None = None,
    name: str = "results",
) -> list[Any]:
    """Carry jobs out and return their results in the order of their numbers.

    Parameters
    ----------
    jobs : iterable of Job
        Each with a number of its own.
    executor : Executor
        Who does the work.
    folder : RunFolder, optional
        Where results are kept as they come. Jobs whose result is there already are not done again, so the question
        of the folder has to say all that results depend on but the number of the job. It need not say how many
        jobs there are.
    progress : callable, optional
        Called with how many are done, how many there are, and a note.
    name : str
        What the results are called, where a folder keeps the results of several sets of jobs.

    Returns
    -------
    list
        JSON values as JSON gives them back (a tuple as a list), and bytes, whether they were kept or not. Without
        a folder results of other kinds come as they are.

    Raises
    ------
    ValueError
        If two jobs have the same number.
    TypeError
        If there is a folder and a result is neither bytes nor a JSON value.
    KeyboardInterrupt
        Soon after Ctrl-C, whatever the work is in the middle of. The executor is to be stopped then.
    Exception
        What the first job that fails raised. Results that came before are kept.

    Examples
    --------
    >>> from holdfast.runs.executor import executor
    >>> with executor("serial") as one:
    ...     carry_out([Job(k, pow, (3, k)) for k in range(5)], executor=one)
    [1, 3, 9, 27, 81]
    """
    every = list(jobs)
    numbers = {job.index for job in every}
    if len(numbers) != len(every):
        raise ValueError("two jobs have the same number")
    results = Results(folder, name) if folder is not None else None
    done = {index: value for index, value in results.found.items() if index in numbers} if results else {}
    if folder is not None and results is not None:
        folder.n_reused += len(done)
        folder.n_damaged += results.n_damaged
    work = _Work(every, executor, results, progress, done)
    try:
        work.do()
    finally:
        if results is not None:
            results.close()
    return [done[index] for index in sorted(done)]


class _Work:
    """One call of :func:`carry_out`."""

    def __init__(
        self,
        every: list[Job],
        executor: Executor,
        results: Results | None,
        progress: Progress | None,
        done: dict[int, Any],
    ) -> None:
        self._every, self._executor, self._results = every, executor, results
        self._progress, self._done = progress, done
        self._stop = threading.Event()

    def do(self) -> None:
        """Do what is left; the main thread only waits, so that Ctrl-C reaches it."""
        if threading.current_thread() is not threading.main_thread():
            return self._go()
        try:
            interruptible(self._go)
        except KeyboardInterrupt:
            self._stop.set()
            if self._results is not None:
                self._results.stop()
            raise

    def _go(self) -> None:
        self._tell()
        left = [job for job in self._every if job.index not in self._done]
        if left:
            with closing(self._executor.run(left)) as coming:
                for index, value in coming:
                    if self._stop.is_set():
                        return
                    self._done[index] = self._kept(index, value)
                    self._tell()
        if self._results is not None:
            self._results.settle(self._done)

    def _kept(self, index: int, value: Any) -> Any:
        """Keep a result, and return it as it would come back from where it is kept."""
        if not isinstance(value, bytes):
            try:
                value = json.loads(json.dumps(value, allow_nan=False))
            except (TypeError, ValueError) as error:
                if self._results is not None:
                    raise TypeError(f"the result of job {index} cannot be kept: {error}") from error
                return value
        if self._results is not None:
            self._results.add(index, value)
        return value

    def _tell(self) -> None:
        if self._progress is not None:
            note = f"{self._executor.workers} workers" if self._executor.workers > 1 else ""
            self._progress(len(self._done), len(self._every), note)
