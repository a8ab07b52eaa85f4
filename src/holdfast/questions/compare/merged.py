"""The answer to a merger: the best packages of clauses of two drafts, counted and listed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from holdfast.questions.answer import Hold, PartyVerdict

STANDINGS = ("firmly_and_all_sign", "holds_and_all_sign", "all_sign", "none")
"""From the best to the least; each without those before."""


@dataclass(frozen=True, slots=True)
class Package:
    """One merged package.

    Attributes
    ----------
    first, second : tuple of str
        The issues on which it has the clause of the first draft, and of the second.
    either : tuple of str
        Issues on which either clause will do, because no rule and no statement tells them apart.
    positions : tuple of (str, str)
        Its clauses; those left unknown by both drafts are missing, and of ``either`` the first draft's is shown.
    hold : Hold
        What becomes of it.
    """

    first: tuple[str, ...]
    second: tuple[str, ...]
    either: tuple[str, ...]
    positions: tuple[tuple[str, str], ...]
    hold: Hold

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        out: dict[str, Any] = {"first": list(self.first), "second": list(self.second), "either": list(self.either)}
        out |= {"positions": dict(self.positions)}
        out |= {"holds": self.hold.holds, "holds_firmly": self.hold.holds_firmly}
        return out | {"parties": {verdict.party: _standing(verdict) for verdict in self.hold.parties}}


def _standing(verdict: PartyVerdict) -> dict[str, Any]:
    return {"verdict": verdict.verdict} | ({"would_sign": verdict.would_sign} if verdict.is_signatory else {})


@dataclass(frozen=True, slots=True)
class Merged:
    """The best packages of clauses of two drafts, with one conduct.

    Attributes
    ----------
    account : str
        Id, or empty.
    conduct_of : str
        The draft whose conduct counts.
    n_packages : int
        How many packages there are of clauses of either.
    cannot_occur : int
        How many of them a rule forbids.
    standings : tuple of (str, int)
        How many are of each standing, by :data:`STANDINGS`.
    standing : str
        That of the best; empty where no package can occur.
    count : int
        How many are best.
    packages : tuple of Package
        The first of them: those with the fewest clauses of the second draft.
    always : tuple of (str, str)
        Issues on which the drafts differ, and whose clause the best have: ``first``, ``second``, or ``both`` where
        some have the one and some the other.
    """

    account: str
    conduct_of: str
    n_packages: int
    cannot_occur: int
    standings: tuple[tuple[str, int], ...]
    standing: str
    count: int
    packages: tuple[Package, ...]
    always: tuple[tuple[str, str], ...] = ()

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "conduct_of": self.conduct_of,
            "n_packages": self.n_packages,
            "cannot_occur": self.cannot_occur,
            "standings": dict(self.standings),
            "standing": self.standing or None,
            "count": self.count,
            "clauses": dict(self.always),
            "packages": [package.json() for package in self.packages],
        }
