from dataclasses import replace

import numpy as np
import pytest

from holdfast.case import Direction
from holdfast.errors import CapacityError, ModelError
from holdfast.model.formula import All, Bit, Negation
from holdfast.model.model import Model
from holdfast.model.preference import Statements
from holdfast.model.states import Merged
from holdfast.model.structure import Structure

BOTH, TAKE, DROP = Direction.BOTH, Direction.TAKE_ONLY, Direction.DROP_ONLY
CUBA = Structure(
    ("us", "ussr"),
    ("us.air_strike", "us.blockade", "ussr.withdraw", "ussr.escalate"),
    (0, 0, 1, 1),
    (TAKE, BOTH, BOTH, BOTH),
    (All((Bit(2), Bit(3))),),
)


def ends(structure, party, letters):
    return {structure.label(end) for end in structure.moves(party, structure.state(letters))}


def test_rules_leave_the_feasible_states():
    assert CUBA.n_states == 12
    assert CUBA.states == tuple(sorted(CUBA.states))
    assert not CUBA.is_feasible(0b0011)
    assert CUBA.feasible_set == frozenset(CUBA.states)


def test_a_move_changes_any_own_options_at_once():
    assert ends(CUBA, 0, "NNNN") == {"YNNN", "NYNN", "YYNN"}
    assert ends(CUBA, 1, "NNYN") == {"NNNN", "NNNY"}


def test_an_option_that_cannot_be_undone_is_not():
    assert ends(CUBA, 0, "YNNN") == {"YYNN"}
    dropping = replace(CUBA, directions=(DROP, BOTH, BOTH, BOTH))
    assert ends(dropping, 0, "NNNN") == {"NYNN"}
    assert ends(dropping, 0, "YNNN") == {"NNNN", "NYNN", "YYNN"}


ELMIRA = Structure(
    ("moe", "uniroyal", "local"),
    ("moe.modify", "uniroyal.delay", "uniroyal.accept", "uniroyal.abandon", "local.insist"),
    (0, 1, 1, 1, 2),
    (TAKE, DROP, BOTH, TAKE, BOTH),
    (
        All((Negation(Bit(1)), Negation(Bit(2)), Negation(Bit(3)))),
        All((Bit(1), Bit(2))),
        All((Bit(1), Bit(3))),
        All((Bit(2), Bit(3))),
    ),
    (Merged("---Y-"),),
)


def test_elmira_has_its_nine_states_and_printed_arcs():
    names = ["NYNNN", "YYNNN", "NNYNN", "YNYNN", "NYNNY", "YYNNY", "NNYNY", "YNYNY", "---Y-"]
    assert {ELMIRA.label(state) for state in ELMIRA.states} == set(names)
    printed = {
        0: {1: {2}, 3: {4}, 5: {6}, 7: {8}},
        1: {1: {3, 9}, 2: {4, 9}, 3: {9}, 4: {9}, 5: {7, 9}, 6: {8, 9}, 7: {9}, 8: {9}},
        2: {1: {5}, 5: {1}, 2: {6}, 6: {2}, 3: {7}, 7: {3}, 4: {8}, 8: {4}},
    }
    for party, arcs in printed.items():
        for k, name in enumerate(names, 1):
            assert ends(ELMIRA, party, name) == {names[e - 1] for e in arcs.get(k, ())}, (party, k)


def test_a_merged_state_is_one_state():
    assert not ELMIRA.is_option_form
    assert ELMIRA.state("---Y-") == ELMIRA.state("YNNYN")
    assert len(ELMIRA.members(ELMIRA.state("---Y-"))) == 4
    assert ELMIRA.canonical(0b10010) == 0b00010


def test_a_merged_state_is_entered_only_by_a_code_that_obeys_the_rules():
    """Whoever has modified may not be abandoned: from there uniroyal's way into the merged state is barred."""
    barred = replace(ELMIRA, never=(*ELMIRA.never, All((Bit(0), Bit(3)))))
    assert "---Y-" in ends(barred, 1, "NNYNN")
    assert "---Y-" not in ends(barred, 1, "YNYNN")


