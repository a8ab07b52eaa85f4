"""Packages: the traps that others fall into, refusals in words, and sizes that cannot be enumerated."""

from __future__ import annotations

import random
import time
from fractions import Fraction
from itertools import product
from math import prod

import numpy as np
import pytest

from holdfast import example, loads, packages
from holdfast.case import Case
from holdfast.case.condition import IssueIs
from holdfast.errors import CapacityError, QuestionError
from holdfast.questions.drafts.scope import scopes
from holdfast.questions.packages import bargain, frontier, many, milp
from holdfast.questions.packages.answer import Packages
from holdfast.questions.packages.ask import packages_in
from holdfast.questions.packages.interest import Interest
from holdfast.questions.packages.setting import Setting
from holdfast.questions.packages.table import Tables, assemble, tables_of
from holdfast.questions.packages.zone import find_at_least


def talks(*preferences: str, head: str = "", positions: str = "a, b, c") -> Case:
    """Return a case of two issues signed by as many parties as there are preferences."""
    n = len(preferences)
    parties = "\n".join(f"  p{k}: {{options: {{s{k}: Sign}}}}" for k in range(n))
    signing = ", ".join(f"p{k}: s{k}" for k in range(n))
    wants = "\n".join(f"  p{k}: {each}" for k, each in enumerate(preferences))
    return loads(
        f"schema: holdfast/case/1\ntitle: T\nparties:\n{parties}\nissues:\n"
        f"  x: {{name: X, positions: [{positions}], now: a}}\n  y: {{name: Y, positions: [{positions}], now: a}}\n"
        f"agreement: {{signatories: {{{signing}}}}}\n{head}preferences:\n{wants}\n",
        warnings=[],
    )


def points(x: str, y: str, more: str = "", scale: str = "points") -> str:
    return f"{{scale: {scale}, issues: {{x: {{values: {{{x}}}}}, y: {{values: {{{y}}}}}}}{more}}}"


def test_two_losses_are_never_a_nash_package() -> None:
    """Both reject x = b, where the product of two losses is the largest of all products."""
    one = points("a: 0, b: -10, c: 1", "a: 0, b: 0, c: 0")
    answer = packages(talks(one, one))
    nash = answer.package("nash")
    assert [package.positions["x"] for package in nash.examples] == ["c"]
    assert nash.examples[0].gain == {"p0": 1, "p1": 1}
    assert nash.n_packages == 3  # nobody tells the positions of y apart
    assert answer.any_position == ("y",)
    with pytest.raises(ValueError, match="every gain is positive"):
        bargain.nash(np.array([[-3, -4], [1, 1]]))


def test_no_nash_package_where_both_lose_by_everything() -> None:
    one = points("a: 0, b: -10, c: -20", "a: 0, b: -1, c: -2")
    answer = packages(talks(one, one))
    assert answer.zone.exists is False
    assert answer.zone.nobody_worse_off  # everything as it is now
    assert {each.refused for each in answer.named} == {"no package would be signed by every signatory"}
    assert answer.zone.none is not None
    assert answer.zone.none.conflict == ("p0",)
    assert answer.zone.none.together == ()
    assert answer.zone.none.lacks == {"p0": 0, "p1": 0}


def test_nobody_gains_at_best() -> None:
    """The ideal gain of one is zero: nothing is divided by it."""
    one, flat = points("a: 0, b: 1, c: 2", "a: 0, b: 0, c: 0"), points("a: 5, b: 5, c: 5", "a: 0, b: 0, c: 0")
    answer = packages(talks(one, flat))
    assert answer.zone.exists is False
    assert answer.zone.nobody_worse_off
    assert answer.zone.none is not None
    assert answer.zone.none.conflict == ("p1",)
    assert answer.zone.none.nearest is not None
    assert answer.zone.none.lacks == {"p1": 0}
    assert all(each.refused for each in answer.named)


def test_scales_are_never_mixed() -> None:
    one = points("a: 0, b: 1, c: 2", "a: 0, b: 1, c: 2")
    answer = packages(talks(one, points("a: 0, b: 1, c: 2", "a: 0, b: 1, c: 2", scale="euros")))
    for name in ("egalitarian", "utilitarian"):
        assert "p0: points; p1: euros" in answer.package(name).refused
    assert answer.package("nash").n_packages == 1
    assert answer.package("kalai_smorodinsky").n_packages == 1


def test_a_unit_changes_nothing() -> None:
    """Nash and Kalai-Smorodinsky single out the same packages whatever the unit of a party; sums do not."""

    def asked(times: int) -> Packages:
        x = f"a: 0, b: {3 * times}, c: {4 * times}"
        return packages(talks(points("a: 3, b: 2, c: 0", "a: 0, b: 3, c: 4"), points(x, "a: 0, b: 0, c: 0")))

    one, ten = asked(1), asked(100)
    for name in ("nash", "kalai_smorodinsky", "kalai_smorodinsky_all"):
        first = [package.positions for package in one.package(name).examples]
        assert first == [package.positions for package in ten.package(name).examples] != []
    assert one.package("utilitarian").examples[0].positions == {"x": "b", "y": "c"}
    assert ten.package("utilitarian").examples[0].positions == {"x": "c", "y": "c"}


