"""``holdfast check``: every problem of a case file at once."""

from __future__ import annotations

import dataclasses

import click

from holdfast.cli.common import case_argument, examine_case, json_option, say, say_json


@click.command("check")
@case_argument
@json_option
@click.option("--strict", is_flag=True, help="Treat warnings as errors.")
def command(case_name: str, as_json: bool, strict: bool) -> None:
    """Read a case file and report every problem at once.

    Prints one line a problem, `file:line:col: CODE message`, with how to mend it. Exits with 3 where there are errors.

    \b
    Examples:
      holdfast check my-case.yaml
      holdfast check ukraine-2025 --json
    """
    case, problems, shown = examine_case(case_name)
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = len(problems) - errors
    if as_json:
        say_json(
            {
                "schema": "holdfast/answer/1",
                "question": "check",
                "path": shown,
                "title": case.title if case else None,
                "errors": errors,
                "warnings": warnings,
                "problems": [dataclasses.asdict(problem) for problem in problems],
            }
        )
    else:
        for problem in problems:
            say(str(problem))
        counted = f"{errors} error{'s' * (errors != 1)}, {warnings} warning{'s' * (warnings != 1)}"
        if case is not None and not problems:
            counted = "no problems"
        click.echo(f"{shown}: {counted}", err=True)
    if errors or (strict and warnings):
        raise click.exceptions.Exit(3)
