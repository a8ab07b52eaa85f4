"""Shares, bounds, effects, flips and what finding out tells, against every world judged by itself."""

from __future__ import annotations

import random

import pytest

from holdfast.casefile import loads
from holdfast.errors import CaseFileError
from holdfast.uncertainty.doubt import doubt

from . import doubt_brute as brute

NEAR = 1e-9
CORNERS = 300
"""Most corners for which bounds are computed here."""


def case_of(made):
    """Return the case, or None where nothing can occur or the plan's state cannot in any world."""
    try:
        return loads(brute.text(made), warnings=[])
    except CaseFileError as error:
        codes = {problem.code for problem in error.problems if problem.severity == "error"}
        if codes <= {"HF119", "HF120", "HF121", "HF143", "HF144", "HF174"}:
            return None
        raise


def near(got, wanted):
    return got == wanted if got is None or wanted is None else abs(got - float(wanted)) < NEAR


def compare(answer, doubted, level):
    """Compare one answer with every world."""
    got = answer.json()
    made, flag = doubted.made, level
    assert got["exact"] is True
    assert "standard_error" not in got
    assert got["n_worlds"] == len(doubted.worlds)

    # shares, and their bounds
    asked = {"share": flag, "open": f"open {level}", "can_occur": "occurs"}
    found = {key: got.get(key, {"low": 0.0, "point": 0.0, "high": 0.0}) for key in ("share", "open")}
    found["can_occur"] = got.get("can_occur", {"low": 1.0, "point": 1.0, "high": 1.0})
    for party in made["parties"]:
        for verdict in (*brute.VERDICTS, "open"):
            asked[f"{party} {verdict}"] = (party, verdict)
            found[f"{party} {verdict}"] = got["parties"][party].get(verdict, {"low": 0.0, "point": 0.0, "high": 0.0})
        assert ("would_sign" in got["parties"][party]) == (party in made["signs"])
        if party in made["signs"]:
            asked[f"{party} signs"] = (party, "would_sign")
            found[f"{party} signs"] = got["parties"][party]["would_sign"]
    for key, flag_of in asked.items():
        assert near(found[key]["point"], doubted.point(lambda f, k=flag_of: f[k])), key
        assert "bounds_exact" not in found[key]

    # what drives it
    total = doubted.point(lambda f: f[level])
    for name in made["held"]:
        sides = [doubted.point(lambda f: f[level], lambda w, s=side, n=name: w[n] is s) for side in (True, False)]
        effect = got["judgements"][name]
        for key, side in zip(("if_true", "if_false"), sides, strict=True):
            if side is not None:
                assert near(effect[key], side), (name, key)
        assert near(
            effect["credence"]["point"], sum(p for p, w in zip(doubted.points, doubted.worlds, strict=True) if w[name])
        )
    assert list(got["judgements"]) == list(made["held"])
    sizes = {e.judgement: e.size for e in answer.judgements}
    assert got["drivers"] == sorted((n for n in sizes if abs(sizes[n]) > NEAR), key=lambda n: (-abs(sizes[n]), n))
    for pair in got["interactions"]:
        first, second = pair["judgements"]
        effects = [effect_where(doubted, level, first, second, side) for side in (True, False)]
        assert near(pair["effect_where_true"], effects[0])
        assert near(pair["effect_where_false"], effects[1])
        assert near(pair["size"], effects[0] - effects[1])
    listed = {frozenset(pair["judgements"]) for pair in got["interactions"]}
    assert listed >= must_interact(doubted, level)

    # what would flip it
    verdict, least, changes = doubted.flips(level)
    assert got["verdict"] == got["flips"]["verdict"] == verdict
    assert (got["flips"]["robust"], got["flips"]["n_changes"]) == (least is None, least)
    assert got["flips"]["n_smallest"] == len(changes)
    assert len(got["flips"]["changes"]) == min(50, len(changes))
    assert all(change in changes for change in got["flips"]["changes"])
    assert len({str(sorted(change.items())) for change in got["flips"]["changes"]}) == min(50, len(changes))

    if doubted.n_corners() * len(doubted.worlds) > CORNERS * 32:
        return False
    ofs = [lambda f, k=key: f[k] for key in asked.values()]
    values = [(k, value) for k, v in enumerate(doubted.variables) for value in v.values]

    def at(k, value):
        names = doubted.variables[k].names
        return lambda world: tuple(world[name] for name in names) == value

    ends = doubted.bounds(ofs, [at(k, value) for k, value in values])
    for key, (low, high) in zip(asked, ends, strict=False):
        assert (near(found[key]["low"], low), near(found[key]["high"], high)) == (True, True), (
            key,
            found[key],
            low,
            high,
        )
    after = dict(zip(values, ends[len(asked) :], strict=True))
    for k, variable in enumerate(doubted.variables):
        wanted = 0.0
        for value in variable.values:
            likely = sum(p for p, w in zip(doubted.points, doubted.worlds, strict=True) if at(k, value)(w))
            low, high = after[k, value]
            wanted += float(likely) * (high - low) if likely else 0
        for name in variable.names:
            assert near(got["judgements"][name]["width_after"], wanted), (name, "width_after")
    width = ends[0][1] - ends[0][0]
    told = {e.judgement: e.width_after for e in answer.judgements}
    best = [n for n in told if width - told[n] > 1e-8]
    assert set(best) <= set(got["worth_finding_out"])
    assert got["worth_finding_out"] == sorted(got["worth_finding_out"], key=lambda n: (told[n], n))
    assert total is not None
    return True


