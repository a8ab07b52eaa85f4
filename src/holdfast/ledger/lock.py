"""One writer at a time: a lock on the file itself, which ends with the process that holds it, however that ends."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

PATIENCE = 60.0
"""Seconds to wait for another program."""
_PAUSE = 0.004
_FAR = 0x7FFF0000
"""A place far behind the end of any ledger: Windows locks bytes, and a locked byte cannot be read by others."""


@contextmanager
def locked(handle: int, name: str, *, shared: bool = False) -> Iterator[None]:
    """Hold a lock on an open file.

    Parameters
    ----------
    handle : int
        A file descriptor.
    name : str
        The file, for messages.
    shared : bool
        Whether others may read at the same time (on Windows nobody may).

    Raises
    ------
    OSError
        If another program keeps it locked for more than :data:`PATIENCE` seconds.
    """
    until = time.monotonic() + PATIENCE
    while not _take(handle, shared):
        if time.monotonic() > until:
            raise OSError(f"{name} is being written by another program that does not finish; try again later")
        time.sleep(_PAUSE)
    try:
        yield
    finally:
        _release(handle)


if sys.platform == "win32":
    import msvcrt

    def _take(handle: int, shared: bool) -> bool:
        os.lseek(handle, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
        return True

    def _release(handle: int) -> None:
        os.lseek(handle, _FAR, os.SEEK_SET)
        with suppress(OSError):
            msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(handle: int, shared: bool) -> bool:
        try:
            fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _release(handle: int) -> None:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_UN)
