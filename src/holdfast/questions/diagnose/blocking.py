"""Total, limited and conditional blockers: in how many of all drafts a party stands in the way (after Stedman 1997)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from holdfast.questions.diagnose.answer import Blockers, PartyBlocks
from holdfast.questions.diagnose.ground import Fits, Ground, examples, feasible, number_of


def has_verdict(party: int, word: str) -> Fits:
    """Return whether a party has a verdict in drafts of a sort."""
    return lambda sort: sort.verdicts[party] == word


def blockers_over(grounds: Sequence[Ground], fillings: Mapping[str, Ground], plan: str) -> Blockers:
    """Say of each party whether it blocks all drafts, some, or none but where only threats keep it.

    Parameters
    ----------
    grounds : sequence of Ground
        All drafts, by conduct.
    fillings : mapping of str to Ground
        The fillings of each plan.
    plan : str
        The plan named, or empty.
    """
    of = feasible(grounds)
    if not of:
        return Blockers(note="Rules forbid the state of every draft, so none can be in force.")
    parties = list(grounds[0].case.parties)
    kinds = [_kind(grounds, k) for k in range(len(parties))]
    limited = [k for k, kind in enumerate(kinds) if kind == "limited"]
    shown = examples(grounds, plan, [_not(has_verdict(k, "blocker")) for k in limited]) if limited else []
    found = []
    for k, party in enumerate(parties):
        found.append(
            PartyBlocks(
                party,
                kinds[k],
                number_of(grounds, has_verdict(k, "blocker")),
                number_of(grounds, has_verdict(k, "bluffed")),
                tuple(_kind([ground], k) if ground.over.feasible else "" for ground in grounds),
                shown[limited.index(k)] if k in limited else None,
                {name: each.share(has_verdict(k, "blocker")) for name, each in fillings.items()},
            )
        )
    over = {"drafts": of, "plans": len(fillings)}
    return Blockers(any(kind != "none" for kind in kinds), "", over, tuple(found))


def _not(fits: Fits) -> Fits:
    return lambda sort: not fits(sort)


def _kind(grounds: Sequence[Ground], party: int) -> str:
    blocked = number_of(grounds, has_verdict(party, "blocker"))
    if blocked == feasible(grounds):
        return "total"
    if blocked:
        return "limited"
    return "conditional" if number_of(grounds, has_verdict(party, "bluffed")) else "none"
