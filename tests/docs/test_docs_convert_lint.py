"""What ``convert`` and ``lint`` print with --json is what the schema of answers says, no key more."""

from pathlib import Path

from test_docs_answers import answer


def test_convert(tmp_path: Path) -> None:
    target = str(tmp_path / "case.json")
    assert answer("convert", "cuba-1962", "-o", target)["written"] == [target]
    assert answer("convert", "cuba-1962", "--graph", str(tmp_path / "states.dot"))["title"]


def test_lint() -> None:
    assert answer("lint", "two-valleys")["findings"]
    assert answer("lint", "cuba-1962")["counts"]["HF181"] == 1
