"""Which of the concepts for unknown and great preferences implies which, and that nothing more does."""

import random
from itertools import product

from holdfast.engines.sparse import SparseEngine
from holdfast.stability import (
    KNOWN,
    STRENGTH_CONCEPTS,
    STRENGTH_INCLUSIONS,
    UNKNOWN_CONCEPTS,
    UNKNOWN_INCLUSIONS,
    concept,
    concepts,
)
from holdfast.testing import random_explicit_model, random_model, with_strength, with_unknown

STRENGTHS = ("nash", "gmr", "smr", "seq", *STRENGTH_CONCEPTS)


def masks(seed, nuance, wanted):
    rng = random.Random(seed)
    n_parties, n_options = rng.randint(2, 4), rng.randint(2, 5)
    model = random_model(rng, n_parties, n_options) if seed % 2 else random_explicit_model(rng, n_parties, 3)
    return SparseEngine().solve(nuance(rng, model), wanted).masks


def implied(pairs, names):
    """Return the pairs and all that follow from them."""
    found = {*pairs, *((name, name) for name in names)}
    while True:
        more = {(a, d) for (a, b), (c, d) in product(found, found) if b == c} - found
        if not more:
            return found
        found |= more


def check(nuance, names, pairs):
    """Every pair listed holds, and every other fails somewhere."""
    broken = set()
    for seed in range(240):
        made = masks(seed, nuance, concepts(names))
        broken |= {
            (less, more)
            for less, more in product(names, names)
            if any(a & ~b for a, b in zip(made[less], made[more], strict=True))
        }
    expected = {*product(names, names)} - implied(pairs, names)
    assert broken - expected == set()
    assert expected - broken == set()


def test_types_grow_from_a_to_d_and_nothing_else_is_implied():
    check(with_unknown, tuple(UNKNOWN_CONCEPTS), UNKNOWN_INCLUSIONS)


def test_strong_and_weak_are_within_general_and_nothing_else_is_implied():
    pairs = (*STRENGTH_INCLUSIONS, ("nash", "smr"), ("smr", "gmr"), ("nash", "seq"), ("seq", "gmr"))
    check(with_strength, STRENGTHS, pairs)


def test_all_are_known_by_name_and_have_something_to_say():
    assert len(UNKNOWN_CONCEPTS) == 16
    assert len(STRENGTH_CONCEPTS) == 6
    for each in (*UNKNOWN_CONCEPTS.values(), *STRENGTH_CONCEPTS.values()):
        assert KNOWN[each.name] is each is concept(each.name.upper())
        assert each.definition.endswith(".")
        assert "{" not in each.definition
        assert each.title
        assert each.source
    assert (
        len({each.definition for each in KNOWN.values()}) == len(KNOWN) - 3
    )  # nash, nash_b and nash_d are one, nash_a and nash_c too
