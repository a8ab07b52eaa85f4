"""Where two accounts really part: the crux, and what each difference contributes.

The *crux* is the smallest set of differences (statements and judgements) whose exchange gives one account the other's
verdict. Every set of exchanges is a possibility that is judged together with all others (:mod:`.many`), the small ones
first; so the smallest sets are found without missing one. The difference between the shares of worlds is divided among
the differences by the Shapley value: exactly while they are few, over parties and judgements where statements are many,
and by random orders, with standard errors, beyond that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from math import comb
from typing import TYPE_CHECKING

from holdfast.case import Case
from holdfast.case.world import Variable, point_world, variables
from holdfast.errors import QuestionError
from holdfast.model.compile import check_names
from holdfast.seeds import ENTROPY
from holdfast.uncertainty.bits import from_array, repeated, worlds
from holdfast.uncertainty.differences import Differences, differences
from holdfast.uncertainty.doubt import MAX_EXACT, doubt, provenance
from holdfast.uncertainty.level import check_level
from holdfast.uncertainty.parting import Crux, Disagreement, Part
from holdfast.uncertainty.relevant import relevant
from holdfast.uncertainty.shapley import sampled, shapley
from holdfast.uncertainty.shares import weights
from holdfast.uncertainty.worlds import Asked, judge

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAX_EXACT_ITEMS = 14
"""Most items whose contributions are computed from every set of them."""
MAX_SETS = 400_000
"""Most sets of differences that are judged in the search for the crux."""
BATCH = 1 << 14
"""Sets judged in one go."""
MOST = 20
"""Most smallest sets that are listed."""
ORDERS = 1200
"""Random orders where contributions are sampled."""
METHOD = "every exchange of differences judged from the definitions"


def disagree(
    case: Case,
    first: str | None,
    second: str | None,
    *,
    plan: str,
    level: str = "firmly",
    seed: int = ENTROPY,
    contributions: bool = True,
) -> Disagreement:
    """Find where two accounts part on a plan.

    Parameters
    ----------
    case : Case
        The case.
    first, second : str or None
        Ids of accounts; None for the case's own preferences and credences.
    plan : str
        Id of the plan.
    level : {"holds", "firmly"}
        What is judged.
    seed : int
        Of random orders, where there are too many differences to take every set of them.
    contributions : bool
        Whether to divide the difference of the shares among the differences.

    Returns
    -------
    Disagreement

    Raises
    ------
    ModelError
        If there is no such plan or account, or preferences are missing.
    QuestionError
        If both accounts are the same, or the level is unknown.

    Examples
    --------
    >>> from holdfast import loads
    >>> case = loads('''
    ... schema: holdfast/case/1
    ... title: Two neighbours
    ... parties: {north: {options: {sign: Sign}}, south: {options: {join: Sign}}}
    ... plans: {truce: {title: Truce}}
    ... agreement: {signatories: {north: sign, south: join}}
    ... preferences: {south: [join if sign]}
    ... accounts:
    ...   hopeful: {preferences: {north: [sign]}}
    ...   wary: {preferences: {north: [not sign]}}
    ... ''')
    >>> print(disagree(case, "hopeful", "wary", plan="truce"))
    hopeful and wary part on plan truce over 1 of 2 differences
    """
    for account in (first, second):
        check_names(case, plan, account)
    if first == second:
        raise QuestionError(f'"{first or "case"}" is the same account twice; name two')
    check_level(level)
    answers = [doubt(case, plan=plan, account=account, level=level) for account in (first, second)]
    both = differences(case, first, second)
    verdicts = answers[0].verdict, answers[1].verdict
    shares = answers[0].share, answers[1].share
    cruxes: tuple[Crux, ...] = ()
    if verdicts[0] != verdicts[1]:
        back = differences(case, second, first)
        cruxes = (_crux(both, plan, level), _crux(back, plan, level))
    how, parts = "exact", tuple[Part, ...]()
    one, two = (share.point for share in shares)
    if contributions and both.items and (one != two or 0 < one < 1):
        how, parts = _parts(both, plan, level, seed)
    return Disagreement(
        first=first or "case",
        second=second or "case",
        plan=plan,
        level=level,
        verdicts=verdicts,
        shares=shares,
        items=both.items,
        cruxes=cruxes,
        parts=parts,
        how=how,
        provenance=provenance(Asked(case, plan), METHOD),
    )


# -- the crux --------------------------------------------------------------------------------------------------------


class Exchanges:
    """Judges sets of exchanges, given as rows of truths, in the world that counts without doubt."""

    def __init__(self, both: Differences, plan: str, level: str) -> None:
        self._both, self._level = both, level
        case, swapped = both.hybrid()
        self._asked = Asked(case, plan, None, None, swapped)
        self._worlds: dict[tuple[int, ...], dict[str, bool]] = {}

    def kinds(self, rows: NDArray[np.bool_]) -> NDArray[np.int8]:
        """Return 1 where the plan holds, 0 where it does not, -1 where that is open; shape (n_rows,)."""
        import numpy as np

        both, n = self._both, self._both.n_stated
        judged = {both.names[k]: from_array(rows[:, k]) for k in range(n)}
        patterns, place = np.unique(rows[:, n:], axis=0, return_inverse=True)
        found = [self._world(tuple(n + int(k) for k in np.nonzero(pattern)[0])) for pattern in patterns]
        for name in both.case.judgements:
            truths = np.array([world[name] for world in found], dtype=np.bool_)
            judged[name] = from_array(truths[place.reshape(-1)])
        answer = judge(self._asked, len(rows), judged)
        return answer.kinds(self._level)

    def _world(self, exchanged: tuple[int, ...]) -> dict[str, bool]:
        if exchanged not in self._worlds:
            self._worlds[exchanged] = point_world(self._both.believed(exchanged))
        return self._worlds[exchanged]


def _crux(both: Differences, plan: str, level: str) -> Crux:
    import numpy as np

    exchanges, n = Exchanges(both, plan, level), len(both.items)
    name = both.first or "case"
    ends = exchanges.kinds(np.array([[False] * n, [True] * n]).reshape(2, n))
    target, judged = ends[1], 0
    for size in range(1, n + 1):
        if judged + comb(n, size) > MAX_SETS:
            return Crux(name, None, (), 0, size - 1)
        hits: list[tuple[int, ...]] = []
        for batch in _batches(combinations(range(n), size), BATCH):
            rows = np.zeros((len(batch), n), dtype=np.bool_)
            rows[np.arange(len(batch))[:, None], np.array(batch)] = True
            judged += len(batch)
            hits += [batch[k] for k in np.nonzero(exchanges.kinds(rows) == target)[0]]
        if hits:
            sets = tuple(tuple(both.items[k] for k in hit) for hit in hits[:MOST])
            return Crux(name, size, sets, len(hits), size)
    return Crux(name, None, (), 0, n)


def _batches(sets: Iterator[tuple[int, ...]], most: int) -> Iterator[list[tuple[int, ...]]]:
    batch: list[tuple[int, ...]] = []
    for each in sets:
        batch.append(each)
        if len(batch) == most:
            yield batch
            batch = []
    if batch:
        yield batch


# -- contributions ---------------------------------------------------------------------------------------------------


def _parts(both: Differences, plan: str, level: str, seed: int) -> tuple[str, tuple[Part, ...]]:
    import numpy as np

    shares = _Shares(both, plan, level)
    moving = [k for k, item in enumerate(both.items) if item.kind != "judgement" or item.subject in shares.names]
    groups: list[tuple[int, ...]] = [(k,) for k in moving]  # judgements that cannot reach the verdict add nothing
    how = "exact"
    if len(groups) > MAX_EXACT_ITEMS:
        by_party: dict[tuple[str, str], list[int]] = {}
        for k in moving:
            item = both.items[k]
            by_party.setdefault(("judgement" if item.kind == "judgement" else "", item.subject), []).append(k)
        groups, how = [tuple(each) for each in by_party.values()], "by party"
    errors: list[float] | None = None
    if len(groups) <= MAX_EXACT_ITEMS:
        sizes = shapley(np.array(shares.of(_unions(groups, range(1 << len(groups))))))
    else:
        how, count = "sampled", max(ORDERS // len(groups), 10)
        sizes, errors = sampled(len(groups), lambda masks: shares.of(_unions(groups, masks)), count, seed)
    found = []
    for k, group in enumerate(groups):
        size = round(sizes[k], 12)
        items = tuple(both.items[each] for each in group)
        found.append(Part(items, size, None if errors is None else errors[k]))
    return how, tuple(sorted(found, key=lambda part: -abs(part.size)))


def _unions(groups: Sequence[tuple[int, ...]], masks: Sequence[int]) -> list[tuple[int, ...]]:
    """Return the differences in each set of groups."""
    return [tuple(sorted(k for g, group in enumerate(groups) if mask >> g & 1 for k in group)) for mask in masks]


def _reaching(both: Differences, plan: str) -> set[str]:
    """Return the variables on which a verdict can depend, whichever differences are exchanged."""
    accounts = both.first, both.second
    names = {variable.id for account in accounts for variable in relevant(both.case, account, plan)}
    every = [variable for account in accounts for variable in variables(both.case, account)]
    settles = {name: variable.id for variable in every for name in variable.judgements}
    fresh = names
    while fresh:
        fresh = {settles[name] for variable in every if variable.id in fresh for name in variable.parents} - names
        names |= fresh
    return names


class _Shares:
    """The share of worlds in which a plan holds, for sets of exchanges."""

    def __init__(self, both: Differences, plan: str, level: str) -> None:
        self._both, self._plan, self._level = both, plan, level
        self._hybrid, self._swapped = both.hybrid()
        self.names = _reaching(both, plan)
        base = self._doubted(both.believed(()))
        self._order = [variable.id for variable in base]
        self._n_worlds, self._judged = worlds(base)
        if self._n_worlds > MAX_EXACT:
            raise QuestionError(f"{self._n_worlds:,} worlds are too many to divide a difference between accounts")

    def _doubted(self, case: Case) -> list[Variable]:
        return [variable for variable in variables(case) if variable.id in self.names]

    def of(self, sets: Sequence[tuple[int, ...]]) -> list[float]:
        """Return the share for each set of differences."""
        n = self._both.n_stated
        stated = list(dict.fromkeys(tuple(k for k in each if k < n) for each in sets))
        truth = dict(zip(stated, self._truths(stated), strict=True))
        alike: dict[tuple[int, ...], list[int]] = {}
        for place, each in enumerate(sets):
            alike.setdefault(tuple(k for k in each if k >= n), []).append(place)
        found = [0.0] * len(sets)
        for exchanged, places in alike.items():
            weight = self._weight(exchanged)
            for place in places:
                found[place] = float(weight[truth[tuple(k for k in sets[place] if k < n)]].sum())
        return found

    def _weight(self, exchanged: tuple[int, ...]) -> NDArray[np.float64]:
        """Return the probability of each world where these differences of judgements are exchanged."""
        doubted = self._doubted(self._both.believed(exchanged))
        place = {variable.id: k for k, variable in enumerate(doubted)}  # what depends on what may be exchanged too
        return weights(doubted).transpose([place[name] for name in self._order]).reshape(-1)

    def _truths(self, sets: Sequence[tuple[int, ...]]) -> Iterator[NDArray[np.bool_]]:
        """Yield for each set of exchanged statements the worlds in which the plan holds."""
        import numpy as np

        asked = Asked(self._hybrid, self._plan, None, None, self._swapped)
        count, each_batch = self._n_worlds, max(1, (1 << 20) // self._n_worlds)
        for start in range(0, len(sets), each_batch):
            batch = sets[start : start + each_batch]
            judged = {name: repeated(bits, count, len(batch)) for name, bits in self._judged.items()}
            world = (1 << count) - 1
            for k in range(self._both.n_stated):
                marks = (world << (place * count) for place, each in enumerate(batch) if k in each)
                judged[self._both.names[k]] = sum(marks)
            for name in self._both.case.judgements:
                judged.setdefault(name, 0)  # cannot reach the verdict
            found = judge(asked, count * len(batch), judged).sets[self._level]
            yield from np.split(found, len(batch))
