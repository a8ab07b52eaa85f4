"""Sentences of a text, by rules for abbreviations, initials, quotations, brackets and lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from holdfast.reading.wordlist import words

ABBREVIATIONS = words(
    """
    a.m adj adm al amb apr approx apt art arts assoc assn aug ave bldg blvd brig bros c ca capt cf ch col comdr corp
    dec dept det dir dist div dr ed eds e.g eg esp est et etc ex exec feb ff fig figs fr ft gen gov hon i.e ie inc
    insp jan jr jul jun lt ltd maj mar messrs mgr mme mlle mr mrs ms mt mts nat no nos nov oct op p.m para paras pp
    pres prof profs pt pub pvt rep reps ret rev rt sec sen sens sep sept sgt sr st ste subpara supt treas univ viz
    vol vols vs
    """
)
"""Words that end in a full stop inside a sentence."""
_ENDING = words("a.m p.m etc jr sr inc ltd corp al co bros assn univ")
"""Abbreviations that a sentence often ends with: a capital letter after them begins the next one."""
_STARTERS = words(
    """
    A An The This That These Those He She It We They I You His Her Its Our Their My In On At By For From To Of As
    But And Or Yet So If When While Although Though Because Since After Before Until Unless There Here What Who Why
    How Where Which Whether Some Many Most No Not Nobody Neither Both Each Every Such Now Then Still Even Only
    Perhaps However Moreover Meanwhile Instead According Asked Speaking
    """
)
_OPEN, _CLOSE = "([{", ")]}"
_QUOTES = "\"'”’»"
_END = re.compile(r"[.?!…]+(?:[\"'”’»)\]}]|\[\d+\])*(?=\s|$)")
_BULLET = re.compile(r"[ \t]*(?:[-*•–·▪]\s+|\(?\d{1,3}[.)]\s+|\(?[a-z][.)]\s+|\([ivx]{1,5}\)\s+)")
_MAX_BRACKET = 400
_WINDOW = 600  # how far back to look from what may be an end
MAX_SENTENCE = 2000
"""Characters of one sentence; more are cut between words."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, or a heading, by its place in the text."""

    id: int
    start: int
    end: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The sentences of a text in order, and beside them its headings."""

    sentences: tuple[Sentence, ...]
    headings: tuple[Sentence, ...]


def split(text: str) -> Layout:
    """Find the sentences of a text.

    Parameters
    ----------
    text : str
        Plain text; an empty line ends a paragraph.

    Examples
    --------
    >>> text = 'Dr. A. Voss met the U.N. envoy (was it in May?) at noon. "No," he said.'
    >>> [text[s.start : s.end] for s in split(text).sentences]
    ['Dr. A. Voss met the U.N. envoy (was it in May?) at noon.', '"No," he said.']
    """
    blocks = _blocks(text)
    spans: list[tuple[int, int, int]] = []
    titles: list[tuple[int, int, int]] = []
    ends = any(_END.search(text, start, end) for start, end in blocks)
    for number, (start, end) in enumerate(blocks):
        is_last = number == len(blocks) - 1
        if ends and not is_last and _is_heading(text[start:end]):
            titles.append((start, end, number))
            continue
        spans += [(s, e, number) for s, e in _within(text, start, end)]
    return Layout(
        tuple(Sentence(i, s, e, p) for i, (s, e, p) in enumerate(spans)),
        tuple(Sentence(i, s, e, p) for i, (s, e, p) in enumerate(titles)),
    )


def _blocks(text: str) -> list[tuple[int, int]]:
    """Return paragraphs: separated by empty lines, or by line ends where these are no mere wrapping."""
    lines = [(match.start(), match.end()) for match in re.finditer(r"[^\n]+", text)]
    lengths = [e - s for s, e in lines if text[s:e].strip()]
    if not lengths:
        return []
    is_wrapped = max(lengths) <= 160 and len(lengths) > 1
    wide = sorted(lengths)[int(len(lengths) * 0.9)] if is_wrapped else 0
    blocks: list[list[int]] = []
    previous = -1
    for start, end in lines:
        if not text[start:end].strip():
            previous = -1
            continue
        last = text[blocks[-1][0] : blocks[-1][1]] if blocks else ""
        goes_on = (
            is_wrapped
            and previous >= 0
            and text[previous:start] == "\n"
            and not _BULLET.match(text, start, end)
            and not (
                blocks[-1][1] - text.rfind("\n", 0, blocks[-1][1]) < wide * 0.6 and _is_break(last, text[start:end])
            )
        )
        if goes_on:
            blocks[-1][1] = end
        else:
            blocks.append([start, end])
        previous = end
    return [_trimmed(text, start, end) for start, end in blocks]


def _is_break(before: str, after: str) -> bool:
    return bool(re.match(r"\s*[A-Z\"“‘(0-9]", after)) and not re.search(r"[,;:–—-]\s*$|\b[a-z]{1,3}\s*$", before)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _is_heading(block: str) -> bool:
    if _BULLET.match(block) or len(block) > 150 or "\n" in block.strip():
        return False
    return len(block.split()) <= 16 and not re.search(r"[.?!…:;,][\"'”’»)\]]*$", block)


def _within(text: str, start: int, end: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    begin = start
    for match in _END.finditer(text, start, end):
        stop = match.end()
        near = max(begin, match.start() - _WINDOW)
        if stop < end and (_goes_on(text, near, match, end) or _in_brackets(text, near, match.start(), stop, end)):
            continue
        found.append(_trimmed(text, begin, stop))
        begin = stop
    if text[begin:end].strip():
        found.append(_trimmed(text, begin, end))
    short = (part for s, e in found for part in _pieces(text, s, e))
    return [(s, e) for s, e in short if re.search(r"\w", text[s:e])]


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut what is too long for a sentence between words: it is a table or a list, and rules take time."""
    while end - start > MAX_SENTENCE:
        space = text.rfind(" ", start + MAX_SENTENCE // 2, start + MAX_SENTENCE)
        stop = space if space > 0 else start + MAX_SENTENCE
        yield _trimmed(text, start, stop)
        start = stop
    if text[start:end].strip():
        yield _trimmed(text, start, end)


def _goes_on(text: str, begin: int, match: re.Match[str], end: int) -> bool:
    """Say whether a sentence goes on after what may end it."""
    after = re.match(r"\s+([\"'“‘«(\[]*)(\S*)", text[match.end() : min(end, match.end() + 60)])
    follows = after.group(2) if after else ""
    opened = after.group(1) if after else ""
    signs = match.group()
    if re.match(r"[a-zà-ÿ]", follows):  # "What now?" he asked
        return True
    if re.match(r"[–—&,;:]|-{1,2}(\s|$)", follows):
        return True
    if signs[0] != "." or signs.startswith(".."):
        return signs.startswith(("..", "…")) and bool(follows) and not re.match(r"[A-Z\d]", follows)
    word = re.search(r"[^\s\"'“‘«(\[]*$", text[begin : match.start()])
    last = word.group() if word else ""
    bare = last.lower()
    if re.fullmatch(r"\(?\d{1,3}|[a-z]|[ivx]{1,4}", bare) and not text[begin : match.start() - len(last)].strip(
        " \t(•-*"
    ):
        return True  # the number of a list's entry
    if len(signs) > 1 and signs[1] in _QUOTES:
        return False
    if re.fullmatch(r"[A-Z]", last):  # an initial, unless it is a label: "Annex C. The"
        before = text[begin : match.start() - 1].split()[-1:] or [""]
        is_label = before[0] in ("Annex", "Article", "Schedule", "Appendix", "Table", "Part", "Plan", "Group", "Zone")
        return not is_label and not (
            follows in _STARTERS
            and last != "I"
            and not re.match(r"[A-Z]\.?$", before[0])
            and not before[0][:1].isupper()
        )
    if last == "I":
        return False
    if re.fullmatch(r"([A-Za-z]\.)+[A-Za-z]", last):  # U.N., a.m., e.g.
        if bare in ("e.g", "i.e"):
            return True
        return not opened and follows not in _STARTERS
    if bare in (
        "no",
        "nos",
        "art",
        "fig",
        "sec",
        "pp",
        "op",
        "para",
        "paras",
        "vol",
        "ch",
        "mar",
        "pt",
        "ex",
        "ed",
        "fr",
    ):
        return bool(re.match(r"\d|[IVX]+\b", follows))
    if bare in ABBREVIATIONS or bare in ("co", "p"):
        if bare in _ENDING:
            return bool(re.match(r"[\d(]", follows)) or (
                bare not in ("etc",) and follows not in _STARTERS and not opened
            )
        return True
    return False


def _in_brackets(text: str, begin: int, at: int, stop: int, end: int) -> bool:
    """Say whether a place is inside brackets that the sentence opened and that close soon after."""
    depth = 0
    for sign in text[begin:stop]:
        depth += (sign in _OPEN) - (sign in _CLOSE and depth > 0)
    inside = text[begin:at]
    opened = max(inside.rfind(sign) for sign in _OPEN)
    if depth > 0:
        closing = min(
            (i for i in (text.find(sign, stop, min(end, stop + _MAX_BRACKET)) for sign in _CLOSE) if i >= 0), default=-1
        )
        return closing >= 0 and bool(inside[:opened].strip())
    # "met (was it in May?) Nothing": a question in brackets inside a sentence that has not ended
    tail = text[at:stop]
    if opened >= 0 and tail[-1:] in (")", "]") and inside[:opened].strip():
        head = inside[:opened].rstrip()
        return not re.search(r"[.?!…][\"'”’»)\]]*$", head) and text[at] in "?!"
    return False
