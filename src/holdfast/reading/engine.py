"""The rules put together: a text to proposals, hedges and mentions."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from holdfast.reading.attributed import Attribution
from holdfast.reading.attribution import attributions, quoted_only
from holdfast.reading.cues import condition, knowledge, valuation
from holdfast.reading.foreseeing import foreseen
from holdfast.reading.hedging import hedges, held
from holdfast.reading.line import Line, line
from holdfast.reading.positions import position
from holdfast.reading.proposal import AUTHOR, Found, Hedge, Link, Proposal, Range
from holdfast.reading.sentences import Layout
from holdfast.reading.tokens import Quotation, quotations
from holdfast.reading.wordlist import words

RULES = "rules@1"
"""The engine's name and version; it changes whenever the rules do."""

_BREAK = re.compile(
    r"\s*(?:;|\s[–—]\s|—|:|,? (?:but|whereas|while|although|though|yet) |, (?:and|or"
    r"|so) (?=\w+ (?:\w+ )?(?:will|would|may|might|could|is|are|has|have|was|were)\b))\s*"
)


def by_rules(text: str, layout: Layout, *, lexicon: str = "survey") -> Found:
    """Read a text by rules alone.

    Parameters
    ----------
    text : str
        Plain text.
    layout : Layout
        Its sentences.
    lexicon : str
        Which lexicon gives words of likelihood their ranges.

    Examples
    --------
    >>> from holdfast.reading.sentences import split
    >>> text = "Mr. Okell said that Tarvia may sign."
    >>> [(p.kind, p.holder, p.cue) for p in by_rules(text, split(text)).proposals]
    [('claim', 'Mr. Okell', 'said'), ('forecast', 'Mr. Okell', 'may')]
    """
    found: list[Proposal] = []
    weak: list[Hedge] = []
    speaker, speaker_in = "", -1
    by_paragraph: dict[int, list[Quotation]] = {}
    bounds: dict[int, tuple[int, int]] = {}
    for sentence in layout.sentences:
        low, high = bounds.get(sentence.paragraph, (sentence.start, sentence.end))
        bounds[sentence.paragraph] = (min(low, sentence.start), max(high, sentence.end))
    for sentence in layout.sentences:
        if sentence.paragraph not in by_paragraph:
            by_paragraph[sentence.paragraph] = quotations(text, *bounds[sentence.paragraph])
        quotes = by_paragraph[sentence.paragraph]
        first = bisect_left(quotes, sentence.start, key=lambda quote: quote.end)
        last = bisect_left(quotes, sentence.end, key=lambda quote: quote.start)
        one = line(text, sentence, quotes[first:last])
        every = attributions(one)
        said = [report for report in every if report.is_claim]
        remembered = speaker if sentence.paragraph - speaker_in <= 1 else ""
        proposals, hedged = _sentence(one, every, remembered, lexicon)
        found += proposals
        weak += hedged
        who = next((a.holder for a in said if a.base in _SPOKEN and a.holder), "")
        if who:
            speaker, speaker_in = who, sentence.paragraph
        elif one.quotes:
            speaker_in = sentence.paragraph
        elif not said:
            speaker = speaker if sentence.paragraph == speaker_in else ""
    return Found(tuple(found), tuple(weak))


_SPOKEN = words(
    """
    say tell add write argue warn insist explain note declare announce ask reply respond according predict claim
    admit acknowledge call suggest observe remark recall complain caution stress
    """
)