def test_the_two_ideals_differ_where_the_best_is_not_signed_by_all() -> None:
    first = points("a: 0, b: 4, c: 10", "a: 0, b: 1, c: 2")
    second = points("a: 0, b: 2, c: -5", "a: 0, b: 2, c: 1")
    answer = packages(talks(first, second))
    assert answer.package("kalai_smorodinsky").ideal["p0"] == 6
    assert answer.package("kalai_smorodinsky_all").ideal["p0"] == 12


def test_statements_give_the_ordinal_part_and_the_reason_for_the_rest() -> None:
    answer = packages(talks("[x = b, y = c]", points("a: 0, b: 1, c: 2", "a: 0, b: 0, c: 1")))
    assert answer.zone.n_packages == 5  # p0 signs where x = b or y = c; p1 gains by each of these
    assert all("p0 has no weights" in each.refused for each in answer.named)
    assert answer.frontier.n_packages == 2


def test_a_ranking_says_nothing_about_packages() -> None:
    answer = packages(talks("{ranking: [YY, [NN, NY, YN]]}", points("a: 0, b: 1, c: 2", "a: 0, b: 0, c: 1")))
    assert answer.zone.n_packages == 7
    assert answer.frontier.n_packages == 1
    assert answer.signatories[0].kind == "ranking"


def test_unknown_cells_are_filled_in_every_way() -> None:
    one = points("a: 0, b: 1, c: 2", "a: 0, b: 1, c: 2")
    head = "plans: {some: {positions: {x: c}}, none: {positions: {x: b}}, whole: {positions: {x: c, y: c}}}\n"
    answer = packages(talks(one, one, head=head))
    assert [(view.plan, view.verdict) for view in answer.plans] == [
        ("some", "open"),
        ("none", "inefficient"),
        ("whole", "efficient"),
    ]
    some, none = answer.of_plan("some"), answer.of_plan("none")
    assert (some.n_fillings, some.n_efficient, some.n_changes) == (3, 1, 0)
    assert (none.n_efficient, none.n_changes, none.better_for) == (0, 1, ("p0", "p1"))
    assert none.filling is not None  # shown with the filling that no other one beats
    assert none.filling.positions == {"x": "b", "y": "c"}


def test_red_lines() -> None:
    lines = ", red_lines: [{never: x = c}]"
    first, second = (
        points("a: 0, b: -1, c: 2", "a: 0, b: 0, c: 0", lines),
        points("a: 0, b: 1, c: 2", "a: 0, b: 0, c: 0"),
    )
    head = "plans: {far: {positions: {x: c, y: a}}}\n"
    answer = packages(talks(first, second, head=head))
    assert answer.n_admissible == 6
    assert answer.zone.none is not None
    assert answer.zone.none.red_lines == (("p0", "x = c"),)
    assert answer.of_plan("far").verdict == "not_admissible"
    assert "red line of p0: x = c" in answer.of_plan("far").reason


def test_nothing_is_admissible() -> None:
    never = ", red_lines: [{never: in_force}]"
    flat = points("a: 0, b: 1, c: 2", "a: 0, b: 0, c: 0")
    answer = packages(talks(points("a: 0, b: 1, c: 2", "a: 0, b: 0, c: 0", never), flat))
    assert answer.n_admissible == 0
    assert answer.zone.exists is False
    assert answer.zone.none is not None
    assert answer.zone.none.red_lines == (("p0", "in_force"),)
    assert answer.frontier.n_worths == 0
    assert all(each.refused for each in answer.named)


def test_a_conflict_of_three() -> None:
    """Any two can be satisfied together, but not all three."""
    wants = ["[x = a and y = a or x = b]", "[x = b or x = c and y = b]", "[x = a and y = a or x = c and y = b]"]
    start = "status_quo: NNN\n"
    answer = packages(talks(*(f"{want[:-1]}, s0, s1, s2]" for want in wants), head=start))
    assert answer.zone.exists  # signing itself is preferred below the first statement
    lax = packages(talks(*(f"[not in_force, {want[1:]}" for want in wants)))
    assert lax.zone.none is not None
    assert len(lax.zone.none.conflict) == 1
    strict = ", walk_away: 0"
    values = [("a: 1, b: 1, c: -1", "a: 0, b: 0, c: 0"), ("a: -1, b: 1, c: 1", "a: 0, b: 0, c: 0")]
    third = points("a: 1, b: -1, c: 1", "a: 0, b: 0, c: 0", strict)
    three = packages(talks(*(points(*each, strict) for each in values), third))
    assert three.zone.exists is False
    assert three.zone.none is not None
    assert three.zone.none.conflict == ("p0", "p1", "p2")
    assert len(three.zone.none.together) == 2
    assert three.zone.none.nearest is not None
    assert sorted(three.zone.none.nearest.gain.values()) == [-1, 1, 1]


