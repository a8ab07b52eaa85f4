r"""Tables as a folder of CSV files: UTF-8, commas, one file a table; never a formula.

A text that a spreadsheet program would take for a formula (it begins with ``=``, ``+``, ``-``, ``@``, a tab or a
return) has an apostrophe before it, which is taken off when it is read.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping

from holdfast.casefile.sheets.grids import Grid
from holdfast.errors import HoldfastError
from holdfast.table import bare, csv_line

SUFFIX = ".csv"


def write_csv(grids: Iterable[Grid]) -> dict[str, str]:
    """Return the files, by name."""
    files = {}
    for grid in grids:
        files[grid.name + SUFFIX] = "".join(csv_line(row) for row in [grid.heads, *grid.rows])
    return files


def read_csv(files: Mapping[str, bytes], name: str) -> list[Grid]:
    """Read the files of a folder.

    Raises
    ------
    HoldfastError
        If one is not UTF-8 or not CSV.
    """
    grids = []
    for file in sorted(files):
        try:
            text = files[file].decode("utf-8-sig")
            rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        except UnicodeDecodeError as error:
            raise HoldfastError(f"{name}/{file} is not UTF-8 (byte {error.start + 1}); save it as UTF-8") from error
        except csv.Error as error:
            raise HoldfastError(f"{name}/{file} cannot be read as CSV: {error}") from error
        kept = [(number, [bare(text) for text in row]) for number, row in enumerate(rows, 1) if any(row)]
        heads = kept[0][1] if kept else []
        grids.append(
            Grid(file.removesuffix(SUFFIX), heads, [row for _, row in kept[1:]], [n for n, _ in kept[1:]], shown=file)
        )
    order = {name: k for k, name in enumerate(_order())}
    return sorted(grids, key=lambda grid: (order.get(grid.name, len(order)), grid.name))


def _order() -> list[str]:
    from holdfast.casefile.sheets.xlsx import sheet_names

    return list(sheet_names())
