"""Parties and the yes/no acts they control."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

from holdfast.case.claim import NO_CLAIM, Claim
from holdfast.case.condition import Condition
from holdfast.case.lookup import ById


class Direction(enum.Enum):
    """Which way an option can be changed once it stands."""

    BOTH = "both"
    TAKE_ONLY = "take only"
    """From N to Y only: once taken it cannot be undone (``irreversible: true``)."""
    DROP_ONLY = "drop only"
    """From Y to N only: once dropped it cannot be retaken (``irreversible: from taken``)."""


@dataclass(frozen=True, slots=True)
class Option:
    """A yes/no act that one party controls.

    Attributes
    ----------
    when : Condition or None
        Over judgements: the option is open to the party only in worlds where this is true; elsewhere it is never taken.
    """

    id: str
    party: str
    text: str = ""
    direction: Direction = Direction.BOTH
    claim: Claim = NO_CLAIM
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """An actor who owns options and has preferences over states."""

    id: str
    name: str = ""
    options: ById[Option] = field(default_factory=ById)
    faction_of: str = ""
    note: str = ""
    claim: Claim = NO_CLAIM
