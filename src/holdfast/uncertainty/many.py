"""One conflict in many worlds at once: what can occur, who prefers what, each answered with the set of worlds.

Every question about a state or two has the same answer in most worlds, or differs by a few judgements; so the answer is
kept as a set of bits, one a possibility. A *possibility* is a world together with one filling of the plan's unknown
cells: bit ``f * n_worlds + w`` is world ``w`` under filling ``f``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from holdfast.case import Case, Preference
from holdfast.case.condition import And, Condition, If, Iff, InForce, IssueIs, Not, Or, Taken, atoms
from holdfast.model.compile import plan_code
from holdfast.model.states import to_code, to_letters
from holdfast.uncertainty.bits import repeated, where
from holdfast.uncertainty.filled import TooMany, cells, fillings
from holdfast.uncertainty.ground import ground_of
from holdfast.uncertainty.preferring import Order, Truth, order_of

MAX_BITS = 1 << 24
"""Most possibilities in one set: two megabytes."""


@dataclass(frozen=True)
class Swapped:
    """A party has another preference wherever a judgement is true."""

    party: str
    preference: Preference
    judgement: str


class ManyWorlds:
    """A case in option form under one account, with or without a plan, in many worlds.

    Parameters
    ----------
    case : Case
        With its judgements.
    plan : str or None
        Id of the plan on the table.
    account : str or None
        Whose preferences count.
    n_worlds : int
        How many worlds there are.
    judged : mapping of str to int
        For each judgement that matters, the worlds in which it is true.
    swapped : sequence of Swapped
        Parties that have another preference in some worlds.

    Raises
    ------
    TooMany
        If states are merged or moves listed, if some preference is unknown, or if there are too many fillings.
    """

    def __init__(
        self,
        case: Case,
        plan: str | None,
        account: str | None,
        n_worlds: int,
        judged: Mapping[str, int],
        swapped: Sequence[Swapped] = (),
    ) -> None:
        if case.moves or any("-" in named.pattern for named in case.states.values()):
            raise TooMany
        ground = ground_of(case)
        if ground is None:
            raise TooMany
        self.case, self.plan, self.account, self.ground = case, plan, account, ground
        self.masks = ground.masks
        stated = [case.preference(party, account) for party in case.parties]
        self.n_worlds = n_worlds
        self.filled = fillings(case, plan, [*stated, *(each.preference for each in swapped)], n_worlds, judged)
        self.n_fillings = len(self.filled.ways)
        self.n = n_worlds * self.n_fillings
        if self.n > MAX_BITS:
            raise TooMany
        self.full = (1 << self.n) - 1
        self._judged = {name: repeated(bits, n_worlds, self.n_fillings) for name, bits in judged.items()}
        self._then: dict[tuple[str, frozenset[str]], int] = {}
        self._grounds: dict[int, int] = {}
        self.orders = [order_of(self, each) for each in stated]
        for each in swapped:
            k = list(case.parties).index(each.party)
            where_other = self._judged[each.judgement]
            self.orders[k] = self._either(self.orders[k], order_of(self, each.preference), where_other)

    # -- what can occur ----------------------------------------------------------------------------------------------

    @property
    def plan_state(self) -> int:
        """The code of the state in which the plan is in force and everybody keeps to it."""
        assert self.plan is not None
        return plan_code(self.case, self.plan)

    @property
    def status_quo(self) -> int:
        """The code of the state in which the conflict starts."""
        return to_code(self.case.status_quo.pattern) if self.case.status_quo else 0

    def occurs(self, code: int) -> int:
        """Return the possibilities in which a state can occur."""
        return self._on_grounds(self.ground.occurs(code))

    def reach(self, party: int, start: int) -> Iterator[tuple[int, int]]:
        """Yield the states to which all parties but one can move on from a state, with where they can.

        One or more steps, all in possibilities in which the start can occur.
        """
        for state, mask in self.ground.reach(party, start).items():
            yield state, self._on_grounds(mask)

    def flips(self, party: int, code: int) -> tuple[int, ...]:
        """Return the codes that a party's own options can turn a code into, whether or not they can occur."""
        return self.ground.flips(party, code)

    @cached_property
    def _classes(self) -> tuple[int, ...]:
        """The possibilities of each ground."""
        parts = [self.full]
        for when in self.ground.when:
            bits = self.then_at(when.issue, when.positions) if isinstance(when, IssueIs) else self.where(when)
            parts = [part & ~bits for part in parts] + [part & bits for part in parts]
        return tuple(parts)

    def _on_grounds(self, mask: int) -> int:
        """Return the possibilities of some grounds; the same object for the same grounds."""
        found = self._grounds.get(mask)
        if found is None:
            found = 0
            for place, inside in enumerate(self._classes):
                if mask >> place & 1:
                    found |= inside
            self._grounds[mask] = found = self.same(found)
        return found

    def label(self, code: int) -> str:
        """Return a state's letters."""
        return to_letters(code, len(self.case.options))

    # -- who prefers what --------------------------------------------------------------------------------------------

    def prefers(self, party: int, state: int, to: int) -> int:
        """Return the possibilities in which a party strictly prefers one state to another."""
        return self.orders[party](state, to)

    def _either(self, one: Order, other: Order, where_other: int) -> Order:
        return lambda state, to: self.same((one(state, to) & ~where_other) | (other(state, to) & where_other))

    # -- conditions --------------------------------------------------------------------------------------------------

    def where(self, when: Condition | None) -> int:
        """Return the possibilities in which a condition over judgements is true."""
        return self.same(where(when, self._judged, self.full))

    def same(self, bits: int) -> int:
        """Return the one object that stands for all possibilities where it is equal, so that ``is`` tells."""
        return self.full if bits == self.full else bits

    def seen(self, conditions: Iterable[Condition]) -> int:
        """Return one bits at the options on which the truth of some conditions can depend."""
        found = 0
        for condition in conditions:
            for atom in atoms(condition):
                found |= self.ground.bit[atom.party, atom.option] if isinstance(atom, Taken) else self.ground.signing
        return found

    def in_force(self, code: int) -> bool:
        """Whether the agreement is in force in a state."""
        return self.ground.in_force(code)

    def truth(self, condition: Condition) -> Truth:
        """Return in which possibilities a condition is true, for any state's code."""
        full = self.full
        match condition:
            case Taken(party, option):
                bit = self.ground.bit[party, option]
                return lambda code: full if code & bit else 0
            case InForce():
                return lambda code: full if self.in_force(code) else 0
            case IssueIs(issue, positions):
                now = full if self.case.issues[issue].now in positions else 0
                then = self.then_at(issue, positions)
                return lambda code: then if self.in_force(code) else now
            case Not(part):
                inner = self.truth(part)
                return lambda code: full & ~inner(code)
            case And(parts):
                all_of = [self.truth(part) for part in parts]
                return lambda code: _met(all_of, code, full)
            case Or(parts):
                any_of = [self.truth(part) for part in parts]
                return lambda code: _joined(any_of, code, full)
            case If(then_part, given):
                held, where_given = self.truth(then_part), self.truth(given)
                return lambda code: (full & ~where_given(code)) | held(code)
            case Iff(left, right):
                one, two = self.truth(left), self.truth(right)
                return lambda code: full & ~(one(code) ^ two(code))
        raise TypeError(f"a name that was never looked up: {condition!r}")

    # -- where issues stand while the agreement is in force ----------------------------------------------------------

    def then_at(self, issue: str, positions: frozenset[str]) -> int:
        """Return where an issue stands at one of some positions while the agreement is in force."""
        key = (issue, positions)
        if key not in self._then:
            found = 0
            left = self.full
            for position, counts in cells(self.case, self.plan, issue, self._judged, self.full):
                if position in positions:
                    found |= left & counts
                left &= ~counts
            if left and issue in self.filled.issues:
                place = self.filled.issues.index(issue)
                world = (1 << self.n_worlds) - 1
                for k, way in enumerate(self.filled.ways):
                    if way[place] in positions:
                        found |= left & (world << (k * self.n_worlds))
            self._then[key] = self.same(found)
        return self._then[key]


def _met(parts: list[Truth], code: int, full: int) -> int:
    met = full
    for part in parts:
        met &= part(code)
        if not met:
            break
    return met


def _joined(parts: list[Truth], code: int, full: int) -> int:
    met = 0
    for part in parts:
        met |= part(code)
        if met == full:
            break
    return met
