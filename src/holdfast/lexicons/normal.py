"""One spelling for a phrase, and the other forms in which the same phrase is written."""

from __future__ import annotations

import re

_LEADING = re.compile(r"^(?:an?|the|there is an?|there is) (?=\S)")
_SPELT_OUT = {
    "won't": "will not",
    "don't": "do not",
    "doesn't": "does not",
    "does not know": "do not know",
    "do not know if": "do not know whether",
    "skeptical": "sceptical",
    "judgment": "judgement",
    "favorable": "favourable",
}
_FORMS = (
    ("almost certain", "almost certainly"),
    ("nearly certain", "nearly certainly"),
    ("virtually certain", "virtually certainly"),
    ("remote", "remote chance"),
    ("roughly even chance", "roughly even odds", "roughly even"),
    ("about even", "chances about even", "chances are about even"),
    ("better than even", "chances are better than even"),
    ("chances are slight", "slight chance"),
    ("unlikely", "not likely", "likely not"),
    ("probable", "probably"),
    ("improbable", "improbably", "not probable", "probably not"),
    ("highly probable", "highly probably"),
    ("highly improbable", "highly improbably"),
)
"""Phrases that differ in form only: adverb and adjective, ``not`` and its prefix. A form that a table has is never
replaced by another."""

_OTHER_FORMS = {form: tuple(each for each in group if each != form) for group in _FORMS for form in group}


def normalise(text: str) -> str:
    """Write a phrase in lower case, with single spaces, without quotation marks, articles and contractions.

    Examples
    --------
    >>> normalise(" “Almost  Certain” "), normalise("a highly-likely"), normalise("won’t")
    ('almost certain', 'highly likely', 'will not')
    """
    text = re.sub(r"[-‐‑–]", " ", text.casefold().replace("’", "'").replace("ʼ", "'"))
    text = " ".join(_bare(text).split())
    for written, out in _SPELT_OUT.items():
        text = re.sub(rf"\b{written}\b", out, text)
    return _LEADING.sub("", text)


def _bare(text: str) -> str:
    """Leave off what is neither letter nor digit at both ends."""
    first = next((k for k, letter in enumerate(text) if letter.isalnum()), len(text))
    last = next((k for k in range(len(text), first, -1) if text[k - 1].isalnum()), first)
    return text[first:last]


def variants(word: str) -> tuple[str, ...]:
    """Return a normalised phrase and its other forms, itself first.

    Examples
    --------
    >>> variants("almost certainly"), variants("likely")
    (('almost certainly', 'almost certain'), ('likely',))
    """
    return (word, *_OTHER_FORMS.get(word, ()))
