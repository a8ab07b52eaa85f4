"""A tree as YAML: one way to write each value, so that equal trees give equal text.

Mappings and lists stand on one line in brackets where they are small and fit, otherwise below one another. A text
stands without quotes where YAML reads it back as itself, otherwise in double quotes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from holdfast.casefile.encoding import UNPRINTABLE
from holdfast.casefile.located import Map, Seq, Text, Value

WIDTH = 120
_PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`=<~][^\n\r\t]*")
_NUMBER = re.compile(r"-[0-9.]+")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


def scalar(text: str, is_flow: bool = True) -> str:
    r"""Write a text so that it reads back as itself.

    Examples
    --------
    >>> scalar("Sign: now"), scalar("a, b", False), scalar("a, b"), scalar("null")
    ('"Sign: now"', 'a, b', '"a, b"', '"null"')
    """
    if _is_plain(text, is_flow):
        return str(text)
    quoted = json.dumps(text, ensure_ascii=False)
    return UNPRINTABLE.sub(lambda found: _escaped(ord(found[0])), quoted)


def _escaped(code: int) -> str:
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _is_plain(text: str, is_flow: bool) -> bool:
    if text in _NULLS or text != text.strip() or UNPRINTABLE.search(text):
        return False
    if not (_PLAIN.fullmatch(text) or _NUMBER.fullmatch(text)):
        return False
    if ": " in text or " #" in text or text.endswith(":") or text.startswith(("---", "...")):
        return False
    return not (is_flow and re.search(r"[,\[\]{}]|:$|:[\"']", text))


def flow(value: Value) -> str:
    r"""Write a value on one line.

    Examples
    --------
    >>> from holdfast.casefile.findings import Findings
    >>> from holdfast.casefile.located import read_tree
    >>> flow(read_tree("a:\n- x y\n- {b: null}", Findings("-")))
    '{a: [x y, {b: null}]}'
    """
    if isinstance(value, Map):
        return "{" + ", ".join(f"{scalar(key)}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, Seq):
        return "[" + ", ".join(flow(item) for item in value) + "]"
    return "null" if value.is_null else scalar(value)


def to_yaml(tree: Map) -> str:
    """Write a whole file, with an empty line between its sections.

    Examples
    --------
    >>> from holdfast.casefile.findings import Findings
    >>> from holdfast.casefile.located import read_tree
    >>> print(to_yaml(read_tree("{b: {x: {y: 1}}, a: c}", Findings("-"))), end="")
    b:
      x: {y: 1}
    a: c
    """
    lines: list[str] = []
    for key, item in tree.items():
        block = list(entry(key, item, 0))
        if len(block) > 1 and len(lines) > 1:
            lines.append("")
        lines += block
    return "\n".join(lines) + "\n"


def entry(key: str, value: Value, indent: int) -> Iterator[str]:
    """Yield the lines of one entry of a mapping."""
    pad = " " * indent
    head = f"{pad}{scalar(key, False)}:"
    if isinstance(value, Text):
        yield f"{head} {'null' if value.is_null else scalar(value, False)}"
    elif not value or (_is_small(value, indent) and len(head) + 1 + len(flow(value)) <= WIDTH):
        yield f"{head} {flow(value)}"
    else:
        yield head
        yield from block(value, indent + 2)


def block(value: Map | Seq, indent: int) -> Iterator[str]:
    """Yield the lines of a mapping or list, its parts below one another."""
    if isinstance(value, Map):
        for key, item in value.items():
            yield from entry(key, item, indent)
        return
    pad = " " * indent
    for item in value:
        if isinstance(item, Text) or not item or indent + 2 + len(flow(item)) <= WIDTH:
            shown = "null" if isinstance(item, Text) and item.is_null else ""
            yield f"{pad}- {shown or (scalar(item, False) if isinstance(item, Text) else flow(item))}"
            continue
        first, *rest = block(item, indent + 2)
        yield f"{pad}- {first[indent + 2 :]}"
        yield from rest


def _is_small(value: Map | Seq, indent: int) -> bool:
    """Whether a value is better read on one line: no mapping of mappings, and no section of the file."""
    if isinstance(value, Seq):
        return not any(isinstance(item, Map) for item in value) or len(value) == 1
    return indent > 0 and all(not isinstance(item, Map) for item in value.values())
