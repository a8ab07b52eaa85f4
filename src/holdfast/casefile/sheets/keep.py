"""The original text, changed only where the tables were: comments and layout stay with what they stand beside.

Each changed value is replaced where it stands; entries that are new are written after the one before them, entries that
are gone are cut out. What this comes to is compared with the tables afterwards, so nothing rests on it being clever.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Any

from holdfast.casefile.located import Map, Seq, Text, Value
from holdfast.casefile.write import block as block_lines
from holdfast.casefile.write import entry, flow, scalar

Edit = tuple[int, int, str]


def patched(text: str, old: Map, new: Map) -> str | None:
    """Return the text with what differs between two trees changed; None where it cannot be done.

    Parameters
    ----------
    text : str
        The file as it was.
    old, new : Map
        What the file says, and what it should say, both in shortest form.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        root = yaml.compose(text, Loader=loader)
    except yaml.YAMLError:
        return None
    if not isinstance(root, yaml.MappingNode):
        return None
    patch = _Patch(text)
    patch.change(root, old, new)
    done = text
    for start, end, put in sorted(patch.edits, reverse=True):
        done = done[:start] + put + done[end:]
    return done


class _Patch:
    def __init__(self, text: str) -> None:
        self.text = text
        self.edits: list[Edit] = []
        self.newline = "\r\n" if "\r\n" in text else "\n"

    def change(self, node: Any, old: Value, new: Value) -> None:
        """Note what has to change for a node to say something else."""
        if flow(old) == flow(new):
            return
        kind = type(node).__name__
        is_block = not getattr(node, "flow_style", True)
        if (
            kind == "MappingNode"
            and isinstance(old, Map)
            and isinstance(new, Map)
            and self.mapping(node, old, new, is_block)
        ):
            return
        if kind == "SequenceNode" and isinstance(old, Seq) and isinstance(new, Seq) and len(node.value) == len(old):
            if not is_block and len(old) == len(new):
                for inner, before, after in zip(node.value, old, new, strict=True):
                    self.change(inner, before, after)
                return
            if is_block:
                self.sequence(node, old, new)
                return
        self.replace(node, new)

    def replace(self, node: Any, new: Value) -> None:
        """Write a value anew where another stood: below one another where that did, else on one line."""
        start, end = node.start_mark.index, self.end(node)
        put = scalar(new) if isinstance(new, Text) and not new.is_null else flow(new)
        if not isinstance(new, Text) and new and not getattr(node, "flow_style", True):
            first, *rest = block_lines(new, node.start_mark.column)
            put = self.newline.join([first[node.start_mark.column :], *rest])
        self.edits.append((start, end, put))

    def end(self, node: Any) -> int:
        """Return where a node's own text ends, without the comments and empty lines that follow."""
        kind = type(node).__name__
        if kind != "ScalarNode" and not node.flow_style and node.value:
            last = node.value[-1]
            return self.end(last[1] if isinstance(last, tuple) else last)
        end: int = node.end_mark.index
        while end > node.start_mark.index and self.text[end - 1] in "\r\n":  # a block scalar ends after its line
            end -= 1
        return end

    def mapping(self, node: Any, old: Map, new: Map, is_block: bool) -> bool:
        """Change a mapping key by key; False where it has to be written anew."""
        nodes = {key.value: (key, value) for key, value in node.value}
        if len(nodes) != len(node.value) or not set(old) <= set(nodes):
            return False
        kept = [key for key in old if key in new]
        if [key for key in new if key in old] != kept and not is_block:
            return False
        if [key for key in new if key in old] != kept or not kept:
            return False
        added, gone = [key for key in new if key not in old], [key for key in old if key not in new]
        if (added or gone) and not is_block:
            return False
        for key in kept:
            self.change(nodes[key][1], old[key], new[key])
        for key in gone:
            self.cut(*nodes[key])
        order = list(new)
        for key in reversed(added):
            before = next((each for each in reversed(order[: order.index(key)]) if each in old), None)
            indent = node.value[0][0].start_mark.column
            put = [*entry(key, new[key], indent)]
            if before is not None:
                self.insert_after(self.end(nodes[before][1]), put)
            else:
                first = node.value[0][0].start_mark.index
                self.edits.append(
                    (
                        first,
                        first,
                        (self.newline + " " * indent).join([line[indent:] for line in put])
                        + self.newline
                        + " " * indent,
                    )
                )
        return True

    def sequence(self, node: Any, old: Seq, new: Seq) -> None:
        """Change a list entry by entry: equal ones stay, the others are changed, cut out or put in."""
        indent = node.start_mark.column
        matcher = SequenceMatcher(None, [flow(item) for item in old], [flow(item) for item in new], autojunk=False)
        for kind, a, b, c, d in matcher.get_opcodes():
            if kind == "equal":
                continue
            both = min(b - a, d - c)
            for k in range(both):
                self.change(node.value[a + k], old[a + k], new[c + k])
            for k in range(a + both, b):
                dash = self.text.rindex("-", 0, node.value[k].start_mark.index)
                self.cut_between(dash, self.end(node.value[k]))
            put = [line for item in new[c + both : d] for line in block_lines(_listed(item), indent)]
            if put and a + both > 0:
                self.insert_after(self.end(node.value[a + both - 1]), put)
            elif put:
                first = node.start_mark.index
                lines = [line[indent:] for line in put]
                glue = self.newline + " " * indent
                self.edits.append((first, first, glue.join([*lines, ""])))

    def cut(self, key: Any, value: Any) -> None:
        """Cut out an entry of a mapping."""
        self.cut_between(key.start_mark.index, max(self.end(value), key.end_mark.index + 1))

    def cut_between(self, start: int, end: int) -> None:
        """Cut out whole lines where nothing else but a comment stands on them."""
        start_of_line = self.text.rfind("\n", 0, start) + 1
        if not self.text[start_of_line:start].strip():
            stop = self.text.find("\n", end)
            self.edits.append((start_of_line, len(self.text) if stop < 0 else stop + 1, ""))
        else:
            self.edits.append((start, end, ""))

    def insert_after(self, end: int, lines: list[str]) -> None:
        """Write lines after the line on which something ends."""
        stop = self.text.find("\n", end)
        at = len(self.text) if stop < 0 else stop + 1
        lead = self.newline if stop < 0 else ""
        self.edits.append((at, at, lead + self.newline.join(lines) + ("" if stop < 0 else self.newline)))


def _listed(item: Value) -> Seq:
    made = Seq([item])
    made.place = item.place
    return made
