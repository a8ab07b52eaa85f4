"""The pieces of the search for amendments: gates, numbers, cheapest solutions, comparisons, reach, and refusals."""

from __future__ import annotations

import random
from itertools import product

import numpy as np
import pytest

from holdfast.errors import CapacityError, CaseFileError
from holdfast.questions.amend import amend
from holdfast.questions.amend.cheapest import Cheapest, Deadline, at_least
from holdfast.questions.amend.choices import Choices
from holdfast.questions.amend.circuit import FALSE, TRUE, Circuit, constant
from holdfast.questions.amend.compare import Gates, Sight, extremes
from holdfast.questions.amend.graph import World, reach
from holdfast.questions.amend.search import Search
from holdfast.questions.amend.views import View
from holdfast.questions.drafts.scope import scopes

from .drafting import bargain, case_of


def test_gates_are_made_once_and_constants_vanish():
    made = Circuit()
    a, b = made.variable(), made.variable()
    assert made.both([a, b]) == made.both([b, a, TRUE])
    assert made.both([]) == TRUE
    assert made.some([]) == FALSE
    assert made.both([a, FALSE]) == made.both([a, -a]) == FALSE
    assert made.some([a, -a, b]) == TRUE
    assert made.both([a]) == made.some([a]) == a
    assert made.same(a, a) == TRUE
    before = len(made.clauses)
    made.require([a, -a])
    made.require([TRUE, b])
    assert len(made.clauses) == before


@pytest.mark.parametrize("seed", range(40))
def test_clauses_say_what_the_gates_do(seed):
    """Whatever the choices, the solver gives each gate the value that it is evaluated to."""
    rng, made = random.Random(seed), Circuit()
    choices = [made.variable() for _ in range(4)]
    known = [*choices]
    for _ in range(8):
        some = [rng.choice([1, -1]) * rng.choice(known) for _ in range(rng.randint(2, 3))]
        known.append(rng.choice([made.both, made.some])(some) if rng.random() < 0.7 else made.same(*some[:2]))
    solver = Cheapest(made, {}, Deadline(60))
    for truths in product([True, False], repeat=4):
        assumed = [c if t else -c for c, t in zip(choices, truths, strict=True)]
        for gate in known:
            value = made.value(gate, dict(zip(choices, truths, strict=True)))
            assert (solver.solve([*assumed, gate]) is not None) == value
            assert (solver.solve([*assumed, -gate]) is not None) != value
    solver.close()


def test_sums_and_counts_are_right():
    made = Circuit()
    first, second, third = ([made.variable() for _ in range(n)] for n in (3, 2, 1))
    total = made.total([first, second, third, constant(5)])
    counts = at_least(made, [*first, *second])

    def number(bits, values):
        return sum(1 << k for k, bit in enumerate(reversed(bits)) if made.value(bit, values))

    for truths in product([True, False], repeat=6):
        values = dict(zip([*first, *second, *third], truths, strict=True))
        wanted = number(first, values) + number(second, values) + number(third, values) + 5
        assert number(total, values) == wanted
        assert [made.value(gate, values) for gate in counts] == [sum(truths[:5]) >= n for n in range(1, 6)]


@pytest.mark.parametrize("seed", range(60))
def test_every_solution_in_order_of_cost(seed):
    rng, made = random.Random(seed), Circuit()
    choices = [made.variable() for _ in range(rng.randint(2, 7))]
    clauses = [
        [rng.choice([1, 1, -1]) * each for each in rng.sample(choices, min(len(choices), rng.randint(1, 3)))]
        for _ in range(rng.randint(1, 10))
    ]
    costs = {each: rng.choice([1, 1, 2, 5]) for each in choices}
    for clause in clauses:
        made.require(clause)
    wanted = []
    for truths in product([True, False], repeat=len(choices)):
        true = dict(zip(choices, truths, strict=True))
        if all(any(true[abs(each)] == (each > 0) for each in clause) for clause in clauses):
            wanted.append((sum(costs[each] for each in choices if true[each]), truths))
    solver, found = Cheapest(made, costs, Deadline(60)), []
    while (best := solver.cheapest()) is not None:
        truths = tuple(each in best[1] for each in choices)
        found.append((best[0], truths))
        made.require([-each if true else each for each, true in zip(choices, truths, strict=True)])
    solver.close()
    assert sorted(found) == sorted(wanted)
    assert [cost for cost, _ in found] == sorted(cost for cost, _ in wanted)