def test_fractions_are_exact() -> None:
    """Gains of 0.1 and 0.2 add up to 0.3 here, so two packages tie that floating point would tell apart."""
    first = points("a: 0, b: 0.1, c: 0.3", "a: 0, b: 0.2, c: 0")
    second = points("a: 0, b: 1, c: 1", "a: 0, b: 1, c: 1")
    answer = packages(talks(first, second))
    assert answer.package("nash").examples[0].gain == {"p0": Fraction(1, 2), "p1": 2}
    found = {tuple(package.worth.values()) for package, _ in answer.frontier.examples}
    assert (Fraction(1, 2), Fraction(2)) in found


def test_packages_ask_for_one_setting() -> None:
    with pytest.raises(QuestionError, match="name a plan: p28, e28, g19"):
        packages(example("ukraine-2025"), account="author")
    with pytest.raises(QuestionError, match="no issues"):
        packages(example("chicken"))
    with pytest.raises(QuestionError, match='did you mean "nash"'):
        packages(example("ukraine-2025"), account="kyiv", plan="p28").package("nahs")


def test_too_many_issues_tied_together_are_refused() -> None:
    issues = "\n".join(f"  i{k}: {{name: I, positions: [a, b, c], now: a}}" for k in range(11))
    every = " and ".join(f"i{k} = b" for k in range(11))
    each = "".join(f", {{prefer: i{k} = c, worth: 1}}" for k in range(11))
    case = loads(
        f"schema: holdfast/case/1\ntitle: T\nparties: {{p: {{options: {{s: Sign}}}}}}\nissues:\n{issues}\n"
        "agreement: {signatories: {p: s}}\npreferences:\n"
        f"  p: {{scale: x, also: [{{prefer: {every}, worth: 1}}{each}]}}\n",
        warnings=[],
    )
    with pytest.raises(CapacityError, match="tie 11 issues together"):
        packages(case)


# -- tables made by hand, where a case would be too slow to read ------------------------------------------------------


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


def test_the_answer_in_a_sentence_and_as_json() -> None:
    answer = packages_in(scopes(example("ukraine-2025"), account="washington", plan="p28")[0])
    assert str(answer) == "of 907,200,000 packages 124,416,000 would be signed by every signatory"
    assert answer.json()["packages"]["nash"] == {"refused": answer.package("nash").refused}
    assert str(packages(talks("[x = b]", "[x = c]"))) == "of 9 packages none would be signed by every signatory"


def test_a_status_quo_that_cannot_occur() -> None:
    """Nobody can prefer a package to it; efficiency needs no status quo."""
    one, other = points("a: 0, b: 1, c: 2", "a: 0, b: 0, c: 0"), points("a: 0, b: 2, c: 1", "a: 0, b: 0, c: 0")
    answer = packages(talks(one, other, head="rules: [never: not s0 and not s1]\n"))
    assert answer.zone.exists is None
    assert "status quo cannot occur" in answer.zone.reason
    assert {each.refused for each in answer.named} == {"the status quo cannot occur, so there is nothing to gain from"}
    assert answer.frontier.n_packages == 6
    assert answer.frontier.n_packages_in_zone is None
    assert [each.would_sign_some for each in answer.signatories] == [None, None]


MERGED = """
schema: holdfast/case/1
title: T
parties: {p: {options: {s: Sign, go: Go}}, q: {options: {t: Sign}}}
states: {1: NNN, 2: NNY, 3: NYN, 4: NYY, 5: YNN, 6: YYN, agreed: Y-Y}
issues:
  x: {name: X, positions: [a, b, c], now: a}
  y: {name: Y, positions: [a, b, c], now: a}
agreement: {signatories: {p: s, q: t}}
rules:
  - never: go and x = c and s and t
preferences:
  p: [not go if y != b, x = b, not go]
  q:
    scale: points
    issues: {x: {values: {a: 0, b: 2, c: 1}}}
    also: [{prefer: not go, worth: 5}, {prefer: go or y = c, worth: 3}]
    red_lines: [{never: go and y = a}]
"""


def test_a_merged_state_is_read_in_every_code_that_can_occur() -> None:
    """Against the levels of compiled models: what is true in some codes only, and which codes can occur."""
    case = loads(MERGED, warnings=[])
    here = Setting(scopes(case)[0])
    tables = tables_of(here.scope)
    rows = [range(len(block.counts)) for block in tables.blocks]
    seen = {}
    for choice in product(*rows):
        for positions in frontier.listed(tables, choice):
            seen[tuple(sorted(positions.items()))] = tables.worth(choice)
    levels = {}
    for x, y in product("abc", "abc"):
        positions = {"x": x, "y": y}
        level = [here.level(party, positions) for party in ("p", "q")]
        if level[1][0]:  # no red line is crossed
            levels[tuple(sorted(positions.items()))] = level
    assert set(levels) == set(seen)
    assert 0 < len(levels) < 9
    for one, other in product(levels, levels):
        for k in range(2):
            assert (seen[one][k] < seen[other][k]) == (levels[one][k] < levels[other][k])
    start = [here.status_quo(party) for party in ("p", "q")]
    for package, level in levels.items():
        for k in range(2):
            assert (seen[package][k] >= tables.need[k]) == (level[k] > start[k])


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
