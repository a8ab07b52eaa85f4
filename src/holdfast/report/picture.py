"""A picture of the states around a plan, as SVG that sits in the page: moves that parties prefer, and their answers.

Drawn left to right: the state asked about, the moves some party prefers to staying there (party by party), and the
reply that answers each, if there is one. Lines differ in dash and label as well as in colour, and colours come from the
page's style, so that the picture follows its light, dark and printed forms. Boxes are made as high as their text; text
is measured with widths of a wide font, so that it fits in any other.

matplotlib is not used: importing it alone would cost more time and memory than a brief takes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import combining, east_asian_width

from holdfast.questions.answer import Improvement, PartyVerdict
from holdfast.report.brief import Brief, Subject
from holdfast.report.sources import anchor
from holdfast.report.templates import render
from holdfast.report.view import SHORT, account_label, repliers
from holdfast.report.wording import Wording
from holdfast.report.words import change_words, chosen, listing, outcome_word, party_name

WIDTH = 720
LEFT, MIDDLE, RIGHT = (6, 138), (196, 262), (508, 206)
"""The three columns: x and width."""
PAD, GAP, GROUP_GAP, LINE, SMALL_LINE = 9, 8, 16, 16, 14
SIZE, SMALL = 12.5, 11.5
MAX_ROWS = 14
"""Most moves drawn; the others are counted."""
MAX_OF_PARTY = 4
"""Most moves drawn of one party where not all can be."""

_NARROW, _WIDE = frozenset("iIjl|!.,:;'‘’()[] ftr“”"), frozenset("mwMW@%—")


def text_width(text: str, size: float) -> float:
    """Return an upper estimate of a text's width in a wide sans-serif font."""
    total = 0.0
    for char in text:
        if combining(char):
            continue
        if east_asian_width(char) in "WF":
            total += 1.05
        elif char in _WIDE:
            total += 1.0
        elif char in _NARROW:
            total += 0.42
        else:
            total += 0.72 if char.isupper() or not char.isascii() else 0.62
    return total * size


def wrap(text: str, width: float, size: float, max_lines: int = 6) -> tuple[str, ...]:
    """Break a text into lines that fit; words too long are split, and what does not fit ends in an ellipsis.

    Examples
    --------
    >>> wrap("drop “Sign the text”", 80, 12.5)
    ('drop “Sign', 'the text”')
    """
    lines: list[str] = []
    line = ""
    for word in _pieces(text, width, size):
        longer = f"{line} {word}".strip()
        if line and text_width(longer, size) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    lines.append(line)
    if len(lines) <= max_lines:
        return tuple(lines)
    kept, last = lines[: max_lines - 1], lines[max_lines - 1]
    while last and text_width(f"{last}…", size) > width:
        last = last[:-1]
    return (*kept, f"{last.rstrip()}…")


def _pieces(text: str, width: float, size: float) -> Iterator[str]:
    for word in text.split():
        start = 0
        for end in range(1, len(word) + 1):
            if text_width(word[start:end], size) > width:
                yield word[start : end - 1]
                start = end - 1
        yield word[start:]


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text in the picture."""

    x: float
    y: float
    words: str
    kind: str


@dataclass(frozen=True, slots=True)
class Box:
    """A box with its lines."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    lines: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """An arrow, from right to left edge of boxes."""

    x: float
    y: float
    to_x: float
    to_y: float
    kind: str

    @property
    def path(self) -> str:
        """The curve, ending where the head begins."""
        end, bend = self.to_x - 7, (self.to_x - self.x) / 2
        return f"M{self.x:g} {self.y:g}C{self.x + bend:g} {self.y:g} {end - bend:g} {self.to_y:g} {end:g} {self.to_y:g}"

    @property
    def head(self) -> str:
        """The arrow head."""
        return f"M{self.to_x:g} {self.to_y:g}l-8 -4.5v9z"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture ready to be drawn."""

    id: str
    title: str
    description: str
    account: str | None
    width: int
    height: float
    boxes: tuple[Box, ...]
    edges: tuple[Edge, ...]
    texts: tuple[Text, ...]
    legend: tuple[tuple[str, str, float], ...]

    def svg(self) -> str:
        """Return the SVG element."""
        return render("picture.svg.j2", picture=self)


def _box(column: tuple[float, float], y: float, lines: list[tuple[str, str]], kind: str, height: float = 0) -> Box:
    """Lay out lines of (kind, words) in a box of a column; ``strong``, ``plain`` and ``small`` kinds of text."""
    x, width = column
    at, texts = y + PAD, []
    for style, words in lines:
        size, step = (SMALL, SMALL_LINE) if style in {"small", "letters"} else (SIZE, LINE)
        for line in wrap(words, width - 2 * PAD, size * (1.06 if style == "strong" else 1.0)):
            at += step
            texts.append(Text(x + PAD, at - 4, line, style))
    return Box(x, y, width, max(at + PAD - y, height), kind, tuple(texts))


def shown_account(brief: Brief, subject: Subject) -> str | None:
    """Return the account with most to show: the most moves that some party prefers, the first of equals."""
    return max(brief.accounts, key=lambda a: sum(len(v.improvements) for v in brief.answers[subject.id, a].parties))


