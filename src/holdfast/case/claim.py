"""Who says so: sources, quoted spans, and the claim that ties an element of the case to them."""

from __future__ import annotations

from dataclasses import dataclass

STANCES = ("asserted", "reported", "inferred", "conditional", "valued")
"""How a source puts something: flatly; as another's words; as a guess; as a conditional; as a valuation."""

SOURCE_KINDS = ("news", "speech", "document", "essay", "interview", "book", "paper", "dataset", "other")


@dataclass(frozen=True, slots=True)
class Source:
    """Where something was said."""

    id: str
    title: str = ""
    author: str = ""
    outlet: str = ""
    date: str = ""
    kind: str = "other"
    link: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """Words quoted from a source, with character offsets ``start`` and ``end`` where they are known."""

    quote: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """What stands behind one element of a case.

    Attributes
    ----------
    sources : tuple of str
        Ids of the sources that say so.
    span : Span or None
        The words that say so.
    stance : str
        One of :data:`STANCES`, or empty.
    hedge : str
        The hedging words of the source ("may", "seem"), or empty.
    by : str
        Who says so, where that is not the source itself.
    on : str
        When it was said (ISO date).
    assumed : bool
        The analyst's own assumption.
    note : str
        Anything a reader should know.
    """

    sources: tuple[str, ...] = ()
    span: Span | None = None
    stance: str = ""
    hedge: str = ""
    by: str = ""
    on: str = ""
    assumed: bool = False
    note: str = ""

    @property
    def is_orphan(self) -> bool:
        """Whether there is neither a source nor an admission that this is assumed."""
        return not self.sources and not self.assumed


NO_CLAIM = Claim()
