"""Accepted proposals as entries of a case file: inserted as text, so that comments and layout stay as they are.

An entry goes under ``x-proposals``, which no verdict rests on: it becomes a preference, a rule or a judgement only when
an analyst writes one that cites it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from holdfast.reading.annotations import Annotation
from holdfast.reading.failure import ReadingError
from holdfast.reading.proposal import AUTHOR

if TYPE_CHECKING:
    from holdfast.case import Case

KEY = "x-proposals"
_TOP = re.compile(r"^(?:[A-Za-z_\"'][^:\n]*|x-[^:\n]*)\s*:", re.MULTILINE)
Reader = Callable[[str], "Case"]


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """The text as a source of the case."""

    id: str
    title: str
    kind: str = "other"
    date: str = ""


def stance(item: Annotation) -> str:
    """Return how the source puts something, in the words of the case format.

    Examples
    --------
    >>> stance(Annotation("p1", "claim", 0, 0, 4, "Text", holder="Mr. Okell"))
    'reported'
    """
    if item.kind == "condition":
        return "conditional"
    if item.kind == "valuation":
        return "valued"
    if item.holder != AUTHOR:
        return "reported"
    return "inferred" if item.hedge else "asserted"


def entry(item: Annotation, source: str) -> list[str]:
    """Return the lines of one entry, indented for a block list under a top-level key."""
    span = f"{{quote: {_quoted(item.quote)}, start: {item.start}, end: {item.end}}}"
    lines = [
        f"  - id: {_quoted(f'{source}-{item.id}')}",
        f"    kind: {item.kind}",
        f"    holder: {_quoted(item.holder or 'not said')}",
    ]
    lines += [f"    source: {source}", f"    span: {span}", f"    stance: {stance(item)}"]
    if item.hedge:
        lines.append(f"    hedge: {_quoted(item.hedge)}")
    if item.range is not None:
        kind = f"  # {item.range_kind}" if item.range_kind else ""
        lines.append(f"    range: [{item.range[0]:g}, {item.range[1]:g}]{kind}")
    if len(item.chain) > 1:
        links = ", ".join(f"{{holder: {_quoted(h or 'not said')}, cue: {_quoted(c)}}}" for h, c in item.chain)
        lines.append(f"    chain: [{links}]")
    if item.note:
        lines.append(f"    note: {_quoted(item.note)}")
    if item.kind == "position":
        lines.append(
            "    # A preference only once you write it:  - {prefer: CONDITION, source: "
            + source
            + ", stance: reported}"
        )
    lines.append(f"    proposed_by: {_quoted(item.by or 'unknown')}")
    lines.append(f"    {item.status}_by: {_quoted(item.decided_by)}")
    lines.append(f"    {item.status}_on: {_quoted(item.decided_on)}")
    return lines


def _quoted(text: str) -> str:
    """Write a text as a double-quoted scalar; JSON's form is also YAML's."""
    return json.dumps(re.sub(r"\s+", " ", text) if "\n" in text else text, ensure_ascii=False)


def insert(content: str, items: Sequence[Annotation], source: SourceEntry, read: Reader) -> tuple[str, int]:
    """Return a case file's text with accepted proposals in it, and how many are new.

    Parameters
    ----------
    content : str
        The case file.
    items : sequence of Annotation
        What a person accepted; others are left out.
    source : SourceEntry
        The text, as a source.
    read : callable
        Reads a case from text and raises where it has errors. Called before and after.

    Raises
    ------
    ReadingError
        If the file is written in a way that nothing can be inserted into, or what was inserted would change the case.
    """
    old = read(content)
    kept = [item for item in items if item.is_kept and f"{source.id}-{item.id}" not in _known(old)]
    taken = old.sources.get(source.id)
    if taken is not None and taken.title != source.title:
        raise ReadingError(
            f'the case has another source "{source.id}" ("{taken.title}")\n    choose an id for the text with --source'
        )
    if not kept:
        return content, 0
    if content.lstrip("\ufeff \t\r\n").startswith("{"):
        raise ReadingError("a case written as JSON takes no entries\n    write it as YAML blocks")
    newline = "\r\n" if "\r\n" in content else "\n"
    lines = content.split(newline)
    if taken is None:
        about = f"{{title: {_quoted(source.title)}, kind: {source.kind}" + (
            f", date: {_quoted(source.date)}" if source.date else ""
        )
        lines = _into(lines, "sources", [f"{source.id}: {about}}}"], "mapping")
    for item in kept:
        lines = _into(lines, KEY, [line[2:] for line in entry(item, source.id)], "list")
    made = newline.join(lines)
    new = read(made)
    if replace(new, sources=old.sources, extra=old.extra) != old or not set(old.sources) <= set(new.sources):
        raise ReadingError("nothing was written: the entries would have changed the case itself")
    return made, len(kept)


def _known(case: Case) -> set[str]:
    """Return the ids of the entries that a case has already."""
    listed = case.extra.get(KEY) if KEY in case.extra else None
    found = set()
    for each in listed if isinstance(listed, list | tuple) else []:
        try:
            found.add(str(dict(each)["id"]))
        except (TypeError, ValueError, KeyError):
            continue
    return found


def _into(lines: list[str], key: str, block: list[str], form: str) -> list[str]:
    """Put a block at the end of a top-level key's, or the key with it at the end of the file."""
    at = next((i for i, line in enumerate(lines) if re.match(rf"[\"']?{re.escape(key)}[\"']?\s*:", line)), None)
    if at is None:
        comment = (
            ["# Accepted from a text. No verdict rests on these; cite them from a statement, rule or judgement."]
            if key == KEY
            else []
        )
        body = [*comment, f"{key}:", *(f"  {line}" for line in block)]
        if key == "sources":
            before = next((i for i, line in enumerate(lines) if re.match(r"[\"']?parties[\"']?\s*:", line)), len(lines))
            while before > 0 and lines[before - 1].startswith("#"):
                before -= 1
            return [*lines[:before], *body, "", *lines[before:]]
        while lines and not lines[-1].strip():
            lines = lines[:-1]
        return [*lines, "", *body, ""]
    rest = lines[at].split(":", 1)[1].split(" #")[0].strip()
    if rest:
        raise ReadingError(f'"{key}" stands on one line in the case file\n    write it as a block, one entry a line')
    end = last = at + 1
    while end < len(lines) and (not lines[end].strip() or lines[end][0] in " \t#-"):
        if lines[end].strip() and lines[end][0] != "#":
            last = end + 1
        end += 1
    first = next((line for line in lines[at + 1 : last] if line.strip() and not line.lstrip().startswith("#")), "  x")
    indent = first[: len(first) - len(first.lstrip())]
    if form == "list" and not first.lstrip().startswith("-") and first != "  x":
        raise ReadingError(f'"{key}" is no list in the case file\n    write its entries as a block list')
    return [*lines[:last], *(f"{indent}{line}" for line in block), *lines[last:]]
