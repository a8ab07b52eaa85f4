"""Judgements as a page shows them: what is held likely, by whom, in words with numbers, and what depends on it."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.case import Case, Claim, Credence, Judgement
from holdfast.report.shares import number
from holdfast.report.sources import Groups, Sources, anchor
from holdfast.report.wording import Wording


@dataclass(frozen=True, slots=True)
class HeldRow:
    """What is held likely of one judgement, under one condition or without.

    Attributes
    ----------
    anchor : str
        Id of its place in the page.
    who : str
        The account; empty for a row that only adds a condition to the one above.
    where : str
        The condition in words; empty where none is left.
    held : str
        The credence: a word with its numbers, or numbers.
    claim : Claim
        What stands behind it.
    """

    anchor: str
    who: str
    where: str
    held: str
    claim: Claim


@dataclass(frozen=True, slots=True)
class JudgementView:
    """One judgement.

    Attributes
    ----------
    id, anchor, text : str
        Its id, its place in the page, and what it says.
    rows : tuple of HeldRow
        What is held of it: the case's own first, then of each account that speaks of it.
    bears_on : tuple of (str, tuple of Entry)
        What depends on it, grouped.
    among : tuple of (str, str)
        The sets of rival hypotheses that it is in: id and place in the page.
    """

    id: str
    anchor: str
    text: str
    rows: tuple[HeldRow, ...]
    bears_on: Groups
    among: tuple[tuple[str, str], ...]


def credence_words(held: Credence) -> str:
    """Write a credence: a number always beside a word.

    Examples
    --------
    >>> from fractions import Fraction
    >>> credence_words(Credence(Fraction(1, 5), Fraction(4, 5)))
    '20–80 %'
    >>> credence_words(Credence(Fraction(3, 5), Fraction(4, 5), "likely", "survey"))
    'likely (60–80 %, survey)'
    """
    ends = number(float(held.low)) + (f"–{number(float(held.high))}" if held.is_range else "")
    return f"{held.word} ({ends} %, {held.kind})" if held.word else f"{ends} %"


def judgement_views(case: Case, sources: Sources, wording: Wording) -> tuple[JudgementView, ...]:
    """Return every judgement of a case as its section shows it.

    Parameters
    ----------
    case : Case
        The case.
    sources : Sources
        Its claims.
    wording : Wording
        Its conditions in words.
    """
    found = []
    for judgement in case.judgements.values():
        rows = _rows(judgement, "the case", anchor("judgement", judgement.id), wording)
        for account in case.accounts.values():
            said = account.judgements.get(judgement.id)
            if said is not None:
                rows += _rows(said, account.id, anchor("held", account.id, judgement.id), wording)
        sets = [(each.id, anchor("set", each.id)) for each in case.hypotheses.values() if judgement.id in each.among]
        found.append(
            JudgementView(
                judgement.id,
                anchor("judgement", judgement.id),
                judgement.text,
                tuple(rows),
                sources.bearing[judgement.id],
                tuple(sets),
            )
        )
    return tuple(found)


def _rows(held: Judgement, who: str, at: str, wording: Wording) -> list[HeldRow]:
    """Return the row of the judgement itself, which has its claim, and before it one for each condition."""
    rows = [
        HeldRow(
            anchor(at, place),
            "",
            f"{'' if place == 1 else 'else '}if {wording.words(given.when)}",
            credence_words(given.credence),
            given.claim,
        )
        for place, given in enumerate(held.given, 1)
    ]
    last = credence_words(held.credence) if held.credence is not None else ""
    rows.append(HeldRow(at, "", "otherwise" if held.given and last else "", last, held.claim))
    first = rows[0]
    rows[0] = HeldRow(first.anchor, who, first.where, first.held, first.claim)
    return rows
