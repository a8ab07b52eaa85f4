"""What self-fulfilling hostility is answered with: peaceful and other states that hold, and where one ends up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Basins:
    """From how many states improvements lead to which equilibria; a sequence stops at the first equilibrium.

    Attributes
    ----------
    peaceful, other : int
        Only to peaceful ones, only to others.
    either : int
        To both: which, depends on who moves first.
    neither : int
        To none: the parties go on and on.
    status_quo : str
        Which of the four the status quo belongs to; empty where it cannot occur.
    """

    peaceful: int
    other: int
    either: int
    neither: int
    status_quo: str = ""

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        counts = {name: getattr(self, name) for name in ("peaceful", "other", "either", "neither")}
        return counts | {"status_quo": self.status_quo or None}


@dataclass(frozen=True, slots=True)
class Equilibria:
    """The equilibria of one concept, peaceful and other.

    Attributes
    ----------
    concept : str
        ``nash`` or ``seq``.
    holds : bool or None
        Whether there are both; None where that depends on what a plan leaves unknown.
    n_peaceful, n_other : int
        How many of each.
    peaceful, other : tuple of str
        The first of each, in letters.
    basins : Basins or None
        Where improvements lead; None where there are too many moves to visit.
    """

    concept: str
    holds: bool | None
    n_peaceful: int
    n_other: int
    peaceful: tuple[str, ...]
    other: tuple[str, ...]
    basins: Basins | None

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        out: dict[str, Any] = {"holds": self.holds}
        out["peaceful"] = {"count": self.n_peaceful, "states": list(self.peaceful)}
        out["other"] = {"count": self.n_other, "states": list(self.other)}
        return out | {"leads_to": self.basins.json() if self.basins else None}


@dataclass(frozen=True, slots=True)
class Standing:
    """The reading with one plan on the table, or with none.

    Attributes
    ----------
    plan : str
        The plan; empty for none.
    holds : bool or None
        Whether it holds under some concept.
    n_states : int
        How many states can occur.
    n_peaceful : int
        How many of them are peaceful.
    n_models : int
        How many different conflicts the unknown cells of the plan make, as far as it matters here.
    positions : mapping of str to tuple of str
        Where there are several: the fillings of the one whose equilibria are shown, as allowed positions by issue.
    concepts : tuple of Equilibria
        ``nash``, then ``seq``; of the first conflict in which the reading holds, or of the first.
    """

    plan: str
    holds: bool | None
    n_states: int
    n_peaceful: int
    n_models: int
    positions: Mapping[str, tuple[str, ...]]
    concepts: tuple[Equilibria, ...]

    @property
    def under(self) -> tuple[str, ...]:
        """The concepts under which it holds, whatever is unknown."""
        return tuple(each.concept for each in self.concepts if each.holds)

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        out: dict[str, Any] = {"holds": self.holds, "n_states": self.n_states, "n_peaceful": self.n_peaceful}
        out |= {"n_models": self.n_models}
        if self.n_models > 1:
            out["positions"] = {issue: list(allowed) for issue, allowed in self.positions.items()}
        return out | {"concepts": {each.concept: each.json() for each in self.concepts}}


@dataclass(frozen=True, slots=True)
class Hostility:
    """Self-fulfilling hostility: both a peaceful and another state hold, and which, depends on where one starts.

    Attributes
    ----------
    holds : bool or None
        Whether that is so with some plan on the table, or in a case without plans with none.
    peaceful : str
        The condition that says which states are peaceful.
    standings : tuple of Standing
        One a plan; in a case without plans, one.
    """

    holds: bool | None = None
    note: str = ""
    computed_over: Mapping[str, int] | None = None
    peaceful: str = ""
    standings: tuple[Standing, ...] = ()
    reading: ClassVar[str] = "hostility"

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        out: dict[str, Any] = {"reading": self.reading, "applies": not self.note, "holds": self.holds}
        if self.note:
            return out | {"note": self.note}
        out |= {"computed_over": dict(self.computed_over or {}), "peaceful": self.peaceful}
        shown = [{"plan": each.plan or None, **each.json()} for each in self.standings]
        return out | {"standings": shown}
