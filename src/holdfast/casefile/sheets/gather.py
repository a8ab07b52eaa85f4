"""Tables as a file: rows are put back under the ids they name, and every value knows its cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from holdfast.casefile.findings import Findings, Place, quote, similar
from holdfast.casefile.located import Map, Seq, Text, Value
from holdfast.casefile.sheets.cells import at, moved, read
from holdfast.casefile.sheets.grids import CASE, OWN_KEYS, TEXT, Grid
from holdfast.casefile.sheets.shape import (
    ANY,
    FORM,
    NUMBER,
    VALUE,
    Cell,
    Choice,
    Keyed,
    Many,
    Positions,
    Row,
    Shape,
    Table,
    case_shape,
    columns,
    tables,
    word_of,
)
from holdfast.casefile.write import flow


@dataclass(slots=True)
class Marks:
    """Names of cells; the number of one, from 1, is the line at which what it holds is said to stand."""

    cells: list[tuple[str, int, int]] = field(default_factory=list)

    def place(self, grid: Grid, row: int, column: int) -> Place:
        """Return the place of a cell, by its number in the grid; row -1 is that of the headings."""
        line = (grid.lines[row] if grid.lines else row + 2) if row >= 0 else grid.first
        self.cells.append((grid.shown or grid.name, line, grid.at[column] if grid.at else column + 1))
        return len(self.cells), 1


@dataclass(slots=True)
class Line:
    """A row as read: its cells that are filled, each with its place."""

    cells: dict[str, tuple[str, Place]]
    place: Place
    grid: Grid
    is_used: bool = False

    def text(self, name: str) -> str:
        """Return what stands in a cell."""
        return self.cells[name][0] if name in self.cells else ""

    def at(self, name: str) -> Place:
        """Return the place of a cell, or of the row where it is empty."""
        return self.cells[name][1] if name in self.cells else self.place


class Gather:
    """Reads tables into a tree.

    Parameters
    ----------
    grids : iterable of Grid
        The tables.
    found : Findings
        Where problems go.
    """

    def __init__(self, grids: Iterable[Grid], found: Findings) -> None:
        self.found, self.marks = found, Marks()
        self.lines: dict[tuple[str, ...], dict[tuple[str, ...], list[Line]]] = {}
        self.case = Line({}, (1, 1), Grid(CASE, []))
        self.own: list[Line] = []
        self.strange = False
        self.nameless: set[str] = set()
        grids = list(grids)
        for grid in grids:
            self.take(grid)
        sections = {path[0] for path in tables() if len(path) == 1}
        if self.strange and not sections <= {grid.name for grid in grids}:  # it may have been meant as one of these
            found.is_whole = False

    def take(self, grid: Grid) -> None:
        """Take in one table."""
        if grid.name == CASE:
            self.case.place = self.marks.place(grid, -1, 0)
            for line in self.read(grid, {"key", "value"}):
                key = line.text("key")
                if key in self.case.cells:
                    self.found.add(line.at("key"), "HF105", f"key {quote(key)} is given twice", "once is enough")
                elif "value" in line.cells:
                    self.case.cells[key] = line.cells["value"]
            known = {column.name for column in columns(case_shape())}
            for key, (_, place) in self.case.cells.items():
                if key not in known:
                    self.found.add(place, "HF106", f"unknown key {quote(key)}", similar(key, known))
        elif grid.name == OWN_KEYS:
            self.own = self.read(grid, {"where", "key", "value"})
        elif grid.name != TEXT and not grid.name.startswith("x-"):
            table = next((each for each in tables().values() if each.name == grid.name), None)
            if table is not None:
                index = self.lines.setdefault(table.path, {})
                lines = self.read(grid, set(table.heads))
                self.found.is_whole &= not grid.rows or {*table.above, table.own} - {""} <= set(grid.heads)
                for line in lines:
                    index.setdefault(tuple(line.text(name) for name in table.above), []).append(line)
            elif grid.rows or any(grid.heads):
                known = {CASE, *(each.name for each in tables().values())}
                place = self.marks.place(grid, -1, 0)
                self.found.add(place, "HF190", f"unknown table {quote(grid.name)}", similar(grid.name, known))
                self.strange = True

    def read(self, grid: Grid, known: set[str]) -> list[Line]:
        """Return the rows of a table; empty rows and columns without heading are passed by."""
        for row_number, k, what in grid.bad:
            place = self.marks.place(grid, row_number, k)
            self.found.add(place, "HF194", f"the cell holds {what}", "put the value itself in its place")
            self.found.silence("HF107")
            grid.rows[row_number][k] = ""
        heads: dict[int, str] = {}
        for k, head in enumerate(grid.heads):
            if head.startswith("x-"):
                continue
            if head and head in heads.values():
                self.found.add(self.marks.place(grid, -1, k), "HF191", f"column {quote(head)} stands twice")
            elif head in known:
                heads[k] = head
            elif head or any(k < len(row) and row[k] for row in grid.rows):
                message = f"unknown column {quote(head)}" if head else "a column has no heading"
                self.found.add(self.marks.place(grid, -1, k), "HF191", message, similar(head, sorted(known)))
        found = []
        for number, row in enumerate(grid.rows):
            if any(row[k] for k in heads if k < len(row)):
                cells = {
                    h: (row[k], self.marks.place(grid, number, k)) for k, h in heads.items() if k < len(row) and row[k]
                }
                place = next(iter(cells.values()))[1]
                found.append(Line(cells, place, grid))
        return found

    # -- the tree ----------------------------------------------------------------------------------------------------

    def tree(self) -> Map:
        """Return the file, in long form; what belongs to nothing is noted."""
        made = self.fields(case_shape(), self.case, (), (), "")
        for path, index in self.lines.items():
            for lines in index.values():
                for line in lines:
                    if not line.is_used:
                        self.orphan(tables()[path], line)
        for line in self.own:
            self.put_own(made, line)
        return made

    def orphan(self, table: Table, line: Line) -> None:
        """Note a row whose first columns name no row above."""
        named = table.above[-1] if table.above else table.own
        parent = ".".join(table.path[:-1]) or table.name
        if parent in self.nameless:
            return
        given = ", ".join(quote(line.text(name)) for name in table.above)
        hint = f"add a row for it to {quote(parent)}, or mend the id"
        self.found.add(line.at(named), "HF192", f"no row of {quote(parent)} is {given or 'meant'}", hint)

    def fields(self, shape: Row, line: Line, path: tuple[str, ...], ids: tuple[str, ...], prefix: str) -> Map:
        """Put a mapping together from its row and the tables below."""
        made = Map()
        made.place = line.place
        for name, inner in shape.fields:
            column, key = prefix + name, Text.at(name, line.at(prefix + name))
            if isinstance(inner, Row):
                part = self.fields(inner, line, path if path else (name,), ids, f"{column}.")
                if part:
                    made[key] = part
            elif isinstance(inner, Keyed | Many | Positions):
                top = len(path) == 1 and prefix == f"{path[0]}."
                value = self.items(inner, (*path, name if top else column), ids)
                if value:
                    made[key] = value
            elif column in line.cells:
                text, place = line.cells[column]
                made[key] = read(text, inner if isinstance(inner, Cell) else ANY, place, self.found)
        return made

    def items(self, shape: Shape, path: tuple[str, ...], ids: tuple[str, ...]) -> Map | Seq:
        """Put a list or a mapping by id together from the rows of a table."""
        lines = self.lines.get(path, {}).get(ids, [])
        for line in lines:
            line.is_used = True
        place = lines[0].place if lines else self.case.place
        if isinstance(shape, Keyed):
            mapping = Map()
            mapping.place = place
            for line in lines:
                key = self.id(line, tables()[path].own, mapping)
                if key is not None:
                    mapping[key] = self.item(shape.item, line, path, (*ids, line.text(tables()[path].own)))
            return mapping
        listed = Seq()
        listed.place = place
        for number, line in enumerate(lines, 1):
            if isinstance(shape, Positions):
                listed.append(self.position(line))
            elif isinstance(shape, Many):
                named = line.text(NUMBER) if tables()[path].own == NUMBER else ""
                listed.append(self.item(shape.item, line, path, (*ids, named or str(number))))
        return listed

    def id(self, line: Line, own: str, known: Mapping[Text, Value]) -> Text | None:
        """Return the id of a row, or note that it has none or a used one."""
        if not line.text(own):
            self.found.add(line.place, "HF193", f"the row has no {own}", f"fill in the column {own}, or clear the row")
            self.found.is_whole = False
            self.nameless.add(line.grid.name)
            return None
        text, place = line.cells[own]
        key = read(text, Cell(), place, self.found)
        assert isinstance(key, Text)
        if key in known:
            self.found.add(place, "HF105", f"{quote(key)} is given twice", "each id has one row")
            return None
        return key

    def position(self, line: Line) -> Value:
        """Return a position of an issue."""
        if "id" not in line.cells:
            self.found.add(line.place, "HF193", "the row has no id", "fill in the column id, or clear the row")
            return at("?", line.place)
        key = read(line.text("id"), Cell(), line.at("id"), self.found)
        if "text" not in line.cells or not isinstance(key, Text):
            return key
        made = Map({key: read(line.text("text"), Cell(), line.at("text"), self.found)})
        made.place = line.place
        return made

    def item(self, shape: Shape, line: Line, path: tuple[str, ...], ids: tuple[str, ...]) -> Value:
        """Put one item of a table together."""
        if isinstance(shape, Choice):
            word, inner = self.form(shape, line, path, ids)
            if isinstance(inner, Many):
                self.nothing_else(line, set(), path)
                return self.items(inner, (*path, word), ids)
            shape = inner
            if isinstance(shape, Row):
                self.nothing_else(line, {column.name for column in columns(shape)}, path)
        if isinstance(shape, Row):
            return self.fields(shape, line, path, ids, "")
        if isinstance(shape, Keyed):
            return self.items(shape, (*path, "entries"), ids)
        if isinstance(shape, Many):
            return self.items(shape, (*path, word_of(shape)), ids)
        if VALUE not in line.cells:
            self.found.add(line.place, "HF193", "the row has no value", "fill in the column value, or clear the row")
            return at("?", line.place)
        return read(line.text(VALUE), shape if isinstance(shape, Cell) else ANY, line.at(VALUE), self.found)

    def form(self, shape: Choice, line: Line, path: tuple[str, ...], ids: tuple[str, ...]) -> tuple[str, Shape]:
        """Return which form a row has: the one it names, or the one that its cells and the tables below allow."""
        words = {word: inner for _, word, inner in shape.variants}
        word = line.text(FORM)
        if word in words:
            return word, words[word]
        filled = {name for name in line.cells if not _is_common(shape, name)}
        fits = [
            each
            for each, inner in words.items()
            if (isinstance(inner, Many) and self.lines.get((*path, each), {}).get(ids))
            or (isinstance(inner, Row) and filled & {column.name for column in columns(inner)})
        ]
        if word or len(fits) != 1:
            what = f"unknown form {quote(word)}" if word else "the row has no form"
            self.found.add(line.at(FORM), "HF193", what, f"write one of: {', '.join(words)}")
        chosen = fits[0] if fits else next(iter(words))
        return chosen, words[chosen]

    def nothing_else(self, line: Line, allowed: set[str], path: tuple[str, ...]) -> None:
        """Note cells that a row of its form does not have."""
        table = tables()[path]
        for column in table.columns:
            if column.name in line.cells and column.name not in allowed and column.name != FORM:
                form = quote(line.text(FORM) or "this form")
                hint = "clear the cell; what stands behind each entry is said in its own row"
                self.found.add(line.at(column.name), "HF194", f"{quote(column.name)} means nothing for {form}", hint)

    def put_own(self, tree: Map, line: Line) -> None:
        """Put one of the user's own keys back where it stood."""
        key, place = line.text("key"), line.place
        if not key.startswith("x-"):
            self.found.add(place, "HF106", f"{quote(key)} is no key of your own", "these begin with x-")
            return
        where = read(line.text("where"), Cell("any"), place, self.found) if line.text("where") else Seq()
        node: Value | None = tree
        for step in where if isinstance(where, Seq) else [where]:
            if isinstance(node, Map):
                node = node.part(str(step))
            elif isinstance(node, Seq) and str(step).isdigit() and 0 < int(str(step)) <= len(node):
                node = node[int(str(step)) - 1]
            else:
                node = None
        if not isinstance(node, Map):
            self.found.add(place, "HF192", f"{quote(flow(where))} is no place in the case", "mend it, or clear the row")
            return
        node[Text.at(key, place)] = moved(read(line.text("value"), ANY, line.at("value"), self.found), place)


