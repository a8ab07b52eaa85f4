"""The parts of a condition that speak of issues alone: all that a draft can change about it.

``halt only if territory >= x or nato = y`` has one such part, ``territory >= x or nato = y``. Where no agreement is in
force the part is as true as it is now; where one is, as true as the draft makes it. So once the truth of its parts is
known, a condition is about options only, and as there are few parts, it takes few forms over all drafts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from holdfast.case.condition import And, Condition, If, Iff, InForce, IssueIs, Not, Or, atoms, children, truth

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from holdfast.questions.drafts.grid import Grid

    Truth = bool | NDArray[np.bool_]

ALWAYS, NEVER = And(()), Or(())


def is_part(condition: Condition) -> bool:
    """Whether a condition speaks of issues alone."""
    return all(isinstance(atom, IssueIs) for atom in atoms(condition))


def grouped(condition: Condition) -> Condition:
    """Return the same condition with what speaks of issues alone side by side: it then has as few parts as can be."""
    if is_part(condition):
        return condition
    match condition:
        case Not(part):
            return Not(grouped(part))
        case And(parts) | Or(parts):
            kind = type(condition)
            alone = tuple(part for part in parts if is_part(part))
            rest = tuple(grouped(part) for part in parts if not is_part(part))
            return kind((kind(alone), *rest)) if len(alone) > 1 else kind((*alone, *rest))
        case If(then, given):
            return If(grouped(then), grouped(given))
        case Iff(left, right):
            return Iff(grouped(left), grouped(right))
    return condition


def parts_of(condition: Condition) -> tuple[Condition, ...]:
    """Return the largest parts of a condition that speak of issues alone, each once."""

    def found(each: Condition) -> Iterator[Condition]:
        if is_part(each):
            yield each
        else:
            for inner in children(each):
                yield from found(inner)

    return tuple(dict.fromkeys(found(condition)))


def settled(condition: Condition, now: Mapping[Condition, bool], then: Mapping[Condition, bool]) -> Condition:
    """Return what a condition says about options, given the truth of its parts without and with the draft in force."""
    if is_part(condition):
        if now[condition] == then[condition]:
            return ALWAYS if now[condition] else NEVER
        return InForce() if then[condition] else Not(InForce())
    match condition:
        case Not(part):
            return Not(settled(part, now, then))
        case And(parts) | Or(parts):
            return type(condition)(tuple(settled(part, now, then) for part in parts))
        case If(inner, given):
            return If(settled(inner, now, then), settled(given, now, then))
        case Iff(left, right):
            return Iff(settled(left, now, then), settled(right, now, then))
    return condition


def is_true(part: Condition, positions: Mapping[str, str]) -> bool:
    """Whether a part is true where the issues stand at these positions."""

    def atom(each: Condition) -> bool:
        assert isinstance(each, IssueIs)
        return positions[each.issue] in each.positions

    return truth(part, atom)


def issues_in(part: Condition) -> frozenset[str]:
    """Return the issues a part speaks of."""
    return frozenset(atom.issue for atom in atoms(part) if isinstance(atom, IssueIs))


def truth_over(part: Condition, atom: Callable[[IssueIs], Truth]) -> Truth:
    """Evaluate a part for many drafts at once; what is the same for all of them stays one truth value."""
    match part:
        case IssueIs():
            return atom(part)
        case Not(inner):
            return _not(truth_over(inner, atom))
        case And(parts):
            return _all([truth_over(each, atom) for each in parts])
        case Or(parts):
            return _not(_all([_not(truth_over(each, atom)) for each in parts]))
        case If(then, given):
            return _not(_all([truth_over(given, atom), _not(truth_over(then, atom))]))
        case Iff(left, right):
            return _same(truth_over(left, atom), truth_over(right, atom))
    raise TypeError(f"not a condition on issues alone: {part!r}")


def _not(value: Truth) -> Truth:
    return not value if isinstance(value, bool) else ~value


def _all(values: list[Truth]) -> Truth:
    if any(value is False for value in values):
        return False
    found: Truth = True
    for value in values:
        if not isinstance(value, bool):
            found = value if isinstance(found, bool) else found & value
    return found


def _same(left: Truth, right: Truth) -> Truth:
    if isinstance(left, bool):
        return right if left else _not(right)
    if isinstance(right, bool):
        return left if right else _not(left)
    same: Truth = left == right
    return same


def truth_in_block(
    part: Condition, grid: Grid, slow: Mapping[str, int], known: dict[IssueIs, NDArray[np.bool_]]
) -> Truth:
    """Evaluate a part in every cell of a block.

    Parameters
    ----------
    part : Condition
        Speaks of issues alone.
    grid : Grid
        The drafts.
    slow : mapping of str to int
        Where the slow axes stand.
    known : dict
        Keeps what is asked about fast axes, for the next block.

    Returns
    -------
    bool, or bool array of shape (grid.block_size,)
    """
    import numpy as np

    def atom(each: IssueIs) -> Truth:
        if each in known:
            return known[each]
        if each.issue not in grid.classes:
            return grid.fixed[each.issue] in each.positions
        inside = [alike[0] in each.positions for alike in grid.classes[each.issue]]
        if each.issue in slow:
            return inside[slow[each.issue]]
        known[each] = np.array(inside)[grid.fast_places[each.issue]]
        return known[each]

    return truth_over(part, atom)


def occurring(parts: tuple[Condition, ...], grid: Grid, most: int) -> dict[int, int] | None:
    """Return which truths of several parts some draft gives together, each with a cell of a small grid that does.

    Parameters
    ----------
    parts : tuple of Condition
        Speak of issues alone.
    grid : Grid
        The grid of just the issues they speak of, in one block.
    most : int
        Most cells to visit; with more, None is returned.

    Returns
    -------
    dict of int to int, or None
        Truths as a number, the first part its most significant bit; and the first cell with these truths.
    """
    import numpy as np

    if grid.n_cells > most:
        return None
    number = np.zeros(grid.block_size, dtype=np.int64)
    for part in parts:
        number = number * 2 + truth_in_block(part, grid, {}, {})
    found, first = np.unique(number, return_index=True)
    return dict(zip(found.tolist(), first.tolist(), strict=True))
