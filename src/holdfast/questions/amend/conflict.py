"""Why no plan qualifies: a smallest set of obstacles that rule every plan out, and the smallest ways round them.

An *obstacle* is a complaint of a party (:mod:`compare`) or a fixed issue. Setting one aside can only let more plans
qualify. So the smallest sets that rule every plan out are the smallest that meet each set whose absence would let one
through: sets of the second kind are collected, a smallest set that meets them all is proposed, and where plans qualify
even against that set, it yields another of the second kind (implicit hitting sets: Ignatiev, Previti, Liffiton &
Marques-Silva 2015). Whether a plan qualifies is decided by the definitions, with the same complaints waived.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

from holdfast.case import Case, Ranking, Weights
from holdfast.case.condition import Condition, write
from holdfast.questions.amend.answer import Change, Obstacle, Relaxation
from holdfast.questions.amend.cheapest import Cheapest, Deadline
from holdfast.questions.amend.choices import Choices, Chosen
from holdfast.questions.amend.circuit import Circuit
from holdfast.questions.amend.compare import Complaint
from holdfast.questions.amend.search import Search
from holdfast.questions.drafts.scope import Scope

Told = Callable[[int, int, str], None]
Aside = Complaint | str
"""An obstacle: a complaint, or the id of a fixed issue."""

MAX_RELAXATIONS = 20
"""Most relaxations listed."""


@dataclass(frozen=True)
class Why:
    """Why no plan qualifies; see the fields of the same names in :class:`Amend`."""

    conflict: tuple[Obstacle, ...] = ()
    relaxations: tuple[Relaxation, ...] = ()
    complete: bool = True
    note: str = ""


def explain(scope: Scope, level: str, deadline: Deadline, told: Told) -> Why:
    """Say why no plan qualifies."""
    told(0, 1, "looking for what rules every plan out")
    search = Search(scope, level, deadline, lenient=True)
    try:
        return _Lenient(search, told).why()
    finally:
        search.solver.close()


class _Lenient:
    """A search in which obstacles can be set aside."""

    def __init__(self, search: Search, told: Told) -> None:
        self.search, self.told = search, told
        self.by: dict[Aside, int] = {}
        for complaint, literal in search.waivers.items():
            self.by[complaint] = literal
        for issue, literal in search.fixed.items():
            self.by[issue] = literal
        self.strict = [-literal for literal in search.leniency.values()]

    def why(self) -> Why:
        """Return the whole explanation."""
        everything = list(self.by.values())
        if self.search.find([*everything, *self.strict]) is None:
            return self._nothing_to_gain(everything)
        for literal in self.strict:
            self.search.circuit.require([literal])
        apart, relaxations, complete = self._relaxations()
        return Why(self._spelled(self._smallest_conflict(apart)), relaxations, complete)

    # -- what must give way -------------------------------------------------------------------------------------------

    def _relaxations(self) -> tuple[list[frozenset[Aside]], tuple[Relaxation, ...], bool]:
        """Return the smallest sets of obstacles without which some plan qualifies."""
        found: list[frozenset[Aside]] = []
        shown: list[Relaxation] = []
        blocked = self.search.circuit.variable()  # what was found is excluded here, and not from later questions
        self.search.solver.assume([blocked])
        least = None
        while (best := self.search.cheapest()) is not None:
            _, _, model = best
            aside = self._aside(model)
            if least is not None and len(aside) > least:
                break
            if len(found) == MAX_RELAXATIONS:
                break
            least = len(aside)
            found.append(aside)
            shown.append(self._example(aside))
            self.search.circuit.require([-blocked, *(-self.by[each] for each in aside)])
            self.told(0, 1, f"looking for what would have to give way: {len(found)} ways found")
        complete = best is None or len(self._aside(best[2])) > (least or 0)
        order = sorted(range(len(found)), key=lambda k: (len(shown[k].changes), self._places(found[k])))
        return found, tuple(shown[k] for k in order), complete

    def _aside(self, model: frozenset[int]) -> frozenset[Aside]:
        return frozenset(each for each, literal in self.by.items() if literal in model)

    def _example(self, aside: frozenset[Aside]) -> Relaxation:
        """Return a relaxation with the cheapest amendment that it lets through."""
        search = self.search
        solver = Cheapest(search.circuit, search.choices.costs, search.deadline)
        try:
            solver.assume(literal if each in aside else -literal for each, literal in self.by.items())
            best = search.cheapest(solver)
            assert best is not None
            changes, filled = changes_of(search.choices, best[1])
        finally:
            solver.close()
        return Relaxation(self._spelled(aside), changes, filled)

    # -- what rules every plan out ------------------------------------------------------------------------------------

    def _smallest_conflict(self, apart: list[frozenset[Aside]]) -> frozenset[Aside]:
        """Return a smallest set of obstacles against which no plan qualifies, whatever else is set aside."""
        circuit = Circuit()
        chosen = {each: circuit.variable() for each in self.by}
        solver = Cheapest(circuit, dict.fromkeys(chosen.values(), 1), self.search.deadline)
        try:
            for each in apart:
                circuit.require(chosen[one] for one in each)
            while True:
                best = solver.cheapest()
                assert best is not None
                kept = frozenset(each for each, literal in chosen.items() if literal in best[1])
                aside = self._least_aside(kept)
                if aside is None:
                    return kept
                circuit.require(chosen[one] for one in aside)
        finally:
            solver.close()

    def _least_aside(self, kept: frozenset[Aside]) -> frozenset[Aside] | None:
        """Return obstacles, none of them kept and none superfluous, without which a plan qualifies; None if none do."""
        insisted = [-self.by[each] for each in kept]
        found = self.search.find(insisted)
        if found is None:
            return None
        aside = self._aside(found[1])
        while True:  # insist on all that was not set aside, and on one thing more
            here = self.search.circuit.variable()
            self.search.circuit.require([-here, *(-self.by[each] for each in aside)])
            rest = [-self.by[each] for each in self.by if each not in aside]
            found = self.search.find([here, *rest])
            if found is None:
                return aside
            aside = self._aside(found[1])

    # -- nobody's doing -----------------------------------------------------------------------------------------------

    def _nothing_to_gain(self, everything: list[int]) -> Why:
        """Explain where even with every obstacle set aside no plan qualifies."""
        free = list(self.search.leniency.values())
        if self.search.find([*everything, *free]) is None:
            return Why(
                note="Whatever the positions, the state in which such a plan is kept cannot occur, or the status quo "
                "that signatories compare it with cannot: rules forbid it."
            )
        for size in range(1, len(free) + 1):
            for some in combinations(self.search.leniency.items(), size):
                insisted = [-literal for _, literal in some]
                rest = [literal for literal in free if -literal not in insisted]
                if self.search.find([*everything, *insisted, *rest]) is None:
                    return Why(tuple(self._has_to_gain(party) for party, _ in some), note=self._gain_note(size))
        raise AssertionError("no set of signatories rules every plan out, and yet no plan qualifies")

    def _gain_note(self, size: int) -> str:
        if size == 1:
            return (
                "A signatory has to gain something to sign, and this one gains nothing by any plan with this conduct."
            )
        return "Each signatory has to gain something to sign; no plan gives all of these something."

    def _has_to_gain(self, party: int) -> Obstacle:
        scope, name = self.search.scope, tuple(self.search.scope.case.parties)[party]
        stated = scope.case.preference(name, scope.account)
        if stated is None or isinstance(stated, Ranking | Weights):
            return Obstacle(party=name, text="has to gain something to sign")
        able = [text_of(scope.case, each.condition) for j, each in enumerate(stated) if self._can_gain(party, j)]
        return Obstacle(party=name, text="has to gain something to sign", could_gain=tuple(able))

    def _can_gain(self, party: int, place: int) -> bool:
        """Whether some plan makes a statement true that is not true at the status quo."""
        for world in self.search.worlds():
            view = world.views[party]
            here = view.rows[view.class_of[world.here]][place]
            before = view.rows[view.class_of[world.status_quo or 0]][place]
            gained = self.search.circuit.both((here, -before))
            if self.search.solver.solve([gained]) is not None:
                return True
        return False

    # -- words --------------------------------------------------------------------------------------------------------

    def _places(self, aside: frozenset[Aside]) -> list[int]:
        order = {each: k for k, each in enumerate(self.by)}
        return sorted(order[each] for each in aside)

    def _spelled(self, aside: frozenset[Aside]) -> tuple[Obstacle, ...]:
        scope = self.search.scope
        parties, found = tuple(scope.case.parties), []
        for each in sorted(aside, key=lambda one: self._places(frozenset({one}))):
            if isinstance(each, str):
                fixed = scope.case.plans[scope.plan].positions[each].position
                found.append(Obstacle(issue=each, fixed=fixed))
                continue
            party, number = parties[each[0]], each[1]
            stated = scope.case.preference(party, scope.account)
            if isinstance(stated, Ranking):
                found.append(Obstacle(party=party, text="its ranking of the states"))
            elif isinstance(stated, Weights):
                found.append(Obstacle(party=party, text="what its weights come to" if number else "its red lines"))
            elif stated is not None:
                found.append(Obstacle(party, number + 1, text_of(scope.case, stated[number].condition)))
        return tuple(found)


def text_of(case: Case, condition: Condition) -> str:
    """Write a condition with the options' names as the case has them."""
    names = dict(zip(((o.party, o.id) for o in case.options), case.option_names, strict=True))
    return write(condition, lambda taken: names[taken.party, taken.option])


def changes_of(choices: Choices, chosen: Chosen) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
    """Return what a package changes, to the nearest of the positions that nobody tells apart, and what it fills in."""
    changed, filled = [], []
    for axis, k in zip(choices.axes, chosen, strict=True):
        if axis.before is None:
            filled.append(Change(axis.issue, None, axis.classes[k][0]))
        elif axis.own != k:
            order = list(choices.scope.case.issues[axis.issue].positions)
            steps = {to: abs(order.index(to) - order.index(axis.before)) for to in axis.classes[k]}
            changed.append(Change(axis.issue, axis.before, min(steps, key=steps.__getitem__)))
    return tuple(changed), tuple(filled)
