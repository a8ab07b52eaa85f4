"""The entry point: verbs found by name without importing them, and one place where errors become exit codes.

0 done · 1 the answer is no, only with ``--exit-status`` · 2 usage · 3 the case file has errors
· 4 refused as too large · 5 needs an extra · 6 input or output failed · 70 a mistake in holdfast · 130 interrupted.
"""

from __future__ import annotations

import os
import sys
import threading
from importlib import import_module

import click

from holdfast.errors import CapacityError, CaseFileError, ExtraMissing, HoldfastError, WorkerLost
from holdfast.version import __version__

VERBS = {
    "new": "Write a commented skeleton of a case file.",
    "read": "Read a text: who says, wants, foresees or doubts what.",
    "review": "Accept, edit or reject what was read; write it into a case.",
    "check": "Read a case file and report every problem at once.",
    "lint": "Look for claims without source, one-sided sourcing and loaded words.",
    "solve": "List the states that hold, for each solution concept.",
    "hold": "Does a plan (or a state) hold, and what keeps each party to it?",
    "block": "Who can block a plan, by which move, and what would deter them?",
    "drafts": "Count over every draft who would sign, who could block, and what holds.",
    "doubt": "In what share of worlds a plan holds, and what drives it.",
    "disagree": "Where two accounts really part, and what each difference contributes.",
    "flip": "What smallest change in judgements or priorities would flip a verdict?",
    "amend": "Find the smallest changes after which all would sign and a plan holds.",
    "packages": "What would all sign, which plans are efficient, Nash packages and others.",
    "compare": "Compare drafts, accounts or cases, and merge two drafts.",
    "trade": "Find exchanges that leave two or three parties better off.",
    "diagnose": "Read a case in the field's terms: blockers, ripeness, win-sets.",
    "inverse": "What would a party have to want for a state to hold?",
    "path": "By which steps could a state come about, and who must move first?",
    "perceive": "What each party believes, what then holds, and who would be surprised.",
    "upset": "Which parties together could upset a plan (or a state)?",
    "brief": "Answer for every plan and account; write the brief as a page.",
    "ledger": "Keep forecasts, say what became of them, and score them.",
    "convert": "Turn a case into a workbook, tables, JSON or a graph, and back.",
    "example": "List the shipped cases, or print one.",
    "catalogue": "Compute the shipped cases anew and compare with what is printed.",
    "weigh": "Weigh rival hypotheses by the evidence.",
    "words": "What do words such as likely mean in numbers, and who says so?",
    "schema": "Print the JSON Schema of the case file.",
    "doctor": "Report versions, engines and limits of this installation.",
}
"""Verbs in the order of work, with what they do; the module of a verb has its name."""


class Verbs(click.Group):
    """A group whose commands are imported when called, so that ``--help`` costs nothing."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs in the order of work."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Import a verb's command."""
        if name not in VERBS:
            return None
        command: click.Command = import_module(f"holdfast.cli.{name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb; suggest the nearest where there is none of that name."""
        if args and args[0] not in VERBS:
            from difflib import get_close_matches

            near = get_close_matches(args[0], VERBS, n=1)
            hint = f'; did you mean "{near[0]}"?' if near else ""
            ctx.fail(f'no verb "{args[0]}"{hint}')
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the verbs without importing them."""
        with formatter.section("Verbs"):
            formatter.write_dl(list(VERBS.items()))


EPILOG = """\b
Examples:
  holdfast brief ukraine-2025
  holdfast hold my-case.yaml --plan draft-2 --json

CASE is a path, "-" for standard input, or the name of a shipped case. Documentation: docs/ in the source tree."""


@click.group(
    cls=Verbs, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80}
)
@click.version_option(__version__, "-V", "--version", message="holdfast %(version)s")
@click.option("--traceback", is_flag=True, help="Show where an error was raised (also HOLDFAST_DEBUG=1).")
def cli(traceback: bool) -> None:
    """Will this settlement hold, and who could break it?"""
    if traceback:
        os.environ["HOLDFAST_DEBUG"] = "1"


def exit_code(error: BaseException) -> tuple[int, str]:
    """Return the exit code of an error and what to print for it."""
    if isinstance(error, CaseFileError):
        return 3, str(error)
    if isinstance(error, CapacityError | WorkerLost):
        return 4, str(error)
    if isinstance(error, ExtraMissing):
        return 5, str(error)
    if isinstance(error, HoldfastError):
        return 2, str(error)
    if isinstance(error, OSError):
        name = f" {error.filename}" if error.filename else ""
        return 6, f"{(error.strerror or str(error)).lower()}:{name}" if name else str(error)
    if isinstance(error, RecursionError | MemoryError):
        return 4, f"refused: this needs more {'depth' if isinstance(error, RecursionError) else 'memory'} than there is"
    return 70, f"a mistake in holdfast itself ({type(error).__name__}: {error}); please report it with --traceback"


def _closed_pipe() -> int:
    """Let nothing more be written: whoever read our output, such as ``head``, has seen enough."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return 0


def _leave_threads_behind(code: int) -> None:
    """End at once where threads are still at work: the interpreter would wait for them."""
    if threading.active_count() > 1:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def main() -> None:
    """Run the command line and exit."""
    try:
        code = cli.main(prog_name="holdfast", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as stop:
        code = stop.exit_code
    except click.UsageError as error:
        error.show()
        code = 2
    except (KeyboardInterrupt, click.Abort) as error:
        cause = error if isinstance(error, KeyboardInterrupt) else error.__cause__
        click.echo((str(cause) if isinstance(cause, KeyboardInterrupt) else "") or "interrupted", err=True)
        code = 130
        _leave_threads_behind(code)
    except BrokenPipeError:
        code = _closed_pipe()
    except SystemExit as stop:  # click leaves this way, and only so, where it meets a closed pipe itself
        code = _closed_pipe() if stop.code == 1 else stop.code
    except Exception as error:
        if os.environ.get("HOLDFAST_DEBUG"):
            raise
        code, message = exit_code(error)
        click.echo(f"holdfast: {message}" if code != 3 else message, err=True)
    sys.exit(code if isinstance(code, int) else 0)
