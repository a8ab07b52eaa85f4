"""Where a party would be surprised: what it expects at a state, and what would happen."""

from __future__ import annotations

from collections.abc import Iterator

from holdfast.model.walk import Step
from holdfast.questions.perceive.answer import Course, Surprise
from holdfast.questions.perceive.views import Views
from holdfast.stability import Concept, Sanction


class Surprising:
    """One scene, asked for surprises under one concept.

    Parameters
    ----------
    views : Views
        The games.
    concept : Concept
        By which it is told whether a party leaves.
    """

    def __init__(self, views: Views, concept: Concept) -> None:
        self._views, self._concept = views, concept
        self._scene, self._state = views.scene, views.scene.state
        self._parties = range(len(views.own))

    def all(self) -> Iterator[Surprise]:
        """Yield every surprise: of each kind, party and mover the one with the nearest move."""
        for party in self._parties:
            if not self._scene.knows(party, self._state):
                yield self._surprise(party, "state", party, self._state, Course("impossible"), Course("possible"))
                continue
            yield from self._about_itself(party)
            for other in self._parties:
                if other != party and self._scene.knows(other, self._state):
                    yield from self._about(party, other)

    # -- what others do ----------------------------------------------------------------------------------------------

    def _about(self, party: int, other: int) -> Iterator[Surprise]:
        """Compare what another party would do with what a party's own game says of it."""
        own, expected = self._views.own[other], self._views.own[party]
        if own is expected:
            return
        leaves = own.unanswered(self._concept, other, self._state)
        thought = expected.unanswered(self._concept, other, self._state)
        really = [end for end in leaves if self._scene.can_move(other, self._state, end)]
        if really and not thought:
            courses = [(end, self._seen(party, other, end), Course("unanswered")) for end in really]
            yield self._nearest(party, "leaves", other, courses)
        elif thought and not leaves:
            courses = [(end, Course("unanswered"), self._seen(other, other, end)) for end in thought]
            yield self._nearest(party, "stays", other, courses)

    def _seen(self, viewer: int, mover: int, end: int) -> Course:
        """Say what the viewer's own game makes of somebody's move, where it says that the mover does not leave so."""
        view = self._views.own[viewer]
        if not self._scene.sees_move(viewer, mover, self._state, end):
            return Course("unknown")
        if end not in view.departures(mover, self._state):
            return Course("not preferred")
        return self._answered(view.sanction(self._concept, mover, self._state, end))

    # -- what it does itself -----------------------------------------------------------------------------------------

    def _about_itself(self, party: int) -> Iterator[Surprise]:
        own = self._views.own[party]
        leaves = own.unanswered(self._concept, party, self._state)
        if leaves:
            met = []
            cannot = []
            for end in leaves:
                if not self._scene.can_move(party, self._state, end):
                    cannot.append((end, Course("unanswered"), Course("impossible")))
                    continue
                reply = self._views.really(self._concept, party, self._state, end, perhaps=False)
                if reply is not None:
                    met.append((end, Course("unanswered"), self._answered(reply)))
            if met:
                yield self._nearest(party, "met", party, met)
            if cannot:
                yield self._nearest(party, "cannot", party, cannot)
            return
        mistaken = []
        for end in own.departures(party, self._state):
            if not self._scene.can_move(party, self._state, end):
                continue
            if self._views.really(self._concept, party, self._state, end, perhaps=True) is None:
                relied = own.sanction(self._concept, party, self._state, end)
                assert relied is not None
                mistaken.append((end, self._answered(relied), self._failing(relied)))
        if mistaken:
            yield self._nearest(party, "restrained", party, mistaken)

    def _failing(self, relied: Sanction) -> Course:
        """Say at which step an answer that somebody relied on would fail, and why."""
        for step in relied.steps:
            why = self._failing_at(step)
            if why:
                return Course("unanswered", (self._move(step),), "", why)
        return Course("unanswered")

    def _failing_at(self, step: Step) -> str:
        scene, mover = self._scene, step.party
        if not scene.can_move(mover, step.start, step.end):
            return "impossible"
        judge = scene.own[mover] if scene.knows(mover, step.start) else scene.truth
        if judge is not scene.truth and not scene.sees_move(mover, mover, step.start, step.end):
            return "unknown"
        wanted = self._concept.name in ("seq", "symmetric_seq")
        return "not preferred" if wanted and not judge.prefers(mover, step.end, step.start) else ""

    # -- words -------------------------------------------------------------------------------------------------------

    def _answered(self, reply: Sanction | None) -> Course:
        assert reply is not None
        return Course("answered", tuple(map(self._move, reply.steps)), self._scene.truth.structure.label(reply.state))

    def _move(self, step: Step) -> str:
        structure = self._scene.truth.structure
        return f"{structure.parties[step.party]}: {structure.describe_move(step.party, step.start, step.end)}"

    def _nearest(self, party: int, kind: str, mover: int, courses: list[tuple[int, Course, Course]]) -> Surprise:
        end, expects, happens = courses[0]
        return self._surprise(party, kind, mover, end, expects, happens, len(courses))

    def _surprise(
        self, party: int, kind: str, mover: int, end: int, expects: Course, happens: Course, n_moves: int = 0
    ) -> Surprise:
        structure = self._scene.truth.structure
        return Surprise(
            party=structure.parties[party],
            kind=kind,
            by=structure.parties[mover],
            move=self._move(Step(mover, self._state, end)) if n_moves else "",
            to=structure.label(end),
            n_moves=n_moves,
            expects=expects,
            happens=happens,
        )
