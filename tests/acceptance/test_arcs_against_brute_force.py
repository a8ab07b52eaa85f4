"""Explicit arcs (not transitive, not symmetric) and merged states, from the text of a case file, against the search."""

from __future__ import annotations

import json
import random

import pytest
from click.testing import CliRunner

from .brute import Brute

CONCEPTS = ("nash", "gmr", "smr", "seq", "symmetric_seq")


class Graph(Brute):
    """A conflict whose states and arcs are listed one by one."""

    def __init__(self, parties, states, arcs, tiers):
        self.parties, self.states = parties, states
        self.score = {p: {s: -k for k, tier in enumerate(t) for s in tier} for p, t in tiers.items()}
        self.R = {(p, s): {b for a, b in arcs[p] if a == s} for p in parties for s in states}


def tiers_of(rng, states):
    order, tiers = rng.sample(states, len(states)), []
    while order:
        size = min(len(order), rng.choice([1, 1, 1, 2]))
        tiers.append(order[:size])
        order = order[size:]
    return tiers


def random_graph_case(seed):
    rng = random.Random(seed)
    parties = {f"p{k}": [f"o{k}", f"q{k}"] for k in range(rng.choice([2, 3, 3, 4]))}
    m = 2 * len(parties)
    codes = rng.sample(range(2**m), min(2**m, rng.randint(4, 9)))
    letters = ["".join("Y" if c >> (m - 1 - k) & 1 else "N" for k in range(m)) for c in codes]
    names = {f"s{k}": text for k, text in enumerate(letters)}
    density = rng.uniform(0.1, 0.45)
    arcs = {p: [(a, b) for a in letters for b in letters if a != b and rng.random() < density] for p in parties}
    tiers = {p: tiers_of(rng, letters) for p in parties}
    of = {text: name for name, text in names.items()}
    lines = ["schema: holdfast/case/1", f"title: Graph {seed}", "feasible: named", "parties:"]
    for party, own in parties.items():
        lines += [f"  {party}:", "    options:", *(f"      {o}: Do {o}" for o in own)]
    lines += ["states:", *(f"  {name}: {text}" for name, text in names.items()), "moves:"]
    for party, own in arcs.items():
        both = [(a, b) for a, b in own if (b, a) in own and a < b]
        single = [(a, b) for a, b in own if (b, a) not in own]
        shown = [f"{of[a]} <> {of[b]}" for a, b in both] + [f"{of[a]} > {of[b]}" for a, b in single]
        lines.append(f"  {party}: [{', '.join(shown)}]")
    lines.append("preferences:")
    for party, own in tiers.items():
        shown = ", ".join(of[t[0]] if len(t) == 1 else f"[{', '.join(of[s] for s in t)}]" for t in own)
        lines += [f"  {party}:", f"    ranking: [{shown}]"]
    return "\n".join(lines) + "\n", Graph(parties, letters, arcs, tiers)


def solve(text):
    from holdfast.cli.main import cli

    result = CliRunner().invoke(cli, ["solve", "-", "--stable", "--json"], input=text.encode(), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.mark.parametrize("block", range(4))
def test_explicit_arcs(block):
    for seed in range(block * 30, block * 30 + 30):
        text, brute = random_graph_case(seed)
        answer = solve(text)
        assert "sim" in answer["unavailable"]
        for concept in CONCEPTS:
            for party in brute.parties:
                stable = sorted(s for s in brute.states if brute.stable(concept, party, s))
                assert answer["stable"][party][concept]["states"] == stable, (seed, party, concept)
            joint = sorted(s for s in brute.states if all(brute.stable(concept, p, s) for p in brute.parties))
            assert answer["equilibria"][concept] == {"count": len(joint), "states": joint}


def test_the_turn_rule_matters_here():
    """Some of these graphs must give another verdict if a party could move twice in a row; else nothing was tested."""

    class Careless(Graph):
        def group(self, party, t, step):
            seen, frontier = set(), {t}
            while frontier:
                frontier = {y for x in frontier for j in self.parties if j != party for y in step(j, x)} - seen
                seen |= frontier
            return seen

    differ = 0
    for seed in range(60):
        _, brute = random_graph_case(seed)
        brute.__class__, strict = (
            Careless,
            {(c, p, s): brute.stable(c, p, s) for c in CONCEPTS for p in brute.parties for s in brute.states},
        )
        differ += any(brute.stable(c, p, s) != v for (c, p, s), v in strict.items())
    assert differ > 0


@pytest.mark.parametrize("seed", range(25))
def test_a_merged_state_is_one_state(seed):
    """Option flips into and out of a merged state are those of any of its codes."""
    rng = random.Random(seed)
    parties = {"p0": ["a", "b"], "p1": ["c", "d"]}
    options = ["a", "b", "c", "d"]
    k = rng.randrange(4)
    letter = rng.choice("YN")
    pattern = "".join(letter if j == k else "-" for j in range(4))
    plain = Brute(parties, {}, [], {})
    of = {s: pattern if s[k] == letter else s for s in plain.states}
    states = sorted(set(of.values()))
    arcs = {p: {(of[s], of[t]) for (q, s), ends in plain.R.items() if q == p for t in ends} for p in parties}
    arcs = {p: [(a, b) for a, b in pairs if a != b] for p, pairs in arcs.items()}
    tiers = {p: tiers_of(rng, states) for p in parties}
    brute = Graph(parties, states, arcs, tiers)
    lines = ["schema: holdfast/case/1", "title: Merged", "parties:"]
    for party, own in parties.items():
        lines += [f"  {party}:", "    options:", *(f"      {o}: Do {o}" for o in own)]
    lines += ["states:", f"  over: {pattern}", "preferences:"]
    for party, own in tiers.items():
        shown = ", ".join(f"[{', '.join(t)}]" for t in own)
        lines += [f"  {party}:", f"    ranking: [{shown.replace(pattern, 'over')}]"]
    answer = solve("\n".join(lines) + "\n")
    assert answer["n_states"] == len(states) == 9
    assert options == answer["options"]
    for concept in CONCEPTS:
        for party in parties:
            stable = sorted(s for s in states if brute.stable(concept, party, s))
            assert answer["stable"][party][concept]["states"] == stable, (party, concept)
