"""The beginnings of a case from a text: what it names, as comments to be made into entries or taken out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from holdfast.reading.reader import Reading

_MOST = 15


def proposed_names(reading: Reading, kind: str) -> list[tuple[str, int, str]]:
    """Return the names of a kind, most often named first, with how often and the first words quoted around them."""
    counts: Counter[str] = Counter()
    first: dict[str, int] = {}
    for mention in reading.mentions:
        if mention.kind == kind:
            name = mention.id.removeprefix("new:")
            counts[name] += 1
            first.setdefault(name, mention.sentence)
    order = sorted(counts, key=lambda name: (-counts[name], first[name], name))
    sentences = reading.layout.sentences
    return [
        (name, counts[name], _short(reading.text.content[sentences[first[name]].start : sentences[first[name]].end]))
        for name in order[:_MOST]
    ]


def _short(text: str) -> str:
    flat = re.sub(r"\s+", " ", text)
    return flat if len(flat) <= 90 else flat[:89].rsplit(" ", 1)[0] + " …"


def slug(name: str) -> str:
    """Return an id made from a name.

    Examples
    --------
    >>> slug("Dr. Ilse Brandt's office"), slug("28-point plan")
    ('dr_ilse_brandts_office', '28_point_plan')
    """
    plain = re.sub(r"['’]", "", name).lower()
    return re.sub(r"[^a-z0-9]+", "_", plain.encode("ascii", "ignore").decode()).strip("_")[:40] or "name"


def comments(reading: Reading) -> dict[str, list[str]]:
    """Return, for each part of a case file, the comment lines that propose entries from the text."""
    found: dict[str, list[str]] = {}
    for kind, part, shape in (
        ("party", "parties", "{id}: {{name: {name}}}"),
        ("issue", "issues", "{id}: {{name: {name}, positions: [no, yes], now: no}}"),
        ("plan", "plans", "{id}: {{title: {name}}}"),
    ):
        rows = proposed_names(reading, kind)
        lines = [f"Named in {reading.text.name}; a proposal each. Make it an entry, or take it out."] if rows else []
        for name, count, where in rows:
            made = shape.format(id=slug(name), name='"' + name.replace("\\", "").replace('"', "") + '"')
            lines.append(f"{made}   ({count} x) {where}")
        found[part] = [_comment(line) for line in lines]
    found["preferences"] = [_comment(line) for line in _positions(reading)]
    return found


def _positions(reading: Reading) -> Iterable[str]:
    content = reading.text.content
    rows = [p for p in reading.proposals if p.kind == "position"][: 2 * _MOST]
    if rows:
        yield "Positions found; none is a preference until it is written as a statement with its source."
    for each in rows:
        said = _short(content[each.start : each.end])
        yield f"{each.holder or 'not said'} [{each.cue}] {said} ({each.start}-{each.end})"


def _comment(line: str) -> str:
    flat = re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]", " ", line)
    return f"  # {flat}"
