"""Printed tables, keyed in by hand as models, without a case file in between; sources in the catalogue's pages."""

import pytest

from holdfast.case import Direction
from holdfast.engines.engine import solve
from holdfast.model.formula import All, Bit, Negation
from holdfast.model.model import Model
from holdfast.model.preference import Statements, Tiers
from holdfast.model.states import to_code
from holdfast.model.structure import Structure

BOTH, TAKE = Direction.BOTH, Direction.TAKE_ONLY


def ranking(names, numbers):
    return Tiers(tuple((to_code(names[int(k) - 1]),) for k in numbers.split()))


def equilibria(model, names, engine):
    solution = solve(model, engine=engine)
    return {c: {names.index(state) + 1 for state in solution.equilibria(c)} for c in solution.concepts}


def two_by_two(first, second):
    names = ["NN", "YN", "NY", "YY"]
    structure = Structure(("first", "second"), ("first.x", "second.x"), (0, 1), (BOTH, BOTH))
    return Model(structure, (ranking(names, first), ranking(names, second))), names


@pytest.mark.parametrize("engine", ["plain", "dense"])
def test_prisoners_dilemma(engine):
    found = equilibria(*two_by_two("3 4 1 2", "2 4 1 3"), engine)
    assert found.pop("nash") == {1}
    assert all(states == {1, 4} for states in found.values())


@pytest.mark.parametrize("engine", ["plain", "dense"])
def test_chicken_nash(engine):
    assert equilibria(*two_by_two("3 4 2 1", "2 4 3 1"), engine)["nash"] == {2, 3}


@pytest.mark.parametrize("engine", ["plain", "dense"])
def test_cuban_missile_crisis(engine):
    names = [us + ussr for ussr in ("NN", "YN", "NY") for us in ("NN", "YN", "NY", "YY")]
    structure = Structure(
        ("us", "ussr"),
        ("us.air_strike", "us.blockade", "ussr.withdraw", "ussr.escalate"),
        (0, 0, 1, 1),
        (TAKE, BOTH, BOTH, BOTH),
        (All((Bit(2), Bit(3))),),
    )
    us, ussr = ranking(names, "5 7 6 8 3 2 4 1 12 10 11 9"), ranking(names, "1 5 7 3 6 2 8 4 12 10 11 9")
    assert equilibria(Model(structure, (us, ussr)), names, engine) == {
        "nash": {6},
        "gmr": {1, 2, 3, 5, 6, 7, 8},
        "smr": {1, 2, 3, 5, 6, 7, 8},
        "seq": {5, 6, 7},
        "symmetric_seq": {5, 6, 7},
        "sim": {6},
    }


@pytest.mark.parametrize("engine", ["plain", "dense"])
def test_a_tie_sanctions(engine):
    """The first gains by x; the second, glad to answer, brings it back to something exactly as good as the start."""
    structure = Structure(("first", "second"), ("first.x", "second.x"), (0, 1), (BOTH, BOTH))
    tied = Model(structure, (Tiers(((0b10,), (0b00, 0b11), (0b01,))), Tiers(((0b11,), (0b10, 0b00), (0b01,)))))
    solution = solve(tied, engine=engine)
    assert not solution.verdict("NN", "first", "nash")
    assert all(solution.verdict("NN", "first", c) for c in ("gmr", "smr", "seq", "symmetric_seq"))
    worse = tied.replace(preferences=(Tiers(((0b10,), (0b11,), (0b00,), (0b01,))), tied.preferences[1]))
    assert not solve(worse, engine=engine).verdict("NN", "first", "seq")


@pytest.mark.parametrize("engine", ["plain", "dense"])
def test_sequences_longer_than_one_move_each(engine):
    """The sanction needs the second, the third, and the second again: a party may move more than once."""
    names = ("first.x", "second.y", "third.z")
    structure = Structure(("first", "second", "third"), names, (0, 1, 2), (BOTH,) * 3)
    y, z = Bit(1), Bit(2)
    first = Statements((Negation(All((z, Negation(y)))), Bit(0)))  # fears z without y
    second = Statements((All((z, Negation(y))), All((y, Negation(z)))))
    third = Statements((All((y, z)),))
    solution = solve(Model(structure, (first, second, third)), engine=engine)
    assert solution.verdict("NNN", "first", "seq")
    assert not solution.verdict("NNN", "first", "nash")
