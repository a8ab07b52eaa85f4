"""What a brief says beyond its verdicts: amendments, ways there, readings, drafts side by side."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import holdfast as hf
from holdfast.errors import CapacityError
from holdfast.report import further as room
from holdfast.report.further_view import (
    amendment_cell,
    cells_beside,
    mending,
    packages_views,
    pairs_apart,
    reading_summary,
    readings,
)
from holdfast.report.html import page
from holdfast.report.terminal import brief_text
from holdfast.report.ways_view import example_way, way_cell
from holdfast.report.wording import Wording

QUARRY = """
schema: holdfast/case/1
title: Quarry talks
parties:
  village: {name: Village, options: {sign_v: Sign, block_road: Block the road}}
  company: {name: Company, options: {sign_c: Sign, dig: Dig by night}}
status_quo: NYNY
issues:
  trucks: {name: Trucks a day, positions: [no_limit, 60, 40, 20], now: no_limit%s}
  fund: {name: Fund, positions: [none, small, large], now: none}
plans:
  offer: {title: Offer, positions: {trucks: 60, fund: small}, conduct: [not block_road, not dig]}
  demand: {title: Demand, positions: {trucks: 20, fund: large}, conduct: [not block_road, not dig]}
  sketch: {title: Sketch, positions: {fund: small}, conduct: [not block_road, not dig]}
agreement: {signatories: {village: sign_v, company: sign_c}}
preferences:
  village: [sign_v only if trucks >= 40, block_road if dig and fund != large, not dig, not block_road]
  company: [sign_c only if trucks <= 40, sign_c only if fund != large, not block_road, dig]
"""


@pytest.fixture(scope="module")
def quarry() -> hf.Brief:
    return hf.brief(hf.loads(QUARRY % ""))


def cell(brief: hf.Brief, plan: str):
    assert brief.further is not None
    return amendment_cell(brief.further.amendments[plan, None])


def test_cells_say_how_many_issues_have_to_change(quarry: hf.Brief):
    assert (cell(quarry, "offer").kind, cell(quarry, "offer").text) == ("soft", "1 change")
    assert cell(quarry, "demand").text == "2 changes"
    assert (cell(quarry, "sketch").text, cell(quarry, "sketch").more) == ("as it stands", "if filled in")


def test_amendments_are_written_with_names_and_who_is_better_off(quarry: hf.Brief):
    (only,) = mending(quarry, quarry.further, Wording(quarry.case))
    offer, demand, sketch = only.plans
    assert offer.amendments[0].changes == (("Trucks a day", "60", "40"),)
    assert (offer.amendments[0].gains, offer.amendments[0].gives) == ("Village", "")
    assert {each.gains for each in demand.amendments} == {"Company"}
    assert "Trucks a day ‘40’" in sketch.amendments[0].filled


def test_where_no_draft_will_do_the_page_says_what_rules_them_out():
    # the village insists on what the company refuses: no draft can meet both
    text = (QUARRY % "").replace("sign_c only if trucks <= 40", "sign_c only if trucks <= 60")
    brief = hf.brief(hf.loads(text))
    assert cell(brief, "offer").text == "none"
    (only,) = mending(brief, brief.further, Wording(brief.case))
    (off,) = only.standoffs
    assert off.plans == "every plan"
    assert {who for who, _ in off.obstacles} == {"Village", "Company"}
    shown = page(brief)
    assert 'href="#own.company.1"' in shown  # the statement links to its place, and so to its source
    assert "no draft at all would do" in brief_text(brief, 80)


def test_ways_say_who_goes_first_and_what_is_not_wanted(quarry: hf.Brief):
    offer = quarry.subjects[0]
    found = way_cell(quarry, quarry.further, offer, None)
    ways = quarry.further.ways["offer", None].targets[0].ways
    assert found is not None
    assert found.text.startswith(
        str(ways["improvements"].n_steps or ways["coalitions"].n_steps or ways["moves"].n_steps)
    )
    view = example_way(quarry, quarry.further, offer)
    assert view is not None
    assert view.steps[-1][1] == quarry.answers["offer", None].state
    assert all(done.startswith(("Village:", "Company:")) for done, _, _ in view.steps)


def test_drafts_side_by_side_keep_unknown_apart_from_no(quarry: hf.Brief):
    trucks, fund = cells_beside(quarry)
    assert [text for text, _ in trucks[2]] == ["60", "20", ""]
    assert [text for text, _ in fund[2]] == ["small", "large", "small"]
    rows = dict(pairs_apart(quarry, quarry.further))
    assert (rows["offer"][1].differ, rows["offer"][2].unknown, rows["offer"][0]) == (2, 1, None)


def test_readings_are_grouped_and_summed_up(quarry: hf.Brief):
    by_id = {each.id: each for each in readings(quarry, quarry.further)}
    assert set(by_id) == {"blockers", "ripeness", "commitment", "win_set", "hostility"}
    assert by_id["ripeness"].answers[0][1].startswith("Yes")
    assert reading_summary(quarry, quarry.further, "ripeness") == "yes"


def test_accounts_that_say_the_same_are_named_together():
    brief = hf.brief(hf.example("ukraine-2025"), plan="p28")
    said = reading_summary(brief, brief.further, "ripeness")
    assert said == "yes under kremlin and washington; no under author, kremlin_2024, kyiv and europe"
    text = brief_text(brief, 80)
    assert "washington: p28 as it stands." in text
    assert max(map(len, text.splitlines())) <= 80


def test_a_quick_brief_has_verdicts_only():
    brief = hf.brief(hf.loads(QUARRY % ""), quick=True)
    assert brief.further is None
    assert "Smallest changes" not in brief_text(brief, 80)
    assert 'id="amendments"' not in page(brief)


def test_what_is_refused_is_left_out_and_said(monkeypatch: pytest.MonkeyPatch):
    def refuse(*args: object, **kwargs: object) -> None:
        raise CapacityError("refused: too large", "use less")

    monkeypatch.setattr(room, "amend", refuse)
    brief = hf.brief(hf.loads(QUARRY % ""))
    assert brief.answers["offer", None].holds is False
    assert not brief.further.amendments
    assert len(brief.further.left_out) == 3
    assert "amendments of offer: refused: too large" in page(brief)
    assert "not asked: amendments of offer" in brief_text(brief, 80)


def test_json_of_a_brief_is_what_the_schema_says(quarry: hf.Brief):
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads(Path("docs/reference/answer.schema.json").read_text("utf-8"))
    shown = {"schema": "holdfast/answer/1", "question": "brief", "title": "T", "headline": "H"}
    shown["answers"] = [hold.json() for hold in quarry.answers.values()]
    shown |= quarry.further.json()
    jsonschema.Draft7Validator(schema).validate(json.loads(json.dumps(shown)))
    assert {"amendments", "ways", "readings", "drafts_apart"} <= set(shown)


def test_packages_are_shown_where_every_signatory_has_weights(quarry: hf.Brief):
    assert not quarry.further.packages
    brief = hf.brief(hf.example("two-valleys"))
    (view,) = packages_views(brief, brief.further)
    assert view.zone == "every signatory would sign 11 packages of 162"
    assert dict(view.plans) == {"governor": "inefficient", "engineers": "efficient"}
    (row,) = view.rows  # one package is all five
    assert row[0].startswith("Nash, Kalai-Smorodinsky")
    assert row[1:3] == (("+13.5", "+33", "+18"), "1")
    assert "What all could sign" in page(brief)
