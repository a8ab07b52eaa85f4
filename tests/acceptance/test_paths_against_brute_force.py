"""Shortest sequences, joint improvements and concepts for coalitions, against plain loops over sets."""

import random

import pytest

from holdfast.engines.plain import PlainEngine
from holdfast.questions.paths import paths
from holdfast.questions.upsets import upsets
from holdfast.stability import COALITION_CONCEPTS, COALITION_INCLUSIONS, CONCEPTS, concepts
from holdfast.stability.inclusions import OPTION_FORM_INCLUSIONS
from holdfast.testing import random_explicit_model, random_model

from .paths_brute import Brute

JOINT = tuple(COALITION_CONCEPTS)


def small(seed):
    """A random conflict: in option form, or every fourth with explicit arcs or merged states."""
    rng = random.Random(seed)
    n_parties = rng.choice([2, 3, 3, 4])
    if seed % 4 == 0:
        model = random_explicit_model(rng, n_parties, rng.randint(2, 4))
    else:
        model = random_model(rng, n_parties, rng.randint(3, 5), one_way=0.2, n_rules=rng.randrange(7))
    return rng, model.replace(wording=((),) * n_parties)


def label(model, state):
    return model.structure.label(state)


def told(model, sequence):
    """A sequence as (party, state) pairs, from the steps of an answer."""
    return [(step.by, step.to) for step in sequence]


@pytest.mark.parametrize("part", range(5))
def test_shortest_sequences(part):
    counted = never = 0
    for seed in range(part, 200, 5):
        rng, model = small(seed)
        brute = Brute(model)
        start = rng.choice(brute.states)
        name = model.parties
        for kind in ("moves", "improvements"):
            step = brute.moves if kind == "moves" else brute.up
            reach = brute.reach(brute.parties, start, step)
            every = brute.shortest(start, brute.parties, step)
            for target in rng.sample(brute.states, min(4, len(brute.states))):
                answer = paths(model, label(model, start), label(model, target), by=[kind], most=10**6)
                way = answer.targets[0].ways[kind]
                assert way.reachable == (target == start or target in reach), seed
                if not way.reachable:
                    never += 1
                    assert way.n_reached == len(reach - {start})
                    check_why_never(model, brute, start, target, way, kind, reach)
                    continue
                if target not in every:
                    continue
                counted += 1
                sequences = [made[1:] for made in every[target]]
                assert way.n_steps == len(sequences[0])
                assert way.n_sequences == len(sequences)
                assert way.first == tuple(name[i] for i in sorted({made[0][0] for made in sequences if made}))
                assert way.first_in_every == (way.first if len(way.first) == 1 else ())
                needed = [i for i in brute.parties if all(i in {mover for mover, _ in made} for made in sequences)]
                assert way.needed == tuple(name[i] for i in needed)
                shown = [told(model, made) for made in way.sequences]
                assert sorted(shown) == sorted([((name[i],), label(model, x)) for i, x in made] for made in sequences)
                check_steps(model, brute, start, way)
    assert counted > 20
    assert never > 10


def check_steps(model, brute, start, way):
    """What is said about each step, and the order of the sequences."""
    unwanted = [sum(not step.wanted for step in made) for made in way.sequences]
    assert unwanted == sorted(unwanted)
    assert way.unwanted == unwanted[0]
    for made in way.sequences:
        here = start
        for step in made:
            mover, end = model.parties.index(step.by[0]), model.structure.state(step.to)
            assert end in brute.R[mover, here]
            assert step.wanted == brute.prefers[mover, end, here]
            assert step.can_undo == (here in brute.R[mover, end])
            leaving = {
                model.parties[i]
                for i in brute.parties
                if any(i != mover or brute.prefers[i, t, end] for t in brute.up(i, here))
            }
            assert {each.party for each in step.could_leave} == leaving
            for each in step.could_leave:
                i, t = model.parties.index(each.party), model.structure.state(each.to)
                assert t in brute.up(i, here)
                assert i != mover or brute.prefers[i, t, end]
            here = end


def check_why_never(model, brute, start, target, way, kind, reach):
    structure = model.structure
    assert model.structure.state(way.nearest) in reach | {start}
    if not structure.is_option_form:
        return
    before, after = label(model, start), label(model, target)
    apart = [
        (owner, a, b, k) for k, (owner, a, b) in enumerate(zip(structure.owners, before, after, strict=True)) if a != b
    ]
    barred = {("take only", "Y"), ("drop only", "N")}
    assert way.one_way == tuple(
        structure.options[k] for _, a, _, k in apart if (structure.directions[k].value, a) in barred
    )
    movers = sorted({owner for owner, *_ in apart})
    idle = [i for i in movers if kind == "improvements" and not any(brute.up(i, x) for x in reach | {start})]
    assert way.never_want == tuple(model.parties[i] for i in idle)

    def distance(x):
        return sum(a != b for a, b in zip(label(model, x), after, strict=True))

    assert distance(structure.state(way.nearest)) == min(distance(x) for x in reach | {start})


