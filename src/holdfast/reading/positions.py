"""Positions: who is said to want, accept, reject or be ready for something."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from holdfast.reading.attributed import Attribution
from holdfast.reading.line import BE, Line, before
from holdfast.reading.vocabulary import COMMISSIVE, READY, STANCE
from holdfast.reading.wordlist import words

_TAKES = words(
    """
    want reject oppose support favour favor endorse demand accept seek prefer resist refuse embrace tolerate veto
    approve insist urge offer propose threaten vow pledge promise undertake intend hope wish desire hate love
    dislike welcome disapprove decline require vote challenge
    """
)
_AGAINST = words("reject oppose refuse resist veto hate dislike decline disapprove challenge")
_MODAL = re.compile(
    r"(?<![\w-])(?:(?:will|would|can|could) ?(?:not|never)|cannot|can't|won't|wouldn't|would|will"
    r"|must) (?:\w+ly |only |never )?(?:accept|agree|sign|recognise|recognize|concede|give up|yield"
    r"|tolerate|support|oppose|back|settle for|insist|consider|negotiate|withdraw|allow|take the|like"
    r"|welcome|view favourably|reject)\b",
    re.IGNORECASE,
)
_PARTICLE = re.compile(
    r"(?<![\w-])(?:turn(?:s|ed)? (?:it |this |that |them |the \w+ )?down|rul(?:es|ed) out|ask(?:s|ed)? for"
    r"|call(?:s|ed)? (?:for|on)|hold(?:s|ing)? out for|stands? (?:ready|by|firm)"
    r"|c[ao]mes? out (?:against|for|in favou?r of)|(?:is|are|was"
    r"|were) (?:against|in favour of|in favor of|opposed to)|walk(?:s|ed)? away|sign(?:s|ed)? up to"
    r"|agree(?:s|d)? to|say(?:s)? (?:no|yes) to|readiness to|willingness to|unacceptable|(?:no"
    r"|non)-?negotiable|red lines?|(?:no|cannot|can) \w+ (?:that|which) [^.;]{3,60} (?:can"
    r"|could) be accepted)(?![\w-])",
    re.IGNORECASE,
)


_NO_ONE_NEEDED = re.compile(r"unacceptable|negotiable|red line|be accepted|readiness|willingness", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Taken:
    """A position: the cue's place, and the holder in the text's words."""

    start: int
    end: int
    holder: str
    negated: bool


def position(line: Line, said: Sequence[Attribution]) -> Taken | None:
    """Return the first position that a sentence gives to somebody."""
    for one in said:
        if one.base in (_TAKES & STANCE) | COMMISSIVE or (
            one.base in ("call",) and one.last > one.first and line.low(one.last) in ("for", "on")
        ):
            nxt = line.low(one.last + 1)
            if (one.base == "insist" and nxt != "on") or (
                one.base == "wish" and line.low(one.first + 2) in ("thank", "express")
            ):
                continue
            if one.base == "decline" and (
                one.last > one.first or line.low(one.first + 2) in ("comment", "say", "answer")
            ):
                continue
            if one.base == "call" and line.low(one.last) not in ("for", "on"):
                continue
            token, last = line.tokens[one.first], line.tokens[one.last]
            is_against = one.base in _AGAINST or (one.base == "vote" and nxt == "against")
            negated = is_against != any(
                line.low(k) in ("not", "never", "cannot") or line.low(k).endswith("n't")
                for k in range(max(0, one.first - 3), one.first)
            )
            return Taken(token.start, last.end, one.holder, negated)
    for at in range(1, len(line.tokens)):
        if line.low(at) in READY and line.low(at + 1) in ("to", "for") and _is_ready(line, at):
            who = before(line, at)
            if who is not None and line.low(who.last) != "i":
                return Taken(line.tokens[at].start, line.tokens[at].end, who.text, line.low(at).startswith("un"))
    for pattern in (_MODAL, _PARTICLE):
        match = pattern.search(line.text)
        if match:
            place = line.sentence.start + match.start()
            at = next((k for k, token in enumerate(line.tokens) if token.start >= place), 0)
            who = before(line, at) if at else None
            negated = bool(
                re.search(r"not|never|n't|no |down|out|against|unaccept|walk|red line", match.group(), re.IGNORECASE)
            )
            is_someone = who is not None and (who.is_animate or line.low(who.last) in ("it", "this", "that"))
            if pattern is _PARTICLE and not is_someone and not _NO_ONE_NEEDED.search(match.group()):
                continue
            if pattern is _MODAL and (who is None or (not who.is_animate and line.low(who.last) != "it")):
                continue
            return Taken(place, line.sentence.start + match.end(), who.text if who else "", negated)
    return None


def _is_ready(line: Line, at: int) -> bool:
    k = at - 1
    while line.low(k).endswith("ly") or line.low(k) in ("not", "also", "more", "still", "very", "now"):
        k -= 1
    return line.low(k) in BE | {
        "stands",
        "stand",
        "stood",
        "remains",
        "remain",
        "seems",
        "seem",
        "appears",
        "declared",
        "be",
    }
