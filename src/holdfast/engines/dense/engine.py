"""The dense engine: every cell of the grid, slice by slice, keeping one bit a state and concept.

For each party: the best it can have at or from a state, and, over all its slices, the best of what the others would
leave it (:mod:`propagate`). These *bars*, one number for each class of own strategies and each combination of the
others' strategies, decide every state: it is stable iff the party's score there reaches its bar. No filter for
improvements is needed, because where a move is none the others' part is at most the score anyway. So scores are
generated three times and never stored, and what grows with the grid is one bit a concept.

Work is cut into blocks that threads take one after the other; maxima and bits do not depend on who is first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from holdfast.engines.dense.estimate import CONCEPTS, LISTED, MAX_PLACES, SHARED, SIMULTANEOUS_PLACES, block_width, cost
from holdfast.engines.dense.kernels import kernels as choose_kernels
from holdfast.engines.dense.layout import Layout
from holdfast.engines.dense.pool import SMALL, Pool
from holdfast.engines.dense.propagate import Block, by_improvements, by_moves
from holdfast.engines.dense.scores import MAX_KEPT, Scores, is_generated
from holdfast.engines.dense.simultaneous import Simultaneous
from holdfast.engines.dense.values import Values, never
from holdfast.engines.engine import QUIETLY, Capability, Checkpoints, Work
from holdfast.engines.fitting import unfit
from holdfast.engines.solution import Solution, Verdicts
from holdfast.engines.stateset import StateSet
from holdfast.errors import CapacityError
from holdfast.model.model import Model
from holdfast.stability import Concept

Bits = NDArray[np.uint8]

RUN = 1 << 19
"""Places whose verdicts are read off together."""


class DenseEngine:
    """Verdicts for every cell of the grid.

    Parameters
    ----------
    kernels : module, optional
        Whose kernels; the native ones where they were built, unless told otherwise.
    """

    name = "dense"

    def __init__(self, kernels: ModuleType | None = None) -> None:
        self._kernels = kernels or choose_kernels()

    def can(self, model: Model, concepts: Sequence[Concept]) -> Capability:
        """Say whether the model is in option form and its grid small enough, and what it may need."""
        structure = model.structure
        if not structure.is_option_form:
            return Capability(False, "it needs option form: no explicit moves, no merged states")
        if structure.only is not None:
            return Capability(False, "it lays out all combinations of options, and only some named states can occur")
        if list(structure.owners) != sorted(structure.owners):
            return Capability(False, "each party's options must stand together")
        unknown = {c.name for c in concepts} - {*CONCEPTS, "sim"}
        if unknown:
            return Capability(False, f"it does not know {', '.join(sorted(unknown))}")
        if reason := unfit(model, concepts):
            return Capability(False, reason)
        layout = Layout(structure)
        try:
            places = layout.size
        except CapacityError as error:
            return Capability(False, str(error))
        if places > MAX_PLACES:
            return Capability(False, f"{places:,} combinations of strategies; it lays out at most {MAX_PLACES:,}")
        if places > SIMULTANEOUS_PLACES and any(c.name == "sim" for c in concepts):
            return Capability(
                False,
                f"simultaneous stability is looked for in at most {SIMULTANEOUS_PLACES:,} combinations of strategies, "
                f"and there are {places:,}; the other concepts can be had",
            )
        for party, name in enumerate(model.parties):
            if places > MAX_KEPT and not is_generated(model, party):
                return Capability(False, f'the preferences of "{name}" are a ranking or more than 30 statements')
        seconds, memory = cost(layout, {c.name for c in concepts}, model)
        shared = SHARED if places > SMALL and all(c.name != "sim" for c in concepts) else 0.0
        return Capability(True, f"{places:,} combinations of strategies", seconds, memory, shared)

    def solve(self, model: Model, concepts: Sequence[Concept], work: Work = QUIETLY) -> Solution:
        """Compute the verdicts.

        Parameters
        ----------
        model : Model
            In option form.
        concepts : sequence of Concept
            The concepts wanted.
        work : Work
            How: progress is told after every block of slices; finished parts are kept in ``checkpoints``.

        Returns
        -------
        Solution
            With ``masks`` up to :data:`LISTED` places, else with ``verdicts``.
        """
        layout = Layout(model.structure)
        wanted = tuple(concept.name for concept in concepts)
        graph = tuple(name for name in wanted if name != "sim")
        listed = layout.size <= LISTED
        solver = _Solver(model, layout, graph, self._kernels, work, keep=listed or work.parties)
        sim = None
        if "sim" in wanted:
            places = np.flatnonzero(np.unpackbits(solver.feasible(), count=layout.size, bitorder="little"))
            ranks = [np.where(s == never(s.dtype), -1, s).astype(np.int32) for s in solver.all_scores()]
            sim = Simultaneous(layout, ranks, places)
            solver.expect(sim.n_chunks)
        solver.solve()
        found = {name: solver.sets[name] for name in graph}
        if sim:
            found["sim"] = _Sets.of_flags(layout.size, sim.places, sim.solve(solver.tick))
        return _solution(model, layout, solver.feasible(), {name: found[name] for name in wanted}, listed)


def _solution(model: Model, layout: Layout, feasible: Bits, found: Mapping[str, _Sets], listed: bool) -> Solution:
    if listed:
        can = np.unpackbits(feasible, count=layout.size, bitorder="little").view(np.bool_)

        def mask(bits: Bits) -> int:
            flags = np.unpackbits(bits, count=layout.size, bitorder="little")[can]
            return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")

        masks = {name: tuple(mask(bits) for bits in sets.stable) for name, sets in found.items()}
        return Solution(model, DenseEngine.name, masks)

    def made(bits: Bits) -> StateSet:
        return StateSet(model.structure, layout, bits)

    verdicts = Verdicts(
        made(feasible),
        {name: made(sets.joint) for name, sets in found.items()},
        {name: tuple(sets.counts) for name, sets in found.items()},
        {name: tuple(map(made, sets.stable)) for name, sets in found.items() if sets.stable},
    )
    return Solution(model, DenseEngine.name, verdicts=verdicts)


@dataclass(eq=False)
class _Sets:
    """What is found for one concept: equilibria, counts per party and, where kept, each party's stable places."""

    joint: Bits
    counts: list[int] = field(default_factory=list)
    stable: list[Bits] = field(default_factory=list)

    @classmethod
    def of_flags(cls, size: int, places: NDArray[np.int64], flags: list[NDArray[np.bool_]]) -> _Sets:
        stable = []
        for each in flags:
            whole = np.zeros(size, dtype=np.bool_)
            whole[places] = each
            stable.append(np.packbits(whole, bitorder="little"))
        joint = stable[0].copy()
        for bits in stable[1:]:
            joint &= bits
        return cls(joint, [int(each.sum()) for each in flags], stable)


