"""The ledger on disk: nothing acknowledged is lost, and nothing unfinished is taken for a record."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from holdfast.errors import LedgerError, QuestionError
from holdfast.ledger import Entry, append, read
from holdfast.ledger import lock as locking
from holdfast.ledger.lock import locked
from holdfast.ledger.store import torn_path
from tests.unit.ledger.making import forecast, ledger, resolved


def add(path: Path, *entries: Entry, said: list[str] | None = None) -> tuple[str, ...]:
    return append(path, lambda _: entries, tell=(said if said is not None else []).append)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "my ledger.jsonl"


def test_added_and_read(path: Path) -> None:
    said: list[str] = []
    assert add(path, Entry(forecast()), said=said) == ("f1",)
    assert said == [f"{path}: a new ledger"]
    assert add(path, Entry(forecast(who="Ben"), "ben"), Entry(resolved("ben"))) == ("ben", "r3")
    assert [entry.id for entry in read(path).entries] == ["f1", "ben", "r3"]
    assert path.read_bytes() == read(path).lines()


def test_what_was_there_is_never_written_over(path: Path) -> None:
    before = b""
    for k in range(5):
        add(path, Entry(forecast(f"{k}?")))
        assert path.read_bytes().startswith(before)
        before = path.read_bytes()


def test_refused_entries_leave_no_trace(path: Path) -> None:
    with pytest.raises(QuestionError):
        add(path, Entry(resolved("f1")))
    assert not path.exists()
    add(path, Entry(forecast()))
    before = path.read_bytes()
    with pytest.raises(QuestionError):
        add(path, Entry(forecast(who="Ben")), Entry(forecast()))
    assert path.read_bytes() == before


def test_nothing_to_add(path: Path) -> None:
    assert add(path) == ()
    assert not path.exists()


def test_an_unfinished_write_is_set_aside_whole(path: Path) -> None:
    add(path, Entry(forecast()))
    good = path.read_bytes()
    add(path, Entry(forecast(who="Bén" * 10)))
    line = path.read_bytes()[len(good) :]
    for k in (1, 7, len(line) // 2, len(line) - 2):
        path.write_bytes(good + line[:k])
        torn_path(path).unlink(missing_ok=True)
        assert len(read(path)) == 1
        assert path.read_bytes() == good + line[:k]  # reading changes nothing
        said: list[str] = []
        assert add(path, Entry(forecast(who="Cat")), said=said) == ("f2",)
        assert torn_path(path).read_bytes() == line[:k] + b"\n"
        assert f"the {k} bytes of an unfinished write on line 2" in said[0]
        assert [entry.what.who for entry in read(path).entries] == ["Ann", "Cat"]
        assert path.read_bytes().startswith(good)


def test_an_unfinished_group_is_set_aside_whole(path: Path) -> None:
    add(path, Entry(forecast()))
    good = path.read_bytes()
    add(path, *(Entry(forecast(f"{k}?")) for k in range(3)))
    rest = path.read_bytes()[len(good) :]
    two = rest[: rest.index(b"\n", rest.index(b"\n") + 1) + 1]
    path.write_bytes(good + two)
    assert len(read(path)) == 1
    add(path, Entry(forecast(who="Cat")))
    assert [entry.what.who for entry in read(path).entries] == ["Ann", "Cat"]
    assert torn_path(path).read_bytes() == two


def test_a_whole_record_without_its_line_end_is_kept(path: Path) -> None:
    add(path, Entry(forecast()))
    path.write_bytes(path.read_bytes()[:-1])  # as some editors do
    assert len(read(path)) == 1
    said: list[str] = []
    add(path, Entry(forecast(who="Ben")), said=said)
    assert said == [f"{path}: the last record had no line end; it is whole and was kept"]
    assert len(read(path)) == 2
    assert not torn_path(path).exists()


def test_nothing_is_added_to_a_broken_ledger(path: Path) -> None:
    path.write_bytes(ledger(forecast(), forecast(who="Ben"), forecast(who="Cat")).lines().replace(b'"Ben"', b'"Bob"'))
    before = path.read_bytes()
    with pytest.raises(LedgerError, match=r":2:1: HF202 .*changed after it was written"):
        add(path, Entry(forecast(who="Eve")))
    assert path.read_bytes() == before


def test_a_failing_disk_leaves_the_file_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add(path, Entry(forecast()))
    before, real = path.read_bytes(), os.write

    def full(handle: int, data: bytes) -> int:
        if len(data) < 200:
            raise OSError(28, "No space left on device")
        return real(handle, memoryview(data)[:100])

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OSError, match="No space"):
        add(path, Entry(forecast(who="Ben")))
    assert path.read_bytes() == before


def test_on_the_disk_before_it_is_acknowledged(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    write, sync = os.write, os.fsync
    monkeypatch.setattr(os, "write", lambda handle, data: (done.append("write"), write(handle, data))[1])
    monkeypatch.setattr(os, "fsync", lambda handle: (done.append("fsync"), sync(handle))[1])
    add(path, Entry(forecast()))
    assert done[-2:] == ["write", "fsync"]


def test_short_writes_are_gone_on_with(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, memoryview(data)[:7]))
    add(path, Entry(forecast()))
    assert len(read(path)) == 1


def test_a_file_replaced_while_waiting_is_opened_anew(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add(path, Entry(forecast()))
    other, real, count = ledger(forecast(who="Ben")).lines(), locking._take, []

    def take(handle: int, shared: bool) -> bool:
        count.append(handle)
        if len(count) == 1:
            path.with_suffix(".new").write_bytes(other)
            path.with_suffix(".new").replace(path)
        return real(handle, shared)

    monkeypatch.setattr(locking, "_take", take)
    add(path, Entry(forecast(who="Cat")))
    assert [entry.what.who for entry in read(path).entries] == ["Ben", "Cat"]


def test_the_lock_is_waited_for_but_not_for_ever(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add(path, Entry(forecast()))
    monkeypatch.setattr(locking, "PATIENCE", 0.02)
    with path.open("rb+") as stream, locked(stream.fileno(), "x"), pytest.raises(OSError, match="another program"):
        read(path)
    assert len(read(path)) == 1


WRITER = """
import sys
from pathlib import Path
from holdfast.ledger import Chance, Entry, Forecast, append
for k in range(25):
    made = Forecast(f"{k}?", "c", "s", sys.argv[2], "2026-01-01", "2026-02-01", chance=Chance(0.5, 0.5))
    print(*append(Path(sys.argv[1]), lambda _: [Entry(made)]))
"""


def test_two_writers_at_once_lose_nothing(path: Path) -> None:
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(path), who], stdout=subprocess.PIPE, text=True)
        for who in ("Ann", "Ben")
    ]
    ids = [writer.communicate()[0].split() for writer in writers]
    made = read(path)
    assert len(made) == 50
    for who, own in zip(("Ann", "Ben"), ids, strict=True):
        assert [entry.id for entry in made.entries if entry.what.who == who] == own
        assert [made.standing(id).forecast.question for id in own] == [f"{k}?" for k in range(25)]
