"""Tables of a case: nothing is lost, edits come through and nothing else changes, problems are named by their cells."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.casefile import sheet
from holdfast.casefile.findings import Findings
from holdfast.casefile.located import read_tree
from holdfast.casefile.read import examine
from holdfast.casefile.sheets.back import cell_name, from_grids
from holdfast.casefile.sheets.folder import read_csv, write_csv
from holdfast.casefile.sheets.grids import Grid
from holdfast.casefile.sheets.shape import case_shape, tables
from holdfast.casefile.sheets.spread import lines, to_grids
from holdfast.casefile.sheets.xlsx import escaped, read_xlsx, sheet_names, unescaped, write_xlsx
from holdfast.errors import CapacityError, HoldfastError
from holdfast.shipped import example_text, examples
from holdfast.table import bare, guarded

EVERYTHING = (Path(__file__).parents[2] / "fuzz/seed.yaml").read_text("utf-8")
WITH_COMMENTS = """# who wrote this
schema: holdfast/case/1   # the format
title: Ferry talks

# the parties
parties:
  island:
    options: {land: Land the ferry, strike: Stop work}   # two of them
  mainland:
    name: Mainland
    options:
      subsidy: Pay a subsidy
x-mine: {kept: [yes, 1]}
preferences:
  island: [subsidy, not strike]   # in this order
  # the mainland said so itself
  mainland:
    - prefer: land
      note: >-
        said twice
        on one day
    - not subsidy
