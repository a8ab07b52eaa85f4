"""Unknown preference and strength of preference: the sparse engine equals the definitions; who declines and why."""

import random
from dataclasses import replace

import numpy as np
import pytest

from holdfast.case import Direction
from holdfast.engines.choosing import prepare
from holdfast.engines.dense.engine import DenseEngine
from holdfast.engines.engine import Work, solve
from holdfast.engines.plain import PlainConflict, PlainEngine
from holdfast.engines.sparse import SparseEngine, unknown
from holdfast.errors import CapacityError, QuestionError
from holdfast.model.formula import Bit
from holdfast.model.model import Model
from holdfast.model.preference import Statements, Tiers
from holdfast.model.structure import Structure
from holdfast.stability import CONCEPTS, STRENGTH_CONCEPTS, UNKNOWN_CONCEPTS, concepts
from holdfast.testing import random_explicit_model, random_model, with_strength, with_unknown

SIXTEEN = tuple(UNKNOWN_CONCEPTS.values())
SIX = tuple(STRENGTH_CONCEPTS.values())
FOUR = ("nash", "gmr", "smr", "seq")


def conflict(seed):
    """Two to five parties; every other time arcs, merged states or both, else options, some one-way, some shuffled."""
    rng = random.Random(seed)
    if seed % 2:
        return rng, random_explicit_model(rng, rng.randint(2, 5), rng.randint(2, 4))
    model = random_model(rng, rng.randint(2, 5), rng.randint(2, 6), one_way=rng.choice((0, 0.3, 0.9)))
    if seed % 8 == 0:
        owners = list(model.structure.owners)
        rng.shuffle(owners)
        model = Model(replace(model.structure, owners=tuple(owners)), model.preferences)
    return rng, model


@pytest.mark.parametrize("start", range(0, 320, 80))
def test_the_sixteen_equal_the_definitions(start):
    for seed in range(start, start + 80):
        rng, model = conflict(seed)
        model = with_unknown(rng, model)
        assert SparseEngine().solve(model, SIXTEEN).masks == PlainEngine().solve(model, SIXTEEN).masks, seed


@pytest.mark.parametrize("start", range(0, 320, 80))
def test_strengths_equal_the_definitions(start):
    wanted = (*concepts(FOUR), *SIX)
    for seed in range(start, start + 80):
        rng, model = conflict(2000 + seed)
        model = with_strength(rng, model)
        assert SparseEngine().solve(model, wanted).masks == PlainEngine().solve(model, wanted).masks, seed


def test_one_concept_at_a_time_is_the_same_as_all_at_once():
    for seed in range(6):
        rng, model = conflict(seed)
        for made, wanted in ((with_unknown(rng, model), SIXTEEN), (with_strength(rng, model), SIX)):
            together = SparseEngine().solve(made, wanted).masks
            for concept in wanted:
                assert SparseEngine().solve(made, (concept,)).masks[concept.name] == together[concept.name]


def test_where_all_is_known_the_four_types_are_the_ordinary_concepts():
    for seed in range(60):
        _, model = conflict(seed)
        ordinary = SparseEngine().solve(model, concepts(FOUR)).masks
        for engine in (PlainEngine(), SparseEngine()):
            for name, mask in engine.solve(model, SIXTEEN).masks.items():
                assert mask == ordinary[name[:-2]], (seed, name)


def test_where_nothing_is_great_only_nash_is_strong():
    for seed in range(40):
        _, model = conflict(seed)
        masks = SparseEngine().solve(model, (*concepts(FOUR), *SIX)).masks
        assert masks["strong_gmr"] == masks["strong_smr"] == masks["strong_seq"] == masks["nash"]


def test_small_batches_change_nothing(monkeypatch):
    monkeypatch.setattr(unknown, "MAX_WORDS", 1)
    monkeypatch.setattr(unknown, "PAIRS", 7)
    for seed in range(20):
        rng = random.Random(seed)
        model = with_unknown(rng, random_model(rng, 3, 7, rankings=0.8), parties=1)
        most = max(model.kinds(party).n_kinds for party in range(3))
        found = SparseEngine().solve(model, SIXTEEN).masks
        assert found == PlainEngine().solve(model, SIXTEEN).masks, (seed, most)


def test_several_words_and_batches_are_reached(monkeypatch):
    """Rankings of more than 64 states with many unknown pairs: each state is a kind of its own."""
    rng = random.Random(3)
    structure = Structure(("a", "b"), tuple("tuvwxyz"), (0,) * 3 + (1,) * 4, (Direction.BOTH,) * 7)
    states = list(structure.states)

    def ranked():
        rng.shuffle(states)
        pairs = {tuple(sorted(rng.sample(states, 2))) for _ in range(300)}
        return Tiers(tuple((state,) for state in states), tuple(sorted(pairs)))

    model = Model(structure, (ranked(), ranked()))
    assert model.kinds(0).n_kinds == 128
    expected = PlainEngine().solve(model, SIXTEEN).masks
    assert SparseEngine().solve(model, SIXTEEN).masks == expected
    monkeypatch.setattr(unknown, "MAX_WORDS", 1)
    assert SparseEngine().solve(model, SIXTEEN).masks == expected


