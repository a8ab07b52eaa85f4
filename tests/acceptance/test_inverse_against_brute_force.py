"""What a party would have to want, against every ranking and every sequence of edits of small random conflicts."""

from __future__ import annotations

from itertools import product

import pytest

import holdfast as hf
from holdfast.engines.plain import PlainConflict
from holdfast.errors import CaseFileError
from holdfast.model.compile import Table
from holdfast.model.preference import Tiers
from holdfast.questions.inverse import inverse
from holdfast.questions.inverse.condition import condition, is_stable
from holdfast.questions.inverse.count import share_of
from holdfast.questions.inverse.vocabulary import vocabulary
from holdfast.stability import CONCEPTS as DEFINED

from .inverse_brute import (
    CONCEPTS,
    Twin,
    fewest_edits,
    level_of,
    random_case,
    stable,
    strict_count,
    texts,
    true_where,
    weak_orders,
)


def cases(seeds, **how):
    """Random cases that the reader accepts (a random rule may leave nothing to ask about)."""
    for seed in seeds:
        try:
            yield seed, *random_case(seed, **how)
        except CaseFileError:
            continue


@pytest.mark.parametrize("arcs", [False, True])
def test_conditions_and_verdicts(arcs):
    """Under every concept, for random rankings with ties: the condition, its clauses, the definitions and `plain`."""
    seen = {(concept, verdict): 0 for concept in CONCEPTS for verdict in (True, False)}
    for _seed, rng, case, model in cases(range(120), arcs=arcs):
        twin = Twin(case, model)
        for concept in CONCEPTS[: 5 if arcs else 6]:
            party, here = rng.randrange(twin.n), rng.choice(twin.states)
            found = condition(model, party, here, concept)
            tables = twin.tables(party, here, concept)
            assert is_stable(model, party, here, concept) == stable(tables, here, twin.level[party])
            for _ in range(6):
                level = {s: rng.randrange(4) for s in twin.states}
                expected = stable(tables, here, level)
                seen[concept, expected] += 1
                better = found.mask(s for s in twin.states if level[s] > level[here])
                assert found.is_met(better) == expected
                assert all(any(not way & better for way in ways) for ways in found.clauses) == expected
                ranked = {k: tuple(s for s in twin.states if level[s] == k) for k in range(4)}
                preferences = list(model.preferences)
                preferences[party] = Tiers(tuple(ranked[k] for k in (3, 2, 1, 0) if ranked[k]))
                plain = PlainConflict(model.replace(preferences=tuple(preferences)))
                assert DEFINED[concept].is_stable(plain, party, here) == expected
    assert all(n > 20 for (concept, _), n in seen.items() if not (arcs and concept == "sim")), seen


def test_counts_of_strict_rankings():
    """The share counted is that of all rankings written out; at most seven states."""
    shares = set()
    for seed, rng, case, model in cases(range(400)):
        twin = Twin(case, model)
        if not 3 <= len(twin.states) <= (6 if seed % 20 else 7):
            continue
        party, here, concept = rng.randrange(twin.n), rng.choice(twin.states), CONCEPTS[seed % 6]
        orders = 1
        for k in range(2, len(twin.states) + 1):
            orders *= k
        share = share_of(condition(model, party, here, concept).clauses)
        assert share is not None
        assert share * orders == strict_count(twin, twin.tables(party, here, concept), here), (seed, concept)
        shares.add(share)
    assert len(shares) >= 10


def test_fewest_edits():
    """Every sequence of up to two edits, on lists of up to four statements."""
    sizes = []
    for seed, rng, case, model in cases(range(1200), max_options=4, max_statements=4):
        concept = CONCEPTS[seed % 6]
        twin = Twin(case, model)
        here = rng.choice(twin.states)
        tables = twin.tables(0, here, concept)
        if stable(tables, here, twin.level[0]) or len(twin.states) > 8:
            continue
        words = [text for text, _ in vocabulary(case, Table(case), "p0", None)]
        own_true = [true_where(case, twin, text) for text in texts(case, "p0")]
        words_true = [true_where(case, twin, text) for text in words]
        most = 2 if seed % 3 == 0 and len(own_true) <= 3 else 1
        size, ways = fewest_edits(twin, tables, here, own_true, words_true, most)
        letters = model.structure.label(here)
        answer = inverse(case, state=letters, party="p0", concept=concept, most=10**6).party("p0")
        assert answer.complete
        if size is None:
            assert answer.n_edits is not None
            assert answer.n_edits > most
        else:
            assert answer.n_edits == size, (seed, concept)
        sizes.append(answer.n_edits)
        place = {text: k for k, text in enumerate(words)}
        told = set()
        for change in answer.changes:
            check_change(twin, tables, here, case, change)
            moved = frozenset(("own", e.before - 1) for e in change.edits if e.kind == "move")
            deleted = frozenset(("own", e.before - 1) for e in change.edits if e.kind == "delete")
            added = [
                [("add", place[text]) for text in (e.statement, *e.alike)] for e in change.edits if e.kind == "add"
            ]
            for chosen in product(*added):
                told.add((moved, deleted, frozenset(chosen)))
        if size is not None:
            assert told == set(ways), (seed, concept)
            if size == 1:
                check_places(answer, ways, place, len(own_true))
    assert {1, 2} <= set(sizes)
    assert len(sizes) > 150


