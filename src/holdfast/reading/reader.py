"""Reading a text from beginning to end: the value that a reading gives, and its JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from holdfast.reading.engine import RULES, by_rules
from holdfast.reading.mentions import mentions
from holdfast.reading.proposal import SCHEMA, Found, Hedge, Mention, Proposal, range_json
from holdfast.reading.sentences import Layout, split
from holdfast.reading.text import Text

if TYPE_CHECKING:
    from holdfast.case import Case
    from holdfast.reading.parsers.parsed import Parser
    from holdfast.reading.semantic.issues import Suggester


@dataclass(frozen=True, slots=True)
class Reading:
    """A text with all that is proposed about it.

    Attributes
    ----------
    engine : str
        What made the proposals, such as ``rules@1``.
    provenance : dict
        Of what was used beside the rules: ``parser`` and ``semantic``, where there are any.
    """

    text: Text
    layout: Layout
    proposals: tuple[Proposal, ...]
    hedges: tuple[Hedge, ...]
    mentions: tuple[Mention, ...]
    lexicon: str = "survey"
    engine: str = RULES
    notes: tuple[tuple[str, int], ...] = ()
    provenance: dict[str, Any] = field(default_factory=dict)

    def json(self) -> dict[str, Any]:
        """Return what ``holdfast read --json`` prints."""
        content = self.text.content
        shown: dict[str, Any] = {
            "schema": SCHEMA,
            "text": {"name": self.text.name, "digest": self.text.digest, "characters": len(content)},
            "engine": self.engine,
            "lexicon": self.lexicon,
            "sentences": [_span(s.id, s.start, s.end) for s in self.layout.sentences],
            "headings": [{"start": s.start, "end": s.end} for s in self.layout.headings],
            "proposals": [each.json(content) for each in self.proposals],
            "hedges": [
                {
                    "sentence": h.sentence,
                    "quote": content[h.start : h.end],
                    "start": h.start,
                    "end": h.end,
                    "word": h.word,
                    "range": range_json(h.range),
                    "range_kind": h.range.kind if h.range else None,
                }
                for h in self.hedges
            ],
            "mentions": [
                {
                    "sentence": m.sentence,
                    "quote": content[m.start : m.end],
                    "start": m.start,
                    "end": m.end,
                    "kind": m.kind,
                    "id": m.id,
                }
                for m in self.mentions
            ],
            "measured": measured(self.engine) or measured(),
        }
        shown |= self.provenance
        if self.notes:
            shown["notes"] = dict(self.notes)
        return shown


def _span(number: int, start: int, end: int) -> dict[str, int]:
    return {"id": number, "start": start, "end": end}


def read_text(
    text: Text,
    *,
    case: Case | None = None,
    lexicon: str = "survey",
    further: Found | None = None,
    parser: Parser | None = None,
    suggester: Suggester | None = None,
) -> Reading:
    """Read a text.

    Parameters
    ----------
    text : Text
        From :func:`holdfast.reading.text.extract`.
    case : Case, optional
        Its parties, plans and issues are looked for by name.
    lexicon : str
        Which lexicon gives words of likelihood their ranges.
    further : Found, optional
        What another engine found; kept beside what the rules find.
    parser : Parser, optional
        From :func:`holdfast.reading.parsers.choosing.parser`; adds proposals and mentions.
    suggester : Suggester, optional
        From :func:`holdfast.reading.semantic.issues.suggester`; says which issues a sentence may be about.

    Examples
    --------
    >>> reading = read_text(Text("-", "Mr. Okell said that Tarvia may sign."))
    >>> [(p["kind"], p["quote"]) for p in reading.json()["proposals"]]
    [('forecast', 'Mr. Okell said that Tarvia may sign.'), ('claim', 'that Tarvia may sign.')]
    """
    layout = split(text.content)
    found = by_rules(text.content, layout, lexicon=lexicon)
    named = mentions(text.content, layout, case)
    engine = RULES
    notes: dict[str, int] = {}
    provenance: dict[str, Any] = {}
    if parser is not None:
        from holdfast.reading.parsers.tier import parsed_further

        found = parsed_further(text.content, layout, replace(found, mentions=named), parser, lexicon=lexicon)
        named = found.mentions
        notes |= found.notes
        provenance["parser"] = parser.provenance
        engine = f"{engine} + {parser.by}"
    proposals = found.proposals
    if further is not None:
        known = {(p.kind, p.sentence) for p in found.proposals}
        proposals += tuple(p for p in further.proposals if (p.kind, p.sentence) not in known)
        notes |= further.notes
        engine = f"{engine} + {further.proposals[0].by}" if further.proposals else engine
    if suggester is not None:
        proposals = suggester.suggested(text.content, layout, proposals)
        provenance["semantic"] = suggester.provenance
    order = sorted(proposals, key=lambda p: (p.sentence, p.start, p.end, p.kind, p.cue))
    return Reading(
        text, layout, tuple(order), found.hedges, named, lexicon, engine, tuple(sorted(notes.items())), provenance
    )


@cache
def _measured(name: str) -> str:
    return files("holdfast.reading").joinpath(name).read_text("utf-8")


def measured(engine: str = RULES) -> dict[str, Any]:
    """Return an engine's error rates on the shipped texts, as ``tools/measure_reading.py`` computed them.

    Parameters
    ----------
    engine : str
        Its name as a reading gives it. The result is empty for one that has not been measured, or not since the
        rules it builds on have changed.
    """
    rules: dict[str, Any] = json.loads(_measured("measured.json"))
    if engine == rules["engine"]:
        return rules
    found: dict[str, Any] = json.loads(_measured("measured_parser.json"))
    return found if engine == found["engine"] and found["rules"] == rules["by_part"] else {}
