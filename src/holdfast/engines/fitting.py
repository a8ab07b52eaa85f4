"""Which concepts fit what is known of preferences: ordinary ones need every comparison known."""

from __future__ import annotations

from collections.abc import Iterable

from holdfast.errors import QuestionError
from holdfast.model.model import Model
from holdfast.stability import CONCEPTS, UNKNOWN_CONCEPTS, Concept, UnknownConcept


def default_concepts(model: Model) -> tuple[str, ...]:
    """Return the concepts that are meant where none is named: the six, or the sixteen where preferences are unknown."""
    return tuple(UNKNOWN_CONCEPTS if model.unsure else CONCEPTS)


def unfit(model: Model, concepts: Iterable[Concept]) -> str:
    """Say why some of the concepts are not defined for a model; empty where they all are."""
    wrong = [c.name for c in concepts if not isinstance(c, UnknownConcept)] if model.unsure else []
    if not wrong:
        return ""
    parties = ", ".join(f'"{model.parties[k]}"' for k in model.unsure)
    return f"which of some states {parties} prefers is unknown, and {', '.join(wrong)} {_need(wrong)} every comparison"


def _need(names: list[str]) -> str:
    return "needs" if len(names) == 1 else "need"


def need_fit(model: Model, concepts: Iterable[Concept]) -> None:
    """Raise QuestionError where some of the concepts are not defined for a model, naming those that are."""
    wanted = tuple(concepts)
    reason = unfit(model, wanted)
    if not reason:
        return
    names = {concept.name for concept in wanted}
    there = [like for like in ("nash", "gmr", "smr", "seq") if like in names] or ["gmr"]
    four = "; ".join(f"{', '.join(f'{like}_{kind}' for kind in 'abc')} or {like}_d" for like in there)
    raise QuestionError(f"{reason}; say how the unknown is met, by one of four types: {four}")
