"""``holdfast doctor``: what this installation is, for every bug report."""

from __future__ import annotations

import os
import platform
import sys
from importlib.metadata import PackageNotFoundError, requires, version

import click

from holdfast.cli.common import json_option, say, say_json, style, width
from holdfast.version import __version__


@click.command("doctor")
@json_option
def command(as_json: bool) -> None:
    """Report versions, engines and limits of this installation.

    Exits with 1 where something that holdfast needs is missing.

    \b
    Examples:
      holdfast doctor
      holdfast doctor --json
    """
    from holdfast.engines.engine import ENGINES, LATER, MEMORY_BUDGET, say_bytes
    from holdfast.report.text import table
    from holdfast.shipped import examples

    packages = {name: _version(name) for name in _needed()}
    wrong = [f"{name} is not installed; run: pip install {name}" for name, found in packages.items() if not found]
    facts = {
        "holdfast": __version__,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": str(os.cpu_count()),
        "memory": say_bytes(_memory()) if _memory() else "unknown",
        "memory an engine may use": say_bytes(MEMORY_BUDGET),
        "engines": ", ".join(ENGINES),
        "engines of later versions": ", ".join(LATER),
        "fast YAML reader": "yes" if _c_yaml() else "no (reading is slower)",
        "shipped cases": str(len(examples())),
        "output encoding": sys.stdout.encoding,
        **{f"package {name}": found or "missing" for name, found in packages.items()},
    }
    if as_json:
        say_json({"schema": "holdfast/answer/1", "question": "doctor", "facts": facts, "problems": wrong})
    else:
        say(table(["what", "found"], [[key, value] for key, value in facts.items()], width(), style=style(), shrink=1))
        for problem in wrong:
            say(f"problem: {problem}")
        if not wrong:
            say("\nNothing is missing.")
    if wrong:
        raise click.exceptions.Exit(1)


def _needed() -> list[str]:
    try:
        lines = requires("holdfast") or []
    except PackageNotFoundError:
        lines = ["click", "jinja2", "lark", "numpy", "pydantic", "pyyaml"]
    return sorted(
        line.split(";")[0].split(">")[0].split("=")[0].split("<")[0].strip() for line in lines if "extra" not in line
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _memory() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError, AttributeError):
        return 0


def _c_yaml() -> bool:
    from importlib.util import find_spec

    return find_spec("yaml._yaml") is not None
