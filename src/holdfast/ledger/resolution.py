"""A resolution: what became of a question, on which day, and who says so."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

OUTCOMES = ("yes", "no", "void", "value")
"""It happened; it did not; it cannot be told, or its condition failed; the quantity had this value."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """What became of a question.

    Parameters
    ----------
    resolves : str
        Id of a forecast; every forecast on the same question is resolved with it.
    outcome : str
        One of :data:`OUTCOMES`.
    on : str
        The day on which the outcome was settled, as YYYY-MM-DD.
    source : str
        Where it stands.
    value : float, optional
        The quantity, for the outcome ``value``.
    note : str
        Anything to be said about it. A void one needs it, as the reason.
    """

    resolves: str
    outcome: str
    on: str
    source: str
    value: float | None = None
    note: str = ""

    def __post_init__(self) -> None:
        if self.outcome not in OUTCOMES:
            raise ValueError(f'no outcome "{self.outcome}"; the outcomes are {", ".join(OUTCOMES)}')
        date.fromisoformat(self.on)
        if (self.outcome == "value") != (self.value is not None):
            raise ValueError("the outcome `value` goes with a value, and a value with the outcome `value`")
        if self.value is not None and not math.isfinite(self.value):
            raise ValueError("a value is a finite number")
        if not self.source.strip():
            raise ValueError("a resolution needs its source")
        if self.outcome == "void" and not self.note.strip():
            raise ValueError("a void resolution needs a note: the reason")

    def body(self) -> dict[str, Any]:
        """Return it as JSON types; what is empty is left out."""
        out = {
            **{"resolves": self.resolves, "outcome": self.outcome, "on": self.on, "source": self.source},
            **{"value": self.value, "note": self.note},
        }
        return {name: value for name, value in out.items() if value not in ("", None)}

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> Resolution:
        """Read what :meth:`body` gives.

        Raises
        ------
        KeyError, TypeError, ValueError
            If it is not a resolution.
        """
        texts = {name: body[name] for name in ("resolves", "outcome", "on", "source")}
        texts["note"] = body.get("note", "")
        if not all(isinstance(text, str) for text in texts.values()):
            raise TypeError("text expected")
        value = body.get("value")
        return cls(**texts, value=None if value is None else float(value))
