"""Is what is computed what is printed? A shipped case against the published tables of it, without tolerance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from holdfast.engines.solution import Solution
    from holdfast.model.model import Model

PARTS = ("feasible", "rankings", "equilibria", "stable")
"""What may be printed: how many states can occur, rankings of states, equilibria, and states stable for a party."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One thing printed and what was computed instead or also.

    Parameters
    ----------
    part : str
        One of :data:`PARTS`.
    of : str
        Of what: a concept, a party, or both; empty for the number of states.
    printed, found : Any
        JSON values; states are sorted.
    """

    part: str
    of: str
    printed: Any
    found: Any

    @property
    def agrees(self) -> bool:
        """Whether both are the same."""
        return bool(self.printed == self.found)

    def json(self) -> dict[str, Any]:
        """Return JSON values."""
        return {"part": self.part, "of": self.of, "printed": self.printed, "found": self.found}


def compare_printed(model: Model, solution: Solution, printed: Mapping[str, Any]) -> tuple[Comparison, ...]:
    """Compare what a model and its solution give with what is printed.

    Parameters
    ----------
    model : Model
        The compiled case.
    solution : Solution
        The model solved by any engine.
    printed : mapping
        The contents of ``expected.json``.

    Returns
    -------
    tuple of Comparison
        One for every table, row or number that is printed.

    Examples
    --------
    >>> import holdfast as hf
    >>> from holdfast.shipped import example_printed
    >>> model = hf.compile(hf.example("chicken"))
    >>> found = compare_printed(model, hf.solve(model), example_printed("chicken"))
    >>> len(found), all(each.agrees for each in found)
    (21, True)
    """
    return tuple(_comparisons(model, solution, printed))


def _comparisons(model: Model, solution: Solution, printed: Mapping[str, Any]) -> Iterator[Comparison]:
    if "feasible" in printed:
        yield Comparison("feasible", "", printed["feasible"], model.n_states)
    for party, tiers in printed.get("rankings", {}).items():
        yield Comparison("rankings", party, [sorted(tier) for tier in tiers], _ranking(model, party))
    for concept, states in printed.get("equilibria", {}).items():
        yield Comparison("equilibria", concept, sorted(states), list(solution.equilibria(concept)))
    for party, concepts in printed.get("stable", {}).items():
        for concept, states in concepts.items():
            yield Comparison("stable", f"{party}, {concept}", sorted(states), list(solution.stable(concept, party)))


def _ranking(model: Model, party: str) -> list[list[str]]:
    """Return the states as a party ranks them, best first, those it likes equally together."""
    structure = model.structure
    ranks = model.ranks(model.party_index(party)).tolist()
    tiers: dict[int, list[str]] = {}
    for state, rank in zip(structure.states, ranks, strict=True):
        tiers.setdefault(rank, []).append(structure.label(state))
    return [sorted(tiers[rank]) for rank in sorted(tiers, reverse=True)]
