"""The answer: everybody's verdict in its own game and in truth, what holds in belief, and who would be surprised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from holdfast.questions.answer import NO_PROVENANCE, SCHEMA, PartyVerdict, Provenance, find
from holdfast.questions.equilibria import States

READINGS = ("holds", "holds_by_misperception", "fails_by_misperception", "fails", "open")
"""What becomes of a state under a concept. ``holds``: all parties stay, by their own games and in truth.
``holds_by_misperception``: all stay by their own games, but in truth some would leave. ``fails_by_misperception``: some
leave by their own games, though in truth all would stay. ``fails``: some leave by their own games, and some would in
truth. ``open``: a party does not know that the state can occur and nobody else leaves, or unknown cells decide."""

KINDS = ("state", "leaves", "stays", "restrained", "met", "cannot")
"""Kinds of surprise. ``state``: a party holds the state itself to be impossible. ``leaves``: another party leaves that
it expects to stay. ``stays``: another party stays that it expects to leave. ``restrained``: it stays for an answer that
would not come. ``met``: it leaves expecting no answer, and meets one. ``cannot``: it would leave by a move that is not
possible."""

COURSES = ("possible", "impossible", "unknown", "not preferred", "answered", "unanswered")
"""What is said of a state or a move: it can occur; it cannot; a party does not know of it; the mover does not prefer
it; others answer it so that the mover does not gain; nobody does."""


@dataclass(frozen=True, slots=True)
class Course:
    """What is expected, or what happens.

    Attributes
    ----------
    kind : str
        One of :data:`COURSES`.
    moves : tuple of str
        ``party: what it does``: of an answer its moves; where an answer fails, the step at which it does.
    to : str
        Where an answer leads.
    fails : str
        Where an answer that was relied on fails: ``not preferred``, ``unknown`` or ``impossible``, said of the step.
    """

    kind: str
    moves: tuple[str, ...] = ()
    to: str = ""
    fails: str = ""

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        out: dict[str, Any] = {"course": self.kind}
        if self.moves:
            out["moves"] = list(self.moves)
        if self.to:
            out["to"] = self.to
        if self.fails:
            out["fails"] = self.fails
        return out


@dataclass(frozen=True, slots=True)
class Surprise:
    """One party's surprise, with the move that shows it.

    Attributes
    ----------
    party : str
        Who is surprised.
    kind : str
        One of :data:`KINDS`.
    by : str
        Who moves, or stays: itself or another.
    move, to : str
        The move in question, and the state it leads to; no move for ``state``.
    n_moves : int
        How many moves of the kind there are; the nearest is shown.
    expects, happens : Course
        What the party's own game says of the move, and what happens.
    positions : mapping of str to tuple of str
        Where not all fillings of a plan's unknown cells give it: one way that does.
    """

    party: str
    kind: str
    by: str
    move: str
    to: str
    n_moves: int
    expects: Course
    happens: Course
    positions: Mapping[str, tuple[str, ...]] | None = None

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        out: dict[str, Any] = {"party": self.party, "kind": self.kind, "by": self.by}
        if self.move:
            out |= {"moves": [self.move], "n_moves": self.n_moves}
        out |= {"to": self.to, "expects": self.expects.json(), "happens": self.happens.json()}
        if self.positions is not None:
            out["positions"] = {issue: list(allowed) for issue, allowed in self.positions.items()}
        return out


@dataclass(frozen=True, slots=True)
class Seen:
    """One party: what it believes, and its verdicts.

    Attributes
    ----------
    party : str
        The party.
    believes : str
        The account by which it sees the others; empty where it sees what is taken to be true.
    differs : bool
        Whether its own game is another than the true one in any state, move or preference.
    own : PartyVerdict or None
        What keeps it at the state in its own game; None where it holds the state to be impossible.
    truth : PartyVerdict
        What would keep it there in the true game.
    unknown_moves : tuple of str
        Moves from the state that it can make and does not know of.
    imagined_moves : tuple of str
        Moves from the state that it believes it can make and cannot.
    """

    party: str
    believes: str
    differs: bool
    own: PartyVerdict | None
    truth: PartyVerdict
    unknown_moves: tuple[str, ...] = ()
    imagined_moves: tuple[str, ...] = ()

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "believes": self.believes or None,
            "differs": self.differs,
            "own": self.own.json() if self.own else None,
            "in_truth": self.truth.json(),
            "unknown_moves": list(self.unknown_moves),
            "imagined_moves": list(self.imagined_moves),
        }


@dataclass(frozen=True, slots=True)
class Under:
    """What becomes of the state under one concept. None: open, for one of the reasons of :data:`READINGS`.

    Attributes
    ----------
    concept : str
        The concept.
    in_belief : bool or None
        Whether the state is a hypergame equilibrium: every party stays in its own game.
    in_truth : bool or None
        Whether it is an equilibrium of the true game.
    reading : str
        One of :data:`READINGS`.
    by : tuple of str
        Where somebody's misperception decides: whose. For ``holds_by_misperception`` those who would leave if they saw
        the truth; for ``fails_by_misperception`` those who would stay.
    parties : mapping of str to (bool or None, bool or None)
        Whether each party stays in its own game, and in truth.
    possible : tuple of str
        Where the reading depends on unknown cells: those that some filling gives.
    """

    concept: str
    in_belief: bool | None
    in_truth: bool | None
    reading: str
    by: tuple[str, ...]
    parties: Mapping[str, tuple[bool | None, bool | None]]
    possible: tuple[str, ...] = ()

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        out: dict[str, Any] = {"in_belief": self.in_belief, "in_truth": self.in_truth, "reading": self.reading}
        out["by"] = list(self.by)
        out["parties"] = {party: {"own": own, "in_truth": truth} for party, (own, truth) in self.parties.items()}
        if self.possible:
            out["possible"] = list(self.possible)
        return out


@dataclass(frozen=True, slots=True)
class UnderEverywhere:
    """The states that hold under one concept: in belief, in truth, and by whose games.

    Attributes
    ----------
    in_belief, in_truth : States
        Hypergame equilibria, and equilibria of the true game.
    by_misperception : States
        Hypergame equilibria that are not equilibria of the true game.
    lost : States
        Equilibria of the true game that some party leaves by its own game.
    open : States
        States that somebody holds to be impossible and nobody else leaves.
    own : mapping of str to States
        For each party whose game differs from the true one: the equilibria of its own game.
    """

    in_belief: States
    in_truth: States
    by_misperception: States
    lost: States
    open: States
    own: Mapping[str, States]

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "in_belief": self.in_belief.json(),
            "in_truth": self.in_truth.json(),
            "by_misperception": self.by_misperception.json(),
            "lost": self.lost.json(),
            "open": self.open.json(),
            "own": {party: states.json() for party, states in self.own.items()},
        }


@dataclass(frozen=True, slots=True)
class Everywhere:
    """Over all states that can occur in truth.

    Attributes
    ----------
    n_states : int
        How many there are.
    unknown_to : mapping of str to int
        For each party whose game differs: how many of them it holds to be impossible.
    concepts : mapping of str to UnderEverywhere
        Per concept.
    """

    n_states: int
    unknown_to: Mapping[str, int]
    concepts: Mapping[str, UnderEverywhere]

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "n_states": self.n_states,
            "unknown_to": dict(self.unknown_to),
            "concepts": {concept: found.json() for concept, found in self.concepts.items()},
        }


@dataclass(frozen=True, slots=True)
class Perceived:
    """What each party believes at a state, what then holds, and who would be surprised.

    Attributes
    ----------
    plan, account : str
        Ids, or empty.
    state : str
        The state asked about, in letters.
    concept : str
        By which it is told whether a party leaves, for surprises.
    parties : tuple of Seen
        In file order.
    concepts : mapping of str to Under
        Per concept; empty where too many fillings would have to be looked at.
    surprises : tuple of Surprise
        In the order of the parties.
    everywhere : Everywhere or None
        What holds among all states; None where it was not asked for or refused.
    note : str
        What was left out, and why; empty where nothing was.
    """

    plan: str
    account: str
    state: str
    concept: str
    parties: tuple[Seen, ...]
    concepts: Mapping[str, Under]
    surprises: tuple[Surprise, ...]
    everywhere: Everywhere | None = None
    note: str = ""
    provenance: Provenance = NO_PROVENANCE

    def party(self, party: str) -> Seen:
        """Return what is said of one party.

        Raises
        ------
        QuestionError
            If there is no such party.
        """
        return find(party, {each.party: each for each in self.parties}, "party", "parties")

    def _free_of(self, bad: set[str], *, belief: bool) -> bool | None:
        concept = "gmr" if bad == {"blocker"} else "seq"
        if self.concepts:
            found = self.concepts[concept]
            return found.in_belief if belief else found.in_truth
        verdicts = [seen.own if belief else seen.truth for seen in self.parties]
        if any(v is not None and set(v.possible or (v.verdict,)) <= bad for v in verdicts):
            return False
        sure = all(v is not None and not set(v.possible or (v.verdict,)) & bad for v in verdicts)
        return True if sure else None

    @property
    def holds(self) -> bool | None:
        """Whether no party is a blocker in its own game; None where that is open."""
        return self._free_of({"blocker"}, belief=True)

    @property
    def holds_firmly(self) -> bool | None:
        """Whether every party is content or deterred in its own game; None where that is open."""
        return self._free_of({"blocker", "bluffed"}, belief=True)

    @property
    def holds_in_truth(self) -> bool | None:
        """Whether no party is a blocker in the true game; None where that is open."""
        return self._free_of({"blocker"}, belief=False)

    @property
    def holds_firmly_in_truth(self) -> bool | None:
        """Whether every party is content or deterred in the true game; None where that is open."""
        return self._free_of({"blocker", "bluffed"}, belief=False)

    def json(self) -> dict[str, Any]:
        """Return the JSON form (``docs/reference/answers.md``)."""
        out: dict[str, Any] = {"schema": SCHEMA, "question": "perceive"}
        out |= {"plan": self.plan or None, "account": self.account or None, "state": self.state}
        out |= {"holds": self.holds, "holds_firmly": self.holds_firmly}
        out["in_truth"] = {"holds": self.holds_in_truth, "holds_firmly": self.holds_firmly_in_truth}
        out["parties"] = {seen.party: seen.json() for seen in self.parties}
        out["concepts"] = {concept: under.json() for concept, under in self.concepts.items()}
        out["surprises"] = {"concept": self.concept, "found": [each.json() for each in self.surprises]}
        out["everywhere"] = self.everywhere.json() if self.everywhere else None
        if self.note:
            out["note"] = self.note
        out["provenance"] = self.provenance.json()
        return out

    def __str__(self) -> str:
        """Answer in one sentence."""
        words = {True: "holds", False: "does not hold", None: "is open"}
        what = f"plan {self.plan}" if self.plan else f"state {self.state}"
        who = list(dict.fromkeys(each.party for each in self.surprises))
        told = f"; surprised: {', '.join(who)}" if who else "; nobody would be surprised"
        return f"{what} {words[self.holds]} in belief and {words[self.holds_in_truth]} in truth{told}"
