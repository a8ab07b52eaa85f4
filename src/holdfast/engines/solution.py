"""The solution: which states are stable for whom, one bit a state, with how it was computed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.errors import QuestionError
from holdfast.model.model import Model

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


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
        Per concept, one bit set a party: bit k is set iff state k of ``model.structure.states`` is stable for it.
    reason : str
        Why this engine was chosen.
    unavailable : mapping of str to str
        Concepts that were asked for but are not defined for this model, with the reason.
    """

    model: Model
    engine: str
    masks: Mapping[str, tuple[int, ...]]
    reason: str = ""
    unavailable: Mapping[str, str] = None  # type: ignore[assignment]

    def __post_init__(self) -> None:
        if self.unavailable is None:
            object.__setattr__(self, "unavailable", {})

    @property
    def concepts(self) -> tuple[str, ...]:
        """Names of the concepts that were computed."""
        return tuple(self.masks)

    def _place(self, state: str) -> int:
        """Return where a state (in letters) stands in ``model.structure.codes``."""
        structure = self.model.structure
        return int(structure.codes.searchsorted(structure.state(state)))

    def mask(self, concept: str, party: str | None = None) -> int:
        """Return the stable states of a party, or the equilibria, as a bit set.

        Raises
        ------
        QuestionError
            If the concept was not computed.
        """
        if concept not in self.masks:
            reason = self.unavailable.get(concept, "it was not asked for")
            raise QuestionError(f'no verdicts for "{concept}": {reason}')
        per_party = self.masks[concept]
        if party is not None:
            return per_party[self.model.party_index(party)]
        joint = (1 << self.model.n_states) - 1
        for bits in per_party:
            joint &= bits
        return joint

    def count(self, concept: str, party: str | None = None) -> int:
        """Return how many states are stable for a party, or are equilibria."""
        return self.mask(concept, party).bit_count()

    def verdict(self, state: str, party: str, concept: str) -> bool:
        """Whether a state (in letters) is stable for a party under a concept."""
        return bool(self.mask(concept, party) >> self._place(state) & 1)

    def holds(self, state: str, concept: str) -> bool:
        """Whether a state (in letters) is an equilibrium of a concept."""
        return bool(self.mask(concept) >> self._place(state) & 1)

    def labels(self, mask: int) -> Iterator[str]:
        """Yield the states of a bit set as letters, in the order of letters."""
        structure = self.model.structure
        if structure.merged:
            yield from sorted(structure.label(structure.states[k]) for k in bits_of(mask))
        else:
            for k in bits_of(mask):
                yield structure.label(int(structure.codes[k]))

    def equilibria(self, concept: str) -> tuple[str, ...]:
        """Return the equilibria of a concept as letters, in the order of letters."""
        return tuple(self.labels(self.mask(concept)))

    def stable(self, concept: str, party: str) -> tuple[str, ...]:
        """Return the states stable for a party as letters, in the order of letters."""
        return tuple(self.labels(self.mask(concept, party)))

    def where(self, concept: str, test: Callable[[str], bool]) -> tuple[str, ...]:
        """Return the equilibria (as letters) that pass a test."""
        return tuple(state for state in self.equilibria(concept) if test(state))

    def to_numpy(self) -> NDArray[np.bool_]:
        """Return all verdicts as a bool array of shape (n_states, n_parties, n_concepts)."""
        import numpy as np

        n = self.model.n_states
        out = np.zeros((n, len(self.model.parties), len(self.masks)), dtype=np.bool_)
        for c, per_party in enumerate(self.masks.values()):
            for p, bits in enumerate(per_party):
                packed = np.frombuffer(bits.to_bytes(-(-n // 8), "little"), dtype=np.uint8)
                out[:, p, c] = np.unpackbits(packed, count=n, bitorder="little")
        return out

    def __repr__(self) -> str:
        return f"Solution({self.model.n_states} states, {', '.join(self.masks)}, engine {self.engine})"

    def _repr_html_(self) -> str:
        from importlib import import_module  # the report room shows values; nothing below it may know that at import

        html: str = import_module("holdfast.report.notebook").solution_html(self)
        return html


def bits_of(mask: int) -> Iterator[int]:
    """Yield the positions of the one bits, ascending, in time linear in the length of the mask.

    Examples
    --------
    >>> list(bits_of(0b1010))
    [1, 3]
    """
    for place, byte in enumerate(mask.to_bytes(-(-mask.bit_length() // 8), "little")):
        while byte:
            low = byte & -byte
            yield place * 8 + low.bit_length() - 1
            byte ^= low
