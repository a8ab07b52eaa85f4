"""Scores worked by hand."""

from __future__ import annotations

from math import log

import pytest

from holdfast.errors import QuestionError
from holdfast.ledger import Entry, Link
from holdfast.ledger.calibration import calibration
from holdfast.ledger.score import brier, interval_score, log_score, skill, wilson
from holdfast.ledger.scoring import score
from tests.unit.ledger.making import asked, forecast, interval, ledger, resolved


@pytest.mark.parametrize(
    ("p", "outcome", "by_hand"), [(0.9, 1, 0.01), (0.2, 0, 0.04), (0.5, 0, 0.25), (1.0, 0, 1.0), (0.0, 0, 0.0)]
)
def test_brier(p: float, outcome: int, by_hand: float) -> None:
    assert brier(p, outcome) == by_hand


def test_log() -> None:
    assert log_score(0.8, 1) == pytest.approx(-log(0.8))
    assert log_score(0.8, 0) == pytest.approx(-log(0.2))
    assert log_score(0.0, 1) == log_score(1.0, 0) == pytest.approx(6.907755, abs=1e-6)  # the clip, 0.001
    assert log_score(1.0, 1) == pytest.approx(-log(0.999))
    assert log_score(0.0, 1, clip=0.01) == pytest.approx(4.605170, abs=1e-6)


@pytest.mark.parametrize(
    ("value", "by_hand"),
    [(15, 10), (10, 10), (20, 10), (22, 10 + 2 / 0.2 * 2), (7, 10 + 2 / 0.2 * 3)],
)
def test_interval_score(value: float, by_hand: float) -> None:
    assert interval_score(10, 20, 0.8, value) == pytest.approx(by_hand)


def test_wilson() -> None:
    assert wilson(8, 10) == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert wilson(0, 10) == pytest.approx((0, 0.2775), abs=1e-4)
    assert wilson(1, 1) == pytest.approx((0.2065, 1), abs=1e-4)
    assert wilson(15, 60) == pytest.approx((0.1578, 0.3723), abs=1e-4)
    assert wilson(0, 0) is None


def test_skill() -> None:
    assert skill(0.2, 0.25) == pytest.approx(0.2)
    assert skill(0.5, 0.25) == pytest.approx(-1)
    assert skill(0.5, 0) is None


def test_bins_are_closed_below() -> None:
    pairs = [(k / 10, k % 2) for k in range(11)]
    assert [each.n for each in calibration(pairs)] == [1] * 9 + [2]
    assert [(each.n, each.n_yes) for each in calibration([(0.29, 0), (0.3, 1), (0.3, 0), (0.57, 1)])][2:6] == [
        (1, 0),
        (2, 1),
        (0, 0),
        (1, 1),
    ]
    (one,) = calibration([(0.2, 0), (0.4, 1), (0.9, 1)], bins=1)
    assert (one.low, one.high, one.forecast, one.rate) == (0, 1, pytest.approx(0.5), pytest.approx(2 / 3))


SEVERAL = ledger(
    ("a", forecast("A?", 0.8)),
    ("b", forecast("B?", 0.6)),
    ("c", forecast("C?", (0.1, 0.3))),
    ("late", forecast("D?", 0.5, closes_on="2026-06-01")),
    resolved("a"),
    resolved("b", "no"),
    resolved("c", "no"),
    resolved("late", on="2026-03-02"),
)


def test_means_skill_and_ends_of_ranges() -> None:
    (found,) = score(SEVERAL).forecasters
    assert found.mean.n == 3
    assert found.mean.brier == pytest.approx((0.04 + 0.36 + 0.04) / 3)
    assert found.mean.brier_range == pytest.approx(((0.04 + 0.36 + 0.01) / 3, (0.04 + 0.36 + 0.09) / 3))
    assert found.mean.log == pytest.approx(-(log(0.8) + log(0.4) + log(0.8)) / 3)
    assert found.mean.log_range == pytest.approx(
        (-(log(0.8) + log(0.4) + log(0.9)) / 3, -(log(0.8) + log(0.4) + log(0.7)) / 3)
    )
    assert found.skill_brier == pytest.approx(1 - (0.44 / 3) / 0.25)
    assert found.skill_log == pytest.approx(1 - found.mean.log / log(2))
    assert [(each.n, each.n_yes) for each in found.calibration if each.n] == [(1, 0), (1, 0), (1, 1)]


def test_base_rate_as_baseline() -> None:
    (found,) = score(SEVERAL, baseline=None).forecasters
    assert found.baseline == pytest.approx(1 / 3)
    assert found.skill_brier == pytest.approx(1 - (0.44 / 3) / ((4 / 9 + 1 / 9 + 1 / 9) / 3))


def test_nothing_is_scored_before_it_closes() -> None:
    assert score(SEVERAL).as_of == "2026-03-02"
    assert [each.id for each in score(SEVERAL).forecasters[0].scored] == ["a", "b", "c"]
    assert score(SEVERAL, as_of="2026-06-01").forecasters[0].mean.n == 4
    assert score(SEVERAL, as_of="2026-05-31").forecasters[0].mean.n == 3
    assert score(SEVERAL, as_of="2026-03-01").forecasters[0].mean.n == 0  # closed, and not yet known
    empty = score(ledger(forecast()))
    assert (empty.as_of, empty.forecasters[0].mean.n, empty.forecasters[0].mean.brier) == ("", 0, None)


