"""``holdfast upset``: which coalition could upset a plan or a state?"""

from __future__ import annotations

import click

from holdfast.cli.common import (
    asked_about,
    case_argument,
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

LISTED, SHOWN = 3, 1
"""Joint improvements listed in JSON and shown in text for each coalition, where --most is not given."""


@click.command("upset")
@case_argument
@selection
@state_option
@click.option(
    "--concept",
    metavar="NAME",
    default="coalition_nash",
    show_default=True,
    help="What must not deter it: coalition_nash (nothing does), coalition_gmr, coalition_smr or coalition_seq.",
)
@click.option("--largest", metavar="N", type=click.IntRange(min=1), help="Most parties of a coalition; all by default.")
@click.option(
    "--most",
    metavar="N",
    type=click.IntRange(min=1),
    help="Most joint improvements shown of each (3 in JSON, 1 in text).",
)
@json_option
def command(
    case_name: str,
    plan: str | None,
    account: str | None,
    state: str | None,
    concept: str,
    largest: int | None,
    most: int | None,
    as_json: bool,
) -> None:
    """Which parties together could upset a plan (or a state)?

    Finds the smallest coalitions that can bring about something all their members prefer, by moves one after another,
    and every other one of which no part can; with the moves, and what would answer them.

    \b
    Examples:
      holdfast upset elmira-1991 --state 5
      holdfast upset ukraine-2025 --plan p28 --account washington --json
    """
    from holdfast.model.family import family
    from holdfast.questions.state import NothingToAsk
    from holdfast.questions.upsets import upsets
    from holdfast.report.upsets import MANY, many_upsets_text, upsets_text

    case = read_case(case_name)
    try:
        asked = asked_about(case, plan, account, state)
    except NothingToAsk:
        note = "This case has no plan, status quo or outcome to ask about. Name a state with --state."
        say_not_applicable("upset", note, as_json)
        return
    number = most or (LISTED if as_json else SHOWN)
    found = [
        upsets(family(case, plan=p, account=a), at, concept=concept, most=number, largest=largest) for p, a, at in asked
    ]
    if as_json:
        say_answers("upset", [answer.json() for answer in found], len(found) == 1)
    elif len(found) > MANY:
        say(many_upsets_text(case, found, width(), style()))
    else:
        say("\n\n\n".join(upsets_text(case, answer, width(), style()) for answer in found))
