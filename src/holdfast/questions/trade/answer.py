"""The answer: trades from a plan, by the parties that trade, with what each does to everybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdfast.errors import QuestionError
from holdfast.questions.answer import SCHEMA, Hold, Provenance
from holdfast.questions.compare.plans import Effect, standing
from holdfast.questions.drafts.answer import Change

if TYPE_CHECKING:
    from holdfast.table import Table


@dataclass(frozen=True, slots=True)
class Trade:
    """A minimal set of changes that leaves each of some parties better off.

    Attributes
    ----------
    changes : tuple of Change
        In file order.
    is_exchange : bool
        Whether some of the parties that trade gives something: one of the changes alone would leave it worse off.
    effects : tuple of (str, Effect)
        What all changes together do to each party of the case.
    alone : tuple of (str, tuple of (str, Effect))
        For each party that trades, what each change alone would do to it, by issue.
    hold : Hold
        What becomes of the plan with the changes.
    """

    changes: tuple[Change, ...]
    is_exchange: bool
    effects: tuple[tuple[str, Effect], ...]
    alone: tuple[tuple[str, tuple[tuple[str, Effect], ...]], ...]
    hold: Hold

    def gives(self, party: str) -> tuple[str, ...]:
        """Return the issues on which a party gives: the change alone leaves it worse off."""
        return self._alone(party, "worse")

    def gains(self, party: str) -> tuple[str, ...]:
        """Return the issues on which a party gains: the change alone leaves it better off."""
        return self._alone(party, "better")

    def _alone(self, party: str, word: str) -> tuple[str, ...]:
        return tuple(issue for issue, effect in dict(self.alone).get(party, ()) if effect.word == word)

    def effect(self, party: str) -> Effect:
        """Return what the trade does to a party."""
        return dict(self.effects)[party]

    @property
    def all_sign(self) -> bool | None:
        """Whether every signatory would sign; None where that is open."""
        signs = [verdict.would_sign for verdict in self.hold.parties if verdict.is_signatory]
        return False if False in signs else None if None in signs else True

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        alone = {party: {issue: effect.json() for issue, effect in by} for party, by in self.alone}
        parties: dict[str, Any] = {}
        for party, effect in self.effects:
            parties[party] = effect.json() | standing(self.hold, party)
            if party in alone:
                parties[party]["alone"] = alone[party]
        return {
            "kind": "exchange" if self.is_exchange else "improvement",
            "changes": {change.issue: change.json() for change in self.changes},
            "parties": parties,
            "all_sign": self.all_sign,
            "holds": self.hold.holds,
            "holds_firmly": self.hold.holds_firmly,
        }


@dataclass(frozen=True, slots=True)
class TradesBetween:
    """The trades of one group of parties.

    Attributes
    ----------
    parties : tuple of str
        Two or three, in file order.
    n_exchanges, n_improvements : int
        How many there are; positions that nobody tells apart count once.
    trades : tuple of Trade
        The first of each kind: fewest changes first, then the smallest steps along the listed positions.
    complete_up_to : int
        All trades of up to so many changes were found.
    complete : bool
        Whether there are none of more changes.
    """

    parties: tuple[str, ...]
    n_exchanges: int
    n_improvements: int
    trades: tuple[Trade, ...]
    complete_up_to: int
    complete: bool

    @property
    def exchanges(self) -> tuple[Trade, ...]:
        """Those in which somebody gives."""
        return tuple(trade for trade in self.trades if trade.is_exchange)

    @property
    def improvements(self) -> tuple[Trade, ...]:
        """Those in which nobody that trades gives."""
        return tuple(trade for trade in self.trades if not trade.is_exchange)

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "parties": list(self.parties),
            "n_exchanges": self.n_exchanges,
            "n_improvements": self.n_improvements,
            "complete_up_to": self.complete_up_to,
            "complete": self.complete,
            "trades": [trade.json() for trade in self.trades],
        }


@dataclass(frozen=True, slots=True)
class Trades:
    """Trades from one plan under one account.

    Attributes
    ----------
    plan, account : str
        Ids; the account may be empty.
    hold : Hold
        What becomes of the plan as it stands.
    not_traded : tuple of str
        Issues that the plan leaves unknown: they stay unknown.
    fixed : tuple of str
        Issues that are never changed.
    between : tuple of TradesBetween
        One a group of parties.
    """

    plan: str
    account: str
    hold: Hold
    not_traded: tuple[str, ...]
    fixed: tuple[str, ...]
    between: tuple[TradesBetween, ...]
    provenance: Provenance

    def of(self, *parties: str) -> TradesBetween:
        """Return the trades of one group.

        Raises
        ------
        QuestionError
            If it was not asked about.
        """
        for each in self.between:
            if set(each.parties) == set(parties):
                return each
        asked = "; ".join(", ".join(each.parties) for each in self.between)
        raise QuestionError(f"not asked about {', '.join(parties)}; asked about {asked}")

    def json(self) -> dict[str, Any]:
        """Return the JSON form (``docs/reference/answers.md``)."""
        out: dict[str, Any] = {"schema": SCHEMA, "question": "trade", "plan": self.plan}
        out |= {"account": self.account or None}
        out |= {"holds": self.hold.holds, "holds_firmly": self.hold.holds_firmly}
        out["parties"] = {verdict.party: standing(self.hold, verdict.party) for verdict in self.hold.parties}
        out |= {"not_traded": list(self.not_traded), "fixed": list(self.fixed)}
        out["between"] = [each.json() for each in self.between]
        return out | {"provenance": self.provenance.json()}

    def table(self) -> Table:
        """Return one row for each trade and issue; see ``docs/reference/tables.md``."""
        from importlib import import_module  # the report room shows values; nothing below it may know that at import

        found: Table = import_module("holdfast.report.tables").trades_table(self)
        return found

    def __str__(self) -> str:
        """Answer in one sentence."""
        said = [f"{each.n_exchanges} between {' and '.join(each.parties)}" for each in self.between]
        return f"exchanges from plan {self.plan}: {'; '.join(said)}"
