"""A number beside every word of likelihood, because readers disagree on what the word means.

Readers agree with a writer's scale about twice as often when the range stands in the sentence (Wintle et al. 2019).
Ranges here are the middle 80 % of readers in published surveys; where nobody has published a survey of a cue, the range
is a convention of holdfast and is called so. They are shown, never computed with.
"""

from __future__ import annotations

SURVEYS: dict[str, tuple[int, int]] = {
    "almost certain": (80, 99),
    "almost certainly": (80, 99),
    "almost no chance": (1, 9),
    "better than even": (51, 70),
    "certainly": (80, 100),
    "doubtful": (5, 40),
    "highly likely": (75, 97),
    "highly unlikely": (1, 20),
    "improbable": (1, 35),
    "likely": (55, 80),
    "little chance": (5, 20),
    "maybe": (25, 50),
    "might happen": (10, 55),
    "often": (50, 80),
    "possible": (50, 90),
    "possibly": (15, 60),
    "probable": (50, 80),
    "probably": (51, 80),
    "probably not": (7, 40),
    "rarely": (4, 20),
    "real possibility": (20, 80),
    "serious possibility": (30, 86),
    "unlikely": (5, 30),
    "very likely": (75, 97),
    "very unlikely": (1, 20),
}
"""Middle 80 % of readers, in per cent: Mauboussin & Mauboussin 2018 where they asked, else Fagen-Ulmschneider, else
Belém et al. 2024 (experiment 1)."""

CONVENTIONS: dict[str, tuple[int, int]] = {
    "appear": (55, 85),
    "appears": (55, 85),
    "believe": (50, 85),
    "could": (10, 60),
    "guess": (50, 80),
    "may": (10, 60),
    "might": (10, 60),
    "perhaps": (25, 50),
    "seem": (55, 85),
    "seems": (55, 85),
    "surmise": (50, 80),
    "suspect": (50, 80),
    "think": (50, 85),
    "will": (90, 100),
}
"""In per cent, for cues without a published survey."""


def beside(hedge: str) -> str:
    """Return what to print beside a hedge.

    Examples
    --------
    >>> beside("likely"), beside("may"), beside("in a way")
    ('55–80 %, survey', '10–60 %, convention', 'no number published')
    """
    word = hedge.strip(" “”\"'").lower()
    for kind, table in (("survey", SURVEYS), ("convention", CONVENTIONS)):
        if word in table:
            low, high = table[word]
            return f"{low}–{high} %, {kind}"
    return "no number published"
