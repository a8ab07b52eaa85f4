"""Worlds: every judgement true or false; what is held likely of them; and the case as it is in one of them.

Judgements are gathered into *variables* that are independent but for their conditions: a judgement by itself has two
values, true and false; a set of rival hypotheses has one value for each. What a variable depends on stands in its rows:
the first whose condition is true counts, and every case has one.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from heapq import heappop, heappush

from holdfast.case.account import Account, Preference, Ranking, Statement, Weights
from holdfast.case.case import Case, Rule
from holdfast.case.condition import Condition, Judged, Taken, atoms, truth
from holdfast.case.evidence import corners, shares, weights
from holdfast.case.judgement import OTHERWISE, Credence, Hypotheses, Judgement
from holdfast.case.lookup import ById
from holdfast.case.party import Party
from holdfast.case.plan import Cell, Plan

World = Mapping[str, bool]
"""Every judgement, true or false."""
HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Row:
    """What is held likely of a variable where a condition over other judgements is true.

    Attributes
    ----------
    when : Condition or None
        None: always.
    point : tuple of float
        The credence of each value; sums to 1.
    corners : tuple of tuple of float
        The same at every corner of the ranges, without repeats; one only where nothing is a range.
    """

    when: Condition | None
    point: tuple[float, ...]
    corners: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Variable:
    """One judgement, or one set of rival hypotheses.

    Attributes
    ----------
    id : str
        Of the judgement or the set.
    judgements : tuple of str
        What it settles.
    values : tuple of tuple of bool
        For each value, which of these judgements are true.
    rows : tuple of Row
        The last has no condition, or those before leave no case out.
    parents : tuple of str
        Judgements that the rows ask about.
    """

    id: str
    judgements: tuple[str, ...]
    values: tuple[tuple[bool, ...], ...]
    rows: tuple[Row, ...]
    parents: tuple[str, ...] = ()

    def value_in(self, world: World) -> int:
        """Return which value the variable has in a world."""
        return self.values.index(tuple(world[name] for name in self.judgements))


def opinion(case: Case, judgement: str, account: str | None) -> Judgement:
    """Return what is held of a judgement under an account: the case's own where the account says nothing of it."""
    if account is not None:
        said = case.accounts[account].judgements.get(judgement)
        if said is not None:
            return said
    return case.judgements[judgement]


@lru_cache(maxsize=256)
def variables(case: Case, account: str | None = None) -> tuple[Variable, ...]:
    r"""Return the variables of a case under an account, each after those it depends on.

    Examples
    --------
    >>> from holdfast import loads
    >>> case = loads(
    ...     "schema: holdfast/case/1\ntitle: T\nparties: {a: {options: {go: Go}}}\n"
    ...     "judgements: {windy: 0.25}\npreferences: {a: [{prefer: go, when: windy}]}"
    ... )
    >>> variables(case)[0].rows[0].point
    (0.25, 0.75)
    """
    grouped = {name: each for each in case.hypotheses.values() for name in each.among}
    made: dict[str, Variable] = {}
    for name in case.judgements:
        if name in grouped:
            among = grouped[name]
            if f"{among.id} " not in made:
                made[f"{among.id} "] = _of_set(case, among, account)
        else:
            made[name] = _of_judgement(opinion(case, name, account))
    return _in_order(list(made.values()))


def _of_judgement(held: Judgement) -> Variable:
    rows = [_row(given.when, given.credence) for given in held.given]
    if held.credence is not None:
        rows.append(_row(None, held.credence))
    return Variable(held.id, (held.id,), ((True,), (False,)), tuple(rows), _asked(held))


def _asked(held: Judgement) -> tuple[str, ...]:
    named = (atom.judgement for row in held.given for atom in atoms(row.when) if isinstance(atom, Judged))
    return tuple(dict.fromkeys(named))


def _row(when: Condition | None, credence: Credence) -> Row:
    ends = dict.fromkeys((credence.low, credence.high))
    return Row(when, _pair(credence.point), tuple(map(_pair, ends)))


def _pair(credence: Fraction) -> tuple[float, float]:
    return float(credence), float(1 - credence)


def _of_set(case: Case, among: Hypotheses, account: str | None) -> Variable:
    found = weights(among, credences(case, among, account))
    ends = tuple(tuple(weight / sum(corner) for weight in corner) for corner in corners(found))
    row = Row(None, tuple(map(float, shares(found).values())), ends)
    values = (
        ((True,), (False,))
        if OTHERWISE in found
        else tuple(tuple(name == other for other in among.among) for name in among.among)
    )
    return Variable(among.id, among.among, values, (row,))


def credences(case: Case, among: Hypotheses, account: str | None = None) -> dict[str, Credence]:
    """Return what is held of the judgements of a set under an account, before the evidence."""
    held = {name: opinion(case, name, account).credence for name in among.among}
    return {name: each or Credence(HALF, HALF) for name, each in held.items()}