def _sentence(one: Line, every: list[Attribution], speaker: str, lexicon: str) -> tuple[list[Proposal], list[Hedge]]:
    said = [report for report in every if report.is_claim]
    weak = hedges(one, lexicon)
    for report in said:
        hedge = (
            held(one, report.first, lexicon)
            if report.base in ("think", "believe", "suspect", "guess", "assume")
            else None
        )
        if hedge and not any(h.start < hedge.end and hedge.start < h.end for h in weak):
            weak.append(hedge)
    weak.sort(key=lambda hedge: hedge.start)
    found = _claims(one, said, speaker, weak)
    outer = found[0].chain if found else ()
    holder = outer[-1].holder if outer else (found[0].holder if found else AUTHOR)
    makes = _Maker(one, weak, outer, holder, tuple(found))
    if_at = condition(one)
    if if_at:
        found.append(makes.whole("condition", if_at, depends_on=_antecedent(one, if_at)))
    to_come = foreseen(one, said, if_at is not None)
    if to_come:
        span = (to_come.start - one.sentence.start, to_come.end - one.sentence.start)
        found.append(makes.part("forecast", span, negated=to_come.negated, whole=if_at is not None))
    taken = position(one, every)
    if taken:
        span = (taken.start - one.sentence.start, taken.end - one.sentence.start)
        found.append(makes.part("position", span, holder=taken.holder or holder, negated=taken.negated))
    known = knowledge(one)
    if known:
        found.append(makes.part("knowledge", known))
    valued = valuation(one)
    if valued:
        found.append(makes.part("valuation", valued))
    if one.is_question:
        at = len(one.text) - 1
        found.append(makes.whole("question", (at, at + 1)))
    if weak and not found:
        span = (weak[0].start - one.sentence.start, weak[0].end - one.sentence.start)
        found.append(makes.part("claim", span))
    return found, weak


def _claims(one: Line, said: list[Attribution], speaker: str, weak: list[Hedge]) -> list[Proposal]:
    """Return one proposal for each report, the outermost first, with the chain that leads to it."""
    base = one.sentence.start
    reports = sorted(said, key=lambda a: (not a.is_trailing, a.first))
    found: list[Proposal] = []
    chain: tuple[Link, ...] = ()
    if not any(a.is_trailing or one.quoted[a.first] is False for a in said):
        span = quoted_only(one)
        if span is not None:
            chain = (Link(speaker, "“”"),)
            found.append(_claim(one, span[0], span[1], speaker, "“”", chain, weak, False))
    for report in reports:
        cue = one.text[one.tokens[report.first].start - base : one.tokens[report.last].end - base]
        link = Link(report.holder, cue)
        nested = bool(chain) and (report.is_trailing is False) and _is_inside(one, report, found[-1])
        chain = (*chain, link) if nested else (link,)
        start, end = _content(one, report)
        is_known = (start, end) != (one.sentence.start, one.sentence.end)
        heard = weak if is_known else [h for h in weak if h.start >= one.tokens[report.first].start]
        negated = any(
            one.low(k) in ("not", "never") or one.low(k).endswith("n't")
            for k in range(max(0, report.first - 3), report.first)
        )
        found.append(_claim(one, start, end, report.holder, cue, chain, heard, negated))
    return found


def _claim(
    one: Line, start: int, end: int, holder: str, cue: str, chain: tuple[Link, ...], weak: list[Hedge], negated: bool
) -> Proposal:
    inside = [h for h in weak if start <= h.start < end] or [h for h in weak if h.kind == "belief" and len(weak) == 1]
    hedge = _weakest(inside)
    return Proposal(
        "claim",
        one.sentence.id,
        start,
        end,
        holder,
        cue,
        hedge.range if hedge else None,
        _said(one, hedge),
        chain,
        negated,
        "",
        RULES,
    )


def _said(one: Line, hedge: Hedge | None) -> str:
    return one.text[hedge.start - one.sentence.start : hedge.end - one.sentence.start] if hedge else ""


def _weakest(weak: Sequence[Hedge]) -> Hedge | None:
    """Return the hedge that leaves most open; ranges of nested hedges are never multiplied."""
    if not weak:
        return None
    return max(weak, key=lambda h: (h.range is not None, h.range.high - h.range.low if h.range else 0, -h.start))


