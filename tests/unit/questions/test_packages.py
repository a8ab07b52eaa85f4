"""Packages: the traps that others fall into, and refusals in words."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from holdfast import example, loads, packages
from holdfast.case import Case
from holdfast.errors import CapacityError, QuestionError
from holdfast.questions.drafts.scope import scopes
from holdfast.questions.packages import bargain, frontier
from holdfast.questions.packages.answer import Packages
from holdfast.questions.packages.ask import packages_in
from holdfast.questions.packages.setting import Setting
from holdfast.questions.packages.table import tables_of


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
