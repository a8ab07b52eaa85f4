"""Run folders: nothing half-written, nothing mixed, nothing lost that was finished."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from holdfast.runs.folder import RunFolder, read_manifest
from holdfast.runs.parts import file_name, read_arrays, write_arrays

QUESTION = {"verb": "solve", "model": "abc", "concepts": ["nash"]}
ARRAYS = {"best": np.arange(10, dtype=np.uint16), "counts": np.array([[1, 2], [3, 4]])}


def open_folder(path, **changes):
    return RunFolder(path, {**QUESTION, **changes}, every=0)


def part_of(path, key):
    return path / "parts" / json.loads((path / "manifest.json").read_text())["parts"][key]["file"]


def test_a_part_comes_back_as_it_was(tmp_path):
    open_folder(tmp_path / "run").save("party 2/slices 0-16", ARRAYS)
    again = open_folder(tmp_path / "run")
    found = again.load("party 2/slices 0-16")
    assert found.keys() == ARRAYS.keys()
    for name, array in ARRAYS.items():
        assert found[name].dtype == array.dtype
        np.testing.assert_array_equal(found[name], array)
    assert again.load("party 2/slices 16-32") is None
    assert (again.n_reused, again.n_damaged) == (1, 0)


def test_the_manifest_says_what_there_is(tmp_path):
    folder = open_folder(tmp_path)
    folder.save("a", ARRAYS)
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    (part,) = (tmp_path / "parts").iterdir()
    data = part.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    assert manifest["parts"] == {"a": {"file": part.name, "bytes": len(data), "sha256": digest}}
    assert manifest["question"] == QUESTION
    assert manifest["finished"] is False


def test_the_same_arrays_give_the_same_bytes(tmp_path):
    write_arrays(tmp_path / "a.npz", ARRAYS)
    time.sleep(0.01)
    write_arrays(tmp_path / "b.npz", ARRAYS)
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    with np.load(tmp_path / "a.npz") as found:  # numpy's own format
        np.testing.assert_array_equal(found["counts"], ARRAYS["counts"])
    assert read_arrays(tmp_path / "a.npz").keys() == ARRAYS.keys()


def test_names_of_parts_differ_where_keys_do():
    keys = ["a/b", "a b", "a-b", "A/b", "x" * 300, "x" * 301, "../../etc", ""]
    names = {file_name(key, "abcdef0123").lower() for key in keys}
    assert len(names) == len(keys)
    assert all("/" not in name and len(name) < 90 for name in names)
    assert file_name("a", "abcdef0123") != file_name("a", "0123abcdef")


def flip(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


def shorten(path):
    path.write_bytes(path.read_bytes()[:-7])


@pytest.mark.parametrize("damage", [flip, shorten, Path.unlink, lambda path: path.write_bytes(b"")])
def test_a_damaged_part_counts_as_not_there(tmp_path, damage):
    folder = open_folder(tmp_path)
    folder.save("a", ARRAYS)
    folder.save("b", ARRAYS)
    damage(part_of(tmp_path, "a"))
    again = open_folder(tmp_path)
    assert again.load("a") is None
    assert again.load("b") is not None
    assert (again.n_reused, again.n_damaged) == (1, 1)
    again.save("a", ARRAYS)
    assert open_folder(tmp_path).load("a") is not None


def test_a_part_from_elsewhere_counts_as_not_there(tmp_path):
    other = RunFolder(tmp_path / "other", {**QUESTION, "model": "xyz"}, every=0)
    other.save("a", {"best": np.zeros(10, dtype=np.uint16)})
    folder = open_folder(tmp_path / "run")
    foreign = part_of(tmp_path / "other", "a")
    (tmp_path / "run" / "parts" / foreign.name).write_bytes(foreign.read_bytes())
    assert folder.load("a") is None  # the manifest does not name it
    open_folder(tmp_path / "run")
    assert list((tmp_path / "run" / "parts").iterdir()) == []
    folder.save("a", ARRAYS)
    part_of(tmp_path / "run", "a").write_bytes(part_of(tmp_path / "other", "a").read_bytes())
    assert open_folder(tmp_path / "run").load("a") is None  # the manifest names another


@pytest.mark.parametrize("changes", [{"model": "xyz"}, {"concepts": ["gmr"]}, {"holdfast": "0.2"}])
def test_a_folder_of_another_question_is_refused_and_left_alone(tmp_path, changes):
    open_folder(tmp_path).save("a", ARRAYS)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    with pytest.raises(FileExistsError, match=f"keeps another run.*{next(iter(changes))}.*--force"):
        open_folder(tmp_path, **changes)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_force_clears_what_the_other_run_wrote_and_nothing_else(tmp_path):
    folder = open_folder(tmp_path)
    folder.save("a", ARRAYS)
    folder.put("answer.json", lambda to: to.write_text("{}"))
    folder.finish()
    (tmp_path / "mine.txt").write_text("mine")
    forced = RunFolder(tmp_path, {**QUESTION, "model": "xyz"}, force=True)
    assert forced.load("a") is None
    assert not forced.facts["finished"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["manifest.json", "mine.txt", "parts"]
    assert list((tmp_path / "parts").iterdir()) == []


def test_force_removes_nothing_outside_the_folder(tmp_path):
    (tmp_path / "precious").write_text("keep")
    run = tmp_path / "run"
    open_folder(run)
    manifest = json.loads((run / "manifest.json").read_text())
    manifest["files"] = {"../precious": {"bytes": 4, "sha256": hashlib.sha256(b"keep").hexdigest()}}
    (run / "manifest.json").write_text(json.dumps(manifest))
    assert open_folder(run).file("../precious") is None
    RunFolder(run, {"model": "xyz"}, force=True)
    assert (tmp_path / "precious").read_text() == "keep"


def test_a_folder_that_is_no_run_folder_is_refused(tmp_path):
    (tmp_path / "thesis.tex").write_text("years of work")
    for force in (False, True):
        with pytest.raises(FileExistsError, match="is no run folder"):
            RunFolder(tmp_path, QUESTION, force=force)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]
    with pytest.raises(FileExistsError, match="is a file"):
        RunFolder(tmp_path / "thesis.tex", QUESTION)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"schema": "holdfast/run/1", "question": []}'])
def test_a_manifest_that_cannot_be_read_is_refused_unless_forced(tmp_path, text):
    open_folder(tmp_path).save("a", ARRAYS)
    (tmp_path / "manifest.json").write_text(text)
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(FileExistsError, match="cannot be read"):
        open_folder(tmp_path)
    assert RunFolder(tmp_path, QUESTION, force=True).load("a") is None
    assert (tmp_path / "mine.txt").exists()


def test_a_write_that_fails_leaves_nothing(tmp_path):
    folder = open_folder(tmp_path)

    def fails(to):
        to.write_text("half")
        raise RuntimeError("disk full")

    with pytest.raises(RuntimeError, match="disk full"):
        folder.put("answer.json", fails)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["manifest.json", "parts"]
    assert folder.file("answer.json") is None


def test_what_an_interrupted_run_left_unfinished_is_swept(tmp_path):
    open_folder(tmp_path)
    (tmp_path / ".tmp-1-2-answer.json").write_text("half")
    (tmp_path / "parts" / ".tmp-1-2-a.npz").write_text("half")
    open_folder(tmp_path)
    assert not [path for path in tmp_path.rglob(".tmp-*")]


def test_a_result_is_given_only_if_intact(tmp_path):
    folder = open_folder(tmp_path)
    folder.put("answer.json", lambda to: to.write_text("{}"))
    folder.finish(counts={"nash": 3})
    again = open_folder(tmp_path)
    assert again.facts["finished"]
    assert again.facts["counts"] == {"nash": 3}
    assert again.file("answer.json") == tmp_path / "answer.json"
    (tmp_path / "answer.json").write_text("[]")
    assert open_folder(tmp_path).file("answer.json") is None


def test_several_threads_may_save_at_once(tmp_path):
    folder = open_folder(tmp_path)

    def work(number):
        for k in range(10):
            folder.under(f"model {number}/").save(f"part {k}", {"a": np.full(100, number * 10 + k)})

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    again = open_folder(tmp_path)
    for number in range(4):
        for k in range(10):
            assert again.under(f"model {number}/").load(f"part {k}")["a"][0] == number * 10 + k


def test_after_a_stop_nothing_more_is_written(tmp_path):
    folder = RunFolder(tmp_path, QUESTION, every=3600)  # the manifest is behind
    folder.save("a", ARRAYS)
    assert read_manifest(tmp_path)["parts"] == {}
    folder.stop()
    assert set(read_manifest(tmp_path)["parts"]) == {"a"}
    folder.save("b", ARRAYS)
    assert len(list((tmp_path / "parts").iterdir())) == 1
    assert open_folder(tmp_path).load("a") is not None


def test_a_part_that_is_being_written_is_waited_for_but_not_for_long(tmp_path, monkeypatch):
    folder = RunFolder(tmp_path, QUESTION, every=3600)

    def save_slowly(seconds):
        def slowly(path, arrays):
            time.sleep(seconds)
            write_arrays(path, arrays)

        monkeypatch.setattr("holdfast.runs.folder.write_arrays", slowly)
        thread = threading.Thread(target=folder.save, args=("a", ARRAYS))
        thread.start()
        time.sleep(0.05)
        return thread

    thread = save_slowly(0.3)
    folder.stop()
    assert set(read_manifest(tmp_path)["parts"]) == {"a"}
    thread.join()
    folder = RunFolder(tmp_path, QUESTION, force=True)
    thread, started = save_slowly(3), time.monotonic()
    folder.stop()
    assert time.monotonic() - started < 1
    thread.join()


def test_a_part_saved_again_replaces_the_earlier_only_when_the_manifest_says_so(tmp_path):
    folder = RunFolder(tmp_path, QUESTION, every=3600)
    for value in (1, 2):
        folder.save("a", {"x": np.array([value])})
    folder.note()
    assert len(list((tmp_path / "parts").iterdir())) == 1
    for value in (3, 2, 3):
        folder.save("a", {"x": np.array([value])})  # and here the process is killed
    again = RunFolder(tmp_path, QUESTION, every=3600)
    assert again.load("a")["x"][0] == 2
    assert again.n_damaged == 0
    for value in (3, 2):
        again.save("a", {"x": np.array([value])})
    again.note()
    assert RunFolder(tmp_path, QUESTION).load("a")["x"][0] == 2
    assert len(list((tmp_path / "parts").iterdir())) == 1


@pytest.mark.parametrize("entry", [None, [], {}, {"file": 3}, {"file": "../../x", "bytes": 1, "sha256": ""}])
def test_entries_that_make_no_sense_count_as_not_there(tmp_path, entry):
    open_folder(tmp_path).save("a", ARRAYS)
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    manifest["parts"]["a"] = entry
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    assert open_folder(tmp_path).load("a") is None


KILLED = """
import sys, numpy as np
from pathlib import Path
from holdfast.runs.folder import RunFolder
folder = RunFolder(Path(sys.argv[1]), {"q": 1}, every=0)
print("ready", flush=True)
for k in range(100000):
    folder.save(f"part {k}", {"a": np.full(5000, k)})
"""


def test_a_run_killed_outright_leaves_only_whole_parts(tmp_path):
    working = subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path / "run")], stdout=subprocess.PIPE)
    assert working.stdout.readline() == b"ready\n"
    time.sleep(0.5)
    os.kill(working.pid, signal.SIGKILL)
    working.wait(10)
    working.stdout.close()
    folder = RunFolder(tmp_path / "run", {"q": 1})
    keys = list(folder.facts["parts"])
    assert keys
    for k, key in enumerate(keys):
        assert folder.load(key)["a"][0] == k
    assert folder.n_damaged == 0
    assert not list((tmp_path / "run").rglob(".tmp-*"))
