"""Coalition Nash stability: nothing deters a coalition that can improve.

A state is stable for a coalition iff it has no joint improvement from it: ``R_H++(s)`` is empty. Source: Kilgour,
Hipel, Fang & Peng 2001; Inohara & Hipel 2008a.
"""

from __future__ import annotations

from holdfast.stability.coalition import Coalition, coalition_concept
from holdfast.stability.concept import Conflict, Sanction


def joint_sanction(conflict: Conflict, coalition: Coalition, state: int, improvement: int) -> Sanction | None:
    """Nothing answers a joint improvement."""
    return None


COALITION_NASH = coalition_concept(
    name="coalition_nash",
    title="Coalition Nash stability",
    aliases=("cnash", "coalition_r"),
    definition="No coalition that the party belongs to has a joint improvement.",
    rule=joint_sanction,
    source="Kilgour, Hipel, Fang & Peng 2001",
)
