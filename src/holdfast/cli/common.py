"""What the verbs share: reading CASE, choosing plans and accounts, colours, JSON, and writing files."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from holdfast.case import Case
    from holdfast.errors import Problem
    from holdfast.report.text import Style
    from holdfast.runs.progress import ProgressLine

F = TypeVar("F", bound=Callable[..., Any])

COLOURS: dict[str, dict[str, Any]] = {
    "title": {"bold": True},
    "head": {"bold": True},
    "good": {"fg": "green"},
    "fair": {"fg": "yellow"},
    "bad": {"fg": "red", "bold": True},
    "open": {"fg": "cyan"},
    "dim": {"dim": True},
}


def case_argument(function: F) -> F:
    """Add the CASE argument."""
    return click.argument("case_name", metavar="CASE")(function)


def json_option(function: F) -> F:
    """Add ``--json``."""
    return click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")(function)


def selection(function: F) -> F:
    """Add ``--plan`` and ``--account``."""
    function = click.option("--account", metavar="ACCOUNT", help="The account whose preferences are used.")(function)
    return click.option("--plan", metavar="PLAN", help="The plan on the table.")(function)


def state_option(function: F) -> F:
    """Add ``--state``."""
    about = "A state, in letters or by name, in place of the plan's state."
    return click.option("--state", metavar="STATE", help=about)(function)


def level_option(function: F) -> F:
    """Add ``--level``."""
    return click.option(
        "--level",
        type=click.Choice(["firmly", "holds"]),
        default="firmly",
        show_default=True,
        help="What is asked: nobody can block (holds), nor is kept by threats alone (firmly).",
    )(function)


def engine_options(function: F) -> F:
    """Add ``--engine`` and ``--concept``."""
    function = click.option(
        "--engine",
        type=click.Choice(["plain", "dense", "sparse", "symbolic"]),
        help="Which engine computes; chosen if not given.",
    )(function)
    return click.option("--concept", metavar="NAMES", help="Solution concepts, comma-separated; all six if not given.")(
        function
    )


def exit_status(function: F) -> F:
    """Add ``--exit-status``."""
    text = "Exit with 1 if the answer is that it does not hold."
    return click.option("--exit-status", "use_status", is_flag=True, help=text)(function)


def read_bytes(name: str) -> tuple[bytes, str]:
    """Return a case file's bytes and the name to show in messages.

    Parameters
    ----------
    name : str
        A path, ``-`` for standard input, or the slug of a shipped case.

    Raises
    ------
    OSError
        If there is no such file, or it cannot be read.
    """
    from holdfast.casefile import read
    from holdfast.shipped import example_text, examples

    if name == "-" or Path(name).exists():
        return read.read_bytes(name), name
    if name in examples():
        return example_text(name).encode(), f"{name}.yaml"
    from difflib import get_close_matches

    near = get_close_matches(name, examples(), n=1)
    hint = f'did you mean "{near[0]}"?' if near else "`holdfast example` lists the shipped cases"
    raise FileNotFoundError(f'no file and no shipped case "{name}"; {hint}')


def examine_case(name: str) -> tuple[Case | None, list[Problem], str]:
    """Read CASE, a file, a workbook or a folder of tables, with all problems and the name to show.

    Raises
    ------
    OSError
        If it cannot be read.
    """
    from holdfast.casefile.sheet import examine_tables, is_tables

    if name != "-" and Path(name).exists() and is_tables(Path(name)):
        return *examine_tables(Path(name)), name
    from holdfast.casefile.read import examine

    data, shown = read_bytes(name)
    return *examine(data, shown), shown


def read_case(name: str) -> Case:
    """Read CASE, or raise with every problem.

    Raises
    ------
    CaseFileError
        If the file has errors.
    OSError
        If it cannot be read.
    """
    from holdfast.errors import CaseFileError

    case, problems, shown = examine_case(name)
    if case is None:
        raise CaseFileError(problems)
    if problems:
        number = len(problems)
        click.echo(f"{shown}: {number} warning{'s' if number > 1 else ''}; see `holdfast check {name}`", err=True)
    return case


def choices(
    case: Case, plan: str | None, account: str | None, *, each_plan: bool = True
) -> list[tuple[str | None, str | None]]:
    """Return the plans and accounts a verb answers for.

    The plan named; else every plan, or with ``each_plan`` unset no plan, so that every issue stays at ``now``. The
    account named; else the case's own preferences, or every account where the case leaves preferences to them.
    """
    from holdfast.model.compile import check_names

    check_names(case, plan, account)
    every: tuple[str | None, ...] = tuple(case.plans) if each_plan and case.plans else (None,)
    plans: tuple[str | None, ...] = (plan,) if plan else every
    accounts = (account,) if account else case.account_ids()
    return [(p, a) for p in plans for a in accounts]


def asked_about(
    case: Case, plan: str | None, account: str | None, state: str | None
) -> list[tuple[str | None, str | None, str | None]]:
    """Return the plans, accounts and states (in letters) a verb answers for; a state named stands in for every plan.

    Raises
    ------
    NothingToAsk
        If nothing is named and the case has no plan, status quo or outcome.
    """
    from holdfast.questions.state import letters_of, states_asked

    letters = letters_of(case, state) if state is not None else None
    wanted = choices(case, plan, account, each_plan=letters is None)
    return [(p, a, at) for p, a in wanted for at in states_asked(case, letters)]


def style() -> Style:
    """Return how to show roles: in colour on a terminal, plain elsewhere or where ``NO_COLOR`` is set."""
    wanted = sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    if os.environ.get("FORCE_COLOR"):
        wanted = True
    if os.environ.get("NO_COLOR"):
        wanted = False

    def show(text: str, role: str) -> str:
        return click.style(text, **COLOURS[role]) if wanted and role else text

    return show


def width() -> int:
    """Return the columns to fill: those of the terminal, at most 100, at least 40."""
    return max(40, min(shutil.get_terminal_size((80, 24)).columns, 100))


def say(text: str) -> None:
    """Print a result to standard output; colours were decided by :func:`style`."""
    click.echo(text, color=True)


def say_json(value: Any) -> None:
    """Print JSON to standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


