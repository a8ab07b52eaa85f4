"""YAML 1.2 core with positions and limits: bytes to a tree of texts, mappings and lists that know where they stand.

The tree is built from PyYAML's *event stream*, not by its constructor and not by ruamel.yaml: events of the C parser
take 0.18 s a megabyte here, ruamel's round-trip loader 50 to 100 times that, and a hostile file has to be refused in
under a second. YAML 1.1 typing cannot come in this way, because nothing is typed at all: every scalar stays text, and
the field that wants a number or a truth value reads it. Nothing is constructed, resolved, expanded or included.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from holdfast.casefile.encoding import line_starts
from holdfast.casefile.findings import Findings, Place, quote
from holdfast.casefile.limits import MAX_DEPTH, MAX_NODES, MAX_TEXT

if TYPE_CHECKING:
    import yaml

_PAIR = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")
_ESCAPE = re.compile(r"\\(?:u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|.)")
_SHORTER = 2
"""Characters by which one escape is shorter than two."""
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


class Text(str):
    """A scalar as text, with its place.

    Attributes
    ----------
    line, column : int
        One-based place of its first character in the file (of the quote, where there is one).
    plain : bool
        Whether it stands without quotes.
    inset : int
        Characters between the place and the text's first character, or -1 where the text in the file is not the same
        character by character (folded, escaped, or on several lines).
    """

    __slots__ = ("column", "inset", "line", "plain")
    line: int
    column: int
    plain: bool
    inset: int

    @classmethod
    def at(cls, value: str, place: Place, plain: bool = True, inset: int = 0) -> Text:
        """Return a text at a place."""
        text = cls(value)
        text.line, text.column = place
        text.plain, text.inset = plain, inset
        return text

    @property
    def place(self) -> Place:
        """Line and column."""
        return self.line, self.column

    @property
    def is_null(self) -> bool:
        """Whether it stands for nothing: empty, ``~`` or ``null`` without quotes."""
        return self.plain and self in _NULLS

    def within(self, offset: int) -> Place:
        """Return the place of one of its characters, or its own place where that is not known exactly."""
        return (self.line, self.column + self.inset + offset) if self.inset >= 0 else self.place


class Map(dict[Text, "Value"]):
    """A mapping with the place where it begins."""

    __slots__ = ("place",)
    place: Place

    def key(self, name: str) -> Text:
        """Return a key as it stands in the file."""
        return next(key for key in self if key == name)

    def part(self, name: str) -> Value | None:
        """Return what stands under a key, if anything does."""
        return self.get(Text(name))


class Seq(list["Value"]):
    """A list with the place where it begins."""

    __slots__ = ("place",)
    place: Place


Value = Text | Map | Seq


class _Stop(Exception):
    """What was found makes it useless to read on."""


_SKIP = Text.at("", (0, 0))


class _Frame:
    """A list or mapping that is being filled."""

    __slots__ = ("key", "keys", "value")

    def __init__(self, value: Map | Seq) -> None:
        self.value = value
        self.key: Text | None = None
        self.keys: dict[str, Text] = {}


class _Builder:
    def __init__(self, text: str, found: Findings) -> None:
        self.text, self.found = text, found
        self.joined: list[int] = []  # where, in the text to be parsed, what was rewritten ends
        self.starts = line_starts(text)
        self.root: Value | None = None
        self.stack: list[_Frame] = []
        self.n_nodes = 0

    def place(self, mark: Any) -> Place:
        index = mark.index + _SHORTER * bisect_right(self.joined, mark.index)
        line = bisect_right(self.starts, index)
        return line, index - self.starts[line - 1] + 1

    def run(self) -> Value | None:
        import yaml

        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        if not self.joined and loader is yaml.SafeLoader and _PAIR.search(self.text):
            self.join()
        try:
            for event in yaml.parse(self.text, Loader=loader):
                self.take(yaml, event)
        except _Stop:
            return None
        except yaml.YAMLError as error:
            if not self.joined and _PAIR.search(self.text):  # libyaml refuses them
                self.root, self.stack, self.n_nodes = None, [], 0
                self.join()
                if self.joined:
                    return self.run()
            self.explain(error)
            return None
        return self.root

    def join(self) -> None:
        r"""Rewrite pairs of surrogates, as JSON escapes characters beyond U+FFFF, in YAML's own way (``\U``)."""
        end = 0
        parts: list[str] = []
        length = 0
        for match in _ESCAPE.finditer(self.text):
            if match.group(1) is None:
                continue
            high, low = int(match.group(1), 16), int(match.group(2), 16)
            made = f"\\U{0x10000 + ((high & 0x3FF) << 10) + (low & 0x3FF):08X}"
            parts += (self.text[end : match.start()], made)
            length += match.start() - end + len(made)
            self.joined.append(length)
            end = match.end()
        self.text = "".join((*parts, self.text[end:]))

    def take(self, yaml: Any, event: Any) -> None:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            self.count(event)
            self.put(self.scalar(event), event)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self.put(self.stack.pop().value, event)
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            self.count(event)
            self.open(Map() if kind is yaml.MappingStartEvent else Seq(), event)
        elif kind is yaml.AliasEvent:
            self.count(event)
            place = self.place(event.start_mark)
            self.found.add(place, "HF104", f"alias {quote('*' + event.anchor)}", "write the text out where it is used")
            self.found.mute(place)
            self.put(Text.at("", place, plain=False, inset=-1), event)
        elif kind is yaml.DocumentStartEvent:
            self.document(event)

    def count(self, event: Any) -> None:
        self.n_nodes += 1
        place = self.place(event.start_mark)
        if self.n_nodes > MAX_NODES:
            self.stop(place, "HF103", "too many entries", f"at most {MAX_NODES:,} texts, lists and mappings are read")
        if event.anchor is not None and type(event).__name__ != "AliasEvent":
            hint = "write the text out where it is used"
            self.found.add(place, "HF104", f"anchor {quote('&' + event.anchor)}", hint)
            self.found.mute(place)
        tag = getattr(event, "tag", None)
        if tag is not None:
            tag = "!!" + tag.removeprefix("tag:yaml.org,2002:") if tag.startswith("tag:yaml.org,2002:") else tag
            self.found.add(place, "HF104", f"tag {quote(tag)}", "leave it out: what a value is follows from its key")
            self.found.mute(place)

    def document(self, event: Any) -> None:
        place = self.place(event.start_mark)
        if self.root is not None:
            hint = "one case a file: take out this line and what follows"
            self.stop(place, "HF104", 'a second document begins here ("---")', hint)
        if event.tags:
            self.found.add(place, "HF104", "directive %TAG", "leave it out: tags are not used")

    def open(self, value: Map | Seq, event: Any) -> None:
        value.place = self.place(event.start_mark)
        if len(self.stack) >= MAX_DEPTH:
            self.stop(
                value.place, "HF103", "nested too deep", f"at most {MAX_DEPTH} levels of lists and mappings are read"
            )
        self.stack.append(_Frame(value))

    def scalar(self, event: Any) -> Text:
        value: str = event.value
        start, end = event.start_mark.index, event.end_mark.index
        plain = event.style is None or event.style == ""
        inset = 0 if plain else 1
        if event.style in ("|", ">") or self.text[start + inset : end - inset] != value:
            inset = -1
        text = Text.at(value, self.place(event.start_mark), plain, inset)
        if len(value) > MAX_TEXT:
            hint = f"at most {MAX_TEXT:,} characters are read"
            self.found.add(text.place, "HF103", f"text of {len(value):,} characters", hint)
            self.found.mute(text.place)
        return text

    def put(self, value: Value, event: Any) -> None:
        if not self.stack:
            self.root = value
            return
        frame = self.stack[-1]
        parent = frame.value
        if isinstance(parent, Seq):
            parent.append(value)
        elif frame.key is None:
            frame.key = self.key(frame, value)
        else:
            if frame.key is not _SKIP:
                parent[frame.key] = value
            frame.key = None

    def key(self, frame: _Frame, key: Value) -> Text:
        if not isinstance(key, Text):
            kind = "a list" if isinstance(key, Seq) else "a mapping"
            hint = "a key is a plain text; put a text that begins with a bracket or brace in quotes"
            self.found.add(key.place, "HF104", f"{kind} is used as a key", hint)
            return _SKIP
        if key == "<<" and key.plain:
            self.found.add(key.place, "HF104", 'merge key "<<"', "write the keys out")
            return _SKIP
        first = frame.keys.setdefault(key, key)
        if first is not key:
            where = f"first given at line {first.line}, column {first.column}"
            self.found.add(key.place, "HF105", f"key {quote(key)} is given twice", where)
            self.lose(key)
            return _SKIP
        return key

    def lose(self, key: Text) -> None:
        """Consider what a key given twice declares: what it holds the second time is not read."""
        path = [str(frame.key) for frame in self.stack[:-1]] + [str(key)]
        top, depth = path[0], len(path)
        declares = (
            (depth == 1 and top in ("parties", "issues", "states", "sources", "plans", "accounts"))
            or (depth == 2 and top in ("parties", "issues"))
            or (depth == 3 and (top, path[2]) in (("parties", "options"), ("issues", "positions")))
        )
        self.found.is_whole = self.found.is_whole and not declares
        if depth == 4 and top == "parties":
            self.found.silence("HF118")  # it may have been meant as another option: a letter more
        if top in ("preferences", "accounts"):
            self.found.silence("HF130")
        if key == "source":
            self.found.silence("HF153")

    def stop(self, place: Place, code: str, message: str, hint: str) -> None:
        self.found.add(place, code, message, hint)
        raise _Stop

    def explain(self, error: yaml.YAMLError) -> None:
        from holdfast.casefile.syntax import explain

        line, column, message, hint = explain(error, self.text, self.place)
        self.found.add((line, column), "HF102", message, hint)


def read_tree(text: str, found: Findings) -> Value | None:
    """Read YAML text into a tree, noting what is refused.

    Parameters
    ----------
    text : str
        Decoded text without a byte order mark.
    found : Findings
        Where problems go.

    Returns
    -------
    Text, Map, Seq or None
        None where the text cannot be read to its end, or holds nothing.

    Examples
    --------
    >>> tree = read_tree("a: [no, 017]", Findings("-"))
    >>> tree, tree["a"][1].place
    ({'a': ['no', '017']}, (1, 9))
    """
    for match in re.finditer(r"^%(?!YAML\b)[A-Za-z]\w*", text[:4096], re.MULTILINE):
        if re.fullmatch(r"(\s*(#.*|%.*)?\n)*", text[: match.start()]):
            found.add(
                (text.count("\n", 0, match.start()) + 1, 1), "HF104", f"directive {match.group()}", "leave it out"
            )
            return None
    return _Builder(text, found).run()
