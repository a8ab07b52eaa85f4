"""``holdfast compare``: drafts, accounts or cases beside each other, and what follows from the differences."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import click

from holdfast.cli.common import (
    case_argument,
    choices,
    json_option,
    read_case,
    say,
    say_answers,
    say_not_applicable,
    selection,
    style,
    width,
)
from holdfast.cli.quantities import time_limit

if TYPE_CHECKING:
    from holdfast.case import Case

NOTHING = (
    "This case has no plans and no two accounts, so there is nothing in it to compare; name a second case: `holdfast "
    "compare CASE OTHER`. `holdfast solve` lists the states that hold."
)


@click.command("compare")
@case_argument
@click.argument("other", metavar="[OTHER]", required=False)
@click.option("--plans", metavar="PLANS", help="Two plans or more, comma-separated: compare each two.")
@click.option("--accounts", metavar="ACCOUNTS", help="Two accounts or more, comma-separated: compare each two.")
@selection
@time_limit
@json_option
def command(
    case_name: str,
    other: str | None,
    plans: str | None,
    accounts: str | None,
    plan: str | None,
    account: str | None,
    seconds: float,
    as_json: bool,
) -> None:
    """Compare drafts, accounts or cases, and merge two drafts.

    With --plans: issue by issue what changed, who gains and loses by each change, how verdicts moved, and the best
    packages that use only clauses of either. With --accounts: what each says of whom, and the verdicts under each
    (--plan for one plan). With OTHER, a second case: what was added, removed or changed. With none of these: all drafts
    beside each other, or, without drafts, all accounts.

    \b
    Examples:
      holdfast compare ukraine-2025 --plans p28,e28 --account kyiv
      holdfast compare before.yaml after.yaml --json
    """
    if sum(given is not None for given in (other, plans, accounts)) > 1:
        raise click.UsageError("name one of OTHER, --plans and --accounts")
    if plan is not None and (other is not None or plans is not None or accounts is None):
        raise click.UsageError("--plan goes with --accounts; to compare plans, name two: --plans A,B")
    if account is not None and (other is not None or accounts is not None):
        raise click.UsageError("--account goes with --plans; to compare accounts, name two: --accounts A,B")
    case = read_case(case_name)
    if other is not None:
        _cases(case, read_case(other), (case_name, other), as_json)
    elif plans is not None:
        _plans(case, _names(plans, "--plans"), account, seconds, as_json)
    elif accounts is not None:
        _accounts(case, _names(accounts, "--accounts"), plan, as_json)
    elif case.plans:
        _overview(case, account, as_json)
    elif len(case.accounts) > 1:
        _accounts(case, list(case.accounts), None, as_json)
    else:
        choices(case, None, account)  # an account that does not exist is an error all the same
        say_not_applicable("compare", NOTHING, as_json)


def _names(text: str, option: str) -> list[str]:
    found = list(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    if len(found) < 2:
        raise click.UsageError(f"{option} takes two names or more, comma-separated")
    return found


def _plans(case: Case, names: list[str], account: str | None, seconds: float, as_json: bool) -> None:
    from holdfast.questions.compare.plans import compare_plans
    from holdfast.report.compare import MANY, many_plans_text, plans_text

    pairs = list(combinations(names, 2))
    wanted = [a for _, a in choices(case, None, account, each_plan=False)]
    found = [[compare_plans(case, one, two, account=a, seconds=seconds) for a in wanted] for one, two in pairs]
    if as_json:
        _say([answer.json() for answers in found for answer in answers])
        return
    many = len(pairs) * len(wanted) > MANY
    texts = []
    for answers in found:
        if many:
            texts.append(many_plans_text(case, answers, width(), style()))
        else:
            texts += [plans_text(case, answer, width(), style()) for answer in answers]
    say("\n\n\n".join(texts))


def _accounts(case: Case, names: list[str], plan: str | None, as_json: bool) -> None:
    from holdfast.questions.compare.accounts import compare_accounts
    from holdfast.report.compare import accounts_text

    found = [compare_accounts(case, one, two, plan=plan) for one, two in combinations(names, 2)]
    if as_json:
        _say([answer.json() for answer in found])
    else:
        say("\n\n\n".join(accounts_text(case, answer, width(), style()) for answer in found))


def _cases(case: Case, other: Case, names: tuple[str, str], as_json: bool) -> None:
    from holdfast.questions.compare.cases import compare_cases
    from holdfast.report.compare import cases_text

    found = compare_cases(case, other)
    if as_json:
        _say([found.json()])
    else:
        say(cases_text(case, found, names, width(), style()))


def _overview(case: Case, account: str | None, as_json: bool) -> None:
    from holdfast.questions.compare.overview import overview
    from holdfast.report.compare import overview_text

    found = overview(case, account=account)
    if as_json:
        _say([found.json()])
    else:
        say(overview_text(found, width(), style()))


def _say(answers: list[dict[str, Any]]) -> None:
    say_answers("compare", answers, len(answers) == 1)
