"""Cruxes, contributions and orders that flip a verdict, against every set of differences and every order of a list."""

from __future__ import annotations

from itertools import combinations, permutations

import pytest

from holdfast.uncertainty import orders, worlds
from holdfast.uncertainty.disagree import disagree
from holdfast.uncertainty.flip import flip

from . import doubt_brute as brute
from .test_doubt_against_brute_force import case_of, near

SHAPE = {"accounts": ("k", "m"), "judgements": (1, 4), "moves": 0.05, "given": 0.6}


def written(entry):
    """Write a statement as answers do, but with every bracket."""
    tree, when = entry
    return brute.show(tree) + (f" when {brute.show(when)}" if when else "")


class Exchange:
    """Two accounts, and what comes out for any set of differences exchanged."""

    def __init__(self, made, first, second, items):
        self.made, self.first, self.second, self.items = made, first, second, items
        self.by_party = {}
        for number, item in enumerate(items):
            if "party" in item:
                self.by_party.setdefault(item["party"], {})[number] = item
        self.lists = {p: [brute.stated_of(made, p, account) for account in (first, second)] for p in made["parties"]}
        self.known = {}

    def entries(self, party):
        """Return for each item of a party its kind and the statement it is about."""
        found = {}
        for number, item in self.by_party.get(party, {}).items():
            if item["kind"] == "preference":
                continue
            side = self.lists[party][1 if item["kind"] == "only second" else 0][1]
            alike = [entry for entry in side if normal(written(entry)) == normal(item["statement"])]
            found[number] = (item["kind"], alike[0])
        return found

    def check_items(self):
        """Every difference is there, once, and as few statements are said to move as can be."""
        made = self.made
        for party, (one, two) in self.lists.items():
            items = self.by_party.get(party, {})
            if one[0] != "statements" or two[0] != "statements":
                assert len(items) == (essence(one) != essence(two))
                continue
            found = list(self.entries(party).values())
            assert {e for kind, e in found if kind == "only first"} == set(one[1]) - set(two[1])
            assert {e for kind, e in found if kind == "only second"} == set(two[1]) - set(one[1])
            shared = [[e for e in side[1] if e in other[1]] for side, other in ((one, two), (two, one))]
            assert sum(kind == "moved" for kind, _ in found) == brute.fewest_moved(*shared)
        among = {name: key for key, each in made["sets"].items() for name in each["among"]}
        judged = {
            among.get(name, name)
            for name in made["held"]
            if numbers(brute.rows_of(made, name, self.first)) != numbers(brute.rows_of(made, name, self.second))
        }
        items = [item for item in self.items if "judgement" in item]
        assert sorted(name for item in items for name in (item["judgement"], *item.get("also", []))) == sorted(judged)

    def doubted(self, exchanged):
        if exchanged not in self.known:
            stated = {}
            for party, (one, two) in self.lists.items():
                items = self.by_party.get(party, {})
                if any(item["kind"] == "preference" for item in items.values()):
                    stated[party] = two if exchanged & set(items) else one
                elif items:
                    stated[party] = ("statements", brute.woven(one[1], two[1], self.entries(party), exchanged))
                else:
                    stated[party] = one
            among = {name: key for key, each in self.made["sets"].items() for name in each["among"]}
            items = [item for n, item in enumerate(self.items) if "judgement" in item and n in exchanged]
            taken = {name for item in items for name in (item["judgement"], *item.get("also", []))}

            def rows(name):
                side = self.second if among.get(name, name) in taken else self.first
                return brute.rows_of(self.made, name, side)

            self.known[exchanged] = brute.Doubted(self.made, stated=stated, rows=rows)
        return self.known[exchanged]

    def kind(self, exchanged, level):
        doubted = self.doubted(exchanged)
        return doubted.kind(doubted.point_world(), level)

    def smallest(self, level):
        """Return every smallest set of differences that makes the other account's verdict."""
        n = len(self.items)
        target = self.kind(frozenset(range(n)), level)
        for size in range(1, n + 1):
            found = [some for some in combinations(range(n), size) if self.kind(frozenset(some), level) == target]
            if found:
                return found
        return None


def normal(text):
    """Leave brackets out: the trees differ in more than these, or the statements would be one."""
    return [word for word in text.replace("(", " ").replace(")", " ").split()]


def numbers(rows):
    return [(when, brute.ends(said)) for when, said in rows]


def essence(stated):
    if stated[0] == "ranking":
        return [frozenset(tier) for tier in stated[1]]
    if stated[0] == "weights":
        what = stated[1]
        worths = {i: {p: weight * v for p, v in values.items()} for i, (weight, values) in what["issues"].items()}
        return worths, what["also"], what["lines"], what["walk_away"]
    return stated[1]


def told_apart(made):
    """Whether statements can be found again by their words alone, without brackets."""
    for party in made["parties"]:
        for account in (None, *made["accounts"]):
            kind, what = brute.stated_of(made, party, account)
            if kind == "statements":
                words = [tuple(normal(written(entry))) for entry in what]
                if len(set(words)) < len(words) or len({tree for tree, _ in what}) < len(what):
                    return False
    return True


