"""The theory: one file per solution concept, readable beside the paper it comes from."""

from __future__ import annotations

from collections.abc import Iterable

from holdfast.errors import QuestionError
from holdfast.near import did_you_mean
from holdfast.stability.coalition import CoalitionConcept as CoalitionConcept
from holdfast.stability.coalition_gmr import COALITION_GMR
from holdfast.stability.coalition_nash import COALITION_NASH
from holdfast.stability.coalition_seq import COALITION_SEQ
from holdfast.stability.coalition_smr import COALITION_SMR
from holdfast.stability.concept import Concept as Concept
from holdfast.stability.concept import Conflict as Conflict
from holdfast.stability.concept import Reached as Reached
from holdfast.stability.concept import Sanction as Sanction
from holdfast.stability.gmr import GMR
from holdfast.stability.inclusions import COALITION_INCLUSIONS as COALITION_INCLUSIONS
from holdfast.stability.inclusions import INCLUSIONS as INCLUSIONS
from holdfast.stability.inclusions import STRENGTH_INCLUSIONS as STRENGTH_INCLUSIONS
from holdfast.stability.inclusions import UNKNOWN_INCLUSIONS as UNKNOWN_INCLUSIONS
from holdfast.stability.nash import NASH
from holdfast.stability.seq import SEQ
from holdfast.stability.sim import SIM
from holdfast.stability.smr import SMR
from holdfast.stability.strength import STRENGTH_CONCEPTS as STRENGTH_CONCEPTS
from holdfast.stability.strength import StrengthConcept as StrengthConcept
from holdfast.stability.symmetric_seq import SYMMETRIC_SEQ
from holdfast.stability.unknown import UNKNOWN_CONCEPTS as UNKNOWN_CONCEPTS
from holdfast.stability.unknown import UnknownConcept as UnknownConcept

CONCEPTS: dict[str, Concept] = {c.name: c for c in (NASH, GMR, SMR, SEQ, SYMMETRIC_SEQ, SIM)}
"""The solution concepts by name, in the order in which tables show them."""

COALITION_CONCEPTS: dict[str, CoalitionConcept] = {
    c.name: c for c in (COALITION_NASH, COALITION_GMR, COALITION_SMR, COALITION_SEQ)
}
"""The solution concepts for coalitions by name; computed where they are asked for by name."""

KNOWN: dict[str, Concept] = {**CONCEPTS, **COALITION_CONCEPTS, **UNKNOWN_CONCEPTS, **STRENGTH_CONCEPTS}
"""Every concept that can be asked for."""


def concept(name: str) -> Concept:
    """Look up a concept by its name or an alias, in any case.

    Raises
    ------
    QuestionError
        If there is none of that name.

    Examples
    --------
    >>> concept("R").name
    'nash'
    """
    wanted = name.strip().lower().replace("-", "_")
    for found in KNOWN.values():
        if wanted == found.name or wanted in found.aliases:
            return found
    if wanted == "sseq":
        raise QuestionError(
            '"SSEQ" names two concepts in the literature: symmetric sequential stability is "symmetric_seq", strong '
            'sequential stability "strong_seq"'
        )
    raise QuestionError(f'no concept "{name}"; {did_you_mean(wanted, KNOWN, "concepts")}')


def concepts(names: Iterable[str]) -> tuple[Concept, ...]:
    """Look up several concepts; each once, in the order of :data:`KNOWN`."""
    wanted = {concept(name).name for name in ([names] if isinstance(names, str) else names)}
    return tuple(c for c in KNOWN.values() if c.name in wanted)
