"""Inputs made to be expensive. Each function returns the bytes of a file; ``python hostile.py NAME`` examines one."""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

HEAD = "schema: holdfast/case/1\ntitle: hostile\n"
INPUTS: dict[str, Callable[[], bytes]] = {}


def hostile(function: Callable[[], str | bytes]) -> Callable[[], bytes]:
    def made() -> bytes:
        result = function()
        return result.encode() if isinstance(result, str) else result

    INPUTS[function.__name__] = made
    return made


def parties(n_options: int, n_parties: int = 1) -> str:
    lines = ["parties:"]
    for p in range(n_parties):
        lines += [f"  p{p}:", "    options:"]
        lines += [f"      o{p}_{k}: text" for k in range(n_options // n_parties)]
    return "\n".join(lines) + "\n"


def everybody(n_parties: int = 1, statement: str = "o0_0") -> str:
    return "preferences:\n" + "".join(f"  p{p}: [{statement}]\n" for p in range(n_parties))


@hostile
def empty():
    return ""


@hostile
def alias_bomb():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{k}: &a{k} [{', '.join([f'*a{k - 1}'] * 9)}]" for k in range(1, 12)]
    return "\n".join(lines)


@hostile
def ten_megabytes():
    return HEAD + "x-a: b\n" * 1_500_000


@hostile
def one_megabyte_of_brackets():
    return "[" * 1_000_000


@hostile
def brackets_100k():
    return "a: " + "[" * 100_000 + "]" * 100_000


@hostile
def deep_blocks():
    return "\n".join(" " * k + "a:" for k in range(1300))


@hostile
def deep_dashes():
    return "- " * 100_000


@hostile
def deep_question_marks():
    return "? " * 100_000


@hostile
def huge_scalar():
    return HEAD + "about: " + "word " * 200_000


@hostile
def huge_quoted():
    return HEAD + 'about: "' + "\\u00e9" * 170_000 + '"'


@hostile
def never_closed():
    return HEAD + 'about: "' + "word\n  " * 140_000


@hostile
def huge_comment():
    return HEAD + "#" + "x" * 1_000_000


@hostile
def many_nodes():
    return HEAD + "x-a: [" + "a," * 500_000 + "]"


@hostile
def many_nodes_allowed():
    return HEAD + "x-a: [" + "a," * 49_900 + "]"


@hostile
def megabyte_of_conditions():
    rows = [f"    - o0_{k % 10} and not (o0_{k % 7} or o0_{k % 9}) if o0_{k}\n" for k in range(24_000)]
    return (HEAD + parties(10) + "preferences:\n  p0:\n" + "".join(rows))[: 1 << 20]


@hostile
def conditions_to_the_limit():
    n, rows = 0, []
    while n < 59_000:
        rows.append(f"o0_{len(rows) % 10} and not (o0_{len(rows) // 10 % 10} or o0_{len(rows) // 100 % 10} and o0_7)")
        n += len(rows[-1])
    return HEAD + parties(10) + "preferences:\n  p0:\n" + "".join(f"    - {row}\n" for row in rows)


@hostile
def short_conditions():
    rows = [f"    - x{k}\n" for k in range(40_000)]
    return HEAD + parties(10) + "preferences:\n  p0:\n" + "".join(rows)


@hostile
def nested_conditions():
    rows = [f"    - {'(' * 3999} \n" for k in range(250)]
    return HEAD + parties(10) + "preferences:\n  p0:\n" + "".join(rows)


@hostile
def nots():
    return HEAD + parties(10) + "preferences:\n  p0:\n" + "".join(f"    - {'not ' * 60}o0_{k}\n" for k in range(4000))


@hostile
def forty_options_many_rules():
    draw = random.Random(1)
    rules = []
    for _ in range(170):
        three = draw.sample(range(40), 3)
        rules.append(" or ".join(("" if draw.random() < 0.5 else "not ") + f"o0_{k}" for k in three))
    body = HEAD + parties(40) + "rules:\n" + "".join(f"  - always: {rule}\n" for rule in rules)
    return body + "preferences:\n  p0:\n" + "".join(f"    - {rule}\n" for rule in rules)


@hostile
def pigeonholes():
    # nine pigeons, eight holes: contradictory, and slow to refute by search
    rules = [f"  - at least one of: [{', '.join(f'o0_{p * 8 + h}' for h in range(8))}]\n" for p in range(9)]
    rules += [f"  - at most one of: [{', '.join(f'o0_{p * 8 + h}' for p in range(9))}]\n" for h in range(8)]
    return HEAD + parties(72) + "rules:\n" + "".join(rules) + everybody()


@hostile
def twenty_options_many_rules():
    rules = [f"  - never: o0_{k % 20} and o0_{k // 20 % 20} and not o0_{k // 400 % 20}\n" for k in range(1500)]
    body = HEAD + parties(20) + "rules:\n" + "".join(rules) + "preferences:\n  p0:\n"
    return body + "".join(f"    - o0_{k % 20} or o0_{k // 20 % 20} and o0_5\n" for k in range(400))


@hostile
def twenty_options_ranking():
    draw = random.Random(2)
    states = {"".join(draw.choice("YN") for _ in range(20)) for _ in range(40_000)}
    return HEAD + parties(20) + "preferences:\n  p0: {ranking: [" + ", ".join(sorted(states)) + "]}\n"


@hostile
def many_options():
    return HEAD + parties(20_000, 100) + everybody(100, "o1_0")


@hostile
def many_merged():
    patterns = [f"  s{k}: {'-' * 20}{format(k, '010b').translate(str.maketrans('01', 'NY'))}\n" for k in range(1000)]
    return HEAD + parties(30) + "states:\n" + "".join(patterns) + everybody()


@hostile
def many_named():
    named = [f"  s{k}: {format(k, '030b').translate(str.maketrans('01', 'NY'))}\n" for k in range(15_000)]
    named += [f"  m{k}: {'-' * 20}{format(k, '010b').translate(str.maketrans('01', 'NY'))}\n" for k in range(64)]
    return HEAD + parties(30) + "states:\n" + "".join(named) + "feasible: named\n" + everybody()


@hostile
def duplicate_keys():
    return HEAD + "x-a: 1\n" * 20_000


@hostile
def unknown_keys():
    return HEAD + "".join(f"k{k}: 1\n" for k in range(20_000)) + parties(100)


@hostile
def unknown_options():
    rows = "".join(f"    - withdraw{k}l and escalat{k}\n" for k in range(1400))
    return HEAD + parties(2000) + "preferences:\n  p0:\n" + rows


@hostile
def wrong_kinds():
    return HEAD + "parties:\n" + "".join(f"  p{k}: [x]\n" for k in range(15_000))


@hostile
def ill_formed_ids():
    return HEAD + "parties:\n" + "".join(f"  p{k}-: {{options: {{a: b}}}}\n" for k in range(9000))


@hostile
def unknown_sources():
    rows = "".join(f"    - {{prefer: o0_{k % 90}, source: [s{k}, t{k}]}}\n" for k in range(6000))
    return HEAD + parties(100) + "preferences:\n  p0:\n" + rows


@hostile
def many_plans():
    body = HEAD + parties(12) + "issues:\n"
    body += "".join(f"  i{k}: {{positions: [a, b, c, d], now: a}}\n" for k in range(300))
    body += "plans:\n" + "".join(f"  q{k}: {{positions: {{i{k % 300}: b}}}}\n" for k in range(4000))
    body += "agreement: {signatories: {p0: o0_0}}\n"
    body += "rules:\n" + "".join(f"  - never: o0_{k % 12} and i{k} = c\n" for k in range(300))
    rows = "".join(f"    - i{k} >= b and not i{(k + 1) % 300} in {{c, d}} or o0_{k % 12}\n" for k in range(300))
    return body + "preferences:\n  p0:\n" + rows


@hostile
def many_positions():
    listed = ", ".join(f"v{k}" for k in range(20_000))
    rows = "".join(f"    - i >= v{k}\n" for k in range(0, 20_000, 20))
    return HEAD + parties(2) + f"issues: {{i: {{positions: [{listed}], now: v0}}}}\npreferences:\n  p0:\n{rows}"


@hostile
def long_lists_in_rules():
    rows = [f"  - exactly one of: [{', '.join(f'o0_{(k + j) % 200}' for j in range(60))}]\n" for k in range(700)]
    return HEAD + parties(200) + "rules:\n" + "".join(rows) + everybody()


@hostile
def bytes_at_random():
    return random.Random(3).randbytes(1_000_000)


@hostile
def controls():
    return HEAD.encode() + b"\x01" * 1_000_000


@hostile
def colons():
    return ": " * 500_000


@hostile
def tabs():
    return "\t" * 1_000_000


@hostile
def line_breaks():
    return HEAD + "\n" * 1_000_000


@hostile
def long_key():
    return "a" * 1_000_000 + ": b"


@hostile
def percent_lines():
    return "%YAML 1.2\n" * 100_000


@hostile
def comment_lines_then_directive():
    return "# x\n" * 200_000 + "%TAG ! x\n---\na: b"


@hostile
def many_missing():
    return HEAD + parties(2) + "issues:\n" + "".join(f"  i{k}: {{}}\n" for k in range(15_000))


@hostile
def many_nothings():
    return HEAD + "parties:\n" + "".join(f"  p{k}: {{options:}}\n" for k in range(15_000))


@hostile
def many_accounts():
    accounts = "".join(f"  a{k}: {{preferences: {{p0: [o0_1]}}}}\n" for k in range(5000))
    return HEAD + parties(400, 200) + "accounts:\n" + accounts


@hostile
def many_moves():
    draw = random.Random(4)
    states = ["".join(draw.choice("YN") for _ in range(20)) for _ in range(23_000)]
    moves = "".join(f"    - {a} > {b}\n" for a, b in pairwise(states))
    return HEAD + parties(20) + "rules: [never: o0_1]\nmoves:\n  p0:\n" + moves + everybody()


@hostile
def same_statement_again():
    return HEAD + parties(14) + "preferences:\n  p0:\n" + "    - o0_1 and (o0_2 or not o0_3)\n" * 30_000


@hostile
def ambiguous_options():
    body = "".join(f"  p{k}: {{options: {{x: y}}}}\n" for k in range(400))
    rows = "".join(f"  p{k}: [{', '.join(['x', 'not x', 'x and x'] * 20)}]\n" for k in range(400))
    return HEAD + "parties:\n" + body + "preferences:\n" + rows


@hostile
def contradictory_rules():
    rules = "".join(f"  - {'never' if k % 2 else 'always'}: o0_{k // 2 % 12}\n" for k in range(10_000))
    return HEAD + parties(12) + "rules:\n" + rules + everybody()


@hostile
def contradictory_only_together():
    rules = "".join(f"  - always: o0_{k} or o0_{k + 1}\n  - never: o0_{k} and o0_{k + 1}\n" for k in range(17))
    return HEAD + parties(18) + "rules:\n" + rules + "  - always: o0_0 iff o0_17\n" + everybody()


JUDGED = "preferences:\n  p0: [{prefer: o0_0, when: j0}]\n"


@hostile
def many_judgements():
    return HEAD + parties(2) + "judgements:\n" + "".join(f"  j{k}: likely\n" for k in range(20_000)) + JUDGED


@hostile
def long_chain_of_judgements():
    # the first depends on the second, and so on: in the order that is worst for sorting
    rows = [f"  j{k}: {{credence: 0.5, given: [{{when: j{k + 1}, credence: 0.1}}]}}\n" for k in range(3000)]
    return HEAD + parties(2) + "judgements:\n" + "".join(rows) + "  j3000: 0.5\n" + JUDGED


@hostile
def long_circle_of_judgements():
    rows = [f"  j{k}: {{credence: 0.5, given: [{{when: j{(k + 1) % 3000}, credence: 0.1}}]}}\n" for k in range(3000)]
    return HEAD + parties(2) + "judgements:\n" + "".join(rows) + JUDGED


@hostile
def many_circles_of_judgements():
    rows = []
    for k in range(20):
        others = " or ".join(f"j{j}" for j in range(20) if j != k)
        rows.append(f"  j{k}: {{credence: 0.5, given: [{{when: {others}, credence: 0.1}}]}}")
    rows += [f"  j{k}: {{credence: 0.5, given: [{{when: j{k ^ 1}, credence: 0.1}}]}}" for k in range(20, 3000)]
    return HEAD + parties(2) + "judgements:\n" + "\n".join(rows) + "\n" + JUDGED


@hostile
def judgements_with_ten_parents():
    # every truth of ten parents, thousands of times, in conditions written alike
    pool = [" or ".join(f"{'not ' if k >> j & 1 else ''}j{j}" for j in range(10)) for k in range(20)]
    rows = [
        f"  k{k}: {{given: [{{when: {pool[k % 20]}, credence: 0.1}}, {{when: {pool[k // 20 % 20]}, credence: 0.2}}]}}"
        for k in range(3000)
    ]
    heads = "".join(f"  j{k}: 0.5\n" for k in range(10))
    return HEAD + parties(2) + "judgements:\n" + heads + "\n".join(rows) + "\n" + JUDGED


@hostile
def circles_under_accounts():
    rows = [f"  j{k}: {{credence: 0.5, given: [{{when: j{k + 1}, credence: 0.1}}]}}\n" for k in range(1500)]
    rows.append("  j1500: 0.5\n")
    opinions = [
        f"  a{k}: {{judgements: {{j1500: {{credence: 0.5, given: [{{when: j0, credence: 0.1}}]}}}}}}\n"
        for k in range(1500)
    ]
    return HEAD + parties(2) + "judgements:\n" + "".join(rows) + "accounts:\n" + "".join(opinions) + JUDGED


@hostile
def many_hypotheses():
    among = ", ".join(f"j{k}" for k in range(5000))
    rows = "".join(f"      - {{text: t, likelihood: {{j{k}: 0.1}}}}\n" for k in range(4000))
    heads = "".join(f"  j{k}: 0.5\n" for k in range(5000))
    return (
        f"{HEAD}{parties(2)}judgements:\n{heads}hypotheses:\n  h:\n    among: [{among}]\n    evidence:\n{rows}{JUDGED}"
    )


@hostile
def much_evidence():
    rows = [f"      - {{text: t{k}, likelihood: {{j0: 0.1, x{k}: 0.2, otherwise: unlikely}}}}\n" for k in range(4500)]
    body = f"{HEAD}{parties(2)}judgements: {{j0: 0.5}}\nhypotheses:\n  h:\n    among: [j0]\n    evidence:\n"
    return body + "".join(rows) + JUDGED


@hostile
def unknown_words_of_likelihood():
    rows = "".join(f"  j{k}: {'very ' * (k % 60)}likly {k}\n" for k in range(4000))
    return HEAD + parties(2) + "judgements:\n" + rows + JUDGED


@hostile
def many_cells_on_one_issue():
    cells = "".join(f"        - {{position: b, when: j{k // 2}}}\n" for k in range(5000))
    heads = "".join(f"  j{k}: 0.5\n" for k in range(2500))
    body = f"{HEAD}{parties(2)}judgements:\n{heads}issues: {{i: {{positions: [a, b], now: a}}}}\n"
    return f"{body}agreement: {{signatories: {{p0: o0_0}}}}\nplans:\n  q:\n    positions:\n      i:\n{cells}{JUDGED}"


def peak_megabytes() -> float:
    """Return the most memory this process has held.

    Where the system tells only of the process and what it was forked from together, a large test runner counts too.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    data = INPUTS[sys.argv[1]]()
    before = time.process_time()
    from holdfast.casefile import examine

    case, problems = examine(data, sys.argv[1])
    spent = time.process_time() - before
    peak = peak_megabytes() - len(data) / 1048576
    first = str(problems[0]).splitlines()[0][:150] if problems else ""
    print(f"{sys.argv[1]}\t{case is not None}\t{len(problems)}\t{spent:.2f}\t{peak:.0f}\t{first}")
