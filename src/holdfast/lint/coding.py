"""How things are coded: silence as no, absence as conduct, and praise or blame as a preference."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from holdfast.lint.elements import elements, label
from holdfast.lint.finding import Finding

if TYPE_CHECKING:
    from holdfast.case import Case


def silence(case: Case) -> Iterator[Finding]:
    """Find cells at the position that holds now, and options not taken, without a source of their own."""
    for plan in case.plans.values():
        for issue, cell in plan.positions.items():
            declared = case.issues[issue]
            first = next(iter(declared.positions), "")
            if cell.claim.sources or cell.position not in (declared.now, first):
                continue
            what = "as it is now" if cell.position == declared.now else "its first position"
            assumed = "is assumed" if cell.claim.assumed else "has no source"
            message = f'{label(("plans", plan.id, "positions", issue))} is "{cell.position}", {what}, and {assumed}'
            mend = "cite the passage; where the text is silent leave the issue out, which means unknown"
            yield Finding("HF187", message, mend, ("plans", plan.id, "positions", issue))
        for place, item in enumerate(plan.conduct):
            if not item.taken and not item.claim.sources:
                message = f'plan "{plan.id}" rules out "{item.option}" without a source'
                mend = "cite the passage that rules it out, or take the item out"
                yield Finding("HF188", message, mend, ("plans", plan.id, "conduct", place))


def valuations(case: Case) -> Iterator[Finding]:
    """Find statements of preference that rest on praise or blame."""
    for each in elements(case):
        if "preferences" in (each.path[:1] + each.path[2:3]) and each.claim.stance == "valued":
            message = f"{label(each.path)} rests on a valuation"
            mend = "cite where the preference is asserted, reported or inferred"
            yield Finding("HF186", message, mend, each.path)
