"""A sentence made ready for the rules: its words, what stands in quotation marks, and who is meant by a phrase."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from holdfast.reading.sentences import Sentence
from holdfast.reading.tokens import Quotation, Token, tokens
from holdfast.reading.vocabulary import PEOPLE, PRONOUNS
from holdfast.reading.wordlist import words

BE = words("is are was were be been being am 's 're")
HAVE = words("has have had having")
MODALS = words("will would can could may might must shall should cannot can't won't wouldn't couldn't")
AUXILIARIES = BE | HAVE | MODALS | words("do does did don't doesn't didn't hasn't haven't hadn't isn't")
DETERMINERS = words("the a an this these those his her its their our my your no any some each every such both all")
PREPOSITIONS = words(
    """
    of in on for with by at from to about over under against between among into within without during despite near
    behind beyond through across along outside inside around towards toward upon
    """
)
_LINKS = words("of for from in at on by with to against behind inside outside near within close familiar among")
_STOPS = words(
    """
    that if because when while as but although since where which who whom so than whether though after before until
    unless then yet whereas how why what once like and or nor
    """
)
_SKIPPED = words(
    """
    not never also then still now later again once just only even both n't soon long ever too always almost first
    already rather quite here
    """
)
_NOT_HEADS = words(
    """
    there here it what that this which yesterday today tomorrow monday tuesday wednesday thursday friday saturday
    sunday january february march april may june july august september october november december then however yet so
    but and or perhaps meanwhile moreover still instead according asked in on at by for from with of to if when
    while as
    """
)


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence with its words.

    Attributes
    ----------
    quoted : tuple of bool
        For each token, whether it stands inside quotation marks.
    quotes : tuple of Quotation
        What is quoted in it, cut to the sentence.
    """

    sentence: Sentence
    text: str
    tokens: tuple[Token, ...]
    quoted: tuple[bool, ...]
    quotes: tuple[Quotation, ...]

    @property
    def is_question(self) -> bool:
        """Whether it ends with a question mark, quotation marks and brackets aside."""
        return self.text.rstrip("\"'”’»)] ").endswith("?")

    def low(self, at: int) -> str:
        """Return a token in lower case, or nothing beyond the ends."""
        return self.tokens[at].low if 0 <= at < len(self.tokens) else ""


def line(text: str, sentence: Sentence, quotes: Sequence[Quotation]) -> Line:
    """Make a sentence ready; ``quotes`` are those of its paragraph."""
    found = tuple(tokens(text, sentence.start, sentence.end))
    cut = []
    for quote in quotes:
        start, end = max(quote.start, sentence.start), min(quote.end, sentence.end)
        if start < end:
            cut.append(Quotation(start, end, len(text[start:end].split())))
    quoted = tuple(any(q.start <= token.start and token.end <= q.end for q in cut) for token in found)
    return Line(sentence, text[sentence.start : sentence.end], found, quoted, tuple(cut))


@dataclass(frozen=True, slots=True)
class Phrase:
    """Who or what does something: tokens ``first`` to ``last``, and whether it is someone who can speak."""

    first: int
    last: int
    text: str
    is_animate: bool


def before(line: Line, at: int) -> Phrase | None:
    """Return the phrase in front of a verb, past auxiliaries, adverbs, appositions and relative pronouns."""
    j = _past_adverbs(line, at - 1)
    if line.low(j) in ('"', "”", "»") and j > 1 and line.quoted[j - 1] and line.tokens[j - 1].is_word:
        j -= 1  # ``the so-called "Group of Five" said``: what is quoted is a name
    if line.low(j) in (",", "–", "—", ")"):
        opening = _opening(line, j)
        if opening is None:
            return None
        j = opening - 1
    elif line.low(j) in ("who", "which", "that"):
        j -= 1
        if line.low(j) in _ASKERS:
            return None  # ``knows who wrote it``: asked, not said of somebody
        if line.low(j) == ",":
            j -= 1
    j = _past_adverbs(line, j)
    return _ending_at(line, j)


_ASKERS = words(
    "know knows knew known ask asks asked wonder wonders wondered see tell remember forget decide clear unclear"
)


def _past_adverbs(line: Line, j: int) -> int:
    while j >= 0:
        low = line.low(j)
        if (
            low in AUXILIARIES
            or low in _SKIPPED
            or (low.endswith("ly") and not line.tokens[j].is_name and low not in ("family", "ally", "assembly"))
        ):
            j -= 1
        else:
            break
    return j


_BEGINS = words(
    "who whom whose which the a an his her its their in at on speaking however though after citing along also himself "
    "herself then now once long"
)
"""Words by which an insertion between commas begins."""


def _opening(line: Line, close: int) -> int | None:
    """Return where an insertion that ends at a comma, dash or bracket began.

    The nearest comma may be one inside it, as in ``Mr. X, speaking in Reno, Nev., said``.
    """
    sign = {")": "("}.get(line.low(close), line.low(close))
    found: list[int] = []
    for k in range(close - 2, max(0, close - 26), -1):
        low = line.low(k)
        if low in (";", ":") or (low == "," and line.quoted[k - 1] != line.quoted[close - 1]):
            break
        if low == sign:
            found.append(k)
    for k in found:
        nxt = line.low(k + 1)
        is_name = line.tokens[k + 1].is_name and not line.tokens[k - 1].is_name  # ``its director, Sanna Ruiz, wrote``
        if nxt in _BEGINS or nxt.endswith("ing") or is_name or len(found) == 1:
            return k
    return found[0] if found else None


_THINKING = words("think thinks believe believes say says said know knows knew")
"""Verbs that a phrase for somebody does not reach across: ``I do not think anybody here believes that``."""


