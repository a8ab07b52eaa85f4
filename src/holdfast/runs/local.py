"""Executors on this machine: this process itself, and worker processes.

Each worker process has a pipe of its own, so that when one is lost it is known which jobs it had, and the others go on.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Generator, Iterable, Iterator, Sequence
from multiprocessing.connection import wait

from holdfast.errors import WorkerLost
from holdfast.runs.executor import Done, Executor, Job, JobFailed, check_named
from holdfast.runs.outcome import Failure, Outcome, Sent, error_of
from holdfast.runs.supply import Held, Supply
from holdfast.runs.worker import READY, serve

STARTS = 3
"""How often a worker may be lost before it is ready."""


class Serial(Executor):
    """One job after the other, in this process.

    Examples
    --------
    >>> with Serial() as executor:
    ...     list(executor.run([Job(0, abs, (-3,)), Job(1, abs, (-4,))]))
    [Done(index=0, value=3), Done(index=1, value=4)]
    """

    name, workers = "serial", 1

    def run(self, jobs: Iterable[Job]) -> Generator[Done, None, None]:
        """Do jobs in the order given."""
        for job in jobs:
            check_named(job)
            try:
                value = job.function(*job.arguments)
            except SystemExit as error:  # as from a worker: a job does not end the program
                raise JobFailed(f"SystemExit: {error}") from error
            yield Done(job.index, value)


class Processes(Executor):
    """Worker processes on this machine, started afresh (never forked), as many as there are jobs to do at once.

    Parameters
    ----------
    workers : int
        How many at most.
    """

    name = "processes"

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._hands: list[_Hand] = []
        self._n_unready = 0
        self._is_running = self._is_stopped = False

    def run(self, jobs: Iterable[Job]) -> Generator[Done, None, None]:
        """Do jobs, and give each result as it comes."""
        supply = Supply(jobs, self.workers)
        self._is_running = True
        try:
            while True:
                self._hand_out(supply)
                busy = {hand.pipe: hand for hand in self._hands if hand.places}
                if not busy or not supply.is_waited_for():
                    break
                for pipe in wait(list(busy)):
                    yield from self._hear(busy[pipe], supply)  # type: ignore[index]
        finally:
            self._is_running = False
            for hand in [hand for hand in self._hands if hand.places or self._is_stopped]:
                self._let_go(hand)  # nobody waits for what it does any more
        supply.check()

    def _hand_out(self, supply: Supply) -> None:
        """Give every worker that is free something to do; start workers while there is more to do than workers."""
        if self._is_stopped:
            raise JobFailed("the executor was stopped")
        for number in range(self.workers):
            if number < len(self._hands) and self._hands[number].places:
                continue
            batch = supply.take()
            if not batch:
                return
            if number == len(self._hands):
                self._hands.append(_Hand())
            self._hands[number].give(batch)

    def _hear(self, hand: _Hand, supply: Supply) -> Iterator[Done]:
        """Take in what a worker sends, or that it is lost."""
        try:
            message = hand.pipe.recv()
        except (EOFError, OSError):
            self._n_unready = 0 if hand.is_ready else self._n_unready + 1
            if self._n_unready >= STARTS:
                raise WorkerLost(
                    "worker processes end before they are ready; in a script of your own, what starts them has to "
                    'stand below `if __name__ == "__main__":`'
                ) from None
            places = list(hand.places)
            self._let_go(hand)
            if hand.is_ready and hand.is_given:
                supply.lost(places)
            else:
                supply.put_back(places)
            return
        if message == READY:
            hand.is_ready, self._n_unready = True, 0
            return
        if isinstance(message, Failure):  # it could not make sense of what it got
            message = [Outcome(hand.places[0], None, message)], 0.0
        outcomes, seconds = message
        supply.timed(len(outcomes), seconds)
        for outcome in outcomes:
            yield from _taken(outcome, hand, supply)

    def _let_go(self, hand: _Hand) -> None:
        try:
            self._hands.remove(hand)
        except ValueError:  # another thread, that which stops or that which waits for results, was first
            return
        hand.end()

    def close(self) -> None:
        """End the workers."""
        for hand in list(self._hands):
            self._let_go(hand)

    def stop(self) -> None:
        """End the workers at once; may be called from another thread than the one that waits for results."""
        self._is_stopped = True
        for hand in list(self._hands):
            hand.kill()
        if not self._is_running:
            self.close()


def _taken(outcome: Outcome, hand: _Hand, supply: Supply) -> Iterator[Done]:
    """Note what became of a job, and give its result."""
    hand.places.remove(outcome.place)
    if outcome.failure is not None:
        supply.failed(outcome.place, error_of(outcome.failure))
        supply.dropped(hand.places)
        hand.places.clear()
    elif (job := supply.came(outcome.place)) is not None:
        yield Done(job.index, outcome.value)


class _Hand:
    """A worker process, the pipe to it, and the places of the jobs that it has."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, other = context.Pipe()
        self.places: list[int] = []
        self.is_ready = self.is_given = False
        self._process = context.Process(target=serve, args=(other,), name="holdfast worker", daemon=True)
        self._process.start()
        other.close()

    def give(self, batch: Sequence[Held]) -> None:
        """Send jobs. Where the worker is lost already, that is found out when it is listened to."""
        self.places, self.is_given = [held.place for held in batch], False
        try:
            self.pipe.send([Sent(held.place, held.job.function, held.job.arguments) for held in batch])
            self.is_given = True
        except OSError:
            return
        except Exception as error:
            raise TypeError(f"the arguments of a job cannot be sent to a worker: {error}") from error

    def kill(self) -> None:
        """Let the process end, whatever it is doing: what it has not sent is of no use to anybody."""
        self._process.kill()

    def end(self) -> None:
        """Let the process end, and see to it that it has.

        It is not closed: the other thread, or Python as it ends, may be about to end it as well.
        """
        self._process.kill()
        self._process.join()
        self.pipe.close()
