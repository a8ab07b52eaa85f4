"""The brief as a value: every plan on the table under every account, ready to be shown as text or as a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from holdfast.errors import ModelError, QuestionError
from holdfast.model.compile import check_names
from holdfast.model.family import family
from holdfast.questions.answer import Hold, PartyVerdict
from holdfast.questions.holds import holds, ruled_out
from holdfast.questions.solved import Solved, solved

if TYPE_CHECKING:
    from holdfast.case import Case
    from holdfast.report.further import Further
    from holdfast.report.sure import Sure
    from holdfast.table import Table


@dataclass(frozen=True, slots=True)
class Subject:
    """What a brief asks about: a plan on the table, or in a case without plans a state.

    Attributes
    ----------
    id : str
        Id of the plan, or ``status quo`` or ``outcome``.
    title : str
        For people.
    plan : str
        Id of the plan; empty for a state.
    state : str
        The state in letters; empty for a plan.
    """

    id: str
    title: str
    plan: str = ""
    state: str = ""


@dataclass(frozen=True)
class Brief:
    """The answers of a brief.

    Attributes
    ----------
    case : Case
        The case.
    subjects : tuple of Subject
        Rows of the matrix.
    accounts : tuple of (str or None)
        Columns of the matrix; a single None where the case's own preferences are used.
    answers : mapping of (str, str or None) to Hold
        By subject id and account.
    solved : mapping of (str or None) to Solved
        Equilibria per account, in a case without plans; empty otherwise.
    further : Further or None
        Amendments, ways there, readings and the drafts side by side; None where only verdicts were asked for.
    sure : Sure or None
        Shares of worlds, where accounts part, and what to find out; None where there are no plans, or nothing to doubt.
    """

    case: Case
    subjects: tuple[Subject, ...]
    accounts: tuple[str | None, ...]
    answers: Mapping[tuple[str, str | None], Hold]
    solved: Mapping[str | None, Solved]
    further: Further | None = None
    sure: Sure | None = None

    def row(self, subject: Subject) -> tuple[Hold, ...]:
        """Return one subject's answers, an account each."""
        return tuple(self.answers[subject.id, account] for account in self.accounts)

    def account_title(self, account: str | None) -> str:
        """Return an account's title, or what stands for the case's own preferences."""
        if account is None:
            return "the case"
        return self.case.accounts[account].title or account

    def blocking(self, subject: Subject) -> dict[str, tuple[str | None, ...]]:
        """Return the parties that can block a subject for certain, with the accounts under which they can."""
        found: dict[str, list[str | None]] = {}
        for account in self.accounts:
            for verdict in self.answers[subject.id, account].blockers:
                found.setdefault(verdict.party, []).append(account)
        return {party: tuple(found[party]) for party in self.case.parties if party in found}

    def verdict(self, subject: Subject, account: str | None, party: str) -> PartyVerdict:
        """Return one party's verdict."""
        return self.answers[subject.id, account].party(party)

    @cached_property
    def unknowns(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """Per plan, the unknown issues that would matter, each with the accounts (or ``case``) under which they do."""
        found: dict[str, dict[str, list[str]]] = {}
        for (subject, account), hold in self.answers.items():
            turning = {*hold.depends_on, *(i for v in hold.parties for i in (*v.depends_on, *v.sign_depends_on))}
            for issue in self.case.issues:
                if issue in turning:
                    found.setdefault(subject, {}).setdefault(issue, []).append(account or "case")
        return {s: {issue: tuple(under) for issue, under in issues.items()} for s, issues in found.items()}

    def table(self) -> Table:
        """Return one row for each plan (or state), account and party; see ``docs/reference/tables.md``."""
        from holdfast.report.tables import brief_table

        return brief_table(self)

    def _repr_html_(self) -> str:
        from holdfast.report.notebook import brief_html

        return brief_html(self)


def brief(
    case: Case,
    *,
    plan: str | None = None,
    account: str | None = None,
    quick: bool = False,
    progress: Callable[[int, int, str], None] | None = None,
) -> Brief:
    """Answer, for each plan on the table and each account, whether it holds and who could block it.

    Parameters
    ----------
    case : Case
        The case. Where it has no plans, the status quo and what happened are asked about, and equilibria are listed.
    plan, account : str, optional
        Only this plan, only this account.
    quick : bool
        Verdicts only, without shares of worlds, amendments, ways there and readings.
    progress : callable, optional
        Called as ``progress(done, total, note)``.

    Returns
    -------
    Brief

    Raises
    ------
    ModelError
        If there is no such plan or account.

    Examples
    --------
    >>> from holdfast import example
    >>> answer = brief(example("elmira-1991"))
    >>> answer.answers["outcome", None].holds_firmly
    True
    """
    check_names(case, plan, account)
    accounts = (
        (account,) if account is not None else (case.account_ids() if not case.accounts else case.every_account())
    )
    subjects = _subjects(case, plan)
    answers = {}
    total = len(subjects) * len(accounts)
    for column in accounts:
        for subject in subjects:
            answers[subject.id, column] = _judged(case, subject, column)
            if progress is not None:
                progress(len(answers), total, f"{subject.id} under {column or 'the case'}")
    tables = {} if case.plans else {column: solved(family(case, account=column), limit=40) for column in accounts}
    further, sure = None, None
    if case.plans and (case.judgements or len(accounts) > 1) and not quick:
        from holdfast.report.sure import sure_of

        sure = sure_of(case, subjects, accounts, progress)
    if not quick:
        from holdfast.report.further import further_of

        further = further_of(case, subjects, accounts, answers, progress)
    return Brief(case, subjects, accounts, answers, tables, further, sure)


def _judged(case: Case, subject: Subject, account: str | None) -> Hold:
    try:
        return holds(family(case, plan=subject.plan or None, account=account), subject.state or None)
    except (ModelError, QuestionError):
        # what is held likely may rule a plan out; without judgements the file would have been refused
        if case.judgements and subject.plan:
            return ruled_out(case, subject.plan, account)
        raise


def _subjects(case: Case, plan: str | None) -> tuple[Subject, ...]:
    if case.plans:
        wanted = (plan,) if plan else tuple(case.plans)
        return tuple(Subject(id, case.plans[id].title or id, plan=id) for id in wanted)
    named = {named.pattern: named.id for named in case.states.values()}

    def of(name: str, pattern: str) -> Subject:
        called = f" (state {named[pattern]})" if pattern in named else ""
        return Subject(name, f"{'What happened' if name == 'outcome' else 'Status quo'}{called}", state=pattern)

    found = []
    if case.status_quo is not None:
        found.append(of("status quo", case.status_quo.pattern))
    if case.outcome is not None:
        found.append(of("outcome", case.outcome.pattern))
    return tuple(found)
