"""Nash stability: nothing deters a party that can improve.

A state is stable for a party iff the party has no improvement from it. Source: Nash 1950, 1951; called R (rational) in
the conflict-analysis literature.
"""

from __future__ import annotations

from holdfast.stability.concept import Concept, Conflict, Sanction


def sanction(conflict: Conflict, party: int, state: int, improvement: int) -> Sanction | None:
    """Nothing answers an improvement."""
    return None


NASH = Concept(
    name="nash",
    title="Nash stability",
    aliases=("r", "rational"),
    source="Nash 1950",
    definition="The party has no improvement.",
    sanction=sanction,
)
