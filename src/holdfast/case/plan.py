"""What is on the table: issues with ordered positions, plans that settle some, and what puts one in force."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from holdfast.case.claim import NO_CLAIM, Claim
from holdfast.case.condition import Condition
from holdfast.case.lookup import ById


@dataclass(frozen=True, slots=True)
class Position:
    """One value of an issue, with a text that explains it."""

    id: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """A negotiated dimension. ``positions`` are ordered; ``now`` holds while no agreement is in force.

    A ``fixed`` issue is not open to amendment; ``cost`` is what changing a plan's position on it counts for.
    """

    id: str
    name: str
    positions: ById[Position]
    now: str
    claim: Claim = NO_CLAIM
    fixed: bool = False
    cost: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class Cell:
    """A plan's position on one issue.

    Attributes
    ----------
    when : Condition or None
        Over judgements: the cell counts only in worlds where this is true.
    others : tuple of Cell
        What counts where this one does not: the first whose ``when`` is true. Where none is, the cell is unknown.
    """

    position: str
    claim: Claim = NO_CLAIM
    when: Condition | None = None
    others: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Conduct:
    """An option that is taken (or not taken) under a plan, beyond signing."""

    party: str
    option: str
    taken: bool
    claim: Claim = NO_CLAIM


@dataclass(frozen=True, slots=True)
class Plan:
    """A bundle of positions put on the table. Issues left out of ``positions`` are unknown, never "no"."""

    id: str
    title: str = ""
    positions: ById[Cell] = field(default_factory=ById)
    conduct: tuple[Conduct, ...] = ()
    date: str = ""
    note: str = ""
    claim: Claim = NO_CLAIM


@dataclass(frozen=True, slots=True)
class Agreement:
    """Who signs with which option; in force where all have, and ``in_force`` (if any) holds too."""

    signatories: ById[str]
    in_force: Condition | None = None
    claim: Claim = NO_CLAIM
