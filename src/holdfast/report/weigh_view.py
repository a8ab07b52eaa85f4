"""Rival hypotheses and their evidence as a reader sees them: letters for columns, numbers with words, sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from string import ascii_uppercase

from holdfast.case import Credence
from holdfast.case.judgement import OTHERWISE
from holdfast.report.shares import number, percent
from holdfast.report.words import count, listing
from holdfast.uncertainty.weighing import AGAINST, Held, Origin, Weighed, highest

MARK = "×"
"""Stands beside what would be less likely than not."""


@dataclass(frozen=True, slots=True)
class Line:
    """One hypothesis: its letter, what it says, and numbers in per cent."""

    letter: str
    id: str
    text: str
    before: str
    after: str
    against: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One row of evidence.

    Attributes
    ----------
    number : int
        From 1.
    text : str
        What was observed, and where the report comes from.
    sources : tuple of str
        Ids of the sources that say so.
    cells : tuple of str
        How likely it would be under each hypothesis, in per cent, with :data:`MARK` where that is less than half.
    words : tuple of str
        The same where the file has a word: the word with its range and where the range is from; else empty.
    tells_apart : bool
        Whether it is likelier under some hypothesis than under another.
    """

    number: int
    text: str
    sources: tuple[str, ...]
    cells: tuple[str, ...]
    words: tuple[str, ...]
    tells_apart: bool


@dataclass(frozen=True, slots=True)
class OriginLine:
    """What one origin tells: for and against whom, how strongly, and what would be without it."""

    name: str
    rows: str
    speaks_for: str
    speaks_against: str
    times: str
    without: str


@dataclass(frozen=True, slots=True)
class SetView:
    """One set of hypotheses.

    Attributes
    ----------
    id, question : str
        Of the set.
    lines, rows, origins : tuple
        The hypotheses, the matrix, and what each origin tells.
    sentences : tuple of str
        What follows, the most important first.
    searches : tuple of str
        What evidence to look for.
    accounts : tuple of (str, tuple of str)
        Per account that holds something of its own, the credences after the evidence.
    """

    id: str
    question: str
    lines: tuple[Line, ...]
    rows: tuple[MatrixRow, ...]
    origins: tuple[OriginLine, ...]
    sentences: tuple[str, ...]
    searches: tuple[str, ...]
    accounts: tuple[tuple[str, tuple[str, ...]], ...]


def set_view(weighed: Weighed) -> SetView:
    """Return a set of hypotheses as a reader sees it."""
    letters = dict(zip(weighed.hypotheses, ascii_uppercase, strict=False))
    of = len(weighed.origins)
    return SetView(
        weighed.id,
        weighed.question,
        tuple(
            Line(
                letters[each.id],
                each.id,
                _text(weighed, each.id, each.text),
                _range(each.before),
                _range(each.after),
                f"{each.n_against} of {of}" if of else "–",
            )
            for each in weighed.hypotheses.values()
        ),
        _matrix(weighed),
        tuple(_origin(weighed, each, letters) for each in weighed.origins),
        tuple(_sentences(weighed, letters)),
        tuple(_searches(weighed, letters)),
        tuple((key, tuple(map(_range, found.values()))) for key, found in weighed.accounts.items()),
    )


def _text(weighed: Weighed, id: str, text: str) -> str:
    if id != OTHERWISE:
        return text or id
    (other,) = (each for each in weighed.hypotheses if each != OTHERWISE)
    return f"Otherwise: {other} is not true"


def _range(held: Held) -> str:
    if number(float(held.low)) == number(float(held.high)):
        return number(float(held.point))
    return f"{number(float(held.point))} ({number(float(held.low))}–{number(float(held.high))})"


def _between(held: Held) -> str:
    if number(float(held.low)) == number(float(held.high)):
        return percent(float(held.point))
    return f"{percent(float(held.point))} ({number(float(held.low))} to {percent(float(held.high))})"


def _cell(cell: Credence) -> str:
    shown = number(float(cell.low))
    if cell.is_range:
        shown += f"–{number(float(cell.high))}"
    return f"{shown} {MARK}" if cell.point < AGAINST else shown


def _word(cell: Credence) -> str:
    if not cell.word:
        return ""
    ends = number(float(cell.low)) + (f"–{number(float(cell.high))}" if cell.is_range else "")
    return f"{cell.word} ({ends} %, {cell.kind})"


def _matrix(weighed: Weighed) -> tuple[MatrixRow, ...]:
    return tuple(
        MatrixRow(
            place,
            row.text,
            row.claim.sources,
            tuple(map(_cell, row.cells.values())),
            tuple(map(_word, row.cells.values())),
            row.tells_apart,
        )
        for place, row in enumerate(weighed.rows, 1)
    )


