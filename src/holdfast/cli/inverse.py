"""``holdfast inverse``: what would a party have to want for a state to hold?"""

from __future__ import annotations

import time

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
    state_option,
    style,
    width,
)
from holdfast.cli.quantities import time_limit


@click.command("inverse")
@case_argument
@selection
@state_option
@click.option("--party", metavar="PARTY", help="Only this party; each for whom the state is not stable if not given.")
@click.option("--concept", metavar="NAME", default="seq", show_default=True, help="Under which it is to be stable.")
@click.option(
    "--most",
    metavar="N",
    type=click.IntRange(min=1),
    default=5,
    show_default=True,
    help="Most changes to show a party.",
)
@time_limit
@json_option
def command(
    case_name: str,
    plan: str | None,
    account: str | None,
    state: str | None,
    party: str | None,
    concept: str,
    most: int,
    seconds: float,
    as_json: bool,
) -> None:
    """What would a party have to want for a state to hold?

    The fewest statements of its list to move, delete or add (for a ranking: the fewest states that have to stop being
    better), and what any ranking has to satisfy, everybody else being as they are. Without a plan or a state: every
    plan, else what happened, else the status quo.

    \b
    Examples:
      holdfast inverse ukraine-2025 --plan p28 --account kyiv --party ukraine
      holdfast inverse euphrates-1975 --state 2 --party syria --concept gmr
    """
    from holdfast.questions.inverse import default_state, inverse
    from holdfast.report.inverse import MANY, inverse_text, many_inverse_text

    case = read_case(case_name)
    if state is None and not case.plans and default_state(case) is None:
        note = (
            "This case has no plans, and says neither what happened nor where it starts, so there is no state to ask "
            "about. Name one with --state; `solve` lists the states that hold as things are."
        )
        say_not_applicable("inverse", note, as_json)
        return
    wanted = choices(case, plan, account, each_plan=state is None)
    found, line, start = [], progress_line("searching"), time.monotonic()
    try:
        for number, (p, a) in enumerate(wanted):
            if line is not None:
                line(number, len(wanted), " ".join(each for each in (p, a) if each))
            left = max(seconds - (time.monotonic() - start), 0.0)
            found.append(
                inverse(case, state=state, plan=p, account=a, party=party, concept=concept, most=most, seconds=left)
            )
    finally:
        if line is not None:
            line.close()
    if as_json:
        say_answers("inverse", [answer.json() for answer in found], len(found) == 1)
    elif len(found) > MANY:
        say(many_inverse_text(case, found, width(), style()))
    else:
        say("\n\n\n".join(inverse_text(case, answer, width(), style()) for answer in found))
