"""The answer: the smallest changes after which a plan would be signed and hold, or why there are none."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from holdfast.questions.answer import NO_PROVENANCE, SCHEMA, Provenance, number

if TYPE_CHECKING:
    from holdfast.table import Table


@dataclass(frozen=True, slots=True)
class Change:
    """A position that is changed, or (with ``before`` None) filled in."""

    issue: str
    before: str | None
    after: str

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"from": self.before, "to": self.after}


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a party stands under an amendment.

    Attributes
    ----------
    party : str
        The party.
    verdict : str
        What keeps it to the amended plan; as in ``hold``.
    would_sign : bool or None
        For a signatory, whether it would sign.
    against_plan : str
        ``gains``, ``gives`` or ``same``: how it likes the amended plan against the plan as it stands, both in force and
        kept, unknown cells filled alike; ``open`` where that depends on how.
    """

    party: str
    verdict: str
    would_sign: bool | None
    against_plan: str

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        out: dict[str, Any] = {"verdict": self.verdict}
        if self.would_sign is not None:
            out["would_sign"] = self.would_sign
        return out | {"against_plan": self.against_plan}


@dataclass(frozen=True, slots=True)
class Amendment:
    """One smallest set of changes.

    Attributes
    ----------
    changes : tuple of Change
        In file order; none where the plan needs no change.
    filled : tuple of Change
        One way of filling the plan's unknown cells with which it works: the first in the order of the file.
    n_fillings : int or None
        In how many ways they can be filled; None where they were not counted.
    cost : Fraction
        What the changes count for together.
    distance : int
        How many steps along the order of positions they are together.
    parties : tuple of Stand
        In file order.
    """

    changes: tuple[Change, ...]
    filled: tuple[Change, ...]
    n_fillings: int | None
    cost: Fraction
    distance: int
    parties: tuple[Stand, ...]

    def who(self, way: str) -> tuple[str, ...]:
        """Return the parties that stand in some way to the plan as it was: ``gains``, ``gives``, ``same``, ``open``."""
        return tuple(each.party for each in self.parties if each.against_plan == way)

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        out: dict[str, Any] = {"changes": {each.issue: each.json() for each in self.changes}}
        out |= {"cost": number(self.cost), "distance": self.distance}
        if self.filled:
            out |= {"filled": {each.issue: each.after for each in self.filled}, "n_fillings": self.n_fillings}
        out["parties"] = {each.party: each.json() for each in self.parties}
        return out


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Something that, with others, rules every plan out: what a party insists on, or a fixed issue.

    Attributes
    ----------
    party : str
        The party; empty for a fixed issue.
    statement : int or None
        Which of its statements, from 1; None for a ranking, for weights, and for having to gain something.
    text : str
        The statement, or what stands in its place.
    issue, fixed : str
        The fixed issue and its position; empty otherwise.
    could_gain : tuple of str
        Where the party has to gain something to sign: by what it could, if others did not stand in the way.
    """

    party: str = ""
    statement: int | None = None
    text: str = ""
    issue: str = ""
    fixed: str = ""
    could_gain: tuple[str, ...] = ()

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        if self.issue:
            return {"issue": self.issue, "fixed": self.fixed}
        out: dict[str, Any] = {"party": self.party, "statement": self.statement, "text": self.text}
        if self.statement is None and self.could_gain:
            out["could_gain"] = list(self.could_gain)
        return out


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A smallest set of obstacles without which some plan qualifies.

    Attributes
    ----------
    obstacles : tuple of Obstacle
        What is set aside.
    changes, filled : tuple of Change
        The cheapest amendment that then qualifies, or one of them.
    """

    obstacles: tuple[Obstacle, ...]
    changes: tuple[Change, ...]
    filled: tuple[Change, ...]

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "without": [each.json() for each in self.obstacles],
            "changes": {each.issue: each.json() for each in self.changes},
            "filled": {each.issue: each.after for each in self.filled},
        }


@dataclass(frozen=True, slots=True)
class Amend:
    """The smallest changes after which every signatory would sign a plan and it holds.

    Attributes
    ----------
    plan, account : str
        Ids; the account may be empty.
    level : str
        ``holds`` or ``firmly``.
    n_changes : int or None
        The fewest issues changed among the cheapest amendments; None where no plan qualifies.
    cost : Fraction or None
        What each amendment counts for.
    complete : bool
        Whether these are all that are as cheap.
    amendments : tuple of Amendment
        Fewest issues first, then smallest distance, then fewest parties that give, then the order of the file.
    unknown, fixed : tuple of str
        Issues that the plan leaves unknown, and issues whose position is not open to change.
    conflict : tuple of Obstacle
        Where no plan qualifies: a smallest set of obstacles that together rule every plan out.
    relaxations : tuple of Relaxation
        Where no plan qualifies: smallest sets of obstacles without which one does.
    relaxations_complete : bool
        Whether these are all as small.
    note : str
        Where no plan qualifies and that is nobody's doing: why.
    """

    plan: str
    account: str
    level: str
    n_changes: int | None
    cost: Fraction | None
    complete: bool
    amendments: tuple[Amendment, ...]
    unknown: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()
    conflict: tuple[Obstacle, ...] = ()
    relaxations: tuple[Relaxation, ...] = ()
    relaxations_complete: bool = True
    note: str = ""
    provenance: Provenance = field(default=NO_PROVENANCE)

    def json(self) -> dict[str, Any]:
        """Return the JSON form (``docs/reference/answers.md``)."""
        out: dict[str, Any] = {"schema": SCHEMA, "question": "amend", "plan": self.plan}
        out |= {"account": self.account or None, "level": self.level, "n_changes": self.n_changes}
        out |= {"cost": None if self.cost is None else number(self.cost), "complete": self.complete}
        out |= {"unknown": list(self.unknown), "fixed": list(self.fixed)}
        out["amendments"] = [each.json() for each in self.amendments]
        if self.n_changes is None:
            out["conflict"] = [each.json() for each in self.conflict]
            out["relaxations"] = [each.json() for each in self.relaxations]
            out["relaxations_complete"] = self.relaxations_complete
            if self.note:
                out["note"] = self.note
        return out | {"provenance": self.provenance.json()}

    def table(self) -> Table:
        """Return one row for each issue changed or filled in; see ``docs/reference/tables.md``."""
        from importlib import import_module  # the report room shows values; nothing below it may know that at import

        found: Table = import_module("holdfast.report.tables").amend_table(self)
        return found

    def __str__(self) -> str:
        """Answer in one sentence."""
        how = "holds firmly" if self.level == "firmly" else "holds"
        if self.n_changes is None:
            return f"no plan with the conduct of {self.plan} {how} and would be signed by all"
        if not self.n_changes:
            return f"plan {self.plan} {how} and would be signed as it stands"
        ways = f"{len(self.amendments):,}{'' if self.complete else ' or more'}"
        issues = "issue" if self.n_changes == 1 else "issues"
        return f"plan {self.plan} {how} and would be signed once {self.n_changes} {issues} change: {ways} ways"
