"""The solution: which states are stable for whom, one bit a state, with how it was computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Any

from holdfast.engines.stateset import StateSet
from holdfast.errors import QuestionError
from holdfast.model.formula import Formula
from holdfast.model.model import Model

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from holdfast.table import Table


@dataclass(frozen=True)
class Verdicts:
    """What an engine found about a grid too long for a list: bit sets, and counts for what was not kept.

    Attributes
    ----------
    feasible : StateSet
        Every state that can occur.
    equilibria : mapping of str to StateSet
        Per concept.
    counts : mapping of str to tuple of int
        Per concept and party, how many states are stable for it.
    stable : mapping of str to tuple of StateSet
        Per concept and party, the stable states; empty unless asked for.
    """

    feasible: StateSet
    equilibria: Mapping[str, StateSet]
    counts: Mapping[str, tuple[int, ...]]
    stable: Mapping[str, tuple[StateSet, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Solution:
    """Verdicts for every feasible state, party and concept.

    Attributes
    ----------
    model : Model
        What was solved.
    engine : str
        Which engine did it.
    masks : mapping of str to tuple of int
        Per concept, one bit set a party: bit k is set iff state k of ``model.structure.codes`` is stable for it. Empty
        where the engine kept ``verdicts`` instead.
    reason : str
        Why this engine was chosen.
    unavailable : mapping of str to str
        Concepts that were asked for but are not defined for this model, or would cost too much, with the reason.
    verdicts : Verdicts, optional
        What is kept of a model too large to list its states.
    """

    model: Model
    engine: str
    masks: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    reason: str = ""
    unavailable: Mapping[str, str] = field(default_factory=dict)
    verdicts: Verdicts | None = None

    @property
    def concepts(self) -> tuple[str, ...]:
        """Names of the concepts that were computed."""
        return tuple(self.verdicts.equilibria if self.verdicts else self.masks)

    @property
    def n_states(self) -> int:
        """Number of feasible states."""
        return len(self.verdicts.feasible) if self.verdicts else self.model.n_states

    def _check(self, concept: str) -> None:
        if concept not in self.concepts:
            reason = self.unavailable.get(concept, "it was not asked for")
            raise QuestionError(f'no verdicts for "{concept}": {reason}')

    def states(self, concept: str, party: str | None = None) -> StateSet:
        """Return the states stable for a party, or the equilibria.

        Raises
        ------
        QuestionError
            If the concept was not computed, or the states stable for each party were not kept.
        """
        self._check(concept)
        index = self.model.party_index(party) if party is not None else None
        if self.verdicts is None:
            per_party = self.masks[concept]
            mask = per_party[index] if index is not None else reduce(and_, per_party)
            return StateSet.of_mask(self.model.structure, mask)
        if index is None:
            return self.verdicts.equilibria[concept]
        if concept not in self.verdicts.stable:
            raise QuestionError(
                "which states are stable for each party was not kept, only how many; solve with `parties=True`, or ask "
                "`holds` about one state"
            )
        return self.verdicts.stable[concept][index]

    def count(self, concept: str, party: str | None = None) -> int:
        """Return how many states are stable for a party, or are equilibria."""
        self._check(concept)
        if self.verdicts is not None and party is not None:
            return self.verdicts.counts[concept][self.model.party_index(party)]
        return len(self.states(concept, party))

    def verdict(self, state: str, party: str, concept: str) -> bool:
        """Whether a state (in letters) is stable for a party under a concept."""
        return state in self.states(concept, party)

    def holds(self, state: str, concept: str) -> bool:
        """Whether a state (in letters) is an equilibrium of a concept."""
        return state in self.states(concept)

    def equilibria(self, concept: str) -> tuple[str, ...]:
        """Return the equilibria of a concept as letters, in the order of letters."""
        return tuple(self.states(concept))

    def stable(self, concept: str, party: str) -> tuple[str, ...]:
        """Return the states stable for a party as letters, in the order of letters."""
        return tuple(self.states(concept, party))

    def where(self, concept: str, condition: Formula) -> StateSet:
        """Return the equilibria that satisfy a condition; its length is how many there are."""
        return self.states(concept).where(condition)

    def to_numpy(self) -> NDArray[np.bool_]:
        """Return all verdicts as a bool array of shape (n_states, n_parties, n_concepts)."""
        import numpy as np

        if self.verdicts is not None:
            raise QuestionError("too many states for an array of all verdicts; use `states(concept).save(path)`")
        n = self.model.n_states
        out = np.zeros((n, len(self.model.parties), len(self.masks)), dtype=np.bool_)
        for c, per_party in enumerate(self.masks.values()):
            for p, bits in enumerate(per_party):
                packed = np.frombuffer(bits.to_bytes(-(-n // 8), "little"), dtype=np.uint8)
                out[:, p, c] = np.unpackbits(packed, count=n, bitorder="little")
        return out

    def table(self) -> Table:
        """Return how many states are stable, by concept and party; see ``docs/reference/tables.md``."""
        from importlib import import_module  # the report room shows values; nothing below it may know that at import

        found: Table = import_module("holdfast.report.tables").solution_table(self)
        return found

    def plot(self, ax: Any = None) -> Any:
        """Draw how many states hold under each concept, on matplotlib axes."""
        from importlib import import_module

        return import_module("holdfast.report.plots").solution_plot(self, ax)

    def __repr__(self) -> str:
        return f"Solution({self.n_states} states, {', '.join(self.concepts)}, engine {self.engine})"

    def _repr_html_(self) -> str:
        from importlib import import_module  # the report room shows values; nothing below it may know that at import

        html: str = import_module("holdfast.report.notebook").solution_html(self)
        return html
