"""Doubt, independently: every world by itself, from the definitions in words; shares nothing with holdfast.

A conflict is held as plain dicts and trees; its case file is written from these. A world settles every judgement, an
unknown cell of the plan takes every position of its issue, and each game that comes out is searched state by state.
"""

from __future__ import annotations

import json
import random
from fractions import Fraction as F
from functools import cached_property
from itertools import permutations, product
from math import exp, fsum, log, prod

VERDICTS = ("content", "deterred", "bluffed", "blocker")
WORDS = {  # of ICD 203, as published
    "very unlikely": (F(5, 100), F(20, 100)),
    "unlikely": (F(20, 100), F(45, 100)),
    "likely": (F(55, 100), F(80, 100)),
    "very likely": (F(80, 100), F(95, 100)),
}

# -- conditions as trees -----------------------------------------------------------------------------------------------


def show(tree):
    """Write a condition with every bracket."""
    kind, *parts = tree
    if kind == "not":
        return f"not ({show(parts[0])})"
    if kind in ("and", "or", "if", "only if", "iff"):
        return f"({show(parts[0])}) {kind} ({show(parts[1])})"
    if kind == "at":
        issue, sign, places = parts
        return f"{issue} in {{{', '.join(places)}}}" if sign == "in" else f"{issue} {sign} {places[0]}"
    return parts[0]


def true(tree, look):
    kind, *parts = tree
    if kind == "not":
        return not true(parts[0], look)
    if kind in ("and", "or", "if", "only if", "iff"):
        a, b = (true(part, look) for part in parts)
        return {"and": a and b, "or": a or b, "if": a or not b, "only if": b or not a, "iff": a == b}[kind]
    return look(tree)


def counts(when, world):
    return when is None or true(when, lambda atom: world[atom[1]])


# -- random conflicts --------------------------------------------------------------------------------------------------


