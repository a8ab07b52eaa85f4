"""Tables back to a case, its text and its problems, each named by its cell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.casefile.findings import Findings
from holdfast.casefile.located import Map, read_tree
from holdfast.casefile.sheets.gather import Gather, Marks, shortened
from holdfast.casefile.sheets.grids import TEXT, Grid
from holdfast.casefile.sheets.keep import patched
from holdfast.casefile.sheets.shape import case_shape
from holdfast.casefile.sheets.spread import to_grids
from holdfast.casefile.write import flow, to_yaml
from holdfast.errors import Problem

if TYPE_CHECKING:
    from holdfast.case import Case

_ENDS = {"LF": "\n", "CRLF": "\r\n", "CR": "\r"}
_LINE = re.compile(r"(?:at )?line (\d+)(?:, column (\d+))?")


@dataclass(frozen=True, slots=True, order=True)
class CellProblem(Problem):
    """A problem of a cell; ``line`` and ``column`` are the numbers of its row and column."""

    sheet: str = ""

    def __str__(self) -> str:
        """Format as ``file:sheet!cell: CODE message`` with the hint indented below."""
        kind = "" if self.severity == "error" else f"{self.severity}: "
        where = f"{self.path}:{self.sheet}!{cell_name(self.line, self.column)}"
        head = f"{where}: {self.code} {kind}{self.message}"
        return f"{head}\n    {self.hint}" if self.hint else head


@dataclass(frozen=True, slots=True)
class Back:
    """What comes back from tables.

    Attributes
    ----------
    case : Case or None
        None where any problem is an error.
    problems : tuple of CellProblem
        All problems, in the order of the sheets.
    text : str
        The case as a file: the original text where nothing was changed, else changed only where the tables were.
    """

    case: Case | None
    problems: tuple[CellProblem, ...]
    text: str


def from_grids(grids: Iterable[Grid], name: str) -> Back:
    """Read a case from its tables.

    Parameters
    ----------
    grids : iterable of Grid
        The tables.
    name : str
        What to call the file or folder in messages.

    Returns
    -------
    Back
    """
    from holdfast.casefile.read import examine_tree

    grids = list(grids)
    found = _Findings(name)
    gather = Gather(grids, found)
    tree = gather.tree()
    short = shortened(case_shape(), tree)
    assert isinstance(short, Map)
    case, problems = examine_tree(tree, found)
    placed = tuple(_placed(problem, gather.marks) for problem in problems)
    order = {(grid.shown or grid.name): k for k, grid in enumerate(grids)}
    shown = tuple(sorted(placed, key=lambda p: (order.get(p.sheet, 0), p.line, p.column, p.code, p.message)))
    return Back(case, shown, "" if case is None else _text(grids, short))


class _Findings(Findings):
    """Problems of tables: what is wrong with a row does not make the names of others unknown."""

    def has_only(self, code: str) -> bool:
        """Whether nothing was found that would make names seem unknown."""
        return all(each[2] in (code, "HF106") or each[2].startswith("HF19") for each in self._found)


def original(grids: Iterable[Grid]) -> str:
    """Return the text that the tables were made from; empty where it was not kept."""
    kept = next((grid for grid in grids if grid.name == TEXT and grid.heads[:2] == ["line", "end"]), None)
    return "" if kept is None else "".join(row[0] + _ENDS.get(row[1], "") for row in kept.rows if len(row) > 1)


def _text(grids: list[Grid], new: Map) -> str:
    text = original(grids)
    old = canonical(text) if text else None
    if old is None:
        return to_yaml(new)
    if flow(old) == flow(new):
        return text
    changed = patched(text.removeprefix("\ufeff"), old, new)
    again = canonical(changed) if changed is not None else None
    return changed if changed is not None and again is not None and flow(again) == flow(new) else to_yaml(new)


def canonical(text: str) -> Map | None:
    """Return what a file says, through its tables and in shortest form; None where it cannot be read."""
    inner = Findings("-")
    tree = read_tree(text.removeprefix("\ufeff"), inner)
    if not isinstance(tree, Map) or inner.has_errors:
        return None
    try:
        gather = Gather(to_grids(tree), inner)
        found = shortened(case_shape(), gather.tree())
    except (KeyError, StopIteration, AttributeError):  # of the wrong shape, which only an edited original can be
        return None
    return found if isinstance(found, Map) and not inner.has_errors else None


def _placed(problem: Problem, marks: Marks) -> CellProblem:
    def name(found: re.Match[str]) -> str:
        sheet, line, column = _cell(marks, int(found[1]))
        return f"at {sheet}!{cell_name(line, column)}"

    sheet, line, column = _cell(marks, problem.line)
    message, hint = _LINE.sub(name, problem.message), _LINE.sub(name, problem.hint)
    return CellProblem(problem.path, line, column, problem.code, message, hint, problem.severity, sheet)


def _cell(marks: Marks, number: int) -> tuple[str, int, int]:
    return marks.cells[number - 1] if 0 < number <= len(marks.cells) else ("case", 1, 1)


def cell_name(line: int, column: int) -> str:
    """Return the name of a cell as spreadsheets write it.

    Examples
    --------
    >>> cell_name(5, 3), cell_name(1, 27)
    ('C5', 'AA1')
    """
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{line}"
