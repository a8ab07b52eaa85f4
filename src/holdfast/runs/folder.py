"""Run folders: where a long run keeps its finished parts, so that it can go on after an interruption, and its result.

A folder belongs to one question. Its ``manifest.json`` says which, and names every file with its size and SHA-256; it
is written after the files that it names, whole or not at all. What the manifest does not name, or what is not as the
manifest says, counts as not there. A folder of another question is refused, never mixed and never overwritten unless
that is asked for.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from holdfast.runs.atomic import TEMPORARY, sha256, sweep, write_named, write_whole
from holdfast.runs.parts import file_name, read_arrays, write_arrays

if TYPE_CHECKING:
    from numpy.typing import NDArray

SCHEMA = "holdfast/run/1"
MANIFEST = "manifest.json"
PARTS = "parts"
PATIENCE = 0.6
"""Seconds that parts being written are waited for when a run is stopped."""


class RunFolder:
    """A folder for one run.

    Parameters
    ----------
    path : Path
        The folder; made if it is not there.
    question : mapping
        What is asked, of JSON values: two runs may share parts iff their questions are equal.
    force : bool
        Whether to clear a folder that belongs to another question.
    every : float
        Least seconds between two writings of the manifest. Parts saved since the last one are lost where the process
        is killed outright.

    Attributes
    ----------
    n_reused, n_damaged : int
        How many parts were taken over, and how many were found damaged.

    Raises
    ------
    FileExistsError
        If there is a file of that name, or the folder belongs to another question or is no run folder.
    """

    def __init__(self, path: Path, question: Mapping[str, Any], *, force: bool = False, every: float = 1.0) -> None:
        self.path = path
        self.question = dict(question)
        self.n_reused = self.n_damaged = 0
        self._every, self._written = every, 0.0
        self._lock, self._stopped = threading.Lock(), False
        self._n_saving = 0
        self._superseded: list[Path] = []
        if path.exists() and not path.is_dir():
            raise FileExistsError(f"{path} is a file; name a folder with --out")
        path.mkdir(parents=True, exist_ok=True)
        self._facts = self._open(force)
        (path / PARTS).mkdir(exist_ok=True)
        sweep(path)
        sweep(path / PARTS)
        named = {self._part(entry) for entry in self._facts["parts"].values()}
        self._superseded = [part for part in (path / PARTS).glob("*.npz") if part not in named]
        self._write_manifest()

    def _open(self, force: bool) -> dict[str, Any]:
        fresh: dict[str, Any] = {"schema": SCHEMA, "question": self.question, "finished": False}
        fresh |= {"parts": {}, "files": {}}
        found = read_manifest(self.path)
        if found is None:
            others = [each.name for each in self.path.iterdir() if not each.name.startswith(TEMPORARY)]
            if (self.path / MANIFEST).exists() and force:
                self._clear([MANIFEST])
            elif others and set(others) != {PARTS}:
                raise FileExistsError(_not_a_run(self.path))
            return fresh
        before = found["question"]
        differ = [name for name in {**before, **self.question} if before.get(name) != self.question.get(name)]
        if not differ:
            return {**fresh, **found}
        if not force:
            told = "; ".join(f"{name}: {_short(before.get(name))}" for name in differ)
            raise FileExistsError(
                f"{self.path} keeps another run ({told}); name another folder with --out, or use --force to clear it"
            )
        self._clear([MANIFEST, PARTS, *found["files"]])
        return fresh

    def _clear(self, names: list[str]) -> None:
        """Remove what a run wrote: files, and parts in their folder; anything else stays."""
        for name in names:
            if _is_plain(name) and (self.path / name).is_file():
                (self.path / name).unlink()
        for part in [*(self.path / PARTS).glob("*.npz"), *(self.path / PARTS).glob("*.jsonl")]:
            part.unlink()

    # -- parts -------------------------------------------------------------------------------------------------------

    def load(self, key: str) -> dict[str, NDArray[Any]] | None:
        """Return a part saved earlier, or None where there is none or it is damaged."""
        with self._lock:
            entry = self._facts["parts"].get(key)
        if entry is None:
            return None
        path = self._part(entry)
        arrays = read_arrays(path) if path is not None and _is_intact(path, entry) else None
        with self._lock:
            if arrays is None:
                self._facts["parts"].pop(key, None)
                self.n_damaged += 1
            else:
                self.n_reused += 1
        return arrays

    def save(self, key: str, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Keep a part, whole or not at all; safe to call from several threads."""
        with self._lock:
            if self._stopped:
                return
            self._n_saving += 1
        entry: dict[str, Any] = {}

        def name(at: Path) -> str:
            entry.update(_entry(at))
            return file_name(key, entry["sha256"])

        try:
            path = write_named(self.path / PARTS, ".npz", lambda to: write_arrays(to, arrays), name)
            with self._lock:
                before = self._part(self._facts["parts"].get(key))
                old = [*self._superseded, before] if before is not None else self._superseded
                self._superseded = [part for part in old if part != path]
                self._facts["parts"][key] = {"file": path.name, **entry}
                if time.monotonic() - self._written >= self._every and not self._stopped:
                    self._write_manifest()
        finally:
            with self._lock:
                self._n_saving -= 1

    def _part(self, entry: Any) -> Path | None:
        """Return the file that an entry of the manifest names."""
        name = entry.get("file") if isinstance(entry, dict) else None
        return self.path / PARTS / name if isinstance(name, str) and _is_plain(name) else None

    def under(self, prefix: str) -> Checkpoints:
        """Return a view of the folder in which every key begins with a prefix."""
        return Checkpoints(self, prefix)

    # -- the result --------------------------------------------------------------------------------------------------

    @property
    def facts(self) -> Mapping[str, Any]:
        """What the manifest says."""
        return self._facts

    def note(self, **facts: Any) -> None:
        """Put facts into the manifest."""
        with self._lock:
            self._facts.update(facts)
            self._write_manifest()

    def put(self, name: str, write: Callable[[Path], object]) -> None:
        """Write a file of the result, whole or not at all.

        Parameters
        ----------
        name : str
            Its name in the folder.
        write : callable
            Writes it, given where to; the path ends as the name does.
        """
        write_whole(self.path / name, write)
        entry = _entry(self.path / name)
        with self._lock:
            self._facts["files"][name] = entry

    def finish(self, **facts: Any) -> None:
        """Say in the manifest that the result is complete."""
        self.note(**facts, finished=True)

    def file(self, name: str) -> Path | None:
        """Return a file of the result if it is there and intact."""
        entry = self._facts["files"].get(name)
        path = self.path / name
        return path if entry is not None and _is_plain(name) and _is_intact(path, entry) else None

    def stop(self) -> None:
        """Let nothing more be begun, because the process is about to end; parts being written have a moment left."""
        until = time.monotonic() + PATIENCE
        self._stopped = True
        while self._n_saving and time.monotonic() < until:
            time.sleep(0.005)
        if self._lock.acquire(timeout=max(until - time.monotonic(), 0.1)):
            try:
                self._write_manifest()
            finally:
                self._lock.release()
        sweep(self.path)
        sweep(self.path / PARTS)

    def _write_manifest(self) -> None:
        text = json.dumps(self._facts, ensure_ascii=False, indent=1) + "\n"
        write_whole(self.path / MANIFEST, lambda to: to.write_text(text, "utf-8"))
        self._written = time.monotonic()
        for part in self._superseded:  # which no manifest names any more
            part.unlink(missing_ok=True)
        self._superseded.clear()


