"""``holdfast disagree``: where two accounts really part."""

from __future__ import annotations

import click

from holdfast.cli.carrying import seeded
from holdfast.cli.common import (
    case_argument,
    json_option,
    level_option,
    read_case,
    say,
    say_answers,
    say_not_applicable,
    style,
    width,
)


@click.command("disagree")
@case_argument
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@click.option("--plan", metavar="PLAN", help="The plan on the table; all plans if not given.")
@level_option
@seeded
@json_option
def command(case_name: str, first: str, second: str, plan: str | None, level: str, seed: int, as_json: bool) -> None:
    """Find where two accounts A and B really part.

    The crux: the smallest set of statements and judgements on which they differ whose exchange turns one account's
    verdict into the other's. And how much each difference contributes to the difference between the shares of worlds.
    "case" stands for the case's own preferences and credences.

    \b
    Examples:
      holdfast disagree ukraine-2025 kyiv washington --plan p28
      holdfast disagree my-case.yaml optimists sceptics --level holds --json
    """
    from holdfast.model.compile import check_names
    from holdfast.report.disagree import disagree_text
    from holdfast.uncertainty.disagree import disagree

    case = read_case(case_name)
    own = [None if name == "case" and "case" not in case.accounts else name for name in (first, second)]
    for account in own:
        check_names(case, plan, account)
    if not case.plans:
        say_not_applicable("disagree", "This case has no plans for accounts to part over.", as_json)
        return
    plans = [plan] if plan else list(case.plans)
    found = [disagree(case, own[0], own[1], plan=each, level=level, seed=seed) for each in plans]
    if as_json:
        say_answers("disagree", [answer.json() for answer in found], plan is not None)
    else:
        say("\n\n\n".join(disagree_text(case, answer, width(), style()) for answer in found))
