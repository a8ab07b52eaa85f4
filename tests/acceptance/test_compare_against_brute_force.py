"""`compare_plans` and `merge` against trying every filling and every package, on random small cases."""

from __future__ import annotations

from itertools import combinations, permutations, product

import pytest

from holdfast.questions.compare import compare_plans, merge

from .trade_brute import World, case_with_weights, effect, fillings, known_cells, sign

SEEDS = range(30)


@pytest.mark.parametrize("seed", SEEDS)
def test_comparisons_are_those_of_every_filling(seed: int) -> None:
    case = case_with_weights(seed, 40)
    worlds = {plan: World(case, plan) for plan in case.plans}
    for first, second in list(permutations(case.plans, 2))[seed % 5 :][:2]:
        one, two = known_cells(case, first), known_cells(case, second)
        if not any(worlds[p].occurs(known_cells(case, p) | f) for p in (first,) for f in unknown_of(case, one)):
            continue
        if not any(worlds[second].occurs(two | f) for f in unknown_of(case, two)):
            continue
        answer = compare_plans(case, first, second)
        for clause in answer.clauses:
            assert (clause.first, clause.second) == (one.get(clause.issue), two.get(clause.issue))
            for party, felt in clause.effects:
                assert felt.word == changed(worlds[first], party, one, clause.issue, two.get(clause.issue))
        for party, likes in answer.likes:
            assert likes.possible == independent(worlds[first], worlds[second], party, one, two)
        for party, felt in answer.conduct.effects:
            assert felt.word == moved(worlds[first], worlds[second], party, one)


def unknown_of(case, known) -> list[dict[str, str]]:
    return fillings(case, [issue for issue in case.issues if issue not in known])


def changed(world: World, party: str, known: dict[str, str], issue: str, to: str | None) -> str:
    """Return what changing one cell does, over every way to fill it on either side where it is unknown there."""
    positions = list(world.case.issues[issue].positions)
    befores = [known[issue]] if issue in known else positions
    afters = [to] if to is not None else positions
    seen = {effect(world, party, known | {issue: b}, known | {issue: a}) for b, a in product(befores, afters)}
    seen.discard("impossible")
    return seen.pop() if len(seen) == 1 else "open" if seen else "impossible"


def independent(one: World, two: World, party: str, first: dict[str, str], second: dict[str, str]) -> frozenset[str]:
    """Compare two plans, each filled in its own way."""
    left = {one.level(party, first | f) for f in unknown_of(one.case, first) if one.occurs(first | f)}
    right = {two.level(party, second | f) for f in unknown_of(two.case, second) if two.occurs(second | f)}
    words = {"better": "second", "worse": "first", "same": "same"}
    return frozenset(words[sign(b, a)] for a, b in product(left, right))


def moved(one: World, two: World, party: str, known: dict[str, str]) -> str:
    """Return what another conduct does to a party, the positions being the same."""
    seen = {
        sign(two.level(party, known | f), one.level(party, known | f))
        for f in unknown_of(one.case, known)
        if one.occurs(known | f) and two.occurs(known | f)
    }
    return seen.pop() if len(seen) == 1 else "open" if seen else "impossible"


@pytest.mark.parametrize("seed", SEEDS)
def test_merged_packages_are_the_best_of_all(seed: int) -> None:
    case = case_with_weights(seed + 1000, 40)
    first, second = list(combinations(case.plans, 2))[seed % 3]
    for conduct_of in (first, second):
        world = World(case, conduct_of)
        answer = merge(case, first, second, conduct_of=conduct_of, most=10_000)
        packages, standings, efficient = merged_by_trying(world, known_cells(case, first), known_cells(case, second))
        assert answer.n_packages == len(packages)
        assert answer.cannot_occur == standings.count(None)
        assert dict(answer.standings) == {name: standings.count(name) for name, _ in answer.standings}
        got = [each for package in answer.packages for each in expanded(case, package, first, second)]
        assert answer.count == len(got)
        assert sorted(map(sorted, (p.items() for p in got))) == sorted(map(sorted, (p.items() for p in efficient)))
        numbers = [len(package.second) for package in answer.packages]
        assert numbers == sorted(numbers)
        for package in answer.packages:
            check_standing(world, dict(package.positions), package.hold, answer.standing)


def expanded(case, package, first: str, second: str) -> list[dict[str, str]]:
    """Return a package with either clause where either will do."""
    cells = [case.plans[plan].positions for plan in (first, second)]
    choices = [[(issue, plan[issue].position) for plan in cells] for issue in package.either]
    for issue in package.first:
        assert dict(package.positions)[issue] == cells[0][issue].position
    for issue in package.second:
        assert dict(package.positions)[issue] == cells[1][issue].position
    return [dict(package.positions) | dict(choice) for choice in product(*choices)]


def standing_of(world: World, package: dict[str, str]) -> str | None:
    held = [world.hold(package | f) for f in unknown_of(world.case, package)]
    there = [hold for hold in held if hold is not None]
    if not there:
        return None
    signing = [[v.would_sign for v in hold.parties if v.is_signatory] for hold in there]
    signs = all(all(signs) and None not in signs for signs in signing)
    if signs and all(hold.holds_firmly for hold in there):
        return "firmly_and_all_sign"
    if signs and all(hold.holds for hold in there):
        return "holds_and_all_sign"
    return "all_sign" if signs else "none"


def merged_by_trying(world: World, one: dict[str, str], two: dict[str, str]):
    """Return every merged package, the standing of each, and the efficient ones of the best standing."""
    issues = [issue for issue in world.case.issues if issue in one or issue in two]
    choices = [sorted({known[i] for known in (one, two) if i in known}) for i in issues]
    packages = [dict(zip(issues, choice, strict=True)) for choice in product(*choices)]
    standings = [standing_of(world, package) for package in packages]
    order = ("firmly_and_all_sign", "holds_and_all_sign", "all_sign", "none")
    best = next((name for name in order if name in standings), None)
    among = [p for p, standing in zip(packages, standings, strict=True) if best and order.index(best) == 3 and standing]
    if best and best != "none":
        among = [
            p for p, standing in zip(packages, standings, strict=True) if standing in order[: order.index(best) + 1]
        ]
    return packages, standings, [p for p in among if not any(beats(world, other, p) for other in among)]


def beats(world: World, other: dict[str, str], package: dict[str, str]) -> bool:
    """Whether a package is at least as good for every signatory under every filling, and better for one under some."""
    better = False
    for filling in unknown_of(world.case, package):
        one, two = package | filling, other | filling
        for party in world.case.agreement.signatories:
            if not world.occurs(two):
                if world.occurs(one):
                    return False
            elif not world.occurs(one) or world.level(party, two) > world.level(party, one):
                better = True
            elif world.level(party, two) < world.level(party, one):
                return False
    return better


def check_standing(world: World, package: dict[str, str], hold, standing: str) -> None:
    if standing == "firmly_and_all_sign":
        assert hold.holds_firmly
    if standing != "none":
        assert all(verdict.would_sign for verdict in hold.parties if verdict.is_signatory)
