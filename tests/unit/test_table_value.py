"""Tables: what other programs read of them, without anything being imported that is not asked for."""

import csv
import io
import subprocess
import sys

import pytest

from holdfast.errors import ExtraMissing
from holdfast.table import Column, table

MIXED = table(
    "mixed",
    ["name", "n:whole", "x:number", "yes:truth"],
    [["a", 1, 0.5, True], [None, None, None, None], ["=1+1", -3, -2, False], ['say "it",\nthen', 2**40, 1e300, None]],
)


def test_dicts_and_columns() -> None:
    assert MIXED.columns[1] == Column("n", "whole")
    assert MIXED.column("n") == (1, None, -3, 2**40)
    assert MIXED.to_dicts()[0] == {"name": "a", "n": 1, "x": 0.5, "yes": True}
    assert len(MIXED) == 4


def test_csv_reads_back() -> None:
    rows = list(csv.reader(io.StringIO(MIXED.to_csv(), newline="")))
    assert rows[0] == ["name", "n", "x", "yes"]
    assert rows[1] == ["a", "1", "0.5", "true"]
    assert rows[2] == ["", "", "", ""]
    assert rows[3] == ["'=1+1", "-3", "-2", "false"]
    assert rows[4][0] == 'say "it",\nthen'


def test_arrow_stream() -> None:
    na = pytest.importorskip("nanoarrow")
    assert na.ArrayStream(MIXED).read_all().to_pylist() == MIXED.to_dicts()
    assert [field.name for field in na.ArrayStream(MIXED).schema.fields] == list(MIXED.names)
    assert na.ArrayStream(table("none", ["a", "n:whole"], [])).read_all().to_pylist() == []


def test_a_missing_extra_says_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoarrow", None)
    with pytest.raises(ExtraMissing, match=r'pip install "holdfast\[tables\]"'):
        MIXED.__arrow_c_stream__()


def test_other_libraries_where_they_are_installed() -> None:
    pandas = pytest.importorskip("pandas")
    frame = MIXED.to_pandas()
    assert isinstance(frame, pandas.DataFrame)
    assert [None if value is pandas.NA else value for value in frame["n"]] == list(MIXED.column("n"))
    polars = pytest.importorskip("polars")
    assert MIXED.to_polars().equals(polars.DataFrame(MIXED))
    assert MIXED.to_polars().to_dicts() == MIXED.to_dicts()


def test_nothing_is_imported_before_it_is_asked_for() -> None:
    code = (
        "import sys, holdfast as hf\n"
        "hf.holds(hf.compile(hf.example('cuba-1962')), 'NYYN').table().to_csv()\n"
        "print({'nanoarrow', 'pandas', 'polars', 'openpyxl', 'docx', 'typst', 'matplotlib'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
