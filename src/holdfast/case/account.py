"""Preferences, and rival accounts of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from holdfast.case.claim import NO_CLAIM, Claim
from holdfast.case.condition import Condition, IssueIs
from holdfast.case.judgement import Judgement
from holdfast.case.lookup import ById


@dataclass(frozen=True, slots=True)
class Statement:
    """Something a party prefers to hold, with what stands behind saying so.

    Attributes
    ----------
    when : Condition or None
        Over judgements: the statement counts only in worlds where this is true. None: it always counts.
    unknown : bool
        Nobody knows whether the party wants it or its contrary: which of two states that differ first on it the party
        prefers is unknown.
    greatly : bool
        Of two states that differ first on it the party greatly prefers the one where it is true. All more important
        statements matter greatly too.
    """

    condition: Condition
    claim: Claim = NO_CLAIM
    when: Condition | None = None
    unknown: bool = False
    greatly: bool = False


@dataclass(frozen=True, slots=True)
class Ranking:
    """States in letters, best tier first; states in one tier are equally good.

    Attributes
    ----------
    unknown : tuple of (str, str)
        Pairs of states of which nobody knows which the party prefers, wherever they stand.
    greatly : tuple of int
        Numbers of tiers, from the top, that are greatly preferred to all that follow.
    """

    tiers: tuple[tuple[str, ...], ...]
    claim: Claim = NO_CLAIM
    unknown: tuple[tuple[str, str], ...] = ()
    greatly: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class IssueWorth:
    """What each position of an issue is worth to a party; ``weight`` multiplies it.

    Attributes
    ----------
    values : tuple of (str, Fraction)
        Every position of the issue, in its order, with its value before weighting.
    """

    issue: str
    weight: Fraction
    values: tuple[tuple[str, Fraction], ...]
    claim: Claim = NO_CLAIM

    def at(self, position: str) -> Fraction:
        """Return what a position is worth: its value times the weight.

        Examples
        --------
        >>> IssueWorth("cap", Fraction(3), (("none", Fraction(0)), ("full", Fraction(2)))).at("full")
        Fraction(6, 1)
        """
        return self.weight * dict(self.values)[position]


@dataclass(frozen=True, slots=True)
class Worth:
    """A condition that is worth a number wherever it is true; the number may be negative."""

    condition: Condition
    worth: Fraction
    claim: Claim = NO_CLAIM


@dataclass(frozen=True, slots=True)
class RedLine:
    """What must never be: every state in which ``never`` is true is worse than every state without a crossed line."""

    never: Condition
    claim: Claim = NO_CLAIM


@dataclass(frozen=True, slots=True)
class Weights:
    """Numbers on a named scale: what positions and conditions are worth together, and what must never be.

    Attributes
    ----------
    scale : str
        The unit. Only numbers of parties that name the same scale may be compared with each other.
    issues : tuple of IssueWorth
        At most one an issue; an issue left out is worth nothing wherever it stands.
    also : tuple of Worth
        Conditions, each worth a number where it is true.
    red_lines : tuple of RedLine
        Hard conditions.
    walk_away : Fraction or None
        What the issues are worth together while no agreement is in force; None: what their positions at ``now`` are.
    """

    scale: str
    issues: tuple[IssueWorth, ...] = ()
    also: tuple[Worth, ...] = ()
    red_lines: tuple[RedLine, ...] = ()
    walk_away: Fraction | None = None
    claim: Claim = NO_CLAIM


def told_apart(stated: Weights) -> list[Condition]:
    """Return conditions that read alike under two packages only if a party's weights do not tell these apart.

    Its own conditions and red lines, and for each issue whether it stands at one of the positions of equal worth.
    """
    found = [*(each.condition for each in stated.also), *(line.never for line in stated.red_lines)]
    for each in stated.issues:
        alike: dict[Fraction, list[str]] = {}
        for position, _ in each.values:
            alike.setdefault(each.at(position), []).append(position)
        if len(alike) > 1:
            found += [IssueIs(each.issue, frozenset(positions)) for positions in alike.values()]
    return found


Preference = tuple[Statement, ...] | Ranking | Weights
"""A party's preference: statements, most important first (lexicographic), a ranking of states, or weights."""


def is_known(stated: Preference) -> bool:
    """Whether a preference leaves no comparison of two states unknown."""
    if isinstance(stated, Weights):
        return True
    return not stated.unknown if isinstance(stated, Ranking) else not any(each.unknown for each in stated)


@dataclass(frozen=True, slots=True)
class Account:
    """One reading of who wants what, and of what is so.

    Attributes
    ----------
    preferences : ById of Preference
        Replaces the lists of the parties it names.
    judgements : ById of Judgement
        Replaces the credences of the judgements it names; their texts stay those of the case.
    believes : ById of str
        Replaces, for the parties it names, the account that says what a party believes of the others.
    """

    id: str
    title: str = ""
    preferences: ById[Preference] = field(default_factory=ById)
    note: str = ""
    claim: Claim = NO_CLAIM
    judgements: ById[Judgement] = field(default_factory=ById)
    believes: ById[str] = field(default_factory=ById)
