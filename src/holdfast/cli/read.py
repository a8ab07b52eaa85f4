"""``holdfast read``: what a text says, as proposals tied to its words."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from holdfast.cli.common import json_option, read_case, say, say_json, style, width, write_file

if TYPE_CHECKING:
    from holdfast.reading.annotations import Annotations
    from holdfast.reading.parsers.parsed import Parser
    from holdfast.reading.reader import Reading
    from holdfast.reading.text import Text


ENDINGS = (".jsonl", ".html", ".json")
"""What ``-o`` can write."""


@click.command("read")
@click.argument("text_name", metavar="TEXT")
@click.option("--case", "case_name", metavar="CASE", help="Look for this case's parties, plans and issues by name.")
@click.option("--lexicon", metavar="NAME", help="Which lexicon gives words of likelihood their ranges.")
@click.option("--text", "as_text", is_flag=True, help="Print the text that the offsets count, and nothing else.")
@click.option("--score", "gold", metavar="GOLD", help="Measure TEXT (or a coding of it) against this coding.")
@click.option("--parser", metavar="NAME", help="Also parse: spacy, or spacy:FOLDER with a model of your own.")
@click.option("--suggest-issues", is_flag=True, help="Suggest which issues of the case each sentence may be about.")
@click.option("--llm", "llm_url", metavar="URL", help="Also ask a language model at this address (HOLDFAST_LLM_URL).")
@click.option("--llm-model", metavar="NAME", help="Its name there (HOLDFAST_LLM_MODEL).")
@click.option("--llm-timeout", type=click.FloatRange(0.1, 3600), default=60, show_default=True, help="Seconds to wait.")
@click.option("-o", "--output", metavar="FILE", help="Write proposals (.jsonl), a page (.html) or the JSON (.json).")
@click.option("--force", is_flag=True, help="Overwrite the file if there is one.")
@json_option
def command(
    text_name: str,
    case_name: str | None,
    lexicon: str | None,
    as_text: bool,
    gold: str | None,
    parser: str | None,
    suggest_issues: bool,
    llm_url: str | None,
    llm_model: str | None,
    llm_timeout: float,
    output: str | None,
    force: bool,
    as_json: bool,
) -> None:
    """Read a text: who says, wants, foresees or doubts what.

    TEXT is a .txt, .md, .html, .docx or .pdf file, or "-" for standard input. Everything found is a proposal, tied to
    the exact words; `holdfast review` accepts or rejects them. The rules need no model and no network; a parser
    and sentence vectors, where wanted, are checked against known hashes and run on this machine.

    \b
    Examples:
      holdfast read article.html --case my-case.yaml -o article.jsonl
      holdfast read article.txt --parser spacy --case case.yaml --suggest-issues
      holdfast read gold:news-1 --score gold:news-1
    """
    if suggest_issues and not case_name:
        raise click.UsageError("--suggest-issues needs --case")
    if as_text and as_json:
        raise click.UsageError("--text prints the text alone; leave --json out")
    if output and Path(output).suffix not in ENDINGS:
        raise click.UsageError(f"{output}: what to write follows from the ending: {', '.join(ENDINGS)}")
    with reads_text():
        if gold is not None:
            _score(text_name, gold, lexicon, parser, as_json)
            return
        text = open_text(text_name)
        if as_text:
            click.echo(text.content)
            return
        asked = _llm_settings(llm_url, llm_model, llm_timeout)
        reading = _read(text, case_name, lexicon, parser, suggest_issues, asked)
        if output:
            _write(reading, output, force)
        if as_json:
            say_json(reading.json())
        elif not output:
            from holdfast.report.reading import reading_text

            say(reading_text(reading, width(), style()))
        _rates(reading)


@contextmanager
def reads_text() -> Iterator[None]:
    """Turn what can go wrong while a text is read into a message and an exit code."""
    from holdfast.reading.failure import ExtraNeeded, ReadingError

    try:
        yield
    except ReadingError as error:
        click.echo(str(error), err=True)
        raise click.exceptions.Exit(error.code) from None
    except ExtraNeeded as error:
        click.echo(f"holdfast: {error}", err=True)
        raise click.exceptions.Exit(5) from None


def open_text(name: str) -> Text:
    """Read a text from a file, standard input (``-``) or the shipped ones (``gold:NAME``)."""
    from holdfast.reading.gold import PREFIX, gold_text
    from holdfast.reading.text import extract

    if name.startswith(PREFIX):
        return gold_text(name.removeprefix(PREFIX))
    return extract(read_data(name), name)


def read_data(name: str) -> bytes:
    """Return a file's bytes, or one more than is allowed where it is longer."""
    from holdfast.reading.text import MAX_BYTES

    if name == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    with Path(name).open("rb") as stream:
        return stream.read(MAX_BYTES + 1)


