"""Amendments by trying every package: loops from the definitions, with nothing in common with the search."""

from __future__ import annotations

import random
import warnings
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, product

from holdfast.case import ById, Case, Cell, IssueWorth, Plan, Preference, Ranking, RedLine, Weights, Worth
from holdfast.casefile import loads
from holdfast.errors import HoldfastWarning, ModelError
from holdfast.model.compile import compile_case
from holdfast.model.model import Model
from holdfast.model.preference import satisfied, weighed

from .drafts_brute import random_case

Waived = frozenset[tuple[str, int]]


def amendable(seed: int, most: int = 40) -> Case:
    """Return a random case with plans, some of whose issues are fixed or cost more than one."""
    rng = random.Random(f"amend {seed}")
    while True:
        case = random_case(rng.randrange(10**9), most)
        if case.plans:
            break
    issues = []
    costs = rng.random() < 0.4
    for issue in case.issues.values():
        cost = (
            rng.choice([Fraction(1), Fraction(1), Fraction(2), Fraction(1, 2), Fraction(5, 2)])
            if costs
            else Fraction(1)
        )
        issues.append((issue.id, replace(issue, fixed=rng.random() < 0.2, cost=cost)))
    case = case.replace(issues=ById(issues))
    if rng.random() < 0.4:
        wanted = {party: _weighted(case, party, rng) for party in case.parties if rng.random() < 0.6}
        case = case.replace(preferences=ById({**case.preferences, **wanted}.items()))
    return case


def _weighted(case: Case, party: str, rng: random.Random) -> Preference:
    """Return numbers in place of a party's statements, with conditions taken from these."""
    stated = case.preferences[party]
    if isinstance(stated, Ranking):
        return stated

    def amount(low: int) -> Fraction:
        return Fraction(rng.randint(low, 4), rng.choice([1, 1, 2, 3]))

    issues = tuple(
        IssueWorth(name, amount(0), tuple((position, amount(-4)) for position in issue.positions))
        for name, issue in case.issues.items()
        if rng.random() < 0.7
    )
    lines = tuple(RedLine(each.condition) for each in stated if rng.random() < 0.15)
    also = tuple(Worth(each.condition, amount(-4)) for each in stated if rng.random() < 0.6)
    walk_away = amount(-4) if rng.random() < 0.5 else None
    return Weights("points", issues, also, lines, walk_away)


def agreeable(seed: int) -> Case:
    """Return a case in which some package is likely to qualify: each party gains something by signing it."""
    rng = random.Random(f"agreeable {seed}")
    issues = {f"i{k}": [f"v{j}" for j in range(rng.choice([2, 3]))] for k in range(rng.randint(3, 4))}
    agreed = {issue: rng.choice(positions) for issue, positions in issues.items()}
    now = {issue: rng.choice(positions) for issue, positions in issues.items()}
    parties = [f"p{k}" for k in range(rng.randint(2, 3))]
    own = {party: [f"a{party}", f"b{party}"][: rng.randint(1, 2)] for party in parties}

    def about() -> str:
        issue = rng.choice(list(issues))
        ways = [f"{issue} = {agreed[issue]}", f"{issue} >= {agreed[issue]}", f"{issue} <= {agreed[issue]}"]
        return rng.choice([*ways, f"not ({issue} = {rng.choice(issues[issue])})"])

    told: dict[str, list[str]] = {party: [f"s{party} only if {about()} or {about()}"] for party in parties}
    for party in parties:
        told[party] += [f"{issue} = {agreed[issue]}" for issue in rng.sample(list(issues), 2)]
        for option in own[party]:
            other = rng.choice([each for each in parties if each != party])
            reply = rng.choice(own[other])
            if rng.random() < 0.5:
                told[party] += [f"{option} if not ({about()})", f"not {option}"]
            else:
                told[party] += [f"not {reply}", option]
                told[other].insert(rng.randint(1, 3), f"{reply} if {option} and ({about()})")
    lines = ["schema: holdfast/case/1", "title: Random", "parties:"]
    for party in parties:
        lines.append(f"  {party}: {{options: {{{', '.join(f'{o}: Do' for o in [f's{party}', *own[party]])}}}}}")
    if rng.random() < 0.3:  # what can occur depends on the plan
        options = [option for each in own.values() for option in each]
        lines.append(f"rules: [never: {rng.choice(options)} and {rng.choice(options)} and {about()}]")
    lines.append("issues:")
    for issue, positions in issues.items():
        more = f", fixed: {str(rng.random() < 0.15).lower()}, cost: {rng.choice([1, 1, 1, 2, 0.5, 2.5])}"
        lines.append(f"  {issue}: {{positions: [{', '.join(positions)}], now: {now[issue]}{more}}}")
    cells = [f"{issue}: {rng.choice(p)}" for issue, p in issues.items() if rng.random() < 0.8]
    lines += ["plans:", f"  plan: {{positions: {{{', '.join(cells)}}}}}"]
    lines.append(f"agreement: {{signatories: {{{', '.join(f'{p}: s{p}' for p in parties)}}}}}")
    lines.append("preferences:")
    for party in parties:
        lines += [f"  {party}:", *(f"    - {each}" for each in dict.fromkeys(told[party]))]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", HoldfastWarning)
        return loads("\n".join(lines) + "\n")


