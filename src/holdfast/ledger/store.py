"""The ledger on disk: read under a lock, appended to under a lock, and on the disk before anything is acknowledged.

A record is written as one line, and nothing that is there is ever written over. What a crash left of an unfinished
write was never acknowledged: it is seen on reading, and the next writer moves it to a file beside the ledger.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from holdfast.ledger.chain import line_of
from holdfast.ledger.ledger import Entry, Ledger
from holdfast.ledger.lock import locked

_BINARY = getattr(os, "O_BINARY", 0)
Tell = Callable[[str], None]


def silent(message: str) -> None:
    """Say nothing."""


def torn_path(path: Path) -> Path:
    """Return where unfinished writes are moved to."""
    return path.with_name(f"{path.name}.torn")


def read(path: str | Path) -> Ledger:
    """Read a ledger.

    Parameters
    ----------
    path : path
        The file.

    Raises
    ------
    LedgerError
        If its chain is broken or a record cannot be understood.
    OSError
        If it cannot be read.
    """
    path = Path(path)
    handle = os.open(path, os.O_RDONLY | _BINARY)
    try:
        with locked(handle, str(path), shared=True):
            data = _whole(handle)
    finally:
        os.close(handle)
    return Ledger.of(data, str(path))


def append(path: str | Path, make: Callable[[Ledger], Sequence[Entry]], *, tell: Tell = silent) -> tuple[str, ...]:
    """Add entries, all or none, and return their ids once they are on the disk.

    Parameters
    ----------
    path : path
        The file; made where there is none.
    make : callable
        Called with the ledger as it is, under the lock; returns the entries to be added.
    tell : callable
        Called with what has to be said about an unfinished write that was found.

    Raises
    ------
    LedgerError
        If the ledger is broken; nothing is added to it.
    QuestionError
        If an entry does not fit.
    OSError
        If it cannot be written.
    """
    path = Path(path)
    with _opened(path, tell) as handle:
        data = _whole(handle)
        ledger = Ledger.of(data, str(path))
        _, records = ledger.plus(make(ledger))
        if records:
            size = _mended(handle, path, ledger, tell)
            if not size:
                _flush_folder(path.parent)  # the name of a new file as well
            _write(handle, size, b"".join(line_of(record) for record in records))
    return tuple(str(record["id"]) for record in records)


@contextmanager
def _opened(path: Path, tell: Tell) -> Iterator[int]:
    """Open a ledger and lock it; if the file was replaced in the meantime, open the new one."""
    while True:
        is_new = not path.exists()
        handle = os.open(path, os.O_RDWR | os.O_CREAT | _BINARY, 0o666)
        try:
            with locked(handle, str(path)):
                if not _is_still(path, handle):
                    continue
                try:
                    yield handle
                finally:
                    if is_new and not os.fstat(handle).st_size:  # nothing was written after all
                        with suppress(OSError):
                            path.unlink()
                if is_new:
                    tell(f"{path}: a new ledger")
                return
        finally:
            os.close(handle)


def _is_still(path: Path, handle: int) -> bool:
    try:
        return os.path.samestat(os.stat(path), os.fstat(handle))  # noqa: PTH116 (beside fstat)
    except FileNotFoundError:
        return False


def _whole(handle: int) -> bytes:
    os.lseek(handle, 0, os.SEEK_SET)
    blocks = []
    while block := os.read(handle, 1 << 20):
        blocks.append(block)
    return b"".join(blocks)


def _mended(handle: int, path: Path, ledger: Ledger, tell: Tell) -> int:
    """Move what an unfinished write left behind to a file beside; return where the next record begins."""
    chain: Any = ledger.chain
    if chain.torn:
        beside = torn_path(path)
        with beside.open("ab") as stream:
            stream.write(chain.torn.rstrip(b"\n") + b"\n")
            stream.flush()
            os.fsync(stream.fileno())
        os.ftruncate(handle, chain.size)
        os.fsync(handle)
        tell(f"{path}: the {len(chain.torn)} bytes of an unfinished write on line {chain.torn_line} moved to {beside}")
    if chain.unended:
        tell(f"{path}: the last record had no line end; it is whole and was kept")
        _write(handle, chain.size, b"\n")
        return int(chain.size) + 1
    return int(chain.size)


def _write(handle: int, size: int, data: bytes) -> None:
    """Write at the end and see it onto the disk; where that fails, leave the file as it was."""
    os.lseek(handle, size, os.SEEK_SET)
    rest = memoryview(data)
    try:
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
    except BaseException:
        os.ftruncate(handle, size)
        raise


def _flush_folder(folder: Path) -> None:
    """See the names in a folder onto the disk, where the system can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