def check_pair(case, made, first, second, counted):
    """Compare one pair of accounts."""
    for level in ("holds", "firmly"):
        answer = disagree(case, first, second, plan="p", level=level).json()
        back = disagree(case, second, first, plan="p", level=level).json()
        ways = [
            Exchange(made, first, second, answer["differences"]),
            Exchange(made, second, first, back["differences"]),
        ]
        for way in ways:
            way.check_items()
        n = len(answer["differences"])
        if n > 8:
            continue
        none, every = frozenset(), frozenset(range(n))
        for k, exchanged in enumerate((none, every)):
            assert answer["verdicts"][k] == ways[0].kind(exchanged, level)
            assert near(answer["shares"][k]["point"], ways[0].doubted(exchanged).point(lambda f, at=level: f[at]))
        assert answer["agree"] is (answer["verdicts"][0] == answer["verdicts"][1])
        assert len(answer["cruxes"]) == (0 if answer["agree"] else 2)
        for way, crux, account in zip(ways, answer["cruxes"], (first, second), strict=False):
            wanted = way.smallest(level)
            assert crux["of"] == (account or "case")
            assert (crux["size"], crux["n_sets"]) == (len(wanted[0]), len(wanted))
            assert crux["sets"] == [[way.items[k] for k in some] for some in wanted][:20]
            counted["crux"] += 1
        if n <= 6 and not near(answer["shares"][0]["point"], answer["shares"][1]["point"]):
            wanted = brute.shapley(n, lambda some, way=ways[0], at=level: way.doubted(some).point(lambda f: f[at]))
            parts = answer["contributions"]["parts"]
            assert answer["contributions"]["how"] == "exact"
            assert len(parts) == n
            for part in parts:
                [item] = part["differences"]
                assert near(part["size"], wanted[answer["differences"].index(item)])
            assert [abs(p["size"]) for p in parts] == sorted((abs(p["size"]) for p in parts), reverse=True)
            counted["shapley"] += 1
    return counted


@pytest.mark.parametrize("start", range(0, 60, 15))
def test_disagree_equals_every_set_of_differences(start):
    counted = {"crux": 0, "shapley": 0}
    for seed in range(start, start + 15):
        made = brute.conflict(f"disagree {seed}", **SHAPE)
        case = case_of(made)
        if case is not None and told_apart(made):
            check_pair(case, made, "k", "m", counted)
            check_pair(case, made, None, "k", counted)
    assert counted["crux"] > 3
    assert counted["shapley"] > 3


def check_flip(seed, counted):
    made = brute.conflict(f"flip {seed}", statements=(3, 5), depth=0, judgements=(1, 3), moves=0.1)
    case = case_of(made)
    if case is None:
        return
    for account in (None, "k"):
        doubted = brute.Doubted(made, account)
        world = doubted.point_world()
        for level in ("holds", "firmly"):
            answer = flip(case, plan="p", account=account, level=level).json()
            verdict, least, changes = doubted.flips(level)
            assert answer["verdict"] == answer["judgements"]["verdict"] == verdict
            assert answer["judgements"]["n_changes"] == least
            assert answer["judgements"]["n_smallest"] == len(changes)
            robust = least is None
            for party, (kind, what) in doubted.stated.items():
                assert (party in answer["orders"]) == (kind == "statements")
                if kind != "statements":
                    continue
                wanted = orders_that_flip(made, doubted, world, party, what, level, verdict)
                got = answer["orders"][party]
                if not got["complete"] and got["n_moved"] is None:  # too many orders to look at all of them
                    assert min(wanted, default=99) > got["searched_up_to"] > 0
                    robust = False
                    continue
                assert (got["n_moved"], got["n_orders"]) == (
                    min(wanted, default=None),
                    len(wanted.get(min(wanted, default=0), [])),
                )
                shown = [tuple(tuple(normal(text)) for text in order["list"]) for order in got["orders"]]
                assert set(shown) <= set(wanted.get(got["n_moved"], []))
                assert len(set(shown)) == min(10, got["n_orders"])
                assert all(len(order["moved"]) == got["n_moved"] for order in got["orders"])
                robust &= not wanted
                counted[bool(wanted)] += 1
            assert answer["robust"] is robust


def orders_that_flip(made, doubted, world, party, what, level, verdict):
    """Return, by the fewest statements moved, every order of a list that gives another verdict."""
    stated = []
    for tree, when in what:
        if brute.counts(when, world) and tree not in [other for other, _ in stated]:
            stated.append((tree, None))
    found = {}
    for order in permutations(range(len(stated))):
        changed = {**doubted.stated, party: ("statements", [stated[k] for k in order])}
        other = brute.Doubted.__new__(brute.Doubted)
        other.made, other.state, other.plan, other.stated = made, None, True, changed
        out = other.judge(world)
        kind = "holds" if out[level] else "open" if out["open " + level] else "does not hold"
        if kind != verdict:
            moved = brute.fewest_moved(list(range(len(stated))), list(order))
            found.setdefault(moved, []).append(tuple(tuple(normal(brute.show(stated[k][0]))) for k in order))
    return found


@pytest.mark.parametrize("start", range(0, 60, 15))
def test_flip_equals_every_world_and_every_order(start):
    counted = {True: 0, False: 0}
    for seed in range(start, start + 15):
        check_flip(seed, counted)
    assert min(counted.values()) > 5


def test_world_by_world_the_same_comes_out(monkeypatch):
    monkeypatch.setattr(worlds, "is_small", lambda case: False)
    monkeypatch.setattr(orders, "is_small", lambda case: False)
    counted = {"crux": 0, "shapley": 0}
    for seed in (3, 11, 14, 22, 34, 36):
        made = brute.conflict(f"disagree {seed}", **SHAPE)
        case = case_of(made)
        if case is not None and told_apart(made):
            check_pair(case, made, "k", "m", counted)
            check_pair(case, made, None, "k", counted)
    assert min(counted.values()) > 0
    flipped = {True: 0, False: 0}
    for seed in range(4):
        check_flip(seed, flipped)
    assert sum(flipped.values()) > 4