class Maker:
    """Draws a conflict."""

    def __init__(self, seed, **shape):
        self.rng = random.Random(f"doubt {seed}")
        self.shape = shape

    def credence(self, ranges=True):
        roll = self.rng.random()
        if roll < 0.06:
            return {"say": self.rng.choice([0, 1]), "ends": None}
        if roll < 0.3 or not ranges:
            return {"say": self.rng.randint(0, 20) / 20, "ends": None}
        if roll < 0.75:
            low, high = sorted(self.rng.sample(range(21), 2))
            return {"say": [low / 20, high / 20], "ends": None}
        return {"say": self.rng.choice(list(WORDS)), "ends": None}

    def tree(self, atoms, depth=2):
        if depth == 0 or self.rng.random() < 0.4:
            atom = self.rng.choice(atoms)
            return ("not", atom) if self.rng.random() < 0.35 else atom
        kind = self.rng.choice(["and", "and", "or", "or", "if", "only if", "iff"])
        return (kind, self.tree(atoms, depth - 1), self.tree(atoms, depth - 1))

    def judgements(self, names):
        """Draw what is held of judgements; those in a set depend on nothing."""
        rng, held = self.rng, {}
        order = rng.sample(names, len(names)) if rng.random() < self.shape.get("tangled", 0.5) else names
        for name in names:
            rows, k = [], order.index(name)
            if k and name not in self.among and rng.random() < self.shape.get("given", 0.4):
                atoms = [("judged", other) for other in order[:k]]
                rows = [(self.tree(atoms, 1), self.credence()) for _ in range(rng.choice([1, 1, 2]))]
            held[name] = [*rows, (None, self.credence())]
        return held

    def statements(self, atoms, judged):
        rng, made = self.rng, []
        for _ in range(rng.randint(*self.shape.get("statements", (1, 4)))):
            entry = (
                self.tree(atoms, self.shape.get("depth", 1)),
                self.tree(judged, 1) if judged and rng.random() < 0.5 else None,
            )
            if entry not in made:
                made.append(entry)
        return made

    def weights(self, issues, atoms):
        rng = self.rng
        weighed = {
            i: {p: rng.randint(-2, 3) for p in places} for i, (places, _) in issues.items() if rng.random() < 0.8
        }
        weighed = {i: values for i, values in weighed.items() if len(set(values.values())) > 1}
        return {
            "issues": {i: (rng.choice([F(1), F(1), F(3, 2), F(2)]), values) for i, values in weighed.items()},
            "also": [(self.tree(atoms, 1), rng.choice([-2, -1, 1, 2, 3])) for _ in range(rng.randint(1, 2))],
            "lines": [self.tree(atoms, 1)] if rng.random() < 0.3 else [],
            "walk_away": rng.choice([-1, 0, 2]) if weighed and rng.random() < 0.4 else None,
        }

    def ranking(self, states):
        order, tiers = self.rng.sample(states, len(states)), []
        while order:
            size = min(len(order), self.rng.choice([1, 1, 2, 4]))
            tiers.append(order[:size])
            order = order[size:]
        return tiers

    def conflict(self):
        rng, shape = self.rng, self.shape
        names = [f"j{k}" for k in range(rng.randint(*shape.get("judgements", (1, 5))))]
        self.among = names[-rng.randint(1, 3) :] if len(names) > 2 and rng.random() < shape.get("sets", 0.35) else []
        judged = [("judged", name) for name in names]
        made = {"held": self.judgements(names), "sets": {}}
        if self.among:
            rivals = self.among if len(self.among) > 1 else [*self.among, "otherwise"]
            rows = [
                {
                    "origin": rng.choice(["", "wire", "post"]),
                    "of": {name: self.credence(rng.random() < 0.4) for name in rivals},
                }
                for _ in range(rng.randint(0, 3))
            ]
            made["sets"]["why"] = {"among": self.among, "evidence": rows}
        parties, options = {}, []
        for party in "abc"[: rng.choice([2, 2, 3])]:
            parties[party] = [f"{party}{k}" for k in range(rng.randint(1, 2))]
            options += parties[party]
        made |= {"parties": parties, "options": options}
        made["one_way"] = {o: rng.choice([True, "from taken"]) for o in options if rng.random() < 0.15}
        made["open_when"] = {o: self.tree(judged, 1) for o in options if o[1] != "0" and rng.random() < 0.3}
        issues = {"x": (["n", "m", "l"], "n"), "y": (["n", "m"], "n")}
        made["issues"] = issues
        cells = {}
        for issue, (places, _) in issues.items():
            roll = rng.random()
            if roll < 0.3:
                cells[issue] = [(rng.choice(places), None)]
            elif roll < 0.6:
                cells[issue] = [(rng.choice(places), self.tree(judged, 1)), (rng.choice(places), None)]
            elif roll < 0.75:
                cells[issue] = [(rng.choice(places), self.tree(judged, 1))]
        made["cells"] = cells or {"x": [("m", None)]}
        made["signs"] = {"a": "a0", "b": "b0"}
        others = [o for o in options if o not in ("a0", "b0")]
        made["conduct"] = {o: rng.random() < 0.5 for o in others if rng.random() < 0.3}
        made["in_force"] = ("option", rng.choice(others)) if others and rng.random() < 0.1 else None
        if made["in_force"]:
            made["conduct"][made["in_force"][1]] = True
        made["status_quo"] = "N" * len(options) if rng.random() < 0.7 else "".join(rng.choice("NNY") for _ in options)
        own = [("option", o) for o in options]
        atoms = [*own, *own, ("at", "x", "=", ("m",)), ("at", "x", ">=", ("m",)), ("at", "x", "in", ("n", "l"))]
        atoms += [("at", "y", "=", ("m",)), ("force", "in_force")]
        plain = rng.random() < 0.3  # rules on options alone, so that rankings can list what can occur
        made["rules"] = [
            (
                ("and", self.tree(own if plain else atoms, 1), rng.choice(own)),
                self.tree(judged, 1) if rng.random() < 0.6 else None,
            )
            for _ in range(rng.choice([0, 1, 1, 2]))
        ]
        made["moves"] = {}
        if len(options) < 5 and rng.random() < shape.get("moves", 0.12):
            states = ["".join(each) for each in product("NY", repeat=len(options))]
            arcs = {tuple(rng.sample(states, 2)) for _ in range(rng.randint(2, 8))}
            made["moves"][rng.choice(list(parties))] = sorted(arcs)
            made["rules"], made["open_when"] = [], {}
        fixed = [rule for rule, when in made["rules"] if when is None]
        states = ["".join(each) for each in product("NY", repeat=len(options))]
        states = (
            [s for s in states if not any(true(r, lambda atom, s=s: s[options.index(atom[1])] == "Y") for r in fixed)]
            if plain
            else []
        )

        def preference(party):
            roll = rng.random()
            if roll < 0.12 and states and plain and len(states) <= 16:
                return ("ranking", self.ranking(states))
            if roll < 0.25:
                return ("weights", self.weights(issues, atoms))
            stated = self.statements(atoms, judged)
            if rng.random() < 0.6:  # it answers what another does, and fears an answer
                mine = ("option", rng.choice(parties[party]))
                other = ("option", rng.choice([o for o in options if o not in parties[party]]))
                threat = (("iff", mine, ("not", other)), self.tree(judged, 1) if rng.random() < 0.3 else None)
                fear = (("not", other), None) if rng.random() < 0.5 else (other, None)
                for entry in (threat, fear, (("not", mine), None)):
                    if entry not in stated:
                        stated.insert(rng.randint(0, len(stated)), entry)
            return ("statements", stated[: shape.get("statements", (1, 5))[1]])

        made["preferences"] = {party: preference(party) for party in parties}
        made["accounts"] = {}
        for name in shape.get("accounts", ("k",)):
            chosen = [j for j in names if rng.random() < 0.5]
            held = self.judgements(names)
            made["accounts"][name] = {
                "preferences": {
                    p: self.reading(p, made["preferences"][p], preference, atoms, judged)
                    for p in parties
                    if rng.random() < 0.6
                },
                "held": {j: held[j] for j in chosen},
            }
        return made

    def reading(self, party, own, preference, atoms, judged):
        """Another account of a party: much the same list, or something else."""
        rng = self.rng
        if own[0] != "statements" or rng.random() > self.shape.get("alike", 0.5):
            return preference(party)
        stated = list(own[1])
        for _ in range(rng.randint(1, 3)):
            roll = rng.random()
            if roll < 0.4 and len(stated) > 1:
                stated.insert(rng.randrange(len(stated)), stated.pop(rng.randrange(len(stated))))
            elif roll < 0.6 and len(stated) > 1:
                stated.pop(rng.randrange(len(stated)))
            else:
                entry = self.statements(atoms, judged)[0]
                if entry not in stated:
                    stated.insert(rng.randint(0, len(stated)), entry)
        return ("statements", stated)


