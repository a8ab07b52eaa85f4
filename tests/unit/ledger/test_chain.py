"""The chain: any change shows, and what a crash left behind is told from a change."""

from __future__ import annotations

import json

import pytest

from holdfast.errors import LedgerError
from holdfast.ledger import Entry, Ledger
from holdfast.ledger.chain import START, hash_of, line_of, sealed, walk
from tests.unit.ledger.making import forecast, ledger, resolved

SMALL = ledger(forecast(), forecast(who="Bén"), resolved("f1"))
DATA = SMALL.lines()
ENDS = [k + 1 for k, byte in enumerate(DATA) if byte == 10]


def test_each_line_holds_the_hash_of_the_one_before() -> None:
    records = [json.loads(line) for line in DATA.splitlines()]
    assert [each["previous"] for each in records] == [START, *(each["hash"] for each in records[:-1])]
    assert [each["id"] for each in records] == ["f1", "f2", "r3"]
    assert all(hash_of(each) == each["hash"] for each in records)


def test_read_back_as_written() -> None:
    again = Ledger.of(DATA, "x")
    assert again == SMALL
    assert again.lines() == DATA
    assert again.head == SMALL.head
    assert hash(again) == hash(SMALL)


def test_every_changed_byte_is_found_on_its_line() -> None:
    for k in range(len(DATA) - 1):
        changed = bytearray(DATA)
        changed[k] = changed[k] ^ 1
        found = walk(bytes(changed), "x").problem
        line = 1 + sum(end <= k for end in ENDS)
        assert found is not None, k
        assert (found.line, found.code) == (line, "HF202"), k


def test_every_cut_is_the_end_of_a_record_or_torn() -> None:
    for k in range(len(DATA)):
        chain = walk(DATA[:k], "x")
        whole = sum(end - 1 <= k for end in ENDS)
        assert chain.problem is None, k
        assert len(chain.records) == whole, k
        assert chain.unended == (k + 1 in ENDS), k
        start = chain.size if not chain.unended else k
        assert chain.torn == (b"" if chain.unended else DATA[start:k]), k


@pytest.mark.parametrize(
    ("lines", "wrong"),
    [((1, 2), 1), ((0, 2), 2), ((1, 0, 2), 1), ((0, 2, 1), 2), ((0, 0, 1, 2), 2), ((0, 1, 1), 3)],
)
def test_lines_removed_moved_or_doubled(lines: tuple[int, ...], wrong: int) -> None:
    parts = DATA.splitlines(keepends=True)
    found = walk(b"".join(parts[k] for k in lines), "x").problem
    assert found is not None
    assert found.line == wrong


def test_another_way_to_write_the_same_is_a_change() -> None:
    record = json.loads(DATA.splitlines()[0])
    turned = dict(reversed(record.items()))
    for text in (json.dumps(record), json.dumps(turned, separators=(",", ":"))):
        assert walk(text.encode() + b"\n" + b"".join(DATA.splitlines(keepends=True)[1:]), "x").problem is not None
    doubled = DATA.replace(b'{"closes_on"', b'{"who":"Eve","closes_on"', 1)
    assert walk(doubled, "x").problem is not None


def test_zeros_in_place_of_the_last_line_are_torn() -> None:
    for end in (b"\0" * 50, b"\0" * 50 + b"\n"):
        chain = walk(DATA + end, "x")
        assert (chain.problem, len(chain.records), chain.torn) == (None, 3, end)


def group() -> tuple[Ledger, bytes]:
    start = ledger(forecast())
    made, records = start.plus([Entry(forecast(f"Question {k}?"), f"q{k}") for k in range(4)])
    assert [each["part"] for each in records] == [[1, 4], [2, 4], [3, 4], [4, 4]]
    return made, made.lines()


def test_a_group_counts_only_when_it_is_complete() -> None:
    made, data = group()
    first = data.index(b"\n") + 1
    for k in range(first, len(data) - 1):
        chain = walk(data[:k], "x")
        assert (chain.problem, len(chain.records), chain.torn) == (None, 1, data[first:k])
        assert chain.head == json.loads(data[:first])["hash"]
    assert len(walk(data[:-1], "x").records) == 5
    assert len(walk(data, "x").records) == len(made) == 5


def test_a_group_with_a_hole_is_broken() -> None:
    records = [sealed({"id": "a", "record": "forecast", "part": [1, 3]}, START)]
    for part in ([3, 3], None):
        rest = {"id": "b", "record": "forecast", **({"part": part} if part else {})}
        data = line_of(records[0]) + line_of(sealed(rest, records[0]["hash"]))
        found = walk(data, "x").problem
        assert found is not None
        assert found.line == 2


@pytest.mark.parametrize(
    "text",
    [b"[]", b"1", b"{}", b"not", b"\xff\xfe", b"[" * 50_000, b'{"a":' * 50_000, b"1" * 6000, b""],
)
def test_what_is_no_record(text: bytes) -> None:
    found = walk(text + b"\n" + DATA, "x").problem
    assert found is not None
    assert found.line == 1


def test_an_intact_record_that_means_nothing() -> None:
    good = json.loads(DATA.splitlines()[0])
    for changes in (
        {"record": "rumour"},
        {"probability": 7},
        {"probability": "0.7"},
        {"probability": True},
        {"closes_on": "soon"},
        {"range": [0.1]},
        {"question": None},
        {"id": 5},
        {"id": "not an id"},
        {"case": []},
        {"kind": "conditional", "given": "nobody"},
    ):
        body = {**good, **changes}
        data = line_of(sealed({name: value for name, value in body.items() if name != "hash"}, START))
        with pytest.raises(LedgerError, match="x:1:1: HF203"):
            Ledger.of(data, "x")


def test_a_later_schema_is_not_guessed_at() -> None:
    later = DATA.replace(b"holdfast/ledger/1", b"holdfast/ledger/2")
    found = walk(later, "x").problem
    assert found is not None
    assert "holdfast/ledger/2" in found.message
