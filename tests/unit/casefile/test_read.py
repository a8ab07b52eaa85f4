import dataclasses
import io
import pickle
import subprocess
import sys
import warnings
from collections.abc import Mapping
from pathlib import Path

import pytest

import holdfast.casefile.read as reading
from holdfast.casefile import examine, load, loads
from holdfast.casefile.limits import MAX_BYTES
from holdfast.errors import CaseFileError, HoldfastWarning

# the merged state of the seed holds states in which a statement differs
pytestmark = pytest.mark.filterwarnings(r"ignore:[\s\S]*HF137")
SEED = Path(__file__).parents[2] / "fuzz" / "seed.yaml"
SMALL = "schema: holdfast/case/1\ntitle: T\nparties: {a: {options: {go: Go}}}\npreferences: {a: [go]}\n"


def test_load_and_loads_agree():
    assert load(SEED) == load(str(SEED)) == loads(SEED.read_text())


def test_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(SMALL.encode())))
    assert load("-") == loads(SMALL)


def test_standard_input_is_not_read_to_its_end(monkeypatch):
    stream = io.BytesIO(b"#" * (3 * MAX_BYTES))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(stream))
    with pytest.raises(CaseFileError, match="-:1:1: HF103 the file is too large"):
        load("-")
    assert stream.tell() <= 2 * MAX_BYTES


def test_a_large_file_is_not_read_to_its_end(tmp_path):
    path = tmp_path / "large.yaml"
    path.write_bytes(b"#" * (10 * MAX_BYTES))
    assert len(reading.read_bytes(path)) == MAX_BYTES + 1
    with pytest.raises(CaseFileError, match="HF103"):
        load(path)


def test_the_largest_file_is_read():
    assert examine(SMALL.encode().ljust(MAX_BYTES, b"\n"), "f")[0] == loads(SMALL)


@pytest.mark.parametrize("make", [lambda p: p / "missing.yaml", lambda p: p], ids=["missing", "folder"])
def test_a_file_that_cannot_be_read_is_not_a_content_problem(tmp_path, make):
    with pytest.raises(OSError, match=r"missing|Is a directory|denied"):
        load(make(tmp_path))


def test_all_problems_are_raised_at_once():
    with pytest.raises(CaseFileError) as caught:
        loads(SMALL.replace("[go]", "[goo, stop, go, go]"), "mine.yaml")
    assert [str(problem).splitlines()[0] for problem in caught.value.problems] == [
        'mine.yaml:4:19: HF112 unknown option "goo" in preference of "a"',
        'mine.yaml:4:24: HF112 unknown option "stop" in preference of "a"',
        'mine.yaml:4:34: HF136 warning: statement "go" is given twice in preference of "a"',
    ]
    assert caught.value.problems[0].hint == 'did you mean "go" (declared at line 3)?'


def test_warnings_never_refuse():
    text = SMALL.replace("[go]", "[go, go]")
    with pytest.warns(HoldfastWarning, match="HF136"):
        loads(text)
    kept = []
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        case = loads(text, warnings=kept)
    assert case.title == "T"
    assert [problem.code for problem in kept] == ["HF136"]


def test_lone_surrogates_are_a_problem_not_a_crash():
    with pytest.raises(CaseFileError, match="HF101"):
        loads("title: \ud800")


def plain_types(value, seen=None):
    """Yield the type of every string in a case."""
    if isinstance(value, str):
        yield type(value)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from plain_types(key)
            yield from plain_types(item)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from plain_types(getattr(value, field.name))
    elif isinstance(value, list | tuple | set | frozenset):
        for item in value:
            yield from plain_types(item)


def test_a_case_holds_plain_text_only():
    case = load(SEED)
    assert set(plain_types(case)) == {str}
    assert pickle.loads(pickle.dumps(case)) == case
    assert hash(case) == hash(load(SEED))
    assert case.digest == load(SEED).digest


def test_positions_are_not_in_the_case():
    assert load(SEED).digest == loads("# moved down\n\n" + SEED.read_text()).digest


def test_importing_is_light():
    script = "import sys, holdfast.casefile; print(*(set('yaml pydantic lark numpy'.split()) & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    assert done.stdout.strip() == ""
