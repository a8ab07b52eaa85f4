"""The answer over all drafts: counts, and the drafts nearest to each plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from holdfast.questions.answer import NO_PROVENANCE, SCHEMA, Provenance, find

if TYPE_CHECKING:
    from holdfast.table import Table


@dataclass(frozen=True, slots=True)
class Change:
    """One issue on which a draft differs from a plan.

    Attributes
    ----------
    issue : str
        The issue.
    before : str or None
        The plan's position; None where its cell is unknown, which is no change but a way of filling it.
    after : str
        The draft's position.
    alike : tuple of str
        Other positions that would do as well, because no rule and no statement tells them apart from this one.
    """

    issue: str
    before: str | None
    after: str
    alike: tuple[str, ...] = ()

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        out: dict[str, Any] = {"from": self.before, "to": self.after}
        if self.alike:
            out["or"] = list(self.alike)
        return out


@dataclass(frozen=True, slots=True)
class Near:
    """The drafts of some kind that are nearest to a plan.

    Attributes
    ----------
    n_changes : int or None
        In how many issues they differ from it; None where there are no such drafts.
    count : int
        How many drafts are that near.
    drafts : tuple of tuple of Change
        The first of them, with what they change; for each change one way of filling the plan's unknown cells.
    """

    n_changes: int | None
    count: int
    drafts: tuple[tuple[Change, ...], ...]

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        shown = [{change.issue: change.json() for change in draft} for draft in self.drafts]
        return {"n_changes": self.n_changes, "count": self.count, "drafts": shown}


@dataclass(frozen=True, slots=True)
class NearestTo:
    """The drafts nearest to one plan.

    Attributes
    ----------
    plan : str
        The plan.
    same_conduct : bool
        Whether the plan's own conduct is the one the drafts are judged with.
    holds : Near
        Those that hold.
    firmly_and_all_sign : Near
        Those that hold firmly and that every signatory would sign.
    """

    plan: str
    same_conduct: bool
    holds: Near
    firmly_and_all_sign: Near

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "same_conduct": self.same_conduct,
            "holds": self.holds.json(),
            "firmly_and_all_sign": self.firmly_and_all_sign.json(),
        }


@dataclass(frozen=True, slots=True)
class PartyDrafts:
    """What one party makes of the drafts.

    Attributes
    ----------
    party : str
        The party.
    would_sign : int or None
        How many drafts it would sign; None where it does not sign, or the status quo cannot occur.
    content, deterred, bluffed, blocker : int
        In how many drafts' states it has this verdict.
    """

    party: str
    would_sign: int | None
    content: int
    deterred: int
    bluffed: int
    blocker: int

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        names = ("would_sign", "content", "deterred", "bluffed", "blocker")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True)
class Drafts:
    """What becomes of every draft. Each counts once; a share of drafts is not a probability.

    Attributes
    ----------
    plan, account : str
        Ids, or empty.
    conduct : tuple of str
        What parties do beyond signing, in every draft.
    conduct_of : tuple of str
        The plans that are kept to in this way.
    state : str
        The drafts' state, in letters.
    n_drafts : int
        How many drafts there are.
    free : tuple of str
        The issues that take every position.
    fixed : mapping of str to str
        The position of every other issue.
    cannot_occur : int
        Drafts whose state a rule forbids; they have no verdicts.
    holds, holds_firmly : int
        Drafts in which no party is a blocker, and in which none is a blocker or bluffed.
    all_sign, holds_and_all_sign, firmly_and_all_sign : int or None
        Drafts that every signatory would sign, and how many of these hold; None where the status quo cannot occur.
    parties : tuple of PartyDrafts
        In file order.
    nearest : tuple of NearestTo
        One a plan.
    n_types : int
        How many types of drafts were told apart.
    """

    plan: str
    account: str
    conduct: tuple[str, ...]
    conduct_of: tuple[str, ...]
    state: str
    n_drafts: int
    free: tuple[str, ...]
    fixed: Mapping[str, str]
    cannot_occur: int
    holds: int
    holds_firmly: int
    all_sign: int | None
    holds_and_all_sign: int | None
    firmly_and_all_sign: int | None
    parties: tuple[PartyDrafts, ...]
    nearest: tuple[NearestTo, ...]
    n_types: int
    provenance: Provenance = field(default=NO_PROVENANCE)

    def party(self, party: str) -> PartyDrafts:
        """Return what one party makes of the drafts.

        Raises
        ------
        QuestionError
            If there is no such party.
        """
        return find(party, {each.party: each for each in self.parties}, "party", "parties")

    def nearest_to(self, plan: str) -> NearestTo:
        """Return the drafts nearest to a plan.

        Raises
        ------
        QuestionError
            If there is no such plan.
        """
        return find(plan, {each.plan: each for each in self.nearest}, "plan", "plans")

    def json(self) -> dict[str, Any]:
        """Return the JSON form (``docs/reference/answers.md``)."""
        out: dict[str, Any] = {"schema": SCHEMA, "question": "drafts"}
        out |= {"account": self.account or None, "plan": self.plan or None}
        out |= {"conduct": list(self.conduct), "conduct_of": list(self.conduct_of), "state": self.state}
        out |= {"n_drafts": self.n_drafts, "free": list(self.free), "fixed": dict(self.fixed)}
        out |= {"cannot_occur": self.cannot_occur, "holds": self.holds, "holds_firmly": self.holds_firmly}
        out |= {"all_sign": self.all_sign, "holds_and_all_sign": self.holds_and_all_sign}
        out |= {"firmly_and_all_sign": self.firmly_and_all_sign}
        out["parties"] = {each.party: each.json() for each in self.parties}
        out["nearest"] = {each.plan: each.json() for each in self.nearest}
        out |= {"n_types": self.n_types, "provenance": self.provenance.json()}
        return out

    def table(self) -> Table:
        """Return one row a party; see ``docs/reference/tables.md``."""
        from importlib import import_module  # the report room shows values; nothing below it may know that at import

        found: Table = import_module("holdfast.report.tables").drafts_table(self)
        return found

    def plot(self, ax: Any = None) -> Any:
        """Draw in which share of drafts each party has which verdict, on matplotlib axes."""
        from importlib import import_module

        return import_module("holdfast.report.plots").drafts_plot(self, ax)

    def __str__(self) -> str:
        """Answer in one sentence."""
        return f"of {self.n_drafts:,} drafts {self.holds:,} hold, {self.holds_firmly:,} of them firmly"
