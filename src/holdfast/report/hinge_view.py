"""What the accounts part over, in words: which statement or judgement one would have to take over from the other."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass

from holdfast.case import Case, Ranking, Statement, Weights
from holdfast.report.brief import Brief
from holdfast.report.disagree import exchange_words
from holdfast.report.sources import anchor
from holdfast.report.sure import Sure
from holdfast.report.sure_view import hinges
from holdfast.report.wording import Wording, statement_anchor
from holdfast.report.words import listing, party_name
from holdfast.uncertainty.differences import Difference, statement_text


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that an account would do.

    Attributes
    ----------
    does : str
        What it would do: ``drop what it says of Russia``.
    said : str
        The statement in words, with the worlds in which it counts; empty where no single statement is meant.
    label, anchor : str
        Its place in the page, or that of the judgement, and what to call that; empty where there is none.
    """

    does: str
    said: str = ""
    label: str = ""
    anchor: str = ""

    @property
    def words(self) -> str:
        """All of it in words."""
        return f"{self.does}: {self.said}" if self.said else self.does


@dataclass(frozen=True, slots=True)
class HingeView:
    """What the verdict on some plans hangs on.

    Attributes
    ----------
    plans : tuple of str
        Their ids: several where the same is to be said of each.
    agreement : str
        Whether the accounts agree.
    least : str
        Which accounts that part differ least; empty where none part.
    opening : str
        What would turn one account's verdict into the other's, up to what it would have to do.
    ways : tuple of tuple of Point
        The smallest exchanges; any one does.
    n_more : int
        How many more there are.
    shares : str
        In what share of worlds the plan holds firmly under the two accounts; empty where in none.
    """

    plans: tuple[str, ...]
    agreement: str
    least: str
    opening: str
    ways: tuple[tuple[Point, ...], ...]
    n_more: int
    shares: str


def hinge_views(brief: Brief, sure: Sure, wording: Wording) -> tuple[HingeView, ...]:
    """Return what the verdict on each plan hangs on, plans of which the same is to be said together."""
    found: dict[HingeView, list[str]] = {}
    for hinge in hinges(brief, sure):
        ways = tuple(
            tuple(point(brief.case, wording, item, hinge.of, hinge.other) for item in each) for each in hinge.sets
        )
        view = HingeView((), hinge.agreement, hinge.least, hinge.opening, ways, hinge.n_more, hinge.shares)
        found.setdefault(view, []).append(hinge.plan)
    return tuple(dataclasses.replace(view, plans=tuple(plans)) for view, plans in found.items())


def lead(views: Iterable[HingeView]) -> tuple[tuple[str, str], ...]:
    """Return what belongs on a first page: plans on which accounts part, and what would turn one into the other."""
    found = []
    for view in views:
        if view.ways:
            others = len(view.ways) - 1 + view.n_more
            more = f" (or in {others} other way{'s' if others > 1 else ''})" if others else ""
            told = listing(each.words for each in view.ways[0])
            sentence = f"{view.opening} {told}{more}."
            found.append((listing(view.plans), f"{view.shares}. {sentence}" if view.shares else sentence))
    return tuple(found)


def point(case: Case, wording: Wording, item: Difference, of: str, other: str) -> Point:
    """Put one exchange into words: what an account would take over from another, or give up."""
    if item.kind == "judgement":
        if item.subject in case.hypotheses:
            return Point(exchange_words(case, item, other), "", item.subject, anchor("set", item.subject))
        does, text = f"hold as likely as {other} does", case.judgements[item.subject].text
        at = anchor("judgement", item.subject)
        return Point(does, f"“{text}”", item.subject, at) if text else Point(f"{does}: {item.subject}", anchor=at)
    who = party_name(case, item.subject)
    if item.kind == "preference":
        return Point(exchange_words(case, item, other))
    account = _account(case, other if item.kind == "only second" else of)
    place, statement = _found(case, item, account)
    own = account is None or item.subject not in case.accounts[account].preferences
    said = wording.words(statement.condition, item.subject)
    if statement.when is not None:
        said += f", where {wording.words(statement.when)}"
    verbs = {
        "only first": f"drop what it says of {who}",
        "only second": f"say as well what {other} says of {who}",
        "moved": f"rank where {other} does what it says of {who}",
    }
    at = statement_anchor(None if own else account, item.subject, place)
    return Point(verbs[item.kind], said, f"{account or 'the case'}, statement {place}", at)


def _account(case: Case, name: str) -> str | None:
    return name if name in case.accounts else None


def _found(case: Case, item: Difference, account: str | None) -> tuple[int, Statement]:
    stated = case.preference(item.subject, account)
    assert stated is not None
    assert not isinstance(stated, Ranking | Weights)
    return next((k, each) for k, each in enumerate(stated, 1) if statement_text(case, each) == item.text)
