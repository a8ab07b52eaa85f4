"""Start-up, public names, package contents: promises that a careless import would break."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

import holdfast as hf

ROOT = Path(__file__).parents[2]


def imported_by(*args: str) -> set[str]:
    """Return the top-level modules a command imports."""
    code = "import sys, runpy; sys.argv = ['holdfast', *sys.argv[1:]]\n"
    code += "try: runpy.run_module('holdfast', run_name='__main__')\n"
    code += "except SystemExit: pass\nprint('|'.join(sorted({m.split('.')[0] for m in sys.modules})), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code, *args], capture_output=True, text=True, check=True)
    return set(done.stderr.strip().splitlines()[-1].split("|"))


@pytest.mark.parametrize("args", [["--help"], ["--version"], ["solve", "--help"], ["brief", "--help"]])
def test_help_imports_nothing_heavy(args):
    heavy = {"numpy", "pydantic", "yaml", "lark", "jinja2", "asyncio", "rich", "matplotlib", "networkx"}
    assert not imported_by(*args) & heavy


def test_check_does_not_import_the_page():
    assert not imported_by("check", "cuba-1962") & {"jinja2", "asyncio"}


def test_public_names_are_sorted_and_all_there():
    assert hf.__all__ == sorted(hf.__all__)
    assert dir(hf) == hf.__all__
    for name in hf.__all__:
        assert getattr(hf, name) is not None
    with pytest.raises(AttributeError, match="no attribute"):
        hf.nonsense  # noqa: B018


def test_type_checkers_see_the_same_names():
    tree = ast.parse((Path(hf.__file__)).read_text("utf-8"))
    block = next(n for n in tree.body if isinstance(n, ast.If))
    seen = {alias.asname for n in block.body if isinstance(n, ast.ImportFrom) for alias in n.names}
    assert seen | {"__version__"} == set(hf.__all__)


def test_public_functions_are_documented():
    for name in hf.__all__:
        value = getattr(hf, name)
        if callable(value):
            assert value.__doc__, name
            if not isinstance(value, type):
                assert "Parameters" in value.__doc__ or "Returns" in value.__doc__ or "Return " in value.__doc__, name


def test_version_is_written_once():
    pyproject = ROOT / "pyproject.toml"
    assert tomllib.loads(pyproject.read_text())["project"]["version"] == hf.__version__
    assert f"version: {hf.__version__}" in (ROOT / "CITATION.cff").read_text()
    assert f"## {hf.__version__}" in (ROOT / "CHANGELOG.md").read_text()


def test_what_the_package_needs_is_in_it():
    root = files("holdfast")
    for inside in (
        "py.typed",
        "case/condition.lark",
        "catalogue/case.schema.json",
        "catalogue/cuba-1962/case.yaml",
        "lexicons/norms.csv",
    ):
        assert root.joinpath(*inside.split("/")).is_file(), inside
    assert any(f.name.endswith(".j2") for f in root.joinpath("report", "templates").iterdir())


def test_no_file_has_outgrown_one_idea():
    long = {p.name: n for p in (ROOT / "src").rglob("*.py") if (n := len(p.read_text("utf-8").splitlines())) > 400}
    assert long == {}


def test_no_case_can_make_the_program_run_code():
    """No eval, exec, pickle, unsafe YAML or shell anywhere in the package."""
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                assert called not in {"eval", "exec", "os.system", "yaml.load", "yaml.unsafe_load", "pickle.loads"}, (
                    path
                )


def test_values_are_frozen_comparable_and_picklable():
    import pickle

    case = hf.example("ukraine-2025")
    again = pickle.loads(pickle.dumps(case))
    assert again == case
    assert hash(again) == hash(case)
    assert again.digest == case.digest
    with pytest.raises(AttributeError):
        case.title = "x"
    assert case.replace(title="x") != case
    answer = hf.holds(hf.family(case, plan="g19", account="washington"))
    assert pickle.loads(pickle.dumps(answer)) == answer
