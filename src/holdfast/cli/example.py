"""``holdfast example``: the shipped cases."""

from __future__ import annotations

from pathlib import Path

import click

from holdfast.cli.common import json_option, say, say_json, style, width, write_file


@click.command("example")
@click.argument("slug", required=False)
@click.option("--page", is_flag=True, help="Print the page about the case instead of the case file.")
@click.option("-o", "--output", metavar="FILE", help="Write to a file instead of standard output.")
@click.option("--force", is_flag=True, help="Overwrite the file if there is one.")
@json_option
def command(slug: str | None, page: bool, output: str | None, force: bool, as_json: bool) -> None:
    """List the shipped cases, or print one.

    \b
    Examples:
      holdfast example
      holdfast example cuba-1962 > my-case.yaml
    """
    from holdfast.report.text import table
    from holdfast.shipped import example, example_page, example_text, examples

    if slug is None and (page or output):
        raise click.UsageError("name a case: --page and -o are about one")
    if slug is not None:
        text = example_page(slug) if page else example_text(slug)
        if as_json:
            say_json({"schema": "holdfast/answer/1", "question": "example", "slug": slug, "text": text})
        elif output:
            click.echo(f"{write_file(Path(output), text, force=force).capitalize()}: {output}", err=True)
        else:
            click.echo(text, nl=False)
        return
    found = [(name, example(name)) for name in examples()]
    if as_json:
        cases = [
            {"slug": s, "title": c.title, "parties": len(c.parties), "options": len(c.options), "plans": len(c.plans)}
            for s, c in found
        ]
        say_json({"schema": "holdfast/answer/1", "question": "example", "cases": cases})
        return
    rows = [[s, str(len(c.parties)), str(len(c.options)), str(len(c.plans) or "-"), c.title] for s, c in found]
    say(table(["case", "parties", "options", "plans", "title"], rows, width(), style=style(), shrink=4))
    say("\n`holdfast example CASE` prints the file, `--page` what happened and what the model missed.")
