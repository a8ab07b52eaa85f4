"""Work that can be spread: the options that such verbs take, and the executor, folder and progress made from them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from holdfast.cli.common import progress_line
from holdfast.version import __version__

if TYPE_CHECKING:
    from holdfast.runs.executor import Executor
    from holdfast.runs.folder import RunFolder
    from holdfast.runs.progress import ProgressLine

F = TypeVar("F", bound=Callable[..., Any])

PATIENCE = 0.4
"""Seconds that workers have to end after Ctrl-C."""


class Carrying(NamedTuple):
    """What :func:`holdfast.runs.ensemble.carry_out` is given."""

    executor: Executor
    folder: RunFolder | None
    progress: ProgressLine | None


def carried(function: F) -> F:
    """Add ``--workers``, ``--executor``, ``--out`` and ``--force``."""
    for option in (
        click.option("--force", is_flag=True, help="Clear a run folder that belongs to another question."),
        click.option(
            "--out",
            metavar="DIR",
            type=click.Path(path_type=Path),
            help="Keep a run folder, and go on from it if interrupted.",
        ),
        click.option(
            "--executor",
            "spec",
            metavar="SPEC",
            envvar="HOLDFAST_EXECUTOR",
            show_envvar=True,
            help="Who does the work: serial, processes, dask, or the address or scheduler file of a Dask cluster.",
        ),
        click.option(
            "--workers",
            metavar="N",
            type=click.IntRange(min=1),
            default=1,
            show_default=True,
            envvar="HOLDFAST_WORKERS",
            show_envvar=True,
            help="How many workers to start.",
        ),
    ):
        function = option(function)
    return function


def seeded(function: F) -> F:
    """Add ``--seed``."""
    from holdfast.seeds import ENTROPY

    return click.option(
        "--seed",
        metavar="N",
        type=click.IntRange(min=0),
        default=ENTROPY,
        show_default=True,
        help="Seed of what is drawn at random: the same seed, the same draws.",
    )(function)


@contextmanager
def carrying(
    title: str,
    question: Mapping[str, Any],
    *,
    workers: int = 1,
    spec: str | None = None,
    out: Path | None = None,
    force: bool = False,
) -> Iterator[Carrying]:
    """Start workers, open the run folder if there is one, and end both in order, or at once after Ctrl-C.

    Parameters
    ----------
    title : str
        What is being done, for the line of progress.
    question : mapping
        What two runs have to have in common to share a folder, of JSON values; the version of holdfast is added. Not
        who does the work: results do not depend on it.
    workers, spec, out, force
        The options of :func:`carried`.

    Yields
    ------
    Carrying
    """
    from holdfast.runs.executor import executor
    from holdfast.runs.folder import RunFolder

    found = executor(spec, workers=workers)
    line, folder = progress_line(title), None
    try:
        if out is not None:
            folder = RunFolder(out, {**question, "holdfast": __version__}, force=force)
        yield Carrying(found, folder, line)
    except KeyboardInterrupt:
        ending = threading.Thread(target=found.stop, daemon=True)
        ending.start()
        ending.join(PATIENCE)
        if folder is None:
            raise
        folder.stop()
        raise KeyboardInterrupt(f"interrupted; run again with the same --out {out} to go on") from None
    except BaseException:
        found.stop()
        raise
    else:
        found.close()
    finally:
        if line is not None:
            line.close()
        if folder is not None and (folder.n_reused or folder.n_damaged):
            click.echo(taken_over(folder.n_reused, folder.n_damaged), err=True)


def taken_over(n_reused: int, n_damaged: int) -> str:
    """Say what was found in the run folder."""
    damaged = f"; {n_damaged} {'was' if n_damaged == 1 else 'were'} damaged and computed again" if n_damaged else ""
    return f"{n_reused} finished part{'' if n_reused == 1 else 's'} taken over from the run folder{damaged}"
