"""``holdfast convert``: a case as a workbook, as tables, as JSON and back; and its state graph for other programs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from holdfast.cli.common import case_argument, json_option, read_bytes, say, say_json, selection, write_file

if TYPE_CHECKING:
    from holdfast.case import Case

KINDS = {".yaml": "yaml", ".yml": "yaml", ".json": "json", ".xlsx": "xlsx"}
GRAPHS = ("graphml", "gexf", "dot")


@click.command("convert")
@case_argument
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Where it goes: .xlsx, .yaml, .json, or a folder for CSV tables. YAML on standard output if not given.",
)
@click.option(
    "--graph", metavar="FILE", help='Write the state graph: .graphml, .gexf or .dot; "-" for standard output.'
)
@click.option(
    "--format",
    "kind",
    type=click.Choice(["yaml", "json", "xlsx", "csv", *GRAPHS]),
    help="What to write, whatever the name.",
)
@selection
@click.option("--force", is_flag=True, help="Overwrite files if there are any.")
@json_option
def command(
    case_name: str,
    output: str | None,
    graph: str | None,
    kind: str | None,
    plan: str | None,
    account: str | None,
    force: bool,
    as_json: bool,
) -> None:
    """Turn a case into a workbook, tables, JSON or a graph, and back.

    CASE may be an .xlsx workbook or a folder of CSV tables. Nothing is lost: comments and layout of a case file
    come back from its tables, changed only where the tables were. --plan and --account are for --graph.

    \b
    Examples:
      holdfast convert ukraine-2025 -o case.xlsx
      holdfast convert case.xlsx -o case.yaml
      holdfast convert cuba-1962 --graph states.graphml
    """
    if kind in GRAPHS and graph is None:
        graph, output = output or "-", None
    if graph is None and (plan or account):
        raise click.UsageError("--plan and --account are about the state graph; name a file for it with --graph")
    if as_json and (graph == "-" or output == "-"):
        raise click.UsageError("--json wants standard output for itself; name a file")
    case, text, shown = _read(case_name)
    written: dict[str, str] = {}
    if graph is not None:
        written |= _write_graph(case, graph, kind, plan, account, force)
    if output is not None or graph is None:
        written |= _write_case(text, case_name, output, kind, force, as_json)
    if as_json:
        found = {"schema": "holdfast/answer/1", "question": "convert", "path": shown, "title": case.title}
        say_json({**found, "case": case.digest, "written": list(written)})
    else:
        tables = [name for name in written if name.endswith(".csv")]
        if tables:
            click.echo(f"Wrote {len(tables)} tables in {Path(tables[0]).parent}", err=True)
        for name, done in written.items():
            if name not in tables:
                click.echo(f"{'Wrote' if done == 'written' else 'Unchanged:'} {name}", err=True)


def _read(case_name: str) -> tuple[Case, str, str]:
    """Return a case, its text, and the name to show; raise with every problem."""
    from holdfast.casefile.read import examine
    from holdfast.casefile.sheet import is_tables, read_tables
    from holdfast.errors import CaseFileError

    path = Path(case_name)
    if case_name != "-" and path.exists() and is_tables(path):
        case, text, problems = read_tables(path)
        found, shown = list(problems), case_name
    else:
        data, shown = read_bytes(case_name)
        read, found = examine(data, shown)
        if read is None:
            raise CaseFileError(found)
        case, text = read, data.decode("utf-8")
    if found:
        click.echo(f"{shown}: {len(found)} warning{'s' * (len(found) > 1)}", err=True)
        for problem in found if path.exists() and is_tables(path) else []:
            click.echo(str(problem), err=True)
    return case, text, shown


def _write_graph(
    case: Case, target: str, kind: str | None, plan: str | None, account: str | None, force: bool
) -> dict[str, str]:
    from holdfast.model.compile import check_names
    from holdfast.report.state_graph import state_graph

    form = kind if kind in GRAPHS else Path(target).suffix.lower().lstrip(".")
    if form not in GRAPHS:
        raise click.UsageError(f"--graph: name a file that ends in .{', .'.join(GRAPHS)}, or say which with --format")
    check_names(case, plan, account)
    if account is None and None not in case.account_ids():
        raise click.UsageError(
            f"every account has preferences of its own; name one with --account: {', '.join(case.accounts)}"
        )
    graph = state_graph(case, plan=plan, account=account)
    text = {"graphml": graph.to_graphml, "gexf": graph.to_gexf, "dot": graph.to_dot}[form]()
    if target == "-":
        say(text.rstrip("\n"))
        return {}
    return {target: write_file(Path(target), text, force=force)}


def _write_case(
    text: str, case_name: str, output: str | None, kind: str | None, force: bool, as_json: bool
) -> dict[str, str]:
    from holdfast.casefile import sheet

    target = None if output in (None, "-") else Path(output or "")
    form = kind if kind not in (None, *GRAPHS) else _kind(output)
    if target is not None and case_name != "-" and target.resolve() == Path(case_name).resolve() and not force:
        raise click.UsageError("this would overwrite the case itself; name another file with -o, or say --force")
    content: str | bytes | Mapping[str, str]
    if form == "xlsx":
        content = sheet.to_xlsx(text)
    elif form == "csv":
        content = sheet.to_csv(text)
    elif form == "json":
        content = sheet.to_json(text)
    else:  # tables bring their own text back; a file is written anew
        is_back = case_name != "-" and Path(case_name).exists() and sheet.is_tables(Path(case_name))
        content = text if is_back else sheet.to_yaml(text)
    if target is None:
        if not isinstance(content, str):
            raise click.UsageError(f"{form} is not for standard output; name a file with -o")
        if not as_json:
            click.echo(content, nl=False)
        return {}
    if isinstance(content, Mapping):
        return _write_folder(target, content, force)
    return {str(target): write_file(target, content, force=force)}


def _kind(output: str | None) -> str:
    if output is None or output == "-":
        return "yaml"
    path = Path(output)
    if output.endswith(("/", "\\")) or path.is_dir() or not path.suffix:
        return "csv"
    if path.suffix.lower() not in KINDS:
        raise click.UsageError(f'"{path.suffix}" is not known: use .xlsx, .yaml, .json, or a folder for CSV tables')
    return KINDS[path.suffix.lower()]


def _write_folder(folder: Path, files: Mapping[str, str], force: bool) -> dict[str, str]:
    if folder.exists() and not folder.is_dir():
        raise NotADirectoryError(f"{folder} is a file; name a folder for the tables")
    old = sorted(file for file in folder.glob("*.csv") if file.name not in files) if folder.exists() else []
    if old and not force:
        raise FileExistsError(f"{folder} holds other tables ({old[0].name}); use --force, or name another folder")
    for file in old:  # tables of another case would be read as part of this one
        file.unlink()
    folder.mkdir(exist_ok=True)
    return {str(folder / name): write_file(folder / name, text, force=force) for name, text in files.items()}
