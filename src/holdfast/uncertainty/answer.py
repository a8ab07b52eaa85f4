"""The answer to "how sure may one be": shares with bounds, what drives them, and what would flip the verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from holdfast.questions.answer import NO_PROVENANCE, SCHEMA, VERDICTS, Provenance, find
from holdfast.uncertainty.effects import Effect, Interaction
from holdfast.uncertainty.nearest import Flips
from holdfast.uncertainty.shares import Share

if TYPE_CHECKING:
    from holdfast.table import Table


@dataclass(frozen=True, slots=True)
class PartyDoubt:
    """How sure one may be of where a party stands.

    Attributes
    ----------
    party : str
        Its id.
    verdicts : mapping of str to Share
        For each of the four verdicts, the share of worlds in which it comes out, whatever the plan leaves unknown.
    open : Share
        The share of worlds in which its verdict turns on what the plan leaves unknown.
    signs : Share or None
        For a signatory, the share of worlds in which it would sign.
    """

    party: str
    verdicts: Mapping[str, Share]
    open: Share
    signs: Share | None = None

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        out: dict[str, Any] = {verdict: self.verdicts[verdict].json() for verdict in VERDICTS}
        if self.open.high > 0:
            out["open"] = self.open.json()
        if self.signs is not None:
            out["would_sign"] = self.signs.json()
        return out


@dataclass(frozen=True, slots=True)
class Sampled:
    """How worlds were drawn, where there were too many to judge them all.

    Attributes
    ----------
    n_draws, seed : int
        How many, and from which seed.
    low_error, error, high_error : float
        Standard errors of the lower bound, the point and the upper bound. The bounds are estimates at the corner that
        the effects point to; other corners may lie further out.
    """

    n_draws: int
    seed: int
    low_error: float
    error: float
    high_error: float

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        errors = {"low": self.low_error, "point": self.error, "high": self.high_error}
        return {"n_draws": self.n_draws, "seed": self.seed, "standard_errors": errors}


@dataclass(frozen=True, slots=True)
class Doubt:
    """In what share of the worlds that the sources allow a plan (or a state) holds.

    Attributes
    ----------
    plan, account, state : str
        What was asked; ``state`` in letters.
    level : str
        ``holds`` or ``firmly``.
    verdict : str
        Without doubt: ``holds``, ``does not hold`` or ``open``.
    n_worlds : int
        Worlds that all judgements of the case make.
    n_relevant : int
        Worlds that those judgements make which can reach the verdict.
    share : Share
        The share of worlds in which it holds whatever the plan leaves unknown.
    open : Share
        The share of worlds in which that turns on what the plan leaves unknown.
    occurs : Share
        The share of worlds in which its state can occur at all.
    parties : tuple of PartyDoubt
        In file order.
    judgements : tuple of Effect
        All judgements of the case, in file order.
    interactions : tuple of Interaction
        Pairs that matter together, largest first.
    flips : Flips or None
        The smallest changes in judgements that flip the verdict; None where worlds were drawn.
    sampled : Sampled or None
        How worlds were drawn; None where all were judged.
    lexicons : mapping of str to (str, Share)
        Where credences are words: verdict and share by other lexicons.
    """

    plan: str
    account: str
    state: str
    level: str
    verdict: str
    n_worlds: int
    n_relevant: int
    share: Share
    open: Share
    occurs: Share
    parties: tuple[PartyDoubt, ...]
    judgements: tuple[Effect, ...]
    interactions: tuple[Interaction, ...] = ()
    flips: Flips | None = None
    sampled: Sampled | None = None
    lexicons: Mapping[str, tuple[str, Share]] = field(default_factory=dict)
    provenance: Provenance = NO_PROVENANCE

    @property
    def is_exact(self) -> bool:
        """Whether every world was judged."""
        return self.sampled is None

    @property
    def drivers(self) -> tuple[Effect, ...]:
        """The judgements that matter, largest effect first."""
        moving = (each for each in self.judgements if each.matters)
        return tuple(sorted(moving, key=lambda each: (-abs(each.size), each.judgement)))

    @property
    def worth_finding_out(self) -> tuple[Effect, ...]:
        """The judgements whose answer would narrow the bounds, the one that narrows them most first."""
        width = self.share.width
        asked = [e for e in self.judgements if e.width_after is not None and width - e.width_after > 1e-9]
        return tuple(sorted(asked, key=lambda each: (each.width_after, each.judgement)))

    def party(self, party: str) -> PartyDoubt:
        """Return one party's shares.

        Raises
        ------
        QuestionError
            If there is no such party.
        """
        return find(party, {each.party: each for each in self.parties}, "party", "parties")

    def json(self) -> dict[str, Any]:
        """Return the JSON form (``docs/reference/answers.md``)."""
        out: dict[str, Any] = {"schema": SCHEMA, "question": "doubt"}
        out |= {"plan": self.plan or None, "account": self.account or None, "state": self.state}
        out |= {"level": self.level, "verdict": self.verdict, "exact": self.is_exact}
        if self.sampled is not None:
            out |= {"standard_error": self.sampled.error, "sampled": self.sampled.json()}
        out |= {"n_worlds": self.n_worlds, "n_relevant": self.n_relevant, "share": self.share.json()}
        if self.open.high > 0:
            out["open"] = self.open.json()
        if self.occurs.low < 1:
            out["can_occur"] = self.occurs.json()
        out["judgements"] = {each.judgement: each.json() for each in self.judgements}
        out["parties"] = {each.party: each.json() for each in self.parties}
        out["drivers"] = [each.judgement for each in self.drivers]
        out["worth_finding_out"] = [each.judgement for each in self.worth_finding_out]
        out["interactions"] = [each.json() for each in self.interactions]
        if self.flips is not None:
            out["flips"] = self.flips.json()
        if self.lexicons:
            out["lexicons"] = {
                name: {"verdict": verdict, "share": share.json()} for name, (verdict, share) in self.lexicons.items()
            }
        return out | {"provenance": self.provenance.json()}

    def table(self) -> Table:
        """Return one row a judgement; see ``docs/reference/tables.md``."""
        from importlib import import_module  # the report room shows values; nothing below it may know that at import

        found: Table = import_module("holdfast.report.tables").doubt_table(self)
        return found

    def plot(self, ax: Any = None) -> Any:
        """Draw what drives the share, on matplotlib axes."""
        from importlib import import_module

        return import_module("holdfast.report.plots").doubt_plot(self, ax)

    def _repr_html_(self) -> str:
        from importlib import import_module

        html: str = import_module("holdfast.report.notebook").doubt_html(self)
        return html

    def __str__(self) -> str:
        """Answer in one sentence."""
        what = f"plan {self.plan}" if self.plan else f"state {self.state}"
        level = "holds" if self.level == "holds" else "holds firmly"
        under = f" under {self.account}" if self.account else ""
        low, point, high = (f"{100 * each:.3g}" for each in (self.share.low, self.share.point, self.share.high))
        between = f", between {low} % and {high} %" if self.share.width > 0 else ""
        return f"{what} {level} in {point} % of worlds{under}{between}"