def say_answers(question: str, answers: list[dict[str, Any]], asked_one: bool) -> None:
    """Print one answer as it is, and several as a list under ``answers``."""
    if asked_one and len(answers) == 1:
        say_json(answers[0])
    else:
        say_json({"schema": "holdfast/answer/1", "question": question, "answers": answers})


def say_not_applicable(question: str, note: str, as_json: bool) -> None:
    """Say that a question does not apply to a case, and which does: an answer, not an error."""
    if as_json:
        say_json({"schema": "holdfast/answer/1", "question": question, "answers": [], "note": note})
    else:
        from holdfast.report.text import paragraph

        say(paragraph(note, width()))


def progress_line(title: str) -> ProgressLine | None:
    """Return a progress callback for a terminal, or None elsewhere. The line is erased when the work is done."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        return None
    from holdfast.runs.progress import ProgressLine

    return ProgressLine(title, sys.stderr, width=width)


def write_file(path: Path, text: str | bytes, *, force: bool) -> str:
    """Write a file whole or not at all; never over another unless forced.

    Returns
    -------
    str
        ``written``, or ``unchanged`` where the file already has this content.

    Raises
    ------
    FileExistsError
        If there is another file of that name and ``force`` is not set.
    """
    data = text if isinstance(text, bytes) else text.encode()
    if path.is_dir():
        raise IsADirectoryError(f"{path} is a folder; name a file")
    if path.exists() and not force:
        if path.is_file() and path.read_bytes() == data:
            return "unchanged"
        raise FileExistsError(f"{path} exists already; use --force to overwrite it or -o to name another file")
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        umask = os.umask(0)
        os.umask(umask)
        Path(temporary).chmod(0o666 & ~umask)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return "written"
