"""How sure a brief may be, as view values: words beside each verdict, what it hangs on, what to find out."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.report.brief import Brief
from holdfast.report.doubt import agreement_words
from holdfast.report.shares import between, number, percent
from holdfast.report.sure import FindOut, Sure, smaller_crux
from holdfast.report.tornado import Tornado, tornado
from holdfast.report.view import account_label
from holdfast.report.words import count
from holdfast.uncertainty.answer import Doubt
from holdfast.uncertainty.differences import Difference
from holdfast.uncertainty.shares import Share

MOST_SETS = 3
"""Most smallest sets of differences written out for one plan."""
MOST_FOUND = 5
"""Most judgements named that are worth finding out."""

MOST_FLIPS = 4
"""Most changes of judgements written out that would flip a verdict."""
SURE_OF = {
    "holds": ("holds in every world",),
    "does not hold": ("fails in every world",),
    "open": ("open in every world",),
}
"""What stands beside a verdict that no judgement changes."""


@dataclass(frozen=True, slots=True)
class Hinge:
    """What the verdict on one plan hangs on.

    Attributes
    ----------
    plan : str
        Its id.
    agreement : str
        Whether the accounts agree.
    least : str
        Which accounts that part differ least, and on how much; empty where none part.
    opening : str
        What would turn one account's verdict into the other's, up to what it would have to do; empty where nothing
        small does.
    sets : tuple of tuple of Difference
        The smallest exchanges that do it; any one does.
    n_more : int
        How many more there are.
    of, other : str
        The account that takes over, and from which.
    shares : str
        In what share of worlds the plan holds firmly under these two; empty where it does in none under either.
    """

    plan: str
    agreement: str
    least: str = ""
    opening: str = ""
    sets: tuple[tuple[Difference, ...], ...] = ()
    n_more: int = 0
    of: str = ""
    other: str = ""
    shares: str = ""


@dataclass(frozen=True, slots=True)
class Sway:
    """How sure one account is of one plan: shares, a picture of what drives them, what would flip the verdict."""

    account: str
    firmly: str
    holds: str
    verdict: str
    flips: tuple[tuple[tuple[str, bool], ...], ...]
    n_flips_more: int
    lexicons: str
    picture: Tornado | None


def cell_words(sure: Sure, plan: str, account: str | None) -> tuple[str, ...]:
    """Say beside a verdict in what share of worlds the plan holds: a line for each level that differs.

    Empty where the case has no judgements that matter anywhere.
    """
    firmly, holds = sure.firmly[plan, account], sure.holds[plan, account]
    if not sure.has_doubt:
        return ()
    if _is_robust(firmly) and _is_robust(holds):
        return SURE_OF[holds.verdict]
    lines = [f"firmly {_short(firmly.share)}"]
    if holds.share != firmly.share:
        lines.append(f"at all {_short(holds.share)}")
    if firmly.open.high > 0:
        lines.append(f"open {_short(firmly.open)}")
    return tuple(lines)


def _short(share: Share) -> str:
    """Write a share with its bounds in few letters: ``27 % (11–52)``."""
    low, high = number(share.low), number(share.high)
    return percent(share.point) + ("" if low == high else f" ({low}–{high})")


def _is_robust(answer: Doubt) -> bool:
    return answer.flips is not None and answer.flips.is_robust


def hinges(brief: Brief, sure: Sure) -> tuple[Hinge, ...]:
    """Return what the verdict on each plan hangs on."""
    found = []
    for each in sure.agreements:
        agreed = agreement_words(each, "holds firmly")
        agreed = agreed if brief.case.judgements else agreed.removesuffix(", in every world")
        found.append(_hinge(brief, sure, each.plan, agreed))
    return tuple(found)


def _hinge(brief: Brief, sure: Sure, plan: str, agreed: str) -> Hinge:
    parting = sure.partings.get(plan)
    if parting is None:
        return Hinge(plan, agreed)
    on = count(len(parting.items), "statement or judgement", "statements and judgements")
    least = f"Of accounts that part on it, {parting.first} and {parting.second} differ least, in {on}"
    crux = smaller_crux(parting)
    one, two = (between(share) for share in parting.shares)
    shares = f"It holds firmly in {one} of worlds under {parting.first}, in {two} under {parting.second}"
    shares = shares if any(share.high > 0 and share.low < 1 for share in parting.shares) else ""
    if crux is None:
        return Hinge(plan, agreed, f"{least}; no small exchange turns one into the other", shares=shares)
    other = parting.second if crux.of == parting.first else parting.first
    own, verdict = parting.verdicts if crux.of == parting.first else parting.verdicts[::-1]
    lost = "no longer hold firmly" if own == "holds" else "not hold firmly whatever is unknown"
    flipped = {"holds": "hold firmly too", "does not hold": lost, "open": "be open"}[verdict]
    opening = f"Under {crux.of} it would {flipped}, as under {other}, if {crux.of} were to"
    # judgements are read more easily than statements
    sets = tuple(sorted(crux.sets, key=lambda each: sum(item.kind != "judgement" for item in each)))[:MOST_SETS]
    return Hinge(plan, agreed, least, opening, sets, crux.total - len(sets), crux.of, other, shares)


def find_out_words(brief: Brief, found: FindOut) -> str:
    """Say what finding out about one judgement would tell."""
    judgement = brief.case.judgements[found.judgement]
    under = f" under {account_label(found.account)}" if len(brief.accounts) > 1 else ""
    width = f"from {percent(found.before)} to {percent(found.after)} apart"
    first = f"; first for {found.first} of {count(_n_pairs(brief), 'verdict')}" if found.first else ""
    return f"{judgement.text or found.judgement}: brings the bounds of {found.plan}{under} {width} on average{first}"


def _n_pairs(brief: Brief) -> int:
    return len(brief.subjects) * len(brief.accounts)


def sways(brief: Brief, sure: Sure, plan: str) -> tuple[Sway, ...]:
    """Return how sure each account is of a plan, those that are sure in every world left out."""
    found = []
    for account in brief.accounts:
        firmly, holds = sure.firmly[plan, account], sure.holds[plan, account]
        if _is_robust(firmly) and _is_robust(holds):
            continue
        shown = firmly if firmly.drivers else holds
        changes, total = (firmly.flips.changes, firmly.flips.total) if firmly.flips is not None else ((), 0)
        id = f"tornado.{plan}.{account or 'case'}"
        found.append(
            Sway(
                account=account_label(account),
                firmly=between(firmly.share),
                holds=between(holds.share),
                verdict=firmly.verdict,
                flips=tuple(tuple(change.items()) for change in changes[:MOST_FLIPS]),
                n_flips_more=max(total - MOST_FLIPS, 0),
                lexicons=_lexicons(firmly),
                picture=tornado(brief.case, shown, id) if shown.drivers else None,
            )
        )
    return tuple(found)


def _lexicons(answer: Doubt) -> str:
    """Say what other lexicons of likelihood words would make of it."""
    if not answer.lexicons:
        return ""
    told = {number(share.point) for _, share in answer.lexicons.values()}
    if len(told) == 1 and len({verdict for verdict, _ in answer.lexicons.values()}) == 1:
        return "the same by each"
    shares = ", ".join(f"{name} {number(share.point)} %" for name, (_, share) in answer.lexicons.items())
    same = len({verdict for verdict, _ in answer.lexicons.values()}) == 1
    return f"{shares}; the verdict {'is the same under each' if same else 'depends on the lexicon'}"