def conflict(seed, **shape):
    """Return a random conflict as plain dicts."""
    return Maker(seed, **shape).conflict()


# -- its case file -----------------------------------------------------------------------------------------------------


def document(made, *, world=None, account=None):
    """Return the case file as a dict; written out for one world, without judgements, where one is given."""
    doubting = world is None

    def when(entry, clause):
        return entry if clause is None or not doubting else {**entry, "when": show(clause)}

    def here(clause):
        return doubting or counts(clause, world)

    def held(rows):
        found = {}
        given = [{"when": show(clause), "credence": said["say"]} for clause, said in rows if clause is not None]
        for clause, said in rows:
            if clause is None:
                found["credence"] = said["say"]
        return {**found, "given": given} if given else found

    def preference(stated):
        kind, what = stated
        if kind == "ranking":
            return {"ranking": [tier if len(tier) > 1 else tier[0] for tier in what]}
        if kind == "weights":
            out = {"scale": "points"}
            if what["issues"]:
                out["issues"] = {i: {"weight": float(w), "values": values} for i, (w, values) in what["issues"].items()}
            out["also"] = [{"prefer": show(tree), "worth": worth} for tree, worth in what["also"]]
            if what["lines"]:
                out["red_lines"] = [{"never": show(tree)} for tree in what["lines"]]
            if what["walk_away"] is not None:
                out["walk_away"] = what["walk_away"]
            return out
        kept, seen = [], []
        for tree, clause in what:
            if here(clause) and (doubting or tree not in seen):
                seen.append(tree)
                kept.append(when({"prefer": show(tree)}, clause))
        return kept

    doc = {"schema": "holdfast/case/1", "title": "Random", "lexicon": "icd203"}
    if doubting:
        doc["judgements"] = {name: {"text": "So it is", **held(rows)} for name, rows in made["held"].items()}
        if made["sets"]:
            doc["hypotheses"] = {
                key: {
                    "among": each["among"],
                    "evidence": [
                        {"text": f"Row {k}", "likelihood": {name: said["say"] for name, said in row["of"].items()}}
                        | ({"origin": row["origin"]} if row["origin"] else {})
                        for k, row in enumerate(each["evidence"])
                    ],
                }
                for key, each in made["sets"].items()
            }
    doc["parties"] = {}
    rules = [when({"never": show(tree)}, clause) for tree, clause in made["rules"] if here(clause)]
    for party, own in made["parties"].items():
        doc["parties"][party] = {"options": {}}
        for option in own:
            entry = {"text": f"Do {option}"}
            if option in made["one_way"]:
                entry["irreversible"] = made["one_way"][option]
            clause = made["open_when"].get(option)
            if not here(clause):
                rules.append({"never": option})
            doc["parties"][party]["options"][option] = when(entry, clause)
    if rules:
        doc["rules"] = rules
    doc["issues"] = {i: {"name": i, "positions": places, "now": now} for i, (places, now) in made["issues"].items()}
    cells = {}
    for issue, rows in made["cells"].items():
        if doubting:
            written = [when({"position": place}, clause) for place, clause in rows]
            cells[issue] = written[0] if len(written) == 1 else written
        elif any(here(clause) for _, clause in rows):
            cells[issue] = next(place for place, clause in rows if here(clause))
    doc["plans"] = {"p": {"title": "P", "positions": cells}}
    if made["conduct"]:
        doc["plans"]["p"]["conduct"] = [o if taken else f"not {o}" for o, taken in made["conduct"].items()]
    doc["agreement"] = {"signatories": made["signs"]}
    if made["in_force"]:
        doc["agreement"]["in_force"] = show(made["in_force"])
    doc["status_quo"] = made["status_quo"]
    if made["moves"]:
        doc["moves"] = {p: [f"{s} > {t}" for s, t in arcs] for p, arcs in made["moves"].items()}
    if doubting:
        doc["preferences"] = {party: preference(each) for party, each in made["preferences"].items()}
        doc["accounts"] = {
            name: {
                "title": name,
                **(
                    {"preferences": {p: preference(x) for p, x in each["preferences"].items()}}
                    if each["preferences"]
                    else {}
                ),
                **({"judgements": {j: held(rows) for j, rows in each["held"].items()}} if each["held"] else {}),
            }
            for name, each in made["accounts"].items()
        }
        if not doc["accounts"]:
            del doc["accounts"]
    else:
        doc["preferences"] = {party: preference(stated_of(made, party, account)) for party in made["parties"]}
    return doc


