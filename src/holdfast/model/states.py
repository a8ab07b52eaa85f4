"""State codes and letters: a state is an integer whose bits are the options, option 0 the most significant."""

from __future__ import annotations

from dataclasses import dataclass


def to_letters(code: int, n_options: int) -> str:
    """Write a code as letters.

    Examples
    --------
    >>> to_letters(5, 4)
    'NYNY'
    """
    return "".join("Y" if code >> (n_options - 1 - k) & 1 else "N" for k in range(n_options))


def to_code(letters: str) -> int:
    """Read letters as a code; ``-`` counts as ``N``.

    Examples
    --------
    >>> to_code("NYNY")
    5
    """
    return sum(1 << (len(letters) - 1 - k) for k, letter in enumerate(letters) if letter == "Y")


@dataclass(frozen=True, slots=True)
class Merged:
    """A pattern whose codes are all one state: where it holds, nothing else matters.

    Attributes
    ----------
    pattern : str
        Letters ``Y``, ``N`` and at least one ``-``.
    """

    pattern: str

    @property
    def code(self) -> int:
        """The code that stands for the state: every ``-`` counted as ``N``."""
        return to_code(self.pattern)

    @property
    def mask(self) -> int:
        """One bits where the pattern says ``Y`` or ``N``."""
        return to_code(self.pattern.replace("N", "Y").replace("-", "N"))

    def matches(self, code: int) -> bool:
        """Whether a code belongs to this state."""
        return code & self.mask == self.code

    def members(self) -> list[int]:
        """Return all codes of this state, ascending."""
        free = [len(self.pattern) - 1 - k for k, letter in enumerate(self.pattern) if letter == "-"]
        return sorted(
            self.code | sum(1 << shift for j, shift in enumerate(free) if choice >> j & 1)
            for choice in range(1 << len(free))
        )
