"""Lists of words, written as text so that they can be read."""

from __future__ import annotations


def words(listed: str) -> frozenset[str]:
    """Return the words of a text.

    Examples
    --------
    >>> sorted(words("say tell"))
    ['say', 'tell']
    """
    return frozenset(listed.split())
