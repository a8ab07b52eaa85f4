"""``holdfast trade``: exchanges that leave two or three parties better off, and what they do to the others."""

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

NO_PLANS = (
    "A trade starts from a plan, and this case has none. `holdfast solve` lists the states that hold; `holdfast "
    "compare CASE OTHER` compares two cases."
)
NO_PAIR = (
    "A trade is between two or three parties, and here fewer than two sign: name who trades (--between). `holdfast "
    "block` says who can block each plan."
)


@click.command("trade")
@case_argument
@selection
@click.option("--between", metavar="PARTIES", help="Two or three parties, comma-separated.")
@click.option(
    "--changes", type=click.IntRange(min=1), metavar="N", help="Most issues changed; as many as is quick if not given."
)
@click.option(
    "--most", type=click.IntRange(min=1), metavar="N", default=10, show_default=True, help="Most listed of a kind."
)
@time_limit
@json_option
def command(
    case_name: str,
    plan: str | None,
    account: str | None,
    between: str | None,
    changes: int | None,
    most: int,
    seconds: float,
    as_json: bool,
) -> None:
    """Find exchanges that leave two or three parties better off, and what they do to others.

    A trade is a set of changes to the plan after which each of the parties is better off, and of which no part does.
    It is an exchange if some of them gives something. Without --between: each two signatories, each three, and each
    signatory with a faction of a signatory. Cells that the plan leaves unknown are not traded.

    \b
    Examples:
      holdfast trade ukraine-2025 --plan p28 --account author
      holdfast trade ukraine-2025 --plan e28 --between russia,europe --json
    """
    from holdfast.errors import QuestionError
    from holdfast.questions.trade.ask import groups_of, trades
    from holdfast.report.trade import MANY, many_trades_text, trades_text

    case = read_case(case_name)
    wanted = choices(case, plan, account)
    if not case.plans:
        say_not_applicable("trade", NO_PLANS, as_json)
        return
    parties = [name.strip() for name in between.split(",") if name.strip()] if between is not None else None
    if parties is None and plan is None:
        try:
            groups_of(case)
        except QuestionError:
            say_not_applicable("trade", NO_PAIR, as_json)
            return
    line = progress_line("trading")
    try:
        found = [
            trades(
                case, p or "", between=parties, account=a, most=most, changes=changes, seconds=seconds, progress=line
            )
            for p, a in wanted
        ]
    finally:
        if line is not None:
            line.close()
    if as_json:
        say_answers("trade", [answer.json() for answer in found], len(found) == 1)
    elif len(found) > MANY:
        say(many_trades_text(case, found, width(), style()))
    else:
        say("\n\n\n".join(trades_text(case, answer, width(), style()) for answer in found))
