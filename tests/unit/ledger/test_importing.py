"""Tables in: all faults at once with their lines, nothing half-imported; and the shipped ledger."""

from __future__ import annotations

import json
import random
from contextlib import suppress
from importlib.resources import files
from pathlib import Path

import pytest

from holdfast import example
from holdfast.errors import LedgerError
from holdfast.ledger import Ledger, append
from holdfast.ledger.fields import FORECAST, RESOLUTION, Texts, forecast_from
from holdfast.ledger.importing import COLUMNS, entries_of, rows_of
from holdfast.uncertainty.doubt import doubt
from tests.unit.ledger.making import forecast, ledger

HEAD = "id,question,criterion,source_of_truth,who,made_on,closes_on"
GOOD = f"""{HEAD},probability,outcome,resolved_on,resolved_from
a,"Open, or not?",c,s,Ann,2026-01-01,2026-02-01,70%,yes,2026-01-20,gazette
b,"Two
lines?",c,s,Ben,2026-01-01,2026-02-01,0.25,,,

a2,Third?,c,s,Ben,2026-01-01,2026-02-01,1,,,
"""


def imported(text: str | bytes, start: Ledger | None = None) -> Ledger:
    data = text.encode() if isinstance(text, str) else text
    start = start or Ledger()
    return start.plus(entries_of(rows_of(data, "t.csv"), "t.csv", start))[0]


def refused(text: str | bytes, start: Ledger | None = None) -> list[str]:
    with pytest.raises(LedgerError) as caught:
        imported(text, start)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize("text", [GOOD, "\ufeff" + GOOD, GOOD.replace("\n", "\r\n")])
def test_csv(text: str) -> None:
    made = imported(text)
    assert [entry.id for entry in made.entries] == ["a", "b", "a2", "r4"]
    assert [s.forecast.chance.point for s in made.standings] == [0.7, 0.25, 1.0]
    assert made.standing("a").forecast.question == "Open, or not?"
    assert made.standing("b").forecast.question.split() == ["Two", "lines?"]
    assert made.settled(made.standing("a").forecast).resolution.outcome == "yes"


def test_json() -> None:
    row = {"question": "Open?", "criterion": "c", "source_of_truth": "s", "who": "Ann", "made_on": "2026-01-01"}
    row |= {"closes_on": "2026-02-01", "probability": 0.1, "analyst_supplied": ["closes_on", "criterion"], "note": None}
    for text in (json.dumps(row), json.dumps([row])):
        (standing,) = imported(text).standings
        assert standing.forecast.chance.point == 0.1
        assert standing.forecast.analyst_supplied == ("criterion", "closes_on")


def test_a_row_without_a_question_resolves() -> None:
    start = imported(GOOD)
    made = imported("id,outcome,resolved_on,resolved_from\nb,no,2026-03-01,gazette\n", start)
    assert made.settled(made.standing("b").forecast).resolution.outcome == "no"
    made = imported("id,outcome,resolved_on,resolved_from,corrects\na,no,2026-03-01,gazette,r4\n", made)
    assert made.settled(made.standing("a").forecast).resolution.outcome == "no"


def test_every_fault_of_every_row_with_its_line() -> None:
    text = f"""{HEAD},probability,low,high,word,kind,outcome,resolved_on,resolved_from
a,Open?,,s,Ann,2026-13-01,2026-02-01,0.5,,,,,,,
b,"Two
lines?",c,s,Ann,2026-01-01,2026-1-1,1.5,,,,,maybe,2026-01-01,
1c,Open?,c,s,Ann,2026-01-01,2026-02-01,,0.5,,,,,,
d,Open?,c,s,Ann,2026-01-01,2025-02-01,0.5,,,,,,,
e,Open?,c,s,Ann,2026-01-01,2026-02-01,,,,in a way,,,,
f,Open?,c,s,Ann,2026-01-01,2026-02-01,,,,,plian,,,
"""
    found = refused(text)
    heads = [problem.split("\n")[0] for problem in found]
    assert heads == [
        "t.csv:2:3: HF205 criterion is missing",
        't.csv:2:6: HF206 made_on is "2026-13-01", which is no date',
        't.csv:3:7: HF206 closes_on is "2026-1-1", which is no date',
        't.csv:3:8: HF206 probability is "1.5", which is no probability',
        't.csv:3:13: HF206 outcome is "maybe"',
        "t.csv:3:15: HF205 resolved_from is missing",
        't.csv:5:1: HF206 id is "1c", which is no id',
        "t.csv:5:10: HF205 high is missing",
        "t.csv:6:7: HF206 a forecast closes on the day it is made or later",
        't.csv:7:11: HF206 no number is known for "in a way"',
        "t.csv:8:8: HF205 how likely it is held to be is missing",
        't.csv:8:12: HF206 kind is "plian"',
    ]
    assert all("\n    " in problem for problem in found if "HF205" in problem)  # each says how to give it


