"""What the commands of ``holdfast ledger`` share: reading and writing LEDGER, dates, and refusing with every fault."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from holdfast.cli.common import say, say_json

if TYPE_CHECKING:
    from holdfast.ledger.fields import Texts
    from holdfast.ledger.ledger import Entry, Ledger

OPTIONS = {
    "who": "--by",
    "low": "--range or --interval",
    "high": "--range or --interval",
    "model_low": "--share",
    "model_point": "--share",
    "model_high": "--share",
    "case_digest": "--case",
    "model_plan": "--plan",
    "model_account": "--account",
    "resolved_on": "--on",
    "resolved_from": "--source",
    "resolution_note": "--note",
}
"""Options whose name differs from that of the field."""


def shown_option(name: str) -> str:
    """Return the option that takes a field."""
    return OPTIONS.get(name, f"--{name.replace('_', '-')}")


def day(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """Check a date."""
    if value is not None:
        from holdfast.ledger.fields import Texts

        texts = Texts({"on": value}, lambda name: "the date")
        texts.day("on")
        if texts.faults:
            raise click.BadParameter(f"{texts.faults[0][2]}: {texts.faults[0][3]}", context, parameter)
    return value


def today() -> str:
    """Return today's date: the only place where a ledger looks at the clock, and only when asked to."""
    from datetime import date

    return date.today().isoformat()


def read_ledger(name: str) -> Ledger:
    """Read LEDGER: a path, ``-`` for standard input, or the slug of a shipped case; speak of an unfinished write."""
    from holdfast.ledger import Ledger, read
    from holdfast.shipped import example_ledger

    shipped = None if name == "-" or Path(name).exists() else example_ledger(name)
    if name == "-":
        ledger = Ledger.of(sys.stdin.buffer.read(), name)
    else:
        ledger = read(name) if shipped is None else Ledger.of(shipped, f"{name}/ledger.jsonl")
    chain = ledger.chain
    if chain is not None and chain.torn:
        told = f"{len(chain.torn)} bytes of an unfinished write, never acknowledged; the next record added sets them"
        click.echo(f"{name}:{chain.torn_line}:1: {told} aside", err=True)
    return ledger


def write_ledger(name: str, make: Callable[[Ledger], Sequence[Entry]], question: str, as_json: bool) -> None:
    """Add to LEDGER, and print the ids once they are on the disk."""
    from holdfast.ledger import append

    ids = append(name, make, tell=lambda message: click.echo(message, err=True))
    if as_json:
        say_json({"schema": "holdfast/answer/1", "question": question, "ids": list(ids)})
    else:
        say("\n".join(ids))


def refuse(texts: Texts, what: str) -> None:
    """Refuse options, with everything that is wrong and how to mend it."""
    if texts.faults:
        lines = [f"{what} was not written:"]
        for _, _, message, hint in dict.fromkeys(texts.faults):
            lines.append(f"  {message}" + (f"\n      {hint}" if hint else ""))
        raise click.UsageError("\n".join(lines))


ledger_argument = click.argument("ledger_name", metavar="LEDGER")
as_of_options = [
    click.option("--as-of", metavar="DATE", callback=day, help="Take the record as it was known on this day."),
    click.option("--today", "use_today", is_flag=True, help="The same, with today's date."),
]


def as_of_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--as-of`` and ``--today``."""
    for option in reversed(as_of_options):
        function = option(function)
    return function


def chosen_day(as_of: str | None, use_today: bool) -> str:
    """Return the day asked for, or an empty text for the latest of the ledger."""
    if as_of and use_today:
        raise click.UsageError("--as-of and --today exclude each other")
    return today() if use_today else as_of or ""


def probability(text: str) -> float:
    """Read a probability."""
    from holdfast.ledger.fields import Texts

    texts = Texts({"baseline": text}, shown_option)
    found = texts.share("baseline")
    if found is None:
        raise click.UsageError(f"--baseline is a probability, such as 0.5, or `rate`, not {text!r}")
    return found


def import_file(ledger_name: str, file: str, question: str, as_json: bool) -> None:
    """Add every row of a table, or none."""
    from holdfast.ledger.importing import entries_of, rows_of

    rows = rows_of(sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes(), file)
    write_ledger(ledger_name, lambda ledger: entries_of(rows, file, ledger), question, as_json)
