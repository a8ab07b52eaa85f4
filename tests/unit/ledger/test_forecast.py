"""What a forecast is, and that it is read back as it was written."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from holdfast.ledger import Chance, Forecast, Interval, Link, Resolution
from tests.unit.ledger.making import asked, forecast, interval, resolved

LINK = Link("quarry.yaml", "0123456789abcdef", "doubt", "offer", "village", 0.2, 0.3, 0.6)

EVERY = [
    forecast(),
    forecast(p=(0.1, 0.4), note="x", source="y", analyst_supplied=("closes_on",), link=LINK),
    forecast(chance=Chance(0.55, 0.8, 0.6, "likely", "icd203", "norm")),
    forecast(kind="conditional", given="f1"),
    forecast(p=None, kind="comparative", more_likely_than="f1"),
    interval(),
    interval(-3.5, 1e9),
    asked(),
    forecast("„Öffnet“ \u2028 das\nTor? \U0001f6aa", link=Link(case="a", point=0.25)),
]


@pytest.mark.parametrize("made", EVERY)
def test_read_back_as_written(made: Forecast) -> None:
    assert Forecast.from_body(json.loads(json.dumps(made.body()))) == made


@pytest.mark.parametrize(
    "made", [resolved("f1"), resolved("f1", "void", note="gone"), resolved("f1", "value", value=2.5)]
)
def test_resolution_read_back_as_written(made: Resolution) -> None:
    assert Resolution.from_body(json.loads(json.dumps(made.body()))) == made


@pytest.mark.parametrize(
    "changes",
    [
        {"question": " "},
        {"criterion": ""},
        {"source_of_truth": ""},
        {"who": ""},
        {"closes_on": "2025-12-31"},
        {"made_on": "yesterday"},
        {"kind": "sure"},
        {"kind": "conditional"},
        {"kind": "interval"},
        {"given": "f1"},
        {"more_likely_than": "f1"},
        {"chance": None},
        {"interval": Interval(1, 2, 0.5, "x")},
    ],
)
def test_what_is_no_forecast(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        replace(forecast(), **changes)


@pytest.mark.parametrize("bounds", [(0.5, 0.4), (-0.1, 0.5), (0.5, 1.1), (float("nan"), 0.5), (0.1, 0.2, 0.3)])
def test_what_is_no_chance(bounds: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="probability"):
        Chance(*bounds)


@pytest.mark.parametrize(
    "bounds", [(2, 1, 0.5), (1, 2, 0), (1, 2, 1), (float("inf"), float("inf"), 0.5), (0, float("nan"), 0.5)]
)
def test_what_is_no_interval(bounds: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="interval"):
        Interval(*bounds, "x")


def test_a_share_has_a_point_within_its_bounds() -> None:
    for bounds in ((0.1, None, 0.2), (0.3, 0.2, 0.4), (0.1, 0.5, 0.4), (None, 1.5, None)):
        with pytest.raises(ValueError, match="share"):
            Link("", "", "", "", "", *bounds)


@pytest.mark.parametrize(
    ("fields", "about"),
    [
        ({"outcome": "maybe"}, "outcome"),
        ({"outcome": "void"}, "reason"),
        ({"outcome": "value"}, "value"),
        ({"outcome": "yes", "value": 1.0}, "value"),
        ({"outcome": "value", "value": float("inf")}, "finite"),
        ({"outcome": "yes", "source": " "}, "source"),
        ({"outcome": "yes", "on": "then"}, "isoformat"),
    ],
)
def test_what_is_no_resolution(fields: dict[str, object], about: str) -> None:
    with pytest.raises(ValueError, match=about):
        Resolution(**{"resolves": "f1", "on": "2026-01-01", "source": "s", **fields})


def test_same_question_same_event() -> None:
    assert forecast(p=0.1, who="Ben").event == forecast("Is the  gate\nopen?").event
    assert forecast().event != forecast(closes_on="2026-03-02").event
    assert interval().event == interval(1, 2, 0.5).event
