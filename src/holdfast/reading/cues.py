"""Conditionals, claims about knowledge and valuations: found by their words."""

from __future__ import annotations

import re

from holdfast.reading.line import Line
from holdfast.reading.valuing import PHRASES, VALUING

Span = tuple[int, int]

_CONDITION = re.compile(
    r"(?<![\w-])(?:only (?:if|when|once|as long as|after)|if and (?:only if|when)|even if|unless"
    r"|provid(?:ed|ing)(?: only)? that|provided(?= (?:the|it|they|he|she|we)\b)"
    r"|(?:as|so) long as|on (?:the )?condition that|conditional (?:up)?on|contingent (?:up)?on|subject to"
    r"|in the event (?:of|that)"
    r"|in the absence of|in case(?! of (?:\w+ v|point))|assuming(?: that)?(?= )|suppos(?:e"
    r"|ing)(?: that)?(?= )|failing (?:that|this|which)|without (?:this|these|that|such|it)(?=,| )"
    r"|if)(?![\w-])",
    re.IGNORECASE,
)
_INVERTED = re.compile(
    r"(?:^|[;—–] ?|, |\b(?:and|but|that) )[\"“‘]?(Should|should|Were|were|Had|had) (?:the |a |an |this "
    r"|that |these |any |such |it |he |she |they |we |[A-Z]\w+ )[^?]*?,"
)
_COMMAND = re.compile(
    r"^[\"“‘]?((?:Remove|Take|Give|Let|Stop|Close|Open|Cut|Lift|End|Break|Press|Push|Withdraw|Raise|Lower"
    r"|Add|Drop|Keep) [^,;]{3,80}), and (?:\w+ ){1,6}?(?:will|would|may|could|'ll)\b"
)
_ASKING = re.compile(
    r"(?:\bask(?:s|ed|ing)?(?: \w+){0,3}|\bwonder(?:s|ed|ing)?|\bsee|\bknow(?:s|n)?|\bsure|\bunclear"
    r"|\bunsure|\bquestion|\bdoubt(?:s|ed|ful)?|\bas|\bdecide|\bdetermine"
    r"|\btell|\bsay|\bmatters?(?: little)?|\bcheck(?:ed|ing)?|\btest(?:ing)?|\basks)$",
    re.IGNORECASE,
)


def condition(line: Line) -> Span | None:
    """Return the words that make a sentence conditional."""
    text = line.text
    for match in _CONDITION.finditer(text):
        word, behind, ahead = (
            match.group().lower(),
            text[: match.start()].rstrip(),
            text[match.end() :].lstrip().lower(),
        )
        if word == "if":
            if _ASKING.search(behind) or re.match(
                r"(?:not\b|anything\b|only\b(?! (?:the|it|they|he))|so\b,? (?:to|as)|any\b[.,)]|ever\b"
                r"|at all\b|i (?:read|may|understand|remember|recall)\b|you (?:like|will)\b|needed"
                r"|necessary|possible\b)",
                ahead,
            ):
                continue
            if re.search(r"\bwhat$", behind, re.IGNORECASE):
                continue
            if re.search(r"\b(?:surprise[d]? (?:me|us|anyone)?|surprised|wonder|surprise)\s*$", behind, re.IGNORECASE):
                continue  # ``it would not surprise me if``: what may be, not what it hangs on
        if word == "unless" and re.match(r"i am (?:\w+ ){0,2}mistaken", ahead):
            continue
        if word in ("in case",) and ahead.startswith("you missed"):
            continue
        if word.endswith("long as") and re.match(r"it takes|\d|\w+ (?:years|months|weeks)", ahead):
            continue
        if (
            word.startswith("only ")
            and word.split()[1] in ("when", "once", "after")
            and not re.search(r"\b(?:will|would|can|could|may|might|shall|is|are|becomes?)\b", text)
        ):
            continue
        if word == "only after" and not re.search(r"\b(?:will|would|can|could|shall)\b", text):
            continue
        if (
            word == "subject to"
            and re.search(r"\b(?:is|are|was|were|be|been)$", behind)
            and not re.match(r"(?:approval|agreement|ratification|the (?:approval|agreement|condition))", ahead)
        ):
            continue
        if word.startswith("assuming") and re.match(
            r"(?:office|power|control|the (?:post|presidency|role|office))", ahead
        ):
            continue
        if (
            word.startswith("suppos")
            and not word.startswith("supposing")
            and behind
            and not behind.endswith((".", ",", ";", "—", ":"))
        ):
            continue
        if word.startswith("without") and not re.search(
            r"\b(?:will|would|can|could|cannot|is likely|are likely|may|might)\b", text
        ):
            continue
        if word == "in case" and re.match(r"of\b", ahead) is None and re.search(r"\bjust$", behind):
            continue
        return match.start(), match.end()
    inverted = None if line.is_question else _INVERTED.search(text)
    if inverted:
        return inverted.span(1)
    command = _COMMAND.search(text)
    return command.span(1) if command else None


