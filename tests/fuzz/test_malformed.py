"""Every malformed file is refused at its place, with its code, and without a traceback."""

import json
from pathlib import Path

import pytest

from holdfast.casefile import examine, load
from holdfast.casefile.problems import REGISTRY
from holdfast.errors import CaseFileError

HERE = Path(__file__).parent
EXPECTED = json.loads((HERE / "malformed.json").read_text())


def test_every_file_is_listed():
    assert {path.name for path in (HERE / "malformed").iterdir()} == set(EXPECTED)
    assert len(EXPECTED) >= 70


def test_every_error_has_a_file():
    codes = {code for _, _, code in EXPECTED.values()}
    errors = {code for code, kind in REGISTRY.items() if kind.severity == "error"}
    errors = {code for code in errors if not code.startswith("HF19")}  # of tables, not of case files
    assert errors - codes == {"HF100"}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_refused_at_its_place(name):
    line, column, code = EXPECTED[name]
    case, problems = examine((HERE / "malformed" / name).read_bytes(), name)
    assert case is None
    errors = [problem for problem in problems if problem.severity == "error"]
    assert (line, column, code) in [(error.line, error.column, error.code) for error in errors], errors
    for problem in problems:
        assert problem.path == name
        assert problem.message
        assert "\n" not in problem.message
        for jargon in (
            "Input should",
            "pydantic",
            "validation",
            "libyaml",
            "lark",
            "token",
            "None",
            " dict",
            "Traceback",
        ):
            assert jargon not in f"{problem.message} {problem.hint}".replace("start any token", "")


@pytest.mark.parametrize("name", sorted(EXPECTED)[::10])
def test_load_raises_all_problems(name):
    path = HERE / "malformed" / name
    with pytest.raises(CaseFileError) as caught:
        load(path)
    _, problems = examine(path.read_bytes(), str(path))
    assert list(caught.value.problems) == problems
    assert str(caught.value).startswith(f"{path}:")
