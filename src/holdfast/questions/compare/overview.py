"""All drafts of a case at once: how far apart each two are, and what becomes of each under each account."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Any

from holdfast.case import Case
from holdfast.case.world import without_doubt
from holdfast.errors import QuestionError
from holdfast.model.compile import check_names, plan_code
from holdfast.questions.answer import SCHEMA, Hold, Provenance
from holdfast.questions.compare.accounts import verdicts
from holdfast.questions.compare.plans import outcome, provenance_of

METHOD = "cells side by side; definitions at one state"


@dataclass(frozen=True, slots=True)
class Apart:
    """How far two drafts are apart.

    Attributes
    ----------
    first, second : str
        The plans.
    same, differ, unknown : int
        In how many issues both are known and the same, both known and different, and one or both unknown.
    same_conduct : bool
        Whether signing and acting as each says leads to one state.
    """

    first: str
    second: str
    same: int
    differ: int
    unknown: int
    same_conduct: bool

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {name: getattr(self, name) for name in ("first", "second", "same", "differ", "unknown", "same_conduct")}


@dataclass(frozen=True, slots=True)
class Overview:
    """Every draft beside every other.

    Attributes
    ----------
    plans : tuple of str
        In file order.
    accounts : tuple of str or None
        Those asked about; None for the case's own preferences.
    n_issues : int
        How many issues there are.
    pairs : tuple of Apart
        Each two plans, once.
    holds : tuple of tuple of Hold
        A row a plan, an entry an account.
    """

    plans: tuple[str, ...]
    accounts: tuple[str | None, ...]
    n_issues: int
    pairs: tuple[Apart, ...]
    holds: tuple[tuple[Hold, ...], ...]
    provenance: Provenance

    def pair(self, first: str, second: str) -> Apart:
        """Return how far two drafts are apart, in either order."""
        return next(each for each in self.pairs if {each.first, each.second} == {first, second})

    def json(self) -> dict[str, Any]:
        """Return the JSON form (``docs/reference/answers.md``)."""
        out: dict[str, Any] = {"schema": SCHEMA, "question": "compare", "kind": "drafts"}
        out |= {"plans": list(self.plans), "n_issues": self.n_issues}
        out["pairs"] = [each.json() for each in self.pairs]
        out["verdicts"] = [outcome(hold) for row in self.holds for hold in row]
        return out | {"provenance": self.provenance.json()}

    def __str__(self) -> str:
        """Answer in one sentence."""
        return f"{len(self.plans)} drafts on {self.n_issues} issues, judged under {len(self.accounts)} accounts"


def overview(case: Case, *, account: str | None = None) -> Overview:
    """Set every draft of a case beside every other.

    Parameters
    ----------
    case : Case
        The case.
    account : str, optional
        Id of the account; by default the case's own preferences, or every account where those are not complete.

    Raises
    ------
    ModelError
        If there is no such account.
    QuestionError
        If the case has no plans.

    Examples
    --------
    >>> from holdfast import example
    >>> found = overview(example("ukraine-2025"), account="washington")
    >>> found.pair("e28", "p28").differ
    10
    """
    case = without_doubt(case, account)
    check_names(case, None, account)
    if not case.plans:
        raise QuestionError("this case has no plans to compare")
    accounts = (account,) if account else case.account_ids()
    columns = [verdicts(case, each) for each in accounts]
    rows = tuple(zip(*columns, strict=True))
    return Overview(
        plans=tuple(case.plans),
        accounts=accounts,
        n_issues=len(case.issues),
        pairs=drafts_apart(case),
        holds=rows,
        provenance=provenance_of(case, METHOD, tuple(hold for row in rows for hold in row)),
    )


def drafts_apart(case: Case) -> tuple[Apart, ...]:
    """Return how far each two drafts of a case are apart."""
    return tuple(_apart(case, one, two) for one, two in combinations(case.plans, 2))


def _apart(case: Case, first: str, second: str) -> Apart:
    one, two = case.plans[first].positions, case.plans[second].positions
    both = [issue for issue in case.issues if issue in one and issue in two]
    same = sum(one[issue].position == two[issue].position for issue in both)
    return Apart(
        first,
        second,
        same,
        len(both) - same,
        len(case.issues) - len(both),
        plan_code(case, first) == plan_code(case, second),
    )
