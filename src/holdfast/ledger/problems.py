"""The codes of what can be wrong with a ledger, or with a table to be imported into one."""

from __future__ import annotations

CODES = {
    "HF201": "The file is not text in UTF-8, not readable as JSON or CSV, or larger than the limit.",
    "HF202": "The chain of a ledger is broken: a line was changed, removed, added or moved after it was written. "
    "The first such line is named; nothing is appended to such a ledger. Take the last good copy.",
    "HF203": "A line of a ledger is intact and yet no record that this version understands.",
    "HF204": "A column or key is unknown, stands twice, or a column has no name.",
    "HF205": "Something needed is missing: a forecast without date, criterion and source of truth cannot be scored.",
    "HF206": "A value cannot be read, or contradicts another value of the same row.",
    "HF207": "A row does not fit what the ledger already holds: an id in use, a reference to nothing, a question that "
    "has been resolved.",
}
"""Code and meaning; stable."""
