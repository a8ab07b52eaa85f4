"""Conditions and statements in words that a reader who never saw the case file can follow.

Positions are ordered, so comparisons are said as places on the issue's list: "at X or further", "short of X". Nothing
is said about which direction is better.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from holdfast.case import Case, IssueWorth, Preference, Ranking, RedLine, Statement, Weights, Worth
from holdfast.case.condition import (
    And,
    Comparison,
    Condition,
    If,
    Iff,
    InForce,
    IssueIs,
    Judged,
    Name,
    Not,
    Or,
    Taken,
    write,
)
from holdfast.model.weighing import fallback
from holdfast.report.sources import anchor
from holdfast.report.weights import WeightRow, number_words, weight_rows
from holdfast.report.words import listing, party_name

_IN_FORCE = {"in_force": "the agreement is in force", "not in_force": "the agreement is not in force"}
_LEVEL = {Iff: 0, If: 1, Or: 2, And: 3}
_COMPARED = re.compile(r"^\S+?\s*(>=|<=|!=|=|>|<)\s*(\S+)$")


def plain(identifier: str) -> str:
    """Write an id as words.

    Examples
    --------
    >>> plain("donetsk_withdrawal")
    'donetsk withdrawal'
    """
    return identifier.replace("_", " ")


def option_words(case: Case, party: str, option: str, speaker: str = "") -> str:
    """Quote an option's text; its owner is named where that is not the speaker."""
    text = f"“{case.parties[party].options[option].text or option}”"
    return text if party == speaker else f"{text} ({party_name(case, party)})"


def condition_words(case: Case, condition: Condition, speaker: str = "") -> str:
    """Put a condition into words.

    Parameters
    ----------
    case : Case
        The case.
    condition : Condition
        A condition whose names have been looked up; others are written as they are.
    speaker : str
        Id of the party whose preference it is; its own options are quoted without naming it.
    """

    def part(inner: Condition, above: int) -> str:
        text = condition_words(case, inner, speaker)
        return f"({text})" if _LEVEL.get(type(inner), 9) <= above else text

    match condition:
        case Taken(party, option):
            return option_words(case, party, option, speaker)
        case InForce():
            return "the agreement is in force"
        case IssueIs():
            return _issue_words(case, condition)
        case Not(InForce()):
            return "the agreement is not in force"
        case Not(inner):
            return f"not {part(inner, 4)}"
        case And(parts):
            return " and ".join(part(inner, 2) for inner in parts)
        case Or(parts):
            return " or ".join(part(inner, 1) for inner in parts)
        case If(then, given, only):
            if only:
                return f"{part(given, 1)} only if {part(then, 1)}"
            return f"{part(then, 1)} if {part(given, 1)}"
        case Iff(left, right):
            return f"{part(left, 0)} if and only if {part(right, 0)}"
        case Judged(judgement):
            return f"“{case.judgements[judgement].text or plain(judgement)}” is so"
        case Name() | Comparison():
            return write(condition)
    raise TypeError(f"not a condition: {condition!r}")


def _issue_words(case: Case, condition: IssueIs) -> str:
    issue = case.issues[condition.issue]
    name = issue.name or plain(condition.issue)
    written = _COMPARED.match(condition.text)
    if written and written[2] in issue.positions:
        at = f"‘{plain(written[2])}’"
        return {
            "=": f"{name} is {at}",
            "!=": f"{name} is not {at}",
            ">=": f"{name} is at {at} or further",
            "<=": f"{name} is at {at} or short of it",
            ">": f"{name} is beyond {at}",
            "<": f"{name} is short of {at}",
        }[written[1]]
    named = [f"‘{plain(position)}’" for position in issue.positions if position in condition.positions]
    return f"{name} is {listing(named, 'or') or 'at no listed position'}"


def positions_words(case: Case, issue: str, allowed: tuple[str, ...]) -> str:
    """Name the positions of an issue that an answer turns on."""
    return listing([f"‘{plain(position)}’" for position in case.issues[issue].positions if position in allowed], "or")


@dataclass(frozen=True, slots=True)
class Said:
    """A statement in words and as written, and where in the page it stands with its sources.

    Attributes
    ----------
    words : str
        For people.
    code : str
        As answers quote it.
    anchor : str
        Id of its row in the page; empty if it is not in the case.
    """

    words: str
    code: str
    anchor: str = ""


