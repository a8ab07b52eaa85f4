"""A file's bytes to plain text: which format it is, and the limits of what is read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from holdfast.reading.failure import ReadingError

MAX_BYTES = 20 << 20
"""Bytes of a file; more are not even read."""
MAX_CHARACTERS = 1_000_000
"""Characters of the text in it: some three hundred pages of print."""

FORMATS = ("txt", "md", "html", "docx", "pdf")

# Signs that are no text and would show as nothing, or turn the direction of what follows.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True)
class Text:
    """A text as it is read: every offset of a proposal counts characters of ``content``.

    Attributes
    ----------
    name : str
        The file as the user named it; ``-`` for standard input.
    content : str
        Plain text; paragraphs are separated by an empty line.
    format : str
        One of :data:`FORMATS`.
    """

    name: str
    content: str
    format: str = "txt"

    @cached_property
    def digest(self) -> str:
        """The first 16 hex digits of the SHA-256 of the text in UTF-8."""
        return sha256(self.content.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def extract(data: bytes, name: str) -> Text:
    r"""Return the text of a file.

    Parameters
    ----------
    data : bytes
        The file's content.
    name : str
        Its name; the ending says the format, and where there is none the content does.

    Raises
    ------
    ReadingError
        If it is too large, no text, or not of the format that its name says.
    ExtraNeeded
        If the format needs a package that is not installed.

    Examples
    --------
    >>> extract(b"<p>They met.</p><script>x()</script><p>They left.</p>", "report.html").content
    'They met.\n\nThey left.'
    """
    if len(data) > MAX_BYTES:
        raise ReadingError(f"{name}: the file is too large\n    at most {MAX_BYTES:,} bytes are read; split it")
    kind = _format(data, name)
    if kind == "docx":
        from holdfast.reading.docx import docx_text

        content = docx_text(data, name)
    elif kind == "pdf":
        from holdfast.reading.pdf import pdf_text

        content = pdf_text(data, name)
    else:
        content = decode(data, name)
        if kind == "html":
            from holdfast.reading.markup import html_text

            content = html_text(content)
        elif kind == "md":
            from holdfast.reading.markup import markdown_text

            content = markdown_text(content)
    content = _UNSEEN.sub("", content.replace("\r\n", "\n").replace("\r", "\n")).rstrip("\n")
    if kind != "txt":  # of plain text the offsets are those of the file
        content = content.lstrip("\n")
    if len(content) > MAX_CHARACTERS:
        raise ReadingError(
            f"{name}: the text has {len(content):,} characters\n    at most {MAX_CHARACTERS:,} are read; split it"
        )
    if not content.strip():
        hint = "a scanned page has no text layer; run it through OCR first" if kind == "pdf" else "name another file"
        raise ReadingError(f"{name}: there is no text in it\n    {hint}")
    return Text(name, content, kind)


def _format(data: bytes, name: str) -> str:
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    ending = {"htm": "html", "xhtml": "html", "markdown": "md", "text": "txt"}.get(ending, ending)
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "docx"
    if ending in ("pdf", "docx"):
        raise ReadingError(f"{name}: this is no {ending} file\n    the content does not begin as one; check the file")
    if data.startswith(b"\xd0\xcf\x11\xe0") or data.startswith(b"{\\rtf"):
        raise ReadingError(f"{name}: this is an old word processor's file\n    save it as .docx, .html or plain text")
    if ending in FORMATS:
        return ending
    return "html" if re.match(rb"\s*(<!doctype html|<html|<head|<body)", data[:200], re.IGNORECASE) else "txt"


def decode(data: bytes, name: str) -> str:
    r"""Decode UTF-8, or UTF-16 with its mark.

    Raises
    ------
    ReadingError
        With the line and column of the first byte that is neither.

    Examples
    --------
    >>> decode(b"caf\xc3\xa9", "-")
    'café'
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                raise ReadingError(f"{name}: the file is damaged UTF-16\n    save it as UTF-8") from None
    try:
        return data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        raise ReadingError(
            f"{name}:{line}:{column}: byte 0x{data[error.start]:02X} is not UTF-8\n    save the file as UTF-8"
        ) from None
