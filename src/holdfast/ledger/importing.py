"""Tables into a ledger: CSV or JSON with named columns; all faults at once, and nothing written while there is one."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from holdfast.errors import LedgerError, Problem
from holdfast.ledger.fields import FORECAST, RESOLUTION, Texts, forecast_from, resolution_from
from holdfast.ledger.ledger import Entry, Ledger
from holdfast.near import did_you_mean

COLUMNS = (*FORECAST, *RESOLUTION)
"""The columns, in the order in which they are documented."""
MOST_BYTES = 1 << 25
MOST_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: the line it begins on, its texts, where each column stands, and why it cannot be read."""

    line: int
    texts: dict[str, str]
    columns: dict[str, int]
    problems: tuple[Problem, ...] = ()


def rows_of(data: bytes, name: str) -> list[Row]:
    """Read a table: CSV with a line of column names, or a JSON object or list of objects.

    Raises
    ------
    LedgerError
        With every problem of the table as such.
    """
    if len(data) > MOST_BYTES:
        raise LedgerError([Problem(name, 1, 1, "HF201", f"larger than {MOST_BYTES >> 20} MiB", "split the table")])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        raise LedgerError(
            [Problem(name, line, column, "HF201", "not text in UTF-8", "save the file as UTF-8")]
        ) from None
    rows = list(_json_rows(text, name) if text.lstrip()[:1] in {"[", "{"} else _csv_rows(text, name))
    if not rows:
        raise LedgerError([Problem(name, 1, 1, "HF205", "no row to import", f"columns: {', '.join(COLUMNS[:8])}, …")])
    return rows


def _csv_rows(text: str, name: str) -> Iterator[Row]:
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    head: list[str] = []
    before = 0
    try:
        for cells in reader:
            line, before = before + 1, reader.line_num
            if not head:
                head = [cell.strip() for cell in cells]
                _check_head(head, line, name)
                continue
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) > len(head):
                hint = 'a text with a comma in it stands in double quotes: "a, b"'
                wrong = f"{len(cells)} cells, but {len(head)} columns"
                yield Row(line, {}, {}, (Problem(name, line, 1, "HF201", wrong, hint),))
                continue
            if line > MOST_ROWS:
                raise LedgerError([Problem(name, line, 1, "HF201", f"more than {MOST_ROWS:,} rows", "split the table")])
            yield Row(line, dict(zip(head, cells, strict=False)), {column: k for k, column in enumerate(head, 1)})
    except csv.Error as error:
        hint = "quotes within a text in quotes are doubled"
        raise LedgerError([Problem(name, before + 1, 1, "HF201", f"not readable as CSV: {error}", hint)]) from None


def _check_head(head: list[str], line: int, name: str) -> None:
    problems = []
    for k, column in enumerate(head, 1):
        if column not in COLUMNS:
            wrong = f'unknown column "{column[:60]}"' if column else "a column has no name"
            problems.append(Problem(name, line, k, "HF204", wrong, did_you_mean(column, COLUMNS, "columns")))
        elif column in head[: k - 1]:
            problems.append(Problem(name, line, k, "HF204", f'the column "{column}" stands twice', "leave one out"))
    if problems:
        raise LedgerError(problems)


def _json_rows(text: str, name: str) -> Iterator[Row]:
    try:
        found = json.loads(text, object_pairs_hook=_once, parse_int=str, parse_float=str, parse_constant=str)
    except json.JSONDecodeError as error:
        wrong = f"not readable as JSON: {error.msg}"
        raise LedgerError([Problem(name, error.lineno, error.colno, "HF201", wrong)]) from None
    except (ValueError, RecursionError) as error:
        wrong = f"not readable as JSON: {error}" if isinstance(error, ValueError) else "nested too deeply"
        raise LedgerError([Problem(name, 1, 1, "HF201", wrong)]) from None
    rows = found if isinstance(found, list) else [found]
    for k, row in enumerate(rows, 1):
        where = f"entry {k}: " if len(rows) > 1 else ""
        problems = []
        if not isinstance(row, dict):
            wrong = f"{where}not an object with named fields"
            yield Row(k, {}, {}, (Problem(name, 1, 1, "HF201", wrong),))
            continue
        texts: dict[str, str] = {}
        for key, value in row.items():
            if key not in COLUMNS:
                hint = did_you_mean(key, COLUMNS, "keys")
                problems.append(Problem(name, 1, 1, "HF204", f'{where}unknown key "{key[:60]}"', hint))
            elif key == "analyst_supplied" and isinstance(value, list):
                texts[key] = " ".join(str(each) for each in value)
            elif value is not None and not isinstance(value, str):
                problems.append(Problem(name, 1, 1, "HF206", f"{where}{key} is neither a text nor a number"))
            else:
                texts[key] = value or ""
        yield Row(k, texts, {}, tuple(problems))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for k, (key, _) in enumerate(pairs) if key in dict(pairs[:k]))
        raise ValueError(f'the key "{twice}" stands twice')
    return found


def entries_of(rows: list[Row], name: str, ledger: Ledger) -> list[Entry]:
    """Make the entries of a table: forecasts in the order of rows, then resolutions in the order of rows.

    A row with a question is a forecast, and its columns of outcome, if filled, resolve it. A row without one resolves
    the forecast of its ``id``.

    Raises
    ------
    LedgerError
        With every problem of every row.
    """
    forecasts: list[tuple[Row, Entry]] = []
    resolutions: list[tuple[Row, Entry]] = []
    problems: list[Problem] = []
    faulty: set[str] = set()
    for row in rows:
        problems += row.problems
        if row.problems and not row.texts:
            continue
        before = len(problems) - len(row.problems)
        given = {column: text for column, text in row.texts.items() if text.strip()}
        texts = Texts(given)
        resolves = texts.id("id")
        is_forecast = bool(given.keys() - RESOLUTION.keys() - {"id", "corrects"})
        if is_forecast:
            forecast = forecast_from(texts)
            if forecast is not None:
                forecasts.append((row, Entry(forecast, resolves, given.get("corrects", "").strip())))
        if given.keys() & RESOLUTION.keys():
            if not resolves:
                hint = "a row that is resolved needs an id of its own" if is_forecast else "name the forecast"
                texts.fault("id", "id is missing", hint, "HF205")
            resolution = resolution_from(texts, resolves or "x")
            if resolution is not None:
                replaced = "" if is_forecast else given.get("corrects", "").strip()
                resolutions.append((row, Entry(resolution, "", replaced)))
        problems += [
            Problem(name, row.line, row.columns.get(column, 1), code, f"{_row(row)}{message}", hint)
            for column, code, message, hint in dict.fromkeys(texts.faults)
            if not any(f"{column} is " in known.message for known in row.problems)
        ]
        if len(problems) > before:
            faulty.add(given.get("id", "").strip())
    made = [*forecasts, *resolutions]
    hidden = any(row.problems for row in rows)
    for k, message in ledger.misfits([entry for _, entry in made]):
        row = made[k][0]
        follows = any(f'"{each}"' in message for each in faulty) or (hidden and message.startswith("no forecast"))
        if not follows:  # what hangs on a faulty row cannot be judged yet
            later = [each.id for _, each in made[k + 1 :] if each.id and f'no forecast "{each.id}"' in message]
            hint = f'rows are taken in order: move that of "{later[0]}" up' if later else ""
            problems.append(Problem(name, row.line, row.columns.get("id", 1), "HF207", f"{_row(row)}{message}", hint))
    if problems:
        raise LedgerError(sorted(problems))
    return [entry for _, entry in made]


def _row(row: Row) -> str:
    return "" if row.columns else f"entry {row.line}: "
