"""Asking the question: from a case to the answer about its packages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from holdfast.case import Case
from holdfast.case.world import without_doubt
from holdfast.digest import digest
from holdfast.errors import QuestionError
from holdfast.model.states import to_letters
from holdfast.questions.answer import Provenance
from holdfast.questions.drafts.scope import Scope, scopes
from holdfast.questions.packages.answer import Packages
from holdfast.questions.packages.efficient import Judged, judge
from holdfast.questions.packages.explain import zone_of
from holdfast.questions.packages.milp import TooLarge
from holdfast.questions.packages.named import named_of
from holdfast.questions.packages.parts import FrontierView, PlanView, Signatory
from holdfast.questions.packages.residue import settled
from holdfast.questions.packages.work import Work, work_of

Progress = Callable[[int, int, str], None]
"""Told how much is done, of how much, and what is being done."""

LIMIT = 10
"""Most examples shown of anything."""


def packages(
    case: Case,
    *,
    plan: str | None = None,
    account: str | None = None,
    limit: int = LIMIT,
    seconds: float = 600.0,
    progress: Progress | None = None,
) -> Packages:
    """Say which packages everybody would sign, whether plans are efficient, and which packages theory singles out.

    A package is a position for every issue, judged in the state in which it is in force and kept: the status quo with
    each signatory's option taken and one conduct carried out. That conduct is the plan's, if one is named; without a
    plan the one that all plans share, and in a case without plans none.

    Parameters
    ----------
    case : Case
        A case with issues and an agreement.
    plan : str, optional
        Id of a plan: its conduct counts, and it alone is judged.
    account : str, optional
        Id of the account whose preferences are used.
    limit : int
        Most examples given of anything; counts are never cut.
    seconds : float
        Given up after this long.
    progress : callable, optional
        ``progress(done, total, note)`` is told how far it has come.

    Returns
    -------
    Packages

    Raises
    ------
    ModelError
        If there is no such plan or account, or preferences are missing.
    QuestionError
        If the case has no issues or no agreement, or the conduct is not clear.
    CapacityError
        If one condition ties too many issues together, or it takes too long.

    Notes
    -----
    The definitions, with their sources, are in ``docs/theory/packages.md``. Only signatories count. All comparisons are
    of whole numbers and fractions.

    Examples
    --------
    >>> from holdfast import example
    >>> answer = packages(example("ukraine-2025"), account="washington", plan="p28")
    >>> print(answer)
    of 907,200,000 packages 124,416,000 would be signed by every signatory
    >>> answer.of_plan("p28").verdict
    'inefficient'
    """
    case = without_doubt(case, account)
    asked = scopes(case, account=account, plan=plan, of_plans=True)
    if len(asked) > 1:
        ways = ", ".join(scope.conduct_of[0] for scope in asked)
        raise QuestionError(f"plans differ in their conduct, and packages are judged with one; name a plan: {ways}")
    return packages_in(asked[0], limit=limit, seconds=seconds, progress=progress)


def packages_in(
    scope: Scope, *, limit: int = LIMIT, seconds: float = 600.0, progress: Progress | None = None
) -> Packages:
    """Answer for one scope: see :func:`packages`."""
    from holdfast.version import __version__

    told = progress or (lambda done, total, note: None)
    told(0, 4, "finding the frontier")
    work = work_of(scope, limit=limit, seconds=seconds)
    told(1, 4, "looking for an agreement zone")
    zone = zone_of(work)
    told(2, 4, "judging the plans")
    plans = tuple(_plan(work, plan) for plan in ((scope.plan,) if scope.plan else scope.conduct_of))
    told(3, 4, "bargaining packages")
    named = named_of(work, zone.exists)
    told(4, 4, "done")
    case, tables = scope.case, work.tables
    names = dict(zip(((o.party, o.id) for o in case.options), case.option_names, strict=True))
    by = "the frontier, issue by issue" if work.frontier is not None or not work.refused else "mixed-integer programs"
    return Packages(
        plan=scope.plan,
        account=scope.account or "",
        conduct=tuple(f"{'' if c.taken else 'not '}{names[c.party, c.option]}" for c in scope.conduct),
        conduct_of=scope.conduct_of,
        state=to_letters(scope.state, len(case.options)),
        n_packages=tables.n_packages,
        n_admissible=tables.n_admissible,
        told_apart=tuple(issue for issue in case.issues if issue not in tables.free),
        any_position=tuple(tables.free),
        signatories=tuple(_signatory(work, k) for k in range(len(tables.parties))),
        zone=zone,
        plans=plans,
        frontier=_frontier(work),
        named=named,
        provenance=Provenance(case.digest, digest((case.digest, scope.account, scope.state)), __version__, by),
    )


def _signatory(work: Work, k: int) -> Signatory:
    tables, each = work.tables, work.tables.interests[k]
    signs: bool | None = None
    if tables.has_start:
        signs = tables.can_any and tables.extreme(k, best=True) >= each.need
    if each.kind != "weights":
        return Signatory(each.party, each.kind, would_sign_some=signs)

    def worth(number: int | None) -> Fraction | None:
        return None if number is None else Fraction(number, each.denominator)

    return Signatory(
        each.party,
        each.kind,
        each.scale,
        worth(each.walk_away),
        worth(tables.extreme(k, best=True) if tables.can_any else None),
        worth(tables.extreme(k, best=False) if tables.can_any else None),
        signs,
        tuple(line.text for line in each.red_lines),
    )


def _plan(work: Work, plan: str) -> PlanView:
    cells = work.scope.case.plans[plan].positions
    positions = {issue: cell.position for issue, cell in cells.items()}
    try:
        found = judge(work.tables, positions, work.frontier, deadline=work.deadline)
    except TooLarge as error:
        return PlanView(plan, "unknown", reason=error.message)
    if not found.n_admissible:
        return PlanView(plan, "not_admissible", found.n_fillings, 0, 0, _why_not(work, positions))
    if found.n_efficient is None:
        reason = "its unknown cells can be filled in too many ways to judge each without the frontier"
        return PlanView(plan, "unknown", found.n_fillings, found.n_admissible, None, reason)
    verdict = "open"
    if found.n_efficient in (0, found.n_admissible):
        verdict = "efficient" if found.n_efficient else "inefficient"
    return _compared(work, positions, found, PlanView(plan, verdict))


def _compared(work: Work, positions: Mapping[str, str], found: Judged, view: PlanView) -> PlanView:
    """Fill in what beats a plan."""
    tables = work.tables
    better_for: tuple[str, ...] = ()
    if found.example is not None and found.better is not None:
        pairs = zip(tables.parties, tables.worth(found.better), tables.worth(found.example), strict=True)
        better_for = tuple(party for party, more, less in pairs if more > less)
    example, better, for_all = (
        work.package(choice, positions) if choice is not None else None
        for choice in (found.example, found.better, found.for_all)
    )
    return PlanView(
        plan=view.plan,
        verdict=view.verdict,
        n_fillings=found.n_fillings,
        n_admissible=found.n_admissible,
        n_efficient=found.n_efficient,
        filling=example,
        better=better,
        better_for=better_for,
        n_changes=found.n_changes,
        for_all=for_all,
        n_changes_for_all=found.n_changes_for_all,
        fewest=found.fewest,
    )


def _why_not(work: Work, positions: Mapping[str, str]) -> str:
    """Say why a plan is not admissible."""
    crossed = [
        f"a red line of {line.party}: {line.text}"
        for each in work.tables.interests
        for line in each.red_lines
        if settled(line.crossed, positions) is True
    ]
    if crossed:
        return f"it crosses {'; '.join(crossed)}"
    unknown = [issue for issue in work.scope.case.issues if issue not in positions]
    if unknown:
        return "however its unknown cells are filled, a rule or a red line forbids it"
    return "a rule forbids its state"


def _frontier(work: Work) -> FrontierView:
    if not work.tables.can_any:
        return FrontierView(0, 0, 0, 0)
    if work.frontier is None:
        return FrontierView(refused=work.refused)
    frontier = work.frontier
    zone: list[bool] = [False] * len(frontier.counts)
    if work.tables.has_start:
        zone = [bool((vector >= work.tables.need).all()) for vector in frontier.vectors]
    first = sorted(range(len(zone)), key=lambda row: not zone[row])[: work.limit]
    examples = tuple(
        (work.package(next(frontier.choices(frontier.vectors[row].tolist()))), frontier.counts[row]) for row in first
    )
    signed = [count for count, inside in zip(frontier.counts, zone, strict=True) if inside]
    known = work.tables.has_start
    return FrontierView(
        len(frontier.vectors),
        sum(frontier.counts),
        len(signed) if known else None,
        sum(signed) if known else None,
        examples,
    )
