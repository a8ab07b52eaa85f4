"""What a worker does with a batch, and how an error gets from there to whoever asked, with its message."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import Any, NamedTuple

from holdfast.runs.executor import JobFailed


class Sent(NamedTuple):
    """A job as a worker gets it: its place in the run, the function and the arguments."""

    place: int
    function: Callable[..., Any]
    arguments: tuple[Any, ...]


class Failure(NamedTuple):
    """An error in plain values, because pickled exceptions often cannot be read again.

    Parameters
    ----------
    module, name : str
        A class that, called with ``arguments``, gives an error with the same message; empty where there is none.
    arguments : tuple
        Plain values.
    message : str
        The message, after the name of the error's own class.
    trace : str
        The traceback as text.
    """

    module: str
    name: str
    arguments: tuple[Any, ...]
    message: str
    trace: str


class Outcome(NamedTuple):
    """What became of a job: a value, or a failure."""

    place: int
    value: Any
    failure: Failure | None = None


def work_off(batch: Sequence[Sent]) -> Iterator[Outcome]:
    """Do the jobs of a batch one after the other; the first that fails is the last."""
    for place, function, arguments in batch:
        try:
            outcome = Outcome(place, function(*arguments))
        except BaseException as error:  # also what asks the process to end: it is not the job's to end it
            outcome = Outcome(place, None, failure_of(error))
        yield outcome
        if outcome.failure is not None:
            return


def failure_of(error: BaseException) -> Failure:
    """Put an error into plain values.

    Examples
    --------
    >>> failure_of(ValueError("no such plan"))[:3]
    ('builtins', 'ValueError', ('no such plan',))
    """
    trace = "".join(traceback.format_exception(error))
    message = f"{type(error).__name__}: {error}"
    for kind in type(error).__mro__:
        if kind is Exception or not issubclass(kind, Exception):
            break
        if "<" in kind.__qualname__ or kind.__module__ == "__main__":
            continue
        for arguments in (error.args, (str(error),)):
            if all(isinstance(each, str | int | float) for each in arguments) and _says(kind, arguments, str(error)):
                return Failure(kind.__module__, kind.__qualname__, arguments, message, trace)
    return Failure("", "", (), message, trace)


def _says(kind: type[Exception], arguments: tuple[Any, ...], message: str) -> bool:
    try:
        return str(kind(*arguments)) == message
    except Exception:
        return False


def error_of(failure: Failure) -> Exception:
    """Make the error again, with where it was raised as a note."""
    error: Exception = JobFailed(failure.message)
    try:
        kind: Any = import_module(failure.module) if failure.module else None
        for part in failure.name.split(".") if failure.module else ():
            kind = getattr(kind, part)
        if isinstance(kind, type) and issubclass(kind, Exception):
            error = kind(*failure.arguments)
    except Exception:
        error = JobFailed(failure.message)
    error.add_note(f"raised in a worker:\n{failure.trace}")
    return error
