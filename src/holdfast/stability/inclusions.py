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
