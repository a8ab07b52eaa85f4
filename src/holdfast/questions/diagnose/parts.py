"""What the readings over drafts share: the drafts they range over, one draft as an example, how their JSON begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from holdfast.questions.drafts.answer import Change


@dataclass(frozen=True, slots=True)
class Over:
    """What the drafts of one conduct are.

    Attributes
    ----------
    conduct : tuple of str
        What parties do beyond signing.
    conduct_of : tuple of str
        The plans that are kept to in this way.
    state : str
        The drafts' state, in letters.
    n_drafts : int
        How many drafts there are.
    cannot_occur : int
        How many of them have a state that a rule forbids; the readings leave them out.
    """

    conduct: tuple[str, ...]
    conduct_of: tuple[str, ...]
    state: str
    n_drafts: int
    cannot_occur: int

    @property
    def feasible(self) -> int:
        """How many drafts the readings are computed over."""
        return self.n_drafts - self.cannot_occur

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        out: dict[str, Any] = {"conduct": list(self.conduct), "conduct_of": list(self.conduct_of), "state": self.state}
        return out | {"n_drafts": self.n_drafts, "cannot_occur": self.cannot_occur}


@dataclass(frozen=True, slots=True)
class Example:
    """One draft of those asked for: the nearest to a plan, or without plans the first.

    Attributes
    ----------
    conduct_of : tuple of str
        The plans that are kept to as this draft is.
    positions : mapping of str to str
        The draft: a position for every issue.
    plan : str
        The plan it is nearest to; empty without plans.
    changes : tuple of Change
        What it changes about the plan, and which unknown cells it fills in a way that matters.
    n_changes : int or None
        In how many issues it differs from the plan; None without plans.
    """

    conduct_of: tuple[str, ...]
    positions: Mapping[str, str]
    plan: str = ""
    changes: tuple[Change, ...] = ()
    n_changes: int | None = None

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        out: dict[str, Any] = {"conduct_of": list(self.conduct_of), "nearest_to": self.plan or None}
        out |= {"n_changes": self.n_changes, "changes": {each.issue: each.json() for each in self.changes}}
        return out | {"draft": dict(self.positions)}


def beginning(reading: str, note: str, holds: bool | None, over: Mapping[str, int]) -> dict[str, Any]:
    """Return what the JSON of every reading begins with."""
    out: dict[str, Any] = {"reading": reading, "applies": not note, "holds": holds}
    return out | ({"note": note} if note else {"computed_over": dict(over)})
