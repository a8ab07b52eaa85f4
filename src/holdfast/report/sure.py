"""How sure a brief may be: shares of worlds beside the verdicts, where the accounts part, and what to find out next."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdfast.errors import HoldfastError
from holdfast.uncertainty.answer import Doubt
from holdfast.uncertainty.differences import differences
from holdfast.uncertainty.disagree import disagree
from holdfast.uncertainty.doubt import doubt
from holdfast.uncertainty.hypotheses import weigh
from holdfast.uncertainty.lexicons import by_lexicon
from holdfast.uncertainty.matrix import Agreement, agreement
from holdfast.uncertainty.parting import Crux, Disagreement

if TYPE_CHECKING:
    from holdfast.case import Case
    from holdfast.report.brief import Subject
    from holdfast.uncertainty.weighing import Weighing

Key = tuple[str, str | None]
"""A plan and an account."""
NARROW = 0.005
"""Bounds that would narrow by less than this are not worth a visit."""


@dataclass(frozen=True, slots=True)
class FindOut:
    """What finding out about one judgement would tell.

    Attributes
    ----------
    judgement : str
        Its id.
    plan : str
        The plan, and the account, whose bounds it would narrow most.
    account : str or None
        See ``plan``.
    before, after : float
        The width of the bounds now, and to be expected once it is known.
    first : int
        For how many pairs of plan and account no other judgement would narrow the bounds more.
    """

    judgement: str
    plan: str
    account: str | None
    before: float
    after: float
    first: int

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        out: dict[str, Any] = {"judgement": self.judgement, "plan": self.plan, "account": self.account}
        return out | {"width": self.before, "width_after": self.after, "n_first": self.first}


@dataclass(frozen=True)
class Sure:
    """How sure one may be of the verdicts of a brief.

    Attributes
    ----------
    firmly, holds : mapping of (str, str or None) to Doubt
        By plan and account, for the two levels.
    agreements : tuple of Agreement
        For each plan, whether the accounts agree that it holds firmly.
    partings : mapping of str to Disagreement
        For plans on which they do not: the two accounts that differ least, and their cruxes.
    find_out : tuple of FindOut
        Judgements whose answer would narrow bounds, the one that narrows some bounds most first.
    weighing : Weighing or None
        Rival hypotheses weighed by the evidence, where the case has such.
    left_out : tuple of str
        What was refused, and why.
    """

    firmly: Mapping[Key, Doubt]
    holds: Mapping[Key, Doubt]
    agreements: tuple[Agreement, ...]
    partings: Mapping[str, Disagreement]
    find_out: tuple[FindOut, ...]
    weighing: Weighing | None
    left_out: tuple[str, ...] = ()

    @property
    def has_doubt(self) -> bool:
        """Whether any verdict is not the same in every world."""
        return any(not d.flips.is_robust for d in (*self.firmly.values(), *self.holds.values()) if d.flips is not None)

    def json(self) -> dict[str, Any]:
        """Return the JSON form: what the verbs print, in lists."""
        out: dict[str, Any] = {"doubts": [each.json() for each in (*self.firmly.values(), *self.holds.values())]}
        out["agreement"] = [each.json() for each in self.agreements]
        out["partings"] = [each.json() for each in self.partings.values()]
        out["find_out"] = [each.json() for each in self.find_out]
        if self.weighing is not None:
            out["hypotheses"] = self.weighing.json()
        return out


def sure_of(
    case: Case,
    subjects: Sequence[Subject],
    accounts: Sequence[str | None],
    progress: Callable[[int, int, str], None] | None = None,
) -> Sure:
    """Ask how sure one may be of every plan under every account, and where the accounts part.

    Parameters
    ----------
    case : Case
        The case.
    subjects : sequence of Subject
        The plans of the brief.
    accounts : sequence of (str or None)
        Its accounts.
    progress : callable, optional
        Called as ``progress(done, total, note)``.
    """
    plans = [subject.plan for subject in subjects if subject.plan]
    total, done = len(plans) * (len(accounts) + 1), 0
    firmly: dict[Key, Doubt] = {}
    holding: dict[Key, Doubt] = {}
    refused: list[str] = []

    def tell(note: str) -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, total, note)

    for plan in plans:
        for account in accounts:
            firmly[plan, account] = by_lexicon(case, doubt(case, plan=plan, account=account))
            holding[plan, account] = doubt(case, plan=plan, account=account, level="holds")
            tell(f"worlds of {plan} under {account or 'the case'}")
    agreements = tuple(agreement(p, [(a or "case", firmly[p, a]) for a in accounts]) for p in plans)
    partings = {}
    for each in agreements:
        pair = _nearest(case, [(a, firmly[each.plan, a].verdict) for a in accounts])
        if pair is not None:
            try:
                partings[each.plan] = disagree(case, *pair, plan=each.plan, contributions=False)
            except HoldfastError as error:
                refused.append(f"where accounts part on {each.plan}: {error}")
        tell(f"where accounts part on {each.plan}")
    weighing = weigh(case) if case.hypotheses else None
    return Sure(firmly, holding, agreements, partings, _find_out(firmly), weighing, tuple(refused))


def _nearest(case: Case, verdicts: Sequence[tuple[str | None, str]]) -> tuple[str | None, str | None] | None:
    """Return the two accounts of different verdicts that differ on least; the first such in their order."""
    pairs = [
        (len(differences(case, one, two).items), one, two)
        for k, (two, second) in enumerate(verdicts)
        for one, first in verdicts[:k]
        if first != second
    ]
    if not pairs:
        return None
    _, one, two = min(pairs, key=lambda pair: pair[0])
    return one, two


def _find_out(doubts: Mapping[Key, Doubt]) -> tuple[FindOut, ...]:
    best: dict[str, FindOut] = {}
    leads: dict[str, int] = {}
    for (plan, account), answer in doubts.items():
        asked = [e for e in answer.worth_finding_out if answer.share.width - (e.width_after or 0.0) > NARROW]
        for place, each in enumerate(asked):
            assert each.width_after is not None
            leads[each.judgement] = leads.get(each.judgement, 0) + (place == 0)
            found = FindOut(each.judgement, plan, account, answer.share.width, each.width_after, 0)
            known = best.get(each.judgement)
            if known is None or found.before - found.after > known.before - known.after:
                best[each.judgement] = found
    ranked = sorted(best.values(), key=lambda f: (-leads[f.judgement], -(f.before - f.after), f.judgement))
    return tuple(FindOut(f.judgement, f.plan, f.account, f.before, f.after, leads[f.judgement]) for f in ranked)


def smaller_crux(parting: Disagreement) -> Crux | None:
    """Return the smaller of the two cruxes of a disagreement: that of the first account where they are alike."""
    found = [crux for crux in parting.cruxes if crux.size is not None]
    return min(found, key=lambda crux: crux.size or 0) if found else None