@pytest.mark.parametrize("part", range(5))
def test_chains_of_joint_improvements(part):
    counted = longer = 0
    for seed in range(part, 200, 5):
        rng, model = small(seed)
        brute = Brute(model)
        start = rng.choice(brute.states)
        everybody = brute.coalitions(brute.parties)
        reach = brute.joint_reach(brute.parties, start)
        every = brute.shortest(start, everybody, brute.joint)
        for target in rng.sample(brute.states, min(4, len(brute.states))):
            answer = paths(model, label(model, start), label(model, target), by=["coalitions"], most=10**6)
            way = answer.targets[0].ways["coalitions"]
            assert way.reachable == (target == start or target in reach), seed
            if not way.reachable:
                assert way.n_reached == len(reach - {start})
                continue
            if target not in every:
                continue
            counted += target != start
            chains = {tuple(x for _, x in made[1:]) for made in every[target]}
            longer += len(next(iter(chains))) > 1
            assert way.n_steps == len(next(iter(chains))), seed
            assert way.n_sequences == len(chains), seed
            shown = {tuple(model.structure.state(step.to) for step in made) for made in way.sequences}
            assert shown == chains
            for made in way.sequences:
                here, before = start, None
                for step in made:
                    h = tuple(model.parties.index(party) for party in step.by)
                    end = model.structure.state(step.to)
                    assert end in brute.joint(h, here)
                    assert h != before
                    if model.structure.is_option_form:  # elsewhere a larger one may be needed, to act in turn
                        assert not any(end in brute.joint(g, here) for g in everybody if len(g) < len(h))
                    assert step.can_undo == (here in brute.reach(h, end))
                    here, before = end, h
    assert counted > 20
    assert longer > 3


@pytest.mark.parametrize("part", range(5))
def test_concepts_for_coalitions(part):
    unlike = 0
    for seed in range(part, 120, 5):
        _, model = small(seed)
        brute = Brute(model)
        wanted = concepts([*JOINT, *(c for c in CONCEPTS if c != "sim")])
        solution = PlainEngine().solve(model, wanted)
        for name in JOINT:
            for i, party in enumerate(model.parties):
                mine = {model.structure.state(x) for x in solution.stable(name, party)}
                assert mine == {s for s in brute.states if brute.stable(name, i, s)}, (seed, name)
        pairs = COALITION_INCLUSIONS + (OPTION_FORM_INCLUSIONS if model.structure.is_option_form else ())
        for stronger, weaker in pairs:
            for party in model.parties:
                assert set(solution.stable(stronger, party)) <= set(solution.stable(weaker, party))
        unlike += set(solution.equilibria("coalition_nash")) != set(solution.equilibria("nash"))
    assert unlike > 3


@pytest.mark.parametrize("part", range(5))
def test_coalitions_that_upset(part):
    seen = {"no": 0, "possible": 0, "wanted": 0, "undecided": 0}
    for seed in range(part, 120, 5):
        rng, model = small(seed)
        brute = Brute(model)
        here = rng.choice(brute.states)
        for concept in JOINT:
            answer = upsets(model, label(model, here), concept=concept, most=10**6)
            expected = brute.upsetting(concept, here)
            assert [each.coalition for each in answer.coalitions] == [
                tuple(model.parties[i] for i in h) for h in expected
            ], (seed, concept)
            assert answer.smallest == (len(expected[0]) if expected else None)
            assert not answer.undecided
            for each, h in zip(answer.coalitions, expected, strict=True):
                assert each.n_ends == len(brute.joint(h, here))
                first = each.upsets[0]
                assert not brute.answered(concept, h, here, model.structure.state(first.to))
                for upset in each.upsets:
                    seen[upset.answered] += 1
                    check_upset(model, brute, here, h, upset)
    assert seen["undecided"] == 0
    assert min(seen["no"], seen["possible"], seen["wanted"]) > 5


def check_upset(model, brute, here, h, upset):
    end = model.structure.state(upset.to)
    assert end in brute.joint(h, here)
    assert list(upset.gains) == [model.parties[i] for i in h]
    others = [i for i in brute.parties if i not in h]
    wanted = any(brute.spoils(h, u, here) for u in brute.joint_reach(others, end))
    possible = any(brute.spoils(h, u, here) for u in brute.reach(others, end))
    assert upset.answered == ("wanted" if wanted else "possible" if possible else "no")
    if upset.reply is not None:
        last = model.structure.state(upset.reply.to)
        assert last in (brute.joint_reach(others, end) if wanted else brute.reach(others, end))
        hurt = tuple(model.parties[i] for i in h if not brute.prefers[i, last, here])
        assert upset.reply.hurts == hurt
        assert hurt
        assert set(upset.reply.by) <= {model.parties[i] for i in others}

    def equilibrium(s, concept):
        def stable(i):
            return all(
                any(not brute.prefers[i, u, s] for u in brute.reach([j for j in brute.parties if j != i], t, brute.up))
                for t in brute.up(i, s)
            )

        if concept == "nash":
            return not any(brute.up(i, s) for i in brute.parties)
        return all(stable(i) for i in brute.parties)

    assert upset.holds_under == tuple(c for c in ("nash", "seq") if equilibrium(end, c))
    jump = len(h) > 1 and equilibrium(here, "seq") and equilibrium(end, "seq")
    assert upset.equilibrium_jump == jump
