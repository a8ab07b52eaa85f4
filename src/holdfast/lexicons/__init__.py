"""Words of likelihood and the ranges that go with them.

Readers agree with a writer's scale about twice as often when the range stands in the sentence (Wintle et al. 2019); so
a number always stands beside the word. What a word means depends on the lexicon: what readers in surveys took it to
mean, or what a published scale tells writers to mean.
"""

from __future__ import annotations

from holdfast.lexicons.meaning import Meaning, beside, further, known_words, meaning
from holdfast.lexicons.tables import DEFAULT, LEXICON_IDS, Entry, Lexicon, Source, conventions, lexicon

__all__ = [
    "DEFAULT",
    "LEXICON_IDS",
    "Entry",
    "Lexicon",
    "Meaning",
    "Source",
    "beside",
    "conventions",
    "further",
    "known_words",
    "lexicon",
    "meaning",
]
