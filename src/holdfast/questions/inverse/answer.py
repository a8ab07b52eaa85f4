"""What one party would have to want: the answer as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from holdfast.errors import QuestionError
from holdfast.questions.answer import NO_PROVENANCE, SCHEMA, Provenance, Reply, find
from holdfast.questions.inverse.edits import Edit

Ranked = tuple[tuple[str, ...], ...]
"""States in letters, in tiers, best first."""

Positions = tuple[tuple[str, tuple[str, ...]], ...]
"""Issues that a plan leaves unknown, with positions that they may take."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change makes of one move that nothing answered before.

    Attributes
    ----------
    to : str
        Where the move leads, in letters.
    move : str
        ``party: what it does``.
    wanted : bool
        Whether the party would still prefer it; then ``reply`` deters it.
    reply : Reply or None
        What now deters it.
    """

    to: str
    move: str
    wanted: bool
    reply: Reply | None

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        reply = self.reply.json() if self.reply else None
        return {"to": self.to, "moves": [self.move], "wanted": self.wanted, "sanction": reply}


@dataclass(frozen=True, slots=True)
class Change:
    """One smallest change of a party's preference after which the state is stable for it.

    Attributes
    ----------
    edits : tuple of Edit
        For a list of statements: the edits.
    statements : tuple of str
        For a list of statements: the new list, most important first.
    lowered : tuple of str
        For a ranking: the states that stop being better.
    ranking : tuple of tuple of str
        For a ranking: the new one, best first; empty where it is too long to show.
    effects : tuple of Effect
        What becomes of each move that nothing answered before.
    not_stable_for : tuple of str
        The parties for whom the state is not stable after this change alone.
    """

    edits: tuple[Edit, ...]
    statements: tuple[str, ...]
    lowered: tuple[str, ...]
    ranking: Ranked
    effects: tuple[Effect, ...]
    not_stable_for: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether the state is then stable for everybody."""
        return not self.not_stable_for

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        out: dict[str, Any] = {}
        if self.edits:
            out["edits"] = [edit_json(edit) for edit in self.edits]
            out["statements"] = list(self.statements)
        else:
            out["lowered"] = list(self.lowered)
            if self.ranking:
                out["ranking"] = [list(tier) for tier in self.ranking]
        out["effects"] = [effect.json() for effect in self.effects]
        return out | {"holds": self.holds, "not_stable_for": list(self.not_stable_for)}


def edit_json(edit: Edit) -> dict[str, Any]:
    """Return the JSON form of an edit."""
    out: dict[str, Any] = {"kind": edit.kind, "statement": edit.statement, "from": edit.before, "to": edit.after}
    if edit.further:
        out["or"] = edit.further
    if edit.alike:
        out["alike"] = list(edit.alike)
    return out


@dataclass(frozen=True, slots=True)
class Lift:
    """The smallest rise of the state in a ranking that will do."""

    over: tuple[str, ...]
    n_pairs: int
    ranking: Ranked

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        out: dict[str, Any] = {"over": list(self.over), "n_pairs": self.n_pairs}
        return out | ({"ranking": [list(tier) for tier in self.ranking]} if self.ranking else {})


@dataclass(frozen=True, slots=True)
class Needed:
    """What a ranking has to satisfy for the state to be stable under one concept, the others being as they are.

    Attributes
    ----------
    concept : str
        The concept.
    stable : bool
        Whether the state is stable for the party as things are.
    n_mentioned : int
        How many other states the condition mentions.
    clauses : tuple or None
        All have to be met, each in one of its ways: the state is at least as good as every state named there. None
        where there are too many to name; empty where the state is stable whatever the party wants.
    share : Fraction or None
        The share of strict rankings that satisfy it; None where counting would take too long.
    n_rankings, of : int or None
        The same as numbers, where there are few enough states.
    """

    concept: str
    stable: bool
    n_mentioned: int
    clauses: tuple[tuple[tuple[str, ...], ...], ...] | None
    share: Fraction | None
    n_rankings: int | None = None
    of: int | None = None

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        clauses = None
        if self.clauses is not None:
            clauses = [[list(way) for way in ways] for ways in self.clauses]
        out: dict[str, Any] = {"stable": self.stable, "n_mentioned": self.n_mentioned, "clauses": clauses}
        exact = None
        if self.share is not None:
            exact = f"{self.share.numerator}/{self.share.denominator}"
        out |= {"share": None if self.share is None else float(self.share), "share_exact": exact}
        return out | {"n_rankings": self.n_rankings, "of": self.of}


