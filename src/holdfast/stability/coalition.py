"""What a solution concept for coalitions is: as for one party, with a joint improvement in place of an improvement.

A *joint improvement* of a coalition H from ``s`` is a state ``t`` that H can bring about by a legal sequence of its
members' moves and that every member strictly prefers to ``s``: ``R_H++(s)``. The steps between need not be
improvements, but every state on the way must be able to occur. Source: Kilgour, Hipel, Fang & Peng 2001; the concepts
Inohara & Hipel 2008a, 2008b.

A joint improvement is answered where the reply leaves *at least one member* no better off than at ``s``: the coalition
falls apart at its weakest place. A state is stable for a party iff it is stable for every coalition that the party
belongs to; then an equilibrium is stable for every coalition there is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from holdfast.stability.concept import Concept, Conflict, Sanction

Coalition = tuple[int, ...]
JointRule = Callable[[Conflict, Coalition, int, int], Sanction | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class CoalitionConcept(Concept):
    """A solution concept for coalitions.

    Attributes
    ----------
    joint_sanction : callable
        ``joint_sanction(conflict, coalition, state, improvement)`` gives a sanction of the joint improvement, or None.
    """

    joint_sanction: JointRule

    def is_stable_for(self, conflict: Conflict, coalition: Coalition, state: int) -> bool:
        """Whether every joint improvement of a coalition from the state is answered."""
        ends = conflict.joint_improvements(coalition, state)
        return all(self.joint_sanction(conflict, coalition, state, end) is not None for end in ends)

    def is_stable(self, conflict: Conflict, party: int, state: int) -> bool:
        """Whether the state is stable for every coalition that the party belongs to."""
        everybody = (party, *conflict.others(party))
        return all(self.is_stable_for(conflict, c, state) for c in conflict.coalitions(everybody) if party in c)


def coalition_concept(
    name: str, title: str, aliases: tuple[str, ...], definition: str, rule: JointRule, source: str
) -> CoalitionConcept:
    """Return a concept whose sanction of a single party's improvement is that of the coalition of it alone."""

    def alone(conflict: Conflict, party: int, state: int, improvement: int) -> Sanction | None:
        return rule(conflict, (party,), state, improvement)

    return CoalitionConcept(
        name=name,
        title=title,
        aliases=aliases,
        source=source,
        definition=definition,
        sanction=alone,
        joint_sanction=rule,
    )


def spoils(conflict: Conflict, coalition: Coalition, state: int, than: int) -> bool:
    """Whether at least one member of a coalition is no better off at ``state`` than at ``than``."""
    return any(conflict.not_better(party, state, than) for party in coalition)


def outsiders(conflict: Conflict, coalition: Coalition) -> Coalition:
    """Return the parties outside a coalition."""
    first = coalition[0]
    return tuple(party for party in conflict.others(first) if party not in coalition)
