"""Preferences over states: lexicographic statements, or a ranking with ties. Ranks are integers, higher is better."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.model.formula import Formula, holds, on_codes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Statements:
    """Formulas, most important first: the better state satisfies the first on which two states differ.

    This is the ranking by ``sum of 2^(k-j)`` over satisfied statements j of k, without the number, which overflows
    fixed-width integers from 63 statements on (Fang, Hipel, Kilgour & Peng 2003).
    """

    formulas: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Tiers:
    """States by code, best tier first; the states of one tier are equally good."""

    tiers: tuple[tuple[int, ...], ...]


Preference = Statements | Tiers


Members = Mapping[int, tuple[int, ...]]
"""The codes of each merged state that can occur, by the state's own code. A statement is true in a merged state iff it
is true in every one of them, so that what does not matter there does not count."""

NONE_MERGED: Members = {}


def satisfied(preference: Statements, state: int, n_options: int, members: Members = NONE_MERGED) -> tuple[bool, ...]:
    """Return which statements a state satisfies, most important first; tuples compare as the states do."""
    last = n_options - 1

    def true_in(formula: Formula, code: int) -> bool:
        return holds(formula, lambda k: bool(code >> (last - k) & 1))

    codes = members.get(state, (state,))
    return tuple(all(true_in(formula, code) for code in codes) for formula in preference.formulas)


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

    if isinstance(preference, Tiers):
        ranks = np.zeros(codes.size, dtype=np.int32)
        for level, tier in enumerate(reversed(preference.tiers)):
            ranked = np.array(tier, dtype=np.int64)
            ranked = ranked[np.isin(ranked, codes)]  # a plan's rules may forbid a state that a ranking names
            ranks[np.searchsorted(codes, ranked)] = level
        return ranks
    ranks = np.zeros(codes.size, dtype=np.int64)
    room = 0
    for formula in preference.formulas:
        if room == 0:  # make the ranks dense again before the doubled numbers could overflow
            ranks = np.unique(ranks, return_inverse=True)[1].astype(np.int64)
            room = 60 - max(int(ranks.max(initial=0)), 1).bit_length()
        ranks = ranks * 2 + truth_of(formula, codes, n_options, members)
        room -= 1
    return np.unique(ranks, return_inverse=True)[1].astype(np.int32)


def deciding_statement(
    preference: Preference, better: int, worse: int, n_options: int, members: Members = NONE_MERGED
) -> int | None:
    """Return the index of the first statement on which two states differ; None for rankings and ties."""
    if isinstance(preference, Tiers):
        return None
    for index, formula in enumerate(preference.formulas):
        one = Statements((formula,))
        if satisfied(one, better, n_options, members) != satisfied(one, worse, n_options, members):
            return index
    return None
