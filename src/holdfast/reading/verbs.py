"""Reports by a verb: active, inverted, passive, as a participle and in the infinitive."""

from __future__ import annotations

import re

from holdfast.reading.attributed import Attribution
from holdfast.reading.complements import (
    AS_VERBS,
    CLAUSE_STARTS,
    SAID_OBJECT,
    has_quote,
    has_that,
    object_then,
    reports,
    rest,
    trails,
)
from holdfast.reading.line import BE, DETERMINERS, HAVE, MODALS, PREPOSITIONS, Line, Phrase, after, before, subject
from holdfast.reading.vocabulary import NOUN_CUES, PASSIVE, PEOPLE, PRONOUNS, SPEECH, STANCE, THOUGHT, VERBS, WEAK
from holdfast.reading.wordlist import words

_NOT_VERB_NEXT = words("of is are was were has have had been from about")
_POSITION_ONLY = words(
    """
    reject accept seek support oppose back favour favor prefer resist embrace tolerate veto approve require offer
    disapprove vote challenge
    """
)
"""Verbs that say where a party stands without saying that it spoke."""


_OWN_THOUGHT = words("think believe suspect guess know hope fear doubt")
"""Verbs by which *we* speaks for the author."""


def by_verb(line: Line, at: int) -> Attribution | None:
    """Return a report by the verb at a token, None where it is none."""
    low = line.low(at)
    if low not in VERBS or (line.tokens[at].is_name and at > 0 and low not in ("says", "said")):
        return None
    base, form = VERBS[low]
    if _is_noun(line, at, form):
        return None
    k = at - 1
    while k >= 0 and (
        line.low(k) in ("not", "also", "now", "been", "being", "still", "widely", "often", "never")
        or line.low(k).endswith("ly")
    ):
        k -= 1
    helper = line.low(k)
    has_be = helper in BE or any(line.low(x) in ("been", "being") for x in range(max(0, at - 3), at))
    if form in ("past", "participle") and has_be and base not in ("bet",):
        return _passive(line, at, base, low)
    if form == "ing" and helper not in BE:
        return _participle(line, at, base)
    if form == "base" and helper == "to":
        return _infinitive(line, at, k, base)
    if form in ("past", "participle") and line.low(at + 1) == "by" and helper not in HAVE:
        who = after(line, at + 2)
        if (
            who
            and who.is_animate
            and base in SPEECH | WEAK | THOUGHT
            and base not in ("see", "hear", "find", "hold", "put", "deliver", "cast", "frame", "attack")
        ):
            return _made(at, who, base, is_past=True)
        return None
    is_past = form in ("past", "participle")
    if base in ("find", "learn", "discover", "realize", "realise", "hear", "see") and helper in MODALS:
        return None  # ``may find that``
    if helper == "have" and line.low(k - 1) == "to":
        return None  # ``is said to have remarked``: one report, found at ``said``
    if line.low(at - 1) in ("and", "but") and form in ("past", "third"):
        return _participle(line, at, base)  # ``accused the mayor and threatened to``
    who = before(line, at)
    inverted = _inverted(line, at, base)
    if inverted is not None and (who is None or _closes(line, at - 1)):
        return inverted
    if who is not None and not who.is_animate and form == "past" and line.low(at + 1).removesuffix("s") in NOUN_CUES:
        return None  # ``after repeated warnings``
    if who is None or (form == "past" and low not in ("said", "told") and _is_reduced(line, at)):
        return None
    own = line.low(who.last) if not line.quoted[who.last] else ""
    if own == "i" or (own == "we" and base in _OWN_THOUGHT):
        return None  # the author's own voice
    if not reports(line, at, base, who, form) or line.low(who.first - 1) in ("whatever", "whether", "if"):
        return None
    if (who.text.lower() in ("one", "you") and helper in MODALS) or (base == "respond" and line.low(at - 1) == "not"):
        return None
    if line.low(who.first) in ("nobody", "no-one", "no") and helper in ("can", "could"):
        return None
    is_trailing = trails(line, who.first, at)
    is_claim = base not in _POSITION_ONLY or (base == "reject" and bool(SAID_OBJECT.match(rest(line, at))))
    return Attribution(at, _cue_end(line, at, base), who.text, base, is_trailing, is_past, who.first, is_claim=is_claim)


