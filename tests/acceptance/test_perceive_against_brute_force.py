"""`perceive` against a search that holds every party's game as sets of its own."""

from __future__ import annotations

import random
from collections import Counter
from itertools import product

import pytest

import holdfast as hf
from holdfast.case import ById, Cell
from holdfast.questions.perceive import perceive

from .perceive_brute import CONCEPTS, Beliefs, random_case, text_of


def verdict(stays):
    return "content" if stays("nash") else "deterred" if stays("seq") else "bluffed" if stays("gmr") else "blocker"


def check_state(case, beliefs, account, s, concept, seen):
    answer = perceive(case, account=account, state=s, concept=concept, all_states=False)
    for party in beliefs.parties:
        told = answer.party(party)
        believed = beliefs.believed[party]
        assert told.believes == ("" if believed == account else believed)
        assert told.truth.verdict == verdict(lambda c, p=party: beliefs.truth.stable(c, p, s))
        if beliefs.knows(party, s):
            assert told.own is not None
            assert told.own.verdict == verdict(lambda c, p=party: beliefs.own[p].stable(c, p, s))
            real, own = beliefs.truth.R[party, s], beliefs.own[party].R[party, s]
            assert len(told.unknown_moves) == len(real - own)
            assert len(told.imagined_moves) == len(own - real)
        else:
            assert told.own is None
    for name in CONCEPTS:
        under = answer.concepts[name]
        stays = {p: beliefs.stays(p, s, name) for p in beliefs.parties}
        real = {p: beliefs.truth.stable(name, p, s) for p in beliefs.parties}
        assert dict(under.parties) == {p: (stays[p], real[p]) for p in beliefs.parties}
        assert under.reading == beliefs.reading(s, name)
        assert under.in_truth == all(real.values())
        expected = [] if "misperception" not in under.reading else [p for p in stays if stays[p] != real[p]]
        assert sorted(under.by) == sorted(p for p in expected if stays[p] is under.in_belief)
        seen[under.reading] += 1
    found = {(x.party, x.kind, x.by): x for x in answer.surprises}
    wanted = beliefs.surprises(s, concept)
    assert set(found) == set(wanted)
    for key, ends in wanted.items():
        seen[key[1]] += 1
        assert found[key].to in ends
        assert found[key].n_moves == (0 if key[1] == "state" else len(ends))
    return answer


def test_states_of_random_conflicts():
    seen = Counter()
    for seed in range(110):
        raw = random_case(seed)
        case, rng = hf.loads(text_of(raw), warnings=[]), random.Random(seed)
        for account in (None, rng.choice("abc")):
            beliefs = Beliefs(raw, account)
            for s in rng.sample(beliefs.truth.states, min(len(beliefs.truth.states), 4)):
                check_state(case, beliefs, account, s, rng.choice((*CONCEPTS, "seq", "seq")), seen)
    assert set(seen) >= {"holds", "fails", "open", "holds_by_misperception", "fails_by_misperception"}
    assert set(seen) >= {"state", "leaves", "stays", "restrained", "met", "cannot"}
    assert min(seen.values()) >= 3


@pytest.mark.parametrize("block", range(2))
def test_what_holds_among_all_states(block):
    for seed in range(1000 + block * 30, 1030 + block * 30):
        raw = random_case(seed)
        case = hf.loads(text_of(raw), warnings=[])
        beliefs = Beliefs(raw, None)
        states = beliefs.truth.states
        listed = perceive(case, state=states[0], all_states=True).everywhere
        assert listed is not None
        assert listed.n_states == len(states)
        for party, number in listed.unknown_to.items():
            assert number == sum(not beliefs.knows(party, s) for s in states)
        for name, under in listed.concepts.items():
            readings = {s: beliefs.reading(s, name) for s in states}

            def those(*kinds, readings=readings):
                return tuple(sorted(s for s, kind in readings.items() if kind in kinds))

            real = tuple(sorted(s for s in states if all(beliefs.truth.stable(name, p, s) for p in beliefs.parties)))
            assert under.in_belief.first == those("holds", "holds_by_misperception")
            assert under.by_misperception.first == those("holds_by_misperception")
            assert under.lost.first == those("fails_by_misperception")
            assert under.open.first == those("open")
            assert under.in_truth.first == real
            for party, own in under.own.items():
                game = beliefs.own[party]
                mine = (s for s in game.states if all(game.stable(name, p, s) for p in beliefs.parties))
                assert own.first == tuple(sorted(mine))


