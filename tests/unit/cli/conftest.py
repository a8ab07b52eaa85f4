"""What the tests of the command line share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.cli.quarry import CASE


@pytest.fixture
def quarry(tmp_path: Path) -> str:
    path = tmp_path / "quarry.yaml"
    path.write_text(CASE)
    return str(path)