def _origin(weighed: Weighed, origin: Origin, letters: dict[str, str]) -> OriginLine:
    leader = weighed.leading[0]
    without = float(weighed.hypotheses[leader].after.point - origin.moves)
    said = f"{letters[leader]} {number(without)}"
    if origin.leads_without != weighed.leading:
        said += f"; {_letters(origin.leads_without, letters)} would lead"
    return OriginLine(
        origin.id or f"row {origin.rows[0] + 1}",
        ", ".join(str(place + 1) for place in origin.rows),
        _letters(origin.speaks_for, letters) or "none",
        _letters(origin.speaks_against, letters) or "none",
        times(origin.ratio),
        said,
    )


def times(ratio: Fraction) -> str:
    """Write a likelihood ratio.

    Examples
    --------
    >>> times(Fraction(1)), times(Fraction(41, 10)), times(Fraction(37)), times(Fraction(999))
    ('1', '4.1', '37', '999')
    """
    return "1" if ratio == 1 else f"{float(ratio):.1f}" if ratio < 10 else f"{float(ratio):.0f}"


def _letters(ids: Iterable[str], letters: dict[str, str]) -> str:
    return listing(letters[each] for each in ids)


def _sentences(weighed: Weighed, letters: dict[str, str]) -> Iterable[str]:
    leading, first = weighed.leading, weighed.hypotheses[weighed.leading[0]]
    who = _letters(leading, letters)
    before = percent(float(first.before.point))
    if len(leading) > 1:
        yield f"{who} are equally credible, at {_between(first.after)} each; {letters[first.id]} had {before} before."
    else:
        text = f"{who} leads with {_between(first.after)}; before the evidence it had {_between(first.before)}."
        if weighed.leads_throughout:
            text += " It leads wherever in their ranges the credences and likelihoods lie."
        else:
            text += " It leads at the middle of all ranges; at other corners of them another one may."
        yield text
    if not weighed.rows:
        yield "No evidence is given, so nothing was weighed."
        return
    of, fewest = len(weighed.origins), min(each.n_against for each in weighed.hypotheses.values())
    kept = _letters(weighed.least_against, letters)
    text = (
        f"Counted after Heuer, {fewest} of {count(of, 'origin')} {'speaks' if fewest == 1 else 'speak'} against {kept}"
    )
    if weighed.least_against == leading:
        yield f"{text}, fewer than against any other."
    else:
        more = (
            "no more than against any other" if len(weighed.hypotheses) == len(weighed.least_against) else "the fewest"
        )
        yield f"{text}, {more}. The count leaves out how strongly each speaks, and what was held before."
    dull = [str(place) for place, row in enumerate(weighed.rows, 1) if not row.tells_apart]
    if dull:
        rows = f"Row {dull[0]} does" if len(dull) == 1 else f"Rows {listing(dull)} do"
        yield f"{rows} not tell the hypotheses apart: without, the numbers would be the same."
    yield from _lexicons(weighed, letters)


def _lexicons(weighed: Weighed, letters: dict[str, str]) -> Iterable[str]:
    if not weighed.lexicons:
        return
    groups: dict[tuple[str, ...], list[str]] = {}
    for name, found in weighed.lexicons.items():
        leader = highest(found)
        groups.setdefault(leader, []).append(f"{name} ({percent(float(found[leader[0]]))})")
    if len(groups) == 1:
        (leader,) = groups
        verb = "leads" if len(leader) == 1 else "lead"
        yield f"{_letters(leader, letters)} {verb} by every lexicon: {listing(groups[leader])}."
        return
    parts = [f"{_letters(leader, letters)} by {listing(names)}" for leader, names in groups.items()]
    yield f"What leads depends on the lexicon: {'; '.join(parts)}."


def _searches(weighed: Weighed, letters: dict[str, str]) -> Iterable[str]:
    sided: dict[str, list[str]] = {}
    for each in weighed.searches:
        if each.is_one_sided:
            sided.setdefault(each.unlikely_if, []).append(each.likely_if)
    for favoured, others in sided.items():
        rest, who = listing((letters[each] for each in others), "or"), letters[favoured]
        missing = f"what would be likely under {rest} and unlikely under {who}"
        yield f"All that tells {who} from {rest} speaks for {who}: look for {missing}."
    untold = [
        f"{letters[each.likely_if]} from {letters[each.unlikely_if]}"
        for each in weighed.searches
        if not each.is_one_sided
    ]
    if untold:
        yield f"Nothing tells {listing(untold, 'or')}: look for what would be likelier under one than under the other."
