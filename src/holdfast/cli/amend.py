"""``holdfast amend``: the smallest changes after which a plan would be signed and hold."""

from __future__ import annotations

import click

from holdfast.cli.common import (
    case_argument,
    choices,
    json_option,
    level_option,
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


@click.command("amend")
@case_argument
@selection
@level_option
@click.option(
    "--most",
    metavar="N",
    type=click.IntRange(min=1),
    default=1000,
    show_default=True,
    help="Most amendments listed; text shows ten.",
)
@time_limit
@json_option
def command(
    case_name: str, plan: str | None, account: str | None, level: str, most: int, seconds: float, as_json: bool
) -> None:
    """Find the smallest changes after which all would sign a plan and it holds.

    All ways of changing the fewest issues (or the cheapest, where issues have a `cost`), each with who gains and who
    gives. Issues marked `fixed: true` never change; cells that the plan leaves unknown are filled at will, which is no
    change. Where no plan at all qualifies: a smallest set of statements and fixed issues that rule every plan out, and
    what would have to be given up.

    \b
    Examples:
      holdfast amend ukraine-2025 --plan r24 --account washington
      holdfast amend my-case.yaml --plan draft-2 --level holds --json
    """
    from holdfast.questions.amend import amend
    from holdfast.report.amend import MANY, amend_text, many_amend_text

    case = read_case(case_name)
    wanted = choices(case, plan, account)
    missing = [word for word, has in (("issues", case.issues), ("plans", case.plans)) if not has]
    missing += [] if case.agreement else ["agreement"]
    if missing and not plan:
        note = (
            f"This case has no {', no '.join(missing)}, so there is nothing to amend. `holdfast solve` lists the "
            "states that hold, and `holdfast inverse` says what parties would have to want for another to hold."
        )
        say_not_applicable("amend", note, as_json)
        return
    line = progress_line("amending")
    try:
        found = [
            amend(case, p, account=a, level=level, most=most, seconds=seconds, progress=line) for p, a in wanted if p
        ]
    finally:
        if line is not None:
            line.close()
    if as_json:
        say_answers("amend", [answer.json() for answer in found], len(found) == 1)
    elif len(found) > MANY:
        say(many_amend_text(case, found, width(), style()))
    else:
        say("\n\n\n".join(amend_text(case, answer, width(), style()) for answer in found))
