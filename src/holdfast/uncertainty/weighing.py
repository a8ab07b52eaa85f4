"""The answer to "what does the evidence say": credences before and after, the matrix, and what each origin tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from holdfast.case import ById, Claim, Credence
from holdfast.questions.answer import NO_PROVENANCE, SCHEMA, Provenance, find

AGAINST = Fraction(1, 2)
"""What is observed counts against a hypothesis under which it would be less likely than this."""


@dataclass(frozen=True, slots=True)
class Held:
    """How credible a hypothesis is: at the points of all ranges, and between which bounds.

    Attributes
    ----------
    low, point, high : Fraction
        Exact; the bounds are the smallest and largest over all corners of all ranges.
    """

    low: Fraction
    point: Fraction
    high: Fraction

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"low": float(self.low), "point": float(self.point), "high": float(self.high)}


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One of the rival answers.

    Attributes
    ----------
    id : str
        Of the judgement; ``otherwise`` for the negation of the one judgement of a set.
    text : str
        What is true if it is true; may be empty.
    before, after : Held
        Its credence before and after the evidence.
    n_against : int
        How many origins report what would be less likely than :data:`AGAINST` if it were true.
    """

    id: str
    text: str
    before: Held
    after: Held
    n_against: int

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        out: dict[str, Any] = {"text": self.text} if self.text else {}
        return out | {"before": self.before.json(), "after": self.after.json(), "against": self.n_against}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of evidence.

    Attributes
    ----------
    text : str
        What was observed.
    origin : int
        The place of its origin in the answer's ``origins``.
    cells : ById of Credence
        How likely it would be, by hypothesis, as the file says.
    against : tuple of str
        Hypotheses under which it would be less likely than :data:`AGAINST`.
    tells_apart : bool
        Whether it is likelier under some hypothesis than under another, at the points.
    claim : Claim
        Who says so.
    """

    text: str
    origin: int
    cells: ById[Credence]
    against: tuple[str, ...]
    tells_apart: bool
    claim: Claim

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        cells = {}
        for name, cell in self.cells.items():
            numbers = {"low": float(cell.low), "point": float(cell.point), "high": float(cell.high)}
            cells[name] = {"word": cell.word or None, "kind": cell.kind or None, **numbers}
        out: dict[str, Any] = {"text": self.text, "origin": self.origin, "likelihood": cells}
        out |= {"against": list(self.against), "tells_apart": self.tells_apart}
        return out | ({"source": list(self.claim.sources)} if self.claim.sources else {})


@dataclass(frozen=True, slots=True)
class Origin:
    """Where rows of evidence come from: they count once.

    Attributes
    ----------
    id : str
        As the file names it; empty where a row stands alone.
    rows : tuple of int
        Places of its rows in the answer's ``rows``.
    ratio : Fraction
        The largest likelihood ratio between two hypotheses, at the points: 1 where it tells nothing apart.
    speaks_for, speaks_against : tuple of str
        The hypotheses under which it is likeliest and least likely; empty where it tells nothing apart.
    moves : Fraction
        How much credence it gives to the hypothesis that leads: with it, less without it.
    leads_without : tuple of str
        Which hypotheses would lead without it.
    """

    id: str
    rows: tuple[int, ...]
    ratio: Fraction
    speaks_for: tuple[str, ...]
    speaks_against: tuple[str, ...]
    moves: Fraction
    leads_without: tuple[str, ...]

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "origin": self.id or None,
            "rows": list(self.rows),
            "ratio": float(self.ratio),
            "for": list(self.speaks_for),
            "against": list(self.speaks_against),
            "moves": float(self.moves),
            "leading_without": list(self.leads_without),
        }


@dataclass(frozen=True, slots=True)
class Search:
    """Evidence that nobody has looked for, or found.

    Attributes
    ----------
    likely_if, unlikely_if : str
        What it would be likely under, and what not.
    is_one_sided : bool
        Whether there is evidence that tells the two apart, all of it for ``unlikely_if``; else there is none.
    """

    likely_if: str
    unlikely_if: str
    is_one_sided: bool

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        now = "one_side" if self.is_one_sided else "none"
        return {"likely_if": self.likely_if, "unlikely_if": self.unlikely_if, "evidence": now}


@dataclass(frozen=True, slots=True)
class Weighed:
    """One set of rival hypotheses, weighed by the evidence.

    Attributes
    ----------
    id, question : str
        Of the set; the question may be empty.
    hypotheses : ById of Hypothesis
        In file order.
    rows : tuple of Row
        The matrix.
    origins : tuple of Origin
        In the order of first mention.
    searches : tuple of Search
        Pairs of hypotheses that the evidence does not tell apart, or tells apart from one side only.
    accounts : ById of ById of Held
        Credences after the evidence under each account that holds something of its own about the set; empty where an
        account was asked for.
    lexicons : ById of ById of Fraction
        Credences after the evidence, at the points, by each lexicon; empty where all credences are numbers.
    leads_throughout : bool
        Whether the hypothesis that leads at the points leads at every corner of the ranges.
    """

    id: str
    question: str
    hypotheses: ById[Hypothesis]
    rows: tuple[Row, ...] = ()
    origins: tuple[Origin, ...] = ()
    searches: tuple[Search, ...] = ()
    accounts: ById[ById[Held]] = field(default_factory=ById)
    lexicons: ById[ById[Fraction]] = field(default_factory=ById)
    leads_throughout: bool = False

    @property
    def leading(self) -> tuple[str, ...]:
        """The hypotheses of highest credence after the evidence; several where they are equal."""
        return highest({name: each.after.point for name, each in self.hypotheses.items()})

    @property
    def least_against(self) -> tuple[str, ...]:
        """The hypotheses that the fewest origins count against: those that Heuer's method keeps."""
        fewest = min(each.n_against for each in self.hypotheses.values())
        return tuple(name for name, each in self.hypotheses.items() if each.n_against == fewest)

    @property
    def by_lexicon(self) -> dict[str, tuple[str, ...]]:
        """Which hypotheses lead by each lexicon."""
        return {name: highest(found) for name, found in self.lexicons.items()}

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        out: dict[str, Any] = {"id": self.id, "question": self.question}
        out["hypotheses"] = {name: each.json() for name, each in self.hypotheses.items()}
        out["leading"] = list(self.leading)
        out["leading_throughout"] = self.leads_throughout
        out["least_against"] = list(self.least_against)
        out["evidence"] = [row.json() for row in self.rows]
        out["origins"] = [each.json() for each in self.origins]
        out["look_for"] = [each.json() for each in self.searches]
        if self.accounts:
            out["accounts"] = {
                key: {name: each.json() for name, each in found.items()} for key, found in self.accounts.items()
            }
        if self.lexicons:
            out["lexicons"] = {
                key: {"leading": list(highest(found)), "after": {name: float(each) for name, each in found.items()}}
                for key, found in self.lexicons.items()
            }
        return out


