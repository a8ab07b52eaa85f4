"""Hedges: words that weaken what is said, with the range that a lexicon gives them."""

from __future__ import annotations

import re

from holdfast.reading.line import Line
from holdfast.reading.proposal import Hedge, Range
from holdfast.reading.wordlist import words

# Longest first: "most likely" before "likely". Right: what is looked up in the lexicon.
_PHRASES: tuple[tuple[str, str], ...] = (
    ("possible, if not (?:likely|probable)", "possible, if not likely"),
    ("(?:do|does|did) not know (?:if|whether)|don't know (?:if|whether)", "do not know whether"),
    ("almost certainly not", "almost certainly not"),
    ("(?:almost|nearly|virtually) certain(?:ly)?", "almost certain"),
    ("more likely than not", "better than even"),
    ("(?:very|highly|extremely|quite) (?:un)?(?:likely|probable|improbable)", ""),
    ("(?:most|more|less) (?:un)?likely", "likely"),
    ("(?:most|more|less) prob(?:able|ably)", "probable"),
    ("(?:most|very) probably", "probably"),
    ("probably not", "probably not"),
    ("in all (?:likelihood|probability)", "likely"),
    ("the (?:odds|chances) are", "likely"),
    ("(?:serious|real) possibility", ""),
    ("(?:a |the )?(?:strong|good|fair) chance", "likely"),
    ("(?:little|small|slim|slight) chance", "little chance"),
    ("chances are slight", "chances are slight"),
    ("toss-?up|fifty-fifty|even chance", "about even"),
    ("it is (?:just )?(?:possible|conceivable) that", "possible"),
    ("may well|might well|could well", "may"),
    ("unlikely", "unlikely"),
    ("likely", "likely"),
    ("(?:far |much )?likel(?:ier|iest)", "likely"),
    ("probably", "probably"),
    ("probable", "probable"),
    ("improbable", "improbable"),
    ("perhaps|maybe", "perhaps"),
    ("possibly|conceivably", "possibly"),
    ("possible", "possible"),
    ("apparently|seemingly|evidently", "seems"),
    ("presumably|supposedly|ostensibly", "seems"),
    ("(?:appears?|appeared|seems?|seemed)", "seems"),
    ("(?:strikes?|struck) me as", "seems"),
    ("arguably", "possibly"),
    ("as far as (?:i|we) (?:know|can (?:tell|see))|if i (?:read|understand)[^,]{0,60}? correctly", "i think"),
    ("my (?:own )?(?:guess|hunch|suspicion) is", "guess"),
    (
        "(?:one|we|i) (?:can|may|might|could|would) (?:reasonably |only |safely )*(?:surmise|assume|suppose|guess)",
        "surmise",
    ),
    ("(?:one|we|i) (?:can|may) (?:reasonably |only )+hope", "hope"),
    ("surmise[sd]?", "surmise"),
    ("looks? (?:like|as (?:if|though))|looked (?:like|as (?:if|though))", "seems"),
    ("in my (?:own )?(?:view|opinion)|to my mind", "i think"),
    ("i (?:am|'m|’m) not (?:so |at all )?(?:sure|certain)", "doubt"),
    ("potentially", "possibly"),
    ("reportedly|allegedly|purportedly", "reportedly"),
    ("my own hope|i (?:can )?(?:only )?hope", "hope"),
    ("(?:i|we) (?:would )?(?:suspect|surmise|guess|wager|imagine|presume)", "suspect"),
    ("one (?:suspects|surmises|supposes|presumes|imagines|gathers|assumes|fears)", "suspect"),
    ("(?:would|will) not surprise (?:me|us|anyone)|would be no surprise", "possible"),
    ("(?:i|we) (?:would|should|will) not be surprised|i should not wonder", "possible"),
    ("unless i am (?:very |much |very much |quite )?mistaken", "i think"),
    ("(?:i|we) (?:strongly |rather |very much )?doubt", "doubt"),
    ("(?:i|we) (?:think|believe|assume)", "i think"),
    ("doubtful|questionable whether", "doubtful"),
    (
        "(?:is|are|was|were) (?:widely |generally )?(?:believed|thought|assumed|understood|rumou?red"
        "|suspected) (?:to|that)",
        "believe",
    ),
    ("it is (?:widely |generally |often )?(?:believed|thought|assumed|supposed)", "believe"),
    ("(?:is|are) (?:widely |generally |now |not |also )?expected to", "expected"),
    ("suggests?|suggested (?=that)|indicates?", "suggests"),
    ("may|might", ""),
    ("could", "could"),
    ("in (?:a|one) sense|to some extent|more or less|roughly speaking", ""),
)
_COMPILED = tuple((re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])", re.IGNORECASE), word) for pattern, word in _PHRASES)
_THIRD = re.compile(
    r"\b(?:thinks?|thought|believes?|believed|suspects?|suspected|guess(?:es|ed)?|assumes?|assumed|expects?)\b"
)
_MONTH = re.compile(r"(?:in|on|of|by|since|until|last|next|early|late|mid|this|and|to|\d{1,2})\s+$|^$", re.IGNORECASE)
_NO_RANGE = words("hope suggests expected reportedly")
_HELD = {"thinks": "thinks", "believes": "believes", "suspects": "suspects"}


