"""``holdfast hold``: does a plan or a state hold, and what keeps each party to it?"""

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


@click.command("hold")
@case_argument
@selection
@state_option
@click.option("--why", "party", metavar="PARTY", help="Explain why the state is stable, or unstable, for a party.")
@click.option("--concept", metavar="NAME", default="seq", show_default=True, help="With --why: under which concept.")
@exit_status
@json_option
def command(
    case_name: str,
    plan: str | None,
    account: str | None,
    state: str | None,
    party: str | None,
    concept: str,
    use_status: bool,
    as_json: bool,
) -> None:
    """Does a plan (or a state) hold, and what keeps each party to it?

    For each party one of four verdicts: content, deterred, bluffed or blocker; open where it depends on what the plan
    leaves unknown.

    \b
    Examples:
      holdfast hold ukraine-2025 --plan p28 --account kyiv
      holdfast hold cuba-1962 --state 7 --why us --concept seq
    """
    from holdfast.model.family import family
    from holdfast.questions.holds import holds
    from holdfast.report.terminal import MANY, hold_text, many_text

    case = read_case(case_name)
    compiled = [(family(case, plan=p, account=a), at) for p, a, at in asked_about(case, plan, account, state)]
    if party is not None:
        from holdfast.questions.why import why_family

        told = [why_family(each, at, party, concept) for each, at in compiled]
        if as_json:
            say_answers("why", [answer.json() for answer in told], len(told) == 1)
        else:
            say("\n\n".join(answer.text(width()) for answer in told))
        return
    found = [holds(each, at) for each, at in compiled]
    if as_json:
        say_answers("hold", [answer.json() for answer in found], len(found) == 1)
    elif len(found) > MANY:
        say(many_text(case, found, width(), style()))
    else:
        say("\n\n".join(hold_text(case, answer, width(), style()) for answer in found))
    if use_status and not all(answer.holds for answer in found):
        raise click.exceptions.Exit(1)
