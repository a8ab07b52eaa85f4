"""Boolean formulas over option bits: what is left of a condition once issues and the agreement are spelled out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Const:
    """Always true, or always false."""

    value: bool


@dataclass(frozen=True, slots=True)
class Bit:
    """Option number ``option`` (in letter order) is taken."""

    option: int


@dataclass(frozen=True, slots=True)
class Negation:
    """The part is false."""

    part: Formula


@dataclass(frozen=True, slots=True)
class All:
    """Every part is true."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """At least one part is true."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Same:
    """Both sides have the same truth."""

    left: Formula
    right: Formula


Formula = Const | Bit | Negation | All | Some | Same

TRUE, FALSE = Const(True), Const(False)


def negation(part: Formula) -> Formula:
    """Negate, simplifying constants and double negation."""
    if isinstance(part, Const):
        return Const(not part.value)
    return part.part if isinstance(part, Negation) else Negation(part)


def conjunction(parts: tuple[Formula, ...]) -> Formula:
    """Join by "and", simplifying constants."""
    kept = tuple(dict.fromkeys(part for part in parts if part != TRUE))
    if FALSE in kept:
        return FALSE
    return All(kept) if len(kept) > 1 else kept[0] if kept else TRUE


def disjunction(parts: tuple[Formula, ...]) -> Formula:
    """Join by "or", simplifying constants."""
    kept = tuple(dict.fromkeys(part for part in parts if part != FALSE))
    if TRUE in kept:
        return TRUE
    return Some(kept) if len(kept) > 1 else kept[0] if kept else FALSE


def same(left: Formula, right: Formula) -> Formula:
    """Join by "iff", simplifying constants."""
    if isinstance(left, Const):
        return right if left.value else negation(right)
    if isinstance(right, Const):
        return left if right.value else negation(left)
    return TRUE if left == right else Same(left, right)


def holds(formula: Formula, taken: Callable[[int], bool]) -> bool:
    """Evaluate for one state, given which options are taken.

    Examples
    --------
    >>> holds(All((Bit(0), Negation(Bit(1)))), {0: True, 1: False}.__getitem__)
    True
    """
    match formula:
        case Const(value):
            return value
        case Bit(option):
            return taken(option)
        case Negation(part):
            return not holds(part, taken)
        case All(parts):
            return all(holds(part, taken) for part in parts)
        case Some(parts):
            return any(holds(part, taken) for part in parts)
        case Same(left, right):
            return holds(left, taken) == holds(right, taken)


def on_codes(formula: Formula, codes: NDArray[np.int64], n_options: int) -> NDArray[np.bool_]:
    """Evaluate for many states at once.

    Parameters
    ----------
    formula : Formula
        The formula.
    codes : int64 array, shape (n,)
        State codes; option 0 is the most significant of ``n_options`` bits.
    n_options : int
        Number of options.

    Returns
    -------
    bool array, shape (n,)
    """
    import numpy as np

    bits: dict[int, Any] = {}

    def bit(option: int) -> NDArray[np.bool_]:
        if option not in bits:
            bits[option] = (codes >> (n_options - 1 - option)) & 1 != 0
        found: NDArray[np.bool_] = bits[option]
        return found

    def value(part: Formula) -> NDArray[np.bool_]:
        match part:
            case Const(truth):
                return np.full(codes.shape, truth)
            case Bit(option):
                return bit(option)
            case Negation(inner):
                return np.logical_not(value(inner))
            case All(parts):
                return reduce(np.logical_and, map(value, parts), np.full(codes.shape, True))
            case Some(parts):
                return reduce(np.logical_or, map(value, parts), np.full(codes.shape, False))
            case Same(left, right):
                return np.equal(value(left), value(right))

    return value(formula)


def options_in(formula: Formula) -> frozenset[int]:
    """Return the options a formula mentions."""
    match formula:
        case Bit(option):
            return frozenset({option})
        case Negation(part):
            return options_in(part)
        case All(parts) | Some(parts):
            return frozenset().union(*(options_in(part) for part in parts))
        case Same(left, right):
            return options_in(left) | options_in(right)
    return frozenset()
