"""Forecasts: sentences that say what will, may or will not happen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from holdfast.reading.attributed import Attribution
from holdfast.reading.hedging import epistemic_could
from holdfast.reading.line import Line
from holdfast.reading.vocabulary import STATIVE
from holdfast.reading.wordlist import words

_FUTURE = re.compile(
    r"(?<![\w-])(?:(?:is|are|be|'s|'re|seems?|appears?|looks?|remains?|was|were|more|less|most|very|highly"
    r"|now|also|not) (?:\w+ly )?(?:un)?likely to|unlikely to|likelier|likeliest"
    r"|(?:appears?|seems?|looks?|remains?) (?:\w+ )?(?:un)?likely(?=[.,;]|$)"
    r"|(?:un)?likely (?:that|outcome|result|scenario|consequence|end|winner|next|future|path|course)"
    r"|(?:most|more) (?:probable|likely)(?! than not)(?: outcome| result| scenario| course|:)?"
    r"|(?:is|are|'re|'s|was|were|am|'m) (?:\w+ly |not |now |still |also |never ){0,2}going to(?= [a-z])"
    r"(?! (?:the|a|an|his|her|their|our|my|its|this|that|school|church|court|bed|war)\b)"
    r"|(?:is|are|'s|'re|was|were) (?:\w+ly |not |now |also |all |still |widely ){0,2}(?:set|poised|bound"
    r"|due|slated|scheduled|destined|doomed|certain|sure|about|on (?:course|track)|expected|projected"
    r"|forecast|predicted|anticipated|tipped) to(?= [a-z])"
    r"|(?:expects?|predicts?|forecasts?|foresees?|anticipates?|predicted|foresaw|projects"
    r"|envisages?)(?= (?:that|the|a|an|to|it|its|his|her|their|him|them|no|more|[A-Z]|\w+ (?:to|of|will)))"
    r"|(?:prediction|forecast|expectation|prospects?|likelihood|danger|risk|chances?|odds"
    r"|possibility) (?:of|that)(?= )|inevitabl[ey]|sooner or later|only a matter of time"
    r"|it is a matter of time"
    r"|(?:would|will) not surprise (?:me|us|anyone) if|would not be surprised (?:if|to)|would be no surprise if"
    r"|promises? to be"
    r"|risks? (?:\w+ing)|(?:i|we) would (?:bet|wager)|(?:is|are) heading (?:for|towards?)|on the (?:verge"
    r"|brink) of|looms?(?= )|(?:odds|chances) are)(?![\w-])",
    re.IGNORECASE,
)
_WILL = re.compile(r"(?<![\w-])(?:will|won't|shan't)(?![\w-])|(?<=\w)['’]ll\b|(?<=\w)['’]d (?=be\b)")
_MAY = re.compile(r"(?<![\w-])(?:may|might|could)(?![\w-])")
_WOULD = re.compile(r"(?<![\w-])would(?:n't)?(?![\w-])")
_WILL_NOUN = re.compile(
    r"(?:\bthe|\ba|\bof|\bpolitical|\bgood|\bfree|\bill|\bat|\bstrong|\bour|\bits|\bhis|\bher|\btheir|'s|’s"
    r"|\bpopular|\bnational|\bno|\bany|\black(?:s|ed)? the)$",
    re.IGNORECASE,
)
_SKIP = re.compile(
    r"(?:not|n't|never|also|still|now|then|soon|well|yet|even|only|just|eventually|probably|likely|perhaps"
    r"|almost|certainly|one day|\w+ly)\b[\s,]*",
    re.IGNORECASE,
)
_FORETELLING = words(
    """
    say tell warn predict forecast expect think believe hope fear promise vow pledge insist announce argue claim add
    caution suggest bet worry doubt foresee anticipate declare threaten acknowledge admit deny assert contend write
    note report state estimate show indicate conclude suspect reckon maintain signal repeat reiterate stress assure
    confident convinced worried afraid concerned sure certain hopeful optimistic pessimistic sceptical skeptical
    agree propose swear explain calculate speculate view promise threat hope fear expectation prediction forecast
    warning statement claim assurance pledge
    """
)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The place of a forecast's cue, and whether it is stated without a hedge."""

    start: int
    end: int
    is_flat: bool
    negated: bool


_OPEN = re.compile(r"\b(?:whether|who|what|how)\b[^,;:.]*$")
"""In front of the cue: what will happen is asked, not said."""


