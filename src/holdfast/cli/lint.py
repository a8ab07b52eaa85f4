"""``holdfast lint``: who says so, is each side heard, and are the words neutral?"""

from __future__ import annotations

import click

from holdfast.cli.common import case_argument, json_option, read_bytes, say, say_json


@click.command("lint")
@case_argument
@json_option
@click.option("--exit-status", "use_status", is_flag=True, help="Exit with 1 if anything is found.")
def command(case_name: str, as_json: bool, use_status: bool) -> None:
    """Look for claims without source, one-sided sourcing and loaded words.

    Prints one line a finding, `file:line:col: CODE message`, with how to mend it. Refuses nothing: a case that `check`
    reads is answered for as it stands. The rules are the same for every party.

    \b
    Examples:
      holdfast lint my-case.yaml
      holdfast lint my-case.yaml --json --exit-status
    """
    from holdfast.casefile.places import places
    from holdfast.casefile.read import examine
    from holdfast.errors import CaseFileError
    from holdfast.lint import lint

    data, shown = read_bytes(case_name)
    case, problems = examine(data, shown)
    if case is None:
        raise CaseFileError(problems)
    found = lint(case, places=places(data.decode("utf-8-sig"), problems))
    if as_json:
        say_json({**found.json(), "path": shown})
    else:
        for each in found.findings:
            say(each.text(shown))
        noted = f" ({len(found.noted)} more noted in x-lint)" if found.noted else ""
        number = len(found.findings)
        click.echo(f"{shown}: {number or 'no'} finding{'s' * (number != 1)}{noted}", err=True)
    if use_status and found.findings:
        raise click.exceptions.Exit(1)