def test_where_everybody_believes_the_truth_all_is_as_usual():
    for seed in range(2000, 2030):
        raw = random_case(seed)
        raw["accounts"] = {"same": {"title": "The same"}} | raw["accounts"]
        for account in raw["accounts"].values():
            account.pop("believes", None)
        raw["believes"] = {p: "same" for p in raw["parties"]}
        case = hf.loads(text_of(raw), warnings=[])
        model = hf.compile(case)
        solution = hf.solve(model, CONCEPTS)
        state = model.structure.label(model.structure.states[seed % model.n_states])
        answer = perceive(case, state=state, concept=CONCEPTS[seed % 5], all_states=True)
        usual = hf.holds(model, state)
        assert (answer.holds, answer.holds_firmly) == (usual.holds, usual.holds_firmly)
        assert answer.surprises == ()
        for seen in answer.parties:
            assert not seen.differs
            assert seen.own == seen.truth == usual.party(seen.party)
        for name in CONCEPTS:
            assert answer.concepts[name].reading in ("holds", "fails")
            listed = answer.everywhere.concepts[name]
            assert listed.in_belief.first == listed.in_truth.first == solution.equilibria(name)
            assert not listed.own


def with_plan(seed):
    """A case with a plan that leaves cells unknown, and beliefs about what the others want."""
    rng = random.Random(seed)
    options = ["sign_x", "toll", "sign_y", "divert"]
    atoms = [*options, "quay = all", "quay != none", "jobs = many", "jobs != none", "in_force"]
    if seed % 3 == 0:
        atoms += ["quay = all and divert", "jobs = none and toll"]

    def statements():
        return [rng.choice(["", "not "]) + f"({rng.choice(atoms)})" for _ in range(rng.randint(2, 5))]

    case = {
        "schema": "holdfast/case/1",
        "title": f"Plan {seed}",
        "parties": {
            "x": {"options": {"sign_x": "Sign", "toll": "Raise the toll"}},
            "y": {"options": {"sign_y": "Sign", "divert": "Divert ships"}},
        },
        "issues": {
            "quay": {"name": "Quay", "positions": ["none", "half", "all"], "now": "none"},
            "jobs": {"name": "Jobs", "positions": ["none", "many"], "now": "none"},
        },
        "agreement": {"signatories": {"x": "sign_x", "y": "sign_y"}},
        "plans": {"draft": {"title": "A draft", "positions": rng.choice([{}, {"jobs": "many"}, {"quay": "half"}])}},
        "preferences": {"x": statements(), "y": statements()},
        "accounts": {
            "a": {"title": "a", "preferences": {"y": statements()}},
            "b": {"title": "b", "preferences": {"x": statements()}},
        },
        "believes": {"x": "a", "y": "b"},
    }
    if seed % 2:
        case["rules"] = [{"never": rng.choice(["toll and quay = all", "divert and jobs = none and in_force"])}]
    return hf.loads(text_of(case), warnings=[])


def test_unknown_cells_are_filled_once_for_all_games():
    seen = Counter()
    for seed in range(45):
        case = with_plan(seed)
        plan = case.plans["draft"]
        answer = perceive(case, plan="draft")
        unknown = [i for i in case.issues if i not in plan.positions]
        single = []
        for filling in product(*(case.issues[i].positions for i in unknown)):
            cells = {**plan.positions, **{i: Cell(p) for i, p in zip(unknown, filling, strict=True)}}
            filled = case.replace(plans=ById([("draft", plan.__class__("draft", positions=ById(cells.items())))]))
            try:
                single.append(perceive(filled, plan="draft", all_states=False))
            except hf.errors.QuestionError:
                continue
        for name in CONCEPTS:
            readings = {one.concepts[name].reading for one in single}
            under = answer.concepts[name]
            assert under.reading == (readings.pop() if len(readings) == 1 else "open")
            beliefs = {one.concepts[name].in_belief for one in single}
            assert under.in_belief == (beliefs.pop() if len(beliefs) == 1 else None)
            seen[bool(under.possible)] += 1
        keys = [{(x.party, x.kind, x.by) for x in one.surprises} for one in single]
        assert {(x.party, x.kind, x.by) for x in answer.surprises} == set.union(*keys)
        sure = {(x.party, x.kind, x.by) for x in answer.surprises if x.positions is None}
        assert sure == set.intersection(*keys)
        for party in case.parties:
            verdicts = {one.party(party).own and one.party(party).own.verdict for one in single} - {None}
            told = answer.party(party).own
            if told is None:
                assert not verdicts
            else:
                assert set(told.possible or (told.verdict,)) == verdicts
    assert seen[True]
    assert seen[False]


RARE = (3003, 3030, 3060, 3197, 3247, 3277, 3303, 3324, 3392, 3432, 3447, 3761)


def test_what_a_party_does_where_it_thought_nothing_could_be():
    """States from which it matters for an answer that somebody comes where its own game has no state."""
    seen: Counter[str] = Counter()
    found = 0
    for seed in RARE:
        raw = random_case(seed)
        beliefs, case = Beliefs(raw, None), hf.loads(text_of(raw), warnings=[])
        for s, name in product(beliefs.truth.states, ("gmr", "smr", "seq", "symmetric_seq")):
            hangs = any(
                beliefs.really(name, i, s, t, True) != beliefs.really(name, i, s, t, False)
                for i in beliefs.parties
                if beliefs.knows(i, s)
                for t in beliefs.own[i].up(i, s) & beliefs.truth.R[i, s]
            )
            if hangs:
                check_state(case, beliefs, None, s, name, seen)
                found += 1
    assert found >= 40
