"""The shortest ways from one state of one model, fully known: searched for once and asked about many states."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from holdfast.engines.coalitions import JointSearch, joint_search, must_move, parties_of, smallest_coalition
from holdfast.engines.coalitions_walked import WalkJoint
from holdfast.engines.dense.layout import Layout
from holdfast.engines.plain import PlainConflict
from holdfast.engines.shortest import Search, one_sequence, search, web
from holdfast.engines.trace import GRID_STATES, trace
from holdfast.errors import CapacityError
from holdfast.model.model import Model
from holdfast.model.walk import Step
from holdfast.questions.paths.answer import Leave, PathStep, Way

MAX_CELLS = 1 << 25
"""Most combinations of strategies through which a search goes: about a gigabyte with four parties."""
JOINT_NODES = 500
"""Most states of a web of joint improvements; each costs a look at all states a step before."""
BY_FLIPS = 6
"""Up to so many own options a party's moves are gone through one by one."""


class Ways:
    """How states can be reached from a start, by each kind of steps.

    Parameters
    ----------
    model : Model
        The compiled conflict.
    start : int
        A feasible state.
    most : int
        Most sequences told of each kind.
    """

    def __init__(self, model: Model, start: int, most: int) -> None:
        self.model, self.start, self._most = model, start, most
        self._conflict = PlainConflict(model)
        self._by: dict[bool, Search] = {}
        self._joint: JointSearch | None = None

    def way(self, kind: str, target: int) -> Way:
        """Return the shortest sequences of a kind to a feasible state.

        Raises
        ------
        CapacityError
            If the conflict is too large to be searched.
        """
        if kind == "coalitions":
            return self._by_coalitions(target)
        looking = self._search(kind == "improvements")
        if looking.depth(target) is None:
            return self._never(looking, target, kind == "improvements")
        found = web(looking, target)
        if found is None:  # too many states lie on shortest sequences: show one, count none
            return self._told(Way(True, looking.depth(target)), (one_sequence(looking, target),))
        cost = self._unwanted if kind == "moves" else _free
        movers = {label for layer in found.layers for onward in layer.values() for label, _ in onward}
        needed = [k for k in sorted(movers) if not found.count(lambda label, k=k: label != k)]  # type: ignore[misc]
        first = found.first()
        way = Way(
            True,
            found.n_steps,
            found.count(),
            self._names(first),
            self._names(first if len(first) == 1 else ()),
            self._names(needed),
            found.cheapest(cost)[0],
        )
        return self._told(way, found.sequences(self._most, cost))

    # -- searches ----------------------------------------------------------------------------------------------------

    def _search(self, improving: bool) -> Search:
        if improving not in self._by:
            structure = self.model.structure
            if structure.is_option_form and structure.only is None and self.model.n_states > GRID_STATES:
                cells = Layout(structure).size
                if cells > MAX_CELLS:
                    raise CapacityError(
                        f"refused before starting: a search through {cells:,} combinations of strategies; at most "
                        f"{MAX_CELLS:,} are searched",
                        "leave out options that no preference mentions, or add rules for what cannot be; `hold`, "
                        "`block` and `upset` look at one state only",
                    )
            self._by[improving] = search(self.model, self.start, improving=improving)
        return self._by[improving]

    def _names(self, parties: list[int] | tuple[int, ...]) -> tuple[str, ...]:
        return tuple(self.model.parties[party] for party in parties)

    def _unwanted(self, step: Step) -> int:
        return int(self._conflict.not_better(step.party, step.end, step.start))

    # -- sequences ---------------------------------------------------------------------------------------------------

    def _told(self, way: Way, sequences: tuple[tuple[Step, ...], ...]) -> Way:
        told = tuple(tuple(self._step(step) for step in steps) for steps in sequences)
        if way.n_sequences is None and told:
            first = told[0][0].by if told[0] else ()
            unwanted = sum(not step.wanted for step in told[0])
            return replace(way, first=first, unwanted=unwanted, sequences=told)
        return replace(way, sequences=tuple(sorted(told, key=lambda steps: sum(not step.wanted for step in steps))))

    def _step(self, step: Step) -> PathStep:
        structure = self.model.structure
        return PathStep(
            by=(self.model.parties[step.party],),
            moves=(self._move(step),),
            to=structure.label(step.end),
            wanted=not self._unwanted(step),
            can_undo=self._can_undo(step),
            could_leave=self._could_leave(step.start, {step.party: step.end}),
        )

    def _can_undo(self, step: Step) -> bool:
        structure, changed = self.model.structure, step.start ^ step.end
        if structure.is_option_form:
            return not changed & ((structure.take_only & step.end) | (structure.drop_only & ~step.end))
        return step.start in self._conflict.moves(step.party, step.end)

    def _move(self, step: Step) -> str:
        return (
            f"{self.model.parties[step.party]}: {self.model.structure.describe_move(step.party, step.start, step.end)}"
        )

    def _could_leave(self, state: int, ends: dict[int, int]) -> tuple[Leave, ...]:
        """Say who would rather do something else at a state; those about to step, only if it is better than that."""
        found = []
        for party in range(len(self.model.parties)):
            end = self._better(party, state, ends.get(party, state))
            if end is not None:
                move = self._move(Step(party, state, end))
                found.append(Leave(self.model.parties[party], move, self.model.structure.label(end)))
        return tuple(found)

    def _better(self, party: int, state: int, than: int) -> int | None:
        """Return where a party could go that it prefers to a state: what changes fewest options, or None."""
        if self.model.structure.own_mask[party].bit_count() <= BY_FLIPS or not self.model.structure.is_option_form:
            ends = [end for end in self._conflict.improvements(party, state) if self._prefers(party, end, than)]
        else:
            tracing = trace(self.model, state, (party,), improving=False)
            ends = list(next(tracing.better_for((party,), than), ()))
        return min(ends, key=lambda end: ((end ^ state).bit_count(), end), default=None)

    def _prefers(self, party: int, state: int, to: int) -> bool:
        return not self._conflict.not_better(party, state, to)

    # -- coalitions --------------------------------------------------------------------------------------------------

    def _by_coalitions(self, target: int) -> Way:
        if self._joint is None:
            self._joint = joint_search(self.model, self.start)
        looking = self._joint
        depth = looking.depth(target)
        if depth is None and not looking.is_complete:
            if self.model.structure.is_option_form and self._search(False).depth(target) is None:
                return Way(False, one_way=self._barred(target))  # where moves do not lead, joint improvements do not
            return Way(None, ruled_out=looking.ruled_out)
        if depth is None:
            return self._never(looking, target, True)
        found = web(looking, target, JOINT_NODES)
        if found is None:
            return Way(True, depth)
        labels, n_parties = found.first(), len(self.model.parties)
        needed = [k for k in range(n_parties) if not found.count(lambda label, k=k: not label >> k & 1)]  # type: ignore[misc]
        chains = found.sequences(self._most, lambda step: max(step.party, 0).bit_count())
        told = tuple(self._chain(tuple((step.start, step.end) for step in chain)) for chain in chains)
        some = [k for k in range(n_parties) if any(label >> k & 1 for label in labels)]
        return Way(
            True,
            found.n_steps,
            found.count(),
            self._names(some),
            self._names([k for k in some if all(label >> k & 1 for label in labels)]),
            self._names(needed),
            0,
            told,
        )

    def _chain(self, chain: tuple[tuple[int, int], ...]) -> tuple[PathStep, ...]:
        chosen = self._joint.coalitions(chain) if isinstance(self._joint, WalkJoint) else None
        steps = []
        for k, (start, end) in enumerate(chain):
            if chosen is not None:
                coalition = parties_of(chosen[k])
                moves = trace(self.model, start, coalition, improving=False).path(end)
            else:
                smallest = smallest_coalition(self.model, start, end)
                assert smallest is not None
                coalition, moves = smallest
            back = trace(self.model, end, coalition, improving=False).depth(start) is not None
            steps.append(
                PathStep(
                    by=self._names(coalition),
                    moves=tuple(self._move(move) for move in moves),
                    to=self.model.structure.label(end),
                    wanted=True,
                    can_undo=back,
                    could_leave=self._could_leave(start, dict.fromkeys(coalition, end)),
                )
            )
        return tuple(steps)

    # -- why not -----------------------------------------------------------------------------------------------------

    def _never(self, looking: Search, target: int, improving: bool) -> Way:
        """Say what stands in the way of a state that cannot be brought about."""
        structure = self.model.structure
        reached = [self.start, *looking.reached()]
        nearest = min(reached, key=lambda state: (self._changes(state, target), state))
        movers = parties_of(must_move(self.model, self.start, target))
        idle = [party for party in movers if improving and not self._ever_wants(party, reached)]
        return Way(
            False,
            n_reached=len(reached) - 1,
            nearest=structure.label(nearest),
            one_way=self._barred(target),
            never_want=self._names(idle),
        )

    def _barred(self, target: int) -> tuple[str, ...]:
        """Return the options that would have to be changed against their one way."""
        structure, last = self.model.structure, self.model.structure.n_options - 1
        if not structure.is_option_form:
            return ()
        barred = (self.start & ~target & structure.take_only) | (~self.start & target & structure.drop_only)
        return tuple(name for k, name in enumerate(structure.options) if barred >> (last - k) & 1)

    def _changes(self, state: int, target: int) -> int:
        """Return in how many options two states differ, where that matters in both."""
        structure = self.model.structure
        masks = [merged.mask for merged in structure.merged if merged.code in (state, target)]
        differ = state ^ target
        for mask in masks:
            differ &= mask
        return differ.bit_count()

    def _ever_wants(self, party: int, states: list[int]) -> bool:
        """Whether a party has an improvement at any of some states; option form, and True where that was not asked."""
        if self.model.n_states > GRID_STATES:
            return True
        fibres, ranks = self.model.structure.fibres[party], self.model.ranks(party)
        best = np.full(fibres.size, -1, dtype=np.int32)
        np.maximum.at(best, fibres.group, ranks)
        for k in range(fibres.n_one_way):
            pairs = best.reshape(-1, 2, 1 << k)
            np.maximum(pairs[:, 0], pairs[:, 1], out=pairs[:, 0])
        places = np.searchsorted(self.model.structure.codes, np.array(states, dtype=np.int64))
        return bool((best[fibres.group[places]] > ranks[places]).any())


def _free(step: Step) -> int:
    return 0
