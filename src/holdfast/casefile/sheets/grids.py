"""Tables as they stand in a workbook or a folder: a grid of texts each, with the name of every cell."""

from __future__ import annotations

from dataclasses import dataclass, field

from holdfast.casefile.located import Value
from holdfast.casefile.sheets.cells import written
from holdfast.casefile.sheets.shape import Cell, Column, Table, tables

CASE, OWN_KEYS, TEXT = "case", "x", "text"
"""Tables that are no section of the file: the keys of the case itself, the user's own keys, the original text."""
CASE_HEADS, OWN_HEADS, TEXT_HEADS = ("key", "value"), ("where", "key", "value"), ("line", "end")


@dataclass(slots=True)
class Grid:
    """One table: headings and rows of texts; an empty text is an empty cell.

    Attributes
    ----------
    name : str
        Name of the table.
    heads : list of str
        Headings.
    rows : list of list of str
        As many cells each as there are headings.
    lines : list of int
        Where rows are read from a sheet: the number of each, from 1.
    at : list of int
        Where columns are read from a sheet: the number of each, from 1.
    shown : str
        Where it is read from a file: what that calls the table.
    numbers : frozenset of str
        Headings of columns that hold numbers.
    bad : list of (int, int, str)
        Cells that cannot be read: row and column in the grid, and what stands there.
    first : int
        Where it is read from a sheet: the number of the row of headings.
    """

    name: str
    heads: list[str]
    rows: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    at: list[int] = field(default_factory=list)
    shown: str = ""
    numbers: frozenset[str] = frozenset()
    bad: list[tuple[int, int, str]] = field(default_factory=list)
    first: int = 1


class Filling:
    """Rows by table while a case is spread out."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, ...], list[dict[str, str]]] = {}
        self.own: list[list[str]] = []

    def row(self, path: tuple[str, ...], ids: tuple[str, ...]) -> dict[str, str]:
        """Begin a row, and write down where it belongs."""
        table = tables()[path]
        row = dict(zip((*table.above, *([table.own] if table.own else [])), ids, strict=False))
        self.rows.setdefault(path, []).append(row)
        return row

    def grids(self) -> list[Grid]:
        """Return the tables: those with rows, and those of the sections of the file."""
        found = []
        for path, table in tables().items():
            rows = self.rows.get(path, [])
            if rows or len(path) == 1:
                shown = [column for column in table.columns if _is_shown(column, rows)]
                heads = [*table.heads[: len(table.heads) - len(table.columns)], *(column.name for column in shown)]
                numbers = frozenset(column.name for column in shown if column.cell.kind == "number")
                cells = [[row.get(head, "") for head in heads] for row in rows]
                found.append(Grid(table.name, heads, cells, numbers=numbers))
        return found


ALWAYS = frozenset({"source", "assumed", "note"})


def _is_shown(column: Column, rows: list[dict[str, str]]) -> bool:
    """Leave out what any claim could say and none does."""
    return not column.is_common or column.name in ALWAYS or any(row.get(column.name) for row in rows)


def put(row: dict[str, str], name: str, value: Value, cell: Cell) -> None:
    """Write a value into a row."""
    row[name] = written(value, cell)


def table_of(name: str) -> Table | None:
    """Return a table by its full name."""
    return next((table for table in tables().values() if table.name == name), None)
