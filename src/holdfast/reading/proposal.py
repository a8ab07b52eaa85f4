"""What a reading is made of: proposals, hedges and mentions, each tied to the exact words."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NamedTuple

KINDS = ("forecast", "claim", "position", "condition", "question", "knowledge", "valuation")
"""What a proposal can be, as ``docs/explanation/reading.md`` defines it."""
AUTHOR = "author"
"""The holder of what nobody else is said to say: the text's own author."""
SCHEMA = "holdfast/reading/1"


class Range(NamedTuple):
    """What a word of likelihood is read as, from 0 to 1, and where that comes from (``survey``, ``convention`` …)."""

    low: Fraction
    high: Fraction
    kind: str


@dataclass(frozen=True, slots=True)
class Link:
    """One step of an attribution: who, and by which words the text says so."""

    holder: str
    cue: str


@dataclass(frozen=True, slots=True)
class Hedge:
    """A word that weakens: its place, the expression looked up, and its range where one is known."""

    sentence: int
    start: int
    end: int
    word: str
    range: Range | None
    kind: str = "likelihood"


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something a text may be read as saying.

    Attributes
    ----------
    kind : str
        One of :data:`KINDS`.
    sentence : int
        Id of the sentence.
    start, end : int
        The span, in characters of the text.
    holder : str
        Who says, thinks or wants it, in the text's words; :data:`AUTHOR` where nobody else; empty where the text
        hides it.
    cue : str
        The words by which it was found.
    range : Range or None
        From the hedge, if there is one.
    chain : tuple of Link
        Who says that who says, from the outermost inwards.
    by : str
        Engine that proposed it: ``rules@1``, ``spacy:model@version``, ``llm:model@host``, or ``human:initials``.
    issues : tuple of (str, float)
        Issues of the case that the sentence may be about, nearest first, with how near; only suggested.
    """

    kind: str
    sentence: int
    start: int
    end: int
    holder: str = AUTHOR
    cue: str = ""
    range: Range | None = None
    hedge: str = ""
    chain: tuple[Link, ...] = ()
    negated: bool = False
    depends_on: str = ""
    by: str = "rules"
    issues: tuple[tuple[str, float], ...] = ()

    def json(self, text: str) -> dict[str, Any]:
        """Return what the verb prints."""
        shown: dict[str, Any] = {
            "kind": self.kind,
            "sentence": self.sentence,
            "quote": text[self.start : self.end],
            "start": self.start,
            "end": self.end,
            "holder": self.holder or None,
            "cue": self.cue,
            "range": range_json(self.range),
            "hedge": self.hedge or None,
            "chain": [{"holder": link.holder or None, "cue": link.cue} for link in self.chain],
            "negated": self.negated,
            "by": self.by,
        }
        if self.range is not None:
            shown["range_kind"] = self.range.kind
        if self.depends_on:
            shown["depends_on"] = self.depends_on
        if self.issues:
            shown["issues"] = [{"issue": issue, "score": score} for issue, score in self.issues]
        return shown


def range_json(found: Range | None) -> list[float] | None:
    """Return the two ends as numbers."""
    return None if found is None else [float(found.low), float(found.high)]


@dataclass(frozen=True, slots=True)
class Mention:
    """A party, plan, issue or other name in the text; ``id`` is the case's, or ``new:`` and the name."""

    sentence: int
    start: int
    end: int
    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Found:
    """What one engine found."""

    proposals: tuple[Proposal, ...] = ()
    hedges: tuple[Hedge, ...] = ()
    mentions: tuple[Mention, ...] = ()
    notes: dict[str, Any] = field(default_factory=dict)