def test_nobody_moves_twice_in_a_row_also_where_moves_are_changes_of_options():
    """Unknown moves of one party chain to where no one move of it leads, but only others' moves may come between."""
    differ = 0
    for seed in range(300):
        rng = random.Random(seed)
        model = with_unknown(rng, random_model(rng, 2, rng.randint(3, 5), one_way=0.2), parties=1)
        conflict = PlainConflict(model)
        seq = UNKNOWN_CONCEPTS["seq_d"]

        def closed(party, start, conflict=conflict):
            """Everything the other party reaches by as many hopeful moves in a row as it likes."""
            other, seen, open_ = 1 - party, set(), [start]
            while open_:
                fresh = set(conflict.hopes(other, open_.pop())) - seen
                seen |= fresh
                open_ += fresh
            return seen

        for state in model.structure.states:
            for party in (0, 1):
                loose = all(
                    any(conflict.not_better(party, u, state) or conflict.is_unknown(party, u, state) for u in ends)
                    for ends in (closed(party, end) for end in conflict.improvements(party, state))
                )
                differ += loose != seq.is_stable(conflict, party, state)
    assert differ > 5


def test_a_long_chain_of_answers_is_swept_to_the_end():
    """Two parties take turns for dozens of moves before anything deters the first."""
    n = 40
    structure = Structure(
        ("i", "j", "k"),
        tuple(f"o{b}" for b in range(6)),
        (0, 1, 1, 1, 2, 2),
        (Direction.BOTH,) * 6,
        arcs=(
            ((0, 1),),
            tuple((x, x + 1) for x in range(1, n, 2)),
            tuple((x, x + 1) for x in range(2, n, 2)),
        ),
    )
    order = Tiers(((1,), tuple(range(2, n)), (0,), tuple(range(n, 64))), unknown=((0, n - 1),))
    rising = Tiers(tuple((x,) for x in range(63, -1, -1)))
    model = Model(structure, (order, rising, rising))
    found = SparseEngine().solve(model, SIXTEEN).masks
    assert found == PlainEngine().solve(model, SIXTEEN).masks
    assert found["seq_d"][0] & 1
    assert found["gmr_b"][0] & 1


class TestWhoDeclines:
    unsure = with_unknown(random.Random(4), random_model(random.Random(4), 3, 7, rankings=0), parties=1)
    sure = random_model(random.Random(4), 3, 8, rankings=0)

    def test_dense_says_that_it_does_not_know_them(self):
        for concept in (*SIXTEEN, *SIX):
            able = DenseEngine().can(self.sure, (concept,))
            assert not able.able
            assert concept.name in able.reason

    def test_ordinary_concepts_are_refused_with_the_four_types(self):
        for body in (PlainEngine(), SparseEngine()):
            able = body.can(self.unsure, concepts(["gmr"]))
            assert not able.able
            assert "needs every comparison" in able.reason
            with pytest.raises(QuestionError, match="gmr_a, gmr_b, gmr_c or gmr_d"):
                body.solve(self.unsure, concepts(["gmr"]))
        for name in (*CONCEPTS, "coalition_nash", *STRENGTH_CONCEPTS):
            with pytest.raises(QuestionError, match="four types"):
                solve(self.unsure, [name])

    def test_another_engine_is_chosen_and_the_reason_given(self):
        choice = prepare(self.unsure, [concept.name for concept in SIXTEEN])
        assert choice.engine == "sparse"
        assert "dense cannot (it does not know" in choice.reason
        assert prepare(self.sure, ["strong_gmr"]).engine == "sparse"

    def test_where_none_is_named_the_sixteen_are_meant(self):
        assert solve(self.unsure).concepts == tuple(UNKNOWN_CONCEPTS)
        assert solve(self.sure).concepts == tuple(CONCEPTS)

    def test_ranks_and_levels_are_not_given_away(self):
        party = self.unsure.unsure[0]
        state = self.unsure.structure.states[0]
        for ask in (
            lambda: self.unsure.ranks(party),
            lambda: self.unsure.level(party, state),
            lambda: self.unsure.prefers(party, state, state),
        ):
            with pytest.raises(QuestionError, match="prefers is unknown"):
                ask()

    def test_too_large_is_refused_with_the_estimate(self):
        many = Structure(("a", "b"), tuple(f"o{k}" for k in range(24)), (0,) * 12 + (1,) * 12, (Direction.BOTH,) * 24)
        preference = Statements(tuple(Bit(k) for k in range(12)), unknown=(3,))
        with pytest.raises(CapacityError, match="sparse would need about"):
            prepare(Model(many, (preference, preference)), ["gmr_a"])

    def test_progress_ends_at_the_total(self):
        told = []
        SparseEngine().solve(self.unsure, SIXTEEN, Work(lambda done, total, note: told.append((done, total))))
        assert [done for done, _ in told] == sorted({done for done, _ in told})
        assert told[-1][0] == told[-1][1]


def test_kinds_compare_as_the_preference_does():
    for seed in range(60):
        rng, model = conflict(seed)
        model = with_unknown(rng, model)
        states = model.structure.states
        for party in range(len(model.parties)):
            kinds = model.kinds(party)
            of = kinds.of_state
            table = kinds.is_unknown(of[:, None], of[None, :])
            level = kinds.level[of]
            for a, b in rng.choices([(a, b) for a in range(len(states)) for b in range(len(states))], k=60):
                assert table[a, b] == model.is_unknown(party, states[a], states[b])
                assert bool(level[a] < level[b]) == (model.order(party, states[a]) < model.order(party, states[b]))
            assert np.array_equal(table, table.T)


def test_groups_compare_as_the_preference_does():
    for seed in range(60):
        rng, model = conflict(seed)
        model = with_strength(rng, model)
        states = model.structure.states
        for party in range(len(model.parties)):
            groups, ranks = model.groups(party), model.ranks(party)
            for a, b in rng.choices([(a, b) for a in range(len(states)) for b in range(len(states))], k=60):
                greatly = model.group(party, states[a]) < model.group(party, states[b])
                assert greatly == bool(groups[a] < groups[b])
                assert not greatly or ranks[a] < ranks[b]