def text(made, **how):
    """Return the case file; JSON is YAML."""
    return json.dumps(document(made, **how), indent=1)


def stated_of(made, party, account):
    own = made["accounts"][account]["preferences"] if account else {}
    return own.get(party, made["preferences"][party])


# -- one game ----------------------------------------------------------------------------------------------------------


class Game:
    """One world, one filling of what the plan leaves unknown: no doubt left."""

    def __init__(self, made, world, positions, stated):
        self.made, self.world, self.positions = made, world, positions
        self.options, self.parties = made["options"], list(made["parties"])
        every = ("".join(each) for each in product("NY", repeat=len(self.options)))
        self.states = {s for s in every if self.can_occur(s)}
        self.level = {p: {s: self.level_of(stated[p], s) for s in self.states} for p in self.parties}
        if "all moves" not in made:  # whatever can occur, they are the same in every world
            states = ["".join(each) for each in product("NY", repeat=len(self.options))]
            made["all moves"] = {
                (p, s): {t for t in states if self.can_move(p, s, t)} for p in self.parties for s in states
            }
        self.moves = {(p, s): made["all moves"][p, s] & self.states for p in self.parties for s in self.states}

    def taken(self, s, option):
        return s[self.options.index(option)] == "Y"

    def in_force(self, s):
        signed = all(self.taken(s, o) for o in self.made["signs"].values())
        return signed and (
            self.made["in_force"] is None or true(self.made["in_force"], lambda atom: self.taken(s, atom[1]))
        )

    def position(self, s, issue):
        return self.positions[issue] if self.in_force(s) else self.made["issues"][issue][1]

    def true(self, tree, s):
        known, key = self.made.setdefault("truths", {}), (tree, s, *self.positions.values())
        if key not in known:
            known[key] = self.is_true(tree, s)
        return known[key]

    def is_true(self, tree, s):
        def look(atom):
            if atom[0] == "option":
                return self.taken(s, atom[1])
            if atom[0] == "force":
                return self.in_force(s)
            _, issue, sign, places = atom
            at, order = self.position(s, issue), self.made["issues"][issue][0]
            if sign == ">=":
                return order.index(at) >= order.index(places[0])
            return at in places

        return true(tree, look)

    def can_occur(self, s):
        if any(counts(when, self.world) and self.true(rule, s) for rule, when in self.made["rules"]):
            return False
        return all(counts(when, self.world) for o, when in self.made["open_when"].items() if self.taken(s, o))

    def can_move(self, party, s, t):
        if party in self.made["moves"]:
            return (s, t) in self.made["moves"][party]
        changed = [o for o in self.options if self.taken(s, o) != self.taken(t, o)]
        if not changed or not set(changed) <= set(self.made["parties"][party]):
            return False
        ways = {True: True, False: "from taken"}  # what only can be taken is not dropped, and the other way round
        return not any(self.made["one_way"].get(o) == ways[self.taken(s, o)] for o in changed)

    def level_of(self, stated, s):
        kind, what = stated
        if kind == "ranking":
            return -next(k for k, tier in enumerate(what) if s in tier)
        if kind == "statements":
            return [self.true(tree, s) for tree, when in what if counts(when, self.world)]
        worth = F(0)
        if self.in_force(s) or what["walk_away"] is None:
            worth += sum(weight * values[self.position(s, issue)] for issue, (weight, values) in what["issues"].items())
        else:
            worth += what["walk_away"]
        worth += sum(number for tree, number in what["also"] if self.true(tree, s))
        return (not any(self.true(tree, s) for tree in what["lines"]), worth)

    def better(self, party, t, s):
        return self.level[party][t] > self.level[party][s]

    def reached(self, party, t, wanted):
        """Where the others can go from a state, nobody moving twice in a row."""
        seen, todo = {(t, None)}, [(t, None)]
        while todo:
            s, last = todo.pop()
            for other in self.parties:
                if other in (party, last):
                    continue
                for u in self.moves[other, s]:
                    if (not wanted or self.better(other, u, s)) and (u, other) not in seen:
                        seen.add((u, other))
                        todo.append((u, other))
        return {s for s, last in seen if last is not None}

    def verdict(self, party, s):
        found = []
        for t in self.moves[party, s]:
            if not self.better(party, t, s):
                continue
            for kind, wanted in (("deterred", True), ("bluffed", False)):
                if any(not self.better(party, u, s) for u in self.reached(party, t, wanted)):
                    found.append(kind)
                    break
            else:
                found.append("blocker")
        return max(found, key=VERDICTS.index, default="content")