def hedges(line: Line, lexicon: str) -> list[Hedge]:
    """Return the hedges of a sentence in the order of the words, none inside another."""
    text, base = line.text, line.sentence.start
    taken: list[tuple[int, int]] = []
    found: list[Hedge] = []
    for pattern, word in _COMPILED:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(start < e and s < end for s, e in taken) or not _is_hedge(line, match):
                continue
            taken.append((start, end))
            looked_up = word or match.group().lower()
            found.append(Hedge(line.sentence.id, base + start, base + end, looked_up, range_of(looked_up, lexicon)))
    return sorted(found, key=lambda hedge: hedge.start)


def held(line: Line, at: int, lexicon: str) -> Hedge | None:
    """Return a verb of belief with somebody else in front as a hedge: ``diplomats believe that``."""
    token = line.tokens[at]
    if not _THIRD.fullmatch(token.low) or line.low(at + 1) in ("in", "of", "about", "him", "her", "them", "it"):
        return None  # ``believes in term limits``, ``still believe him``
    word = {"t": "think", "b": "believe", "s": "suspect", "g": "guess", "a": "assume", "e": "expected"}[token.low[0]]
    return Hedge(line.sentence.id, token.start, token.end, word, range_of(word, lexicon), "belief")


def range_of(word: str, lexicon: str) -> Range | None:
    """Look a word up; None where nobody has published a number and there is no convention."""
    from holdfast.lexicons import meaning

    if word in _NO_RANGE:
        return None
    found = meaning(word, lexicon)
    return None if found is None else Range(found.low, found.high, found.kind)


def _is_hedge(line: Line, match: re.Match[str]) -> bool:
    word, text = match.group().lower(), line.text
    ahead, behind = text[match.end() :].lstrip().lower(), text[: match.start()].rstrip()
    if word in ("may", "might", "may well", "might well"):
        if match.group()[0] == "M" and match.start() > 0:
            return False  # the month, or a name
        if word == "may" and re.match(r"(?:\d|(?:not )?be (?:construed|used only)|i\b|we\b|he add)", ahead):
            return False
        if re.match(r"(?:is|was|of|and|alone)\b", ahead):
            return False  # the noun
        return not re.search(
            r"(?:\bthe|\bits|\bhis|\btheir|\bmilitary|\bfull|\ball|\bof|nothing in this \w+)$", behind, re.IGNORECASE
        )
    if word in ("i think", "we think", "i believe", "we believe") and re.search(
        r"\b(?:do|what|as|than)$", behind, re.I
    ):
        return False
    if word in ("could", "could well"):
        return epistemic_could(behind, ahead, line)
    if word in ("appear", "appears", "appeared"):
        return bool(
            re.match(r"(?:to\b|that\b|\w+ly\b|as (?:if|though)|likely|set\b|ready|willing|unlikely|[,.;])", ahead)
        ) and not re.match(r"(?:in|on|at|before)\b", ahead)
    if word in ("seem", "seems", "seemed"):
        return True
    if word in ("suggest", "suggests", "suggested", "indicate", "indicates"):
        return bool(re.match(r"(?:that\b|\d|the\b|a\b|otherwise)", ahead)) and bool(
            re.search(
                r"\b(?:evidence|polls?|surveys?|data|reports?|results?|signs?|this|that|figures?|findings?"
                r"|all|experience|history|it)$",
                behind,
                re.IGNORECASE,
            )
        )
    if word == "possible":
        return not re.search(
            r"\b(?:as|if|where(?:ver)?|when(?:ever)?|soon as|every|best|only|the (?:best|worst)|all|make"
            r"|makes|made|making)$",
            behind,
            re.IGNORECASE,
        )
    if word == "look like" and (line.is_question or re.search(r"\b(?:will|would|to)$", behind, re.IGNORECASE)):
        return False  # ``what would it look like?``
    if word == "likely" and re.match(r"(?:voters?|electors|suspects?|stor(?:y|ies)|place)\b", ahead):
        return False  # those who will likely vote: a term of art
    if word in ("likely", "probable") and re.search(r"(?:as|equally)$", behind):
        return True
    if word == "perhaps" or word == "maybe":
        return True
    return True


_ABOUT_ANY = re.compile(r"\b(?:no|nobody|nothing|none|neither)(?: \w+)?$", re.IGNORECASE)
_AFTER_LINK = re.compile(
    r"\b(?:no|nobody|nothing|none|neither|whatever|what|all|as \w+ as|best|before|so that|that|until|how|who"
    r"|he|she|they|i|we|you)(?: \w+)?$",
    re.IGNORECASE,
)
_ABLE = re.compile(r"(?:tell|see|hear|feel|say|read|speak|sense|understand|imagine|afford|agree)\b")
_BEFALLS = re.compile(r"(?:be|have|also be|still|face|lose|end up|become|well|even|yet|soon|now)\b")


def epistemic_could(behind: str, ahead: str, line: Line) -> bool:
    """Tell *could* of what may come or be from *could* of what somebody was able to do."""
    if re.match(r"(?:not|n't|never|hardly|no longer|only|he|she|they|it|we|i|you)\b", ahead) or _ABLE.match(ahead):
        return False
    if _AFTER_LINK.search(behind):
        if re.search(r"\b(?:he|she|they|i|we|you)$", behind, re.IGNORECASE):
            return bool(_BEFALLS.match(ahead))
        return bool(re.search(r"\bthat(?: \w+)?$", behind)) and not _ABOUT_ANY.search(behind)
    if re.search(r"\([^()]*$", behind) and re.match(r"be (?:kept|used|held)", ahead):
        return False
    return not (line.is_question and len(behind) < 3)
