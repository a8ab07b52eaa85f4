"""The words of a case read by another lexicon: what a reader with another scale in mind would make of its sources."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from holdfast import lexicons
from holdfast.case.account import Account
from holdfast.case.case import Case
from holdfast.case.judgement import Credence, Evidence, Given, Hypotheses, Judgement
from holdfast.case.lookup import ById

Change = Callable[[Credence], Credence]


class Reread(NamedTuple):
    """A case by another lexicon.

    Attributes
    ----------
    case : Case
        The same but for the numbers of its words of likelihood.
    unknown : tuple of str
        Words that the lexicon has no number for, sorted: these keep the numbers that they had.
    """

    case: Case
    unknown: tuple[str, ...]


def under_lexicon(case: Case, lexicon: str) -> Reread:
    r"""Read every word of likelihood of a case by a lexicon; numbers and ranges stay as they are.

    Parameters
    ----------
    case : Case
        The case.
    lexicon : str
        Id of the lexicon.

    Raises
    ------
    QuestionError
        If there is no such lexicon.

    Examples
    --------
    >>> from holdfast import loads
    >>> case = loads(
    ...     "schema: holdfast/case/1\ntitle: T\nparties: {a: {options: {go: Go}}}\n"
    ...     "judgements: {windy: unlikely, wet: rarely}\npreferences: {a: [{prefer: go, when: windy or wet}]}"
    ... )
    >>> read = under_lexicon(case, "icd203")
    >>> read.case.judgements["windy"].credence.low, read.unknown
    (Fraction(1, 5), ('rarely',))
    """
    lexicons.lexicon(lexicon)
    unknown: set[str] = set()

    def change(credence: Credence) -> Credence:
        if not credence.word:
            return credence
        found = lexicons.meaning(credence.word, lexicon)
        if found is None:
            unknown.add(credence.word)
            return credence
        return Credence(found.low, found.high, credence.word, found.kind)

    made = case.replace(
        lexicon=lexicon,
        judgements=_judgements(case.judgements, change),
        hypotheses=ById((key, _hypotheses(each, change)) for key, each in case.hypotheses.items()),
        accounts=ById((key, _account(each, change)) for key, each in case.accounts.items()),
    )
    return Reread(made, tuple(sorted(unknown)))


def _judgements(held: ById[Judgement], change: Change) -> ById[Judgement]:
    return ById((key, _judgement(each, change)) for key, each in held.items())


def _judgement(held: Judgement, change: Change) -> Judgement:
    return replace(
        held,
        credence=None if held.credence is None else change(held.credence),
        given=tuple(Given(row.when, change(row.credence), row.claim) for row in held.given),
    )


def _account(account: Account, change: Change) -> Account:
    return replace(account, judgements=_judgements(account.judgements, change)) if account.judgements else account


def _hypotheses(among: Hypotheses, change: Change) -> Hypotheses:
    return replace(among, evidence=tuple(_evidence(row, change) for row in among.evidence))


def _evidence(row: Evidence, change: Change) -> Evidence:
    return replace(row, likelihood=ById((key, change(each)) for key, each in row.likelihood.items()))
