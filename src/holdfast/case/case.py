"""The case: everything an analyst wrote, with lookups by id."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from holdfast.case.account import Account, Preference
from holdfast.case.claim import NO_CLAIM, Claim, Source
from holdfast.case.condition import Condition
from holdfast.case.judgement import Hypotheses, Judgement
from holdfast.case.lookup import ById
from holdfast.case.party import Option, Party
from holdfast.case.plan import Agreement, Issue, Plan
from holdfast.digest import digest


@dataclass(frozen=True, slots=True)
class Rule:
    """Something that cannot be: a state in which ``never`` is true cannot occur. ``text`` is the rule as written.

    Attributes
    ----------
    when : Condition or None
        Over judgements: the rule counts only in worlds where this is true.
    """

    never: Condition
    text: str = ""
    claim: Claim = NO_CLAIM
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class NamedState:
    """A name for a state in letters, or for the one merged state that a pattern with ``-`` stands for."""

    id: str
    pattern: str


@dataclass(frozen=True, slots=True)
class StateRef:
    """A state in letters (or a merged state's pattern), as the status quo or the outcome."""

    pattern: str
    claim: Claim = NO_CLAIM


@dataclass(frozen=True, slots=True)
class Arc:
    """One explicit move from one state to another, both in letters."""

    source: str
    target: str
    claim: Claim = NO_CLAIM


@dataclass(frozen=True)
class Case:
    r"""A conflict as an analyst wrote it down.

    Attributes
    ----------
    parties : ById of Party
        In file order; the options of all parties in this order are the letters of a state.
    only_named : bool
        Whether only the states named in ``states`` can occur (``feasible: named``).
    moves : ById of tuple of Arc
        Explicit arcs per party; for these parties they replace option flips.
    preferences : ById of Preference
        The case's own preferences; may lack parties that every account gives.
    judgements : ById of Judgement
        Propositions that may be true or false, on which parts of the case may depend (``when``).
    hypotheses : ById of Hypotheses
        Judgements that are answers to one question, with the evidence that bears on them.
    lexicon : str
        The lexicon by which the case's words of likelihood are read; empty for the default.
    believes : ById of str
        For parties that see the others in their own way: the account that says how.
    extra : ById of Any
        The user's own ``x-`` keys.
    settled_from : str
        For a case in one world: the digest of the case with its doubts.

    Examples
    --------
    >>> from holdfast import loads
    >>> case = loads("schema: holdfast/case/1\ntitle: T\nparties: {a: {options: {go: Go}}}\npreferences: {a: [go]}")
    >>> [option.id for option in case.options]
    ['go']
    """

    title: str
    parties: ById[Party]
    about: str = ""
    date: str = ""
    sources: ById[Source] = field(default_factory=ById)
    rules: tuple[Rule, ...] = ()
    states: ById[NamedState] = field(default_factory=ById)
    only_named: bool = False
    moves: ById[tuple[Arc, ...]] = field(default_factory=ById)
    preferences: ById[Preference] = field(default_factory=ById)
    status_quo: StateRef | None = None
    outcome: StateRef | None = None
    issues: ById[Issue] = field(default_factory=ById)
    plans: ById[Plan] = field(default_factory=ById)
    agreement: Agreement | None = None
    accounts: ById[Account] = field(default_factory=ById)
    judgements: ById[Judgement] = field(default_factory=ById)
    hypotheses: ById[Hypotheses] = field(default_factory=ById)
    lexicon: str = ""
    believes: ById[str] = field(default_factory=ById)
    extra: ById[Any] = field(default_factory=ById)
    settled_from: str = field(default="", compare=False)

    def __hash__(self) -> int:
        """Return a number that tells most cases apart at little cost; equal cases have equal ones."""
        return self._quick_hash

    @cached_property
    def _quick_hash(self) -> int:
        stated = (self.preferences, *(account.preferences for account in self.accounts.values()))
        sizes = (len(p) if isinstance(p, tuple) else 0 for each in stated for p in each.values())
        cells = (cell.position for plan in self.plans.values() for cell in plan.positions.values())
        held = (each.credence for each in self.judgements.values())
        ids = (*self.parties, *self.plans, *self.accounts)
        return hash((self.title, self.lexicon, len(self.rules), *ids, *sizes, *cells, *held))

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what another process has to work out again: texts do not hash alike in two processes."""
        return {key: value for key, value in self.__dict__.items() if key != "_quick_hash"}

    @cached_property
    def options(self) -> tuple[Option, ...]:
        """All options in file order: the letters of a state."""
        return tuple(option for party in self.parties.values() for option in party.options.values())

    @cached_property
    def option_names(self) -> tuple[str, ...]:
        """The options' names in letter order: the bare id where one party uses it, else ``party.option``."""
        options = self.options
        used = [option.id for option in options]
        return tuple(o.id if used.count(o.id) == 1 else f"{o.party}.{o.id}" for o in options)

    @cached_property
    def digest(self) -> str:
        """Sixteen hex digits that change when anything in the case does; in one world those of the case it is of."""
        return self.settled_from or digest(self)

    def preference(self, party: str, account: str | None = None) -> Preference | None:
        """Return a party's preference under an account (the case's own where the account names none)."""
        if account is not None and party in self.accounts[account].preferences:
            return self.accounts[account].preferences[party]
        return self.preferences.get(party)

    def account_ids(self) -> tuple[str | None, ...]:
        """Return what a question without an account is asked of: the case itself if complete, else each account."""
        complete = all(party in self.preferences for party in self.parties)
        return (None,) if complete or not self.accounts else tuple(self.accounts)

    def every_account(self) -> tuple[str | None, ...]:
        """Return every account, and before them the case's own preferences (None) where they are complete."""
        own: tuple[str | None, ...] = (None,) if all(party in self.preferences for party in self.parties) else ()
        return (*own, *self.accounts)

    def replace(self, **changes: Any) -> Case:
        """Return a copy with some fields changed."""
        return dataclasses.replace(self, **changes)

    def __repr__(self) -> str:
        return (
            f"Case({self.title!r}, {len(self.parties)} parties, {len(self.options)} options, {len(self.plans)} plans)"
        )

    def _repr_html_(self) -> str:
        from importlib import import_module  # the report room shows values; nothing below it may know that at import

        html: str = import_module("holdfast.report.notebook").case_html(self)
        return html