def package(case: Case, plan: str, positions: dict[str, str]) -> Model | None:
    """Return the model of one package, or None where its state cannot occur."""
    cells = ById((issue, Cell(position)) for issue, position in positions.items())
    one = Plan("one", positions=cells, conduct=case.plans[plan].conduct)
    try:
        model = compile_case(case.replace(plans=ById([("one", one)])), plan="one")
    except ModelError:
        return None
    return model if model.plan_state is not None else None


def complaints_of(model: Model, party: int, state: int) -> list:
    """Return what a party looks at in a state, most important first."""
    own, m, members = model.preferences[party], model.structure.n_options, model.structure.merged_members
    if hasattr(own, "tiers"):
        return [next(-k for k, tier in enumerate(own.tiers) if state in tier)]
    if hasattr(own, "terms"):
        return list(weighed(own, state, m, members))
    return list(satisfied(own, state, m, members))


def at_least(model: Model, party: int, one: int, other: int, waived: Waived, strict: bool) -> bool:
    """Whether one state is at least as good as another, or better, given what is waived."""
    mine, theirs = complaints_of(model, party, one), complaints_of(model, party, other)
    name = model.parties[party]
    for j, (a, b) in enumerate(zip(mine, theirs, strict=True)):
        if a < b and (name, j) not in waived and not any(x > y for x, y in zip(mine[:j], theirs[:j], strict=True)):
            return False
    return not strict or any(a > b for a, b in zip(mine, theirs, strict=True))


def brought_about(model: Model, party: int, start: int, waived: Waived, credible: bool) -> set[int]:
    """Return where the others can go on to, no party moving twice in a row."""
    seen: set[tuple[int, int]] = set()
    waiting = [(start, -1)]
    while waiting:
        state, last = waiting.pop()
        for k in range(len(model.parties)):
            if k in (party, last):
                continue
            for end in model.structure.moves(k, state):
                if credible and not at_least(model, k, end, state, waived, True):
                    continue
                if (end, k) not in seen:
                    seen.add((end, k))
                    waiting.append((end, k))
    return {state for state, _ in seen}


def stands(model: Model, level: str, waived: Waived = frozenset(), unmoved: frozenset[str] = frozenset()) -> bool:
    """Whether every signatory would sign and the plan holds. ``unmoved``: signatories that need not gain anything."""
    here, before = model.plan_state, model.status_quo
    if before is None:
        return False
    for party in model.signatories:
        if not at_least(model, party, here, before, waived, model.parties[party] not in unmoved):
            return False
    for party in range(len(model.parties)):
        for end in model.structure.moves(party, here):
            if at_least(model, party, here, end, waived, False):
                continue
            replies = brought_about(model, party, end, waived, level == "firmly")
            if not any(at_least(model, party, here, reply, waived, False) for reply in replies):
                return False
    return True


def every_package(case: Case, plan: str, unfixed: frozenset[str] = frozenset()) -> list[dict[str, str]]:
    """Return every package in which the issues that are fixed stay as the plan has them."""
    cells = case.plans[plan].positions
    ways = []
    for name, issue in case.issues.items():
        stays = issue.fixed and name in cells and name not in unfixed
        ways.append([cells[name].position] if stays else list(issue.positions))
    return [dict(zip(case.issues, choice, strict=True)) for choice in product(*ways)]


def amendments(case: Case, plan: str, level: str) -> dict[tuple[tuple[str, str], ...], list[dict[str, str]]]:
    """Return the cheapest sets of changes, each with the packages (ways of filling unknown cells) that qualify."""
    cells = case.plans[plan].positions
    found: dict = {}
    for positions in every_package(case, plan):
        changes = tuple((i, p) for i, p in positions.items() if i in cells and cells[i].position != p)
        model = package(case, plan, positions)
        if model is not None and stands(model, level):
            found.setdefault(changes, []).append(positions)
    least = min((cost_of(case, changes) for changes in found), default=None)
    return {changes: packages for changes, packages in found.items() if cost_of(case, changes) == least}


def cost_of(case: Case, changes: tuple[tuple[str, str], ...]) -> Fraction:
    return sum((case.issues[issue].cost for issue, _ in changes), Fraction(0))


def obstacles(case: Case, plan: str) -> list[tuple[str, int] | str]:
    """Return everything that can be set aside: complaints, and fixed issues that could be changed."""
    found: list = []
    for party in case.parties:
        stated = case.preference(party)
        number = 1 if isinstance(stated, Ranking) else 2 if isinstance(stated, Weights) else len(stated)
        found += [(party, j) for j in range(number)]
    cells = case.plans[plan].positions
    return found + [name for name, issue in case.issues.items() if issue.fixed and name in cells]


def possible_without(
    case: Case, plan: str, level: str, aside: frozenset, unmoved: frozenset[str] = frozenset()
) -> bool:
    """Whether some package qualifies once some obstacles are set aside."""
    waived = frozenset(each for each in aside if not isinstance(each, str))
    for positions in every_package(case, plan, frozenset(each for each in aside if isinstance(each, str))):
        model = package(case, plan, positions)
        if model is not None and stands(model, level, waived, unmoved):
            return True
    return False


def smallest(items: list, passes) -> list[frozenset]:
    """Return all smallest subsets that pass."""
    for size in range(len(items) + 1):
        found = [frozenset(some) for some in combinations(items, size) if passes(frozenset(some))]
        if found:
            return found
    return []
