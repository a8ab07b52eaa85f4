"""Both ways of asking about states agree with trying every state."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.case.condition import And, If, Iff, Not, Or, Taken, truth
from holdfast.casefile.feasible import Budget, Codes, TooMuch
from holdfast.casefile.search import Linked, satisfiable
from holdfast.casefile.space import Enumerated, Searched

OPTIONS = [Taken("p", f"o{k}") for k in range(5)]


def _grow(inner):
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        inner.map(Not), several.map(And), several.map(Or), st.builds(If, inner, inner), st.builds(Iff, inner, inner)
    )


CONDITIONS = st.recursive(st.sampled_from(OPTIONS), _grow, max_leaves=6)
RULES = st.lists(CONDITIONS, max_size=4)
EVERY = ["".join(letters) for letters in product("NY", repeat=5)]


def holds(condition, letters):
    table = dict(zip(OPTIONS, letters, strict=True))
    return truth(condition, lambda atom: table[atom] == "Y")


def allowed(rules, named=None):
    states = [s for s in EVERY if not any(holds(rule, s) for rule in rules)]
    return [s for s in states if named is None or s in named]


@settings(deadline=None)
@given(
    RULES, CONDITIONS, st.sampled_from([Enumerated, Searched]), st.none() | st.sets(st.sampled_from(EVERY), min_size=1)
)
def test_agrees_with_trying_every_state(rules, condition, kind, named):
    space = kind(OPTIONS, rules, rules, sorted(named) if named else None, Budget(10**6))
    states = allowed(rules, named)
    assert space.is_possible() == bool(states)
    assert space.can_ever(condition) == any(holds(condition, s) for s in EVERY)
    for letters in EVERY[::5]:
        assert space.occurs(letters, True) == (letters in states)
    if not states:
        return
    truths = {holds(condition, s) for s in (named or states if kind is Searched and named else states)}
    assert space.constant(condition) == (truths.pop() if len(truths) == 1 else None)
    count, shown = space.missing(states[1:], [])
    assert (count, shown) in [(1, states[:1]), (0, [])]
    if kind is Enumerated:
        assert count == 1


@settings(deadline=None)
@given(st.lists(CONDITIONS, min_size=1, max_size=7))
def test_a_contradiction_is_one_without_superfluous_rules(rules):
    space = Enumerated(OPTIONS, rules, rules, None, Budget(10**6))
    if space.is_possible():
        return
    for core in (space.core(), space._irreducible()):
        chosen = [rules[k] for k in core]
        assert not allowed(chosen)
        for left_out in range(len(chosen)):
            assert allowed(chosen[:left_out] + chosen[left_out + 1 :])


@settings(deadline=None)
@given(CONDITIONS)
def test_codes(condition):
    codes = Codes([(o.party, o.option) for o in OPTIONS], Budget(10**6))
    can, cannot = codes.where(condition)
    assert can ^ cannot == codes.full
    assert [codes.letters(code) for code in codes.members(can)] == [s for s in EVERY if holds(condition, s)]


def test_patterns():
    codes = Codes([(o.party, o.option) for o in OPTIONS], Budget(10**6))
    assert [codes.letters(code) for code in codes.members(codes.of(["YY-NN", "NNNNN"]))] == ["NNNNN", "YYNNN", "YYYNN"]
    assert codes.of(["-----"]) == codes.full


def test_merged_states_count_once():
    space = Enumerated(OPTIONS[:3], [OPTIONS[2]], [OPTIONS[2]], None, Budget(10**6))
    assert space.occurs("Y--", True)
    assert not space.occurs("--Y", True)
    assert space.missing(["NNN"], ["Y--"]) == (2, ["Y--", "NYN"])


def test_budgets_end_every_question():
    hard = [Iff(Iff(OPTIONS[k], OPTIONS[(k + 1) % 5]), OPTIONS[(k + 2) % 5]) for k in range(5)]
    with pytest.raises(TooMuch):
        satisfiable(hard, Budget(10))
    with pytest.raises(TooMuch):
        Enumerated(OPTIONS, hard, hard, None, Budget(3))
    space = Searched(OPTIONS, hard, hard, None, Budget(20))
    assert space.is_possible()
    assert not space.is_finished
    space.budget.left = 0
    with pytest.raises(TooMuch):
        space.is_possible()


def test_only_rules_that_bear_on_an_option_are_looked_at():
    a, b, c, d, e = OPTIONS
    linked = Linked([Or((a, b)), Or((b, c)), Or((d, e))])
    assert linked.bearing_on([a]) == [Or((a, b)), Or((b, c))]
    assert linked.bearing_on([e]) == [Or((d, e))]
    assert linked.bearing_on([Taken("q", "free")]) == []
