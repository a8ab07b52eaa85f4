"""Time of the smallest amendments: ``python benchmarks/amend.py`` writes amend.json and amend.md.

Each point runs in a process of its own, on one thread. The cases are made from a seed: every party signs and has one
to three options more, and 8 to 15 statements, some on issues alone, some tying an option to an issue. The plan on the
table lies some changes away from a package that all could live with.
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
ISSUES = (14, 28, 42, 60)
PARTIES = (3, 6)
SEEDS = (1, 2, 3)
N_OPTIONS = 18


def text(n_issues: int, n_positions: int, n_parties: int, seed: int = 0) -> str:
    """Write a case with a plan that some changes turn into one that holds."""
    rng = random.Random(f"{n_issues} {n_positions} {n_parties} {seed}")
    issues = [f"i{k}" for k in range(n_issues)]
    places = [f"v{k}" for k in range(n_positions)]
    parties = [f"p{k}" for k in range(n_parties)]
    numbers = [1] * n_parties
    while sum(numbers) < min(N_OPTIONS - n_parties, 3 * n_parties):
        numbers[rng.choice([k for k in range(n_parties) if numbers[k] < 3])] += 1
    extra = {p: [f"a{k}{j}" for j in range(numbers[k])] for k, p in enumerate(parties)}
    agreed = {issue: rng.randrange(n_positions) for issue in issues}  # what all could live with
    now = {issue: rng.randrange(n_positions) for issue in issues}

    def about(issue: str, true: bool) -> str:
        """Say something about an issue that is true, or false, of what all could live with."""
        at = agreed[issue]
        other = (at + rng.randrange(1, n_positions)) % n_positions
        ways = [f"{issue} = {places[at if true else other]}"]
        ways += [f"{issue} >= {places[k]}" for k in range(1, n_positions) if (at >= k) is true]
        ways += [f"{issue} <= {places[k]}" for k in range(n_positions - 1) if (at <= k) is true]
        return rng.choice(ways)

    statements: dict[str, list[list[str]]] = {party: [[], [], []] for party in parties}  # above, between, below
    for k, party in enumerate(parties):
        above, between, below = statements[party]
        for _ in range(rng.randint(2, 4)):  # what it signs for
            one, two = rng.sample(issues, 2)
            above.append(f"s{k} only if {about(one, True)} or {about(two, rng.random() < 0.3)}")
        for issue in rng.sample([i for i in issues if agreed[i] != now[i]], 2):  # what it gains by signing
            between.append(f"{issue} = {places[agreed[issue]]}")
        for option in extra[party]:
            other = rng.choice([p for p in parties if p != party])
            reply = rng.choice(extra[other])
            if rng.random() < 0.6:  # it acts unless it gets something
                between.append(f"{option} if not ({about(rng.choice(issues), True)})")
                below.append(f"not {option}")
            else:  # it would like to act, and another would answer, as long as that gets something
                below.append(option)
                between.append(f"not {reply}")
                statements[other][1].append(f"{reply} if {option} and ({about(rng.choice(issues), True)})")
    lines = ["schema: holdfast/case/1", "title: Amendments", "parties:"]
    for k, party in enumerate(parties):
        own = ", ".join([f"s{k}: Sign", *(f"{option}: Do" for option in extra[party])])
        lines.append(f"  {party}: {{options: {{{own}}}}}")
    cells = ", ".join(places)
    lines += ["issues:", *(f"  {i}: {{name: I, positions: [{cells}], now: {places[now[i]]}}}" for i in issues)]
    plan = {i: agreed[i] if rng.random() < 0.5 else rng.randrange(n_positions) for i in issues}
    lines += ["plans:", f"  draft: {{positions: {{{', '.join(f'{i}: {places[at]}' for i, at in plan.items())}}}}}"]
    lines.append(f"agreement: {{signatories: {{{', '.join(f'{p}: s{k}' for k, p in enumerate(parties))}}}}}")
    lines.append("preferences:")
    for party in parties:
        above, between, below = statements[party]
        for _ in range(max(0, rng.randint(8, 15) - sum(map(len, statements[party])))):
            one, two = rng.sample(issues, 2)
            kind = rng.random()
            if kind < 0.4:
                below.append(about(one, rng.random() < 0.6))
            elif kind < 0.7:
                below.append(f"({about(one, True)}) or ({about(two, rng.random() < 0.5)})")
            else:
                threat = rng.choice([o for p in parties if p != party for o in extra[p]])
                below.append(rng.choice([f"not {threat}", f"not {threat} or {about(one, True)}"]))
        for each in (above, between, below):
            rng.shuffle(each)
        lines += [f"  {party}:", *(f"    - {each}" for each in [*above, *between, *below])]
    return "\n".join(lines) + "\n"


def point(n_issues: int, n_positions: int, n_parties: int, seed: int, level: str) -> dict:
    """Measure one case in this process."""
    import holdfast as hf
    from holdfast.errors import HoldfastWarning
    from holdfast.questions.amend.ask import amend_in
    from holdfast.questions.amend.cheapest import Deadline
    from holdfast.questions.amend.search import Search
    from holdfast.questions.drafts.scope import scopes

    warnings.simplefilter("ignore", HoldfastWarning)
    case = hf.loads(text(n_issues, n_positions, n_parties, seed))
    scope = scopes(case, plan="draft")[0]
    begin = time.perf_counter()
    search = Search(scope, level, Deadline(1e6))
    search.cheapest()
    first = time.perf_counter() - begin
    search.solver.close()
    begin, cpu = time.perf_counter(), time.process_time()
    answer = amend_in(scope, level=level, most=1000, deadline=Deadline(1e6))
    return {
        "n_options": len(case.options),
        "n_statements": sum(len(case.preference(party)) for party in case.parties),
        "n_changes": answer.n_changes,
        "ways": len(answer.amendments),
        "complete": answer.complete,
        "proposals": search.n_proposals,
        "demands": search.n_demands,
        "variables": search.circuit.n_variables,
        "first": first,
        "seconds": time.perf_counter() - begin,
        "cpu_seconds": time.process_time() - cpu,
        "peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }


def measure(issues: tuple[int, ...], parties: tuple[int, ...], seeds: tuple[int, ...]) -> dict:
    """Measure every point, each in a process of its own."""
    single = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}
    points = []
    for n_parties in parties:
        for n_issues in issues:
            for level in ("holds", "firmly"):
                for seed in seeds:
                    asked = [str(n_issues), "3", str(n_parties), str(seed), level]
                    command = [sys.executable, __file__, "--point", *asked]
                    done = subprocess.run(
                        command, capture_output=True, text=True, check=True, env={**os.environ, **single}
                    )
                    found = {"issues": n_issues, "parties": n_parties, "level": level, "seed": seed}
                    points.append(found | json.loads(done.stdout))
                    print(points[-1], file=sys.stderr, flush=True)
    import numpy
    import pysat

    info = Path("/proc/cpuinfo")
    names = [line for line in info.read_text().splitlines() if line.startswith("model name")] if info.exists() else []
    machine = {
        "cores": os.cpu_count(),
        "cpu": names[0].split(": ")[1] if names else platform.processor(),
        "python": platform.python_version(),
        "numpy": numpy.__version__,
        "python-sat": pysat.__version__,
    }
    return {"machine": machine, "points": points}


def page(found: dict) -> str:
    """Write the table: of each size the slowest of its cases."""
    on = found["machine"]
    lines = [
        "# Time of the smallest amendments",
        "",
        "Generated by `python benchmarks/amend.py`; do not edit. `holdfast amend` for made-up cases, one thread of a "
        f"machine with {on['cores']} cores ({on['cpu']}), Python {on['python']}, numpy {on['numpy']}, python-sat "
        f"{on['python-sat']}. Every issue has three positions. Every party signs and has one to three options more, 18 "
        "options at most, so up to 2^18 states; its 8 to 15 statements speak of issues, tie options to issues, and "
        "threaten to answer others. Of the cases of each size (three seeds) the slowest is shown. “First” is the time "
        "to the first smallest amendment with the proof that none is smaller; “all” lists and judges every one, "
        "compiling included. “Proposals” and “demands” are those up to the first.",
        "",
        "| parties | issues | level | states | changes | ways | proposals | demands | first s | all s | CPU s | MiB |",
        "|---:|---:|---|" + "---:|" * 9,
    ]
    sizes = dict.fromkeys((p["parties"], p["issues"], p["level"]) for p in found["points"])
    for size in sizes:
        own = [p for p in found["points"] if (p["parties"], p["issues"], p["level"]) == size]
        each = max(own, key=lambda p: p["cpu_seconds"])
        lines.append(
            f"| {each['parties']} | {each['issues']} | {each['level']} | 2^{each['n_options']} | {each['n_changes']} "
            f"| {each['ways']:,}{'' if each['complete'] else '+'} | {each['proposals']:,} | {each['demands']:,} "
            f"| {each['first']:.2f} | {each['seconds']:.2f} | {each['cpu_seconds']:.2f} "
            f"| {each['peak_bytes'] / 2**20:.0f} |"
        )
    busy = sum(p["seconds"] for p in found["points"]) / sum(p["cpu_seconds"] for p in found["points"])
    lines += ["", f"Wall time over CPU time, all points together: {busy:.2f} (above 1 if the machine was busy)."]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure and write, or measure one point."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--point", nargs=5, help=argparse.SUPPRESS)
    parser.add_argument("--quick", action="store_true", help="up to 28 issues, one seed; prints, writes nothing")
    asked = parser.parse_args()
    if asked.point:
        print(json.dumps(point(*map(int, asked.point[:4]), asked.point[4])))
        return
    found = measure((14, 28), (3, 6), (1,)) if asked.quick else measure(ISSUES, PARTIES, SEEDS)
    if asked.quick:
        print(page(found))
        return
    (HERE / "amend.json").write_text(json.dumps(found, indent=1) + "\n")
    (HERE / "amend.md").write_text(page(found))


if __name__ == "__main__":
    main()
