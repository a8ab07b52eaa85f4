"""Which concept implies which, as data: (stronger, weaker) for the same state and party.

Sources: Fang, Hipel & Kilgour 1993; Rêgo & Vieira 2015, 2017. ``sim`` contains ``nash`` and is otherwise unrelated.
"""

INCLUSIONS: tuple[tuple[str, str], ...] = (
    ("nash", "symmetric_seq"),
    ("symmetric_seq", "seq"),
    ("symmetric_seq", "smr"),
    ("seq", "gmr"),
    ("smr", "gmr"),
    ("nash", "sim"),
)

COALITION_INCLUSIONS: tuple[tuple[str, str], ...] = (
    ("coalition_nash", "coalition_smr"),
    ("coalition_smr", "coalition_gmr"),
    ("coalition_nash", "coalition_seq"),
    ("coalition_nash", "nash"),
    ("coalition_gmr", "gmr"),
    ("coalition_smr", "smr"),
)
"""The same with concepts for coalitions: a party alone is a coalition, and ``R_H`` of it is what it can reach at once.

``coalition_seq`` and ``seq`` are unrelated: coalitions of the others may answer together where none would alone, but
coalitions of several parties must be deterred too.
"""

OPTION_FORM_INCLUSIONS: tuple[tuple[str, str], ...] = (("coalition_seq", "coalition_gmr"),)
"""What holds where moves are changes of options. With explicit arcs two joint improvements in a row may let one party
move twice in a row, so that the whole is not a legal sequence of moves."""

UNKNOWN_INCLUSIONS: tuple[tuple[str, str], ...] = (
    *(
        (f"{name}_{less}", f"{name}_{more}")
        for name in ("nash", "gmr", "smr", "seq")
        for less, more in ("ab", "ac", "bd", "cd")
    ),
    *(
        (f"{less}_{kind}", f"{more}_{kind}")
        for less, more in (("nash", "smr"), ("smr", "gmr"), ("nash", "seq"), ("seq", "gmr"))
        for kind in "abcd"
    ),
    ("nash_c", "nash_a"),
    ("nash_d", "nash_b"),
)
"""The same where preferences are partly unknown: what tempts less, or is deterred by more, is stable more often. Nash
stability does not ask what deters, so there are two of it. Types b and c are unrelated."""

STRENGTH_INCLUSIONS: tuple[tuple[str, str], ...] = (
    ("nash", "strong_smr"),
    ("strong_smr", "strong_gmr"),
    ("nash", "strong_seq"),
    ("strong_seq", "strong_gmr"),
    *((f"{strength}_{name}", name) for name in ("gmr", "smr", "seq") for strength in ("strong", "weak")),
)
"""The same where some preferences are great. A state that is weakly stable under one concept may be strongly stable
under a larger one, so the weak ones are not related to one another."""
