"""What stands after corrections, and what is refused."""

from __future__ import annotations

import pytest

from holdfast.errors import QuestionError
from holdfast.ledger import Entry, Ledger
from tests.unit.ledger.making import asked, forecast, interval, ledger, resolved


def refused(start: Ledger, entry: Entry, about: str) -> None:
    with pytest.raises(QuestionError, match=about):
        start.plus([entry])
    assert [message for _, message in start.misfits([entry])] != []


def test_a_correction_stands_and_the_first_stays_in_the_file() -> None:
    made = ledger(forecast(), Entry(forecast(p=0.2), "", "f1"), Entry(forecast(p=0.3), "again", "f2"))
    (standing,) = made.standings
    assert (standing.id, standing.corrections, standing.forecast.chance.point) == ("f1", ("f2", "again"), 0.3)
    assert made.standing("f2") == standing
    assert [entry.what.chance.point for entry in made.entries] == [0.7, 0.2, 0.3]


def test_ids() -> None:
    made = ledger(("f2", forecast()), forecast(who="Ben"), ("r4", forecast(who="Cat")), resolved("f2"))
    assert [entry.id for entry in made.entries] == ["f2", "f3", "r4", "r5"]
    refused(made, Entry(forecast(who="Eve"), "r5"), "in use")
    for bad in ("1a", "a b", "ä", "a" * 65, "-a"):
        refused(made, Entry(forecast(who="Eve"), bad), "no id")


def test_refused_forecasts() -> None:
    made = ledger(forecast(), interval(), ("rain", asked()))
    refused(made, Entry(forecast()), 'already, as "f1"')
    refused(made, Entry(forecast(p=0.1), "", "f9"), 'no forecast "f9"')
    refused(made, Entry(forecast(kind="conditional", given="f9")), 'no forecast "f9"')
    refused(made, Entry(forecast(kind="conditional", given="f2")), "quantity")
    refused(made, Entry(forecast(kind="conditional", given="f1"), "", "f1"), 'itself depends on "f1"')


def test_circles_are_refused() -> None:
    made = ledger(("a", forecast("A?")), ("b", forecast("B?", kind="conditional", given="a")))
    made, _ = made.plus([Entry(forecast("C?", None, kind="comparative", more_likely_than="b"), "c")])
    refused(made, Entry(forecast("A?", kind="conditional", given="c"), "", "a"), "itself depends")


def test_chains_are_limited() -> None:
    made = ledger(("q0", asked()))
    with pytest.raises(QuestionError, match="in a chain"):
        made.plus([Entry(forecast(f"{k}?", kind="conditional", given=f"q{k}"), f"q{k + 1}") for k in range(60)])


def test_refused_resolutions() -> None:
    made = ledger(forecast(), interval(), forecast(who="Ben"), resolved("f1"))
    refused(made, Entry(resolved("f9")), "no forecast")
    refused(made, Entry(resolved("r4")), "no forecast")
    refused(made, Entry(resolved("f1", "no")), "--corrects r4")
    refused(made, Entry(resolved("f3", "no")), "--corrects r4")  # the same question
    refused(made, Entry(resolved("f1", "no"), "", "r9"), '"r4"')
    refused(made, Entry(resolved("f2", "void", note="x"), "", "r4"), "no resolution to be corrected")
    refused(made, Entry(resolved("f1"), "", "r4"), "says already")
    refused(made, Entry(resolved("f2")), "`value` or `void`")
    refused(made, Entry(resolved("f1", "value", value=1.0), "", "r4"), "`yes`, `no` or `void`")
    refused(made, Entry(forecast(p=0.99), "", "f1"), "once its outcome is known")
    refused(made, Entry(forecast(who="Ben", p=0.99), "", "f3"), "once its outcome is known")


def test_a_resolution_is_corrected_by_a_new_one() -> None:
    made = ledger(forecast(), resolved("f1"), Entry(resolved("f1", "void", note="wrong gate"), "", "r2"))
    settled = made.settled(forecast())
    assert settled is not None
    assert (settled.id, settled.corrections, settled.resolution.outcome) == ("r3", ("r2",), "void")


def test_all_misfits_at_once() -> None:
    entries = [Entry(forecast()), Entry(forecast()), Entry(forecast(who="Ben"), "f1"), Entry(resolved("f7"))]
    assert [k for k, _ in Ledger().misfits(entries)] == [1, 2, 3]


def test_value() -> None:
    one = ledger(forecast())
    assert one == ledger(forecast())
    assert one != ledger(forecast(p=0.1))
    assert one != 1
    assert repr(one).startswith("Ledger(1 forecasts, 0 questions resolved, head ")
    assert one.forecasters == ("Ann",)
    assert "<table" in one._repr_html_()
    assert "&lt;b&gt;" in ledger(forecast("<b>?"))._repr_html_()