# -- every world -------------------------------------------------------------------------------------------------------


def ends(said):
    """Return the lowest and the highest of a credence."""
    say = said["say"]
    if isinstance(say, str):
        return WORDS[say]
    low, high = say if isinstance(say, list) else (say, say)
    return F(str(low)), F(str(high))


def middle(said):
    return sum(ends(said)) / 2


def rows_of(made, judgement, account):
    held = made["accounts"][account]["held"] if account else {}
    return held.get(judgement, made["held"][judgement])


class Variable:
    """A judgement by itself, or a set of rivals: values, and rows of (when, point, corners)."""

    def __init__(self, names, values, rows):
        self.names, self.values, self.rows = names, values, rows


def variables(made, rows_of):
    """Return the variables, in the order of the file."""
    found, done = [], set()
    among = {name: each for each in made["sets"].values() for name in each["among"]}
    for name in made["held"]:
        if name in done:
            continue
        if name in among:
            names = tuple(among[name]["among"])
            found.append(of_set(among[name], {each: rows_of(each)[-1][1] for each in names}))
            done.update(names)
            continue
        rows = []
        for when, said in rows_of(name):
            pairs = [(c, 1 - c) for c in dict.fromkeys(ends(said))]
            rows.append((when, (middle(said), 1 - middle(said)), pairs))
        found.append(Variable((name,), [(True,), (False,)], rows))
    return found


