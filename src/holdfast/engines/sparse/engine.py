"""The sparse engine: verdicts over a list of the feasible states, however few of how many codes they are.

Time and memory go with the states that can occur (and with the arcs, where moves are listed), not with 2^options. In
option form each party's fibres are sorted once, and values are swept over them (:mod:`.flips`); elsewhere moves are
arcs and values are kept by state and last mover (:mod:`.graph`). The formulas are those of the dense engine. Where some
comparisons are unknown, moves are arcs too, and bits are kept in place of values (:mod:`.unknown`).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from holdfast.engines.coalitions_listed import CHUNK, nash_for_coalitions
from holdfast.engines.engine import QUIETLY, Capability, Progress, Work
from holdfast.engines.fitting import need_fit, unfit
from holdfast.engines.solution import Solution
from holdfast.engines.sparse.estimate import cost, n_codes
from holdfast.engines.sparse.flips import BY_IMPROVEMENTS, BY_MOVES, Flips
from holdfast.engines.sparse.graph import Graph
from holdfast.engines.sparse.simultaneous import n_chunks, simultaneous
from holdfast.engines.sparse.strength import put_together, spelled_out
from holdfast.engines.sparse.unknown import Unsure
from holdfast.errors import CapacityError
from holdfast.model.model import Model
from holdfast.model.structure import MAX_ENUMERATED, MAX_LISTED, MAX_OPTIONS
from holdfast.stability import STRENGTH_CONCEPTS, UNKNOWN_CONCEPTS, Concept

KNOWN = ("nash", *BY_MOVES, *BY_IMPROVEMENTS, "sim", "coalition_nash", *UNKNOWN_CONCEPTS, *STRENGTH_CONCEPTS)
APART = ("sim", "coalition_nash")
"""Concepts that are computed apart from the others."""


class SparseEngine:
    """Verdicts for every listed state, in numpy."""

    name = "sparse"

    def can(self, model: Model, concepts: Sequence[Concept]) -> Capability:
        """Say whether few enough states can occur, and what the model may need; nothing is listed."""
        structure, wanted = model.structure, {concept.name for concept in concepts}
        if unknown := wanted - {*KNOWN}:
            return Capability(False, f"it does not know {', '.join(sorted(unknown))}")
        if "sim" in wanted and not structure.is_option_form:
            return Capability(False, "simultaneous stability needs option form")
        if "coalition_nash" in wanted and not structure.is_option_form:
            return Capability(False, "it does coalition_nash in option form only")
        if reason := unfit(model, concepts):
            return Capability(False, reason)
        if structure.n_options > MAX_OPTIONS:
            return Capability(False, f"{structure.n_options} options; it numbers states of at most {MAX_OPTIONS}")
        if structure.merged and structure.only is None and structure.n_options > MAX_ENUMERATED:
            return Capability(False, f"{structure.n_options} options with merged states; at most {MAX_ENUMERATED}")
        try:
            n = n_codes(structure)
        except CapacityError as error:
            return Capability(False, error.message)
        if n > MAX_LISTED:
            return Capability(False, f"{n:,} feasible states; it lists at most {MAX_LISTED:,}")
        seconds, memory = cost(model, wanted, n)
        return Capability(True, "its feasible states can be listed", seconds, memory)

    def solve(self, model: Model, concepts: Sequence[Concept], work: Work = QUIETLY) -> Solution:
        """Compute the verdicts.

        Parameters
        ----------
        model : Model
            Any; in option form if ``sim`` is wanted.
        concepts : sequence of Concept
            The concepts wanted.
        work : Work
            Its ``progress`` is called after every sweep; one thread is used.

        Returns
        -------
        Solution

        Raises
        ------
        ModelError
            If an explicit move leads to a state that cannot occur.
        """
        need_fit(model, concepts)
        wanted = tuple(concept.name for concept in concepts)
        n_parties = len(model.parties)
        unsure = tuple(name for name in wanted if name in UNKNOWN_CONCEPTS)
        graph = tuple(name for name in wanted if name not in APART and name not in unsure)
        steps = 2 * n_parties * (bool(graph) + bool(unsure)) + (n_parties + 1 if "sim" in wanted else 0)
        steps += "coalition_nash" in wanted
        clock = _Clock(work.progress, steps)
        found: dict[str, list[int]] = {name: [] for name in wanted}
        if graph:
            clock.note = "sorting"
            body = (Flips if model.structure.is_option_form else Graph)(model, clock.step)
            for party, name in enumerate(model.parties):
                clock.note = name
                stable = put_together(body.verdicts(party, spelled_out(graph), clock.tick), graph)
                for concept in graph:
                    found[concept].append(_bit_set(stable[concept]))
                clock.step()
            del body
        if unsure:
            clock.note = "comparing"
            hoping = Unsure(model, clock.step)
            for party, name in enumerate(model.parties):
                clock.note = name
                stable = hoping.verdicts(party, unsure, clock.tick)
                for concept in unsure:
                    found[concept].append(_bit_set(stable[concept]))
                clock.step()
            del hoping
        if "sim" in wanted:
            clock.note = "simultaneous replies"
            arcs = Graph(model, clock.step)
            clock.share(n_chunks(arcs.improvements))
            flags = simultaneous(model.structure, arcs.ranks, arcs.improvements, clock.tick)
            found["sim"] = [_bit_set(each) for each in flags]
            clock.step()
        if "coalition_nash" in wanted:
            clock.note = "joint improvements"
            clock.share(model.n_states // CHUNK)
            found["coalition_nash"] = [_bit_set(each) for each in nash_for_coalitions(model, clock.tick)]
            clock.step()
        return Solution(model, self.name, {name: tuple(found[name]) for name in wanted})


class _Clock:
    """Tells of progress: of each step done, and within a step of some ticks, as nobody knows how many there will be."""

    SHARES = 1 << 10

    def __init__(self, progress: Progress | None, steps: int) -> None:
        self._progress, self._total, self.note = progress, steps * self.SHARES, ""
        self._steps = self._done = 0
        self._each = self.SHARES // 32

    def share(self, ticks: int) -> None:
        """Expect some ticks in this step."""
        self._each = max(self.SHARES // (ticks + 1), 1)

    def tick(self) -> None:
        """Tell of some progress within a step; less and less once more ticks come than were expected."""
        left = (self._steps + 1) * self.SHARES - self._done
        self._tell(self._done + min(self._each, left // 4))

    def step(self) -> None:
        """Tell of a step done."""
        self._steps += 1
        self._tell(self._steps * self.SHARES)

    def _tell(self, done: int) -> None:
        if done > self._done:
            self._done = done
            if self._progress is not None:
                self._progress(done, self._total, self.note)


def _bit_set(flags: NDArray[np.bool_]) -> int:
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")