@dataclass(frozen=True)
class Wording:
    """The statements of a case by the text that answers quote."""

    case: Case
    _cache: dict[tuple[str | None, str], Mapping[str, Said]] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def _names(self) -> dict[tuple[str, str], str]:
        case = self.case
        return {(o.party, o.id): name for o, name in zip(case.options, case.option_names, strict=True)}

    @cached_property
    def any_statements(self) -> bool:
        """Whether any party's preference is a list of statements."""
        return any(isinstance(stated, tuple) for stated in self._preferences)

    @cached_property
    def any_weights(self) -> bool:
        """Whether any party's preference is in numbers."""
        return any(isinstance(stated, Weights) for stated in self._preferences)

    @cached_property
    def any_rankings(self) -> bool:
        """Whether any party ranks states."""
        return any(isinstance(stated, Ranking) for stated in self._preferences)

    @property
    def _preferences(self) -> Iterator[Preference]:
        yield from self.case.preferences.values()
        for account in self.case.accounts.values():
            yield from account.preferences.values()

    def code(self, condition: Condition) -> str:
        """Write a condition as answers quote it."""
        return write(condition, lambda taken: self._names[taken.party, taken.option])

    def words(self, condition: Condition, speaker: str = "") -> str:
        """Put a condition into words."""
        return condition_words(self.case, condition, speaker)

    def statement(self, account: str | None, party: str, quoted: str) -> Said:
        """Return the statement that an answer quotes."""
        if (account, party) not in self._cache:
            self._cache[account, party] = self._statements(account, party)
        return self._cache[account, party].get(quoted) or Said(quoted, quoted)

    def _statements(self, account: str | None, party: str) -> dict[str, Said]:
        stated = self.case.preference(party, account)
        if stated is None or isinstance(stated, Ranking):
            return {}
        own = account is None or party not in self.case.accounts[account].preferences
        found: dict[str, Said] = {}
        if isinstance(stated, Weights):
            for row in weight_rows(self.case, stated):
                at = statement_anchor(None if own else account, party, row.place)
                for condition in row.quotes(self.case):
                    said = Said(self.words(condition, party), self.code(condition), at)
                    found.setdefault(said.code, said)
                if row.kind == "scale":
                    for code, words in _IN_FORCE.items():
                        found[code] = Said(words, code, at)
            return found
        for place, statement in enumerate(stated, 1):
            said = self.said(statement, party, statement_anchor(None if own else account, party, place))
            found.setdefault(said.code, said)
        return found

    def weights(self, row: WeightRow, party: str) -> Said:
        """Put one row of weights into words."""
        match row.item:
            case IssueWorth(issue, weight) as worth:
                listed = [
                    f"‘{plain(position)}’ {number_words(worth.at(position))}"
                    for position in self.case.issues[issue].positions
                ]
                times = f" (weight {number_words(weight)})" if weight != 1 else ""
                return Said(f"{self.case.issues[issue].name or plain(issue)}: {', '.join(listed)}{times}", issue)
            case Worth(condition, number):
                sign = "+" if number >= 0 else ""
                words = f"{sign}{number_words(number)} where {self.words(condition, party)}"
                return Said(words, self.code(condition))
            case RedLine(condition):
                return Said(f"never: {self.words(condition, party)}", self.code(condition))
        stated = row.item
        assert isinstance(stated, Weights)
        told = f"In {stated.scale}."
        if stated.issues and self.case.agreement is not None:
            away = number_words(fallback(self.case, stated))
            kind = "its walk-away" if stated.walk_away is not None else "their positions now"
            told += f" While no agreement is in force the issues are worth {away} together: {kind}."
        return Said(told, "")

    def said(self, statement: Statement, party: str, at: str = "") -> Said:
        """Put one statement into words."""
        return Said(self.words(statement.condition, party), self.code(statement.condition), at)


def statement_anchor(account: str | None, party: str, place: int) -> str:
    """Return the id of a statement's row; ``account`` is None for the case's own preferences."""
    return anchor("own", party, place) if account is None else anchor("statement", account, party, place)
