"""Time and peak memory of both engines against the number of states, with growth exponents.

Every point is a process of its own, on one thread, so that its peak memory is its own. A point is a random conflict:
twelve statements a party, one rule for every four options, all options reversible; three conflicts a point.
Run from the repository: ``python benchmarks/engines.py``. Writes ``engines.json`` and ``engines.md`` beside this file.
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
from pathlib import Path

HERE = Path(__file__).parent
SIZES = {"dense": [4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 18, 20], "plain": [4, 5, 6, 7, 8, 9]}
PARTIES = [3, 5]
SEEDS = [1, 2, 3]
CONCEPT_SIZES = [12, 16, 20]
FIT_FROM = {"dense": 12, "plain": 6}
"""Exponents are fitted from this many options on; below, the fixed cost of starting rules."""


def point(engine: str, n_parties: int, n_options: int, seed: int, concepts: list[str] | None) -> dict:
    """Solve one random conflict in this process."""
    from holdfast.engines.engine import find_engine
    from holdfast.stability import CONCEPTS
    from holdfast.stability import concepts as named
    from holdfast.testing import random_model

    rng = random.Random(seed)
    model = random_model(
        rng, n_parties, n_options, n_rules=max(1, n_options // 4), one_way=0, n_statements=12, rankings=0, even=True
    )
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    wanted = named(concepts or CONCEPTS)
    body = find_engine(engine)
    estimate = body.can(model, wanted)
    best = cpu = math.inf
    for _ in range(1 if n_options > 12 or engine == "plain" else 3):
        fresh = model.replace()  # forgets the ranks: making them is part of the work
        start, started = time.perf_counter(), time.process_time()
        solution = body.solve(fresh, wanted)
        best, cpu = min(best, time.perf_counter() - start), min(cpu, time.process_time() - started)
    return {
        "engine": engine,
        "parties": n_parties,
        "options": n_options,
        "seed": seed,
        "concepts": [concept.name for concept in wanted],
        "feasible": model.n_states,
        "seconds": best,
        "cpu_seconds": cpu,
        "peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "start_bytes": before * 1024,
        "estimated_seconds": estimate.seconds,
        "estimated_bytes": estimate.memory,
        "equilibria": {concept: solution.count(concept) for concept in solution.concepts},
    }


def in_a_process(*arguments: object) -> dict:
    """Run one point in a fresh process on one thread."""
    threads = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}
    command = [sys.executable, __file__, "--point", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, **threads})
    found: dict = json.loads(done.stdout)
    return found


def exponent(points: list[dict], field: str, start: int) -> float:
    """Slope of the logarithm of a quantity against the logarithm of the number of codes, by least squares."""
    xs = [p["options"] * math.log(2) for p in points if p["options"] >= start]
    ys = [math.log(max(p[field], 1e-9)) for p in points if p["options"] >= start]
    mx, my = statistics.fmean(xs), statistics.fmean(ys)
    return sum((x - mx) * (y - my) for x, y in zip(xs, ys, strict=True)) / sum((x - mx) ** 2 for x in xs)


def machine() -> dict:
    """Say what it ran on, without names or paths."""
    import numpy

    cpu = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        platform.machine(),
    )
    return {"cpu": cpu, "cores": os.cpu_count(), "python": platform.python_version(), "numpy": numpy.__version__}


def measure(quick: bool) -> dict:
    """Run all points."""
    seeds = SEEDS[:1] if quick else SEEDS
    points, by_concept = [], []
    for engine, sizes in SIZES.items():
        for n_parties in PARTIES:
            for n_options in [m for m in sizes if not quick or m <= 14]:
                for seed in seeds:
                    points.append(in_a_process(engine, n_parties, n_options, seed))
                print(engine, n_parties, n_options, f"{points[-1]['seconds']:.4f} s", file=sys.stderr)
    for n_parties in PARTIES:
        for n_options in [m for m in CONCEPT_SIZES if not quick or m <= 14]:
            for concept in ("nash", "gmr", "smr", "seq", "symmetric_seq", "sim"):
                by_concept.append(in_a_process("dense", n_parties, n_options, seeds[0], concept))
    return {"machine": machine(), "points": points, "by_concept": by_concept}


def summary(points: list[dict], engine: str, n_parties: int) -> list[dict]:
    """Median and worst over conflicts, one row a size."""
    rows = []
    for n_options in SIZES[engine]:
        same = [p for p in points if (p["engine"], p["parties"], p["options"]) == (engine, n_parties, n_options)]
        if same:
            rows.append(
                {
                    "options": n_options,
                    "feasible": statistics.median(p["feasible"] for p in same),
                    "seconds": statistics.median(p["seconds"] for p in same),
                    "worst": max(p["seconds"] for p in same),
                    "peak": max(p["peak_bytes"] for p in same),
                    "start": min(p["start_bytes"] for p in same),
                    "ratio": statistics.median(p["estimated_seconds"] / p["seconds"] for p in same),
                }
            )
    return rows


def page(found: dict) -> str:
    """Write the table."""
    on = found["machine"]
    lines = [
        "# Time and memory of the engines",
        "",
        "Generated by `python benchmarks/engines.py`; do not edit. All six concepts, all states, all parties. "
        f"One thread of a machine with {on['cores']} cores ({on['cpu']}), Python {on['python']}, numpy {on['numpy']}. "
        "Random conflicts: 12 statements a party, one rule for every four options. Three conflicts a row: median and "
        "worst time, largest peak memory of the whole process (about 45 MiB before it "
        "starts). Rules leave fewer feasible states than codes (median shown).",
    ]
    for n_parties in PARTIES:
        rows = {name: summary(found["points"], name, n_parties) for name in SIZES}
        plain = {row["options"]: row for row in rows["plain"]}
        lines += [
            "",
            f"## {n_parties} parties",
            "",
            "| codes | feasible | dense s | worst | MiB | plain s | plain / dense |",
        ]
        lines.append("|" + "---:|" * 7)
        for row in rows["dense"]:
            other = plain.get(row["options"])
            beside = f"{other['seconds']:.3g} | {other['seconds'] / row['seconds']:.1f}" if other else "– | –"
            lines.append(
                f"| 2^{row['options']} | {row['feasible']:,.0f} | {row['seconds']:.3g} | {row['worst']:.3g} "
                f"| {row['peak'] / 2**20:.0f} | {beside} |"
            )
        lines.append("")
        for name in SIZES:
            time_growth = exponent(rows[name], "seconds", FIT_FROM[name])
            lines.append(
                f"`{name}`: time grows as codes^{time_growth:.2f} from 2^{FIT_FROM[name]} on; "
                f"estimated time over measured, median {statistics.median(r['ratio'] for r in rows[name]):.2g}."
            )
        above = [{**r, "extra": r["peak"] - r["start"]} for r in rows["dense"] if r["options"] >= 16]
        if len(above) > 1:
            lines.append(
                f"Memory of `dense` above the start grows as codes^{exponent(above, 'extra', 16):.2f} from 2^16 on."
            )
    everything = found["points"] + found["by_concept"]
    busy = sum(p["seconds"] for p in everything) / sum(p["cpu_seconds"] for p in everything)
    lines += [
        "",
        f"Wall time over CPU time, all points together: {busy:.2f} (well above 1 if the machine was busy).",
        "",
        "## One concept at a time, dense, seconds",
        "",
        "| parties | codes | nash | gmr | smr | seq | symmetric_seq | sim |",
    ]
    lines.append("|" + "---:|" * 8)
    for n_parties in PARTIES:
        for n_options in CONCEPT_SIZES:
            same = [p for p in found["by_concept"] if (p["parties"], p["options"]) == (n_parties, n_options)]
            if same:
                lines.append(
                    f"| {n_parties} | 2^{n_options} | " + " | ".join(f"{p['seconds']:.3g}" for p in same) + " |"
                )
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure and write, or solve one point."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--point", nargs="+", help=argparse.SUPPRESS)
    parser.add_argument("--quick", action="store_true", help="one conflict a size, up to 2^14; prints, writes nothing")
    asked = parser.parse_args()
    if asked.point:
        name, *numbers = asked.point
        print(json.dumps(point(name, *map(int, numbers[:3]), numbers[3:] or None)))
        return
    found = measure(asked.quick)
    if asked.quick:
        print(page(found))
        return
    (HERE / "engines.json").write_text(json.dumps(found, indent=1) + "\n")
    (HERE / "engines.md").write_text(page(found))


if __name__ == "__main__":
    main()
