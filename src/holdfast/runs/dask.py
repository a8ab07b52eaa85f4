"""An executor on a Dask cluster: one that is there already, or one started on this machine.

Jobs go out in batches as Dask tasks. Where a worker is lost, its batch goes out again, whoever was to blame; what has
come back stays. A cluster started here listens on the loopback interface only and writes nothing outside a folder for
temporary files, which is removed.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from asyncio import CancelledError
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import suppress
from tempfile import TemporaryDirectory
from typing import Any, Self

from holdfast.errors import ExtraMissing, HoldfastError
from holdfast.runs.executor import Done, Executor, Job, JobFailed
from holdfast.runs.outcome import Outcome, Sent, error_of, work_off
from holdfast.runs.supply import Supply
from holdfast.version import __version__

CONNECT = 10
"""Seconds in which a scheduler has to answer, and a worker to be there."""
COUNT = 5
"""Seconds between two looks at how many workers there are."""
AHEAD = 2
"""Batches that are out for each worker: one that it is at, and one that waits for it."""


class DaskExecutor(Executor):
    """Carries jobs out on a Dask cluster.

    Parameters
    ----------
    client : distributed.Client
        Connected to the cluster.
    cluster : distributed.LocalCluster, optional
        The cluster, if it was started here and is to be ended with the executor.
    folder : TemporaryDirectory, optional
        Where that cluster keeps temporary files.
    """

    name = "dask"

    def __init__(self, client: Any, cluster: Any = None, folder: TemporaryDirectory[str] | None = None) -> None:
        self._client, self._cluster, self._folder = client, cluster, folder
        self._counted = float("-inf")
        self._count()

    @classmethod
    def local(cls, workers: int) -> Self:
        """Start a cluster on this machine, with a process for each worker."""
        config, distributed = _imported()
        _start_quiet_tracker()
        folder = TemporaryDirectory(prefix="holdfast-dask-", ignore_cleanup_errors=True)
        # a job that ends its worker is told at once: how often it is tried again is decided here, not by the scheduler
        with config.set({"distributed.scheduler.allowed-failures": 0}):
            cluster = _patient(distributed)(
                n_workers=workers,
                threads_per_worker=1,
                memory_limit=None,
                host="127.0.0.1",
                dashboard_address=None,
                scheduler_kwargs={"dashboard": False, "dashboard_address": "127.0.0.1:0"},
                local_directory=folder.name,
                preload=[__name__],
                silence_logs=100,
            )
        return cls(distributed.Client(cluster, set_as_default=False), cluster, folder)

    @classmethod
    def at(cls, place: str) -> Self:
        """Connect to a cluster by its address or scheduler file.

        Raises
        ------
        OSError
            If no scheduler answers, or it has no workers.
        """
        _, distributed = _imported()
        where: dict[str, Any] = {"scheduler_file": place} if place.endswith(".json") else {"address": place}
        try:
            client = distributed.Client(**where, timeout=CONNECT, set_as_default=False)
        except (OSError, ValueError, ImportError) as error:
            raise ConnectionError(f"no Dask scheduler answers at {place}: {error}") from error
        try:
            client.wait_for_workers(1, timeout=CONNECT)
        except TimeoutError:
            client.close()
            raise ConnectionError(f"the Dask cluster at {place} has no workers") from None
        return cls(client)

    def run(self, jobs: Iterable[Job]) -> Generator[Done, None, None]:
        """Do jobs, and give each result as it comes."""
        _, distributed = _imported()
        supply, out = Supply(jobs, self.workers), dict[Any, list[int]]()
        coming = distributed.as_completed(loop=self._client.loop)
        try:
            while True:
                self._count()
                while len(out) < AHEAD * self.workers and (batch := supply.take()):
                    sent = [Sent(held.place, held.job.function, held.job.arguments) for held in batch]
                    future = self._client.submit(carry, __version__, sent, pure=False)
                    out[future] = [held.place for held in batch]
                    coming.add(future)
                if not out or not supply.is_waited_for():
                    break
                future = next(coming)
                yield from _taken(future, out.pop(future), supply)
        finally:
            if out:  # nobody waits for these any more
                with suppress(Exception):
                    self._client.cancel(list(out))
        supply.check()

    def _count(self) -> None:
        """Count the workers, which may be more or fewer than a moment ago."""
        if time.monotonic() - self._counted >= COUNT:
            self.workers = max(1, sum(self._client.nthreads().values()))
            self._counted = time.monotonic()

    def close(self) -> None:
        """Leave the cluster; end it where it was started here."""
        self._client.close()
        if self._cluster is not None:
            self._cluster.close()
        if self._folder is not None:
            self._folder.cleanup()

    def stop(self) -> None:
        """End the workers at once where they were started here, and leave the cluster."""
        for nanny in [] if self._cluster is None else list(self._cluster.workers.values()):
            nanny.auto_restart = False
            process = nanny.process
            if process is not None and process.pid:
                with suppress(OSError):
                    os.kill(process.pid, signal.SIGKILL)
        if self._folder is not None:  # before the cluster is closed in order, which may take a second
            self._folder.cleanup()
        self.close()


def carry(version: str, batch: Sequence[Sent]) -> tuple[list[Outcome], float]:
    """Do a batch on a worker, and say how long it took.

    Raises
    ------
    HoldfastError
        If the worker has another version of holdfast, whose answers may differ.
    """
    if version != __version__:
        raise HoldfastError(
            f"a Dask worker has holdfast {__version__} and this is holdfast {version}; they have to be the same"
        )
    started = time.perf_counter()
    return list(work_off(batch)), time.perf_counter() - started


def dask_setup(worker: object) -> None:
    """Prepare a worker of a cluster started here; Dask calls this. Ctrl-C is for the process that started it."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _taken(future: Any, places: list[int], supply: Supply) -> Iterator[Done]:
    """Note what became of a batch, and give its results.

    A batch that is done may still be lost with its worker before its results are here. Then the scheduler has it done
    once more, which is waited for, and which may end a worker too.
    """
    from distributed.scheduler import KilledWorker

    try:
        outcomes, seconds = future.result()
    except KilledWorker:
        supply.lost(places)
    except (Exception, CancelledError) as error:
        if future.status != "error":
            raise ConnectionError(
                "the Dask scheduler is gone, or has dropped the work; results that came back are kept"
            ) from None
        kept = error if isinstance(error, HoldfastError) else JobFailed(f"{type(error).__name__}: {error}")
        supply.failed(places[0], kept)
        supply.dropped(places)
    else:
        supply.timed(len(outcomes), seconds)
        for outcome in outcomes:
            if outcome.failure is not None:
                supply.failed(outcome.place, error_of(outcome.failure))
            elif (job := supply.came(outcome.place)) is not None:
                yield Done(job.index, outcome.value)
        supply.dropped(places)


def _patient(distributed: Any) -> Any:
    """Return a kind of local cluster that has lost workers started again, however long that takes.

    Dask's own gives a worker up for good that is not there some seconds after it was lost: on a busy machine, one that
    was lost a second time just then. With none left, what is waited for never comes.
    """

    class Patient(distributed.LocalCluster):  # type: ignore[misc]
        def _update_worker_status(self, op: str, msg: Any) -> None:
            super(distributed.SpecCluster, self)._update_worker_status(op, msg)

    return Patient


def _start_quiet_tracker() -> None:
    """Start the process that removes what is left when all has to end at once, so that it says nothing of it."""
    if os.name != "posix":
        return
    from multiprocessing import resource_tracker

    before = os.environ.get("PYTHONWARNINGS")
    os.environ["PYTHONWARNINGS"] = "ignore:resource_tracker"
    try:
        resource_tracker.ensure_running()
    finally:
        if before is None:
            del os.environ["PYTHONWARNINGS"]
        else:
            os.environ["PYTHONWARNINGS"] = before


def _imported() -> tuple[Any, Any]:
    try:
        import distributed
        from dask import config
    except ImportError as error:
        raise ExtraMissing("the Dask executor", "dask") from error
    return config, distributed
