"""Simultaneous stability: the others may move in the same instant.

A state ``s`` is stable for ``i`` iff for every improvement ``t`` there is a simultaneous reply: each other party
stands still or takes one of its own improvements *from* ``s``, at least one moves, all changes are applied together
with ``i``'s, the joint state is feasible, and it is no better for ``i`` than ``s``. Source: Fraser & Hipel 1979,
1984.

It is not a concept of graphs: adding moves together needs option form. An infeasible combination is no sanction. The
hand tableau of Fraser and Hipel looks for simultaneous stability only at states that are unstable for two or more
parties and then reads "sequentially or simultaneously stable"; here ``sim`` is the definition alone, at every state.
"""

from __future__ import annotations

from itertools import product

from holdfast.model.walk import Step
from holdfast.stability.concept import Concept, Conflict, Sanction


def sanction(conflict: Conflict, party: int, state: int, improvement: int) -> Sanction | None:
    """Return a simultaneous reply that leaves the party no better off than at ``state``; fewest movers first."""
    others = conflict.others(party)
    choices = [(None, *conflict.improvements(other, state)) for other in others]
    replies = (reply for reply in product(*choices) if any(end is not None for end in reply))
    for reply in sorted(replies, key=lambda r: sum(end is not None for end in r)):
        joined = {other: end for other, end in zip(others, reply, strict=True) if end is not None}
        joint = conflict.combine(state, {party: improvement, **joined})
        if joint is not None and conflict.not_better(party, joint, state):
            return Sanction(joint, tuple(Step(other, state, end) for other, end in joined.items()))
    return None


SIM = Concept(
    name="sim",
    title="Simultaneous stability",
    aliases=("simultaneous", "simultaneous_stability"),
    source="Fraser & Hipel 1979",
    definition="Each improvement can be answered by improvements that others make at the same instant.",
    sanction=sanction,
    needs_option_form=True,
)