status_quo: NNN
"""


def grids_of(text: str, *, keep: bool = True) -> list[Grid]:
    tree = read_tree(text, Findings("-"))
    return to_grids(tree, text if keep else "")


def edit(grids: list[Grid], name: str, row: int, head: str, value: str) -> None:
    grid = next(each for each in grids if each.name == name)
    grid.rows[row][grid.heads.index(head)] = value


TEXTS = {"everything": EVERYTHING, "comments": WITH_COMMENTS, **{slug: example_text(slug) for slug in examples()}}


@pytest.mark.parametrize("name", TEXTS)
def test_nothing_is_lost(name: str) -> None:
    text = TEXTS[name]
    case = examine(text.encode(), "-")[0]
    assert case is not None
    for grids in (read_xlsx(write_xlsx(grids_of(text)), "x"), read_csv(in_bytes(sheet.to_csv(text)), "x")):
        back = from_grids(grids, "x")
        assert back.text == text
        assert back.case == case
        assert back.case.digest == case.digest
    alone = from_grids(grids_of(text, keep=False), "x")
    assert alone.case == case
    assert examine(alone.text.encode(), "-")[0] == case
    assert alone.text == sheet.to_yaml(text)
    assert from_grids(read_xlsx(sheet.to_xlsx(alone.text), "x"), "x").text == alone.text
    assert sheet.to_yaml(alone.text) == alone.text
    assert examine(sheet.to_json(text).encode(), "-")[0] == case


def in_bytes(files: dict[str, str]) -> dict[str, bytes]:
    return {name: text.encode() for name, text in files.items()}


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
@pytest.mark.parametrize("lead", ["", "\ufeff"])
def test_line_ends_and_marks_come_back(end: str, lead: str) -> None:
    text = lead + WITH_COMMENTS.replace("\n", end).rstrip()
    assert from_grids(read_xlsx(sheet.to_xlsx(text), "x"), "x").text == text
    assert from_grids(read_csv(in_bytes(sheet.to_csv(text)), "x"), "x").text == text


def test_a_line_longer_than_a_cell_comes_back() -> None:
    text = sheet.to_json(EVERYTHING).replace("\n", "")
    assert len(lines(text)) > 0
    long = text.replace('"none"', '"' + "n" * 19_000 + '"')
    assert from_grids(read_xlsx(sheet.to_xlsx(long), "x"), "x").text == long


def test_workbooks_have_no_formula_no_clock_and_fixed_bytes() -> None:
    import openpyxl

    text = WITH_COMMENTS.replace("Ferry talks", '"=1+1"').replace("name: Mainland", 'name: "@SUM(A1)"')
    data = sheet.to_xlsx(text)
    assert data == sheet.to_xlsx(text)
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = [cell for each in book.worksheets for row in each.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
    risky = [cell for cell in cells if str(cell.value).startswith(("=", "@"))]
    assert {cell.value for cell in risky} == {"=1+1", "@SUM(A1)"}
    assert all(cell.quotePrefix for cell in risky)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert {info.date_time for info in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in parts.namelist() if b"<f>" in parts.read(name)]
    assert from_grids(read_xlsx(data, "x"), "x").text == text


def test_csv_has_no_formula() -> None:
    text = WITH_COMMENTS.replace("Ferry talks", '"=1+1"').replace("name: Mainland", 'name: "\'-2"')
    files = sheet.to_csv(text)
    assert "'=1+1" in files["case.csv"]
    assert "''-2" in files["parties.csv"]
    assert from_grids(read_csv(in_bytes(files), "x"), "x").text == text


def test_an_edit_in_a_workbook_comes_through_and_nothing_else() -> None:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(sheet.to_xlsx(WITH_COMMENTS)))
    book["parties"]["B3"] = "The mainland: all of it"
    book["parties.options"].append(["mainland", "wait", "Wait a year"])
    book["preferences.statements"].append(["mainland", "wait"])
    book["case"]["B4"] = "NNNN"
    assert book["case"]["A4"].value == "status_quo.state"
    stream = io.BytesIO()
    book.save(stream)
    back = from_grids(read_xlsx(stream.getvalue(), "x"), "x")
    assert back.problems == ()
    before, after = WITH_COMMENTS.splitlines(), back.text.splitlines()
    assert [line for line in before if line not in after] == ["    name: Mainland", "status_quo: NNN"]
    assert [line for line in after if line not in before] == [
        '    name: "The mainland: all of it"',
        "      wait: Wait a year",
        "    - wait",
        "status_quo: NNNN",
    ]


def test_values_that_a_spreadsheet_types_itself() -> None:
    import datetime

    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(sheet.to_xlsx(example_text("two-valleys"))))
    values = book["preferences.issues.values"]
    values["D2"], values["D3"] = 12.5, 8.0
    plans = book["plans"]
    plans["C1"] = "date"
    plans["C2"], plans["C3"] = datetime.datetime(2025, 11, 21), datetime.date(2025, 12, 24)
    book["issues"]["D2"] = True
    assert (book["issues"]["D1"].value, values["D1"].value) == ("fixed", "value")
    stream = io.BytesIO()
    book.save(stream)
    back = from_grids(read_xlsx(stream.getvalue(), "x"), "x")
    assert back.case is not None, back.problems
    assert [str(value) for _, value in back.case.preferences["upper"].issues[0].values] == ["25/2", "8", "2"]
    assert [plan.date for plan in back.case.plans.values()] == ["2025-11-21", "2025-12-24"]
    assert back.case.issues["flow"].fixed


def test_problems_are_named_by_their_cells_all_at_once() -> None:
    grids = grids_of(example_text("two-valleys"))
    edit(grids, "preferences.also", 0, "prefer", "divert and flwo = none")
    edit(grids, "plans.positions", 1, "position", "lo")
    edit(grids, "plans.positions", 2, "plan", "govenor")
    edit(grids, "agreement.signatories", 0, "value", "sgin")
    edit(grids, "issues", 0, "id", "")
    grids.append(Grid("plnas", ["id"], [["x"]]))
    problems = [str(each).splitlines()[0] for each in from_grids(grids, "case.xlsx").problems]
    assert problems == [
        'case.xlsx:issues!B2: HF193 the row has no id',
        'case.xlsx:plans.positions!A4: HF192 no row of "plans" is "govenor"',
        'case.xlsx:plnas!A1: HF190 unknown table "plnas"',
    ]  # fmt: skip
    edit(grids, "issues", 0, "id", "flow")
    grids.pop()
    problems = [str(each).splitlines()[0] for each in from_grids(grids, "case.xlsx").problems]
    assert problems == [
        'case.xlsx:preferences.also!B2: HF114 unknown issue "flwo" in weights of "upper"',
        'case.xlsx:plans.positions!D3: HF115 unknown position "lo" of issue "tolls" in plan "governor"',
        'case.xlsx:plans.positions!A4: HF192 no row of "plans" is "govenor"',
        'case.xlsx:agreement.signatories!B2: HF112 unknown option "sgin" of "upper" in signatories',
    ]
    hints = "\n".join(str(each) for each in from_grids(grids, "case.xlsx").problems)
    assert 'did you mean "flow" (declared at issues!A2)?' in hints


def test_other_problems_of_tables() -> None:
    grids = grids_of(WITH_COMMENTS)
    parties = next(grid for grid in grids if grid.name == "parties")
    parties.heads.append("nmae")
    parties.rows[0].append("x")
    parties.rows[1].append("")
    parties.rows.append(["island", *[""] * (len(parties.heads) - 1)])
    preferences = next(grid for grid in grids if grid.name == "preferences")
    preferences.rows[1][preferences.heads.index("form")] = "statemnts"
    preferences.rows[0][preferences.heads.index("scale")] = "points"
    codes = {each.code for each in from_grids(grids, "x").problems}
    assert {"HF191", "HF105", "HF193", "HF194"} <= codes


def test_formulas_and_errors_in_cells_are_refused() -> None:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(sheet.to_xlsx(WITH_COMMENTS)))
    book["case"]["B3"] = "=A1"
    book["parties"]["B3"] = "#REF!"
    stream = io.BytesIO()
    book.save(stream)
    problems = [str(each).splitlines()[0] for each in from_grids(read_xlsx(stream.getvalue(), "x"), "x").problems]
    assert "x:case!B3: HF194 the cell holds a formula" in problems
    assert "x:parties!B3: HF194 the cell holds the error #REF!" in problems


def test_own_columns_and_sheets_are_left_alone() -> None:
    grids = grids_of(WITH_COMMENTS)
    parties = next(grid for grid in grids if grid.name == "parties")
    parties.heads.append("x-colour")
    parties.rows = [[*row, "red"] for row in parties.rows]
    grids.append(Grid("x-notes", ["anything"], [["at all"]]))
    assert from_grids(grids, "x").text == WITH_COMMENTS


def test_without_a_form_the_rows_decide() -> None:
    grids = grids_of(example_text("two-valleys"), keep=False)
    for row in range(3):
        edit(grids, "preferences", row, "form", "")
    assert from_grids(grids, "x").case == examine(example_text("two-valleys").encode(), "-")[0]


def test_reordered_rows_reorder_the_case() -> None:
    grids = grids_of(WITH_COMMENTS)
    options = next(grid for grid in grids if grid.name == "parties.options")
    options.rows[0], options.rows[1] = options.rows[1], options.rows[0]
    back = from_grids(grids, "x")
    assert back.case is not None
    assert [option.id for option in back.case.options] == ["strike", "land", "subsidy"]
    assert examine(back.text.encode(), "-")[0] == back.case
    assert "# the mainland said so itself" in back.text


def test_what_is_no_workbook_is_refused() -> None:
    for data in (b"", b"PK\x03\x04", b"schema: holdfast/case/1"):
        with pytest.raises(HoldfastError, match="workbook"):
            read_xlsx(data, "x.xlsx")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>")
    with pytest.raises(HoldfastError, match="document type"):
        read_xlsx(stream.getvalue(), "x.xlsx")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("big", b"\0" * (130 << 20))
    with pytest.raises(CapacityError, match="unpacks"):
        read_xlsx(stream.getvalue(), "x.xlsx")


def test_folders_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(HoldfastError, match="no CSV files"):
        sheet.read_tables(tmp_path)
    (tmp_path / "case.csv").write_bytes(b"key,value\ntitle,\xff\n")
    with pytest.raises(HoldfastError, match="not UTF-8"):
        sheet.read_tables(tmp_path)
    (tmp_path / "case.csv").write_bytes(b'key,value\ntitle,"a\n')
    with pytest.raises(HoldfastError, match="cannot be read as CSV"):
        sheet.read_tables(tmp_path)


LETTERS = "=+-@'\"#:,[]{}&*!|>%`~?\\ \t\n\r_x0041-nullYN.5é漢\u200f\U0001f600\x07\x1b\x85\u2028"
NASTY = st.text(st.sampled_from(LETTERS), min_size=1, max_size=12)


@settings(max_examples=25, deadline=None)
@given(texts=st.lists(NASTY, min_size=4, max_size=4))
def test_any_text_comes_back(texts: list[str]) -> None:
    import json

    case = {
        "schema": "holdfast/case/1",
        "title": texts[0],
        "parties": {"a": {"name": texts[1], "options": {"go": {"text": texts[2], "note": texts[3]}}}},
        "x-own": {texts[0]: [texts[1], None, {"null": texts[2]}]},
        "preferences": {"a": ["go"]},
    }
    text = json.dumps(case, ensure_ascii=True)
    read, problems = examine(text.encode(), "-")
    assert read is not None, problems
    for grids in (read_xlsx(sheet.to_xlsx(text), "x"), read_csv(in_bytes(sheet.to_csv(text)), "x")):
        for kept in (grids, [grid for grid in grids if grid.name != "text"]):
            back = from_grids(kept, "x")
            assert back.case == read
            assert examine(back.text.encode(), "-")[0] == read
    assert examine(sheet.to_json(text).encode(), "-")[0] == read


@given(text=NASTY)
def test_cells_escape_and_guard(text: str) -> None:
    assert unescaped(escaped(text)) == text
    assert bare(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_every_key_of_the_schema_has_a_column_or_a_table() -> None:
    named = {table.path[0] for table in tables().values()}
    kept = {
        name.partition(".")[0] for name in ("schema", "title", "about", "date", "feasible", "status_quo", "outcome")
    }
    for name, shape in case_shape().fields:
        assert name in named | kept or type(shape).__name__ == "Cell", name
    for table in tables().values():
        assert len(set(table.heads)) == len(table.heads), table.name
        assert len(sheet_names()[table.name]) <= 31


def test_cell_names() -> None:
    assert [cell_name(1, k) for k in (1, 26, 27, 702, 703)] == ["A1", "Z1", "AA1", "ZZ1", "AAA1"]


def test_write_csv_quotes_what_it_must() -> None:
    assert write_csv([Grid("a", ["x"], [["one, two"], ['say "it"'], ["two\nlines"]])])["a.csv"] == (
        'x\n"one, two"\n"say ""it"""\n"two\nlines"\n'
    )


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("name", ["everything", "comments"])
def test_any_edit_gives_the_same_case_with_and_without_the_original_text(name: str, seed: int) -> None:
    import random

    chance = random.Random(seed)
    grids = [grid for grid in grids_of(TEXTS[name]) if grid.rows]
    tables = [grid for grid in grids if grid.name not in ("text", "case", "x")]
    for _ in range(3):
        grid = chance.choice(tables)
        row = chance.randrange(len(grid.rows)) if grid.rows else 0
        match chance.choice(["change", "clear", "drop", "copy", "move"]) if grid.rows else "":
            case "change":
                grid.rows[row][-1] = chance.choice(["new: text # here", "-", "null", "[a, b", "two\nlines"])
            case "clear":
                grid.rows[row][chance.randrange(len(grid.heads))] = ""
            case "drop":
                del grid.rows[row]
            case "copy":
                grid.rows.append(list(grid.rows[row]))
            case "move":
                grid.rows.insert(0, grid.rows.pop(row))
    kept, alone = from_grids(grids, "x"), from_grids([grid for grid in grids if grid.name != "text"], "x")
    assert kept.case == alone.case
    assert kept.problems == alone.problems
    if kept.case is not None:
        for text in (kept.text, alone.text):
            assert examine(text.encode(), "-")[0] == kept.case
        comments = {line.strip() for line in TEXTS[name].splitlines() if line.strip().startswith("#")}
        if len(kept.text.splitlines()) >= len(TEXTS[name].splitlines()):
            assert comments <= {line.strip() for line in kept.text.splitlines()}
