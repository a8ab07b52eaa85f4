"""What a party must fear: the least it can be brought to from each cell of a block of its slices, and at best.

Write ``u`` for a party's score, ``M(s)`` for the best it can have at or from s, and ``P(s)`` for the least ``g`` over s
and all that the others can reach from s, with ``g = u`` (gmr, seq) or ``g = M`` (smr, symmetric_seq), by moves (gmr,
smr) or improvements (seq, symmetric_seq). ``P`` never leaves a slice in which the party's own options are fixed.

The others' steps are swept until nothing changes. Ordinary preferences need a handful of sweeps, adversarial ones a
thousand; after :data:`MAX_SWEEPS` the search in order of value takes over, whose cost is bounded.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

import numpy as np

from holdfast.engines.dense.layout import Layout
from holdfast.engines.dense.values import SearchStep, Values, Watch

MAX_SWEEPS = 24
"""Most sweeps over the others' steps before the search in order of value."""
SEARCHABLE = 1 << 31
"""A search numbers cells with 31 bits; larger slices are swept to the end."""

Check = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a party's slices.

    Attributes
    ----------
    layout : Layout
        The grid.
    party : int
        The party in focus.
    width : int
        Number of its strategies in the block.
    """

    layout: Layout
    party: int
    width: int

    def others(self) -> list[int]:
        """Return the parties that have a choice, without the one in focus."""
        return [k for k, size in enumerate(self.layout.shape) if k != self.party and size > 1]

    def seen_by(self, other: int) -> tuple[int, int]:
        """Return how the block looks to another party: (outer, inner)."""
        outer, _, inner = self.layout.block(self.party, other, self.width)
        return outer, inner


def by_moves(block: Block, values: Values, own: Values, kernels: ModuleType, check: Check) -> None:
    """Replace values by the least over what the others can reach by moves.

    Parameters
    ----------
    block : Block
        Where.
    values : array, flat
        ``g``; changed in place to ``P``.
    own : array, flat
        Scores of the party in focus, which show what cannot occur.
    kernels : module
        Whose kernels.
    check : callable
        Called between steps; raises to stop.
    """
    others, layout = block.others(), block.layout
    if not layout.rules or len(others) == 1:  # steps of different parties commute: one each is enough
        for k in others:
            kernels.move_step(values, own, layout.axes[k], *block.seen_by(k))
            check()
        return
    quiet = made = 0
    while quiet < len(others):
        if made == MAX_SWEEPS * len(others) and own.size < SEARCHABLE:
            kernels.search(values, own, [SearchStep(layout.axes[k], *block.seen_by(k), None) for k in others])
            return
        k = others[made % len(others)]
        quiet = 1 if kernels.move_step(values, own, layout.axes[k], *block.seen_by(k)) else quiet + 1
        made += 1
        check()


def by_improvements(
    block: Block,
    lanes: list[Values],
    own: Values,
    scores: Callable[[int], Values],
    kernels: ModuleType,
    check: Check,
) -> None:
    """Replace one or two values a cell by the least over what the others can reach by improvements.

    Parameters
    ----------
    block, own, kernels, check
        As for :func:`by_moves`.
    lanes : list of array
        One or two ``g``; changed in place to ``P``.
    scores : callable
        Another party's scores over the block.
    """
    others, layout = block.others(), block.layout
    ranks, steps = [], []
    for k in others:
        ranks.append(scores(k))
        check()
        steps.append(kernels.ImprovementStep(ranks[-1], layout.axes[k], *block.seen_by(k)))
        check()
    one, two = lanes[0], lanes[1] if len(lanes) > 1 else None
    stamps = np.ones(own.size // 64 + 1, dtype=np.uint16)
    last = [0] * len(steps)
    quiet = made = 0
    while quiet < len(steps):
        if made == MAX_SWEEPS * len(steps) and own.size < SEARCHABLE:
            found = [SearchStep(layout.axes[k], *block.seen_by(k), r) for k, r in zip(others, ranks, strict=True)]
            for lane in lanes:
                kernels.search(lane, own, found)
                check()
            return
        k = made % len(steps)
        changed = steps[k](one, two, Watch(stamps, last[k], made + 2))
        last[k] = made + 2
        quiet = 1 if changed else quiet + 1
        made += 1
        check()