def test_what_does_not_fit_the_ledger() -> None:
    start = imported(GOOD)
    again = refused(GOOD, start)
    assert [each.split(" ")[0] for each in again] == ["t.csv:2:1:", "t.csv:2:1:", "t.csv:3:1:", "t.csv:6:1:"]
    assert "has been resolved already" in "".join(again)
    assert "in use" in again[-1]


@pytest.mark.parametrize(
    ("text", "about"),
    [
        (b"", "no row"),
        (HEAD, "no row"),
        (b"\xff\xfea", "t.csv:1:1: HF201 not text in UTF-8"),
        (b"question\n\xc3(", "t.csv:2:1: HF201 not text"),
        ("question,questoin\nx,y", 't.csv:1:2: HF204 unknown column "questoin"\n    did you mean "question"?'),
        ("question,question\nx,y", "stands twice"),
        ("question,\nx,y", "no name"),
        ("question\nx,y", "t.csv:2:1: HF201 2 cells, but 1 columns"),
        ('question\nx\n"y', "t.csv:3:1: HF201 not readable as CSV"),
        ("{", "not readable as JSON"),
        ('{"question": "a", "question": "b"}', "stands twice"),
        ('[{"questoin": "a"}, 5]', "entry 1: unknown key"),
        ('{"question": {"a": 1}}', "neither a text nor a number"),
        ("[" * 100_000, "HF201"),
        ('{"question": "\\ud800"}', "not Unicode"),
        ('{"probability": NaN, "question": "x"}', "no probability"),
        ('{"question": true}', "neither a text"),
    ],
)
def test_malformed_tables(text: str | bytes, about: str) -> None:
    assert about in "\n".join(refused(text))


def test_one_pass_names_the_problems_of_every_row() -> None:
    rows = [
        "a,First?,c,s,Ann,2026-01-01,2026-02-01,8o%,,,",
        "b,Second?,c,s,Ann,2026-01-01,2026-02-01,0.5,too,many,cells,here",
        "c,Third?,,s,Ann,2026-01-01,2026-02-01,0.5,,,",
        "d,Fourth?,c,s,Ann,2026-01-01,2026-02-01,0.5,,,",
        "d,Fifth?,c,s,Ann,2026-01-01,2026-02-01,0.5,,,",
    ]
    found = refused(f"{HEAD},probability,outcome,resolved_on,resolved_from\n" + "\n".join(rows))
    assert [problem.split()[0] for problem in found] == ["t.csv:2:8:", "t.csv:3:1:", "t.csv:4:3:", "t.csv:6:1:"]


def test_a_row_on_a_faulty_row_is_not_blamed_and_a_later_row_is_pointed_out() -> None:
    bare = "c,s,Ann,2026-01-01,2026-02-01"
    head = f"{HEAD},probability,given\n"
    (only,) = refused(f"{head}a,First?,{bare},1.5,\nb,Second?,{bare},0.5,a\n")
    assert "1.5" in only
    (only,) = refused(f"{head}b,Second?,{bare},0.5,a\na,First?,{bare},0.5,\n")
    assert 'no forecast "a"' in only
    assert 'move that of "a" up' in only


def test_every_entry_of_a_json_list_is_looked_at() -> None:
    found = "\n".join(refused('[{"question": "q?", "criterion": "c"}, {"question": true}, 5]'))
    assert all(
        each in found for each in ("entry 1: made_on is missing", "entry 2: question is neither", "entry 3: not")
    )


def test_nothing_is_half_imported(tmp_path: Path) -> None:
    path = tmp_path / "l.jsonl"
    rows = rows_of((GOOD + "x,Fourth?,c,s,Ben,2026-01-01,,1,,,\n").encode(), "t.csv")
    with pytest.raises(LedgerError):
        append(path, lambda made: entries_of(rows, "t.csv", made))
    assert not path.exists()


def test_every_column_is_known_and_once() -> None:
    assert len(set(COLUMNS)) == len(COLUMNS) == len(FORECAST) + len(RESOLUTION)


BARE = {"question": "q", "criterion": "c", "source_of_truth": "s", "who": "w", "made_on": "2026-01-01"}
BARE["closes_on"] = "2026-02-01"


@pytest.mark.parametrize(
    ("fields", "chance"),
    [
        ({"probability": "0.7"}, (0.7, 0.7, 0.7, "", "", "")),
        ({"probability": "70 %"}, (0.7, 0.7, 0.7, "", "", "")),
        ({"low": "10%", "high": "0.2"}, (0.1, 0.2, 0.15, "", "", "")),
        ({"low": "0", "high": "1", "probability": "0.9"}, (0, 1, 0.9, "", "", "")),
        ({"word": "may"}, (0.1, 0.6, 0.35, "may", "survey", "convention")),
        ({"word": "likely", "lexicon": "icd203"}, (0.55, 0.8, 0.675, "likely", "icd203", "norm")),
        ({"word": "likely", "low": "0.6", "high": "0.7"}, (0.6, 0.7, 0.65, "likely", "", "given")),
        ({"probability": ".5"}, (0.5, 0.5, 0.5, "", "", "")),
        ({"word": "likely", "probability": "0.6"}, (0.6, 0.6, 0.6, "likely", "", "given")),
    ],
)
def test_how_likely(fields: dict[str, str], chance: tuple[object, ...]) -> None:
    made = forecast_from(Texts({**BARE, **fields}))
    assert made is not None
    c = made.chance
    assert (c.low, c.high, c.point, c.word, c.lexicon, c.basis) == chance


