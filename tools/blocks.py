"""Fenced blocks of the documentation: found, run, and compared with what the page shows.

A page is worked through from top to bottom in a folder of its own:

- ```` ```yaml name.yaml ```` writes a file, ```` ```yaml >> name.yaml ```` adds to it (any language, any file name);
- ```` ```console ```` runs each line that begins with ``$ `` and compares what follows with what is printed (standard
  output and standard error together). A line that is only ``...`` stands for any number of lines. Lines that begin with
  ``> `` right after a command go on with it;
- ```` ```python ```` is run: as a doctest where it has ``>>>``, as a script otherwise. All blocks of a page share
  their names;
- other blocks are only shown.
"""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

ROOT = Path(__file__).resolve().parent.parent
FENCE = re.compile(r"^(?P<indent> *)(?P<fence>`{3,}|~{3,})(?P<info>[^`]*)$")
SECONDS = 60


@dataclass(frozen=True)
class Block:
    """A fenced block: the page, the line its text begins on (from 1), the words after the fence, and the text."""

    page: Path
    line: int
    info: str
    text: str

    @property
    def language(self) -> str:
        """The first word after the fence."""
        return self.info.split()[0] if self.info.split() else ""

    @property
    def where(self) -> str:
        """The place, for messages."""
        return f"{self.page.relative_to(ROOT)}:{self.line}"


@dataclass
class Step:
    """A command of a console block, and the lines that the page shows below it."""

    line: int
    shown: list[str]
    command: str
    expected: list[str]


class Mismatch(AssertionError):
    """A page shows something else than what happens."""


def pages() -> list[Path]:
    """Return the pages of the documentation, README.md first where there is one."""
    readme = [path for path in [ROOT / "README.md"] if path.exists()]
    return readme + sorted((ROOT / "docs").rglob("*.md"))


def blocks(page: Path) -> list[Block]:
    """Return the fenced blocks of a page."""
    found: list[Block] = []
    opened: re.Match[str] | None = None
    start, inside = 0, []
    for number, line in enumerate(page.read_text("utf-8").splitlines(), 1):
        if opened is None:
            opened = FENCE.match(line)
            start, inside = number + 1, []
        elif line.strip().startswith(opened["fence"]) and not line.strip().strip(opened["fence"][0]):
            found.append(Block(page, start, opened["info"].strip(), "\n".join(inside) + "\n" if inside else ""))
            opened = None
        else:
            inside.append(line.removeprefix(opened["indent"]))
    if opened is not None:
        raise Mismatch(f"{page}:{start - 1}: block is never closed")
    return found


def steps(block: Block) -> list[Step]:
    """Split a console block into commands, each with the output shown."""
    found: list[Step] = []
    for number, line in enumerate(block.text.splitlines(), block.line):
        if line.startswith("$ "):
            found.append(Step(number, [line], line[2:], []))
        elif not found:
            raise Mismatch(f"{block.where}: a console block begins with `$ `")
        elif line.startswith("> ") and not found[-1].expected:
            found[-1].shown.append(line)
            found[-1].command += "\n" + line[2:]
        else:
            found[-1].expected.append(line)
    for step in found:
        while step.expected and not step.expected[-1].strip():
            step.expected.pop()
    return found


def matches(expected: list[str], got: list[str]) -> bool:
    """Compare what a page shows with what was printed.

    >>> matches(["a", "...", "d"], ["a", "b", "c", "d"]), matches(["a"], ["b"])
    (True, False)
    """
    parts = [re.escape(line.rstrip()) + "\n" if line.strip() != "..." else "(?:.*\n)*?" for line in expected]
    return re.fullmatch("".join(parts), "".join(line.rstrip() + "\n" for line in got)) is not None


