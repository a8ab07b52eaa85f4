"""Conditions on a plan that is not settled yet, as gates over yes/no choices, for a solver to reason about.

A gate is a literal: an integer, negated by its sign, as SAT solvers have it. Equal gates are made once, constants
vanish, and each gate adds the clauses that make it equivalent to what it stands for (Tseitin 1968). A gate can also be
evaluated for given choices, without a solver.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

TRUE, FALSE = 1, -1
"""The constants: variable 1 is true."""

Clause = tuple[int, ...]


class Circuit:
    """Gates, and the clauses that define them.

    Attributes
    ----------
    n_variables : int
        Number of choices and gates, the constant included.
    clauses : list of tuple of int
        What every solution has to meet, in the order in which it was demanded.

    Examples
    --------
    >>> made = Circuit()
    >>> a, b = made.variable(), made.variable()
    >>> both = made.both([a, b])
    >>> made.value(both, {a: True, b: False}), made.both([a, -a]) == FALSE
    (False, True)
    """

    def __init__(self) -> None:
        self.n_variables = 1
        self._inputs: dict[int, Clause] = {}
        self._made: dict[Clause, int] = {}
        self.clauses: list[Clause] = [(TRUE,)]

    def variable(self) -> int:
        """Return a new choice."""
        self.n_variables += 1
        return self.n_variables

    def require(self, literals: Iterable[int]) -> None:
        """Demand that one of some literals is true."""
        kept = dict.fromkeys(each for each in literals if each != FALSE)
        if TRUE not in kept and not any(-each in kept for each in kept):
            self.clauses.append(tuple(kept))

    def both(self, literals: Iterable[int]) -> int:
        """Return the gate that is true where all are."""
        kept = sorted({each for each in literals if each != TRUE})
        present = set(kept)
        if FALSE in present or any(-each in present for each in kept):
            return FALSE
        if len(kept) < 2:
            return kept[0] if kept else TRUE
        key = tuple(kept)
        if key not in self._made:
            gate = self._made[key] = self.variable()
            self._inputs[gate] = key
            self.clauses += [(-gate, each) for each in key]
            self.clauses.append((gate, *(-each for each in key)))
        return self._made[key]

    def some(self, literals: Iterable[int]) -> int:
        """Return the gate that is true where at least one is."""
        return -self.both(-each for each in literals)

    def same(self, left: int, right: int) -> int:
        """Return the gate that is true where both are or neither is."""
        return -self.both([-self.both([left, right]), -self.both([-left, -right])])

    def value(self, literal: int, choices: dict[int, bool]) -> bool:
        """Return what a gate is for some choices, which are remembered along with what follows from them."""
        choices[TRUE] = True
        waiting = [abs(literal)]
        while waiting:
            gate = waiting[-1]
            if gate in choices:
                waiting.pop()
                continue
            unknown = [abs(each) for each in self._inputs[gate] if abs(each) not in choices]
            if unknown:
                waiting += unknown
            else:
                choices[gate] = all(choices[abs(each)] == (each > 0) for each in self._inputs[gate])
        return choices[abs(literal)] == (literal > 0)

    # -- numbers: bits, the most significant first ----------------------------------------------------------------

    def add(self, left: Sequence[int], right: Sequence[int]) -> tuple[int, ...]:
        """Return the sum of two numbers."""
        width = max(len(left), len(right))
        first = (*[FALSE] * (width - len(left)), *left)
        second = (*[FALSE] * (width - len(right)), *right)
        out: list[int] = []
        carry = FALSE
        for a, b in zip(reversed(first), reversed(second), strict=True):
            odd = -self.same(a, b)
            out.append(-self.same(odd, carry))
            carry = self.some([self.both([a, b]), self.both([odd, carry])])
        return (carry, *reversed(out)) if carry != FALSE else tuple(reversed(out))

    def total(self, numbers: Sequence[Sequence[int]]) -> tuple[int, ...]:
        """Return the sum of some numbers, added in pairs."""
        waiting = [tuple(each) for each in numbers] or [(FALSE,)]
        while len(waiting) > 1:
            pairs = zip(waiting[::2], waiting[1::2], strict=False)
            odd = waiting[-1:] if len(waiting) % 2 else []
            waiting = [self.add(a, b) for a, b in pairs] + odd
        return waiting[0]


def constant(number: int, width: int = 0) -> tuple[int, ...]:
    """Return the bits of a number that is not negative, the most significant first, at least ``width`` of them.

    Examples
    --------
    >>> constant(5, 4)
    (-1, 1, -1, 1)
    """
    length = max(number.bit_length(), width, 1)
    return tuple(TRUE if number >> k & 1 else FALSE for k in reversed(range(length)))