def of_set(among, credences):
    """Weigh rivals by the evidence: what is held before, times what each origin makes likely."""
    names = tuple(among["among"])
    rivals = names if len(names) > 1 else (names[0], "otherwise")
    origins = {}
    for k, row in enumerate(among["evidence"]):
        rows = origins.setdefault(row["origin"] or k, [])
        alike = [{name: ends(said) for name, said in other["of"].items()} for other in rows]
        if {name: ends(said) for name, said in row["of"].items()} not in alike:
            rows.append(row)  # a report repeated word for word counts once

    def inside(value):
        return min(max(value, F(1, 1000)), F(999, 1000))

    def mean(values):
        if len(set(values)) == 1:
            return values[0]
        return F(exp(fsum(log(value) for value in values) / len(values)))

    def likely(name, end):
        return [mean([inside(end(row["of"][name])) for row in rows]) for rows in origins.values()]

    def before(name):
        low, high = ends(credences[names[0] if name == "otherwise" else name])
        return (1 - high, 1 - low) if name == "otherwise" else (low, high)

    point = [sum(before(name)) / 2 * prod(likely(name, middle)) for name in rivals]
    total = sum(point)
    point = tuple(weight / total if total else F(1, len(rivals)) for weight in point)
    choices = []
    for name in rivals:
        ranges = [
            before(name),
            *zip(likely(name, lambda s: ends(s)[0]), likely(name, lambda s: ends(s)[1]), strict=True),
        ]
        choices.append({prod(corner) for corner in product(*ranges)})
    corners = {tuple(w / sum(weights) for w in weights) for weights in product(*choices) if sum(weights)}
    values = [(True,), (False,)] if len(names) == 1 else [tuple(n == name for n in names) for name in names]
    return Variable(names, values, [(None, point, sorted(corners) or [point])])


