"""Asking the question: from a case to the five readings."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from holdfast.case import Case
from holdfast.case.world import without_doubt
from holdfast.digest import digest
from holdfast.errors import CapacityError, QuestionError
from holdfast.model.compile import check_names
from holdfast.questions.answer import Provenance
from holdfast.questions.diagnose.answer import Blockers, Commitment, Diagnosis, Ripeness, WinSet
from holdfast.questions.diagnose.blocking import blockers_over
from holdfast.questions.diagnose.ground import Ground
from holdfast.questions.diagnose.hostile import hostility_of
from holdfast.questions.diagnose.leaving import commitment_over
from holdfast.questions.diagnose.ripe import ripeness_over
from holdfast.questions.diagnose.winset import win_sets_over
from holdfast.questions.drafts.ask import types_in
from holdfast.questions.drafts.scope import Scope, agreements

Progress = Callable[[int, int, str], None]
"""Told how much is done, of how much, and what is being done."""

METHOD = "every draft by type, every state of the conflict"
NO_AGREEMENT = "This case has no agreement, so there are no drafts."


def diagnose(
    case: Case,
    *,
    account: str | None = None,
    plan: str | None = None,
    peaceful: str = "",
    seconds: float = 600.0,
    progress: Progress | None = None,
) -> Diagnosis:
    """Read a conflict in the field's terms: blockers, ripeness, commitment, win-sets, self-fulfilling hostility.

    Parameters
    ----------
    case : Case
        The case. Where it has no agreement, only the last reading can apply.
    account : str, optional
        Id of the account whose preferences are used.
    plan : str, optional
        Id of a plan: only its conduct and only this plan count. All plans otherwise.
    peaceful : str
        Which states are peaceful, as a condition; by default those in which the agreement is in force.
    seconds : float
        Refused where the estimate of one part is longer.
    progress : callable, optional
        ``progress(done, total, note)`` is told how far it has come.

    Returns
    -------
    Diagnosis

    Raises
    ------
    ModelError
        If there is no such plan or account, or preferences are missing.
    ConditionError
        If ``peaceful`` cannot be read.
    CapacityError
        If there are too many drafts, they are of too many types, or there are too many states.

    Notes
    -----
    The definitions and their sources are in ``docs/theory/readings.md``.

    Examples
    --------
    >>> from holdfast import example
    >>> answer = diagnose(example("ukraine-2025"), account="washington", plan="p28")
    >>> answer.ripeness.holds, answer.commitment.holds, answer.win_set.holds
    (True, False, False)
    """
    case = without_doubt(case, account)
    check_names(case, plan, account)
    told = progress or (lambda done, total, note: None)
    plans = (plan,) if plan else tuple(case.plans)
    hostility = hostility_of(case, account, plans, peaceful, seconds)
    if case.agreement is None:
        readings = (Blockers(note=NO_AGREEMENT), Ripeness(note=NO_AGREEMENT), Commitment(note=NO_AGREEMENT))
        return _diagnosis(case, account, plan, peaceful, (), (*readings, WinSet(note=NO_AGREEMENT)), hostility)
    try:
        scopes = agreements(case, account=account, plan=plan, of_plans=True)
    except QuestionError as error:  # no conduct that anybody described puts the agreement in force
        note = f"{str(error)[0].upper()}{str(error)[1:]}."
        none = (Blockers(note=note), Ripeness(note=note), Commitment(note=note), WinSet(note=note))
        return _diagnosis(case, account, plan, peaceful, (), none, hostility)
    parts = len(scopes) + len(plans) + 1
    grounds = []
    for k, scope in enumerate(scopes):
        told(k, parts, "counting drafts")
        grounds.append(_ground(scope, seconds))
    fillings = {}
    for k, name in enumerate(plans):
        told(len(scopes) + k, parts, f"plan {name}")
        fillings[name] = _ground(agreements(case, account=account, plan=name, free=())[0], seconds)
    told(parts - 1, parts, "finding examples")
    named = plan or ""
    found = (
        blockers_over(grounds, fillings, named),
        ripeness_over(grounds, fillings, named),
        commitment_over(grounds, fillings),
        win_sets_over(grounds, fillings, named),
    )
    told(parts, parts, "done")
    return _diagnosis(case, account, plan, peaceful, grounds, found, hostility)


def _ground(scope: Scope, seconds: float) -> Ground:
    try:
        return Ground(types_in(scope, seconds=seconds))
    except CapacityError as error:
        remedy = "name the plan that matters (--plan), allow more (--time), or leave out issues nobody cares about"
        raise CapacityError(error.message, remedy) from error


def _diagnosis(
    case: Case,
    account: str | None,
    plan: str | None,
    peaceful: str,
    grounds: Sequence[Ground],
    found: tuple[Blockers, Ripeness, Commitment, WinSet],
    hostility: object,
) -> Diagnosis:
    from holdfast.questions.diagnose.basins import Hostility
    from holdfast.version import __version__

    assert isinstance(hostility, Hostility)
    bears = digest((case.digest, account, plan, peaceful.strip()))
    over = tuple(ground.over for ground in grounds)
    behind = Provenance(case.digest, bears, __version__, METHOD)
    return Diagnosis(account or "", plan or "", over, *found, hostility, behind)
