"""The tables that are shipped: surveys, published scales, conventions, and where each comes from.

A phrase that several surveys asked about gets one range: the mean of the surveys' 10 % points and the mean of their
90 % points, each survey counted by the people who answered, rounded outwards to a whole per cent so that rounding never
makes readers agree more than they do. Averaging quantiles keeps the width of a typical survey, where merging the
answers would need the answers, which are not ours to give out.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files

from holdfast.errors import QuestionError
from holdfast.lexicons.normal import variants
from holdfast.near import did_you_mean

DEFAULT = "survey"
"""The lexicon for reading other people's prose."""

LEXICON_IDS = ("survey", "icd203", "phia", "ipcc")
"""The lexicons that can be chosen."""

FURTHER_IDS = ("efsa", "kent")
"""Scales that are shown for comparison and cannot be chosen."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where numbers come from: kind, short name, full title, licence, and what was seen of it."""

    id: str
    kind: str
    short: str
    title: str
    licence: str
    seen: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A phrase and its range, as shares of one; ``median`` and ``people`` where it was surveyed."""

    phrase: str
    low: Fraction
    high: Fraction
    median: Fraction | None = None
    people: int | None = None
    sources: tuple[str, ...] = ()
    family: str = ""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A scale of probability words.

    Attributes
    ----------
    id : str
        Name by which it is chosen.
    kind : str
        ``survey`` (what readers hear) or ``norm`` (what writers are told to mean).
    short, title : str
        Name to print beside numbers, and in full.
    licence : str
        Under which terms the numbers are published.
    sources : tuple of Source
        Where the numbers come from.
    entries : tuple of Entry
        Its phrases, from the likeliest.
    """

    id: str
    kind: str
    short: str
    title: str
    licence: str
    sources: tuple[Source, ...]
    entries: tuple[Entry, ...]

    def own(self, word: str) -> Entry | None:
        """Return the entry of a normalised phrase, or of another form of it; None where there is neither."""
        return find(_by_phrase(self.id), word)


def find(table: Mapping[str, Entry], word: str) -> Entry | None:
    """Return the entry of a phrase, or of the first other form of it that the table has."""
    return next((table[each] for each in variants(word) if each in table), None)


def _rows(name: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(files("holdfast.lexicons").joinpath(name).read_text("utf-8").splitlines())


def _share(percent: str) -> Fraction:
    return Fraction(percent) / 100


@cache
def sources() -> dict[str, Source]:
    """Return every source by id."""
    return {row["id"]: Source(**row) for row in _rows("sources.csv")}


def _ordered(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda e: (-(e.low + e.high), -e.low, e.phrase)))


def _pooled(phrase: str, rows: list[dict[str, str]]) -> Entry:
    people = sum(int(row["people"]) for row in rows)

    def mean(column: str) -> Fraction:
        """In per cent."""
        return sum((int(row["people"]) * Fraction(row[column]) for row in rows), Fraction(0)) / people

    low, high = mean("low"), mean("high")
    return Entry(
        phrase,
        Fraction(low.__floor__(), 100),
        Fraction(high.__ceil__(), 100),
        mean("median") / 100,
        people,
        tuple(row["source"] for row in rows),
    )


@cache
def survey_entries() -> tuple[Entry, ...]:
    """Return the phrases that were surveyed, pooled over the surveys that asked."""
    groups: dict[str, list[dict[str, str]]] = {}
    for row in _rows("surveys.csv"):
        # One phrase in two forms: no survey asked for both, and nobody means different things by them.
        phrase = "almost certain" if row["phrase"] == "almost certainly" else row["phrase"]
        groups.setdefault(phrase, []).append(row)
    return _ordered(_pooled(phrase, rows) for phrase, rows in groups.items())


@cache
def conventions() -> Mapping[str, Entry]:
    """Return holdfast's own numbers for words without published ones, by phrase."""
    return {
        row["phrase"]: Entry(
            row["phrase"], _share(row["low"]), _share(row["high"]), sources=("convention",), family=row["family"]
        )
        for row in _rows("conventions.csv")
    }


@cache
def scale(id: str) -> Lexicon:
    """Return a lexicon, or a scale that is only compared, by an id that is known to be one."""
    if id == "survey":
        entries = survey_entries()
        asked = tuple(s for s in sources().values() if s.kind == "survey")
        title = "Surveys of readers: the middle 80 % of what they take a word to mean"
        licence = "aggregates of published answers, cited; one survey under the MIT licence"
        return Lexicon("survey", "survey", "survey", title, licence, asked, entries)
    source = sources()[id]
    rows = [row for row in _rows("norms.csv") if row["lexicon"] == id]
    entries = _ordered(Entry(r["phrase"], _share(r["low"]), _share(r["high"]), sources=(id,)) for r in rows)
    return Lexicon(id, "norm", source.short, source.title, source.licence, (source,), entries)


@cache
def _by_phrase(id: str) -> dict[str, Entry]:
    return {entry.phrase: entry for entry in scale(id).entries}


def lexicon(id: str) -> Lexicon:
    """Return a lexicon.

    Parameters
    ----------
    id : str
        One of :data:`LEXICON_IDS`.

    Raises
    ------
    QuestionError
        If there is none of that id.

    Examples
    --------
    >>> lexicon("icd203").short, len(lexicon("icd203").entries)
    ('ICD 203', 14)
    """
    if id not in LEXICON_IDS:
        raise QuestionError(f'no lexicon "{id}"; {did_you_mean(id, LEXICON_IDS, "lexicons")}')
    return scale(id)
