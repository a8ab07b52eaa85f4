"""What is being put together while a file is read: parts of the case with their places, for the checks that follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from holdfast.case import Claim, Plan, Rule
from holdfast.case.condition import Condition
from holdfast.casefile.located import Text

MakeClaim = Callable[[Any], Claim]
"""Makes the claim behind an entry of the file."""


@dataclass(slots=True)
class Stated:
    """A statement, where it stands and whose it is ("preference of ..."); or a red line."""

    condition: Condition
    at: Text
    where: str
    is_red_line: bool = False


@dataclass(slots=True)
class Ranked:
    """A ranking: its states as written and as looked up (None where unknown)."""

    at: Text
    where: str
    states: list[tuple[Text, str | None]]


@dataclass(slots=True)
class Draft:
    """The parts of a case whose meaning is checked once all names are known.

    Attributes
    ----------
    is_whole : bool
        Whether every rule and named state could be read: otherwise which states can occur is not known.
    named : list
        Text at fault, letters or pattern, and what it is ("status quo").
    """

    rules: list[tuple[Rule, Text]] = field(default_factory=list)
    stated: list[Stated] = field(default_factory=list)
    ranked: list[Ranked] = field(default_factory=list)
    named: list[tuple[Text, str, str]] = field(default_factory=list)
    plans: list[tuple[Plan, Text]] = field(default_factory=list)
    is_whole: bool = True
    has_whole_agreement: bool = True
