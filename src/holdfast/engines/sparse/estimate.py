"""What the sparse engine expects to need, from counts alone: no state is listed and no move made.

The constants were measured on conflicts with rules (2 to 8 parties, 10^3 to 3 * 10^6 states, one core) and rounded up.
Adversarial preferences, for which the search in order of value steps in, take up to some twenty times longer.
"""

from __future__ import annotations

from holdfast.engines.sparse.flips import BY_IMPROVEMENTS, BY_MOVES, STRONG_BY_IMPROVEMENTS, STRONG_BY_MOVES
from holdfast.engines.sparse.strength import spelled_out
from holdfast.model.model import Model
from holdfast.model.preference import Statements, Tiers
from holdfast.model.structure import FEW_OPTIONS, Structure
from holdfast.stability import UNKNOWN_CONCEPTS

START = 0.01
"""Seconds whatever the size."""
BASE = 64 << 20
"""Bytes of the process before it starts."""
PER_STATE = 0.5e-6
"""Seconds a state to list it."""
PER_PARTY = 0.6e-6
"""Seconds a state and party to rank and sort it and to take maxima."""
PER_MOVE_STEP, PER_IMPROVEMENT_STEP = 0.08e-6, 0.12e-6
"""Seconds a state, party and other party to propagate two concepts' values."""
PER_ARC = 0.5e-6
"""Seconds an arc to make it."""
PER_ARC_STEP = 0.08e-6
"""Seconds an arc, other party and concept to propagate."""
PER_HOPE = 0.01e-6
"""Seconds an arc, word of bits and concept to propagate where comparisons are unknown."""
PER_PAIR, PER_LOOK = 8e-9, 3e-4
"""Seconds a pair of states and party, and a state, to look for joint improvements."""
PER_REPLY = 0.1e-6
"""Seconds a state, party and reply looked at."""


def n_codes(structure: Structure) -> int:
    """Return how many codes can occur; with merged states more than there are states.

    Raises
    ------
    CapacityError
        If the rules are too entangled to count them.
    """
    if structure.only is not None:
        free = max((pattern.count("-") for pattern in structure.only), default=0)
        return len(structure.only) << min(free, 20)
    if structure.merged and structure.n_options > FEW_OPTIONS:
        return structure.diagram.count
    if structure.merged:
        return 1 << structure.n_options
    return structure.n_states


def cost(model: Model, wanted: set[str], n: int) -> tuple[float, int]:
    """Estimate what concepts need.

    Parameters
    ----------
    model : Model
        Any.
    wanted : set of str
        Names of concepts.
    n : int
        How many codes can occur.

    Returns
    -------
    seconds : float
        On one core.
    memory : int
        Peak bytes of the whole process.
    """
    structure, n_parties = model.structure, len(model.parties)
    hoping = {name for name in wanted if name in UNKNOWN_CONCEPTS}
    wanted = {*spelled_out(tuple(wanted - hoping))}
    seconds = START + n * (PER_STATE + n_parties * PER_PARTY)
    memory = BASE + n * (160 + 12 * n_parties)
    by: list[tuple[tuple[str, ...], float]] = [(BY_MOVES, PER_MOVE_STEP), (BY_IMPROVEMENTS, PER_IMPROVEMENT_STEP)]
    by += [(STRONG_BY_MOVES, PER_MOVE_STEP), (STRONG_BY_IMPROVEMENTS, PER_IMPROVEMENT_STEP)]
    if hoping:
        arcs = _n_arcs(structure, n)
        seconds += arcs * (PER_ARC + PER_HOPE * sum(_n_batches(model, k, n) for k in range(n_parties)) * len(hoping))
        memory += int(arcs * 60) + (256 << 20)
    if not wanted:
        return seconds, memory
    if structure.is_option_form:
        one_way = structure.take_only | structure.drop_only
        places = sum(min(1.5 ** (mask & one_way).bit_count(), n) for mask in structure.own_mask)
        memory += int(n * 10 * places)
        seconds += sum(n * n_parties * places * step for names, step in by if wanted & {*names})
    else:
        arcs = _n_arcs(structure, n)
        seconds += arcs * (PER_ARC + PER_ARC_STEP * n_parties * len(wanted - {"nash", "coalition_nash"}))
        memory += int(arcs * 40)
    if "coalition_nash" in wanted:
        seconds += n * (n * n_parties * PER_PAIR + PER_LOOK)
    if "sim" in wanted:
        arcs = _n_arcs(structure, n)
        seconds += arcs * PER_ARC + n * (arcs / max(n, 1)) ** 2 * PER_REPLY
        memory += int(arcs * 40) + (64 << 20)
    return seconds, memory


def _n_batches(model: Model, party: int, n: int) -> float:
    """Guess how many words of bits a party's kinds of states take; one where its preferences are known."""
    preference = model.preferences[party]
    if party not in model.unsure:
        return 1.0
    kinds = 2.0 ** len(preference.formulas) if isinstance(preference, Statements) else float(n)
    if isinstance(preference, Tiers):
        kinds = len(preference.tiers) + 2.0 * len(preference.unknown)
    return max(min(kinds, n) / 64, 1.0)


def _n_arcs(structure: Structure, n: int) -> float:
    """Guess how many moves there are: a party with a share of the options has that power of n as strategies."""
    arcs = 0.0
    for party, own in enumerate(structure.own_mask):
        explicit = structure.arcs[party] if structure.arcs else None
        share = own.bit_count() / max(structure.n_options, 1)
        arcs += n * float(n) ** share if explicit is None else len(explicit)
    return arcs