def test_named_states_only():
    named = replace(CUBA, only=frozenset({"NNNN", "NYNN", "NNYY"}))  # the last breaks the rule
    assert [named.label(state) for state in named.states] == ["NNNN", "NYNN"]
    assert ends(named, 0, "NNNN") == {"NYNN"}
    many = Structure(("a",), tuple("abcdefgh" * 5), (0,) * 40, (BOTH,) * 40, only=frozenset({"Y" * 40, "N" * 40}))
    assert many.states == (0, (1 << 40) - 1)
    assert many.fibres[0].size == 1


def test_explicit_arcs_replace_flips():
    arcs = replace(CUBA, arcs=(((0, 4), (4, 8), (0, 8)), None))
    assert not arcs.is_option_form
    assert arcs.moves(0, 0) == (4, 8)
    assert arcs.moves(0, 8) == ()
    assert arcs.moves(1, 0) == CUBA.moves(1, 0)


@pytest.mark.parametrize("letters", ["NN", "NNNX", "NNYY", "-NNN"])
def test_letters_that_are_no_state_are_refused(letters):
    with pytest.raises(ModelError):
        CUBA.state(letters)


def test_too_many_codes_are_refused_with_a_remedy():
    many = Structure(("a",), ("x",) * 40, (0,) * 40, (BOTH,) * 40)
    with pytest.raises(CapacityError, match="named"):
        _ = many.codes


def test_sizes_that_no_list_could_hold_are_refused():
    wide = Structure(
        ("a",), ("x",) * 30, (0,) * 30, (BOTH,) * 30, (), (Merged("Y" + "-" * 29),), frozenset({"Y" + "-" * 29})
    )
    with pytest.raises(CapacityError, match="merges"):
        _ = wide.codes
    long = Structure(("a",), ("x",) * 70, (0,) * 70, (BOTH,) * 70, only=frozenset({"Y" * 70}))
    with pytest.raises(CapacityError, match="70 options"):
        _ = long.codes


def test_a_move_is_described_by_what_changes():
    say = CUBA.describe_move
    assert say(0, CUBA.state("NNNN"), CUBA.state("YYNN")) == "air_strike and blockade"
    assert say(1, CUBA.state("NNYN"), CUBA.state("NNNY")) == "not withdraw and escalate"
    assert ELMIRA.describe_move(1, ELMIRA.state("NNYNN"), ELMIRA.state("---Y-")) == "abandon"
    assert replace(CUBA, arcs=(None, ((0, 8),))).describe_move(1, 0, 8) == "NNNN > YNNN"


def test_fibres_are_what_moves_say():
    one_way = replace(CUBA, directions=(TAKE, DROP, BOTH, DROP))
    for party in (0, 1):
        fibres = one_way.fibres[party]
        fibre, spent = fibres.group >> fibres.n_one_way, fibres.group & ((1 << fibres.n_one_way) - 1)
        for a, start in enumerate(one_way.states):
            reached = (fibre == fibre[a]) & (spent[a] & ~spent == 0)
            reached[a] = False
            assert tuple(one_way.codes[reached].tolist()) == one_way.moves(party, start)


def test_a_party_without_options_cannot_move():
    s = Structure(("a", "idle"), ("a.x",), (0,), (BOTH,))
    assert s.moves(1, 0) == ()
    assert s.fibres[1].size == 2


def test_digests_tell_models_apart():
    model = Model(CUBA, (Statements((Bit(2),)), Statements(())))
    named = model.replace(structure=replace(CUBA, only=frozenset({"NNNN"})))
    assert len({model.digest, named.digest, model.replace(status_quo=0).digest}) == 3
    assert model.digest == Model(CUBA, (Statements((Bit(2),)), Statements(()))).digest
    assert np.array_equal(model.structure.codes, CUBA.codes)