class Folder:
    """Where a page is worked through: a folder, the names its Python blocks share, and ``holdfast`` on the path."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "page"
        self.folder.mkdir()
        tools = folder / "bin"
        tools.mkdir()
        for name, module in [("holdfast", " -m holdfast"), ("python", "")]:
            shim = tools / name
            shim.write_text(f'#!/bin/sh\nexec "{sys.executable}"{module} "$@"\n')
            shim.chmod(0o755)
        import holdfast

        self.environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith(("HOLDFAST_", "FORCE_COLOR"))},
            "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(Path(holdfast.__file__).parent.parent),
            "COLUMNS": "80",
            "NO_COLOR": "1",
            "LC_ALL": "C.UTF-8",
            "HOME": str(folder),
        }
        self.names: dict[str, Any] = {"__name__": "__page__"}
        self.code = 0

    def write(self, block: Block) -> bool:
        """Write the file that a block names; say whether it names one."""
        words = block.info.split()[1:]
        adding = words[:1] == [">>"]
        if len(words) != 1 + adding:
            return False
        path = self.folder / words[-1]
        path.write_text((path.read_text("utf-8") if adding else "") + block.text, "utf-8")
        return True

    def run(self, step: Step) -> list[str]:
        """Run a command; return the lines it prints."""
        done = subprocess.run(
            ["/bin/sh", "-c", f"(exit {self.code})\n{step.command}"],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=SECONDS,
            check=False,
        )
        self.code = done.returncode
        return done.stdout.decode().splitlines()

    def python(self, block: Block) -> None:
        """Run a Python block."""
        with chdir(self.folder), patch.dict(os.environ, self.environment):
            if ">>>" not in block.text:
                exec(compile(block.text, block.where, "exec"), self.names)
                return
            test = doctest.DocTestParser().get_doctest(
                block.text, self.names, block.where, str(block.page), block.line - 1
            )
            told: list[str] = []
            runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE, verbose=False)
            runner.run(test, out=told.append, clear_globs=False)
            self.names.update(test.globs)
            if runner.failures:
                raise Mismatch(f"{block.where}\n{''.join(told)}")


def missing_tool(step: Step) -> str:
    """Return a program that a command needs and this machine has not, or nothing."""
    for tool in ("jq", "Rscript"):
        if re.search(rf"(^|[|;&]\s*){tool}\b", step.command) and not shutil.which(tool):
            return tool
    return ""


def work_through(page: Path, folder: Path) -> Iterator[tuple[Block, Step, list[str]]]:
    """Run a page from top to bottom; yield each command with what it printed."""
    place = Folder(folder)
    for block in blocks(page):
        if place.write(block):
            continue
        if block.language == "console":
            for step in steps(block):
                if not missing_tool(step):
                    yield block, step, place.run(step)
        elif block.language == "python":
            place.python(block)


def compare(page: Path, folder: Path) -> None:
    """Run a page and raise :class:`Mismatch` where it shows something else than what is printed."""
    for _, step, got in work_through(page, folder):
        if not matches(step.expected, got):
            shown, printed = "\n".join(step.expected), "\n".join(got)
            raise Mismatch(f"{page}:{step.line}: $ {step.command}\n--- the page shows\n{shown}\n--- printed\n{printed}")


def renewed(page: Path, folder: Path) -> str:
    """Run a page and return its text with the outputs as they are now. Output shown with ``...`` is kept if it fits."""
    lines: list[str | None] = list(page.read_text("utf-8").splitlines())
    for _, step, got in work_through(page, folder):
        if matches(step.expected, got):
            continue
        if any(line.strip() == "..." for line in step.expected):
            raise Mismatch(f"{page}:{step.line}: mend by hand: $ {step.command}\n" + "\n".join(got))
        if any(line.startswith("Traceback") or "a mistake in holdfast itself" in line for line in got):
            raise Mismatch(f"{page}:{step.line}: fails: $ {step.command}\n" + "\n".join(got))
        first = step.line - 1 + len(step.shown)
        for number in range(first, first + len(step.expected)):
            lines[number] = None
        lines[first - 1] = "\n".join([step.shown[-1], *(line.rstrip() for line in got)])
    return "\n".join(line for line in lines if line is not None) + "\n"
