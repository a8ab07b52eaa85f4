"""``holdfast perceive``: what does each party believe, and who would be surprised?"""

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
    say_not_applicable,
    selection,
    state_option,
    style,
    width,
)


@click.command("perceive")
@case_argument
@selection
@state_option
@click.option(
    "--concept",
    metavar="NAME",
    default="seq",
    show_default=True,
    help="For surprises, who leaves: nash, gmr, smr, seq or symmetric_seq.",
)
@click.option(
    "--everywhere/--here",
    "all_states",
    default=None,
    help="List what holds among all states, or do not; if neither is given, where they are few.",
)
@exit_status
@json_option
def command(
    case_name: str,
    plan: str | None,
    account: str | None,
    state: str | None,
    concept: str,
    all_states: bool | None,
    use_status: bool,
    as_json: bool,
) -> None:
    """What does each party believe, what then holds, and who would be surprised?

    The case file says under `believes` by which account a party sees the others. Each party is judged in its own game,
    beside the true one: the account named, or the case's own preferences.

    \b
    Examples:
      holdfast perceive misread-signal --state quiet
      holdfast perceive misread-signal --account hotline --json
    """
    from holdfast.questions.perceive import perceive
    from holdfast.questions.state import NothingToAsk
    from holdfast.report.perceive import MANY, many_perceive_text, perceive_text

    case = read_case(case_name)
    try:
        asked = asked_about(case, plan, account, state)
    except NothingToAsk:
        note = "This case has no plan, status quo or outcome to ask about. Name a state with --state."
        say_not_applicable("perceive", note, as_json)
        return
    found = [perceive(case, plan=p, account=a, state=at, concept=concept, all_states=all_states) for p, a, at in asked]
    if as_json:
        say_answers("perceive", [answer.json() for answer in found], len(found) == 1)
    elif len(found) > MANY:
        say(many_perceive_text(case, found, width(), style()))
    else:
        say("\n\n\n".join(perceive_text(case, answer, width(), style()) for answer in found))
    if use_status and not all(answer.holds for answer in found):
        raise click.exceptions.Exit(1)
