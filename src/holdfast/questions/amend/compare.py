"""Comparisons of two states as one party sees them: as a gate for all packages, or as a truth under one.

Rows compare from left to right. A *complaint* is something a party can lose: a statement, or its numbers taken
together. A complaint that is *waived* is no reason to think a state worse; it stays a reason to think one better. So
with waivers a state is at least as good as another unless, before any gain, something is lost that is not waived; and
better if besides something is gained. Without waivers that is the ordinary lexicographic comparison.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from holdfast.questions.amend.choices import Choices, Chosen
from holdfast.questions.amend.circuit import FALSE, TRUE, Circuit
from holdfast.questions.amend.graph import Places, Reached, Truths, World, reach
from holdfast.questions.amend.views import Row, View

if TYPE_CHECKING:
    from holdfast.questions.amend.views import Literals

Complaint = tuple[int, int]
"""A party, and which of its complaints, from 0."""


class Gates:
    """Comparisons as gates. ``waivers`` says of each complaint by which choice it is waived; others never are."""

    def __init__(self, circuit: Circuit, waivers: dict[Complaint, int]) -> None:
        self._circuit, self._waivers = circuit, waivers
        self._known: dict[tuple[int, Row, Row, bool], int] = {}

    def can_waive(self, party: int) -> bool:
        """Whether any complaint of a party can be waived."""
        return any(k == party for k, _ in self._waivers)

    def at_least(self, party: int, view: View, one: int, other: int) -> int:
        """Return the gate for the state of one class being at least as good as that of another."""
        return self._compare(party, view, view.rows[one], view.rows[other], strict=False)

    def better(self, party: int, view: View, one: int, other: int) -> int:
        """Return the gate for the state of one class being better than that of another."""
        return self._compare(party, view, view.rows[one], view.rows[other], strict=True)

    def gain(self, view: View, one: int, other: int) -> int:
        """Return the gate for something being gained by one state against another, whatever is lost."""
        some = self._circuit.some
        return some(self._gain_loss(a, b)[0] for a, b in _spans(view.widths, view.rows[one], view.rows[other]))

    def _compare(self, party: int, view: View, one: Row, other: Row, *, strict: bool) -> int:
        key = party, one, other, strict
        if key not in self._known:
            made, found = self._circuit, FALSE if strict else TRUE
            pairs = list(_spans(view.widths, one, other))
            for j in range(len(pairs) - 1, -1, -1):
                gain, loss = self._gain_loss(*pairs[j])
                bearable = made.some((-loss, self._waivers.get((party, j), FALSE)))
                found = made.some((gain, made.both((bearable, found))))
            self._known[key] = found
        return self._known[key]

    def _gain_loss(self, one: Row, other: Row) -> tuple[int, int]:
        made = self._circuit
        gain = loss = FALSE
        for a, b in zip(reversed(one), reversed(other), strict=True):
            gain = made.some((made.both((a, -b)), made.both((made.some((a, -b)), gain))))
            loss = made.some((made.both((-a, b)), made.both((made.some((-a, b)), loss))))
        return gain, loss


def _spans(widths: Sequence[int], one: Row, other: Row) -> Iterable[tuple[Row, Row]]:
    start = 0
    for width in widths:
        yield one[start : start + width], other[start : start + width]
        start += width


def extremes(view: View, classes: Iterable[int], *, best: bool, waivable: bool) -> list[int]:
    """Return those of some settled classes that decide whether any of them can be reached down (or up) to.

    The worst (or best) one, where nothing can be waived; otherwise each than which no other is worse (better) in every
    complaint.
    """
    found = sorted(set(classes), key=lambda k: view.rows[k], reverse=best)
    if not waivable:
        return found[:1]
    kept: list[int] = []
    sign = 1 if best else -1
    for k in found:
        mine = [sign * _number(part) for part, _ in _spans(view.widths, view.rows[k], view.rows[k])]
        if not any(
            all(
                sign * _number(p) >= own
                for (p, _), own in zip(_spans(view.widths, view.rows[j], view.rows[j]), mine, strict=True)
            )
            for j in kept
        ):
            kept.append(k)
    return kept


def _number(bits: Row) -> int:
    return sum(1 << k for k, bit in enumerate(reversed(bits)) if bit == TRUE)


class Sight:
    """What each party makes of the states of a world under one package.

    Parameters
    ----------
    world : World
        The states.
    choices : Choices
        What a package is.
    chosen : Chosen
        The package.
    waived : set of Complaint
        Complaints that are waived.
    """

    def __init__(self, world: World, choices: Choices, chosen: Chosen, waived: Iterable[Complaint] = ()) -> None:
        self.world = world
        self._circuit, self._values = choices.circuit, choices.values(chosen)
        self._waived: dict[int, set[int]] = {}
        for party, complaint in waived:
            self._waived.setdefault(party, set()).add(complaint)
        self._ranks: dict[int, NDArray[np.int64]] = {}
        self._numbers: dict[tuple[int, int], list[int]] = {}
        self._pairs: dict[tuple[int, int, int, bool], bool] = {}

    def ranks(self, party: int) -> NDArray[np.int64]:
        """Return how a party ranks its classes of states, higher is better; waivers are not looked at."""
        if party not in self._ranks:
            view = self.world.views[party]
            value, values = self._circuit.value, self._values
            different = {gate: value(gate, values) for row in view.rows for gate in row}
            keys = [tuple(different[gate] for gate in row) for row in view.rows]
            place = {key: k for k, key in enumerate(sorted(set(keys)))}
            self._ranks[party] = np.array([place[key] for key in keys], dtype=np.int64)
        return self._ranks[party]

    def state_ranks(self, party: int, places: Places) -> NDArray[np.int32]:
        """Return how a party ranks some states; waivers are not looked at."""
        ranks: NDArray[np.int32] = self.ranks(party).astype(np.int32)[self.world.views[party].class_of[places]]
        return ranks

    def reach(self, party: int, end: int, *, credible: bool) -> Reached:
        """Find what the others can bring about once a party has moved, by moves or by moves that they want."""
        world, movers = self.world, self.world.structure.others(party)
        if not world.is_option_form or (credible and any(k in self._waived for k in movers)):
            return reach(world, end, movers, self.better if credible else None)
        states = world.part(party, end).reach(end, self.state_ranks if credible else None)
        inside = np.zeros(world.n_states, dtype=np.bool_)
        inside[states] = True
        return Reached(states, dict.fromkeys(movers, inside), dict.fromkeys(movers, inside))

    def better(self, party: int, starts: Places, ends: Places) -> Truths:
        """Return of some pairs of states whether the second is better for a party."""
        of = self.world.views[party].class_of
        if party not in self._waived:
            ranks = self.ranks(party)
            wanted: Truths = ranks[of[ends]] > ranks[of[starts]]
            return wanted
        return self._each(party, of[ends], of[starts], strict=True)

    def kept(self, party: int, ends: Places) -> Truths:
        """Return of some states whether the plan's own is at least as good for a party."""
        of = self.world.views[party].class_of
        here = of[self.world.here]
        if party not in self._waived:
            ranks = self.ranks(party)
            content: Truths = ranks[of[ends]] <= ranks[here]
            return content
        return self._each(party, np.full(ends.size, here, dtype=np.int32), of[ends], strict=False)

    def _each(self, party: int, one: Literals, other: Literals, *, strict: bool) -> Truths:
        size = len(self.world.views[party].rows)
        pairs, which = np.unique(one.astype(np.int64) * size + other, return_inverse=True)
        found = [self._compare(party, *divmod(pair, size), strict=strict) for pair in pairs.tolist()]
        return np.array(found, dtype=np.bool_)[which]

    def _compare(self, party: int, one: int, other: int, *, strict: bool) -> bool:
        key = party, one, other, strict
        if key not in self._pairs:
            found, waived = not strict, self._waived[party]
            for j, (a, b) in enumerate(zip(self._complaints(party, one), self._complaints(party, other), strict=True)):
                if a != b and (a > b or j not in waived):
                    found = a > b
                    break
            self._pairs[key] = found
        return self._pairs[key]

    def _complaints(self, party: int, number: int) -> list[int]:
        if (party, number) not in self._numbers:
            view = self.world.views[party]
            row = tuple(TRUE if self._circuit.value(gate, self._values) else FALSE for gate in view.rows[number])
            self._numbers[party, number] = [_number(part) for part, _ in _spans(view.widths, row, row)]
        return self._numbers[party, number]
