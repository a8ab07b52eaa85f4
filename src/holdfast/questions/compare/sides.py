"""Of two packages, each in force and kept, which does a party like better? Over every filling of what is unknown.

A package may leave issues unknown, and two packages may leave the same one unknown. Where the second is the first with
something changed, what is unknown in both is one and the same, whatever it is: such issues are *tied*. Where the two
are drafts of their own, each can be filled in its own way.

Fillings are not listed. A party's terms are gone through in order of importance, with the fillings under which all
terms so far were level; a filling is only split where the next term asks, and forgotten where no later term does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

from holdfast.case import Case
from holdfast.errors import CapacityError
from holdfast.questions.compare.terms import Terms, classes, is_met, occurs, terms_of
from holdfast.questions.packages.residue import Residue, issues_of

MAX_OPEN = 1 << 16
"""Most fillings, told apart as far as needed, under which two packages may still be level."""
FIRST, SECOND, SAME = "first", "second", "same"


@dataclass(frozen=True)
class Side:
    """A package in the state in which it is kept.

    Attributes
    ----------
    code : int
        The code of the state.
    known : mapping of str to str
        The positions that are known.
    """

    code: int
    known: Mapping[str, str]

    def terms(self, case: Case, party: str, account: str | None) -> Terms:
        """Read a party's preference in this state."""
        return terms_of(case, party, account, self.code)


@dataclass(frozen=True, slots=True)
class Likes:
    """Which of two packages a party likes better.

    Attributes
    ----------
    possible : frozenset of str
        ``first``, ``second``, ``same``: what some filling gives; empty where one of the two cannot occur.
    because : str
        Where it is one of the first two under every filling: the statement that decides, the most important if
        fillings differ in it.
    """

    possible: frozenset[str]
    because: str = ""

    @property
    def sure(self) -> str:
        """The outcome under every filling; ``open`` where they differ, ``impossible`` where there is none."""
        return next(iter(self.possible)) if len(self.possible) == 1 else "open" if self.possible else "impossible"


Variable = tuple[str, str]
"""What is unknown: the side (or ``both``) and the issue."""


@dataclass(frozen=True, slots=True)
class _Step:
    """A question put to both sides, and what a difference means: it decides, is worth something, or rules out."""

    first: Residue
    second: Residue
    worth: int = 0
    text: str = ""
    is_rule: bool = False


@dataclass
class _Found:
    """Outcomes met so far, with the statements that decided."""

    reasons: dict[str, list[str]] = field(default_factory=dict)

    def add(self, outcome: str, reason: str = "") -> None:
        known = self.reasons.setdefault(outcome, [])
        if reason and reason not in known:
            known.append(reason)


def likes(case: Case, party: str, account: str | None, first: Side, second: Side, tied: Collection[str] = ()) -> Likes:
    """Compare two packages as a party likes them.

    Parameters
    ----------
    case : Case
        The case.
    party : str
        Id of the party.
    account : str or None
        Id of the account.
    first, second : Side
        The packages.
    tied : collection of str
        Issues unknown on both sides that stand wherever they stand on both.

    Raises
    ------
    CapacityError
        If there are too many fillings to tell apart.
    """
    one, two = first.terms(case, party, account), second.terms(case, party, account)
    rules = [
        _Step(occurs(case, first.code), True, is_rule=True),
        _Step(True, occurs(case, second.code), is_rule=True),
    ]
    steps = [*rules, *_steps(one, two)]
    found = _Walk(case, first, second, tied, steps).outcomes(_sign(two.tier - one.tier))
    possible = frozenset(found.reasons)
    sure = next(iter(possible)) if len(possible) == 1 else ""
    return Likes(possible, next(iter(found.reasons[sure]), "") if sure in (FIRST, SECOND) else "")


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def _steps(one: Terms, two: Terms) -> Iterator[_Step]:
    """Put the terms of both sides side by side."""
    for left, right in zip(one.first, two.first, strict=True):
        yield _Step(left.asks, right.asks, 0, left.text)
    if [term.text for term in one.summed] == [term.text for term in two.summed]:
        for left, right in zip(one.summed, two.summed, strict=True):
            yield _Step(left.asks, right.asks, left.worth, left.text)
        return
    yield from (_Step(term.asks, False, term.worth, term.text) for term in one.summed)
    yield from (_Step(False, term.asks, term.worth, term.text) for term in two.summed)


