"""``holdfast new``: a commented skeleton of a case file that already passes ``check``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from holdfast.cli.common import json_option, say_json, write_file

SKELETON = """\
# yaml-language-server: $schema=case.schema.json
# `holdfast schema -o case.schema.json` writes the schema that lets an editor complete and check this file.
schema: holdfast/case/1
title: {title}
about: >-
  One paragraph: what the conflict is about, and as of when this was coded.

# Who says so. Every statement, rule, option and cell can cite these by id, or say `assumed: true`.
sources:
  report: {{title: The report this is coded from, kind: news, date: 2025-01-31}}

# Who can do what. An option is a yes/no act that one party controls.
parties:
  north:
    name: North
    options:
      withdraw: Withdraw from the valley
      accept_n: {{text: Sign the text on the table, source: report}}
  south:
    name: South
    options:
      lift: Lift the embargo
      accept_s: Sign the text on the table
      resume: {{text: Resume fighting, irreversible: true, assumed: true}}  # once taken it cannot be undone

# What cannot be.
rules:
  - never: resume and accept_s
    source: report

# What is negotiated. Positions are ordered; `now` holds while no agreement is in force.
issues:
  observers:
    name: Observers in the valley
    positions: [none, unarmed, armed]
    now: none

# What is on the table. An issue that a plan leaves out is unknown, never "no".
plans:
  draft_1:
    title: First draft
    positions: {{observers: unarmed}}
    conduct: [withdraw, lift]      # what parties do under it, beyond signing

agreement:
  signatories: {{north: accept_n, south: accept_s}}

# Who wants what: statements, most important first. The first on which two states differ decides.
# A ranking of states, or numbers on a scale, can stand in their place; `holdfast example two-valleys` shows numbers:
#   north: {{scale: points, walk_away: 9, issues: {{observers: {{values: {{none: 0, unarmed: 4, armed: 10}}}}}}}}
preferences:
  north:
    - prefer: not resume
      source: report
    - lift or observers = none
    - accept_n
  south:
    - withdraw
    - prefer: observers >= unarmed
      assumed: true
      note: Nobody has said so; it is how we read their silence.
    - not lift

# Where things stand: one letter an option, in the order above (Y taken, N not).
status_quo: NNNNN
"""


@click.command("new")
@click.option("--title", default="Valley talks", show_default=True, help="Title of the case.")
@click.option("--from-text", "text_name", metavar="TEXT", help="Propose what this text names.")
@click.option("-o", "--output", metavar="FILE", help="Write to a file instead of standard output.")
@click.option("--force", is_flag=True, help="Overwrite the file if there is one.")
@json_option
def command(title: str, text_name: str | None, output: str | None, force: bool, as_json: bool) -> None:
    """Write a commented skeleton of a case file.

    The skeleton passes `holdfast check` as it is; replace its parts one by one. With --from-text the text becomes its
    source, and what it names stands beside each part as comments: proposals, to be made into entries or taken out.

    \b
    Examples:
      holdfast new -o my-case.yaml
      holdfast new --title "Harbour talks" > harbour.yaml
      holdfast new --from-text article.html -o my-case.yaml
    """
    text = SKELETON.format(title=json.dumps(" ".join(title.split()), ensure_ascii=False))
    if text_name:
        text = _with_proposals(text, text_name)
    if output:
        done = write_file(Path(output), text, force=force)
        if as_json:
            say_json({"schema": "holdfast/answer/1", "question": "new", "path": output})
        else:
            click.echo(f"{done.capitalize()}: {output}; next: holdfast check {output}", err=True)
    elif as_json:
        say_json({"schema": "holdfast/answer/1", "question": "new", "text": text})
    else:
        click.echo(text, nl=False)


def _with_proposals(skeleton: str, text_name: str) -> str:
    """Put what a text names beside each part of the skeleton, and the text itself among the sources."""
    from holdfast.cli.read import reads_text

    with reads_text():
        from holdfast.cli.read import open_text
        from holdfast.reading.drafting import comments, slug
        from holdfast.reading.reader import read_text

        text = open_text(text_name)
        reading = read_text(text)
    shown = Path(text.name).name if text.name != "-" else "standard input"
    source = slug(Path(text.name).stem if text.name != "-" else "text")
    title = json.dumps(f"{shown}, digest {text.digest}", ensure_ascii=False)
    lines = skeleton.replace(
        "  report: {title: The report this is coded from, kind: news, date: 2025-01-31}",
        "  report: {title: The report this is coded from, kind: news, date: 2025-01-31}\n"
        f"  {source if source != 'report' else 'the_text'}: {{title: {title}, kind: other}}",
    ).split("\n")
    for part, proposed in comments(reading).items():
        at = lines.index(f"{part}:") + 1
        lines[at:at] = proposed
    return "\n".join(lines)
