"""`diagnose` against plain loops over every draft and every state of random small cases."""

from __future__ import annotations

import random
import warnings

import pytest

from holdfast.case.condition import InForce, truth
from holdfast.casefile import loads
from holdfast.errors import HoldfastWarning
from holdfast.model.compile import Table, compile_case
from holdfast.questions.diagnose import diagnose

from . import brute
from .diagnose_brute import (
    Plain,
    away,
    cells_of,
    drafted,
    every_draft,
    kept_by_conduct,
    seen,
    tempted,
    three,
    weighed,
    with_factions,
)
from .drafts_brute import random_case

N_CASES = 90


def small_case(seed):
    """Return a random case with factions, some parties of it tempted; None where plain loops would take long."""
    case, rng = random_case(seed, 24), random.Random(seed)
    if len(case.options) > (5 if case.states else 7):
        return None
    case = kept_by_conduct(case) if rng.random() < 0.5 else case
    case = tempted(case, rng) if rng.random() < 0.5 else case
    case = weighed(case, rng) if rng.random() < 0.3 else case
    return with_factions(case, rng)


def test_readings_over_drafts_of_random_cases():
    met = {"total": 0, "limited": 0, "conditional": 0, "none": 0, "ripe": 0, "not ripe": 0, "left": 0, "open": 0}
    met |= {"overlap": 0, "factions": 0, "several conducts": 0, "indifferent": 0, "named": 0}
    for seed in range(N_CASES):
        case, rng = small_case(seed), random.Random(seed)
        if case is None:
            continue
        named = rng.choice(list(case.plans)) if case.plans and rng.random() < 0.3 else None
        answer = diagnose(case, plan=named)
        if answer.blockers.note:
            assert not answer.conducts or not any(over.feasible for over in answer.conducts)
            continue
        plans = [named] if named else list(case.plans)
        found = [compared(case, over) for over in answer.conducts]
        over_plans = {
            plan: [s for d in every_draft(case, cells_of(case.plans[plan])) if (s := seen(case, d, plan))]
            for plan in plans
        }
        check_blockers(case, answer, found, over_plans, met)
        if any(s.model.status_quo is not None for some in found for s in some):
            check_signing(case, answer, found, over_plans, met)
        else:
            assert answer.ripeness.note == answer.win_set.note == answer.commitment.note != ""
        met["several conducts"] += len(found) > 1
        met["named"] += named is not None
    assert min(met.values()) >= 1, met


def compared(case, over):
    """Judge every draft of one conduct."""
    conduct_of = over.conduct_of[0] if over.conduct_of else ""
    judged = [seen(case, draft, conduct_of) for draft in every_draft(case, {})]
    assert over.n_drafts == len(judged)
    assert over.cannot_occur == judged.count(None)
    return [each for each in judged if each is not None]


def kind_of(party, some):
    words = [each.verdicts[party] for each in some]
    if all(word == "blocker" for word in words):
        return "total"
    return "limited" if "blocker" in words else "conditional" if "bluffed" in words else "none"


def check_example(case, answer, example, found, fits):
    """The example fits, and no draft of any conduct that fits is nearer to one of the plans that count."""
    index = [over.conduct_of for over in answer.conducts].index(example.conduct_of)
    assert any(each.draft == dict(example.positions) and fits(each) for each in found[index])
    if not example.plan:
        assert not case.plans
        assert example.n_changes is None
        return
    plan = case.plans[example.plan]
    assert away(plan, example.positions) == example.n_changes
    changed = {each.issue: each.after for each in example.changes}
    base = cells_of(plan)
    assert {i: p for i, p in example.positions.items() if base.get(i, p) != p}.items() <= changed.items()
    least = []
    for over, some in zip(answer.conducts, found, strict=True):
        counting = [answer.plan] if answer.plan else over.conduct_of or list(case.plans)
        least += [away(case.plans[name], each.draft) for name in counting for each in some if fits(each)]
    assert example.n_changes == min(least)


