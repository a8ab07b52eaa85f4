"""A reading for people: in the terminal, and as a page with the text beside its proposals."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import groupby
from typing import Any

from holdfast.reading.annotations import HEDGE, Annotation, Annotations, annotations_of
from holdfast.reading.proposal import AUTHOR, KINDS, Found
from holdfast.reading.reader import Reading, measured
from holdfast.reading.scoring import Row, Score
from holdfast.reading.sentences import Layout, split
from holdfast.reading.text import Text
from holdfast.report.templates import render, style
from holdfast.report.text import Style
from holdfast.report.words import count
from holdfast.version import __version__

HELD_OUT = "held-out"


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence or heading as shown: its number, its text with what is quoted marked, and its first proposal."""

    id: int | str
    parts: tuple[tuple[str, bool], ...]
    first: str


@dataclass(frozen=True, slots=True)
class Note:
    """A proposal as shown."""

    id: str
    kind: str
    status: str
    sentence: int
    holder: str
    quote: str
    facts: str
    decided: str


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph with its proposals."""

    sentences: tuple[Piece, ...]
    notes: tuple[Note, ...]
    is_heading: bool = False


def page(reading: Reading) -> str:
    """Write a reading as one HTML file: the text on the left, proposals on the right.

    Examples
    --------
    >>> from holdfast.reading.reader import read_text
    >>> "<script" in page(read_text(Text("a.txt", "They <b>may</b> sign.")))
    False
    """
    file = annotations_of(reading.text, reading.layout, Found(reading.proposals, reading.hedges), reading.engine)
    return _page(file, reading.text, reading.layout)


def review_page(file: Annotations, text: Text) -> str:
    """Write a file of annotations as the same page, with what was decided on each proposal."""
    return _page(file, text, split(text.content))


def _page(file: Annotations, text: Text, layout: Layout) -> str:
    from markupsafe import Markup

    css = style() + files("holdfast.report.templates").joinpath("reading.css").read_text("utf-8")
    return render(
        "reading.html.j2",
        css=Markup(css),
        title=text.name if text.name != "-" else "standard input",
        headline=_headline(file.items, len(layout.sentences)),
        blocks=_blocks(file, text, layout),
        rates=_rates(file.by),
        digest=text.digest,
        engine=file.by or "unknown engine",
        version=__version__,
    )


def _headline(items: Iterable[Annotation], n_sentences: int) -> str:
    found = [item for item in items if item.kind != HEDGE]
    parts = []
    for kind in KINDS:
        number = sum(item.kind == kind for item in found)
        if number:
            parts.append(
                count(number, kind, "knowledge claims")
                if kind == "knowledge" and number > 1
                else count(number, "knowledge claim" if kind == "knowledge" else kind)
            )
    listed = ", ".join(parts[:-1]) + (" and " if len(parts) > 1 else "") + parts[-1] if parts else "nothing"
    decided = sum(item.status != "proposed" for item in found)
    more = f" {decided} decided, {len(found) - decided} open." if decided else ""
    return f"{count(n_sentences, 'sentence')}: {listed} proposed.{more}"


def _blocks(file: Annotations, text: Text, layout: Layout) -> list[Block]:
    everything = sorted(
        [(s.start, s.paragraph, s, False) for s in layout.sentences]
        + [(s.start, s.paragraph, s, True) for s in layout.headings],
        key=lambda row: row[0],
    )
    by_sentence: dict[int, list[Annotation]] = {}
    for item in file.items:
        by_sentence.setdefault(item.sentence, []).append(item)
    blocks = []
    for (_, is_heading), rows in groupby(everything, key=lambda row: (row[1], row[3])):
        pieces, notes = [], []
        for _, _, sentence, _ in rows:
            here = [] if is_heading else by_sentence.get(sentence.id, [])
            shown = [item for item in here if item.kind != HEDGE]
            notes += [_note(item) for item in shown]
            parts = _parts(text.content, sentence.start, sentence.end, here)
            pieces.append(Piece("" if is_heading else sentence.id, parts, shown[0].id if shown else ""))
        blocks.append(Block(tuple(pieces), tuple(notes), is_heading))
    return blocks


def _parts(content: str, start: int, end: int, items: Sequence[Annotation]) -> tuple[tuple[str, bool], ...]:
    """Cut a sentence at its cues, so that these can be marked."""
    marks: list[tuple[int, int]] = []
    for item in items:
        words = item.cue
        if not words or words == "“”":
            continue
        at = item.start if item.kind == HEDGE else content.find(words, start, end)
        if at >= 0 and not any(at < e and s < at + len(words) for s, e in marks):
            marks.append((at, at + len(words)))
    parts: list[tuple[str, bool]] = []
    here = start
    for s, e in sorted(marks):
        parts += [(content[here:s], False), (content[s:e], True)]
        here = e
    parts.append((content[here:end], False))
    return tuple((part, marked) for part, marked in parts if part)


def _note(item: Annotation) -> Note:
    holder = "the author" if item.holder == AUTHOR else item.holder or "not said who"
    decided = f"{item.status} by {item.decided_by} on {item.decided_on}" if item.status != "proposed" else ""
    return Note(
        item.id, item.kind, item.status, item.sentence, holder, " ".join(item.quote.split()), facts(item), decided
    )


def facts(item: Annotation) -> str:
    """Say by which words a proposal was found, how it is hedged, and who says that who says."""
    parts = [f"cue: {item.cue}"] if item.cue else []
    if item.hedge:
        parts.append(f"hedge: {item.hedge} ({_beside(item)})")
    if len(item.chain) > 1:
        parts.append("chain: " + " › ".join(f"{holder or '?'} [{cue}]" for holder, cue in item.chain))
    if item.negated:
        parts.append("negated")
    if item.issues:
        parts.append("about, perhaps: " + ", ".join(f"{issue} ({score:.2f})" for issue, score in item.issues))
    if item.by:
        parts.append(item.by)
    if item.note:
        parts.append(item.note)
    return " · ".join(parts)


def _beside(item: Annotation) -> str:
    if item.range is None:
        return "no number published"
    low, high = item.range
    return f"{100 * low:.0f}–{100 * high:.0f} %, {item.range_kind}"


def _rates(engine: str) -> dict[str, Any]:
    part = (measured(engine) or measured())["by_part"][HELD_OUT]
    rows = [
        {"kind": kind, "precision": _share(row["precision"]), "recall": _share(row["recall"]), "gold": row["gold"]}
        for kind, row in part["kinds"].items()
    ]
    return {"n": part["n_sentences"], "rows": rows}


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def rates_line(reading: Reading) -> str:
    """Return the measured error rates in one line, for standard error."""
    rates = _rates(reading.engine)
    kinds = {p.kind for p in reading.proposals}
    told = [
        f"{row['kind']} {row['precision']}/{row['recall']}"
        for row in rates["rows"]
        if row["kind"] in kinds or row["kind"] == HEDGE
    ]
    shown = ", ".join(told) or "none here"
    line = f"Proposals only. Precision/recall on {rates['n']} held-out sentences of invented texts: {shown}."
    return line if measured(reading.engine) else f"{line} Those are of the rules alone."


def reading_text(reading: Reading, width: int, look: Style) -> str:
    """Return a reading for the terminal: each sentence with its proposals below."""
    content = reading.text.content
    file = annotations_of(reading.text, reading.layout, Found(reading.proposals, reading.hedges), reading.engine)
    lines = [_headline(file.items, len(reading.layout.sentences)), ""]
    for sentence in reading.layout.sentences:
        items = [item for item in file.items if item.sentence == sentence.id and item.kind != HEDGE]
        if not items:
            continue
        said = " ".join(content[sentence.start : sentence.end].split())
        lines += textwrap.wrap(f"[{sentence.id}] {said}", width)
        for item in items:
            holder = "author" if item.holder == AUTHOR else item.holder or "not said who"
            told = f"{item.kind}: {holder} · {facts(item)}".replace(f" · {reading.engine}", "")
            first, *rest = textwrap.wrap(told, width - 4, subsequent_indent="  ")
            lines += [f"    {look(first, 'head')}", *(f"    {more}" for more in rest)]
        lines.append("")
    names = dict.fromkeys(m.id for m in reading.mentions)
    known = [name for name in names if not name.startswith("new:")]
    new = [name.removeprefix("new:") for name in names if name.startswith("new:")]
    if known:
        lines += textwrap.wrap(f"Of the case: {', '.join(known)}", width, subsequent_indent="  ")
    if new:
        lines += textwrap.wrap(f"Also named: {', '.join(new)}", width, subsequent_indent="  ")
    return "\n".join(lines).rstrip()


def score_text(found: Score, gold: str, coder: str, look: Style) -> str:
    """Return a score as a table."""
    lines = [f"{coder} against {gold}, sentence by sentence", ""]
    lines.append(look(f"{'kind':<11}{'precision':>10}{'recall':>8}{'F1':>7}{'alpha':>8}   both / coder / gold", "head"))
    lines += [_score_row(row) for row in found.rows]
    split_row = found.sentences
    lines.append("")
    lines.append(f"Sentences: {split_row.both} of {split_row.both + split_row.only_gold} begin and end alike.")
    return "\n".join(lines)


def _score_row(row: Row) -> str:
    shares = [None if x is None else float(x) for x in (row.precision, row.recall, row.f1, row.alpha)]
    told = [_share(x) for x in shares]
    counts = f"{row.both} / {row.both + row.only_coder} / {row.both + row.only_gold}"
    return f"{row.kind:<11}{told[0]:>10}{told[1]:>8}{told[2]:>7}{told[3]:>8}   {counts}"
