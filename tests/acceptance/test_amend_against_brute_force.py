"""`amend` against trying every package, and against `drafts` on the shipped case."""

from __future__ import annotations

import random
import warnings
from collections import Counter
from itertools import groupby, product

import numpy as np
import pytest

from holdfast.case import Ranking, Weights
from holdfast.casefile import loads
from holdfast.errors import HoldfastWarning, QuestionError
from holdfast.questions.amend import amend
from holdfast.questions.amend.answer import Amend, Obstacle
from holdfast.questions.amend.cheapest import Deadline
from holdfast.questions.amend.compare import Sight
from holdfast.questions.amend.demands import answered, leaving, moves_of, unanswered
from holdfast.questions.amend.search import Search
from holdfast.questions.drafts import drafts
from holdfast.questions.drafts.scope import scopes
from holdfast.shipped import example

from .amend_brute import (
    agreeable,
    amendable,
    amendments,
    cost_of,
    obstacles,
    package,
    possible_without,
    smallest,
    stands,
)

LEVELS = ("holds", "firmly")


def compare(case, plan: str, level: str, got: Amend) -> None:
    """Compare an answer with every package that qualifies."""
    wanted = amendments(case, plan, level)
    found = {tuple((c.issue, c.after) for c in each.changes): each for each in got.amendments}
    assert len(found) == len(got.amendments)
    assert set(found) == set(wanted)
    assert got.complete
    assert (got.n_changes is None) == (not wanted)
    assert got.n_changes == min(map(len, wanted), default=None)
    cells = case.plans[plan].positions
    for changes, each in found.items():
        assert got.cost == each.cost == cost_of(case, changes)
        first = wanted[changes][0]  # packages come in the order of the file
        assert {c.issue: c.after for c in each.filled} == {i: p for i, p in first.items() if i not in cells}
        assert each.n_fillings in (None, len(wanted[changes]))
        assert all(c.before == cells[c.issue].position for c in each.changes)
        model = package(case, plan, first)
        assert model is not None
        assert not [
            s for s in each.parties if s.verdict not in ("content", "deterred", "bluffed")[: 3 - (level == "firmly")]
        ]
        signing = {s.party for s in each.parties if s.would_sign is not None}
        assert signing == {model.parties[k] for k in model.signatories}
        compare_stands(case, plan, changes, each)
    order = [(len(e.changes), e.distance, len(e.who("gives"))) for e in got.amendments]
    assert order == sorted(order)


def compare_stands(case, plan: str, changes, each) -> None:
    """Who gains and who gives, over every way of filling the unknown cells alike before and after."""
    from .amend_brute import complaints_of, every_package

    cells = {issue: cell.position for issue, cell in case.plans[plan].positions.items()}
    ways = [p for p in every_package(case, plan) if all(p[issue] == at for issue, at in cells.items())]
    for stand in each.parties:
        seen = set()
        for before in ways:
            old, new = package(case, plan, before), package(case, plan, before | dict(changes))
            if old is None or new is None or old.structure != new.structure:
                return
            k = old.party_index(stand.party)
            a, b = complaints_of(old, k, old.plan_state), complaints_of(new, k, new.plan_state)
            seen.add("gains" if b > a else "gives" if b < a else "same")
        assert stand.against_plan == (seen.pop() if len(seen) == 1 else "open")


@pytest.mark.parametrize("block", range(2))
def test_every_package_of_agreeable_cases(block):
    seen: Counter[object] = Counter()
    for seed in range(block * 20, block * 20 + 20):
        case = agreeable(seed)
        for level in LEVELS:
            got = amend(case, "plan", level=level)
            compare(case, "plan", level, got)
            seen["none" if got.n_changes is None else "some" if got.n_changes else "as it stands"] += 1
            seen["unknown"] += bool(got.unknown and got.amendments)
            seen["costs"] += got.n_changes is not None and got.cost != got.n_changes
    assert min(seen[each] for each in ("none", "some", "as it stands", "unknown", "costs")) > 0, seen


@pytest.mark.parametrize("block", range(2))
def test_every_package_of_random_cases(block):
    seen: Counter[object] = Counter()
    for seed in range(block * 18, block * 18 + 18):
        case = amendable(seed, 20)
        for level in LEVELS:
            try:
                got = amend(case, "plan0", level=level)
            except QuestionError:
                continue  # without its conduct the plan is not in force
            compare(case, "plan0", level, got)
            stated = list(case.preferences.values())
            seen["weights"] += any(isinstance(each, Weights) for each in stated)
            seen["ranking"] += any(isinstance(each, Ranking) for each in stated)
            seen["fixed"] += any(issue.fixed for issue in case.issues.values())
            seen["merged"] += any("-" in state.pattern for state in case.states.values())
            seen["rules on issues"] += any("i0" in rule.text for rule in case.rules)
            seen[got.n_changes is None] += 1
    assert min(seen["weights"], seen["fixed"], seen[True], seen[False]) > 0
    assert seen["ranking"] + seen["merged"] + seen["rules on issues"] > 0


