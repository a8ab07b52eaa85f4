"""Plans, issues, agreements and unknown cells: `hold --plan` against every filling, by an independent search."""

from __future__ import annotations

import json
import random
from itertools import product

import pytest
from click.testing import CliRunner

from holdfast.errors import CaseFileError

from .brute import Brute, truth

WORDS = (("nash", "content"), ("seq", "deterred"), ("gmr", "bluffed"))


class PlanBrute(Brute):
    """A conflict with issues: ``q0, q1, …`` ask about issues; their truth turns on whether an agreement is in force."""

    def __init__(self, parties, one_way, rules, preferences, signing, questions, now, then):
        self.signing, self.questions, self.now, self.then = signing, questions, now, then
        super().__init__(parties, one_way, rules, preferences)

    def values(self, state):
        values = super().values(state)
        in_force = all(values[o] for o in self.signing)
        at = self.then if in_force else self.now
        return (
            values
            | {"in_force": in_force}
            | {q: at[issue] in allowed for q, (issue, allowed) in self.questions.items()}
        )


def random_plan_case(seed: int):
    rng = random.Random(seed)
    parties = {"p0": ["s0", "a", "b"], "p1": ["s1", "c"], "p2": ["d"]}
    options = [o for own in parties.values() for o in own]
    issues = {f"i{k}": [f"v{j}" for j in range(rng.choice([2, 3]))] for k in range(4)}
    now = {issue: rng.choice(values) for issue, values in issues.items()}
    questions, written = {}, {}
    for k in range(8):
        issue = rng.choice(list(issues))
        values = issues[issue]
        pivot = rng.randrange(len(values))
        operator, allowed = rng.choice(
            [
                ("=", [values[pivot]]),
                (">=", values[pivot:]),
                ("<", values[:pivot]),
                ("!=", [v for v in values if v != values[pivot]]),
            ]
        )
        questions[f"q{k}"] = (issue, set(allowed))
        written[f"q{k}"] = f"{issue} {operator} {values[pivot]}"
    names = options + list(questions) + ["in_force"]

    def condition(depth=0):
        if depth > 1 or rng.random() < 0.45:
            return rng.choice(["", "not "]) + rng.choice(names if rng.random() < 0.7 else list(questions))
        return f"({condition(depth + 1)} {rng.choice(['and', 'or', 'if', 'only if', 'iff'])} {condition(depth + 1)})"

    preferences = {party: [condition() for _ in range(rng.randint(2, 5))] for party in parties}
    rules = [f"not ({condition()})"] if rng.random() < 0.4 else []
    known = {issue: rng.choice(values) for issue, values in issues.items() if rng.random() < 0.35}
    conduct = rng.choice([[], ["a"], ["c", "d"]])

    def spell(text):
        for q in sorted(written, reverse=True):
            text = text.replace(q, f"({written[q]})")
        return text

    lines = ["schema: holdfast/case/1", "title: Random plan", "parties:"]
    for party, own in parties.items():
        lines += [f"  {party}:", "    options:", *(f"      {o}: Do {o}" for o in own)]
    lines += ["rules:", *(f"  - never: {spell(r)}" for r in rules)] if rules else []
    lines.append("issues:")
    for issue, values in issues.items():
        lines.append(f"  {issue}: {{name: Issue, positions: [{', '.join(values)}], now: {now[issue]}}}")
    lines += ["plans:", "  p:", f"    positions: {{{', '.join(f'{i}: {v}' for i, v in known.items())}}}"]
    lines += [f"    conduct: [{', '.join(conduct)}]", "agreement: {signatories: {p0: s0, p1: s1}}", "preferences:"]
    for party, statements in preferences.items():
        lines += [f"  {party}:", *(f"    - {spell(t)}" for t in statements)]
    taken = {"s0", "s1", *conduct}
    state = "".join("Y" if o in taken else "N" for o in options)
    fillings = {}
    unknown = [issue for issue in issues if issue not in known]
    for choice in product(*(issues[issue] for issue in unknown)):
        then = known | dict(zip(unknown, choice, strict=True))
        brute = PlanBrute(parties, {}, rules, preferences, ("s0", "s1"), questions, now, then)
        if state in brute.states:
            fillings[choice] = brute
    if not PlanBrute(parties, {}, rules, preferences, ("s0", "s1"), questions, now, now).states:
        return random_plan_case(seed + 1_000_000)  # nothing can occur without an agreement: a mistake in the file
    return "\n".join(lines) + "\n", unknown, state, fillings


def hold(text):
    from holdfast.cli.main import cli

    result = CliRunner().invoke(cli, ["hold", "-", "--plan", "p", "--json"], input=text.encode())
    if isinstance(result.exception, CaseFileError):
        return None
    assert result.exception is None, text
    return json.loads(result.stdout)


def turning(unknown, outcomes):
    """Return the issues a change of which alone changes the outcome for some filling."""
    found = set()
    for k, issue in enumerate(unknown):
        by_rest = {}
        for choice, outcome in outcomes.items():
            by_rest.setdefault(choice[:k] + choice[k + 1 :], set()).add(outcome)
        if any(len(seen) > 1 for seen in by_rest.values()):
            found.add(issue)
    return found


def together(outcomes):
    return next(iter(set(outcomes.values()))) if len(set(outcomes.values())) == 1 else None


@pytest.mark.parametrize("block", range(8))
def test_hold_plan_agrees_over_every_filling(block):
    n_open = 0
    for seed in range(block * 15, block * 15 + 15):
        text, unknown, state, fillings = random_plan_case(seed)
        answer = hold(text)
        if not fillings:
            assert answer is None, text
            continue
        assert answer is not None, text
        assert answer["state"] == state
        verdicts = {
            choice: {
                party: next((w for c, w in WORDS if brute.stable(c, party, state)), "blocker")
                for party in brute.parties
            }
            for choice, brute in fillings.items()
        }
        for party, got in answer["parties"].items():
            outcomes = {choice: found[party] for choice, found in verdicts.items()}
            if got["verdict"] == "open":
                n_open += 1
                assert set(got["possible"]) == set(outcomes.values()), (seed, party)
                assert set(got["depends_on"]) == turning(unknown, outcomes), (seed, party)
                for reading in got["readings"]:
                    inside = [
                        c
                        for c in outcomes
                        if all(dict(zip(unknown, c, strict=True))[i] in v for i, v in reading["positions"].items())
                    ]
                    assert inside
                    assert {outcomes[c] for c in inside} == {reading["verdict"]}, (seed, party, reading)
            else:
                assert set(outcomes.values()) == {got["verdict"]}, (seed, party)
            if party in ("p0", "p1"):
                quo = "N" * len(state)
                signs = {c: b.better(party, state, quo) if quo in b.states else None for c, b in fillings.items()}
                assert got["would_sign"] is together(signs), (seed, party)
        for key, bad in (("holds", {"blocker"}), ("holds_firmly", {"blocker", "bluffed"})):
            outcomes = {choice: not set(found.values()) & bad for choice, found in verdicts.items()}
            assert answer[key] is together(outcomes), (seed, key)
            if answer[key] is None and key == "holds":
                assert set(answer["depends_on"]) == turning(unknown, outcomes)
    assert n_open > 3


def test_the_search_reads_conditions():
    """The independent reader itself, on what it must get right."""
    assert truth("a if b", {"a": False, "b": False})
    assert not truth("a only if b", {"a": True, "b": False})
    assert truth("(a or b) and not c iff d", {"a": True, "b": False, "c": True, "d": False})
