"""``holdfast catalogue``: the shipped cases computed anew."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from holdfast.cli.carrying import carried, carrying
from holdfast.cli.common import json_option, say, say_json, style, width

ENGINES = ("plain", "dense", "sparse")
"""The definitions themselves, and two engines that work in other ways."""


@click.command("catalogue")
@carried
@click.option("--exit-status", "use_status", is_flag=True, help="Exit with 1 if something does not agree.")
@json_option
def command(workers: int, spec: str | None, out: Path | None, force: bool, use_status: bool, as_json: bool) -> None:
    """Compute the shipped cases anew and compare with what is printed.

    Every case of which tables are published is solved by each engine that can, and all that is printed has to come
    out: how many states can occur, rankings, equilibria, and which states are stable for whom.

    \b
    Examples:
      holdfast catalogue
      holdfast catalogue --workers 2 --out run --json
    """
    from holdfast.runs.ensemble import carry_out
    from holdfast.runs.executor import Job
    from holdfast.shipped import example_printed, examples

    printed = [slug for slug in examples() if example_printed(slug) is not None]
    jobs = [Job(k, check, pair) for k, pair in enumerate((slug, engine) for slug in printed for engine in ENGINES)]
    question = {"verb": "catalogue", "cases": {slug: _digest(slug) for slug in printed}, "engines": list(ENGINES)}
    with carrying("computing", question, workers=workers, spec=spec, out=out, force=force) as work:
        found = carry_out(jobs, executor=work.executor, folder=work.folder, progress=work.progress)
        answer = _answer(found, [slug for slug in examples() if slug not in printed])
        if work.folder is not None:
            text = json.dumps(answer, ensure_ascii=False, indent=1) + "\n"
            work.folder.put("answer.json", lambda to: to.write_text(text, "utf-8"))
            work.folder.finish()
    if as_json:
        say_json(answer)
    else:
        say(_text(answer))
    if use_status and not answer["agrees"]:
        raise click.exceptions.Exit(1)


def check(slug: str, engine: str) -> dict[str, Any]:
    """Compute one case by one engine; what does not agree is given in full."""
    import holdfast as hf
    from holdfast.questions.printed import PARTS, compare_printed
    from holdfast.shipped import example_printed

    printed = example_printed(slug) or {}
    model = hf.compile(hf.example(slug))
    out: dict[str, Any] = {"case": slug, "engine": engine, "printed_in": printed["printed_in"]}
    try:
        solution = hf.solve(model, engine=engine)
    except hf.errors.EngineUnavailable as error:
        return {**out, "unavailable": str(error), "compared": {}, "differences": []}
    found = compare_printed(model, solution, printed)
    compared = {part: sum(each.part == part for each in found) for part in PARTS}
    return {**out, "compared": compared, "differences": [each.json() for each in found if not each.agrees]}


def _digest(slug: str) -> str:
    """Return a digest of the file of a case and of what is printed of it."""
    from holdfast.digest import digest
    from holdfast.shipped import example_printed, example_text

    return digest([example_text(slug), example_printed(slug)])


def _answer(found: list[dict[str, Any]], silent: list[str]) -> dict[str, Any]:
    from holdfast.version import __version__

    return {
        "schema": "holdfast/answer/1",
        "question": "catalogue",
        "agrees": not any(each["differences"] for each in found),
        "cases": found,
        "nothing_printed": silent,
        "holdfast": __version__,
    }


def _text(answer: dict[str, Any]) -> str:
    from holdfast.questions.printed import PARTS
    from holdfast.report.text import paragraph, table

    rows, told = [], []
    for each in answer["cases"]:
        if "unavailable" in each:
            rows.append([each["case"], each["engine"], *[""] * len(PARTS), "cannot be asked"])
            continue
        differences = each["differences"]
        verdict = "yes" if not differences else f"no, {len(differences)} differ"
        rows.append([each["case"], each["engine"], *(str(each["compared"][part]) for part in PARTS), verdict])
        for one in differences:
            of = f" ({one['of']})" if one["of"] else ""
            told.append(
                f"{each['case']}, {each['engine']}: {one['part']}{of}: printed {_short(one['printed'])}, "
                f"computed {_short(one['found'])}"
            )
    last = len(PARTS) + 2

    def role(row: int, column: int) -> str:
        word = rows[row][column]
        return "" if column != last else "good" if word == "yes" else "bad" if word.startswith("no") else "dim"

    head = ["case", "engine", *PARTS, "agrees"]
    parts = [table(head, rows, width(), style=style(), roles=role), *(paragraph(line, width(), "  ") for line in told)]
    if answer["nothing_printed"]:
        parts.append(paragraph(f"Nothing is printed of {', '.join(answer['nothing_printed'])}.", width()))
    return "\n\n".join(parts)


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 200 else f"{text[:199]}…"
