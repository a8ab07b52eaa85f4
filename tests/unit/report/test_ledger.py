"""The calibration picture: what is drawn is what was counted, and nothing in it can break out."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from holdfast.ledger.scoring import score
from holdfast.report.calibration import PAD, SIDE, page, sheet, svg
from holdfast.report.ledger import chance_words, scores_text
from tests.unit.ledger.making import asked, forecast, interval, ledger, resolved

MADE = ledger(
    *((f"q{k}", forecast(f"{k}?", p)) for k, p in enumerate([0.05, (0.6, 0.8), 0.75, 0.72, 1.0])),
    *(resolved(f"q{k}", outcome) for k, outcome in enumerate(["no", "yes", "yes", "no", "yes"])),
)
SVG = "{http://www.w3.org/2000/svg}"


def test_dots_stand_where_they_should() -> None:
    (panel,) = sheet(score(MADE)).panels
    inner = SIDE - 2 * PAD
    assert [dot.n for dot in panel.dots] == [1, 3, 1]
    low, mid, top = panel.dots
    assert (low.x, low.y) == (pytest.approx(PAD + 0.05 * inner), SIDE - PAD)
    assert mid.x == pytest.approx(PAD + inner * (0.7 + 0.75 + 0.72) / 3, abs=0.01)
    assert mid.y == pytest.approx(PAD + inner * (1 - 2 / 3), abs=0.01)
    assert (mid.left_x, mid.right_x) == (
        pytest.approx(PAD + inner * (0.6 + 0.75 + 0.72) / 3, abs=0.01),
        pytest.approx(PAD + inner * (0.8 + 0.75 + 0.72) / 3, abs=0.01),
    )
    assert mid.high_y < mid.y < mid.low_y
    assert (top.x, top.y) == (SIDE - PAD, PAD)
    assert mid.radius > top.radius


def test_the_picture_is_well_formed_and_says_what_it_shows() -> None:
    tree = ElementTree.fromstring(svg(score(MADE)))
    assert len(tree.findall(f".//{SVG}circle")) == 3
    described = tree.findtext(f"{SVG}desc")
    assert described == (
        "Ann: of 1 at about 5 %, 0 came true; of 3 at about 72.3 %, 2 came true; of 1 at about 100 %, 1 came true."
    )
    assert tree.get("width") == str(sheet(score(MADE)).width)


def test_names_cannot_break_out() -> None:
    who = "<script>\"&'" + "W" * 300
    made = ledger(forecast(who=who), resolved("f1"))
    for text in (svg(score(made)), page(score(made), "<b>&")):
        assert "<script" not in text
        assert "<b>" not in text
    ElementTree.fromstring(svg(score(made)))


def test_several_forecasters_stand_side_by_side_in_order() -> None:
    made = ledger(*(forecast(who=who) for who in ("Zoe", "Ann", "Mia")), resolved("f1"))
    panels = sheet(score(made)).panels
    assert [each.title for each in panels] == ["Zoe", "Ann", "Mia"]
    assert panels[0].y == panels[1].y < panels[2].y
    assert panels[0].x == panels[2].x < panels[1].x


def test_nothing_scored() -> None:
    for made in (ledger(), ledger(forecast()), ledger(asked())):
        assert "Nothing is scored yet" in svg(score(made))
        assert "Nothing has been resolved" in scores_text(score(made), 80)
        page(score(made), "x")


@pytest.mark.parametrize("width", [40, 80, 100])
def test_lines_fit(width: int) -> None:
    text = scores_text(score(MADE, pairs=True), width)
    assert max(map(len, text.splitlines())) <= max(width, 62)  # the table has its own least width


def test_numbers_stand_beside_words() -> None:
    from holdfast.ledger import Chance

    said = [
        chance_words(forecast(chance=Chance(0.55, 0.8, None, "likely", "icd203", "norm"))),
        chance_words(forecast(chance=Chance(0.1, 0.6, None, "may", "survey", "convention"))),
        chance_words(forecast(chance=Chance(0.1, 0.6, 0.5))),
        chance_words(forecast(p=0.125)),
        chance_words(interval()),
    ]
    assert said == [
        "“likely” (55–80 %, icd203)",
        "“may” (10–60 %, convention)",
        "50 % (10–60 %)",
        "12.5 %",
        "10 to 20 carts, at 80 %",
    ]
