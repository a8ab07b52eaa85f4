"""``holdfast flip``: the smallest change in judgements, or in the order of statements, that flips a verdict."""

from __future__ import annotations

import click

from holdfast.cli.common import (
    case_argument,
    choices,
    exit_status,
    json_option,
    level_option,
    progress_line,
    read_case,
    say,
    say_answers,
    say_not_applicable,
    selection,
    state_option,
    style,
    width,
)


@click.command("flip")
@case_argument
@selection
@state_option
@level_option
@json_option
@exit_status
def command(
    case_name: str,
    plan: str | None,
    account: str | None,
    state: str | None,
    level: str,
    as_json: bool,
    use_status: bool,
) -> None:
    """Find the smallest change that would flip a verdict.

    Two kinds of change: judgements that would have to be otherwise, and statements of one party that would have to
    stand in another place of its list. A verdict that neither can flip is robust.

    \b
    Examples:
      holdfast flip ukraine-2025 --plan p28 --account washington
      holdfast flip cuba-1962 --state NYYN
    """
    from holdfast.report.disagree import flip_text
    from holdfast.uncertainty.flip import flip

    case = read_case(case_name)
    if not case.plans and state is None:
        note = "This case has no plans. Name a state: `holdfast flip CASE --state STATE`."
        say_not_applicable("flip", note, as_json)
        return
    line = progress_line("trying orders")
    try:
        found = [
            flip(case, plan=p, state=state, account=a, level=level, progress=line)
            for p, a in choices(case, plan, account, each_plan=state is None)
        ]
    finally:
        if line is not None:
            line.close()
    if as_json:
        say_answers("flip", [answer.json() for answer in found], len(found) == 1)
    else:
        say("\n\n\n".join(flip_text(case, answer, width(), style()) for answer in found))
    if use_status and any(not answer.is_robust for answer in found):
        raise click.exceptions.Exit(1)
