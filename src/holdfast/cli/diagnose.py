"""``holdfast diagnose``: a conflict read in the field's terms."""

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
    say_not_applicable,
    selection,
    style,
    width,
)
from holdfast.cli.quantities import time_limit

NOTHING = (
    "This case has no agreement, so there is nothing to sign, ratify or leave: say which states are peaceful "
    "(--peaceful CONDITION) to ask about self-fulfilling hostility. `holdfast solve` lists the states that hold."
)


@click.command("diagnose")
@case_argument
@selection
@click.option(
    "--peaceful",
    metavar="CONDITION",
    default="",
    help="Which states are peaceful; if not given, those where the agreement is in force.",
)
@time_limit
@json_option
def command(
    case_name: str, plan: str | None, account: str | None, peaceful: str, seconds: float, as_json: bool
) -> None:
    """Read a case in the field's terms: blockers, ripeness, commitment, win-sets.

    Who blocks every draft, some, or none unless a threat is empty? Is any draft better than the status quo for all who
    sign? Would somebody leave a plan that all would sign? Do the win-sets of those who ratify overlap? And do both a
    peaceful and a hostile state hold, so that where one starts decides?

    Computed over every draft, every plan and every state. With --plan, that plan and its conduct alone.

    \b
    Examples:
      holdfast diagnose ukraine-2025 --plan p28 --account washington
      holdfast diagnose chicken --peaceful "first.swerve and second.swerve"
    """
    from holdfast.questions.diagnose import diagnose
    from holdfast.report.diagnose import MANY, diagnose_text, many_diagnose_text

    case = read_case(case_name)
    wanted = choices(case, plan, account, each_plan=False)
    line = progress_line("reading")
    try:
        found = [
            diagnose(case, plan=p, account=a, peaceful=peaceful, seconds=seconds, progress=line) for p, a in wanted
        ]
    finally:
        if line is not None:
            line.close()
    if not any(answer.applies for answer in found):
        say_not_applicable("diagnose", NOTHING, as_json)
    elif as_json:
        say_answers("diagnose", [answer.json() for answer in found], len(found) == 1)
    elif len(found) > MANY:
        say(many_diagnose_text(case, found, width(), style()))
    else:
        say("\n\n\n".join(diagnose_text(case, answer, width(), style()) for answer in found))