def check_blockers(case, answer, found, over_plans, met):
    every = [each for some in found for each in some]
    reading = answer.blockers
    assert reading.computed_over == {"drafts": len(every), "plans": len(over_plans)}
    assert [each.party for each in reading.parties] == list(case.parties)
    for each in reading.parties:
        words = [one.verdicts[each.party] for one in every]
        assert (each.blocker, each.bluffed) == (words.count("blocker"), words.count("bluffed"))
        assert each.kind == kind_of(each.party, every)
        assert each.by_conduct == tuple(kind_of(each.party, some) if some else "" for some in found)
        for plan, some in over_plans.items():
            assert each.plans[plan] is three([one.verdicts[each.party] == "blocker" for one in some])
            met["open"] += len(some) > 1 and each.plans[plan] is None
        assert (each.not_blocked is not None) == (each.kind == "limited")
        if each.not_blocked is not None:
            party = each.party
            check_example(case, answer, each.not_blocked, found, lambda one, p=party: one.verdicts[p] != "blocker")
        met[each.kind] += 1
    assert reading.holds is any(each.kind != "none" for each in reading.parties)


def check_signing(case, answer, found, over_plans, met):
    """Ripeness, the commitment problem and win-sets."""
    every = [each for some in found for each in some]
    signing = list(case.agreement.signatories)

    def all_sign(each):
        return each.all_like(signing)

    ripe = answer.ripeness
    assert ripe.count == sum(map(all_sign, every))
    assert ripe.holds is (ripe.count > 0)
    assert ripe.by_conduct == tuple(sum(map(all_sign, some)) for some in found)
    assert ripe.would_sign == {party: sum(each.views[party] > 0 for each in every) for party in signing}
    assert ripe.plans == {plan: three([all_sign(each) for each in some]) for plan, some in over_plans.items()}
    if ripe.holds:
        check_example(case, answer, ripe.example, found, all_sign)
    met["ripe" if ripe.holds else "not ripe"] += 1

    def left(each, word="blocker", by=signing):
        return all_sign(each) and any(each.verdicts[party] == word for party in by)

    reading = answer.commitment
    assert (reading.count, reading.of) == (sum(map(left, every)), ripe.count)
    others = [party for party in case.parties if party not in signing]
    for each in reading.plans:
        some = over_plans[each.plan]
        assert each.n_fillings == len(some)
        assert each.holds is three([left(one) for one in some])
        assert each.all_sign is three([all_sign(one) for one in some])
        assert each.others is three([left(one, by=others) for one in some])
        assert each.only_threats is three([left(one, "bluffed") and not left(one) for one in some])
        check_leavers(case, each, some, left)
    verdicts = {each.holds for each in reading.plans if each.n_fillings} if reading.plans else {reading.count > 0}
    assert reading.holds is (True if True in verdicts else None if None in verdicts else False)
    met["left"] += reading.count > 0

    wins = answer.win_set
    groups = []
    for each in wins.signatories:
        factions = tuple(party.id for party in case.parties.values() if party.faction_of == each.signatory)
        assert each.ratifiers == (factions or (each.signatory,))
        groups.append(each.ratifiers)
        assert each.count == sum(one.all_like(each.ratifiers) for one in every)
        assert each.and_signatory == sum(one.all_like((*each.ratifiers, each.signatory)) for one in every)
        assert each.none_against == sum(min(one.views[p] for p in each.ratifiers) >= 0 for one in every)
        assert each.by_conduct == tuple(sum(one.all_like(each.ratifiers) for one in some) for some in found)
        assert each.prefers == {party: sum(one.views[party] > 0 for one in every) for party in each.ratifiers}
        for plan, some in over_plans.items():
            assert each.plans[plan] is three([one.all_like(each.ratifiers) for one in some])
        met["factions"] += bool(factions)
    assert [each.signatory for each in wins.signatories] == signing
    everybody = [party for group in groups for party in group]
    assert wins.overlap == sum(one.all_like(everybody) for one in every)
    assert wins.none_against == sum(min(one.views[p] for p in everybody) >= 0 for one in every)
    assert wins.holds is (wins.overlap > 0)
    assert wins.plans == {p: three([one.all_like(everybody) for one in some]) for p, some in over_plans.items()}
    if wins.holds:
        check_example(case, answer, wins.example, found, lambda one: one.all_like(everybody))
    met["overlap"] += wins.holds
    met["indifferent"] += wins.none_against != wins.overlap