def _made(
    at: int, who: Phrase, base: str, *, is_past: bool = False, is_trailing: bool = False, last: int = -1
) -> Attribution:
    return Attribution(at, max(at, last), who.text, base, is_trailing, is_past, who.first)


def _is_noun(line: Line, at: int, form: str) -> bool:
    before_it, nxt = line.low(at - 1), line.low(at + 1)
    if form == "ing":
        return before_it in DETERMINERS or before_it in ("of",) or before_it.endswith("'s")
    if before_it in DETERMINERS and before_it not in ("all", "both", "some", "any", "this", "these", "those"):
        return True
    if before_it.endswith(("'s", "s'")) and before_it not in ("it's", "he's", "she's") and form in ("base", "third"):
        return True
    if before_it in PREPOSITIONS and before_it != "to":
        return True
    if form in ("base", "third") and before_it in BE:
        return True  # ``there are fears``
    if form == "base" and line.low(at - 2) in ("a", "an", "this", "every", "each"):
        return True
    if form in ("base", "third"):
        if (
            nxt in _NOT_VERB_NEXT
            and not (nxt == "of" and line.low(at) in ("think", "speak", "speaks", "thinks"))
            and nxt not in ("about", "from")
        ):
            return True
        if (
            re.search(r"(al|ic|ive|ous|ble|ian|ant|ent|ed|est)$", before_it)
            and before_it not in PEOPLE
            and not line.tokens[at - 1].is_name
        ):
            return True
        if before_it in (
            "new",
            "recent",
            "public",
            "own",
            "more",
            "further",
            "first",
            "second",
            "other",
            "war",
            "peace",
            "key",
        ):
            return True
    return form in ("past", "participle") and before_it in DETERMINERS


def _is_reduced(line: Line, at: int) -> bool:
    """Whether a past form is rather a participle after its noun: ``a text proposed in May``."""
    nxt = line.low(at + 1)
    return (
        nxt in ("by", "in", "at", "during", "under", "as")
        and line.low(at) not in ("called", "agreed", "warned", "voted")
        and not line.quoted[at]
        and not has_that(line, at)
        and _has_later_verb(line, at)
    )


def _has_later_verb(line: Line, at: int) -> bool:
    return any(
        line.low(k) in BE | HAVE | {"will", "would", "may", "could", "can"}
        for k in range(at + 2, min(len(line.tokens), at + 9))
        if True
    )


def _closes(line: Line, k: int) -> bool:
    return k >= 0 and line.tokens[k].text in "\"”»’'," and k > 0


_SPEECH_ENDS = (",", ".", "?", "!", "…", "—", "–", "-")


def _inverted(line: Line, at: int, base: str) -> Attribution | None:
    """``...," said Hanne Voss``."""
    if base not in SPEECH | WEAK | {"think", "believe", "want"} or not _closes(line, at - 1):
        return None
    mark = line.tokens[at - 1].text
    is_quoted = mark in "\"”»’'" or line.quoted[at - 2] if at > 1 else False
    if not is_quoted and base not in ("say", "write", "add", "argue", "report"):
        return None
    if line.low(at + 1) in PREPOSITIONS:
        return None
    who = after(line, at + 1)
    ends = line.low(at - 1) == "," or (
        at > 1 and line.tokens[at - 2].text in _SPEECH_ENDS
    )  # not ``a "republic" wants it``
    if (
        who is None
        or not (who.is_animate or (is_quoted and ends))
        or (line.low(at + 1) in PRONOUNS and not ends)
        or line.low(at + 1) in ("that", "to")
    ):
        return None
    return _made(at, who, base, is_past=True, is_trailing=True)


def _cue_end(line: Line, at: int, base: str) -> int:
    nxt = line.low(at + 1)
    if (base == "call" and nxt in ("for", "on")) or (base in ("rule", "point") and nxt in ("out", "to")):
        return at + 1
    if base in ("refuse", "decline") and nxt == "to" and line.low(at + 2) == "comment":
        return at + 2
    return at


