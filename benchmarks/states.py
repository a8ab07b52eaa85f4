"""The dense engine from 2^12 states to 2^28 (2^32 with --long): time, memory, growth, and distance from the floor.

A point is a random conflict: 14 random statements a party, all options reversible, and six rules, each a forbidden
combination of two or three literals about at least two parties, so that the grid has all 2^m places; states that
cannot occur are places like others. Five concepts, all parties. Every point is a process of its own on as many threads
as there are cores, and lists no states. A second table has the same conflicts where every second option of a party
excludes the one before, so that two options have three positions and the grid has fewer places than codes.
Run from the repository: ``python benchmarks/states.py``. Writes ``states.json`` and ``states.md`` beside this file.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import random
import resource
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

HERE = Path(__file__).parent
SIZES = list(range(12, 29, 2))
LONG = [30, 32]
QUICK = [12, 14, 16, 18]
PARTIES = [2, 3, 5, 8]
WANTED = ["nash", "gmr", "smr", "seq", "symmetric_seq"]
STATEMENTS, RULES = 14, 6
MIXED = [(n, m) for n in (2, 3, 5) for m in (20, 24, 28, 32)]
THREADS_AT, NUMPY_AT = 24, 20
FIT_FROM = 20
FLOOR_BYTES = 2 + 1 / 8
"""A state, party and concept: a score of 16 bits read, a verdict written."""


def conflict(n_options: int, n_parties: int, seed: int = 1, *, mixed: bool = False):
    """Make the conflict without listing its states."""
    from holdfast.case import Direction
    from holdfast.model.formula import All, Bit, conjunction, options_in
    from holdfast.model.model import Model
    from holdfast.model.preference import Statements
    from holdfast.model.structure import Structure
    from holdfast.testing import random_formula

    rng = random.Random(seed)
    owners = tuple(sorted(k % n_parties for k in range(n_options)))
    never = []
    while len(never) < RULES:
        rule = conjunction(tuple(random_formula(rng, n_options, 0) for _ in range(rng.choice((2, 3)))))
        if len({owners[option] for option in options_in(rule)}) > 1:
            never.append(rule)
    parties = tuple(f"p{k}" for k in range(n_parties))
    options = tuple(f"p{owner}.o{k}" for k, owner in enumerate(owners))
    structure = Structure(parties, options, owners, (Direction.BOTH,) * n_options, tuple(never))
    stated = [Statements(tuple(random_formula(rng, n_options) for _ in range(STATEMENTS))) for _ in range(n_parties)]
    if mixed:
        pairs = []
        for party in range(n_parties):
            own = [k for k, owner in enumerate(owners) if owner == party]
            pairs += [All((Bit(a), Bit(b))) for a, b in zip(own[::2], own[1::2], strict=False)]
        structure = replace(structure, never=(*structure.never, *pairs))
    return Model(structure, tuple(stated))


def point(n_options: int, n_parties: int, threads: int, mixed: int) -> dict:
    """Solve one conflict in this process."""
    from holdfast.engines.dense.engine import DenseEngine
    from holdfast.engines.dense.kernels import NATIVE
    from holdfast.engines.dense.layout import Layout
    from holdfast.engines.engine import Work
    from holdfast.stability import concepts

    model, wanted, body = conflict(n_options, n_parties, mixed=bool(mixed)), concepts(WANTED), DenseEngine()
    places = Layout(model.structure).size
    used = threads or os.cpu_count() or 1
    needs = body.can(model, wanted).on(used if places > 1 << 16 else 1)
    found = {"options": n_options, "parties": n_parties, "places": places, "threads": threads, "native": NATIVE}
    if not needs.able:
        return {**found, "refused": needs.reason}
    before, busy, start, cpu = _peak(), _busy(), time.perf_counter(), time.process_time()
    solution = body.solve(model, wanted, Work(threads=threads))
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    return {
        **found,
        "seconds": seconds,
        "cpu_seconds": cpu,
        "others_seconds": max(0.0, _busy() - busy - cpu),
        "start_bytes": before,
        "peak_bytes": _peak(),
        "estimated_seconds": needs.seconds,
        "estimated_bytes": needs.memory,
        "feasible": len(solution.verdicts.feasible) if solution.verdicts else solution.n_states,
        "equilibria": {concept: solution.count(concept) for concept in solution.concepts},
    }


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _busy() -> float:
    """Return for how many seconds the machine's cores have been busy, whoever with; 0 where it does not say."""
    try:
        first = Path("/proc/stat").read_text().splitlines()[0].split()
    except OSError:
        return 0.0
    user, nice, system, _, _, irq, soft, steal = map(int, first[1:9])
    return (user + nice + system + irq + soft + steal) / os.sysconf("SC_CLK_TCK")


