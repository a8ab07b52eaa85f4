"""The two levels at which a plan may hold: nobody can block it; nor is anybody kept by threats alone."""

from __future__ import annotations

from holdfast.errors import QuestionError

LEVELS = ("holds", "firmly")
OPEN = {"holds": "open", "firmly": "open_firmly"}
"""What the worlds are called in which it is open whether a plan holds at a level."""


def check_level(level: str) -> None:
    """Refuse a level that there is not.

    Raises
    ------
    QuestionError
        Naming the two there are.
    """
    if level not in LEVELS:
        raise QuestionError(f'no level "{level}"; holds or firmly')