def aside(each: Obstacle) -> object:
    """Return an obstacle as the brute search names it."""
    if each.issue:
        return each.issue
    return each.party, 1 if each.text.startswith("what its weights") else (each.statement or 1) - 1


def compare_conflict(case, plan: str, level: str, got: Amend, seen: Counter[object]) -> None:
    """Compare what rules every plan out, and the ways round it, with trying every set of obstacles."""
    items = obstacles(case, plan)
    everything = frozenset(items)
    if not possible_without(case, plan, level, everything):
        seen["gain"] += 1
        signing = [party for party in case.parties if party in case.agreement.signatories]

        def all_gain(some: frozenset) -> bool:
            return possible_without(case, plan, level, everything, frozenset(signing) - some)

        least = smallest(signing, lambda some: not all_gain(some))
        assert (frozenset(o.party for o in got.conflict) in least) if least else not got.conflict
        assert got.note
        assert not got.relaxations
        return
    ruled_out = smallest(items, lambda some: not possible_without(case, plan, level, everything - some))
    conflict = frozenset(map(aside, got.conflict))
    assert conflict in ruled_out
    ways = smallest(items, lambda some: possible_without(case, plan, level, some))
    assert {frozenset(map(aside, each.obstacles)) for each in got.relaxations} == set(ways)
    assert got.relaxations_complete
    cells = {issue: cell.position for issue, cell in case.plans[plan].positions.items()}
    for each in got.relaxations:
        model = package(case, plan, cells | {c.issue: c.after for c in (*each.changes, *each.filled)})
        waived = frozenset(o for o in map(aside, each.obstacles) if not isinstance(o, str))
        assert model is not None
        assert stands(model, level, waived)
    seen[len(conflict)] += 1
    seen["several ways"] += len(ways) > 1
    seen["several things"] += len(ways[0]) > 1
    seen["fixed"] += any(o.issue for o in got.conflict)


@pytest.mark.parametrize("block", range(2))
def test_what_rules_every_plan_out(block):
    """The conflict is a smallest one; the relaxations are all of the smallest; their examples do qualify."""
    seen: Counter[object] = Counter()
    for case, plan in cases_with_few_obstacles(block):
        for level in LEVELS:
            got = amend(case, plan, level=level)
            if got.n_changes is None:
                compare_conflict(case, plan, level, got, seen)
    assert seen["several ways"], seen
    assert seen["several things"] + seen["fixed"] > 0, seen
    assert seen["gain"] + seen[1] > 0, seen


def cases_with_few_obstacles(block: int, number: int = 16):
    """Yield cases small enough to try every set of obstacles."""
    seed = 1000 * block
    while number:
        case = agreeable(seed) if seed % 4 else amendable(seed, 12)
        plan = next(iter(case.plans))
        seed += 1
        if len(obstacles(case, plan)) <= 10:
            try:
                none = amend(case, plan).n_changes is None
            except QuestionError:
                continue
            if none:
                number -= 1
                yield case, plan


CASE = example("ukraine-2025")


@pytest.mark.parametrize("account", ["washington", "kremlin"])
def test_distances_on_ukraine_2025_are_those_of_drafts(account):
    """`drafts` visits all 907 million packages; the nearest that qualify are as near, and as many."""
    by_conduct = groupby(sorted(CASE.plans, key=lambda p: conduct_of(p)), key=conduct_of)
    for _, plans in by_conduct:
        alike = list(plans)
        answer = drafts(CASE, account=account, plan=alike[0])
        for plan in alike:
            near = answer.nearest_to(plan)
            assert near.same_conduct
            got = amend(CASE, plan, account=account)
            assert got.n_changes == near.firmly_and_all_sign.n_changes
            if got.n_changes is not None and all(each.n_fillings for each in got.amendments if each.filled):
                number = sum(each.n_fillings or 1 for each in got.amendments)
                assert number == near.firmly_and_all_sign.count


def conduct_of(plan: str) -> str:
    return str(sorted((c.party, c.option, c.taken) for c in CASE.plans[plan].conduct))


