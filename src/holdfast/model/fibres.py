"""The feasible states seen from each party: which of them it can turn into one another, as group numbers.

A party's *fibre* is the set of states that differ only in its own options. Where some of its options are one-way a
fibre falls into classes by which of those are *spent* (taken where they can only be taken, dropped where they can
only be dropped): the party can go from class p to class q iff everything spent in p is spent in q. Depends on the
structure alone, so accounts share it. Option form only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from holdfast.model.structure import Structure


@dataclass(frozen=True, slots=True)
class Fibres:
    """One party's fibres over the feasible states.

    Attributes
    ----------
    group : int64 array, shape (n_states,)
        ``fibre number * 2**n_one_way + spent pattern`` of each feasible state, in the order of ``structure.codes``.
    n_fibres : int
        Number of fibres.
    n_one_way : int
        Number of the party's one-way options.
    """

    group: NDArray[np.int64]
    n_fibres: int
    n_one_way: int

    @property
    def size(self) -> int:
        """Length of a table with an entry a group."""
        return self.n_fibres << self.n_one_way


def fibres_of(structure: Structure, party: int, codes: NDArray[np.int64] | None = None) -> Fibres:
    """Group the feasible states, or some of them, into a party's fibres.

    Parameters
    ----------
    structure : Structure
        In option form.
    party : int
        Whose options span the fibres.
    codes : int64 array, optional
        The states to group; all feasible ones if not given.

    Returns
    -------
    Fibres
        O(n log n) time, 8 bytes a state kept.
    """
    codes = structure.codes if codes is None else codes
    mask = structure.own_mask[party]
    rest, fibre = np.unique(codes & ~np.int64(mask), return_inverse=True)
    take, drop = structure.take_only & mask, structure.drop_only & mask
    spent = (codes & take) | (~codes & drop)
    one_way = [place for place in range(structure.n_options) if (take | drop) >> place & 1]
    group = fibre.astype(np.int64) << len(one_way)
    for k, place in enumerate(one_way):
        group |= ((spent >> place) & 1) << k
    return Fibres(group, int(rest.size), len(one_way))


def spread_min(table: NDArray[np.int32], fibres: Fibres) -> None:
    """Let every class of a fibre have the least of the classes from which the party can come to it, in place.

    Parameters
    ----------
    table : int32 array, shape (fibres.size,)
        An entry a group.
    fibres : Fibres
        Whose groups.
    """
    for k in range(fibres.n_one_way):
        pairs = table.reshape(-1, 2, 1 << k)
        np.minimum(pairs[:, 1], pairs[:, 0], out=pairs[:, 1])


def spread_any(table: NDArray[np.bool_], fibres: Fibres) -> None:
    """Mark every class of a fibre to which the party can come from a marked one, in place; as :func:`spread_min`."""
    for k in range(fibres.n_one_way):
        pairs = table.reshape(-1, 2, 1 << k)
        np.logical_or(pairs[:, 1], pairs[:, 0], out=pairs[:, 1])
