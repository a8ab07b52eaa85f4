"""What the dense engine expects to need, from counts alone: nothing is computed but the number of feasible states.

The constants were measured on random models (2 to 8 parties, 2^12 to 2^22 codes, one core) and rounded up; in
``benchmarks/engines.py`` the time came out between 0.7 and 6 times what it took, the memory always above. Adversarial
preferences, which make sweeps take a thousand rounds, and simultaneous replies that nearly spoil can take longer.
"""

from __future__ import annotations

from holdfast.model.structure import Structure

BLOCK = 1 << 16
"""Codes propagated together, unless one slice is larger."""
CELLS = 1 << 20
"""States times strategies looked at together for simultaneous replies."""
BY_MOVES, BY_IMPROVEMENTS = ("gmr", "smr"), ("seq", "symmetric_seq")

START = 0.02
"""Seconds whatever the size."""
PER_CODE = 30e-9
"""Seconds a code and party to lay out ranks and take own-fibre maxima."""
PER_MOVE_STEP = 20e-9
"""Seconds a code, party, other party and concept to propagate by moves."""
PER_IMPROVEMENT_STEP = 80e-9
"""The same by improvements."""
PER_REPLY_CELL = 80e-9
"""Seconds a feasible state, party and strategy to look for simultaneous replies."""


def cost(structure: Structure, wanted: set[str]) -> tuple[float, int]:
    """Estimate what concepts need.

    Parameters
    ----------
    structure : Structure
        In option form.
    wanted : set of str
        Names of concepts.

    Returns
    -------
    seconds : float
        On one core.
    memory : int
        Peak bytes of the whole process.
    """
    codes, n, n_parties = 1 << structure.n_options, structure.n_states, len(structure.parties)
    one_way = structure.take_only | structure.drop_only
    walks = [1.5 ** (mask & one_way).bit_count() for mask in structure.own_mask]
    sizes = [1 << mask.bit_count() for mask in structure.own_mask]
    pairs = codes * n_parties
    seconds = START + pairs * PER_CODE
    seconds += len(wanted & {*BY_MOVES}) * pairs * (n_parties - 1) * PER_MOVE_STEP
    if wanted & {*BY_IMPROVEMENTS}:
        lanes = 0.5 + len(wanted & {*BY_IMPROVEMENTS}) / 2
        seconds += lanes * pairs * sum(walks) * PER_IMPROVEMENT_STEP
    graph = len(wanted - {"nash", "sim"})
    block = max(BLOCK, codes // min(sizes)) if graph else 0
    memory = (64 << 20) + n * (160 + 4 * n_parties) + codes * 4 * (n_parties + 2 + graph)
    memory += int(block * (60 + 24 * sum(walks)))
    if "sim" in wanted:
        seconds += n * n_parties * sum(sizes) * PER_REPLY_CELL
        memory += int(codes * 4 * n_parties * 1.5) + CELLS * 64
    return seconds, memory
