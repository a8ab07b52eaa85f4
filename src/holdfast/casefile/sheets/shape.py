"""The shape of a case file, read off its pydantic models: what is a table, what is a row, what is a cell."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, Discriminator, Tag

from holdfast.casefile.fields import Ids, Named, Numeral
from holdfast.casefile.located import Map, Seq, Text, Value

_ONE_OR_MANY = Ids.__metadata__[0]  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: a text, a number, a truth value, a list of texts, or anything else, written as in the file."""

    kind: str = "text"
    may_be_one: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A mapping with known keys: a row, or some columns of one. ``about`` says what each key means."""

    name: str
    fields: tuple[tuple[str, Shape], ...]
    common: frozenset[str] = frozenset()
    short: str = ""
    short_list: bool = False
    about: tuple[tuple[str, str], ...] = ()

    def spread(self, value: Value) -> Map | None:
        """Return the long form of a value; None if it has none."""
        if isinstance(value, Map):
            return value
        if self.short and (isinstance(value, Text) or (self.short_list and isinstance(value, Seq))):
            made = Map({Text.at(self.short, value.place): value})
            made.place = value.place
            return made
        return None


@dataclass(frozen=True, slots=True)
class Positions:
    """Positions of an issue: a list of ids, each with a text if it has one."""


@dataclass(frozen=True, slots=True)
class Many:
    """A list of rows."""

    item: Shape


@dataclass(frozen=True, slots=True)
class Keyed:
    """A mapping by id."""

    item: Shape


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several shapes; ``tell`` names which a value has."""

    variants: tuple[tuple[str, str, Shape], ...]
    tell: Callable[[Any], Any]


Shape = Cell | Row | Positions | Many | Keyed | Choice
ANY = Cell("any")


@cache
def case_shape() -> Row:
    """Return the shape of a case file."""
    from holdfast.casefile.schema import CaseEntry

    shape = _model(CaseEntry)
    assert isinstance(shape, Row)
    return shape


@cache
def _model(model: type[BaseModel]) -> Row:
    from holdfast.casefile.schema import Claimed

    own = Claimed if issubclass(model, Claimed) and model is not Claimed else None
    common = {field.alias or name for name, field in own.model_fields.items()} if own else set()
    fields = []
    for name, field in model.model_fields.items():
        annotation = Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
        fields.append((field.alias or name, _shape(annotation)))
    ordered = sorted(fields, key=lambda each: each[0] in common)
    short = getattr(model, "short", None) or ""
    about = tuple((f.alias or name, f.description or "") for name, f in model.model_fields.items())
    short_list = bool(getattr(model, "may_be_list", False))
    return Row(
        model.__name__.removesuffix("Entry").lower(), tuple(ordered), frozenset(common), short, short_list, about
    )


def _shape(annotation: Any, metadata: tuple[Any, ...] = ()) -> Shape:
    origin = get_origin(annotation)
    if origin is Annotated:
        return _shape(annotation.__origin__, (*metadata, *annotation.__metadata__))
    if origin in (Union, types.UnionType):
        variants = [each for each in get_args(annotation) if each is not type(None)]
        if len(variants) == 1:
            return _shape(variants[0], metadata)
        return _choice(variants, metadata)
    if origin is list:
        item = _shape(get_args(annotation)[0])
        if isinstance(item, Positions | Row):
            return item if isinstance(item, Positions) else Many(item)
        return Cell("list", _ONE_OR_MANY in metadata) if item == Cell() else ANY
    if origin is dict:
        return Keyed(_shape(get_args(annotation)[1]))
    if annotation is Named:
        return Positions()
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _model(annotation)
    if annotation in (Fraction, int, Numeral):
        return Cell("number")
    return Cell("truth") if annotation is bool else Cell() if annotation is Text else ANY


def _choice(variants: list[Any], metadata: tuple[Any, ...]) -> Shape:
    told = next((each for each in metadata if isinstance(each, Discriminator)), None)
    if told is None or not callable(told.discriminator):
        return ANY
    found = []
    for each in variants:
        tag = next((m.tag for m in getattr(each, "__metadata__", ()) if isinstance(m, Tag)), None)
        shape = _shape(each)
        if tag is None or not isinstance(shape, Row | Many) or (isinstance(shape, Many) and _row(shape) is None):
            return ANY
        found.append((tag, plural(shape.item.name) if isinstance(shape, Many) else shape.name, shape))  # type: ignore[union-attr]
    return Choice(tuple(found), told.discriminator)


def _row(shape: Many) -> Row | None:
    return shape.item if isinstance(shape.item, Row) else None


def plural(word: str) -> str:
    """Return the plural of an entry's name."""
    return f"{word[:-1]}ies" if word.endswith("y") else word if word.endswith("s") else f"{word}s"


def singular(word: str) -> str:
    """Return the singular of a section's name.

    Examples
    --------
    >>> singular("parties"), singular("plans"), singular("hypotheses")
    ('party', 'plan', 'hypotheses')
    """
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word if word.endswith(("ss", "ses")) else word.removesuffix("s")


