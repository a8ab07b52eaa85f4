"""The brief as PDF, set by typst: the same bytes for the same brief, with fonts that travel with it."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING

from holdfast.errors import ExtraMissing
from holdfast.report.document import document, to_json

if TYPE_CHECKING:
    from holdfast.report.brief import Brief


def pdf(brief: Brief) -> bytes:
    """Write a brief as PDF.

    Parameters
    ----------
    brief : Brief
        The answers.

    Returns
    -------
    bytes
        Two to four pages of A4 for most cases, tagged for screen readers.

    Raises
    ------
    ExtraMissing
        If typst is not installed.
    """
    try:
        import typst
    except ImportError as error:
        raise ExtraMissing("a brief as PDF", "pdf") from error
    template = files("holdfast.report").joinpath("templates", "brief.typ").read_bytes()
    said = json.dumps(to_json(document(brief)), ensure_ascii=False, sort_keys=True)
    made = typst.compile(template, format="pdf", sys_inputs={"document": said}, timestamp=0)
    assert isinstance(made, bytes)
    return made
