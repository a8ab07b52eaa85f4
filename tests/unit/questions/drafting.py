"""Small cases with issues, for the tests of drafts."""

from __future__ import annotations

import warnings

from holdfast.casefile import loads
from holdfast.errors import HoldfastWarning


def case_of(text: str):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", HoldfastWarning)
        return loads("schema: holdfast/case/1\ntitle: T\n" + text)


def bargain(n_issues: int, n_positions: int = 2, extra: str = ""):
    """Return a case in which p0 wants every issue to move from v0, the first most, and p1 wants none to."""
    issues = [f"i{k}" for k in range(n_issues)]
    positions = ", ".join(f"v{k}" for k in range(n_positions))
    lines = ["parties:", "  p0: {options: {s0: Sign}}", "  p1: {options: {s1: Sign}}", "issues:"]
    lines += [f"  {issue}: {{name: I, positions: [{positions}], now: v0}}" for issue in issues]
    lines += ["agreement: {signatories: {p0: s0, p1: s1}}", "preferences:"]
    lines += ["  p0:", *(f"    - {issue} >= v1" for issue in issues)]
    lines += ["  p1:", *(f"    - {issue} = v0" for issue in issues)]
    return case_of("\n".join(lines) + "\n" + extra)


def bargain_text(issues: str = "") -> str:
    return (
        "parties:\n  p0: {options: {s0: Sign}}\n  p1: {options: {s1: Sign}}\nissues:\n"
        + "".join(f"  i{k}: {{name: I, positions: [v0, v1], now: v0}}\n" for k in range(3))
        + issues
        + "agreement: {signatories: {p0: s0, p1: s1}}\npreferences:\n"
        + "  p0: [i0 >= v1, i1 >= v1, i2 >= v1]\n  p1: [i0 = v0, i1 = v0, i2 = v0]\n"
    )


NEAR = """
plans:
  far: {positions: {i0: v3, i1: v3, i2: v3}}
  half: {positions: {i0: v3}}
"""
