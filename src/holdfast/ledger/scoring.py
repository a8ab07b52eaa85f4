"""The scores of a ledger: per forecaster, against a baseline, against the model, and on request against each other."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from holdfast.errors import QuestionError
from holdfast.ledger.calibration import BINS, Bin, calibration
from holdfast.ledger.forecast import Link
from holdfast.ledger.ledger import Ledger
from holdfast.ledger.score import CLIP, brier, interval_score, log_score, skill
from holdfast.ledger.standing import Fate, fates, latest

RATE = "rate"
"""The baseline that gives every question the rate of yes among the questions scored."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A probability that has been scored. Best and worst are the scores at the ends of its range."""

    id: str
    who: str
    key: tuple[str, ...]
    made_on: str
    probability: float
    low: float
    high: float
    outcome: int
    link: Link

    def brier(self) -> float:
        """Its Brier score."""
        return brier(self.probability, self.outcome)

    def log(self, clip: float) -> float:
        """Its log score."""
        return log_score(self.probability, self.outcome, clip=clip)

    def ends(self) -> tuple[float, float]:
        """Return the best and the worst end of its range."""
        return (self.high, self.low) if self.outcome else (self.low, self.high)

    def json(self, clip: float) -> dict[str, Any]:
        """Return it as JSON types."""
        out = {
            "id": self.id,
            "probability": self.probability,
            "range": [self.low, self.high],
            "outcome": "yes" if self.outcome else "no",
            "brier": self.brier(),
            "log": self.log(clip),
        }
        return out if self.low < self.high else {**out, "range": None}


@dataclass(frozen=True, slots=True)
class Mean:
    """Mean scores of some forecasts: at the point, and at the best and worst ends of the ranges."""

    n: int
    brier: float | None
    brier_range: tuple[float, float] | None
    log: float | None
    log_range: tuple[float, float] | None

    def json(self, prefix: str = "") -> dict[str, Any]:
        """Return it as JSON types."""
        return {
            f"{prefix}brier": self.brier,
            f"{prefix}brier_range": list(self.brier_range) if self.brier_range else None,
            f"{prefix}log": self.log,
            f"{prefix}log_range": list(self.log_range) if self.log_range else None,
        }


