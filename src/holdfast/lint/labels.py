"""Where labels stand in a case: ids, names, titles and texts, which speak in the voice of the case."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from holdfast.case import Claim, Source
from holdfast.lint.elements import is_condition
from holdfast.lint.finding import Finding, Path
from holdfast.lint.words import loaded

if TYPE_CHECKING:
    from holdfast.case import Case

_NOT_LABELS = frozenset({"pattern", "party", "option", "issue", "position", "source", "target", "now", "date", "kind"})
"""Fields that only repeat ids declared elsewhere, or hold no words."""
_OF_SOURCES = frozenset({"title", "author", "outlet", "link"})
"""What a source is called is other people's words."""


def labels(case: Case) -> Iterator[Finding]:
    """Find loaded terms among the labels of a case, each once a place."""
    for path, text, is_id in texts(case):
        for found, term in dict(loaded(text)).items():
            what = f'id "{text}"' if is_id else f'"{found}"'
            message = f"{what} is a loaded term" if not is_id or found == text else f'{what} contains "{found}"'
            yield Finding("HF185", f"{message}: it {term.why}", f"write: {term.neutral}", path)


def texts(value: Any, path: Path = ()) -> Iterator[tuple[Path, str, bool]]:
    """Yield every label with its place, and whether it is an id."""
    if isinstance(value, str):
        yield path, value, False
    elif is_condition(value):
        return
    elif isinstance(value, Claim):
        if value.note:
            yield (*path[:-1], "note"), value.note, False
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            skipped = field.name in ("id", "extra", *_NOT_LABELS)
            if not skipped and not (isinstance(value, Source) and field.name in _OF_SOURCES):
                yield from texts(getattr(value, field.name), (*path, field.name))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if path[-1:] not in (("preferences",), ("moves",), ("signatories",)) and path[-2:-1] != ("plans",):
                yield (*path, str(key)), str(key), True
            if path[-1:] != ("signatories",):
                yield from texts(item, (*path, str(key)))
    elif isinstance(value, tuple):
        for place, item in enumerate(value):
            if not isinstance(item, str):
                yield from texts(item, (*path, getattr(item, "issue", place) if _weighs(item) else place))


def _weighs(item: Any) -> bool:
    return type(item).__name__ == "IssueWorth"