def copied() -> dict:
    """Measure how many GB a second are read and written when all cores copy an array too large for caches."""
    import numpy as np

    cores = os.cpu_count() or 1
    pairs = [(np.ones(1 << 27, dtype=np.uint8), np.ones(1 << 27, dtype=np.uint8)) for _ in range(cores)]
    best = 0.0
    with ThreadPoolExecutor(cores) as executor:
        for _ in range(5):
            start = time.perf_counter()
            list(executor.map(lambda pair: np.copyto(*pair), pairs))
            best = max(best, 2 * cores * (1 << 27) / (time.perf_counter() - start) / 1e9)
    return {"bandwidth": best}


def in_a_process(*arguments: object, numpy: bool = False) -> dict:
    """Measure the bandwidth and then a point, each in a fresh process."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    if numpy:
        environment["HOLDFAST_KERNELS"] = "numpy"
    found: dict = {}
    for asked in (["--copy"], ["--point", *map(str, arguments)]):
        command = [sys.executable, __file__, *asked]
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
        found |= json.loads(done.stdout)
    said = f"{found['seconds']:.2f} s" if "seconds" in found else found["refused"]
    print(f"2^{found['options']}, {found['parties']} parties: {said}", file=sys.stderr)
    return found


def exponent(points: list[dict], field: str) -> float | None:
    """Slope of a quantity's logarithm against that of the number of places, by least squares."""
    there = [p for p in points if "seconds" in p and p["options"] >= FIT_FROM]
    if len(there) < 2:
        return None
    xs, ys = [math.log(p["places"]) for p in there], [math.log(p[field]) for p in there]
    mx, my = statistics.fmean(xs), statistics.fmean(ys)
    return sum((x - mx) * (y - my) for x, y in zip(xs, ys, strict=True)) / sum((x - mx) ** 2 for x in xs)


def machine() -> dict:
    """Say what it ran on, without names or paths."""
    import numpy

    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = []
    cpu = next((line.split(":")[1].strip() for line in lines if "model name" in line), platform.machine())
    return {"cpu": cpu, "cores": os.cpu_count(), "python": platform.python_version(), "numpy": numpy.__version__}


def measure(sizes: list[int], quick: bool) -> dict:
    """Run all points, small ones first."""
    points = [in_a_process(m, n, 0, 0) for m in sizes for n in PARTIES]
    mixed = [in_a_process(m, n, 0, 1) for n, m in MIXED if not quick or m <= 24]
    at = min(THREADS_AT, sizes[-1])
    return {
        "machine": machine(),
        "points": points,
        "mixed": mixed,
        "threads": [in_a_process(at, 3, threads, 0) for threads in (1, 2)],
        "kernels": [in_a_process(min(NUMPY_AT, sizes[-1]), 3, 0, 0, numpy=numpy) for numpy in (False, True)],
    }


HEAD = (
    "| grid | parties | can occur | wall s | CPU s | cores | others | peak MiB | ns wall | ns CPU | GB/s | x floor "
    "| est. / wall | est. / peak |"
)


def row(p: dict, grid: str) -> str:
    """Write one point."""
    if "refused" in p:
        return f"| {grid} | {p['parties']} | refused: {p['refused']} |" + " |" * 11
    each = p["places"] * p["parties"] / 1e9
    floor = FLOOR_BYTES * p["places"] * p["parties"] * len(WANTED) / (p["bandwidth"] * 1e9)
    return (
        f"| {grid} | {p['parties']} | {p['feasible'] / p['places']:.0%} | {p['seconds']:.3g} | {p['cpu_seconds']:.3g} "
        f"| {p['cpu_seconds'] / p['seconds']:.2f} | {p['others_seconds'] / p['seconds']:.2f} "
        f"| {p['peak_bytes'] / 2**20:,.0f} | {p['seconds'] / each:.3g} | {p['cpu_seconds'] / each:.3g} "
        f"| {p['bandwidth']:.1f} | {p['seconds'] / floor:,.0f} "
        f"| {p['estimated_seconds'] / p['seconds']:.2f} | {p['estimated_bytes'] / p['peak_bytes']:.2f} |"
    )


