"""Time and peak memory of the sparse engine on a conflict of forty options, of whose 2^40 codes rules leave a million.

Eight parties have five options each. Within a party the first two options exclude each other and the third implies the
fourth; across parties random rules forbid pairs. Rules are added until between nine tenths and all of the
wanted number of states are left: counting them takes milliseconds. Every row is a process of its own.
Run from the repository: ``python benchmarks/sparse.py``. Writes ``sparse.json`` and ``sparse.md`` beside this file.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import resource
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
PARTIES, OWN = 8, 5
WANTED = ["nash", "gmr", "smr", "seq", "symmetric_seq"]
SIZES = [10_000, 100_000, 300_000, 1_260_000, 3_000_000]
STATEMENTS = 14


def conflict(at_most: int, seed: int = 1):
    """Make the case: rules until at most so many states are left, and statements for every party."""
    from holdfast.case import Direction
    from holdfast.model.formula import All, Bit, Negation, disjunction
    from holdfast.model.model import Model
    from holdfast.model.preference import Statements
    from holdfast.model.structure import Structure

    rng = random.Random(seed)
    m = PARTIES * OWN
    names = tuple(f"party{k}" for k in range(PARTIES))
    never = []
    for first in range(0, m, OWN):
        never += [All((Bit(first), Bit(first + 1))), All((Bit(first + 2), Negation(Bit(first + 3))))]
    tries = 0
    while True:
        structure = Structure(
            names,
            tuple(f"{names[k // OWN]}.option{k}" for k in range(m)),
            tuple(k // OWN for k in range(m)),
            (Direction.BOTH,) * m,
            tuple(never),
        )
        if structure.n_states <= at_most:
            break
        a, b = (party * OWN + rng.randrange(OWN) for party in rng.sample(range(PARTIES), 2))
        rule = All((Bit(a), Bit(b) if rng.random() < 0.5 else Negation(Bit(b))))
        left = Structure(names, structure.options, structure.owners, structure.directions, (*never, rule)).n_states
        tries += 1
        if left > at_most * (0.9 if tries < 1000 else 0):
            never.append(rule)

    def literal(options: range):
        bit = Bit(rng.choice(options))
        return bit if rng.random() < 0.5 else Negation(bit)

    def statement(own: range):
        kind = rng.randrange(10)
        if kind < 3:
            return literal(own)
        return literal(range(m)) if kind < 6 else disjunction((literal(own), literal(range(m))))

    stated = [
        Statements(tuple(statement(range(p * OWN, p * OWN + OWN)) for _ in range(STATEMENTS))) for p in range(PARTIES)
    ]
    return Model(structure, tuple(stated))


def point(at_most: int) -> dict:
    """Count, list, rank and solve in this process."""
    from holdfast.engines.sparse import SparseEngine
    from holdfast.stability import concepts

    wanted = concepts(WANTED)
    model = conflict(at_most)
    model = model.replace()
    peak = {"start": _peak()}
    times = {}

    def timed(name: str, work):
        start, cpu = time.perf_counter(), time.process_time()
        made = work()
        times[name] = {"seconds": time.perf_counter() - start, "cpu": time.process_time() - cpu}
        peak[name] = _peak()
        return made

    from dataclasses import replace

    structure = replace(model.structure)  # forgets its diagram
    model = model.replace(structure=structure)
    n = timed("count", lambda: structure.n_states)
    estimate = SparseEngine().can(model, wanted)
    timed("list", lambda: structure.codes)
    timed("rank", lambda: [model.ranks(party) for party in range(PARTIES)])
    solution = timed("solve", lambda: SparseEngine().solve(model, wanted))
    return {
        "states": n,
        "options": structure.n_options,
        "rules": len(structure.never),
        "nodes": len(structure.diagram.level),
        "times": times,
        "peak_bytes": peak,
        "estimated_seconds": estimate.seconds,
        "estimated_bytes": estimate.memory,
        "equilibria": {concept: solution.count(concept) for concept in solution.concepts},
    }


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def in_a_process(at_most: int) -> dict:
    """Run one point in a fresh process on one thread."""
    threads = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}
    command = [sys.executable, __file__, "--point", str(at_most)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, **threads})
    found: dict = json.loads(done.stdout)
    return found


def machine() -> dict:
    """Say what it ran on, without names or paths."""
    import numpy

    cpu = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        platform.machine(),
    )
    return {"cpu": cpu, "cores": os.cpu_count(), "python": platform.python_version(), "numpy": numpy.__version__}


def page(found: dict) -> str:
    """Write the table."""
    on = found["machine"]
    lines = [
        "# The sparse engine: forty options, as many states as rules leave",
        "",
        "Generated by `python benchmarks/sparse.py`; do not edit. Eight parties with five options each, "
        f"{STATEMENTS} statements a party; of 2^40 codes rules leave the states shown. Concepts: {', '.join(WANTED)}; "
        f"all states, all parties. One thread of a machine with {on['cores']} cores ({on['cpu']}), Python "
        f"{on['python']}, numpy {on['numpy']}. Seconds of wall time; CPU time and peak memory are of the whole process "
        "(for memory, about 45 MiB before it starts).",
        "",
        "| states | rules | nodes | count s | list s | rank s | solve s | together s | CPU s | peak MiB "
        "| estimated s | MiB |",
        "|" + "---:|" * 12,
    ]
    for p in found["points"]:
        times = p["times"]
        wall, cpu = (sum(t[kind] for t in times.values()) for kind in ("seconds", "cpu"))
        lines.append(
            f"| {p['states']:,} | {p['rules']} | {p['nodes']:,} "
            + "".join(f"| {times[name]['seconds']:.3g} " for name in ("count", "list", "rank", "solve"))
            + f"| {wall:.3g} | {cpu:.3g} | {p['peak_bytes']['solve'] / 2**20:.0f} "
            f"| {p['estimated_seconds']:.3g} | {p['estimated_bytes'] / 2**20:.0f} |"
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure and write, or solve one point."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--point", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--quick", action="store_true", help="the smallest two only; prints, writes nothing")
    asked = parser.parse_args()
    if asked.point:
        print(json.dumps(point(asked.point)))
        return
    sizes = SIZES[:2] if asked.quick else SIZES
    found = {"machine": machine(), "points": [in_a_process(size) for size in sizes]}
    if asked.quick:
        print(page(found))
        return
    (HERE / "sparse.json").write_text(json.dumps(found, indent=1) + "\n")
    (HERE / "sparse.md").write_text(page(found))


if __name__ == "__main__":
    main()
