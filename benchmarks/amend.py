"""Time of the smallest amendments: ``python benchmarks/amend.py`` writes amend.json and amend.md.

Each point runs in a process of its own, on one thread. The cases are made from a seed: every party signs and has one
to three options more, and 8 to 15 statements, some on issues alone, some tying an option to an issue. The plan on the
table lies some changes away from a package that all could live with.
"""

from __future__ import annotations

import random
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
