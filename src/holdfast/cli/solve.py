"""``holdfast solve``: the states that hold."""

from __future__ import annotations

import click

from holdfast.cli.common import (
    case_argument,
    choices,
    engine_options,
    json_option,
    progress_line,
    read_case,
    say,
    say_answers,
    selection,
    style,
    width,
)


@click.command("solve")
@case_argument
@selection
@engine_options
@click.option(
    "--limit",
    metavar="N",
    type=click.IntRange(min=0),
    default=None,
    help="Most states listed (1000 in JSON, 20 in text).",
)
@click.option("--stable", is_flag=True, help="List the states stable for each party too.")
@click.option("--ranking", is_flag=True, help="Show how each party ranks the states.")
@click.option(
    "--memory", metavar="GIB", type=float, default=4.0, show_default=True, help="Memory that may be used, in GiB."
)
@click.option(
    "--time", "seconds", metavar="S", type=float, default=600.0, show_default=True, help="Seconds that may be taken."
)
@json_option
def command(
    case_name: str,
    plan: str | None,
    account: str | None,
    concept: str | None,
    engine: str | None,
    limit: int | None,
    stable: bool,
    ranking: bool,
    memory: float,
    seconds: float,
    as_json: bool,
) -> None:
    """List the states that hold, for each solution concept.

    Counts are always exact. Without --plan no plan is on the table and every issue stays as it is now; without
    --account every account is answered for where the case has no preferences of its own.

    \b
    Examples:
      holdfast solve cuba-1962
      holdfast solve cuba-1962 --concept nash,seq --stable --json
    """
    from holdfast.model.family import family
    from holdfast.questions.solved import solved
    from holdfast.report.terminal import solved_text

    case = read_case(case_name)
    names = [name for name in concept.split(",") if name.strip()] if concept else None
    listed = limit if limit is not None else (1000 if as_json else 20)
    wanted = choices(case, plan, account, each_plan=False)
    found = [
        solved(
            family(case, plan=p, account=a),
            limit=listed,
            stable=stable,
            ranking=ranking,
            concepts=names,
            engine=engine or "",
            memory=int(memory * (1 << 30)),
            seconds=seconds,
            progress=progress_line("solving"),
        )
        for p, a in wanted
    ]
    if as_json:
        say_answers("solve", [answer.json() for answer in found], len(wanted) == 1)
    else:
        say("\n\n".join(solved_text(answer, width(), style()) for answer in found))
        if case.plans and plan is None:
            click.echo(f"No plan is on the table; name one with --plan: {', '.join(case.plans)}", err=True)
