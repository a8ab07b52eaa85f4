"""Plain text for the terminal: wrapped paragraphs and tables without boxes, for any width."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence

Style = Callable[[str, str], str]
"""``style(text, role)`` gives the text as the terminal should show it; roles are ``title``, ``head``,
``good``, ``fair``, ``bad``, ``open`` and ``dim``."""


def unstyled(text: str, role: str) -> str:
    """Leave text as it is."""
    return text


def paragraph(text: str, width: int, indent: str = "") -> str:
    """Wrap a paragraph; the first line keeps its leading spaces, later lines start with ``indent``."""
    lead = " " * (len(text) - len(text.lstrip()))
    body = " ".join(text.split())
    return textwrap.fill(body, width, initial_indent=lead, subsequent_indent=indent, break_on_hyphens=False)


def hanging(label: str, text: str, width: int, left: int) -> str:
    """Wrap a text beside a label in a column of ``left`` characters; a longer label gets a line of its own."""
    pad = " " * left
    if len(label) >= left:
        body = textwrap.fill(
            " ".join(text.split()), width, initial_indent=pad, subsequent_indent=pad, break_on_hyphens=False
        )
        return f"{label}\n{body}"
    first = label.ljust(left)
    return textwrap.fill(
        " ".join(text.split()), width, initial_indent=first, subsequent_indent=pad, break_on_hyphens=False
    )


def table(
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    width: int,
    *,
    style: Style = unstyled,
    roles: Callable[[int, int], str] | None = None,
    shrink: int = 0,
) -> str:
    """Lay out a table: two spaces between columns, cells wrapped where the width does not suffice.

    Parameters
    ----------
    head : sequence of str
        Column headings.
    rows : sequence of sequence of str
        Cells.
    width : int
        Characters available.
    style : callable
        How to show a role.
    roles : callable, optional
        ``roles(row, column)`` gives the role of a cell, or an empty string.
    shrink : int
        The column that gives up width when the table is too wide.

    Examples
    --------
    >>> print(table(["plan", "holds"], [["p28", "no"]], 40))
    plan  holds
    p28   no
    """
    columns = [[head[k], *(row[k] for row in rows)] for k in range(len(head))]
    widths = [max(len(cell) for cell in column) for column in columns]
    excess = sum(widths) + 2 * (len(widths) - 1) - width
    if excess > 0:
        longest_word = max(len(word) for cell in columns[shrink] for word in (cell.split() or [""]))
        widths[shrink] = max(widths[shrink] - excess, min(longest_word, 24))
    lines = [_line(head, widths, style, ["head"] * len(head))]
    for r, row in enumerate(rows):
        lines.append(_line(row, widths, style, [roles(r, k) if roles else "" for k in range(len(row))]))
    return "\n".join(lines)


def _line(cells: Sequence[str], widths: Sequence[int], style: Style, roles: Sequence[str]) -> str:
    wrapped = [textwrap.wrap(cell, w, break_on_hyphens=False) or [""] for cell, w in zip(cells, widths, strict=True)]
    out = []
    for k in range(max(len(cell) for cell in wrapped)):
        parts = [(cell[k] if k < len(cell) else "").ljust(w) for cell, w in zip(wrapped, widths, strict=True)]
        parts[-1] = parts[-1].rstrip()
        shown = [style(part, role) if role and part.strip() else part for part, role in zip(parts, roles, strict=True)]
        out.append("  ".join(shown).rstrip() if not any(roles) else "  ".join(shown))
    return "\n".join(line.rstrip() for line in out)