def test_solvers_share_a_circuit_and_one_can_assume_more():
    made = Circuit()
    a, b, c = (made.variable() for _ in range(3))
    made.require([a, b])
    first, second = Cheapest(made, {a: 1, b: 3}, Deadline(60)), Cheapest(made, {a: 1, b: 3}, Deadline(60))
    second.assume([-a])
    made.require([-b, c])
    assert first.cheapest()[0] == 1
    paid, model = second.cheapest()
    assert paid == 3
    assert {b, c} <= model
    made.require([-c])
    assert first.cheapest()[0] == 1
    assert second.cheapest() is None
    first.close()
    second.close()


@pytest.mark.parametrize("seed", range(30))
def test_comparisons_as_gates_are_those_under_a_package(seed):
    """With complaints of one and of several bits, and with waivers, against the definition."""
    rng = random.Random(seed)
    case = bargain(3)
    made = Circuit()
    choices = Choices(scopes(case.replace(plans=_plan(case)), plan="one")[0], made)
    gates = [TRUE, FALSE, *(axis.literals[0] for axis in choices.axes), *(-axis.literals[0] for axis in choices.axes)]
    widths = tuple(rng.choice([1, 1, 2]) for _ in range(rng.randint(1, 4)))
    rows = tuple(tuple(rng.choice(gates) for _ in range(sum(widths))) for _ in range(4))
    view = View(rows, np.arange(4, dtype=np.int32), widths)
    waivers = {(0, j): made.variable() for j in range(len(widths))}
    compared = Gates(made, waivers)
    structure = scopes(case.replace(plans=_plan(case)), plan="one")[0]
    world = World(_structure(structure), 0, 0, (view,))
    for chosen in product(*(range(len(axis.classes)) for axis in choices.axes)):
        waived = frozenset(each for each in waivers if rng.random() < 0.5)
        sight = Sight(world, choices, chosen, waived)
        for one, other in product(range(4), repeat=2):
            values = choices.values(chosen) | {literal: each in waived for each, literal in waivers.items()}
            pairs = np.array([other]), np.array([one])
            strict = bool(sight.better(0, *pairs)[0])
            assert strict == made.value(compared.better(0, view, one, other), dict(values))
            assert strict == _better(made, view, values, one, other, waived, True)
            weak = made.value(compared.at_least(0, view, one, other), dict(values))
            assert weak == _better(made, view, values, one, other, waived, False)


def _better(made, view, values, one, other, waived, strict):
    def numbers(k):
        start, found = 0, []
        for width in view.widths:
            bits = view.rows[k][start : start + width]
            found.append(tuple(made.value(bit, dict(values)) for bit in bits))
            start += width
        return found

    mine, theirs = numbers(one), numbers(other)
    for j, (a, b) in enumerate(zip(mine, theirs, strict=True)):
        if a < b and (0, j) not in waived and all(x <= y for x, y in zip(mine[:j], theirs[:j], strict=True)):
            return False
    return not strict or any(a > b for a, b in zip(mine, theirs, strict=True))


def _plan(case):
    from holdfast.case import ById, Cell, Plan

    return ById([("one", Plan("one", positions=ById((issue, Cell("v0")) for issue in case.issues)))])


def _structure(scope):
    from holdfast.model.compile import structure

    return structure(scope.at({}))


def test_extremes_are_one_or_those_not_beaten():
    view = View(((FALSE, TRUE), (TRUE, FALSE), (FALSE, FALSE), (TRUE, TRUE)), np.arange(4, dtype=np.int32), (1, 1))
    assert extremes(view, [0, 1], best=True, waivable=False) == [1]
    assert extremes(view, [0, 1], best=False, waivable=False) == [0]
    assert sorted(extremes(view, [0, 1], best=True, waivable=True)) == [0, 1]
    assert extremes(view, [0, 1, 2], best=False, waivable=True) == [2]
    assert extremes(view, [0, 1, 3], best=True, waivable=True) == [3]
    assert extremes(view, [], best=True, waivable=True) == []


