"""Symmetric sequential stability: as sequential stability, and the party cannot escape the answer.

A state ``s`` is stable for ``i`` iff for every improvement ``t`` some ``u`` that the others can reach from ``t`` by a
legal sequence of improvements is no better for ``i`` than ``s``, and neither is any state ``i`` can then move to from
``u``. Source: Rêgo & Vieira 2015 (two parties), 2017 (any number).

The abbreviation SSEQ also stands for *strong* sequential stability in work on strength of preference; it is not used
here.
"""

from __future__ import annotations

from holdfast.stability.concept import Concept, Conflict, Sanction


def sanction(conflict: Conflict, party: int, state: int, improvement: int) -> Sanction | None:
    """Return the nearest answer by improvements from which the party cannot escape to something better."""
    for reached in conflict.improving_reach(conflict.others(party), improvement):
        if conflict.not_better(party, reached.state, state):
            escapes = tuple(conflict.moves(party, reached.state))
            if all(conflict.not_better(party, escape, state) for escape in escapes):
                return Sanction(reached.state, reached.path(), escapes)
    return None


SYMMETRIC_SEQ = Concept(
    name="symmetric_seq",
    title="Symmetric sequential stability",
    aliases=("symmetric_sequential", "symseq"),
    source="Rêgo & Vieira 2015, 2017",
    definition="Each improvement can be answered by improvements of the others that the party cannot escape.",
    sanction=sanction,
)