class Doubted:
    """A conflict under an account: every world judged, and what is held likely of it."""

    def __init__(self, made, account=None, *, state=None, plan=True, stated=None, rows=None):
        self.made, self.state, self.plan = made, state, plan
        self.stated = stated or {p: stated_of(made, p, account) for p in made["parties"]}
        self.variables = variables(made, rows or (lambda name: rows_of(made, name, account)))
        self.worlds = []
        for values in product(*(v.values for v in self.variables)):
            pairs = [
                pair
                for v, value in zip(self.variables, values, strict=True)
                for pair in zip(v.names, value, strict=True)
            ]
            self.worlds.append(dict(pairs))
        self._known = {}
        self.steps = [[self._step(v, world) for v in self.variables] for world in self.worlds]
        self.points = [
            prod(v.rows[r][1][k] for v, (r, k) in zip(self.variables, step, strict=True)) for step in self.steps
        ]

    @cached_property
    def found(self):
        """What came out in each world."""
        return [self.judged(world) for world in self.worlds]

    def judged(self, world):
        """Judge a world; those that decide the same are the same game."""
        key = self._essence(world)
        if key not in self._known:
            self._known[key] = self.judge(world)
        return self._known[key]

    def _essence(self, world):
        made = self.made
        clauses = [when for _, when in made["rules"]] + list(made["open_when"].values())
        clauses += [when for rows in made["cells"].values() for _, when in rows]
        clauses += [when for kind, what in self.stated.values() if kind == "statements" for _, when in what]
        return tuple(counts(when, world) for when in clauses)

    @staticmethod
    def _step(variable, world):
        row = next(r for r, (when, _, _) in enumerate(variable.rows) if counts(when, world))
        return row, variable.values.index(tuple(world[name] for name in variable.names))

    def every_state(self):
        """Return every state in which some option could be taken, whether or not it can occur."""
        return ["".join(each) for each in product("NY", repeat=len(self.made["options"]))]

    def plan_state(self):
        made = self.made
        state = dict(zip(made["options"], made["status_quo"], strict=True))
        state |= {o: "Y" if taken else "N" for o, taken in made["conduct"].items()} | dict.fromkeys(
            made["signs"].values(), "Y"
        )
        return "".join(state[o] for o in made["options"])

    def judge(self, world):
        """Judge one world: what is so under every filling, and what turns on the filling."""
        made, choices = self.made, []
        for issue, (places, now) in made["issues"].items():
            if not self.plan:
                choices.append([now])
                continue
            rows = made["cells"].get(issue, [])
            choices.append(next(([place] for place, when in rows if counts(when, world)), places))
        here = self.state or self.plan_state()
        games = [Game(made, world, dict(zip(made["issues"], c, strict=True)), self.stated) for c in product(*choices)]
        games = [game for game in games if here in game.states]
        out = {"occurs": bool(games)}
        found = [{p: game.verdict(p, here) for p in made["parties"]} for game in games]
        for level, bad in (("holds", {"blocker"}), ("firmly", {"blocker", "bluffed"})):
            held = {not bad & set(each.values()) for each in found}
            out[level], out["open " + level] = held == {True}, len(held) == 2
        for party in made["parties"]:
            verdicts = {each[party] for each in found}
            for verdict in VERDICTS:
                out[party, verdict] = verdicts == {verdict}
            out[party, "open"] = len(verdicts) > 1
        start = made["status_quo"]
        for party in made["signs"]:
            signs = {start in game.states and game.better(party, here, start) for game in games}
            out[party, "would_sign"] = signs == {True}
        return out

    # shares

    def point(self, of, given=None):
        """Return the share of worlds at the point credences; None where nothing is left."""
        base = sum(p for p, w in zip(self.points, self.worlds, strict=True) if given is None or given(w))
        top = sum(
            p
            for p, w, f in zip(self.points, self.worlds, self.found, strict=True)
            if of(f) and (given is None or given(w))
        )
        return top / base if base else None

    def n_corners(self):
        return prod(len(row[2]) for v in self.variables for row in v.rows)

    def corners(self):
        """Yield the weights of the worlds for every choice of a corner for every row."""
        places = [(k, r) for k, v in enumerate(self.variables) for r in range(len(v.rows))]
        for chosen in product(*(self.variables[k].rows[r][2] for k, r in places)):
            at = {place: [float(x) for x in corner] for place, corner in zip(places, chosen, strict=True)}
            yield [prod(at[k, row][value] for k, (row, value) in enumerate(step)) for step in self.steps]

    def bounds(self, ofs, givens=()):
        """Return the smallest and largest share at any corner, of several things, and given several."""
        masks = [[of(found) for found in self.found] for of in ofs]
        keep = [[given(world) for world in self.worlds] for given in givens]
        low, high = [2.0] * (len(ofs) + len(givens)), [-1.0] * (len(ofs) + len(givens))
        for weights in self.corners():
            got = [sum(w for w, here in zip(weights, mask, strict=True) if here) for mask in masks]
            for kept in keep:
                base = sum(w for w, here in zip(weights, kept, strict=True) if here)
                top = sum(w for w, here, t in zip(weights, kept, masks[0], strict=True) if here and t)
                got.append(top / base if base > 1e-15 else None)
            for k, value in enumerate(got):
                if value is not None:
                    low[k], high[k] = min(low[k], value), max(high[k], value)
        return list(zip(low, high, strict=True))

    # without doubt

    def point_world(self):
        """Take every judgement for what is more likely, those that it depends on first."""
        world, left = {}, list(self.variables)
        while left:
            for v in left:
                needed = {name for when, _, _ in v.rows if when is not None for name in names_in(when)}
                if needed <= set(world):
                    break
            left.remove(v)
            point = next(point for when, point, _ in v.rows if counts(when, world))
            value = int(point[0] < F(1, 2)) if len(v.names) == 1 else point.index(max(point))
            world |= dict(zip(v.names, v.values[value], strict=True))
        return world

    def kind(self, world, level):
        found = self.judged(world)
        return "holds" if found[level] else "open" if found["open " + level] else "does not hold"

    def flips(self, level):
        """Return the verdict, how many variables must change for another, and all such changes."""
        here = self.point_world()
        verdict = self.kind(here, level)
        far = {}
        for world in self.worlds:
            if self.kind(world, level) != verdict:
                distance = sum(any(world[n] != here[n] for n in v.names) for v in self.variables)
                far.setdefault(distance, []).append({n: world[n] for n in world if world[n] != here[n]})
        least = min(far, default=None)
        return verdict, least, far.get(least, [])


