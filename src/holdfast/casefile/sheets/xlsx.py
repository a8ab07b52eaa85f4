"""Tables as an XLSX workbook: texts only, never a formula, and the same bytes for the same tables.

Cells are formatted as text, so that a spreadsheet program leaves ids and dates as they are typed. A text that begins
with ``=``, ``+``, ``-`` or ``@`` is marked as text (the mark that typing ``'`` before it sets).
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterable
from typing import Any

from holdfast.casefile.sheets.grids import CASE, OWN_KEYS, TEXT, Grid
from holdfast.casefile.sheets.shape import tables
from holdfast.errors import CapacityError, ExtraMissing, HoldfastError

MAX_BYTES, MAX_UNPACKED, MAX_ROWS, MAX_CELL = 16 << 20, 128 << 20, 100_000, 32_767
"""Largest workbook read, packed and unpacked; most rows of a sheet; longest text of a cell."""
MAX_NAME = 31
RISKY = ("=", "+", "-", "@")
_ESCAPED = re.compile("_x(00[01][0-9A-Fa-f]|[Ff]{3}[EeFf]|005[Ff](?=_x[0-9A-Fa-f]{4}_))_")
_ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\r]|_(?=x[0-9A-Fa-f]{4}_)")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]*[1-9])?")
_TIME = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_EPOCH = (1980, 1, 1, 0, 0, 0)


def sheet_names() -> dict[str, str]:
    """Return, for each table, the name of its sheet: its own where that is short enough.

    Examples
    --------
    >>> sheet_names()["plans.positions"], sheet_names()["accounts.preferences.issues.values"]
    ('plans.positions', 'acco.preferences.issues.values')
    """
    names = {}
    for name in (CASE, *(table.name for table in tables().values()), OWN_KEYS, TEXT):
        steps = name.split(".")
        for k in range(len(steps)):
            if len(".".join(steps)) > MAX_NAME:
                steps[k] = steps[k][:4]
        names[name] = ".".join(steps)
    assert len(set(names.values())) == len(names)
    return names


def escaped(text: str) -> str:
    r"""Write characters that a workbook cannot hold in the way that spreadsheets know.

    Examples
    --------
    >>> escaped("a\rb"), escaped("_x0041_")
    ('a_x000D_b', '_x005F_x0041_')
    """
    return _ILLEGAL.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def unescaped(text: str) -> str:
    """Read what :func:`escaped` wrote."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def write_xlsx(grids: Iterable[Grid]) -> bytes:
    """Write tables as a workbook.

    Raises
    ------
    ExtraMissing
        If openpyxl is not installed.
    CapacityError
        If a text is longer than a cell may be.
    """
    try:
        from openpyxl import Workbook
        from openpyxl.styles import Alignment, Font
        from openpyxl.utils import get_column_letter
    except ImportError as error:
        raise ExtraMissing("reading and writing XLSX", "tables") from error
    book = Workbook()
    book.remove(book.active)
    names, bold, top = sheet_names(), Font(bold=True), Alignment(vertical="top", wrap_text=True)
    for grid in grids:
        sheet = book.create_sheet(names.get(grid.name, grid.name))
        for r, row in enumerate([grid.heads, *grid.rows], 1):
            for c, text in enumerate(row, 1):
                if text:
                    cell = sheet.cell(r, c)
                    _fill(cell, text, r > 1 and grid.heads[c - 1] in grid.numbers, f"{grid.name}!{cell.coordinate}")
                    if r == 1:
                        cell.font = bold
                    elif grid.name != TEXT:
                        cell.alignment = top
        for c, head in enumerate(grid.heads, 1):
            longest = max((len(row[c - 1]) for row in grid.rows), default=0)
            column = sheet.column_dimensions[get_column_letter(c)]
            column.width = 100 if grid.name == TEXT and c == 1 else max(len(head) + 3, min(longest + 2, 60))
            if head not in grid.numbers:
                column.number_format = "@"
        sheet.freeze_panes = "A2"
    stream = io.BytesIO()
    book.save(stream)
    return _fixed(stream.getvalue())


def _fill(cell: Any, text: str, is_number: bool, where: str) -> None:
    if is_number and _NUMBER.fullmatch(text) and len(text) <= 15:
        cell.value = float(text) if "." in text else int(text)
        return
    shown = escaped(text)
    if len(shown) > MAX_CELL:
        raise CapacityError(f"refused: {where} would hold {len(shown):,} characters", f"a cell holds {MAX_CELL:,}")
    cell.value = shown
    cell.data_type = "s"
    cell.number_format = "@"
    if shown.startswith(RISKY):
        cell.quotePrefix = True


def _fixed(data: bytes) -> bytes:
    """Return a workbook with every time in it set to one that never changes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            part = old.read(name)
            if name == "docProps/core.xml":
                part = _TIME.sub(rb"\g<1>1980-01-01T00:00:00Z", part)
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            new.writestr(info, part)
    return out.getvalue()


def read_xlsx(data: bytes, name: str) -> list[Grid]:
    """Read the sheets of a workbook.

    Raises
    ------
    ExtraMissing
        If openpyxl is not installed.
    HoldfastError
        If it is no workbook, or larger than is read.
    """
    try:
        from openpyxl import load_workbook
    except ImportError as error:
        raise ExtraMissing("reading and writing XLSX", "tables") from error
    _check(data, name)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False)
    except Exception as error:  # openpyxl raises whatever its parsers do
        raise HoldfastError(f"{name} cannot be read as an XLSX workbook: {error}") from error
    full = {short: long for long, short in sheet_names().items()}
    return [_grid(sheet, full.get(sheet.title, sheet.title), name) for sheet in book.worksheets]


def _check(data: bytes, name: str) -> None:
    """Refuse what is no workbook, what would unpack to far more than it is, and what declares entities."""
    if len(data) > MAX_BYTES:
        raise CapacityError(f"refused: {name} has {len(data):,} bytes", f"at most {MAX_BYTES:,} are read")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MAX_UNPACKED:
                raise CapacityError(f"refused: {name} unpacks to too much", f"at most {MAX_UNPACKED:,} bytes are read")
            if any(b"<!DOCTYPE" in parts.read(part)[:4096] for part in parts.infolist()):
                raise HoldfastError(
                    f"{name} declares a document type, which no spreadsheet program writes; it is not read"
                )
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError) as error:
        raise HoldfastError(f"{name} is not an XLSX workbook: {str(error).lower()}") from error


def _grid(sheet: Any, name: str, path: str) -> Grid:
    grid = Grid(name, [], shown=sheet.title)
    for number, row in enumerate(sheet.iter_rows(), 1):
        if number > MAX_ROWS:
            raise CapacityError(
                f"refused: {path}, sheet {sheet.title} has more than {MAX_ROWS:,} rows", "split the case"
            )
        texts = []
        for k, cell in enumerate(row):
            kind = getattr(cell, "data_type", "n")
            if kind in ("f", "e") and cell.value is not None:
                grid.bad.append((number - 2, k, "a formula" if kind == "f" else f"the error {cell.value}"))
            texts.append(_text(cell.value))
        if not grid.heads and not any(texts):
            continue
        if not grid.heads:
            grid.heads, grid.first = texts, number
        else:
            grid.rows.append(texts)
            grid.lines.append(number)
    grid.bad = [(grid.lines.index(line + 2), k, what) for line, k, what in grid.bad if line + 2 in grid.lines]
    return grid


def _text(value: Any) -> str:
    """Return what a cell says, as a text: numbers as they are written shortest."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return unescaped(value) if isinstance(value, str) else str(value)
