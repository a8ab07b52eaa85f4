"""Unknown preference and strength of preference: both engines against matrices, on random conflicts."""

import random

import pytest

from holdfast.engines.plain import PlainEngine
from holdfast.engines.sparse import SparseEngine
from holdfast.stability import STRENGTH_CONCEPTS, UNKNOWN_CONCEPTS, concepts
from holdfast.testing import random_explicit_model, random_model, with_strength, with_unknown
from tests.acceptance.nuance_brute import UNKNOWN, NuanceMatrices

ENGINES = (PlainEngine(), SparseEngine())
SIXTEEN = tuple(UNKNOWN_CONCEPTS)
STRENGTHS = ("gmr", "smr", "seq", *STRENGTH_CONCEPTS)


def conflict(seed):
    """Option form with one-way options and rules, or arcs and merged states; statements, rankings, ties."""
    rng = random.Random(seed)
    if seed % 2:
        return rng, random_explicit_model(rng, rng.randint(2, 4), rng.randint(2, 4))
    return rng, random_model(rng, rng.randint(2, 4), rng.randint(2, 5), one_way=rng.choice((0, 0.4)), n_statements=4)


@pytest.mark.parametrize("start", range(0, 120, 30))
def test_the_sixteen_equal_the_formulas(start):
    for seed in range(start, start + 30):
        rng, model = conflict(seed)
        model = with_unknown(rng, model)
        brute = NuanceMatrices(model)
        found = [engine.solve(model, concepts(SIXTEEN)).masks for engine in ENGINES]
        for concept in SIXTEEN:
            for party in range(len(model.parties)):
                wanted = brute.nuanced(brute.stable_by_type, concept, party)
                assert [masks[concept][party] for masks in found] == [wanted] * 2, (seed, concept, party)


@pytest.mark.parametrize("start", range(0, 120, 30))
def test_strengths_equal_the_formulas(start):
    for seed in range(start, start + 30):
        rng, model = conflict(1000 + seed)
        model = with_strength(rng, model)
        brute = NuanceMatrices(model)
        found = [engine.solve(model, concepts(STRENGTHS)).masks for engine in ENGINES]
        for concept in STRENGTHS:
            for party in range(len(model.parties)):
                wanted = brute.nuanced(brute.stable_by_strength, concept, party)
                assert [masks[concept][party] for masks in found] == [wanted] * 2, (seed, concept, party)


def test_the_conflicts_are_worth_comparing():
    """Some have unknown relations that are not transitive; the types differ, and so do the strengths."""
    transitive, types, strengths = [], set(), set()
    for seed in range(40):
        rng, model = conflict(seed)
        unsure = with_unknown(rng, model)
        for each in NuanceMatrices(unsure).relation:
            u = each[UNKNOWN]
            transitive.append(bool((u.astype(int) @ u.astype(int) > 0)[~u].sum() <= len(u)))
        masks = PlainEngine().solve(unsure, concepts(SIXTEEN)).masks
        types |= {(a, b) for a in SIXTEEN for b in SIXTEEN if a[:-1] == b[:-1] and masks[a] != masks[b]}
        masks = PlainEngine().solve(with_strength(rng, model), concepts(STRENGTHS)).masks
        strengths |= {name for name in STRENGTHS if "strong" in name and masks[name] != masks[name[7:]]}
    assert not all(transitive)
    same = {("nash_a", "nash_c"), ("nash_c", "nash_a"), ("nash_b", "nash_d"), ("nash_d", "nash_b")}
    assert len(types) == 4 * 12 - len(same)
    assert len(strengths) == 3
