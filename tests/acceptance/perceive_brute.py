"""Beliefs, independently: every game as sets of its own, verdicts and surprises from the definitions in words.

Shares nothing with holdfast; only the search of :mod:`brute`.
"""

from __future__ import annotations

import json
import random

from .brute import Brute

CONCEPTS = ("nash", "gmr", "smr", "seq", "symmetric_seq")


def condition(rng, options, depth=0):
    if depth > 1 or rng.random() < 0.45:
        return rng.choice(["", "not "]) + rng.choice(options)
    word = rng.choice(["and", "or", "if", "iff"])
    return f"({condition(rng, options, depth + 1)} {word} {condition(rng, options, depth + 1)})"


def random_case(seed):
    """Return a case file as a dict; retried until something can occur in every game."""
    rng = random.Random(seed)
    n_parties = rng.choice([2, 2, 3])
    m = rng.randint(n_parties, 5)
    owners = sorted(list(range(n_parties)) + [rng.randrange(n_parties) for _ in range(m - n_parties)])
    options = [f"o{k}" for k in range(m)]
    facts = rng.random() < 0.65
    judged = [f"j{k}" for k in range(2)] if facts else []

    def when():
        return rng.choice(["", "not "]) + rng.choice(judged)

    parties = {f"p{k}": {"options": {}} for k in range(n_parties)}
    for name, owner in zip(options, owners, strict=True):
        entry = {"text": f"Do {name}"}
        if rng.random() < 0.25:
            entry["irreversible"] = rng.choice([True, "from taken"])
        if facts and rng.random() < 0.3:
            entry["when"] = when()
        parties[f"p{owner}"]["options"][name] = entry
    rules = []
    for _ in range(rng.choice([0, 1, 2])):
        size = min(m, rng.randint(2, 3))
        rule = {"never": " and ".join(rng.choice(["", "not "]) + o for o in rng.sample(options, size))}
        if facts and rng.random() < 0.7:
            rule["when"] = when()
        rules.append(rule)

    def statements():
        made = []
        for _ in range(rng.randint(1, 4)):
            entry = {"prefer": condition(rng, options)}
            if facts and rng.random() < 0.3:
                entry["when"] = when()
            made.append(entry)
        return made

    def ranking(states):
        order, tiers = rng.sample(states, len(states)), []
        while order:
            size = min(len(order), rng.choice([1, 1, 2, 4]))
            tiers.append(order[0] if size == 1 else order[:size])
            order = order[size:]
        return {"ranking": tiers}

    plain = {"parties": parties, "rules": [] if facts else rules, "options": options}
    states = game_of(plain, {}, {}).states if not facts else []
    if not facts and not states:
        return random_case(seed + 1_000_000)

    def preference():
        return ranking(states) if states and rng.random() < 0.4 else statements()

    names = list(parties)
    accounts = {}
    for name in ("a", "b", "c"):
        account = {"title": name, "preferences": {p: preference() for p in names if rng.random() < 0.6}}
        if facts:
            account["judgements"] = {j: rng.choice([0.1, 0.5, 0.9]) for j in judged if rng.random() < 0.7}
        if rng.random() < 0.5:
            account["believes"] = {p: rng.choice("abc") for p in names if rng.random() < 0.5}
        accounts[name] = account
    case = {
        "schema": "holdfast/case/1",
        "title": f"Beliefs {seed}",
        "parties": parties,
        "rules": rules,
        "preferences": {p: preference() for p in names},
        "accounts": accounts,
        "believes": {p: rng.choice("abc") for p in names if rng.random() < 0.8},
    }
    if facts:
        case["judgements"] = {j: rng.choice([0.2, 0.8]) for j in judged}
    case = {key: value for key, value in case.items() if value}
    if not all(Beliefs(case, account).truth.states for account in (None, "a", "b", "c")):
        return random_case(seed + 1_000_000)
    return case


def true_in(world, clause):
    return clause is None or (world[clause.removeprefix("not ")] != clause.startswith("not "))


def world_of(case, account):
    said = case["accounts"][account].get("judgements", {}) if account else {}
    return {name: said.get(name, credence) >= 0.5 for name, credence in case.get("judgements", {}).items()}


def stated(case, party, account):
    """Return a preference as the account has it, with the statements that count by the account's own judgements."""
    own = case["accounts"][account].get("preferences", {}) if account else {}
    given = own.get(party, case["preferences"][party])
    if isinstance(given, dict):
        return given
    world, kept = world_of(case, account), []
    for entry in given:
        if true_in(world, entry.get("when")):
            kept.append(entry["prefer"])
    return kept


