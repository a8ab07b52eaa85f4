"""The brief as a document: everything a reader of four pages needs, in Word and PDF, the same bytes every time."""

import io
import re
import sys
import zipfile

import pytest

import holdfast as hf
from holdfast.errors import ExtraMissing
from holdfast.report.blocks import Grid, Heading, Paragraph, say
from holdfast.report.brief import Brief
from holdfast.report.document import SECTIONS, Document, document, to_json
from holdfast.report.words import headline, outcome_word, party_name

ODD = """schema: holdfast/case/1
title: "A *bold* #title $x$ <b>& Ж漢"
parties:
  a: {name: "#A [x]", options: {go: "*Go* _there_ \\\\ `now`"}}
  b: {options: {come: Come}}
preferences: {a: [go], b: [come]}
status_quo: NN
"""


@pytest.fixture(scope="module")
def ukraine() -> Brief:
    return hf.brief(hf.example("ukraine-2025"), quick=True)  # its amendments take half a minute


@pytest.fixture(scope="module")
def odd() -> Brief:
    return hf.brief(hf.loads(ODD, warnings=[]))


def words(made: Document) -> str:
    found = [made.title, made.kicker, made.footer]
    for block in made.blocks:
        if isinstance(block, Grid):
            found += [cell for row in (block.head, *block.rows) for cell in row]
        else:
            found.append(block.text if isinstance(block, Heading) else "".join(text for text, _ in block.pieces))
    return "\n".join(found)


def test_it_says_what_the_brief_says(ukraine: Brief) -> None:
    made = document(ukraine)
    text = words(made)
    assert headline(ukraine) in text
    headings = [block.text for block in made.blocks if isinstance(block, Heading)]
    assert headings == [
        "Which plans hold",
        "Who can block, and by which move",
        "Who would sign",
        "What is unknown and would matter",
        "Sources",
        "Method and limits",
    ]
    matrix = next(block for block in made.blocks if isinstance(block, Grid))
    for subject, row in zip(ukraine.subjects, matrix.rows, strict=True):
        assert row[0].startswith(subject.id)
        told = [cell[2:] for cell in row[1:]]
        assert told == [outcome_word(hold) for hold in ukraine.row(subject)]
    for subject in ukraine.subjects:
        for party, accounts in ukraine.blocking(subject).items():
            rows = [
                row
                for block in made.blocks
                if isinstance(block, Grid) and block.head[0] == "Party"
                for row in block.rows
            ]
            shares = [
                int(match[1])
                for row in rows
                if row[0] == party_name(ukraine.case, party)
                for match in re.finditer(rf"{subject.id} \((\d) of 6\)", row[3])
            ]
            assert sum(shares) == len(accounts), (subject.id, party)
    assert "[71]" in text
    assert ukraine.case.digest in made.footer


def test_it_says_the_smallest_changes() -> None:
    brief = hf.brief(hf.example("two-valleys"))
    assert brief.further is not None
    made = document(brief)
    assert "Smallest changes that would mend each plan" in words(made)
    grids = [block for block in made.blocks if isinstance(block, Grid)]
    counts = next(grid for grid in grids if grid.head == ("Plan", "Changes"))
    assert [row[0] for row in counts.rows] == ["governor", "engineers"]
    fewest = brief.further.amendments["engineers", None].n_changes
    assert counts.rows[1][1].startswith(f"{fewest} changes")
    example = next(grid for grid in grids if "For example" in grid.head)
    assert len(example.rows) == 1
    assert example.rows[0][1].count("→") == fewest


def test_grids_are_square(ukraine: Brief, odd: Brief) -> None:
    for brief in (ukraine, odd, hf.brief(hf.example("cuba-1962"), quick=True)):
        for block in document(brief).blocks:
            if isinstance(block, Grid):
                assert len(block.widths) == len(block.head)
                assert {len(row) for row in (*block.rows, *block.kinds)} <= {len(block.head)}
                assert len(block.kinds) in (0, len(block.rows))


def test_sections_can_be_added(odd: Brief, monkeypatch: pytest.MonkeyPatch) -> None:
    from holdfast.report import document as module

    monkeypatch.setattr(
        module, "SECTIONS", [*SECTIONS, lambda brief, wording: iter([Heading("More"), say("*a*", "b")])]
    )
    assert document(odd).blocks[-2:] == (Heading("More"), Paragraph((("a", True), ("b", False))))


def test_word_document(ukraine: Brief) -> None:
    word = pytest.importorskip("docx")
    from holdfast.report.docx import docx

    data = docx(ukraine)
    assert data == docx(ukraine)
    read = word.Document(io.BytesIO(data))
    made = document(ukraine)
    assert [p.text for p in read.paragraphs if p.style.name == "Heading 1"] == [
        block.text for block in made.blocks if isinstance(block, Heading)
    ]
    grids = [block for block in made.blocks if isinstance(block, Grid)]
    assert [[cell.text for cell in row.cells] for row in read.tables[0].rows] == [
        list(row) for row in (grids[0].head, *grids[0].rows)
    ]
    assert len(read.tables) == len(grids)
    assert read.core_properties.title == ukraine.case.title
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert {info.date_time for info in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"tblHeader" in parts.read("word/document.xml")


def test_pdf(ukraine: Brief) -> None:
    pytest.importorskip("typst")
    from holdfast.report.pdf import pdf

    data = pdf(ukraine)
    assert data.startswith(b"%PDF-")
    assert data == pdf(ukraine)
    assert b"CreationDate" not in data or b"1970" in data
    pypdf = pytest.importorskip("pypdf")
    read = pypdf.PdfReader(io.BytesIO(data))
    assert 2 <= len(read.pages) <= 4
    text = " ".join(" ".join(page.extract_text() for page in read.pages).split())
    assert "Who can block, and by which move" in text
    assert "holds firmly" in text


def test_no_text_of_a_case_is_markup(odd: Brief) -> None:
    pytest.importorskip("typst")
    pypdf = pytest.importorskip("pypdf")
    word = pytest.importorskip("docx")
    from holdfast.report.docx import docx
    from holdfast.report.pdf import pdf

    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf(odd))).pages)
    assert "A *bold* #title $x$ <b>& Ж" in text
    titles = [p.text for p in word.Document(io.BytesIO(docx(odd))).paragraphs if p.style.name == "Title"]
    assert titles == [odd.case.title]
    assert to_json(document(odd))["title"] == odd.case.title


@pytest.mark.parametrize(("module", "extra"), [("docx", "docx"), ("typst", "pdf")])
def test_a_missing_extra_says_the_command(odd: Brief, monkeypatch: pytest.MonkeyPatch, module: str, extra: str) -> None:
    from holdfast.report.docx import docx
    from holdfast.report.pdf import pdf

    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(ExtraMissing, match=rf'pip install "holdfast\[{extra}\]"'):
        (docx if extra == "docx" else pdf)(odd)
