"""From texts to a forecast or a resolution: the names of the fields, and every fault at once."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from holdfast.errors import QuestionError
from holdfast.ledger.forecast import KINDS, SUPPLIED, Chance, Forecast, Interval, Link
from holdfast.ledger.ledger import ID
from holdfast.ledger.resolution import OUTCOMES, Resolution
from holdfast.lexicons import DEFAULT, meaning
from holdfast.near import did_you_mean

_DECIMAL = re.compile(r"[0-9]{1,3}(\.[0-9]{0,30})?|\.[0-9]{1,30}")
LONGEST = 200_000
"""Most characters of one text."""

FORECAST = {
    "id": "a short name to refer to it by; chosen if not given",
    "kind": f"{', '.join(KINDS)}; seen from the other fields if not given",
    "question": "what is asked, so that it has one answer",
    "criterion": "what has to be the case for the answer to be yes, or what is measured",
    "source_of_truth": "where it will be looked up",
    "who": "whose forecast it is",
    "made_on": "the day it was made, as YYYY-MM-DD",
    "closes_on": "the day by which it shows, as YYYY-MM-DD",
    "probability": "such as 0.7 or 70%",
    "low": "the lower bound, of a probability or of an interval",
    "high": "the upper bound",
    "word": "a word of likelihood, such as likely; its numbers come from the lexicon unless low and high are given",
    "lexicon": f"the lexicon of the word: survey, icd203, phia or ipcc ({DEFAULT} if not given)",
    "level": "of an interval: how often such bounds should hold the value, such as 0.9",
    "unit": "of an interval: what is counted, such as EUR bn",
    "given": "the id of the question that has to come true first (conditional)",
    "more_likely_than": "the id of the question that is said to be less likely (comparative)",
    "case": "path or slug of the case",
    "case_digest": "digest of the case",
    "model_question": "what the model was asked, such as doubt",
    "model_plan": "the plan it was asked about",
    "model_account": "under which account",
    "model_low": "lower bound of the model's share",
    "model_point": "the model's share",
    "model_high": "upper bound of the model's share",
    "analyst_supplied": f"fields that the analyst supplied in place of the source: {', '.join(SUPPLIED)}",
    "source": "where the forecast was made",
    "note": "anything to be said about it",
    "corrects": "the id of a forecast that this one replaces",
}
"""Fields of a forecast, with what they take."""

RESOLUTION = {
    "outcome": f"{', '.join(OUTCOMES)}",
    "value": "the quantity, for an interval",
    "resolved_on": "the day on which the outcome was settled, as YYYY-MM-DD",
    "resolved_from": "where it stands",
    "resolution_note": "anything to be said about the resolution; the reason, where it is void",
}
"""Fields that resolve a forecast."""


@dataclass
class Texts:
    """The fields of one forecast or resolution as texts, read one by one; faults are collected.

    Parameters
    ----------
    given : mapping
        Fields and their texts.
    shown : callable
        How a field is named to the user: an option of the command line, or a column.
    """

    given: Mapping[str, str]
    shown: Callable[[str], str] = lambda name: name
    faults: list[tuple[str, str, str, str]] = field(default_factory=list)
    """Field, code, what is wrong, how to mend it."""

    def fault(self, name: str, message: str, hint: str = "", code: str = "HF206") -> None:
        """Note a fault."""
        self.faults.append((name, code, message, hint))

    def text(self, name: str, *, needed: str = "") -> str:
        """Read a text; ``needed`` says how to give it where it is missing."""
        value = self.given.get(name, "").strip()
        if not value and needed:
            self.fault(name, f"{self.shown(name)} is missing", needed, "HF205")
        if len(value) > LONGEST:
            self.fault(name, f"{self.shown(name)} is longer than {LONGEST:,} characters", "shorten it")
            return value[:1]
        if any(0xD800 <= ord(char) < 0xE000 for char in value):
            self.fault(name, f"{self.shown(name)} is not Unicode text", "write it in UTF-8")
            return ""
        return value

    def day(self, name: str, *, needed: str = "") -> str:
        """Read a date."""
        value = self.text(name, needed=needed)
        if value:
            try:
                good = len(value) == 10 and value.isascii() and date.fromisoformat(value).isoformat() == value
            except ValueError:
                good = False
            if not good:
                self.fault(name, f'{self.shown(name)} is "{_short(value)}", which is no date', "write it as YYYY-MM-DD")
                return ""
        return value

    def id(self, name: str) -> str:
        """Read an id."""
        value = self.text(name)
        if value and not ID.fullmatch(value):
            hint = "a letter, then letters, digits, `_`, `.` and `-`, at most 64"
            self.fault(name, f'{self.shown(name)} is "{_short(value)}", which is no id', hint)
            return ""
        return value

    def number(self, name: str) -> float | None:
        """Read a number."""
        value = self.text(name)
        if not value:
            return None
        try:
            found = float(value.replace("−", "-"))  # a typographic minus
        except ValueError:
            found = math.nan
        if not math.isfinite(found):
            self.fault(name, f'{self.shown(name)} is "{_short(value)}", which is no number', "write it as 12.5")
            return None
        return found

    def share(self, name: str) -> float | None:
        """Read a probability: 0.7, or 70 with a per cent sign."""
        value = self.text(name)
        if not value:
            return None
        bare = value.removesuffix("%").strip()
        exact = Fraction(bare) / (100 if value.endswith("%") else 1) if _DECIMAL.fullmatch(bare) else Fraction(-1)
        if not 0 <= exact <= 1:
            hint = "write it as 0.7 or 70%, between 0 and 1"
            self.fault(name, f'{self.shown(name)} is "{_short(value)}", which is no probability', hint)
            return None
        return float(exact)

    def made(self, make: Callable[[], Forecast | Resolution], name: str) -> Forecast | Resolution | None:
        """Make the value if nothing is wrong so far; what it refuses itself is a fault too."""
        if self.faults:
            return None
        try:
            return make()
        except ValueError as error:
            self.fault(name, str(error))
            return None


def forecast_from(texts: Texts) -> Forecast | None:
    """Make a forecast of its fields, or leave the faults in ``texts``.

    Examples
    --------
    >>> texts = Texts({"question": "Is the gate shut?", "who": "Ann", "made_on": "2026-01-05", "word": "likely"})
    >>> forecast_from(texts) is None, [message for _, _, message, _ in texts.faults]
    (True, ['criterion is missing', 'source_of_truth is missing', 'closes_on is missing'])
    """
    texts.id("id")
    for other in ("corrects", "given", "more_likely_than"):
        texts.id(other)
    needed = {name: texts.text(name, needed=FORECAST[name]) for name in ("question", "criterion", "source_of_truth")}
    needed["who"] = texts.text("who", needed=FORECAST["who"])
    for name in ("made_on", "closes_on"):
        needed[name] = texts.day(name, needed=FORECAST[name])
    kind = _kind(texts)
    interval = _interval(texts) if kind == "interval" else None
    chance = _chance(texts) if kind in {"plain", "conditional"} else None
    stray = {
        "plain": ("level", "unit"),
        "conditional": ("level", "unit"),
        "interval": ("probability", "word", "lexicon"),
    }.get(kind, ("probability", "low", "high", "word", "lexicon", "level", "unit"))
    for name in stray:
        if texts.text(name):
            hint = f"leave it out; {kind} means: {KINDS.get(kind, '')}"
            texts.fault(name, f"{texts.shown(name)} does not go with a forecast of kind {kind}", hint)
    link = _link(texts)
    supplied = _supplied(texts)
    rest = {name: texts.text(name) for name in ("given", "more_likely_than", "source", "note")}

    def make() -> Forecast:
        return Forecast(
            **needed, kind=kind, chance=chance, interval=interval, link=link, analyst_supplied=supplied, **rest
        )

    made = texts.made(make, "closes_on")
    return made if isinstance(made, Forecast) else None


def _kind(texts: Texts) -> str:
    """Read the kind, or see it from the other fields."""
    has = {name for name in ("given", "more_likely_than", "level", "unit") if texts.text(name)}
    seen = (
        "conditional"
        if "given" in has
        else "comparative"
        if "more_likely_than" in has
        else "interval"
        if has
        else "plain"
    )
    kind = texts.text("kind") or seen
    if kind not in KINDS:
        texts.fault("kind", f'{texts.shown("kind")} is "{_short(kind)}"', did_you_mean(kind, KINDS, "kinds"))
        return seen
    if kind == "conditional" and "given" not in has:
        texts.fault("given", f"{texts.shown('given')} is missing", FORECAST["given"], "HF205")
    elif kind == "comparative" and "more_likely_than" not in has:
        texts.fault("more_likely_than", f"{texts.shown('more_likely_than')} is missing", "name a question", "HF205")
    elif kind != seen and has - {"level", "unit"}:
        name = "given" if "given" in has else "more_likely_than"
        texts.fault("kind", f"{texts.shown(name)} does not go with a forecast of kind {kind}", "leave one of them out")
    return kind


def _chance(texts: Texts) -> Chance | None:
    """Read a probability, a range or a word."""
    stated, low, high = texts.share("probability"), texts.share("low"), texts.share("high")
    word, lexicon, basis = texts.text("word"), texts.text("lexicon"), ""
    if any(name in {"probability", "low", "high"} for name, *_ in texts.faults):
        return None
    if (low is None) != (high is None):
        missing = "low" if low is None else "high"
        texts.fault(missing, f"{texts.shown(missing)} is missing", "a range has two bounds", "HF205")
        return None
    if word and low is None and stated is None:
        try:
            found = meaning(word, lexicon or DEFAULT)
        except QuestionError as error:
            texts.fault("lexicon", str(error))
            return None
        if found is None:
            hint = f"give the numbers as well ({texts.shown('low')} and {texts.shown('high')}); the word is kept"
            texts.fault("word", f'no number is known for "{_short(word)}"', hint)
            return None
        low, high, lexicon, basis = float(found.low), float(found.high), found.lexicon, found.kind
    elif word:
        lexicon, basis = lexicon, "given"
    if low is None or high is None:
        if stated is None:
            hint = f"give {texts.shown('probability')}, {texts.shown('word')}, or two bounds; if nothing is foreseen "
            hint += "and something only asked, the kind is `question`"
            texts.fault("probability", "how likely it is held to be is missing", hint, "HF205")
            return None
        low = high = stated
    try:
        return Chance(low, high, stated, word, lexicon, basis)
    except ValueError as error:
        texts.fault("probability" if stated is not None else "low", str(error))
        return None


def _interval(texts: Texts) -> Interval | None:
    hints = {"low": FORECAST["low"], "high": FORECAST["high"], "level": FORECAST["level"]}
    for name, hint in hints.items():
        texts.text(name, needed=hint)
    unit = texts.text("unit", needed=FORECAST["unit"])
    low, high, level = texts.number("low"), texts.number("high"), texts.share("level")
    if low is None or high is None or level is None:
        return None
    try:
        return Interval(low, high, level, unit)
    except ValueError as error:
        texts.fault("low" if low > high else "level", str(error))
        return None


def _link(texts: Texts) -> Link:
    case, digest = texts.text("case"), texts.text("case_digest")
    question, plan, account = (texts.text(f"model_{name}") for name in ("question", "plan", "account"))
    low, point, high = (texts.share(f"model_{name}") for name in ("low", "point", "high"))
    try:
        return Link(case, digest, question, plan, account, low, point, high)
    except ValueError as error:
        texts.fault("model_point", str(error))
        return Link()


def _supplied(texts: Texts) -> tuple[str, ...]:
    found = texts.text("analyst_supplied").replace(",", " ").replace(";", " ").split()
    for name in found:
        if name not in SUPPLIED:
            hint = did_you_mean(name, SUPPLIED, "fields")
            texts.fault("analyst_supplied", f'{texts.shown("analyst_supplied")} names "{_short(name)}"', hint)
    return tuple(name for name in SUPPLIED if name in found)


def resolution_from(texts: Texts, resolves: str) -> Resolution | None:
    """Make a resolution of its fields, or leave the faults in ``texts``."""
    value = texts.number("value")
    outcome = texts.text("outcome") or ("value" if value is not None else "")
    if not outcome:
        texts.fault("outcome", f"{texts.shown('outcome')} is missing", RESOLUTION["outcome"], "HF205")
    elif outcome not in OUTCOMES:
        texts.fault(
            "outcome", f'{texts.shown("outcome")} is "{_short(outcome)}"', did_you_mean(outcome, OUTCOMES, "outcomes")
        )
    on = texts.day("resolved_on", needed=RESOLUTION["resolved_on"])
    source = texts.text("resolved_from", needed=RESOLUTION["resolved_from"])
    note = texts.text("resolution_note", needed=RESOLUTION["resolution_note"] if outcome == "void" else "")
    made = texts.made(lambda: Resolution(resolves, outcome, on, source, value, note), "outcome")
    return made if isinstance(made, Resolution) else None


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
