"""Preferences, and rival accounts of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from holdfast.case.claim import NO_CLAIM, Claim
from holdfast.case.condition import Condition
from holdfast.case.lookup import ById


@dataclass(frozen=True, slots=True)
class Statement:
    """Something a party prefers to hold, with what stands behind saying so."""

    condition: Condition
    claim: Claim = NO_CLAIM


@dataclass(frozen=True, slots=True)
class Ranking:
    """States in letters, best tier first; states in one tier are equally good."""

    tiers: tuple[tuple[str, ...], ...]
    claim: Claim = NO_CLAIM


Preference = tuple[Statement, ...] | Ranking
"""A party's preference: statements, most important first (lexicographic), or a ranking of states."""


@dataclass(frozen=True, slots=True)
class Account:
    """One reading of who wants what. ``preferences`` replaces the lists of the parties it names."""

    id: str
    title: str = ""
    preferences: ById[Preference] = field(default_factory=ById)
    note: str = ""
    claim: Claim = NO_CLAIM
