"""Packages from tables made by hand, where a case would be too slow to read: sizes that cannot be enumerated."""

from __future__ import annotations

import random
import time
from fractions import Fraction
from itertools import product
from math import prod

import numpy as np
import pytest

from holdfast.case.condition import IssueIs
from holdfast.errors import CapacityError
from holdfast.questions.packages import bargain, frontier, many, milp
from holdfast.questions.packages.interest import Interest
from holdfast.questions.packages.table import Tables, assemble
from holdfast.questions.packages.zone import find_at_least


def table(n_issues: int, n_positions: int, n_parties: int, top: int, seed: int, *, start: float = 0.5) -> Tables:
    """Return tables of random worths in which each party wants a share of what it could have at best."""
    rng = random.Random(seed)
    issues = {f"i{k}": tuple(f"v{j}" for j in range(n_positions)) for k in range(n_issues)}
    interests = []
    for k in range(n_parties):
        worths = {issue: {p: rng.randrange(top) for p in positions} for issue, positions in issues.items()}
        least = int(start * sum(max(each.values()) for each in worths.values()))
        interests.append(
            Interest(f"p{k}", "weights", (), worths, need=least + 1, even=least, walk_away=least, scale="points")
        )
    return assemble(issues, tuple(interests))


def test_frontier_of_28_issues_with_three_positions() -> None:
    """3^28 packages: no list of them, but a frontier, on which every bargaining package lies."""
    tables = table(28, 3, 3, 100, 1)
    assert tables.n_packages == 3**28
    found = frontier.frontier_of(tables)
    vector = found.vectors[len(found.vectors) // 2]
    choices = list(found.choices(vector.tolist()))
    assert len(choices) == found.counts[len(found.vectors) // 2]
    assert all(tables.worth(choice) == tuple(vector.tolist()) for choice in choices)
    least = (vector + np.array([1, 0, 0])).tolist()
    assert find_at_least(tables, least) is None  # the solver finds nothing beyond the frontier either
    assert find_at_least(tables, vector.tolist()) is not None


@pytest.mark.parametrize("n_parties", [1, 2, 3, 4, 5])
def test_best_vectors(n_parties: int) -> None:
    rng = np.random.default_rng(n_parties)
    for _ in range(60):
        vectors = rng.integers(0, rng.integers(2, 9), size=(rng.integers(1, 400), n_parties))
        counts = rng.integers(1, 5, size=len(vectors))
        kept, number = frontier.best(vectors, counts)
        rows = [tuple(row) for row in vectors.tolist()]
        expected = {
            row
            for row in rows
            if not any(other != row and all(a >= b for a, b in zip(other, row, strict=True)) for other in rows)
        }
        assert [tuple(row) for row in kept.tolist()] == sorted(expected)
        for row, total in zip(kept.tolist(), number.tolist(), strict=True):
            assert total == sum(int(c) for r, c in zip(rows, counts, strict=True) if r == tuple(row))


def test_counts_beyond_64_bits() -> None:
    """Only the first of 70 issues is told apart from nothing else than its other position; all others never are."""
    issues = {f"i{k}": ("a", "b", "c") for k in range(70)}
    worths = {"i0": {"a": 0, "b": 1, "c": 1}} | {f"i{k}": {"a": 0, "b": 0, "c": -1} for k in range(1, 70)}
    tables = assemble(issues, (Interest("p", "weights", (), worths),))
    found = frontier.frontier_of(tables)
    assert found.vectors.tolist() == [[1]]
    assert found.counts == (2 * 2**69,)


def test_frontiers_that_are_too_large_are_given_up() -> None:
    with pytest.raises(milp.TooLarge, match="frontier of 3 signatories"):
        frontier.frontier_of(table(12, 3, 3, 50, 0), most=20)


def test_time_is_up() -> None:
    past = time.perf_counter() - 1
    with pytest.raises(CapacityError, match="longer than allowed"):
        find_at_least(table(4, 3, 4, 9, 0), [0, 0, 0, 0], deadline=past)
    with pytest.raises(CapacityError, match="longer than allowed"):
        frontier.frontier_of(table(6, 3, 4, 50, 0), deadline=past)


def test_amounts_too_fine_for_the_solver_are_refused() -> None:
    tables = table(4, 3, 4, 10**9, 0)
    with pytest.raises(milp.TooLarge, match="amounts apart"):
        find_at_least(tables, tables.need.tolist())


@pytest.mark.parametrize("seed", range(6))
def test_long_lists_of_statements_are_compared_by_groups(seed: int) -> None:
    """Statements of which each is worth twice the next, up to 2^40: too fine for one row of a program."""
    rng = random.Random(seed)
    issues = {f"i{k}": ("a", "b", "c") for k in range(4)}

    def interest(party: str) -> Interest:
        asked = [IssueIs(f"i{rng.randrange(4)}", frozenset(rng.sample("abc", rng.randint(1, 2)))) for _ in range(40)]
        terms = tuple((each, 1 << (39 - k)) for k, each in enumerate(asked))
        return Interest(party, "statements", terms)

    tables = assemble(issues, (interest("p"), interest("q"), interest("r")))
    rows = [range(len(block.counts)) for block in tables.blocks]
    every = [tables.worth(choice) for choice in product(*rows)]
    for _ in range(6):
        own = rng.choice(every)
        for everybody in (False, True):
            program = milp.Program(tables)
            program.beats(own, everybody=everybody)
            found = program.solve()
            better = [
                other
                for other in every
                if (
                    min(np.subtract(other, own)) > 0
                    if everybody
                    else other != own and min(np.subtract(other, own)) >= 0
                )
            ]
            assert (found is not None) == bool(better)
            assert found is None or tables.worth(found) in better
        asked = [max(own[0] - rng.choice([0, 1, 1 << 20]), 0), own[1] + rng.choice([0, 1, 1 << 30]), own[2]]
        found = find_at_least(tables, asked)
        able = [other for other in every if all(a >= b for a, b in zip(other, asked, strict=True))]
        assert (found is not None) == bool(able)


@pytest.mark.parametrize("seed", range(9))
def test_many_signatories_by_the_solver(seed: int) -> None:
    """Against all packages: the leximin, the largest product and sum, the ideals, and every tie of a worth."""
    n_parties = 4 + seed % 3
    tables = table(5, 3, n_parties, 4, seed, start=0.3)
    start = tables.even.tolist()
    rows = [range(len(block.counts)) for block in tables.blocks]
    zone = [c for c in product(*rows) if all(w > r for w, r in zip(tables.worth(c), start, strict=True))]
    if not zone:
        assert find_at_least(tables, tables.need.tolist()) is None
        return

    def gains(choice: tuple[int, ...]) -> list[int]:
        return [w - r for w, r in zip(tables.worth(choice), start, strict=True)]

    never = float("inf")
    ideal = [max(gains(c)[k] for c in zone) for k in range(n_parties)]
    assert [many.best_in_zone(tables, k, never) - start[k] for k in range(n_parties)] == ideal
    for per in ([1] * n_parties, ideal):
        shares = {c: sorted(Fraction(g, d) for g, d in zip(gains(c), per, strict=True)) for c in zone}
        assert shares[many.leximin(tables, start, per, never)] == max(shares.values())
    assert prod(gains(many.nash(tables, start, never))) == max(prod(gains(c)) for c in zone)
    best = many.largest_sum(tables, [1] * n_parties, never)
    assert sum(gains(best)) == max(sum(gains(c)) for c in zone)
    worth = tables.worth(best)
    assert many.all_exactly(tables, worth) == sorted(c for c in product(*rows) if tables.worth(c) == worth)


def test_ties_are_not_listed_where_there_are_too_many_sums(monkeypatch: pytest.MonkeyPatch) -> None:
    tables = table(5, 3, 4, 4, 0)
    monkeypatch.setattr(many, "MAX_HALF", 2)
    assert many.all_exactly(tables, tables.base.tolist()) is None


def test_ties_do_not_depend_on_who_is_named_first() -> None:
    assert bargain.leximin(np.array([[1, 5], [5, 1], [1, 4], [5, 0]]), [1, 1]) == [0, 1]
    assert bargain.leximin(np.array([[2, 3], [4, 1]]), [4, 2]) == [0]  # shares 1/2 and 3/2 against 1 and 1/2
    assert bargain.nash(np.array([[3, 4], [4, 3], [1, 11]])) == [0, 1]


def test_what_floating_point_cannot_tell_apart_is_told_apart() -> None:
    big = 10**6
    assert bargain.nash(np.array([[big + 1, big - 1], [big, big]])) == [1]
    assert bargain.leximin(np.array([[10**12, 10**13], [10**12 + 1, 10**13]]), [10**13, 1]) == [1]
    assert bargain.largest_sum(np.array([[10**15, 1], [10**15, 2]]), [1, 10**6]) == [1]


def test_statements_that_decide_make_the_rest_not_count() -> None:
    """The better package satisfies the second of 31 statements and none of those after it."""
    first, second, rest = (IssueIs(issue, frozenset(at)) for issue, at in (("y", "a"), ("x", "b"), ("x", "a")))
    terms = ((first, 1 << 30), (second, 1 << 29), *((rest, 1 << k) for k in range(29)))
    tables = assemble({"x": ("a", "b"), "y": ("a", "b")}, (Interest("p", "statements", terms),))
    assert tables.worth((1, 0)) > tables.worth((0, 0))
    program = milp.Program(tables)
    program.beats(tables.worth((0, 0)), everybody=False)
    assert program.solve() == (1, 0)
    program = milp.Program(tables)
    program.beats(tables.worth((1, 0)), everybody=False)
    assert program.solve() is None