def check_change(twin, tables, here, case, change):
    """The list shown makes the state stable; what was put in cannot stand one place nearer to where it was."""
    true = [true_where(case, twin, text) for text in change.statements]
    assert stable(tables, here, level_of(twin, true))
    for edit in change.edits:
        if edit.kind == "delete":
            continue
        at, lowers = edit.after - 1, here in true[edit.after - 1]
        at_end = edit.after == (1 if lowers else len(true))
        assert edit.further == ("" if at_end else "higher" if lowers else "lower")
        way = 1 if lowers else -1
        ends = range(at + way, len(true) if lowers else -1, way)
        step = next((k for k in ends if (here in true[k]) != lowers), None)  # past others of its kind nothing changes
        if step is not None:
            rest = true[:at] + true[at + 1 :]
            rest.insert(step, true[at])
            assert not stable(tables, here, level_of(twin, rest))
    for effect in change.effects:
        assert effect.wanted == (effect.reply is not None)


def check_places(answer, ways, place, n_own):
    """With one edit: the places told are all the places there are."""
    for change in answer.changes:
        (edit,) = change.edits
        if edit.kind == "delete":
            continue
        for text in (edit.statement, *edit.alike):
            each = ("own", edit.before - 1) if edit.kind == "move" else ("add", place[text])
            sets = frozenset([each])
            key = (sets, frozenset(), frozenset()) if edit.kind == "move" else (frozenset(), frozenset(), sets)
            places = {ids.index(each) + 1 for ids in ways[key]}
            last = n_own + (edit.kind == "add")
            told = {edit.after}
            if edit.further == "higher":
                told |= set(range(1, edit.after))
            elif edit.further == "lower":
                told |= set(range(edit.after, last + 1))
            assert places == told


def test_fewest_changes_of_a_ranking():
    """Every ranking with ties of up to five states: fewest states lowered, and fewest pairs turned round."""
    checked = 0
    for seed, rng, case, model in cases(range(700), listed=False, max_options=3):
        twin = Twin(case, model)
        if not 3 <= len(twin.states) <= 5:
            continue
        concept, party, here = CONCEPTS[seed % 6], rng.randrange(twin.n), rng.choice(twin.states)
        tables, old = twin.tables(party, here, concept), twin.level[party]
        if stable(tables, here, old):
            continue
        checked += 1

        def sign(level, a, b):
            return (level[a] > level[b]) - (level[a] < level[b])

        lowered, pairs = {}, []
        for level in weak_orders(twin.states):
            if stable(tables, here, level):
                down = frozenset(s for s in twin.states if old[s] > old[here] and level[s] <= level[here])
                lowered.setdefault(len(down), set()).add(down)
                pairs.append(
                    sum(sign(old, a, b) != sign(level, a, b) for a in twin.states for b in twin.states if a < b)
                )
        answer = inverse(case, state=model.structure.label(here), party=f"p{party}", concept=concept, most=1000)
        found = answer.party(f"p{party}")
        assert found.n_edits == min(lowered)
        code = model.structure.state
        assert {frozenset(code(s) for s in c.lowered) for c in found.changes} == lowered[min(lowered)]
        assert found.count == len(found.changes)
        assert found.lift is not None
        assert found.lift.n_pairs == min(pairs), seed
        for ranking in (found.lift.ranking, *(c.ranking for c in found.changes)):
            level = {code(s): -k for k, tier in enumerate(ranking) for s in tier}
            assert set(level) == set(twin.states)
            assert stable(tables, here, level)
    assert checked > 60


def test_other_parties_are_asked_again():
    """After a change, for whom the state is not stable: all parties again, under every concept."""
    differ = 0
    for seed, rng, case, model in cases(range(300), max_options=4):
        concept = CONCEPTS[seed % 6]
        twin = Twin(case, model)
        here = rng.choice(twin.states)
        answer = inverse(case, state=model.structure.label(here), concept=concept, most=2)
        wrong = {p for p in range(twin.n) if not stable(twin.tables(p, here, concept), here, twin.level[p])}
        assert [f"p{k}" for k in sorted(wrong)] == list(answer.not_stable_for)
        assert answer.holds == (not wrong)
        assert [each.party for each in answer.parties] == list(answer.not_stable_for)
        for each in answer.parties:
            who = int(each.party[1:])
            for change in each.changes:
                twin.level[who] = new_level(case, twin, model, change)
                left = {p for p in range(twin.n) if not stable(twin.tables(p, here, concept), here, twin.level[p])}
                assert {f"p{k}" for k in left} == set(change.not_stable_for)
                differ += left != wrong - {who}
                twin.level[who] = {s: model.level(who, s) for s in twin.states}
        if answer.together is not None:
            for each in answer.parties:
                twin.level[int(each.party[1:])] = new_level(case, twin, model, each.changes[0])
            left = {p for p in range(twin.n) if not stable(twin.tables(p, here, concept), here, twin.level[p])}
            assert {f"p{k}" for k in left} == set(answer.together.not_stable_for)
            assert answer.together.n_edits == sum(each.n_edits for each in answer.parties)
    assert differ > 0


def new_level(case, twin, model, change):
    if change.ranking:
        return {model.structure.state(s): -k for k, tier in enumerate(change.ranking) for s in tier}
    return level_of(twin, [true_where(case, twin, text) for text in change.statements])


def test_euphrates():
    """Published counts; a guide prints 420 for sequential stability, enumeration gives 384."""
    case = hf.example("euphrates-1975")
    model = hf.compile(case)
    twin = Twin(case, model)
    here = model.structure.state("YNN")
    counts = {c: strict_count(twin, twin.tables(0, here, c), here) for c in CONCEPTS}
    assert counts == {"nash": 240, "gmr": 384, "smr": 300, "seq": 384, "symmetric_seq": 300, "sim": 240}
    needed = inverse(case, state="2", party="syria").party("syria").needed
    assert {each.concept: each.n_rankings for each in needed} == counts
    assert {each.of for each in needed} == {720}