@dataclass(frozen=True, slots=True)
class Intervals:
    """Intervals of one unit and level: how many, how many held the value, and their mean interval score."""

    unit: str
    level: float
    n: int
    n_inside: int
    score: float

    def json(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {
            "unit": self.unit,
            "level": self.level,
            "n": self.n,
            "n_inside": self.n_inside,
            "score": self.score,
        }


@dataclass(frozen=True, slots=True)
class Versus:
    """Two sets of forecasts on the same questions."""

    one: str
    other: str
    own: Mean
    their: Mean

    def json(self) -> dict[str, Any]:
        """Return it as JSON types."""
        names = {"who": [self.one, self.other]} if self.other else {}
        other = "other_" if self.other else "model_"
        return {**names, "n": self.own.n, **self.own.json(), **self.their.json(other)}


@dataclass(frozen=True, slots=True)
class Forecaster:
    """What one forecaster's forecasts have come to.

    Parameters
    ----------
    who : str
        The name.
    mean : Mean
        Mean scores.
    calibration : tuple of Bin
        Bins.
    baseline : float, optional
        What the baseline gives every question.
    skill_brier, skill_log : float, optional
        Skill against the baseline.
    comparisons : pair of int
        Comparisons that were right, and wrong.
    intervals : tuple of Intervals
        Intervals, by unit and level.
    model : Versus, optional
        Against the model, where forecasts are linked to a share.
    scored : tuple of Scored
        The forecasts scored.
    fates : tuple of Fate
        What became of all of them.
    """

    who: str
    mean: Mean
    calibration: tuple[Bin, ...]
    baseline: float | None
    skill_brier: float | None
    skill_log: float | None
    comparisons: tuple[int, int]
    intervals: tuple[Intervals, ...]
    model: Versus | None
    scored: tuple[Scored, ...]
    fates: tuple[Fate, ...]

    def json(self, clip: float) -> dict[str, Any]:
        """Return it as JSON types."""
        out: dict[str, Any] = {"n": self.mean.n, **self.mean.json()}
        out["calibration"] = [each.json() for each in self.calibration]
        out["skill"] = {"baseline": self.baseline, "brier": self.skill_brier, "log": self.skill_log}
        out["comparisons"] = {"right": self.comparisons[0], "wrong": self.comparisons[1]}
        out["intervals"] = [each.json() for each in self.intervals]
        out["model"] = self.model.json() if self.model else None
        out["scored"] = [each.json(clip) for each in self.scored]
        out["not_scored"] = [
            {"id": each.standing.id, "state": each.state, "why": each.why}
            for each in self.fates
            if each.state != "scored"
        ]
        return out


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of a ledger.

    Parameters
    ----------
    as_of : str
        The day to which the record is taken; empty where nothing is resolved.
    clip : float
        Of the log score.
    baseline : str
        As asked: a number, or ``rate``.
    forecasters : tuple of Forecaster
        In the order of their first forecast.
    pairs : tuple of Versus, optional
        Two by two, if asked.
    """

    as_of: str
    clip: float
    baseline: str
    forecasters: tuple[Forecaster, ...]
    pairs: tuple[Versus, ...] | None = None

    def json(self) -> dict[str, Any]:
        """Return it as JSON types."""
        out: dict[str, Any] = {
            "schema": "holdfast/answer/1",
            "question": "ledger_score",
            "as_of": self.as_of or None,
            "conventions": {
                "brier": "(p - o)^2, o = 1 for yes, else 0; 0 to 1, lower is better",
                "log": "-ln of the probability given to what happened; lower is better",
                "log_clip": self.clip,
                "baseline": self.baseline,
            },
            "forecasters": {each.who: each.json(self.clip) for each in self.forecasters},
        }
        if self.pairs is not None:
            out["pairs"] = [each.json() for each in self.pairs]
        return out


def score(
    ledger: Ledger,
    *,
    as_of: str = "",
    baseline: float | None = 0.5,
    clip: float = CLIP,
    bins: int = BINS,
    pairs: bool = False,
) -> Scores:
    """Score what is closed and settled.

    Parameters
    ----------
    ledger : Ledger
        The ledger.
    as_of : str
        A day, as YYYY-MM-DD: only what was settled by then counts, and only what had closed by then. The latest day on
        which a question of the ledger was settled, if empty.
    baseline : float, optional
        The probability that skill is measured against; None for the rate of yes among the questions scored.
    clip : float
        Of the log score; above 0 and below one half.
    bins : int
        Number of calibration bins.
    pairs : bool
        Whether to compare forecasters two by two, on the questions that both answered.

    Raises
    ------
    QuestionError
        If clip, baseline or bins make no sense.

    References
    ----------
    brier1950, good1952, gneiting2007, wilson1927.
    """
    if not 0 < clip < 0.5:
        raise QuestionError("the clip lies above 0 and below 0.5")
    if baseline is not None and not 0 <= baseline <= 1:
        raise QuestionError("the baseline is a probability between 0 and 1, or `rate`")
    if not 1 <= bins <= 100:
        raise QuestionError("between 1 and 100 bins")
    day = as_of or latest(ledger)
    every = fates(ledger, day)
    found = []
    for who in ledger.forecasters:
        own = tuple(each for each in every if each.standing.forecast.who == who and each.state != "question")
        found.append(_forecaster(who, own, ledger, baseline, clip, bins))
    versus = tuple(_pairs(found, clip)) if pairs else None
    return Scores(day, clip, RATE if baseline is None else repr(baseline), tuple(found), versus)


def _forecaster(
    who: str, own: tuple[Fate, ...], ledger: Ledger, baseline: float | None, clip: float, bins: int
) -> Forecaster:
    scored = tuple(_scored(ledger, each) for each in own if each.state == "scored" and each.standing.forecast.chance)
    mean = _mean(scored, clip)
    rate = sum(each.outcome for each in scored) / len(scored) if scored else None
    reference = rate if baseline is None else baseline
    skills: list[float | None] = [None, None]
    if scored and reference is not None and mean.brier is not None and mean.log is not None:
        skills[0] = skill(mean.brier, _average(brier(reference, each.outcome) for each in scored))
        skills[1] = skill(mean.log, _average(log_score(reference, each.outcome, clip=clip) for each in scored))
    compared = [each.outcome for each in own if each.state == "scored" and each.standing.forecast.more_likely_than]
    return Forecaster(
        who=who,
        mean=mean,
        calibration=calibration([(each.probability, each.outcome) for each in scored], bins=bins),
        baseline=reference,
        skill_brier=skills[0],
        skill_log=skills[1],
        comparisons=(compared.count("right"), compared.count("wrong")),
        intervals=_intervals(own),
        model=_model(who, scored, clip),
        scored=scored,
        fates=own,
    )


def _scored(ledger: Ledger, found: Fate) -> Scored:
    forecast = found.standing.forecast
    chance = forecast.chance
    if chance is None:
        raise TypeError("no probability")
    given = ledger.standing(forecast.given).id if forecast.given else ""
    return Scored(
        id=found.standing.id,
        who=forecast.who,
        key=(*forecast.event, given),
        made_on=forecast.made_on,
        probability=chance.point,
        low=chance.low,
        high=chance.high,
        outcome=int(found.outcome == "yes"),
        link=forecast.link,
    )


def _average(values: Iterable[float]) -> float:
    listed = list(values)
    return math.fsum(listed) / len(listed)


def _mean(scored: Sequence[Scored], clip: float) -> Mean:
    if not scored:
        return Mean(0, None, None, None, None)
    ends = [each.ends() for each in scored]
    outcomes = [each.outcome for each in scored]
    briers = [_average(brier(end[k], o) for end, o in zip(ends, outcomes, strict=True)) for k in (0, 1)]
    logs = [_average(log_score(end[k], o, clip=clip) for end, o in zip(ends, outcomes, strict=True)) for k in (0, 1)]
    return Mean(
        len(scored),
        _average(each.brier() for each in scored),
        (briers[0], briers[1]),
        _average(each.log(clip) for each in scored),
        (logs[0], logs[1]),
    )


def _model(who: str, scored: Sequence[Scored], clip: float) -> Versus | None:
    """Score the shares that forecasts are linked to, as if they were forecasts."""
    linked = [each for each in scored if each.link.point is not None]
    if not linked:
        return None
    shares = [
        Scored(e.id, "", e.key, e.made_on, e.link.point or 0.0, e.link.lowest, e.link.highest, e.outcome, e.link)
        for e in linked
    ]
    return Versus(who, "", _mean(linked, clip), _mean(shares, clip))


def _intervals(own: Sequence[Fate]) -> tuple[Intervals, ...]:
    groups: dict[tuple[str, float], list[tuple[float, bool]]] = {}
    for found in own:
        interval, resolution = found.standing.forecast.interval, found.resolution
        if found.state == "scored" and interval is not None and resolution is not None and resolution.value is not None:
            value = interval_score(interval.low, interval.high, interval.level, resolution.value)
            inside = interval.low <= resolution.value <= interval.high
            groups.setdefault((interval.unit, interval.level), []).append((value, inside))
    return tuple(
        Intervals(unit, level, len(each), sum(inside for _, inside in each), _average(value for value, _ in each))
        for (unit, level), each in groups.items()
    )


def _pairs(found: Sequence[Forecaster], clip: float) -> Iterable[Versus]:
    """Compare two by two; of several forecasts on one question, the latest counts."""
    for one, other in combinations(found, 2):
        mine, theirs = _last(one.scored), _last(other.scored)
        both = [key for key in mine if key in theirs]
        if both:
            yield Versus(
                one.who,
                other.who,
                _mean([mine[key] for key in both], clip),
                _mean([theirs[key] for key in both], clip),
            )


def _last(scored: Sequence[Scored]) -> dict[tuple[str, ...], Scored]:
    return {each.key: each for each in sorted(scored, key=lambda each: each.made_on)}
