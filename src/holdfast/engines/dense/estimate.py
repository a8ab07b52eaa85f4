"""What the dense engine expects to need, from the grid's shape alone: nothing is computed.

The constants were measured on random models (2 to 8 parties, 2^12 to 2^28 places) and rounded up. Time is on one
core; ``benchmarks/states.py`` shows how estimates compare with what it took. Adversarial preferences, which make
sweeps take long, and simultaneous replies that nearly spoil can take longer.
"""

from __future__ import annotations

import os

from holdfast.engines.dense.kernels import NATIVE
from holdfast.engines.dense.layout import PAIRWISE, Layout
from holdfast.engines.dense.program import NARROW
from holdfast.model.model import Model
from holdfast.model.preference import Statements

BY_MOVES, BY_IMPROVEMENTS = ("gmr", "smr"), ("seq", "symmetric_seq")
CONCEPTS = ("nash", *BY_MOVES, *BY_IMPROVEMENTS)
"""What is found by own-fibre reduction and propagation; simultaneous stability is looked for separately."""

MAX_PLACES = 1 << 34
"""Most places of a grid: their bits fill 2 GiB a concept."""
LISTED = 1 << 20
"""Up to this many places a solution lists its states; beyond, it keeps bits of places."""
SIMULTANEOUS_PLACES = 1 << 24
"""Most places in which simultaneous replies are looked for."""
BLOCK = 1 << 18
"""Places propagated together, unless one slice is larger."""
CELLS = 1 << 20
"""States times strategies looked at together for simultaneous replies."""

SHARED = 0.9
"""Share of the time that threads divide, beyond the size at which they are started."""
START = 0.02
"""Seconds whatever the size."""
SWEEPS = 9.0
"""Sweeps over the others' steps that ordinary preferences need."""
GENERATE = 0.8e-9 if NATIVE else 25e-9
"""Seconds a place to generate a score."""
MOVE_STEP = 1.0e-9 if NATIVE else 12e-9
"""Seconds a place to carry a value along one axis by moves."""
PAIR = (0.5e-9, 0.035e-9) if NATIVE else (40e-9, 0.3e-9)
"""Seconds a place, and a place and strategy, to carry values along an axis by improvements, pair by pair."""
WALK = (9e-9, 3.5e-9) if NATIVE else (150e-9, 45e-9)
"""Seconds a place to sort a fibre, and to walk down it."""
REPLY_CELL = 80e-9
"""Seconds a feasible state, party and strategy to look for simultaneous replies."""


def block_width(layout: Layout, party: int, threads: int) -> int:
    """Return how many of a party's slices are propagated together: enough to fill a block, few enough for threads."""
    size = layout.shape[party]
    slice_ = max(1, layout.size // max(size, 1))
    return max(1, min(size, BLOCK // slice_, -(-size // threads)))


def cost(layout: Layout, wanted: set[str], model: Model) -> tuple[float, int]:
    """Estimate what concepts need.

    Parameters
    ----------
    layout : Layout
        The grid.
    wanted : set of str
        Names of concepts.
    model : Model
        Whose preferences; only how many statements there are is looked at.

    Returns
    -------
    seconds : float
        On one core.
    memory : int
        Peak bytes of the whole process.
    """
    places, shape = layout.size, layout.shape
    cores = (os.cpu_count() or 1) if places > 1 << 16 else 1
    planes = [len(p.formulas) if isinstance(p, Statements) else NARROW for p in model.preferences]
    width = 2 if max(planes, default=0) <= NARROW else 4
    movers = [party for party, size in enumerate(shape) if size > 1]
    seconds, most = 0.0, 0
    for party in range(len(shape)):
        others = [k for k in movers if k != party]
        passes = 2 + (1 if wanted - {"nash"} else 0)
        if wanted & {*BY_IMPROVEMENTS}:
            passes += len(others)
            seconds += places * sum(_steps(shape[k], layout.axes[k].n_classes) for k in others)
        seconds += places * passes * GENERATE * width / 2
        sweeps = 4 if layout.rules else 1
        seconds += places * len(wanted & {*BY_MOVES}) * len(others) * sweeps * MOVE_STEP
        size = max(shape[party], 1)
        block = block_width(layout, party, cores) * (places // size)
        arrays = 4 + (3 + len(others) * (3 if max(shape) > PAIRWISE else 1) if wanted & {*BY_IMPROVEMENTS} else 1)
        bars = layout.axes[party].n_classes * (places // size) * (1 + len(wanted - {"nash", "sim"}))
        most = max(most, width * (bars + block * arrays * min(cores, size)))
    seconds = START + seconds * (1 if width == 2 else 1.8)
    keep = 1 + len(shape) if places <= LISTED else 1
    memory = (64 << 20) + most + places // 8 * (1 + len(wanted) * keep)
    if "sim" in wanted:
        n = model.n_states
        seconds += n * len(shape) * sum(shape) * REPLY_CELL
        memory += places * 4 * len(shape) * 3 + n * 40 + CELLS * 64
    return seconds, int(memory)


def _steps(size: int, n_classes: int) -> float:
    """Seconds a place to carry values along an axis by improvements, until nothing changes."""
    if size <= PAIRWISE:
        return (PAIR[0] + size * PAIR[1]) * SWEEPS
    return float(WALK[0] + WALK[1] * SWEEPS * (1 if n_classes == 1 else n_classes**0.6))
