"""Reports without a verb of saying: according to, nouns, adjectives, adverbs."""

from __future__ import annotations

import re

from holdfast.reading.attributed import Attribution
from holdfast.reading.line import AUXILIARIES, BE, DETERMINERS, Line, Phrase, after, before
from holdfast.reading.vocabulary import ADJECTIVES, ADVERBS, HEARSAY, NOUN_CUES, PEOPLE, PRONOUNS
from holdfast.reading.wordlist import words


def according(line: Line, at: int) -> Attribution | None:
    """Return a report by ``according to``, ``in their view``."""
    low = line.low(at)
    if low == "according" and line.low(at + 1) == "to":
        who = after(line, at + 2)
        is_trailing = (at > 2 and line.low(at - 1) in (",", '"', "”")) or at > 6
        return Attribution(at, at + 1, who.text if who else "", "according to", is_trailing, False, at + 2)
    if low == "in" and line.low(at + 2) in (
        "view",
        "opinion",
        "words",
        "telling",
        "account",
        "estimation",
        "judgement",
        "judgment",
        "eyes",
        "mind",
    ):
        owner = line.tokens[at + 1]
        if owner.low in ("my", "other"):
            return None
        if owner.low in ("our", "his", "her", "their", "its") or owner.low.endswith("'s"):
            return Attribution(
                at, at + 2, owner.text.removesuffix("'s").removesuffix("’s"), "view", False, False, at + 1
            )
    if low in ("per",) and at + 1 < len(line.tokens) and line.low(at + 1) in PEOPLE | {"the"}:
        return None
    return None


def by_noun(line: Line, at: int) -> Attribution | None:
    """Return a report by a noun: ``the claim that``."""
    low = line.low(at)
    base = low[:-1] if low.endswith("s") and low[:-1] in NOUN_CUES else low
    owner = _owner(line, at)
    nxt = line.low(at + 1)
    previous = line.low(at - 1)
    if previous in ("my", "our", "to") or previous in AUXILIARIES | PRONOUNS or previous.endswith("ly"):
        return None
    if low in _OWNED and owner is not None and owner.last == at - 1 and not line.tokens[at].is_name:
        if nxt in ("about", "of", "for", "to", "on", "that"):
            return Attribution(at, at, owner.text, base, holder_at=owner.first)
        return None
    if base not in NOUN_CUES or (line.low(at - 2) == "on" and low in _GROUNDS):
        return None
    is_clause = nxt == "that" and line.low(at + 2) not in AUXILIARIES
    is_promise = nxt == "to" and base in _PROMISES
    is_owned = owner is not None and (is_promise or nxt in ("of", "for", "about")) and base not in _ONLY_THAT
    if not is_clause and not is_owned:
        return None
    if owner is None:
        return Attribution(at, at, "", base)
    return Attribution(at, at, owner.text, base, holder_at=owner.first)


_GROUNDS = words("assumption idea understanding condition impression")
_PROMISES = words("promise pledge vow threat demand hope proposal commitment offer")
_ONLY_THAT = words("message report finding idea statement charge prospect estimate forecast")
"""Nouns that report only where *that* follows."""


def _owner(line: Line, at: int) -> Phrase | None:
    """Return whose the noun is: ``Mr. Okell's earlier claim``, ``their claim``."""
    for k in (at - 1, at - 2):
        low = line.low(k)
        if low in ("his", "her", "their", "its", "whose"):
            return Phrase(k, k, line.tokens[k].text, True)
        if low.endswith(("'s", "s'")) and k >= 0:
            first = k
            while first > 0 and line.tokens[first - 1].is_name and line.tokens[k].is_name:
                first -= 1
            start = line.tokens[first].start - line.sentence.start
            name = line.text[start : line.tokens[k].end - line.sentence.start]
            return Phrase(first, k, re.sub(r"(['’]s|['’])$", "", name), True)
    return None


_OWNED = words("comments remarks criticism calls opposition desire concerns complaints condemnation")
"""Nouns that report only where they belong to somebody."""


def by_adjective(line: Line, at: int) -> Attribution | None:
    """Return a report by an adjective: ``is confident that``."""
    if line.low(at) not in ADJECTIVES:
        return None
    k = at - 1
    while line.low(k) in ("not", "very", "also", "more", "increasingly", "still", "so", "less") or (
        line.low(k).endswith("ly") and k > 0
    ):
        k -= 1
    if line.low(k) not in BE | {"remain", "remains", "remained", "seemed", "sounded", "feel", "feels", "felt"}:
        return None
    if (
        line.low(at + 1) not in ("that", "about", "of", "to", "by", "with", "at")
        and line.low(at + 1) not in PRONOUNS | DETERMINERS
    ):
        return None
    if (
        line.low(at) in ("committed", "certain", "sure", "determined", "critical", "opposed", "proud")
        and line.low(at + 1) == "of"
    ):
        return None
    if line.low(at) in ("certain", "sure", "critical") and line.low(at + 1) == "to":
        return None
    who = before(line, k)
    if who is None or line.low(who.last) in ("i", "there") or not (who.is_animate or line.low(who.last) == "it"):
        return None
    if line.low(who.last) == "it" and line.low(at) in ("certain", "clear", "sure", "critical"):
        return None
    return Attribution(at, at, who.text, line.low(at), False, False, who.first)


def by_adverb(line: Line, at: int) -> Attribution | None:
    """Return a report by an adverb: ``reportedly``."""
    low = line.low(at)
    if low not in HEARSAY or low not in ADVERBS:
        return None
    return Attribution(at, at, "", low)
