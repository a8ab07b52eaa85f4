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
