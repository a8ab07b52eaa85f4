"""YAML syntax errors in plain words, the same for libyaml and for PyYAML's own parser."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from holdfast.casefile.findings import Place, quote

_RULES: tuple[tuple[str, str, str], ...] = (
    ("mapping values are not allowed", 'a ":" that cannot stand here', 'put a text that contains ": " in quotes'),
    ("could not find expected ':'", 'no ":" after a key', 'write "key: text", and indent lines that continue a text'),
    ("while scanning a simple key", 'no ":" after a key', 'write "key: text", and indent lines that continue a text'),
    (
        "block sequence entries are not allowed",
        'a "-" that cannot stand here',
        'begin the list on a line of its own, or quote the "-"',
    ),
    (
        "expected '-' indicator",
        "the indentation does not fit the list",
        'every entry of a list begins with "- " in the same column',
    ),
    (
        "unknown escape character",
        "unknown escape in a text in double quotes",
        'use single quotes, or write "\\\\" for a backslash',
    ),
    (
        "expected escape sequence",
        "unknown escape in a text in double quotes",
        'use single quotes, or write "\\\\" for a backslash',
    ),
    ("invalid unicode character", "escape of a character that does not exist", ""),
    ("incompatible yaml document", "a YAML version that is not read here", "write %YAML 1.2, or leave the line out"),
    ("duplicate %yaml", "a second %YAML line", "leave it out"),
    ("unknown directive", "a directive that is not used here", "leave it out"),
    ("undefined tag handle", "a tag", "leave it out, or put a text that begins with ! in quotes"),
    ("scanning a tag", "a tag", "leave it out, or put a text that begins with ! in quotes"),
    ("scanning an anchor", 'a text that begins with "&"', "put it in quotes"),
    ("scanning an alias", 'a text that begins with "*"', "put it in quotes"),
    (
        "scanning a block scalar",
        'a text after "|" or ">" that cannot stand there',
        "begin the text on the next line, indented",
    ),
    ("expected <document start>", "text that belongs to nothing", "indent it, or give it a key"),
    ("expected <block end>", "the indentation does not fit", "keys of one mapping begin in the same column"),
    ("expected key", "the indentation does not fit", "keys of one mapping begin in the same column"),
)


def explain(error: Any, text: str, place: Callable[[Any], Place]) -> tuple[int, int, str, str]:
    """Return line, column, message and hint for an error of the YAML parser."""
    mark = getattr(error, "problem_mark", None)
    context_mark = getattr(error, "context_mark", None)
    problem = f"{getattr(error, 'context', '') or ''} {getattr(error, 'problem', '') or ''}".lower()
    mark = mark or context_mark
    if "scanning a simple key" in problem:
        mark = context_mark or mark
    if mark is None:  # a reader error: excluded beforehand, but the parser has the last word
        return 1, 1, "this is not plain text", "save the file as UTF-8"
    line, column = place(mark)
    rows = re.split("\r\n|\r|\n", text)
    row = rows[line - 1] if line <= len(rows) else ""
    at_end = mark.index >= len(text.rstrip())
    char = row[column - 1 : column]

    indent = row[: len(row) - len(row.lstrip())]
    if "\t" in indent:
        return line, indent.index("\t") + 1, "a tab is used to indent", "use spaces"
    if "scalar" in problem and ("quoted" in problem or "double" in problem) and ("end of stream" in problem or at_end):
        line, column = place(context_mark or mark)
        return line, column, "a quoted text is never closed", "add the closing quote, and put the text on one line"
    if "flow" in problem or "',' or" in problem:
        if context_mark is not None:
            opened = place(context_mark)
            bracket = text[context_mark.index : context_mark.index + 1]
            if at_end or char == "" or line > opened[0]:
                return *opened, f'"{bracket}" is never closed', f'add "{"]" if bracket == "[" else "}"}"'
        message = f"unexpected {quote(char)} in a list or mapping in brackets" if char else "a bracket is never closed"
        return line, column, message, 'put "," between entries, and quote texts that contain brackets or ": "'
    if "cannot start any token" in problem:
        return line, column, f"a text cannot begin with {quote(char)}", "put the text in quotes"
    if "document separator" in problem:
        return line, column, "a quoted text is never closed", "add the closing quote"
    if char and char in "[]{},":
        return line, column, f"unexpected {quote(char)}", "take it out, or put a text that contains it in quotes"
    for key, message, hint in _RULES:
        if key in problem:
            return line, column, message, hint
    return line, column, "this cannot be read as YAML", "check the indentation, and quote texts with special characters"
