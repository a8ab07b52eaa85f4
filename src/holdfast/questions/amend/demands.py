"""What is asked of a plan, as clauses: that a signatory signs, and that a move of a party is answered.

What answers a move depends on what others want, which depends on the plan: there are too many ways to write them all
down. So a clause is made when a proposal fails it. The others could bring about a set of states U, and nothing in U
deters the party. Another plan passes only if the party does not want the move, or something in U deters it, or some
step leads out of U that its mover would want: that is the clause. It holds for every plan under which the same states
can occur, whether the proposal it was made from is any good or not.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from holdfast.questions.amend.circuit import FALSE
from holdfast.questions.amend.compare import Gates, Sight, extremes
from holdfast.questions.amend.graph import Places, Reached, Truths, World
from holdfast.questions.amend.views import View


def moves_of(world: World, party: int) -> list[int]:
    """Return where a party can go alone from the plan's state."""
    return sorted(set(world.moves(party, np.array([world.here], dtype=np.intp))[1].tolist()))


def deterring(world: World, gates: Gates, party: int, places: Places) -> list[int]:
    """Return gates of which one is true where some of these states is no better for a party than the plan's."""
    view = world.views[party]
    here = int(view.class_of[world.here])
    there = np.unique(view.class_of[places])
    settled = view.settled[there]
    few = extremes(view, there[settled].tolist(), best=False, waivable=gates.can_waive(party))
    return [gates.at_least(party, view, here, k) for k in [*few, *there[~settled].tolist()]]


def leaving(world: World, gates: Gates, reached: Reached) -> Iterator[int]:
    """Yield gates of which one is true where some mover would want a step out of what has been reached."""
    for party, inside in reached.by.items():
        view, waivable = world.views[party], gates.can_waive(party)
        starts, ends = _steps_out(world, view, party, reached.before[party], inside, everything=waivable)
        size = len(view.rows)
        pairs = np.unique(view.class_of[starts].astype(np.int64) * size + view.class_of[ends])
        froms, tos = pairs // size, pairs % size
        settled = view.settled
        for start in np.unique(froms).tolist():
            goals = tos[froms == start]
            if waivable or not settled[start]:
                for goal in extremes(view, goals[settled[goals]].tolist(), best=True, waivable=waivable):
                    yield gates.better(party, view, goal, start)
            if not settled[start]:
                for goal in goals[~settled[goals]].tolist():
                    yield gates.better(party, view, goal, start)
        loose = settled[froms] & ~settled[tos]
        for goal in np.unique(tos[loose]).tolist():
            for start in extremes(view, froms[loose & (tos == goal)].tolist(), best=False, waivable=waivable):
                yield gates.better(party, view, goal, start)


def _steps_out(
    world: World, view: View, party: int, before: Truths, inside: Truths, *, everything: bool
) -> tuple[Places, Places]:
    """Return a party's moves out of some states; where not everything is asked, those whose worth a plan can change."""
    if everything or not world.is_option_form:
        starts, ends = world.moves(party, np.flatnonzero(before))
        out = ~inside[ends]
        return starts[out], ends[out]
    loose = ~view.settled[view.class_of]
    starts, ends = world.moves(party, np.flatnonzero(before & loose))
    out = ~inside[ends]
    more_starts, more_ends = world.moves_to(party, np.flatnonzero(loose & ~inside))
    more = before[more_starts]
    return np.concatenate([starts[out], more_starts[more]]), np.concatenate([ends[out], more_ends[more]])


def answered(world: World, gates: Gates, party: int, end: int, reached: Reached) -> list[int]:
    """Return the clause: the party does not want to move to ``end``, or is deterred, or more can be brought about."""
    first = np.append(reached.states, end)
    clause = [*deterring(world, gates, party, first), *leaving(world, gates, reached)]
    return [each for each in dict.fromkeys(clause) if each != FALSE]


def unanswered(sight: Sight, party: int, ends: list[int], *, credible: bool) -> Iterator[tuple[int, Reached]]:
    """Yield the moves that a party wants to make and nothing deters, with what the others could bring about."""
    for end in ends:
        if not bool(sight.kept(party, np.array([end], dtype=np.intp))[0]):
            found = sight.reach(party, end, credible=credible)
            if not bool(sight.kept(party, found.states).any()):
                yield end, found
