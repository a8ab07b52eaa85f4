"""Links and anchors lead somewhere; pages name nothing that is only on one machine."""

import re
from pathlib import Path

import blocks
import pytest
import reference

PAGES = blocks.pages()
LINK = re.compile(r"(?<!\\)!?\[(?:[^\]\[]|\[[^\]]*\])*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
IMAGE = re.compile(r"""<img[^>]*\ssrc=["']([^"']+)""")
# Built from parts, so that this file does not contain what it looks for.
ONLY_HERE = [
    *(rf"/{folder}/\w" for folder in ("work", "root", "tmp", "home", "Users", "mnt", "srv")),
    "artifact" + "ory",
    "nex" + "us",
    r"index[-_]url",
    r"127\.0\.0\.1|localhost|\.internal\b|\.corp\b|\.local\b",
]


def name(page: Path) -> str:
    return str(page.relative_to(blocks.ROOT))


def without_blocks(text: str) -> str:
    return re.sub(r"^(`{3,}|~{3,}).*?^\1\s*$", "", text, flags=re.M | re.S)


def headings(page: Path) -> list[str]:
    return re.findall(r"^#{1,6} +(.+?) *#*$", without_blocks(page.read_text("utf-8")), re.M)


def anchors(page: Path) -> set[str]:
    found: set[str] = set()
    for heading in headings(page):
        base = anchor = reference.anchor(heading)
        count = 0
        while anchor in found:
            count += 1
            anchor = f"{base}-{count}"
        found.add(anchor)
    return found


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_resolve(page: Path) -> None:
    text = re.sub(r"`[^`\n]*`", lambda code: "x" * len(code[0]), without_blocks(page.read_text("utf-8")))
    broken = []
    for target in LINK.findall(text) + IMAGE.findall(text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if (
            not file.exists()
            or not file.is_relative_to(blocks.ROOT)
            or (anchor and file.suffix == ".md" and anchor not in anchors(file))
        ):
            broken.append(target)
    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_nothing_of_one_machine(page: Path) -> None:
    text = page.read_text("utf-8")
    assert [found[0] for pattern in ONLY_HERE for found in re.finditer(pattern, text)] == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_one_title_first(page: Path) -> None:
    text = without_blocks(page.read_text("utf-8"))
    assert len(re.findall(r"^# ", text, re.M)) == 1
    if page.name != "README.md":
        assert text.startswith("# ")


def test_every_page_can_be_reached() -> None:
    seen, left = set(), [blocks.ROOT / "docs/index.md"]
    while left:
        page = left.pop()
        seen.add(page)
        for target in LINK.findall(page.read_text("utf-8")):
            file = (page.parent / target.partition("#")[0]).resolve()
            if file.suffix == ".md" and file.exists() and file not in seen:
                left.append(file)
    assert [name(page) for page in PAGES if page not in seen and page.name != "README.md"] == []


def test_neutral_words() -> None:
    wrong = re.compile(r"\b(" + "|".join(["spoi" + "ler", "haw" + "k", "ag" + "gressor"]) + r")s?\b", re.I)
    assert [(name(page), found[0]) for page in PAGES for found in wrong.finditer(page.read_text("utf-8"))] == []
