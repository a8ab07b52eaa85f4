"""Words and signs of a sentence with their places in the text, and which of them stand inside quotation marks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

_TOKEN = re.compile(
    r"(?:[A-Za-zÀ-ɏ]\.){2,}|(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Maj|Capt|Lt|Sgt|Adm|Sen|Rep|Gov|St|Hon|Rev|Jr|Sr)\."
    r"|[A-Z]\.(?=\s[A-Z])|\d[\d.,]*\d|\w+(?:[-'’]\w+)*|\S"
)
OPENING, CLOSING = "“«„", "”»"


class Token(NamedTuple):
    """A word or sign; ``low`` is in lower case with straight apostrophes."""

    text: str
    low: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """Whether it begins with a letter or digit."""
        return self.text[0].isalnum()

    @property
    def is_name(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()


def tokens(text: str, start: int, end: int) -> list[Token]:
    """Return the words and signs between two places.

    Examples
    --------
    >>> [token.text for token in tokens("Mr. Okell's U.N. post, 3.5 m.", 0, 29)]
    ['Mr.', "Okell's", 'U.N.', 'post', ',', '3.5', 'm', '.']
    """
    return [
        Token(m.group(), m.group().lower().replace("’", "'"), m.start(), m.end())
        for m in _TOKEN.finditer(text, start, end)
    ]


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words between quotation marks, the marks not included."""

    start: int
    end: int
    words: int


_MARK = re.compile(r"[\"“”„«»]|(?<![\w])‘(?=\w)|(?<=[,.?!])’(?=\s|$)")


def quotations(text: str, start: int, end: int) -> list[Quotation]:
    r"""Return what is quoted in a paragraph; a mark that is never closed quotes until the paragraph ends.

    Examples
    --------
    >>> text = '"We go," he said. "Now." He went.'
    >>> [text[q.start : q.end] for q in quotations(text, 0, len(text))]
    ['We go,', 'Now.']
    """
    found: list[Quotation] = []
    opened = -1
    mark = ""
    for match in _MARK.finditer(text, start, end):
        sign, at = match.group(), match.start()
        is_opening = opened < 0 if sign == '"' else sign in OPENING + "‘"
        if is_opening and opened < 0:
            opened, mark = match.end(), sign
        elif not is_opening and opened >= 0 and (mark == "‘") == (sign == "’"):
            found.append(_quotation(text, opened, at))
            opened = -1
    if opened >= 0 and end - opened > 0 and mark != "‘":
        found.append(_quotation(text, opened, end))
    return found


def _quotation(text: str, start: int, end: int) -> Quotation:
    return Quotation(start, end, len(text[start:end].split()))
