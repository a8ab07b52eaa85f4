"""What answers a move: in somebody's own game, and as it would really come about.

Whether a move is answered in a game is asked of that game alone. What *would really* happen is another question,
because those who answer do so by their own games: a party makes a move only if it can, if it knows of the move and,
for the concepts that ask whether an answer is wanted, if it prefers its end as it understands it. What a party would
do in a state that it held to be impossible nothing says: it is asked both what surely answers a move and what may.
"""

from __future__ import annotations

from functools import cached_property

from holdfast.engines.plain import PlainConflict
from holdfast.model.model import Model
from holdfast.questions.judge import answers, findings, improvements, verdict_of
from holdfast.questions.perceive.scenes import Scene
from holdfast.stability import CONCEPTS, Concept, Sanction

ASKED = ("nash", "gmr", "smr", "seq", "symmetric_seq")
"""The concepts that hypergame equilibria are computed for: those that are about moves one after another."""


class View:
    """One game, and what is answered in it; found at one state, from the definitions.

    Parameters
    ----------
    model : Model
        The game.
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        for party in range(len(model.parties)):
            model.need_known(party)
        self._ends: dict[tuple[int, int], list[int]] = {}
        self._sanctions: dict[tuple[str, int, int, int], Sanction | None] = {}
        self._stays: dict[tuple[int, int], dict[str, bool]] = {}

    @cached_property
    def conflict(self) -> PlainConflict:
        """The game as the definitions ask about it."""
        return PlainConflict(self.model)

    def departures(self, party: int, state: int) -> list[int]:
        """Return the improvements of a party, nearest first."""
        if (party, state) not in self._ends:
            self._ends[party, state] = improvements(self.model, party, state)
        return self._ends[party, state]

    def sanction(self, concept: Concept, party: int, state: int, end: int) -> Sanction | None:
        """Return what answers a departure under a concept, or None."""
        key = (concept.name, party, state, end)
        if key not in self._sanctions:
            self._sanctions[key] = self._find(concept, party, state, end)
        return self._sanctions[key]

    def _find(self, concept: Concept, party: int, state: int, end: int) -> Sanction | None:
        if concept.name not in ("gmr", "seq"):
            return concept.sanction(self.conflict, party, state, end)
        reply, tracing = answers(self.model, party, state, end, credible=concept.name == "seq")
        return None if reply is None else Sanction(reply, tracing.path(reply))

    def unanswered(self, concept: Concept, party: int, state: int) -> list[int]:
        """Return the departures that nothing answers under a concept, nearest first."""
        return [end for end in self.departures(party, state) if self.sanction(concept, party, state, end) is None]

    def stays(self, party: int, state: int) -> dict[str, bool]:
        """Return for each of :data:`ASKED` whether a state is stable for a party."""
        if (party, state) not in self._stays:
            self._stays[party, state] = self._verdicts(party, state)
        return self._stays[party, state]

    def _verdicts(self, party: int, state: int) -> dict[str, bool]:
        verdict = verdict_of(findings(self.model, party, state))
        if verdict in ("content", "blocker"):  # every concept contains nash and lies within gmr
            return dict.fromkeys(ASKED, verdict == "content")
        found = {"nash": False, "gmr": True, "seq": verdict == "deterred"}
        found["smr"] = not self.unanswered(CONCEPTS["smr"], party, state)
        symmetric = found["smr"] and found["seq"]
        found["symmetric_seq"] = symmetric and not self.unanswered(CONCEPTS["symmetric_seq"], party, state)
        return {name: found[name] for name in ASKED}


class Acted(PlainConflict):
    """What would really come about after a party moved, if everybody acts by its own game.

    Parameters
    ----------
    scene : Scene
        All games.
    focal : int
        The party that moved: it is judged by its preferences as they are in truth, the others by their own games.
    perhaps : bool
        What to count of a party in a state that it held to be impossible: all that helps an answer, or nothing.
    """

    def __init__(self, scene: Scene, focal: int, *, perhaps: bool) -> None:
        super().__init__(scene.truth)
        self._scene, self._focal, self._perhaps = scene, focal, perhaps

    def moves(self, party: int, state: int) -> tuple[int, ...]:
        """Return the moves that a party can make and knows of."""
        key = (party, state)
        if key not in self._moves:
            possible = self.model.structure.moves(party, state)
            if not self._scene.knows(party, state):
                # to escape an answer, which only the party that moved may want, is the contrary of answering
                possible = possible if self._perhaps != (party == self._focal) else ()
            elif self._scene.own[party].structure is not self.model.structure:
                possible = tuple(end for end in possible if self._scene.sees_move(party, party, state, end))
            self._moves[key] = possible
        return self._moves[key]

    def improvements(self, party: int, state: int) -> tuple[int, ...]:
        """Return the moves to states that a party prefers by its own game, ascending."""
        key = (party, state)
        if key not in self._improvements:
            judge = self._scene.own[party] if self._scene.knows(party, state) else self.model
            ends = self.moves(party, state)
            self._improvements[key] = tuple(end for end in ends if judge.prefers(party, end, state))
        return self._improvements[key]


class Views:
    """All games of a scene, each with what is answered in it.

    Parameters
    ----------
    scene : Scene
        The games.
    """

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.truth = View(scene.truth)
        self.own = tuple(self.truth if model is scene.truth else View(model) for model in scene.own)
        self._acted: dict[tuple[int, bool], Acted] = {}

    @cached_property
    def _all_know(self) -> bool:
        """Whether all know all moves and their own preferences, so that acting and truth are the same."""
        truth = self.scene.truth
        return all(
            model.structure == truth.structure and model.preferences[party] == truth.preferences[party]
            for party, model in enumerate(self.scene.own)
        )

    def really(self, concept: Concept, party: int, state: int, end: int, *, perhaps: bool) -> Sanction | None:
        """Return what would really answer a party's move, surely or perhaps; None where nothing would."""
        if self._all_know:
            return self.truth.sanction(concept, party, state, end)
        key = (party, perhaps)
        if key not in self._acted:
            self._acted[key] = Acted(self.scene, party, perhaps=perhaps)
        return concept.sanction(self._acted[key], party, state, end)
