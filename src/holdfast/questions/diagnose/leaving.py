"""The commitment problem: a plan that every signatory would sign, and that one would leave (after Fearon 1995)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from holdfast.questions.answer import Improvement
from holdfast.questions.diagnose.answer import Commitment, Leaver, PlanKept
from holdfast.questions.diagnose.ground import Fits, Ground, Sort, feasible, number_of
from holdfast.questions.diagnose.ripe import NOTHING_TO_COMPARE, all_sign
from holdfast.questions.judge import describe, findings
from holdfast.questions.packages.setting import Setting


def commitment_over(grounds: Sequence[Ground], fillings: Mapping[str, Ground]) -> Commitment:
    """Say of each plan whether all would sign it and somebody would leave it; parameters as for blockers."""
    if not any(ground.can_compare for ground in grounds):
        return Commitment(note=NOTHING_TO_COMPARE)
    case = grounds[0].case
    assert case.agreement is not None
    signing = [k for k, party in enumerate(case.parties) if party in case.agreement.signatories]
    count = number_of(grounds, _left_by(signing, "blocker"))
    plans = tuple(_kept(name, ground, signing) for name, ground in fillings.items())
    verdicts = {each.holds for each in plans if each.n_fillings} if plans else {count > 0}
    return Commitment(
        holds=True if True in verdicts else None if None in verdicts else False,
        computed_over={"plans": len(plans), "drafts": feasible(grounds)},
        count=count,
        of=number_of(grounds, all_sign),
        plans=plans,
    )


def _left_by(parties: Iterable[int], word: str) -> Fits:
    """Return whether all would sign drafts of a sort, and one of some parties has a verdict."""
    some = tuple(parties)
    return lambda sort: sort.all_sign and any(sort.verdicts[k] == word for k in some)


def _kept(plan: str, ground: Ground, signing: Sequence[int]) -> PlanKept:
    others = [k for k in range(len(ground.case.parties)) if k not in signing]
    left, threatened = _left_by(signing, "blocker"), _left_by(signing, "bluffed")
    return PlanKept(
        plan,
        holds=ground.share(left),
        all_sign=ground.share(all_sign),
        only_threats=ground.share(lambda sort: threatened(sort) and not left(sort)),
        others=ground.share(_left_by(others, "blocker")),
        n_fillings=ground.over.feasible,
        leavers=tuple(_leavers(ground, [*signing, *others], signing)),
    )


def _leavers(ground: Ground, parties: Sequence[int], signing: Sequence[int]) -> Iterable[Leaver]:
    names = list(ground.case.parties)
    for party in parties:
        for word in ("blocker", "bluffed"):
            fits = _left_by((party,), word)
            first = next((sort for sort in ground.sorts if sort.verdicts and fits(sort)), None)
            if first is None:
                continue
            positions = ground.positions(first)
            filled = {issue: at for issue, at in positions.items() if issue in ground.types.scope.free}
            move = _move(ground, first, party)
            yield Leaver(names[party], party in signing, word, ground.count(fits), filled, move)


def _move(ground: Ground, sort: Sort, party: int) -> Improvement:
    """Return the move by which a party would leave: one that nothing answers, or that only threats do."""
    model = Setting(ground.types.scope).model(ground.positions(sort))
    here = model.plan_state
    assert here is not None
    found = findings(model, party, here)
    move = min(found, key=lambda f: (f.sanction is not None, f.credible))  # the first of the weakest
    return describe(model, party, here, move)
