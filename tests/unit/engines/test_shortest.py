"""Webs of shortest sequences, joint searches, and the same answers from a grid as from a list."""

import random

import pytest

from holdfast.case import Direction
from holdfast.engines import shortest, trace
from holdfast.engines.coalitions import joint_search, mask_of, must_move, parties_of, smallest_coalition, winners
from holdfast.engines.coalitions_listed import hopeful
from holdfast.engines.dense.grid_trace import GridTrace
from holdfast.engines.engine import Work
from holdfast.engines.plain import PlainEngine
from holdfast.engines.shortest import MAX_NODES, one_sequence, search, web
from holdfast.engines.sparse import SparseEngine
from holdfast.model.formula import Bit, conjunction, negation
from holdfast.model.model import Model
from holdfast.model.preference import Statements
from holdfast.model.structure import Structure
from holdfast.stability import concepts
from holdfast.testing import random_explicit_model, random_model


def signers(n, never=(), wants=None):
    """A conflict of parties with one option each, which can be dropped again; nobody minds unless told."""
    names = tuple(f"p{k}" for k in range(n))
    structure = Structure(names, tuple(f"p{k}.sign" for k in range(n)), tuple(range(n)), (Direction.BOTH,) * n, never)
    return Model(structure, tuple(wants or (Statements(()),) * n))


def free(step):
    return 0


def test_nine_parties_can_sign_in_any_order():
    looking = search(signers(9), 0, improving=False)
    found = web(looking, 2**9 - 1)
    assert found.n_steps == 9
    assert found.count() == 362_880
    assert found.count(lambda label: label != 4) == 0
    assert found.first() == tuple(range(9))
    assert [step.party for step in found.sequences(1, free)[0]] == list(range(9))
    assert len(found.sequences(100, free)) == 100


def test_a_rule_makes_an_order():
    """p1 may sign only after p0: half of the orders are left, and p1 is never first."""
    late = conjunction((Bit(1), negation(Bit(0))))
    found = web(search(signers(4, (late,)), 0, improving=False), 0b1111)
    assert found.count() == 12
    assert found.first() == (0, 2, 3)


def test_costs_decide_which_sequence_is_shown_first():
    found = web(search(signers(3), 0, improving=False), 0b111)
    cost = lambda step: int(step.party == 2 and step.start != 0)  # noqa: E731
    least, tables = found.cheapest(cost)
    assert least == 0
    assert len(tables) == 4
    assert found.sequences(1, cost)[0][0].party == 2


def test_a_web_too_large_is_not_made():
    looking = search(signers(6), 0, improving=False)
    assert web(looking, 0b111111, most=10) is None
    steps = one_sequence(looking, 0b111111)
    assert steps[0].start == 0
    assert steps[-1].end == 0b111111
    assert [step.end for step in steps[:-1]] == [step.start for step in steps[1:]]
    assert MAX_NODES > 10


def test_the_start_is_no_steps_away():
    found = web(search(signers(2), 0b01, improving=False), 0b01)
    assert (found.n_steps, found.count(), found.first(), found.sequences(3, free)) == (0, 1, (), ((),))
    assert found.cheapest(free)[0] == 0


@pytest.mark.parametrize("improving", [False, True])
@pytest.mark.parametrize("seed", range(12))
def test_a_grid_gives_what_a_list_gives(monkeypatch, seed, improving):
    rng = random.Random(seed)
    model = random_model(rng, 3, 7, rankings=0, even=True, one_way=0.3)
    start, bar = rng.choice(model.structure.states), rng.choice(model.structure.states)
    listed = trace.trace(model, start, (0, 2), improving)
    mine = search(model, start, improving=improving)
    monkeypatch.setattr(trace, "GRID_STATES", 0)
    grid = trace.trace(model, start, (0, 2), improving)
    assert isinstance(grid, GridTrace)
    for state in model.structure.states:
        assert grid.depth(state) == listed.depth(state)
    assert list(grid.better_for((0, 1), bar)) == list(listed.better_for((0, 1), bar))
    theirs = search(model, start, improving=improving)
    for state in [s for s in model.structure.states if mine.depth(s)][:12]:
        assert web(theirs, state).count() == web(mine, state).count()


