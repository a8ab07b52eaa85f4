"""Blocks that a document is made of: headings, paragraphs and tables."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: pieces of text, some strong. ``kind`` is ``body``, ``answer``, ``small`` or ``item``."""

    pieces: tuple[tuple[str, bool], ...]
    kind: str = "body"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. ``kinds`` gives, for each cell, the verdict that it shows, or nothing; ``widths`` are shares."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    kinds: tuple[tuple[str, ...], ...] = ()
    caption: str = ""


Block = Heading | Paragraph | Grid


def say(*pieces: str, kind: str = "body") -> Paragraph:
    """Return a paragraph; pieces between asterisks are strong.

    Examples
    --------
    >>> say("*North*", " can block").pieces
    (('North', True), (' can block', False))
    """
    told = (
        (piece[1:-1], True) if len(piece) > 2 and piece[0] == piece[-1] == "*" else (piece, False) for piece in pieces
    )
    return Paragraph(tuple(told), kind)
