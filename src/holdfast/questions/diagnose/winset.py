"""Win-sets: the drafts that those who must ratify for a signatory all prefer to the status quo (after Putnam 1988)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from holdfast.case import Case
from holdfast.questions.diagnose.answer import Ratified, WinSet
from holdfast.questions.diagnose.ground import Fits, Ground, examples, feasible, number_of
from holdfast.questions.diagnose.ripe import NOTHING_TO_COMPARE


def ratifiers_of(case: Case, signatory: str) -> tuple[str, ...]:
    """Return who has to agree for a signatory: the parties that are factions of it; without any, itself.

    Examples
    --------
    >>> from holdfast import example
    >>> ratifiers_of(example("ukraine-2025"), "russia")
    ('moscow_sceptics',)
    """
    return tuple(each.id for each in case.parties.values() if each.faction_of == signatory) or (signatory,)


def win_sets_over(grounds: Sequence[Ground], fillings: Mapping[str, Ground], plan: str) -> WinSet:
    """Count the drafts in the win-set of each signatory and in all of them; parameters as for blockers."""
    if not any(ground.can_compare for ground in grounds):
        return WinSet(note=NOTHING_TO_COMPARE)
    case = grounds[0].case
    assert case.agreement is not None
    number = {party: k for k, party in enumerate(case.parties)}
    groups = {each: ratifiers_of(case, each) for each in case.agreement.signatories}
    found = []
    for signatory, ratifiers in groups.items():
        inside = _all([number[each] for each in ratifiers])
        both = _all([number[each] for each in (*ratifiers, signatory)])
        found.append(
            Ratified(
                signatory,
                ratifiers,
                number_of(grounds, inside),
                number_of(grounds, both),
                number_of(grounds, _none_against([number[each] for each in ratifiers])),
                {each: number_of(grounds, _all([number[each]])) for each in ratifiers},
                tuple(ground.count(inside) for ground in grounds),
                {name: ground.share(inside) for name, ground in fillings.items()},
            )
        )
    everybody = [number[each] for group in groups.values() for each in group]
    together = _all(everybody)
    overlap = number_of(grounds, together)
    return WinSet(
        holds=overlap > 0,
        computed_over={"drafts": feasible(grounds), "plans": len(fillings)},
        signatories=tuple(found),
        overlap=overlap,
        none_against=number_of(grounds, _none_against(everybody)),
        example=examples(grounds, plan, [together])[0] if overlap else None,
        plans={name: ground.share(together) for name, ground in fillings.items()},
    )


def _all(parties: Sequence[int]) -> Fits:
    return lambda sort: all(sort.views[k] > 0 for k in parties)


def _none_against(parties: Sequence[int]) -> Fits:
    return lambda sort: all(sort.views[k] >= 0 for k in parties)