def _is_common(shape: Choice, name: str) -> bool:
    return name == FORM or any(isinstance(inner, Row) and name in inner.common for _, _, inner in shape.variants)


def shortened(shape: Shape, value: Value) -> Value:
    """Return a value in its shortest form, keys in the order of the schema: equal values become alike."""
    if isinstance(shape, Choice):
        tag = shape.tell(value)
        return shortened(next(inner for name, _, inner in shape.variants if name == tag), value)
    if isinstance(shape, Row):
        long = shape.spread(value)
        if long is None:
            return value
        known = dict(shape.fields)
        made = Map(
            {Text(name): shortened(known[name], item) for name in known if (item := long.part(name)) is not None}
        )
        made.update({key: item for key, item in long.items() if key not in known})
        made.place = value.place
        short = made.part(shape.short) if shape.short and len(made) == 1 else None
        return short if isinstance(short, Text) or (shape.short_list and isinstance(short, Seq)) else made
    if isinstance(shape, Keyed) and isinstance(value, Map):
        made = Map({k: item if k.startswith("x-") else shortened(shape.item, item) for k, item in value.items()})
        made.place = value.place
        return made
    if isinstance(shape, Many) and isinstance(value, Seq):
        listed = Seq(shortened(shape.item, item) for item in value)
        listed.place = value.place
        return listed
    return value
