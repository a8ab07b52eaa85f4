"""The gate: a quotation counts only where the text has it, and what is kept is the text's own words."""

from __future__ import annotations

import unicodedata
from difflib import SequenceMatcher

CLOSE = 0.92
"""How alike a quotation must be to stand for the text's words, where it is not the same."""
_SIGNS = {
    **dict.fromkeys("“”„«»‟″", '"'),
    **dict.fromkeys("‘’‚‛′`", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": "...",
}
_MIN_CLOSE = 12


def folded(text: str) -> tuple[str, list[int]]:
    r"""Return a text in NFC with one form of spaces, quotation marks and dashes, and where each sign came from.

    Examples
    --------
    >>> folded("“A” –\n b")
    ('"A" - b', [0, 1, 2, 3, 4, 5, 7])
    """
    out: list[str] = []
    places: list[int] = []
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        piece = unicodedata.normalize("NFC", text[at:end])
        for sign in piece:
            made = " " if sign.isspace() else _SIGNS.get(sign, sign)
            if made == " " and (not out or out[-1] == " "):
                continue
            if made == "\u00ad":
                continue
            for each in made:
                out.append(each)
                places.append(at)
        at = end
    return "".join(out), places


def locate(quote: str, text: str, start: int, end: int) -> tuple[int, int] | None:
    """Find a quotation between two places of a text: the same after folding, or the one close match.

    Returns
    -------
    (start, end) or None
        None where it is not there, or where two places are equally close.

    Examples
    --------
    >>> text = "He said: “we will  never join”, and left."
    >>> text[slice(*locate('"we will never join"', text, 0, len(text)))]
    '“we will  never join”'
    >>> locate("we shall always join", text, 0, len(text)) is None
    True
    """
    sought = folded(quote)[0].strip()
    where, places = folded(text[start:end])
    if not sought or not where:
        return None
    at = where.find(sought)
    if at >= 0:
        return _back(text, start, places, at, at + len(sought), end)
    if len(sought) < _MIN_CLOSE:
        return None
    found = _close(sought, where)
    return None if found is None else _back(text, start, places, *found, end)


def _back(text: str, start: int, places: list[int], low: int, high: int, end: int) -> tuple[int, int]:
    first = start + places[low]
    last = start + places[high - 1] + 1
    while last < end and unicodedata.combining(text[last]):
        last += 1
    return first, last


def _close(sought: str, where: str) -> tuple[int, int] | None:
    """Return the window of words that is most like a quotation, if it alone is close enough."""
    starts = [0, *(i + 1 for i, sign in enumerate(where) if sign == " " and i + 1 < len(where))]
    ends = [*(i for i, sign in enumerate(where) if sign == " "), len(where)]
    words = sought.count(" ") + 1
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(sought.casefold())
    low = where.casefold()
    if len(low) != len(where):
        low = where
    scored: list[tuple[float, int, int]] = []
    for i, begin in enumerate(starts):
        for count in {words - 1, words, words + 1}:
            if count < 1 or i + count > len(ends):
                continue
            stop = ends[i + count - 1]
            matcher.set_seq1(low[begin:stop])
            if (
                matcher.real_quick_ratio() >= CLOSE
                and matcher.quick_ratio() >= CLOSE
                and (ratio := matcher.ratio()) >= CLOSE
            ):
                scored.append((ratio, begin, stop))
    if not scored:
        return None
    best = max(scored, key=lambda s: (s[0], -s[1], s[2]))
    apart = [s for s in scored if s[2] <= best[1] or s[1] >= best[2]]
    return None if any(s[0] >= CLOSE for s in apart) else (best[1], best[2])
