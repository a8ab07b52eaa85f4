"""Who can be brought where, in a grid too large to list: only the slice in which a group moves is looked at.

Parties outside the group stay where they are, so a search from one state never leaves the cells that share their
strategies: one in thousands or millions of all. How many steps each such cell is away is kept in one byte. Few cells
are followed fibre by fibre, many by array operations over the slice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from holdfast.engines.dense.kernels import kernels
from holdfast.engines.dense.layout import Axis, Layout
from holdfast.engines.dense.scores import Scores
from holdfast.engines.dense.values import Values, never
from holdfast.engines.trace import contains
from holdfast.errors import ModelError
from holdfast.model.model import Model
from holdfast.model.walk import Step

Places = NDArray[np.intp]

FAR = 255
"""Most steps a byte can count; what lies further is marked with this number, which only says that it was reached."""


@lru_cache(maxsize=4)
def scores_of(model: Model) -> tuple[Layout, Scores]:
    """Return the grid of a model and the scores over it; the last few are kept, as traces ask again and again."""
    layout = Layout(model.structure)
    return layout, Scores(model, layout, kernels())


class GridTrace:
    """A trace over one slice of a grid; see :func:`holdfast.engines.trace.trace`.

    Parameters
    ----------
    model : Model
        In option form.
    start : int
        A feasible state.
    group : tuple of int
        The parties that may move.
    improving : bool
        Whether every step must be an improvement for its mover.
    """

    def __init__(self, model: Model, start: int, group: tuple[int, ...], improving: bool) -> None:
        self._model, self._start, self._improving = model, start, improving
        self._layout, self._scores = scores_of(model)
        shape, starts, home = [], [], 0
        for party, axis in enumerate(self._layout.axes):
            strategy = int(np.searchsorted(axis.codes, start & model.structure.own_mask[party]))
            moves = party in group
            shape.append(axis.size if moves else 1)
            starts.append(0 if moves else strategy)
            home = home * shape[-1] + (strategy if moves else 0)
        self._shape, self._starts, self._home = tuple(shape), tuple(starts), home
        self._group = tuple(k for k in group if shape[k] > 1)
        self._known: dict[int, Values] = {}
        self._steps = np.zeros(prod(shape), dtype=np.uint8)  # 0: not reached; the start counts as 1
        self._steps[home] = 1
        self._levels: list[Places] = [np.array([home])]
        self._done = False
        first = self._ranks(group[0] if group else 0)
        self._empty = first == never(first.dtype)

    def _ranks(self, party: int) -> Values:
        if party not in self._known:
            self._known[party] = self._scores.box(party, self._shape, self._starts)
        return self._known[party]

    def _view(self, party: int) -> tuple[int, int, int]:
        return prod(self._shape[:party]), self._shape[party], prod(self._shape[party + 1 :])

    def _codes(self, places: Places) -> NDArray[np.int64]:
        """Return the codes of cells of the slice."""
        out = np.zeros(places.size, dtype=np.int64)
        for party, axis in enumerate(self._layout.axes):
            _, size, inner = self._view(party)
            out |= axis.codes[self._starts[party] + places // inner % size]
        return out

    # -- levels ------------------------------------------------------------------------------------------------------

    def _expand(self) -> bool:
        """Compute the next level; False where there is none."""
        if self._done:
            return False
        last = self._levels[-1]
        found = [self._from_few(k, last) if self._is_few(k, last) else self._from_many(k, last) for k in self._group]
        fresh = np.unique(np.concatenate(found)) if found else last[:0]
        self._done = not fresh.size
        if fresh.size:
            self._steps[fresh] = min(len(self._levels) + 1, FAR)
            self._levels.append(fresh)
        return bool(fresh.size)

    def _is_few(self, party: int, last: Places) -> bool:
        return last.size * self._shape[party] <= max(self._steps.size // 4, 1 << 12)

    def _from_few(self, party: int, last: Places) -> Places:
        """Follow a party's fibres through some cells one by one; return the new cells it can step to."""
        _, size, inner = self._view(party)
        axis = self._layout.axes[party]
        strategy = last // inner % size
        fibre = (last - strategy * inner)[:, None] + np.arange(size) * inner
        fits = (self._steps[fibre] == 0) & ~self._empty[fibre]
        if axis.n_classes > 1:
            fits &= (axis.spent[strategy][:, None] & ~axis.spent) == 0
        if self._improving:
            ranks = self._ranks(party)
            fits &= ranks[fibre] > ranks[last][:, None]
        found: Places = fibre[fits]
        return found

    def _from_many(self, party: int, last: Places) -> Places:
        """Reduce over all of a party's fibres in the slice; return the new cells it can step to."""
        view, axis = self._view(party), self._layout.axes[party]
        if not self._improving:
            at_last = np.zeros(self._steps.size, dtype=np.bool_)
            at_last[last] = True
            touched = _carried(at_last.reshape(view), axis, np.logical_or)
            return np.flatnonzero(touched.reshape(-1) & (self._steps == 0) & ~self._empty)
        ranks = self._ranks(party)
        low = np.full(self._steps.size, never(ranks.dtype), dtype=ranks.dtype)
        low[last] = ranks[last]
        least = _carried(low.reshape(view), axis, np.minimum).reshape(-1)
        return np.flatnonzero((least < ranks) & (self._steps == 0) & ~self._empty)

    def _each(self) -> Iterator[tuple[int, Places]]:
        depth = 1
        while depth < len(self._levels) or self._expand():
            yield depth, self._levels[depth]
            depth += 1

    def levels(self) -> Iterator[tuple[int, ...]]:
        """Yield the states first reached by one step, by two and so on."""
        for _, places in self._each():
            yield tuple(self._codes(places).tolist())

    def better_for(self, parties: Sequence[int], state: int) -> Iterator[tuple[int, ...]]:
        """Yield, step by step, the reached states that each of some parties strictly prefers to another state."""
        for _, places in self._each():
            for party in parties:
                places = places[self._ranks(party)[places] > self._scores.at(party, state)]
            yield tuple(self._codes(places).tolist())

    def depth(self, state: int) -> int | None:
        """Return the fewest steps to a state, or None; looks no further than the state."""
        place = self._place(state)
        if place is None:
            return None
        return next((depth for depth, places in self._each() if contains(places, place)), None)

    def origins(self, depth: int, state: int) -> list[tuple[int, int]]:
        """Return the parties, with where they come from, that lead to a state by a step from ``depth`` steps away."""
        place, before = self._place(state), self._levels[depth]
        assert place is not None
        found = [(party, self._origins(party, before, place)) for party in self._group]
        return [(party, int(code)) for party, places in found for code in self._codes(places)]

    # -- questions ---------------------------------------------------------------------------------------------------

    def first_at_most(self, party: int, level_state: int) -> int | None:
        """Return a nearest reached state that is no better for a party than ``level_state``, or None."""
        ranks, bar = self._ranks(party), self._scores.at(party, level_state)
        for _, places in self._each():
            fit = places[ranks[places] <= bar]
            if fit.size:
                codes = self._codes(fit)
                changes = np.bitwise_count(codes ^ np.int64(self._start))
                return int(codes[np.lexsort((fit, ranks[fit], changes))[0]])
        return None

    def worst(self, party: int) -> int | None:
        """Return the reached state worst for a party, or None."""
        ranks, found = self._ranks(party), None
        for _, places in self._each():
            place = places[ranks[places].argmin()]
            if found is None or ranks[place] < ranks[found]:
                found = place
        return None if found is None else int(self._codes(np.array([found]))[0])

    def path(self, state: int) -> tuple[Step, ...]:
        """Return a shortest legal sequence to a reached state: at each step the first member, the smallest code."""
        place, depth = self._place(state), 0
        if place is not None:
            depth = next((d for d, places in self._each() if contains(places, place)), 0)
        if place is None or not depth:
            raise ModelError(f"{self._model.structure.label(state)} cannot be brought about from there")
        steps: list[Step] = []
        for before in reversed(self._levels[:depth]):
            party, origin = next((k, o) for k in self._group for o in self._origins(k, before, place)[:1].tolist())
            ends = self._codes(np.array([origin, place]))
            steps.append(Step(party, int(ends[0]), int(ends[1])))
            place = origin
        return tuple(reversed(steps))

    def _place(self, state: int) -> int | None:
        """Return the cell of a state, or None where it lies outside the slice."""
        out = 0
        for party, axis in enumerate(self._layout.axes):
            strategy = int(np.searchsorted(axis.codes, state & self._model.structure.own_mask[party]))
            digit = strategy - self._starts[party]
            if not 0 <= digit < self._shape[party]:
                return None
            out = out * self._shape[party] + digit
        return out

    def _origins(self, party: int, before: Places, end: int) -> Places:
        """Return the cells of a level from which a party can step to ``end``, ascending."""
        _, size, inner = self._view(party)
        axis, strategy = self._layout.axes[party], end // inner % size
        fibre = end - strategy * inner + np.arange(size) * inner
        at = np.minimum(np.searchsorted(before, fibre), before.size - 1)  # levels ascend
        fits = (before[at] == fibre) & ((axis.spent & ~axis.spent[strategy]) == 0)
        fits[strategy] = False
        if self._improving:
            ranks = self._ranks(party)
            fits &= ranks[fibre] < ranks[end]
        found: Places = fibre[fits]
        return found


def _carried(seen: NDArray[Any], axis: Axis, join: np.ufunc) -> NDArray[Any]:
    """Reduce over a party's strategies class by class and let every class have what can come to it; laid out again."""
    by_class = [join.reduce(seen[:, axis.classes == label], axis=1) for label in range(axis.n_classes)]
    whole = [join.reduce(np.stack([by_class[q] for q in below]), axis=0) for below in axis.below]
    laid: NDArray[Any] = np.stack(whole)[axis.classes]
    return laid.transpose(1, 0, 2)