def foreseen(line: Line, said: Sequence[Attribution], has_condition: bool) -> Foreseen | None:
    """Return what makes a sentence a forecast, None where nothing does."""
    if line.is_question:
        return None
    text, base = line.text, line.sentence.start
    for match in _FUTURE.finditer(text):
        if _counts(match, text):
            return Foreseen(base + match.start(), base + match.end(), False, "unlikely" in match.group().lower())
    for match in _WILL.finditer(text):
        if _is_will(text, match) and not _OPEN.search(text[: match.start()]):
            ahead = text[match.end() :].lstrip()
            negated = match.group().lower() == "won't" or bool(re.match(r"(?:not|never|no longer)\b", ahead))
            return Foreseen(base + match.start(), base + match.end(), True, negated)
    for match in _MAY.finditer(text):
        if _is_to_come(text, match, has_condition, said, line):
            return Foreseen(base + match.start(), base + match.end(), False, False)
    for pattern in (_DATED, _PLANNED):
        dated = pattern.search(text)
        if dated is not None:
            return Foreseen(base + dated.start(1), base + dated.end(1), True, False)
    due = _DUE.search(text)
    if due is not None and _is_due(text, due):
        return Foreseen(base + due.start(), base + due.end(), True, "not" in due.group().lower().split())
    for match in _WOULD.finditer(text):
        if _is_weighed(text, match) or (has_condition and _is_open(text, match)):
            negated = match.group().endswith("n't") or bool(re.match(r"\s+(?:not|never)\b", text[match.end() :]))
            return Foreseen(base + match.start(), base + match.end(), False, negated)
        if _is_reported(line, match, said):
            negated = match.group().endswith("n't") or bool(re.match(r"\s+(?:not|never)\b", text[match.end() :]))
            return Foreseen(base + match.start(), base + match.end(), True, negated)
    return None


_WHEN = (
    r"(?:on (?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?!s)"
    r"|(?:Jan|Feb|Mar|Apr|May|June|July|Aug|Sept|Oct|Nov|Dec)\w*\.? \d+)"
    r"|next (?:week|month|year|spring|summer|autumn|fall|winter|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
    r"|later this (?:week|month|year|spring|summer|autumn|fall|winter)|tomorrow)(?!\w)"
)
_DATED = re.compile(
    r"(?<![\w-])(?<!to )(expires?|begins?|starts?|ends?|opens?|closes?|takes? (?:effect|office)|convenes?|resumes?"
    r"|meets?|returns?|goes|go|comes?|runs? out|votes?|visits?|arrives?|leaves?|faces?|elects?|retires?)"
    r"(?: [\w’'-]+){0,5}? " + _WHEN
)
"""``The truce expires on Friday``: the present of a timetable."""
_PLANNED = re.compile(
    r"(?<![\w-])(?:is|are|remains?) (?:\w+ly |now |also )?(scheduled|slated|planned|set|expected|due)"
    r" (?:for|on|in|by|back|before|next|this) "
)


_DUE = re.compile(
    r"(?<![\w-])(?:is|are) (?:also |now |then |not )?to (?!be (?:commended|blamed|found|seen|had|expected|welcomed"
    r"|avoided|preferred|understood|noted|hoped)\b|blame\b|come\b)[a-z]+"
)
"""``The court is to hear the case``: what has been arranged."""
_NO_ONE_DUE = re.compile(
    r"\b(?:aim|aims|goal|goals|plan|plans|task|tasks|point|idea|ideas|purpose|problem|way|ways|question|job|effect|temptation"
    r"|trick|thing|step|priority|object|objective|duty|role|challenge|answer|solution|option|choice|hope|dream|mission|intention"
    r"|what|all|to \w+|best|that|this|it|there|here|lesson|test|who|which|alternative|risk|strategy|policy|need|key)"
    r"(?: (?:of|for|in|at|now|here|with|about|behind|to)\b[^,;:]*)?$",
    re.IGNORECASE,
)


def _is_due(text: str, match: re.Match[str]) -> bool:
    behind = re.split(r"[,;:—–]", text[: match.start()])[-1].strip()
    if not behind or _NO_ONE_DUE.search(behind) or re.match(r"(?:if|what|to|when|how|where|whether)\b", behind, re.I):
        return False
    return re.search(r"\b(?:if|whether|how|what|who|unless)\b[^,;]*$", text[: match.start()], re.IGNORECASE) is None


_WEIGHED = re.compile(
    r"\s+(?:not |also |then )?(?:probably|likely|most likely|very likely|almost certainly|certainly|surely|inevitably"
    r"|undoubtedly|no doubt|presumably|eventually|soon|quickly)\s+(?!have\b)[a-z]"
)


def _is_weighed(text: str, match: re.Match[str]) -> bool:
    """Whether ``would`` is weighed as a prospect: ``would probably fail``."""
    return _WEIGHED.match(text, match.end()) is not None


def _is_open(text: str, match: re.Match[str]) -> bool:
    """Whether the condition of ``would`` is one that may yet come true: ``should they leave, it would``."""
    if re.match(
        r"\s+(?:not |never |also )?(?:have|like|rather|prefer|be (?:wise|better|wrong|a mistake|happy|glad))\b",
        text[match.end() :],
    ):
        return False
    behind, ahead = text[: match.start()], text[match.end() :]
    if re.match(r"[\"“‘]?(?:but |and )?should\b[^?]*,", behind, re.IGNORECASE):
        return True
    hung = re.search(r"\bif ([^,;]*)", behind, re.IGNORECASE) or re.search(r"\b(?:if|unless) ([^,;.]*)", ahead)
    if hung is None:
        return False
    words_of = hung.group(1).split()
    past = re.compile(
        r"(?:were|had|was|did|could|would|might|should|came|went|took|gave|got|made|left|held|won|lost|\w{2,}ed)$"
    )
    return bool(words_of) and not any(past.match(word.lower()) for word in words_of[:6])


