"""What is said about packages equals what plain loops over every package find, ties included."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import product
from typing import Any

import numpy as np
import pytest

from holdfast.case import Case
from holdfast.questions.drafts.scope import scopes
from holdfast.questions.packages import work as work_module
from holdfast.questions.packages.answer import Packages
from holdfast.questions.packages.ask import packages_in
from holdfast.questions.packages.parts import Named, Package
from holdfast.questions.packages.zone import count_at_least
from tests.acceptance.packages_brute import Brute, Positions, look_at, random_case

CASES = 120
BY_SOLVER = 30


def asked(case: Case) -> Packages:
    return packages_in(scopes(case)[0], limit=10_000)


@cache
def answered(seed: int) -> tuple[Case, Packages]:
    case = random_case(seed)
    return case, asked(case)


def meant(answer: Packages, brute: Brute, case: Case, shown: Iterable[Package]) -> set[Positions]:
    """Return every package that those shown stand for: with the positions that are alike, and any on other issues."""
    found = set()
    for package in shown:
        choices = []
        for issue in brute.issues:
            if issue in answer.any_position:
                choices.append(tuple(case.issues[issue].positions))
            else:
                choices.append((package.positions[issue], *package.alike.get(issue, ())))
        found |= set(product(*choices))
    return found


def same_ties(answer: Packages, brute: Brute, case: Case, name: str, expected: set[Positions]) -> None:
    found = answer.package(name)
    assert found.refused == ""
    assert meant(answer, brute, case, found.examples) == expected
    assert found.n_packages == len(expected)
    assert found.exact
    assert found.n_worths == len({tuple(brute.worth[x]) for x in expected})


@pytest.mark.parametrize("seed", range(CASES))
def test_answers_equal_every_package_looked_at(seed: int) -> None:
    case, answer = answered(seed)
    brute = look_at(case)
    assert answer.n_packages == len(brute.every)
    assert answer.n_admissible == len(brute.admissible)
    same_zone(answer, brute)
    same_plans(answer, brute, case)
    efficient = brute.efficient
    assert answer.frontier.n_packages == len(efficient)
    assert answer.frontier.n_worths == len({tuple(brute.level[x]) for x in efficient})
    signed = set(efficient) & set(brute.zone)
    assert answer.frontier.n_packages_in_zone == len(signed)
    assert answer.frontier.n_worths_in_zone == len({tuple(brute.level[x]) for x in signed})
    firsts = meant(answer, brute, case, [package for package, _ in answer.frontier.examples])
    assert firsts <= set(efficient)
    same_named(answer, brute, case)


def same_zone(answer: Packages, brute: Brute) -> None:
    zone, found = brute.zone, answer.zone
    assert found.exists == bool(zone)
    assert found.n_packages == len(zone)
    everybody = range(len(brute.parties))
    even = [x for x in brute.admissible if all(brute.level[x][k] >= brute.start[k] for k in everybody)]
    assert found.nobody_worse_off == bool(even)
    for k, each in enumerate(answer.signatories):
        assert each.would_sign_some == any(brute.signs(x, k) for x in brute.admissible)
        if brute.admissible and brute.worth:
            assert each.best == max(brute.worth[x][k] for x in brute.admissible)
            assert each.worst == min(brute.worth[x][k] for x in brute.admissible)
        if each.kind == "weights":
            assert each.status_quo == brute.start_worth[k]
    if not zone and brute.admissible:
        assert found.none is not None
        numbers = {party: k for k, party in enumerate(brute.parties)}
        conflict = tuple(numbers[party] for party in found.none.conflict)
        together = tuple(numbers[party] for party in found.none.together)
        assert (len(conflict), len(together)) == brute.sizes()
        assert not brute.can_sign(conflict)
        assert not together or brute.can_sign(together)


def same_plans(answer: Packages, brute: Brute, case: Case) -> None:
    efficient = set(brute.efficient)
    for view in answer.plans:
        cells = {issue: cell.position for issue, cell in case.plans[view.plan].positions.items()}
        fillings = [x for x in brute.every if all(cells.get(i, p) == p for i, p in zip(brute.issues, x, strict=True))]
        admissible = [x for x in fillings if x in set(brute.admissible)]
        good = [x for x in admissible if x in efficient]
        assert view.n_fillings == len(fillings)
        assert view.n_admissible == len(admissible)
        assert view.n_efficient == len(good)
        kinds = {0: "inefficient", len(admissible): "efficient"}
        assert view.verdict == (kinds.get(len(good), "open") if admissible else "not_admissible")
        if len(good) == len(admissible):
            assert view.better is None
            continue
        assert view.filling is not None
        assert view.better is not None
        own = meant(answer, brute, case, [view.filling]) & set(admissible)
        assert own
        for one in own:
            assert_beaten(view, answer, brute, case, one, cells)


def assert_beaten(view: Any, answer: Packages, brute: Brute, case: Case, own: Positions, cells: dict[str, str]) -> None:
    def changes(package: Positions) -> int:
        return sum(cells.get(i, p) != p for i, p in zip(brute.issues, package, strict=True))

    better = [y for y in brute.admissible if brute.beats(y, own)]
    given = meant(answer, brute, case, [view.better])
    assert given <= set(better)
    assert view.n_changes == min(changes(y) for y in better) == min(changes(y) for y in given)
    for_all = [y for y in brute.admissible if brute.beats_for_all(y, own)]
    assert (view.for_all is not None) == bool(for_all)
    if view.for_all is not None:
        assert meant(answer, brute, case, [view.for_all]) <= set(for_all)
        assert view.n_changes_for_all == min(changes(y) for y in for_all)
    one = next(iter(given))
    who = {p for p, a, b in zip(brute.parties, brute.level[one], brute.level[own], strict=True) if a > b}
    assert set(view.better_for) == who


def same_named(answer: Packages, brute: Brute, case: Case) -> None:
    scales = {each.scale for each in answer.signatories}
    if not brute.zone or not brute.worth or None in brute.start_worth:
        assert all(each.refused for each in answer.named)
        return
    same_ties(answer, brute, case, "nash", brute.nash())
    same_ties(answer, brute, case, "kalai_smorodinsky", brute.kalai_smorodinsky(brute.zone))
    same_ties(answer, brute, case, "kalai_smorodinsky_all", brute.kalai_smorodinsky(brute.admissible))
    if len(scales) > 1:
        assert "different scales" in answer.package("egalitarian").refused
        assert "different scales" in answer.package("utilitarian").refused
        return
    same_ties(answer, brute, case, "egalitarian", brute.egalitarian())
    same_ties(answer, brute, case, "utilitarian", brute.utilitarian())


def test_cases_are_of_every_kind() -> None:
    """The comparison above means something only if it meets zones, none, ties, several worths and mixed scales."""
    seen: dict[str, int] = {}
    for seed in range(CASES):
        _, answer = answered(seed)
        kinds = {each.kind for each in answer.signatories}
        named = [each for each in answer.named if not each.refused]
        for what, there in {
            "zone": answer.zone.exists,
            "no zone": answer.zone.exists is False,
            "nobody worse off": answer.zone.exists is False and answer.zone.nobody_worse_off,
            "statements": "statements" in kinds,
            "rankings": "ranking" in kinds,
            "named": bool(named),
            "ties": any((each.n_packages or 0) > 1 for each in named),
            "several worths": any((each.n_worths or 0) > 1 for each in named),
            "ideals differ": bool(named) and named[1].ideal != named[2].ideal,
            "scales": len(named) == 3,
            "crossed at the start": any("crosses a red line" in each.refused for each in answer.named),
            "open": any(view.verdict == "open" for view in answer.plans),
            "not admissible": any(view.verdict == "not_admissible" for view in answer.plans),
            "a line in the way": answer.zone.none is not None and bool(answer.zone.none.red_lines),
        }.items():
            seen[what] = seen.get(what, 0) + bool(there)
    assert min(seen.values()) > 0, seen


@pytest.mark.parametrize("seed", range(1000, 1000 + BY_SOLVER))
def test_the_solver_says_the_same(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the frontier is refused, as with many signatories: one of the ties, and never a worse package."""
    monkeypatch.setattr(work_module, "FEW", 0)
    monkeypatch.setattr(work_module, "MAX_VECTORS_OF_MANY", 0)
    case = random_case(seed, all_weights=True)
    brute, answer = look_at(case), asked(case)
    assert not answer.told_apart or not brute.admissible or answer.frontier.refused
    same_zone(answer, brute)
    same_plans(answer, brute, case)
    if not brute.zone or None in brute.start_worth:
        assert all(each.refused for each in answer.named)
        return
    expected = {
        "nash": brute.nash(),
        "kalai_smorodinsky": brute.kalai_smorodinsky(brute.zone),
        "kalai_smorodinsky_all": brute.kalai_smorodinsky(brute.admissible),
    }
    if len({each.scale for each in answer.signatories}) == 1:
        expected |= {"egalitarian": brute.egalitarian(), "utilitarian": brute.utilitarian()}
    for name, ties in expected.items():
        found: Named = answer.package(name)
        assert not found.refused
        given = meant(answer, brute, case, found.examples)
        assert given
        assert given <= ties
        worth = {tuple(brute.worth[x]) for x in given}
        assert len(worth) == 1
        assert found.n_packages == sum(tuple(brute.worth[x]) in worth for x in ties)


@pytest.mark.parametrize("seed", range(40))
def test_packages_are_counted_from_any_bound(seed: int) -> None:
    rng = np.random.default_rng(seed)
    case = random_case(2000 + seed, all_weights=True)
    brute = look_at(case)
    tables = work_module.work_of(scopes(case)[0], limit=1, seconds=60).tables
    for _ in range(5):
        least = [int(rng.integers(-3, 8)) for _ in brute.parties]
        wanted = [
            x
            for x in brute.admissible
            if all(w * i.denominator >= b for w, i, b in zip(brute.worth[x], tables.interests, least, strict=True))
        ]
        assert count_at_least(tables, least) == len(wanted)
