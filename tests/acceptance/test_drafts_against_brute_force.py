"""`drafts` against judging every draft by itself, and against `hold` for the plans on the table."""

from __future__ import annotations

import json
import random
from math import prod

import pytest
from click.testing import CliRunner

from holdfast.case.world import without_doubt
from holdfast.errors import QuestionError
from holdfast.questions.drafts import drafts
from holdfast.questions.drafts.scope import scopes
from holdfast.shipped import example

from .drafts_brute import compare, expected, judged, random_case

N_CASES, N_BLOCKS = 240, 8


@pytest.mark.parametrize("block", range(N_BLOCKS))
def test_every_draft_of_random_cases(block):
    seen = {"asked": 0, "forbidden": 0, "some hold": 0, "not firmly": 0, "fixed": 0, "fewer sign": 0}
    for seed in range(block * N_CASES // N_BLOCKS, (block + 1) * N_CASES // N_BLOCKS):
        case, rng = random_case(seed, 40), random.Random(seed)
        plan = rng.choice(["", *case.plans])
        free = None if rng.random() < 0.6 else rng.sample(list(case.issues), rng.randint(0, len(case.issues)))
        try:
            asked = scopes(case, plan=plan or None, free=free)
        except QuestionError:
            continue  # without a conduct no draft is in force
        if len(asked) > 1:
            continue
        scope = asked[0]
        conduct_of = plan or (scope.conduct_of[0] if scope.conduct else "")
        wanted = expected(case, list(scope.free), dict(scope.fixed), conduct_of)
        got = drafts(case, plan=plan or None, free=free, block=rng.choice([0, 1, 2, 7])).json()
        compare(case, got, wanted)
        seen["asked"] += 1
        seen["forbidden"] += got["cannot_occur"] > 0
        seen["some hold"] += 0 < got["holds"] < got["n_drafts"]
        seen["not firmly"] += got["holds_firmly"] < got["holds"]
        seen["fixed"] += bool(scope.fixed)
        seen["fewer sign"] += got["holds_and_all_sign"] not in (None, got["holds"])
    assert min(seen.values()) >= 1, seen  # the cases are about something
    assert seen["asked"] >= 0.8 * N_CASES / N_BLOCKS


@pytest.mark.parametrize("seed", range(24))
def test_sizes_of_blocks_and_tables_do_not_matter(seed, monkeypatch):
    case = random_case(seed, 200)
    for scope in scopes(case):
        plan = scope.conduct_of[0] if scope.conduct else None
        found = [drafts(case, plan=plan, block=block).json() for block in (1, 3, 8, 0)]
        with monkeypatch.context() as patch:  # every statement a step of its own; no table of joint kinds
            patch.setattr("holdfast.questions.drafts.readers.MAX_TABLE", 0)
            patch.setattr("holdfast.questions.drafts.count.MAX_JOINT", 0)
            found += [drafts(case, plan=plan, block=block).json() for block in (4, 0)]
        assert found[1:] == found[:1] * 5


CASE = example("ukraine-2025")


@pytest.mark.parametrize("account", list(CASE.accounts))
def test_plans_of_ukraine_2025_have_the_verdicts_of_hold(account):
    """With nothing free there is one draft, the plan itself; and it is among all of them."""
    plan = "p28"
    assert set(CASE.plans[plan].positions) == set(CASE.issues)
    hold = json.loads(run("hold", "ukraine-2025", "--plan", plan, "--account", account))
    alone = drafts(CASE, plan=plan, account=account, free=[])
    assert alone.n_drafts == 1
    assert alone.holds == hold["holds"]
    assert alone.holds_firmly == hold["holds_firmly"]
    for party, verdict in hold["parties"].items():
        assert getattr(alone.party(party), verdict["verdict"]) == 1
        assert alone.party(party).would_sign == verdict.get("would_sign")
    everything = drafts(CASE, plan=plan, account=account)
    assert everything.n_drafts == prod(len(issue.positions) for issue in CASE.issues.values()) == 907_200_000
    assert (everything.nearest_to(plan).holds.n_changes == 0) is hold["holds"]
    for each in everything.parties:
        judged_ones = each.content + each.deterred + each.bluffed + each.blocker
        assert judged_ones == everything.n_drafts - everything.cannot_occur


@pytest.mark.parametrize("plan", list(CASE.plans))
def test_possible_verdicts_of_ukraine_2025_are_those_of_hold(plan):
    """With the unknown cells free, the verdicts that some draft has are those that `hold` calls possible."""
    for account in CASE.accounts:
        hold = json.loads(run("hold", "ukraine-2025", "--plan", plan, "--account", account))
        answer = drafts(CASE, plan=plan, account=account, free=[])
        told = without_doubt(CASE, account).plans[plan].positions  # a cell that is doubted may not count
        assert set(answer.free) == set(CASE.issues) - set(told)
        for party, verdict in hold["parties"].items():
            there = [w for w in ("content", "deterred", "bluffed", "blocker") if getattr(answer.party(party), w)]
            assert there == verdict.get("possible", [verdict["verdict"]]), (account, party)
        holding = {answer.n_drafts: True, 0: False}.get(answer.holds)
        assert holding is hold["holds"]


@pytest.mark.parametrize(("account", "plan"), [("washington", "e28"), ("kremlin", "g19"), ("kyiv", "p28")])
def test_some_issues_of_ukraine_2025_against_every_draft(account, plan):
    free = ["territory", "army_cap", "nato"]
    case = CASE.replace(preferences=CASE.accounts[account].preferences)  # as the case's own, for the search
    known = {issue: cell.position for issue, cell in case.plans[plan].positions.items()}
    cells = {issue: next(iter(each.positions)) for issue, each in case.issues.items() if issue not in known}
    filled = _filled(case, plan, cells)
    wanted = [
        judged(case, {**cells, **known, "territory": t, "army_cap": a, "nato": n}, plan)
        for t in case.issues["territory"].positions
        for a in case.issues["army_cap"].positions
        for n in case.issues["nato"].positions
    ]
    got = drafts(filled, plan=plan, free=free)
    assert got.n_drafts == len(wanted) == 140
    wanted = [hold for hold in wanted if hold is not None]  # a rule forbids some
    assert got.cannot_occur == 140 - len(wanted) == 20
    assert got.holds == sum(hold.holds for hold in wanted)
    for party in case.parties:
        for word in ("content", "deterred", "bluffed", "blocker"):
            assert getattr(got.party(party), word) == sum(hold.party(party).verdict == word for hold in wanted)


def _filled(case, plan, cells):
    """Return the case with some unknown cells of a plan filled."""
    from dataclasses import replace

    from holdfast.case import ById, Cell

    old = case.plans[plan]
    positions = ById([*old.positions.items(), *((issue, Cell(position)) for issue, position in cells.items())])
    return case.replace(plans=ById([*case.plans.items(), (plan, replace(old, positions=positions))]))


def run(*arguments: str) -> str:
    from holdfast.cli.main import cli

    done = CliRunner().invoke(cli, [*arguments, "--json"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout
