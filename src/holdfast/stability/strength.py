"""Strength of preference: how strongly a state is stable where some preferences are great.

A party may greatly prefer one state to another, ``s >> t``, or mildly. Improvements are both. *General* stability is
the ordinary concepts. A state is *strongly* stable iff every improvement is answered by something that hurts greatly:
the state ``u`` of the answer is greatly worse than ``s``, and so, in symmetric metarationality, is everything the party
can then move to. It is *weakly* stable iff it is stable and not strongly so. Sources: Hamouda, Kilgour & Hipel 2004
(two parties), 2006 (any number).

Nash stability knows no sanction and so no strength; a state without improvements is strongly stable under all three
others, since there is nothing to answer. "Strong sequential stability" is also written SSEQ, as symmetric sequential
stability is; here it is ``strong_seq``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from holdfast.stability.concept import Concept, Conflict, Sanction
from holdfast.stability.gmr import GMR
from holdfast.stability.seq import SEQ
from holdfast.stability.smr import SMR

SOURCE = "Hamouda, Kilgour & Hipel 2004, 2006"


@dataclass(frozen=True, slots=True, kw_only=True)
class StrengthConcept(Concept):
    """A solution concept that asks how strongly a state is stable.

    Attributes
    ----------
    general : Concept
        The ordinary concept that it divides.
    """

    general: Concept


@dataclass(frozen=True, slots=True, kw_only=True)
class WeakConcept(StrengthConcept):
    """Stable, and not strongly.

    Attributes
    ----------
    strong : StrengthConcept
        What it is not.
    """

    strong: StrengthConcept

    def is_stable(self, conflict: Conflict, party: int, state: int) -> bool:
        """Whether every improvement of the party is answered, and some by nothing that hurts greatly."""
        general = self.general.is_stable(conflict, party, state)
        return general and not self.strong.is_stable(conflict, party, state)


def strong_gmr(conflict: Conflict, party: int, state: int, improvement: int) -> Sanction | None:
    """Return the nearest answer by moves that leaves the party greatly worse off than at ``state``."""
    for reached in conflict.reach(conflict.others(party), improvement):
        if conflict.greatly_worse(party, reached.state, state):
            return Sanction(reached.state, reached.path())
    return None


def strong_smr(conflict: Conflict, party: int, state: int, improvement: int) -> Sanction | None:
    """Return the nearest answer by moves that leaves the party greatly worse off, wherever it then goes."""
    for reached in conflict.reach(conflict.others(party), improvement):
        if conflict.greatly_worse(party, reached.state, state):
            escapes = tuple(conflict.moves(party, reached.state))
            if all(conflict.greatly_worse(party, escape, state) for escape in escapes):
                return Sanction(reached.state, reached.path(), escapes)
    return None


def strong_seq(conflict: Conflict, party: int, state: int, improvement: int) -> Sanction | None:
    """Return the nearest answer by improvements that leaves the party greatly worse off than at ``state``."""
    for reached in conflict.improving_reach(conflict.others(party), improvement):
        if conflict.greatly_worse(party, reached.state, state):
            return Sanction(reached.state, reached.path())
    return None


Rule = Callable[[Conflict, int, int, int], Sanction | None]


def _pair(general: Concept, rule: Rule, definition: str) -> tuple[StrengthConcept, StrengthConcept]:
    strong = StrengthConcept(
        name=f"strong_{general.name}",
        title=f"Strong {general.title[0].lower()}{general.title[1:]}",
        aliases=(f"strong_{general.aliases[0]}",),
        source=SOURCE,
        definition=definition,
        sanction=rule,
        general=general,
    )
    weak = WeakConcept(
        name=f"weak_{general.name}",
        title=f"Weak {general.title[0].lower()}{general.title[1:]}",
        aliases=(f"weak_{general.aliases[0]}",),
        source=SOURCE,
        definition=f"Stable under {general.name}, and not under strong_{general.name}.",
        sanction=general.sanction,
        general=general,
        strong=strong,
    )
    return strong, weak


_PAIRS = (
    _pair(GMR, strong_gmr, "Each improvement can be answered by moves of the others that hurt the party greatly."),
    _pair(
        SMR,
        strong_smr,
        "Each improvement can be answered by moves of the others that hurt the party greatly, wherever it then goes.",
    ),
    _pair(
        SEQ, strong_seq, "Each improvement can be answered by improvements of the others that hurt the party greatly."
    ),
)

STRENGTH_CONCEPTS: dict[str, StrengthConcept] = {c.name: c for pair in _PAIRS for c in pair}
"""The six by name."""