def _passive(line: Line, at: int, base: str, low: str) -> Attribution | None:
    nxt = line.low(at + 1)
    if line.low(at - 1) == "be" and ((line.low(at - 2) == "to" and base == "believe") or line.low(at - 3) == "let"):
        return None  # ``were he to be believed``, ``let it be said``
    if base in ("promise", "assure", "inform"):
        told = before(line, at)
        if told is None or not told.is_animate:
            return None
    if (
        base in ("ask", "tell")
        and nxt == "to"
        and any(line.low(x) in ("will", "would", "to", "should") for x in range(max(0, at - 3), at))
    ):
        return None
    if low not in PASSIVE or (base in ("know", "see", "consider", "expect", "ask") and nxt not in ("to", "that", "as")):
        return None
    by = next(
        (k for k in range(at + 1, min(len(line.tokens), at + 12)) if line.low(k) == "by" and not line.quoted[k]), None
    )
    who = after(line, by + 1) if by is not None else None
    holder = who.text if who is not None and who.is_animate else ""
    if (
        nxt in ("to", "that", "as", "of", "for", "by", ",", "whether", "not")
        or line.low(at - 1) in ("i", "widely")
        or base in ("tell", "promise", "assure", "inform")
    ):
        return Attribution(at, at, holder, base, False, False, who.first if who and holder else -1)
    first = line.low(0)
    if first in ("it", "as") or line.low(at - 2) == "it":
        return Attribution(at, at, holder, base)
    return None


_TEXTS = words(
    "statement letter letters memo petition resolution ad ads email e-mail article editorial op-ed lawsuit note tweet"
)
"""Texts by which those who sent them speak: ``a letter opposing it``."""


def _participle(line: Line, at: int, base: str) -> Attribution | None:
    """``..., saying that``; ``..., calling it a trap``."""
    is_text = line.low(at - 1) in _TEXTS
    if (
        base not in SPEECH | WEAK | THOUGHT | (STANCE if is_text else set())
        or at == 0
        or base in ("see", "hold", "issue", "address", "put", "rule")
    ):
        return None
    if (
        line.low(at - 1) not in _TEXTS
        and line.low(at - 1) not in (",", "by", "while", "after", "before", "in", "and", "without", "when", "—", "–")
        and line.quoted[at] == line.quoted[at - 1]
    ):
        return None
    that, quote = has_that(line, at), has_quote(line, at)
    nxt = line.low(at + 1)
    named = (base == "call" and (object_then(line, at, naming=True) or nxt in ("for", "on"))) or (
        base in AS_VERBS and object_then(line, at, naming=False)
    )
    promised = nxt == "to" and base in STANCE
    if not (
        that
        or quote
        or named
        or promised
        or (base == "call" and line.low(at - 1) == "," and nxt in CLAUSE_STARTS)
        or (
            base in (SPEECH | THOUGHT | STANCE if is_text else SPEECH | THOUGHT)
            and (nxt in CLAUSE_STARTS or (at + 1 < len(line.tokens) and line.tokens[at + 1].is_name))
        )
    ):
        return None
    who = subject(line)
    if who is None:
        return None
    return Attribution(at, _cue_end(line, at, base), who.text, base, False, True, who.first, True)


def _infinitive(line: Line, at: int, to: int, base: str) -> Attribution | None:
    """``went on to say``, ``was quick to add``, ``seems to believe``: the report is in the infinitive."""
    governor = line.low(to - 1)
    if base not in SPEECH | WEAK | THOUGHT:
        return None
    if governor not in (
        "on",
        "continued",
        "continues",
        "quick",
        "appears",
        "appear",
        "appeared",
        "seems",
        "seem",
        "seemed",
        "begun",
        "began",
        "wants",
        "wanted",
        "tried",
        "claims",
        "used",
        "came",
        "likely",
        "careful",
        "known",
        "sought",
        "trying",
        "attempted",
    ):
        return None
    who = before(line, to - 1) if governor != "on" else before(line, to - 2)
    if who is None or not who.is_animate or line.low(who.last) == "i":
        return None
    if not (has_that(line, at) or has_quote(line, at) or base in SPEECH | THOUGHT):
        return None
    return Attribution(at, at, who.text, base, False, False, who.first)
