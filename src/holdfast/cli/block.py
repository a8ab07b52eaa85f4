"""``holdfast block``: who can block a plan, by which move, and what would deter them?"""

from __future__ import annotations

import click

from holdfast.cli.common import (
    asked_about,
    case_argument,
    exit_status,
    json_option,
    read_case,
    say,
    say_answers,
    selection,
    state_option,
    style,
    width,
)


@click.command("block")
@case_argument
@selection
@state_option
@exit_status
@json_option
def command(
    case_name: str, plan: str | None, account: str | None, state: str | None, use_status: bool, as_json: bool
) -> None:
    """Who can block a plan, by which move, and what would deter them?

    \b
    Examples:
      holdfast block ukraine-2025 --plan p28 --account kyiv
      holdfast block prisoners-dilemma --state NN
    """
    from holdfast.model.family import family
    from holdfast.questions.holds import blocking, holds
    from holdfast.report.terminal import MANY, block_text, many_text

    case = read_case(case_name)
    found = [holds(family(case, plan=p, account=a), at) for p, a, at in asked_about(case, plan, account, state)]
    if as_json:
        say_answers("block", [blocking(answer) for answer in found], len(found) == 1)
    elif len(found) > MANY:
        say(many_text(case, found, width(), style()))
    else:
        who = [tuple(v for v in answer.parties if "blocker" in (v.verdict, *v.possible)) for answer in found]
        say("\n\n".join(block_text(case, a, b, width(), style()) for a, b in zip(found, who, strict=True)))
    if use_status and not all(answer.holds for answer in found):
        raise click.exceptions.Exit(1)
