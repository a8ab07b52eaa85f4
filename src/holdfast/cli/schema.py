"""``holdfast schema``: the JSON Schema of the case file."""

from __future__ import annotations

from pathlib import Path

import click

from holdfast.cli.common import json_option, write_file


@click.command("schema")
@click.option("-o", "--output", metavar="FILE", help="Write to a file instead of standard output.")
@click.option("--force", is_flag=True, help="Overwrite the file if there is one.")
@json_option
def command(output: str | None, force: bool, as_json: bool) -> None:
    """Print the JSON Schema of the case file.

    Editors use it to complete and check case files: put `# yaml-language-server: $schema=case.schema.json` on the first
    line. The output is JSON with or without --json.

    \b
    Examples:
      holdfast schema > case.schema.json
      holdfast schema -o case.schema.json
    """
    from holdfast.shipped import schema_text

    if output:
        click.echo(f"{write_file(Path(output), schema_text(), force=force).capitalize()}: {output}", err=True)
    else:
        click.echo(schema_text(), nl=False)
