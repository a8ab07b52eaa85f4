"""The kinds of value a case file's fields take: each says what it accepts, to the reader and to the YAML editor.

Validators note what is wrong in the :class:`Findings` of the file and go on with a stand-in where that is harmless,
so that one pass reports everything; where no stand-in makes sense they raise an error that carries its own code,
place and hint. Editors read ``1`` as a number and ``true`` as a truth value, so the JSON Schema of ids and texts
allows these too.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator, PlainValidator, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from holdfast.case.claim import SOURCE_KINDS, STANCES
from holdfast.case.condition import KEYWORDS
from holdfast.casefile.findings import Findings, quote, similar
from holdfast.casefile.located import Map, Seq, Text
from holdfast.lexicons import LEXICON_IDS

ID_PATTERN = r"[A-Za-z0-9_]+(-[A-Za-z0-9_]+)*"
_ID = re.compile(ID_PATTERN)
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_NUMBER = re.compile(r"[-+]?([0-9]{1,40}(\.[0-9]{1,40})?|\.[0-9]{1,40})")
SCALAR = ["string", "number", "boolean"]
MAX_DIGITS = 9
"""Most digits of a number that weighs; it is kept exactly."""


class Numeral(NamedTuple):
    """A number as written."""

    value: Fraction
    at: Text


def wrong(place: tuple[int, int], code: str, message: str, hint: str = "") -> PydanticCustomError:
    """Return an error that carries a problem through pydantic."""
    return PydanticCustomError("holdfast", "problem", {"place": place, "code": code, "message": message, "hint": hint})


def describe(value: Any) -> str:
    """Name a value in an error message."""
    if isinstance(value, Map):
        return "a mapping"
    if isinstance(value, Seq):
        return "a list"
    return "nothing" if isinstance(value, Text) and value.is_null else quote(value)


def findings(info: ValidationInfo) -> Findings:
    """Return where problems go."""
    found = info.context
    assert isinstance(found, Findings), "case files are read through holdfast.casefile.read"
    return found


def text(value: Any) -> Text:
    """Accept any scalar but an empty one."""
    if not isinstance(value, Text):
        raise wrong(value.place, "HF108", f"expected a text, found {describe(value)}")
    if value.is_null:
        raise wrong(value.place, "HF108", "expected a text, found nothing", "write the text, or leave the key out")
    return value


def _identifier(value: Any, info: ValidationInfo) -> Text:
    if isinstance(value, Text) and value and value.plain and value.is_null:
        hint = "write it in quotes, or choose another id"
        raise wrong(value.place, "HF108", f"{quote(value)} without quotes stands for nothing", hint)
    return text(value)


def _declared(value: Any, info: ValidationInfo) -> Text:
    """Accept an id where it is declared."""
    if not isinstance(value, Text) or not value:
        return text(value)
    if value in KEYWORDS:
        findings(info).add(
            value.place, "HF110", f"id {quote(value)} is a word of the condition language", "choose another id"
        )
    elif not _ID.fullmatch(value):
        mended = re.sub(r"[^A-Za-z0-9_]+", "_", value).strip("_")
        hint = "an id is made of letters, digits, _ and single -" + (f'; for example "{mended}"' if mended else "")
        findings(info).add(value.place, "HF110", f"ill-formed id {quote(value)}", hint)
    return value


def _date(value: Any, info: ValidationInfo) -> Text:
    if not _DATE.fullmatch(text(value)):
        hint = "write 2025, 2025-11 or 2025-11-21"
        findings(info).add(value.place, "HF152", f"{quote(value)} is not an ISO date", hint)
    return text(value)


def _choice(*allowed: str) -> Callable[[Any, ValidationInfo], Text]:
    def check(value: Any, info: ValidationInfo) -> Text:
        if text(value) not in allowed:
            among = (
                f"expected {', '.join(allowed[:-1])} or {allowed[-1]}" if len(allowed) > 1 else f"expected {allowed[0]}"
            )
            findings(info).add(
                value.place, "HF108", f"{among}, found {quote(value)}", similar(value, allowed, "choose one of these")
            )
        return text(value)

    return check


def _truth(value: Any) -> bool:
    if isinstance(value, Text) and value.plain and value in ("true", "True", "TRUE", "false", "False", "FALSE"):
        return value in ("true", "True", "TRUE")
    raise wrong(
        value.place, "HF108", f"expected true or false, found {describe(value)}", "write true or false without quotes"
    )


def _count(value: Any) -> int:
    if isinstance(value, Text) and value.plain and re.fullmatch(r"\d{1,9}", value):
        return int(value)
    raise wrong(value.place, "HF108", f"expected a whole number, found {describe(value)}")


def _cost(value: Any) -> Fraction:
    """Accept a positive number, taken exactly as it is written."""
    if (
        isinstance(value, Text)
        and value.plain
        and re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,3})?", value)
        and Fraction(value)
    ):
        return Fraction(value)
    hint = "write a number such as 2 or 0.5: at most six digits, and three after the point"
    raise wrong(value.place, "HF108", f"expected a positive number, found {describe(value)}", hint)


def _numeral(value: Any, info: ValidationInfo) -> Numeral:
    if not isinstance(value, Text):
        findings(info).add(value.place, "HF160", f"expected a number, found {describe(value)}")
        return Numeral(Fraction(0), Text.at("0", value.place))
    match = _NUMBER.fullmatch(value) if value.plain else None
    if match is None:
        hint = "write a whole number or a decimal, without quotes: 12, -3 or 0.5"
        findings(info).add(value.place, "HF160", f"expected a number, found {describe(value)}", hint)
    elif sum(map(str.isdigit, value)) > MAX_DIGITS:
        hint = f"at most {MAX_DIGITS} digits are read; choose a coarser unit"
        findings(info).add(value.place, "HF160", f"{quote(value)} is finer than can be meant", hint)
    return Numeral(Fraction(str(value)) if match else Fraction(0), value)


class Likelihood(NamedTuple):
    """A credence as written: a word, or the ends of a range (twice the same for a number)."""

    word: Text | None
    ends: tuple[Numeral, Numeral] | None
    at: Text


_SHARE = re.compile(r"(0|1|0?\.[0-9]{1,12}|0\.[0-9]{1,12}|1\.0{1,12})")


def _share(value: Any, info: ValidationInfo) -> Numeral:
    """Accept a number from 0 to 1."""
    hint = "write a number from 0 to 1, such as 0.35"
    if not isinstance(value, Text) or not value.plain or _SHARE.fullmatch(value) is None:
        if isinstance(value, Text) and re.fullmatch(r"[0-9]{1,2}(\.[0-9]{1,9})? ?%", value):
            share = Decimal(value.rstrip(" %")) / 100
            hint = f"write the share in place of the percentage: {share.normalize():f}"
        findings(info).add(value.place, "HF171", f"expected a number from 0 to 1, found {describe(value)}", hint)
        return Numeral(Fraction(1, 2), value if isinstance(value, Text) else Text.at("0.5", value.place))
    return Numeral(Fraction(str(value)), value)


def _likelihood(value: Any, info: ValidationInfo) -> Likelihood:
    if isinstance(value, Seq):
        if len(value) != 2:
            message = f"a range has two ends, found {len(value)} in the list"
            raise wrong(value.place, "HF171", message, "write [low, high], such as [0.2, 0.5]")
        low, high = (_share(end, info) for end in value)
        if low.value > high.value:
            message = f"the range begins at {low.at} and ends at {high.at}"
            findings(info).add(low.at.place, "HF171", message, "write the lower end first")
            low, high = high, low
        return Likelihood(None, (low, high), Text.at(f"[{low.at}, {high.at}]", value.place))
    if not isinstance(value, Text):
        hint = "write a word such as likely, a number such as 0.35, or a range such as [0.2, 0.5]"
        raise wrong(value.place, "HF171", f"expected a credence, found {describe(value)}", hint)
    if re.match(r"[-+.0-9]", value):
        number = _share(value, info)
        return Likelihood(None, (number, number), value)
    return Likelihood(text(value), None, value)


def _schema_name(value: Any, info: ValidationInfo) -> Text:
    if text(value) != SCHEMA_NAME:
        hint = f"write schema: {SCHEMA_NAME}"
        code = "HF109" if value.startswith("holdfast/case/") else "HF108"
        findings(info).add(value.place, code, f"unknown schema {quote(value)}", hint)
    return text(value)


def _listed(value: Any) -> Any:
    if not isinstance(value, Text):
        return value
    listed = Seq([value])
    listed.place = value.place
    return listed


class Named(NamedTuple):
    """A position of an issue."""

    id: Text
    text: Text | None


def _position(value: Any, info: ValidationInfo) -> Named:
    if isinstance(value, Map):
        own = {key: item for key, item in value.items() if not key.startswith("x-")}
        if len(own) == 1:
            key, item = next(iter(own.items()))
            return Named(key, text(item))
    if not isinstance(value, Text):
        raise wrong(value.place, "HF108", f"expected an id, or {{id: text}}, found {describe(value)}")
    return Named(text(value), None)


def _without_own_keys(value: Any) -> Any:
    return {key: item for key, item in value.items() if not key.startswith("x-")} if isinstance(value, Map) else value


SCHEMA_NAME = "holdfast/case/1"

Words = Annotated[Text, PlainValidator(text), WithJsonSchema({"type": SCALAR})]
"""Any text."""
Id = Annotated[Text, PlainValidator(_identifier), WithJsonSchema({"type": SCALAR})]
"""The id of something declared elsewhere."""
NewId = Annotated[Text, PlainValidator(_declared), WithJsonSchema({"type": "string", "pattern": f"^{ID_PATTERN}$"})]
"""An id where it is declared."""
Clause = Annotated[Text, PlainValidator(text), WithJsonSchema({"type": SCALAR})]
"""A condition."""
Date = Annotated[Text, PlainValidator(_date), WithJsonSchema({"type": ["string", "number"]})]
"""A year, month or day in ISO form."""
Truth = Annotated[bool, PlainValidator(_truth), WithJsonSchema({"type": "boolean"})]
"""``true`` or ``false``."""
Count = Annotated[int, PlainValidator(_count), WithJsonSchema({"type": "integer", "minimum": 0})]
"""A whole number."""
Cost = Annotated[
    Fraction, PlainValidator(_cost), WithJsonSchema({"type": "number", "minimum": 0.001, "maximum": 999999.999})
]
"""A positive number."""
Number = Annotated[Numeral, PlainValidator(_numeral), WithJsonSchema({"type": "number"})]
"""A whole number or a decimal, with its place."""
CredenceText = Annotated[
    Likelihood,
    PlainValidator(_likelihood),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {"type": "number", "minimum": 0, "maximum": 1},
                {
                    "type": "array",
                    "items": {"type": "number", "minimum": 0, "maximum": 1},
                    "minItems": 2,
                    "maxItems": 2,
                },
            ]
        }
    ),
]
"""A word of likelihood, a number from 0 to 1, or a range."""
Stance = Annotated[Text, PlainValidator(_choice(*STANCES)), WithJsonSchema({"enum": list(STANCES)})]
"""How a source puts something."""
SourceKind = Annotated[Text, PlainValidator(_choice(*SOURCE_KINDS)), WithJsonSchema({"enum": list(SOURCE_KINDS)})]
"""What kind of thing a source is."""
OneWay = Annotated[
    Text, PlainValidator(_choice("true", "false", "from taken")), WithJsonSchema({"enum": [True, False, "from taken"]})
]
"""Whether an option can be undone."""
LexiconId = Annotated[Text, PlainValidator(_choice(*LEXICON_IDS)), WithJsonSchema({"enum": list(LEXICON_IDS)})]
"""A lexicon of words of likelihood."""
OnlyNamed = Annotated[Text, PlainValidator(_choice("named")), WithJsonSchema({"const": "named"})]
"""Which states can occur."""
SchemaName = Annotated[Text, PlainValidator(_schema_name), WithJsonSchema({"const": SCHEMA_NAME})]
"""The version of the file format."""

Ids = Annotated[
    list[Id],
    BeforeValidator(_listed),
    WithJsonSchema({"anyOf": [{"type": SCALAR}, {"type": "array", "items": {"type": SCALAR}}]}),
]
"""One id, or a list of ids."""
skip_own_keys = BeforeValidator(_without_own_keys)
"""Leave the user's ``x-`` keys out of a mapping by id."""
PositionEntry = Annotated[
    Named,
    PlainValidator(_position),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": SCALAR},
                {"type": "object", "minProperties": 1, "additionalProperties": {"type": SCALAR}},
            ]
        }
    ),
]
"""A position of an issue where it is declared."""
