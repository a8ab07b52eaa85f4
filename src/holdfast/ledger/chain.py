"""The chain: each line holds the hash of the line before it and its own, so that no line can change unnoticed.

A line is one JSON object in canonical form. ``hash`` is the SHA-256 of the object without ``hash``; ``previous`` is the
``hash`` of the line before, or zeros on the first. Lines of one import carry ``part: [k, n]``, so that an import cut
short is seen to be unfinished.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from holdfast.digest import canonical
from holdfast.errors import Problem

SCHEMA = "holdfast/ledger/1"
START = "0" * 64
"""What the first line has for ``previous``."""
MOST_BYTES = 1 << 28
"""Largest ledger that is read."""
MEND = "take the last good copy of the ledger; corrections are made by new records (`--corrects`), never by editing"


@dataclass(frozen=True, slots=True)
class Chain:
    """What the lines of a ledger are.

    Parameters
    ----------
    records : tuple of dict
        The intact lines, up to the first broken one.
    head : str
        The hash of the last intact line.
    problem : Problem, optional
        The first broken line.
    size : int
        Bytes up to the end of the last finished record.
    torn : bytes
        What follows: the beginning of a write that was cut short, and never acknowledged.
    torn_line : int
        The line it begins on, from 1.
    unended : bool
        Whether the last record is whole and only its line end is missing.
    """

    records: tuple[dict[str, Any], ...]
    head: str
    problem: Problem | None
    size: int
    torn: bytes
    torn_line: int
    unended: bool


def hash_of(record: Mapping[str, Any]) -> str:
    """Return the hash of a record, its own left out."""
    bare = {name: value for name, value in record.items() if name != "hash"}
    return hashlib.sha256(canonical(bare).encode()).hexdigest()


def sealed(body: Mapping[str, Any], previous: str) -> dict[str, Any]:
    """Return a record with schema, previous hash and its own hash."""
    record = {**body, "schema": SCHEMA, "previous": previous}
    return {**record, "hash": hash_of(record)}


def line_of(record: Mapping[str, Any]) -> bytes:
    """Return the line of a record, with its end."""
    return canonical(record).encode() + b"\n"


def walk(data: bytes, name: str) -> Chain:
    """Follow the chain as far as it holds.

    Parameters
    ----------
    data : bytes
        The ledger.
    name : str
        The file, for messages.
    """
    lines = data.split(b"\n")
    rest = lines.pop()
    records: list[dict[str, Any]] = []
    ends: list[int] = []
    head, size, problem, torn = START, 0, None, rest
    for number, line in enumerate(lines, 1):
        if number == len(lines) and not rest and b"\0" in line:  # a power cut can leave zeros in place of a last line
            torn = line + b"\n"
            break
        record, wrong = _record(line, head)
        if record is None:
            problem, torn = Problem(name, number, 1, "HF202", wrong, MEND), b""
            break
        head, size = str(record["hash"]), size + len(line) + 1
        records.append(record)
        ends.append(size)
    unended = False
    if problem is None and rest:
        record, _ = _record(rest, head)
        if record is not None:
            records.append(record)
            ends.append(size := size + len(rest))
            head, torn, unended = str(record["hash"]), b"", True
    problem = problem or _parts(records, name)
    unfinished = 0 if problem else _unfinished(records)
    if unfinished:
        del records[-unfinished:], ends[-unfinished:]
        size, head = (ends[-1], str(records[-1]["hash"])) if records else (0, START)
        torn, unended = data[size:], False
    return Chain(tuple(records), head, problem, size, torn, len(records) + 1, unended)


def _record(line: bytes, previous: str) -> tuple[dict[str, Any] | None, str]:
    """Read a line; or say why it is not the next link of the chain."""
    try:
        text = line.decode()
        record = json.loads(text)
    except (ValueError, RecursionError):
        return None, "the line is not a record: it cannot be read as JSON"
    if not isinstance(record, dict) or not {"schema", "previous", "hash", "id", "record"} <= record.keys():
        return None, "the line is not a record: schema, id, record, previous and hash are needed"
    if record["schema"] != SCHEMA:
        return None, f'the schema is "{record["schema"]}"; this version reads {SCHEMA}'
    if record["hash"] != hash_of(record) or canonical(record) != text:
        return None, f'record "{record["id"]}" was changed after it was written: its hash does not fit'
    if record["previous"] != previous:
        return None, f'record "{record["id"]}" does not follow the line before it: lines were removed, added or moved'
    return record, ""


def _part(record: Mapping[str, Any]) -> tuple[int, int]:
    part = record.get("part")
    if isinstance(part, list) and len(part) == 2 and all(type(k) is int for k in part) and 1 <= part[0] <= part[1]:
        return part[0], part[1]
    return 1, 1


def _parts(records: list[dict[str, Any]], name: str) -> Problem | None:
    """Find a record that is missing in the middle of an import."""
    before = (1, 1)
    for number, record in enumerate(records, 1):
        now = _part(record)
        expected = (1, now[1]) if before[0] == before[1] else (before[0] + 1, before[1])
        if now != expected:
            wrong = f'record "{record["id"]}" stands where part {expected[0]} of {expected[1]} of an import should'
            return Problem(name, number, 1, "HF202", wrong, MEND)
        before = now
    return None


def _unfinished(records: list[dict[str, Any]]) -> int:
    """Return how many records at the end belong to an import that was cut short."""
    k, n = _part(records[-1]) if records else (1, 1)
    return k if k < n else 0
