"""The readings once more, by plain loops: every draft a conflict of its own, every verdict from the definitions.

Of holdfast only the reading of case files and the compiled `Model` (which moves there are, and who likes which of two
states better) are used.
"""

from __future__ import annotations

import dataclasses
import random
from fractions import Fraction
from functools import cache
from itertools import product

from holdfast.case import ById, Case, Cell, Conduct, IssueWorth, Plan, Ranking, RedLine, Statement, Weights, Worth
from holdfast.case.condition import InForce, Not, Or, Taken
from holdfast.errors import ModelError
from holdfast.model.compile import compile_case


def with_factions(case: Case, rng: random.Random) -> Case:
    """Make some parties factions of others."""
    parties = []
    for party in case.parties.values():
        others = [other for other in case.parties if other != party.id]
        principal = rng.choice(others) if rng.random() < 0.4 else ""
        parties.append((party.id, dataclasses.replace(party, faction_of=principal)))
    return case.replace(parties=ById(parties))


def tempted(case: Case, rng: random.Random) -> Case:
    """Let some parties want the agreement, or something of their own without it: they would sign, and leave."""
    preferences = dict(case.preferences)
    for party, stated in case.preferences.items():
        own = [Taken(party, option) for option in case.parties[party].options]
        if isinstance(stated, tuple) and rng.random() < 0.6:
            first: tuple = (InForce(),) if rng.random() < 0.5 else (Or((InForce(), own[-1])), Not(own[0]))
            preferences[party] = (*map(Statement, first), *stated)
    return case.replace(preferences=ById(preferences.items()))


def weighed(case: Case, rng: random.Random) -> Case:
    """Give some parties weights in place of statements; small numbers, so that there are ties."""
    preferences = dict(case.preferences)
    for party, stated in case.preferences.items():
        if isinstance(stated, tuple) and rng.random() < 0.5:
            some = [issue for issue in case.issues.values() if rng.random() < 0.7]
            worths = tuple(
                IssueWorth(each.id, Fraction(rng.choice([1, 2])), tuple((p, _small(rng)) for p in each.positions))
                for each in some
            )
            also = tuple(Worth(each.condition, _small(rng)) for each in stated[:2])
            lines = (RedLine(stated[-1].condition),) if rng.random() < 0.3 else ()
            walk_away = _small(rng) if rng.random() < 0.5 else None
            preferences[party] = Weights("points", worths, also, lines, walk_away)
    return case.replace(preferences=ById(preferences.items()))


def _small(rng: random.Random) -> Fraction:
    return Fraction(rng.randint(-2, 3))


def kept_by_conduct(case: Case) -> Case:
    """Let the agreement be in force only with what parties do under some plan, and let plans differ in that."""
    signing = set(case.agreement.signatories.items())
    others = [(option.party, option.id) for option in case.options if (option.party, option.id) not in signing][:2]
    ranked = any(isinstance(stated, Ranking) for stated in case.preferences.values())  # and rules may name in_force
    if len(others) < 2 or not case.plans or ranked:
        return case
    conducts = [(Conduct(party, option, taken=True),) for party, option in others]
    plans = [(name, dataclasses.replace(p, conduct=conducts[k % 2])) for k, (name, p) in enumerate(case.plans.items())]
    wanted = Or(tuple(Taken(party, option) for party, option in others))
    agreement = dataclasses.replace(case.agreement, in_force=wanted)
    return case.replace(plans=ById(plans), agreement=agreement, status_quo=None)


