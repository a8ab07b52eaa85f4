"""General metarationality: every improvement can be answered by moves of the others that leave the party no better off.

A state ``s`` is stable for ``i`` iff for every improvement ``t`` some ``u`` that the others can reach from ``t`` by a
legal sequence of moves is no better for ``i`` than ``s``. The others need not like ``u``. Source: Howard 1971; for
several sanctioners Fang, Hipel & Kilgour 1993.

Texts differ on whether an equally good ``u`` deters; here it does, in this and every concept.
"""

from __future__ import annotations

from holdfast.stability.concept import Concept, Conflict, Sanction


def sanction(conflict: Conflict, party: int, state: int, improvement: int) -> Sanction | None:
    """Return the nearest answer by moves that leaves the party no better off than at ``state``."""
    for reached in conflict.reach(conflict.others(party), improvement):
        if conflict.not_better(party, reached.state, state):
            return Sanction(reached.state, reached.path())
    return None


GMR = Concept(
    name="gmr",
    title="General metarationality",
    aliases=("general_metarational", "general_metarationality"),
    source="Howard 1971",
    definition="Each improvement can be answered by moves of the others that leave the party no better off.",
    sanction=sanction,
)
