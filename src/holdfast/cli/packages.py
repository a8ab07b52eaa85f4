"""``holdfast packages``: what is efficient, what everybody would sign, and what theory singles out."""

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


@click.command("packages")
@case_argument
@selection
@click.option(
    "--limit", metavar="N", type=click.IntRange(min=1), default=10, show_default=True, help="Most examples of anything."
)
@time_limit
@json_option
def command(case_name: str, plan: str | None, account: str | None, limit: int, seconds: float, as_json: bool) -> None:
    """What would all sign, which plans are efficient, Nash packages and others.

    A package is a position for every issue, judged in the state in which it is in force and kept. With --plan that
    plan's conduct counts, and it alone is judged; without, nothing is done beyond signing, or, where that does not put
    the agreement in force, each conduct that some plan has. Only those who sign count.

    Whether a plan is efficient, and what every signatory would sign, needs no numbers. The bargaining packages need
    weights for every signatory, and some of them one scale.

    \b
    Examples:
      holdfast packages ukraine-2025 --plan p28 --account washington
      holdfast packages two-valleys --json
    """
    from holdfast.errors import QuestionError
    from holdfast.questions.drafts.scope import scopes
    from holdfast.questions.packages.ask import packages_in
    from holdfast.report.packages import MANY, many_packages_text, packages_text

    case = read_case(case_name)
    wanted = choices(case, plan, account, each_plan=False)
    if not case.issues or case.agreement is None:
        lacks = "issues" if not case.issues else "agreement"
        note = (
            f"This case has no {lacks}, so there are no packages to compare. `holdfast solve` says which states hold "
            "when everybody looks after themselves."
        )
        say_not_applicable("packages", note, as_json)
        return
    try:
        asked = [scope for p, a in wanted for scope in scopes(case, plan=p, account=a, of_plans=True)]
    except QuestionError as error:
        if plan is not None or case.plans:
            raise
        say_not_applicable(
            "packages", f"No package can be judged here: {error}. `holdfast solve` says which states hold.", as_json
        )
        return
    line = progress_line("packages")
    try:
        found = [packages_in(scope, limit=limit, seconds=seconds, progress=line) for scope in asked]
    finally:
        if line is not None:
            line.close()
    if as_json:
        say_answers("packages", [answer.json() for answer in found], len(found) == 1)
    elif len(found) > MANY:
        say(many_packages_text(found, width(), style()))
    else:
        say("\n\n\n".join(packages_text(case, answer, width(), style()) for answer in found))