def _in_order(found: list[Variable]) -> tuple[Variable, ...]:
    """Return variables so that each comes after those it depends on; in file order otherwise."""
    settles = {name: place for place, variable in enumerate(found) for name in variable.judgements}
    above = [{settles[name] for name in variable.parents} for variable in found]
    below: list[list[int]] = [[] for _ in found]
    for place, parents in enumerate(above):
        for parent in parents:
            below[parent].append(place)
    missing = [len(parents) for parents in above]
    ready = [place for place, count in enumerate(missing) if not count]  # sorted, so a heap
    ordered: list[Variable] = []
    while ready:
        place = heappop(ready)
        ordered.append(found[place])
        for each in below[place]:
            missing[each] -= 1
            if not missing[each]:
                heappush(ready, each)
    return tuple(ordered)


def row_in(variable: Variable, world: World) -> Row:
    """Return the row that counts in a world."""
    return next(row for row in variable.rows if row.when is None or is_true(row.when, world))


def is_true(when: Condition, world: World) -> bool:
    """Whether a condition over judgements is true in a world."""

    def look(atom: Condition) -> bool:
        assert isinstance(atom, Judged)
        return world[atom.judgement]

    return truth(when, look)


def counts(when: Condition | None, world: World) -> bool:
    """Whether a part of the case counts in a world."""
    return when is None or is_true(when, world)


@lru_cache(maxsize=256)
def _point_world(case: Case, account: str | None) -> tuple[tuple[str, bool], ...]:
    world: dict[str, bool] = {}
    for variable in variables(case, account):
        point = row_in(variable, world).point
        if len(variable.values) == 2 and len(variable.judgements) == 1:
            chosen = 0 if point[0] >= 0.5 else 1
        else:
            chosen = max(range(len(point)), key=lambda k: (point[k], -k))
        world.update(zip(variable.judgements, variable.values[chosen], strict=True))
    return tuple((name, world[name]) for name in case.judgements)


def point_world(case: Case, account: str | None = None) -> dict[str, bool]:
    r"""Return the world that counts where doubt is left aside.

    A judgement is true where its point credence, given those it depends on, is at least one half. Of rival hypotheses
    the most credible is true, of equally credible ones the first.

    Examples
    --------
    >>> from holdfast import loads
    >>> case = loads(
    ...     "schema: holdfast/case/1\ntitle: T\nparties: {a: {options: {go: Go}}}\n"
    ...     "judgements: {windy: 0.25}\npreferences: {a: [{prefer: go, when: windy}]}"
    ... )
    >>> point_world(case)
    {'windy': False}
    """
    return dict(_point_world(case, account))


def without_doubt(case: Case, account: str | None = None) -> Case:
    """Return the case in the world that counts where doubt is left aside; a case without judgements itself."""
    if not case.judgements:
        return case
    return _settled(case, _point_world(case, account if account in case.accounts else None))


@lru_cache(maxsize=256)
def _settled(case: Case, world: tuple[tuple[str, bool], ...]) -> Case:
    return in_world(case, dict(world))  # accounts of one world share one case


def in_world(case: Case, world: World) -> Case:
    """Return the case as it is in one world: without judgements, and with what counts there only.

    An option that is not open in the world is never taken there. A plan's cell that does not count there is unknown.
    """
    rules = [_always(rule) for rule in case.rules if counts(rule.when, world)]
    parties = []
    for party in case.parties.values():
        options = []
        for option in party.options.values():
            if not counts(option.when, world):
                rules.append(Rule(Taken(option.party, option.id), f"{option.id} is not open to {option.party}"))
            options.append((option.id, dataclasses.replace(option, when=None) if option.when else option))
        parties.append((party.id, dataclasses.replace(party, options=ById(options)) if party.options else party))
    return case.replace(
        parties=ById[Party](parties),
        rules=tuple(rules),
        preferences=_preferences(case.preferences, world),
        plans=ById((key, _plan(plan, world)) for key, plan in case.plans.items()),
        accounts=ById((key, _account(each, world)) for key, each in case.accounts.items()),
        judgements=ById[Judgement](),
        hypotheses=ById[Hypotheses](),
        settled_from=case.digest,
    )


def _always(rule: Rule) -> Rule:
    return rule if rule.when is None else dataclasses.replace(rule, when=None)


def _preferences(stated: ById[Preference], world: World) -> ById[Preference]:
    return ById((party, preference_in(each, world)) for party, each in stated.items())


def preference_in(stated: Preference, world: World) -> Preference:
    """Return a preference with the statements that count in a world; of one made twice, the more important place."""
    if isinstance(stated, Ranking | Weights):
        return stated
    kept: dict[Condition, Statement] = {}
    for statement in stated:
        if counts(statement.when, world):
            kept.setdefault(
                statement.condition, statement if statement.when is None else dataclasses.replace(statement, when=None)
            )
    return tuple(kept.values())


def _account(account: Account, world: World) -> Account:
    return dataclasses.replace(
        account, preferences=_preferences(account.preferences, world), judgements=ById[Judgement]()
    )


def _plan(plan: Plan, world: World) -> Plan:
    cells = []
    for issue, cell in plan.positions.items():
        found = next((each for each in (cell, *cell.others) if counts(each.when, world)), None)
        if found is not None:
            cells.append((issue, Cell(found.position, found.claim)))
    return dataclasses.replace(plan, positions=ById(cells))
