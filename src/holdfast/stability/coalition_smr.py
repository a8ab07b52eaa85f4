"""Coalition symmetric metarationality: as the general one, and the coalition cannot repair what was spoilt.

A state ``s`` is stable for a coalition H iff for every joint improvement ``t`` some ``u`` that the parties outside H
can reach from ``t`` is no better than ``s`` for at least one member, and so is every state that H can bring about from
``u`` (for one member or another, not always the same). Source: Inohara & Hipel 2008a.
"""

from __future__ import annotations

from holdfast.stability.coalition import Coalition, coalition_concept, outsiders, spoils
from holdfast.stability.concept import Conflict, Sanction


def joint_sanction(conflict: Conflict, coalition: Coalition, state: int, improvement: int) -> Sanction | None:
    """Return the nearest answer by moves from which the coalition cannot go on to something all prefer."""
    for reached in conflict.reach(outsiders(conflict, coalition), improvement):
        if spoils(conflict, coalition, reached.state, state):
            escapes = tuple(each.state for each in conflict.reach(coalition, reached.state))
            if all(spoils(conflict, coalition, escape, state) for escape in escapes):
                return Sanction(reached.state, reached.path(), escapes)
    return None


COALITION_SMR = coalition_concept(
    name="coalition_smr",
    title="Coalition symmetric metarationality",
    aliases=("csmr",),
    definition="Each joint improvement of a coalition with the party can be answered by moves that leave some member "
    "no better off, and the coalition cannot repair that.",
    rule=joint_sanction,
    source="Inohara & Hipel 2008a",
)
