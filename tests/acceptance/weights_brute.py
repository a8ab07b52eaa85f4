"""Weights read word for word from the definitions: no formulas, no ranks, no sums kept."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import product

from holdfast.case import ById, Case, IssueWorth, RedLine, Weights, Worth
from holdfast.case.condition import And, If, Iff, InForce, IssueIs, Not, Or, Taken

from .drafts_brute import random_case

NUMBERS = [Fraction(n, d) for n in (-3, -1, 0, 1, 2, 4) for d in (1, 1, 2)]


def random_weights(case: Case, conditions: list, rng: random.Random) -> Weights:
    issues = [issue for issue in case.issues.values() if rng.random() < 0.8]
    weighed = tuple(
        IssueWorth(
            issue.id,
            rng.choice([Fraction(0), Fraction(1), Fraction(1), Fraction(3, 2), Fraction(2)]),
            tuple((position, rng.choice(NUMBERS)) for position in issue.positions),
        )
        for issue in issues
    )
    some = rng.sample(conditions, min(len(conditions), rng.randint(0, 4)))
    also = tuple(Worth(condition, rng.choice(NUMBERS)) for condition in some)
    lines = tuple(RedLine(condition) for condition in conditions if rng.random() < 0.15)
    away = rng.choice(NUMBERS) if weighed and rng.random() < 0.5 else None
    return Weights(rng.choice(["points", "francs"]), weighed, also, lines, away)


def weighed_case(seed: int, most: int = 200, share: float = 0.7) -> Case:
    """Return a random case in which most parties have weights."""
    case, rng = random_case(seed, most), random.Random(f"weights/{seed}")
    stated = {}
    for party, preference in case.preferences.items():
        conditions = list(dict.fromkeys(s.condition for s in preference)) if isinstance(preference, tuple) else []
        stated[party] = random_weights(case, conditions, rng) if rng.random() < share else preference
    first = next(iter(case.parties))
    if not any(isinstance(each, Weights) for each in stated.values()):
        stated[first] = random_weights(case, [], rng)
    return case.replace(preferences=ById(stated.items()))


def taken_in(case: Case, code: int) -> set:
    options, bits = case.options, format(code, f"0{len(case.options)}b")
    return {(option.party, option.id) for option, bit in zip(options, bits, strict=True) if bit == "1"}


def in_force(case: Case, taken: set) -> bool:
    if case.agreement is None or not all(each in taken for each in case.agreement.signatories.items()):
        return False
    return case.agreement.in_force is None or true(case, case.agreement.in_force, taken, {})


def true(case: Case, condition, taken: set, positions: dict[str, str]) -> bool:
    match condition:
        case Taken(party, option):
            return (party, option) in taken
        case InForce():
            return in_force(case, taken)
        case IssueIs(issue, among):
            at = positions[issue] if in_force(case, taken) else case.issues[issue].now
            return at in among
        case Not(part):
            return not true(case, part, taken, positions)
        case And(parts):
            return all([true(case, part, taken, positions) for part in parts])
        case Or(parts):
            return any([true(case, part, taken, positions) for part in parts])
        case If(then, given):
            return true(case, then, taken, positions) or not true(case, given, taken, positions)
        case Iff(left, right):
            return true(case, left, taken, positions) == true(case, right, taken, positions)
    raise TypeError(condition)


def brute_level(case: Case, stated: Weights, codes: tuple[int, ...], positions: dict[str, str]):
    """Return (whether no red line is crossed, worth) of a state given by its codes: several if it is merged."""
    inside = [taken_in(case, code) for code in codes]

    def everywhere(condition) -> bool:
        return all([true(case, condition, taken, positions) for taken in inside])

    worth = Fraction(0)
    if all([in_force(case, taken) for taken in inside]):
        for each in stated.issues:
            worth += each.weight * dict(each.values)[positions[each.issue]]
    elif stated.walk_away is not None:
        worth = stated.walk_away
    else:
        for each in stated.issues:
            worth += each.weight * dict(each.values)[case.issues[each.issue].now]
    for each in stated.also:
        if everywhere(each.condition):
            worth += each.worth
    crossed = any([any([true(case, line.never, taken, positions) for taken in inside]) for line in stated.red_lines])
    return not crossed, worth


def every_filling(case: Case, plan: str) -> list[dict[str, str]]:
    """Return every package that a plan may stand for."""
    known = {issue: cell.position for issue, cell in case.plans[plan].positions.items()}
    choices = [[known[i]] if i in known else list(case.issues[i].positions) for i in case.issues]
    return [dict(zip(case.issues, choice, strict=True)) for choice in product(*choices)]
