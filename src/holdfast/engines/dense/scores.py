"""Where scores come from: generated anew from statements wherever they are needed, or kept where they must be.

A score is any number that orders a party's states as it does. Statements give one for nothing; a ranking, or more
statements than fit a number, needs the feasible states listed and ranked once.
"""

from __future__ import annotations

from functools import cached_property
from math import prod
from types import ModuleType

import numpy as np

from holdfast.engines.dense.layout import Layout
from holdfast.engines.dense.program import NARROW, WIDE, Bound, Program, bind, compile_program, kept
from holdfast.engines.dense.values import Values, never
from holdfast.model.model import Model
from holdfast.model.preference import Statements, satisfied

MAX_KEPT = 1 << 26
"""Most places whose scores are kept where they cannot be generated."""


def is_generated(model: Model, party: int) -> bool:
    """Whether a party's scores can be generated from its statements."""
    preference = model.preferences[party]
    return isinstance(preference, Statements) and len(kept(preference.formulas)) <= WIDE


class Scores:
    """The scores of all parties over a grid, block by block.

    Parameters
    ----------
    model : Model
        In option form.
    layout : Layout
        Its grid.
    kernels : module
        Which kernels generate scores.
    """

    def __init__(self, model: Model, layout: Layout, kernels: ModuleType) -> None:
        self._model, self._layout, self._kernels = model, layout, kernels
        self._programs: dict[int, Program] = {}
        for party, preference in enumerate(model.preferences):
            if isinstance(preference, Statements) and is_generated(model, party):
                self._programs[party] = compile_program(layout, kept(preference.formulas), layout.rules)
        self._bound: dict[int, Bound] = {}

    @cached_property
    def dtype(self) -> np.dtype:
        """The type of number that holds every party's scores: int16, or int32 where that is too small."""
        generated = max((program.n_planes for program in self._programs.values()), default=0)
        listed = max((int(ranks.max(initial=0)) for ranks in self._ranks.values()), default=0)
        return np.dtype(np.int16 if generated <= NARROW and listed < never(np.dtype(np.int16)) else np.int32)

    @cached_property
    def _ranks(self) -> dict[int, Values]:
        parties = range(len(self._model.parties))
        return {party: self._model.ranks(party) for party in parties if party not in self._programs}

    @cached_property
    def _kept(self) -> dict[int, Values]:
        """Scores over the whole grid of the parties whose scores are not generated."""
        found = {}
        places = self._layout.places(self._model.structure.codes) if self._ranks else None
        for party, ranks in self._ranks.items():
            out = np.full(self._layout.size, never(self.dtype), dtype=self.dtype)
            out[places] = ranks
            found[party] = out
        return found

    def prepare(self) -> None:
        """Rank what must be ranked, before threads ask for it."""
        assert self._kept is not None
        assert self.dtype is not None

    def run(self, party: int, start: int, stop: int) -> Values:
        """Return a party's scores at the places from ``start``, a multiple of 64, to ``stop``."""
        if party not in self._programs:
            return self._kept[party][start:stop]
        out = np.empty(stop - start, dtype=self.dtype)
        bound = self._bound.get(party) or bind(self._programs[party], self._layout.shape)
        self._bound[party] = bound
        self._kernels.scores(bound, start, out)
        return out

    def block(self, party: int, focus: int, begin: int, end: int) -> Values:
        """Return a party's scores over the block of the slices ``begin`` to ``end`` of the party in focus."""
        shape, starts = list(self._layout.shape), [0] * len(self._layout.shape)
        shape[focus], starts[focus] = end - begin, begin
        return self.box(party, tuple(shape), tuple(starts))

    def box(self, party: int, shape: tuple[int, ...], starts: tuple[int, ...]) -> Values:
        """Return a party's scores over a block that may be cut on every axis; flat, in the order of places."""
        if party not in self._programs:
            whole = self._kept[party].reshape(self._layout.shape)
            cut = tuple(slice(start, start + size) for start, size in zip(starts, shape, strict=True))
            return np.ascontiguousarray(whole[cut]).reshape(-1)
        out = np.empty(prod(shape), dtype=self.dtype)
        self._kernels.scores(bind(self._programs[party], shape, starts), 0, out)
        return out

    def at(self, party: int, code: int) -> int:
        """Return a party's score at one feasible state."""
        preference, n_options = self._model.preferences[party], self._model.structure.n_options
        if party not in self._programs:
            return int(self._kept[party][self._layout.place(code)])
        assert isinstance(preference, Statements)
        score = 0
        for true in satisfied(Statements(kept(preference.formulas)), code, n_options):
            score = score << 1 | true
        return score