def effect_where(doubted, level, first, second, side):
    """Return the effect of the first judgement where the second is true, or false; None where that cannot be."""
    ends = []
    for truth in (True, False):
        ends.append(doubted.point(lambda f: f[level], lambda w, t=truth: w[first] is t and w[second] is side))
    return None if None in ends else ends[0] - ends[1]


def must_interact(doubted, level):
    """Pairs of judgements on each of which the verdict itself depends, and whose effects depend on each other."""
    found = set()
    by = {tuple(sorted(w.items())): f[level] for w, f in zip(doubted.worlds, doubted.found, strict=True)}
    singles = [v.names[0] for v in doubted.variables if len(v.names) == 1]
    moving = [
        n
        for n in singles
        if any(by[tuple(sorted({**w, n: not w[n]}.items()))] != by[tuple(sorted(w.items()))] for w in doubted.worlds)
    ]
    for k, first in enumerate(moving):
        for second in moving[k + 1 :]:
            effects = [effect_where(doubted, level, first, second, side) for side in (True, False)]
            if None not in effects and abs(effects[0] - effects[1]) > 1e-8:
                found.add(frozenset((first, second)))
    return found


def check(seed, **shape):
    made = brute.conflict(seed, **shape)
    case = case_of(made)
    if case is None:
        return None
    bounded = True
    for account in (None, "k"):
        doubted = brute.Doubted(made, account)
        for level in ("holds", "firmly"):
            answer = doubt(case, plan="p", account=account, level=level)
            bounded &= compare(answer, doubted, level)
    return bounded


@pytest.mark.parametrize("start", range(0, 40, 20))
def test_states_with_a_plan_on_the_table_and_without(start):
    for seed in range(start, start + 20):
        made = brute.conflict(f"states {seed}")
        case = case_of(made)
        if case is None:
            continue
        state = random.Random(seed).choice(brute.Doubted(made).every_state())
        for plan in (True, False):
            doubted = brute.Doubted(made, "k", state=state, plan=plan)
            for level in ("holds", "firmly"):
                answer = doubt(case, plan="p" if plan else None, state=state, account="k", level=level)
                compare(answer, doubted, level)


@pytest.mark.parametrize("start", range(0, 200, 25))
def test_doubt_equals_every_world_judged_by_itself(start):
    done = [check(seed) for seed in range(start, start + 25)]
    assert done.count(None) < 10
    assert done.count(True) > 8
