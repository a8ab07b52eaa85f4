"""How strongly states are stable, by the same sweeps: what hurts greatly is what keeps below a whole group of ranks.

A state u is greatly worse than s iff the best rank in the group of u is below the rank of s. So with that best rank,
plus one, as the value of u, "some answer hurts greatly" reads "the least value that can be reached is at most the rank
of s", and everything else is as for the ordinary concepts.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from holdfast.engines.sparse.columns import Ints
from holdfast.model.model import Model
from holdfast.stability import STRENGTH_CONCEPTS

WEAK = tuple(name for name in STRENGTH_CONCEPTS if name.startswith("weak_"))


def heights(model: Model, party: int) -> Ints:
    """Return, for each state, one more than the best rank among the states that are not greatly better or worse."""
    ranks, groups = model.ranks(party), model.groups(party)
    best = np.zeros(int(groups.max(initial=0)) + 1, dtype=np.int32)
    np.maximum.at(best, groups, ranks)
    found: Ints = best[groups] + np.int32(1)
    return found


def spelled_out(wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Replace weak concepts by what they are made of.

    Examples
    --------
    >>> spelled_out(("nash", "weak_seq"))
    ('nash', 'seq', 'strong_seq')
    """
    made = []
    for name in wanted:
        made += [name.removeprefix("weak_"), name.replace("weak_", "strong_")] if name in WEAK else [name]
    return tuple(dict.fromkeys(made))


def put_together(found: dict[str, NDArray[np.bool_]], wanted: tuple[str, ...]) -> dict[str, NDArray[np.bool_]]:
    """Return the verdicts wanted from those of :func:`spelled_out`."""
    weak = {
        name: found[name.removeprefix("weak_")] & ~found[name.replace("weak_", "strong_")]
        for name in wanted
        if name in WEAK
    }
    return {name: weak[name] if name in WEAK else found[name] for name in wanted}
