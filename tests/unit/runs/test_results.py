"""Many results in few files: every line checked, the settled file the same however it came about."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.runs.folder import RunFolder
from holdfast.runs.outcome import error_of, failure_of
from holdfast.runs.results import Results, read_line, write_line

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
JSON = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8)
KEY = b"question"


def opened(path, **changes):
    return Results(RunFolder(path, {"verb": "test", **changes}), "results")


@given(st.integers(min_value=0), JSON | st.binary())
def test_a_line_comes_back_and_is_json(index, value):
    line = write_line(index, value, KEY)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert read_line(line[:-1], KEY) == (index, value)
    assert json.loads(line)["index"] == index
    assert read_line(line[:-1], b"another question") is None


@given(st.data())
def test_no_line_passes_that_is_not_as_it_was_written(data):
    line = write_line(3, {"holds": True, "share": 0.25, "base64": "x"}, KEY)[:-1]
    place = data.draw(st.integers(0, len(line) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda byte: byte != line[place]))
    assert read_line(line[:place] + bytes([byte]) + line[place + 1 :], KEY) is None
    assert read_line(line[:place], KEY) is None


def test_every_process_has_a_file_of_its_own(tmp_path):
    first, second = opened(tmp_path / "run"), opened(tmp_path / "run")
    first.add(1, "one")
    second.add(2, "two")
    first.add(3, "three")
    names = [path.name for path in sorted((tmp_path / "run" / "parts").iterdir())]
    assert names == ["results.0001.jsonl", "results.0002.jsonl"]
    assert opened(tmp_path / "run").found == {1: "one", 2: "two", 3: "three"}
    first.close()
    second.close()


def test_the_settled_file_does_not_show_the_order_in_which_results_came(tmp_path):
    for number, order in enumerate(([0, 1, 2], [2, 0, 1])):
        results = opened(tmp_path / str(number))
        for k in order:
            results.add(k, k * k)
        results.settle({k: k * k for k in range(3)})
    settled = [(tmp_path / str(number) / "results.jsonl").read_bytes() for number in (0, 1)]
    assert settled[0] == settled[1]
    assert list((tmp_path / "0" / "parts").iterdir()) == []
    facts = json.loads((tmp_path / "0" / "manifest.json").read_text())
    assert list(facts["files"]) == ["results.jsonl"]


def test_a_run_killed_while_it_settles_goes_on(tmp_path):
    """The file is there, no manifest names it, and what it was made from is still there too."""
    results = opened(tmp_path / "run")
    results.add(0, "zero")
    results.close()
    segment = next((tmp_path / "run" / "parts").iterdir())
    (tmp_path / "run" / "results.jsonl").write_bytes(segment.read_bytes())
    again = opened(tmp_path / "run")
    assert (again.found, again.n_damaged) == ({0: "zero"}, 0)
    again.settle({0: "zero"})
    assert sorted(path.name for path in (tmp_path / "run").rglob("*.jsonl")) == ["results.jsonl"]
    assert opened(tmp_path / "run").found == {0: "zero"}


def test_nothing_is_written_after_a_stop(tmp_path):
    results = opened(tmp_path / "run")
    results.add(0, "zero")
    results.stop()
    results.add(1, "one")
    results.settle({0: "zero", 1: "one"})
    results.close()
    assert opened(tmp_path / "run").found == {0: "zero"}


def test_a_name_stays_within_the_folder(tmp_path):
    for name in ("../x", "", "a/b", ".hidden"):
        with pytest.raises(ValueError, match="cannot be called"):
            Results(RunFolder(tmp_path, {}), name)


class Local(ValueError):
    def __init__(self, a, b):
        super().__init__(f"{a} and {b}")


def of_a_function():
    class Inside(KeyError):
        pass

    return Inside("x")


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (ValueError("no"), ValueError),
        (Local("a", "b"), ValueError),
        (FileNotFoundError(2, "No such file", "x.yaml"), OSError),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid"), ValueError),
        (of_a_function(), LookupError),
    ],
)
def test_errors_keep_their_message_and_what_they_are_a_kind_of(error, kind):
    again = error_of(failure_of(error))
    assert str(again).endswith(str(error))
    assert isinstance(again, kind)
    assert again.__notes__[0].startswith("raised in a worker:\n")
    assert type(error).__name__ in again.__notes__[0]


def test_a_class_that_is_not_there_is_no_reason_to_fail():
    failure = failure_of(ValueError("no"))
    assert str(error_of(failure._replace(module="no_such_module"))) == "ValueError: no"
    assert str(error_of(failure._replace(module="os", name="system"))) == "ValueError: no"