class Plain:
    """A model, asked only for moves and for which of two states is better."""

    def __init__(self, model) -> None:
        self.model, self.parties = model, range(len(model.parties))
        self.moves = cache(model.structure.moves)
        self.level = cache(model.level)

    def better(self, party: int, a: int, b: int) -> bool:
        return self.level(party, a) > self.level(party, b)

    def up(self, party: int, state: int) -> list[int]:
        return [end for end in self.moves(party, state) if self.better(party, end, state)]

    def sequences(self, start: int, movers, step, stop=()) -> set[int]:
        """Return where legal sequences of one step or more lead; nobody moves twice in a row."""
        seen: set[tuple[int, int]] = set()
        left = [(start, -1)]
        while left:
            state, last = left.pop()
            if state in stop:
                continue
            for party in movers:
                if party != last:
                    for end in step(party, state):
                        if (end, party) not in seen:
                            seen.add((end, party))
                            left.append((end, party))
        return {state for state, _ in seen}

    def answered(self, party: int, state: int, end: int, wanted: bool) -> bool:
        others = [k for k in self.parties if k != party]
        reached = self.sequences(end, others, self.up if wanted else self.moves)
        return any(not self.better(party, u, state) for u in reached)

    def verdict(self, party: int, state: int) -> str:
        ends = self.up(party, state)
        if not ends:
            return "content"
        if all(self.answered(party, state, end, wanted=True) for end in ends):
            return "deterred"
        return "bluffed" if all(self.answered(party, state, end, wanted=False) for end in ends) else "blocker"

    def equilibria(self, concept: str) -> set[int]:
        good = {"nash": ("content",), "seq": ("content", "deterred")}[concept]
        states = self.model.structure.states
        return {s for s in states if all(self.verdict(k, s) in good for k in self.parties)}

    def basins(self, calm: set[int], other: set[int]) -> dict[int, str]:
        """Say of every state where improvements lead that stop at the first equilibrium."""
        found = {}
        for state in self.model.structure.states:
            ends = self.sequences(state, self.parties, self.up, calm | other) | {state}
            word = {(1, 0): "peaceful", (0, 1): "other", (1, 1): "either", (0, 0): "neither"}
            found[state] = word[bool(ends & calm), bool(ends & other)]
        return found


@dataclasses.dataclass
class Seen:
    """What the parties make of one draft."""

    draft: dict[str, str]
    model: object
    verdicts: dict[str, str]
    views: dict[str, int]

    def all_like(self, parties) -> bool:
        return all(self.views[party] > 0 for party in parties)


def drafted(case: Case, draft: dict[str, str], conduct_of: str):
    """Compile one draft with the conduct of a plan, or of nobody; None where its state cannot occur."""
    cells = ById((issue, Cell(position)) for issue, position in draft.items())
    conduct = case.plans[conduct_of].conduct if conduct_of else ()
    alone = case.replace(plans=ById([("one", Plan("one", positions=cells, conduct=conduct))]))
    try:
        model = compile_case(alone, plan="one")
    except ModelError:
        return None
    return model if model.plan_state is not None else None


def seen(case: Case, draft: dict[str, str], conduct_of: str) -> Seen | None:
    model = drafted(case, draft, conduct_of)
    if model is None:
        return None
    plain, here, before = Plain(model), model.plan_state, model.status_quo
    verdicts = {name: plain.verdict(k, here) for k, name in enumerate(model.parties)}
    views = dict.fromkeys(model.parties, 0)
    for k, name in enumerate(model.parties):
        if before is not None:
            views[name] = plain.better(k, here, before) - plain.better(k, before, here)
    return Seen(draft, model, verdicts, views)


def every_draft(case: Case, fixed: dict[str, str]) -> list[dict[str, str]]:
    choices = [[fixed[i]] if i in fixed else list(issue.positions) for i, issue in case.issues.items()]
    return [dict(zip(case.issues, choice, strict=True)) for choice in product(*choices)]


def cells_of(plan: Plan) -> dict[str, str]:
    return {issue: cell.position for issue, cell in plan.positions.items()}


def three(values: list[bool]) -> bool | None:
    """Return what all values are; None where they differ, or there are none."""
    return values[0] if values and len(set(values)) == 1 else None


def away(plan: Plan, draft: dict[str, str]) -> int:
    return sum(draft[issue] != position for issue, position in cells_of(plan).items())
