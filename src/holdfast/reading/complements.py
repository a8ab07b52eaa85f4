"""Whether a verb in its sentence reports: by what follows it, and by who stands in front."""

from __future__ import annotations

import re

from holdfast.reading.line import DETERMINERS, PREPOSITIONS, Line, Phrase
from holdfast.reading.vocabulary import NEEDS_OBJECT_STANCE, PRONOUNS, SPEECH, STANCE, THOUGHT, TO_ONLY, WEAK
from holdfast.reading.wordlist import words

CLAUSE_STARTS = PRONOUNS | DETERMINERS | words("there what how why whether if that when where")
_NAMING = words("call dub label brand")
_INANIMATE = words(
    """
    show suggest indicate find say reveal state report warn conclude note estimate claim predict forecast confirm
    argue describe call accuse blame
    """
)
AS_VERBS = words(
    """
    describe see view regard dismiss portray depict characterize characterise label hail denounce cast frame
    interpret brand read
    """
)
SAID_OBJECT = re.compile(
    r" *(?:any|all|the|these|those|such|this|his|her|their|its|\w+['’]s)? ?(?:\w+ )?(?:claims?|allegations?"
    r"|charges?|ideas?|notions?|suggestions?|accusations?|assertions?|criticisms?)\b"
)


_FINDERS = words("poll polls study studies survey surveys report reports court jury inquiry investigation review")


def rest(line: Line, at: int) -> str:
    """Return the sentence from the end of a token."""
    return line.text[line.tokens[at].end - line.sentence.start :]


def reports(line: Line, at: int, base: str, who: Phrase, form: str) -> bool:
    """Whether a verb with somebody in front of it reports what they say, think or want."""
    nxt = line.low(at + 1)
    that, quote, to = has_that(line, at), has_quote(line, at), nxt == "to"
    clause = nxt in CLAUSE_STARTS or (at + 1 < len(line.tokens) and line.tokens[at + 1].is_name)
    trailing = trails(line, who.first, at)
    if base in TO_ONLY and base not in THOUGHT | SPEECH:
        return who.is_animate and (
            to
            or (
                base in ("refuse", "prefer", "seek", "want", "wish")
                and nxt not in ("", ".", ",")
                and nxt not in PREPOSITIONS
            )
        )
    if base in NEEDS_OBJECT_STANCE:
        return who.is_animate and base not in SPEECH and (clause or (base == "rule" and nxt == "out"))
    if base in SPEECH:
        if who.is_animate or that or quote or trailing:
            return True
        return (line.low(who.last) == "it" and (that or to or clause or nxt in ("on", "for"))) or (
            base in _INANIMATE and (that or clause)
        )
    if base in THOUGHT:
        if base in (
            "welcome",
            "doubt",
            "fear",
            "wish",
            "expect",
            "want",
            "hope",
            "believe",
            "think",
            "suspect",
            "regret",
            "intend",
            "desire",
        ):
            return ((who.is_animate or line.low(who.last) == "it") and nxt not in ("", ".")) or that or quote
        return that or quote or trailing or (base != "trust" and who.is_animate and (clause or to))
    if base in STANCE and (who.is_animate or line.low(who.last) == "it"):
        if base in (
            "support",
            "oppose",
            "reject",
            "accept",
            "favour",
            "favor",
            "endorse",
            "resist",
            "embrace",
            "tolerate",
            "veto",
            "approve",
            "demand",
            "dislike",
            "resent",
            "disapprove",
            "condemn",
        ):
            return nxt not in ("", ".", ",")
        if base == "challenge":
            return clause
        if base == "vote":
            return nxt in ("for", "against") or any(
                line.low(k) == "to" for k in range(at + 1, min(at + 7, len(line.tokens)))
            )
        if base in ("agree", "offer", "request", "aim", "plan", "propose", "appeal", "object"):
            return to or that or quote or (base in ("propose", "request") and clause) or nxt in ("with", "on", "for")
    if base in WEAK:
        if (
            that
            or quote
            or (trailing and who.is_animate and base not in ("show", "hold", "see", "raise", "put", "cast"))
        ):
            return True
        if (
            base in ("find", "show", "suggest", "indicate")
            and clause
            and any(line.low(k) in _FINDERS for k in range(who.first, who.last + 1))
        ):
            return True
        if not who.is_animate:
            return base in _INANIMATE and (
                that or quote or nxt == "otherwise" or (base in ("show", "suggest", "indicate") and clause)
            )
        if base in ("liken", "compare", "order"):
            until = min(at + 12, len(line.tokens))
            return clause and any(line.low(k) == "to" for k in range(at + 2, until))
        if base == "dispute":
            return clause
        if base == "put":
            ahead = range(at + 2, min(at + 10, len(line.tokens)))
            return any(line.low(k) == "at" and re.match(r"[$€£\d]", line.low(k + 1)) for k in ahead)
        if base in ("lash", "rail", "bristle"):
            return nxt in ("out", "at", "against")
        if base in ("demur", "chant"):
            return True
        if base == "charge":
            return any(line.low(k) == "with" for k in range(at + 2, min(at + 12, len(line.tokens))))
        if base == "call":
            return nxt in ("for", "on") or object_then(line, at, naming=True)
        if base in AS_VERBS and object_then(line, at, naming=False):
            return True
        if base in ("ask", "question", "wonder", "answer", "discuss", "debate"):
            return nxt in ("whether", "if", "how", "why", "what", "to", "for", "about") or (
                base == "question" and clause
            )
        if base in ("point",):
            return nxt in ("out", "to")
        if base in ("speak", "talk"):
            return nxt in ("of", "about")
        if base in (
            "express",
            "voice",
            "outline",
            "advocate",
            "address",
            "criticize",
            "attack",
            "defend",
            "blast",
            "slam",
            "assail",
            "raise",
        ):
            return base in ("express", "voice", "advocate", "blast", "slam", "assail")
        if base in (
            "know",
            "understand",
            "realize",
            "realise",
            "recognize",
            "recognise",
            "consider",
            "feel",
            "acknowledge",
            "agree",
            "decide",
            "find",
            "learn",
            "see",
            "note",
            "conclude",
            "repeat",
            "reveal",
            "suggest",
            "indicate",
            "propose",
            "signal",
            "write",
            "report",
            "estimate",
            "add",
            "state",
            "describe",
        ):
            return (
                nxt in ("that", "how", "what", "why", "whether", "there", "it", "otherwise")
                or (
                    clause
                    and base
                    in ("note", "conclude", "suggest", "propose", "estimate", "describe", "write", "report", "add")
                    and nxt not in PREPOSITIONS
                )
                or (base in ("consider", "feel") and nxt in PRONOUNS)
            )
    return False


