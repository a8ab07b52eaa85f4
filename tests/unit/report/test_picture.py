"""The picture: text inside its boxes, boxes apart, something sensible for none and for many moves."""

import pytest

import holdfast as hf
from holdfast.report.brief import Subject
from holdfast.report.picture import RIGHT, SIZE, SMALL, WIDTH, picture, text_width, wrap
from holdfast.report.wording import Wording

from .conftest import brief_of
from .page import Page


def pictures(brief):
    return [
        picture(brief, subject, Wording(brief.case), account)
        for subject in brief.subjects
        for account in brief.accounts
    ]


def check(drawn):
    for box in drawn.boxes:
        assert 0 <= box.x < box.x + box.width <= WIDTH
        assert 0 <= box.y < box.y + box.height <= drawn.height
        for line in box.lines:
            size = SMALL if line.kind in {"small", "letters"} else SIZE
            assert line.x + text_width(line.words, size) <= box.x + box.width
            assert box.y < line.y < box.y + box.height
    for first in drawn.boxes:
        for second in drawn.boxes:
            if first is not second:
                apart = first.x + first.width <= second.x or second.x + second.width <= first.x
                assert apart or first.y + first.height <= second.y or second.y + second.height <= first.y
    for line in drawn.texts:
        assert not any(b.x <= line.x < b.x + b.width and b.y < line.y - 3 < b.y + b.height for b in drawn.boxes)
    assert all(edge.to_x > edge.x for edge in drawn.edges)
    svg = Page(drawn.svg())
    assert [tag for tag, _ in svg.elements].count("svg") == 1


def test_every_picture_of_every_case(brief):
    for drawn in pictures(brief):
        check(drawn)


def test_nobody_moves():
    drawn = pictures(brief_of("elmira-1991"))[1]
    assert "No party has a move" in drawn.description
    assert drawn.edges == ()
    assert drawn.legend == ()


def many(n_parties, n_options, long=""):
    """Return a case in which every party would rather do everything than stay."""
    parties = {f"p{p}": {f"o{p}_{o}": f"Do {o} {long}" for o in range(n_options)} for p in range(n_parties)}
    lines = ["schema: holdfast/case/1", "title: Many", "parties:"]
    for party, options in parties.items():
        lines.append(f"  {party}:\n    name: Party {party} {long}\n    options:")
        lines += [f"      {option}: {text}" for option, text in options.items()]
    lines += ["preferences:", *(f"  {p}: [{', '.join(options)}]" for p, options in parties.items())]
    letters = "N" * n_parties * n_options
    lines.append(f"status_quo: {{state: {letters}, assumed: true}}")
    return hf.loads("\n".join(lines), warnings=[])


@pytest.mark.parametrize(
    ("n_parties", "n_options", "long"), [(2, 4, ""), (6, 2, ""), (2, 2, "Donaudampfschifffahrt" * 6)]
)
def test_many_moves_and_long_words(n_parties, n_options, long):
    brief = hf.brief(many(n_parties, n_options, long))
    drawn = picture(brief, Subject("status quo", "Status quo", state="N" * n_parties * n_options), Wording(brief.case))
    check(drawn)
    rows = sum(box.x == RIGHT[0] for box in drawn.boxes)
    assert rows <= 14 + n_parties
    total = n_parties * (2**n_options - 1)
    hidden = [line.words for line in drawn.texts if "not drawn" in line.words]
    assert rows + sum(int(words.split()[1]) for words in hidden) == total


def test_wrapping():
    assert wrap("a b", 1000, 12) == ("a b",)
    assert wrap("", 100, 12) == ("",)
    lines = wrap("word " * 200, 100, 12, max_lines=3)
    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert text_width("漢字", 10) > text_width("ab", 10)
    assert text_width("é", 10) == text_width("é", 10) or text_width("é", 10) > 0
