"""``holdfast drafts``: what becomes of every draft that could be written."""

from __future__ import annotations

import click

from holdfast.cli.common import (
    case_argument,
    choices,
    json_option,
    progress_line,
    read_case,
    say,
    say_answers,
    selection,
    style,
    width,
)
from holdfast.cli.quantities import time_limit


@click.command("drafts")
@case_argument
@selection
@click.option("--free", metavar="ISSUES", help="The issues that vary, comma-separated; all of them if not given.")
@time_limit
@json_option
def command(
    case_name: str, plan: str | None, account: str | None, free: str | None, seconds: float, as_json: bool
) -> None:
    """Count over every draft who would sign, who could block, and what holds.

    A draft is a position for every issue. With --plan its conduct counts, and issues left out of --free stay at its
    positions; an issue that it leaves unknown always varies. Without --plan they stay as they are now, and nothing is
    done beyond signing, or, where that does not put the agreement in force, each conduct that some plan has.

    Every draft counts once: a share of drafts is not a probability.

    \b
    Examples:
      holdfast drafts ukraine-2025 --plan p28 --account washington
      holdfast drafts ukraine-2025 --plan e28 --account kyiv --free nato --json
    """
    from holdfast.questions.drafts.ask import drafts_in
    from holdfast.questions.drafts.scope import scopes
    from holdfast.report.drafts import MANY, drafts_text, many_drafts_text

    case = read_case(case_name)
    issues = [issue.strip() for issue in free.split(",") if issue.strip()] if free is not None else None
    wanted = choices(case, plan, account, each_plan=False)
    asked = [scope for p, a in wanted for scope in scopes(case, plan=p, account=a, free=issues)]
    line = progress_line("counting")
    try:
        found = [drafts_in(scope, seconds=seconds, progress=line) for scope in asked]
    finally:
        if line is not None:
            line.close()
    if as_json:
        say_answers("drafts", [answer.json() for answer in found], len(found) == 1)
    elif len(found) > MANY:
        say(many_drafts_text(found, width(), style()))
    else:
        say("\n\n\n".join(drafts_text(case, answer, width(), style()) for answer in found))
