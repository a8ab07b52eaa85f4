"""What every mapping of a case file has in common: keys known and unknown, short forms, what stands behind a claim."""

from __future__ import annotations

from functools import cache
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo
from pydantic import model_validator as validator

from holdfast.casefile.fields import (
    Count,
    Date,
    Ids,
    Stance,
    Truth,
    Words,
    describe,
    findings,
    wrong,
)
from holdfast.casefile.findings import quote, similar
from holdfast.casefile.located import Map, Seq, Text

RESERVED = frozenset({"weights"})
WHEN = "Over judgements: it counts only in worlds where this is true."


def of(description: str, *examples: Any, **more: Any) -> Any:
    """Return a field that may be left out."""
    return Field(default=None, description=description, examples=list(examples), **more)


def needed(description: str, *examples: Any, **more: Any) -> Any:
    """Return a field that must be given."""
    return Field(description=description, examples=list(examples), **more)


class Entry(BaseModel):
    """A mapping of the file."""

    model_config = ConfigDict(extra="forbid", defer_build=True, arbitrary_types_allowed=True)
    expects: ClassVar[str] = "a mapping"
    short: ClassVar[str | None] = None
    may_be_list: ClassVar[bool] = False

    @validator(mode="before")
    @classmethod
    def _spread(cls, value: Any, info: ValidationInfo) -> Any:
        if cls.short and isinstance(value, Text) and not value.is_null:
            return {cls.short: value}
        if cls.short and cls.may_be_list and isinstance(value, Seq):
            return {cls.short: value}
        if not isinstance(value, Map):
            raise wrong(value.place, "HF108", f"expected {cls.expects}, found {describe(value)}")
        known = cls.known()
        kept = {}
        for key, item in value.items():
            if key in known:
                kept[key] = item
            elif key in RESERVED:
                hint = "take it out; it is reserved for a later version"
                findings(info).add(key.place, "HF109", f"{quote(key)} is not supported in this version", hint)
            elif not key.startswith("x-"):
                hint = "known keys: " + ", ".join(known) + "; your own begin with x-"
                findings(info).add(key.place, "HF106", f"unknown key {quote(key)}", similar(key, known, hint))
        return kept

    @classmethod
    def known(cls) -> tuple[str, ...]:
        """Return the keys known here, those of its own before those of any claim."""
        return _keys(cls)


@cache
def _keys(model: type[Entry]) -> tuple[str, ...]:
    fields = {field.alias or name: name for name, field in model.__pydantic_fields__.items()}
    inherited = Claimed.__pydantic_fields__ if model is not Claimed and issubclass(model, Claimed) else {}
    return tuple(sorted(fields, key=lambda key: fields[key] in inherited))


class SpanEntry(Entry):
    """Words quoted from a source."""

    expects = "the words quoted, or {quote: ..., start: ..., end: ...}"
    short = "quote"
    quote: Words = needed("The words, verbatim.", "we will never join")
    start: Count | None = of("Offset of the first character in the source.", 120)
    end: Count | None = of("Offset after the last character.", 138)


class Claimed(Entry):
    """Something asserted: what stands behind it."""

    source: Ids | None = of("Who says so: the id of a source, or a list of ids.", "ap_20251121")
    span: SpanEntry | None = of("Words quoted verbatim from the source.", "will be expected to")
    stance: Stance | None = of("How the source puts it.", "asserted")
    hedge: Words | None = of("The hedging word of the source.", "may")
    by: Words | None = of("Who says so, where that is not the source itself.", "Foreign minister")
    on: Date | None = of("When it was said (ISO date).", "2025-11-21")
    assumed: Truth | None = of("The analyst's own assumption, without a source.", True)
    note: Words | None = of("Anything a reader should know.", "Denied a day later")
