"""`holdfast compare` and `holdfast trade` as people and programs meet them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import holdfast as hf
from holdfast.cli.main import cli
from tests.unit.cli.quarry import CASE

ACCOUNTS = """accounts:
  stern: {preferences: {village: [not dig, sign_v only if trucks >= 40, fund = large or trucks = 20, block_road]}}
  mild: {preferences: {village: [sign_v]}}
"""


@pytest.fixture
def rivals(tmp_path: Path) -> str:
    path = tmp_path / "rivals.yaml"
    path.write_text(CASE + ACCOUNTS)
    return str(path)


def run(*arguments: str, code: int = 0) -> Result:
    done = CliRunner(env={"COLUMNS": "80"}).invoke(cli, arguments)
    if code == 0:
        assert done.exit_code == 0, done.output
    else:
        assert done.exit_code != 0
    return done


def answer(*arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(*arguments, "--json").stdout)
    return found


@pytest.mark.parametrize("slug", hf.examples())
@pytest.mark.parametrize("verb", ["compare", "trade"])
def test_every_shipped_case_has_an_answer(verb: str, slug: str) -> None:
    case = hf.example(slug)
    one = ["--account", next(iter(case.accounts))] if len(case.accounts) > 1 else []  # the other accounts as JSON
    text = run(verb, slug, *one).stdout
    assert text.strip()
    assert max(map(len, text.splitlines())) <= 80
    found = answer(verb, slug)
    assert found["question"] == verb
    if not case.plans and (verb == "trade" or len(case.accounts) < 2):  # two accounts are compared without plans too
        assert found["answers"] == []
        assert "`holdfast solve`" in found["note"]


def test_two_plans(quarry: str) -> None:
    found = answer("compare", quarry, "--plans", "offer,demand")
    assert (found["kind"], found["plans"]) == ("plans", ["offer", "demand"])
    assert found["issues"]["trucks"] == {
        "first": "60",
        "second": "20",
        "changed": True,
        "parties": {
            "village": {"effect": "better", "because": "sign_v only if trucks >= 40"},
            "company": {"effect": "worse", "because": "sign_c only if trucks <= 40"},
        },
    }
    assert found["issues"]["signs"] == {"first": "old", "second": None, "changed": None, "parties": {}}
    assert found["unspoken"] == ["signs"]
    assert found["conduct"] == {"first": [], "second": [], "parties": {}}
    company = found["parties"]["company"]
    assert (company["prefers"], company["because"]) == ("first", "sign_c only if trucks <= 40")
    assert company["second"] == {"verdict": "blocker", "would_sign": False}
    (merged,) = found["merges"]
    assert (merged["n_packages"], merged["standing"], merged["count"]) == (4, "none", 2)
    text = run("compare", quarry, "--plans", "offer,demand").stdout
    assert "trucks: 60 → 20" in text
    assert "better off: Village (`sign_v only if trucks >= 40`)" in text


def test_another_conduct_is_asked_about_by_itself(quarry: str) -> None:
    found = answer("compare", quarry, "--plans", "demand,other")
    assert found["conduct"]["first"] == ["not dig"]
    assert found["conduct"]["second"] == ["dig"]
    assert found["conduct"]["parties"]["village"]["effect"] == "worse"
    assert [merged["conduct_of"] for merged in found["merges"]] == ["demand", "other"]
    assert "not dig → dig" in run("compare", quarry, "--plans", "demand,other").stdout


def test_order_of_plans_turns_everything_round(quarry: str) -> None:
    one = answer("compare", quarry, "--plans", "offer,demand")
    two = answer("compare", quarry, "--plans", "demand,offer")
    turned = {"first": "second", "second": "first", "same": "same", "open": "open"}
    for party in one["parties"]:
        assert turned[one["parties"][party]["prefers"]] == two["parties"][party]["prefers"]
    assert one["merges"][0]["count"] == two["merges"][0]["count"]


def test_accounts(rivals: str) -> None:
    found = answer("compare", rivals, "--accounts", "stern,mild", "--plan", "offer")
    assert found["kind"] == "accounts"
    assert found["parties"]["company"]["same"]
    village = found["parties"]["village"]
    assert (village["shared"], village["only_second"]) == ([], ["sign_v"])
    assert [each["plan"] for each in found["plans"]] == ["offer"]
    assert "only mild: `sign_v`" in run("compare", rivals, "--accounts", "stern,mild").stdout


def test_statements_in_another_place_are_as_few_as_can_be(tmp_path: Path) -> None:
    before, after = tmp_path / "before.yaml", tmp_path / "after.yaml"
    before.write_text(CASE)
    first = "[sign_v only if trucks >= 40, block_road if dig and fund != large, fund = large or trucks = 20, not dig]"
    last = "[not dig, sign_v only if trucks >= 40, block_road if dig and fund != large, fund = large or trucks = 20]"
    after.write_text(CASE.replace(first, last).replace("trucks: 60", "trucks: 40"))
    found = answer("compare", str(before), str(after))
    assert found["differences"] == [
        {"what": "cell", "id": "offer: trucks", "change": "changed", "first": "60", "second": "40"}
    ]
    (said,) = found["preferences"]
    assert (said["party"], said["moved"], said["only_first"]) == ("village", ["not dig"], [])
    assert [each["plan"] for each in found["plans"]] == ["offer", "demand", "other"]
    text = run("compare", str(before), str(after)).stdout
    assert "in another place: `not dig`" in text
    assert "60 → 40" in text


def test_a_case_and_itself_are_the_same(quarry: str) -> None:
    assert answer("compare", quarry, quarry)["identical"] is True
    assert "are the same" in run("compare", quarry, quarry).stdout.replace("\n", " ")


def test_what_was_added_and_removed(quarry: str, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    text = CASE.replace("  other: {positions: {trucks: 40, fund: small}, conduct: [not block_road]}\n", "")
    other.write_text(text.replace("options: {sign_c: Sign, dig: Dig}", "options: {sign_c: Sign, dig: Blast}"))
    found = answer("compare", quarry, str(other))["differences"]
    changes = {(each["what"], each["id"]): each["change"] for each in found}
    assert changes[("plan", "other")] == "removed"
    assert changes[("cell", "other: trucks")] == "removed"
    assert changes[("option", "company.dig")] == "changed"
    back = answer("compare", str(other), quarry)["differences"]
    assert {each["change"] for each in back} == {"added", "changed"}


def test_all_drafts(quarry: str) -> None:
    found = answer("compare", quarry)
    assert found["kind"] == "drafts"
    pairs = {(each["first"], each["second"]): each for each in found["pairs"]}
    assert len(pairs) == 3
    one = pairs["offer", "demand"]
    assert (one["same"], one["differ"], one["unknown"], one["same_conduct"]) == (0, 2, 1, True)
    assert pairs["offer", "other"]["same_conduct"] is False


@pytest.mark.parametrize(
    "arguments",
    [
        ["--plans", "offer"],
        ["--plans", "offer,offer"],
        ["--plans", "offer,nowhere"],
        ["--accounts", "stern"],
        ["--accounts", "stern,nobody"],
        ["--plan", "offer"],
        ["--plans", "offer,demand", "--accounts", "stern,mild"],
        ["--account", "nobody"],
    ],
)
def test_compare_refuses_what_makes_no_sense(rivals: str, arguments: list[str]) -> None:
    done = run("compare", rivals, *arguments, code=2)
    assert done.exit_code != 0
    assert not done.stdout


def test_trades(quarry: str) -> None:
    found = answer("trade", quarry, "--plan", "demand")
    assert found["not_traded"] == ["signs"]
    (pair,) = found["between"]
    assert pair["parties"] == ["village", "company"]
    assert pair["complete"]
    assert len(pair["trades"]) == pair["n_exchanges"] + pair["n_improvements"]
    for trade in pair["trades"]:
        assert all(trade["parties"][party]["effect"] == "better" for party in pair["parties"])


def test_no_trade_is_said_plainly(quarry: str) -> None:
    text = run("trade", quarry, "--plan", "other").stdout.replace("\n", " ")
    assert "Not traded, because unknown: signs." in text


@pytest.mark.parametrize("between", ["village", "village,nobody", "village,company,village"])
def test_trade_names_two_or_three_parties(quarry: str, between: str) -> None:
    done = CliRunner().invoke(cli, ["trade", quarry, "--plan", "offer", "--between", between])
    assert (done.exit_code == 0) == (between == "village,company,village")


def test_fixed_issues_stay(quarry: str) -> None:
    path = Path(quarry)
    path.write_text(CASE.replace("now: no_limit}", "now: no_limit, fixed: true}"))
    found = answer("trade", quarry, "--plan", "demand", "--most", "100")
    assert found["fixed"] == ["trucks"]
    assert all("trucks" not in trade["changes"] for each in found["between"] for trade in each["trades"])
