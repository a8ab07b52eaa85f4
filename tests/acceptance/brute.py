"""An independent search: its own reader of conditions, and the definitions over sets; shares nothing with holdfast.

Only plain Python, slow on purpose. Conditions are turned into Python functions by a tiny reader of their own.
"""

from __future__ import annotations

import random
import re
from itertools import product

WORDS = re.compile(r"\(|\)|[a-z0-9_.]+")


def truth(text: str, values: dict[str, bool]) -> bool:
    """Evaluate by rewriting to Python operators, loosest first: iff, if / only if, or, and, not."""
    tokens = WORDS.findall(text.replace("only if", "only_if"))

    def level(tokens: list[str], name: str) -> list[list[str]]:
        parts, depth = [[]], 0
        for token in tokens:
            depth += (token == "(") - (token == ")")
            if token == name and depth == 0:
                parts.append([])
            else:
                parts[-1].append(token)
        return parts

    def value(tokens: list[str]) -> bool:
        for name in ("iff", "if", "only_if", "or", "and"):
            parts = level(tokens, name)
            if len(parts) == 1:
                continue
            found = [value(part) for part in parts]
            if name == "iff":
                return found[0] == found[1]
            if name == "if":
                return found[0] or not found[1]
            if name == "only_if":
                return found[1] or not found[0]
            return any(found) if name == "or" else all(found)
        if tokens[0] == "not":
            return not value(tokens[1:])
        if tokens[0] == "(":
            return value(tokens[1:-1])
        return values[tokens[0]]

    return value(tokens)


class Brute:
    """A conflict held as Python sets."""

    def __init__(self, parties, one_way, rules, preferences):
        self.parties = parties  # {party: [options]}
        self.options = [o for options in parties.values() for o in options]
        self.one_way = one_way  # {option: "true" | "from taken"}
        self.states = [
            s
            for s in ("".join(p) for p in product("NY", repeat=len(self.options)))
            if not any(truth(rule, self.values(s)) for rule in rules)
        ]
        self.score = {}
        for party, preference in preferences.items():
            if isinstance(preference, dict):
                tiers = [tier if isinstance(tier, list) else [tier] for tier in preference["ranking"]]
                self.score[party] = {s: -k for k, tier in enumerate(tiers) for s in tier}
            else:
                self.score[party] = {s: [truth(c, self.values(s)) for c in preference] for s in self.states}
        self.R = {(p, s): {t for t in self.states if self.can(p, s, t)} for p in parties for s in self.states}

    def values(self, state):
        return {o: letter == "Y" for o, letter in zip(self.options, state, strict=True)}

    def can(self, party, s, t):
        if s == t:
            return False
        for option, a, b in zip(self.options, s, t, strict=True):
            if a != b and option not in self.parties[party]:
                return False
            if a + b == "YN" and self.one_way.get(option) == "true":
                return False
            if a + b == "NY" and self.one_way.get(option) == "from taken":
                return False
        return True

    def better(self, party, t, s):
        return self.score[party][t] > self.score[party][s]

    def up(self, party, s):
        return {t for t in self.R[party, s] if self.better(party, t, s)}

    def group(self, party, t, step):
        seen, frontier = set(), {(t, None)}
        while frontier:
            following = {
                (y, j) for x, last in frontier for j in self.parties if j not in (party, last) for y in step(j, x)
            }
            frontier = following - seen
            seen |= frontier
        return {x for x, _ in seen}

    def stable(self, concept, i, s):
        for t in self.up(i, s):
            if concept == "nash":
                return False
            if concept == "sim":
                replies = [[s, *self.up(j, s)] for j in self.parties if j != i]
                joint = set()
                for reply in product(*replies):
                    if all(r == s for r in reply):
                        continue
                    flips = [o for r in (t, *reply) for o, a, b in zip(self.options, s, r, strict=True) if a != b]
                    u = "".join(
                        ("N" if a == "Y" else "Y") if o in flips else a for o, a in zip(self.options, s, strict=True)
                    )
                    joint.add(u)
                if not any(u in self.score[i] and u in self.states and not self.better(i, u, s) for u in joint):
                    return False
                continue
            step = self.up if concept in ("seq", "symmetric_seq") else (lambda j, x: self.R[j, x])
            answers = [u for u in self.group(i, t, step) if not self.better(i, u, s)]
            if concept in ("smr", "symmetric_seq"):
                answers = [u for u in answers if not any(self.better(i, v, s) for v in self.R[i, u])]
            if not answers:
                return False
        return True


def random_case(seed: int) -> tuple[str, Brute]:
    """Return a random case file as text, and the same conflict for the search."""
    rng = random.Random(seed)
    n_parties = rng.choice([2, 2, 3, 3, 4])
    m = rng.randint(n_parties, 6 if n_parties < 4 else 5)
    owners = list(range(n_parties)) + [rng.randrange(n_parties) for _ in range(m - n_parties)]
    parties: dict[str, list[str]] = {f"p{k}": [] for k in range(n_parties)}
    for k, owner in enumerate(sorted(owners)):
        parties[f"p{owner}"].append(f"o{k}")
    options = [f"o{k}" for k in range(m)]
    one_way = {o: rng.choice(["true", "from taken"]) for o in options if rng.random() < 0.25}

    def condition(depth: int = 0) -> str:
        roll = rng.random()
        if depth > 2 or roll < 0.4:
            return rng.choice(["", "not "]) + rng.choice(options)
        word = rng.choice(["and", "or", "if", "only if", "iff"])
        return f"({condition(depth + 1)} {word} {condition(depth + 1)})"

    rules = []
    for _ in range(rng.choice([0, 0, 1, 2])):
        rules.append(" and ".join(rng.choice(["", "not "]) + o for o in rng.sample(options, min(m, rng.randint(2, 3)))))
    brute = Brute(parties, one_way, rules, {})
    if not brute.states:
        return random_case(seed + 1_000_000)
    preferences = {}
    for party in parties:
        if rng.random() < 0.4:
            order = rng.sample(brute.states, len(brute.states))
            ranking: list = []
            while order:
                size = min(len(order), rng.choice([1, 1, 2, 4]))
                tier, order = order[:size], order[size:]
                ranking.append(tier[0] if size == 1 else tier)
            preferences[party] = {"ranking": ranking}
        else:
            preferences[party] = [condition() for _ in range(rng.randint(1, 5))]
    lines = ["schema: holdfast/case/1", f"title: Random conflict {seed}", "parties:"]
    for party, own in parties.items():
        lines += [f"  {party}:", "    options:"]
        for o in own:
            lines.append(
                f"      {o}: {{text: Do {o}, irreversible: {one_way[o]}}}" if o in one_way else f"      {o}: Do {o}"
            )
    if rules:
        lines += ["rules:", *(f"  - never: {rule}" for rule in rules)]
    lines.append("preferences:")
    for party, preference in preferences.items():
        if isinstance(preference, dict):
            shown = ", ".join(f"[{', '.join(t)}]" if isinstance(t, list) else t for t in preference["ranking"])
            lines += [f"  {party}:", f"    ranking: [{shown}]"]
        else:
            lines += [f"  {party}:", *(f"    - {text}" for text in preference)]
    return "\n".join(lines) + "\n", Brute(parties, one_way, rules, preferences)
