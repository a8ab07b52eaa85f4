"""A case with more plans: packages that were found, to be judged as any plan is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from holdfast.case import ById, Case, Cell, Plan
from holdfast.model.family import family
from holdfast.questions.answer import Hold
from holdfast.questions.holds import holds


def judged(case: Case, packages: Sequence[Mapping[str, str]], conduct_of: str, account: str | None) -> tuple[Hold, ...]:
    """Say of packages what becomes of them, as :func:`holdfast.holds` says it of plans.

    Parameters
    ----------
    case : Case
        The case.
    packages : sequence of mapping of str to str
        Issues with their positions; those left out are unknown.
    conduct_of : str
        The plan that says what parties do beyond signing.
    account : str or None
        Id of the account.
    """
    name, conduct = "package", case.plans[conduct_of].conduct
    while any(plan.startswith(name) for plan in case.plans):
        name += "_"
    plans = [
        Plan(f"{name}{k}", positions=ById((issue, Cell(p)) for issue, p in positions.items()), conduct=conduct)
        for k, positions in enumerate(packages)
    ]
    more = case.replace(plans=ById([*case.plans.items(), *((plan.id, plan) for plan in plans)]))
    return tuple(holds(family(more, plan=plan.id, account=account)) for plan in plans)
