"""A kind of problem: the code that it carries, and what the code means."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem.

    Parameters
    ----------
    code : str
        Stable: a code never changes its meaning.
    title : str
        A few words.
    explanation : str
        One paragraph: what is wrong, why it is refused, how to mend it.
    severity : str
        ``error`` or ``warning``.
    """

    code: str
    title: str
    explanation: str
    severity: str = "error"