def open_coding(name: str) -> Annotations:
    """Read a coding from a file, standard input, or the shipped ones."""
    from holdfast.reading.annotations import parse
    from holdfast.reading.gold import PREFIX, gold_coding
    from holdfast.reading.text import decode

    if name.startswith(PREFIX):
        return gold_coding(name.removeprefix(PREFIX))
    return parse(decode(read_data(name), name), name)


def _read(
    text: Text, case_name: str | None, lexicon: str | None, parser: str | None, suggest_issues: bool, asked: Any
) -> Reading:
    from holdfast.lexicons import DEFAULT
    from holdfast.lexicons import lexicon as known
    from holdfast.reading.reader import read_text

    chosen = lexicon or DEFAULT
    known(chosen)
    case = read_case(case_name) if case_name else None
    tool, suggests = _parser(parser), None
    if suggest_issues and case is not None:
        from holdfast.reading.semantic.issues import suggester
        from holdfast.reading.semantic.vectors import load

        suggests = suggester(case, load())
    further = None
    if asked:
        from holdfast.reading.llm.ask import ask

        if not asked.is_loopback:
            click.echo(f"warning: the text is sent to {asked.host}, which is not this machine", err=True)
        further = ask(text, asked, case=case, lexicon=chosen)
        for key, number in sorted(further.notes.items()):
            click.echo(f"{key.replace('_', ' ')}: {number}", err=True)
    return read_text(text, case=case, lexicon=chosen, further=further, parser=tool, suggester=suggests)


def _parser(wanted: str | None) -> Parser | None:
    if not wanted:
        return None
    from holdfast.reading.parsers.choosing import parser

    found = parser(wanted)
    if "remark" in found.provenance:
        click.echo(f"warning: {found.provenance['remark']}", err=True)
    return found


def _llm_settings(url: str | None, model: str | None, timeout: float) -> Any:
    import os

    url = url or os.environ.get("HOLDFAST_LLM_URL")
    if not url:
        return None
    from holdfast.reading.llm.settings import settings

    key = os.environ.get("HOLDFAST_LLM_KEY", "")
    return settings(url, model or os.environ.get("HOLDFAST_LLM_MODEL", ""), key=key, timeout=timeout)


def _write(reading: Reading, output: str, force: bool) -> None:
    import json

    from holdfast.reading.annotations import annotations_of, dump
    from holdfast.reading.proposal import Found

    path = Path(output)
    if path.suffix == ".html":
        from holdfast.report.reading import page

        content = page(reading)
    elif path.suffix == ".json":
        content = json.dumps(reading.json(), ensure_ascii=False, indent=1) + "\n"
    else:
        found = Found(reading.proposals, reading.hedges)
        content = dump(annotations_of(reading.text, reading.layout, found, reading.engine), reading.text.content)
    done = write_file(path, content, force=force)
    click.echo(f"{done.capitalize()}: {output}", err=True)


def _rates(reading: Reading) -> None:
    from holdfast.report.reading import rates_line

    click.echo(rates_line(reading), err=True)


def _score(name: str, gold: str, lexicon: str | None, parser: str | None, as_json: bool) -> None:
    from holdfast.lexicons import DEFAULT
    from holdfast.reading.annotations import annotations_of, is_annotations, parse
    from holdfast.reading.gold import PREFIX, gold_text
    from holdfast.reading.proposal import Found
    from holdfast.reading.reader import read_text
    from holdfast.reading.scoring import score
    from holdfast.reading.text import decode, extract
    from holdfast.report.reading import score_text

    right = open_coding(gold)
    data = None if name.startswith(PREFIX) else read_data(name)
    if data is not None and data.lstrip()[:1] == b"{" and is_annotations(head := decode(data, name)):
        coder = parse(head, name)
    else:
        text = gold_text(name.removeprefix(PREFIX)) if data is None else extract(data, name)
        reading = read_text(text, lexicon=lexicon or DEFAULT, parser=_parser(parser))
        coder = annotations_of(text, reading.layout, Found(reading.proposals, reading.hedges), reading.engine)
    measured = score(right, coder)
    if as_json:
        say_json(
            {
                "schema": "holdfast/reading-score/1",
                "gold": right.by or gold,
                "coder": coder.by or name,
                **measured.json(),
            }
        )
    else:
        say(score_text(measured, right.by or gold, coder.by or name, style()))
