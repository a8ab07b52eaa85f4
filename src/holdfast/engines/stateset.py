"""Sets of states, one bit a place: what a solution keeps, from a dozen states to all 2^28.

A *numbering* says which state stands at which place of a bit set. Where the feasible states are listed, the k-th of
them has place k; where an engine lays all combinations out as a grid, a place is a cell of the grid, and cells that
cannot occur have no bit set. Either way places are in the order of letters, so a set is read off in that order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from holdfast.errors import QuestionError
from holdfast.model.formula import Formula
from holdfast.model.preference import truth_of
from holdfast.model.states import Merged
from holdfast.model.structure import Structure

Packed = NDArray[np.uint8]
Codes = NDArray[np.int64]

CHUNK = 1 << 16
"""Bytes of a bit set looked at together: half a million places."""


class Numbering(Protocol):
    """Which state stands at which place."""

    @property
    def n_places(self) -> int:
        """Length of a bit set."""

    def codes(self, places: Codes) -> Codes:
        """Return the codes of the states at some places."""

    def place(self, code: int) -> int:
        """Return the place of a feasible state."""


@dataclass(frozen=True, slots=True)
class Listed:
    """The numbering by ``structure.codes``: place k is the k-th feasible state."""

    structure: Structure

    @property
    def n_places(self) -> int:
        """Number of feasible states."""
        return int(self.structure.codes.size)

    def codes(self, places: Codes) -> Codes:
        """Return the codes of the states at some places."""
        return self.structure.codes[places]

    def place(self, code: int) -> int:
        """Return the place of a feasible state."""
        return int(self.structure.codes.searchsorted(code))


@dataclass(frozen=True, eq=False)
class StateSet:
    """A set of feasible states; never changed once made.

    Attributes
    ----------
    structure : Structure
        Whose states they are.
    numbering : Numbering
        Which state stands at which bit.
    bits : uint8 array, shape (ceil(n_places / 8),)
        Bit ``k % 8`` of byte ``k // 8`` is set iff the state at place k belongs to the set.
    """

    structure: Structure
    numbering: Numbering
    bits: Packed = field(repr=False)

    @classmethod
    def of_mask(cls, structure: Structure, mask: int) -> StateSet:
        """Make a set of listed states from an int with bit k for ``structure.codes[k]``."""
        numbering = Listed(structure)
        packed = mask.to_bytes(-(-numbering.n_places // 8), "little")
        return cls(structure, numbering, np.frombuffer(packed, dtype=np.uint8))

    def __len__(self) -> int:
        return int(self._counts().sum())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, StateSet):
            return NotImplemented
        if self.numbering == other.numbering:
            return np.array_equal(self.bits, other.bits)
        pairs = zip(self._runs(), other._runs(), strict=False)
        return len(self) == len(other) and all(np.array_equal(a, b) for a, b in pairs)

    __hash__ = None  # type: ignore[assignment]

    def __and__(self, other: StateSet) -> StateSet:
        return self._with(self.bits & other._aligned(self))

    def __or__(self, other: StateSet) -> StateSet:
        return self._with(self.bits | other._aligned(self))

    def __contains__(self, state: str) -> bool:
        place = self.numbering.place(self.structure.state(state))
        return bool(self.bits[place >> 3] >> (place & 7) & 1)

    def __iter__(self) -> Iterator[str]:
        """Yield the states as letters, in the order of letters."""
        if self.structure.merged:  # a pattern's letters do not sort as its code does
            yield from sorted(self.structure.label(int(code)) for code in self.codes())
            return
        for codes in self._chunks():
            for code in codes:
                yield self.structure.label(int(code))

    def _with(self, bits: Packed) -> StateSet:
        return StateSet(self.structure, self.numbering, bits)

    def _aligned(self, other: StateSet) -> Packed:
        if self.numbering != other.numbering:
            raise QuestionError("the two sets number their states differently: solve both with the same engine")
        return self.bits

    def _counts(self) -> NDArray[np.int64]:
        """Return how many states there are in each chunk of the bits."""
        starts = range(0, max(self.bits.size, 1), CHUNK)
        return np.array([int(np.bitwise_count(self.bits[s : s + CHUNK]).sum()) for s in starts], dtype=np.int64)

    def _runs(self) -> Iterator[Codes]:
        """Yield the codes in runs of one length, however the places are numbered."""
        waiting = np.zeros(0, dtype=np.int64)
        for codes in self._chunks():
            waiting = np.concatenate([waiting, codes])
            while waiting.size >= CHUNK:
                yield waiting[:CHUNK]
                waiting = waiting[CHUNK:]
        yield waiting

    def _places(self, chunk: int) -> Codes:
        start = chunk * CHUNK
        inside = np.unpackbits(self.bits[start : start + CHUNK], bitorder="little")
        return np.flatnonzero(inside) + start * 8

    def _chunks(self) -> Iterator[Codes]:
        for chunk in range(-(-self.bits.size // CHUNK)):
            places = self._places(chunk)
            if places.size:
                yield self.numbering.codes(places)

    def codes(self, start: int = 0, limit: int | None = None) -> Codes:
        """Return the codes of a page of the set, ascending.

        Parameters
        ----------
        start : int
            How many states to pass over.
        limit : int, optional
            Most states returned; all by default.

        Returns
        -------
        int64 array
        """
        found: list[Codes] = []
        wanted = limit if limit is not None else len(self)
        for chunk, count in enumerate(self._counts()):
            if wanted <= 0:
                break
            if start >= count:
                start -= int(count)
                continue
            places = self._places(chunk)[start : start + wanted]
            start, wanted = 0, wanted - places.size
            found.append(self.numbering.codes(places))
        return np.concatenate(found) if found else np.zeros(0, dtype=np.int64)

    def page(self, start: int = 0, limit: int = 1000) -> tuple[str, ...]:
        """Return a page of the set as letters, in the order of letters."""
        if self.structure.merged:
            return tuple(self)[start : start + limit]
        return tuple(self.structure.label(int(code)) for code in self.codes(start, limit))

    def where(self, condition: Formula) -> StateSet:
        """Return the states of the set that satisfy a condition.

        A merged state satisfies it iff all its codes that can occur do.
        """
        structure = self.structure
        out = np.zeros_like(self.bits)
        for chunk in range(-(-self.bits.size // CHUNK)):
            places = self._places(chunk)
            if places.size:
                codes = self.numbering.codes(places)
                truth = truth_of(condition, codes, structure.n_options, structure.merged_members)
                flags = np.zeros(min(CHUNK, self.bits.size - chunk * CHUNK) * 8, dtype=np.bool_)
                flags[places[truth] - chunk * CHUNK * 8] = True
                out[chunk * CHUNK : (chunk + 1) * CHUNK] = np.packbits(flags, bitorder="little")
        return self._with(out)

    def nearest(self, letters: str, limit: int = 20) -> Nearest:
        """Return the states of the set in which the fewest options differ from a state.

        Parameters
        ----------
        letters : str
            Any state, feasible or not; ``-`` for what does not matter, there or in a merged state of the set.
        limit : int
            Most states listed.

        Returns
        -------
        Nearest
        """
        asked = Merged(letters)
        least, number = self.structure.n_options + 1, 0
        first: list[Codes] = []
        for codes in self._chunks():
            matters = np.full(codes.size, asked.mask, dtype=np.int64)
            for merged in self.structure.merged:
                matters[codes == merged.code] &= np.int64(merged.mask)
            distance = np.bitwise_count((codes ^ np.int64(asked.code)) & matters)
            here = int(distance.min())
            if here < least:
                least, number, first = here, 0, []
            if here == least:
                same = codes[distance == here]
                number += same.size
                if self.structure.merged or sum(part.size for part in first) < limit:
                    first.append(same)
        labels = [self.structure.label(int(code)) for part in first for code in part]
        return Nearest(least if number else None, number, tuple(sorted(labels)[:limit]))

    def save(self, path: Path) -> None:
        """Write the bits as a ``.npy`` file, shape (ceil(n_places / 8),), uint8, least bit first."""
        np.save(path, self.bits, allow_pickle=False)


@dataclass(frozen=True, slots=True)
class Nearest:
    """The members of a set nearest to a state.

    Attributes
    ----------
    n_changes : int or None
        In how many options they differ from it; None where the set is empty.
    count : int
        How many there are.
    states : tuple of str
        The first of them, in the order of letters.
    """

    n_changes: int | None
    count: int
    states: tuple[str, ...]
