"""Statements as programs over bits, 64 cells a word: where each statement is true in a block of the grid.

An *atom* is something about one party's strategy alone; its truth over a row of the grid is a run or a short pattern
that repeats. A formula is a few word operations over atoms. The truths of k statements, most important first, are the
bits of a k-bit number, so that comparing numbers compares states lexicographically and nothing need be stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import lcm, prod

import numpy as np
from numpy.typing import NDArray

from holdfast.engines.dense.layout import Layout
from holdfast.model.formula import All, Bit, Const, Formula, Negation, Same, Some, on_codes, options_in

PUSH, NOT, AND, OR, SAME, TRUE, FALSE, STORE = range(8)
"""Operations of a program, in postfix order; numbered as in kernels.c."""
HOLES = -1
"""The plane of what cannot occur."""
SHORT = 4096
"""An atom with at most this many cells to a period is kept as a pattern."""
LONGEST = 1 << 18
"""Most cells of a pattern; an atom whose periods and words meet later is written cell by cell."""
NARROW, WIDE = 14, 30
"""Most statements whose numbers fit 16 and 32 bits, with the largest number kept for what cannot occur."""

Words = NDArray[np.uint64]


@dataclass(frozen=True, eq=False)
class Atom:
    """Something about one party's strategy.

    Attributes
    ----------
    axis : int
        The party.
    truth : uint8 array, shape (size,)
        1 for the strategies with which it is true.
    """

    axis: int
    truth: NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Program:
    """Formulas over atoms.

    Attributes
    ----------
    atoms : tuple of Atom
        What formulas are about.
    code : int32 array
        Pairs of operation and argument.
    depth : int
        Most words on the stack at once.
    n_planes : int
        Number of statements kept; constant ones and repetitions decide nothing.
    """

    atoms: tuple[Atom, ...]
    code: NDArray[np.int32]
    depth: int
    n_planes: int


def kept(formulas: tuple[Formula, ...]) -> tuple[Formula, ...]:
    """Leave out statements that cannot decide between two states: constants, and those said before."""
    seen: set[Formula] = set()
    found = []
    for formula in formulas:
        core = formula.part if isinstance(formula, Negation) else formula
        if not isinstance(core, Const) and core not in seen:
            seen.add(core)
            found.append(formula)
    return tuple(found)


def compile_program(layout: Layout, formulas: tuple[Formula, ...], holes: tuple[Formula, ...] = ()) -> Program:
    """Translate statements, and rules that say what cannot occur.

    Parameters
    ----------
    layout : Layout
        The grid.
    formulas : tuple of Formula
        Statements, most important first.
    holes : tuple of Formula
        A cell cannot occur where any of these is true.

    Returns
    -------
    Program
    """
    maker = _Maker(layout)
    for place, formula in enumerate(reversed(formulas)):
        maker.store(formula, place)
    if holes:
        maker.store(holes[0] if len(holes) == 1 else Some(holes), HOLES)
    code = np.array(maker.code, dtype=np.int32).reshape(-1)
    return Program(tuple(maker.atoms), code, max(maker.depth, 1), len(formulas))


class _Maker:
    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._numbers: dict[tuple[int, bytes], int] = {}
        self.atoms: list[Atom] = []
        self.code: list[tuple[int, int]] = []
        self.depth = self._height = 0

    def store(self, formula: Formula, plane: int) -> None:
        self._push(formula)
        self._emit(STORE, plane, -1)

    def _emit(self, operation: int, argument: int, change: int) -> None:
        self.code.append((operation, argument))
        self._height += change
        self.depth = max(self.depth, self._height)

    def _axis_of(self, formula: Formula) -> int | None:
        owners = {self._layout.structure.owners[option] for option in options_in(formula)}
        return owners.pop() if len(owners) == 1 else None

    def _push(self, formula: Formula) -> None:
        axis = self._axis_of(formula)
        if axis is not None:
            codes = self._layout.axes[axis].codes
            truth = on_codes(formula, codes, self._layout.structure.n_options).astype(np.uint8)
            key = (axis, truth.tobytes())
            if key not in self._numbers:
                self._numbers[key] = len(self.atoms)
                self.atoms.append(Atom(axis, truth))
            self._emit(PUSH, self._numbers[key], 1)
            return
        match formula:
            case Const(value):
                self._emit(TRUE if value else FALSE, 0, 1)
            case Negation(part):
                self._push(part)
                self._emit(NOT, 0, 0)
            case Same(left, right):
                self._push(left)
                self._push(right)
                self._emit(SAME, 0, -1)
            case All(parts) | Some(parts):
                groups = self._by_axis(parts, All if isinstance(formula, All) else Some)
                for count, part in enumerate(groups):
                    self._push(part)
                    if count:
                        self._emit(AND if isinstance(formula, All) else OR, 0, -1)
            case Bit():
                raise AssertionError("a bit belongs to one axis")

    def _by_axis(self, parts: tuple[Formula, ...], kind: type[All] | type[Some]) -> list[Formula]:
        """Join the parts about one party alone, so that each group becomes one atom."""
        groups: dict[int, list[Formula]] = {}
        rest: list[Formula] = []
        for part in parts:
            axis = self._axis_of(part)
            if axis is None:
                rest.append(part)
            else:
                groups.setdefault(axis, []).append(part)
        joined = [group[0] if len(group) == 1 else kind(tuple(group)) for group in groups.values()]
        return [*joined, *rest]


@dataclass(frozen=True, eq=False)
class Bound:
    """A program laid over a block of the grid, as the kernels read it.

    Attributes
    ----------
    atoms : int64 array, shape (n_atoms, 5)
        Per atom: cells a step along its axis, strategies, offset in ``truth``, offset and length in ``pool``.
    truth : uint8 array
        Per atom, its truth by strategy.
    pool : uint64 array
        Per atom that changes fast, its bits over a whole number of its periods and of words.
    program : Program
        What is run.
    """

    atoms: NDArray[np.int64]
    truth: NDArray[np.uint8]
    pool: Words
    program: Program


def bind(program: Program, shape: tuple[int, ...], starts: tuple[int, ...] | None = None) -> Bound:
    """Lay a program over a block.

    Parameters
    ----------
    program : Program
        What to run.
    shape : tuple of int
        Shape of the block.
    starts : tuple of int, optional
        Where the block begins on each axis; at the first strategies if not given.

    Returns
    -------
    Bound
    """
    rows, truths, pools = [], [], []
    truth_at = pool_at = 0
    for atom in program.atoms:
        size, inner = shape[atom.axis], prod(shape[atom.axis + 1 :])
        start = starts[atom.axis] if starts else 0
        truth = atom.truth[start : start + size]
        pattern = _pattern(truth.tobytes(), inner)
        rows.append((inner, size, truth_at, pool_at, 0 if pattern is None else pattern.size))
        truths.append(truth)
        truth_at += truth.size
        if pattern is not None:
            pools.append(pattern)
            pool_at += pattern.size
    return Bound(
        np.array(rows, dtype=np.int64).reshape(-1, 5),
        np.concatenate(truths) if truths else np.zeros(1, dtype=np.uint8),
        np.concatenate(pools) if pools else np.zeros(1, dtype=np.uint64),
        program,
    )


@lru_cache(maxsize=1024)
def _pattern(flags: bytes, inner: int) -> Words | None:
    """Return an atom's bits over some whole periods, or None where runs are long enough to be written as they are."""
    truth = np.frombuffer(flags, dtype=np.uint8)
    if truth.all() or not truth.any():
        return np.full(1, -int(truth[0]), dtype=np.int64).view(np.uint64)
    period = inner * truth.size
    cells = lcm(period, 64)
    if cells > LONGEST or (inner >= 64 and period > SHORT):
        return None
    return pack(np.tile(np.repeat(truth, inner), cells // period))


def pack(flags: NDArray[np.uint8]) -> Words:
    """Pack flags, a multiple of 64 of them: cell 8 * t + b of a word becomes its bit 8 * b + t."""
    turned = flags.reshape(-1, 8, 8).transpose(0, 2, 1).reshape(-1)
    return np.packbits(turned, bitorder="little").view(np.uint64)


def unpack(words: Words) -> NDArray[np.uint8]:
    """Undo :func:`pack`."""
    bits = np.unpackbits(np.ascontiguousarray(words).view(np.uint8), bitorder="little")
    return bits.reshape(-1, 8, 8).transpose(0, 2, 1).reshape(-1)


def run(bound: Bound, first: int, n_words: int) -> dict[int, Words]:
    """Run a program over 64 * n_words cells from ``first``, a multiple of 64; the numpy twin of the native loop.

    Returns
    -------
    dict of int to uint64 array
        Truth by plane; see :func:`pack` for the order of bits.
    """
    stack: list[Words] = []
    planes: dict[int, Words] = {}
    cache: dict[int, Words] = {}
    for operation, argument in bound.program.code.reshape(-1, 2).tolist():
        match operation:
            case 0:
                if argument not in cache:
                    cache[argument] = _atom_words(bound, argument, first, n_words)
                stack.append(cache[argument])
            case 1:
                stack.append(~stack.pop())
            case 2 | 3 | 4:
                right, left = stack.pop(), stack.pop()
                joined = left & right if operation == AND else left | right if operation == OR else ~(left ^ right)
                stack.append(joined)
            case 5 | 6:
                stack.append(np.full(n_words, -int(operation == TRUE), dtype=np.int64).view(np.uint64))
            case _:
                planes[argument] = stack.pop()
    return planes


def _atom_words(bound: Bound, which: int, first: int, n_words: int) -> Words:
    inner, size, truth_at, pool_at, length = bound.atoms[which].tolist()
    if length:
        at = (first // 64 + np.arange(n_words)) % length
        words: Words = bound.pool[pool_at + at]
        return words
    truth = bound.truth[truth_at : truth_at + size]
    cells = first + np.arange(64 * n_words)
    return pack(truth[cells // inner % size])
