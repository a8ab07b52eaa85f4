"""A file of proposals beside a text: JSON Lines with selectors by quotation and by position, and what was decided.

The first line says which text it belongs to, with its digest. Each further line is a sentence, a proposal or a hedge.
The selectors are those of the W3C's Web Annotation model, under short names.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from holdfast.reading.failure import ReadingError
from holdfast.reading.proposal import AUTHOR, KINDS, Found, Proposal, range_json
from holdfast.reading.sentences import Layout
from holdfast.reading.text import Text

SCHEMA = "holdfast/annotations/1"
STATUSES = ("proposed", "accepted", "edited", "rejected")
HEDGE = "hedge"
_AROUND = 24
_MAX_LINES = 50_000


@dataclass(frozen=True, slots=True)
class Annotation:
    """A proposal as it stands in a file, with what was decided on it, by whom and when.

    Attributes
    ----------
    start, end : int
        Its span in the text; ``quote`` are the words there.
    range : tuple of float, or None
        Of the hedge.
    """

    id: str
    kind: str
    sentence: int
    start: int
    end: int
    quote: str
    holder: str = AUTHOR
    cue: str = ""
    hedge: str = ""
    range: tuple[float, float] | None = None
    range_kind: str = ""
    chain: tuple[tuple[str, str], ...] = ()
    negated: bool = False
    by: str = ""
    status: str = "proposed"
    decided_by: str = ""
    decided_on: str = ""
    note: str = ""
    issues: tuple[tuple[str, float], ...] = ()

    @property
    def is_kept(self) -> bool:
        """Whether a person accepted it, as it was or edited."""
        return self.status in ("accepted", "edited")


@dataclass(frozen=True, slots=True)
class Annotations:
    """A file of annotations: the text's name and digest, its sentences, and what is proposed."""

    name: str
    digest: str
    characters: int
    sentences: tuple[tuple[int, int], ...]
    items: tuple[Annotation, ...]
    by: str = ""
    voice: str = ""
    part: str = ""

    def with_items(self, items: Iterable[Annotation]) -> Annotations:
        """Return the same file with other items."""
        return replace(self, items=tuple(items))


def annotations_of(text: Text, layout: Layout, found: Found, by: str) -> Annotations:
    """Put what an engine found into a file's form."""
    items = [_annotation(f"p{number:03}", text, each) for number, each in enumerate(found.proposals, 1)]
    for number, hedge in enumerate(found.hedges, 1):
        quote = text.content[hedge.start : hedge.end]
        span = None if hedge.range is None else (float(hedge.range.low), float(hedge.range.high))
        kind = hedge.range.kind if hedge.range else ""
        items.append(
            Annotation(
                f"h{number:03}",
                HEDGE,
                hedge.sentence,
                hedge.start,
                hedge.end,
                quote,
                "",
                quote,
                quote,
                span,
                kind,
                by=by,
            )
        )
    spans = tuple((s.start, s.end) for s in layout.sentences)
    return Annotations(text.name, text.digest, len(text.content), spans, tuple(items), by)


def _annotation(name: str, text: Text, made: Proposal) -> Annotation:
    found = range_json(made.range)
    return Annotation(
        name,
        made.kind,
        made.sentence,
        made.start,
        made.end,
        text.content[made.start : made.end],
        made.holder,
        made.cue,
        made.hedge,
        None if found is None else (found[0], found[1]),
        made.range.kind if made.range else "",
        tuple((link.holder, link.cue) for link in made.chain),
        made.negated,
        made.by,
        issues=made.issues,
    )


def dump(file: Annotations, content: str) -> str:
    """Write annotations as JSON Lines.

    Parameters
    ----------
    file : Annotations
        What to write.
    content : str
        The text, for the words before and after each quotation.
    """
    text = {"name": file.name, "digest": file.digest, "characters": file.characters}
    head: dict[str, Any] = {"type": SCHEMA, "text": text, "by": file.by}
    head |= {key: value for key, value in (("voice", file.voice), ("part", file.part)) if value}
    lines: list[dict[str, Any]] = [head]
    lines += [{"type": "sentence", "id": i, "start": s, "end": e} for i, (s, e) in enumerate(file.sentences)]
    for item in file.items:
        line: dict[str, Any] = {"type": "proposal", "id": item.id, "kind": item.kind, "sentence": item.sentence}
        line["target"] = {
            "exact": item.quote,
            "prefix": content[max(0, item.start - _AROUND) : item.start],
            "suffix": content[item.end : item.end + _AROUND],
            "start": item.start,
            "end": item.end,
        }
        line |= {"holder": item.holder or None, "cue": item.cue, "hedge": item.hedge or None}
        line["range"] = None if item.range is None else list(item.range)
        line["range_kind"] = item.range_kind or None
        line["chain"] = [{"holder": holder or None, "cue": cue} for holder, cue in item.chain]
        line |= {"negated": item.negated, "by": item.by, "status": item.status}
        if item.issues:
            line["issues"] = [{"issue": issue, "score": score} for issue, score in item.issues]
        for key in ("decided_by", "decided_on", "note"):
            if getattr(item, key):
                line[key] = getattr(item, key)
        lines.append(line)
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def parse(data: str, name: str) -> Annotations:
    """Read annotations, or what ``holdfast read --json`` printed.

    Raises
    ------
    ReadingError
        With every line at fault.
    """
    faults: list[str] = []
    whole = _whole(data)
    if whole is not None:
        return _from_reading(whole, name)
    head: dict[str, Any] = {}
    sentences: list[tuple[int, int]] = []
    items: list[Annotation] = []
    for number, row in enumerate(data.splitlines(), 1):
        if not row.strip():
            continue
        if number > _MAX_LINES or len(faults) >= 20:
            faults.append(f"{name}:{number}:1: no more is read")
            break
        try:
            line = json.loads(row)
            if not isinstance(line, dict):
                raise TypeError("expected an object")
            kind = line.get("type")
            if kind == SCHEMA:
                head = line
            elif kind == "sentence":
                sentences.append((_count(line, "start"), _count(line, "end")))
            elif kind == "proposal":
                items.append(_item(line))
            else:
                raise ValueError(f'unknown type "{str(kind)[:40]}"; expected {SCHEMA}, sentence or proposal')
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            faults.append(f"{name}:{number}:1: {_told(error)}")
    if not head and not faults:
        faults.append(f'{name}:1:1: this is no file of annotations\n    its first line has "type": "{SCHEMA}"')
    ids = [item.id for item in items]
    faults += (
        [f'{name}: the id "{each}" is used twice' for each in sorted({i for i in ids if ids.count(i) > 1})][:5]
        if len(set(ids)) < len(ids)
        else []
    )
    text = head.get("text") if isinstance(head.get("text"), dict) else {}
    if faults:
        raise ReadingError("\n".join(faults))
    assert isinstance(text, dict)
    said = {key: head[key] for key in ("by", "voice", "part") if isinstance(head.get(key), str)}
    number_of = text.get("characters")
    return Annotations(
        str(text.get("name", "")),
        str(text.get("digest", "")),
        number_of if isinstance(number_of, int) else 0,
        tuple(sentences),
        tuple(items),
        **said,
    )