class _Walk:
    """Goes through the questions with the fillings that are still level."""

    def __init__(self, case: Case, first: Side, second: Side, tied: Collection[str], steps: list[_Step]) -> None:
        self._case, self._sides, self._tied = case, (first, second), tied
        self._steps = [step for step in steps if step.is_rule or not self._is_alike(step)]
        asked = [each for step in self._steps for each in (step.first, step.second)]
        self._needs = [self._variables(step) for step in self._steps]
        self._later: list[frozenset[Variable]] = []
        later: frozenset[Variable] = frozenset()
        for needs in reversed(self._needs):
            self._later.append(later)
            later |= needs
        self._later.reverse()
        self._choices = {variable: tuple(alike[0] for alike in classes(case, variable[1], asked)) for variable in later}

    def _is_alike(self, step: _Step) -> bool:
        """Whether a question has the same answer on both sides, whatever it is."""
        one, two = self._sides
        return step.first == step.second and all(
            issue in self._tied or (issue in one.known and one.known.get(issue) == two.known.get(issue))
            for issue in issues_of(step.first)
        )

    def _variables(self, step: _Step) -> frozenset[Variable]:
        found = set()
        for name, side, asks in zip((FIRST, SECOND), self._sides, (step.first, step.second), strict=True):
            for issue in issues_of(asks) - set(side.known):
                found.add(("both" if issue in self._tied else name, issue))
        return frozenset(found)

    def outcomes(self, tier: int) -> _Found:
        """Return what some filling gives; ``tier`` decides between states of a ranking."""
        found = _Found()
        level: set[tuple[tuple[tuple[Variable, str], ...], int]] = {((), 0)}
        gains: dict[str, int] = {}
        for step, needs, later in zip(self._steps, self._needs, self._later, strict=True):
            following = set()
            for filling, total in level:
                known = dict(filling)
                new = sorted(needs - known.keys())
                for choice in product(*(self._choices[variable] for variable in new)):
                    now = known | dict(zip(new, choice, strict=True))
                    met = self._met(step.first, FIRST, now), self._met(step.second, SECOND, now)
                    if step.is_rule and not all(met):
                        continue
                    if met[0] != met[1] and not step.is_rule and not step.worth:
                        found.add(FIRST if met[0] else SECOND, step.text)
                        continue
                    change = step.worth * (met[1] - met[0])
                    if change:
                        gains[step.text] = gains.get(step.text, 0) + change
                    left = tuple(sorted((v, position) for v, position in now.items() if v in later))
                    following.add((left, total + change))
            if len(following) > MAX_OPEN:
                raise CapacityError(
                    f"what is unknown leaves more than {MAX_OPEN:,} ways to compare the two",
                    "give more positions in the plans",
                )
            level = following
        for _, total in level:
            sign = _sign(total) or tier
            if not sign:
                found.add(SAME)
                continue
            # the largest gain is one thing only where nothing is unknown
            best = max(gains, key=lambda text: sign * gains[text]) if gains and not any(self._needs) else ""
            found.add(SECOND if sign > 0 else FIRST, best)
        return found

    def _met(self, asks: Residue, side: str, filling: Mapping[Variable, str]) -> bool:
        if isinstance(asks, bool):
            return asks
        known = self._sides[side == SECOND].known
        here = {
            issue: known[issue] if issue in known else self._filled(side, issue, filling) for issue in issues_of(asks)
        }
        return is_met(asks, here)

    @staticmethod
    def _filled(side: str, issue: str, filling: Mapping[Variable, str]) -> str:
        return filling["both", issue] if ("both", issue) in filling else filling[side, issue]
