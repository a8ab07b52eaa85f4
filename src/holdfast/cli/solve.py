"""``holdfast solve``: the states that hold."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
from holdfast.cli.quantities import limits

if TYPE_CHECKING:
    from holdfast.model.family import Family
    from holdfast.questions.equilibria import Solved
    from holdfast.questions.solved import Asked

LISTED, SHOWN = 1000, 20
"""States listed in JSON and kept in a run folder, and shown in text, where --limit is not given."""


@click.command("solve")
@case_argument
@selection
@engine_options
@click.option(
    "--limit",
    metavar="N",
    type=click.IntRange(min=0),
    help="Most states listed in each set (1000 in JSON, 20 in text).",
)
@click.option("--page", metavar="N", type=click.IntRange(min=1), help="Which page of that many states, from 1.")
@click.option("--where", metavar="CONDITION", default="", help="Count and list only states that satisfy a condition.")
@click.option("--nearest", metavar="PLAN|STATE", default="", help="Show the equilibria nearest to a plan or a state.")
@click.option("--stable", is_flag=True, help="List the states stable for each party too.")
@click.option("--ranking", is_flag=True, help="Show how each party ranks the states.")
@click.option(
    "--out", metavar="DIR", type=click.Path(path_type=Path), help="Keep a run folder, and go on from it if interrupted."
)
@click.option("--force", is_flag=True, help="Clear a run folder that belongs to another question.")
@limits
@json_option
def command(
    case_name: str,
    plan: str | None,
    account: str | None,
    concept: str | None,
    engine: str | None,
    limit: int | None,
    page: int | None,
    where: str,
    nearest: str,
    stable: bool,
    ranking: bool,
    out: Path | None,
    force: bool,
    memory: int,
    seconds: float,
    threads: int | None,
    as_json: bool,
) -> None:
    """List the states that hold, for each solution concept.

    Counts are always exact. Without --plan no plan is on the table and every issue stays as it is now; without
    --account every account is answered for where the case has no preferences of its own.

    \b
    Examples:
      holdfast solve cuba-1962
      holdfast solve cuba-1962 --concept nash,seq --stable --json
      holdfast solve cuba-1962 --where "not withdraw" --nearest 1
    """
    from holdfast.model.family import family
    from holdfast.questions.solved import Asked, check
    from holdfast.report.equilibria import solved_text

    case = read_case(case_name)
    names = [name for name in concept.split(",") if name.strip()] if concept else None
    if concept is not None and not names:
        raise click.UsageError("--concept names no concept")
    shown = limit if limit is not None else (LISTED if as_json else SHOWN)
    # a run folder keeps as many as JSON shows, so that it can answer both ways
    kept = LISTED if out is not None and limit is None and not page else shown
    asked = Asked(kept, page or 0, stable, ranking, where, nearest)
    wanted = choices(case, plan, account, each_plan=False)
    families = [family(case, plan=p, account=a) for p, a in wanted]
    for each in families:
        check(each, asked)
    options = {"concepts": names, "engine": engine or "", "memory": memory, "seconds": seconds, "threads": threads or 0}
    found = []
    for each in families:
        folder = out / _folder_name(each) if out is not None and len(families) > 1 else out
        found.append(_solve(each, asked, folder, force, options).cut(shown))
    if as_json:
        say_answers("solve", [answer.json() for answer in found], len(wanted) == 1)
    else:
        say("\n\n".join(solved_text(answer, width(), style()) for answer in found))
        if case.plans and plan is None:
            click.echo(f"No plan is on the table; name one with --plan: {', '.join(case.plans)}", err=True)


def _folder_name(family: Family) -> str:
    """Return the name of the folder of one of several answers."""
    return "-".join(name for name in (family.plan, family.account) if name) or "case"


def _solve(family: Family, asked: Asked, out: Path | None, force: bool, options: dict[str, Any]) -> Solved:
    """Answer for one plan and account, with a run folder or without; Ctrl-C stops it within a second."""
    from holdfast.questions.solved import solved
    from holdfast.runs.interrupt import interruptible

    line = progress_line("solving")
    if out is None:
        try:
            return interruptible(lambda: solved(family, **asdict(asked), progress=line, **options))
        finally:
            if line is not None:
                line.close()
    from holdfast.cli.keeping import Keeper

    keeper = Keeper(out, family, asked, force=force, **options)
    known = keeper.known()
    if known is not None:
        return known
    try:
        return interruptible(lambda: keeper.solve(line, options["threads"]))
    except KeyboardInterrupt:
        keeper.folder.stop()
        raise KeyboardInterrupt(f"interrupted; run again with the same --out {out} to go on") from None
    finally:
        if line is not None:
            line.close()
        if keeper.folder.n_reused or keeper.folder.n_damaged:
            click.echo(_taken_over(keeper.folder.n_reused, keeper.folder.n_damaged), err=True)


def _taken_over(n_reused: int, n_damaged: int) -> str:
    """Say what was found in the run folder."""
    damaged = f"; {n_damaged} {'was' if n_damaged == 1 else 'were'} damaged and computed again" if n_damaged else ""
    return f"{n_reused} finished part{'' if n_reused == 1 else 's'} taken over from the run folder{damaged}"