@dataclass(frozen=True, slots=True)
class PartyInverse:
    """What would make the state stable for one party.

    Attributes
    ----------
    party : str
        The party.
    stable : bool
        Whether it is stable already.
    kind : str
        How its preference is given: ``statements``, ``ranking`` or ``weights``.
    n_edits : int or None
        The fewest edits of the list, or states lowered in the ranking; None where that was not found in time, or the
        preference is given by weights, whose changes are not searched.
    count : int
        How many smallest changes there are, as far as visited.
    complete : bool
        Whether all of them were visited.
    up_to : int
        All changes of up to this size were visited.
    changes : tuple of Change
        The first of them.
    lift : Lift or None
        For a ranking: the smallest rise of the state that will do.
    needed : tuple of Needed
        Conditions on its ranking.
    """

    party: str
    stable: bool
    kind: str
    n_edits: int | None = None
    count: int = 0
    complete: bool = True
    up_to: int = 0
    changes: tuple[Change, ...] = ()
    lift: Lift | None = None
    needed: tuple[Needed, ...] = ()

    def condition(self, concept: str) -> Needed:
        """Return the condition under one concept.

        Raises
        ------
        QuestionError
            If it was not asked for.
        """
        for each in self.needed:
            if each.concept == concept:
                return each
        raise QuestionError(
            f'no condition for "{concept}" here; the answer has those of {[n.concept for n in self.needed]}'
        )

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        out: dict[str, Any] = {"stable": self.stable, "preference": self.kind, "n_edits": self.n_edits}
        out |= {"n_changes": self.count, "complete": self.complete, "complete_up_to": self.up_to}
        out["changes"] = [change.json() for change in self.changes]
        if self.lift:
            out["lift"] = self.lift.json()
        return out | {"conditions": {each.concept: each.json() for each in self.needed}}


@dataclass(frozen=True, slots=True)
class Together:
    """The first change listed for each party, made at once.

    Attributes
    ----------
    n_edits : int
        Number of edits of all lists.
    fewest : bool
        Whether no smaller number of edits could make the state hold: where no party's stability depends on another's
        preference.
    not_stable_for : tuple of str
        The parties for whom the state is still not stable.
    """

    n_edits: int
    fewest: bool
    not_stable_for: tuple[str, ...]

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        stable_for_all = not self.not_stable_for
        return {
            "n_edits": self.n_edits,
            "fewest": self.fewest,
            "holds": stable_for_all,
            "not_stable_for": list(self.not_stable_for),
        }


@dataclass(frozen=True, slots=True)
class Inverse:
    """What would make a state hold.

    Attributes
    ----------
    plan, account : str
        Ids, or empty.
    state : str
        In letters.
    concept : str
        Under which the state is to be stable.
    n_states : int
        Feasible states of the model.
    not_stable_for : tuple of str
        The parties for whom the state is not stable as things are.
    parties : tuple of PartyInverse
        The parties asked about. Empty where ``readings`` differ.
    together : Together or None
        Where every party for whom the state is not stable was asked about, and all give statements.
    readings : tuple of Inverse
        Where what the plan leaves unknown changes the answer: one for each kind of filling.
    fillings : tuple of Positions
        For a reading: the fillings that give it.
    vocabulary : str
        What could be added to a list.
    """

    plan: str
    account: str
    state: str
    concept: str
    n_states: int
    not_stable_for: tuple[str, ...] = ()
    parties: tuple[PartyInverse, ...] = ()
    together: Together | None = None
    readings: tuple[Inverse, ...] = ()
    fillings: tuple[Positions, ...] = ()
    vocabulary: str = ""
    provenance: Provenance = NO_PROVENANCE

    @property
    def holds(self) -> bool | None:
        """Whether the state is stable for every party already; None where that is open."""
        if self.readings:
            found = {reading.holds for reading in self.readings}
            return found.pop() if len(found) == 1 else None
        return not self.not_stable_for

    def party(self, party: str) -> PartyInverse:
        """Return what is said of one party.

        Raises
        ------
        QuestionError
            If it was not asked about.
        """
        return find(party, {each.party: each for each in self.parties}, "party", "parties")

    def json(self) -> dict[str, Any]:
        """Return the JSON form (``docs/reference/answers.md``)."""
        out: dict[str, Any] = {"schema": SCHEMA, "question": "inverse", "plan": self.plan or None}
        out |= {"account": self.account or None, "state": self.state, "concept": self.concept}
        out |= {"n_states": self.n_states, "holds": self.holds}
        if self.readings:
            out["readings"] = [reading.reading_json() for reading in self.readings]
        else:
            out |= self._content()
        return out | {"vocabulary": self.vocabulary, "provenance": self.provenance.json()}

    def reading_json(self) -> dict[str, Any]:
        """Return the JSON form of an answer that holds under some fillings only."""
        fillings = [{issue: list(allowed) for issue, allowed in each} for each in self.fillings]
        return {"fillings": fillings, "state": self.state, "holds": self.holds} | self._content()

    def _content(self) -> dict[str, Any]:
        return {
            "not_stable_for": list(self.not_stable_for),
            "parties": {each.party: each.json() for each in self.parties},
            "together": self.together.json() if self.together else None,
        }

    def __str__(self) -> str:
        """Answer in one sentence."""
        what = f"plan {self.plan}" if self.plan else f"state {self.state}"
        if self.holds:
            return f"{what} is {self.concept}-stable for every party already"
        if self.readings:
            return f"{what}: what would have to change depends on what the plan leaves unknown"
        parts = [
            f"{each.party} {'not found in time' if each.n_edits is None else each.n_edits}"
            for each in self.parties
            if not each.stable
        ]
        if not parts:
            return f"{what} is not {self.concept}-stable for {', '.join(self.not_stable_for)}"
        return f"fewest edits for {what} to be {self.concept}-stable: {', '.join(parts)}"
