"""From a word to a range: the lexicon's own number, else a convention, else the halving rule, else nothing."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from holdfast.lexicons.halving import nearer, negated, without_modifier
from holdfast.lexicons.normal import normalise
from holdfast.lexicons.tables import DEFAULT, FURTHER_IDS, Entry, Lexicon, conventions, find, lexicon, scale, sources

NOTHING = "no number published"
_MOST_WORDS = 8  # a longer phrase is not a word of likelihood, and "very" may be repeated without end
_chosen = lexicon


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word of likelihood is taken to mean.

    Attributes
    ----------
    word : str
        As asked, in lower case and with single spaces.
    low, high : Fraction
        The range, as shares of one.
    lexicon : str
        Id of the lexicon that was asked.
    kind : str
        ``survey`` (the middle 80 % of readers), ``norm`` (a published scale), ``convention`` (of holdfast, where nobody
        has published a number) or ``halving`` (by rule, from a word that has a number).
    source : str
        Short citation for people.
    """

    word: str
    low: Fraction
    high: Fraction
    lexicon: str
    kind: str
    source: str

    @property
    def point(self) -> Fraction:
        """The middle of the range."""
        return (self.low + self.high) / 2

    @property
    def short(self) -> str:
        """What stands beside the numbers: the kind, or the published scale's name."""
        return scale(self.lexicon).short if self.kind == "norm" else self.kind

    def beside(self) -> str:
        """Return what to print beside the word: the range, and what kind of number it is.

        Examples
        --------
        >>> meaning("likely", "icd203").beside(), meaning("may").beside()
        ('55–80 %, ICD 203', '10–60 %, convention')
        """
        return f"{percent(self.low, self.high)}, {self.short}"


def percent(low: Fraction, high: Fraction) -> str:
    """Write a range in per cent, exactly.

    Examples
    --------
    >>> percent(Fraction(11, 20), Fraction(31, 40)), percent(Fraction(1, 2), Fraction(1, 2))
    ('55–77.5 %', '50 %')
    """
    return f"{_number(low)} %" if low == high else f"{_number(low)}–{_number(high)} %"


def _number(share: Fraction) -> str:
    """Bounds are whole per cents, halved a few times: their decimals end."""
    value = share * 100
    places = 0
    while (value * 10**places).denominator != 1 and places < 6:
        places += 1
    return f"{float(value):.{places}f}"


def meaning(word: str, lexicon: str = DEFAULT) -> Meaning | None:
    """Return what a word of likelihood means in a lexicon.

    Parameters
    ----------
    word : str
        The word or phrase. Case, quotation marks, articles and spaces do not matter.
    lexicon : str
        Id of the lexicon.

    Returns
    -------
    Meaning or None
        None where nobody has published a number, and holdfast has no convention.

    Raises
    ------
    QuestionError
        If there is no such lexicon.

    Examples
    --------
    >>> meaning("Very likely", "phia")
    Meaning(word='very likely', low=Fraction(31, 40), high=Fraction(7, 8), lexicon='phia', kind='halving', \
source='Mosteller & Youtz 1990, from “likely” 55–75 % (PHIA)')
    >>> meaning("in a way") is None
    True
    """
    return _meaning(normalise(word), _chosen(lexicon))


def _meaning(word: str, book: Lexicon) -> Meaning | None:
    found = _own(word, book)
    if found is None and (entry := find(conventions(), word)) is not None:
        return Meaning(word, entry.low, entry.high, book.id, "convention", sources()["convention"].title)
    return found or _halved(word, book)


def _own(word: str, book: Lexicon) -> Meaning | None:
    entry = book.own(word)
    if entry is None:
        return None
    cited_as = book.title if book.kind == "norm" else cited(entry)
    source = cited_as + (f", as “{entry.phrase}”" if entry.phrase != word else "")
    return Meaning(word, entry.low, entry.high, book.id, book.kind, source)


def cited(entry: Entry) -> str:
    """Name the sources of an entry, and how many people were asked."""
    names = list(dict.fromkeys(sources()[each].short for each in entry.sources))
    return "; ".join(names) + (f" ({entry.people:,} people)" if entry.people else "")


def _halved(word: str, book: Lexicon) -> Meaning | None:
    split = without_modifier(word) if word.count(" ") < _MOST_WORDS else None
    if split is None:
        return None
    base = _own(split[0], book) or _halved(split[0], book)
    bounds = (negated if split[1] else nearer)(base.low, base.high) if base else None
    if base is None or bounds is None:
        return None
    rule = sources()["mosteller1990"].short
    source = f"{rule}, from “{base.word}” {percent(base.low, base.high)} ({base.short})"
    return Meaning(word, *bounds, book.id, "halving", source)


def further(word: str) -> tuple[Meaning, ...]:
    """Return what scales that cannot be chosen say of a word: EFSA and Kent, where they have it."""
    found = (_own(normalise(word), scale(each)) for each in FURTHER_IDS)
    return tuple(each for each in found if each)


def known_words(lexicon: str = DEFAULT) -> tuple[str, ...]:
    """Return the phrases that a lexicon or a convention has a number for, sorted.

    Examples
    --------
    >>> [word for word in known_words("phia") if "likely" in word]
    ['highly likely', 'highly unlikely', 'likely', 'unlikely']
    """
    return tuple(sorted({entry.phrase for entry in _chosen(lexicon).entries} | set(conventions())))


def beside(hedge: str, lexicon: str = DEFAULT) -> str:
    """Return what to print beside a hedge.

    Examples
    --------
    >>> beside("rarely"), beside("may"), beside("in a way")
    ('4–20 %, survey', '10–60 %, convention', 'no number published')
    """
    found = meaning(hedge, lexicon)
    return found.beside() if found else NOTHING
