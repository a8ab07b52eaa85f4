"""How well one coding agrees with another: precision, recall, F1 and Krippendorff's alpha, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from holdfast.reading.alpha import alpha
from holdfast.reading.annotations import HEDGE, Annotation, Annotations
from holdfast.reading.failure import ReadingError
from holdfast.reading.proposal import AUTHOR, KINDS

MEASURED = (*KINDS, HEDGE)


@dataclass(frozen=True, slots=True)
class Row:
    """Agreement on one kind: in how many sentences both, only the coder, only the gold, and neither found it."""

    kind: str
    both: int
    only_coder: int
    only_gold: int
    neither: int

    @property
    def precision(self) -> Fraction | None:
        """Share of the coder's sentences that the gold has too."""
        found = self.both + self.only_coder
        return Fraction(self.both, found) if found else None

    @property
    def recall(self) -> Fraction | None:
        """Share of the gold's sentences that the coder has too."""
        there = self.both + self.only_gold
        return Fraction(self.both, there) if there else None

    @property
    def f1(self) -> Fraction | None:
        """Harmonic mean of both."""
        all_of = 2 * self.both + self.only_coder + self.only_gold
        return Fraction(2 * self.both, all_of) if all_of else None

    @property
    def alpha(self) -> Fraction | None:
        """Krippendorff's alpha over the sentences, each coded as having the kind or not."""
        units = [(1, 1)] * self.both + [(0, 1)] * self.only_coder + [(1, 0)] * self.only_gold + [(0, 0)] * self.neither
        return alpha(units)

    def json(self) -> dict[str, Any]:
        """Return the row with shares to three digits."""
        shares = {name: _share(getattr(self, name)) for name in ("precision", "recall", "f1", "alpha")}
        return {"gold": self.both + self.only_gold, "found": self.both + self.only_coder, "both": self.both, **shares}

    def plus(self, other: Row) -> Row:
        """Return the counts of two texts together."""
        return Row(
            self.kind,
            self.both + other.both,
            self.only_coder + other.only_coder,
            self.only_gold + other.only_gold,
            self.neither + other.neither,
        )


def _share(value: Fraction | None) -> float | None:
    return None if value is None else round(float(value), 3)


@dataclass(frozen=True, slots=True)
class Score:
    """Agreement of a coder with a gold coding: a row for each kind, and one for where sentences begin and end."""

    rows: tuple[Row, ...]
    sentences: Row

    def json(self) -> dict[str, Any]:
        """Return what the verb prints."""
        split = self.sentences.json()
        del split["alpha"]
        return {"sentences": split, "kinds": {row.kind: row.json() for row in self.rows}}


def score(gold: Annotations, coder: Annotations) -> Score:
    """Measure one coding against another, in the sentences of the gold.

    Rejected proposals do not count. A ``claim`` counts where somebody other than the author is said to say it.

    Raises
    ------
    ReadingError
        If the two are not of the same text, or the gold has no sentences.
    """
    if gold.digest != coder.digest:
        raise ReadingError(
            "the two codings are of different texts "
            f"(digests {gold.digest or 'unknown'} and {coder.digest or 'unknown'})"
        )
    if not gold.sentences:
        raise ReadingError("the gold coding says nowhere where sentences begin and end")
    rows = []
    for kind in MEASURED:
        left, right = _coded(gold.items, kind, gold), _coded(coder.items, kind, gold)
        rows.append(
            Row(kind, len(left & right), len(right - left), len(left - right), len(gold.sentences) - len(left | right))
        )
    left_spans, right_spans = set(gold.sentences), set(coder.sentences)
    split = Row(
        "sentences", len(left_spans & right_spans), len(right_spans - left_spans), len(left_spans - right_spans), 0
    )
    return Score(tuple(rows), split)


def added(scores: Iterable[Score]) -> Score:
    """Return the counts of several texts together."""
    every = list(scores)
    total = every[0]
    for each in every[1:]:
        rows = tuple(a.plus(b) for a, b in zip(total.rows, each.rows, strict=True))
        total = Score(rows, total.sentences.plus(each.sentences))
    return total


def _coded(items: Iterable[Annotation], kind: str, gold: Annotations) -> set[int]:
    found: set[int] = set()
    for item in items:
        if item.kind != kind or item.status == "rejected" or (kind == "claim" and item.holder == AUTHOR):
            continue
        overlaps = [(min(item.end, e) - max(item.start, s), -i) for i, (s, e) in enumerate(gold.sentences)]
        best, at = max(overlaps)
        if best > 0:
            found.add(-at)
    return found
