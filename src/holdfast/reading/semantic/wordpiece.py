"""Words cut into the pieces that a BERT model knows, as its own ``tokenizer.json`` lists them."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from holdfast.reading.failure import ReadingError

_LONGEST_WORD = 100
_START, _END, _UNKNOWN = "[CLS]", "[SEP]", "[UNK]"


@dataclass(frozen=True, slots=True)
class WordPieces:
    """The pieces with their numbers; letters are read in lower case and without accents."""

    pieces: dict[str, int]

    def ids(self, text: str, *, limit: int = 256) -> list[int]:
        """Return the numbers of a text's pieces, between those for its beginning and end.

        Examples
        --------
        >>> known = WordPieces({"[UNK]": 0, "[CLS]": 1, "[SEP]": 2, "dam": 3, "##s": 4, ".": 5})
        >>> known.ids("Dams. Zinc")
        [1, 3, 4, 5, 0, 2]
        """
        found: list[int] = []
        for word in _words(text):
            found += self._of(word)
            if len(found) >= limit:
                break
        return [self.pieces[_START], *found[: limit - 2], self.pieces[_END]]

    def _of(self, word: str) -> list[int]:
        if len(word) > _LONGEST_WORD:
            return [self.pieces[_UNKNOWN]]
        found: list[int] = []
        start = 0
        while start < len(word):
            mark = "##" if start else ""
            end = next((e for e in range(len(word), start, -1) if mark + word[start:e] in self.pieces), start)
            if end == start:
                return [self.pieces[_UNKNOWN]]
            found.append(self.pieces[mark + word[start:end]])
            start = end
        return found


def word_pieces(data: bytes, name: str) -> WordPieces:
    """Read a ``tokenizer.json``.

    Raises
    ------
    ReadingError
        If it is of another kind.
    """
    try:
        found = json.loads(data)
        model, normalizer = found["model"], found["normalizer"]
        is_right = model["type"] == "WordPiece" and normalizer["type"] == "BertNormalizer" and normalizer["lowercase"]
        pieces = {str(piece): int(number) for piece, number in model["vocab"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        is_right, pieces = False, {}
    if not is_right or any(mark not in pieces for mark in (_START, _END, _UNKNOWN)):
        raise ReadingError(f"{name}: not the word pieces of a lower-case BERT model")
    return WordPieces(pieces)


def _words(text: str) -> Iterator[str]:
    clean = "".join(_cleaned(text))
    bare = "".join(c for c in unicodedata.normalize("NFD", clean) if unicodedata.category(c) != "Mn")
    word: list[str] = []
    for char in bare.lower():
        if char.isspace() or _is_sign(char):
            if word:
                yield "".join(word)
                word = []
            if not char.isspace():
                yield char
        else:
            word.append(char)
    if word:
        yield "".join(word)


def _cleaned(text: str) -> Iterator[str]:
    for char in text:
        if char in "\t\n\r" or char.isspace():
            yield " "
        elif char in "\0\ufffd" or unicodedata.category(char)[0] == "C":
            continue
        elif _is_ideograph(ord(char)):
            yield f" {char} "
        else:
            yield char


def _is_sign(char: str) -> bool:
    return char in "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~" or unicodedata.category(char)[0] == "P"


_IDEOGRAPHS = (
    (0x4E00, 0x9FFF),
    (0x3400, 0x4DBF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F),
    (0x2B820, 0x2CEAF),
    (0xF900, 0xFAFF),
    (0x2F800, 0x2FA1F),
)


def _is_ideograph(code: int) -> bool:
    return any(low <= code <= high for low, high in _IDEOGRAPHS)
