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
@click.option("--recalibrate", is_flag=True, help="Measure the speed of this machine again and keep it.")
@json_option
def command(recalibrate: bool, as_json: bool) -> None:
    """Report versions, engines and limits of this installation.

    Exits with 1 where something that holdfast needs is missing.

    \b
    Examples:
      holdfast doctor
      holdfast doctor --json
    """
    from holdfast.engines.budget import MEMORY_BUDGET, TIME_BUDGET, machine_memory, n_cores, say_bytes, say_seconds
    from holdfast.engines.calibrate import cache_folder, has_native_kernels
    from holdfast.engines.engine import ENGINES, LATER
    from holdfast.report.text import table
    from holdfast.shipped import examples

    packages = {name: _version(name) for name in _needed()}
    wrong = [f"{name} is not installed; run: pip install {name}" for name, found in packages.items() if not found]
    native = "compiled" if has_native_kernels() else "numpy (slower; for compiled ones have a C compiler and reinstall)"
    facts = {
        "holdfast": __version__,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": str(os.cpu_count()),
        "threads an engine uses": str(n_cores()),
        "memory": say_bytes(machine_memory()) if machine_memory() else "unknown",
        "memory an engine may use": say_bytes(MEMORY_BUDGET),
        "time an engine may take": say_seconds(TIME_BUDGET),
        "engines": ", ".join(ENGINES),
        "engines of later versions": ", ".join(LATER),
        "kernels of the dense engine": native,
        **{f"time of {name}": _speed(name, recalibrate) for name in ENGINES},
        "cache folder": str(cache_folder()),
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


def _speed(name: str, again: bool) -> str:
    """Say how an engine's time on this machine compares with its estimates; measured only where asked for."""
    from holdfast.engines.calibrate import known, recalibrate
    from holdfast.engines.engine import find_engine
    from holdfast.errors import EngineUnavailable

    try:
        found = recalibrate(find_engine(name)) if again else known(name)
    except EngineUnavailable as error:
        return str(error)
    return f"{found:.2g} times its estimate" if found is not None else "not measured yet (--recalibrate)"


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


def _c_yaml() -> bool:
    from importlib.util import find_spec

    return find_spec("yaml._yaml") is not None