def _ending_at(line: Line, j: int) -> Phrase | None:
    if j < 0 or not line.tokens[j].is_word:
        return None
    first = j
    if line.low(j) in PRONOUNS and line.low(j) not in ("who",):
        return Phrase(j, j, line.tokens[j].text, line.low(j) != "it")
    while first > 0 and j - first < 14:
        k = first - 1
        token, low = line.tokens[k], line.low(k)
        if line.quoted[k] != line.quoted[j]:
            break
        if low == "and" and k > 0 and line.tokens[k - 1].is_name and line.tokens[first].is_name:
            first = k - 1
            continue
        if low == "and" and line.low(first) in DETERMINERS and k > 0 and (line.tokens[k - 1].is_name and k - 1 == 0):
            first = k - 1
            continue
        if not token.is_word or low in _STOPS or (low in AUXILIARIES and low != "'s"):
            break
        if low in PRONOUNS or low in _THINKING:
            break
        if low in PREPOSITIONS and low not in _LINKS:
            break
        if low.endswith("ly") and not token.is_name and low not in ("family", "ally"):
            break
        first = k
    while (
        first < j
        and (line.low(first) in _NOT_HEADS or line.low(first) in PREPOSITIONS)
        and not (line.tokens[first].is_name and first > 0 and line.low(first) not in PREPOSITIONS)
    ):
        first += 1
    first = _last_subject(line, first, j)
    head = _head(line, first, j)
    text = _source(line, first, j)
    return Phrase(first, j, text, _is_animate(line, head))


def _last_subject(line: Line, first: int, last: int) -> int:
    """Drop what belongs to an earlier clause: after a verb-like word a determiner or name begins anew."""
    for k in range(last, first, -1):
        low = line.low(k - 1)
        if (
            line.low(k) in DETERMINERS
            and low not in PREPOSITIONS
            and low not in DETERMINERS
            and low not in PEOPLE
            and not line.tokens[k - 1].low.endswith("'s")
            and low not in ("and", "or", "of")
        ):
            return k
    return first


def _head(line: Line, first: int, last: int) -> int:
    for k in range(first + 1, last + 1):
        if line.low(k) in PREPOSITIONS:
            if line.low(k) == "of" and line.low(k - 1) in _COUNTING:
                continue  # ``a number of members``: the members
            return k - 1
    return last


_COUNTING = words("number handful dozens scores hundreds thousands millions host lot lots percent half couple")


def _is_animate(line: Line, head: int) -> bool:
    token = line.tokens[head]
    low = token.low.removesuffix("'s").removesuffix("'")
    parts = low.split("-")
    if low in PEOPLE or low in PRONOUNS or parts[-1] in PEOPLE:
        return low != "it"
    if _DOERS.search(low) and low not in _THINGS:
        return True
    return token.is_name and low not in _NOT_HEADS and not token.text[0].isdigit()


_DOERS = re.compile(r"\w{3}(?:ers|ors|ists?|ians?|crats?|women|woman|men|man)$")
_THINGS = words(
    """
    numbers papers letters orders matters powers rivers winters borders quarters tankers chapters centers barriers
    errors doors factors sectors favors colors harbours harbors corridors offers answers papers figures computers
    drivers towers shoulders fingers flowers showers summers dollars covers layers membres clusters parameters
    meters metres filters mirrors terrors horrors motors reactors indicators routers disasters dinners suppers
    corners specimen regimen
    """
)
"""Words that end like those for people."""


def _source(line: Line, first: int, last: int) -> str:
    start = line.tokens[first].start - line.sentence.start
    return _MADE.sub("", _WHEN.sub("", line.text[start : line.tokens[last].end - line.sentence.start]))


_WHEN = re.compile(
    r"(?: (?:late|early|earlier))?(?: on)? (?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday"
    r"|today)(?: (?:morning|afternoon|evening|night))?$"
)


_MADE = re.compile(r"(?<=\w) (?:released|published|conducted|issued|filed|obtained|commissioned)(?: by [^,]+)?$")
"""How a poll or a paper came about is no part of its name."""


def after(line: Line, at: int) -> Phrase | None:
    """Return the phrase that begins at a token, as in ``said Hanne Voss, who`` or ``according to officials in``."""
    last = at
    while line.low(at) and not line.tokens[at].is_word:
        return None
    if at >= len(line.tokens):
        return None
    if line.low(at) in PRONOUNS:
        return Phrase(at, at, line.tokens[at].text, True)
    while last + 1 < len(line.tokens) and last - at < 12:
        token, low = line.tokens[last + 1], line.low(last + 1)
        if not token.is_word or low in _STOPS or low in AUXILIARIES or low.endswith("ly") or low in PRONOUNS:
            break
        if low in ("on", "in", "at", "to", "during", "about") and (
            last + 2 >= len(line.tokens)
            or (not line.tokens[last + 2].is_name and line.low(last + 2) not in ("the", "both"))
        ):
            break
        if low in _DAYS or (low in ("on", "in", "at") and line.low(last + 2) in _DAYS | {"an", "a"}):
            break
        last += 1
    while last > at and line.low(last) in PREPOSITIONS:
        last -= 1
    return Phrase(at, last, _source(line, at, last), _is_animate(line, _head(line, at, last)))


_DAYS = words(
    """
    monday tuesday wednesday thursday friday saturday sunday january february april june july august september
    october november december today yesterday tomorrow
    """
)


def subject(line: Line) -> Phrase | None:
    """Return the first phrase of the sentence, for participles that hang on it."""
    at = 0
    while at < len(line.tokens) and not line.tokens[at].is_word:
        at += 1
    if at >= len(line.tokens):
        return None
    return after(line, at)
