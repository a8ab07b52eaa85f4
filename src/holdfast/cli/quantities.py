"""Amounts of memory and time on the command line, and the options that every long computation takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from holdfast.engines.budget import parse_bytes, parse_seconds

F = TypeVar("F", bound=Callable[..., Any])
Reader = Callable[[click.Context, click.Parameter, str], float]


def _read_by(parse: Callable[[str], float]) -> Reader:
    """Return a callback that reads an option's value, or fails with what would do."""

    def read(context: click.Context, option: click.Parameter, value: str) -> float:
        try:
            return parse(value)
        except ValueError as error:
            raise click.BadParameter(str(error)) from error

    return read


def time_limit(function: F) -> F:
    """Add ``--time`` (as ``seconds``)."""
    return click.option(
        "--time",
        "seconds",
        metavar="TIME",
        callback=_read_by(parse_seconds),
        default="10min",
        show_default=True,
        envvar="HOLDFAST_TIME",
        show_envvar=True,
        help="Time that may be taken: 90s, 10min, 2h.",
    )(function)


def limits(function: F) -> F:
    """Add ``--memory`` (bytes), ``--time`` (as ``seconds``) and ``--threads``."""
    for option in (
        click.option(
            "--threads", metavar="N", type=click.IntRange(min=1), help="Most threads; all cores if not given."
        ),
        time_limit,
        click.option(
            "--memory",
            metavar="SIZE",
            callback=_read_by(parse_bytes),
            default="4GiB",
            show_default=True,
            envvar="HOLDFAST_MEMORY",
            show_envvar=True,
            help="Memory that may be used: 500MiB, 2GiB.",
        ),
    ):
        function = option(function)
    return function
