"""All combinations of the parties' strategies as a grid with an axis a party: the only file that knows its order.

An axis numbers a party's own feasible strategies: the settings of its options that no rule about it alone forbids. So
"at most one of three" costs four places and not eight; only rules across parties leave holes. A *place* in the grid is
a number in mixed radix, party 0 the most significant. Strategies ascend as the options' letters do, and a party's
options are adjacent in a state's letters, so places are in the order of letters.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import prod

import numpy as np
from numpy.typing import NDArray

from holdfast.errors import CapacityError
from holdfast.model.formula import Formula, on_codes, options_in
from holdfast.model.structure import Structure

Codes = NDArray[np.int64]
Int32 = NDArray[np.int32]

MAX_STRATEGIES = 1 << 17
"""Most settings of one party's options: a strategy and a score of 15 bits are sorted as one number of 32."""
PAIRWISE = 128
"""Up to this many strategies an improvement step compares every pair; beyond, walking sorted fibres is faster."""


@dataclass(frozen=True, eq=False)
class Axis:
    """One party's strategies.

    Attributes
    ----------
    codes : int64 array, shape (size,)
        Each strategy as the bits of a state's code that it takes, ascending.
    spent : int64 array, shape (size,)
        One bits at the one-way options that cannot change any more. Strategy a can become b iff everything spent in a
        is spent in b.
    """

    codes: Codes
    spent: Codes

    @property
    def size(self) -> int:
        """Number of strategies."""
        return int(self.codes.size)

    @cached_property
    def classes(self) -> Int32:
        """Number of the class of each strategy: strategies with the same options spent; shape (size,)."""
        return np.unique(self.spent, return_inverse=True)[1].astype(np.int32)

    @cached_property
    def patterns(self) -> Codes:
        """What is spent in each class; shape (n_classes,)."""
        return np.unique(self.spent)

    @property
    def n_classes(self) -> int:
        """Number of classes; one where every option can change both ways."""
        return int(self.patterns.size)

    @cached_property
    def below(self) -> list[list[int]]:
        """For each class, the classes from which a strategy can come to it, itself included."""
        patterns = self.patterns
        return [np.flatnonzero((patterns & ~pattern) == 0).tolist() for pattern in patterns]

    @cached_property
    def edges(self) -> list[tuple[int, int]]:
        """Pairs (q, p) of classes with p directly above q, the highest q first.

        Following them once, in this order, carries what is known of every class to all classes that can move to it.
        """
        covers: list[list[int]] = [[] for _ in range(self.n_classes)]
        for p, below in enumerate(self.below):
            under = set(below) - {p}
            direct = under - {r for q in under for r in self.below[q] if r != q}
            for q in direct:
                covers[q].append(p)
        order = sorted(range(self.n_classes), key=lambda q: -int(self.patterns[q]).bit_count())
        return [(q, p) for q in order for p in covers[q]]

    @cached_property
    def blob(self) -> Int32:
        """The axis as the native kernels read it: sizes, classes, edges, then ``below`` as starts and members."""
        lengths = [len(below) for below in self.below]
        starts = np.concatenate([[0], np.cumsum(lengths)])
        head = [self.size, self.n_classes, len(self.edges), sum(lengths)]
        parts = [head, self.classes, np.array(self.edges).reshape(-1), starts, [q for b in self.below for q in b]]
        return np.concatenate([np.asarray(part, dtype=np.int32) for part in parts])

    @cached_property
    def onward(self) -> Int32:
        """For each strategy the others it can become, as starts and members; empty beyond :data:`PAIRWISE`."""
        if self.size > PAIRWISE:
            return np.zeros(0, dtype=np.int32)
        legal = self.legal()
        np.fill_diagonal(legal, False)
        starts = np.concatenate([[0], np.cumsum(legal.sum(axis=1))])
        return np.concatenate([starts, np.nonzero(legal)[1]]).astype(np.int32)

    def legal(self) -> NDArray[np.bool_]:
        """Return which strategy can become which, itself included; shape (size, size)."""
        found: NDArray[np.bool_] = (self.spent[:, None] & ~self.spent[None, :]) == 0
        return found