_KNOWLEDGE = re.compile(
    r"(?<![\w-])(?:(?:do|does|did|can|could|will)(?: not|n't) (?:yet |really |actually "
    r"|even )?know(?! (?:better|how to))|"
    r"(?:do|does|did|would)(?: not|n't|n’t) (?:claim|pretend|profess) to know|"
    r"next to nothing (?:about|of|is known)|(?:i|we) (?:cannot|can't|could not) (?:say|tell)(?=[,;.]| (?:who|what|why"
    r"|how|when|where|whether|if)\b)|(?:has|have) not (?:yet )?(?:determined|established|identified) (?:a|the"
    r"|who|what|why|how|whether)|"
    r"don't know|doesn't know|didn't know|(?:cannot|can't|could not"
    r"|couldn't) (?:know|be known|be sure|be certain|say for (?:certain|sure)"
    r"|(?:be )?(?:independently )?(?:verif(?:y|ied)|confirm(?:ed)?))"
    r"|(?:nobody|no one|no-one|none of us|few|no outsider)(?: \w+){0,5} (?:knows?|can (?:say|tell|know"
    r"|be sure)|has counted|could say|understands?|is sure)"
    r"|(?:is|are|was|were|remains?|seems?|still|it is) (?:\w+ )?(?:unclear|unknown|uncertain|unverified"
    r"|unconfirmed|not clear|not known|not certain|hard to (?:say|tell|know)|impossible to (?:say|tell|know"
    r"|verify)|anybody's guess|anyone's guess|a mystery|an open question|(?:widely |well |little "
    r"|now )?known(?! (?:as|for|to have|by|locally)))"
    r"|not (?:yet )?(?:clear|known) (?:who|what|why|how|when|where|whether|if|that)|(?:anybody|anyone)['’]s guess"
    r"|remains? to be (?:seen|determined|established|decided|known)|(?:has|have) (?:not "
    r"|yet to )(?:yet )?be(?:en)? (?:established|verified|confirmed|determined|proved|proven|made public"
    r"|published)"
    r"|(?:could|can) not be (?:independently |immediately )?(?:verified|confirmed|determined|established)"
    r"|no (?:way (?:of|to) (?:know|tell|verify)(?:ing)?|(?:public |hard |clear |firm "
    r"|reliable )?evidence (?:that|of|for|to))|evidence (?:for|that|of)(?: \w+){0,5} (?:is|are|was"
    r"|remains?) (?:\w+ )?(?:thin|weak|scant|mixed|strong|overwhelming|lacking|slim|patchy|circumstantial)"
    r"|little (?:evidence|is known)|(?:i|we) (?:know|have no idea|cannot tell|am not sure|are not sure"
    r"|cannot be)|(?:has|have) no idea|what (?:is|we) (?:\w+ )?[\"“‘']?know(?:n)?\b"
    r"|as (?:everyone|everybody|we all) knows?|everyone knows|it is (?:a (?:well-known )?fact"
    r"|common knowledge|no secret)|is no secret|(?:in|kept) the dark about|there is no (?:proof|evidence)"
    r"|(?:not|hardly|much of what|little of what|less than) (?:\w+ ){0,5}known)(?![\w-])",
    re.IGNORECASE,
)


def knowledge(line: Line) -> Span | None:
    """Return the words by which a sentence says what is known, or not."""
    match = _KNOWLEDGE.search(line.text)
    if (
        match
        and re.match(r"(?:i|we) know$", match.group(), re.IGNORECASE)
        and line.text[match.end() :].lstrip().startswith((",", "."))
        and match.start() > 0
    ):
        return None
    return match.span() if match else None


_WORD = re.compile(r"[A-Za-z]+(?:[-'’][A-Za-z]+)*")
_PHRASES = re.compile(r"(?<!\w)(?:" + "|".join(re.escape(phrase) for phrase in PHRASES) + r")(?!\w)", re.IGNORECASE)


def valuation(line: Line) -> Span | None:
    """Return the first word that values, or nothing."""
    phrase = _PHRASES.search(line.text)
    if phrase:
        return phrase.span()
    for match in _WORD.finditer(line.text):
        word = match.group().lower()
        if word in VALUING and not (match.group()[0].isupper() and match.start() > 1):
            return match.span()
    return None
