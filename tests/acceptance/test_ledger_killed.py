"""Two writers at once, killed at random: the chain holds, and nothing acknowledged is lost."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parents[2] / "benchmarks" / "ledger_kill.py"


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_killed_writers_lose_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = importlib.util.spec_from_file_location("ledger_kill", PROGRAM)
    assert spec is not None
    assert spec.loader is not None
    program = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "ledger_kill", program)
    spec.loader.exec_module(program)
    found = program.run(tmp_path, kills=30, seed=7)
    assert found.kills >= 30
    assert found.acknowledged > 0
    assert found.records >= found.acknowledged
    assert (found.lost, found.altered, found.partial_groups) == (0, 0, 0)
