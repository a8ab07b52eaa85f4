"""Coalition general metarationality: the others can spoil every joint improvement for some member.

A state ``s`` is stable for a coalition H iff for every joint improvement ``t`` some ``u`` that the parties outside H
can reach from ``t`` by a legal sequence of moves is no better than ``s`` for at least one member. Source: Inohara &
Hipel 2008a.
"""

from __future__ import annotations

from holdfast.stability.coalition import Coalition, coalition_concept, outsiders, spoils
from holdfast.stability.concept import Conflict, Sanction


def joint_sanction(conflict: Conflict, coalition: Coalition, state: int, improvement: int) -> Sanction | None:
    """Return the nearest answer by moves that leaves some member no better off than at ``state``."""
    for reached in conflict.reach(outsiders(conflict, coalition), improvement):
        if spoils(conflict, coalition, reached.state, state):
            return Sanction(reached.state, reached.path())
    return None


COALITION_GMR = coalition_concept(
    name="coalition_gmr",
    title="Coalition general metarationality",
    aliases=("cgmr",),
    definition="Each joint improvement of a coalition with the party can be answered by moves of the others that leave "
    "some member no better off.",
    rule=joint_sanction,
    source="Inohara & Hipel 2008a",
)
