"""Random cases with weights, statements and rankings, and every package of one looked at by itself."""

from __future__ import annotations

import random
import warnings
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations, product
from math import prod
from typing import Any

from holdfast.case import ById, Case, Plan
from holdfast.casefile import loads
from holdfast.errors import CaseFileError, HoldfastWarning, ModelError
from holdfast.model.compile import compile_case
from holdfast.model.preference import Weights

Positions = tuple[str, ...]
"""A position for each issue, in file order."""


def random_case(seed: int, *, most: int = 54, all_weights: bool | None = None) -> Case:
    """Return a case with 2 to 4 issues, 2 to 5 parties that sign, and at most so many packages."""
    for attempt in range(200):
        case = _attempt(random.Random(f"packages {seed}/{attempt}"), most, all_weights)
        if case is not None:
            return case
    raise AssertionError("no case for this seed")


def _attempt(rng: random.Random, most: int, all_weights: bool | None) -> Case | None:
    n = rng.choice([2, 2, 3, 3, 4, 5])
    parties = [f"p{k}" for k in range(n)]
    issues = {f"i{k}": [f"v{j}" for j in range(rng.choice([2, 3, 3]))] for k in range(rng.randint(2, 4))}
    if prod(map(len, issues.values())) > most:
        return None
    if all_weights is None:
        all_weights = rng.random() < 0.7
    options = [f"o{k}" for k in range(n) if rng.random() < 0.3]
    tied = rng.random() < 0.4

    def about_issue() -> str:
        issue = rng.choice(list(issues))
        return f"{issue} {rng.choice(['=', '>=', '!='])} {rng.choice(issues[issue])}"

    def condition() -> str:
        first = about_issue()
        if tied and rng.random() < 0.5:
            second = rng.choice([about_issue(), about_issue(), *options, "in_force"])
            return f"({first}) {rng.choice(['and', 'or', 'if', 'only if', 'iff'])} ({second})"
        return first if rng.random() < 0.8 else f"not ({first})"

    lines = ["schema: holdfast/case/1", "title: Random", "parties:"]
    for k, party in enumerate(parties):
        own = [f"s{k}"] + [f"o{k}"] * (f"o{k}" in options)
        lines.append(f"  {party}: {{options: {{{', '.join(f'{o}: Do' for o in own)}}}}}")
    lines.append("issues:")
    for issue, positions in issues.items():
        lines.append(f"  {issue}: {{name: I, positions: [{', '.join(positions)}], now: {rng.choice(positions)}}}")
    lines.append("plans:")
    for name in ("one", "two"):
        cells = {i: rng.choice(ps) for i, ps in issues.items() if rng.random() < 0.8}
        lines.append(f"  {name}: {{positions: {{{', '.join(f'{i}: {p}' for i, p in cells.items())}}}}}")
    lines.append(f"agreement: {{signatories: {{{', '.join(f'{p}: s{k}' for k, p in enumerate(parties))}}}}}")
    if rng.random() < 0.3:
        signed = " and ".join(f"s{k}" for k in range(n))
        lines += ["rules:", f"  - never: {signed} and ({condition()})"]
    lines.append("preferences:")
    one_scale, top = rng.random() < 0.7, rng.choice([2, 3, 6])
    for k, party in enumerate(parties):
        kind = "weights" if all_weights or rng.random() < 0.4 else rng.choice(["statements", "statements", "ranking"])
        if kind == "statements":
            wants = [condition() for _ in range(rng.randint(1, 4))] + [f"s{k}"] * rng.randint(0, 1) + options[:1]
            rng.shuffle(wants)
            lines += [f"  {party}:", *(f"    - {want}" for want in wants)]
            continue
        if kind == "ranking":
            if options:
                return None
            states = ["".join(each) for each in product("NY", repeat=n)]
            rng.shuffle(states)
            cut = rng.randint(1, len(states))
            lines.append(f"  {party}: {{ranking: [{', '.join(states[:cut])}, [{', '.join(states[cut:])}]]}}")
            if cut == len(states):
                return None
            continue
        lines += [f"  {party}:", f"    scale: {'points' if one_scale else f'scale_{k}'}", "    issues:"]
        for issue, positions in issues.items():
            if rng.random() < 0.85 or issue == "i0":
                values = ", ".join(f"{p}: {rng.randint(-1, top)}" for p in positions)
                weight = rng.choice(["1", "1", "2", "0.5"])
                lines.append(f"      {issue}: {{weight: {weight}, values: {{{values}}}}}")
        if rng.random() < 0.4:
            lines += ["    also:", f"      - {{prefer: {condition()!r}, worth: {rng.choice([-1, 1, 2, 1.5])}}}"]
        if rng.random() < 0.6:
            lines.append(f"    walk_away: {rng.choice([-1, 0, 0, 1, 2, 3, 0.5, 9])}")
        if rng.random() < 0.3:
            lines += ["    red_lines:", f"      - {{never: {condition()!r}}}"]
    text = "\n".join(lines).replace("'", '"') + "\n"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", HoldfastWarning)
            return loads(text)
    except CaseFileError:
        return None


