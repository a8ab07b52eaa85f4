"""A file of the wrong shape made readable: what is wrong is left out or replaced, so that names can still be looked up.

Nothing may be said about what was put in, nor about what seems to be missing because something was left out: the
places and codes concerned are silenced.
"""

from __future__ import annotations

from typing import Any

from holdfast.casefile.findings import Findings
from holdfast.casefile.located import Map, Seq, Text, Value

_DECLARING = frozenset({"parties", "issues", "states", "sources", "judgements"})
"""Keys of the file whose ids are used elsewhere."""
_HERE = ("HF107", "HF108", "HF131", "HF141", "HF147", "HF173", "HF175")
"""What would be said of a mapping or key that was emptied."""
_ROUNDS = 4
"""A field left out may turn out to be needed, then what holds it is left out."""


class Hopeless(Exception):
    """What declares names is itself wrong: nothing can be said about names."""


def copied(tree: Value) -> Value:
    """Return a tree whose mappings and lists can be changed."""
    if isinstance(tree, Map):
        made = Map({key: copied(item) for key, item in tree.items()})
        made.place = tree.place
        return made
    if isinstance(tree, Seq):
        items = Seq(copied(item) for item in tree)
        items.place = tree.place
        return items
    return tree


class Patch:
    """A copy of a file's tree, mended until it has the right shape.

    Parameters
    ----------
    tree : Map
        What the loader read.
    found : Findings
        Where what the mending would bring about is silenced.
    """

    def __init__(self, tree: Map, found: Findings) -> None:
        made = copied(tree)
        assert isinstance(made, Map)
        self.tree, self.found = made, found
        self.rounds = 0
        self._keys: dict[int, tuple[Map, dict[str, Text]]] = {}
        self._dropped: dict[int, tuple[Seq, set[int]]] = {}

    def mend(self, errors: list[Any]) -> None:
        """Mend what pydantic found.

        Raises
        ------
        Hopeless
            Where names would seem unknown that may well be declared.
        """
        self.rounds += 1
        if self.rounds > _ROUNDS:
            raise Hopeless
        self.found.silence("HF150")
        self.found.silence("HF176")
        for error in errors:
            path, nodes = self._walk(error["loc"])
            self._silence(path, nodes)
            if error["type"] == "missing":
                self._missing(path, nodes, str(error["loc"][-1]))
            else:
                self._wrong(path, nodes)
        for items, gone in self._dropped.values():
            items[:] = [item for k, item in enumerate(items) if k not in gone]
        self._dropped.clear()

    def _walk(self, loc: tuple[int | str, ...]) -> tuple[list[int | str], list[Value]]:
        """Follow a path as far as it exists: its steps, and the values from the file down to the one at fault."""
        path: list[int | str] = []
        nodes: list[Value] = [self.tree]
        for step in loc:
            node = nodes[-1]
            if isinstance(node, Map) and step in node:
                nodes.append(node[Text(step)])
            elif isinstance(node, Seq) and isinstance(step, int) and step < len(node):
                nodes.append(node[step])
            else:
                continue
            path.append(step)
        return path, nodes

    def _key(self, node: Map, name: str) -> Text:
        if id(node) not in self._keys:
            self._keys[id(node)] = (node, {str(key): key for key in node})
        known = self._keys[id(node)][1]
        return known[name] if name in known else node.key(name)

    def _silence(self, path: list[int | str], nodes: list[Value]) -> None:
        silence = self.found.silence
        for step, node in zip([*path, 0], nodes, strict=True):
            if isinstance(node, Map):
                for code in _HERE:
                    if node is not self.tree:
                        silence(code, node.place)
                    if step in node:
                        silence(code, self._key(node, str(step)).place)
        if "source" in path:
            silence("HF153")
        if "when" in path:
            silence("HF136")  # without it, two statements may look alike
        if not path:
            return
        if path[0] == "agreement":
            silence("HF140")
        if path[0] == "lexicon":
            silence("HF170")
        if path == ["accounts"]:
            silence("HF177")
        if path[0] == "hypotheses":
            silence("HF175")
        if path[0] == "parties" and len(nodes) > 1 and isinstance(nodes[1], Map):
            silence("HF108", next(iter(nodes[1])).place)
        if path[0] in ("preferences", "accounts") and not isinstance(path[-1], int):
            silence("HF130")

    def _missing(self, path: list[int | str], nodes: list[Value], name: str) -> None:
        node = nodes[-1]
        if isinstance(node, Map):
            made = self._stand_in(path, node, name)
            if made is not None:
                node[Text.at(name, node.place)] = made
                return
        self._wrong(path, nodes)

    def _stand_in(self, path: list[int | str], node: Map, name: str) -> Value | None:
        """Return what can stand for something that is needed."""
        at = (path[0], len(path)) if path else ("", 0)
        if at in (("", 0), ("sources", 2)) and name in ("schema", "title"):
            return Text.at("holdfast/case/1" if name == "schema" else "Untitled", node.place)
        if at == ("agreement", 1) and name == "signatories":
            return _empty(Map(), node)
        if at == ("issues", 2) and name == "positions":
            return _empty(Seq(), node)  # nothing is said about positions of an issue that has none
        if at == ("issues", 2) and name == "now":
            positions = node.part("positions")
            first = positions[0] if isinstance(positions, Seq) and positions else None
            if isinstance(first, Map):
                first = next(iter(first), None)
            return first if isinstance(first, Text) and not first.is_null else Text.at("?", node.place, plain=False)
        return None

    def _wrong(self, path: list[int | str], nodes: list[Value]) -> None:
        if not path or (len(path) == 1 and path[0] in _DECLARING):
            raise Hopeless
        node, parent, last = nodes[-1], nodes[-2], path[-1]
        if isinstance(parent, Seq):
            assert isinstance(last, int)
            if path[0] == "issues" and len(path) == 4:
                self._position(node, parent, last)
            else:
                self._dropped.setdefault(id(parent), (parent, set()))[1].add(last)
            return
        assert isinstance(parent, Map)
        key = Text(last)
        made = self._under_id(path, node)
        if made is not None:
            parent[key] = made
        else:
            parent.pop(key, None)

    def _under_id(self, path: list[int | str], node: Value) -> Value | None:
        """Return what can stand for the value of an id that must stay declared, None where it may be left out."""
        top, depth = path[0], len(path)
        if depth == 2 and top in ("plans", "accounts", "judgements"):
            return _empty(Map(), node)
        if depth == 2 and top in ("sources", "issues"):
            return _empty(Map(), node)  # what it needs is missing then, and put in next
        if depth == 2 and top == "states":
            place = node.place
            self.found.silence("HF118", place)
            return Text.at("?", place, plain=False)
        if top == "parties" and depth == 2:
            if not isinstance(node, Text):
                raise Hopeless  # these may have been its options
            return _empty(Map(), node)
        if top == "parties" and depth == 3 and path[2] == "options":
            raise Hopeless
        if top == "parties" and depth == 4 and path[2] == "options":
            return Text.at("?", node.place, plain=False)
        return None

    def _position(self, node: Value, listed: Seq, at: int) -> None:
        if isinstance(node, Map) and len(node) == 1:
            listed[at] = next(iter(node))
        elif isinstance(node, Text):
            self._dropped.setdefault(id(listed), (listed, set()))[1].add(at)
        else:  # which positions there are is not known
            self._dropped[id(listed)] = (listed, set(range(len(listed))))


def _empty(value: Map | Seq, at: Value) -> Map | Seq:
    value.place = at.place
    return value