@pytest.mark.parametrize("seed", range(30))
def test_reach_over_fibres_is_reach_by_legal_sequences(seed):
    """With one-way options and rules; by any moves and by improvements."""
    rng = random.Random(seed)
    ways = ["", ", irreversible: true", ", irreversible: from taken"]
    names = ["s0", "a0", "b0", "s1", "a1", "s2", "a2"]
    options = {name: f"{{text: Do{rng.choice([ways[0], ways[0], *ways])}}}" for name in names}
    lines = ["parties:"]
    for k in range(3):
        own = ", ".join(f"{name}: {text}" for name, text in options.items() if name.endswith(str(k)))
        lines.append(f"  p{k}: {{options: {{{own}}}}}")
    lines += [f"rules: [never: {' and '.join(rng.sample(['a0', 'b0', 'a1', 'a2'], 2))}]"]
    lines += ["issues: {i: {positions: [u, v], now: u}}", "plans: {one: {positions: {i: v}}}"]
    lines += ["agreement: {signatories: {p0: s0, p1: s1, p2: s2}}", "preferences:"]
    for k in range(3):
        terms = [f"{rng.choice(['', 'not '])}{o}" for o in rng.sample(names, 4)]
        lines.append(f"  p{k}: [{', '.join([*terms, f's{k} if i = v'])}]")
    search = Search(scopes(case_of("\n".join(lines)), plan="one")[0], "holds", Deadline(60))
    search.find()
    world = search.worlds()[0]
    sight = Sight(world, search.choices, (0,))
    for party, start in product(range(3), rng.sample(range(world.n_states), 5)):
        movers = world.structure.others(party)
        for credible in (False, True):
            quick = set(sight.reach(party, start, credible=credible).states.tolist())
            slow = set(reach(world, start, movers, sight.better if credible else None).states.tolist())
            assert quick - {start} == slow - {start}
    search.solver.close()


def test_backward_moves_are_the_moves():
    case = case_of(
        "parties: {a: {options: {x: {text: X, irreversible: true}, y: Y}}, b: {options: {z: {text: Z, irreversible: "
        "from taken}}}}\nissues: {i: {positions: [u, v], now: u}}\nplans: {one: {positions: {i: v}}}\n"
        "agreement: {signatories: {a: y}}\npreferences: {a: [x], b: [z]}\n"
    )
    search = Search(scopes(case, plan="one")[0], "holds", Deadline(60))
    search.find()
    world = search.worlds()[0]
    every = np.arange(world.n_states)
    for party in (0, 1):
        forward = set(zip(*(side.tolist() for side in world.moves(party, every)), strict=True))
        backward = set(zip(*(side.tolist() for side in world.moves_to(party, every)), strict=True))
        assert forward == backward
        assert forward
    search.solver.close()


def test_too_many_states_and_too_little_time_are_refused(monkeypatch):
    case = bargain(3)
    case = case.replace(plans=_plan(case))
    with pytest.raises(CapacityError, match="--time"):
        amend(case, "one", seconds=0)
    monkeypatch.setattr("holdfast.questions.amend.graph.MAX_STATES", 1)
    with pytest.raises(CapacityError, match="states can occur"):
        amend(case, "one")


@pytest.mark.parametrize("wrong", ["0", "-1", "x", "1e3", "[1]", '"2"', "1.2345", "1234567", "nan"])
def test_costs_are_positive_numbers(wrong):
    with pytest.raises(CaseFileError, match="expected a positive number"):
        case_of(
            f"parties: {{a: {{options: {{x: X}}}}}}\nissues: {{i: {{positions: [u], now: u, cost: {wrong}}}}}\n"
            "preferences: {a: [x]}\n"
        )


def test_fixed_and_cost_are_read_exactly():
    case = case_of(
        "parties: {a: {options: {x: X}}}\nissues:\n  i: {positions: [u], now: u, cost: 0.1, fixed: true}\n"
        "  j: {positions: [u], now: u}\npreferences: {a: [x]}\n"
    )
    assert [(each.fixed, str(each.cost)) for each in case.issues.values()] == [(True, "1/10"), (False, "1")]