@dataclass
class Brute:
    """Everything about the packages of a case, by plain loops."""

    parties: tuple[str, ...]
    issues: tuple[str, ...]
    every: list[Positions] = field(default_factory=list)
    level: dict[Positions, list[Any]] = field(default_factory=dict)  # of packages that can occur
    start: list[Any] = field(default_factory=list)
    worth: dict[Positions, list[Fraction]] = field(default_factory=dict)
    start_worth: list[Fraction | None] = field(default_factory=list)
    admissible: list[Positions] = field(default_factory=list)
    crosses: dict[Positions, list[list[bool]]] = field(default_factory=dict)

    def signs(self, package: Positions, party: int) -> bool:
        return bool(self.level[package][party] > self.start[party])

    @property
    def zone(self) -> list[Positions]:
        return [x for x in self.admissible if all(self.signs(x, k) for k in range(len(self.parties)))]

    def beats(self, one: Positions, other: Positions) -> bool:
        pairs = list(zip(self.level[one], self.level[other], strict=True))
        return all(a >= b for a, b in pairs) and any(a > b for a, b in pairs)

    def beats_for_all(self, one: Positions, other: Positions) -> bool:
        return all(a > b for a, b in zip(self.level[one], self.level[other], strict=True))

    @property
    def efficient(self) -> list[Positions]:
        return [x for x in self.admissible if not any(self.beats(y, x) for y in self.admissible)]

    def gains(self, package: Positions) -> list[Fraction]:
        return [w - s for w, s in zip(self.worth[package], self.start_worth, strict=True) if s is not None]

    def best(self, keys: dict[Positions, Any]) -> set[Positions]:
        most = max(keys.values())
        return {x for x, key in keys.items() if key == most}

    def nash(self) -> set[Positions]:
        return self.best({x: prod(self.gains(x)) for x in self.zone})

    def kalai_smorodinsky(self, over: list[Positions]) -> set[Positions]:
        ideal = [max(self.gains(x)[k] for x in over) for k in range(len(self.parties))]
        return self.best({x: sorted(g / i for g, i in zip(self.gains(x), ideal, strict=True)) for x in self.zone})

    def egalitarian(self) -> set[Positions]:
        return self.best({x: sorted(self.gains(x)) for x in self.zone})

    def utilitarian(self) -> set[Positions]:
        return self.best({x: sum(self.worth[x]) for x in self.zone})

    def can_sign(self, some: tuple[int, ...]) -> bool:
        return any(all(self.signs(x, k) for k in some) for x in self.admissible)

    def sizes(self) -> tuple[int, int]:
        """Return the size of a smallest set that cannot be satisfied together, and of a largest that can."""
        every = range(len(self.parties))
        sets = [c for n in range(1, len(self.parties) + 1) for c in combinations(every, n)]
        return (
            min(len(c) for c in sets if not self.can_sign(c)),
            max((len(c) for c in sets if self.can_sign(c)), default=0),
        )


def look_at(case: Case) -> Brute:
    """Judge every package of a case in which signing alone puts the agreement in force."""
    assert case.agreement is not None
    found = Brute(tuple(case.agreement.signatories), tuple(case.issues))
    draft = case.replace(plans=ById([("draft", Plan("draft"))]))
    for positions in product(*(tuple(issue.positions) for issue in case.issues.values())):
        found.every.append(positions)
        try:
            model = compile_case(draft, plan="draft", positions=dict(zip(case.issues, positions, strict=True)))
        except ModelError:
            continue
        assert model.status_quo is not None
        parties = [model.party_index(party) for party in found.parties]
        found.start = [model.level(k, model.status_quo) for k in parties]
        found.start_worth = [_worth(model, k, model.status_quo) for k in parties]
        if model.plan_state is None:
            continue
        found.level[positions] = [model.level(k, model.plan_state) for k in parties]
        weighted = [isinstance(model.preferences[k], Weights) for k in parties]
        if all(weighted):
            found.worth[positions] = [w for k in parties if (w := _value(model, k, model.plan_state)) is not None]
        if all(level[0] for level, is_w in zip(found.level[positions], weighted, strict=True) if is_w):
            found.admissible.append(positions)
    return found


def _value(model: Any, party: int, state: int) -> Fraction | None:
    preference = model.preferences[party]
    if not isinstance(preference, Weights):
        return None
    return Fraction(model.level(party, state)[1], preference.denominator)


def _worth(model: Any, party: int, state: int) -> Fraction | None:
    """Return what the status quo is worth; None without weights, or where it crosses a red line."""
    value = _value(model, party, state)
    return value if value is not None and model.level(party, state)[0] else None