def _counts(match: re.Match[str], text: str) -> bool:
    low = match.group().lower()
    behind = text[: match.start()].rstrip().lower()
    if low.startswith(("expect", "anticipat")) and re.search(r"(?:\bas|\bthan|\bas (?:i|we)|\bto)$", behind):
        return False
    if re.match(r"(?:was|were) .*(?:sure|certain|scheduled|due|set|about)", low):
        return False
    if low.startswith(("risk of", "danger of")) and re.search(r"\b(?:the|no|any)$", behind) is None:
        return True
    return True


def _is_will(text: str, match: re.Match[str]) -> bool:
    behind = text[: match.start()].rstrip()
    if _WILL_NOUN.search(behind) and match.group().lower() == "will":
        return False
    ahead = text[match.end() :].lstrip()
    if re.match(r"see[.,;!\"”’]", ahead):
        return False  # ``we'll see``
    if re.match(r"(?:have (?:been|seen|heard|noticed|read|known|had)|of\b|to\b|and testament|power)", ahead):
        return False
    if match.group() == "Will":
        return False  # a name, or a question
    return bool(re.match(r"[\w,('“\"]", ahead)) or not ahead.strip('.,;"”’)')


def _verb_after(text: str, at: int) -> str:
    ahead = text[at:].lstrip()
    while (skipped := _SKIP.match(ahead)) and skipped.end() > 0:
        ahead = ahead[skipped.end() :]
    return ahead


def _is_to_come(text: str, match: re.Match[str], has_condition: bool, said: Sequence[Attribution], line: Line) -> bool:
    word = match.group()
    behind = text[: match.start()].rstrip().lower()
    ahead = _verb_after(text, match.end())
    if text[match.end() :].lstrip().lower().startswith("not") and word == "could":
        return False
    if re.match(r"have \w+", ahead) and re.match(
        r"have (?:been|had|\w+ed|\w+en|\w+ne|come|made|said|put|met|got|won|lost|left|held|felt|meant|let)\b", ahead
    ):
        return False
    if (word == "may" and re.match(r"(?:\d|be construed|i\b|we\b)", ahead)) or re.search(
        r"(?:^|\b(?:of|in|on|since|the|until|by|last|mid|early|late) )$", behind + " " if behind else ""
    ):
        return False
    ahead_of = text[match.end() :].lstrip().lower()
    if word == "could" and not epistemic_could(text[: match.start()].rstrip(), ahead_of, line):
        return False
    verb = re.match(r"[a-z]+", ahead)
    if verb is None:
        return has_condition
    if verb.group() == "be":
        rest = ahead[2:].lstrip()
        if re.match(
            r"(?:the (?:last|end|beginning|start|next|death|undoing)\b"
            r"|\w+ed|\w+en|\w+wn|able|forced|too late|back|put|cut|hit|held|kept|made|met|lost|won|left"
            r"|sent|paid|built|shut|fired|unable|over|ready to)\b",
            _verb_after(rest, 0),
        ):
            return True
        return has_condition or bool(
            re.search(
                r"\b(?:next|soon|tomorrow|by (?:the|20\d\d|\w+day)|within|future|coming|later|eventually"
                r"|years? (?:from|away)|before (?:the|long|\w+mas))\b",
                text,
            )
        )
    if re.match(r"(?:he|she|they|it|we|you|i)$", verb.group()):
        return False
    return verb.group() not in STATIVE or has_condition or ahead_of.startswith("yet ")


def _is_reported(line: Line, match: re.Match[str], said: Sequence[Attribution]) -> bool:
    """Whether ``would`` is the future of a report in the past: ``said it would pass``."""
    text = line.text
    ahead = text[match.end() :].lstrip()
    if re.match(
        r"(?:like|love|rather|prefer|have|be (?:prepared|willing|ready|happy|glad|wise|better|wrong"
        r"|a mistake|unacceptable)|not comment|appear|seem|say|argue|suggest|think|want)\b",
        _verb_after(ahead, 0),
    ):
        return False
    at = line.sentence.start + match.start()
    for one in said:
        cue = line.tokens[one.first]
        if (
            one.base in _FORETELLING
            and (one.is_past or one.base in ("expect", "predict"))
            and (cue.start < at or one.is_trailing)
        ):
            behind = text[: match.start()].lower()
            return not re.search(r"\bif\b[^,]*,[^,]*$", behind) and not re.search(
                r"\b(?:were|had)\b[^,]*,[^,]*$", behind
            )
    return False
