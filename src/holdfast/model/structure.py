"""What can occur and who can move: options and owners, feasible states, one-way options, merged states, explicit arcs.

Preferences are not here: many accounts share one structure, and what depends on it alone is computed once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from holdfast.case import Direction
from holdfast.errors import CapacityError, ModelError
from holdfast.model.formula import Formula, holds, on_codes
from holdfast.model.states import Merged, to_code, to_letters

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from holdfast.model.feasible import Diagram
    from holdfast.model.fibres import Fibres

MAX_ENUMERATED = 26
"""Most options whose 2^m codes are visited one by one to find the feasible ones."""
MAX_LISTED = 1 << 26
"""Most feasible states that are listed: half a GiB."""
FEW_OPTIONS = 16
"""Up to this many options all codes are visited: quicker than making a diagram of the rules."""
MAX_MERGED = 16
"""Most free letters of a pattern that names one merged state."""
MAX_OPTIONS = 62
"""Most options whatever the states: a code is a 64-bit integer."""


@dataclass(frozen=True)
class Structure:
    """Options, feasibility and moves.

    Attributes
    ----------
    parties : tuple of str
        Ids in file order; a party is its index from here on.
    options : tuple of str
        Names in letter order; the options of one party are adjacent.
    owners : tuple of int
        Owner of each option, as a party index.
    directions : tuple of Direction
        Which way each option may change.
    never : tuple of Formula
        A code cannot occur where any of these is true.
    merged : tuple of Merged
        Patterns that stand for one state each; disjoint.
    only : frozenset of str or None
        Letters and patterns of the only states that can occur, or None where rules alone decide.
    arcs : tuple
        Per party, None for option flips, else explicit moves as pairs of codes.
    """

    parties: tuple[str, ...]
    options: tuple[str, ...]
    owners: tuple[int, ...]
    directions: tuple[Direction, ...]
    never: tuple[Formula, ...] = ()
    merged: tuple[Merged, ...] = ()
    only: frozenset[str] | None = None
    arcs: tuple[tuple[tuple[int, int], ...] | None, ...] = ()

    @property
    def n_options(self) -> int:
        """Number of options, which is the number of letters of a state."""
        return len(self.options)

    @property
    def is_option_form(self) -> bool:
        """Whether every move is a change of the mover's own options from a code to a code."""
        return not self.merged and all(arcs is None for arcs in self.arcs)

    @cached_property
    def own_mask(self) -> tuple[int, ...]:
        """Per party, one bits at its own options."""
        masks = [0] * len(self.parties)
        for k, owner in enumerate(self.owners):
            masks[owner] |= 1 << (self.n_options - 1 - k)
        return tuple(masks)

    @cached_property
    def take_only(self) -> int:
        """One bits at options that go from N to Y only."""
        return self._direction_mask(Direction.TAKE_ONLY)

    @cached_property
    def drop_only(self) -> int:
        """One bits at options that go from Y to N only."""
        return self._direction_mask(Direction.DROP_ONLY)

    def _direction_mask(self, direction: Direction) -> int:
        return sum(1 << (self.n_options - 1 - k) for k, d in enumerate(self.directions) if d is direction)

    # -- states ------------------------------------------------------------------------------------------------------

    def obeys_rules(self, code: int) -> bool:
        """Whether no rule forbids a code."""
        last = self.n_options - 1
        return not any(holds(formula, lambda k: bool(code >> (last - k) & 1)) for formula in self.never)

    def canonical(self, code: int) -> int:
        """Return the code that stands for the state of a code: itself, unless it belongs to a merged state."""
        for merged in self.merged:
            if merged.matches(code):
                return merged.code
        return code

    def is_feasible(self, code: int) -> bool:
        """Whether the state of a code can occur. A merged state can where any of its codes can."""
        for merged in self.merged:
            if merged.matches(code):
                named = self.only is None or merged.pattern in self.only
                return named and bool(self.members(merged.code))
        if self.only is not None and to_letters(code, self.n_options) not in self.only:
            return False
        return self.obeys_rules(code)

    def members(self, state: int) -> tuple[int, ...]:
        """Return the codes that obey the rules and belong to a state: one, or several for a merged state."""
        return self.merged_members.get(state, (state,))

    @cached_property
    def merged_members(self) -> dict[int, tuple[int, ...]]:
        """The codes of each merged state that obey the rules, by the state's own code."""
        for merged in self.merged:
            if (free := merged.pattern.count("-")) > MAX_MERGED:
                raise CapacityError(
                    f"the pattern {merged.pattern} merges 2^{free} codes into one state; at most 2^{MAX_MERGED} are",
                    "leave out options that do not matter",
                )
        return {m.code: tuple(code for code in m.members() if self.obeys_rules(code)) for m in self.merged}

    @cached_property
    def codes(self) -> NDArray[np.int64]:
        """Feasible states as an int64 array, ascending.

        Raises
        ------
        CapacityError
            If there are too many feasible states to list, or too many options to number the codes, or the rules are
            too entangled to find the states without visiting too many codes.
        """
        import numpy as np

        if self.n_options > MAX_OPTIONS:
            raise CapacityError(
                f"{self.n_options} options; at most {MAX_OPTIONS}", "leave out options that do not matter"
            )
        if self.only is not None:
            found = sorted({self.canonical(to_code(text)) for text in self.only})
            return np.array([code for code in found if self.is_feasible(code)], dtype=np.int64)
        if self._is_counted:
            if (count := self.diagram.count) > MAX_LISTED:
                raise CapacityError(
                    f"refused before starting: the rules leave {count:,} states of {self.n_options} options; listing "
                    f"them would take {count * 8 / 2**30:,.0f} GiB, and at most {MAX_LISTED:,} are listed",
                    "add rules that exclude states, name the states that can occur (`feasible: named`), or leave out "
                    "options that no preference mentions",
                )
            return self.diagram.codes()
        return self._visited()

    def _visited(self) -> NDArray[np.int64]:
        """Find the feasible states by visiting every code."""
        import numpy as np

        if self.n_options > MAX_ENUMERATED:
            raise CapacityError(
                f"refused before starting: {self.n_options} options, some of whose states are merged, make "
                f"{2**self.n_options:,} codes; visiting all would take about "
                f"{2**self.n_options * 3e-8 * (1 + len(self.never)) / 60:,.0f} min, and at most 2^{MAX_ENUMERATED} "
                "are visited",
                "name the states that can occur (`feasible: named`), or leave out options that no preference mentions",
            )
        blocks = []
        block = 1 << min(self.n_options, 20)
        for start in range(0, 1 << self.n_options, block):
            codes = np.arange(start, start + block, dtype=np.int64)
            for formula in self.never:
                codes = codes[~on_codes(formula, codes, self.n_options)]
            for merged in self.merged:
                inside = (codes & merged.mask) == merged.code
                codes = np.where(inside, merged.code, codes)
            blocks.append(np.unique(codes) if self.merged else codes)
        return np.unique(np.concatenate(blocks)) if self.merged else np.concatenate(blocks)

    @cached_property
    def fibres(self) -> tuple[Fibres, ...]:
        """Per party, which feasible states it can turn into one another; option form only."""
        from holdfast.model.fibres import fibres_of

        return tuple(fibres_of(self, party) for party in range(len(self.parties)))

    @cached_property
    def states(self) -> tuple[int, ...]:
        """Feasible states, ascending."""
        return tuple(int(code) for code in self.codes)

    @property
    def diagram(self) -> Diagram:
        """The codes that obey the rules, not listed; merged states and named states are not looked at.

        Raises
        ------
        CapacityError
            If the rules are too entangled.
        """
        if isinstance(self._diagram, CapacityError):
            raise self._diagram
        return self._diagram

    @cached_property
    def _diagram(self) -> Diagram | CapacityError:
        """Remembered even if it failed, because that takes seconds."""
        from holdfast.model.feasible import diagram

        try:
            return diagram(self.never, self.n_options)
        except CapacityError as error:
            return error

    @property
    def _is_counted(self) -> bool:
        """Whether a diagram says which states there are: where rules alone decide and visiting all codes takes longer.

        Rules too entangled for a diagram are no obstacle where there are few enough codes to visit.
        """
        if self.only is not None or self.merged or self.n_options <= FEW_OPTIONS:
            return False
        return self.n_options > MAX_ENUMERATED or not isinstance(self._diagram, CapacityError)

    @property
    def n_states(self) -> int:
        """Number of feasible states; counted without listing them where rules alone decide."""
        return self.diagram.count if self.n_options <= MAX_OPTIONS and self._is_counted else int(self.codes.size)

    @cached_property
    def feasible_set(self) -> frozenset[int]:
        """Feasible states as a set."""
        return frozenset(self.states)

    def label(self, state: int) -> str:
        """Return a state's letters, or the pattern of a merged state."""
        for merged in self.merged:
            if merged.code == state:
                return merged.pattern
        return to_letters(state, self.n_options)

    def state(self, letters: str) -> int:
        """Return the feasible state that letters (or a merged state's pattern) stand for.

        Raises
        ------
        ModelError
            If the letters do not fit the options or the state cannot occur.
        """
        if len(letters) != self.n_options or set(letters) - set("YN-"):
            raise ModelError(f'"{letters}" is not a state: write {self.n_options} letters, Y or N, one an option')
        if "-" in letters and not any(merged.pattern == letters for merged in self.merged):
            raise ModelError(f'"{letters}" is not one state of this model')
        code = self.canonical(to_code(letters))
        if not self.is_feasible(code):
            raise ModelError(f"state {letters} cannot occur: a rule forbids it")
        return code

    # -- moves -------------------------------------------------------------------------------------------------------

    def moves(self, party: int, state: int) -> tuple[int, ...]:
        """Return the states a party can reach alone in one step, ascending.

        Any non-empty set of own options may change at once, in the directions allowed; only the end state must be
        feasible (of a merged state: the code arrived at must obey the rules). For a party with explicit arcs, the arcs.
        """
        arcs = self._arcs_from[party]
        if arcs is not None:
            return arcs.get(state, ())
        if self.only is not None and 1 << self.own_mask[party].bit_count() > len(self.only):
            return tuple(end for end in self.states if end != state and self._can_flip(party, state, end))
        ends = (end for member in self.members(state) for end in self._flips(party, member))
        found = {self.canonical(end) for end in ends if not self.merged or self.obeys_rules(end)}
        return tuple(sorted(end for end in found if end != state and self.is_feasible(end)))

    def _may_change(self, party: int, code: int) -> int:
        """Return one bits at a party's options that it can change at a code."""
        return self.own_mask[party] & ~(self.take_only & code) & ~(self.drop_only & ~code)

    def _can_flip(self, party: int, state: int, end: int) -> bool:
        """Whether some code of a state becomes some code of another by a party's own options."""
        ends = self.members(end)
        return any((a ^ b) & ~self._may_change(party, a) == 0 for a in self.members(state) for b in ends)

    def _flips(self, party: int, code: int) -> Iterator[int]:
        change = free = self._may_change(party, code)
        while change:  # every non-empty subset of the bits that may change, from the largest down
            yield code ^ change
            change = (change - 1) & free

    @cached_property
    def _arcs_from(self) -> tuple[dict[int, tuple[int, ...]] | None, ...]:
        if not self.arcs:
            return (None,) * len(self.parties)
        tables: list[dict[int, tuple[int, ...]] | None] = []
        for arcs in self.arcs:
            if arcs is None:
                tables.append(None)
                continue
            table: dict[int, set[int]] = {}
            for start, end in arcs:
                table.setdefault(start, set()).add(end)
            tables.append({start: tuple(sorted(ends)) for start, ends in table.items()})
        return tuple(tables)

    def others(self, party: int) -> tuple[int, ...]:
        """Return all parties but one."""
        return tuple(k for k in range(len(self.parties)) if k != party)

    def describe_move(self, party: int, start: int, end: int) -> str:
        """Say which options a move changes, as a condition.

        Examples
        --------
        >>> s = Structure(("us",), ("strike", "blockade"), (0, 0), (Direction.BOTH, Direction.BOTH))
        >>> s.describe_move(0, 0b10, 0b01)
        'not strike and blockade'
        """
        before, after = self.label(start), self.label(end)
        changed = []
        for k, name in enumerate(self.options):
            if self.owners[k] == party and before[k] != after[k] and after[k] != "-":
                short = name.removeprefix(f"{self.parties[party]}.")
                changed.append(short if after[k] == "Y" else f"not {short}")
        return " and ".join(changed) if changed else f"{before} > {after}"
