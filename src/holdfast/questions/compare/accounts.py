"""Two accounts of one case: who says what of whom, and where that leads to other verdicts."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from holdfast.case import Case, Ranking, Weights
from holdfast.case.condition import Condition, write
from holdfast.errors import QuestionError
from holdfast.model.compile import check_names
from holdfast.model.family import family
from holdfast.questions.answer import SCHEMA, Hold, Provenance
from holdfast.questions.compare.plans import outcome, provenance_of, standing
from holdfast.questions.holds import holds

METHOD = "statements side by side; definitions at one state"


@dataclass(frozen=True, slots=True)
class Said:
    """What two accounts say of one party.

    Attributes
    ----------
    party : str
        The party.
    same : bool
        Whether they say the same in the same order.
    kinds : tuple of str
        ``statements``, ``ranking``, ``weights`` or ``nothing``, for each account.
    shared : tuple of str
        Statements in both, in the order of the first account.
    first, second : tuple of str
        Statements in one account only.
    moved : tuple of str
        Of the shared statements, as few as can be whose place has to change for the order to be the same.
    """

    party: str
    same: bool
    kinds: tuple[str, str]
    shared: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    second: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "same": self.same,
            "kinds": list(self.kinds),
            "shared": list(self.shared),
            "only_first": list(self.first),
            "only_second": list(self.second),
            "moved": list(self.moved),
        }


@dataclass(frozen=True, slots=True)
class AccountsCompared:
    """Two accounts beside each other.

    Attributes
    ----------
    first, second : str
        The accounts.
    said : tuple of Said
        One a party, in file order.
    holds : tuple of (Hold, Hold)
        For each plan (or, without plans, the status quo and the outcome), what becomes of it under each.
    """

    first: str
    second: str
    said: tuple[Said, ...]
    holds: tuple[tuple[Hold, Hold], ...]
    provenance: Provenance

    @property
    def agree(self) -> tuple[str, ...]:
        """The plans (or states) on which every verdict, and every signature, is the same under both."""
        return tuple(name_of(one) for one, two in self.holds if not moved(one, two))

    def json(self) -> dict[str, Any]:
        """Return the JSON form (``docs/reference/answers.md``)."""
        out: dict[str, Any] = {"schema": SCHEMA, "question": "compare", "kind": "accounts"}
        out |= {"accounts": [self.first, self.second]}
        out["parties"] = {said.party: said.json() for said in self.said}
        out["plans"] = [moved_json(one, two) for one, two in self.holds]
        out["agree"] = list(self.agree)
        return out | {"provenance": self.provenance.json()}

    def __str__(self) -> str:
        """Answer in one sentence."""
        alike = [said.party for said in self.said if said.same]
        return (
            f"{self.first} and {self.second} say the same of {len(alike)} of {len(self.said)} parties, and agree on "
            f"{len(self.agree)} of {len(self.holds)} verdicts"
        )


def name_of(hold: Hold) -> str:
    """Return the plan's id, or the state."""
    return hold.plan or hold.state


def moved(one: Hold, two: Hold) -> tuple[str, ...]:
    """Return the parties in both whose verdict or signature differs between two answers."""
    there = {verdict.party for verdict in two.parties}
    return tuple(v.party for v in one.parties if v.party in there and standing(one, v.party) != standing(two, v.party))


def moved_json(one: Hold, two: Hold) -> dict[str, Any]:
    """Return two answers about one plan beside each other, with the parties that moved."""
    parties = {party: {"first": standing(one, party), "second": standing(two, party)} for party in moved(one, two)}
    out: dict[str, Any] = {"plan": one.plan or None, "account": one.account or None, "state": one.state}
    return out | {"first": outcome(one), "second": outcome(two), "parties": parties}


def compare_accounts(case: Case, first: str, second: str, *, plan: str | None = None) -> AccountsCompared:
    """Compare what two accounts say of each party, and what becomes of the plans under each.

    Parameters
    ----------
    case : Case
        The case.
    first, second : str
        Ids of accounts.
    plan : str, optional
        Id of the one plan to judge; all plans by default, or the status quo and the outcome where there are none.

    Returns
    -------
    AccountsCompared

    Raises
    ------
    ModelError
        If there is no such account or plan, or preferences are missing.
    QuestionError
        If both are the same account.

    Examples
    --------
    >>> from holdfast import example
    >>> print(compare_accounts(example("ukraine-2025"), "kyiv", "europe", plan="p28"))
    kyiv and europe say the same of 5 of 8 parties, and agree on 1 of 1 verdicts
    """
    for account in (first, second):
        check_names(case, plan, account)
    if first == second:
        raise QuestionError(f'"{first}" is the same account twice; name two')
    pairs = tuple(
        (one, two) for one, two in zip(verdicts(case, first, plan), verdicts(case, second, plan), strict=True)
    )
    return AccountsCompared(
        first=first,
        second=second,
        said=tuple(said_of(p, entries(case, p, first), entries(case, p, second)) for p in case.parties),
        holds=pairs,
        provenance=provenance_of(case, METHOD, tuple(hold for pair in pairs for hold in pair)),
    )


