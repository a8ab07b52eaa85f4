"""The dense engine: every concept as own-fibre maximum, minimum over what the others can reach, own-fibre maximum.

Write ``u`` for a party's rank, ``M(s)`` for the best it can have at or from s, and ``P(s)`` for the least ``g`` over
s and all that the others can reach from s, with ``g = u`` (gmr, seq) or ``g = M`` (smr, symmetric_seq), by moves
(gmr, smr) or improvements (seq, symmetric_seq). Then s is stable for the party iff ``min(u(t), P(t)) <= u(s)`` at
every t it can move to; no filter for improvements is needed, because at any other t the left side is at most u(s).
Nash is ``M(s) <= u(s)``.

``P`` never leaves a slice in which the party's own options are fixed. Slices are done in blocks that fit a cache;
within a block the others' steps are swept until nothing changes. Ordinary preferences need a handful of sweeps;
adversarial ones a thousand, for which a search in order of value belongs in :func:`settle`. Nothing is stored per
pair of states.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from holdfast.engines.dense.estimate import BLOCK, BY_IMPROVEMENTS, BY_MOVES, cost
from holdfast.engines.dense.kernels_numpy import HOLE, NEVER, Ints, MoveStep, Step, fibre_max, improvement_step
from holdfast.engines.dense.layout import Layout
from holdfast.engines.dense.simultaneous import Simultaneous
from holdfast.engines.engine import QUIETLY, Capability, Progress, Work
from holdfast.engines.solution import Solution
from holdfast.model.model import Model
from holdfast.stability import Concept

MAX_OPTIONS = 24
"""Most options whose codes are laid out in one array."""


class DenseEngine:
    """Verdicts for every code at once, in numpy."""

    name = "dense"

    def can(self, model: Model, concepts: Sequence[Concept]) -> Capability:
        """Say whether the model is in option form and small enough, and what it may need."""
        structure = model.structure
        if not structure.is_option_form:
            return Capability(False, "it needs option form: no explicit moves, no merged states")
        if structure.n_options > MAX_OPTIONS:
            return Capability(False, f"{structure.n_options} options; it lays out at most 2^{MAX_OPTIONS} codes")
        unknown = {c.name for c in concepts} - {"nash", *BY_MOVES, *BY_IMPROVEMENTS, "sim"}
        if unknown:
            return Capability(False, f"it does not know {', '.join(sorted(unknown))}")
        seconds, memory = cost(structure, {c.name for c in concepts})
        return Capability(True, "option form", seconds, memory)

    def solve(self, model: Model, concepts: Sequence[Concept], work: Work = QUIETLY) -> Solution:
        """Compute the verdicts.

        Parameters
        ----------
        model : Model
            In option form.
        concepts : sequence of Concept
            The concepts wanted.
        work : Work
            Its ``progress`` is called after every block of slices and every chunk of simultaneous replies.

        Returns
        -------
        Solution
        """
        wanted = tuple(concept.name for concept in concepts)
        layout = Layout(model.structure)
        n_parties = len(model.parties)
        ranks = [layout.spread(model.ranks(party), HOLE) for party in range(n_parties)]
        graph = tuple(name for name in wanted if name != "sim")
        blocks = [_n_blocks(layout, party) for party in range(n_parties)] if graph else []
        sim = Simultaneous(layout, ranks) if "sim" in wanted else None
        clock = _Clock(work.progress, sum(blocks) + (sim.n_chunks if sim else 0))
        found: dict[str, list[int]] = {name: [] for name in wanted}
        for party in range(n_parties if graph else 0):
            stable = _verdicts(layout, ranks, party, graph, clock, model.parties[party])
            for name in graph:
                found[name].append(_bit_set(stable[name][layout.places]))
        if sim:
            found["sim"] = [_bit_set(flags) for flags in sim.solve(clock.tick)]
        return Solution(model, self.name, {name: tuple(found[name]) for name in wanted})


class _Clock:
    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0

    def tick(self, note: str) -> None:
        self._done += 1
        if self._progress is not None:
            self._progress(self._done, self._total, note)


def _verdicts(
    layout: Layout, ranks: list[Ints], party: int, wanted: tuple[str, ...], clock: _Clock, note: str
) -> dict[str, NDArray[np.bool_]]:
    """Return, per concept, which codes are stable for a party (of meaning where they can occur); shape (2**m,)."""
    axis, view, own = layout.axes[party], layout.view(party), ranks[party]
    best = own.copy()
    fibre_max(best.reshape(view), axis)
    answered = {name: np.empty_like(own) for name in wanted if name != "nash"}
    for block in _blocks(layout, party):
        if answered:
            _propagate(layout, ranks, party, block, best, answered)
        clock.tick(note)
    stable = {"nash": best <= own} if "nash" in wanted else {}
    for name in list(answered):
        values = answered.pop(name)
        fibre_max(values.reshape(view), axis)
        stable[name] = values <= own
    return stable


def _width(layout: Layout, party: int) -> int:
    return max(1, min(layout.shape[party], BLOCK // (layout.size // layout.shape[party])))


def _n_blocks(layout: Layout, party: int) -> int:
    return -(-layout.shape[party] // _width(layout, party))


def _blocks(layout: Layout, party: int) -> Iterator[slice]:
    width = _width(layout, party)
    for start in range(0, layout.shape[party], width):
        yield slice(start, min(start + width, layout.shape[party]))


def _propagate(
    layout: Layout, ranks: list[Ints], party: int, block: slice, best: Ints, answered: dict[str, Ints]
) -> None:
    """Write ``min(u, P)`` of a block of slices into ``answered``, per concept."""
    view, width = layout.view(party), block.stop - block.start

    def cut(values: Ints) -> Ints:
        return np.ascontiguousarray(values.reshape(view)[:, block]).reshape(-1)

    own = cut(ranks[party])
    empty = own == HOLE
    goals = {"gmr": own, "seq": own}
    goals["smr"] = goals["symmetric_seq"] = cut(best)
    others = [k for k in range(len(ranks)) if k != party and layout.shape[k] > 1]
    for names in (BY_MOVES, BY_IMPROVEMENTS):
        lanes = [name for name in names if name in answered]
        if not lanes:
            continue
        values = np.stack([goals[name] for name in lanes], axis=1)
        values[empty] = NEVER
        values = values.reshape(-1)
        steps: list[Step] = []
        holes = np.where(np.repeat(empty, len(lanes)), np.int32(NEVER), np.int32(0))
        for k in others:
            outer, size, inner = layout.block(party, k, width)
            if names is BY_MOVES:
                steps.append(MoveStep(layout.axes[k], (outer, size, inner * len(lanes)), holes))
            else:
                theirs = cut(ranks[k]).reshape(outer, size, inner)
                steps.append(improvement_step(theirs, layout.axes[k], len(lanes)))
        settle(values, steps)
        for lane, name in enumerate(lanes):
            least = np.minimum(own, values[lane :: len(lanes)])
            answered[name].reshape(view)[:, block] = least.reshape(view[0], width, view[2])


def settle(values: Ints, steps: list[Step]) -> int:
    """Sweep over the others' steps until nothing changes.

    Parameters
    ----------
    values : int32 array, flat
        Changed in place to the least fixpoint.
    steps : list of Step
        One a party; each is idempotent, so one other party needs one step.

    Returns
    -------
    int
        How many steps were made.
    """
    quiet = made = 0
    while quiet < len(steps):
        quiet = 1 if steps[made % len(steps)](values) else quiet + 1
        made += 1
    return made


def _bit_set(flags: NDArray[np.bool_]) -> int:
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")
