"""One state of one model, fully known: where coalitions could go from it together, and what would answer them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property

from holdfast.engines.coalitions import joint_search, mask_of, smallest_coalition
from holdfast.engines.coalitions_listed import hopeful
from holdfast.engines.dense.layout import Layout
from holdfast.engines.shortest import one_sequence
from holdfast.engines.trace import GRID_STATES, Trace, trace
from holdfast.errors import CapacityError
from holdfast.model.model import Model
from holdfast.model.walk import Step
from holdfast.questions.judge import findings, gain_of, verdict_of
from holdfast.questions.upsets.answer import ANSWERED, JointReply, Upset

Coalition = tuple[int, ...]

MAX_CELLS = 1 << 25
"""Most combinations of strategies that a coalition's moves may go through."""
MAX_ENDS = 200
"""Most joint improvements of a coalition of which it is asked whether they are answered."""
WEIGHED = 20
"""Most of them that are weighed against one another to choose which to tell of."""
MAX_REPLIES = 500
"""Most replies of which it is asked whether the coalition can repair what they spoil."""

Answer = tuple[str, tuple[Step, ...]]
"""How a joint improvement is answered (one of :data:`ANSWERED`), and by which moves."""


class Upsettable:
    """A state that coalitions might leave.

    Parameters
    ----------
    model : Model
        The compiled conflict.
    state : int
        A feasible state.
    concept : str
        What a coalition must be able to escape.
    """

    def __init__(self, model: Model, state: int, concept: str) -> None:
        self.model, self.state, self._concept = model, state, concept
        self._ends: dict[Coalition, list[int]] = {}
        self._answers: dict[tuple[Coalition, int], Answer] = {}
        self._holds: dict[int, tuple[str, ...]] = {}

    @cached_property
    def _is_listed(self) -> bool:
        structure = self.model.structure
        return structure.is_option_form and (structure.only is not None or self.model.n_states <= GRID_STATES)

    def ends(self, coalition: Coalition) -> list[int]:
        """Return where a coalition has joint improvements, nearest first."""
        if coalition not in self._ends:
            self._ends[coalition] = self._find_ends(coalition)
        return self._ends[coalition]

    def _find_ends(self, coalition: Coalition) -> list[int]:
        structure = self.model.structure
        if self._is_listed and not self._test(mask_of(coalition)):
            return []
        if structure.is_option_form and not self._is_listed:
            cells = 1
            for party in coalition:
                cells *= Layout(structure).axes[party].size
            if cells > MAX_CELLS:
                raise CapacityError(
                    f"refused before starting: {len(coalition)} parties together could bring about {cells:,} "
                    f"combinations of strategies; at most {MAX_CELLS:,} are searched",
                    f"look at smaller coalitions only: --largest {len(coalition) - 1}"
                    if len(coalition) > 1
                    else "leave out options that no preference mentions",
                )
        tracing = trace(self.model, self.state, coalition, improving=False)
        levels = tracing.better_for(coalition, self.state)
        return [end for level in levels for end in sorted(level, key=lambda e: ((e ^ self.state).bit_count(), e))]

    @cached_property
    def _test(self) -> Callable[[int], bool]:
        return hopeful(self.model, self.state)

    # -- upsetting ---------------------------------------------------------------------------------------------------

    def can_upset(self, coalition: Coalition) -> bool | None:
        """Whether the state is unstable for a coalition under the concept; None where that was not settled."""
        ends = self.ends(coalition)
        if self._concept == "coalition_nash" or not ends:
            return bool(ends)
        open_ends = len(ends) > MAX_ENDS
        for end in ends[:MAX_ENDS]:
            escapes = self._escapes(coalition, end)
            if escapes:
                return True
            open_ends = open_ends or escapes is None
        return None if open_ends else False

    def _escapes(self, coalition: Coalition, end: int) -> bool | None:
        """Whether nothing answers a joint improvement in the way of the concept."""
        if self._concept == "coalition_smr":
            return self._escapes_symmetric(coalition, end)
        answered = self._answer(coalition, end)[0]
        if self._concept == "coalition_gmr":
            return not self._possible(coalition, end)
        return None if answered == "undecided" else answered != "wanted"

    def _escapes_symmetric(self, coalition: Coalition, end: int) -> bool | None:
        tried = 0
        for level in trace(self.model, end, self._outsiders(coalition), improving=False).levels():
            for reply in level:
                if not self._spoils(coalition, reply):
                    continue
                if tried == MAX_REPLIES:
                    return None
                tried += 1
                onward = trace(self.model, reply, coalition, improving=False).better_for(coalition, self.state)
                if not any(onward):
                    return False
        return True

    # -- answers -----------------------------------------------------------------------------------------------------

    def _outsiders(self, coalition: Coalition) -> Coalition:
        return tuple(k for k in range(len(self.model.parties)) if k not in coalition)

    def _spoils(self, coalition: Iterable[int], state: int) -> bool:
        return any(not self.model.prefers(party, state, self.state) for party in coalition)

    def _nearest(self, coalition: Coalition, end: int, *, improving: bool) -> tuple[Step, ...]:
        """Return the moves to a nearest state that spoils it for some member; empty if there is none."""
        tracing: Trace = trace(self.model, end, self._outsiders(coalition), improving=improving)
        spoilt = {tracing.first_at_most(party, self.state) for party in coalition} - {None}
        paths = [tracing.path(state) for state in spoilt if state is not None]
        return min(paths, key=lambda path: (len(path), (path[-1].end ^ end).bit_count(), path[-1].end), default=())

    def _possible(self, coalition: Coalition, end: int) -> tuple[Step, ...]:
        return self._nearest(coalition, end, improving=False)

    def _answer(self, coalition: Coalition, end: int) -> Answer:
        key = (coalition, end)
        if key not in self._answers:
            self._answers[key] = self._find_answer(coalition, end)
        return self._answers[key]

    def _find_answer(self, coalition: Coalition, end: int) -> Answer:
        alone = self._nearest(coalition, end, improving=True)
        if alone:
            return "wanted", alone
        steps = self._possible(coalition, end)
        if not steps and self.model.structure.is_option_form:
            return "no", ()  # what joint improvements lead to, moves lead to
        looking = joint_search(self.model, end, self._outsiders(coalition))
        together = looking.nearest_spoilt(coalition, self.state)
        if together is not None:
            return "wanted", self._flat(one_sequence(looking, together))
        if not looking.is_complete:
            return "undecided", steps
        return ("possible", steps) if steps else ("no", ())

    def _flat(self, chain: tuple[Step, ...]) -> tuple[Step, ...]:
        """Return the moves of a chain of joint improvements."""
        moves: list[Step] = []
        for step in chain:
            found = smallest_coalition(self.model, step.start, step.end)
            assert found is not None
            moves += found[1]
        return tuple(moves)

    # -- words -------------------------------------------------------------------------------------------------------

    def told(self, coalition: Coalition, most: int) -> tuple[int, tuple[Upset, ...]]:
        """Return how many joint improvements a coalition has, and some of them: answered least first, then nearest."""
        ends = self.ends(coalition)
        weighed = ends[:WEIGHED]
        if self._concept != "coalition_nash":
            escape = next((end for end in ends[:MAX_ENDS] if self._escapes(coalition, end)), None)
            weighed = [end for end in ends[:MAX_ENDS] if end == escape or end in weighed]
            weighed.sort(key=lambda end: end != escape)
        else:
            weighed = sorted(weighed, key=lambda end: ANSWERED.index(self._answer(coalition, end)[0]))
        return len(ends), tuple(self._upset(coalition, end) for end in weighed[:most])

    def _upset(self, coalition: Coalition, end: int) -> Upset:
        model, structure = self.model, self.model.structure
        answered, steps = self._answer(coalition, end)
        reply = None
        if steps:
            last = steps[-1].end
            by = tuple(dict.fromkeys(model.parties[step.party] for step in steps))
            hurt = [k for k in coalition if not model.prefers(k, last, self.state)]
            names = tuple(model.parties[k] for k in hurt)
            reply = JointReply(structure.label(last), self._moves(steps), by, names)
        holds = self.holds_under(end)
        return Upset(
            to=structure.label(end),
            moves=self._moves(trace(model, self.state, coalition, improving=False).path(end)),
            gains={model.parties[k]: gain_of(model, k, end, self.state) for k in coalition},
            answered=answered,
            reply=reply,
            holds_under=holds,
            equilibrium_jump=len(coalition) > 1 and "seq" in holds and "seq" in self.holds_under(self.state),
        )

    def _moves(self, steps: Iterable[Step]) -> tuple[str, ...]:
        parties, structure = self.model.parties, self.model.structure
        return tuple(f"{parties[s.party]}: {structure.describe_move(s.party, s.start, s.end)}" for s in steps)

    def holds_under(self, state: int) -> tuple[str, ...]:
        """Return of which of ``nash`` and ``seq`` a state is an equilibrium."""
        if state not in self._holds:
            seen = {verdict_of(findings(self.model, party, state)) for party in range(len(self.model.parties))}
            held = ("nash", "seq") if seen <= {"content"} else ("seq",) if seen <= {"content", "deterred"} else ()
            self._holds[state] = held
        return self._holds[state]
