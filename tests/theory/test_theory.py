"""What must hold for every conflict, whatever the engine."""

from dataclasses import replace

import hypothesis.strategies as st
from hypothesis import HealthCheck, given, settings

from holdfast.case import Direction
from holdfast.engines.dense.engine import DenseEngine
from holdfast.engines.engine import solve
from holdfast.engines.plain import PlainEngine
from holdfast.model.formula import All, Bit, Const, Negation, Same, Some
from holdfast.model.model import Model
from holdfast.model.preference import Statements, Tiers, Weights
from holdfast.stability import CONCEPTS, INCLUSIONS
from holdfast.testing import explicit_models, formulas, models

SIX = tuple(CONCEPTS.values())
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)


def verdicts(model):
    """{(concept, party, state): stable}, by the dense engine where it can."""
    solution = solve(model, engine="dense" if model.structure.is_option_form else "plain")
    return {
        (concept, party, state): bool(mask >> k & 1)
        for concept, per_party in solution.masks.items()
        for party, mask in enumerate(per_party)
        for k, state in enumerate(model.structure.states)
    }


@quick
@given(models())
def test_dense_is_plain(model):
    assert DenseEngine().solve(model, SIX).masks == PlainEngine().solve(model, SIX).masks


@quick
@given(st.one_of(models(), explicit_models()))
def test_inclusions(model):
    solution = solve(model)
    for stronger, weaker in INCLUSIONS:
        if weaker in solution.masks:
            for strong, weak in zip(solution.masks[stronger], solution.masks[weaker], strict=True):
                assert strong & ~weak == 0, (stronger, weaker)


@quick
@given(st.one_of(models(), explicit_models()))
def test_equilibria_are_the_states_stable_for_all(model):
    solution = solve(model)
    for concept in solution.concepts:
        expected = sorted(
            state
            for state in map(model.structure.label, model.structure.states)
            if all(solution.verdict(state, party, concept) for party in model.parties)
        )
        assert list(solution.equilibria(concept)) == expected
        assert all(solution.holds(state, concept) for state in expected)


def renumbered(formula, where):
    """The formula with option k called where[k]."""
    match formula:
        case Bit(option):
            return Bit(where[option])
        case Negation(part):
            return Negation(renumbered(part, where))
        case All(parts):
            return All(tuple(renumbered(part, where) for part in parts))
        case Some(parts):
            return Some(tuple(renumbered(part, where) for part in parts))
        case Same(left, right):
            return Same(renumbered(left, where), renumbered(right, where))
    assert isinstance(formula, Const)
    return formula


def renumbered_weights(weights, where):
    """The weights with option k called where[k]."""
    return replace(
        weights,
        terms=tuple((renumbered(formula, where), worth) for formula, worth in weights.terms),
        red_lines=tuple(renumbered(formula, where) for formula in weights.red_lines),
    )


def recode(code, n_options, where, bits=None):
    return sum((code >> (n_options - 1 - k) & 1) << ((bits or n_options) - 1 - where[k]) for k in range(n_options))


@quick
@given(models(), st.data())
def test_the_order_of_parties_and_options_does_not_matter(model, data):
    s, m = model.structure, model.structure.n_options
    new_party = data.draw(st.permutations(range(len(s.parties))))  # party p becomes new_party[p]
    old_option = sorted(data.draw(st.permutations(range(m))), key=lambda k: new_party[s.owners[k]])
    where = [old_option.index(k) for k in range(m)]
    old_party = [new_party.index(p) for p in range(len(s.parties))]
    structure = replace(
        s,
        parties=tuple(f"x{k}" for k in range(len(s.parties))),
        options=tuple(s.options[k] for k in old_option),
        owners=tuple(new_party[s.owners[k]] for k in old_option),
        directions=tuple(s.directions[k] for k in old_option),
        never=tuple(renumbered(rule, where) for rule in s.never),
    )

    def moved(preference):
        if isinstance(preference, Statements):
            return Statements(tuple(renumbered(f, where) for f in preference.formulas))
        if isinstance(preference, Weights):
            return renumbered_weights(preference, where)
        return Tiers(tuple(tuple(recode(code, m, where) for code in tier) for tier in preference.tiers))

    other = Model(structure, tuple(moved(model.preferences[p]) for p in old_party))
    before, after = verdicts(model), verdicts(other)
    assert {(c, new_party[p], recode(state, m, where)): v for (c, p, state), v in before.items()} == after


@quick
@given(models())
def test_only_the_order_of_states_counts(model):
    """The same weak orders, once as they are and once as rankings of tiers."""

    def as_tiers(party):
        tiers = {}
        for state, rank in zip(model.structure.states, model.ranks(party).tolist(), strict=True):
            tiers.setdefault(-rank, []).append(state)
        return Tiers(tuple(tuple(tiers[rank]) for rank in sorted(tiers)))

    ranked = model.replace(preferences=tuple(as_tiers(p) for p in range(len(model.parties))))
    assert verdicts(ranked) == verdicts(model)
    assert PlainEngine().solve(ranked, SIX).masks == PlainEngine().solve(model, SIX).masks


@quick
@given(models(max_options=5), st.data())
def test_an_option_that_nobody_minds_changes_nothing(model, data):
    s, m = model.structure, model.structure.n_options
    owner = data.draw(st.integers(0, len(s.parties) - 1))
    at = sum(k <= owner for k in s.owners)
    where = [k if k < at else k + 1 for k in range(m)]
    wider = replace(
        s,
        options=(*s.options[:at], "idle", *s.options[at:]),
        owners=(*s.owners[:at], owner, *s.owners[at:]),
        directions=(*s.directions[:at], Direction.BOTH, *s.directions[at:]),
        never=tuple(renumbered(rule, where) for rule in s.never),
    )
    idle = 1 << (m - at)

    def widened(preference):
        if isinstance(preference, Statements):
            return Statements(tuple(renumbered(f, where) for f in preference.formulas))
        if isinstance(preference, Weights):
            return renumbered_weights(preference, where)
        codes = [[recode(code, m, where, m + 1) for code in tier] for tier in preference.tiers]
        return Tiers(tuple(tuple(c | on for c in tier for on in (0, idle)) for tier in codes))

    after = verdicts(Model(wider, tuple(widened(p) for p in model.preferences)))
    for (concept, party, state), verdict in verdicts(model).items():
        code = recode(state, m, where, m + 1)
        assert after[concept, party, code] == after[concept, party, code | idle] == verdict


@quick
@given(models())
def test_an_indifferent_party_is_content_everywhere(model):
    content = model.replace(preferences=(Statements(()), *model.preferences[1:]))
    assert all(v for (_, party, _), v in verdicts(content).items() if party == 0)


@settings(quick, max_examples=15)
@given(models(max_options=6, max_parties=3), st.data())
def test_two_hundred_statements(model, data):
    some = st.lists(formulas(model.structure.n_options), min_size=8, max_size=8)
    many = model.replace(
        preferences=tuple(Statements(tuple(data.draw(some) * 24 + data.draw(some))) for _ in model.preferences)
    )
    assert all(len(p.formulas) == 200 for p in many.preferences)
    assert DenseEngine().solve(many, SIX).masks == PlainEngine().solve(many, SIX).masks
