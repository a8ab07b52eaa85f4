"""A ledger written by two processes at once, which are killed at random: is anything acknowledged ever lost?

    python benchmarks/ledger_kill.py [--kills 100] [--seed 0]

Each writer adds forecasts, one at a time or three at once, and notes an id only once it is acknowledged. Writers are
killed (SIGKILL) after a random time, one or both, and started again. In half of them every write takes a few hundred
bytes at a time, as a slow disk would, so that many are killed in the middle of a line. At the end the chain has to
hold, every acknowledged record has to be there as it was written, and no group of three may be there in part.

What this does not show: a power cut, where what counts is that the disk keeps its word after fsync.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from holdfast.ledger import Chance, Entry, Forecast, append, read
from holdfast.ledger.store import torn_path


@dataclass
class Found:
    """What is there at the end."""

    kills: int
    records: int
    acknowledged: int
    lost: int
    altered: int
    partial_groups: int
    tears: int
    seconds: float


def digest(note: str) -> str:
    return hashlib.sha256(note.encode()).hexdigest()[:16]


def forecast(note: str) -> Forecast:
    dates = {"made_on": "2026-01-01", "closes_on": "2026-12-31"}
    return Forecast("Does it hold?", "It holds", "The record", "Ann", **dates, chance=Chance(0.5, 0.5), note=note)


def write_for_ever(ledger: Path, acknowledged: Path, name: str, slow: bool) -> None:
    """Add forecasts until killed."""
    if slow:
        at_once = os.write

        def slowly(handle: int, data: bytes) -> int:
            time.sleep(0.002)
            return at_once(handle, memoryview(data)[:300])

        os.write = slowly  # type: ignore[assignment]
    rng = random.Random(name)
    notes = os.open(acknowledged, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    number = 0
    while True:
        number += 1
        together = 3 if rng.random() < 0.25 else 1
        texts = [f"{name}-{number}-{k}/{together} " + "x" * rng.choice([20, 200, 5000, 20000]) for k in range(together)]
        entries = [Entry(forecast(text)) for text in texts]
        ids = append(ledger, lambda _, entries=entries: entries)
        lines = "".join(f"{id} {digest(text)}\n" for id, text in zip(ids, texts, strict=True))
        while lines:
            lines = lines[os.write(notes, lines.encode()) :]


def start(folder: Path, name: str, slow: bool) -> subprocess.Popen[bytes]:
    command = [sys.executable, __file__, "--writer", name, "--folder", str(folder), *(["--slow"] if slow else [])]
    return subprocess.Popen(command)


def run(folder: Path, kills: int, seed: int) -> Found:
    """Start two writers, kill and start them again, and look at what is left."""
    began = time.monotonic()
    rng = random.Random(seed)
    writers = [start(folder, f"w{k}", slow=k == 0) for k in range(2)]
    names, killed = 2, 0
    try:
        while killed < kills:
            time.sleep(rng.uniform(0.05, 0.6))
            for k in [0, 1] if rng.random() < 0.3 else [rng.randrange(2)]:
                assert writers[k].poll() is None, "a writer ended by itself"
                writers[k].send_signal(signal.SIGKILL)
                writers[k].wait()
                killed += 1
                writers[k] = start(folder, f"w{names}", slow=rng.random() < 0.5)
                names += 1
    finally:
        for writer in writers:
            writer.kill()
            writer.wait()
    return look(folder, killed, time.monotonic() - began)


def look(folder: Path, kills: int, seconds: float) -> Found:
    """Check the ledger against what was acknowledged."""
    ledger = read(folder / "ledger.jsonl")  # raises if the chain does not hold
    there = {entry.id: entry.what.note for entry in ledger.entries}
    lost = altered = acknowledged = 0
    for path in folder.glob("acknowledged-*"):
        for line in path.read_text().splitlines(keepends=True):
            id, _, wanted = line.rstrip("\n").partition(" ")
            if len(wanted) == 16 and line.endswith("\n"):
                acknowledged += 1
                lost += id not in there
                altered += id in there and digest(there[id]) != wanted
    groups: dict[str, int] = {}
    for note in there.values():
        head = note.split(" ", 1)[0]
        group, of = head.rsplit("-", 1)[0], int(head.rsplit("/", 1)[1])
        groups[group] = groups.get(group, of) - 1
    tears = torn_path(folder / "ledger.jsonl")
    n_tears = tears.read_bytes().count(b'{"closes_on"') if tears.exists() else 0
    partial = sum(left != 0 for left in groups.values())
    return Found(kills, len(ledger), acknowledged, lost, altered, partial, n_tears, round(seconds, 1))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--writer")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--slow", action="store_true")
    asked = parser.parse_args()
    if asked.writer:
        ledger, acknowledged = asked.folder / "ledger.jsonl", asked.folder / f"acknowledged-{asked.writer}"
        write_for_ever(ledger, acknowledged, asked.writer, asked.slow)
        return
    with tempfile.TemporaryDirectory() as folder:
        found = run(Path(folder), asked.kills, asked.seed)
    for name, value in vars(found).items():
        print(f"{name.replace('_', ' ')}: {value}")
    sys.exit(bool(found.lost or found.altered or found.partial_groups))


if __name__ == "__main__":
    main()
