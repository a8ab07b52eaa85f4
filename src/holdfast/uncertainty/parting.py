"""The answer to "where do two accounts part": the crux, what each difference contributes, and both together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from holdfast.questions.answer import NO_PROVENANCE, SCHEMA, Provenance
from holdfast.uncertainty.differences import Difference
from holdfast.uncertainty.shares import Share


@dataclass(frozen=True, slots=True)
class Crux:
    """The smallest sets of differences whose exchange turns one account's verdict into the other's.

    Attributes
    ----------
    of : str
        The account that takes them over from the other.
    size : int or None
        How many differences; None where none was found.
    sets : tuple of tuple of Difference
        The smallest sets, in the order of the differences.
    total : int
        How many there are of that size.
    searched : int
        Every set of up to so many differences was looked at.
    """

    of: str
    size: int | None
    sets: tuple[tuple[Difference, ...], ...]
    total: int
    searched: int

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        out: dict[str, Any] = {"of": self.of, "size": self.size, "n_sets": self.total, "searched_up_to": self.searched}
        return out | {"sets": [[item.json() for item in each] for each in self.sets]}


@dataclass(frozen=True, slots=True)
class Part:
    """What one difference, or all of one party together, contributes to the difference of the shares.

    Attributes
    ----------
    items : tuple of Difference
        One, or all of a party.
    size : float
        What it adds to the share on the way from the first account to the second.
    error : float or None
        Standard error where it was sampled.
    """

    items: tuple[Difference, ...]
    size: float
    error: float | None = None

    @property
    def subject(self) -> str:
        """The party or judgement."""
        return self.items[0].subject

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        out: dict[str, Any] = {"differences": [item.json() for item in self.items], "size": self.size}
        return out if self.error is None else {**out, "standard_error": self.error}


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Where two accounts part on one plan.

    Attributes
    ----------
    first, second : str
        The accounts (``case`` for the case's own).
    plan, level : str
        What is judged.
    verdicts : tuple of (str, str)
        Of the two accounts, without doubt.
    shares : tuple of (Share, Share)
        Of worlds in which the plan holds.
    items : tuple of Difference
        All on which they differ.
    cruxes : tuple of Crux
        For each account what it would have to take over; empty where the verdicts are the same.
    parts : tuple of Part
        Contributions to the difference of the shares; none where it was not asked or cannot be told.
    how : str
        ``exact``, ``by party`` (exact, statements of a party together) or ``sampled``.
    """

    first: str
    second: str
    plan: str
    level: str
    verdicts: tuple[str, str]
    shares: tuple[Share, Share]
    items: tuple[Difference, ...]
    cruxes: tuple[Crux, ...]
    parts: tuple[Part, ...]
    how: str
    provenance: Provenance = NO_PROVENANCE

    @property
    def is_agreed(self) -> bool:
        """Whether the two verdicts are the same."""
        return self.verdicts[0] == self.verdicts[1]

    def json(self) -> dict[str, Any]:
        """Return the JSON form (``docs/reference/answers.md``)."""
        out: dict[str, Any] = {"schema": SCHEMA, "question": "disagree", "plan": self.plan, "level": self.level}
        out |= {"accounts": [self.first, self.second], "verdicts": list(self.verdicts)}
        out |= {"shares": [share.json() for share in self.shares], "agree": self.is_agreed}
        out["differences"] = [item.json() for item in self.items]
        out["cruxes"] = [crux.json() for crux in self.cruxes]
        out["contributions"] = {"how": self.how, "parts": [part.json() for part in self.parts]}
        return out | {"provenance": self.provenance.json()}

    def _repr_html_(self) -> str:
        from importlib import import_module  # the report room shows values; nothing below it may know that at import

        html: str = import_module("holdfast.report.notebook").disagreement_html(self)
        return html

    def __str__(self) -> str:
        """Answer in one sentence."""
        if self.is_agreed:
            return f"{self.first} and {self.second} agree on plan {self.plan}: {self.verdicts[0]}"
        sizes = [crux.size for crux in self.cruxes if crux.size is not None]
        what = (
            f"{min(sizes)} of {len(self.items)} differences" if sizes else "more differences than were tried together"
        )
        return f"{self.first} and {self.second} part on plan {self.plan} over {what}"
