"""What a parser adds to a reading: proposals, holders and mentions, beside those of the rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from holdfast.reading.hedging import hedges
from holdfast.reading.line import line
from holdfast.reading.parsers.actors import actors
from holdfast.reading.parsers.parsed import Parsed, Parser
from holdfast.reading.parsers.reports import Report, reports
from holdfast.reading.parsers.sources import named_beside
from holdfast.reading.proposal import AUTHOR, Found, Hedge, Link, Proposal
from holdfast.reading.sentences import Layout, Sentence


def parsed_further(text: str, layout: Layout, found: Found, parser: Parser, *, lexicon: str = "survey") -> Found:
    """Return what rules found with what a parser adds.

    Nothing that the rules found is taken away. A report of theirs keeps its span and cue; only where its holder is a
    noun with a name beside it (``its director, Sanna Ruiz,``) the name is taken. Every span and holder is cut out of
    the text.

    Parameters
    ----------
    found : Found
        What the rules found, with their mentions.

    Returns
    -------
    Found
        ``notes`` counts what the parser added: ``parser_proposals``, ``parser_mentions``, ``parser_holders``.
    """
    flat = [_flat(text[s.start : s.end]) for s in layout.sentences]
    proposals, named = list(found.proposals), list(found.mentions)
    notes = dict.fromkeys(("parser_proposals", "parser_holders", "parser_mentions"), 0)
    for sentence, parsed in zip(layout.sentences, parser.parse(flat), strict=True):
        here = [k for k, p in enumerate(proposals) if p.sentence == sentence.id]
        for k in here:
            better = _holder(text, sentence, parsed, proposals[k], parser.by)
            if better is not None:
                proposals[k] = better
                notes["parser_holders"] += 1
        known = {proposals[k].kind for k in here if proposals[k].kind != "claim" or proposals[k].holder != AUTHOR}
        weak = hedges(line(text, sentence, ()), lexicon)
        added = _added(text, sentence, reports(parsed), known, weak, parser.by)
        proposals += added
        notes["parser_proposals"] += len(added)
        taken = [(m.start, m.end) for m in named if m.sentence == sentence.id]
        more = list(actors(parsed, sentence.id, sentence.start, taken))
        named += more
        notes["parser_mentions"] += len(more)
    named.sort(key=lambda m: (m.start, m.end))
    return Found(tuple(proposals), found.hedges, tuple(named), notes)


def _flat(text: str) -> str:
    """Put a space for every line break, so that places stay what they are."""
    return text.replace("\n", " ").replace("\r", " ").replace("\t", " ")


def _holder(text: str, sentence: Sentence, parsed: Parsed, made: Proposal, by: str) -> Proposal | None:
    if made.kind != "claim" or made.holder in ("", AUTHOR):
        return None
    at = text.find(made.holder, sentence.start, sentence.end)
    if at < 0:
        return None
    span = named_beside(parsed, at - sentence.start, at - sentence.start + len(made.holder))
    if span is None:
        return None
    name = text[sentence.start + span[0] : sentence.start + span[1]]
    chain = tuple(replace(link, holder=name) if link.holder == made.holder else link for link in made.chain)
    return replace(made, holder=name, chain=chain, by=f"{made.by}; holder: {by}")


def _added(
    text: str, sentence: Sentence, found: Sequence[Report], known: set[str], weak: Sequence[Hedge], by: str
) -> list[Proposal]:
    """Return the first claim and the first position where the rules have none in the sentence."""
    made: list[Proposal] = []
    for kind in ("claim", "position"):
        if kind in known:
            continue
        one = next((r for r in found if (r.is_claim if kind == "claim" else r.is_position)), None)
        if one is None or one.source is None:
            continue
        base = sentence.start
        cue = text[base + one.cue[0] : base + one.cue[1]]
        holder = text[base + one.source.start : base + one.source.end]
        start, end = (
            (base + one.content[0], base + one.content[1]) if kind == "claim" else (sentence.start, sentence.end)
        )
        inside = [h for h in weak if start <= h.start < end and h.range is not None]
        hedge = max(inside, key=lambda h: (h.range.high - h.range.low if h.range else 0, -h.start), default=None)
        made.append(
            Proposal(
                kind,
                sentence.id,
                start,
                end,
                holder,
                cue,
                hedge.range if hedge else None,
                text[hedge.start : hedge.end] if hedge else "",
                (Link(holder, cue),),
                one.negated,
                "",
                by,
            )
        )
    return made