def check_leavers(case, each, some, left):
    wanted = {}
    for one in some:
        for party, word in one.verdicts.items():
            if word in ("blocker", "bluffed") and left(one, word, [party]):
                wanted.setdefault((party, word), []).append(one)
    assert {(leaver.party, leaver.verdict): leaver.n_fillings for leaver in each.leavers} == {
        key: len(ones) for key, ones in wanted.items()
    }
    for leaver in each.leavers:
        assert leaver.is_signatory is (leaver.party in case.agreement.signatories)
        fitting = wanted[leaver.party, leaver.verdict]
        one = next(one for one in fitting if leaver.positions.items() <= one.draft.items())
        plain, party = Plain(one.model), one.model.party_index(leaver.party)
        end = one.model.structure.state(leaver.move.to)
        here = one.model.plan_state
        assert end in plain.up(party, here)
        assert not plain.answered(party, here, end, wanted=True)
        assert plain.answered(party, here, end, wanted=False) is (leaver.verdict == "bluffed")
        assert (leaver.move.sanction is None) is (leaver.verdict == "blocker")


# -- self-fulfilling hostility ---------------------------------------------------------------------------------------


def check_standing(each, plain, calm_states):
    """Compare what is shown of one conflict with plain loops over its states."""
    model = plain.model
    label = model.structure.label
    assert each.n_states == len(model.structure.states)
    assert each.n_peaceful == len(calm_states)
    both = []
    for concept in each.concepts:
        stable = plain.equilibria(concept.concept)
        calm, other = stable & calm_states, stable - calm_states
        both.append(bool(calm) and bool(other))
        assert (concept.n_peaceful, concept.n_other) == (len(calm), len(other))
        assert concept.peaceful == tuple(sorted(map(label, calm))[:3])
        assert concept.other == tuple(sorted(map(label, other))[:3])
        leads = plain.basins(calm, other)
        counts = {word: list(leads.values()).count(word) for word in ("peaceful", "other", "either", "neither")}
        start = leads[model.status_quo] if model.status_quo is not None else None
        assert concept.basins.json() == counts | {"status_quo": start}
    return both


def test_hostility_of_random_conflicts():
    met = {"both": 0, "either": 0, "neither": 0, "only seq": 0}
    for seed in range(60):
        text, _ = brute.random_case(seed)
        case = read(text)
        rng = random.Random(seed)
        wanted = {rng.choice(case.options): rng.random() < 0.5 for _ in range(rng.randint(1, 2))}
        condition = " and ".join(f"{'' if taken else 'not '}{o.id}" for o, taken in wanted.items())
        answer = diagnose(case, peaceful=condition)
        assert [each.reading for each in answer.readings if not each.note] == ["hostility"]
        (each,) = answer.hostility.standings
        model = compile_case(case)
        places = {option: k for k, option in enumerate(case.options)}
        calm = {
            state
            for state in model.structure.states
            if all((model.structure.label(state)[places[o]] == "Y") is taken for o, taken in wanted.items())
        }
        both = check_standing(each, Plain(model), calm)
        assert [concept.holds for concept in each.concepts] == both
        assert answer.hostility.holds is each.holds is any(both)
        met["both"] += any(both)
        met["only seq"] += both == [False, True]
        met["either"] += any(concept.basins.either for concept in each.concepts)
        met["neither"] += any(concept.basins.neither for concept in each.concepts)
    assert min(met.values()) >= 1, met


