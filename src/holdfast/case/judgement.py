"""What is doubted: judgements with credences, what they are conditional on, and the evidence that bears on them."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from holdfast.case.claim import NO_CLAIM, Claim
from holdfast.case.condition import Condition
from holdfast.case.lookup import ById


@dataclass(frozen=True, slots=True)
class Credence:
    """How likely something is held to be: a range, which may be a single number.

    Attributes
    ----------
    low, high : Fraction
        From 0 to 1.
    word : str
        The word of likelihood as written, empty for numbers.
    kind : str
        Of a word: where its numbers come from (``survey``, ``norm``, ``convention`` or ``halving``).

    Examples
    --------
    >>> Credence(Fraction(1, 5), Fraction(1, 2)).point
    Fraction(7, 20)
    """

    low: Fraction
    high: Fraction
    word: str = ""
    kind: str = ""

    @property
    def point(self) -> Fraction:
        """The middle of the range."""
        return (self.low + self.high) / 2

    @property
    def is_range(self) -> bool:
        """Whether it is more than one number."""
        return self.low != self.high


@dataclass(frozen=True, slots=True)
class Given:
    """A credence that counts where a condition over other judgements is true."""

    when: Condition
    credence: Credence
    claim: Claim = NO_CLAIM


@dataclass(frozen=True, slots=True)
class Judgement:
    """A proposition that may be true or false.

    Attributes
    ----------
    credence : Credence or None
        What counts where no condition of ``given`` is true; None where these leave no case out.
    given : tuple of Given
        Credences that depend on other judgements: the first whose condition is true counts.
    """

    id: str
    text: str = ""
    credence: Credence | None = None
    given: tuple[Given, ...] = ()
    claim: Claim = NO_CLAIM


OTHERWISE = "otherwise"
"""In a set with one judgement: that it is false."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something observed, and how likely it would be if each hypothesis were true.

    Attributes
    ----------
    likelihood : ById of Credence
        By judgement of the set (:data:`OTHERWISE` stands for the negation where the set has one judgement).
    origin : str
        Rows of one origin count once, however many report it; empty for an origin of its own.
    """

    text: str
    likelihood: ById[Credence]
    origin: str = ""
    claim: Claim = NO_CLAIM


@dataclass(frozen=True, slots=True)
class Hypotheses:
    """Rival answers to one question: judgements of which exactly one is true (or one judgement, true or false).

    Attributes
    ----------
    among : tuple of str
        Ids of the judgements; their credences are what is held before the evidence, relative to each other.
    evidence : tuple of Evidence
        In file order.
    """

    id: str
    question: str = ""
    among: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = field(default=())
    claim: Claim = NO_CLAIM
