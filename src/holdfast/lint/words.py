"""Loaded terms used as labels: a list that ships as data, with a neutral word for each. Quoted words are exempt."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_QUOTED = re.compile("\"[^\"]*\"|“[^”]*”|«[^»]*»|„[^“”]*[“”]|(?<!\\w)'[^']*'(?!\\w)|(?<!\\w)‘[^’]*’(?!\\w)")

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")  # signs that show as nothing and would part a word


@dataclass(frozen=True, slots=True)
class Term:
    """A loaded term.

    Attributes
    ----------
    term : str
        In lower case; several words are joined by a space.
    neutral : str
        What to write in its place.
    why : str
        What is loaded about it.
    """

    term: str
    neutral: str
    why: str


@cache
def lexicon() -> tuple[Term, ...]:
    """Return the shipped list.

    Examples
    --------
    >>> sorted(term.term for term in lexicon())[:2]
    ['aggressor', 'apologist']
    """
    return tuple(Term(*row) for row in _rows() if row[0] != "~")


def _rows() -> list[list[str]]:
    text = files("holdfast.lint").joinpath("loaded.tsv").read_text("utf-8")
    return [line.strip().split("\t") for line in text.splitlines() if line.strip() and not line.startswith("#")]


@cache
def _pattern() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, Term]]:
    terms = {term.term: term for term in lexicon()}
    harmless = "|".join(re.escape(row[1]).replace(r"\ ", r"[\s_-]+") for row in _rows() if row[0] == "~")
    words = "|".join(re.escape(term).replace(r"\ ", r"[\s_-]+") for term in sorted(terms, key=len, reverse=True))
    found = re.compile(rf"(?<![^\W_])({words})(?:s|es|['’]s)?(?![^\W_])", re.IGNORECASE)
    return found, re.compile(rf"{_QUOTED.pattern}|{harmless}", re.IGNORECASE), terms


def loaded(text: str) -> Iterator[tuple[str, Term]]:
    """Yield the loaded terms of a text as they stand there; words in quotation marks are somebody else's.

    Examples
    --------
    >>> [(found, term.neutral) for found, term in loaded("the puppet_regime in the north")]
    [('puppet_regime', 'government, authorities, or the party by name')]
    >>> list(loaded('what its critics call "the regime"'))
    []
    """
    pattern, passed, terms = _pattern()
    text = _UNSEEN.sub("", unicodedata.normalize("NFKC", text))
    for match in pattern.finditer(passed.sub(lambda each: " " * len(each[0]), text)):
        yield match[0], terms[re.sub(r"[\s_-]+", " ", match[1].lower())]
