"""Unknown preference: four attitudes to comparisons that nobody knows, for each of four concepts.

A party may be unsure between two states, ``s U t``: neither is known to be preferred, and they are not known to be
equally good. What it does about that is an attitude. Two questions make four *types*:

====  =======================================  ===================================  =====================
type  it leaves ``s`` for                      ``u`` deters it at ``s`` iff         reading
====  =======================================  ===================================  =====================
a     improvements and unknown moves           ``s >= u``                           bold: never deterred by U
b     improvements                             ``s >= u``                           U is left out
c     improvements and unknown moves           ``s >= u`` or ``s U u``              U tempts and deters
d     improvements                             ``s >= u`` or ``s U u``              cautious
====  =======================================  ===================================  =====================

``nash_x``, ``gmr_x``, ``smr_x`` and ``seq_x`` are the ordinary concepts with these two replacements; in ``smr_x`` what
the party can then move to must not be better in the same sense. Those who answer in ``seq_x`` make improvements or
unknown moves, whatever the type: ``R_(N-i)^(+,U)``. Source: Li, Hipel, Kilgour & Fang 2004.

``U`` is a relation of pairs and need not be transitive, so a party's steps from s to t and from t to u may be both
improvements or unknown where the step from s to u is neither. That nobody moves twice in a row therefore counts here
also where moves are changes of options.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from holdfast.stability.concept import Concept, Conflict, Reached, Sanction

SOURCE = "Li, Hipel, Kilgour & Fang 2004"


@dataclass(frozen=True, slots=True)
class Type:
    """An attitude to what is unknown.

    Attributes
    ----------
    letter : str
        ``a`` to ``d``.
    tempts : bool
        Whether the party leaves a state for one that it may or may not prefer.
    deters : bool
        Whether a state that it may or may not prefer to the one it left deters it.
    reading : str
        The attitude in a few words.
    """

    letter: str
    tempts: bool
    deters: bool
    reading: str


TYPES = (
    Type("a", True, False, "bold: what is unknown tempts and never deters"),
    Type("b", False, False, "what is unknown neither tempts nor deters"),
    Type("c", True, True, "what is unknown tempts and deters"),
    Type("d", False, True, "cautious: what is unknown deters and never tempts"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownConcept(Concept):
    """A solution concept for conflicts in which preferences are partly unknown.

    Attributes
    ----------
    like : str
        Name of the ordinary concept that it is where nothing is unknown.
    type : Type
        The attitude.
    """

    like: str
    type: Type

    def departures(self, conflict: Conflict, party: int, state: int) -> Iterable[int]:
        """Return improvements, and unknown moves where these tempt."""
        known = tuple(conflict.improvements(party, state))
        return (*known, *conflict.unknown_moves(party, state)) if self.type.tempts else known


Answers = Callable[[Conflict, int, int], Iterator[Reached]]


def _by_moves(conflict: Conflict, party: int, improvement: int) -> Iterator[Reached]:
    return conflict.reach(conflict.others(party), improvement)


def _by_hope(conflict: Conflict, party: int, improvement: int) -> Iterator[Reached]:
    return conflict.hopeful_reach(conflict.others(party), improvement)


def _nothing(conflict: Conflict, party: int, improvement: int) -> Iterator[Reached]:
    return iter(())


def _deters(conflict: Conflict, party: int, state: int, than: int, kind: Type) -> bool:
    """Whether finding itself at ``state`` deters a party from having left ``than``."""
    return conflict.not_better(party, state, than) or (kind.deters and conflict.is_unknown(party, state, than))


def _sanction_by(
    answers: Answers, kind: Type, *, lasting: bool = False
) -> Callable[[Conflict, int, int, int], Sanction | None]:
    def sanction(conflict: Conflict, party: int, state: int, improvement: int) -> Sanction | None:
        for reached in answers(conflict, party, improvement):
            if _deters(conflict, party, reached.state, state, kind):
                escapes = tuple(conflict.moves(party, reached.state)) if lasting else ()
                if all(_deters(conflict, party, escape, state, kind) for escape in escapes):
                    return Sanction(reached.state, reached.path(), escapes)
        return None

    return sanction


def _family(kind: Type) -> tuple[UnknownConcept, ...]:
    moves = "improvement or unknown move" if kind.tempts else "improvement"
    bad = "that is no better for the party, or compares in an unknown way" if kind.deters else "no better for the party"
    rules = (
        ("nash", "Nash stability", _sanction_by(_nothing, kind), f"The party has no {moves}."),
        (
            "gmr",
            "General metarationality",
            _sanction_by(_by_moves, kind),
            f"Each {moves} can be answered by moves of the others {{}}.",
        ),
        (
            "smr",
            "Symmetric metarationality",
            _sanction_by(_by_moves, kind, lasting=True),
            f"Each {moves} can be answered by moves of the others {{}}, with no escape to anything else.",
        ),
        (
            "seq",
            "Sequential stability",
            _sanction_by(_by_hope, kind),
            f"Each {moves} can be answered by improvements or unknown moves of the others {{}}.",
        ),
    )
    return tuple(
        UnknownConcept(
            name=f"{like}_{kind.letter}",
            title=f"{title}, type {kind.letter}",
            aliases=(f"{like}{kind.letter}",),
            source=SOURCE,
            definition=definition.format(f"to a state {bad}"),
            sanction=sanction,
            like=like,
            type=kind,
        )
        for like, title, sanction, definition in rules
    )


UNKNOWN_CONCEPTS: dict[str, UnknownConcept] = {c.name: c for kind in TYPES for c in _family(kind)}
"""The sixteen by name, type by type."""
