"""A file as tables: every key goes to its cell, what is nested to a table of its own, and the text itself is kept."""

from __future__ import annotations

import re

from holdfast.casefile.located import Map, Seq, Text, Value
from holdfast.casefile.sheets.cells import written
from holdfast.casefile.sheets.grids import (
    CASE,
    CASE_HEADS,
    OWN_HEADS,
    OWN_KEYS,
    TEXT,
    TEXT_HEADS,
    Filling,
    Grid,
    put,
)
from holdfast.casefile.sheets.shape import (
    ANY,
    FORM,
    VALUE,
    Cell,
    Choice,
    Keyed,
    Many,
    Positions,
    Row,
    Shape,
    case_shape,
    word_of,
)
from holdfast.casefile.write import flow

LONGEST = 8000
"""Most characters of a line of the original text in one cell."""
_LINE = re.compile("[^\r\n]*(\r\n|\r|\n|$)")


def to_grids(tree: Map, text: str = "") -> list[Grid]:
    """Spread a file that can be read out into tables.

    Parameters
    ----------
    tree : Map
        The file as read.
    text : str
        The file itself, kept so that comments and layout come back; without it they are lost.

    Returns
    -------
    list of Grid
    """
    spread = _Spread()
    case: dict[str, str] = {}
    spread.fields(case_shape(), tree, case, (), (), "")
    own = [Grid(OWN_KEYS, list(OWN_HEADS), spread.made.own)] if spread.made.own else []
    kept = [Grid(TEXT, list(TEXT_HEADS), lines(text))] if text else []
    return [Grid(CASE, list(CASE_HEADS), [[*each] for each in case.items()]), *spread.made.grids(), *own, *kept]


def lines(text: str) -> list[list[str]]:
    """Return the lines of a text with how each ends; long lines are cut, and what is cut ends in nothing."""
    found = []
    for match in _LINE.finditer(text):
        if not match[0]:
            break
        end = {"\n": "LF", "\r\n": "CRLF", "\r": "CR", "": ""}[match[1]]
        line = match[0][: len(match[0]) - len(match[1])]
        pieces = [line[k : k + LONGEST] for k in range(0, len(line), LONGEST)] or [""]
        found += [[piece, ""] for piece in pieces[:-1]] + [[pieces[-1], end]]
    return found


class _Spread:
    def __init__(self) -> None:
        self.made = Filling()

    def fields(
        self,
        shape: Row,
        value: Map,
        row: dict[str, str],
        path: tuple[str, ...],
        ids: tuple[str, ...],
        prefix: str,
        where: tuple[str, ...] = (),
    ) -> None:
        """Spread out a mapping: cells into the row, the rest into tables below."""
        known = dict(shape.fields)
        for key, kept in value.items():
            if key not in known:
                self.own(where, key, kept)
        for name, inner in shape.fields:
            found = value.part(name)
            if found is None:
                continue
            item: Value = found
            column, there = prefix + name, (*where, name)
            long = inner.spread(item) if isinstance(inner, Row) else None
            if long is not None and isinstance(inner, Row):
                at = path if path else (name,)
                self.fields(inner, long, row, at, ids, f"{column}.", there)
            elif isinstance(inner, Keyed | Many | Positions):
                # what hangs on a single nested mapping of the case itself is called by its dotted name without the dots
                below = (*path, column) if path and not _is_top(path, prefix) else (*path, name) if path else (name,)
                self.items(inner, item, below, ids, there)
            else:
                put(row, column, item, inner if isinstance(inner, Cell) else ANY)

    def items(
        self, shape: Shape, value: Value, path: tuple[str, ...], ids: tuple[str, ...], where: tuple[str, ...]
    ) -> None:
        """Spread out a list or a mapping by id into the rows of a table."""
        if isinstance(shape, Positions):
            for item in value if isinstance(value, Seq) else [value]:
                row = self.made.row(path, ids)
                if isinstance(item, Map):
                    item, text = next((k, v) for k, v in item.items() if not k.startswith("x-"))
                    put(row, "text", text, Cell())
                put(row, "id", item, Cell())
        elif isinstance(shape, Many):
            for place, item in enumerate(value if isinstance(value, Seq) else [], 1):
                self.item(shape.item, item, path, (*ids, str(place)), (*where, str(place)))
        elif isinstance(shape, Keyed) and isinstance(value, Map):
            for key, item in value.items():
                if key.startswith("x-"):
                    self.own(where, key, item)
                else:
                    self.item(shape.item, item, path, (*ids, written(key, Cell())), (*where, key))

    def item(
        self, shape: Shape, value: Value, path: tuple[str, ...], ids: tuple[str, ...], where: tuple[str, ...]
    ) -> None:
        """Spread out one item of a table."""
        row = self.made.row(path, ids)
        if isinstance(shape, Choice):
            tag = shape.tell(value)
            word, inner = next((word, each) for name, word, each in shape.variants if name == tag)
            row[FORM] = word
            if isinstance(inner, Many):
                self.items(inner, value, (*path, word), ids, where)
                return
            shape = inner
        long = shape.spread(value) if isinstance(shape, Row) else None
        if isinstance(shape, Row) and long is not None:
            self.fields(shape, long, row, path, ids, "", where)
        elif isinstance(shape, Keyed):
            self.items(shape, value, (*path, "entries"), ids, where)
        elif isinstance(shape, Many):
            self.items(shape, value, (*path, word_of(shape)), ids, where)
        else:
            put(row, VALUE, value, shape if isinstance(shape, Cell) else ANY)

    def own(self, where: tuple[str, ...], key: Text, value: Value) -> None:
        """Keep one of the user's own keys."""
        at = Seq(Text.at(step, (1, 1)) for step in where)
        self.made.own.append([flow(at) if where else "", str(key), flow(value)])


def _is_top(path: tuple[str, ...], prefix: str) -> bool:
    return len(path) == 1 and prefix == f"{path[0]}."
