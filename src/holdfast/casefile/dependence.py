"""Which judgements depend on which: cases that no credence covers, and circles.

Both are found in time that grows with the length of the file. Whether some row counts whatever the parents are is
worked out for all their truths at once, as the bits of one integer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from operator import and_, or_

from holdfast.case.condition import And, Condition, If, Iff, Judged, Not, Or

_SHOWN = 6
"""Names of a circle that are printed."""


def first_uncovered(conditions: Iterable[Condition], parents: Sequence[str]) -> dict[str, bool] | None:
    """Return a case in which none of some conditions is true, None where there is none.

    Parameters
    ----------
    conditions : iterable of Condition
        Over the parents.
    parents : sequence of str
        Some ten judgements at most: every case is a bit. Cases are tried with the first true and the last false first.

    Examples
    --------
    >>> a, b = Judged("a"), Judged("b")
    >>> first_uncovered([a, And((Not(a), b))], ["a", "b"])
    {'a': False, 'b': False}
    >>> first_uncovered([a, Not(a)], ["a"]) is None
    True
    """
    size = 1 << len(parents)
    full = (1 << size) - 1
    columns = {name: _true_cases(k, len(parents)) for k, name in enumerate(parents)}
    left = full
    for condition in conditions:
        left &= full ^ _cases(condition, columns, full)
    if not left:
        return None
    case = (left & -left).bit_length() - 1
    return {name: not case >> (len(parents) - 1 - k) & 1 for k, name in enumerate(parents)}


def _true_cases(place: int, n_parents: int) -> int:
    """Return the cases in which a parent is true: bit ``c`` of the number is case ``c``."""
    width = 1 << (n_parents - 1 - place)
    made, period = (1 << width) - 1, 2 * width
    while period < 1 << n_parents:
        made |= made << period
        period *= 2
    return made


def _cases(condition: Condition, columns: Mapping[str, int], full: int) -> int:
    match condition:
        case Judged(name):
            return columns[name]
        case Not(part):
            return full ^ _cases(part, columns, full)
        case And(parts):
            return reduce(and_, (_cases(part, columns, full) for part in parts))
        case Or(parts):
            return reduce(or_, (_cases(part, columns, full) for part in parts))
        case If(then, given):
            return _cases(then, columns, full) | full ^ _cases(given, columns, full)
        case Iff(left, right):
            return full ^ _cases(left, columns, full) ^ _cases(right, columns, full)
    raise TypeError(f"not a condition over judgements: {condition!r}")


def circles(
    starts: Iterable[str], above: Callable[[str], Sequence[str]], done: set[str] | None = None
) -> list[tuple[str, ...]]:
    """Return circles of judgements that depend on each other, no two of them at the same place.

    Parameters
    ----------
    starts : iterable of str
        Where to begin.
    above : callable
        Which judgements one depends on.
    done : set of str, optional
        Those known to be in no circle; what is visited is added.

    Returns
    -------
    list of tuple of str
        Each from the judgement met first, and back to it; empty where there is none.

    Examples
    --------
    >>> graph = {"a": ["b"], "b": ["c"], "c": ["b", "d"], "d": []}
    >>> circles(graph, graph.__getitem__)
    [('b', 'c', 'b')]
    """
    found: list[tuple[str, ...]] = []
    known: set[str] = set() if done is None else done
    told: set[str] = set()
    for start in starts:
        if start in known:
            continue
        trail, place = [start], {start: 0}
        left = [iter(above(start))]
        while trail:
            following = next(left[-1], None)
            if following is None:
                left.pop()
                known.add(last := trail.pop())
                del place[last]
            elif following in place:
                if following not in told and trail[-1] not in told:
                    circle = trail[place[following] :]
                    told.update(circle)
                    found.append((*circle, following))
            elif following not in known:
                place[following] = len(trail)
                trail.append(following)
                left.append(iter(above(following)))
    return found


def shown(circle: Sequence[str]) -> str:
    """Write a circle, cut to a readable length.

    Examples
    --------
    >>> shown(["b", "c", "b"])
    'b given c given b'
    """
    if len(circle) <= _SHOWN:
        return " given ".join(circle)
    return " given ".join([*circle[: _SHOWN - 1], f"... ({len(circle) - _SHOWN:,} more)", circle[-1]])
