"""`convert`, `lint` and the documents of `brief` from the command line: files, exit codes, messages."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from holdfast.cli.main import cli
from holdfast.shipped import example_text

FAIR = """schema: holdfast/case/1
title: Alone
parties: {a: {assumed: true, options: {go: {text: Go, assumed: true}}}}
preferences: {a: [{prefer: go, assumed: true}]}
"""


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, args)


def real(*args: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the program itself: exit codes are made where errors are caught."""
    return subprocess.run(
        [sys.executable, "-m", "holdfast", *args], capture_output=True, text=True, cwd=cwd, check=False
    )


def test_there_and_back_is_the_same_file(tmp_path: Path) -> None:
    book, folder, back = (str(tmp_path / name) for name in ("case.xlsx", "tables", "case.yaml"))
    for target in (book, folder):
        assert run("convert", "two-valleys", "-o", target).exit_code == 0
        done = run("convert", target, "-o", back)
        assert done.exit_code == 0, done.output
        assert Path(back).read_text("utf-8") == example_text("two-valleys")
    before = Path(book).read_bytes()
    assert run("convert", back, "-o", book).exit_code == 0  # unchanged: the same bytes
    assert Path(book).read_bytes() == before
    assert run("convert", folder).stdout == example_text("two-valleys")


def test_json_and_canonical_yaml(tmp_path: Path) -> None:
    target = str(tmp_path / "case.json")
    assert run("convert", "cuba-1962", "-o", target).exit_code == 0
    assert json.loads(Path(target).read_text("utf-8"))["schema"] == "holdfast/case/1"
    written = run("convert", target).stdout
    assert written == run("convert", "cuba-1962").stdout
    assert run("check", target).exit_code == 0


def test_json_report_names_what_was_written(tmp_path: Path) -> None:
    target = str(tmp_path / "case.xlsx")
    found = json.loads(run("convert", "cuba-1962", "-o", target, "--json").stdout)
    assert found["question"] == "convert"
    assert found["written"] == [target]


def test_problems_of_a_sheet_exit_with_3(tmp_path: Path) -> None:
    import openpyxl

    run("convert", "two-valleys", "-o", str(tmp_path / "case.xlsx"))
    book = openpyxl.load_workbook(tmp_path / "case.xlsx")
    book["preferences.red_lines"]["B2"] = "flow = haf"
    book["plans"]["A2"] = "govenor"
    book.save(tmp_path / "case.xlsx")
    done = real("convert", "case.xlsx", "-o", "case.yaml", cwd=tmp_path)
    assert done.returncode == 3
    assert 'case.xlsx:preferences.red_lines!B2: HF115 unknown position "haf" of issue "flow"' in done.stderr
    assert 'HF192 no row of "plans" is "governor"' in done.stderr
    assert not (tmp_path / "case.yaml").exists()
    again = real("check", "case.xlsx", "--json", cwd=tmp_path)
    assert again.returncode == 3
    sheets = {each["sheet"] for each in json.loads(again.stdout)["problems"]}
    assert "preferences.red_lines" in sheets


def test_other_verbs_read_workbooks_and_folders(tmp_path: Path) -> None:
    run("convert", "cuba-1962", "-o", str(tmp_path / "case.xlsx"))
    run("convert", "cuba-1962", "-o", str(tmp_path / "tables"))
    plain = json.loads(run("hold", "cuba-1962", "--state", "7", "--json").stdout)
    for name in ("case.xlsx", "tables"):
        assert json.loads(run("hold", str(tmp_path / name), "--state", "7", "--json").stdout) == plain
    (tmp_path / "empty").mkdir()
    assert real("check", "empty", cwd=tmp_path).returncode == 6


def test_graphs(tmp_path: Path) -> None:
    for kind in ("graphml", "gexf", "dot"):
        assert run("convert", "cuba-1962", "--graph", str(tmp_path / f"states.{kind}")).exit_code == 0
        shown = run("convert", "cuba-1962", "--format", kind).stdout
        assert shown == (tmp_path / f"states.{kind}").read_text("utf-8")
    done = run("convert", "ukraine-2025", "--graph", str(tmp_path / "a.dot"), "--plan", "p28")
    assert done.exit_code == 2
    assert "name one with --account" in done.stderr


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["-o", "case.pptx"], '".pptx" is not known'),
        (["--graph", "states.txt"], "ends in .graphml, .gexf, .dot"),
        (["--plan", "governor"], "--graph"),
        (["-o", "-", "--json"], "--json wants standard output"),
        (["-o", "-", "--format", "xlsx"], "not for standard output"),
    ],
)
def test_usage(args: list[str], said: str) -> None:
    done = run("convert", "two-valleys", *args)
    assert done.exit_code == 2
    assert said in done.stderr


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(example_text("chicken"))
    (tmp_path / "other.yaml").write_text("mine")
    assert real("convert", "case.yaml", "-o", "case.yaml", cwd=tmp_path).returncode == 2
    assert real("convert", "case.yaml", "-o", "other.yaml", cwd=tmp_path).returncode == 6
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "mine.csv").write_text("a,b\n")
    done = real("convert", "case.yaml", "-o", "tables", cwd=tmp_path)
    assert done.returncode == 6
    assert "mine.csv" in done.stderr
    assert (tmp_path / "other.yaml").read_text() == "mine"


def test_what_is_no_workbook(tmp_path: Path) -> None:
    (tmp_path / "case.xlsx").write_text("not a workbook")
    done = real("convert", "case.xlsx", cwd=tmp_path)
    assert done.returncode == 2
    assert "is not an XLSX workbook" in done.stderr
    assert "Traceback" not in done.stderr


def test_lint(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(example_text("two-valleys"))
    done = run("lint", str(path))
    assert done.exit_code == 0
    first = done.stdout.splitlines()[0]
    assert first.startswith(f"{path}:64:17: HF180 ")
    assert run("lint", str(path), "--exit-status").exit_code == 1
    (tmp_path / "fair.yaml").write_text(FAIR)
    assert run("lint", str(tmp_path / "fair.yaml"), "--exit-status").exit_code == 0
    found = json.loads(run("lint", str(path), "--json").stdout)
    assert found["counts"]["HF180"] == sum(each["code"] == "HF180" for each in found["findings"])
    assert [each["line"] for each in found["findings"]] == sorted(each["line"] for each in found["findings"])
    path.write_text("schema: holdfast/case/1\ntitle: T\n")
    assert real("lint", "case.yaml", cwd=tmp_path).returncode == 3


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_brief_as_a_document(tmp_path: Path, kind: str) -> None:
    target = tmp_path / f"brief.{kind}"
    assert run("brief", "cuba-1962", "--quick", "-o", str(target)).exit_code == 0
    assert target.read_bytes().startswith(b"PK" if kind == "docx" else b"%PDF")
    assert "Unchanged" in run("brief", "cuba-1962", "--quick", "-o", str(target)).output
    without = {"docx": "docx", "pdf": "typst"}[kind]
    code = (
        f"import sys; sys.modules[{without!r}] = None; sys.argv = ['holdfast', *sys.argv[1:]]\n"
        "from holdfast.cli.main import main; main()"
    )
    args = ["brief", "cuba-1962", "--quick", "-o", f"other.{kind}"]
    done = subprocess.run(
        [sys.executable, "-c", code, *args], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert done.returncode == 5
    assert f'pip install "holdfast[{kind}]"' in done.stderr
