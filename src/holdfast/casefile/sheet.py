"""A case in other forms and back: workbook, folder of CSV tables, JSON, and YAML written one way.

Nothing is lost: the original text travels with the tables, so comments and layout come back with what they stand
beside. What was edited in the tables, and only that, is changed in the text.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from holdfast.casefile.encoding import UNPRINTABLE
from holdfast.casefile.limits import MAX_BYTES
from holdfast.errors import CapacityError, CaseFileError, HoldfastError, Problem

if TYPE_CHECKING:
    from holdfast.case import Case
    from holdfast.casefile.located import Map, Value
    from holdfast.casefile.sheets.back import Back
    from holdfast.casefile.sheets.shape import Shape

_NUMBER = re.compile(r"\+[0-9.]+|-?(0[0-9]+(\.[0-9]*)?|\.[0-9]+)")
_JSON_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")


def is_tables(path: Path) -> bool:
    """Whether a path is a workbook or a folder of tables, by its name and kind."""
    return path.suffix.lower() == ".xlsx" or (path.is_dir() and any(path.glob("*.csv")))


def read_tables(path: Path) -> tuple[Case, str, tuple[Problem, ...]]:
    """Read a case from a workbook or a folder of CSV files.

    Parameters
    ----------
    path : Path
        The workbook, or the folder.

    Returns
    -------
    case : Case
        The case.
    text : str
        The case as a file.
    warnings : tuple of Problem
        What does not refuse it, each named by its cell.

    Raises
    ------
    CaseFileError
        With every problem, each named by its cell.
    HoldfastError
        If it is no workbook, or a file is no CSV.
    OSError
        If it cannot be read.
    """
    back = _back(path)
    if back.case is None:
        raise CaseFileError(back.problems)
    return back.case, back.text, back.problems


def examine_tables(path: Path) -> tuple[Case | None, list[Problem]]:
    """Read a case from a workbook or a folder of CSV files; return it, unless it has errors, with all problems.

    Raises
    ------
    HoldfastError
        If it is no workbook, or a file is no CSV.
    OSError
        If it cannot be read.
    """
    back = _back(path)
    return back.case, list(back.problems)


def _back(path: Path) -> Back:
    from holdfast.casefile.sheets.back import from_grids
    from holdfast.casefile.sheets.folder import SUFFIX, read_csv
    from holdfast.casefile.sheets.xlsx import read_xlsx

    if path.is_dir():
        files = sorted(file for file in path.iterdir() if file.suffix.lower() == SUFFIX)
        if not files:
            raise HoldfastError(f"{path} holds no CSV files")
        if sum(file.stat().st_size for file in files) > 16 * MAX_BYTES:
            raise CapacityError(f"refused: the files in {path} are too large", f"at most {16 * MAX_BYTES:,} bytes")
        grids = read_csv({file.stem + SUFFIX: file.read_bytes() for file in files}, str(path))
    else:
        grids = read_xlsx(path.read_bytes(), str(path))
    return from_grids(grids, str(path))


def to_xlsx(text: str) -> bytes:
    """Return a case file that can be read as an XLSX workbook."""
    from holdfast.casefile.sheets.spread import to_grids
    from holdfast.casefile.sheets.xlsx import write_xlsx

    return write_xlsx(to_grids(_tree(text), text))


def to_csv(text: str) -> dict[str, str]:
    """Return a case file that can be read as CSV tables, by file name."""
    from holdfast.casefile.sheets.folder import write_csv
    from holdfast.casefile.sheets.spread import to_grids

    return write_csv(to_grids(_tree(text), text))


def to_yaml(text: str) -> str:
    """Return a case file that can be read in the one way that holdfast writes it; comments are left out.

    Examples
    --------
    >>> print(to_yaml("{schema: holdfast/case/1, title: T, parties: {a: {options: {go: {text: Go}}}}}"), end="")
    schema: holdfast/case/1
    title: T
    <BLANKLINE>
    parties:
      a:
        options: {go: Go}
    """
    from holdfast.casefile.sheets.back import canonical
    from holdfast.casefile.write import to_yaml as written

    tree = canonical(text)
    assert tree is not None, "a case that can be read can be written"
    return written(tree)


def to_json(text: str) -> str:
    """Return a case file that can be read as JSON; comments are left out.

    Examples
    --------
    >>> print(to_json("{schema: holdfast/case/1, title: T, parties: {a: {options: {go: Go}}}}"), end="")
    {"schema": "holdfast/case/1",
     "title": "T",
     "parties": {"a": {"options": {"go": "Go"}}}}
    """
    from holdfast.casefile.sheets.back import canonical
    from holdfast.casefile.sheets.shape import case_shape

    tree = canonical(text)
    assert tree is not None, "a case that can be read can be written"
    known = dict(case_shape().fields)
    parts = [f'"{key}": {_json(item, known.get(key))}' for key, item in tree.items()]
    return "{" + ",\n ".join(parts) + "}\n"


def _json(value: Value, shape: Shape | None) -> str:
    from holdfast.casefile.located import Map, Seq
    from holdfast.casefile.sheets.shape import Cell, Choice, Keyed, Many, Row

    if isinstance(shape, Choice):
        tag = shape.tell(value)
        shape = next(inner for name, _, inner in shape.variants if name == tag)
    if isinstance(value, Map):
        known = dict(shape.fields) if isinstance(shape, Row) else {}
        inner = shape.item if isinstance(shape, Keyed) else None
        parts = (f"{_quoted(k)}: {_json(v, known.get(k, inner))}" for k, v in value.items())
        return "{" + ", ".join(parts) + "}"
    if isinstance(value, Seq):
        each = shape.item if isinstance(shape, Many) else shape if isinstance(shape, Cell) else None
        return "[" + ", ".join(_json(item, each) for item in value) + "]"
    if value.is_null:
        return "null"
    if shape in (Cell("number"), Cell("any")) and value.plain and _NUMBER.fullmatch(value):  # such as .5 or +3
        sign, digits = "-" * value.startswith("-"), value.lstrip("+-").lstrip("0")
        return sign + (f"0{digits}" if digits.startswith(".") or not digits else digits)
    if value.plain and (_JSON_NUMBER.fullmatch(value) or value in ("true", "false")):
        return str(value)
    return _quoted(value)


def _quoted(text: str) -> str:
    return UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(str(text), ensure_ascii=False))


def _tree(text: str) -> Map:
    from holdfast.casefile.findings import Findings
    from holdfast.casefile.located import Map, read_tree

    tree = read_tree(text.removeprefix("\ufeff"), Findings("-"))
    assert isinstance(tree, Map), "a case that can be read is a mapping"
    return tree