@dataclass(frozen=True)
class Layout:
    """The grid of a structure in option form. Two layouts of one structure are equal.

    Attributes
    ----------
    structure : Structure
        The structure.
    """

    structure: Structure

    @cached_property
    def rules(self) -> tuple[Formula, ...]:
        """The rules that leave holes: those about more than one party."""
        return tuple(rule for rule in self.structure.never if len(self._owners(rule)) != 1)

    def _owners(self, rule: Formula) -> set[int]:
        return {self.structure.owners[option] for option in options_in(rule)}

    @cached_property
    def axes(self) -> tuple[Axis, ...]:
        """One per party."""
        structure = self.structure
        found = []
        for party, mask in enumerate(structure.own_mask):
            n_own = mask.bit_count()
            if 1 << n_own > MAX_STRATEGIES:
                raise CapacityError(
                    f'"{structure.parties[party]}" controls {n_own} options; its 2^{n_own} strategies are too many for '
                    "an axis",
                    "use --engine sparse, or leave out options that no preference mentions",
                )
            lowest = (mask & -mask).bit_length() - 1 if mask else 0
            codes = np.arange(1 << n_own, dtype=np.int64) << lowest
            for rule in structure.never:
                if self._owners(rule) == {party}:
                    codes = codes[~on_codes(rule, codes, structure.n_options)]
            spent = (codes & structure.take_only & mask) | (~codes & structure.drop_only & mask)
            found.append(Axis(codes, spent))
        return tuple(found)

    @cached_property
    def shape(self) -> tuple[int, ...]:
        """Number of strategies of each party."""
        return tuple(axis.size for axis in self.axes)

    @cached_property
    def size(self) -> int:
        """Number of places."""
        return prod(self.shape)

    @property
    def n_places(self) -> int:
        """Number of places, which is the length of a bit set."""
        return self.size

    def inner(self, party: int) -> int:
        """Return how many places one step along a party's axis is."""
        return prod(self.shape[party + 1 :])

    def view(self, party: int, width: int | None = None) -> tuple[int, int, int]:
        """Return how the grid, or a block of ``width`` of a party's slices, looks: (outer, strategies, inner)."""
        return prod(self.shape[:party]), self.shape[party] if width is None else width, self.inner(party)

    def block(self, party: int, other: int, width: int) -> tuple[int, int, int]:
        """Return how a block of ``width`` of a party's slices looks to another party: (outer, strategies, inner)."""
        shape = [*self.shape[:party], width, *self.shape[party + 1 :]]
        return prod(shape[:other]), shape[other], prod(shape[other + 1 :])

    def codes(self, places: Codes) -> Codes:
        """Return the codes of the states at some places."""
        out = np.zeros_like(places)
        for party, axis in enumerate(self.axes):
            out |= axis.codes[places // self.inner(party) % axis.size]
        return out

    def place(self, code: int) -> int:
        """Return the place of a feasible state."""
        return int(self.places(np.array([code], dtype=np.int64))[0])

    def places(self, codes: Codes) -> Codes:
        """Return the places of feasible states."""
        out = np.zeros_like(codes)
        for axis, mask in zip(self.axes, self.structure.own_mask, strict=True):
            out = out * axis.size + np.searchsorted(axis.codes, codes & np.int64(mask))
        return out

    def describe(self) -> dict[str, object]:
        """Say how bit k of a set maps to a state, for whoever reads saved bits: axes, slowest first."""
        structure = self.structure
        axes = []
        for party, (axis, mask) in enumerate(zip(self.axes, structure.own_mask, strict=True)):
            own = [k for k, owner in enumerate(structure.owners) if owner == party]
            low = (mask & -mask).bit_length() - 1 if mask else 0
            letters = [f"{int(code) >> low:0{len(own)}b}".replace("0", "N").replace("1", "Y") for code in axis.codes]
            axes.append(
                {
                    "party": structure.parties[party],
                    "options": [structure.options[k] for k in own],
                    "strategies": letters if own else [""],
                }
            )
        return {"order": "mixed radix, first axis slowest; bit k % 8 of byte k // 8", "axes": axes}
