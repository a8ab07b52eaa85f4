"""How sure a brief may be, as view values: words beside each verdict, what it hangs on, what to find out."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.report.brief import Brief
from holdfast.report.disagree import exchange_words
from holdfast.report.doubt import agreement_words, change_words
from holdfast.report.shares import between, number, percent, rounded
from holdfast.report.sure import FindOut, Sure, smaller_crux
from holdfast.report.tornado import Tornado, tornado
from holdfast.report.view import account_label
from holdfast.report.words import count
from holdfast.uncertainty.answer import Doubt
from holdfast.uncertainty.parting import Crux, Disagreement

MOST_SETS = 3
"""Most smallest sets of differences written out for one plan."""
MOST_FOUND = 5
"""Most judgements named that are worth finding out."""


@dataclass(frozen=True, slots=True)
class Hinge:
    """What the verdict on one plan hangs on.

    Attributes
    ----------
    plan : str
        Its id.
    agreement : str
        Whether the accounts agree.
    opening : str
        Which accounts are compared; empty where none part.
    ways : tuple of str
        The smallest exchanges that turn one account's verdict into the other's; any one does.
    more : str
        How many more there are.
    """

    plan: str
    agreement: str
    opening: str
    ways: tuple[str, ...]
    more: str


@dataclass(frozen=True, slots=True)
class Sway:
    """How sure one account is of one plan: shares, a picture of what drives them, what would flip the verdict."""

    account: str
    firmly: str
    holds: str
    verdict: str
    flips: str
    lexicons: str
    picture: Tornado | None


def cell_words(sure: Sure, plan: str, account: str | None) -> str:
    """Say beside a verdict in what share of worlds the plan holds.

    Empty where the case has no judgements that matter anywhere.
    """
    firmly, holds = sure.firmly[plan, account], sure.holds[plan, account]
    if not sure.has_doubt:
        return ""
    if _is_robust(firmly) and _is_robust(holds):
        return "in every world"
    if firmly.share == holds.share:
        return f"holds firmly in {rounded(firmly.share)} % of worlds"
    return f"firmly in {rounded(firmly.share)} %, at all in {rounded(holds.share)} % of worlds"


def _is_robust(answer: Doubt) -> bool:
    return answer.flips is not None and answer.flips.is_robust


def hinges(brief: Brief, sure: Sure) -> tuple[Hinge, ...]:
    """Return what the verdict on each plan hangs on."""
    return tuple(_hinge(brief, sure, each.plan, agreement_words(each, "holds firmly")) for each in sure.agreements)


def _hinge(brief: Brief, sure: Sure, plan: str, agreed: str) -> Hinge:
    parting = sure.partings.get(plan)
    if parting is None:
        return Hinge(plan, agreed, "", (), "")
    crux = smaller_crux(parting)
    if crux is None:
        return Hinge(plan, agreed, f"{_pair(parting)}; no small exchange turns one into the other", (), "")
    other = parting.second if crux.of == parting.first else parting.first
    verdict = parting.verdicts[1] if crux.of == parting.first else parting.verdicts[0]
    flipped = {"holds": "hold firmly too", "does not hold": "no longer hold firmly", "open": "be open"}[verdict]
    opening = f"{_pair(parting)}. Under {crux.of} it would {flipped}, as under {other}, if {crux.of} were to"
    ways = tuple("; and ".join(exchange_words(brief.case, item, other) for item in each) for each in crux.sets)
    more = f"{crux.total - MOST_SETS} more ways" if crux.total > MOST_SETS else ""
    return Hinge(plan, agreed, opening, ways[:MOST_SETS], more)


def _pair(parting: Disagreement) -> str:
    on = count(len(parting.items), "point")
    return f"Of accounts that part on it, {parting.first} and {parting.second} differ least, on {on}"


def crux_size(crux: Crux) -> str:
    """Say how much has to be exchanged."""
    return count(crux.size or 0, "thing")


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
        id = f"tornado.{plan}.{account or 'case'}"
        found.append(
            Sway(
                account=account_label(account),
                firmly=between(firmly.share),
                holds=between(holds.share),
                verdict=firmly.verdict,
                flips=_flips(firmly),
                lexicons=_lexicons(firmly),
                picture=tornado(brief.case, shown, id) if shown.drivers else None,
            )
        )
    return tuple(found)


def _flips(answer: Doubt) -> str:
    flips = answer.flips
    if flips is None or flips.n_changes is None:
        return ""
    ways = "; or ".join(change_words(change) for change in flips.changes[:4])
    more = f"; or {flips.total - 4} more" if flips.total > 4 else ""
    return f"{ways}{more}"


def _lexicons(answer: Doubt) -> str:
    """Say what other lexicons of likelihood words would make of it."""
    if not answer.lexicons:
        return ""
    shares = ", ".join(f"{name} {number(share.point)} %" for name, (_, share) in answer.lexicons.items())
    same = len({verdict for verdict, _ in answer.lexicons.values()}) == 1
    return f"{shares}; the verdict {'is the same under each' if same else 'depends on the lexicon'}"
