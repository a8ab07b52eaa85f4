"""Which judgements can reach a verdict: those that a part in effect depends on, and those these depend on in turn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import prod

from holdfast.case import Case, Preference, Ranking, Weights
from holdfast.case.condition import Condition, Judged, atoms
from holdfast.case.world import Variable, variables


def conditions(case: Case, account: str | None, plan: str | None) -> Iterator[Condition]:
    """Yield every ``when`` that bears on a plan under an account: of rules, options, its cells, and statements."""
    for rule in case.rules:
        if rule.when is not None:
            yield rule.when
    for option in case.options:
        if option.when is not None:
            yield option.when
    if plan is not None:
        for cell in case.plans[plan].positions.values():
            yield from (each.when for each in (cell, *cell.others) if each.when is not None)
    for party in case.parties:
        yield from when_of(case.preference(party, account))


def when_of(stated: Preference | None) -> Iterator[Condition]:
    """Yield every ``when`` of a preference's statements."""
    if stated is not None and not isinstance(stated, Ranking | Weights):
        yield from (statement.when for statement in stated if statement.when is not None)


def judged(when: Condition) -> Iterator[str]:
    """Yield the judgements that a condition names."""
    for atom in atoms(when):
        if isinstance(atom, Judged):
            yield atom.judgement


def relevant(case: Case, account: str | None, plan: str | None) -> tuple[Variable, ...]:
    """Return the variables on which a verdict can depend, each after those it depends on.

    Examples
    --------
    >>> from holdfast import loads
    >>> case = loads('''
    ... schema: holdfast/case/1
    ... title: T
    ... parties: {a: {options: {go: Go}}}
    ... judgements: {windy: 0.25, cold: {credence: 0.5, given: [{when: windy, credence: 0.9}]}}
    ... preferences: {a: [{prefer: go, when: windy}]}
    ... ''', warnings=[])
    >>> [variable.id for variable in relevant(case, None, None)]
    ['windy']
    """
    named = (name for when in conditions(case, account, plan) for name in judged(when))
    return behind(variables(case, account), named)


def behind(every: Sequence[Variable], judgements: Iterable[str]) -> tuple[Variable, ...]:
    """Return the variables that settle some judgements, and all that these depend on, in their order."""
    needed, kept = set(judgements), list[Variable]()
    for variable in reversed(every):
        if not needed.isdisjoint(variable.judgements):
            kept.append(variable)
            needed.update(variable.parents)
    return tuple(reversed(kept))


def telling(case: Case, account: str | None, plan: str | None) -> tuple[Variable, ...]:
    """Return the variables on which a verdict can depend, those that are a sign of it, and what these depend on.

    Examples
    --------
    >>> from holdfast import loads
    >>> case = loads('''
    ... schema: holdfast/case/1
    ... title: T
    ... parties: {a: {options: {go: Go}}}
    ... judgements: {windy: 0.25, cold: {credence: 0.5, given: [{when: windy, credence: 0.9}]}, late: 0.5}
    ... preferences: {a: [{prefer: go, when: windy}]}
    ... ''', warnings=[])
    >>> [variable.id for variable in telling(case, None, None)]
    ['windy', 'cold']
    """
    every = variables(case, account)
    told = {name for variable in relevant(case, account, plan) for name in variable.judgements}
    for variable in every:
        if not told.isdisjoint(variable.parents):
            told.update(variable.judgements)
    return behind(every, told)


def n_worlds(found: tuple[Variable, ...]) -> int:
    """Return how many worlds some variables make.

    Examples
    --------
    >>> n_worlds(())
    1
    """
    return prod(len(variable.values) for variable in found)