@dataclass(frozen=True, slots=True)
class Weighing:
    """Sets of rival hypotheses, weighed by the evidence.

    Attributes
    ----------
    account : str
        Whose credences count before the evidence; empty for the case's own.
    lexicon : str
        By which words of likelihood are read.
    sets : ById of Weighed
        In file order.
    unread : tuple of str
        Words that the lexicon asked for has no number for: they keep those of the case's own lexicon.
    """

    account: str
    lexicon: str
    sets: ById[Weighed]
    unread: tuple[str, ...] = ()
    provenance: Provenance = NO_PROVENANCE

    def set(self, id: str) -> Weighed:
        """Return one set.

        Raises
        ------
        QuestionError
            If there is none of that id.
        """
        return find(id, self.sets, "set of hypotheses", "sets")

    def json(self) -> dict[str, Any]:
        """Return the JSON form (``docs/reference/answers.md``)."""
        out: dict[str, Any] = {"schema": SCHEMA, "question": "weigh", "account": self.account or None}
        out |= {"lexicon": self.lexicon, "unread": list(self.unread), "threshold": float(AGAINST)}
        out["sets"] = [each.json() for each in self.sets.values()]
        return out | {"provenance": self.provenance.json()}

    def _repr_html_(self) -> str:
        from importlib import import_module  # the report room shows values; nothing below it may know that at import

        html: str = import_module("holdfast.report.notebook").weighing_html(self)
        return html

    def __str__(self) -> str:
        """Answer in one sentence a set."""
        return "; ".join(_sentence(each) for each in self.sets.values())


def _sentence(weighed: Weighed) -> str:
    first = weighed.hypotheses[weighed.leading[0]]
    who = " and ".join(weighed.leading)
    after = first.after
    verb = "lead" if len(weighed.leading) > 1 else "leads"
    return (
        f"{weighed.id}: {who} {verb} with {float(after.point):.0%} "
        f"({float(after.low):.0%} to {float(after.high):.0%}; {float(first.before.point):.0%} before the evidence)"
    )


def highest(found: Mapping[str, Fraction]) -> tuple[str, ...]:
    """Return the keys of the highest value.

    Examples
    --------
    >>> highest({"a": Fraction(1, 4), "b": Fraction(1, 2), "c": Fraction(1, 2)})
    ('b', 'c')
    """
    most = max(found.values())
    return tuple(name for name, each in found.items() if each == most)
