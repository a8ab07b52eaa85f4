"""Which issue of a case may a sentence be about? By likeness of meaning, and only as a suggestion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from holdfast.reading.failure import ReadingError
from holdfast.reading.proposal import Proposal
from holdfast.reading.semantic.vectors import Embedder
from holdfast.reading.sentences import Layout

if TYPE_CHECKING:
    from holdfast.case import Case

BEST = 3
"""How many issues are suggested for a sentence."""


@dataclass(frozen=True, slots=True)
class Suggester:
    """The issues of a case with their vectors."""

    names: tuple[str, ...]
    known: tuple[tuple[float, ...], ...]
    embedder: Embedder

    @property
    def provenance(self) -> dict[str, Any]:
        """What the vectors come from."""
        return self.embedder.provenance

    def scored(self, sentences: Sequence[str]) -> list[tuple[tuple[str, float], ...]]:
        """Return for each sentence the issues nearest in meaning, with the cosine, nearest first."""
        found = []
        for vector in self.embedder.vectors(sentences):
            cosines = [sum(a * b for a, b in zip(vector, issue, strict=True)) for issue in self.known]
            rows = [(name, round(cosine, 2)) for name, cosine in zip(self.names, cosines, strict=True)]
            found.append(tuple(sorted(rows, key=lambda row: (-row[1], row[0]))[:BEST]))
        return found

    def suggested(self, text: str, layout: Layout, proposals: Sequence[Proposal]) -> tuple[Proposal, ...]:
        """Return proposals with the issues that their sentences may be about."""
        wanted = sorted({p.sentence for p in proposals})
        spans = {s.id: (s.start, s.end) for s in layout.sentences}
        said = [" ".join(text[slice(*spans[number])].split()) for number in wanted]
        found = dict(zip(wanted, self.scored(said), strict=True))
        return tuple(replace(p, issues=found[p.sentence]) for p in proposals)


def suggester(case: Case, embedder: Embedder) -> Suggester:
    """Return what suggests the issues of a case.

    Raises
    ------
    ReadingError
        If the case has none.
    """
    if not case.issues:
        raise ReadingError("the case has no issues that a sentence could be about")
    described = [
        (issue.id, describe(issue.name or issue.id, [each.text or each.id for each in issue.positions.values()]))
        for issue in case.issues.values()
    ]
    vectors = embedder.vectors([text for _, text in described])
    return Suggester(tuple(name for name, _ in described), tuple(tuple(v) for v in vectors), embedder)


def describe(name: str, positions: Sequence[str]) -> str:
    """Return what stands for an issue: its name and its positions.

    Examples
    --------
    >>> describe("Control of the gates", ["joint", "by_one_side"])
    'Control of the gates: joint, by one side'
    """
    return f"{name}: {', '.join(positions)}".replace("_", " ")
