"""Cheapest solutions first: a SAT solver that is told what each choice costs.

Assume that nothing costs anything. Where that contradicts the clauses, the solver names a *core*: choices of which one
at least must be paid for. The cheapest of them is paid, and counters say what paying for more of them costs; then again
(core-guided search: Fu & Malik 2006; Morgado, Dodaro & Marques-Silva 2014). The first solution found is the cheapest,
and that there is none cheaper has been proved on the way. Clauses may be added at any time: they can only make
solutions dearer, so nothing learnt is lost.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Mapping
from typing import Any

from holdfast.errors import CapacityError
from holdfast.questions.amend.circuit import Circuit

CONFLICTS = 2000
"""How hard is tried to leave a literal out of a core."""


class Deadline:
    """When to stop."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self._end = seconds, time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds left."""
        return self._end - time.monotonic()

    def check(self, doing: str = "searching") -> None:
        """Raise CapacityError when the time is up."""
        if self.left <= 0:
            raise CapacityError(
                f"stopped while {doing}: {self.seconds:,.0f} s are over",
                "allow more (--time), ask for the weaker level (--level holds), or mark issues that are not open "
                "`fixed: true`",
            )


class Cheapest:
    """A solver of a circuit's clauses that finds solutions in order of cost. Several may share a circuit."""

    def __init__(self, circuit: Circuit, costs: Mapping[int, int], deadline: Deadline) -> None:
        from pysat.solvers import Solver

        self.circuit, self.deadline = circuit, deadline
        self._solver: Any = Solver(name="glucose4", incr=False)
        self._weight = {-literal: cost for literal, cost in costs.items() if cost}
        self._next: dict[int, tuple[tuple[int, ...], int]] = {}
        self._always: tuple[int, ...] = ()
        self._n_told = 0
        self.paid = 0

    def close(self) -> None:
        """Let the solver go."""
        self._solver.delete()

    def assume(self, literals: Iterable[int]) -> None:
        """Look for the cheapest only among solutions in which these are true; asked before anything else is."""
        self._always = tuple(literals)

    def solve(self, assumptions: Iterable[int] = ()) -> frozenset[int] | None:
        """Return the literals of some solution in which the assumptions are true, whatever it costs; None if none."""
        return self._model() if self._ask(list(assumptions)) else None

    def cheapest(self) -> tuple[int, frozenset[int]] | None:
        """Return what the cheapest solution costs, and its literals; None if there is none."""
        while not self._ask(self._assumed()):
            core = self._smaller(self._solver.get_core() or [])
            if not core:
                return None
            self._pay(core)
        return self.paid, self._model()

    def _assumed(self) -> list[int]:
        return [*self._always, *sorted(self._weight, key=lambda literal: (-self._weight[literal], abs(literal)))]

    def _model(self) -> frozenset[int]:
        return frozenset(self._solver.get_model())

    def _ask(self, assumptions: list[int]) -> bool:
        for clause in self.circuit.clauses[self._n_told :]:
            self._solver.add_clause(clause)
        self._n_told = len(self.circuit.clauses)
        self.deadline.check()
        timer = threading.Timer(min(self.deadline.left, threading.TIMEOUT_MAX), self._solver.interrupt)
        timer.daemon = True
        timer.start()
        try:
            found = self._solver.solve_limited(assumptions=assumptions, expect_interrupt=True)
        finally:
            timer.cancel()
        self._solver.clear_interrupt()
        if found is None:
            self.deadline.check()
        return bool(found)

    def _smaller(self, core: list[int]) -> list[int]:
        """Leave out of a core what it does without, as far as that is quickly seen."""
        core = [literal for literal in core if literal not in self._always]
        for literal in sorted(core, key=lambda each: (self._weight[each], abs(each))):
            if len(core) < 2 or literal not in core:
                continue
            rest = [each for each in core if each != literal]
            self._solver.conf_budget(CONFLICTS)
            if self._solver.solve_limited(assumptions=[*self._always, *rest]) is False:
                core = [each for each in self._solver.get_core() or [] if each not in self._always]
            self.deadline.check()
        return core

    def _pay(self, core: list[int]) -> None:
        least = min(self._weight[literal] for literal in core)
        self.paid += least
        for literal in core:
            self._weight[literal] -= least
            if not self._weight[literal]:
                del self._weight[literal]
            if literal in self._next:  # a counter's output: what paying for one more of its inputs costs comes next
                outputs, place = self._next[literal]
                if place < len(outputs):
                    self._soften(outputs, place, least)
        if len(core) > 1:
            self._soften(at_least(self.circuit, [-literal for literal in core]), 1, least)

    def _soften(self, outputs: tuple[int, ...], place: int, cost: int) -> None:
        literal = -outputs[place]
        self._next[literal] = (outputs, place + 1)
        self._weight[literal] = self._weight.get(literal, 0) + cost


def at_least(circuit: Circuit, literals: list[int]) -> tuple[int, ...]:
    """Return gates that say whether at least one, two and so on of some literals are true.

    Examples
    --------
    >>> made = Circuit()
    >>> a, b, c = (made.variable() for _ in range(3))
    >>> [made.value(gate, {a: True, b: False, c: True}) for gate in at_least(made, [a, b, c])]
    [True, True, False]
    """
    if len(literals) < 2:
        return tuple(literals)
    middle = len(literals) // 2
    left, right = at_least(circuit, literals[:middle]), at_least(circuit, literals[middle:])
    found = []
    for n in range(1, len(literals) + 1):  # n in all: k on the left, the rest on the right
        ways = []
        for k in range(max(0, n - len(right)), min(n, len(left)) + 1):
            ways.append(circuit.both([*left[max(k - 1, 0) : k], *right[max(n - k - 1, 0) : n - k]]))
        found.append(circuit.some(ways))
    return tuple(found)
