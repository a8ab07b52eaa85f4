"""Did you mean …? The nearest of the names there are."""

from __future__ import annotations

from collections.abc import Iterable


def did_you_mean(name: str, known: Iterable[str], kind: str) -> str:
    """Say which names there are, beginning with the nearest.

    Examples
    --------
    >>> did_you_mean("kyv", ["kremlin", "kyiv"], "accounts")
    'did you mean "kyiv"? The accounts are kremlin, kyiv'
    >>> did_you_mean("x", [], "accounts")
    'this case has no accounts'
    """
    from difflib import get_close_matches

    names = list(known)
    if not names:
        return f"this case has no {kind}"
    near = get_close_matches(name, names, n=1)
    listed = f"he {kind} are {', '.join(names)}"
    return f'did you mean "{near[0]}"? T{listed}' if near else f"t{listed}"