def table(rows: list[str]) -> list[str]:
    """Put a head on rows."""
    return ["", HEAD, "|" + "---:|" * (HEAD.count("|") - 1), *rows]


def page(found: dict) -> str:
    """Write the tables."""
    on, points = found["machine"], found["points"]
    everything = [p for part in ("points", "mixed", "threads", "kernels") for p in found[part] if "seconds" in p]
    native = "native kernels" if points[0]["native"] else "numpy kernels: the extension is not built"
    lines = [
        "# Every state exactly: the dense engine",
        "",
        f"Generated by `python benchmarks/states.py`; do not edit. {', '.join(WANTED)}: all states, all parties. "
        f"A machine with {on['cores']} cores ({on['cpu']}), Python {on['python']}, numpy {on['numpy']}, {native}; as "
        "many threads as cores from 2^17 places on, one below. Random conflicts: 14 statements a party, six rules, "
        "each forbidding a combination of two or three literals about at least two parties, so that the grid has all "
        "2^m places, whether they can occur or not.",
        "",
        "*cores*: CPU over wall time, how much of the machine the run got; *others*: how many cores other work had at "
        "the same time; *peak* of the whole process (about 40 MiB before it starts); *ns* for each place and party, "
        "five concepts together; *GB/s*: copy bandwidth of all cores, read and written, measured just before the "
        "point; *x floor*: wall time over that of moving 2 bytes of score and 1/8 byte of verdict for each place, "
        "party and concept at that bandwidth; *est.*: what the engine expected, from its constants, against what it "
        "took (above 1: it took less).",
        *table([row(p, f"2^{p['options']}") for p in points]),
        "",
    ]
    for n_parties in PARTIES:
        same = [p for p in points if p["parties"] == n_parties]
        wall, cpu = exponent(same, "seconds"), exponent(same, "cpu_seconds")
        if wall is not None and cpu is not None:
            lines.append(
                f"- {n_parties} parties: wall time grows as places^{wall:.2f}, CPU time as places^{cpu:.2f}, from "
                f"2^{FIT_FROM} on."
            )
    lines += [
        "",
        "## Rules within parties",
        "",
        "The same conflicts where every second option of a party excludes the one before: an axis has three places for "
        "such a pair and not four, so the grid has fewer places than there are codes.",
        *table([row(p, f"{p['places']:,} of 2^{p['options']}") for p in found["mixed"]]),
        "",
        "## Threads, and kernels",
        *table(
            [row(p, f"2^{p['options']}, {p['threads']} thread(s)") for p in found["threads"]]
            + [row(p, f"2^{p['options']}, {'native' if p['native'] else 'numpy'}") for p in found["kernels"]]
        ),
    ]
    large = [p for p in everything if p["places"] > 1 << 20 and p["threads"] != 1]
    if large:
        got = statistics.median(p["cpu_seconds"] / p["seconds"] for p in large)
        others = [p["others_seconds"] / p["seconds"] for p in large]
        lines += [
            "",
            f"Above 2^20 places the runs got {got:.2f} of {on['cores']} cores (median) while other work had "
            f"{min(others):.2f} to {max(others):.2f} (median {statistics.median(others):.2f}); CPU time is what tells.",
        ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure and write, or solve one point."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--point", nargs=4, type=int, help=argparse.SUPPRESS)
    parser.add_argument("--copy", action="store_true", help=argparse.SUPPRESS)
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="up to 2^18; prints, writes nothing")
    size.add_argument("--long", action="store_true", help="up to 2^32: hours, and some 4 GiB")
    asked = parser.parse_args()
    if asked.point or asked.copy:
        print(json.dumps(copied() if asked.copy else point(*asked.point)))
        return
    found = measure(QUICK if asked.quick else SIZES + (LONG if asked.long else []), asked.quick)
    if asked.quick:
        print(page(found))
        return
    (HERE / "states.json").write_text(json.dumps(found, indent=1) + "\n")
    (HERE / "states.md").write_text(page(found))


if __name__ == "__main__":
    main()
