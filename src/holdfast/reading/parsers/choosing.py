"""Which parser is meant by ``--parser NAME[:MODEL]``."""

from __future__ import annotations

from holdfast.near import did_you_mean
from holdfast.reading.failure import ReadingError
from holdfast.reading.parsers.parsed import Parser

PARSERS = ("spacy",)


def parser(wanted: str) -> Parser:
    """Return a parser, ready.

    Parameters
    ----------
    wanted : str
        ``spacy``; ``spacy:NAME`` for a known model by name; or ``spacy:FOLDER`` for any model, at one's own risk.

    Raises
    ------
    ExtraMissing
        If the parser or its model is not installed.
    ReadingError
        If there is no such parser or model, or its files are not the known ones.
    """
    name, _, model = wanted.partition(":")
    if name not in PARSERS:
        raise ReadingError(f'no parser "{name}"; {did_you_mean(name, PARSERS, "parsers")}')
    from holdfast.reading.parsers.with_spacy import load

    return load(model)
