"""One scene, one state: who stays by its own game and in truth, and what that makes of the state."""

from __future__ import annotations

from collections.abc import Iterable

from holdfast.questions.perceive.answer import READINGS, Under
from holdfast.questions.perceive.views import ASKED, Views


def unders(views: Views) -> dict[str, Under]:
    """Say for each concept what becomes of the state in one scene."""
    scene, names = views.scene, views.scene.truth.parties
    truth = [views.truth.stays(party, scene.state) for party in range(len(names))]
    own = [
        view.stays(party, scene.state) if scene.knows(party, scene.state) else dict.fromkeys(ASKED)
        for party, view in enumerate(views.own)
    ]
    return {
        concept: _under(concept, {n: (own[k][concept], truth[k][concept]) for k, n in enumerate(names)})
        for concept in ASKED
    }


def _under(concept: str, parties: dict[str, tuple[bool | None, bool | None]]) -> Under:
    in_belief = _all(own for own, _ in parties.values())
    in_truth = _all(truth for _, truth in parties.values())
    by: tuple[str, ...] = ()
    if in_belief is None:
        reading = "open"
    elif in_belief == in_truth:
        reading = "holds" if in_belief else "fails"
    else:
        reading = "holds_by_misperception" if in_belief else "fails_by_misperception"
        by = tuple(name for name, (own, truth) in parties.items() if own is in_belief and truth is not in_belief)
    return Under(concept, in_belief, in_truth, reading, by, parties)


def _all(values: Iterable[bool | None]) -> bool | None:
    found = set(values)
    return False if False in found else None if None in found else True


def joined(scenes: list[dict[str, Under]]) -> dict[str, Under]:
    """Join what was found in several scenes: what all agree on stands, the rest is open."""
    if len(scenes) == 1:
        return scenes[0]
    out = {}
    for concept in ASKED:
        found = [scene[concept] for scene in scenes]
        readings = tuple(r for r in READINGS if any(each.reading == r for each in found))
        parties = {
            name: (_same(each.parties[name][0] for each in found), _same(each.parties[name][1] for each in found))
            for name in found[0].parties
        }
        out[concept] = Under(
            concept=concept,
            in_belief=_same(each.in_belief for each in found),
            in_truth=_same(each.in_truth for each in found),
            reading=readings[0] if len(readings) == 1 else "open",
            by=tuple(name for name in parties if any(name in each.by for each in found)),
            parties=parties,
            possible=readings if len(readings) > 1 else (),
        )
    return out


def _same(values: Iterable[bool | None]) -> bool | None:
    found = set(values)
    return found.pop() if len(found) == 1 else None
