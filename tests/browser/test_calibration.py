"""The calibration picture in a real browser: it follows light and dark, in a file of its own and in a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from holdfast.ledger.scoring import score
from holdfast.report.calibration import page, svg
from tests.browser.test_browser import BROWSER, chromium, picture
from tests.unit.ledger.making import forecast, ledger, resolved

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not BROWSER, reason="no Chromium here")]


@pytest.mark.parametrize(("scheme", "is_dark"), [(1, False), (0, True)])
@pytest.mark.parametrize("kind", ["svg", "html"])
def test_light_and_dark(tmp_path: Path, scheme: int, is_dark: bool, kind: str) -> None:
    scores = score(ledger(forecast(), resolved("f1")))
    file = tmp_path / f"picture.{kind}"
    file.write_text(svg(scores) if kind == "svg" else page(scores, "l.jsonl"), "utf-8")
    shot = tmp_path / "shot.png"
    done = chromium(
        tmp_path,
        f"--blink-settings=preferredColorScheme={scheme}",
        "--enable-logging=stderr",
        "--window-size=310,400",
        f"--screenshot={shot}",
        file.as_uri(),
    )
    assert "CONSOLE" not in done.stderr
    rows = picture(shot)
    assert (rows[2][2 * 3] < 80) == is_dark
    assert max(max(row) for row in rows) > 180  # text and ground differ
    assert min(min(row[:900]) for row in rows) < 90