@pytest.mark.parametrize("block", range(2))
def test_a_demand_is_met_by_every_package_that_answers_the_move(block):
    """A demand refuses the package it was made from, and no package under which the move is answered or not wanted."""
    refused = met = waived_some = 0
    for seed in range(block * 60, block * 60 + 60):
        case, rng = loosely_tied(seed), random.Random(seed)
        lenient = seed % 3 == 0
        search = Search(scopes(case, plan="plan")[0], "firmly", Deadline(60), lenient=lenient)
        packages = list(product(*(range(len(axis.classes)) for axis in search.choices.axes)))
        search.find()
        if len(search.worlds()) == 1:
            world = search.worlds()[0]
            waivers = list(search.waivers)
            waived = frozenset(rng.sample(waivers, min(2, len(waivers))))
            truths = {literal: each in waived for each, literal in search.waivers.items()}
            for chosen in rng.sample(packages, min(6, len(packages))):
                sight = Sight(world, search.choices, chosen, waived)
                for party in range(len(case.parties)):
                    for end, reached in unanswered(sight, party, moves_of(world, party), credible=True):
                        clause = answered(world, search.gates, party, end, reached)
                        for other in packages:
                            values = search.choices.values(other) | truths
                            passes = any(search.circuit.value(gate, dict(values)) for gate in clause)
                            seen = Sight(world, search.choices, other, waived)
                            if not list(unanswered(seen, party, [end], credible=True)):
                                assert passes, (seed, chosen, other, party, end)
                                met += 1
                            if other == chosen:
                                assert not passes
                                refused += 1
                                waived_some += bool(waived)
        search.solver.close()
    assert min(refused, met, waived_some) > 20


def loosely_tied(seed: int):
    """Return a case whose states are compared by statements that mix signing, other options and issues."""
    rng = random.Random(f"tied {seed}")
    n_parties = rng.randint(2, 3)
    options = [f"{kind}{k}" for k in range(n_parties) for kind in "sa"]
    lines = ["schema: holdfast/case/1", "title: T", "parties:"]
    lines += [f"  p{k}: {{options: {{s{k}: Sign, a{k}: Act}}}}" for k in range(n_parties)]
    lines.append("issues:")
    lines += [f"  i{k}: {{positions: [u, v, w], now: {rng.choice('uvw')}}}" for k in range(3)]
    lines.append(f"plans: {{plan: {{positions: {{i0: u, i1: v, i2: w}}, conduct: [{rng.choice(['', 'not '])}a0]}}}}")
    signing = ", ".join(f"p{k}: s{k}" for k in range(rng.randint(1, n_parties)))
    lines += [f"agreement: {{signatories: {{{signing}}}}}", "preferences:"]
    for k in range(n_parties):
        told = []
        for _ in range(rng.randint(2, 6)):
            one, two = rng.choice(options), rng.choice(options)
            issue = f"i{rng.randrange(3)} {rng.choice(['=', '>=', '<='])} {rng.choice('uvw')}"
            told.append(
                rng.choice([f"{one} if {issue}", f"not {one} or {two}", issue, f"not {one}", f"{one} iff {issue}"])
            )
        lines += [f"  p{k}:", *(f"    - {each}" for each in told)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", HoldfastWarning)
        return loads("\n".join(lines) + "\n")


@pytest.mark.parametrize("block", range(2))
def test_steps_out_are_those_that_some_mover_wants(block):
    """From wherever a group starts: under each package the gates say whether it could go on to a state not reached."""
    leads = stays = 0
    for seed in range(block * 30, block * 30 + 30):
        case, rng = loosely_tied(seed), random.Random(seed)
        search = Search(scopes(case, plan="plan")[0], "firmly", Deadline(60), lenient=seed % 3 == 0)
        packages = list(product(*(range(len(axis.classes)) for axis in search.choices.axes)))
        search.find()
        for world in search.worlds():
            waived = frozenset(rng.sample(list(search.waivers), min(2, len(search.waivers))))
            truths = {literal: each in waived for each, literal in search.waivers.items()}
            for _ in range(6):
                party, start = rng.randrange(len(case.parties)), rng.randrange(world.n_states)
                sight = Sight(world, search.choices, rng.choice(packages), waived)
                reached = sight.reach(party, start, credible=True)
                gates = list(leaving(world, search.gates, reached))
                for other in packages:
                    seen = Sight(world, search.choices, other, waived)
                    steps = [
                        seen.better(k, starts, ends) & ~reached.by[k][ends]
                        for k in reached.by
                        for starts, ends in [world.moves(k, np.flatnonzero(reached.before[k]))]
                        if starts.size
                    ]
                    goes_on = any(each.any() for each in steps)
                    values = search.choices.values(other) | truths
                    assert goes_on == any(search.circuit.value(gate, dict(values)) for gate in gates)
                    leads, stays = leads + goes_on, stays + (not goes_on)
        search.solver.close()
    assert min(leads, stays) > 50
