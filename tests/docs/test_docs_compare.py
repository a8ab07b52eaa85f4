"""What `compare` and `trade` print with --json is what the schema of answers says, no key more."""

from pathlib import Path

import pytest
from test_docs_answers import answer

CASE = """schema: holdfast/case/1
title: Quarry
parties:
  village: {name: Village, options: {sign_v: Sign, block_road: Block}}
  company: {name: Company, options: {sign_c: Sign, dig: Dig}}
status_quo: NYNY
issues:
  trucks: {name: Trucks, positions: [no_limit, 60, 40, 20], now: no_limit}
  fund: {name: Fund, positions: [none, small, large], now: none}
plans:
  offer: {positions: {trucks: 60, fund: small}, conduct: [not block_road, not dig]}
  demand: {positions: {trucks: 20}, conduct: [not block_road]}
agreement: {signatories: {village: sign_v, company: sign_c}}
preferences:
  village: [sign_v only if trucks >= 40, block_road if dig and fund != large, fund = large or trucks = 20, not dig]
  company: [sign_c only if trucks <= 40, sign_c only if fund != large or trucks <= 60, not block_road, dig]
accounts:
  stern: {preferences: {village: [not dig, sign_v only if trucks >= 40, fund = large or trucks = 20, block_road]}}
  mild: {preferences: {village: [sign_v]}}
"""


@pytest.fixture
def quarry(tmp_path: Path) -> str:
    path = tmp_path / "quarry.yaml"
    path.write_text(CASE)
    return str(path)


def test_compare(quarry: str, tmp_path: Path) -> None:
    assert answer("compare", quarry)["kind"] == "drafts"
    assert answer("compare", quarry, "--plans", "offer,demand")["kind"] == "plans"
    assert answer("compare", quarry, "--accounts", "stern,mild")["kind"] == "accounts"
    (tmp_path / "other.yaml").write_text(CASE.replace("sign_v]", "not sign_v]").replace("fund: small", "fund: large"))
    assert answer("compare", quarry, str(tmp_path / "other.yaml"))["kind"] == "cases"
    assert answer("compare", "chicken")["answers"] == []
    assert answer("compare", "chicken", "cuba-1962")["kind"] == "cases"


def test_compare_of_a_shipped_case() -> None:
    assert answer("compare", "ukraine-2025", "--plans", "e28,g19", "--account", "kyiv")["kind"] == "plans"
    assert answer("compare", "two-valleys", "--plans", "governor,engineers")["kind"] == "plans"
    assert answer("compare", "ukraine-2025", "--accounts", "kyiv,europe", "--plan", "g19")["kind"] == "accounts"


def test_trade(quarry: str) -> None:
    assert answer("trade", quarry, "--plan", "demand")["plan"] == "demand"
    assert len(answer("trade", "two-valleys")["answers"]) == 2
    assert answer("trade", "ukraine-2025", "--plan", "p28", "--account", "author")["between"]
    assert answer("trade", "chicken")["answers"] == []