def test_masks():
    assert mask_of((0, 2)) == 0b101
    assert parties_of(0b110) == (1, 2)


def likes(*options):
    return Statements(tuple(Bit(k) for k in options))


def test_a_coalition_does_not_skip_a_state_that_cannot_occur():
    """Each gains by both signing, but neither may sign first: as one party they could, as a coalition they cannot."""
    never = (conjunction((Bit(0), negation(Bit(1)))), conjunction((Bit(1), negation(Bit(0)))))
    model = signers(2, never, (likes(0), likes(1)))
    assert winners(model, 0, 0b11) == must_move(model, 0, 0b11) == 0b11
    assert smallest_coalition(model, 0, 0b11) is None
    assert joint_search(model, 0).depth(0b11) is None
    assert hopeful(model, 0)(0b11)  # not ruled out by who gains; the moves are searched


def test_a_third_party_that_gains_opens_the_way():
    """p0 and p1 can sign together only while p2 holds the door, which it then leaves again."""
    alone = conjunction((negation(Bit(2)), Bit(0), negation(Bit(1))))
    other = conjunction((negation(Bit(2)), Bit(1), negation(Bit(0))))
    model = signers(3, (alone, other), (likes(0), likes(1), likes(0)))
    assert must_move(model, 0, 0b110) == 0b011
    coalition, steps = smallest_coalition(model, 0, 0b110)
    assert coalition == (0, 1, 2)
    assert [step.party for step in steps].count(2) == 2
    assert joint_search(model, 0).depth(0b110) == 1
    assert joint_search(model, 0, (0, 1)).depth(0b110) is None


def test_a_joint_search_that_is_given_up_says_how_far_it_came(monkeypatch):
    """Each party wants the next one to sign, and must be asked in turn: four joint improvements, one after another."""
    wants = [Statements((negation(Bit(k)),)) for k in range(4)]
    model = signers(4, (), wants)
    looking = joint_search(model, 0b1111)
    assert looking.depth(0) == 1
    monkeypatch.setattr("holdfast.engines.coalitions_listed.BUDGET", 0)
    looking = joint_search(model, 0)
    assert looking.depth(0b1111) is None
    assert not looking.is_complete
    assert looking.ruled_out == 1
    assert joint_search(model, 0b1111).depth(0) == 1  # the last step is looked for from its end, at no cost


def test_beyond_a_list_one_joint_improvement_is_looked_for(monkeypatch):
    monkeypatch.setattr("holdfast.engines.coalitions.GRID_STATES", 0)
    model = signers(3, (), (likes(0), likes(1), likes(2)))
    looking = joint_search(model, 0)
    assert looking.depth(0b111) == 1
    assert looking.is_complete
    assert shortest.one_sequence(looking, 0b111)[0].end == 0b111
    assert joint_search(model, 0b111).depth(0) is None
    again = joint_search(model, 0b110)
    assert again.depth(0b011) is None
    assert not again.is_complete
    assert again.nearest_spoilt((0,), 0) is None


@pytest.mark.parametrize("part", range(4))
def test_coalition_nash_over_a_list_is_that_of_the_definition(part):
    wanted = concepts(["coalition_nash", "seq", "sim"])
    unstable = 0
    for seed in range(part, 80, 4):
        rng = random.Random(seed)
        model = random_model(rng, rng.randint(2, 4), rng.randint(3, 5), n_rules=rng.randrange(6), one_way=0.2)
        assert SparseEngine().can(model, wanted).able
        told = []
        work = Work(lambda done, total, note, told=told: told.append((done, total)))
        mine, theirs = SparseEngine().solve(model, wanted, work), PlainEngine().solve(model, wanted)
        assert mine.masks == theirs.masks
        assert told[-1][0] == told[-1][1]
        unstable += mine.masks["coalition_nash"] != mine.masks["seq"]
    assert unstable > 5
    explicit = random_explicit_model(random.Random(part), 3, 3)
    assert not SparseEngine().can(explicit, concepts(["coalition_nash"])).able
