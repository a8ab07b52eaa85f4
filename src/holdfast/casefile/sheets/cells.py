"""What stands in a cell: texts as they are, lists with commas, everything else as in the file."""

from __future__ import annotations

import re

from holdfast.casefile.findings import Findings, Place
from holdfast.casefile.located import Map, Seq, Text, Value, read_tree
from holdfast.casefile.sheets.shape import Cell
from holdfast.casefile.write import flow

_SIMPLE = re.compile(r"[A-Za-z0-9_.-]+")
_QUOTES = re.compile('(?:"")*')
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


def written(value: Value, cell: Cell) -> str:
    """Write a value into a cell.

    Examples
    --------
    >>> written(Seq([Text.at("a", (1, 1)), Text.at("b", (1, 1))]), Cell("list"))
    'a, b'
    """
    if cell.kind == "list" and (items := _simple(value)):
        return ", ".join(items)
    if cell.kind in ("text", "number", "truth") and isinstance(value, Text) and not value.is_null:
        return f'{value}""' if _QUOTES.fullmatch(value) else str(value)
    if cell.kind == "any" and isinstance(value, Text) and not value.is_null and _SIMPLE.fullmatch(value):
        return str(value)
    return flow(value)


def _simple(value: Value) -> list[str]:
    items = list(value) if isinstance(value, Seq) else [value]
    fine = all(isinstance(item, Text) and not item.is_null and _SIMPLE.fullmatch(item) for item in items)
    return [str(item) for item in items] if fine else []


def read(text: str, cell: Cell, place: Place, found: Findings) -> Value:
    """Read a cell; what is not readable is noted and taken as text."""
    if cell.kind == "list":
        if not text.lstrip().startswith("["):
            parts = re.finditer(r"[^,]+", text)
            named = [(match[0].strip(), match.start() + len(match[0]) - len(match[0].lstrip())) for match in parts]
            items: list[Value] = [at(word, (place[0], place[1] + offset)) for word, offset in named if word]
            if len(items) == 1 and cell.may_be_one:
                return items[0]
            listed = Seq(items)
            listed.place = place
            return listed
        return _parsed(text, place, found)
    if cell.kind == "any":
        return _parsed(text, place, found)
    if text and _QUOTES.fullmatch(text):
        text = text[:-2]
    return at(text, place)


def at(text: str, place: Place) -> Text:
    """Return a text at a place; what would stand for nothing is taken as a text."""
    return Text.at(text, place, plain=text not in _NULLS)


def _parsed(text: str, place: Place, found: Findings) -> Value:
    """Read a text as the file would; all of it stands at the cell."""
    inner = Findings("-")
    tree = read_tree(text, inner)
    if tree is None or inner.has_errors:
        told = next((each.message for each in inner.problems()), "nothing is written")
        found.add(place, "HF102", f"the cell cannot be read: {told}", "write it as in a case file, such as [a, b]")
        return at(text, place)
    return moved(tree, place)


def moved(value: Value, place: Place) -> Value:
    """Return a value with everything at one place."""
    if isinstance(value, Map):
        made = Map({Text.at(str(key), place, key.plain, -1): moved(item, place) for key, item in value.items()})
        made.place = place
        return made
    if isinstance(value, Seq):
        items = Seq(moved(item, place) for item in value)
        items.place = place
        return items
    return Text.at(str(value), place, value.plain, -1)
