"""A forecast: who foresaw what, by when it shows, how it is told whether it came true, and how sure they were."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

KINDS = {
    "plain": "a chance that something happens",
    "conditional": "a chance that something happens if something else does; void where that fails",
    "comparative": "that one thing is more likely than another",
    "interval": "bounds for a quantity, with how often such bounds should hold it",
    "question": "no forecast: something asked, for a condition or a comparison to refer to",
}
"""The kinds, with what each says."""
SUPPLIED = ("question", "criterion", "source_of_truth", "made_on", "closes_on", "probability", "level")
"""What an analyst may have supplied in place of the source."""


@dataclass(frozen=True, slots=True)
class Chance:
    """A probability, or bounds for one.

    Parameters
    ----------
    low, high : float
        Bounds, between 0 and 1; equal where a single number was given.
    stated : float, optional
        The number, where one was given; else the middle of the bounds stands for it.
    word : str
        The words that were used instead of a number, or beside it.
    lexicon, basis : str
        Where the numbers of the word come from, and whether a survey, a norm or a convention stands behind them.

    Examples
    --------
    >>> Chance(0.6, 0.8).point, Chance(0.6, 0.8, stated=0.65).point
    (0.7, 0.65)
    """

    low: float
    high: float
    stated: float | None = None
    word: str = ""
    lexicon: str = ""
    basis: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.high <= 1:
            raise ValueError("a probability lies between 0 and 1, and a range begins with its lower bound")
        if self.stated is not None and not self.low <= self.stated <= self.high:
            raise ValueError("the probability lies outside its own range")

    @property
    def point(self) -> float:
        """The number that is scored: as stated, or the middle."""
        return middle(self.low, self.high) if self.stated is None else self.stated

    @property
    def is_range(self) -> bool:
        """Whether there are bounds and not one number."""
        return self.low < self.high


def middle(low: float, high: float) -> float:
    """Return the middle of two decimal numbers, free of rounding in their sum.

    Examples
    --------
    >>> middle(0.1, 0.2), (0.1 + 0.2) / 2
    (0.15, 0.15000000000000002)
    """
    return float((Fraction(repr(low)) + Fraction(repr(high))) / 2)


@dataclass(frozen=True, slots=True)
class Interval:
    """Bounds for a quantity.

    Parameters
    ----------
    low, high : float
        The bounds.
    level : float
        How often such bounds should hold the value: between 0 and 1, ends excluded.
    unit : str
        What is counted, such as ``EUR bn``.
    """

    low: float
    high: float
    level: float
    unit: str

    def __post_init__(self) -> None:
        if not (math.isfinite(self.low) and math.isfinite(self.high) and self.low <= self.high):
            raise ValueError("an interval has two finite bounds, the lower first")
        if not 0 < self.level < 1:
            raise ValueError("the level of an interval lies between 0 and 1, ends excluded")


@dataclass(frozen=True, slots=True)
class Link:
    """What a forecast is linked to: a case, and the model's own answer.

    Parameters
    ----------
    case, digest : str
        Path or slug of the case file, and the digest of the case as it was.
    question, plan, account : str
        What the model was asked: the verb, the plan and the account.
    low, point, high : float, optional
        The share that the model gives, with its bounds.
    """

    case: str = ""
    digest: str = ""
    question: str = ""
    plan: str = ""
    account: str = ""
    low: float | None = None
    point: float | None = None
    high: float | None = None

    def __post_init__(self) -> None:
        if self.point is None:
            if self.low is not None or self.high is not None:
                raise ValueError("bounds of the model's share need its point")
        elif not 0 <= self.lowest <= self.point <= self.highest <= 1:
            raise ValueError("the model's share lies between 0 and 1, its point within its bounds")

    @property
    def lowest(self) -> float:
        """The lower bound, or the point where there is none."""
        return (self.point or 0.0) if self.low is None else self.low

    @property
    def highest(self) -> float:
        """The upper bound, or the point where there is none."""
        return (self.point or 0.0) if self.high is None else self.high


@dataclass(frozen=True, slots=True)
class Forecast:
    """A forecast that can be scored once its time has come.

    Parameters
    ----------
    question : str
        What is asked, so that it has one answer.
    criterion : str
        What has to be the case for the answer to be yes, or what is measured.
    source_of_truth : str
        Where it will be looked up.
    who : str
        Whose forecast it is.
    made_on, closes_on : str
        Dates, as YYYY-MM-DD: when it was made, and by when it shows.
    kind : str
        One of :data:`KINDS`.
    chance, interval : Chance or Interval, optional
        How sure they are.
    given : str
        Id of the question that has to come true first (conditional).
    more_likely_than : str
        Id of the question that is said to be less likely (comparative).
    link : Link
        The case, and the model's own answer.
    analyst_supplied : tuple of str
        Fields that an analyst supplied because the source is silent on them.
    source, note : str
        Where the forecast was made, and anything to be said about it.
    """

    question: str
    criterion: str
    source_of_truth: str
    who: str
    made_on: str
    closes_on: str
    kind: str = "plain"
    chance: Chance | None = None
    interval: Interval | None = None
    given: str = ""
    more_likely_than: str = ""
    link: Link = Link()
    analyst_supplied: tuple[str, ...] = ()
    source: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        for name in ("question", "criterion", "source_of_truth", "who"):
            if not getattr(self, name).strip():
                raise ValueError(f"a forecast needs its {name.replace('_', ' ')}")
        if date.fromisoformat(self.made_on) > date.fromisoformat(self.closes_on):
            raise ValueError("a forecast closes on the day it is made or later")
        if self.kind not in KINDS:
            raise ValueError(f'no kind "{self.kind}"; the kinds are {", ".join(KINDS)}')
        needs = {
            "chance": self.kind in {"plain", "conditional"},
            "interval": self.kind == "interval",
            "given": self.kind == "conditional",
            "more_likely_than": self.kind == "comparative",
        }
        for name, needed in needs.items():
            if bool(getattr(self, name)) != needed:
                raise ValueError(f"a forecast of kind {self.kind} has {'a' if needed else 'no'} {name}")

    @property
    def event(self) -> tuple[str, ...]:
        """What settles it: forecasts with the same event are forecasts on the same question."""
        unit = self.interval.unit if self.interval else ""
        texts = (self.question, self.criterion, self.source_of_truth)
        return (*(" ".join(text.split()) for text in texts), self.closes_on, str(bool(self.interval)), unit)

    def body(self) -> dict[str, Any]:
        """Return it as JSON types; what is empty is left out."""
        out: dict[str, Any] = {
            name: getattr(self, name)
            for name in (
                *("question", "criterion", "source_of_truth", "who", "made_on", "closes_on", "kind"),
                *("given", "more_likely_than", "source", "note"),
            )
        }
        out["analyst_supplied"] = list(self.analyst_supplied)
        if self.chance is not None:
            chance = self.chance
            out["probability"] = chance.stated
            out["range"] = [chance.low, chance.high] if chance.is_range or chance.stated is None else None
            if chance.word:
                out["word"] = {"text": chance.word, "lexicon": chance.lexicon, "basis": chance.basis}
        if self.interval is not None:
            each = self.interval
            out["interval"] = {"low": each.low, "high": each.high, "level": each.level, "unit": each.unit}
        link = self.link
        out["case"] = _filled({"name": link.case, "digest": link.digest})
        share = _filled({"low": link.low, "point": link.point, "high": link.high})
        asked = {"question": link.question, "plan": link.plan, "account": link.account, "share": share}
        out["model"] = _filled(asked)
        return _filled(out)

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> Forecast:
        """Read what :meth:`body` gives.

        Raises
        ------
        KeyError, TypeError, ValueError
            If it is not a forecast.
        """
        texts = {name: _text(body.get(name, "")) for name in ("given", "more_likely_than", "source", "note")}
        needed = ("question", "criterion", "source_of_truth", "who", "made_on", "closes_on", "kind")
        bounds, stated, word = body.get("range"), body.get("probability"), body.get("word", {})
        chance = None
        if bounds is not None or stated is not None:
            low, high = bounds if bounds is not None else (stated, stated)
            chance = Chance(
                _number(low),
                _number(high),
                None if stated is None else _number(stated),
                *(_text(word.get(name, "")) for name in ("text", "lexicon", "basis")),
            )
        interval, case, model = body.get("interval"), body.get("case", {}), body.get("model", {})
        share = {name: _number(value) for name, value in model.get("share", {}).items()}
        return cls(
            **{name: _text(body[name]) for name in needed},
            **texts,
            chance=chance,
            interval=_interval(interval) if interval is not None else None,
            link=Link(
                case=_text(case.get("name", "")),
                digest=_text(case.get("digest", "")),
                question=_text(model.get("question", "")),
                plan=_text(model.get("plan", "")),
                account=_text(model.get("account", "")),
                low=share.get("low"),
                point=share.get("point"),
                high=share.get("high"),
            ),
            analyst_supplied=tuple(_text(name) for name in body.get("analyst_supplied", [])),
        )


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", None, [], {})}


def _interval(found: Mapping[str, Any]) -> Interval:
    return Interval(_number(found["low"]), _number(found["high"]), _number(found["level"]), _text(found["unit"]))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"text expected, not {value!r}")
    return value


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"a number expected, not {value!r}")
    return float(value)
