"""A small table: columns with names and kinds, rows of plain values, read by other programs without copying code.

``polars.DataFrame(table)``, ``duckdb.sql("from table")`` and ``pyarrow.table(table)`` read it as it is, through the
Arrow C stream (which needs nanoarrow, the extra ``tables``). pandas and polars are imported only by the methods that
are named after them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from holdfast.errors import ExtraMissing

KINDS = ("text", "whole", "number", "truth")
"""Kinds of column: texts, whole numbers, numbers, yes or no. Every column may have empty cells."""
Value = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes
    ----------
    name : str
        In snake case; stable.
    kind : str
        One of :data:`KINDS`.
    """

    name: str
    kind: str = "text"


@dataclass(frozen=True)
class Table:
    """Rows with named columns.

    Attributes
    ----------
    name : str
        What the rows are: ``parties``, ``equilibria`` and so on; described in ``docs/reference/tables.md``.
    columns : tuple of Column
        In order.
    rows : tuple of tuple
        As many cells each as there are columns.

    Examples
    --------
    >>> table = Table("plans", (Column("plan"), Column("n", "whole")), (("p28", 3), ("g19", None)))
    >>> print(table.to_csv(), end="")
    plan,n
    p28,3
    g19,
    >>> table.to_dicts()[0]
    {'plan': 'p28', 'n': 3}
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(column.name for column in self.columns)

    def __len__(self) -> int:
        return len(self.rows)

    def column(self, name: str) -> tuple[Value, ...]:
        """Return the cells of one column."""
        place = self.names.index(name)
        return tuple(row[place] for row in self.rows)

    def to_dicts(self) -> list[dict[str, Value]]:
        """Return the rows as dictionaries."""
        return [dict(zip(self.names, row, strict=True)) for row in self.rows]

    def to_csv(self) -> str:
        """Return the table as CSV; texts that a spreadsheet would take for a formula get an apostrophe before them."""
        return csv_line(self.names) + "".join(",".join(_cell(value) for value in row) + "\n" for row in self.rows)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Hand the table to another program as an Arrow stream.

        Raises
        ------
        ExtraMissing
            If nanoarrow is not installed.
        """
        return self._array().__arrow_c_stream__(requested_schema)

    def _array(self) -> Any:
        try:
            import nanoarrow as na
        except ImportError as error:
            raise ExtraMissing("handing a table to another program", "tables") from error
        kinds = {"text": na.string(), "whole": na.int64(), "number": na.float64(), "truth": na.bool_()}
        schema = na.struct({column.name: kinds[column.kind] for column in self.columns}, nullable=False)
        children = [na.c_array(self._values(column), kinds[column.kind]) for column in self.columns]
        array = na.c_array_from_buffers(schema, len(self), buffers=[None], children=children)
        return na.Array(array)

    def _values(self, column: Column) -> list[Value]:
        values = self.column(column.name)
        return [v if v is None else float(v) for v in values] if column.kind == "number" else list(values)

    def to_pandas(self) -> Any:
        """Return a pandas DataFrame with nullable columns.

        Raises
        ------
        ModuleNotFoundError
            If pandas is not installed; holdfast does not bring it.
        """
        import pandas

        kinds = {"text": "string", "whole": "Int64", "number": "Float64", "truth": "boolean"}
        data = {c.name: pandas.array(list(self.column(c.name)), dtype=kinds[c.kind]) for c in self.columns}
        return pandas.DataFrame(data, columns=list(self.names))

    def to_polars(self) -> Any:
        """Return a polars DataFrame.

        Raises
        ------
        ModuleNotFoundError
            If polars is not installed; holdfast does not bring it.
        """
        import polars

        kinds = {"text": polars.String, "whole": polars.Int64, "number": polars.Float64, "truth": polars.Boolean}
        schema = {column.name: kinds[column.kind] for column in self.columns}
        return polars.DataFrame([list(row) for row in self.rows], schema=schema, orient="row")


def table(name: str, columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> Table:
    """Make a table; a column is ``name`` for texts, or ``name:kind``.

    Examples
    --------
    >>> table("plans", ["plan", "n:whole"], [["p28", 3]]).columns[1]
    Column(name='n', kind='whole')
    """
    made = tuple(Column(name, kind or "text") for name, _, kind in (each.partition(":") for each in columns))
    return Table(name, made, tuple(tuple(row) for row in rows))


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return csv_line([value])[:-1]
    return repr(value) if isinstance(value, float) else str(value)


RISKY = ("=", "+", "-", "@", "\t", "\r")
QUOTE = '"'
_SPECIAL = re.compile(r'[",\r\n]|^\s|\s$')


def guarded(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula.

    Examples
    --------
    >>> guarded("=1+1"), guarded("plain"), guarded("'=1")
    ("'=1+1", 'plain', "''=1")
    """
    return f"'{text}" if text.lstrip("'").startswith(RISKY) else text


def bare(text: str) -> str:
    """Take off the apostrophe that :func:`guarded` put there."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(RISKY) else text


def csv_line(row: Iterable[str]) -> str:
    r"""Write a line of CSV; what a reader could take for more than one cell or line is quoted.

    Examples
    --------
    >>> csv_line(["a, b", "c\rd", "=1"])
    '"a, b","c\rd",\'=1\n'
    """
    cells = (guarded(text) for text in row)
    return ",".join(f'"{t.replace(QUOTE, QUOTE * 2)}"' if _SPECIAL.search(t) else t for t in cells) + "\n"
