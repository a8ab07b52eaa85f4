"""What `solve` answers: sets of states with exact counts, of which a page is listed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from holdfast.questions.answer import NO_PROVENANCE, SCHEMA, Provenance

if TYPE_CHECKING:
    from holdfast.table import Table


@dataclass(frozen=True, slots=True)
class States:
    """A set of states: the exact count, and a page of them in the order of letters.

    Attributes
    ----------
    count : int
        How many there are.
    first : tuple of str
        Those on the page.
    of : int or None
        Where a condition was asked for: how many there are with and without it.
    """

    count: int
    first: tuple[str, ...]
    of: int | None = None

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        of = {} if self.of is None else {"of": self.of}
        return {"count": self.count, **of, "states": list(self.first)}

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> States:
        """Read the JSON form."""
        return cls(found["count"], tuple(found["states"]), found.get("of"))

    def cut(self, limit: int) -> States:
        """Return the same set with fewer states listed."""
        return replace(self, first=self.first[:limit])


@dataclass(frozen=True, slots=True)
class Near:
    """The equilibria of a concept that are nearest to a state.

    Attributes
    ----------
    n_changes : int or None
        How many options differ; None where there is no equilibrium.
    count : int
        How many are as near.
    states : tuple of (str, tuple of str)
        The first of them, each with what would have to change, party by party.
    """

    n_changes: int | None
    count: int
    states: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        listed = [{"state": state, "moves": list(moves)} for state, moves in self.states]
        return {"n_changes": self.n_changes, "count": self.count, "states": listed}

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Near:
        """Read the JSON form."""
        listed = tuple((each["state"], tuple(each["moves"])) for each in found["states"])
        return cls(found["n_changes"], found["count"], listed)


@dataclass(frozen=True, slots=True)
class Nearest:
    """What is nearest to a plan's state or another, per concept."""

    state: str
    plan: str
    equilibria: Mapping[str, Near]

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        near = {concept: each.json() for concept, each in self.equilibria.items()}
        return {"state": self.state, "plan": self.plan or None, "equilibria": near}

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Nearest:
        """Read the JSON form."""
        near = {concept: Near.from_json(each) for concept, each in found["equilibria"].items()}
        return cls(found["state"], found["plan"] or "", near)


@dataclass(frozen=True, slots=True)
class Solved:
    """Equilibria per concept, how many states are stable for each party, and on request which.

    Attributes
    ----------
    equilibria : mapping of str to States
        Per concept; for a plan with unknown cells, the states that are equilibria under every filling.
    stable_counts : mapping of str to mapping of str to int
        Per party and concept, how many states are stable for it, whatever the condition asked for.
    stable : mapping of (str, str) to States
        By party and concept; empty unless asked for.
    possible : mapping of str to States
        For a plan with unknown cells that matter, the states that are equilibria under some filling.
    n_models : int
        Number of different models solved; more than one only where unknown cells matter.
    rankings : mapping of str to tuple of States
        Each party's ranking of the states, best tier first; empty unless asked for.
    page : int
        Which page of the lists is shown, from 1; 0 where no page was asked for, which is the first.
    where : str
        The condition that the states listed and counted satisfy; empty for none.
    nearest : Nearest or None
        The equilibria nearest to a state, if asked for.
    """

    plan: str
    account: str
    options: tuple[str, ...]
    n_states: int
    engine: str
    reason: str
    equilibria: Mapping[str, States]
    stable_counts: Mapping[str, Mapping[str, int]]
    stable: Mapping[tuple[str, str], States]
    unavailable: Mapping[str, str]
    possible: Mapping[str, States]
    n_models: int = 1
    rankings: Mapping[str, tuple[States, ...]] = field(default_factory=dict)
    page: int = 0
    where: str = ""
    nearest: Nearest | None = None
    provenance: Provenance = NO_PROVENANCE

    @property
    def parties(self) -> tuple[str, ...]:
        """Ids of the parties, in the order of the file."""
        return tuple(self.stable_counts)

    def table(self) -> Table:
        """Return one row for each concept and listed equilibrium; see ``docs/reference/tables.md``."""
        from importlib import import_module  # the report room shows values; nothing below it may know that at import

        found: Table = import_module("holdfast.report.tables").solved_table(self)
        return found

    def json(self) -> dict[str, Any]:
        """Return the JSON form (``docs/reference/answers.md``)."""
        out: dict[str, Any] = {"schema": SCHEMA, "question": "solve"}
        out |= {"plan": self.plan or None, "account": self.account or None, "options": list(self.options)}
        out |= {"n_states": self.n_states, "engine": self.engine, "engine_reason": self.reason}
        if self.where:
            out["where"] = self.where
        if self.page:
            out["page"] = self.page
        out["equilibria"] = {concept: states.json() for concept, states in self.equilibria.items()}
        out["stable_counts"] = {party: dict(counts) for party, counts in self.stable_counts.items()}
        if self.stable:
            out["stable"] = {
                party: {c: self.stable[party, c].json() for c in self.equilibria} for party in self.parties
            }
        if self.possible:
            out["possible"] = {concept: states.json() for concept, states in self.possible.items()}
            out["n_models"] = self.n_models
        if self.nearest is not None:
            out["nearest"] = self.nearest.json()
        if self.rankings:
            out["rankings"] = {p: [tier.json() for tier in tiers] for p, tiers in self.rankings.items()}
        if self.unavailable:
            out["unavailable"] = dict(self.unavailable)
        out["provenance"] = self.provenance.json()
        return out

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Solved:
        """Read the JSON form, such as a run folder keeps."""

        def sets(key: str) -> dict[str, States]:
            return {concept: States.from_json(each) for concept, each in found.get(key, {}).items()}

        stable = found.get("stable", {})
        return cls(
            plan=found["plan"] or "",
            account=found["account"] or "",
            options=tuple(found["options"]),
            n_states=found["n_states"],
            engine=found["engine"],
            reason=found["engine_reason"],
            equilibria=sets("equilibria"),
            stable_counts=found["stable_counts"],
            stable={(p, c): States.from_json(each) for p, per in stable.items() for c, each in per.items()},
            unavailable=found.get("unavailable", {}),
            possible=sets("possible"),
            n_models=found.get("n_models", 1),
            rankings={p: tuple(map(States.from_json, tiers)) for p, tiers in found.get("rankings", {}).items()},
            page=found.get("page", 0),
            where=found.get("where", ""),
            nearest=Nearest.from_json(found["nearest"]) if "nearest" in found else None,
            provenance=Provenance(*(found["provenance"][key] for key in ("case", "model", "holdfast", "method"))),
        )

    def cut(self, limit: int) -> Solved:
        """Return the same answer with at most so many states listed in each set."""
        return replace(
            self,
            equilibria={c: states.cut(limit) for c, states in self.equilibria.items()},
            stable={key: states.cut(limit) for key, states in self.stable.items()},
            possible={c: states.cut(limit) for c, states in self.possible.items()},
            rankings={p: tuple(tier.cut(limit) for tier in tiers) for p, tiers in self.rankings.items()},
        )
