"""Asking the question: from a case to the answer over every draft."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.case import Case, Ranking, Weights
from holdfast.case.account import told_apart
from holdfast.case.condition import Condition
from holdfast.case.world import without_doubt
from holdfast.digest import digest
from holdfast.errors import CapacityError, QuestionError
from holdfast.model.states import to_letters
from holdfast.questions.answer import Provenance
from holdfast.questions.drafts.answer import Drafts, NearestTo, PartyDrafts
from holdfast.questions.drafts.scope import Scope, scopes

if TYPE_CHECKING:
    from holdfast.questions.drafts.count import Counted, Work
    from holdfast.questions.drafts.grid import Grid
    from holdfast.questions.drafts.nearest import Found
    from holdfast.questions.drafts.verdicts import Judged
    from holdfast.questions.drafts.worlds import World

Progress = Callable[[int, int, str], None]
"""Told how much is done, of how much, and what is being done."""

METHOD = "every draft, by type"
SHOWN = 5
"""Most changes shown of the drafts nearest to a plan."""
CELL_SECONDS = 1.5e-8
"""Rough time for a cell of the grid and a party, for the refusal."""
COUNTED, JUDGED, TOTAL = 800, 850, 1000
"""Progress in thousandths, after counting, after judging, and at the end."""
UNIT = 64
"""Blocks counted between two reports of progress."""


def drafts(
    case: Case,
    *,
    account: str | None = None,
    plan: str | None = None,
    free: Iterable[str] | None = None,
    seconds: float = 600.0,
    block: int = 0,
    progress: Progress | None = None,
) -> Drafts:
    """Say over every draft who would sign it, who could block it, and which drafts that hold are nearest to each plan.

    A draft is a position for every issue. Its state is the status quo with each signatory's option taken and one
    conduct carried out: that of the plan named; without a plan none, if signing alone puts the agreement in force, and
    otherwise the one that all plans share.

    Parameters
    ----------
    case : Case
        A case with issues and an agreement.
    account : str, optional
        Id of the account whose preferences are used.
    plan : str, optional
        Id of a plan: its conduct counts, and issues that are not free stay at its positions.
    free : iterable of str, optional
        The issues that take every position; all of them by default. The others stay at the plan's position, or at
        ``now`` without a plan. An issue that the plan leaves unknown is always free.
    seconds : float
        Refused where the estimate is longer.
    block : int
        Drafts worked on at a time; chosen if zero.
    progress : callable, optional
        ``progress(done, total, note)`` is told how far it has come.

    Returns
    -------
    Drafts

    Raises
    ------
    ModelError
        If there is no such plan or account, or preferences are missing.
    QuestionError
        If the case has no issues or no agreement, an issue is unknown, or the conduct is not clear.
    CapacityError
        If there are too many drafts, or they are of too many types.

    Notes
    -----
    Exact: drafts are counted one by one, but judged once a type. Two drafts are of one type if they leave the same
    states possible and give every party the same view of them, as far as that bears on the verdicts.

    Examples
    --------
    >>> from holdfast import example
    >>> answer = drafts(example("ukraine-2025"), account="washington", plan="p28")
    >>> print(answer)
    of 907,200,000 drafts 124,416,000 hold, 124,416,000 of them firmly
    >>> answer.nearest_to("p28").firmly_and_all_sign.n_changes
    0
    """
    case = without_doubt(case, account)
    asked = scopes(case, account=account, plan=plan, free=free)
    if len(asked) > 1:
        ways = ", ".join(scope.conduct_of[0] for scope in asked)
        raise QuestionError(
            f"signing alone does not put the agreement in force, and plans differ in their conduct; name one: {ways}"
        )
    return drafts_in(asked[0], seconds=seconds, block=block, progress=progress)


def drafts_in(scope: Scope, *, seconds: float = 600.0, block: int = 0, progress: Progress | None = None) -> Drafts:
    """Answer for one scope: see :func:`drafts`."""
    told = progress or (lambda done, total, note: None)
    types = types_in(scope, seconds=seconds, block=block, progress=progress)

    def searching(done: int, of: int) -> None:
        told(JUDGED + (TOTAL - JUDGED) * done // of, TOTAL, "finding the nearest")

    nearest = _nearest(scope, types.work, types.counted, types.judged, searching)
    told(TOTAL, TOTAL, "done")
    return _answer(scope, types.work.grid, types.counted, types.judged, nearest)


@dataclass(frozen=True, eq=False)
class Types:
    """Every draft of a scope, by type.

    Attributes
    ----------
    scope : Scope
        Which drafts.
    work : Work
        What counting needed.
    counted : Counted
        How many drafts there are of each type.
    judged : tuple of Judged
        What holds of every draft of each type.
    """

    scope: Scope
    work: Work
    counted: Counted
    judged: tuple[Judged, ...]

    def views(self) -> tuple[tuple[int, ...], ...]:
        """Return for each type how each party, signatory or not, compares its drafts' state with the status quo.

        1 where it likes the drafts' state better, -1 where it likes the status quo better, 0 where it likes both alike
        or one of them cannot occur.
        """
        found = []
        for row in self.counted.types:
            number = dict(zip(self.work.order, row[1:], strict=True))
            kinds = (reader.kinds[number.get(k, 0)] for k, reader in enumerate(self.work.readers))
            found.append(tuple(kind.signs - kind.refuses for kind in kinds))
        return tuple(found)


def types_in(scope: Scope, *, seconds: float = 600.0, block: int = 0, progress: Progress | None = None) -> Types:
    """Count the drafts of a scope by type, and judge each type: see :func:`drafts`."""
    from holdfast.questions.drafts.count import Work, count_types, merge
    from holdfast.questions.drafts.verdicts import judge_all

    told = progress or (lambda done, total, note: None)
    told(0, TOTAL, "compiling")
    work, worlds = work_of(scope, block=block, seconds=seconds)
    assert isinstance(work, Work)
    n_blocks, counted = work.grid.n_blocks, []
    for start in range(0, n_blocks, UNIT):
        told(COUNTED * start // n_blocks, TOTAL, "counting drafts")
        counted.append(count_types(work, start, min(start + UNIT, n_blocks)))
        if len(counted) > 1:
            counted = [merge(counted)]
    found = merge(counted)

    begin = time.perf_counter()

    def judging(done: int, of: int) -> None:
        if time.perf_counter() - begin > seconds:  # how long it takes is not known before: many types share judgements
            raise CapacityError(
                f"stopped: the drafts are of {of:,} types, and in {seconds:,.0f} s {done:,} of them were judged",
                "let fewer issues vary (--free), or allow more (--time)",
            )
        told(COUNTED + (JUDGED - COUNTED) * done // of, TOTAL, f"judging {of:,} types")

    return Types(scope, work, found, judge_all(scope, work, worlds, found, judging))


def work_of(scope: Scope, *, block: int = 0, seconds: float = 600.0) -> tuple[Work, tuple[World, ...]]:
    """Compile what counting needs.

    Raises
    ------
    CapacityError
        If there are too many drafts, states, or ways to order them.
    """
    from holdfast.questions.drafts.count import Work
    from holdfast.questions.drafts.grid import BLOCK, grid_of
    from holdfast.questions.drafts.parts import grouped
    from holdfast.questions.drafts.readers import Step, reader_of
    from holdfast.questions.drafts.truths import varying
    from holdfast.questions.drafts.worlds import worlds_of

    case = scope.case
    rules = [grouped(rule.never) for rule in case.rules]
    grid = grid_of(case, scope.free, scope.fixed, [*rules, *_statements(scope)], block or BLOCK)
    estimate = grid.n_cells * (1 + len(case.parties)) * CELL_SECONDS
    if estimate > seconds:
        raise CapacityError(
            f"refused before starting: {grid.n_cells:,} drafts that somebody tells apart would take about "
            f"{estimate:,.0f} s; allowed are {seconds:,.0f} s",
            "let fewer issues vary (--free), or allow more (--time)",
        )
    parts = tuple(dict.fromkeys(part for rule in rules for part in varying(rule, grid)))
    worlds = worlds_of(scope, grid, parts)
    world = Step(parts, worlds.number.reshape(1, -1))
    return Work(grid, world, tuple(reader_of(scope, grid, worlds, party) for party in case.parties)), worlds.each


def _statements(scope: Scope) -> list[Condition]:
    found = []
    for party in scope.case.parties:
        stated = scope.case.preference(party, scope.account)
        if isinstance(stated, Weights):
            found += told_apart(stated)
        elif stated is not None and not isinstance(stated, Ranking):
            found += [statement.condition for statement in stated]
    return found


def _nearest(
    scope: Scope, work: Work, counted: Counted, judged: tuple[Judged, ...], told: Callable[[int, int], None]
) -> tuple[NearestTo, ...]:
    import numpy as np

    from holdfast.questions.drafts.nearest import distance_to, near, search

    case = scope.case
    if not case.plans:
        return ()
    wanted = (
        np.array([each.holds for each in judged], dtype=np.bool_),
        np.array([each.holds_firmly and each.all_sign for each in judged], dtype=np.bool_),
    )
    distances = {p: distance_to(case.plans[p], work.grid, scope.free, case.issues) for p in case.plans}
    found: Mapping[tuple[str, int], Found] = search(work, counted.types, wanted, distances, SHOWN, told)
    answers = []
    for plan in case.plans:
        by_kind = [near(case.plans[plan], found[plan, k], work.grid, scope.free, case.issues) for k in range(2)]
        answers.append(NearestTo(plan, plan in scope.conduct_of, *by_kind))
    return tuple(answers)


@dataclass
class _Sum:
    """Adds up the drafts of types that have something in common."""

    counted: Counted
    judged: tuple[Judged, ...]

    def of(self, fits: Callable[[Judged], bool | None]) -> int:
        """Return how many drafts are of types that fit."""
        return sum(n for n, each in zip(self.counted.drafts, self.judged, strict=True) if fits(each))


def _answer(
    scope: Scope, grid: Grid, counted: Counted, judged: tuple[Judged, ...], nearest: tuple[NearestTo, ...]
) -> Drafts:
    from holdfast.version import __version__

    case, total = scope.case, _Sum(counted, judged)
    signing = [k for k in range(len(case.parties)) if any(each.signs[k] is not None for each in judged)]
    parties = []
    for k, party in enumerate(case.parties):
        verdicts = [
            total.of(lambda each, k=k, word=word: bool(each.verdicts) and each.verdicts[k] == word)  # type: ignore[misc]
            for word in ("content", "deterred", "bluffed", "blocker")
        ]
        signs = total.of(lambda each, k=k: each.signs[k]) if k in signing else None  # type: ignore[misc]
        parties.append(PartyDrafts(party, signs, *verdicts))
    names = dict(zip(((o.party, o.id) for o in case.options), case.option_names, strict=True))
    bears = digest((case.digest, scope.account, scope.state, scope.free, tuple(sorted(scope.fixed.items()))))
    return Drafts(
        plan=scope.plan,
        account=scope.account or "",
        conduct=tuple(f"{'' if c.taken else 'not '}{names[c.party, c.option]}" for c in scope.conduct),
        conduct_of=scope.conduct_of,
        state=to_letters(scope.state, len(case.options)),
        n_drafts=grid.n_drafts,
        free=scope.free,
        fixed=dict(scope.fixed),
        cannot_occur=total.of(lambda each: not each.verdicts),
        holds=total.of(lambda each: each.holds),
        holds_firmly=total.of(lambda each: each.holds_firmly),
        all_sign=total.of(lambda each: each.all_sign) if signing else None,
        holds_and_all_sign=total.of(lambda each: each.holds and each.all_sign) if signing else None,
        firmly_and_all_sign=total.of(lambda each: each.holds_firmly and each.all_sign) if signing else None,
        parties=tuple(parties),
        nearest=nearest,
        n_types=len(judged),
        provenance=Provenance(case.digest, bears, __version__, METHOD),
    )
