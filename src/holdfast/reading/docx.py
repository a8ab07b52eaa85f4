"""The text of a .docx file, by the standard library alone and with limits: such a file is a zip that may be a bomb."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from xml.etree import ElementTree

from holdfast.reading.failure import ReadingError

MAX_XML = 30 << 20
"""Bytes of the document inside, unpacked."""
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WORD_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"


def docx_text(data: bytes, name: str) -> str:
    """Return the paragraphs of a word processor's document.

    Deleted text of tracked changes is left out, inserted text is kept; headers, footers and notes are not read.

    Raises
    ------
    ReadingError
        If it is no such document, is damaged, declares entities, or unpacks to too much.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if "word/document.xml" not in archive.namelist():
                raise ReadingError(f"{name}: a zip file, but no .docx document\n    save the text as .docx or .txt")
            with archive.open("word/document.xml") as stream:
                xml = stream.read(MAX_XML + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise ReadingError(f"{name}: a damaged .docx file ({error})\n    open it and save it again") from None
    if len(xml) > MAX_XML:
        raise ReadingError(f"{name}: the document unpacks to more than {MAX_XML:,} bytes\n    save it as plain text")
    head = xml[:4096].decode("utf-16" if xml[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")
    if "<!DOCTYPE" in head or b"<!ENTITY" in xml or b"<!DOCTYPE" in xml:
        raise ReadingError(f"{name}: the document declares entities, which no .docx needs\n    it is not read")
    return _paragraphs(xml, name)


def _paragraphs(xml: bytes, name: str) -> str:
    found: list[str] = []
    current: list[str] = []
    deleted = depth = 0
    try:
        for event, element in ElementTree.iterparse(io.BytesIO(xml), events=("start", "end")):
            tag = element.tag.removeprefix(_WORD).removeprefix(_WORD_STRICT)
            if event == "start":
                depth += 1
                deleted += tag in ("del", "moveFrom", "instrText")
                if depth > 500:
                    raise ReadingError(f"{name}: the document is nested too deeply\n    save it as plain text")
                continue
            depth -= 1
            deleted -= tag in ("del", "moveFrom", "instrText")
            if tag == "t" and not deleted:
                current.append(element.text or "")
            elif tag == "tab":
                current.append(" ")
            elif tag in ("br", "cr"):
                current.append("\n")
            elif tag == "noBreakHyphen":
                current.append("-")
            elif tag == "p":
                found.append(re.sub(r"[ \t\xa0]+", " ", "".join(current)).strip())
                current.clear()
            if tag in ("p", "r", "tbl"):
                element.clear()
    except ElementTree.ParseError as error:
        raise ReadingError(f"{name}: a damaged .docx file ({error})\n    open it and save it again") from None
    return "\n\n".join(paragraph for paragraph in found if paragraph)