# -- tables ----------------------------------------------------------------------------------------------------------

_OWN = {
    "believes": "party",
    "likelihood": "hypothesis",
    "moves": "party",
    "positions": "issue",
    "preferences": "party",
    "signatories": "party",
    "values": "position",
}
"""What the ids of a table name, where that is declared elsewhere; otherwise the column is called id."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, what its cells hold, and whether it belongs to any claim."""

    name: str
    cell: Cell
    is_common: bool = False
    about: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the columns that say where a row belongs, that name it, and that hold its content."""

    path: tuple[str, ...]
    above: tuple[str, ...]
    own: str
    columns: tuple[Column, ...]

    @property
    def name(self) -> str:
        """The table's full name."""
        return ".".join(self.path)

    @property
    def heads(self) -> tuple[str, ...]:
        """All headings."""
        return (*self.above, *([self.own] if self.own else []), *(column.name for column in self.columns))


FORM, VALUE, NUMBER = "form", "value", "no"


@cache
def tables() -> dict[tuple[str, ...], Table]:
    """Return every table of a case, by path, in the order of the schema."""
    found: dict[tuple[str, ...], Table] = {}
    for name, shape in case_shape().fields:
        if isinstance(shape, Keyed | Many | Positions):
            _add(found, (name,), (), shape)
        elif isinstance(shape, Row):  # in the table of the case itself, under dotted names
            for path, inner in below(shape, (name,)):
                _add(found, path, (), inner)
    return found


def below(row: Row, path: tuple[str, ...], prefix: str = "") -> Iterator[tuple[tuple[str, ...], Shape]]:
    """Yield the tables that hang on a row."""
    for name, shape in row.fields:
        if isinstance(shape, Keyed | Many | Positions):
            yield (*path, prefix + name), shape
        elif isinstance(shape, Row):
            yield from below(shape, path, f"{prefix}{name}.")


def columns(row: Row, prefix: str = "") -> Iterator[Column]:
    """Yield the columns of a row; those of a single nested mapping have dotted names."""
    about = dict(row.about)
    for name, shape in row.fields:
        common = name in row.common or prefix.split(".")[0] in row.common
        if isinstance(shape, Cell):
            yield Column(prefix + name, shape, common, about.get(name, ""))
        elif isinstance(shape, Row):
            inner = columns(shape, f"{prefix}{name}.")
            yield from (Column(c.name, c.cell, common or c.is_common, c.about) for c in inner)
        elif isinstance(shape, Choice):
            yield Column(prefix + name, ANY, common, about.get(name, ""))


def _add(found: dict[tuple[str, ...], Table], path: tuple[str, ...], above: tuple[str, ...], shape: Shape) -> None:
    if isinstance(shape, Positions):
        found[path] = Table(path, above, "", (Column("id", Cell()), Column("text", Cell())))
        return
    assert isinstance(shape, Keyed | Many)
    held, hanging = content(shape.item, path)
    taken = {column.name for column in held} | set(above)
    own = _OWN.get(path[-1], "id") if isinstance(shape, Keyed) else NUMBER if hanging else ""
    own = "id" if own in taken else own
    found[path] = Table(path, above, own, held)
    called = singular(path[-1]) if own in ("id", NUMBER) else own
    for inner, each in hanging:
        clashes = called in above or called in {name for name, _ in _fields(each)}
        _add(found, inner, (*above, f"{called}.id" if clashes else called), each)


def _fields(shape: Shape) -> tuple[tuple[str, Shape], ...]:
    item = shape.item if isinstance(shape, Keyed | Many) else shape
    return item.fields if isinstance(item, Row) else ()


def content(item: Shape, path: tuple[str, ...]) -> tuple[tuple[Column, ...], list[tuple[tuple[str, ...], Shape]]]:
    """Return the columns of an item of a table, and the tables that hang on it."""
    if isinstance(item, Cell):
        return (Column(VALUE, item),), []
    if isinstance(item, Row):
        return tuple(columns(item)), list(below(item, path))
    if isinstance(item, Keyed):
        return (), [((*path, "entries"), item)]
    if isinstance(item, Many):
        return (), [((*path, word_of(item)), item)]
    if isinstance(item, Choice):
        held: dict[str, Column] = {FORM: Column(FORM, Cell())}
        hanging: list[tuple[tuple[str, ...], Shape]] = []
        for _, word, shape in item.variants:
            if isinstance(shape, Row):
                for column in columns(shape):
                    held.setdefault(column.name, column)
                hanging += [each for each in below(shape, path) if each not in hanging]
            else:
                hanging.append(((*path, word), shape))
        return tuple(sorted(held.values(), key=lambda column: column.is_common)), hanging
    return (Column(VALUE, ANY),), []


def word_of(item: Many) -> str:
    """Return what a list of rows in a table of its own is called."""
    return plural(item.item.name) if isinstance(item.item, Row) else "items"