def picture(brief: Brief, subject: Subject, wording: Wording, account: str | None = None) -> Picture:
    """Draw the states around a subject under one account.

    Parameters
    ----------
    brief : Brief
        The answers.
    subject : Subject
        What is asked about.
    wording : Wording
        The case's statements in words.
    account : str, optional
        Id of an account; the one with most to show by default.
    """
    case = brief.case
    account = account if account is not None else shown_account(brief, subject)
    hold = brief.answers[subject.id, account]
    boxes: list[Box] = []
    edges: list[Edge] = []
    texts: list[Text] = []
    told: list[str] = []
    y, joins = 8.0, []
    for verdict, moves, left_out in _selected(hold.parties):
        name = party_name(case, verdict.party)
        headline = f"{name}: {SHORT[verdict.verdict]}"
        for line in wrap(headline, MIDDLE[1], SIZE * 1.06, 2):
            y += LINE
            texts.append(Text(MIDDLE[0], y - 4, line, "strong"))
        y += 2
        for improvement in moves:
            kind = (
                "blocked"
                if improvement.sanction is None
                else "deterred"
                if improvement.sanction.credible
                else "bluffed"
            )
            what = change_words(case, improvement.move)
            lines = [("plain", f"could {what}")]
            if improvement.gain:
                lines.append(("small", f"gains: {wording.statement(account, verdict.party, improvement.gain).words}"))
            lines.append(("letters", improvement.to))
            left, right = _box(MIDDLE, y, lines, kind), _box(RIGHT, y, _answer(brief, improvement), kind)
            height = max(left.height, right.height)
            boxes += [_box(MIDDLE, y, lines, kind, height), _box(RIGHT, y, _answer(brief, improvement), kind, height)]
            middle = y + height / 2
            joins.append((middle, kind))
            edges.append(Edge(sum(MIDDLE), middle, RIGHT[0], middle, kind))
            told.append(f"{name} could {what}: {' '.join(words for _, words in _answer(brief, improvement))}.")
            y += height + GAP
        if left_out:
            y += SMALL_LINE
            texts.append(Text(MIDDLE[0] + PAD, y - 4, f"and {left_out} more such moves, not drawn", "small"))
        y += GROUP_GAP - GAP
    y -= GROUP_GAP - GAP
    if not joins:
        still = [("plain", "No party has a move that it prefers to staying.")]
        nobody = _box((MIDDLE[0], WIDTH - MIDDLE[0] - 6), 24.0, still, "none")
        boxes.append(nobody)
        told.append("No party has a move that it prefers to staying.")
        y += nobody.height + GAP
    here = [("strong", subject.id if subject.plan else subject.title)]
    here += [("plain", outcome_word(hold)), ("letters", hold.state)]
    height = _box(LEFT, 0, here, "here").height
    y = max(y, height + 24)
    start = _box(LEFT, max(8.0, (y - height) / 2), here, "here")
    middle = start.y + start.height / 2
    edges = [*(Edge(sum(LEFT), middle, MIDDLE[0], at, kind) for at, kind in joins), *edges]
    legend = _legend(y + 10, [kind for _, kind in joins])
    under = f", under {account_label(account)}" if len(brief.accounts) > 1 else ""
    return Picture(
        id=anchor("picture", subject.id.replace(" ", "-")),
        title=f"States around {subject.id if subject.plan else subject.title}{under}",
        description=" ".join(told),
        account=account,
        width=WIDTH,
        height=y + 16 + 19 * len(legend),
        boxes=(start, *boxes),
        edges=tuple(edges),
        texts=tuple(texts),
        legend=legend,
    )


def _selected(parties: tuple[PartyVerdict, ...]) -> Iterator[tuple[PartyVerdict, list[Improvement], int]]:
    """Yield the parties with improvements, those that can block first, and the moves of each that are drawn."""
    moving = [verdict for verdict in parties if verdict.improvements]
    moving.sort(key=lambda v: ("blocker" not in (v.verdict, *v.possible), v.verdict != "blocker"))
    few = sum(len(verdict.improvements) for verdict in moving) <= MAX_ROWS
    share = max(1, min(MAX_OF_PARTY, MAX_ROWS // max(1, len(moving))))
    for verdict in moving:
        first = chosen(verdict)
        ordered = sorted(
            verdict.improvements, key=lambda i: (i is not first, i.sanction is not None, i.n_changes, i.to)
        )
        allowed = len(ordered) if few else share
        yield verdict, ordered[:allowed], max(0, len(ordered) - allowed)


def _answer(brief: Brief, improvement: Improvement) -> list[tuple[str, str]]:
    case, sanction = brief.case, improvement.sanction
    if sanction is not None:
        wanted = "answered, and wanted" if sanction.credible else "answered, but not wanted"
        steps = [
            f"{party_name(case, move.partition(':')[0])} could {change_words(case, move)}" for move in sanction.moves
        ]
        return [("strong", wanted), ("plain", listing(steps, "then")), ("letters", sanction.to)]
    if improvement.worst is None:
        return [("strong", "no answer"), ("plain", "no reply leaves the party worse off than the move does")]
    by = (
        repliers(brief, improvement.worst) if len(improvement.worst.by) <= 2 else f"{len(improvement.worst.by)} parties"
    )
    return [("strong", "no answer"), ("plain", f"even the worst reply, by {by}, leaves the party better off")]


LEGEND = {
    "blocked": "a move that the party prefers and that meets no answer",
    "deterred": "answered by a reply that those who make it would want to make",
    "bluffed": "answered only by a reply that somebody making it would not want to make",
}


def _legend(y: float, kinds: list[str]) -> tuple[tuple[str, str, float], ...]:
    shown = [kind for kind in LEGEND if kind in kinds]
    return tuple((kind, LEGEND[kind], y + 14 + 19 * k) for k, kind in enumerate(shown))
