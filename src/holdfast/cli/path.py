"""``holdfast path``: by which steps could a state come about?"""

from __future__ import annotations

from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from holdfast.case import Case

LISTED, SHOWN = 3, 1
"""Sequences listed in JSON and shown in text, where --most is not given."""


@click.command("path")
@case_argument
@click.argument("start", metavar="[FROM", required=False)
@click.argument("target", metavar="[TO]]", required=False)
@selection
@click.option("--by", metavar="KINDS", help="Kinds of steps, of moves,improvements,coalitions; all if not given.")
@click.option(
    "--most",
    metavar="N",
    type=click.IntRange(min=1),
    help="Most sequences shown of each kind (3 in JSON, 1 in text).",
)
@time_limit
@json_option
def command(
    case_name: str,
    start: str | None,
    target: str | None,
    plan: str | None,
    account: str | None,
    by: str | None,
    most: int | None,
    seconds: float,
    as_json: bool,
) -> None:
    """By which steps could a state come about, and who must move first?

    FROM is a state or a plan, the status quo if not given. TO is one too; if not given, the plan's state, what
    happened, and the equilibria of nash and seq nearest to FROM. Finds the shortest legal sequences by any moves, by
    steps that each mover wants, and by coalitions all of whose members gain.

    \b
    Examples:
      holdfast path cuba-1962 1 7
      holdfast path ukraine-2025 --plan p28 --account washington --json
    """
    from holdfast.errors import QuestionError
    from holdfast.model.family import family
    from holdfast.questions.paths import paths
    from holdfast.questions.paths.answer import WAYS
    from holdfast.report.paths import MANY, many_paths_text, paths_text

    case = read_case(case_name)
    kinds = tuple(kind.strip() for kind in by.split(",") if kind.strip()) if by is not None else WAYS
    if not kinds:
        raise click.UsageError("--by names no kind of steps")
    plan = plan or next((name for name in (target, start) if name in case.plans), None)
    here = _letters(case, start) if start is not None else None
    there = _letters(case, target) if target is not None else None
    if start in case.plans and target in case.plans and start != target and here == there:
        raise QuestionError(
            f"plans {start} and {target} are kept to in the same way, so one state stands for both; they differ "
            f"in what they say, not in moves: holdfast compare CASE --plans {start},{target}"
        )
    number = most or (LISTED if as_json else SHOWN)
    outcome = case.outcome.pattern if case.outcome is not None else ""
    families = [family(case, plan=p, account=a) for p, a in choices(case, plan, account, each_plan=there is None)]
    if here is None and not all(next(each.models())[1].status_quo is not None for each in families):
        note = (
            "Where this case starts cannot occur, so there is no path from it. Name a state: holdfast path CASE FROM."
        )
        say_not_applicable("path", note, as_json)
        return
    line = progress_line("looking for ways")
    try:
        found = [
            paths(
                each,
                here,
                there,
                by=kinds,
                most=number,
                outcome=outcome,
                seconds=seconds,
                progress=line,
            )
            for each in families
        ]
    finally:
        if line is not None:
            line.close()
    if as_json:
        say_answers("path", [answer.json() for answer in found], len(found) == 1)
    elif len(found) > MANY:
        say(many_paths_text(case, found, width(), style()))
    else:
        told = (paths_text(case, answer, width(), style(), named=there is not None) for answer in found)
        say("\n\n\n".join(told))


def _letters(case: Case, text: str) -> str:
    """Return the letters of a state, or of a plan's state."""
    from holdfast.model.compile import plan_code
    from holdfast.model.states import to_letters
    from holdfast.questions.state import letters_of

    return to_letters(plan_code(case, text), len(case.options)) if text in case.plans else letters_of(case, text)
