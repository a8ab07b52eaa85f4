"""Where everything stands in a file: line and column by the path of keys that leads there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from holdfast.casefile.findings import Findings, Place
from holdfast.casefile.located import Map, Seq, Value, read_tree
from holdfast.errors import Problem

Path = tuple[str | int, ...]


def places(text: str, problems: Iterable[Problem] = ()) -> dict[Path, Place]:
    r"""Return the place of every key and list entry of a case file that can be read.

    Parameters
    ----------
    text : str
        The file.
    problems : iterable of Problem
        What reading it found: entries of a list that were passed over as repeated are not counted.

    Examples
    --------
    >>> places("parties:\n  us: {options: {go: Go}}\n")["parties", "us", "options", "go"]
    (2, 18)
    """
    passed = {(each.line, each.column) for each in problems if each.code in _REPEATED}
    tree = read_tree(text, Findings("-"))
    return {} if tree is None else dict(_walk(tree, (), passed))


_REPEATED = frozenset({"HF126", "HF136"})


def _walk(value: Value, path: Path, passed: set[Place]) -> Iterator[tuple[Path, Place]]:
    if isinstance(value, Map):
        for key, item in value.items():
            yield (*path, str(key)), key.place
            yield from _walk(item, (*path, str(key)), passed)
    elif isinstance(value, Seq):
        place = 0
        for item in value:
            said = item
            if isinstance(item, Map):
                said = next((item[key] for key in item if key in ("prefer", "move")), item)
            if said.place in passed:
                continue
            both_ways = path[:1] == ("moves",) and isinstance(said, str) and "<>" in said
            for _ in range(2 if both_ways else 1):
                yield (*path, place), item.place
                yield from _walk(item, (*path, place), passed)
                place += 1