_JUDGING = re.compile(r"\w{3}(?:able|ible|ous|ive|less|ful|ish)$")
"""Adjectives as in ``called the delay inexcusable``."""


def object_then(line: Line, at: int, *, naming: bool) -> bool:
    """Whether an object and what it is called follow: ``called it a trap``, ``describes it as``."""
    for k in range(at + 1, min(len(line.tokens), at + 12)):
        low = line.low(k)
        if low in (";", ".", "that"):
            return False
        if not naming and low == "as":
            return True
        if naming and k > at + 1 and (low in ("a", "an", "the") or line.quoted[k]):
            return True
        if naming and k > at + 2 and _JUDGING.search(low) and line.low(k + 1) in ("", ".", ",", ";", "and", "on", "in"):
            return True
        if naming and k == at + 2 and line.low(at + 1) in ("it", "this", "them", "him", "her", "that"):
            return True
    return False


def has_that(line: Line, at: int) -> bool:
    """Whether a clause with *that* follows soon."""
    for k in range(at + 1, min(len(line.tokens), at + 7)):
        low = line.low(k)
        if low == "that":
            return line.low(k + 1) not in (".", ",", "")
        if low in (",", ";", ":", ".") or low in ("which", "who", "and", "because", "if", "when", "as"):
            return False
    return False


def has_quote(line: Line, at: int) -> bool:
    """Whether a quotation or a colon follows soon."""
    ahead = line.tokens[at + 1 : at + 8]
    for k, token in enumerate(ahead, at + 1):
        if token.text in '"“„«‘' or line.quoted[k]:
            return True
        if token.text == ":":
            return True
        if token.text in ";.":
            return False
    return False


def trails(line: Line, first: int, at: int) -> bool:
    """Whether what is said stands in front of ``source + verb``."""
    if first <= 1:
        return False
    sign = line.tokens[first - 1].text
    if sign not in ",\"”»’'–—":
        return False
    nxt = line.low(at + 1)
    if sign in "\"”»’'":
        return True
    return nxt in (".", ",", ";", "", ")", "”", '"') or (
        nxt in ("in", "on", "at", "by", "during", "after", "last", "this", "to", "late", "from")
        and not has_that(line, at)
    )
