"""The halving rule: what *very* and *not* do to a word of likelihood.

Mosteller and Youtz (1990) found over twenty studies that a modified expression lies half as far from the appropriate
end of the scale as the plain one. For a range ``[low, high]`` whose middle is above one half:

- *very*, *highly*, *extremely*: both bounds go half of their way to 1, ``[(1 + low) / 2, (1 + high) / 2]``;
- *not*, *un-*, *im-*, *in-*: the distances to 1 become distances to 0, and are halved,
  ``[(1 - high) / 2, (1 - low) / 2]``.

Where the middle is below one half, *very* takes both bounds half of their way to 0, ``[low / 2, high / 2]``. A range
around one half has no nearer end, and a range low already is not negated: nobody has measured "not unlikely".
"""

from __future__ import annotations

from fractions import Fraction

INTENSIFIERS = ("very", "highly", "extremely")
"""Words that halve, before any phrase that has a number of its own."""

NEGATIVE = ("unlikely", "improbable", "infrequently", "doubtful")
"""Words before which *quite* means *very*; before others it may mean *fairly*, and nothing is said."""

NEGATED = {"unlikely": "likely", "improbable": "probable", "infrequently": "frequently"}
"""Negated by a prefix, and the word that is negated."""

NEGATABLE = frozenset({"likely", "probable", "probably", "often", "frequently", "usually"})
"""Words whose negation says that the opposite is likely. *Not certain* and *not always* do not say that."""

UNGRADED = frozenset({"uncertain", "will", "will not", "about even", "maybe"})
"""Not degrees of likelihood: *very uncertain* does not mean less likely."""

Range = tuple[Fraction, Fraction]
_HALF = Fraction(1, 2)


def nearer(low: Fraction, high: Fraction) -> Range | None:
    """Halve a range's distances to the nearer end; None where neither end is nearer.

    Examples
    --------
    >>> nearer(Fraction(70, 100), Fraction(70, 100))
    (Fraction(17, 20), Fraction(17, 20))
    >>> nearer(Fraction(20, 100), Fraction(45, 100))
    (Fraction(1, 10), Fraction(9, 40))
    """
    middle = (low + high) / 2
    if middle == _HALF:
        return None
    return ((1 + low) / 2, (1 + high) / 2) if middle > _HALF else (low / 2, high / 2)


def negated(low: Fraction, high: Fraction) -> Range | None:
    """Turn a range round and halve it; None for a range that is not above one half.

    Examples
    --------
    >>> negated(Fraction(55, 100), Fraction(80, 100))
    (Fraction(1, 10), Fraction(9, 40))
    """
    return ((1 - high) / 2, (1 - low) / 2) if (low + high) / 2 > _HALF else None


def without_modifier(word: str) -> tuple[str, bool] | None:
    """Split a modifier off a normalised phrase: what is left, and whether the modifier negates.

    Examples
    --------
    >>> without_modifier("very likely"), without_modifier("improbable"), without_modifier("not often")
    (('likely', False), ('probable', True), ('often', True))
    >>> without_modifier("not certain")
    """
    first, _, rest = word.partition(" ")
    if rest and rest not in UNGRADED and (first in INTENSIFIERS or (first == "quite" and rest in NEGATIVE)):
        return rest, False
    if word in NEGATED:
        return NEGATED[word], True
    base = rest if first == "not" else word.removesuffix(" not") if word.endswith(" not") else ""
    return (base, True) if base in NEGATABLE else None