def is_annotations(data: str) -> bool:
    """Whether a file's text is one of annotations or a reading, rather than prose."""
    start = data.lstrip()[:4000]
    return start.startswith("{") and (f'"{SCHEMA}"' in start or '"holdfast/reading/1"' in start)


def _whole(data: str) -> dict[str, Any] | None:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and found.get("schema") == "holdfast/reading/1" else None


def _from_reading(found: dict[str, Any], name: str) -> Annotations:
    try:
        items = [_read_item(f"p{k:03}", line) for k, line in enumerate(found["proposals"], 1)]
        items += [
            _read_item(f"h{k:03}", line | {"kind": HEDGE, "cue": line["quote"]})
            for k, line in enumerate(found.get("hedges", []), 1)
        ]
        spans = tuple((_count(line, "start"), _count(line, "end")) for line in found["sentences"])
        text = found.get("text", {})
        return Annotations(
            str(text.get("name", "")), str(text.get("digest", "")), int(text.get("characters", 0)), spans, tuple(items)
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ReadingError(f"{name}: not a reading as `holdfast read --json` prints it: {_told(error)}") from None


def _read_item(name: str, line: dict[str, Any]) -> Annotation:
    target = {"exact": line["quote"], "start": line["start"], "end": line["end"]}
    return _item(line | {"id": name, "target": target})


def _item(line: dict[str, Any]) -> Annotation:
    target = line["target"]
    if not isinstance(target, dict):
        raise TypeError('"target" is not an object')
    kind, status = line["kind"], line.get("status", "proposed")
    if kind not in (*KINDS, HEDGE):
        raise ValueError(f'unknown kind "{str(kind)[:40]}"; one of {", ".join(KINDS)}, {HEDGE}')
    if status not in STATUSES:
        raise ValueError(f'unknown status "{str(status)[:40]}"; one of {", ".join(STATUSES)}')
    found = line.get("range")
    if found is not None and not (
        isinstance(found, list)
        and len(found) == 2
        and all(isinstance(x, int | float) and not isinstance(x, bool) for x in found)
        and 0 <= found[0] <= found[1] <= 1
    ):
        raise ValueError('"range" is not two numbers from 0 to 1 in order')
    start, end = _count(target, "start"), _count(target, "end")
    if start >= end:
        raise ValueError("the span is empty")
    chain = line.get("chain") or []
    return Annotation(
        _words(line, "id"),
        kind,
        _count(line, "sentence"),
        start,
        end,
        _words(target, "exact"),
        _words(line, "holder"),
        _words(line, "cue"),
        _words(line, "hedge"),
        None if found is None else (float(found[0]), float(found[1])),
        _words(line, "range_kind"),
        tuple((_words(link, "holder"), _words(link, "cue")) for link in chain),
        line.get("negated") is True,
        _words(line, "by"),
        status,
        _words(line, "decided_by"),
        _words(line, "decided_on"),
        _words(line, "note"),
        tuple((_words(each, "issue"), _score(each)) for each in line.get("issues") or []),
    )


def _score(line: dict[str, Any]) -> float:
    value = line["score"]
    if not isinstance(value, int | float) or isinstance(value, bool) or not -1 <= value <= 1:
        raise ValueError('"score" of an issue is not a number from -1 to 1')
    return float(value)


def _count(line: dict[str, Any], key: str) -> int:
    value = line[key]
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(f'"{key}" is not a whole number')
    return value


def _words(line: dict[str, Any], key: str) -> str:
    value = line.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f'"{key}" is not a text')
    return value


def _told(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"{error} is missing"
    if isinstance(error, json.JSONDecodeError):
        return f"not JSON: {error.msg} at column {error.colno}"
    return str(error)


def belongs(file: Annotations, text: Text, name: str) -> None:
    """Make sure that annotations are of a text: same digest, and every quotation where it says.

    Raises
    ------
    ReadingError
        If they are not.
    """
    if file.digest and file.digest != text.digest:
        raise ReadingError(
            f"{name}: made for another text (digest {file.digest}, and {text.name} has {text.digest})\n"
            f"    read the text again, or name the one it was made for"
        )
    for item in file.items:
        if text.content[item.start : item.end] != item.quote:
            raise ReadingError(
                f"{name}: {item.id} does not quote what stands at {item.start} to {item.end} of {text.name}"
            )
