"""All 2^m codes as one array with an axis a party: the only file that knows the order of bits.

A code's *place* in the array is the code itself with the options sorted by owner, party 0 the most significant; party
``i``'s strategies are then an axis of length ``2**m_i``, and the array seen from it is ``(outer, 2**m_i, inner)``.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

from holdfast.model.structure import Structure


@dataclass(frozen=True, slots=True)
class Axis:
    """One party's strategies: every setting of its own options, as a small integer.

    Attributes
    ----------
    size : int
        Number of strategies, ``2**m_i``.
    take_only, drop_only : int
        One bits, within a strategy, at options that change one way only.
    """

    size: int
    take_only: int = 0
    drop_only: int = 0

    @property
    def n_bits(self) -> int:
        """Number of the party's options."""
        return self.size.bit_length() - 1

    @property
    def is_free(self) -> bool:
        """Whether every option can change both ways."""
        return not (self.take_only | self.drop_only)

    def spent(self) -> NDArray[np.int64]:
        """Return, per strategy, one bits at the one-way options that cannot change any more; shape (size,)."""
        strategies = np.arange(self.size)
        return (strategies & self.take_only) | (~strategies & self.drop_only)

    def patterns(self) -> list[int]:
        """Return every set of one-way options that can be spent, as bits."""
        one_way = self.take_only | self.drop_only
        found, pattern = [0], one_way
        while pattern:
            found.append(pattern)
            pattern = (pattern - 1) & one_way
        return found

    def legal(self) -> NDArray[np.bool_]:
        """Return which strategy can become which, itself included; shape (size, size)."""
        spent = self.spent()
        found: NDArray[np.bool_] = (spent[:, None] & ~spent[None, :]) == 0
        return found


class Layout:
    """The array of all codes of a structure in option form.

    Parameters
    ----------
    structure : Structure
        The structure; its feasible states are enumerated.

    Attributes
    ----------
    axes : tuple of Axis
        One per party.
    shape : tuple of int
        Their lengths.
    places : int64 array, shape (n_states,)
        Where each feasible state lies, in the order of ``structure.codes``.
    """

    def __init__(self, structure: Structure) -> None:
        m = structure.n_options
        by_owner = sorted(range(m), key=lambda k: (structure.owners[k], k))
        axes = []
        for mask in structure.own_mask:
            mine = [m - 1 - k for k in by_owner if mask >> (m - 1 - k) & 1][::-1]  # bits of a code, least first
            take = sum(1 << at for at, bit in enumerate(mine) if structure.take_only >> bit & 1)
            drop = sum(1 << at for at, bit in enumerate(mine) if structure.drop_only >> bit & 1)
            axes.append(Axis(1 << len(mine), take, drop))
        self.axes = tuple(axes)
        self.shape = tuple(axis.size for axis in axes)
        self.size = 1 << m
        self.places = structure.codes
        if by_owner != list(range(m)):
            self.places = np.zeros_like(structure.codes)
            for at, k in enumerate(by_owner):
                self.places |= ((structure.codes >> (m - 1 - k)) & 1) << (m - 1 - at)

    def inner(self, party: int) -> int:
        """Return how many places one step along a party's axis is."""
        return prod(self.shape[party + 1 :])

    def view(self, party: int) -> tuple[int, int, int]:
        """Return the array's shape as a party sees it: (outer, strategies, inner)."""
        return prod(self.shape[:party]), self.shape[party], self.inner(party)

    def spread(self, values: NDArray[np.int32], elsewhere: int) -> NDArray[np.int32]:
        """Lay values of feasible states out over all codes.

        Parameters
        ----------
        values : int32 array, shape (n_states,)
            In the order of ``structure.codes``.
        elsewhere : int
            What stands at codes that cannot occur.

        Returns
        -------
        int32 array, shape (2**m,)
        """
        out = np.full(self.size, elsewhere, dtype=np.int32)
        out[self.places] = values
        return out

    def block(self, party: int, other: int, width: int) -> tuple[int, int, int]:
        """Return how a block of ``width`` of a party's slices looks to another party: (outer, strategies, inner)."""
        shape = [*self.shape[:party], width, *self.shape[party + 1 :]]
        return prod(shape[:other]), shape[other], prod(shape[other + 1 :])
