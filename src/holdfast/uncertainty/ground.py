"""What can occur and who can move where, told apart only by which conditional rules and options count.

A rule that counts in some worlds only splits the worlds in two, and so do an option that is open in some only, and an
issue that a rule asks about, by where it stands while the agreement is in force. With ``k`` such parts there are 2^k
*grounds*: within one, the same states can occur in every world. Preferences and plans differ far more than grounds do,
so what depends on the ground alone is found once for all plans and accounts.
"""

from __future__ import annotations

from functools import lru_cache

from holdfast.case import Case, Direction
from holdfast.case.condition import Condition, InForce, IssueIs, Taken, atoms
from holdfast.model.states import to_code
from holdfast.uncertainty.bits import repeated, truth_set

MAX_SPLITS = 12
"""Most conditional rules and options whose grounds are kept apart."""


class Ground:
    """States and moves of a case in option form.

    Attributes
    ----------
    when : tuple of Condition
        What splits the worlds, conditions over judgements, and where issues stand while the agreement is in force:
        ground number ``g`` is where ``when[i]`` is true iff bit ``i`` of ``g`` is set.
    n : int
        Number of grounds.
    bit : dict
        For each option, by party and id, its bit in a state's code.
    masks : list of int
        Per party, one bits at its own options.
    signing : int
        One bits at the options on which it depends whether the agreement is in force.
    """

    def __init__(self, case: Case) -> None:
        last = len(case.options) - 1
        self._case = case
        self.bit = {(o.party, o.id): 1 << (last - k) for k, o in enumerate(case.options)}
        self.masks = [sum(self.bit[p.id, option] for option in p.options) for p in case.parties.values()]
        self.signing = self._agreed_by()
        self._take_only, self._drop_only = (
            sum(self.bit[o.party, o.id] for o in case.options if o.direction is way)
            for way in (Direction.TAKE_ONLY, Direction.DROP_ONLY)
        )
        self._only = frozenset(to_code(named.pattern) for named in case.states.values()) if case.only_named else None
        self.when = splits(case)
        self.n = 1 << len(self.when)
        self.full = (1 << self.n) - 1
        halves = [repeated(((1 << (1 << i)) - 1) << (1 << i), 2 << i, self.n >> (i + 1)) for i in range(len(self.when))]
        self._where = where = dict(zip(self.when, halves, strict=True))
        self._rules = [(rule.never, self.full if rule.when is None else where[rule.when]) for rule in case.rules]
        self._shut = [(self.bit[o.party, o.id], self.full & ~where[o.when]) for o in case.options if o.when is not None]
        self._occurs: dict[int, int] = {}
        self._flips: dict[tuple[int, int], tuple[int, ...]] = {}
        self._reach: dict[tuple[int, int], dict[int, int]] = {}

    def occurs(self, code: int) -> int:
        """Return the grounds on which a state can occur."""
        found = self._occurs.get(code)
        if found is None:
            found = 0 if self._only is not None and code not in self._only else self.full
            for never, counts in self._rules:
                if found & counts:
                    found &= ~(counts & truth_set(never, lambda atom: self._truth(atom, code), self.full))
            for bit, shut in self._shut:
                if code & bit:
                    found &= ~shut
            self._occurs[code] = found
        return found

    def _truth(self, atom: Condition, code: int) -> int:
        """Return the grounds on which an atom is true in a state."""
        match atom:
            case Taken(party, option):
                return self.full if code & self.bit[party, option] else 0
            case InForce():
                return self.full if self.in_force(code) else 0
            case IssueIs(issue, positions):
                if self.in_force(code):
                    return self._where[atom]
                return self.full if self._case.issues[issue].now in positions else 0
        raise TypeError(f"a name that was never looked up: {atom!r}")

    def _agreed_by(self) -> int:
        """Return one bits at the options on which it depends whether the agreement is in force."""
        agreement = self._case.agreement
        if agreement is None:
            return 0
        seen = sum(self.bit[party, option] for party, option in agreement.signatories.items())
        for atom in atoms(agreement.in_force) if agreement.in_force is not None else ():
            assert isinstance(atom, Taken)
            seen |= self.bit[atom.party, atom.option]
        return seen

    def in_force(self, code: int) -> bool:
        """Whether the agreement is in force in a state."""
        agreement = self._case.agreement
        if agreement is None:
            return False
        if not all(code & self.bit[party, option] for party, option in agreement.signatories.items()):
            return False
        further = agreement.in_force
        return further is None or bool(truth_set(further, lambda atom: self._truth(atom, code), self.full))

    def flips(self, party: int, code: int) -> tuple[int, ...]:
        """Return the codes that a party's own options can turn a code into, whether or not they can occur."""
        key = (party, code)
        found = self._flips.get(key)
        if found is None:
            change = free = self.masks[party] & ~(self._take_only & code) & ~(self._drop_only & ~code)
            ends = []
            while change:
                ends.append(code ^ change)
                change = (change - 1) & free
            self._flips[key] = found = tuple(ends)
        return found

    def reach(self, party: int, start: int) -> dict[int, int]:
        """Return the states to which all parties but one can move on from a state, with the grounds on which they can.

        One or more steps; the start itself only where it is come back to.
        """
        key = (party, start)
        found = self._reach.get(key)
        if found is None:
            others = [k for k in range(len(self.masks)) if k != party]
            self._reach[key] = found = self._search(others, start)
        return found

    def _search(self, others: list[int], start: int) -> dict[int, int]:
        reached: dict[int, int] = {}
        fresh, queue = {start: self.occurs(start)}, [start]
        for state in queue:
            carried = fresh.pop(state, 0)
            if not carried:
                continue
            for other in others:
                for end in self.flips(other, state):
                    new = carried & self.occurs(end) & ~reached.get(end, 0)
                    if new:
                        reached[end] = reached.get(end, 0) | new
                        fresh[end] = fresh.get(end, 0) | new
                        queue.append(end)
        return reached


def splits(case: Case) -> tuple[Condition, ...]:
    """Return what tells worlds apart for rules and options."""
    conditional = [*(rule.when for rule in case.rules), *(option.when for option in case.options)]
    found = [when for when in conditional if when is not None]
    found += [atom for rule in case.rules for atom in atoms(rule.never) if isinstance(atom, IssueIs)]
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=8)
def ground_of(case: Case) -> Ground | None:
    """Return the ground of a case; None where too many parts split the worlds."""
    return Ground(case) if len(splits(case)) <= MAX_SPLITS else None
