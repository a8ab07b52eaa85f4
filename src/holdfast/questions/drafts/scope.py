"""Which drafts are asked about, and in which state each of them is judged.

A draft is a position for every issue. The issues that are *free* take every position; the others stay where they are:
at the cell of the plan named, or at ``now`` without a plan. A draft's state is the status quo with each signatory's
option taken and one conduct carried out, the same for all drafts of one answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from holdfast.case import ById, Case, Conduct, Plan
from holdfast.case.condition import InForce
from holdfast.case.world import without_doubt
from holdfast.errors import QuestionError
from holdfast.model.compile import Table, check_names, need_known, plan_code
from holdfast.model.formula import holds
from holdfast.near import did_you_mean


@dataclass(frozen=True)
class Scope:
    """The drafts of one answer.

    Attributes
    ----------
    case : Case
        The case as written.
    account : str or None
        Whose reading of the preferences.
    plan : str
        The plan named, or empty.
    conduct_of : tuple of str
        The plans that are kept to in the same way; empty where no plan is.
    conduct : tuple of Conduct
        What parties do beyond signing.
    free : tuple of str
        The issues that take every position, in file order.
    fixed : mapping of str to str
        The position of every other issue.
    """

    case: Case
    account: str | None
    plan: str
    conduct_of: tuple[str, ...]
    conduct: tuple[Conduct, ...]
    free: tuple[str, ...]
    fixed: Mapping[str, str]

    def at(self, positions: Mapping[str, str]) -> Table:
        """Put a draft on the table; issues without a position stay at their first."""
        case, name = self._with_draft
        first = {issue: next(iter(case.issues[issue].positions)) for issue in self.free}
        return Table(case, name, tuple(sorted((first | dict(self.fixed) | dict(positions)).items())))

    @property
    def state(self) -> int:
        """The code of the state in which a draft is in force and everybody keeps to it."""
        return plan_code(*self._with_draft)

    @property
    def _with_draft(self) -> tuple[Case, str]:
        return _with_draft(self.case, self.conduct)


@lru_cache(maxsize=16)
def _with_draft(case: Case, conduct: tuple[Conduct, ...]) -> tuple[Case, str]:
    """Return the case with one more plan, whose cells are all left to be filled, and its id."""
    name = "draft"
    while name in case.plans:
        name += "_"
    plan = Plan(name, positions=ById(), conduct=conduct)
    return case.replace(plans=ById([*case.plans.items(), (name, plan)])), name


def scopes(
    case: Case,
    *,
    account: str | None = None,
    plan: str | None = None,
    free: Iterable[str] | None = None,
    of_plans: bool = False,
) -> tuple[Scope, ...]:
    """Return what a question about drafts means: one scope, or one for each conduct where none is named.

    With a plan named its conduct counts. Without one, signing alone does if that puts the agreement in force; otherwise
    each distinct conduct among the plans. With ``of_plans`` it is always those of the plans, where there are plans.

    Raises
    ------
    ModelError
        If there is no such plan or account.
    QuestionError
        If there are no issues or no agreement, an issue is unknown, or no conduct puts the agreement in force.
    """
    case = without_doubt(case, account)
    check_names(case, plan, account)
    need_known(case, account)
    if not case.issues:
        raise QuestionError("this case has no issues, so there are no drafts to ask about")
    return agreements(case, account=account, plan=plan, free=free, of_plans=of_plans)


def agreements(
    case: Case,
    *,
    account: str | None = None,
    plan: str | None = None,
    free: Iterable[str] | None = None,
    of_plans: bool = False,
) -> tuple[Scope, ...]:
    """Return the scopes also of a case without issues, in which each has one draft: just the agreement.

    With ``of_plans`` the conducts are those of the plans wherever there are plans, even if signing alone would do.

    Raises
    ------
    ModelError
        If there is no such plan or account.
    QuestionError
        If there is no agreement, an issue is unknown, or no conduct puts the agreement in force.
    """
    case = without_doubt(case, account)
    check_names(case, plan, account)
    need_known(case, account)
    if case.agreement is None:
        raise QuestionError("this case has no `agreement`, so nothing says who signs a draft")
    wanted = _free(case, plan, free)
    fixed = {issue: _fixed(case, plan, issue) for issue in case.issues if issue not in wanted}
    found = []
    for conduct in [case.plans[plan].conduct] if plan else _conducts(case, of_plans):
        code = plan_code(*_with_draft(case, conduct))
        alike = tuple(each for each in case.plans if plan_code(case, each) == code)
        scope = Scope(case, account, plan or "", alike, conduct, wanted, fixed)
        if is_in_force(scope):
            found.append(scope)
    if not found:
        what = f'the conduct of plan "{plan}"' if plan else "signing alone"
        raise QuestionError(f"{what} does not put the agreement in force; name a plan whose conduct does")
    return tuple(found)


def is_in_force(scope: Scope) -> bool:
    """Whether signing and the conduct put the agreement in force."""
    last, code = len(scope.case.options) - 1, scope.state
    return holds(Table(scope.case).formula(InForce()), lambda k: bool(code >> (last - k) & 1))


def _free(case: Case, plan: str | None, free: Iterable[str] | None) -> tuple[str, ...]:
    wanted = set(case.issues) if free is None else set(free)
    for issue in sorted(wanted - set(case.issues)):
        raise QuestionError(f'no issue "{issue}"; {did_you_mean(issue, case.issues, "issues")}')
    if plan:  # an unknown cell is unknown, never "no": there is no position to fix it at
        wanted |= set(case.issues) - set(case.plans[plan].positions)
    return tuple(issue for issue in case.issues if issue in wanted)


def _fixed(case: Case, plan: str | None, issue: str) -> str:
    return case.plans[plan].positions[issue].position if plan else case.issues[issue].now


def _conducts(case: Case, of_plans: bool) -> list[tuple[Conduct, ...]]:
    """Return the conducts to ask about where no plan is named."""
    alone = Scope(case, None, "", (), (), (), {})
    if not case.plans or (is_in_force(alone) and not of_plans):
        return [()]
    by_state = {plan_code(case, plan): case.plans[plan].conduct for plan in reversed(tuple(case.plans))}
    return list(dict.fromkeys(by_state[plan_code(case, plan)] for plan in case.plans))
