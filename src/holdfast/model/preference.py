"""Preferences over states: lexicographic statements, a ranking with ties, or weights. Ranks: higher is better."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from holdfast.model.formula import Formula, holds, negation, on_codes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Statements:
    """Formulas, most important first: the better state satisfies the first on which two states differ.

    This is the ranking by ``sum of 2^(k-j)`` over satisfied statements j of k, without the number, which overflows
    fixed-width integers from 63 statements on (Fang, Hipel, Kilgour & Peng 2003).

    Attributes
    ----------
    formulas : tuple of Formula
        The statements.
    unknown : tuple of int
        Places of statements of which nobody knows whether the party wants them true or false: which of two states that
        differ first on one of them it prefers is unknown.
    greatly : int
        How many statements, from the top, matter greatly: a state is greatly preferred to another where they differ
        first on one of these.
    """

    formulas: tuple[Formula, ...]
    unknown: tuple[int, ...] = ()
    greatly: int = 0


@dataclass(frozen=True, slots=True)
class Tiers:
    """States by code, best tier first; the states of one tier are equally good.

    Attributes
    ----------
    tiers : tuple of tuple of int
        The states.
    unknown : tuple of (int, int)
        Pairs of states of which nobody knows which the party prefers, wherever they stand; not transitive.
    greatly : tuple of int
        Numbers of tiers, from the top, that are greatly preferred to all that follow.
    """

    tiers: tuple[tuple[int, ...], ...]
    unknown: tuple[tuple[int, int], ...] = ()
    greatly: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Weights:
    """Numbers that add up: the better state is worth more, unless a red line is crossed there and not in the other.

    Attributes
    ----------
    terms : tuple of (Formula, int)
        What each is worth where it is true, in parts of ``denominator``.
    red_lines : tuple of Formula
        Every state in which none is true is better than every state in which one is.
    denominator : int
        The same for all packages of one party, so that sums of terms compare across packages as worths do.
    scale : str
        The unit.
    words : tuple of str
        What explanations quote, two for each term and then for each red line: where it is true, and where it is false.
    """

    terms: tuple[tuple[Formula, int], ...]
    red_lines: tuple[Formula, ...] = ()
    denominator: int = 1
    scale: str = ""
    words: tuple[str, ...] = field(default=(), compare=False)


Preference = Statements | Tiers | Weights


def is_known(preference: Preference) -> bool:
    """Whether it is known of any two states how the party compares them."""
    return isinstance(preference, Weights) or not preference.unknown


Members = Mapping[int, tuple[int, ...]]
"""The codes of each merged state that can occur, by the state's own code. A statement is true in a merged state iff it
is true in every one of them, so that what does not matter there does not count; so is a term of weights. A red line is
crossed there iff it is in one of them: it is kept iff "not" what it forbids is true as a statement."""

NONE_MERGED: Members = {}


def satisfied(preference: Statements, state: int, n_options: int, members: Members = NONE_MERGED) -> tuple[bool, ...]:
    """Return which statements a state satisfies, most important first; tuples compare as the states do."""
    codes = members.get(state, (state,))
    return tuple(_is_true(formula, codes, n_options) for formula in preference.formulas)


def _is_true(formula: Formula, codes: tuple[int, ...], n_options: int) -> bool:
    last = n_options - 1
    return all(holds(formula, lambda k, code=code: bool(code >> (last - k) & 1)) for code in codes)  # type: ignore[misc]


def weighed(preference: Weights, state: int, n_options: int, members: Members = NONE_MERGED) -> tuple[bool, int]:
    """Return whether a state crosses no red line, and its worth in parts of ``denominator``; pairs compare as states.

    Examples
    --------
    >>> from holdfast.model.formula import Bit
    >>> weighed(Weights(((Bit(0), 3), (Bit(1), -1)), red_lines=(Bit(1),)), 0b11, 2)
    (False, 2)
    """
    codes = members.get(state, (state,))
    kept = all(_is_true(negation(line), codes, n_options) for line in preference.red_lines)
    return kept, sum(worth for formula, worth in preference.terms if _is_true(formula, codes, n_options))


def worth_of(preference: Weights, state: int, n_options: int, members: Members = NONE_MERGED) -> Fraction:
    """Return what a state is worth, in units of the scale; red lines are not looked at."""
    return Fraction(weighed(preference, state, n_options, members)[1], preference.denominator)


def truth_of(
    formula: Formula, codes: NDArray[np.int64], n_options: int, members: Members = NONE_MERGED
) -> NDArray[np.bool_]:
    """Return in which states a formula is true; a bool array aligned with ``codes``."""
    import numpy as np

    truth = on_codes(formula, codes, n_options)
    for state, inside in members.items():
        place = int(np.searchsorted(codes, state))
        if place < codes.size and codes[place] == state:
            truth[place] = bool(on_codes(formula, np.array(inside, dtype=np.int64), n_options).all())
    return truth


def ranks_of(
    preference: Preference, codes: NDArray[np.int64], n_options: int, members: Members = NONE_MERGED
) -> NDArray[np.int32]:
    """Rank many states.

    Parameters
    ----------
    preference : Preference
        A party's preference.
    codes : int64 array, shape (n,)
        Feasible states, ascending.
    n_options : int
        Number of options.
    members : mapping of int to tuple of int
        The codes of merged states.

    Returns
    -------
    int32 array, shape (n,)
        Dense ranks from 0 (worst), higher is better, equal where the party is indifferent.
    """
    import numpy as np

    ranks = np.zeros(codes.size, dtype=np.int32)
    if isinstance(preference, Tiers):
        for level, tier in enumerate(reversed(preference.tiers)):
            ranked = np.array(tier, dtype=np.int64)
            ranked = ranked[np.isin(ranked, codes)]  # a plan's rules may forbid a state that a ranking names
            ranks[np.searchsorted(codes, ranked)] = level
        return ranks
    if isinstance(preference, Weights):
        kept, worths = weigh_many(preference, codes, n_options, members)
        among = np.unique(worths, return_inverse=True)[1].astype(np.int64)
        ranks[:] = np.unique(among + kept * np.int64(codes.size), return_inverse=True)[1]
        return ranks
    doubled = np.zeros(codes.size, dtype=np.int64)
    room = 0
    for formula in preference.formulas:
        if room == 0:  # make the ranks dense again before the doubled numbers could overflow
            doubled = np.unique(doubled, return_inverse=True)[1].astype(np.int64)
            room = 60 - max(int(doubled.max(initial=0)), 1).bit_length()
        doubled = doubled * 2 + truth_of(formula, codes, n_options, members)
        room -= 1
    return np.unique(doubled, return_inverse=True)[1].astype(np.int32)


def weigh_many(
    preference: Weights, codes: NDArray[np.int64], n_options: int, members: Members = NONE_MERGED
) -> tuple[NDArray[np.bool_], NDArray[Any]]:
    """Weigh many states: :func:`weighed` of each.

    Returns
    -------
    kept : bool array, shape (n,)
        Whether no red line is crossed.
    worths : int64 array, or array of Python integers where they could overflow; shape (n,)
        In parts of ``denominator``.
    """
    import numpy as np

    total: dict[Formula, int] = {}
    for formula, worth in preference.terms:
        total[formula] = total.get(formula, 0) + worth
    kept = np.full(codes.shape, True)
    for line in preference.red_lines:
        kept &= truth_of(negation(line), codes, n_options, members)
    fits = sum(map(abs, total.values())) < 1 << 62
    worths: NDArray[Any] = np.zeros(codes.shape, dtype=np.int64 if fits else np.object_)
    for formula, worth in total.items():
        worths += truth_of(formula, codes, n_options, members).astype(worths.dtype) * worth
    return kept, worths


def deciding_statement(
    preference: Preference, better: int, worse: int, n_options: int, members: Members = NONE_MERGED
) -> int | None:
    """Return what to quote of a party's wording for a preference between two states; None for rankings and ties.

    Of statements the first on which the states differ. Of weights the red line that only the worse one crosses; where
    there is none, the largest of the terms that speak for the better one.
    """
    if isinstance(preference, Tiers):
        return None
    if isinstance(preference, Weights):
        return _largest_gain(preference, (better, worse), n_options, members)
    for index, formula in enumerate(preference.formulas):
        one = Statements((formula,))
        if satisfied(one, better, n_options, members) != satisfied(one, worse, n_options, members):
            return index
    return None


def _largest_gain(preference: Weights, states: tuple[int, int], n_options: int, members: Members) -> int | None:
    better, worse = (members.get(state, (state,)) for state in states)
    n_terms = len(preference.terms)
    for k, line in enumerate(preference.red_lines):
        kept = negation(line)
        if _is_true(kept, better, n_options) and not _is_true(kept, worse, n_options):
            return 2 * (n_terms + k) + 1
    index, largest = None, 0
    for k, (formula, worth) in enumerate(preference.terms):
        before, after = _is_true(formula, worse, n_options), _is_true(formula, better, n_options)
        gain = worth * (after - before)
        if gain > largest:
            index, largest = 2 * k + (not after), gain
    return index
