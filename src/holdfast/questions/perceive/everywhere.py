"""Over all states: which hold by everybody's own game, and which in truth."""

from __future__ import annotations

from collections.abc import Iterable

from holdfast.engines.engine import solve
from holdfast.errors import CapacityError
from holdfast.model.model import Model
from holdfast.questions.equilibria import States
from holdfast.questions.perceive.answer import Everywhere, UnderEverywhere
from holdfast.questions.perceive.scenes import Scene
from holdfast.questions.perceive.views import ASKED

MAX_STATES = 1 << 16
"""Most states of one game among which what holds is listed."""
AT_ONCE = 1 << 12
"""Up to so many it is listed without being asked for."""
LISTED = 1000
"""Most states shown of each set; counts are exact."""

Stable = dict[tuple[str, int], frozenset[int]]
"""By concept and party, the states that are stable for it in one game."""


def size_of(scene: Scene) -> int:
    """Return the number of states of the largest game."""
    return max(model.n_states for model in (scene.truth, *scene.own))


def refuse_if_large(scene: Scene) -> None:
    """Raise CapacityError, before anything is computed, where a game has too many states."""
    size = size_of(scene)
    if size > MAX_STATES:
        different = 1 + sum(model is not scene.truth for model in scene.own)
        raise CapacityError(
            f"refused before starting: {different} games of up to {size:,} states each; what holds is listed among at "
            f"most {MAX_STATES:,}",
            "ask about one plan or state alone, without --everywhere",
        )


def everywhere(scene: Scene, *, limit: int = LISTED) -> Everywhere:
    """List what holds in belief and in truth among all states.

    Parameters
    ----------
    scene : Scene
        The games.
    limit : int
        Most states shown of each set.

    Returns
    -------
    Everywhere

    Raises
    ------
    CapacityError
        If a game has more than :data:`MAX_STATES` states.
    """
    refuse_if_large(scene)
    parties = range(len(scene.own))
    truth = _stable(scene.truth)
    own = [truth if model is scene.truth else _stable(model) for model in scene.own]
    all_states = frozenset(scene.truth.structure.states)
    known = [all_states & model.structure.feasible_set for model in scene.own]
    label = scene.truth.structure.label

    def states(codes: Iterable[int]) -> States:
        shown = sorted(label(code) for code in codes)
        return States(len(shown), tuple(shown[:limit]))

    names, concepts = scene.truth.parties, {}
    differing = [party for party in parties if scene.own[party] is not scene.truth]
    for concept in ASKED:
        stays = [own[party][concept, party] & all_states for party in parties]
        belief = all_states.intersection(*stays)
        unsettled = all_states.intersection(*(stays[k] | (all_states - known[k]) for k in parties)) - belief
        real = all_states.intersection(*(truth[concept, party] for party in parties))
        concepts[concept] = UnderEverywhere(
            in_belief=states(belief),
            in_truth=states(real),
            by_misperception=states(belief - real),
            lost=states(real - belief - unsettled),
            open=states(unsettled),
            own={
                names[k]: states(frozenset.intersection(*(own[k][concept, party] for party in parties)))
                for k in differing
            },
        )
    unknown = {names[k]: len(all_states - known[k]) for k in differing}
    return Everywhere(len(all_states), unknown, concepts)


def _stable(model: Model) -> Stable:
    solution = solve(model, ASKED, parties=True)
    return {
        (concept, k): frozenset(solution.states(concept, party).codes().tolist())
        for concept in ASKED
        for k, party in enumerate(model.parties)
    }