class Checkpoints:
    """A run folder under a prefix: what an engine is given, so that it can name its parts as it likes."""

    def __init__(self, folder: RunFolder, prefix: str) -> None:
        self._folder, self._prefix = folder, prefix

    def load(self, key: str) -> dict[str, NDArray[Any]] | None:
        """Return a part saved earlier, or None."""
        return self._folder.load(self._prefix + key)

    def save(self, key: str, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Keep a part."""
        self._folder.save(self._prefix + key, arrays)


def read_manifest(path: Path) -> dict[str, Any] | None:
    """Return the manifest of a run folder, or None where there is none that can be read."""
    try:
        found = json.loads((path / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    shape = {"question": dict, "parts": dict, "files": dict, "finished": bool}
    if not isinstance(found, dict) or found.get("schema") != SCHEMA:
        return None
    return found if all(isinstance(found.get(name), kind) for name, kind in shape.items()) else None


def _entry(path: Path) -> dict[str, Any]:
    return {"bytes": path.stat().st_size, "sha256": sha256(path)}


def _is_intact(path: Path, entry: Any) -> bool:
    try:
        same_size = path.stat().st_size == entry["bytes"]
        return bool(same_size and sha256(path) == entry["sha256"])
    except (OSError, KeyError, TypeError):
        return False


def _is_plain(name: str) -> bool:
    """Whether a name, which may come from a manifest that anybody wrote, stays within the folder."""
    return Path(name).name == name


def _not_a_run(path: Path) -> str:
    if (path / MANIFEST).exists():
        return f"the manifest of {path} cannot be read; name another folder with --out, or use --force to clear it"
    return f"{path} has files in it and is no run folder; name an empty or a new folder with --out"


def _short(value: Any) -> str:
    if value is None:
        return "none named"
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= 40 else f"{text[:39]}…"
