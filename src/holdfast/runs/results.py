"""Many small results in few files: JSON Lines that only grow, each line with a checksum.

While a run is under way every process that works on it adds lines to a file of its own, in the order in which results
come. When all are there they are written once more, in the order of their numbers, as one file that is the same however
the run went; what it was made from is removed. A line that is torn, damaged or of another question counts as not there.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import os
import re
import time
from collections.abc import Mapping
from io import BufferedWriter
from itertools import count
from pathlib import Path
from typing import Any

from holdfast.digest import digest
from holdfast.runs.folder import PARTS, RunFolder

SYNC = 1.0
"""Most seconds of results that are lost where the machine itself stops. Where only the process does, none are."""
_HEAD = re.compile(rb'\{"check":"([0-9a-f]{16})",')


class Results:
    """The results of one set of jobs within a run folder.

    Parameters
    ----------
    folder : RunFolder
        Belongs to one question.
    name : str
        What the set is called, where a folder has several; also the name of the file, with ``.jsonl``.

    Attributes
    ----------
    found : dict
        The results that were there, by number.
    n_damaged : int
        How many whole lines were not as they had been written.
    """

    def __init__(self, folder: RunFolder, name: str) -> None:
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", name):
            raise ValueError(f'results cannot be called "{name}": letters, digits, "-" and "_" can be used')
        self._folder, self._name = folder, name
        self._key = digest([folder.question, name]).encode()
        self._stream: BufferedWriter | None = None
        self._synced, self._is_stopped = time.monotonic(), False
        self.found: dict[int, Any] = {}
        self.n_damaged = 0
        for path in [folder.path / f"{name}.jsonl", *self._segments()]:
            self._read(path)

    def _segments(self) -> list[Path]:
        return sorted((self._folder.path / PARTS).glob(f"{self._name}.[0-9]*.jsonl"))

    def _read(self, path: Path) -> None:
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return
        lines = data.split(b"\n")
        for line in lines[:-1]:  # what follows the last end of a line is nothing, or torn
            entry = read_line(line, self._key)
            if entry is None:
                self.n_damaged += path.parent.name == PARTS or path.name in self._folder.facts["files"]
            else:
                self.found[entry[0]] = entry[1]

    def add(self, index: int, value: Any) -> None:
        """Keep a result; it is with the operating system when this returns."""
        if self._is_stopped:
            return
        if self._stream is None:
            self._stream = self._segment()
        self._stream.write(write_line(index, value, self._key))
        self._stream.flush()
        if time.monotonic() - self._synced >= SYNC:
            os.fsync(self._stream.fileno())
            self._synced = time.monotonic()

    def _segment(self) -> BufferedWriter:
        """Open a file that nobody else writes to."""
        for number in count(1):
            try:
                return (self._folder.path / PARTS / f"{self._name}.{number:04}.jsonl").open("xb")
            except FileExistsError:
                continue
        raise AssertionError

    def stop(self) -> None:
        """Add nothing more: what is there is as it should be."""
        self._is_stopped = True

    def close(self) -> None:
        """Flush to the disk."""
        if self._stream is not None:
            os.fsync(self._stream.fileno())
            self._stream.close()
            self._stream = None

    def settle(self, values: Mapping[int, Any]) -> None:
        """Write all results in order as one file, and remove what it was made from."""
        if self._is_stopped:
            return
        self.close()
        name, segments = f"{self._name}.jsonl", self._segments()
        if segments or self._folder.file(name) is None:
            every = {**self.found, **values}
            lines = b"".join(write_line(index, every[index], self._key) for index in sorted(every))
            self._folder.put(name, lambda to: to.write_bytes(lines))
            self._folder.note()
        for segment in segments:
            segment.unlink(missing_ok=True)


def write_line(index: int, value: Any, key: bytes) -> bytes:
    r"""Write a result as a line of JSON that begins with the checksum of the rest.

    Parameters
    ----------
    index : int
        The number of the job.
    value : Any
        A JSON value, or bytes.
    key : bytes
        Goes into the checksum, so that lines of another question do not pass.

    Examples
    --------
    >>> write_line(3, {"holds": True}, b"question")
    b'{"check":"5dbe03f654794480","index":3,"value":{"holds":true}}\n'
    """
    named = {"base64": base64.b64encode(value).decode()} if isinstance(value, bytes) else {"value": value}
    rest = json.dumps({"index": index, **named}, ensure_ascii=False, separators=(",", ":"), allow_nan=False)[
        1:
    ].encode()
    return b'{"check":"%s",%s\n' % (_check(rest, key), rest)


def read_line(line: bytes, key: bytes) -> tuple[int, Any] | None:
    """Return the number and the result of a line, or None where it is not as it was written."""
    head = _HEAD.match(line)
    if head is None or head[1] != _check(line[head.end() :], key):
        return None
    try:
        found = json.loads(line)
        value = base64.b64decode(found["base64"], validate=True) if "base64" in found else found["value"]
        return int(found["index"]), value
    except (ValueError, KeyError, TypeError, binascii.Error):
        return None


def _check(rest: bytes, key: bytes) -> bytes:
    return hashlib.sha256(key + b"\n" + rest).hexdigest()[:16].encode()
