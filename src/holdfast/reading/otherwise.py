"""Reports without a verb of saying: according to, nouns, adjectives, adverbs."""

from __future__ import annotations

import re

from holdfast.reading.attributed import Attribution
from holdfast.reading.line import AUXILIARIES, BE, DETERMINERS, Line, Phrase, after, before
from holdfast.reading.vocabulary import ADJECTIVES, ADVERBS, HEARSAY, NOUN_CUES, PEOPLE, PRONOUNS
from holdfast.reading.wordlist import words

_VIEWS = words("view opinion words telling account estimation judgement judgment eyes mind")


def according(line: Line, at: int) -> Attribution | None:
    """Return a report by ``according to``, ``in their view``."""
    low = line.low(at)
    if low == "according" and line.low(at + 1) == "to":
        who = after(line, at + 2)
        is_trailing = (at > 2 and line.low(at - 1) in (",", '"', "”")) or at > 6
        return Attribution(at, at + 1, who.text if who else "", "according to", is_trailing, False, at + 2)
    if low == "in" and line.low(at + 2) in _VIEWS:
        owner = line.tokens[at + 1]
        if owner.low in ("my", "other"):
            return None
        if owner.low in ("our", "his", "her", "their", "its") or owner.low.endswith("'s"):
            return Attribution(
                at, at + 2, owner.text.removesuffix("'s").removesuffix("’s"), "view", False, False, at + 1
            )
    if low == "in" and line.low(at + 1) == "the" and line.low(at + 3) == "of" and line.low(at + 2) in _VIEWS:
        who = after(line, at + 4)
        if who is not None and who.is_animate:
            is_trailing = at > 2 and line.low(at - 1) in (",", '"', "”")
            return Attribution(at, at + 3, who.text, "according to", is_trailing, False, at + 4)
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
    is_there = previous in BE and line.low(at - 2) == "there"  # ``there are fears that``
    if (
        previous in ("my", "our", "to")
        or (previous in AUXILIARIES and not is_there)
        or previous in PRONOUNS
        or previous.endswith("ly")
    ):
        return None
    if low in _OWNED and owner is not None and owner.last == at - 1 and not line.tokens[at].is_name:
        if nxt in ("about", "of", "for", "to", "on", "that"):
            return Attribution(at, at, owner.text, base, holder_at=owner.first)
        return None
    if nxt == "from" and (base in NOUN_CUES or low in _OWNED or base in _DRAWN):
        who = after(line, at + 2)
        return Attribution(at, at + 1, who.text, base, False, False, at + 2) if who and who.is_animate else None
    if base not in NOUN_CUES or (line.low(at - 2) == "on" and low in _GROUNDS):
        return None
    if nxt in ("among", "within"):  # ``a growing sense among members that``
        who = after(line, at + 2)
        ahead = range(at + 3, min(at + 12, len(line.tokens)))
        if who is not None and who.is_animate and any(line.low(k) == "that" for k in ahead):
            return Attribution(at, at, who.text, base, holder_at=at + 2)
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
            for back in (1, 2):  # ``the mayor's``, ``the deputy mayor's``
                if not line.tokens[k].is_name and line.low(first - back) in DETERMINERS:
                    first -= back
                    break
            start = line.tokens[first].start - line.sentence.start
            name = line.text[start : line.tokens[k].end - line.sentence.start]
            return Phrase(first, k, re.sub(r"(['’]s|['’])$", "", name), True)
    return None


_DRAWN = words("praise rebuke ire scorn outrage pushback applause protest")
"""Nouns that report only where *from* and somebody follow."""
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
