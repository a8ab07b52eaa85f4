"""Trades, comparisons and merged packages of small cases, found by trying everything."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import product

from holdfast.case import ById, Case, Cell, IssueWorth, Plan, RedLine, Weights, Worth
from holdfast.case.condition import IssueIs, Taken
from holdfast.errors import ModelError
from holdfast.model.compile import compile_case
from holdfast.questions.holds import model_holds

from .drafts_brute import random_case


def case_with_weights(seed: int, most: int = 50) -> Case:
    """Return a random case with plans; some parties have weights, some issues are fixed."""
    rng = random.Random(seed)
    case = random_case(seed, most)
    while not case.plans:
        seed += 100_000
        case = random_case(seed, most)
    changed = dict(case.preferences.items())
    for party in case.parties:
        if rng.random() < 0.25:
            changed[party] = _weights(rng, case)
    issues = ((k, _fixed(each) if rng.random() < 0.1 else each) for k, each in case.issues.items())
    return case.replace(preferences=ById(changed.items()), issues=ById(issues))


def _fixed(issue):
    import dataclasses

    return dataclasses.replace(issue, fixed=True)


def _weights(rng: random.Random, case: Case) -> Weights:
    def number() -> Fraction:
        return Fraction(rng.randint(-3, 3), rng.choice([1, 1, 2, 3]))

    some = [issue for issue in case.issues if rng.random() < 0.7] or [next(iter(case.issues))]
    worths = tuple(
        IssueWorth(issue, number(), tuple((p, number()) for p in case.issues[issue].positions)) for issue in some
    )
    option = rng.choice(case.options)
    issue = rng.choice(some)
    position = rng.choice(list(case.issues[issue].positions))
    asked = [
        (i, rng.choice(list(case.issues[i].positions))) for i in rng.sample(list(case.issues), rng.choice([0, 1, 2]))
    ]
    lines = tuple(RedLine(IssueIs(i, frozenset({to}))) for i, to in asked)
    also = (Worth(Taken(option.party, option.id), number()), Worth(IssueIs(issue, frozenset({position})), number()))
    return Weights("points", worths, also, lines, number() if rng.random() < 0.5 else None)


class World:
    """Levels and verdicts of every package, with one plan's conduct; each found once."""

    def __init__(self, case: Case, plan: str) -> None:
        self.case, self.plan = case, plan
        conduct = case.plans[plan].conduct
        self._ids, plans = {}, []
        for k, positions in enumerate(fillings(case, case.issues)):
            self._ids[tuple(positions.values())] = f"q{k}"
            plans.append(Plan(f"q{k}", positions=ById((i, Cell(p)) for i, p in positions.items()), conduct=conduct))
        self._all = case.replace(plans=ById((each.id, each) for each in plans))
        self._models, self._levels, self._holds = {}, {}, {}

    def model(self, positions: dict[str, str]):
        """Compile the case with one package on the table; None where its state cannot occur."""
        plan = self._ids[tuple(positions[issue] for issue in self.case.issues)]
        if plan not in self._models:
            try:
                model = compile_case(self._all, plan=plan)
            except ModelError:
                model = None
            self._models[plan] = None if model is None or model.plan_state is None else model
        return self._models[plan]

    def occurs(self, positions: dict[str, str]) -> bool:
        return self.model(positions) is not None

    def level(self, party: str, positions: dict[str, str]):
        model = self.model(positions)
        key = party, model.plan
        if key not in self._levels:
            self._levels[key] = model.level(model.party_index(party), model.plan_state)
        return self._levels[key]

    def hold(self, positions: dict[str, str]):
        model = self.model(positions)
        if model is not None and model.plan not in self._holds:
            self._holds[model.plan] = model_holds(model, None)
        return None if model is None else self._holds[model.plan]


def known_cells(case: Case, plan: str) -> dict[str, str]:
    return {issue: cell.position for issue, cell in case.plans[plan].positions.items()}


def fillings(case: Case, issues) -> list[dict[str, str]]:
    issues = list(issues)
    return [dict(zip(issues, c, strict=True)) for c in product(*(case.issues[i].positions for i in issues))]


def sign(after, before) -> str:
    return "better" if after > before else "worse" if after < before else "same"


def effect(world: World, party: str, before: dict[str, str], after: dict[str, str]) -> str:
    """Say what a change does to a party whatever is unknown; unknown issues stand alike on both sides."""
    case = world.case
    assert before.keys() == after.keys()
    unknown = [issue for issue in case.issues if issue not in before]
    seen = set()
    for filling in fillings(case, unknown):
        one, two = before | filling, after | filling
        if world.occurs(one) and world.occurs(two):
            seen.add(sign(world.level(party, two), world.level(party, one)))
    return seen.pop() if len(seen) == 1 else "open" if seen else "impossible"


def minimal_trades(world: World, group: tuple[str, ...]) -> list[dict[str, str]] | None:
    """Return every minimal set of changes that leaves each of a group better off; None if the plan cannot occur."""
    case = world.case
    known = known_cells(case, world.plan)
    unknown = [issue for issue in case.issues if issue not in known]
    every = [f for f in fillings(case, unknown) if world.occurs(known | f)]
    if not every:
        return None
    movable = [issue for issue in known if not case.issues[issue].fixed]
    good = []
    for choice in fillings(case, movable):
        changes = {issue: to for issue, to in choice.items() if to != known[issue]}
        after = known | changes
        if changes and all(
            world.occurs(after | f) and all(world.level(p, after | f) > world.level(p, known | f) for p in group)
            for f in every
        ):
            good.append(changes)
    return [one for one in good if not any(other.items() < one.items() for other in good)]