class _Solver:
    """The work on one model."""

    def __init__(
        self, model: Model, layout: Layout, wanted: tuple[str, ...], kernels: ModuleType, work: Work, *, keep: bool
    ) -> None:
        self._model, self._layout, self._wanted, self._kernels, self._keep = model, layout, wanted, kernels, keep
        self._scores = Scores(model, layout, kernels)
        self._scores.prepare()
        self._store: Checkpoints | None = work.checkpoints
        self._pool = Pool(work, layout.size)
        self._feasible: Bits | None = None
        self.sets: dict[str, _Sets] = {}
        self._pool.expect(sum(map(self._units, range(len(model.parties)))) if wanted else 0)

    # -- what is told ------------------------------------------------------------------------------------------------

    def expect(self, units: int) -> None:
        """Count more units of work in."""
        self._pool.expect(units)

    def tick(self, note: str) -> None:
        """Tell that a unit is done."""
        self._pool.tick(1, note)

    def _units(self, party: int) -> int:
        """Return how many units of work a party is."""
        blocks = -(-self._layout.shape[party] // self._width(party))
        return blocks * (1 + (_HEAVY if set(self._wanted) - {"nash"} else 0)) + -(-self._layout.size // RUN)

    def _width(self, party: int) -> int:
        return block_width(self._layout, party, self._pool.threads)

    # -- passes ------------------------------------------------------------------------------------------------------

    def all_scores(self) -> list[Values]:
        """Return every party's scores over the whole grid."""
        return [self._scores.run(party, 0, self._layout.size) for party in range(len(self._model.parties))]

    def feasible(self) -> Bits:
        """Return the places that can occur, as bits."""
        if self._feasible is None:
            bits = np.zeros(-(-self._layout.size // 8), dtype=np.uint8)

            def fill(start: int, stop: int) -> None:
                scores = self._scores.run(0, start, stop)
                bits[start // 8 : -(-stop // 8)] = np.packbits(scores != never(scores.dtype), bitorder="little")

            self._pool.each(self._runs(), fill, 0, "states")
            self._feasible = bits
        return self._feasible

    def _runs(self) -> list[tuple[int, int]]:
        size = self._layout.size
        return [(start, min(start + RUN, size)) for start in range(0, size, RUN)]

    def _blocks(self, party: int) -> Iterator[tuple[int, int]]:
        size, width = self._layout.shape[party], self._width(party)
        return ((start, min(start + width, size)) for start in range(0, size, width))

    def solve(self) -> None:
        """Find the sets of every concept wanted."""
        feasible = self.feasible()
        if not self._wanted:
            return
        for name in self._wanted:
            self.sets[name] = _Sets(feasible.copy())
        done = self._resume()
        for party in range(done, len(self._model.parties)):
            bars = self._bars(party)
            self._read_off(party, bars)
            self._save(party + 1)

    def _bars(self, party: int) -> dict[str, Values]:
        """Return, per concept, what the party's score must reach; flat over (class, others)."""
        layout = self._layout
        axis = layout.axes[party]
        others = layout.size // max(axis.size, 1)
        note = self._model.parties[party]
        blank = np.full(axis.n_classes * others, -1, dtype=self._scores.dtype)
        best, lock = blank.copy(), Lock()
        outer, _, inner = layout.view(party)

        def reach(begin: int, end: int) -> None:
            own = self._scores.block(party, party, begin, end)
            with lock:
                self._kernels.fold(best, own, own, axis.classes[begin:end], outer, end - begin, inner)

        self._pool.each(self._blocks(party), reach, 1, note)
        self._carry(best, party)
        names = [name for name in self._wanted if name != "nash"]
        bars = {name: blank.copy() for name in names}

        def fear(begin: int, end: int) -> None:
            own = self._scores.block(party, party, begin, end)
            classes = axis.classes[begin:end]
            block = Block(layout, party, end - begin)
            for name, values in self._answered(block, own, best, classes, begin, end):
                with lock:
                    self._kernels.fold(bars[name], own, values, classes, outer, end - begin, inner)

        if names:
            self._in_parts(party, bars, fear, note)
        for name in names:
            self._carry(bars[name], party)
        return {**bars, "nash": best} if "nash" in self._wanted else bars

    def _carry(self, bars: Values, party: int) -> None:
        """Let every class have the best of all classes it can move to."""
        axis = self._layout.axes[party]
        table = bars.reshape(axis.n_classes, -1)
        for q, p in axis.edges:
            np.maximum(table[q], table[p], out=table[q])

    def _answered(
        self, block: Block, own: Values, best: Values, classes: NDArray[np.int32], begin: int, end: int
    ) -> Iterator[tuple[str, Values]]:
        """Yield, per concept, ``P`` over a block of slices."""
        names, check = set(self._wanted), self._pool.check

        def goal(name: str) -> Values:
            if name in ("gmr", "seq"):
                return own.copy()
            values: Values = self._kernels.spread(best, own, classes, *self._layout.view(block.party, block.width))
            return values

        for name in ("gmr", "smr"):
            if name in names:
                values = goal(name)
                by_moves(block, values, own, self._kernels, check)
                yield name, values
                del values
        lanes = [name for name in ("seq", "symmetric_seq") if name in names]
        if lanes:
            goals = [goal(name) for name in lanes]

            def scores(other: int) -> Values:
                return self._scores.block(other, block.party, begin, end)

            by_improvements(block, goals, own, scores, self._kernels, check)
            yield from zip(lanes, goals, strict=True)

    def _read_off(self, party: int, bars: Mapping[str, Values]) -> None:
        """Compare the party's score with its bars at every place."""
        layout, axis, lock = self._layout, self._layout.axes[party], Lock()
        inner = layout.inner(party)
        counts = dict.fromkeys(self._wanted, 0)
        kept = {}
        if self._keep:
            kept = {name: np.zeros_like(self.sets[name].joint) for name in self._wanted}

        def read(start: int, stop: int) -> None:
            own = self._scores.run(party, start, stop)
            bits = np.empty(-(-(stop - start) // 8), dtype=np.uint8)
            here = slice(start // 8, start // 8 + bits.size)
            for name in self._wanted:
                marked = self._kernels.mark(own, bars[name], axis, start, inner, bits)
                self.sets[name].joint[here] &= bits
                if kept:
                    kept[name][here] = bits
                with lock:
                    counts[name] += marked

        self._pool.each(self._runs(), read, 1, self._model.parties[party])
        for name in self._wanted:
            self.sets[name].counts.append(counts[name])
            if kept:
                self.sets[name].stable.append(kept[name])

    # -- going on where an earlier run stopped -------------------------------------------------------------------------

    def _in_parts(self, party: int, bars: dict[str, Values], fear: Callable[[int, int], None], note: str) -> None:
        """Do the blocks of slices that an earlier run did not finish."""
        blocks = list(self._blocks(party))
        if self._store is None:
            self._pool.each(blocks, fear, _HEAVY, note)
            return
        key = f"party {party} bars, {self._width(party)} slices together"
        done = np.zeros(len(blocks), dtype=np.bool_)
        earlier = self._store.load(key)
        if earlier is not None and earlier["done"].size == done.size:
            done[:] = earlier["done"]
            for name, values in bars.items():
                values[:] = earlier[name]
        self._pool.tick(int(done.sum()) * _HEAVY, note)
        todo = np.flatnonzero(~done).tolist()
        store = self._store
        group = max(1, self._pool.threads * 4)
        for start in range(0, len(todo), group):
            part = todo[start : start + group]
            self._pool.each([blocks[k] for k in part], fear, _HEAVY, note)
            done[part] = True
            self._pool.save(lambda: store.save(key, {"done": done, **bars}), last=start + group >= len(todo))

    def _resume(self) -> int:
        """Take over the parties an earlier run finished; return how many."""
        earlier = self._store.load("read off") if self._store else None
        if earlier is None:
            return 0
        done = int(earlier["parties"][0])
        for name, sets in self.sets.items():
            sets.joint[:] = earlier[f"{name} joint"]
            sets.counts = earlier[f"{name} counts"].tolist()
            if self._keep:
                sets.stable = [earlier[f"{name} stable {party}"] for party in range(done)]
        self._pool.tick(sum(map(self._units, range(done))), "taken over from an earlier run")
        return done

    def _save(self, parties: int) -> None:
        if self._store is None:
            return
        arrays: dict[str, NDArray[np.generic]] = {"parties": np.array([parties])}
        for name, sets in self.sets.items():
            arrays[f"{name} joint"] = sets.joint
            arrays[f"{name} counts"] = np.array(sets.counts)
            arrays |= {f"{name} stable {k}": bits for k, bits in enumerate(sets.stable)}
        self._store.save("read off", arrays)


_HEAVY = 20
"""How many units of work a block of slices is that is propagated, against one that is only scored."""
