"""Symmetric metarationality: as general metarationality, and the party cannot escape the answer.

A state ``s`` is stable for ``i`` iff for every improvement ``t`` some ``u`` that the others can reach from ``t`` is
no better for ``i`` than ``s``, and neither is any state ``i`` can then move to from ``u``. Source: Howard 1971.
"""

from __future__ import annotations

from holdfast.stability.concept import Concept, Conflict, Sanction


def sanction(conflict: Conflict, party: int, state: int, improvement: int) -> Sanction | None:
    """Return the nearest answer by moves from which the party has no escape to something better than ``state``."""
    for reached in conflict.reach(conflict.others(party), improvement):
        if conflict.not_better(party, reached.state, state):
            escapes = tuple(conflict.moves(party, reached.state))
            if all(conflict.not_better(party, escape, state) for escape in escapes):
                return Sanction(reached.state, reached.path(), escapes)
    return None


SMR = Concept(
    name="smr",
    title="Symmetric metarationality",
    aliases=("symmetric_metarational", "symmetric_metarationality"),
    source="Howard 1971",
    definition="Each improvement can be answered by moves that leave the party no better off, "
    "and the party cannot escape them.",
    sanction=sanction,
)
