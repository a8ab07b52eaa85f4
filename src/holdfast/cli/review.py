"""``holdfast review``: accept, edit or reject what ``holdfast read`` proposed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from holdfast.cli.common import json_option, say_json, write_file
from holdfast.cli.read import open_text, read_data, reads_text

if TYPE_CHECKING:
    from holdfast.reading.annotations import Annotation, Annotations
    from holdfast.reading.text import Text

PROMPT = "accept, edit, reject, skip or quit? [a/e/r/s/q] "


@click.command("review")
@click.argument("file_name", metavar="FILE")
@click.option("--text", "text_name", metavar="TEXT", required=True, help="The text that FILE was made from.")
@click.option("--by", metavar="WHO", default="", help="Who decides: initials, or a name without spaces.")
@click.option("--on", metavar="DATE", default="", help="When (ISO date).")
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Only these kinds; may be repeated.")
@click.option(
    "--accept", "accepted", multiple=True, metavar="ID", help="Accept this one without asking; may be repeated."
)
@click.option(
    "--reject", "rejected", multiple=True, metavar="ID", help="Reject this one without asking; may be repeated."
)
@click.option("--no-ask", is_flag=True, help="Ask nothing: only what the other options say.")
@click.option("--into", metavar="CASE", help="Write what is accepted into this case file.")
@click.option(
    "--source", metavar="ID", help="Id of the text among the case's sources; made from its name if not given."
)
@click.option("--page", "page_name", metavar="FILE", help="Write the text with its proposals side by side as a page.")
@click.option("--force", is_flag=True, help="Overwrite the page if there is one.")
@json_option
def command(
    file_name: str,
    text_name: str,
    by: str,
    on: str,
    kinds: tuple[str, ...],
    accepted: tuple[str, ...],
    rejected: tuple[str, ...],
    no_ask: bool,
    into: str | None,
    source: str | None,
    page_name: str | None,
    force: bool,
    as_json: bool,
) -> None:
    """Accept, edit or reject proposals, one by one.

    FILE holds the proposals, as `holdfast read TEXT -o FILE.jsonl` wrote them; decisions are kept in it. Answers are
    read from standard input, a line each. What is accepted goes into a case with --into: as entries under x-proposals
    that cite the text; they change no verdict until you write a statement, rule or judgement that rests on them.

    \b
    Examples:
      holdfast review article.jsonl --text article.html --by AB --on 2026-01-31
      holdfast review article.jsonl --text article.html --no-ask --into case.yaml
    """
    from holdfast.reading.annotations import belongs, parse
    from holdfast.reading.review import check_who, decide, open_items, rate
    from holdfast.reading.text import decode

    with reads_text():
        if text_name == "-" and not no_ask:
            raise click.UsageError("--text - leaves no standard input for answers; add --no-ask, or name a file")
        text = open_text(text_name)
        file = parse(decode(read_data(file_name), file_name), file_name)
        belongs(file, text, file_name)
        _check_kinds(kinds)
        before = file
        asks = not no_ask and not (accepted or rejected)
        if accepted or rejected or (asks and open_items(file, kinds)):
            check_who(by, on)
        for verdict, ids in (("accepted", accepted), ("rejected", rejected)):
            for each in ids:
                file = decide(file, each, verdict, by=by, on=on)
        try:
            if asks:
                file = _ask(file, text, kinds, by, on)
        finally:
            if file != before:
                from holdfast.reading.annotations import dump

                write_file(Path(file_name), dump(file, text.content), force=True)
        written = _into(file, text, into, source) if into else None
        if page_name:
            from holdfast.report.reading import review_page

            done = write_file(Path(page_name), review_page(file, text), force=force)
            click.echo(f"{done.capitalize()}: {page_name}", err=True)
        counted = rate(file)
    if as_json:
        say_json({"schema": "holdfast/review/1", "file": file_name, **counted, "written": written})
        return
    click.echo(", ".join(f"{number} {'open' if key == 'proposed' else key}" for key, number in counted.items()))
    if written is not None:
        click.echo(f"{written} new under x-proposals of {into}; next: holdfast check {into}", err=True)


def _check_kinds(kinds: tuple[str, ...]) -> None:
    from holdfast.near import did_you_mean
    from holdfast.reading.proposal import KINDS

    for kind in kinds:
        if kind not in KINDS:
            raise click.UsageError(f'no kind "{kind}"; {did_you_mean(kind, KINDS, "kinds")}')


def _ask(file: Annotations, text: Text, kinds: tuple[str, ...], by: str, on: str) -> Annotations:
    """Ask about each open proposal; stop at ``q`` or where there are no more answers."""
    from holdfast.reading.failure import ReadingError
    from holdfast.reading.review import decide, open_items

    items = open_items(file, kinds)
    for number, item in enumerate(items, 1):
        click.echo(_shown(item, text, f"{number}/{len(items)}"), err=True)
        while True:
            answer = _answer(PROMPT)
            if answer is None or answer in ("q", "quit"):
                return file
            try:
                if answer in ("a", "accept"):
                    file = decide(file, item.id, "accepted", by=by, on=on)
                elif answer in ("r", "reject"):
                    file = decide(file, item.id, "rejected", by=by, on=on)
                elif answer in ("e", "edit"):
                    file = decide(file, item.id, "edited", by=by, on=on, changes=_changes(item))
                elif answer not in ("s", "skip"):
                    click.echo(f'"{answer[:40]}" is none of these', err=True)
                    continue
            except ReadingError as error:
                click.echo(str(error), err=True)
                continue
            break
    return file


def _answer(prompt: str) -> str | None:
    click.echo(prompt, nl=False, err=True)
    line = sys.stdin.readline()
    if not sys.stdin.isatty():
        click.echo(line.rstrip("\n"), err=True)
    return line.strip() if line else None


def _changes(item: Annotation) -> dict[str, str]:
    """Ask for new values; an empty answer keeps what is there, a single ``-`` empties it."""
    found: dict[str, str] = {}
    for key in ("kind", "holder", "hedge", "note"):
        answer = _answer(f"  {key} [{getattr(item, key)}]: ")
        if answer:
            found[key] = "" if answer == "-" else answer
    return found


def _shown(item: Annotation, text: Text, place: str) -> str:
    around = text.content[max(0, item.start - 60) : item.start].replace("\n", " ")
    after = text.content[item.end : item.end + 60].replace("\n", " ")
    quote = " ".join(item.quote.split())
    facts = [f"holder: {item.holder or 'not said'}", f"cue: {item.cue}"]
    if item.hedge:
        facts.append(f"hedge: {item.hedge}")
    if item.range:
        facts.append(f"range: {item.range[0]:.0%}-{item.range[1]:.0%} ({item.range_kind})")
    return f"\n[{place}] {item.id} {item.kind} — {'; '.join(facts)}\n  … {around}>>{quote}<<{after} …"


def _into(file: Annotations, text: Text, into: str, source: str | None) -> int:
    from holdfast.case import Case
    from holdfast.casefile import loads
    from holdfast.errors import Problem
    from holdfast.reading.drafting import slug
    from holdfast.reading.stubs import SourceEntry, insert
    from holdfast.reading.text import decode

    path = Path(into)
    content = decode(path.read_bytes(), into)

    def read(case_text: str) -> Case:
        ignored: list[Problem] = []
        return loads(case_text, into, warnings=ignored)

    name = Path(text.name).stem if text.name != "-" else "text"
    made = SourceEntry(
        source or slug(name), f"{Path(text.name).name if text.name != '-' else 'standard input'}, digest {text.digest}"
    )
    new, number = insert(content, file.items, made, read)
    if number:
        write_file(path, new, force=True)
    return number
