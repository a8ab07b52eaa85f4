"""Verdicts beside each other: every plan under every account, and whether the accounts agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdfast.case import Case
from holdfast.errors import QuestionError
from holdfast.questions.answer import SCHEMA, Provenance
from holdfast.uncertainty.answer import Doubt
from holdfast.uncertainty.doubt import MAX_EXACT, Carry, doubt, here
from holdfast.uncertainty.level import check_level

if TYPE_CHECKING:
    from holdfast.table import Table

METHOD = "definitions in every world of every account"


@dataclass(frozen=True)
class Agreement:
    """What the accounts say of one plan.

    Attributes
    ----------
    plan : str
        Its id.
    kind : str
        ``agreed`` where all accounts give one verdict, ``only`` where one account stands alone against at least two
        that agree with each other, ``contested`` otherwise.
    alone : str
        The account that stands alone; empty otherwise.
    by_verdict : mapping of str to tuple of str
        The accounts (``case`` for the case's own preferences) by verdict without doubt.
    is_certain : mapping of str to bool
        Whether the verdict is the same in every world of an account.
    """

    plan: str
    kind: str
    alone: str
    by_verdict: Mapping[str, tuple[str, ...]]
    is_certain: Mapping[str, bool]

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        out: dict[str, Any] = {"plan": self.plan, "kind": self.kind, "alone": self.alone or None}
        out["by_verdict"] = {verdict: list(accounts) for verdict, accounts in self.by_verdict.items()}
        return out | {"robust": [account for account, certain in self.is_certain.items() if certain]}


@dataclass(frozen=True)
class Doubts:
    """Every plan under every account.

    Attributes
    ----------
    level : str
        ``holds`` or ``firmly``.
    accounts : tuple of (str or None)
        None for the case's own preferences.
    answers : mapping of (str, str or None) to Doubt
        By plan and account.
    plans : tuple of Agreement
        In file order.
    """

    level: str
    accounts: tuple[str | None, ...]
    answers: Mapping[tuple[str, str | None], Doubt]
    plans: tuple[Agreement, ...]
    provenance: Provenance

    def json(self) -> dict[str, Any]:
        """Return the JSON form (``docs/reference/answers.md``)."""
        out: dict[str, Any] = {"schema": SCHEMA, "question": "doubts", "level": self.level}
        out["plans"] = [each.json() for each in self.plans]
        out["answers"] = [each.json() for each in self.answers.values()]
        return out | {"provenance": self.provenance.json()}

    def table(self) -> Table:
        """Return one row for each plan and account; see ``docs/reference/tables.md``."""
        from importlib import import_module  # the report room shows values; nothing below it may know that at import

        found: Table = import_module("holdfast.report.tables").doubts_table(self)
        return found

    def _repr_html_(self) -> str:
        from importlib import import_module

        html: str = import_module("holdfast.report.notebook").doubts_html(self)
        return html

    def __str__(self) -> str:
        """Answer in one sentence."""
        kinds = [each.kind for each in self.plans]
        agreed = kinds.count("agreed")
        return f"the accounts agree on {agreed} of {len(kinds)} plans"


def doubts(
    case: Case,
    *,
    plan: str | None = None,
    account: str | None = None,
    level: str = "firmly",
    most: int = MAX_EXACT,
    carry: Carry = here,
) -> Doubts:
    """Ask of every plan and account in what share of worlds the plan holds, and whether the accounts agree.

    Parameters
    ----------
    case : Case
        The case; it has plans.
    plan, account : str, optional
        Only this plan, only this account.
    level : {"holds", "firmly"}
        As for :func:`doubt`.
    most, carry
        As for :func:`doubt`.

    Raises
    ------
    QuestionError
        If the case has no plans.

    Examples
    --------
    >>> from holdfast import example
    >>> found = doubts(example("two-valleys"), level="holds")
    >>> [each.kind for each in found.plans]
    ['agreed', 'agreed']
    """
    check_level(level)
    if not case.plans:
        raise QuestionError("this case has no plans; name a state with --state")
    plans = (plan,) if plan else tuple(case.plans)
    accounts = (account,) if account else case.every_account()
    answers = {
        (p, a): doubt(case, plan=p, account=a, level=level, most=most, carry=carry) for p in plans for a in accounts
    }
    rows = tuple(agreement(p, [(a or "case", answers[p, a]) for a in accounts]) for p in plans)
    from holdfast.version import __version__

    return Doubts(level, accounts, answers, rows, Provenance(case.digest, "", __version__, METHOD))


def agreement(plan: str, answers: list[tuple[str, Doubt]]) -> Agreement:
    """Say whether the accounts agree on a plan."""
    by_verdict: dict[str, list[str]] = {}
    for name, answer in answers:
        by_verdict.setdefault(answer.verdict, []).append(name)
    kind, alone = "contested", ""
    if len(by_verdict) == 1:
        kind = "agreed"
    elif len(by_verdict) == 2 and len(answers) > 2:
        single = [names[0] for names in by_verdict.values() if len(names) == 1]
        if single:
            kind, alone = "only", single[0]
    certain = {name: answer.flips is not None and answer.flips.is_robust for name, answer in answers}
    return Agreement(plan, kind, alone, {v: tuple(names) for v, names in by_verdict.items()}, certain)
