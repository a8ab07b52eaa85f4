"""``holdfast doubt``: in what share of the worlds that the sources allow a plan holds, and what drives it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from holdfast.cli.carrying import carried, carrying, seeded
from holdfast.cli.common import (
    case_argument,
    choices,
    exit_status,
    json_option,
    level_option,
    read_case,
    say,
    say_answers,
    say_json,
    say_not_applicable,
    selection,
    state_option,
    style,
    width,
    write_file,
)

if TYPE_CHECKING:
    from holdfast.case import Case
    from holdfast.uncertainty.doubt import Carry

ONE = "a picture is of one plan under one account; name both (--plan, --account)"


@click.command("doubt")
@case_argument
@selection
@state_option
@level_option
@click.option(
    "--lexicon",
    metavar="ID",
    help="Read words of likelihood by this lexicon: survey, icd203, phia or ipcc.",
)
@click.option(
    "--draws",
    "n_draws",
    metavar="N",
    type=click.IntRange(min=100, max=10_000_000),
    default=1 << 16,
    show_default=True,
    help="Worlds drawn where there are too many to judge them all.",
)
@seeded
@carried
@click.option(
    "-o",
    "picture",
    metavar="FILE.svg",
    type=click.Path(path_type=Path),
    help="Write a picture of what drives the share; name a plan and an account.",
)
@json_option
@exit_status
def command(
    case_name: str,
    plan: str | None,
    account: str | None,
    state: str | None,
    level: str,
    lexicon: str | None,
    n_draws: int,
    seed: int,
    workers: int,
    spec: str | None,
    out: Path | None,
    force: bool,
    picture: Path | None,
    as_json: bool,
    use_status: bool,
) -> None:
    """Say in what share of worlds a plan holds, between which bounds, and what drives it.

    A world makes every judgement of the case true or false. Every world is judged; the share is weighted by the point
    credences, its bounds are the extremes over all credences within their ranges. Without --plan: every plan under
    every account, and whether the accounts agree.

    \b
    Examples:
      holdfast doubt ukraine-2025
      holdfast doubt ukraine-2025 --plan p28 --account kyiv
      holdfast doubt my-case.yaml --plan draft-2 --level holds --json
    """
    from holdfast.report.doubt import doubt_text, doubts_text
    from holdfast.uncertainty.doubt import doubt
    from holdfast.uncertainty.lexicons import by_lexicon, read_by
    from holdfast.uncertainty.matrix import doubts

    case = read_case(case_name)
    if lexicon is not None:
        case = read_by(case, lexicon)
    if not case.plans and state is None:
        note = "This case has no plans. Name a state: `holdfast doubt CASE --state STATE`."
        say_not_applicable("doubt", note, as_json)
        return
    if picture is not None and plan is None and state is None:
        raise click.UsageError(ONE)
    question: dict[str, Any] = {
        "question": "doubt",
        "case": case.digest,
        "plan": plan,
        "account": account,
        "state": state,
    }
    question |= {"seed": seed, "draws": n_draws}
    with _carried("judging worlds", question, workers=workers, spec=spec, out=out, force=force) as carry:
        if plan is None and state is None:
            choices(case, plan, account)
            table = doubts(case, account=account, level=level, carry=carry)
            if as_json:
                say_json(table.json())
            else:
                say(doubts_text(case, table, width(), style()))
            _status(use_status, [each.verdict for each in table.answers.values()])
            return
        asked = choices(case, plan, account, each_plan=state is None)
        found = []
        for p, a in asked:
            answer = doubt(case, plan=p, state=state, account=a, level=level, n_draws=n_draws, seed=seed, carry=carry)
            found.append(by_lexicon(case, answer))
    if as_json:
        say_answers("doubt", [answer.json() for answer in found], len(found) == 1)
    else:
        say("\n\n\n".join(doubt_text(case, answer, width(), style()) for answer in found))
    if picture is not None:
        _picture(case, picture, found, force)
    _status(use_status, [answer.verdict for answer in found])


def _status(use_status: bool, verdicts: Sequence[str]) -> None:
    if use_status and any(verdict != "holds" for verdict in verdicts):
        raise click.exceptions.Exit(1)


def _picture(case: Case, path: Path, found: Sequence[Any], force: bool) -> None:
    from holdfast.report.tornado import tornado_svg

    if len(found) != 1:
        raise click.UsageError(ONE)
    word = write_file(path, tornado_svg(case, found[0]), force=force)
    click.echo(f"{path}: {word}", err=True)


@contextmanager
def _carried(title: str, question: dict[str, Any], **how: Any) -> Iterator[Carry]:
    from holdfast.runs.ensemble import carry_out
    from holdfast.runs.executor import Job
    from holdfast.uncertainty.doubt import here

    if how["workers"] == 1 and how["spec"] is None and how["out"] is None:
        yield here
        return
    with carrying(title, question, **how) as work:

        def carry(function: Callable[..., Any], arguments: Sequence[tuple[Any, ...]], name: str) -> list[Any]:
            jobs = [Job(k, function, each) for k, each in enumerate(arguments)]
            return carry_out(jobs, executor=work.executor, folder=work.folder, progress=work.progress, name=name)

        yield carry
        if work.folder is not None:
            work.folder.finish()