def _content(one: Line, report: Attribution) -> tuple[int, int]:
    """Return the span of what is reported: after the cue, or in front of the source where that trails."""
    tokens, sentence = one.tokens, one.sentence
    if report.is_trailing:
        until = tokens[max(min(report.first, report.holder_at if report.holder_at >= 0 else report.first), 1) - 1]
        return _cut(one, sentence.start, until.end)
    if report.base == "according to" and report.first <= 2:
        comma = next((k for k in range(report.last, len(tokens)) if tokens[k].text == ","), None)
        if comma is not None and comma + 1 < len(tokens):
            return _cut(one, tokens[comma + 1].start, sentence.end)
    after = report.last + 1
    if after < len(tokens):
        start = tokens[after].start
        if sentence.end - start > 12:
            return _cut(one, start, sentence.end)
    return sentence.start, sentence.end


def _cut(one: Line, start: int, end: int) -> tuple[int, int]:
    base = one.sentence.start
    inside = one.text[start - base : end - base]
    stripped = inside.strip(" \t\n,;:—–")
    if len(stripped) < 3:
        return one.sentence.start, one.sentence.end
    start += inside.index(stripped)
    return start, start + len(stripped)


def _is_inside(one: Line, report: Attribution, outer: Proposal) -> bool:
    return outer.start <= one.tokens[report.first].start < outer.end


def _antecedent(one: Line, span: tuple[int, int]) -> str:
    """Return the clause that a condition hangs on, for the reader's eye."""
    rest = one.text[span[0] :]
    stop = re.search(r"[,;—]|\.$", rest)
    return rest[: stop.start()].strip() if stop else rest.strip()


class _Maker:
    """Makes the proposals of one sentence."""

    def __init__(
        self, one: Line, weak: list[Hedge], chain: tuple[Link, ...], holder: str, claims: tuple[Proposal, ...]
    ) -> None:
        self.one, self.weak, self.chain, self.holder, self.claims = one, weak, chain, holder, claims

    def whole(self, kind: str, cue: tuple[int, int], *, depends_on: str = "") -> Proposal:
        return self._made(kind, self.one.sentence.start, self.one.sentence.end, cue, None, False, depends_on)

    def part(
        self, kind: str, cue: tuple[int, int], *, holder: str | None = None, negated: bool = False, whole: bool = False
    ) -> Proposal:
        start, end = (0, len(self.one.text)) if whole else clause(self.one.text, cue[0])
        base = self.one.sentence.start
        return self._made(kind, base + start, base + end, cue, holder, negated, "")

    def _made(
        self, kind: str, start: int, end: int, cue: tuple[int, int], holder: str | None, negated: bool, depends_on: str
    ) -> Proposal:
        hedge = _weakest([h for h in self.weak if start <= h.start < end])
        found: Range | None = hedge.range if hedge else None
        words = self.one.text[cue[0] : cue[1]]
        who, chain = (self.holder if holder is None else holder), self.chain
        if holder is None:  # whoever is the last of those in whose words the cue stands
            at = self.one.sentence.start + cue[0]
            around = [claim for claim in self.claims if claim.start <= at < claim.end and claim.holder]
            if around:
                last = max(around, key=lambda claim: len(claim.chain))
                who, chain = last.holder, last.chain
        return Proposal(
            kind,
            self.one.sentence.id,
            start,
            end,
            who,
            words,
            found,
            _said(self.one, hedge),
            chain,
            negated,
            depends_on,
            RULES,
        )


def clause(text: str, at: int) -> tuple[int, int]:
    """Return the part of a sentence around a place, cut at semicolons, dashes and contrasts.

    Examples
    --------
    >>> text = "They came; they may stay on."
    >>> text[slice(*clause(text, 16))]
    'they may stay on.'
    """
    start, end = 0, len(text)
    for match in _BREAK.finditer(text):
        if match.end() <= at:
            start = match.end()
        elif match.start() > at:
            end = match.start()
            break
    if len(text[start:end].split()) < 4:
        return 0, len(text)
    return start, end
