"""What drives a share: each judgement by itself, pairs that matter only together, and what finding out would tell.

The effect of a judgement is the share given that it is true less the share given that it is false. Two judgements
*interact* where the effect of one depends on the other. What finding out is worth is how far the bounds would narrow:
their width now, less their width once the answer is known, weighted by how likely each answer is held to be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from holdfast.case.world import Row, Variable
from holdfast.uncertainty.shares import Share, is_idle, share, weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_PAIRED = 10
"""Judgements of which all pairs are looked at: those of the largest effect."""
SMALL = 1e-9
"""Effects below this are none."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What one judgement does to a share.

    Attributes
    ----------
    judgement : str
        Its id.
    credence : Share
        How likely it is held to be, whatever it depends on taken into account.
    if_true, if_false : float or None
        The share at the point credences given that it is true, and given that it is false; None where that cannot be.
    width_after : float or None
        The width of the bounds to be expected once it is known whether it is true; None where that was not asked.
    """

    judgement: str
    credence: Share
    if_true: float | None
    if_false: float | None
    width_after: float | None = None

    @property
    def size(self) -> float:
        """How far the share moves, with its sign: above 0 where the judgement speaks for the plan."""
        return 0.0 if self.if_true is None or self.if_false is None else self.if_true - self.if_false

    @property
    def matters(self) -> bool:
        """Whether the share depends on it."""
        return abs(self.size) > SMALL

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        out: dict[str, Any] = {"if_true": self.if_true, "if_false": self.if_false, "credence": self.credence.json()}
        return out if self.width_after is None else {**out, "width_after": self.width_after}


@dataclass(frozen=True, slots=True)
class Interaction:
    """Two judgements whose effects depend on each other.

    Attributes
    ----------
    first, second : str
        The judgements.
    where_true, where_false : float
        The effect of the first where the second is true, and where it is false.
    """

    first: str
    second: str
    where_true: float
    where_false: float

    @property
    def size(self) -> float:
        """How far the effect of one moves with the other; the same whichever is looked at first."""
        return round(self.where_true - self.where_false, 12)

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        out: dict[str, Any] = {"judgements": [self.first, self.second], "size": self.size}
        return out | {"effect_where_true": self.where_true, "effect_where_false": self.where_false}


def effects(
    truth: NDArray[np.bool_],
    variables: Sequence[Variable],
    *,
    finding_out: bool = True,
    of: Variable | None = None,
) -> tuple[Effect, ...]:
    """Return what each judgement does to a share, in the order of the variables.

    Parameters
    ----------
    truth : bool array
        An axis a variable: in which worlds the plan holds.
    variables : sequence of Variable
        What is doubted.
    finding_out : bool
        Whether to work out what finding out would tell.
    of : Variable, optional
        Only the judgements of this one.
    """
    at_point = weights(variables)
    found = []
    for axis, variable in enumerate(variables):
        if of is not None and variable is not of:
            continue
        after = _width_after(truth, variables, axis, at_point) if finding_out else None
        for place, name in enumerate(variable.judgements):
            truths = [value[place] for value in variable.values]
            credence = share(on_axis(truths, truth.shape, axis), variables)
            if_true, if_false = (_given(truth, variables, axis, place, side, at_point) for side in (True, False))
            found.append(Effect(name, credence, if_true, if_false, after))
    return tuple(found)


def on_axis(truths: Sequence[bool], shape: tuple[int, ...], axis: int) -> NDArray[np.bool_]:
    """Return an array that varies along one axis only."""
    import numpy as np

    line = np.array(truths, dtype=np.bool_).reshape([-1 if k == axis else 1 for k in range(len(shape))])
    return np.broadcast_to(line, shape)


def _given(
    truth: NDArray[np.bool_],
    variables: Sequence[Variable],
    axis: int,
    place: int,
    side: bool,
    at_point: NDArray[np.float64],
) -> float | None:
    """Return the share given that a judgement is true, or false."""
    chosen = [k for k, value in enumerate(variables[axis].values) if value[place] is side]
    base = float(at_point.take(chosen, axis=axis).sum())
    if base > 0:
        return _tidy(float((at_point * truth).take(chosen, axis=axis).sum()) / base)
    if len(variables[axis].rows) > 1 or len(chosen) != 1:
        return None
    # held to be impossible: as if it were certain, which for a judgement given nothing is the same question
    point = tuple(1.0 if k == chosen[0] else 0.0 for k in range(len(variables[axis].values)))
    asked = list(variables)
    old = asked[axis]
    asked[axis] = Variable(old.id, old.judgements, old.values, (Row(None, point, (point,)),), old.parents)
    return _tidy(float((weights(asked) * truth).sum()))


def _tidy(value: float) -> float:
    return min(max(round(value, 12), 0.0), 1.0)


def _width_after(
    truth: NDArray[np.bool_], variables: Sequence[Variable], axis: int, at_point: NDArray[np.float64]
) -> float | None:
    """Return the expected width of the bounds once the value of a variable is known."""
    import numpy as np

    variable = variables[axis]
    depends = any(not set(other.parents).isdisjoint(variable.judgements) for other in variables)
    if is_idle(truth, axis) and not depends and not variable.parents:
        return share(truth, variables).width
    total = 0.0
    for value in range(len(variable.values)):
        likely = float(at_point.take(value, axis=axis).sum())
        if likely <= 0:
            continue
        if depends or variable.parents:
            only = on_axis([k == value for k in range(len(variable.values))], truth.shape, axis)
            after = share(truth, variables, only)
        else:
            rest = [other for k, other in enumerate(variables) if k != axis]
            after = share(np.asarray(truth.take(value, axis=axis)), rest)
        total += likely * after.width
    return round(total, 12)


def interactions(
    truth: NDArray[np.bool_], variables: Sequence[Variable], found: Sequence[Effect]
) -> tuple[Interaction, ...]:
    """Return the pairs of judgements that interact, largest first, among those of the largest effect."""
    at_point = weights(variables)
    place = {name: (axis, k) for axis, v in enumerate(variables) for k, name in enumerate(v.judgements)}
    moving = [each for each in found if not is_idle(truth, place[each.judgement][0])]
    ranked = sorted(moving, key=lambda each: -abs(each.size))[:MOST_PAIRED]
    pairs = []
    for one, two in combinations(ranked, 2):
        sizes = _interaction(truth, variables, at_point, place[one.judgement], place[two.judgement])
        if sizes is not None and abs(sizes[0] - sizes[1]) > SMALL:
            pairs.append(Interaction(one.judgement, two.judgement, *(round(each, 12) for each in sizes)))
    return tuple(sorted(pairs, key=lambda pair: (-abs(pair.size), pair.first, pair.second)))


def _interaction(
    truth: NDArray[np.bool_],
    variables: Sequence[Variable],
    at_point: NDArray[np.float64],
    one: tuple[int, int],
    two: tuple[int, int],
) -> tuple[float, float] | None:
    """Return the effect of one judgement where another is true, and where it is false."""
    if one[0] == two[0]:
        return None  # rivals of one set are never true together
    first, second = ([value[k] for value in variables[axis].values] for axis, k in (one, two))
    here = on_axis(first, truth.shape, one[0]), on_axis(second, truth.shape, two[0])
    sizes = []
    for b in (True, False):
        size = 0.0
        for a in (True, False):
            both = (here[0] == a) & (here[1] == b)
            base = float((at_point * both).sum())
            if base <= 0:
                return None
            size += (1 if a else -1) * float((at_point * (both & truth)).sum()) / base
        sizes.append(size)
    return sizes[0], sizes[1]