def read(text):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", HoldfastWarning)
        return loads(text)


@pytest.mark.parametrize("seed", range(40))
def test_hostility_with_moves_one_by_one(seed):
    """Nobody moves twice in a row: with explicit moves that matters."""
    rng = random.Random(f"arcs {seed}")
    names = ["NNN", "YNN", "NYN", "NNY", "YYN", "YNY"][: rng.randint(3, 6)]
    lines = ["schema: holdfast/case/1", "title: Arcs", "parties: {a: {options: {x: X, y: Y}}, b: {options: {z: Z}}}"]
    lines += ["states:", *(f"  {k}: {name}" for k, name in enumerate(names)), "feasible: named", "moves:"]
    for party in "ab":
        arcs = [f"{i} > {j}" for i in range(len(names)) for j in range(len(names)) if i != j and rng.random() < 0.4]
        lines.append(f"  {party}: [{', '.join(arcs or ['0 > 1'])}]")
    lines.append("preferences:")
    for party in "ab":
        order = rng.sample(range(len(names)), len(names))
        lines.append(f"  {party}: {{ranking: [{', '.join(map(str, order))}]}}")
    case = read("\n".join(lines) + "\n")
    (each,) = diagnose(case, peaceful="z or y").hostility.standings
    model = compile_case(case)
    calm = {state for state in model.structure.states if set(model.structure.label(state)[1:]) & {"Y"}}
    assert [concept.holds for concept in each.concepts] == check_standing(each, Plain(model), calm)


def test_hostility_with_plans():
    """With plans on the table: over every filling of what a plan leaves unknown."""
    met = {"open": 0, "holds": 0, "not": 0}
    for seed in range(60):
        case = small_case(seed)
        if case is None or len(case.options) > 5:
            continue
        if not case.plans:
            assert diagnose(case).hostility.note
            continue
        for each in diagnose(case).hostility.standings:
            fillings = every_draft(case, cells_of(case.plans[each.plan]))
            every = [[], []]
            shown = False
            for draft in fillings:
                model = compiled(case, draft, each.plan)
                if model is None:
                    continue
                plain = Plain(model)
                calm = in_force(case, model)
                for k, concept in enumerate(("nash", "seq")):
                    stable = plain.equilibria(concept)
                    every[k].append(bool(stable & calm) and bool(stable - calm))
                if each.n_models == 1 or all(draft[i] in allowed for i, allowed in each.positions.items()):
                    check_standing(each, plain, calm)
                    shown = True
            assert shown
            assert [concept.holds for concept in each.concepts] == [three(values) for values in every]
            assert each.holds is three([a or b for a, b in zip(*every, strict=True)])
            if each.holds is not False:  # the conflict that is shown is one in which the reading holds
                assert any(concept.n_peaceful and concept.n_other for concept in each.concepts)
            met["open" if each.holds is None else "holds" if each.holds else "not"] += 1
    assert min(met.values()) >= 1, met


def compiled(case, draft, plan):
    """Compile a plan with its unknown cells filled; unlike a draft on its own, its state need not be able to occur."""
    positions = {issue: at for issue, at in draft.items() if issue not in case.plans[plan].positions}
    return compile_case(case, plan=plan, positions=positions) if drafted(case, draft, plan) else None


def in_force(case, model):
    """Return the states in which everybody has signed and what else it takes is so."""
    letters = {(o.party, o.id): k for k, o in enumerate(case.options)}
    agreement = case.agreement
    wanted = [letters[party, option] for party, option in agreement.signatories.items()]
    found = set()
    for state in model.structure.states:
        codes = [format(code, f"0{len(letters)}b") for code in model.structure.members(state)]
        if all(
            all(code[k] == "1" for k in wanted)
            and (
                agreement.in_force is None
                or truth(agreement.in_force, lambda atom, code=code: code[letters[atom.party, atom.option]] == "1")
            )
            for code in codes
        ):
            found.add(state)
    assert Table(case).formula(InForce()) is not None
    return found
