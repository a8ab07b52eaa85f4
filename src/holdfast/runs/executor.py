"""Executors: who does the work. One protocol for this process, worker processes here, and a Dask cluster.

Work comes as jobs: a function that a module names, and arguments. A job must not depend on another, nor on where and
when it is done, so that one worker and eight give the same results.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Protocol, Self

from holdfast.errors import QuestionError

NAMES = ("serial", "processes", "dask")
"""The executors that are called by name; an address and a scheduler file mean a Dask cluster that is there already."""


class Job(NamedTuple):
    """One piece of work.

    Parameters
    ----------
    index : int
        Its number; results are put in the order of their numbers.
    function : callable
        A function of a module, found there by its name: never a lambda nor a function within a function.
    arguments : tuple
        What it is called with: JSON values, bytes, or frozen dataclasses that can be pickled.
    """

    index: int  # type: ignore[assignment]  # a tuple has a method of that name, which nobody needs here
    function: Callable[..., Any]
    arguments: tuple[Any, ...] = ()


class Done(NamedTuple):
    """The result of a job."""

    index: int  # type: ignore[assignment]
    value: Any


class JobFailed(RuntimeError):
    """A job failed with an error that could not be carried back as what it was; the message says what it was."""


class Executor(Protocol):
    """Carries jobs out. A context manager: it is closed at the end of the ``with`` block.

    Attributes
    ----------
    name : str
        ``serial``, ``processes`` or ``dask``.
    workers : int
        How many jobs are worked on at the same time.
    """

    name: str
    workers: int

    def run(self, jobs: Iterable[Job]) -> Generator[Done, None, None]:
        """Do jobs, and give each result as soon as it is there, in no order that could be relied on.

        Whoever leaves it in the middle closes it, so that nobody goes on with work that is not waited for.

        Parameters
        ----------
        jobs : iterable of Job
            Taken as they are needed, so there may be very many.

        Yields
        ------
        Done

        Raises
        ------
        Exception
            What the first job (in the order given) that fails raised, with its message; results of the others that
            were being worked on are given before. An error that cannot be carried between processes comes as one it
            derives from, or as ``JobFailed``.
        WorkerLost
            If a job ended its worker process every time it was tried.
        """
        ...

    def close(self) -> None:
        """End the workers, which have nothing to do any more."""
        return

    def stop(self) -> None:
        """End the workers at once, whatever they are doing; the executor cannot be used any more."""
        self.close()

    def __enter__(self) -> Self:
        """Return the executor."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it; at once where the block was left by an error."""
        if error is None:
            self.close()
        else:
            self.stop()


def executor(spec: str | None = None, *, workers: int = 1) -> Executor:
    """Return an executor.

    Parameters
    ----------
    spec : str, optional
        ``serial`` (one job after the other, in this process), ``processes`` (on this machine), ``dask`` (a Dask
        cluster started on this machine), or where a Dask cluster is: the address of its scheduler, such as
        ``tcp://host:8786``, or a scheduler file that ends in ``.json``. If not given, ``serial`` for one worker
        and ``processes`` for more.
    workers : int
        How many workers to start.

    Returns
    -------
    Executor
        To be used as a context manager.

    Raises
    ------
    QuestionError
        If there is no such executor, or the number of workers does not go with it.
    ExtraMissing
        If Dask is asked for and is not installed.
    OSError
        If no cluster answers at the address.

    Examples
    --------
    >>> from holdfast.runs.executor import Job, executor
    >>> with executor("serial") as one:
    ...     [done.value for done in one.run(Job(k, pow, (2, k)) for k in range(4))]
    [1, 2, 4, 8]
    """
    from holdfast.runs import dask, local

    if workers < 1:
        raise QuestionError(f"{workers} workers cannot do anything; 1 is the least")
    name = spec or ("serial" if workers == 1 else "processes")
    if name == "serial":
        if workers != 1:
            raise QuestionError(f"the serial executor is one worker, not {workers}; use processes or dask for more")
        return local.Serial()
    if name == "processes":
        return local.Processes(workers)
    if name == "dask":
        return dask.DaskExecutor.local(workers)
    is_file = name.endswith(".json")
    if not is_file and "://" not in name:
        raise QuestionError(
            f'no executor "{name}"; there are {", ".join(NAMES)}, and a Dask cluster by the address of its scheduler '
            "(tcp://host:8786) or its scheduler file (cluster.json)"
        )
    if workers != 1:
        raise QuestionError(f"the cluster at {name} has workers of its own; leave the number of workers out")
    if is_file and not Path(name).is_file():
        raise FileNotFoundError(f"no scheduler file {name}")
    return dask.DaskExecutor.at(name)


def check_named(job: Job) -> None:
    """Refuse a function that other processes could not find by its name.

    Raises
    ------
    TypeError
        If it is a lambda, a function within a function, or no function at all.
    """
    function: Any = job.function
    module, name = getattr(function, "__module__", None), getattr(function, "__qualname__", "")
    found: Any = sys.modules.get(module) if isinstance(module, str) else None
    for part in name.split("."):
        found = getattr(found, part, None)
    if found is not function:
        shown = name or repr(function)
        raise TypeError(
            f"job {job.index}: {shown} cannot be found by name; a job's function is one that a module names"
        )
