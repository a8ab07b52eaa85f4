"""The states that can occur, asked in two ways: visited one by one, or searched for."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from itertools import combinations, product

from holdfast.case.condition import Condition, Not, Taken, atoms
from holdfast.casefile.feasible import Budget, Codes, TooMuch
from holdfast.casefile.search import Linked, satisfiable
from holdfast.casefile.worlds import CAN_BE_FALSE, CAN_BE_TRUE, outlook

_SHOWN = 5
_PAIRS = 400
_FREE = 10
"""Most letters left open in a merged state whose states are visited one by one."""
_QUESTION = 8_000
"""What one search may compute."""


class Space(ABC):
    """The states that can occur now (without a plan), and under some plan.

    Parameters
    ----------
    options : sequence of Taken
        In letter order.
    never_now, never : sequence of Condition
        The rules over options only: without a plan, and under any plan.
    named : sequence of str or None
        The only letters and patterns that can occur, or None.
    budget : Budget
        What may be computed; where it does not suffice every method raises ``TooMuch``.
    """

    def __init__(
        self,
        options: Sequence[Taken],
        never_now: Sequence[Condition],
        never: Sequence[Condition],
        named: Sequence[str] | None,
        budget: Budget,
    ) -> None:
        self.options, self.never_now, self.never, self.named, self.budget = options, never_now, never, named, budget
        self.is_finished = True

    @abstractmethod
    def is_possible(self) -> bool:
        """Whether any state can occur without a plan."""

    @abstractmethod
    def core(self) -> list[int]:
        """Return rules that contradict each other, none of them superfluous; empty where that is not quickly found."""

    @abstractmethod
    def can_ever(self, condition: Condition) -> bool:
        """Whether a condition is true under some choice of options, whatever the rules say."""

    @abstractmethod
    def occurs(self, pattern: str, now: bool) -> bool:
        """Whether letters, or some state that a pattern matches, can occur."""

    @abstractmethod
    def constant(self, condition: Condition) -> bool | None:
        """Return the truth of a condition that is the same in all states that can occur; None where it varies."""

    @abstractmethod
    def differs(self, condition: Condition, pattern: str) -> bool:
        """Whether a condition is surely true in one state of a pattern that can occur, and surely false in another."""

    @abstractmethod
    def missing(self, ranked: Sequence[str], merged: Sequence[str]) -> tuple[int, list[str]]:
        """Return how many states that can occur now are not ranked, and the first of them."""


class Enumerated(Space):
    """Every state visited, as sets of codes."""

    def __init__(
        self,
        options: Sequence[Taken],
        never_now: Sequence[Condition],
        never: Sequence[Condition],
        named: Sequence[str] | None,
        budget: Budget,
    ) -> None:
        super().__init__(options, never_now, never, named, budget)
        self.codes = Codes([(option.party, option.option) for option in options], budget)
        self.all = self.codes.full if named is None else self.codes.of(named)
        self.now = self._allowed(never_now)
        self.ever = self.now if list(never) == list(never_now) else self._allowed(never)
        self._now_bits, self._ever_bits = (
            states.to_bytes((self.codes.size + 7) // 8, "little") for states in (self.now, self.ever)
        )

    def _allowed(self, never: Sequence[Condition]) -> int:
        left = self.all
        for condition in never:
            left &= self.codes.where(condition)[1]
        return left

    def is_possible(self) -> bool:
        """Whether any state is left."""
        return self.now != 0

    def core(self) -> list[int]:
        """Return a smallest contradiction where there are few rules, else one without superfluous rules."""
        try:
            return self._smallest() or self._irreducible()
        except TooMuch:
            return []

    def _smallest(self) -> list[int]:
        found: list[int] = []
        if len(self.never_now) ** 2 <= _PAIRS and self.codes.size <= 1 << 12:
            allowed = [self.all & self.codes.where(condition)[1] for condition in self.never_now]
            single = next(([k] for k, states in enumerate(allowed) if not states), [])
            found = single or next(
                ([a, b] for a, b in combinations(range(len(allowed)), 2) if not allowed[a] & allowed[b]), []
            )
        return found

    def _irreducible(self) -> list[int]:
        if not self.all:
            return []
        core: list[int] = []
        left, end = self.all, len(self.never_now)
        while left:
            running = left
            for k in range(end):
                running &= self.codes.where(self.never_now[k])[1]
                if not running:
                    core.append(k)
                    left &= self.codes.where(self.never_now[k])[1]
                    end = k
                    break
            else:  # cannot be: together the rules leave nothing
                return []
        return sorted(core)

    def can_ever(self, condition: Condition) -> bool:
        """Whether a condition is ever true."""
        return self.codes.where(condition)[0] != 0

    def occurs(self, pattern: str, now: bool) -> bool:
        """Whether a state is left."""
        if "-" in pattern:
            return self.codes.of([pattern]) & (self.now if now else self.ever) != 0
        self.budget.spend(1)
        code = self.codes.code(pattern)
        return bool((self._now_bits if now else self._ever_bits)[code >> 3] >> (code & 7) & 1)

    def constant(self, condition: Condition) -> bool | None:
        """Compare with the states left."""
        can, cannot = self.codes.where(condition)
        if not can & self.ever:
            return False
        return None if cannot & self.ever else True

    def differs(self, condition: Condition, pattern: str) -> bool:
        """Compare with the states left inside."""
        can, cannot = self.codes.where(condition)
        inside = self.codes.of([pattern]) & self.ever
        return bool(inside & can & ~cannot) and bool(inside & cannot & ~can)

    def missing(self, ranked: Sequence[str], merged: Sequence[str]) -> tuple[int, list[str]]:
        """Count the states left that are not ranked, merged states as one."""
        self.budget.spend(4 * self.codes.step)
        left = self.now & ~self.codes.of(ranked)
        shown: list[str] = []
        count = 0
        for pattern in merged:
            inside = self.codes.of([pattern])
            if inside & left:
                count += 1
                shown.append(pattern)
            left &= ~inside
        count += left.bit_count()
        for code in self.codes.members(left):
            if len(shown) >= _SHOWN:
                break
            shown.append(self.codes.letters(code))
        return count, shown[:_SHOWN]


class Searched(Space):
    """Too many options to visit every state: each question is a search of its own."""

    def __init__(
        self,
        options: Sequence[Taken],
        never_now: Sequence[Condition],
        never: Sequence[Condition],
        named: Sequence[str] | None,
        budget: Budget,
    ) -> None:
        super().__init__(options, never_now, never, named, budget)
        self.rules_now, self.rules = ([Not(each) for each in some] for some in (never_now, never))
        self.linked = Linked(self.rules)

    def _given(self, pattern: str) -> dict[Condition, bool]:
        return {option: letter == "Y" for option, letter in zip(self.options, pattern, strict=True) if letter != "-"}

    def _can(self, conditions: Sequence[Condition], given: dict[Condition, bool] | None = None) -> bool:
        """Whether conditions can be true together; counts as yes where that would take too long to find out."""
        self.budget.spend(1)
        budget = Budget(min(self.budget.left, _QUESTION))
        before = budget.left
        try:
            return satisfiable(conditions, budget, given)
        except TooMuch:
            self.is_finished = False
            return True
        finally:
            self.budget.spend(before - max(budget.left, 0))

    def is_possible(self) -> bool:
        """Whether the rules can be met."""
        if self.named is not None:
            return any(self._can(self.rules_now, self._given(pattern)) for pattern in self.named)
        return self._can(self.rules_now)

    def core(self) -> list[int]:
        """Return a rule that contradicts itself; more is not looked for."""
        if self.named is not None:
            return []
        return next(([k] for k, rule in enumerate(self.rules_now) if not self._can([rule])), [])

    def can_ever(self, condition: Condition) -> bool:
        """Whether a condition is ever true."""
        return self._can([condition])

    def occurs(self, pattern: str, now: bool) -> bool:
        """Whether a state breaks no rule."""
        if self.named is not None and pattern not in self.named:
            return False
        return self._can(self.rules_now if now else self.rules, self._given(pattern))

    def constant(self, condition: Condition) -> bool | None:
        """Search for a state where it is true, and one where it is false."""
        if self.named is not None:
            return self._constant_over_named(self.named, condition)
        rules = self.linked.bearing_on(atom for atom in atoms(condition) if isinstance(atom, Taken))
        if not self._can([condition, *rules]):
            return False
        return None if self._can([Not(condition), *rules]) else True

    def _constant_over_named(self, named: Sequence[str], condition: Condition) -> bool | None:
        seen = 0
        for pattern in named:
            given = self._given(pattern)
            self.budget.spend(1 + len(given))

            def look(atom: Condition, given: dict[Condition, bool] = given) -> int:
                if atom in given:
                    return CAN_BE_TRUE if given[atom] else CAN_BE_FALSE
                return CAN_BE_TRUE | CAN_BE_FALSE

            seen |= outlook(condition, look)
            if seen == CAN_BE_TRUE | CAN_BE_FALSE:
                return None
        return seen == CAN_BE_TRUE

    def differs(self, condition: Condition, pattern: str) -> bool:
        """Visit the states inside, where these are few."""
        settled = self._given(pattern)
        free = [option for option in self.options if option not in settled]
        if len(free) > _FREE or (self.named is not None and pattern not in self.named):
            return False
        seen = 0
        for letters in product((False, True), repeat=len(free)):
            given = settled | dict(zip(free, letters, strict=True))
            self.budget.spend(1 + len(given) + 2 * len(self.never))

            def look(atom: Condition, given: dict[Condition, bool] = given) -> int:
                if atom in given:
                    return CAN_BE_TRUE if given[atom] else CAN_BE_FALSE
                return CAN_BE_TRUE | CAN_BE_FALSE

            truth = outlook(condition, look)
            news = truth & ~seen and truth != CAN_BE_TRUE | CAN_BE_FALSE
            if news and not any(outlook(rule, look) == CAN_BE_TRUE for rule in self.never):
                seen |= truth
        return seen == CAN_BE_TRUE | CAN_BE_FALSE

    def missing(self, ranked: Sequence[str], merged: Sequence[str]) -> tuple[int, list[str]]:
        """Compare with the states named; without those nobody can rank so many."""
        if self.named is None:
            return 0, []
        left = [pattern for pattern in self.named if pattern not in set(ranked) and self.occurs(pattern, True)]
        return len(left), left[:_SHOWN]
