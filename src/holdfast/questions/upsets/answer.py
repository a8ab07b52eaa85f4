"""What `upset` answers: coalitions that can upset a state, where they would go, and what would answer them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from holdfast.questions.answer import NO_PROVENANCE, SCHEMA, Provenance

ANSWERED = ("no", "possible", "undecided", "wanted")
"""Whether others answer a joint improvement: not at all; by moves that not all of those who make them would want; the
same, and whether by wanted ones was not settled; by moves that alone or together they want."""


@dataclass(frozen=True, slots=True)
class JointReply:
    """What answers a joint improvement.

    Attributes
    ----------
    to : str
        The state it leads to, in letters.
    moves : tuple of str
        ``party: what it does``, in order.
    by : tuple of str
        The parties that move.
    hurts : tuple of str
        The members of the coalition that are then no better off than before.
    """

    to: str
    moves: tuple[str, ...]
    by: tuple[str, ...]
    hurts: tuple[str, ...]

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"to": self.to, "moves": list(self.moves), "by": list(self.by), "hurts": list(self.hurts)}


@dataclass(frozen=True, slots=True)
class Upset:
    """A joint improvement: where a coalition can go that all of its members prefer.

    Attributes
    ----------
    to : str
        The state it leads to, in letters.
    moves : tuple of str
        The moves, in order, each as ``party: what changes``; a shortest legal sequence.
    gains : mapping of str to str
        By member, the most important statement that it gains; empty for rankings.
    answered : str
        One of :data:`ANSWERED`.
    reply : JointReply or None
        A wanted answer if there is one, else a possible one.
    holds_under : tuple of str
        Of ``nash`` and ``seq``, those of which the state it leads to is an equilibrium.
    equilibrium_jump : bool
        Whether both states are equilibria of ``seq``, and the coalition has more than one member.
    """

    to: str
    moves: tuple[str, ...]
    gains: Mapping[str, str]
    answered: str
    reply: JointReply | None
    holds_under: tuple[str, ...]
    equilibrium_jump: bool

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "to": self.to,
            "moves": list(self.moves),
            "gains": dict(self.gains),
            "answered": self.answered,
            "reply": self.reply.json() if self.reply else None,
            "holds_under": list(self.holds_under),
            "equilibrium_jump": self.equilibrium_jump,
        }


@dataclass(frozen=True, slots=True)
class Upsetting:
    """A coalition that can upset a state.

    Attributes
    ----------
    coalition : tuple of str
        Its members, in the order of the file.
    n_ends : int
        To how many states it has a joint improvement.
    upsets : tuple of Upset
        Some of them: those that are answered least first, then the nearest.
    positions : mapping of str to tuple of str
        Where it can do so under some fillings of unknown cells only: one of them.
    """

    coalition: tuple[str, ...]
    n_ends: int
    upsets: tuple[Upset, ...]
    positions: Mapping[str, tuple[str, ...]]

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        out: dict[str, Any] = {"coalition": list(self.coalition), "n_ends": self.n_ends}
        if self.positions:
            out["positions"] = {issue: list(allowed) for issue, allowed in self.positions.items()}
        return out | {"upsets": [each.json() for each in self.upsets]}


@dataclass(frozen=True, slots=True)
class Upsets:
    """The smallest coalitions that can upset a state.

    Attributes
    ----------
    plan, account : str
        Ids, or empty.
    state : str
        The state, in letters.
    concept : str
        What a coalition must be able to escape: a concept for coalitions.
    holds_under : tuple of str
        Of ``nash`` and ``seq``, those of which the state is an equilibrium (under the first filling).
    smallest : int or None
        Members of the smallest coalition; None where there is none, or that is open, or a smaller one is undecided.
    coalitions : tuple of Upsetting
        Those that can upset it under every filling, and of which no part can: smallest first.
    possible : tuple of Upsetting
        Those that can under some fillings only.
    undecided : tuple of tuple of str
        Coalitions of which it was not settled.
    largest : int
        How large coalitions were looked at.
    n_parties : int
        How many parties there are.
    """

    plan: str
    account: str
    state: str
    concept: str
    holds_under: tuple[str, ...]
    smallest: int | None
    coalitions: tuple[Upsetting, ...]
    possible: tuple[Upsetting, ...]
    undecided: tuple[tuple[str, ...], ...]
    largest: int
    n_parties: int
    provenance: Provenance = NO_PROVENANCE

    def json(self) -> dict[str, Any]:
        """Return the JSON form (``docs/reference/answers.md``)."""
        out: dict[str, Any] = {"schema": SCHEMA, "question": "upset"}
        out |= {"plan": self.plan or None, "account": self.account or None, "state": self.state}
        out |= {"concept": self.concept, "holds_under": list(self.holds_under), "smallest": self.smallest}
        out["coalitions"] = [each.json() for each in self.coalitions]
        if self.possible:
            out["possible"] = [each.json() for each in self.possible]
        if self.undecided:
            out["undecided"] = [list(each) for each in self.undecided]
        return out | {"largest": self.largest, "provenance": self.provenance.json()}

    def __str__(self) -> str:
        """Answer in one sentence."""
        what = f"plan {self.plan}" if self.plan else f"state {self.state}"
        least = min((len(each.coalition) for each in self.coalitions), default=0)
        told = [" and ".join(each.coalition) for each in self.coalitions if len(each.coalition) == least]
        if told:
            return f"{what} can be upset by {'; or by '.join(told)}"
        maybe = "; or by ".join(" and ".join(each.coalition) for each in self.possible)
        if maybe:
            return f"{what}: open, could be upset by {maybe}"
        return f"{what} can be upset by no coalition" + ("" if not self.undecided else " that was settled")
