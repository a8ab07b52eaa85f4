"""``holdfast packages``: text, JSON, and what does not apply."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from holdfast.cli.main import cli, exit_code
from holdfast.errors import CapacityError
from holdfast.shipped import examples


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["packages", *arguments])


@pytest.mark.parametrize("slug", examples())
def test_every_shipped_case_has_an_answer(slug: str) -> None:
    done = run(slug)
    assert done.exit_code == 0
    assert done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_a_case_without_issues_is_told_what_to_ask() -> None:
    done = run("chicken")
    assert "no issues" in done.stdout
    assert "holdfast solve" in done.stdout
    assert json.loads(run("chicken", "--json").stdout)["answers"] == []


def test_weights_give_every_part() -> None:
    text = " ".join(run("two-valleys").stdout.split())
    for part in ("Agreement zone: every signatory would sign 11 packages", "Bargaining packages", "Frontier:"):
        assert part in text
    assert "governor inefficient: 1 change would be better for Upper valley and Lower valley" in text
    assert "engineers efficient, however its unknown cells are filled (2 ways)." in text
    found = json.loads(run("two-valleys", "--json", "--limit", "1").stdout)
    assert found["zone"]["n_packages"] == 11
    assert set(found["plans"]) == {"governor", "engineers"}
    assert found["packages"]["nash"]["examples"][0]["gain"] == {"upper": 13.5, "lower": 33, "mine": 18}
    assert len(found["frontier"]["examples"]) == 1


def test_statements_give_reasons_for_the_rest() -> None:
    text = run("ukraine-2025", "--account", "kyiv", "--plan", "p28").stdout
    assert "There is no package that Russia and Ukraine would both sign." in text
    assert "russia and ukraine have no weights" in " ".join(text.split())


def test_many_answers_get_a_line_each() -> None:
    lines = run("ukraine-2025").stdout.splitlines()
    row = next(line for line in lines if line.startswith("washington    g19"))
    assert "13.7 %" in row


def test_a_plan_named_is_the_only_one_judged() -> None:
    found = json.loads(run("two-valleys", "--plan", "governor", "--json").stdout)
    assert list(found["plans"]) == ["governor"]
    assert found["plan"] == "governor"


def test_time_is_a_limit(tmp_path: Path) -> None:
    done = run("two-valleys", "--time", "0.001s")
    assert isinstance(done.exception, CapacityError)
    assert exit_code(done.exception)[0] == 4
    assert "allow more (--time)" in str(done.exception)


def test_a_case_without_plans_whose_agreement_needs_conduct(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(
        "schema: holdfast/case/1\ntitle: T\nparties: {p: {options: {s: Sign, keep: Keep}}}\n"
        "issues: {x: {name: X, positions: [a, b], now: a}}\n"
        "agreement: {signatories: {p: s}, in_force: keep}\npreferences: {p: [x = b, keep]}\n"
    )
    done = run(str(path), "--json")
    assert done.exit_code == 0
    assert "signing alone does not put the agreement in force" in json.loads(done.stdout)["note"]
