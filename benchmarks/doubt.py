"""Time of doubt: ``python benchmarks/doubt.py`` writes doubt.json and doubt.md.

Each point runs in a process of its own, on one thread. The cases are made from a seed: four parties with ten options
that are tempted, answer each other and fear answers; most statements, a rule and an option count in some worlds only.
Cases whose plan holds in nearly all worlds, or in nearly none, are passed over, and those that turn on few judgements.
Judging is timed apart from weighing, and beside it each of some worlds drawn at random is judged afresh from the
definitions, as `hold` does: what all worlds would take is reckoned from these.
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
JUDGEMENTS = (8, 10, 12, 14, 16, 18, 20)
SEEDS = (1, 2, 3, 4, 5)
OPTIONS = {"a": 3, "b": 3, "c": 2, "d": 2}
ALONE = 40
"""Worlds that are judged afresh."""


def text(n_judgements: int, seed: int, attempt: int = 0) -> str:
    """Write a case in which parties are tempted, answer each other, and fear answers, by what is so."""
    rng = random.Random(f"doubt {n_judgements} {seed} {attempt}")
    named = [f"j{k}" for k in range(n_judgements)]
    lines = ["schema: holdfast/case/1", "title: Doubt", "judgements:"]
    for name in named:
        low = rng.randint(5, 70) / 100
        lines.append(f"  {name}: {{text: J, credence: [{low:.2f}, {low + rng.randint(5, 25) / 100:.2f}]}}")
    options = {party: [f"{party}{k}" for k in range(n)] for party, n in OPTIONS.items()}
    lines.append("parties:")
    for party, own in options.items():
        shown = [f"{option}: Do" for option in own]
        if party == "c":
            shown[-1] = f"{own[-1]}: {{text: Do, when: {rng.choice(named)}}}"
        lines.append(f"  {party}: {{options: {{{', '.join(shown)}}}}}")
    lines += ["plans: {p: {title: P}}", "agreement: {signatories: {a: a0, b: b0}}"]
    lines += ["rules:", "  - never: a1 and b1", f"    when: {rng.choice(named)}", "preferences:"]
    places = rng.sample(named, n_judgements)  # every judgement counts somewhere
    parts = {party: places[k :: len(options)] for k, party in enumerate(options)}
    for party, own in options.items():
        acts = own[1:] if party in "ab" else own
        others = [o for p, theirs in options.items() if p != party for o in (theirs[1:] if p in "ab" else theirs)]
        partner = {"a": "b0", "b": "a0"}.get(party, "(a0 and b0)")

        def condition(own: list[str] = acts, others: list[str] = others, partner: str = partner) -> str:
            mine, other, third = rng.choice(own), *rng.sample(others, 2)
            answers = [f"{mine} iff {other}", f"{mine} if {other} or {third}", f"{mine} only if {other}"]
            fears = [f"not {other}", f"not ({other} and {third})", f"not {other} if not {mine}"]
            wishes = [mine, f"not {mine}", f"{mine} if not {partner}", f"{mine} or not {other}"]
            return rng.choice(rng.choice([answers, fears, wishes]))

        stated: dict[str, None] = {}
        for name in parts[party]:
            second = rng.choice(named)
            when = rng.choice([name, f"not {name}", f"{name} or {second}", f"{name} and not {second}"])
            stated[f"    - {{prefer: {condition()}, when: {when}}}"] = None
        for mine in acts:
            stated[f"    - {mine} iff {rng.choice(others)}"] = None
        if party in "ab":
            stated[f"    - {own[0]} if {partner}"] = None
        lines += [f"  {party}:", *rng.sample(list(stated), len(stated))]
    return "\n".join(lines) + "\n"


def asked_about(n_judgements: int, seed: int):
    """Return what is asked of the first case that holds in some worlds, not in others, and turns on most judgements.

    Looked at are 128 worlds drawn at random, and each of these with any one judgement otherwise.
    """
    import holdfast as hf
    from holdfast.uncertainty.worlds import Asked, judge

    n, full = 128, (1 << 128) - 1
    for attempt in range(5000):
        asked = Asked(hf.loads(text(n_judgements, seed, attempt)), "p")
        rng = random.Random(attempt)
        names = [name for v in asked.variables for name in v.judgements]
        drawn = {name: rng.getrandbits(n) for name in names}
        if len(names) < n_judgements or not 15 <= judge(asked, n, drawn).sets["firmly"].sum() <= 113:
            continue
        worlds = {name: bits for name, bits in drawn.items()}
        for k, other in enumerate(names, 1):
            for name in names:
                worlds[name] |= (drawn[name] ^ (full if name == other else 0)) << (k * n)
        found = judge(asked, n * (1 + len(names)), worlds).sets["firmly"].reshape(-1, n)
        if (found[1:] != found[0]).any(axis=1).sum() >= n_judgements * 0.6:
            return asked
    raise AssertionError("no case for this seed")


def point(n_judgements: int, seed: int) -> dict:
    """Measure one case in this process."""
    from holdfast.errors import HoldfastWarning
    from holdfast.uncertainty.doubt import judged, weighed
    from holdfast.uncertainty.worlds import FIELDS, all_worlds, judged_alone

    warnings.simplefilter("ignore", HoldfastWarning)
    asked = asked_about(n_judgements, seed)
    n = len(asked.variables)
    begin, cpu = time.perf_counter(), time.process_time()
    found = judged(asked)
    seconds, judging = time.perf_counter() - begin, time.process_time() - cpu
    begin, cpu = time.perf_counter(), time.process_time()
    answer = weighed(asked, found, "firmly")
    weighing, weighing_cpu = time.perf_counter() - begin, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    numbers = sorted(random.Random(seed).sample(range(1 << n), min(ALONE, 1 << n)))
    wanted = set(numbers)
    some = [world for k, world in enumerate(all_worlds(asked.variables)) if k in wanted]
    cpu = time.process_time()
    alone = [judged_alone(asked, world) for world in some]
    each = (time.process_time() - cpu) / len(some)
    for number, by_itself in zip(numbers, alone, strict=True):
        assert all(found.sets[key][number] == by_itself["sets"][key] for key in FIELDS), number
    return {
        "n_relevant": n,
        "n_worlds": answer.n_relevant,
        "seconds": seconds,
        "cpu_seconds": judging,
        "weighing": weighing,
        "weighing_cpu": weighing_cpu,
        "share": answer.share.json(),
        "kinds": {key: int(found.sets[key].sum()) for key in ("holds", "firmly")},
        "exact_bounds": answer.share.is_exact,
        "alone_each": each,
        "n_alone": len(some),
        "peak_bytes": peak,
    }


def bounds(n_judgements: int) -> dict:
    """Measure shares and effects where every judgement has a range and matters in nearly every world."""
    import numpy as np

    from holdfast.case.world import Row, Variable
    from holdfast.uncertainty.effects import effects
    from holdfast.uncertainty.shares import share

    rng = np.random.default_rng(n_judgements)
    variables = []
    for k in range(n_judgements):
        low, high = sorted(rng.random(2))
        middle = (low + high) / 2
        row = Row(None, (middle, 1 - middle), ((low, 1 - low), (high, 1 - high)))
        variables.append(Variable(f"j{k}", (f"j{k}",), ((True,), (False,)), (row,)))
    truth = rng.random((2,) * n_judgements) < 0.5
    cpu = time.process_time()
    found = share(truth, variables)
    one = time.process_time() - cpu
    cpu = time.process_time()
    effects(truth, variables)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {
        "judgements": n_judgements,
        "share": one,
        "effects": time.process_time() - cpu,
        "exact": found.is_exact,
        "peak_bytes": peak,
    }


def measure(judgements: tuple[int, ...], seeds: tuple[int, ...]) -> dict:
    """Measure every point, each in a process of its own."""
    single = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}

    def run(*arguments: str) -> dict:
        command = [sys.executable, __file__, *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, **single})
        print(*arguments, done.stdout.strip(), file=sys.stderr, flush=True)
        return json.loads(done.stdout)

    points = []
    for n in judgements:
        for seed in seeds if n == 16 else seeds[:3]:
            points.append({"judgements": n, "seed": seed} | run("--point", str(n), str(seed)))
    dense = [run("--bounds", str(n)) for n in judgements]
    import numpy

    info = Path("/proc/cpuinfo")
    names = [line for line in info.read_text().splitlines() if line.startswith("model name")] if info.exists() else []
    machine = {
        "cores": os.cpu_count(),
        "cpu": names[0].split(": ")[1] if names else platform.processor(),
        "python": platform.python_version(),
        "numpy": numpy.__version__,
    }
    return {"machine": machine, "points": points, "bounds": dense}


def page(found: dict) -> str:
    """Write the tables."""
    on, points = found["machine"], found["points"]
    sixteen = [p for p in points if p["judgements"] == 16] or points
    lines = [
        "# Time and memory of doubt",
        "",
        "Generated by `python benchmarks/doubt.py`; do not edit. `holdfast doubt` for made-up cases with four parties "
        f"and ten options, one thread of a machine with {on['cores']} cores ({on['cpu']}), Python {on['python']}, "
        f"numpy {on['numpy']}. Every judgement has a range and bears on some statement, rule or option; the plan "
        "holds in some worlds and not in others, and that turns on most of the judgements. “Judging” "
        "finds in which worlds the plan holds, and where each party stands there; “weighing” computes all shares, "
        "their bounds at every corner of the ranges, the effects, what finding out would tell, and the smallest flips. "
        f"“Afresh” is the CPU time that judging each world by itself would take: {ALONE} worlds drawn at random are "
        "compiled and judged one by one from the definitions (their answers agree with those of all worlds together), "
        "and the time is multiplied up to all worlds, not measured for all.",
        "",
        f"## {sixteen[0]['n_worlds']:,} worlds, case by case",
        "",
        "| seed | holds firmly in | judging s | CPU s | worlds a CPU second | afresh CPU s | times as fast "
        "| weighing CPU s | MiB |",
        "|---:|" + "---:|" * 8,
    ]
    for p in sixteen:
        afresh = p["alone_each"] * p["n_worlds"]
        lines.append(
            f"| {p['seed']} | {p['kinds']['firmly']:,} | {p['seconds']:.2f} | {p['cpu_seconds']:.2f} "
            f"| {p['n_worlds'] / p['cpu_seconds']:,.0f} | {afresh:,.0f} | {afresh / p['cpu_seconds']:,.0f} "
            f"| {p['weighing_cpu']:.2f} | {p['peak_bytes'] / 2**20:.0f} |"
        )
    lines += [
        "",
        "## Growth with the judgements",
        "",
        "Medians over the seeds; “times” is the CPU time of judging over that of the row above, which has a quarter of "
        "the worlds.",
        "",
        "| judgements | worlds | judging CPU s | slowest | times | weighing CPU s | slowest | all bounds exact | MiB |",
        "|---:|" + "---:|" * 8,
    ]
    before = None
    for n in dict.fromkeys(p["judgements"] for p in points):
        own = [p for p in points if p["judgements"] == n]
        cpu, weighing = (sorted(p[key] for p in own) for key in ("cpu_seconds", "weighing_cpu"))
        middle = cpu[len(cpu) // 2]
        times = f"{middle / before:.1f}" if before else ""
        exact = "yes" if all(p["exact_bounds"] for p in own) else "no"
        lines.append(
            f"| {n} | 2^{own[0]['n_relevant']} | {middle:.2f} | {cpu[-1]:.2f} | {times} "
            f"| {weighing[len(weighing) // 2]:.2f} | {weighing[-1]:.2f} | {exact} "
            f"| {max(p['peak_bytes'] for p in own) / 2**20:.0f} |"
        )
        before = middle
    lines += [
        "",
        "## Bounds where everything matters",
        "",
        "Whether the plan holds is drawn by chance in every world, and every judgement has a range: there is nothing "
        "to leave out, and each of the 2^n corners counts. One share with its bounds, and all effects with what "
        "finding out would tell.",
        "",
        "| judgements | corners | a share, CPU s | effects, CPU s | exact | MiB |",
        "|---:|---:|---:|---:|---|---:|",
    ]
    for each in found["bounds"]:
        lines.append(
            f"| {each['judgements']} | 2^{each['judgements']} | {each['share']:.2f} | {each['effects']:.2f} "
            f"| {'yes' if each['exact'] else 'no'} | {each['peak_bytes'] / 2**20:.0f} |"
        )
    wall = sum(p["seconds"] + p["weighing"] for p in points)
    busy = wall / sum(p["cpu_seconds"] + p["weighing_cpu"] for p in points)
    lines += ["", f"Wall time over CPU time, all points together: {busy:.2f} (above 1 if the machine was busy)."]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure and write, or measure one point."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--point", nargs=2, type=int, help=argparse.SUPPRESS)
    parser.add_argument("--bounds", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--quick", action="store_true", help="up to 12 judgements, one seed; prints, writes nothing")
    asked = parser.parse_args()
    if asked.bounds:
        print(json.dumps(bounds(asked.bounds)))
        return
    if asked.point:
        print(json.dumps(point(*asked.point)))
        return
    found = measure((8, 12), (1,)) if asked.quick else measure(JUDGEMENTS, SEEDS)
    if asked.quick:
        print(page(found))
        return
    (HERE / "doubt.json").write_text(json.dumps(found, indent=1) + "\n")
    (HERE / "doubt.md").write_text(page(found))


if __name__ == "__main__":
    main()