@pytest.mark.parametrize(
    ("fields", "about"),
    [
        ({"probability": "7/10"}, "no probability"),
        ({"probability": "1e999999999"}, "no probability"),
        ({"probability": "1/0"}, "no probability"),
        ({"probability": "-0.1"}, "no probability"),
        ({"probability": "7"}, "no probability"),
        ({"low": "0.5", "high": "0.4"}, "lower bound"),
        ({"low": "0.1", "high": "0.4", "probability": "0.5"}, "outside its own range"),
        ({"word": "likely", "lexicon": "kent"}, "lexicon"),
        ({"probability": "0.5", "level": "0.9"}, "level is missing|low is missing"),
        ({"kind": "interval", "low": "1", "high": "2", "level": "1", "unit": "x"}, "ends excluded"),
        ({"kind": "interval", "low": "x", "high": "2", "level": "0.5", "unit": "x"}, "no number"),
        ({"kind": "interval", "low": "3", "high": "2", "level": "0.5", "unit": "x"}, "lower first"),
        ({"kind": "question", "probability": "0.5"}, "does not go with"),
        ({"kind": "conditional", "probability": "0.5"}, "given is missing"),
        ({"kind": "comparative"}, "more_likely_than is missing"),
        ({"kind": "plain", "given": "a", "probability": "0.5"}, "given does not go with"),
        ({"given": "a", "more_likely_than": "b", "probability": "0.5"}, "no more_likely_than"),
        ({"probability": "0.5", "analyst_supplied": "closes_on horizon"}, 'names "horizon"'),
        ({"probability": "0.5", "model_low": "0.5"}, "need its point"),
        ({"probability": "0.5", "question": "x" * 300_000}, "longer than"),
    ],
)
def test_what_is_refused(fields: dict[str, str], about: str) -> None:
    texts = Texts({**BARE, **fields})
    made = forecast_from(texts)
    assert made is None
    told = " ".join(message for _, _, message, _ in texts.faults)
    assert any(part in told for part in about.split("|")), told


def test_the_shipped_ledger_is_made_from_its_table() -> None:
    folder = files("holdfast") / "catalogue" / "ukraine-2025"
    made = imported(folder.joinpath("forecasts.csv").read_bytes())
    data = folder.joinpath("ledger.jsonl").read_bytes()
    assert made.lines() == data
    assert [s.id for s in made.standings] == ["K1", "K2", "K3", "K4", "K5-if", "K5", "K6", "K7", "K8", "K13", "K14"]
    for standing in made.standings:
        assert "closes_on" in standing.forecast.analyst_supplied  # no forecast of the essay has a date
        settled = made.settled(standing.forecast)
        assert settled is None or ("2025-11-28" < settled.resolution.on < "2026-03-01" and settled.resolution.source)


def test_the_shares_in_the_shipped_ledger_are_what_the_model_says_now() -> None:
    """To three digits; after a change of the case, put the new shares into the table and import it again."""
    folder = files("holdfast") / "catalogue" / "ukraine-2025"
    made = Ledger.of(folder.joinpath("ledger.jsonl").read_bytes(), "ledger.jsonl")
    links = [s.forecast.link for s in made.standings if s.forecast.link.point is not None]
    assert [(link.question, link.plan, link.account) for link in links] == [("doubt", "p28", "author")]
    for link in links:
        share = doubt(example(link.case), plan=link.plan, account=link.account).share
        assert (link.lowest, link.point, link.highest) == pytest.approx((share.low, share.point, share.high), abs=5e-4)


def test_an_import_goes_on_from_what_is_there() -> None:
    made = imported(GOOD, ledger(forecast()))
    assert [entry.id for entry in made.entries] == ["f1", "a", "b", "a2", "r5"]


def test_damaged_files_are_refused_and_nothing_worse() -> None:
    rng = random.Random(5)
    table, chain = GOOD.encode(), imported(GOOD).lines()
    for k in range(1500):
        data = bytearray(table if k % 3 else chain)
        for _ in range(rng.randint(1, 6)):
            at = rng.randrange(len(data))
            data[at : at + rng.randint(0, 4)] = bytes(
                rng.choice(b'\0\n",;{}[]:-%e9\xff') for _ in range(rng.randint(0, 4))
            )
        with suppress(LedgerError):
            imported(bytes(data)) if k % 3 else Ledger.of(bytes(data), "x")
