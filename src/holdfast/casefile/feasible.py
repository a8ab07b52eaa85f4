"""Sets of states as the bits of one integer: exact and quick up to :data:`MAX_OPTIONS` options, without arrays.

Bit ``code`` of a set says whether the state with that code is in it; option 0 is the most significant bit of a code.
With 20 options a set is 128 kB, and joining two sets takes some 10 microseconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from holdfast.case.condition import And, Condition, If, Iff, Not, Or, Taken
from holdfast.casefile.worlds import ANY

MAX_OPTIONS = 20
"""Most options whose states are visited one by one."""


class TooMuch(Exception):
    """Checking on would take too long."""


class Budget:
    """How much may still be computed, in steps of roughly a microsecond."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def spend(self, steps: int) -> None:
        """Take some off.

        Raises
        ------
        TooMuch
            If nothing is left.
        """
        self.left -= steps
        if self.left < 0:
            raise TooMuch


class Codes:
    """All codes of some options, and sets of them.

    Parameters
    ----------
    options : sequence of (str, str)
        Party and option, in letter order.
    budget : Budget
        What may be computed.

    Examples
    --------
    >>> codes = Codes([("us", "blockade"), ("ussr", "withdraw")], Budget(1000))
    >>> can, cannot = codes.where(Or((Taken("us", "blockade"), Taken("ussr", "withdraw"))))
    >>> [codes.letters(code) for code in codes.members(can)]
    ['NY', 'YN', 'YY']
    """

    def __init__(self, options: Iterable[tuple[str, str]], budget: Budget) -> None:
        self.index = {option: k for k, option in enumerate(options)}
        self.n_options = len(self.index)
        self.size = 1 << self.n_options
        self.full = (1 << self.size) - 1
        self.budget = budget
        self.step = 1 + self.size // 25_000
        self._taken: dict[int, int] = {}

    def taken(self, option: int) -> int:
        """Return the states in which an option is taken."""
        if option not in self._taken:
            width = 1 << (self.n_options - 1 - option)
            made, period = ((1 << width) - 1) << width, 2 * width
            while period < self.size:
                made |= made << period
                period *= 2
            self._taken[option] = made
        return self._taken[option]

    def where(self, condition: Condition) -> tuple[int, int]:
        """Return the states in which a condition can be true, and those in which it can be false."""
        self.budget.spend(self.step)
        full = self.full
        match condition:
            case Taken(party, option):
                taken = self.taken(self.index[party, option])
                return taken, full ^ taken
            case Not(part):
                can, cannot = self.where(part)
                return cannot, can
            case And(parts):
                can, cannot = full, 0
                for part in parts:
                    a, b = self.where(part)
                    can, cannot = can & a, cannot | b
                return can, cannot
            case Or(parts):
                can, cannot = 0, full
                for part in parts:
                    a, b = self.where(part)
                    can, cannot = can | a, cannot & b
                return can, cannot
            case If(then, given):
                (a, b), (c, d) = self.where(then), self.where(given)
                return a | d, b & c
            case Iff(left, right):
                (a, b), (c, d) = self.where(left), self.where(right)
                return (a & c) | (b & d), (a & d) | (b & c)
        assert condition is ANY, f"not spelled out: {condition!r}"
        return full, full

    def of(self, patterns: Iterable[str]) -> int:
        """Return the states that letters or patterns stand for."""
        bits, made = bytearray((self.size + 7) // 8), 0
        for pattern in patterns:
            self.budget.spend(1)
            if "-" in pattern:
                made |= self._matching(pattern)
            else:
                code = self.code(pattern)
                bits[code >> 3] |= 1 << (code & 7)
        return made | int.from_bytes(bits, "little")

    def _matching(self, pattern: str) -> int:
        made = self.full
        for option, letter in enumerate(pattern):
            self.budget.spend(self.step)
            if letter != "-":
                made &= self.taken(option) if letter == "Y" else self.full ^ self.taken(option)
        return made

    def code(self, letters: str) -> int:
        """Return the code of a state written in letters."""
        return int(letters.translate(_DIGITS), 2)

    def letters(self, code: int) -> str:
        """Return a state's letters."""
        return format(code, f"0{self.n_options}b").translate(_LETTERS)

    def members(self, states: int) -> Iterator[int]:
        """Yield the codes in a set, ascending."""
        while states:
            self.budget.spend(self.step)
            low = states & -states
            yield low.bit_length() - 1
            states ^= low


_DIGITS = str.maketrans("YN-", "100")
_LETTERS = str.maketrans("10", "YN")
