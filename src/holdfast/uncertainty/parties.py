"""What keeps each party to a state, in all worlds at once: the four verdicts as sets of possibilities.

The definitions are those of :mod:`holdfast.questions.judge`, read for sets of worlds. A reply is searched for forwards
from where the move leads, carrying along the worlds in which each state is reached; a world in which some reply has
been found is not carried further. In option form a party's moves, and its improvements, are transitive in every world,
so that the rule by which nobody moves twice in a row takes nothing away (Fang, Hipel & Kilgour 1993).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from holdfast.uncertainty.many import ManyWorlds


@dataclass(frozen=True, slots=True)
class Stands:
    """Where one party stands: for each verdict, the possibilities in which it comes out; disjoint."""

    content: int
    deterred: int
    bluffed: int
    blocker: int
    signs: int | None = None

    def of(self, verdict: str) -> int:
        """Return the set of one verdict."""
        found: int = getattr(self, verdict)
        return found


def stands(many: ManyWorlds, party: int, here: int, *, credible: bool = True) -> Stands:
    """Find where a party stands at a state.

    Parameters
    ----------
    many : ManyWorlds
        The conflict.
    party : int
        The party.
    here : int
        The state's code.
    credible : bool
        Whether to tell replies that others would want to make from bluff; otherwise all count as bluff.
    """
    within = many.occurs(here)
    improved = unanswered = bluff = 0
    for end in sorted(many.flips(party, here), key=lambda end: ((end ^ here).bit_count(), end)):
        wanted = within & many.occurs(end)
        if wanted:
            wanted &= many.prefers(party, end, here)
        if not wanted:
            continue
        improved |= wanted
        left = wanted & ~_wanted(many, party, here, end, wanted) if credible else wanted
        if left:
            bluff |= left
            left &= ~unanswered
            if left:
                unanswered |= left & ~_possible(many, party, here, end, left)
    return Stands(within & ~improved, improved & ~bluff, bluff & ~unanswered, unanswered)


def _possible(many: ManyWorlds, party: int, here: int, end: int, where: int) -> int:
    """Return where the others can, by any moves, go on from a move's end to a state no better for its mover."""
    left = where
    for state, there in many.reach(party, end):
        left &= ~there | many.prefers(party, state, here)
        if not left:
            break
    return where & ~left


def _wanted(many: ManyWorlds, party: int, here: int, end: int, where: int) -> int:
    """Return where the others can go on to such a state by moves that each prefers as it makes it."""
    others: Sequence[int] = [k for k in range(len(many.masks)) if k != party]
    reached, fresh = {end: where}, {end: where}
    queue, found = deque([end]), 0
    while queue:
        state = queue.popleft()
        carried = fresh.pop(state) & ~found
        if not carried:
            continue
        for other in others:
            for after in many.flips(other, state):
                new = many.prefers(other, after, state)
                if not new:
                    continue
                new &= carried & many.occurs(after)
                if not new:
                    continue
                before = reached.get(after, 0)
                new &= ~before
                if not new:
                    continue
                reached[after] = before | new
                deterring = new & ~many.prefers(party, after, here)
                if deterring:
                    found |= deterring
                    if found == where:
                        return found
                    carried &= ~deterring
                    new &= ~deterring
                if new:
                    if after in fresh:
                        fresh[after] |= new
                    else:
                        fresh[after] = new
                        queue.append(after)
    return found


def signs(many: ManyWorlds, party: int, here: int) -> int:
    """Return where a signatory strictly prefers a state to the status quo."""
    return many.prefers(party, here, many.status_quo)
