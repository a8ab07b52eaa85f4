"""What people read in the terminal, letter by letter. `HOLDFAST_GOLDEN=write pytest tests/golden` rewrites it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import holdfast as hf
from holdfast.report.equilibria import solved_text
from holdfast.report.terminal import block_text, brief_text, hold_text

HERE = Path(__file__).parent


def compare(name: str, text: str) -> None:
    path = HERE / f"{name}.txt"
    if os.environ.get("HOLDFAST_GOLDEN") == "write":
        path.write_text(text + "\n", "utf-8")
    assert path.read_text("utf-8") == text + "\n"


@pytest.mark.parametrize("slug", hf.examples())
def test_brief(slug):
    text = brief_text(hf.brief(hf.example(slug)), 80)
    assert max(map(len, text.splitlines())) <= 80
    compare(f"brief-{slug}", text)


@pytest.mark.parametrize(
    ("name", "plan", "account"),
    [("blocked", "p28", "kyiv"), ("open", "g19", "washington"), ("firm", "p28", "washington")],
)
def test_hold(name, plan, account):
    case = hf.example("ukraine-2025")
    answer = hf.holds(hf.family(case, plan=plan, account=account))
    compare(f"hold-{name}", hold_text(case, answer, 80))


def test_block():
    case = hf.example("ukraine-2025")
    family = hf.family(case, plan="p28", account="kyiv")
    compare("block", block_text(case, hf.holds(family), hf.blockers(family), 80))


def test_solve():
    from holdfast.questions.solved import solved

    compare("solve", solved_text(solved(hf.family(hf.example("cuba-1962")), stable=True), 80))


@pytest.mark.parametrize("concept", ["nash", "gmr", "smr", "seq", "symmetric_seq", "sim"])
def test_why(concept):
    model = hf.compile(hf.example("cuba-1962"))
    told = [
        hf.why(model, state, party, concept).text(80) for state in ("NNNN", "NYYN", "YNYN") for party in ("us", "ussr")
    ]
    compare(f"why-{concept}", "\n\n".join(told))
