"""Bytes to text, or the byte at fault."""

from __future__ import annotations

import codecs
import re
import unicodedata

from holdfast.casefile.findings import Findings, Place

# What YAML 1.2 calls printable, less a byte order mark inside a text, and less the breaks U+0085, U+2028 and U+2029,
# at which YAML 1.1 readers begin a new line and editors do not.
UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_BREAK = re.compile("\r\n|\r|\n")
_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


def line_starts(text: str) -> list[int]:
    r"""Return the index at which each line begins, as editors count lines.

    Examples
    --------
    >>> line_starts("a\r\nb\n")
    [0, 3, 5]
    """
    return [0, *(match.end() for match in _BREAK.finditer(text))]


def _end(text: str) -> Place:
    starts = line_starts(text)
    return len(starts), len(text) - starts[-1] + 1


def decode(data: bytes, found: Findings) -> str | None:
    r"""Decode UTF-8, with or without a byte order mark; note the first byte that is not plain text.

    Examples
    --------
    >>> decode(b"title: caf\xe9", found := Findings("-"))
    >>> print(found.problems()[0])
    -:1:11: HF101 byte 0xE9 is not UTF-8
        save the file as UTF-8
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            found.add((1, 1), "HF101", f"the file is {name}", "save the file as UTF-8")
            return None
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        fault = UNPRINTABLE.search(before)  # a NUL before it tells more: UTF-16 without a mark, or no text at all
        if fault is None:
            message = f"byte 0x{data[error.start]:02X} is not UTF-8"
            found.add(_end(before), "HF101", message, "save the file as UTF-8")
            return None
        text = before
    fault = UNPRINTABLE.search(text)
    if fault is None:
        return text
    char = fault.group()
    name = "NUL" if char == "\0" else unicodedata.name(char, "control character").lower()
    hint = "save the file as UTF-8" if char == "\0" else "take it out"
    found.add(_end(text[: fault.start()]), "HF101", f"{name} (U+{ord(char):04X}) in the text", hint)
    return None