def test_intervals() -> None:
    made = ledger(
        interval(), interval(0, 30, who="Ben"), interval(0, 30, 0.5, who="Ben"), resolved("f1", "value", value=22.0)
    )
    ann, ben = score(made).forecasters
    assert [(e.unit, e.level, e.n, e.n_inside, e.score) for e in ann.intervals] == [("carts", 0.8, 1, 0, 30)]
    assert [(e.level, e.n_inside, e.score) for e in ben.intervals] == [(0.8, 1, 30), (0.5, 1, 30)]
    assert ann.mean.n == 0


def test_against_the_model() -> None:
    made = ledger(
        ("a", forecast("A?", 0.8, link=Link(point=0.6))),
        ("b", forecast("B?", 0.5, link=Link(low=0.1, point=0.2, high=0.4))),
        ("c", forecast("C?", 0.5)),
        *(resolved("a"), resolved("b", "no"), resolved("c")),
    )
    versus = score(made).forecasters[0].model
    assert versus is not None
    assert (versus.own.n, versus.own.brier) == (2, pytest.approx((0.04 + 0.25) / 2))
    assert versus.their.brier == pytest.approx((0.16 + 0.04) / 2)
    assert versus.their.brier_range == pytest.approx(((0.16 + 0.01) / 2, (0.16 + 0.16) / 2))


def test_against_each_other_only_on_the_same_questions_and_only_if_asked() -> None:
    made = ledger(
        ("a", forecast("A?", 0.8)),
        ("b", forecast("B?", 0.1)),
        ("c", forecast("A?", 0.4, who="Ben")),
        ("d", forecast("A?", 0.6, who="Ben", made_on="2026-01-02")),
        *(resolved("a"), resolved("b", "no")),
    )
    assert score(made).pairs is None
    (pair,) = score(made, pairs=True).pairs or ()
    assert (pair.one, pair.other, pair.own.n) == ("Ann", "Ben", 1)
    assert (pair.own.brier, pair.their.brier) == (pytest.approx(0.04), pytest.approx(0.16))  # Ben's later one


def test_forecasters_stand_in_the_order_of_the_ledger() -> None:
    made = ledger(forecast(who="Zoe", p=0.1), forecast(who="Ann", p=0.9), asked(who="Nobody"), resolved("f1"))
    assert [each.who for each in score(made).forecasters] == ["Zoe", "Ann"]


def test_conditions() -> None:
    def made(*more: object) -> list[tuple[str, str, str]]:
        start = ledger(
            ("rain", asked()),
            ("wet", forecast("Wet?", 0.9, kind="conditional", given="rain")),
            ("mud", forecast("Mud?", 0.8, kind="conditional", given="wet")),
            *more,
        )
        (found,) = score(start, as_of="2026-04-01").forecasters
        return [(each.standing.id, each.state, each.outcome) for each in found.fates]

    assert made() == [("wet", "waiting", ""), ("mud", "waiting", "")]
    assert made(resolved("rain", "no")) == [("wet", "void", ""), ("mud", "void", "")]
    assert made(resolved("rain"), resolved("wet", "no")) == [("wet", "scored", "no"), ("mud", "void", "")]
    assert made(resolved("rain"), resolved("wet"), resolved("mud")) == [
        ("wet", "scored", "yes"),
        ("mud", "scored", "yes"),
    ]
    assert made(resolved("wet"), resolved("mud")) == [("wet", "waiting", ""), ("mud", "waiting", "")]
    assert made(resolved("rain", "void", note="no gauge"))[0][1] == "void"
    assert made(resolved("rain"), resolved("wet", "void", note="lost"), resolved("mud")) == [
        ("wet", "void", ""),
        ("mud", "void", ""),
    ]


@pytest.mark.parametrize(
    ("own", "other", "state", "outcome"),
    [
        ("yes", "no", "scored", "right"),
        ("no", "yes", "scored", "wrong"),
        ("yes", "yes", "void", ""),
        ("no", "no", "void", ""),
        ("yes", "", "waiting", ""),
        ("", "yes", "not_resolved", ""),
        ("yes", "void", "void", ""),
        ("void", "yes", "void", ""),
    ],
)
def test_comparisons(own: str, other: str, state: str, outcome: str) -> None:
    start = [
        ("less", forecast("Less?", 0.2)),
        ("more", forecast("More?", None, kind="comparative", more_likely_than="less")),
    ]
    told = {"more": own, "less": other}
    more = [resolved(id, said, note="gone") for id, said in told.items() if said]
    (found,) = score(ledger(*start, *more), as_of="2026-04-01").forecasters
    fate = found.fates[1]
    assert (fate.state, fate.outcome) == (state, outcome)
    assert found.comparisons == (int(outcome == "right"), int(outcome == "wrong"))


def test_hindsight_is_not_scored() -> None:
    made = ledger(forecast(made_on="2026-02-10"), resolved("f1", on="2026-02-01"))
    (found,) = score(made, as_of="2026-04-01").forecasters
    assert found.fates[0].state == "hindsight"
    assert found.mean.n == 0


def test_a_corrected_forecast_counts_as_corrected() -> None:
    made = ledger(forecast(p=0.1), Entry(forecast(p=0.9), "", "f1"), resolved("f1"))
    assert score(made).forecasters[0].mean.brier == pytest.approx(0.01)


@pytest.mark.parametrize("wrong", [{"clip": 0}, {"clip": 0.5}, {"baseline": 1.5}, {"bins": 0}, {"bins": 1000}])
def test_what_makes_no_sense_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(QuestionError):
        score(SEVERAL, **wrong)