def verdicts(case: Case, account: str | None, plan: str | None = None) -> list[Hold]:
    """Judge one plan or every plan; without plans, the status quo and the outcome."""
    if case.plans:
        return [holds(family(case, plan=p, account=account)) for p in ([plan] if plan else case.plans)]
    states = dict.fromkeys(ref.pattern for ref in (case.status_quo, case.outcome) if ref is not None)
    compiled = family(case, account=account)
    return [holds(compiled, state) for state in states]


Entries = tuple[tuple[Hashable, str], ...]
"""What an account says of a party: what is compared, and how it is written."""


def said_of(party: str, first: tuple[str, Entries], second: tuple[str, Entries]) -> Said:
    """Set two lists of entries side by side; each comes with the kind of preference it is."""
    one, two = dict(first[1]), dict(second[1])
    shared = [key for key in one if key in two]
    order = [key for key in two if key in one]
    statements = first[0] == second[0] == "statements"
    return Said(
        party=party,
        same=(first[0], tuple(one)) == (second[0], tuple(two)),
        kinds=(first[0], second[0]),
        shared=tuple(one[key] for key in shared),
        first=tuple(text for key, text in one.items() if key not in two),
        second=tuple(text for key, text in two.items() if key not in one),
        moved=tuple(one[key] for key in moved_between(shared, order)) if statements else (),
    )


def entries(case: Case, party: str, account: str | None) -> tuple[str, Entries]:
    """Return which kind of preference a party has, and its entries in their order; a repeated statement counts once."""
    stated = case.preference(party, account)
    names = dict(zip(((o.party, o.id) for o in case.options), case.option_names, strict=True))

    def text(condition: Condition) -> str:
        return write(condition, lambda taken: names[taken.party, taken.option])

    if stated is None:
        return "nothing", ()
    if isinstance(stated, Ranking):
        tiers = [f"{place}: {', '.join(sorted(tier))}" for place, tier in enumerate(stated.tiers, 1)]
        tiers += [f"unknown: {' or '.join(sorted(pair))}" for pair in stated.unknown]
        tiers += [f"greatly: places 1 to {above}" for above in stated.greatly]
        return "ranking", tuple((tier, tier) for tier in tiers)
    if isinstance(stated, Weights):
        lines = [f"scale: {stated.scale}"]
        lines += [f"{e.issue} = {position}: {e.at(position)}" for e in stated.issues for position, _ in e.values]
        lines += [f"{text(each.condition)}: {each.worth}" for each in stated.also]
        lines += [f"never {text(line.never)}" for line in stated.red_lines]
        lines += [f"walking away: {stated.walk_away}"] if stated.walk_away is not None else []
        return "weights", tuple((line, line) for line in lines)
    found: dict[Hashable, str] = {}
    for statement in stated:  # of a statement made twice, the first, more important place counts
        when = f" when {write(statement.when)}" if statement.when is not None else ""
        when += " (unknown)" * statement.unknown + " (greatly)" * statement.greatly
        key = (statement.condition, statement.when, statement.unknown, statement.greatly)
        found.setdefault(key, text(statement.condition) + when)
    return "statements", tuple(found.items())


def moved_between(shared: Sequence[Hashable], second: Sequence[Hashable]) -> tuple[Hashable, ...]:
    """Return a smallest set of shared statements to move: those outside a longest common order."""
    place = {key: k for k, key in enumerate(second)}
    tails: list[int] = []
    length: list[int] = []  # of the longest rising sequence that ends at each
    for key in shared:
        k = bisect_left(tails, place[key])
        tails[k : k + 1] = [place[key]]
        length.append(k + 1)
    kept, wanted = set(), len(tails)
    limit = len(second)
    for k in range(len(shared) - 1, -1, -1):
        if length[k] == wanted and place[shared[k]] < limit:
            kept.add(k)
            wanted, limit = wanted - 1, place[shared[k]]
    return tuple(key for k, key in enumerate(shared) if k not in kept)
