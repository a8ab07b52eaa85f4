"""What a preference says beyond an order: which comparisons are unknown, and which preferences are great.

A preference with unknown comparisons is an order, with exceptions. The order is as if each unknown statement were known
to be wanted, and each pair that a ranking leaves open stood as ranked. Alone it says nothing of such a preference; it
is read together with :func:`is_unknown`. The relation is one of pairs and need not be transitive: two states that both
differ from a third on an unknown statement compare with it in an unknown way, and may compare with each other in a
known one. Source: Li, Hipel, Kilgour & Fang 2004.

A great preference is coarser than the order: states fall in groups, from the best down, and every state of one group is
greatly preferred to every state of a lower one. Source: Hamouda, Kilgour & Hipel 2004, 2006.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from holdfast.model.preference import (
    NONE_MERGED,
    Members,
    Preference,
    Statements,
    Tiers,
    Weights,
    ranks_of,
    satisfied,
    truth_of,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def is_unknown(preference: Preference, a: int, b: int, levels: Callable[[int], Any]) -> bool:
    """Whether nobody knows which of two states the party prefers. Pure Python.

    Parameters
    ----------
    preference : Preference
        A party's preference.
    a, b : int
        Two states.
    levels : callable
        What a state satisfies, for statements: :func:`satisfied`.

    Examples
    --------
    >>> from holdfast.model.formula import Bit
    >>> unsure = Statements((Bit(0), Bit(1)), unknown=(0,))
    >>> def levels(state):
    ...     return satisfied(unsure, state, 2)
    >>> is_unknown(unsure, 0b10, 0b01, levels), is_unknown(unsure, 0b11, 0b10, levels)
    (True, False)
    """
    if isinstance(preference, Weights) or not preference.unknown:
        return False
    if isinstance(preference, Tiers):
        return (a, b) in preference.unknown or (b, a) in preference.unknown
    both = zip(levels(a), levels(b), strict=True)
    return next((k for k, (x, y) in enumerate(both) if x != y), None) in preference.unknown


def group(preference: Preference, state: int, n_options: int, members: Members = NONE_MERGED) -> Any:
    """Return something that is greater for one state than for another iff the one is greatly preferred. Pure Python."""
    if isinstance(preference, Weights):
        return 0
    if isinstance(preference, Tiers):
        place = next(k for k, tier in enumerate(preference.tiers) if state in tier)
        return -sum(above <= place for above in preference.greatly)
    return satisfied(preference, state, n_options, members)[: preference.greatly]


def groups_of(
    preference: Preference, codes: NDArray[np.int64], n_options: int, members: Members = NONE_MERGED
) -> NDArray[np.int32]:
    """Return for many states the dense rank of their group; arguments and result as of :func:`ranks_of`."""
    import numpy as np

    if isinstance(preference, Statements):
        return ranks_of(Statements(preference.formulas[: preference.greatly]), codes, n_options, members)
    if isinstance(preference, Weights) or not preference.greatly:
        return np.zeros(codes.size, dtype=np.int32)
    starts = (0, *preference.greatly)
    ends = (*preference.greatly, len(preference.tiers))
    joined = tuple(
        tuple(state for tier in preference.tiers[start:end] for state in tier)
        for start, end in zip(starts, ends, strict=True)
    )
    return ranks_of(Tiers(joined), codes, n_options, members)


@dataclass(frozen=True)
class Kinds:
    """One party's states in kinds: states of a kind compare alike with every other state, and tie with one another.

    Attributes
    ----------
    of_state : int32 array, shape (n_states,)
        The kind of each state.
    level : int32 array, shape (n_kinds,)
        The rank of each kind in the order that unknown comparisons are exceptions to; higher is better.
    truth : bool array, shape (n_kinds, n_statements)
        Which statements hold in a kind; no columns for a ranking.
    unknown : tuple of int
        Which of these statements are unknown.
    pairs : int64 array
        ``a * n_kinds + b`` for each pair of kinds, both ways round, that a ranking leaves open; ascending.
    """

    of_state: NDArray[np.int32]
    level: NDArray[np.int32]
    truth: NDArray[np.bool_]
    unknown: tuple[int, ...]
    pairs: NDArray[np.int64]

    @property
    def n_kinds(self) -> int:
        """How many kinds there are."""
        return int(self.level.size)

    @cached_property
    def is_known(self) -> bool:
        """Whether it is known of all kinds how they compare."""
        return not self.unknown and not self.pairs.size

    def is_unknown(self, a: NDArray[np.int32], b: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Say of pairs of kinds whether it is unknown which the party prefers.

        Parameters
        ----------
        a, b : int32 array
            Kinds; broadcast against each other.

        Returns
        -------
        bool array
            O(pairs * statements) time.
        """
        import numpy as np

        shape = np.broadcast_shapes(a.shape, b.shape)
        found = np.zeros(shape, dtype=np.bool_)
        if self.pairs.size:
            found |= np.isin(a.astype(np.int64) * self.n_kinds + b, self.pairs)
        if not self.unknown:
            return found
        alike = np.ones(shape, dtype=np.bool_)
        for k in range(max(self.unknown) + 1):
            differ = alike & (self.truth[a, k] != self.truth[b, k])
            if k in self.unknown:
                found |= differ
            alike &= ~differ
        return found


def kinds_of(preference: Preference, codes: NDArray[np.int64], n_options: int, members: Members = NONE_MERGED) -> Kinds:
    """Sort many states into kinds; arguments as of :func:`ranks_of`."""
    import numpy as np

    ranks = ranks_of(preference, codes, n_options, members)
    none = np.zeros(0, dtype=np.int64)
    levels, first = np.unique(ranks, return_index=True)
    if isinstance(preference, Statements):
        columns = [truth_of(formula, codes, n_options, members)[first] for formula in preference.formulas]
        truth = np.array(columns, dtype=np.bool_).reshape(len(columns), levels.size).T
        return Kinds(ranks, levels.astype(np.int32), truth, tuple(sorted(preference.unknown)), none)
    empty = np.zeros((0, 0), dtype=np.bool_)
    pairs = preference.unknown if isinstance(preference, Tiers) else ()
    named = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    named = named[np.isin(named, codes).all(axis=1)]  # a plan's rules may forbid a state that a pair names
    if not named.size:
        return Kinds(ranks, levels.astype(np.int32), empty, (), none)
    places = np.searchsorted(codes, named)
    alone = np.zeros(codes.size, dtype=np.int64)  # a state that a pair names is a kind of its own
    alone[places] = places + 1
    key = ranks * np.int64(codes.size + 1) + alone
    made, of_state = np.unique(key, return_inverse=True)
    of_state = of_state.reshape(-1).astype(np.int32)
    level = (made // (codes.size + 1)).astype(np.int32)
    a, b = of_state[places].astype(np.int64).T
    both = np.unique(np.concatenate([a * made.size + b, b * made.size + a]))
    return Kinds(of_state, level, empty, (), both)
