"""Scenes: for every way of filling a plan's unknown cells that makes a difference, the true model and each party's.

The plan is filled once for all games. So the boxes of fillings of the games are met with one another; without unknown
cells that matter there is one scene.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from holdfast.model.family import EVERYTHING, Box, Family, meet
from holdfast.model.model import Model
from holdfast.questions.perceive.games import Games

MAX_SCENES = 200
"""Most different scenes that are looked at."""


@dataclass(frozen=True)
class Scene:
    """One model for each game.

    Attributes
    ----------
    box : Box
        The fillings that give it.
    truth : Model
        The conflict as it is taken to be.
    own : tuple of Model
        As each party believes it to be.
    state : int
        The state asked about, which can occur in truth.
    """

    box: Box
    truth: Model
    own: tuple[Model, ...]
    state: int

    def knows(self, party: int, state: int) -> bool:
        """Whether a state can occur in a party's own game."""
        return self.own[party].structure.is_feasible(state)

    def can_move(self, party: int, state: int, end: int) -> bool:
        """Whether a party can make a move in truth."""
        structure = self.truth.structure
        return structure.is_feasible(end) and end in structure.moves(party, state)

    def sees_move(self, viewer: int, party: int, state: int, end: int) -> bool:
        """Whether, in the viewer's own game, a party can make a move."""
        structure = self.own[viewer].structure
        known = structure.is_feasible(state) and structure.is_feasible(end)
        return known and end in structure.moves(party, state)


def is_same(one: Model, other: Model) -> bool:
    """Whether two models have the same states, moves and preferences."""
    return one is other or (one.structure == other.structure and one.preferences == other.preferences)


def scenes(games: Games) -> tuple[Scene, ...] | None:
    """Return the scenes in which the state asked about can occur; None where there are too many."""
    different = list({id(game): game for game in (games.truth, *games.own)}.values())
    found: list[Scene] = []
    for number, (box, models) in enumerate(islice(_joint(different, EVERYTHING), MAX_SCENES + 1)):
        if number == MAX_SCENES:
            return None
        of = {id(game): model for game, model in zip(different, models, strict=True)}
        truth = of[id(games.truth)]
        state = games.code_in(truth.structure)
        if state is not None:
            own = (of[id(game)] for game in games.own)
            found.append(Scene(box, truth, tuple(truth if is_same(each, truth) else each for each in own), state))
    return tuple(found)


def _joint(different: list[Family], box: Box) -> Iterator[tuple[Box, tuple[Model, ...]]]:
    if not different:
        yield box, ()
        return
    for part, model in different[0].models():
        inner = meet(box, part)
        if inner is not None:
            for rest, models in _joint(different[1:], inner):
                yield rest, (model, *models)
