"""The answer: five readings, each with what it was computed over and a witness, or why it does not apply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from holdfast.questions.answer import NO_PROVENANCE, SCHEMA, Improvement, Provenance
from holdfast.questions.diagnose.basins import Hostility
from holdfast.questions.diagnose.parts import Example, Over, beginning

KINDS = ("total", "limited", "conditional", "none")
"""What a party is over all drafts, from the one that stands in the way of all to the one that never does."""


@dataclass(frozen=True, slots=True)
class PartyBlocks:
    """Where one party stands in the way.

    Attributes
    ----------
    party : str
        The party.
    kind : str
        One of :data:`KINDS`, over the drafts of all conducts together.
    blocker, bluffed : int
        In how many drafts it has this verdict.
    by_conduct : tuple of str
        What it is over the drafts of each conduct; empty where none of them can occur.
    not_blocked : Example or None
        Of a limited blocker: a draft that it does not block.
    plans : mapping of str to (bool or None)
        Whether it blocks each plan; None where that is open, or the plan cannot occur.
    """

    party: str
    kind: str
    blocker: int
    bluffed: int
    by_conduct: tuple[str, ...]
    not_blocked: Example | None
    plans: Mapping[str, bool | None]

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        out: dict[str, Any] = {"kind": self.kind, "blocker": self.blocker, "bluffed": self.bluffed}
        out |= {"by_conduct": [kind or None for kind in self.by_conduct], "plans": dict(self.plans)}
        return out | {"not_blocked": self.not_blocked.json() if self.not_blocked else None}


@dataclass(frozen=True, slots=True)
class Blockers:
    """Total, limited and conditional blockers. ``note`` says why the reading does not apply, where it does not.

    Attributes
    ----------
    holds : bool or None
        Whether some party is one of the three; None where the reading does not apply.
    computed_over : mapping of str to int
        How many ``drafts`` and ``plans``.
    parties : tuple of PartyBlocks
        In file order.
    """

    holds: bool | None = None
    note: str = ""
    computed_over: Mapping[str, int] | None = None
    parties: tuple[PartyBlocks, ...] = ()
    reading: ClassVar[str] = "blockers"

    def of_kind(self, kind: str) -> tuple[PartyBlocks, ...]:
        """Return the parties of one kind."""
        return tuple(each for each in self.parties if each.kind == kind)

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        out = beginning(self.reading, self.note, self.holds, self.computed_over or {})
        return out if self.note else out | {"parties": {each.party: each.json() for each in self.parties}}


@dataclass(frozen=True, slots=True)
class Ripeness:
    """Whether there is any draft that every signatory prefers to the status quo.

    Attributes
    ----------
    count : int
        How many there are.
    by_conduct : tuple of int
        How many with each conduct.
    example : Example or None
        One of them.
    would_sign : mapping of str to int
        How many drafts each signatory prefers to the status quo, taken alone.
    plans : mapping of str to (bool or None)
        Whether each plan is one.
    """

    holds: bool | None = None
    note: str = ""
    computed_over: Mapping[str, int] | None = None
    count: int = 0
    by_conduct: tuple[int, ...] = ()
    example: Example | None = None
    would_sign: Mapping[str, int] | None = None
    plans: Mapping[str, bool | None] | None = None
    reading: ClassVar[str] = "ripeness"

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        out = beginning(self.reading, self.note, self.holds, self.computed_over or {})
        if self.note:
            return out
        out |= {"count": self.count, "by_conduct": list(self.by_conduct), "would_sign": dict(self.would_sign or {})}
        return out | {"example": self.example.json() if self.example else None, "plans": dict(self.plans or {})}


@dataclass(frozen=True, slots=True)
class Leaver:
    """A party that would leave a plan which every signatory would sign, or that only threats keep to it.

    Attributes
    ----------
    party : str
        The party.
    is_signatory : bool
        Whether it signs.
    verdict : str
        ``blocker`` or ``bluffed``.
    n_fillings : int
        Under how many ways of filling the plan's unknown cells.
    positions : mapping of str to str
        One such way.
    move : Improvement
        The move by which it would leave, under that way.
    """

    party: str
    is_signatory: bool
    verdict: str
    n_fillings: int
    positions: Mapping[str, str]
    move: Improvement

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        out: dict[str, Any] = {"party": self.party, "is_signatory": self.is_signatory, "verdict": self.verdict}
        out |= {"n_fillings": self.n_fillings, "positions": dict(self.positions)}
        return out | {"improvement": self.move.json()}


@dataclass(frozen=True, slots=True)
class PlanKept:
    """Whether one plan that all would sign would be left.

    Attributes
    ----------
    plan : str
        The plan.
    holds : bool or None
        Whether every signatory would sign and one of them would leave; None where that is open.
    all_sign : bool or None
        Whether every signatory would sign.
    only_threats : bool or None
        Whether every signatory would sign, none would leave, and only threats keep one of them to it.
    others : bool or None
        Whether every signatory would sign, and a party that does not sign would break the plan.
    n_fillings : int
        Ways of filling its unknown cells under which its state can occur; 1 where it has none.
    leavers : tuple of Leaver
        Those who would leave under some filling, and those whom only threats keep.
    """

    plan: str
    holds: bool | None
    all_sign: bool | None
    only_threats: bool | None
    others: bool | None
    n_fillings: int
    leavers: tuple[Leaver, ...]

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        out: dict[str, Any] = {"holds": self.holds, "all_sign": self.all_sign, "only_threats": self.only_threats}
        out |= {"others": self.others, "n_fillings": self.n_fillings}
        return out | {"leavers": [each.json() for each in self.leavers]}


@dataclass(frozen=True, slots=True)
class Commitment:
    """The commitment problem, of each plan; and how many drafts have it.

    Attributes
    ----------
    holds : bool or None
        Whether some plan has it; without plans, whether some draft has. None where that is open.
    count : int
        How many drafts every signatory would sign and one of them would leave.
    of : int
        How many drafts every signatory would sign.
    plans : tuple of PlanKept
        One a plan.
    """

    holds: bool | None = None
    note: str = ""
    computed_over: Mapping[str, int] | None = None
    count: int = 0
    of: int = 0
    plans: tuple[PlanKept, ...] = ()
    reading: ClassVar[str] = "commitment"

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        out = beginning(self.reading, self.note, self.holds, self.computed_over or {})
        if self.note:
            return out
        return out | {"count": self.count, "of": self.of, "plans": {each.plan: each.json() for each in self.plans}}


@dataclass(frozen=True, slots=True)
class Ratified:
    """The win-set of one signatory.

    Attributes
    ----------
    signatory : str
        The signatory.
    ratifiers : tuple of str
        Who has to agree: its factions, or itself where it has none.
    count : int
        How many drafts all of them prefer to the status quo.
    and_signatory : int
        How many of these the signatory prefers too.
    none_against : int
        How many drafts none of the ratifiers likes less than the status quo: those who are indifferent let it pass.
    prefers : mapping of str to int
        How many drafts each ratifier prefers, taken alone.
    by_conduct : tuple of int
        ``count`` with each conduct.
    plans : mapping of str to (bool or None)
        Whether each plan lies inside.
    """

    signatory: str
    ratifiers: tuple[str, ...]
    count: int
    and_signatory: int
    none_against: int
    prefers: Mapping[str, int]
    by_conduct: tuple[int, ...]
    plans: Mapping[str, bool | None]

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        out: dict[str, Any] = {"ratifiers": list(self.ratifiers), "count": self.count}
        out |= {"and_signatory": self.and_signatory, "none_against": self.none_against}
        out |= {"prefers": dict(self.prefers)}
        out |= {"by_conduct": list(self.by_conduct), "plans": dict(self.plans)}
        return out


@dataclass(frozen=True, slots=True)
class WinSet:
    """The win-sets of the signatories, and where they overlap.

    Attributes
    ----------
    holds : bool or None
        Whether they overlap.
    signatories : tuple of Ratified
        In the order of the agreement.
    overlap : int
        How many drafts lie in every one of them.
    none_against : int
        How many drafts no ratifier of any signatory likes less than the status quo.
    example : Example or None
        One of these.
    plans : mapping of str to (bool or None)
        Whether each plan is one of these.
    """

    holds: bool | None = None
    note: str = ""
    computed_over: Mapping[str, int] | None = None
    signatories: tuple[Ratified, ...] = ()
    overlap: int = 0
    none_against: int = 0
    example: Example | None = None
    plans: Mapping[str, bool | None] | None = None
    reading: ClassVar[str] = "win_set"

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        out = beginning(self.reading, self.note, self.holds, self.computed_over or {})
        if self.note:
            return out
        out |= {"signatories": {each.signatory: each.json() for each in self.signatories}, "overlap": self.overlap}
        out |= {"none_against": self.none_against}
        return out | {"example": self.example.json() if self.example else None, "plans": dict(self.plans or {})}


Reading = Blockers | Ripeness | Commitment | WinSet | Hostility


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The readings of a conflict under one account.

    Attributes
    ----------
    account : str
        The account; empty for the case's own preferences.
    plan : str
        The plan named; empty for all.
    conducts : tuple of Over
        The drafts that the readings range over, by conduct.
    blockers, ripeness, commitment, win_set, hostility
        The readings.
    """

    account: str
    plan: str
    conducts: tuple[Over, ...]
    blockers: Blockers
    ripeness: Ripeness
    commitment: Commitment
    win_set: WinSet
    hostility: Hostility
    provenance: Provenance = NO_PROVENANCE

    @property
    def readings(self) -> tuple[Reading, ...]:
        """All five, those that do not apply too."""
        return (self.blockers, self.ripeness, self.commitment, self.win_set, self.hostility)

    @property
    def applies(self) -> bool:
        """Whether any reading applies."""
        return any(not each.note for each in self.readings)

    def json(self) -> dict[str, Any]:
        """Return the JSON form (``docs/reference/answers.md``)."""
        out: dict[str, Any] = {"schema": SCHEMA, "question": "diagnose"}
        out |= {"account": self.account or None, "plan": self.plan or None}
        out["conducts"] = [each.json() for each in self.conducts]
        out["readings"] = {each.reading: each.json() for each in self.readings}
        out["provenance"] = self.provenance.json()
        return out

    def __str__(self) -> str:
        """Answer in one sentence."""
        words = {True: "yes", False: "no", None: "open"}
        said = [f"{each.reading} {words[each.holds] if not each.note else 'does not apply'}" for each in self.readings]
        return ", ".join(said)
