"""Weights: levels, ranks, unknown cells, drafts and comparisons of plans against the definitions and every filling."""

from __future__ import annotations

import random

from holdfast.case import Weights
from holdfast.errors import ModelError, QuestionError
from holdfast.model.compile import Table, compile_case, plan_code, structure
from holdfast.model.family import family
from holdfast.model.preference import worth_of
from holdfast.questions.drafts import drafts
from holdfast.questions.drafts.scope import scopes
from holdfast.questions.holds import holds, model_holds
from holdfast.questions.prefer import rather

from .drafts_brute import compare, expected
from .weights_brute import brute_level, every_filling, weighed_case


def compiled(case, plan, filling):
    try:
        return compile_case(case, plan=plan, positions=filling)
    except ModelError:  # a rule forbids every state
        return None


def unknown_only(case, plan, filling):
    return {issue: at for issue, at in filling.items() if issue not in case.plans[plan].positions}


def weighing(case):
    return [(k, stated) for k, stated in enumerate(case.preferences.values()) if isinstance(stated, Weights)]


def test_levels_and_ranks_are_those_of_the_definitions():
    seen = {"crossed": 0, "merged": 0, "away": 0, "states": 0}
    for seed in range(30):
        case, rng = weighed_case(seed, 60), random.Random(seed)
        for plan in case.plans:
            filling = rng.choice(every_filling(case, plan))
            model = compiled(case, plan, unknown_only(case, plan, filling))
            if model is None:
                continue
            for k, stated in weighing(case):
                made = model.structure
                wanted = [brute_level(case, stated, made.members(state), filling) for state in made.states]
                got = [model.level(k, state) for state in made.states]
                of = model.preferences[k]
                assert [kept for kept, _ in got] == [kept for kept, _ in wanted]
                worths = [worth_of(of, s, made.n_options, made.merged_members) for s in made.states]
                assert worths == [worth for _, worth in wanted]
                order = sorted(set(wanted))
                assert model.ranks(k).tolist() == [order.index(level) for level in wanted]
                seen["crossed"] += len({kept for kept, _ in wanted}) == 2
                seen["merged"] += bool(made.merged)
                seen["away"] += stated.walk_away is not None
                seen["states"] += len(wanted)
    assert min(seen.values()) > 5, seen


def test_every_filling_of_unknown_cells_has_one_model_that_ranks_as_it_does():
    n_boxes = n_fillings = 0
    for seed in range(30):
        case = weighed_case(seed, 60)
        for plan in case.plans:
            try:
                models = list(family(case, plan=plan).models())
            except ModelError:
                continue
            for filling in every_filling(case, plan):
                found = [model for box, model in models if all(filling[i] in allowed for i, allowed in box)]
                assert len(found) == 1
                made = structure(Table(case, plan, tuple(unknown_only(case, plan, filling).items())))
                assert found[0].structure.states == made.states
                for k, stated in weighing(case):
                    wanted = [brute_level(case, stated, made.members(state), filling) for state in made.states]
                    order = sorted(set(wanted))
                    assert found[0].ranks(k).tolist() == [order.index(level) for level in wanted]
            n_boxes, n_fillings = n_boxes + len(models), n_fillings + len(every_filling(case, plan))
    assert n_boxes < n_fillings  # fillings that rank states alike are joined


def test_hold_says_what_every_filling_says():
    n_open = 0
    for seed in range(30):
        case = weighed_case(seed, 40)
        for plan in case.plans:
            alone = []
            for filling in every_filling(case, plan):
                model = compiled(case, plan, unknown_only(case, plan, filling))
                try:
                    alone += [model_holds(model, None)] if model else []
                except QuestionError:
                    continue
            try:
                answer = holds(family(case, plan=plan))
            except (ModelError, QuestionError):
                continue
            assert answer.complete
            seen = {each.holds for each in alone}
            assert answer.holds == (seen.pop() if len(seen) == 1 else None)
            seen = {each.holds_firmly for each in alone}
            assert answer.holds_firmly == (seen.pop() if len(seen) == 1 else None)
            for party in case.parties:
                verdicts = {each.party(party).verdict for each in alone}
                own = answer.party(party)
                assert set(own.possible or [own.verdict]) == verdicts
                signs = {each.party(party).would_sign for each in alone}
                assert own.would_sign == (signs.pop() if len(signs) == 1 else None)
                n_open += len(verdicts) > 1
    assert n_open > 3


def test_drafts_are_those_judged_one_by_one():
    seen = {"asked": 0, "forbidden": 0, "some hold": 0, "not firmly": 0, "fewer sign": 0}
    for seed in range(30):
        case, rng = weighed_case(seed, 40), random.Random(seed)
        plan = rng.choice(["", *case.plans])
        free = None if rng.random() < 0.6 else rng.sample(list(case.issues), rng.randint(0, len(case.issues)))
        try:
            asked = scopes(case, plan=plan or None, free=free)
        except QuestionError:
            continue
        if len(asked) > 1:
            continue
        scope = asked[0]
        conduct_of = plan or (scope.conduct_of[0] if scope.conduct else "")
        wanted = expected(case, list(scope.free), dict(scope.fixed), conduct_of)
        got = drafts(case, plan=plan or None, free=free, block=rng.choice([0, 1, 2, 7])).json()
        compare(case, got, wanted)
        seen["asked"] += 1
        seen["forbidden"] += got["cannot_occur"] > 0
        seen["some hold"] += 0 < got["holds"] < got["n_drafts"]
        seen["not firmly"] += got["holds_firmly"] < got["holds"]
        seen["fewer sign"] += got["holds_and_all_sign"] not in (None, got["holds"])
    assert min(seen.values()) >= 1, seen


def test_rather_is_that_of_every_pair_of_fillings():
    seen = set()
    for seed in range(30):
        case = weighed_case(seed, 30)
        first, second = list(case.plans)[:2] if len(case.plans) > 1 else (None, None)
        if first is None:
            continue
        for k, stated in weighing(case):
            party = list(case.parties)[k]
            levels = []
            for plan in (first, second):
                code = plan_code(case, plan)
                levels.append({brute_level(case, stated, (code,), f) for f in every_filling(case, plan)})
            wanted = {"first" if a > b else "second" if a < b else "same" for a in levels[0] for b in levels[1]}
            assert rather(case, party, first, second) == wanted
            seen.add(frozenset(wanted))
    assert len(seen) > 2
