"""The search: a solver proposes the cheapest plan that passes every demand made so far; the definitions dispose.

Where they refuse a proposal, the reason becomes a new demand, and the solver proposes again. What it proposes at last
is the cheapest plan of all that qualify: none cheaper meets even the demands made so far.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from holdfast.case import Ranking, Weights
from holdfast.errors import ModelError
from holdfast.model.compile import assemble, structure
from holdfast.model.model import Model
from holdfast.model.preference import Statements
from holdfast.model.structure import Structure
from holdfast.questions.amend.cheapest import Cheapest, Deadline
from holdfast.questions.amend.choices import Choices, Chosen
from holdfast.questions.amend.circuit import Circuit
from holdfast.questions.amend.compare import Complaint, Gates, Sight
from holdfast.questions.amend.demands import answered, deterring, moves_of, unanswered
from holdfast.questions.amend.graph import Places, World, check_size
from holdfast.questions.amend.views import view_of
from holdfast.questions.drafts.parts import grouped, parts_of
from holdfast.questions.drafts.scope import Scope

LEVELS = ("holds", "firmly")


class Search:
    """All packages that qualify, cheapest first.

    Parameters
    ----------
    scope : Scope
        The case, the account, and the plan whose conduct counts.
    level : str
        ``holds`` or ``firmly``.
    deadline : Deadline
        When to stop.
    lenient : bool
        Whether obstacles can be set aside, at a cost of one each: complaints waived, and fixed issues changed. Then the
        changes themselves cost nothing.
    """

    def __init__(
        self,
        scope: Scope,
        level: str,
        deadline: Deadline,
        *,
        lenient: bool = False,
    ) -> None:
        self.scope, self.firmly, self.deadline = scope, level == "firmly", deadline
        self.circuit = Circuit()
        self.choices = Choices(scope, self.circuit, unfix=lenient)
        self.signatories = tuple(
            k
            for k, party in enumerate(scope.case.parties)
            if party in scope.case.agreement.signatories  # type: ignore[union-attr]
        )
        self._worlds: dict[Structure, World | None] = {}
        self._asked: dict[tuple[int, ...], World | None] = {}
        self._rules = self._rule_parts()
        self.n_proposals = self.n_demands = 0
        self.waivers: dict[Complaint, int] = {}
        self.leniency: dict[int, int] = {}
        self.fixed: dict[str, int] = {}
        if lenient:
            self.waivers = {each: self.circuit.variable() for each in complaints(scope)}
            self.leniency = {party: self.circuit.variable() for party in self.signatories}
            self._let_fixed_change()
        self.gates = Gates(self.circuit, self.waivers)
        aside = dict.fromkeys([*self.waivers.values(), *self.fixed.values()], 1)
        self.solver = Cheapest(self.circuit, aside if lenient else self.choices.costs, deadline)

    def _let_fixed_change(self) -> None:
        for axis in self.choices.axes:
            if self.scope.case.issues[axis.issue].fixed and axis.own is not None and len(axis.classes) > 1:
                self.fixed[axis.issue] = self.circuit.variable()
                self.circuit.require((self.fixed[axis.issue], axis.literals[axis.own]))

    # -- proposals ----------------------------------------------------------------------------------------------------

    def cheapest(self, solver: Cheapest | None = None) -> tuple[int, Chosen, frozenset[int]] | None:
        """Return what the cheapest package that qualifies costs, and the solution; None if there is none."""
        while (found := (solver or self.solver).cheapest()) is not None:
            paid, model = found
            chosen = self.choices.read(model)
            if not self._refused(chosen, self._waived_in(model)):
                return paid, chosen, model
        return None

    def find(self, assumptions: Iterable[int] = ()) -> tuple[Chosen, frozenset[int]] | None:
        """Return some package that qualifies and meets the assumptions, whatever it costs; None if there is none."""
        assumed = list(assumptions)
        while (model := self.solver.solve(assumed)) is not None:
            chosen = self.choices.read(model)
            if not self._refused(chosen, self._waived_in(model)):
                return chosen, model
        return None

    def _waived_in(self, model: frozenset[int]) -> frozenset[Complaint]:
        return frozenset(each for each, literal in self.waivers.items() if literal in model)

    def _refused(self, chosen: Chosen, waived: frozenset[Complaint]) -> bool:
        """Judge a proposal; where it fails, demand what it lacks."""
        self.deadline.check()
        self.n_proposals += 1
        key = self._reading(chosen)
        if key not in self._asked:
            self._asked[key] = self._world(chosen)
            self._demand_at_first(key)
            return True  # it may fail what is demanded now: the solver sees that sooner
        world = self._asked[key]
        assert world is not None
        sight, refused = Sight(world, self.choices, chosen, waived), False
        for party in range(len(world.views)) if self.firmly else ():
            for end, reached in unanswered(sight, party, moves_of(world, party), credible=True):
                self._demand(answered(world, self.gates, party, end, reached), key)
                refused = True
            self.deadline.check()
        return refused

    def sight(self, chosen: Chosen) -> Sight:
        """Return how the parties see a package that was found."""
        world = self._asked[self._reading(chosen)]
        assert world is not None
        return Sight(world, self.choices, chosen)

    def exclude(self, literals: Iterable[int]) -> None:
        """Let nothing more be proposed in which all of these are true."""
        self.circuit.require([-each for each in literals])

    def worlds(self) -> list[World]:
        """Return what can occur under each reading of the rules met so far under which the plan's state can."""
        return [world for world in dict.fromkeys(self._asked.values()) if world is not None]

    # -- demands ------------------------------------------------------------------------------------------------------

    def _demand(self, clause: list[int], key: tuple[int, ...]) -> None:
        self.n_demands += 1
        self.circuit.require([*clause, *(-gate for gate in key)])

    def _demand_at_first(self, key: tuple[int, ...]) -> None:
        """Demand what can be said at once of all packages under which the rules read alike."""
        world = self._asked[key]
        if world is None or world.status_quo is None:
            self._asked[key] = None
            self._demand([], key)
            return
        some = Sight(world, self.choices, tuple(0 for _ in self.choices.axes))
        for party, view in enumerate(world.views):
            here = int(view.class_of[world.here])
            if party in self.signatories:
                before = int(view.class_of[world.status_quo])
                gain = self.gates.gain(view, here, before)
                self._demand([self.gates.at_least(party, view, here, before)], key)
                self._demand([gain, self.leniency.get(party, -1)], key)
            for end in moves_of(world, party):
                possible = np.append(some.reach(party, end, credible=False).states, end)
                self._demand(deterring(world, self.gates, party, possible), key)
                if self.firmly and not self.waivers and self._is_settled(world, possible):
                    wanted = some.reach(party, end, credible=True)
                    self._demand(answered(world, self.gates, party, end, wanted), key)
            self.deadline.check()

    def _is_settled(self, world: World, places: Places) -> bool:
        """Whether all parties rank some states alike under every package."""
        return all(bool(view.settled[view.class_of[places]].all()) for view in world.views)

    # -- worlds -------------------------------------------------------------------------------------------------------

    def _rule_parts(self) -> tuple[int, ...]:
        """Return the gates of what the rules say about issues, as far as packages differ in it."""
        parts = [part for rule in self.scope.case.rules for part in parts_of(grouped(rule.never))]
        gates = dict.fromkeys(self.choices.gate(part, {}) for part in parts)
        return tuple(gate for gate in gates if abs(gate) != 1)

    def _reading(self, chosen: Chosen) -> tuple[int, ...]:
        """Return which way the rules read: each of their gates as it is true."""
        values = self.choices.values(chosen)
        return tuple(gate if self.circuit.value(gate, values) else -gate for gate in self._rules)

    def _world(self, chosen: Chosen) -> World | None:
        """Return the states that can occur, or None where the plan's state cannot."""
        table = self.scope.at(self.choices.positions(chosen))
        try:
            made = structure(table)
        except ModelError:  # a rule forbids every state
            return None
        if made not in self._worlds:
            check_size(made)
            model = assemble(table, made, (Statements(()),) * len(made.parties), self.scope.account)
            self._worlds[made] = self._made(model)
        return self._worlds[made]

    def _made(self, model: Model) -> World | None:
        if model.plan_state is None:
            return None
        codes = model.structure.codes
        return World(
            model.structure,
            int(codes.searchsorted(model.plan_state)),
            None if model.status_quo is None else int(codes.searchsorted(model.status_quo)),
            tuple(view_of(self.choices, model.structure, party) for party in model.parties),
        )


def complaints(scope: Scope) -> list[Complaint]:
    """Return every complaint of every party."""
    found: list[Complaint] = []
    for k, party in enumerate(scope.case.parties):
        stated = scope.case.preference(party, scope.account)
        if isinstance(stated, Ranking):
            found.append((k, 0))
        elif isinstance(stated, Weights):
            found += [(k, 0), (k, 1)]
        elif stated is not None:
            found += [(k, j) for j in range(len(stated))]
    return found
