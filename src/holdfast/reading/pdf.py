"""The text layer of a .pdf file, by pypdf where it is installed."""

from __future__ import annotations

import io
import logging
import re
import warnings

from holdfast.reading.failure import ExtraNeeded, ReadingError

MAX_PAGES = 500


def pdf_text(data: bytes, name: str) -> str:
    """Return the text layer of every page, hyphens at line ends taken out.

    Raises
    ------
    ExtraNeeded
        If pypdf is not installed.
    ReadingError
        If the file is damaged, locked or too long.
    """
    try:
        from pypdf import PdfReader
    except ImportError:
        raise ExtraNeeded(f"{name}: reading a .pdf file", "read") from None

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            reader = PdfReader(io.BytesIO(data))
            if reader.is_encrypted and not reader.decrypt(""):
                raise ReadingError(f"{name}: the file is locked by a password\n    save it without one")
            if len(reader.pages) > MAX_PAGES:
                raise ReadingError(f"{name}: more than {MAX_PAGES} pages\n    split the file")
            pages = [page.extract_text() for page in reader.pages]
    except ReadingError:
        raise
    except Exception as error:  # a damaged file can make the parser fail in any way
        kind = type(error).__name__
        raise ReadingError(f"{name}: a damaged .pdf file ({kind})\n    save its text as .txt") from None
    return "\n\n".join(_mended(page) for page in pages if page.strip())


def _mended(page: str) -> str:
    page = re.sub(r"(?<=[a-z])[-\u00ad]\n(?=[a-z])", "", page)
    return re.sub(r"[ \t]+\n", "\n", page).strip()
