"""Where problems are gathered while a file is read: sorted, without repeats, and cut at a readable number."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from heapq import nlargest
from itertools import islice

from holdfast.casefile.limits import MAX_PROBLEMS
from holdfast.casefile.problems import REGISTRY
from holdfast.errors import Problem

Place = tuple[int, int]
"""One-based line and column."""
Hint = str | Callable[[], str]
"""A hint, or what works it out: looking for similar names is done only for problems that are shown."""

_MOST_COMPARED, _MOST_CLOSELY = 500, 40


class Findings:
    """The problems of one file.

    Parameters
    ----------
    path : str
        The file as the user named it.

    Attributes
    ----------
    is_whole : bool
        Whether all that declares names could be read: where not, names would seem unknown that are not.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.has_errors = False
        self._found: dict[tuple[int, int, str, str], Hint] = {}
        self.is_whole = True
        self._mute: set[Place] = set()
        self._silent: set[tuple[str, Place | None]] = set()

    def add(self, place: Place, code: str, message: str, hint: Hint = "") -> None:
        """Note a problem, unless something more basic is already known to be wrong at that place."""
        if place in self._mute or (code, place) in self._silent or (code, None) in self._silent:
            return
        self._found.setdefault((*place, code, message), hint)
        self.has_errors = self.has_errors or REGISTRY[code].severity == "error"

    def mute(self, place: Place) -> None:
        """Say nothing more about a place: what stands there was refused."""
        self._mute.add(place)

    def silence(self, code: str, place: Place | None = None) -> None:
        """Say no more of one kind about a place, or anywhere: what was left out would bring it about."""
        self._silent.add((code, place))

    def has_only(self, code: str) -> bool:
        """Whether nothing was found, or nothing but one kind of problem."""
        return all(each[2] == code for each in self._found)

    def problems(self) -> list[Problem]:
        """Return all problems sorted by position, errors before warnings where there are too many to show."""
        found = sorted(self._found, key=lambda each: (each[0], each[1], each[2], each[3]))
        left = len(found) - MAX_PROBLEMS
        if left > 0:
            urgent = sorted(found, key=lambda each: REGISTRY[each[2]].severity)[:MAX_PROBLEMS]
            kept = set(urgent)
            found = [each for each in found if each in kept]
        shown = [self._problem(*each, self._found[each]) for each in found]
        if left > 0:
            line, column = shown[-1].line, shown[-1].column
            more = f"and {left:,} more {'problem' if left == 1 else 'problems'}"
            severity = "error" if self.has_errors else "warning"
            shown.append(Problem(self.path, line, column, "HF100", more, "mend these first", severity))
        return shown

    def _problem(self, line: int, column: int, code: str, message: str, hint: Hint) -> Problem:
        text = hint if isinstance(hint, str) else hint()
        return Problem(self.path, line, column, code, message, text, REGISTRY[code].severity)


def quote(text: str) -> str:
    """Quote the text at fault, cut to a readable length and on one line."""
    shown = "".join(char if char.isprintable() else " " for char in text)
    return f'"{shown}"' if len(shown) <= 60 else f'"{shown[:57]}..."'


def similar(word: str, known: Iterable[str], otherwise: str = "") -> Callable[[], str]:
    """Return a hint that names the most similar known word, with the line that declares it where that is known."""

    def hint() -> str:
        names = {str(name): getattr(name, "line", 0) for name in islice(known, _MOST_COMPARED)}
        near = [name for name in names if abs(len(name) - len(word)) <= 2 + len(word) // 3]
        if len(near) > _MOST_CLOSELY:  # comparing letter by letter is slow: only those that begin alike
            near = nlargest(_MOST_CLOSELY, near, key=lambda name: _alike(name, word))
        close = get_close_matches(word[:80], near, n=1, cutoff=0.6)
        if not close:
            lower = {name.lower(): name for name in names}
            close = [lower[word.lower()]] if word.lower() in lower else []
        if close:
            line = names[close[0]]
            return f'did you mean "{close[0]}"' + (f" (declared at line {line})?" if line else "?")
        if otherwise or not names:
            return otherwise
        return "known: " + ", ".join(list(names)[:12]) + (" ..." if len(names) > 12 else "")

    return hint


def _alike(one: str, other: str) -> int:
    """Return how many characters two words have in common at the beginning."""
    return next((k for k, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
