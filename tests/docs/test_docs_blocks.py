"""Every page does what it shows: files written, commands run and their output compared, Python run."""

from pathlib import Path

import blocks
import pytest

PAGES = blocks.pages()
RUN = [page for page in PAGES if any(each.language in ("console", "python") for each in blocks.blocks(page))]


def name(page: Path) -> str:
    return str(page.relative_to(blocks.ROOT))


def test_there_are_pages_to_run() -> None:
    assert len(RUN) >= 10


@pytest.mark.parametrize("page", RUN, ids=name)
def test_page_shows_what_happens(page: Path, tmp_path: Path) -> None:
    blocks.compare(page, tmp_path)


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_yaml_and_json_shown_can_be_read(page: Path) -> None:
    import json

    import yaml

    for block in blocks.blocks(page):
        if block.language == "yaml":
            yaml.safe_load(block.text)
        elif block.language == "json":
            json.loads(block.text)


def page_of(folder: Path, text: str) -> Path:
    """Write a page where `blocks` can name it."""
    page = folder / "page.md"
    page.write_text(text)
    return page


def test_a_page_that_shows_something_else_is_found(tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    page = page_of(tmp_path, "```console\n$ echo one\ntwo\n```\n")
    with pytest.raises(blocks.Mismatch, match="printed\none"):
        blocks.compare(page, tmp_path / "work")


def test_a_doctest_that_shows_something_else_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "ROOT", tmp_path)
    (tmp_path / "work").mkdir()
    page = page_of(tmp_path, "```python\n>>> 1 + 1\n3\n```\n")
    with pytest.raises(blocks.Mismatch, match="Got:"):
        blocks.compare(page, tmp_path / "work")


def test_files_commands_and_python_share_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "ROOT", tmp_path)
    (tmp_path / "work").mkdir()
    page = page_of(
        tmp_path,
        "```yaml a.yaml\none: 1\n```\n```yaml >> a.yaml\ntwo: 2\n```\n"
        "```console\n$ cat \\\n> a.yaml\n...\ntwo: 2\n$ false\n$ echo $?\n1\n```\n"
        "```python\nfrom pathlib import Path\nx = Path('a.yaml').read_text()\n```\n"
        "```python\n>>> x.count(':')\n2\n```\n",
    )
    blocks.compare(page, tmp_path / "work")


def test_outputs_are_renewed(tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    page = page_of(tmp_path, "a\n```console\n$ echo one; echo two\nold\n$ echo three\n$ seq 9\n...\n9\n```\nb\n")
    text = blocks.renewed(page, tmp_path / "work")
    assert text == "a\n```console\n$ echo one; echo two\none\ntwo\n$ echo three\nthree\n$ seq 9\n...\n9\n```\nb\n"
