"""What `holdfast catalogue --json` prints is what the schema of answers says, also where something does not agree."""

import pytest
from test_docs_answers import answer

from holdfast.shipped import example_printed


def wrong(slug):
    found = example_printed(slug)
    if found:
        found["feasible"] += 1
        found["equilibria"]["nash"] = []
        next(iter(found["rankings"].values())).reverse()
    return found


def test_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    assert answer("catalogue")["agrees"]
    monkeypatch.setattr("holdfast.shipped.example_printed", wrong)
    assert not answer("catalogue")["agrees"]
