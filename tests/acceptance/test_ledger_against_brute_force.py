"""Scores of random ledgers against a plain reading of their lines."""

from __future__ import annotations

import json
import random
from fractions import Fraction
from math import log, sqrt
from typing import Any

import pytest

from holdfast.errors import QuestionError
from holdfast.ledger import Chance, Entry, Forecast, Ledger, Resolution
from holdfast.ledger.scoring import score

NAMES = ("Ann", "Ben", "Cat")


def random_ledger(rng: random.Random) -> Ledger:
    """Add some forty records at random; what does not fit is left out."""
    made = Ledger()
    ids: list[str] = []
    for k in range(40):
        if ids and rng.random() < 0.4:
            outcome = rng.choice(["yes", "no", "no", "yes", "void"])
            what: Any = Resolution(rng.choice(ids), outcome, f"2026-0{rng.randint(2, 4)}-01", "s", None, "n")
        else:
            kind = rng.choice(["plain", "plain", "plain", "conditional", "comparative", "question"])
            low, high = sorted(rng.randint(0, 20) / 20 for _ in range(2))
            other = rng.choice(ids) if ids else ""
            if not other:
                kind = "plain"
            what = Forecast(
                f"Question {rng.randint(0, 9)}?",
                *("c", "s", rng.choice(NAMES), f"2026-0{rng.randint(1, 3)}-15", f"2026-0{rng.randint(3, 5)}-20"),
                kind=kind,
                chance=Chance(low, high) if kind in {"plain", "conditional"} else None,
                given=other if kind == "conditional" else "",
                more_likely_than=other if kind == "comparative" else "",
            )
        try:
            made, _ = made.plus([Entry(what, f"x{k}")])
        except QuestionError:
            continue
        if isinstance(what, Forecast):
            ids.append(f"x{k}")
    return made


class Plain:
    """The lines of a ledger, read without any of its code."""

    def __init__(self, data: bytes, as_of: str) -> None:
        lines = [json.loads(line) for line in data.decode().split("\n") if line]
        self.as_of = as_of
        self.forecasts = {each["id"]: each for each in lines if each["record"] == "forecast"}
        self.told = {self.about(each["resolves"]): each for each in lines if each["record"] == "resolution"}

    def about(self, id: str) -> tuple[str, str]:
        return self.forecasts[id]["question"], self.forecasts[id]["closes_on"]

    def happened(self, id: str) -> bool | str | None:
        """True, False, "void", or None where it is not known."""
        given = self.forecasts[id].get("given")
        if given:
            condition = self.happened(given)
            if condition in ("void", False):
                return "void"
        told = self.told.get(self.about(id))
        own = None
        if told and told["on"] <= self.as_of:
            own = {"yes": True, "no": False, "void": "void"}[told["outcome"]]
        if own == "void":
            return "void"
        return None if given and condition is None else own

    def scored(self, id: str) -> bool | None:
        each = self.forecasts[id]
        told = self.told.get(self.about(id))
        if each["closes_on"] > self.as_of or (told and each["made_on"] > told["on"]):
            return None
        found = self.happened(id)
        return found if isinstance(found, bool) else None

    def compared(self, id: str) -> str:
        each = self.forecasts[id]
        other = self.forecasts[each["more_likely_than"]]
        if self.scored(id) is None or other["closes_on"] > self.as_of:
            return ""
        against = self.happened(other["id"])
        if not isinstance(against, bool) or against == self.happened(id):
            return ""
        return "right" if self.happened(id) else "wrong"


@pytest.mark.parametrize("seed", range(120))
def test_scores(seed: int) -> None:
    rng = random.Random(seed)
    made = random_ledger(rng)
    day = rng.choice(["2026-03-25", "2026-04-20", "2026-06-01"])
    plain = Plain(made.lines(), day)
    answer = score(made, as_of=day).json()
    for who, found in answer["forecasters"].items():
        own = [each for each in plain.forecasts.values() if each["who"] == who and "range" in each]
        pairs = [(sum(map(Fraction, map(str, e["range"]))) / 2, plain.scored(e["id"])) for e in own]
        pairs = [(p, o) for p, o in pairs if o is not None]
        assert found["n"] == len(pairs)
        wanted = {e["id"]: plain.scored(e["id"]) for e in own if plain.scored(e["id"]) is not None}
        assert {each["id"]: each["outcome"] == "yes" for each in found["scored"]} == wanted
        if pairs:
            assert found["brier"] == pytest.approx(float(sum((p - o) ** 2 for p, o in pairs) / len(pairs)))
            given = [min(max(float(p if o else 1 - p), 0.001), 0.999) for p, o in pairs]
            assert found["log"] == pytest.approx(-sum(map(log, given)) / len(given))
        for k, each in enumerate(found["calibration"]):
            inside = [(p, o) for p, o in pairs if min(int(p * 10), 9) == k]
            assert (each["n"], each["n_yes"]) == (len(inside), sum(o for _, o in inside))
            if inside:
                assert each["interval"] == pytest.approx(solved(each["n_yes"], each["n"]), abs=1e-9)
        comparisons = [
            plain.compared(id) for id, e in plain.forecasts.items() if e["who"] == who and "more_likely_than" in e
        ]
        assert found["comparisons"] == {"right": comparisons.count("right"), "wrong": comparisons.count("wrong")}


def solved(n_yes: int, n: int) -> list[float]:
    """Return the rates that lie 1.96 standard errors from the rate observed: the definition of the Wilson interval."""
    z2 = 1.959963984540054**2
    a, b, c = n + z2, -(2 * n_yes + z2), n_yes**2 / n
    root = sqrt(max(b * b - 4 * a * c, 0))
    return [(-b - root) / (2 * a), (-b + root) / (2 * a)]
