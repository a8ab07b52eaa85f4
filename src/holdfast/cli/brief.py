"""``holdfast brief``: the main job. Answers for every plan and account, on one screen and as a page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from holdfast.cli.common import (
    case_argument,
    json_option,
    progress_line,
    read_case,
    say,
    say_json,
    selection,
    style,
    width,
    write_file,
)

if TYPE_CHECKING:
    from holdfast.report.brief import Brief


@click.command("brief")
@case_argument
@selection
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help='Where it goes: .html, .docx or .pdf; CASE-brief.html if not given, "-" for a page on standard output.',
)
@click.option("--quick", is_flag=True, help="Verdicts only: no doubts, amendments, ways there or readings.")
@click.option("--force", is_flag=True, help="Overwrite the file if there is one.")
@json_option
def command(
    case_name: str, plan: str | None, account: str | None, output: str | None, quick: bool, force: bool, as_json: bool
) -> None:
    """Answer for every plan and account; write the brief as a page.

    Prints the answer and writes one self-contained HTML file: the verdicts, the smallest changes that would mend each
    plan, ways there, and readings in the field's terms. With --json the page is written only where -o names it. A name
    that ends in .docx or .pdf gives a document of a few pages for Word or to print.

    \b
    Examples:
      holdfast brief ukraine-2025
      holdfast brief my-case.yaml --account kyiv -o brief.html
      holdfast brief ukraine-2025 -o brief.docx
    """
    from holdfast.report.brief import brief
    from holdfast.report.terminal import brief_text
    from holdfast.report.words import headline

    if as_json and output == "-":
        raise click.UsageError("--json and -o - both want standard output")
    if output not in (None, "-") and case_name != "-" and Path(output).resolve() == Path(case_name).resolve():
        raise click.UsageError("the page would overwrite the case file; name another file with -o")
    case = read_case(case_name)
    target = _target(case_name, output, as_json)
    if target is not None and not target.parent.is_dir():
        raise FileNotFoundError(f"no folder {target.parent}")
    answer = brief(case, plan=plan, account=account, quick=quick, progress=progress_line("answering"))
    page = _page(answer, target) if target is not None or output == "-" else ""
    if output == "-":
        say(str(page))
        return
    if as_json:
        shown = {"schema": "holdfast/answer/1", "question": "brief", "title": case.title, "headline": headline(answer)}
        shown |= {"answers": [hold.json() for hold in answer.answers.values()]}  # type: ignore[dict-item]
        if answer.further is not None:
            shown |= answer.further.json()
        if answer.sure is not None:
            shown |= answer.sure.json()
        say_json(shown)
    else:
        say(brief_text(answer, width(), style()))
    if target is not None:
        done = write_file(target, page, force=force)
        if not as_json:
            say("")
        click.echo(f"{'Wrote' if done == 'written' else 'Unchanged:'} {target}", err=as_json)


def _page(answer: Brief, target: Path | None) -> str | bytes:
    """Return what to write: a page, or a document where the file's name asks for one."""
    kind = target.suffix.lower() if target is not None else ".html"
    if kind == ".docx":
        from holdfast.report.docx import docx

        return docx(answer)
    if kind == ".pdf":
        from holdfast.report.pdf import pdf

        return pdf(answer)
    from holdfast.report.html import page

    return page(answer)


def _target(case_name: str, output: str | None, as_json: bool) -> Path | None:
    if output == "-" or (as_json and output is None):
        return None
    if output is not None:
        return Path(output)
    stem = "case" if case_name == "-" else Path(case_name).stem
    return Path(f"{stem}-brief.html")
