"""Time and memory of a pass over every draft: ``python benchmarks/drafts.py`` writes drafts.json and drafts.md.

Each point runs in a process of its own, on one thread. The cases are made from a seed: every party signs, has two more
more option, and each has a list of statements: half speak of one issue, some join two, the rest tie an option to one.
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
import warnings
from pathlib import Path

HERE = Path(__file__).parent
GRIDS = {"2^16": (16, 2), "2^20": (20, 2), "2^24": (24, 2), "3^17": (17, 3), "2^28": (28, 2)}
PARTIES = (3, 5, 8)


def text(n_issues: int, n_positions: int, n_parties: int, seed: int = 0) -> str:
    """Write a case in which every position of every issue is told apart by somebody."""
    rng = random.Random(f"{n_issues} {n_positions} {n_parties} {seed}")
    issues = [f"i{k}" for k in range(n_issues)]
    parties = [f"p{k}" for k in range(n_parties)]
    own = {party: [f"s{k}"] + [f"a{k}"] * (k < 12 - n_parties) for k, party in enumerate(parties)}
    options = [option for each in own.values() for option in each]

    def about(issue: str) -> str:
        return f"{issue} >= v{rng.randrange(1, n_positions)}"

    lines = ["schema: holdfast/case/1", "title: Drafts", "parties:"]
    for party, each in own.items():
        lines.append(f"  {party}: {{options: {{{', '.join(f'{o}: Do' for o in each)}}}}}")
    positions = ", ".join(f"v{k}" for k in range(n_positions))
    lines += ["issues:", *(f"  {i}: {{name: I, positions: [{positions}], now: v0}}" for i in issues), "plans:"]
    for name in ("one", "two"):
        cells = ", ".join(f"{issue}: v{rng.randrange(n_positions)}" for issue in issues if rng.random() < 0.9)
        lines.append(f"  {name}: {{positions: {{{cells}}}}}")
    lines.append(f"agreement: {{signatories: {{{', '.join(f'{p}: s{k}' for k, p in enumerate(parties))}}}}}")
    lines.append("preferences:")
    for k, party in enumerate(parties):
        mine = rng.sample(issues, n_issues)
        some = []
        while mine:
            kind = rng.random()
            if kind < 0.5 or len(mine) < 2:
                some.append(about(mine.pop()))
            elif kind < 0.8:
                some.append(f"({about(mine.pop())}) {rng.choice(['and', 'or'])} ({about(mine.pop())})")
            elif kind < 0.9:
                some.append(f"s{k} only if {about(mine.pop())}")
            else:
                some.append(f"{rng.choice(options)} if {about(mine.pop())}")
        some += [f"not {option}" for option in rng.sample(options, 3)]
        rng.shuffle(some)
        for issue in issues if n_positions > 2 else []:  # every position is told apart
            some.append(f"{issue} >= v{n_positions - 1}")
        lines += [f"  {party}:", *(f"    - {each}" for each in some)]
    return "\n".join(lines) + "\n"


def point(n_issues: int, n_positions: int, n_parties: int) -> dict:
    """Measure one case in this process."""
    import holdfast as hf
    from holdfast.errors import HoldfastWarning
    from holdfast.questions.drafts import ask

    warnings.simplefilter("ignore", HoldfastWarning)
    case = hf.loads(text(n_issues, n_positions, n_parties))
    started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    marks: dict[str, float] = {}

    def progress(done: int, total: int, note: str) -> None:
        marks.setdefault("judging" if note.startswith("judging") else note, time.perf_counter())

    begin, cpu = time.perf_counter(), time.process_time()
    answer = ask.drafts(case, seconds=1e9, progress=progress)
    wall = time.perf_counter() - begin
    return {
        "parties": n_parties,
        "drafts": answer.n_drafts,
        "types": answer.n_types,
        "holds": answer.holds,
        "seconds": wall,
        "cpu_seconds": time.process_time() - cpu,
        "compiling": marks["counting drafts"] - begin,
        "counting": marks["judging"] - marks["counting drafts"],
        "judging_and_nearest": begin + wall - marks["judging"],
        "peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "start_bytes": started * 1024,
    }


def measure(grids: list[str]) -> dict:
    """Measure every point, each in a process of its own."""
    single = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}
    points = []
    for name in grids:
        for n_parties in PARTIES:
            numbers = map(str, (*GRIDS[name], n_parties))
            command = [sys.executable, __file__, "--point", *numbers]
            done = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, **single})
            points.append({"grid": name, **json.loads(done.stdout)})
            print(points[-1], file=sys.stderr, flush=True)
    import numpy

    info = Path("/proc/cpuinfo")
    names = [line for line in info.read_text().splitlines() if line.startswith("model name")] if info.exists() else []
    machine = {
        "cores": os.cpu_count(),
        "cpu": names[0].split(": ")[1] if names else platform.processor(),
        "python": platform.python_version(),
        "numpy": numpy.__version__,
    }
    return {"machine": machine, "points": points}


def page(found: dict) -> str:
    """Write the table."""
    on = found["machine"]
    lines = [
        "# Time and memory of every draft",
        "",
        "Generated by `python benchmarks/drafts.py`; do not edit. `holdfast drafts` for every draft of a made-up case, "
        f"one thread of a machine with {on['cores']} cores ({on['cpu']}), Python {on['python']}, numpy {on['numpy']}. "
        "Every party signs, some have one more option (12 at most), and each speaks of every issue; no two positions "
        "are alike, so that nothing is taken together; two plans. Times are wall times; “compiling” turns statements "
        "into readers, “nearest” is judging the types and looking for the nearest drafts.",
        "",
        "| drafts | parties | types | seconds | CPU s | compiling | counting | nearest | CPU ns, draft, party | MiB |",
        "|---|" + "---:|" * 9,
    ]
    for each in found["points"]:
        lines.append(
            f"| {each['grid']} | {each['parties']} | {each['types']:,} | {each['seconds']:.2f} "
            f"| {each['cpu_seconds']:.2f} | {each['compiling']:.2f} | {each['counting']:.2f} "
            f"| {each['judging_and_nearest']:.2f} "
            f"| {each['cpu_seconds'] / each['drafts'] / each['parties'] * 1e9:.1f} | {each['peak_bytes'] / 2**20:.0f} |"
        )
    busy = sum(p["seconds"] for p in found["points"]) / sum(p["cpu_seconds"] for p in found["points"])
    lines += ["", f"Wall time over CPU time, all points together: {busy:.2f} (above 1 if the machine was busy)."]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure and write, or measure one point."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--point", nargs=3, type=int, help=argparse.SUPPRESS)
    parser.add_argument("--quick", action="store_true", help="up to 2^20 drafts; prints, writes nothing")
    asked = parser.parse_args()
    if asked.point:
        print(json.dumps(point(*asked.point)))
        return
    found = measure(["2^16", "2^20"] if asked.quick else list(GRIDS))
    if asked.quick:
        print(page(found))
        return
    (HERE / "drafts.json").write_text(json.dumps(found, indent=1) + "\n")
    (HERE / "drafts.md").write_text(page(found))


if __name__ == "__main__":
    main()