def names_in(tree):
    return {tree[1]} if tree[0] == "judged" else {name for part in tree[1:] for name in names_in(part)}


# -- accounts that differ ----------------------------------------------------------------------------------------------


def woven(first, second, items, exchanged):
    """Return a list in which some differences are exchanged.

    Around the statements that keep their order; between two of these first what comes from the first list, in its
    order, then what comes from the second.
    """
    kinds = {(kind, entry): number for number, (kind, entry) in items.items()}

    def is_anchor(entry):
        return entry in first and entry in second and ("moved", entry) not in kinds

    def stretches(stated):
        found = [[]]
        for entry in stated:
            if is_anchor(entry):
                found.append([])
            else:
                found[-1].append(entry)
        return found

    anchors = [entry for entry in first if is_anchor(entry)]
    assert anchors == [entry for entry in second if is_anchor(entry)]
    made = []
    for k, (one, two) in enumerate(zip(stretches(first), stretches(second), strict=True)):
        for entry in one:
            number = kinds.get(("moved", entry), kinds.get(("only first", entry)))
            made += [] if number in exchanged else [entry]
        for entry in two:
            number = kinds.get(("moved", entry), kinds.get(("only second", entry)))
            made += [entry] if number in exchanged else []
        made += anchors[k : k + 1]
    return made


def fewest_moved(order, other):
    """Return how few statements have to move: all but the longest common subsequence."""
    best = [[0] * (len(other) + 1) for _ in range(len(order) + 1)]
    for i, a in enumerate(order):
        for j, b in enumerate(other):
            best[i + 1][j + 1] = best[i][j] + 1 if a == b else max(best[i][j + 1], best[i + 1][j])
    return len(order) - best[-1][-1]


def shapley(n, value):
    """Average over every order in which items could be exchanged; value takes a frozenset."""
    known = {}

    def worth(some):
        if some not in known:
            known[some] = value(some)
        return known[some]

    parts, orders = [F(0)] * n, list(permutations(range(n)))
    for order in orders:
        done = frozenset()
        for item in order:
            parts[item] += worth(done | {item}) - worth(done)
            done |= {item}
    return [part / len(orders) for part in parts]
