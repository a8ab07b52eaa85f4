"""Asking the question: from a plan to its trades."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from holdfast.case import Case
from holdfast.case.world import without_doubt
from holdfast.errors import QuestionError
from holdfast.model.compile import check_names
from holdfast.model.family import family
from holdfast.near import did_you_mean
from holdfast.questions.answer import Hold
from holdfast.questions.compare.drafted import judged
from holdfast.questions.compare.plans import Effect, effect_of, provenance_of
from holdfast.questions.compare.sides import Side, likes
from holdfast.questions.drafts.answer import Change
from holdfast.questions.holds import holds
from holdfast.questions.trade.answer import Trade, Trades, TradesBetween

if TYPE_CHECKING:
    from holdfast.questions.trade.ground import Ground
    from holdfast.questions.trade.search import Group, Row, Searched

METHOD = "all minimal sets of changes, by size"
MOST = 10
"""Most trades listed of each kind and group."""


def trades(
    case: Case,
    plan: str,
    *,
    between: Iterable[str] | None = None,
    account: str | None = None,
    most: int = MOST,
    changes: int | None = None,
    seconds: float = 600.0,
    progress: Callable[[int, int, str], None] | None = None,
) -> Trades:
    """Find the minimal sets of changes to a plan that leave each of two or three parties better off.

    Parameters
    ----------
    case : Case
        The case.
    plan : str
        Id of the plan from which parties trade.
    between : iterable of str, optional
        Ids of two or three parties. By default each two signatories, each three, and each signatory with a faction of
        a signatory.
    account : str, optional
        Id of the account.
    most : int
        Most trades listed of each kind and group; they are always counted.
    changes : int, optional
        Most issues changed in one trade. By default as many as a minimal trade can change, or as can be tried quickly;
        the answer says how far it came.
    seconds : float
        No larger sets are begun after this time; the answer says how far it came.
    progress : callable, optional
        ``progress(done, total, note)`` is told how far it has come.

    Returns
    -------
    Trades

    Raises
    ------
    ModelError
        If there is no such plan or account, or preferences are missing.
    QuestionError
        If a party is unknown, or there are not two or three.
    CapacityError
        If what is unknown leaves too many ways to judge a trade.

    Notes
    -----
    A trade is a set of changes of position on issues that the plan settles. Each of the parties is strictly better off
    with all of them, whatever the plan leaves unknown, and with no part of them. It is an *exchange* if one of its
    changes alone would leave some of the parties worse off, and else an *improvement*, to which none of them gives
    anything. Exchanges of votes or positions are due to Stokman & van Oosten 1994; that they do something to third
    parties, and what, to van Assen, Stokman & van Oosten 2003. There, positions are points on a line and a rate of
    exchange is computed; here, parties compare whole packages, and every minimal exchange is listed.

    Examples
    --------
    >>> from holdfast import example
    >>> found = trades(example("ukraine-2025"), "p28", account="kyiv")
    >>> found.of("russia", "ukraine").complete
    True
    """
    case = without_doubt(case, account)
    from holdfast.questions.trade.ground import ground_of
    from holdfast.questions.trade.limits import most_changes
    from holdfast.questions.trade.search import MAX_SETS, QUICK_SETS, search

    check_names(case, plan, account)
    if changes is not None and changes < 1:
        raise QuestionError("a trade changes at least one issue")
    groups = [_group(case, between)] if between is not None else groups_of(case)
    own = holds(family(case, plan=plan, account=account))
    told = progress or (lambda done, total, note: None)
    ground = ground_of(case, plan, account, list(dict.fromkeys(party for group in groups for party in group)))
    bounds = {group: most_changes(ground, group) for group in groups}
    limits = {group: bound if changes is None else min(changes, bound) for group, bound in bounds.items()}
    found = search(ground, limits, QUICK_SETS if changes is None else MAX_SETS, seconds, told)
    listed = {group: _listed(ground, found, group, most) for group in groups}
    rows = list(dict.fromkeys(row for some in listed.values() for row in some))
    told(len(groups), len(groups), f"judging {len(rows):,} trades")
    packages = [ground.known | {c.issue: c.after for c in _changes(ground, row)} for row in rows]
    answers = dict(zip(rows, judged(case, packages, plan, account), strict=True))
    describe = _Describe(ground, answers)
    parts = []
    for group in groups:
        exchanges = sum(found.is_exchange(group, row) for row in found.found[group].rows)
        parts.append(
            TradesBetween(
                group,
                exchanges,
                len(found.found[group].rows) - exchanges,
                tuple(describe.trade(group, row, found.is_exchange(group, row)) for row in listed[group]),
                found.found[group].up_to,
                found.found[group].up_to >= bounds[group],
            )
        )
    return Trades(
        plan=plan,
        account=account or "",
        hold=own,
        not_traded=tuple(issue for issue in case.issues if issue in ground.unknown),
        fixed=tuple(issue.id for issue in case.issues.values() if issue.fixed and issue.id not in ground.unknown),
        between=tuple(parts),
        provenance=provenance_of(case, METHOD, (own,)),
    )


def _group(case: Case, between: Iterable[str]) -> Group:
    asked = list(between)
    for party in asked:
        if party not in case.parties:
            raise QuestionError(f'no party "{party}"; {did_you_mean(party, case.parties, "parties")}')
    found = tuple(party for party in case.parties if party in asked)
    if len(found) not in (2, 3):
        raise QuestionError("a trade is between two or three parties: --between a,b or --between a,b,c")
    return found


def groups_of(case: Case) -> list[Group]:
    """Return who is asked about where nobody is named.

    Each two signatories, each three, and each signatory with a faction of a signatory.

    Raises
    ------
    QuestionError
        If there are no two such parties.
    """
    signing = [party for party in case.parties if case.agreement and party in case.agreement.signatories]
    factions = [p for p in case.parties.values() if p.faction_of in signing and p.id not in signing]
    pairs = [(one, each.id) for one in signing for each in factions]
    found = [*combinations(signing, 2), *combinations(signing, 3), *pairs]
    if not found:
        raise QuestionError("fewer than two parties sign; name who trades: --between a,b")
    order = list(case.parties)
    return [tuple(sorted(group, key=order.index)) for group in found]


def _listed(ground: Ground, found: Searched, group: Group, most: int) -> list[Row]:
    """Return the first trades of each kind, exchanges first."""
    rows = sorted(found.found[group].rows, key=lambda row: (sum(map(bool, row)), _distance(ground, row), row))
    exchanges = [row for row in rows if found.is_exchange(group, row)]
    return exchanges[:most] + [row for row in rows if row not in set(exchanges)][:most]


def _distance(ground: Ground, row: Row) -> int:
    """Return how many steps along the listed positions the changes take together."""
    return sum(_steps(ground.case, change) for change in _changes(ground, row))


def _steps(case: Case, change: Change) -> int:
    listed = list(case.issues[change.issue].positions)
    assert change.before is not None
    return abs(listed.index(change.after) - listed.index(change.before))


def _changes(ground: Ground, row: Sequence[int]) -> tuple[Change, ...]:
    """Return the changes of a set: of positions that nobody tells apart, to the one nearest in the list."""
    found = []
    for each, place in zip(ground.movable, row, strict=True):
        if place:
            listed = list(ground.case.issues[each.issue].positions)
            alike = each.others[place - 1]
            to = min(alike, key=lambda p: (abs(listed.index(p) - listed.index(each.now)), listed.index(p)))
            found.append(Change(each.issue, each.now, to, tuple(p for p in alike if p != to)))
    return tuple(found)


class _Describe:
    """Puts sets of changes into answers; what was asked once is kept."""

    def __init__(self, ground: Ground, answers: dict[Row, Hold]) -> None:
        self._ground, self._answers = ground, answers
        self._effects: dict[tuple[str, tuple[tuple[str, str], ...]], Effect] = {}

    def trade(self, group: Group, row: Row, is_exchange: bool) -> Trade:
        changes = _changes(self._ground, row)
        together = tuple((change.issue, change.after) for change in changes)
        return Trade(
            changes=changes,
            is_exchange=is_exchange,
            effects=tuple((party, self._effect(party, together)) for party in self._ground.case.parties),
            alone=tuple(
                (party, tuple((issue, self._effect(party, ((issue, to),))) for issue, to in together))
                for party in group
            ),
            hold=self._answers[row],
        )

    def _effect(self, party: str, changes: tuple[tuple[str, str], ...]) -> Effect:
        key = party, changes
        if key not in self._effects:
            ground = self._ground
            before = Side(ground.code, ground.known)
            after = Side(ground.code, ground.known | dict(changes))
            found = likes(ground.case, party, ground.account, before, after, ground.unknown)
            self._effects[key] = effect_of(found)
        return self._effects[key]
