"""Coalition sequential stability: the others want to spoil every joint improvement, alone or together.

A state ``s`` is stable for a coalition H iff for every joint improvement ``t`` some ``u`` that the parties outside H
can reach from ``t`` by a legal sequence of joint improvements, each by some coalition among them and no coalition twice
in a row, is no better than ``s`` for at least one member. A party alone is a coalition too. Source: Inohara & Hipel
2008b.

For a single party this asks less than ``seq``: the others may answer together where none of them would alone. It is
not less for the state as a whole, since coalitions of several parties must be deterred too.
"""

from __future__ import annotations

from holdfast.stability.coalition import Coalition, coalition_concept, outsiders, spoils
from holdfast.stability.concept import Conflict, Sanction


def joint_sanction(conflict: Conflict, coalition: Coalition, state: int, improvement: int) -> Sanction | None:
    """Return the nearest answer by joint improvements of the others that leaves some member no better off."""
    for reached in conflict.joint_reach(outsiders(conflict, coalition), improvement):
        if spoils(conflict, coalition, reached.state, state):
            return Sanction(reached.state, reached.path())
    return None


COALITION_SEQ = coalition_concept(
    name="coalition_seq",
    title="Coalition sequential stability",
    aliases=("cseq",),
    definition="Each joint improvement of a coalition with the party can be answered by joint improvements of the "
    "others that leave some member no better off.",
    rule=joint_sanction,
    source="Inohara & Hipel 2008b",
)
