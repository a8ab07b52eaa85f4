"""What a case file may hold at most, so that anything is refused in under a second and 200 MB, start-up included.

Measured on two busy cores (Python 3.11, libyaml, ``tests/fuzz/hostile.py``): start-up with pydantic, yaml and lark
takes 0.3 s of CPU and 35 MB, the costliest files found 1.0 s and 80 MB in all. The largest shipped case is at a tenth
of each limit.
"""

MAX_BYTES = 1 << 20
"""Bytes of a file; more are not even read."""
MAX_DEPTH = 50
"""Levels of lists and mappings."""
MAX_NODES = 50_000
"""Texts, lists and mappings in a file."""
MAX_TEXT = 20_000
"""Characters of one text."""
MAX_CONDITION_TEXT = 50_000
"""Characters of all different conditions together; one of fewer than 16 counts as 16."""
MAX_LIST = 64
"""Entries of one ``exactly one of``, ``at most one of`` or ``at least one of``."""
MAX_OPTIONS = 500
"""Options of all parties together."""
MAX_POSITIONS = 100
"""Positions of one issue."""
MAX_MERGED = 64
"""Merged states (patterns with ``-``)."""
MAX_PARENTS = 10
"""Judgements on which one may depend."""
MAX_AMONG = 12
"""Hypotheses of one set."""
MAX_PROBLEMS = 200
"""Problems shown; the rest is counted."""
