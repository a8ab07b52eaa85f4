"""Ripeness: is there any draft that every signatory prefers to the status quo (after Zartman)?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from holdfast.questions.diagnose.answer import Ripeness
from holdfast.questions.diagnose.ground import Fits, Ground, Sort, examples, feasible, number_of

NOTHING_TO_COMPARE = "The status quo cannot occur, so there is nothing to prefer a draft to."


def all_sign(sort: Sort) -> bool:
    """Whether every signatory prefers drafts of a sort to the status quo."""
    return sort.all_sign


def prefers(party: int) -> Fits:
    """Return whether a party prefers drafts of a sort to the status quo."""
    return lambda sort: sort.views[party] > 0


def ripeness_over(grounds: Sequence[Ground], fillings: Mapping[str, Ground], plan: str) -> Ripeness:
    """Count the drafts that every signatory would sign, and find one; parameters as for blockers."""
    if not any(ground.can_compare for ground in grounds):
        return Ripeness(note=NOTHING_TO_COMPARE)
    case = grounds[0].case
    assert case.agreement is not None
    parties = list(case.parties)
    count = number_of(grounds, all_sign)
    return Ripeness(
        holds=count > 0,
        computed_over={"drafts": feasible(grounds), "plans": len(fillings)},
        count=count,
        by_conduct=tuple(ground.count(all_sign) for ground in grounds),
        example=examples(grounds, plan, [all_sign])[0] if count else None,
        would_sign={each: number_of(grounds, prefers(parties.index(each))) for each in case.agreement.signatories},
        plans={name: ground.share(all_sign) for name, ground in fillings.items()},
    )
