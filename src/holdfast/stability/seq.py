"""Sequential stability: every improvement can be answered by moves that those who make them want to make.

A state ``s`` is stable for ``i`` iff for every improvement ``t`` some ``u`` that the others can reach from ``t`` by a
legal sequence of improvements, each for its mover at the state it leaves, is no better for ``i`` than ``s``. Source:
Fraser & Hipel 1979, 1984; for several sanctioners Fang, Hipel & Kilgour 1993.

Credibility goes one step deep: whether the sanctioner would itself be deterred is not asked.
"""

from __future__ import annotations

from holdfast.stability.concept import Concept, Conflict, Sanction


def sanction(conflict: Conflict, party: int, state: int, improvement: int) -> Sanction | None:
    """Return the nearest answer by improvements of the others that leaves the party no better off than at ``state``."""
    for reached in conflict.improving_reach(conflict.others(party), improvement):
        if conflict.not_better(party, reached.state, state):
            return Sanction(reached.state, reached.path())
    return None


SEQ = Concept(
    name="seq",
    title="Sequential stability",
    aliases=("sequential", "sequential_stability"),
    source="Fraser & Hipel 1979",
    definition="Each improvement can be answered by improvements of the others that leave the party no better off.",
    sanction=sanction,
)
