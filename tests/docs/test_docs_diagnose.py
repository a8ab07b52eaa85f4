"""What ``holdfast diagnose --json`` prints is what the schema of answers says, no key more."""

from pathlib import Path

import pytest
from test_docs_answers import answer

from holdfast.shipped import example, examples


@pytest.mark.parametrize("slug", examples())
def test_readings_of_shipped_cases(slug: str) -> None:
    """Every verb works on every shipped case; with a condition for peace the last reading always applies."""
    case = example(slug)
    answer("diagnose", slug)
    option = case.option_names[0]
    found = answer("diagnose", slug, "--peaceful", f"not {option}")
    for each in found.get("answers", [found]):
        assert each["readings"]["hostility"]["applies"]


def test_readings_of_one_plan() -> None:
    found = answer("diagnose", "ukraine-2025", "--plan", "g19", "--account", "washington")
    standing = found["readings"]["hostility"]["standings"][0]
    assert standing["n_models"] > 1
    assert standing["positions"]
    assert found["readings"]["ripeness"]["plans"] == {"g19": None}


def test_a_plan_that_would_be_left(tmp_path: Path) -> None:
    """A plan that all would sign and one would leave."""
    path = tmp_path / "case.yaml"
    path.write_text(LEFT)
    found = answer("diagnose", str(path))
    leavers = found["readings"]["commitment"]["plans"]["deal"]["leavers"]
    assert [(each["party"], each["verdict"]) for each in leavers] == [("north", "blocker")]


LEFT = """
schema: holdfast/case/1
title: Two shores
parties:
  north: {options: {sign_n: Sign, fish: Fish at night}}
  south: {options: {sign_s: Sign}}
issues:
  zone: {name: Zone, positions: [old, new], now: old}
plans:
  deal: {positions: {zone: new}, conduct: [not fish]}
agreement: {signatories: {north: sign_n, south: sign_s}}
preferences:
  north: [zone = new or fish, fish]
  south: [zone = new, not fish]
"""
