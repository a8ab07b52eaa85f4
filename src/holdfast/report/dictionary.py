"""The data dictionary: every table and column, of cases and of answers. docs/reference/tables.md is made from it."""

from __future__ import annotations

from collections.abc import Iterator

from holdfast.casefile.sheets.shape import FORM, NUMBER, VALUE, Column, Table, case_shape, tables
from holdfast.casefile.sheets.xlsx import sheet_names
from holdfast.report.tables import COMMON, DICTIONARY

OPENING = """\
# Tables

Every table that holdfast reads and writes, column by column. Column names are stable: none is renamed or given another
meaning within a major version. This page is made from `holdfast.report.dictionary`.

## Tables of a case

`holdfast convert CASE -o case.xlsx` writes one sheet a table, `-o FOLDER` one CSV file a table.
[How do I work on a case in Excel?](../how-to/excel.md) A section of the [case file](case-file.md) is a table, an entry
a row; what is nested in an entry is a table of its own, whose first columns say to which row it belongs. Tables without
rows are left out where they are no section of the file. Text is UTF-8; an empty cell is a key left out.

- A list stands in one cell, separated by commas (`ap, afp`); other nested values are written as in the case file
  (`[a, [b, c]]`).
- A text that a spreadsheet would take for a formula is marked as text, in CSV by an apostrophe before it.
- Columns whose heading begins with `x-`, and sheets whose name does, are yours and are not read.
- `case` has a row for each key of the file itself: `key`, `value`. `x` has a row for each key of your own (`x-...`):
  `where`, `key`, `value`. `text` holds the file that the tables were made from, so that comments and layout come back;
  leave it as it is.

What stands behind a claim can be said in every table that has a column `source`:
"""


def page() -> str:
    """Return the reference page of all tables, in Markdown.

    Examples
    --------
    >>> page().splitlines()[0]
    '# Tables'
    """
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield from OPENING.splitlines()
    yield ""
    common = {column.name: column for table in tables().values() for column in table.columns if column.is_common}
    yield from _table([(column.name, column.about) for column in common.values()])
    names = sheet_names()
    for table in tables().values():
        yield from ("", f"### {table.name}", "")
        if len(table.path) == 1:
            yield from (dict(case_shape().about)[table.name], "")
        sheet = names[table.name]
        if sheet != table.name:
            yield from (f"Its sheet is called `{sheet}`.", "")
        claim = any(column.is_common for column in table.columns)
        rows = [*_keys(table), *((c.name, _meaning(c)) for c in table.columns if not c.is_common)]
        yield from _table(rows)
        if claim:
            yield from ("", "And what stands behind a claim.")
    yield from ("", "## Tables of answers", "")
    yield "`.table()` on an answer gives a table that polars, DuckDB and pyarrow read as it is (`polars.DataFrame(t)`,"
    yield "with the extra `tables`), and that has `.to_csv()`, `.to_dicts()`, `.to_pandas()` and `.to_polars()`. An"
    yield "empty cell is null."
    for name, (made, own) in DICTIONARY.items():
        yield from ("", f"### {name}", "", made, "")
        yield from _table([(column, own.get(column) or COMMON[column]) for column in _columns(name, own)])


def _columns(name: str, own: dict[str, str]) -> list[str]:
    """Return the columns of a table of answers, in order."""
    from holdfast.report.tables import HEADS

    return [column.partition(":")[0] for column in HEADS[name]]


def _keys(table: Table) -> Iterator[tuple[str, str]]:
    for step, above in enumerate(table.above, 1):
        parent = ".".join(table.path[:step])
        yield above, f"The row of `{parent}` that this belongs to."
    if table.own == NUMBER:
        yield NUMBER, "Number of the row among those that belong to the same row above, from 1."
    elif table.own:
        yield table.own, "Id; rows stand in the order of the file."


def _meaning(column: Column) -> str:
    if column.name == FORM:
        return "Which form the row has; what stands in another form's columns is refused."
    return column.about or ("The value." if column.name == VALUE else "")


def _table(rows: list[tuple[str, str]]) -> Iterator[str]:
    yield "| column | meaning |"
    yield "|---|---|"
    for name, meaning in rows:
        yield f"| `{name}` | {meaning.replace('|', chr(92) + '|')} |"


if __name__ == "__main__":
    print(page(), end="")
