"""Files that are there whole or not at all: written beside, flushed to the disk, then renamed."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable
from pathlib import Path

TEMPORARY = ".tmp-"
"""What the name of a file that is still being written begins with."""


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Let ``write`` make a file under another name in the same folder, and give it its own name once it is complete.

    Parameters
    ----------
    path : Path
        The file; one of that name is replaced.
    write : callable
        Called with the path to write to; its name ends as the file's does.
    """
    write_named(path.parent, path.suffix, write, lambda temporary: path.name)


def write_named(folder: Path, suffix: str, write: Callable[[Path], object], name: Callable[[Path], str]) -> Path:
    """Do the same, the file's name being found once its content is there; return its path."""
    temporary = folder / f"{TEMPORARY}{os.getpid()}-{threading.get_ident()}{suffix}"
    try:
        write(temporary)
        _flush(temporary)
        return temporary.replace(folder / name(temporary))
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _flush(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def sweep(folder: Path) -> None:
    """Remove what an interrupted run had not finished writing."""
    for left in folder.glob(f"{TEMPORARY}*"):
        left.unlink(missing_ok=True)


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file as hex digits."""
    found = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            found.update(block)
    return found.hexdigest()