def game_of(case, world, preferences):
    parties = {p: list(entry["options"]) for p, entry in case["parties"].items()}
    entries = {o: e for entry in case["parties"].values() for o, e in entry["options"].items()}
    one_way = {
        o: {True: "true"}.get(e["irreversible"], e["irreversible"]) for o, e in entries.items() if "irreversible" in e
    }
    rules = [r["never"] for r in case.get("rules", ()) if true_in(world, r.get("when"))]
    rules += [o for o, e in entries.items() if not true_in(world, e.get("when"))]
    return Brute(parties, one_way, rules, preferences)


class Beliefs:
    """All games of a case under an account."""

    def __init__(self, case, account):
        self.case, self.account = case, account
        self.parties = list(case["parties"])
        every = {p: stated(case, p, account) for p in self.parties}
        self.truth = game_of(case, world_of(case, account), every)
        self.believed = {}
        self.own = {}
        for party in self.parties:
            named = case["accounts"][account].get("believes", {}).get(party) if account else None
            named = named or case.get("believes", {}).get(party) or account
            self.believed[party] = named
            mine = {p: every[p] if p == party else stated(case, p, named) for p in self.parties}
            self.own[party] = game_of(case, world_of(case, named), mine)

    def knows(self, party, s):
        return s in self.own[party].states

    def stays(self, party, s, concept):
        return self.own[party].stable(concept, party, s) if self.knows(party, s) else None

    def reading(self, s, concept):
        own = [self.stays(p, s, concept) for p in self.parties]
        real = all(self.truth.stable(concept, p, s) for p in self.parties)
        if False in own:
            return "fails_by_misperception" if real else "fails"
        if None in own:
            return "open"
        return "holds" if real else "holds_by_misperception"

    # -- what answers a move -----------------------------------------------------------------------------------------

    @staticmethod
    def answered(game, concept, i, s, t):
        """Whether a move is answered in one game."""
        if concept == "nash":
            return False
        step = game.up if "seq" in concept else (lambda j, x: game.R[j, x])
        found = [u for u in game.group(i, t, step) if not game.better(i, u, s)]
        if concept in ("smr", "symmetric_seq"):
            found = [u for u in found if not any(game.better(i, v, s) for v in game.R[i, u])]
        return bool(found)

    def really(self, concept, i, s, t, perhaps):
        """Whether a move is answered by parties that act by their own games."""
        if concept == "nash":
            return False

        def moves(p, x):
            if self.knows(p, x):
                return self.truth.R[p, x] & self.own[p].R[p, x]
            helps = not perhaps if p == i else perhaps
            return self.truth.R[p, x] if helps else set()

        def wanted(p, x):
            judge = self.own[p] if self.knows(p, x) else self.truth
            return {y for y in moves(p, x) if judge.better(p, y, x)}

        reached = self.truth.group(i, t, wanted if "seq" in concept else moves)
        found = [u for u in reached if not self.truth.better(i, u, s)]
        if concept in ("smr", "symmetric_seq"):
            found = [u for u in found if not any(self.truth.better(i, v, s) for v in moves(i, u))]
        return bool(found)

    def leaving(self, game, concept, i, s):
        return {t for t in game.up(i, s) if not self.answered(game, concept, i, s, t)}

    def surprises(self, s, concept):
        """Return (party, kind, by) with the ends of the moves of each."""
        out = {}

        def note(party, kind, by, ends):
            if ends:
                out[party, kind, by] = set(ends)

        for i in self.parties:
            if not self.knows(i, s):
                out[i, "state", i] = {s}
                continue
            mine = self.own[i]
            leaves = self.leaving(mine, concept, i, s)
            can = self.truth.R[i, s]
            note(i, "cannot", i, leaves - can)
            note(i, "met", i, {t for t in leaves & can if self.really(concept, i, s, t, False)})
            if not leaves:
                note(i, "restrained", i, {t for t in mine.up(i, s) & can if not self.really(concept, i, s, t, True)})
            for j in self.parties:
                if j == i or not self.knows(j, s):
                    continue
                does = self.leaving(self.own[j], concept, j, s)
                thought = self.leaving(mine, concept, j, s)
                if not thought:
                    note(i, "leaves", j, does & self.truth.R[j, s])
                elif not does:
                    note(i, "stays", j, thought)
        return out


def text_of(case):
    """A case file; JSON is YAML too."""
    return json.dumps(case)
