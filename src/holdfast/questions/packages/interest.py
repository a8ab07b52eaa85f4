"""What a signatory makes of packages: terms that add up to a whole number, and the number from which it would sign.

Weights give such terms as they are, times their denominator. Statements do too: of the statements that packages can
change, each is worth twice the next, so the sums compare as the lists of truths do. A ranking of states says nothing
that sets packages apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from holdfast.case import Case, Ranking
from holdfast.case.account import Weights
from holdfast.case.condition import IssueIs, write
from holdfast.errors import CapacityError, ModelError
from holdfast.model.states import to_code
from holdfast.model.weighing import denominator_of, fallback
from holdfast.questions.packages.residue import Place, Residue

NEVER = -(1 << 62)
"""Below every sum: the party would sign whatever crosses no red line."""
MAX_STATEMENTS = 60
"""Most statements of a party that packages can change: their sums are 64-bit integers."""
MAX_SUM = 1 << 60
"""Largest sum of a party's weights, times their denominator."""


@dataclass(frozen=True)
class Line:
    """A red line as packages see it: where it is crossed, and its text."""

    party: str
    crossed: Residue
    text: str


@dataclass(frozen=True)
class Interest:
    """One signatory's view of the packages of a setting.

    Attributes
    ----------
    party : str
        The signatory.
    kind : str
        ``weights``, ``statements`` or ``ranking``.
    terms : tuple of (Residue, int)
        What each of these is worth where it is true.
    worths : mapping of str to mapping of str to int
        Per issue, what its positions are worth.
    constant : int
        What every package is worth.
    need : int
        The least sum with which the party prefers a package to the status quo.
    even : int
        The least sum with which it does not prefer the status quo.
    walk_away : int or None
        What the status quo is worth; None without weights, and where the status quo crosses a red line.
    red_lines : tuple of Line
        What it rules out.
    denominator : int
        Of all sums.
    scale : str
        The unit; empty without weights.
    is_start_crossed : bool
        Whether the status quo crosses one of its red lines.
    """

    party: str
    kind: str
    terms: tuple[tuple[Residue, int], ...] = ()
    worths: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    constant: int = 0
    need: int = 0
    even: int = 0
    walk_away: int | None = None
    red_lines: tuple[Line, ...] = ()
    denominator: int = 1
    scale: str = ""
    is_start_crossed: bool = False


def interest_of(case: Case, party: str, account: str | None, here: Place, start: Place | None) -> Interest:
    """Return a signatory's view of packages.

    Parameters
    ----------
    case : Case
        The case.
    party : str
        The signatory.
    account : str or None
        Whose reading of the preferences.
    here : Place
        The state in which packages are kept.
    start : Place or None
        The status quo, if it can occur; no agreement is in force there.

    Raises
    ------
    ModelError
        If the party has no preferences under this account.
    CapacityError
        If its sums would exceed 64-bit integers.
    """
    stated = case.preference(party, account)
    if stated is None:
        raise ModelError(f'no preferences for "{party}"')
    if isinstance(stated, Ranking):
        return _ranked(party, stated, here, start)
    if isinstance(stated, Weights):
        return _weighted(case, party, stated, here, start)
    now = here if start is None else start
    conditions = [statement.condition for statement in stated]
    pairs = [(here.everywhere(c), now.everywhere(c) is True) for c in conditions]
    open_ = [place for place, (residue, _) in enumerate(pairs) if not isinstance(residue, bool)]
    if len(open_) > MAX_STATEMENTS:
        raise CapacityError(
            f"refused: packages change the truth of {len(open_)} statements of {party}; at most {MAX_STATEMENTS} are "
            "compared",
            "leave out the least important ones",
        )
    terms = tuple((pairs[place][0], 1 << (len(open_) - 1 - k)) for k, place in enumerate(open_))
    need, even = _thresholds(pairs, len(open_))
    return Interest(party, "statements", terms, {}, need=need, even=even)


def _thresholds(pairs: list[tuple[Residue, bool]], n_open: int) -> tuple[int, int]:
    """Return the least sums that are better than the status quo, and no worse, under statements.

    A statement that packages cannot change decides, where it differs from the status quo, between the packages that
    agree with the status quo on everything more important.
    """
    prefix, seen = 0, 0
    for residue, at_start in pairs:
        if isinstance(residue, bool):
            if residue != at_start:
                least = (prefix + (0 if residue else 1)) << (n_open - seen)
                return least, least
        else:
            prefix, seen = 2 * prefix + at_start, seen + 1
    return prefix + 1, prefix


def _ranked(party: str, stated: Ranking, here: Place, start: Place | None) -> Interest:
    place_of_code = {to_code(state): place for place, tier in enumerate(stated.tiers) for state in tier}
    worst = len(stated.tiers) - 1

    def tier(place: Place) -> int:
        return place_of_code.get(place.codes[0], worst)

    gain = 0 if start is None else tier(start) - tier(here)
    return Interest(party, "ranking", (), {}, need=0 if gain > 0 else 1, even=0 if gain >= 0 else 1)


def _weighted(case: Case, party: str, stated: Weights, here: Place, start: Place | None) -> Interest:
    names = dict(zip(((o.party, o.id) for o in case.options), case.option_names, strict=True))
    over = denominator_of(stated)

    def whole(number: Fraction) -> int:
        return int(number * over)

    worths = {each.issue: {p: whole(each.at(p)) for p, _ in each.values} for each in stated.issues}
    found = [(here.everywhere(each.condition), whole(each.worth)) for each in stated.also]
    constant = sum(worth for residue, worth in found if residue is True)
    terms = tuple((residue, worth) for residue, worth in found if not isinstance(residue, bool))
    most = sum(max(map(abs, each.values())) for each in worths.values()) + sum(abs(worth) for _, worth in found)
    if max(most, abs(whole(fallback(case, stated)))) > MAX_SUM:
        raise CapacityError(
            f"refused: the weights of {party}, written over one denominator ({over:,}), are too large to add up",
            "use fewer digits",
        )
    lines = tuple(
        Line(party, here.somewhere(each.never), write(each.never, lambda taken: names[taken.party, taken.option]))
        for each in stated.red_lines
    )
    need, even, walk_away, crossed = NEVER, NEVER, None, False
    if start is not None:
        crossed = any(start.somewhere(each.never) is not False for each in stated.red_lines)
        level = whole(fallback(case, stated)) + sum(
            whole(w.worth) for w in stated.also if start.everywhere(w.condition) is True
        )
        if not crossed:
            need, even, walk_away = level + 1, level, level
    return Interest(
        party, "weights", terms, worths, constant, need, even, walk_away, lines, over, stated.scale, crossed
    )


def asks(residue: Residue) -> list[IssueIs]:
    """Return the atoms of a residue."""
    from holdfast.case.condition import atoms

    return [] if isinstance(residue, bool) else [atom for atom in atoms(residue) if isinstance(atom, IssueIs)]
