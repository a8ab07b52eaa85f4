"""What the lint finds: a code, where it stands, what is remarkable, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Path = tuple[str | int, ...]
"""Where something stands in a case: keys and places in lists, from the top of the file."""
Place = tuple[int, int]
"""One-based line and column."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark about a case.

    Attributes
    ----------
    code : str
        Stable: ``HF180`` and so on, each with a page in ``docs/reference/lint/``.
    message : str
        What is remarkable.
    mend : str
        How to mend it.
    path : tuple of (str or int)
        Where in the case it stands.
    place : tuple of int, optional
        Line and column in the file, where they are known.
    """

    code: str
    message: str
    mend: str
    path: Path
    place: Place | None = None

    @property
    def element(self) -> str:
        """The place in the case as one word, for ``x-lint``.

        Examples
        --------
        >>> Finding("HF180", "", "", ("plans", "p28", "conduct", 0)).element
        'plans.p28.conduct.1'
        """
        return ".".join(str(step + 1) if isinstance(step, int) else step for step in self.path)

    def text(self, name: str) -> str:
        """Write as ``check`` writes problems, with the mending below."""
        where = f"{name}:{self.place[0]}:{self.place[1]}" if self.place else f"{name}: {self.element}"
        return f"{where}: {self.code} {self.message}\n    {self.mend}"

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        line, column = self.place or (None, None)
        found: dict[str, Any] = {"code": self.code, "element": self.element, "line": line, "column": column}
        return found | {"message": self.message, "mend": self.mend}
