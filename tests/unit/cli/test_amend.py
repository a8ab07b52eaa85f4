"""`holdfast amend` as people and programs meet it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import holdfast as hf
from holdfast.cli.main import cli
from holdfast.errors import CapacityError, QuestionError
from holdfast.shipped import examples

CASE = """schema: holdfast/case/1
title: Quarry
parties:
  village: {name: Village, options: {sign_v: Sign, block_road: Block}}
  company: {name: Company, options: {sign_c: Sign, dig: Dig}}
status_quo: NYNY
issues:
  trucks: {name: Trucks, positions: [no_limit, 60, 40, 20], now: no_limit}
  fund: {name: Fund, positions: [none, small, large], now: none}
  signs: {name: Signs, positions: [old, new], now: old}
plans:
  offer: {positions: {trucks: 60, fund: small, signs: old}, conduct: [not block_road, not dig]}
  demand: {positions: {trucks: 20, fund: large}, conduct: [not block_road, not dig]}
agreement: {signatories: {village: sign_v, company: sign_c}}
preferences:
  village: [sign_v only if trucks >= 40, block_road if dig and fund != large, fund = large or trucks = 20, not dig]
  company: [sign_c only if trucks <= 40, sign_c only if fund != large or trucks <= 60, not block_road, dig]
"""


@pytest.fixture
def path(tmp_path: Path) -> str:
    (tmp_path / "quarry.yaml").write_text(CASE)
    return str(tmp_path / "quarry.yaml")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["amend", *arguments])


def said(*arguments: str) -> str:
    return " ".join(run(*arguments).output.split())


def answer(*arguments: str) -> Any:
    done = run(*arguments, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def changes(found: dict[str, Any]) -> list[dict[str, str]]:
    return [{issue: each["to"] for issue, each in one["changes"].items()} for one in found["amendments"]]


def test_the_smallest_changes(path: str) -> None:
    found = answer(path, "--plan", "offer")
    assert (found["question"], found["plan"], found["account"], found["level"]) == ("amend", "offer", None, "firmly")
    assert (found["n_changes"], found["cost"], found["complete"]) == (1, 1, True)
    assert found["amendments"][0]["changes"] == {"trucks": {"from": "60", "to": "40"}}
    assert found["amendments"][0]["parties"]["company"]["verdict"] == "deterred"
    assert found["amendments"][0]["parties"]["village"]["would_sign"] is True
    assert "conflict" not in found
    text = run(path, "--plan", "offer").output
    assert "after 1 change; one way" in text
    assert "trucks: 60 → 40" in text


def test_unknown_cells_are_filled_and_counted(path: str) -> None:
    found = answer(path, "--plan", "demand")
    assert found["unknown"] == ["signs"]
    assert [each["filled"] for each in found["amendments"]] == [{"signs": "old"}] * 2
    assert [each["n_fillings"] for each in found["amendments"]] == [2, 2]
    assert changes(found) == [{"trucks": "40", "fund": "small"}, {"trucks": "40", "fund": "none"}]


def test_most_bounds_the_list_and_says_so(path: str) -> None:
    found = answer(path, "--plan", "demand", "--most", "1")
    assert len(found["amendments"]) == 1
    assert found["complete"] is False
    assert "more than one way" in said(path, "--plan", "demand", "--most", "1")


def test_costs_and_fixed_issues_count(tmp_path: Path) -> None:
    dear = CASE.replace("now: no_limit}", "now: no_limit, cost: 2.5}")
    (tmp_path / "dear.yaml").write_text(dear)
    found = answer(str(tmp_path / "dear.yaml"), "--plan", "offer")
    assert (found["n_changes"], found["cost"]) == (1, 2.5)
    assert "which count for 2.5" in said(str(tmp_path / "dear.yaml"), "--plan", "offer")
    (tmp_path / "closed.yaml").write_text(CASE.replace("now: no_limit}", "now: no_limit, fixed: true}"))
    found = answer(str(tmp_path / "closed.yaml"), "--plan", "offer")
    assert found["n_changes"] is None
    assert found["cost"] is None
    assert found["amendments"] == []
    assert found["fixed"] == ["trucks"]
    assert found["conflict"] == [
        {"party": "village", "statement": 1, "text": "sign_v only if trucks >= 40"},
        {"issue": "trucks", "fixed": "60"},
    ]
    assert [each["without"] for each in found["relaxations"]] == [[each] for each in found["conflict"]]
    assert found["relaxations"][1]["changes"] == {"trucks": {"from": "60", "to": "40"}}
    text = run(str(tmp_path / "closed.yaml"), "--plan", "offer").output
    assert "trucks is fixed at 60" in text
    assert "Village: `sign_v only if trucks >= 40` (statement 1)" in text


def test_a_signatory_that_gains_nothing_is_named(tmp_path: Path) -> None:
    nothing = CASE[: CASE.index("  company: [sign_c only")] + "  company: [not sign_c or sign_c, dig]\n"
    (tmp_path / "nothing.yaml").write_text(nothing)
    found = answer(str(tmp_path / "nothing.yaml"), "--plan", "offer")
    assert found["conflict"] == [{"party": "company", "statement": None, "text": "has to gain something to sign"}]
    assert "gains nothing by any plan" in found["note"]
    assert found["relaxations"] == []
    assert "Company has to gain something to sign" in run(str(tmp_path / "nothing.yaml"), "--plan", "offer").output


def test_several_plans_and_accounts() -> None:
    found = answer("ukraine-2025", "--account", "washington")
    assert [each["n_changes"] for each in found["answers"]] == [0, 2, 2, 0, 1, 1, 0, 1]
    text = run("ukraine-2025", "--account", "washington").output
    assert "plan  account" in text
    kyiv = said("ukraine-2025", "--account", "kyiv")
    assert kyiv.count("ruled out, see [1]") == 8
    assert "[1] Russia: `halt only if territory >= donetsk_withdrawal` (statement 1); Ukraine: `u_sign only" in kyiv
    assert max(map(len, text.splitlines())) <= 80


@pytest.mark.parametrize("slug", examples())
def test_every_shipped_case_is_answered(slug: str) -> None:
    found = answer(slug)
    if slug == "ukraine-2025":
        assert len(found["answers"]) == 48
        return
    assert run(slug).exit_code == 0
    if not hf.example(slug).plans:
        assert found["answers"] == []
        assert "no plans" in found["note"]
        assert "no plans" in said(slug)
    else:
        assert len(found["answers"]) == len(hf.example(slug).plans)


def test_questions_that_cannot_be_asked(path: str) -> None:
    assert "did you mean" in run(path, "--plan", "ofer").exception.args[0]  # type: ignore[union-attr]
    assert run(path, "--level", "weakly").exit_code == 2
    case = hf.load(path)
    with pytest.raises(QuestionError, match="no level"):
        hf.amend(case, "offer", level="weakly")
    with pytest.raises(QuestionError, match="at least one"):
        hf.amend(case, "offer", most=0)
    with pytest.raises(CapacityError, match="--time"):
        hf.amend(case, "offer", seconds=0)


def test_the_answer_says_it_in_a_sentence(path: str) -> None:
    case = hf.load(path)
    assert str(hf.amend(case, "offer")) == "plan offer holds firmly and would be signed once 1 issue change: 1 ways"
    assert "no plan with the conduct of p28" in str(hf.amend(hf.example("ukraine-2025"), "p28", account="kyiv"))
    assert "as it stands" in str(hf.amend(hf.example("ukraine-2025"), "p28", account="washington"))
