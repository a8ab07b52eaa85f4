"""Answers: frozen values that carry a verdict, the witness for it, and what it depends on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeVar

from holdfast.errors import QuestionError
from holdfast.near import did_you_mean

if TYPE_CHECKING:
    from holdfast.table import Table

SCHEMA = "holdfast/answer/1"

VERDICTS = ("content", "deterred", "bluffed", "blocker")
"""From the firmest to the weakest: Nash; sequentially stable but not Nash; general metarational but not sequentially
stable; not general metarational."""


T = TypeVar("T")


def number(value: Fraction | None) -> int | float | None:
    """Write a fraction as JSON does: a whole number as such.

    Examples
    --------
    >>> number(Fraction(6, 2)), number(Fraction(1, 4))
    (3, 0.25)
    """
    if value is None:
        return None
    return value.numerator if value.denominator == 1 else float(value)


def find(wanted: str, items: Mapping[str, T], noun: str, plural: str) -> T:
    """Return one part of an answer by its name.

    Raises
    ------
    QuestionError
        If there is none of that name, naming the nearest.

    Examples
    --------
    >>> find("a", {"a": 1}, "party", "parties")
    1
    """
    if wanted not in items:
        raise QuestionError(f'no {noun} "{wanted}"; {did_you_mean(wanted, items, plural)}')
    return items[wanted]


@dataclass(frozen=True, slots=True)
class Reply:
    """What answers an improvement.

    Attributes
    ----------
    to : str
        The state it leads to, in letters.
    moves : tuple of str
        ``party: what it does``, in order.
    by : tuple of str
        The parties that move.
    credible : bool
        Whether each of them prefers each of its moves at the moment of making it.
    """

    to: str
    moves: tuple[str, ...]
    by: tuple[str, ...]
    credible: bool

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"to": self.to, "moves": list(self.moves), "by": list(self.by), "credible": self.credible}


@dataclass(frozen=True, slots=True)
class Improvement:
    """A move to a state the party prefers, and what answers it.

    Attributes
    ----------
    to : str
        The state it leads to, in letters.
    move : str
        ``party: what it does``.
    n_changes : int
        How many options the move changes.
    gain : str
        The first statement, in order of importance, that the party gains by it; for weights, what makes the largest
        part of the gain; empty for rankings.
    sanction : Reply or None
        A credible reply if there is one, else a possible one, else None.
    worst : Reply or None
        Where nothing answers it: the worst that the others could still do to the party.
    guards : tuple of str
        Where nothing answers it: what a reply would have to cost the party to deter it, any one of these.
    """

    to: str
    move: str
    n_changes: int
    gain: str = ""
    sanction: Reply | None = None
    worst: Reply | None = None
    guards: tuple[str, ...] = ()

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        out: dict[str, Any] = {
            "to": self.to,
            "moves": [self.move],
            "sanction": self.sanction.json() if self.sanction else None,
        }
        if self.gain:
            out["gain"] = self.gain
        if self.worst:
            out["worst_reply"] = self.worst.json()
        if self.guards:
            out["would_deter"] = list(self.guards)
        return out


@dataclass(frozen=True, slots=True)
class Reading:
    """A verdict under some fillings of the plan's unknown cells.

    Attributes
    ----------
    verdict : str
        One of :data:`VERDICTS`.
    positions : tuple of (str, tuple of str)
        For each issue that matters, the positions that lead to the verdict; others are free.
    improvements : tuple of Improvement
        The witness under one filling of them.
    """

    verdict: str
    positions: tuple[tuple[str, tuple[str, ...]], ...]
    improvements: tuple[Improvement, ...]

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "verdict": self.verdict,
            "positions": {issue: list(allowed) for issue, allowed in self.positions},
            "improvements": [improvement.json() for improvement in self.improvements],
        }


@dataclass(frozen=True, slots=True)
class PartyVerdict:
    """What keeps one party to the plan, or does not.

    Attributes
    ----------
    party : str
        The party.
    verdict : str
        One of :data:`VERDICTS`, or ``open``.
    improvements : tuple of Improvement
        The witness; for an open verdict, that of its weakest reading.
    would_sign : bool or None
        For a signatory: whether it strictly prefers the plan's state to the status quo; None where that is open.
    is_signatory : bool
        Whether the party signs.
    sign_reason : str
        The statement that decides between the plan and the status quo, or of weights what makes the largest part of
        the difference; empty for rankings and ties.
    possible : tuple of str
        For an open verdict, those that some filling gives.
    depends_on : tuple of str
        For an open verdict, the issues it turns on.
    sign_depends_on : tuple of str
        Where signing is open, the issues it turns on.
    readings : tuple of Reading
        For an open verdict, one example for each possible verdict.
    """

    party: str
    verdict: str
    improvements: tuple[Improvement, ...] = ()
    would_sign: bool | None = None
    is_signatory: bool = False
    sign_reason: str = ""
    possible: tuple[str, ...] = ()
    depends_on: tuple[str, ...] = ()
    sign_depends_on: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        out: dict[str, Any] = {"verdict": self.verdict}
        if self.is_signatory:
            out["would_sign"] = self.would_sign
            if self.sign_depends_on:
                out["would_sign_depends_on"] = list(self.sign_depends_on)
        out["improvements"] = [improvement.json() for improvement in self.improvements]
        if self.verdict == "open":
            out["possible"] = list(self.possible)
            out["depends_on"] = list(self.depends_on)
            out["readings"] = [reading.json() for reading in self.readings]
        return out


@dataclass(frozen=True, slots=True)
class Provenance:
    """What an answer was computed from."""

    case: str = ""
    model: str = ""
    version: str = ""
    method: str = ""

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"case": self.case, "model": self.model, "holdfast": self.version, "method": self.method}


NO_PROVENANCE = Provenance()


@dataclass(frozen=True, slots=True)
class Hold:
    """Whether a state, or the state of a plan, holds.

    Attributes
    ----------
    plan, account : str
        Ids, or empty.
    state : str
        The state asked about, in letters.
    status_quo : str
        Where the conflict starts, in letters; empty if that cannot occur.
    holds : bool or None
        Whether no party is a blocker; None where it is open.
    holds_firmly : bool or None
        Whether every party is content or deterred; None where it is open.
    parties : tuple of PartyVerdict
        In file order.
    n_states : int
        Feasible states of the model.
    depends_on : tuple of str
        Where ``holds`` or ``holds_firmly`` is open, the issues they turn on.
    complete : bool
        False where there were too many fillings to visit all; then ``possible`` may name verdicts that none gives.
    occurs : bool
        False where what is held likely rules the plan's state out: then there is nothing to say of the parties.
    """

    plan: str
    account: str
    state: str
    status_quo: str
    holds: bool | None
    holds_firmly: bool | None
    parties: tuple[PartyVerdict, ...]
    n_states: int
    depends_on: tuple[str, ...] = ()
    complete: bool = True
    provenance: Provenance = NO_PROVENANCE
    occurs: bool = True

    def party(self, party: str) -> PartyVerdict:
        """Return one party's verdict.

        Raises
        ------
        QuestionError
            If there is no such party.
        """
        return find(party, {each.party: each for each in self.parties}, "party", "parties")

    @property
    def blockers(self) -> tuple[PartyVerdict, ...]:
        """The parties that can block under every filling."""
        return tuple(verdict for verdict in self.parties if verdict.verdict == "blocker")

    def json(self) -> dict[str, Any]:
        """Return the JSON form (``docs/reference/answers.md``)."""
        out: dict[str, Any] = {"schema": SCHEMA, "question": "hold"}
        out |= {"plan": self.plan or None, "account": self.account or None, "state": self.state}
        out |= {"status_quo": self.status_quo or None, "n_states": self.n_states}
        out |= {"holds": self.holds, "holds_firmly": self.holds_firmly}
        if self.depends_on:
            out["depends_on"] = list(self.depends_on)
        if not self.complete:
            out["complete"] = False
        if not self.occurs:
            out["can_occur"] = False
        out["parties"] = {verdict.party: verdict.json() for verdict in self.parties}
        out["provenance"] = self.provenance.json()
        return out

    def table(self) -> Table:
        """Return one row a party as a table; see ``docs/reference/tables.md``."""
        from importlib import import_module  # the report room shows values; nothing below it may know that at import

        found: Table = import_module("holdfast.report.tables").hold_table(self)
        return found

    def plot(self, ax: Any = None) -> Any:
        """Draw where each party stands, on matplotlib axes."""
        from importlib import import_module

        return import_module("holdfast.report.plots").hold_plot(self, ax)

    def __str__(self) -> str:
        """Answer in one sentence."""
        what = f"plan {self.plan}" if self.plan else f"state {self.state}"
        if self.holds:
            firm = {True: "firmly", False: "but not firmly", None: "; whether firmly is open"}[self.holds_firmly]
            return f"{what} holds{'' if firm.startswith(';') else ' '}{firm}"
        who = ", ".join(v.party for v in self.parties if "blocker" in (v.verdict, *v.possible))
        return f"{what} can be blocked by {who}" if self.holds is False else f"{what}: open, could be blocked by {who}"

    def _repr_html_(self) -> str:
        from importlib import import_module  # the report room shows values; nothing below it may know that at import

        html: str = import_module("holdfast.report.notebook").hold_html(self)
        return html
