"""Whether conditions can be true together, for cases with too many options to visit every state.

Plain backtracking over the options that still matter, with conditions judged while some options are open. Bounded:
what the budget does not settle stays unsettled, and nothing is said about it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from holdfast.case.condition import Condition, Taken, atoms
from holdfast.casefile.feasible import Budget
from holdfast.casefile.worlds import CAN_BE_FALSE, CAN_BE_TRUE, outlook


def satisfiable(conditions: Sequence[Condition], budget: Budget, given: Mapping[Condition, bool] | None = None) -> bool:
    """Return whether some choice of options makes all conditions true (or leaves them open).

    Parameters
    ----------
    conditions : sequence of Condition
        Over options only.
    budget : Budget
        What may be computed.
    given : mapping of Taken to bool, optional
        Options that are settled.

    Raises
    ------
    TooMuch
        If the budget does not settle it.

    Examples
    --------
    >>> a = Taken("us", "blockade")
    >>> from holdfast.case.condition import Not
    >>> satisfiable([a], Budget(100)), satisfiable([a, Not(a)], Budget(100))
    (True, False)
    """
    chosen: dict[Condition, bool] = dict(given or {})

    def look(atom: Condition) -> int:
        if atom in chosen:
            return CAN_BE_TRUE if chosen[atom] else CAN_BE_FALSE
        return CAN_BE_TRUE | CAN_BE_FALSE

    def narrow(conditions: list[Sized]) -> tuple[list[Sized], Condition | None] | None:
        """Return what is still open and an option to try next, or None where something cannot be true any more."""
        still: list[Sized] = []
        for sized in conditions:
            condition, size = sized
            budget.spend(2 + size)
            seen = outlook(condition, look)
            if seen == CAN_BE_FALSE:
                return None
            if seen != CAN_BE_TRUE:
                still.append(sized)
        for condition, _ in still:
            for atom in atoms(condition):
                if isinstance(atom, Taken) and atom not in chosen:
                    return still, atom
        return still, None

    # Each level holds the option tried there, whether its second value is still to be tried, and what was open above.
    levels: list[tuple[Condition, bool, list[Sized]]] = []
    left: list[Sized] = []
    for condition in conditions:
        size = sum(1 for _ in atoms(condition))
        budget.spend(size)
        left.append((condition, size))
    while True:
        narrowed = narrow(left)
        if narrowed is not None:
            left, option = narrowed
            if option is None:
                return True
            levels.append((option, True, left))
            chosen[option] = False
            continue
        while levels and not levels[-1][1]:
            del chosen[levels.pop()[0]]
        if not levels:
            return False
        option, _, left = levels.pop()
        levels.append((option, False, left))
        chosen[option] = True


Sized = tuple[Condition, int]
"""A condition with the number of its atoms."""


class Linked:
    """Rules by the options they bear on, so that a question looks only at rules that can matter to it."""

    def __init__(self, rules: Sequence[Condition]) -> None:
        self.rules = rules
        self._root: dict[Condition, Condition] = {}
        for rule in rules:
            options = [atom for atom in atoms(rule) if isinstance(atom, Taken)]
            for option in options:
                self._root[self._find(option)] = self._find(options[0])
        self._by_root: dict[Condition, list[Condition]] = {}
        for rule in rules:
            first = next((atom for atom in atoms(rule) if isinstance(atom, Taken)), None)
            if first is not None:
                self._by_root.setdefault(self._find(first), []).append(rule)

    def _find(self, option: Condition) -> Condition:
        root = option
        while (above := self._root.get(root, root)) is not root:
            root = above
        while option is not root:
            self._root[option], option = root, self._root.get(option, root)
        return root

    def bearing_on(self, options: Iterable[Condition]) -> list[Condition]:
        """Return the rules that restrict some of these options, directly or through others."""
        roots = dict.fromkeys(self._find(option) for option in options)
        return [rule for root in roots for rule in self._by_root.get(root, ())]
