"""Rival hypotheses weighed by evidence, for the terminal: who leads, the matrix, what each origin tells."""

from __future__ import annotations

from holdfast.report.text import Style, hanging, paragraph, table, unstyled
from holdfast.report.weigh_view import MARK, SetView, set_view
from holdfast.report.words import listing
from holdfast.uncertainty.weighing import Weighing

_LEAST_TEXT = 24
"""Columns that the text of a row needs beside its numbers; with fewer it stands above them."""


def weighing_text(answer: Weighing, width: int = 80, style: Style = unstyled) -> str:
    """Write an answer for people.

    Parameters
    ----------
    answer : Weighing
        What was found.
    width : int
        Columns to fill.
    style : callable
        How to show a role.
    """
    parts = [_set_text(set_view(each), answer.account, width, style) for each in answer.sets.values()]
    if answer.unread:
        unread = f"The lexicon {answer.lexicon} has no number for {listing(answer.unread)}"
        parts.append(paragraph(f"{unread}: here the case's own lexicon counts.", width))
    return "\n\n\n".join(parts)


def _set_text(view: SetView, account: str, width: int, style: Style) -> str:
    title = view.question or f"Which of {view.id} is true?"
    under = f", under the account {account}" if account else ""
    parts = [
        style(paragraph(f"{title} ({view.id}{under})", width), "title"),
        _hypotheses(view, width, style),
        "\n".join(paragraph(each, width) for each in view.sentences),
    ]
    if view.rows:
        parts.append(_matrix(view, width, style))
        parts.append(_words(view, width, style))
        parts.append(_origins(view, width, style))
    if view.searches:
        lines = [style("What to look for", "head")]
        parts.append("\n".join([*lines, *(paragraph(f"- {each}", width, "  ") for each in view.searches)]))
    if view.accounts:
        head = ["account", *(line.letter for line in view.lines)]
        rows = [[key, *cells] for key, cells in view.accounts]
        shown = table(head, rows, width, style=style)
        parts.append(f"{style(paragraph('After the evidence under each account, in %', width), 'head')}\n{shown}")
    return "\n\n".join(part for part in parts if part)


def _hypotheses(view: SetView, width: int, style: Style) -> str:
    head = ["", "hypothesis", "before, %", "after, %", "against"]
    rows = [[line.letter, line.text, line.before, line.after, line.against] for line in view.lines]
    return table(head, rows, width, style=style, shrink=1)


def _matrix(view: SetView, width: int, style: Style) -> str:
    letters = [line.letter for line in view.lines]
    wide = [max(len(row.cells[k]) for row in view.rows) for k in range(len(letters))]
    left = len(str(len(view.rows)))
    lead = f"How likely each row would be if a hypothesis were true, in % ({MARK} less likely than not)"
    parts = [style(paragraph(lead, width), "head")]
    if left + 2 + _LEAST_TEXT + sum(each + 2 for each in wide) <= width:
        rows = [[str(row.number), row.text, *row.cells] for row in view.rows]
        return "\n".join([*parts, table(["", "evidence", *letters], rows, width, style=style, shrink=1)])
    parts += [hanging(str(row.number), row.text, width, left + 2) for row in view.rows]
    start = 0
    while start < len(letters):  # as many columns side by side as there is room for
        end, used = start, left
        while end < len(letters) and (end == start or used + 2 + wide[end] <= width):
            used += 2 + wide[end]
            end += 1
        rows = [[str(row.number), *row.cells[start:end]] for row in view.rows]
        parts.append("\n" + table(["", *letters[start:end]], rows, width, style=style))
        start = end
    return "\n".join(parts)


def _words(view: SetView, width: int, style: Style) -> str:
    lines = []
    for row in view.rows:
        said = [f"{line.letter} {word}" for line, word in zip(view.lines, row.words, strict=True) if word]
        if said:
            lines.append(hanging(str(row.number), ", ".join(said), width, len(str(len(view.rows))) + 2))
    return "\n".join([style("In words", "head"), *lines]) if lines else ""


def _origins(view: SetView, width: int, style: Style) -> str:
    head = ["origin", "rows", "for", "against", "times", "without it"]
    rows = [
        [each.name, each.rows, each.speaks_for, each.speaks_against, each.times, each.without] for each in view.origins
    ]
    lead = "What each origin tells: how many times as likely it is for the one as for the other; % without it"
    return "\n".join([style(paragraph(lead, width), "head"), table(head, rows, width, style=style, shrink=0)])
