"""Answers as tables for other programs: one row a fact, columns that keep their names."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from holdfast.report.words import chosen, outcome_word
from holdfast.table import Table, Value, table

if TYPE_CHECKING:
    from holdfast.engines.solution import Solution
    from holdfast.questions.amend import Amend
    from holdfast.questions.answer import Hold, PartyVerdict
    from holdfast.questions.drafts import Drafts
    from holdfast.questions.equilibria import Solved
    from holdfast.questions.packages import Packages
    from holdfast.questions.paths import Paths
    from holdfast.questions.trade.answer import Trades
    from holdfast.report.brief import Brief
    from holdfast.uncertainty.answer import Doubt
    from holdfast.uncertainty.matrix import Doubts

_SHARE = ("share:number", "share_low:number", "share_high:number")
_VERDICT = ("party", "verdict", "possible", "depends_on", "move", "to", "gains", "reply", "reply_credible:truth")
_SIGNS = ("is_signatory:truth", "would_sign:truth")

_COUNTS = ("would_sign", "content", "deterred", "bluffed", "blocker")
HEADS: dict[str, tuple[str, ...]] = {
    "hold": ("plan", "account", "state", "holds:truth", "holds_firmly:truth", *_VERDICT, *_SIGNS),
    "brief": ("subject", "title", "account", "state", "outcome", *_VERDICT, *_SIGNS),
    "solution": ("concept", "party", "n_stable:whole", "n_states:whole"),
    "equilibria": ("plan", "account", "concept", "state", "n_equilibria:whole"),
    "amendments": (
        *("plan", "account", "level", "amendment:whole"),
        *("issue", "before", "after", "is_filling:truth", "cost:number"),
    ),
    "drafts": (
        *("plan", "account", "party", *(f"{name}:whole" for name in _COUNTS)),
        *("n_drafts:whole", "cannot_occur:whole"),
    ),
    "packages": (
        *("plan", "account", "package", "n_packages:whole", "example:whole", "positions", "party"),
        *("worth:number", "gain:number", "share:number"),
    ),
    "trades": ("plan", "account", "between", "trade:whole", "kind", "issue", "before", "after", "holds:truth"),
    "paths": (
        *("plan", "account", "start", "target", "target_plan", "steps", "reachable:truth", "n_steps:whole"),
        *("n_sequences:whole", "unwanted:whole", "first", "needed"),
    ),
    "doubt": (
        *("plan", "account", "state", "level", "without_doubt", *_SHARE),
        *("judgement", "credence:number", "credence_low:number", "credence_high:number"),
        *("if_true:number", "if_false:number", "effect:number", "width_after:number"),
    ),
    "doubts": (
        *("plan", "account", "state", "level", "without_doubt", *_SHARE),
        *("open:number", "open_low:number", "open_high:number", "is_robust:truth", "is_exact:truth"),
        *("n_worlds:whole", "agreement"),
    ),
}
"""Columns of every table, with their kinds."""


def hold_table(hold: Hold) -> Table:
    """Return one row a party: its verdict, the move that shows it, and what answers that move."""
    asked = (hold.plan or None, hold.account or None, hold.state, hold.holds, hold.holds_firmly)
    return table("hold", HEADS["hold"], [(*asked, *_verdict(verdict)) for verdict in hold.parties])


def _verdict(verdict: PartyVerdict) -> tuple[Value, ...]:
    move = chosen(verdict)
    reply = move.sanction if move else None
    return (
        verdict.party,
        verdict.verdict,
        _list(verdict.possible),
        _list(verdict.depends_on),
        move.move.partition(": ")[2] if move else None,
        move.to if move else None,
        (move.gain or None) if move else None,
        "; ".join(reply.moves) if reply else None,
        reply.credible if reply else None,
        verdict.is_signatory,
        verdict.would_sign,
    )


def _list(words: tuple[str, ...]) -> str | None:
    return "; ".join(words) or None


def brief_table(brief: Brief) -> Table:
    """Return one row for each plan (or state), account and party."""
    rows = []
    for subject in brief.subjects:
        for account in brief.accounts:
            hold = brief.answers[subject.id, account]
            asked = (subject.id, subject.title, account, hold.state, outcome_word(hold))
            rows += [(*asked, *_verdict(verdict)) for verdict in hold.parties]
    return table("brief", HEADS["brief"], rows)


def solution_table(solution: Solution) -> Table:
    """Return one row for each concept and party, and one for each concept alone: how many states are stable."""
    rows: list[tuple[Value, ...]] = []
    for concept in solution.concepts:
        rows.append((concept, None, solution.count(concept), solution.n_states))
        rows += [
            (concept, party, solution.count(concept, party), solution.n_states) for party in solution.model.parties
        ]
    return table("solution", HEADS["solution"], rows)


def solved_table(solved: Solved) -> Table:
    """Return one row for each concept and listed equilibrium."""
    asked = (solved.plan or None, solved.account or None)
    rows = [
        (*asked, concept, state, states.count)
        for concept, states in solved.equilibria.items()
        for state in states.first
    ]
    return table("equilibria", HEADS["equilibria"], rows)


def amend_table(amend: Amend) -> Table:
    """Return one row for each issue that an amendment changes or fills in."""
    rows = []
    for number, each in enumerate(amend.amendments, 1):
        asked = (amend.plan, amend.account or None, amend.level, number)
        rows += [(*asked, c.issue, c.before, c.after, False, _number(each.cost)) for c in each.changes]
        rows += [(*asked, c.issue, None, c.after, True, _number(each.cost)) for c in each.filled]
    return table("amendments", HEADS["amendments"], rows)


def drafts_table(drafts: Drafts) -> Table:
    """Return one row a party: in how many drafts it has which verdict, and how many it would sign."""
    asked = (drafts.plan or None, drafts.account or None)
    rows = [
        (*asked, each.party, *(getattr(each, name) for name in _COUNTS), drafts.n_drafts, drafts.cannot_occur)
        for each in drafts.parties
    ]
    return table("drafts", HEADS["drafts"], rows)


def packages_table(packages: Packages) -> Table:
    """Return one row for each bargaining package, example of it, and signatory."""
    asked = (packages.plan or None, packages.account or None)
    rows: list[tuple[Value, ...]] = []
    for named in packages.named:
        for number, each in enumerate(named.examples, 1):
            positions = "; ".join(f"{issue}={position}" for issue, position in each.positions.items())
            for signatory in packages.signatories:
                party = signatory.party
                values = (each.worth.get(party), each.gain.get(party), each.share.get(party))
                told = (named.name, named.n_packages, number, positions, party)
                rows.append((*asked, *told, *(None if v is None else _number(v) for v in values)))
    return table("packages", HEADS["packages"], rows)


def trades_table(trades: Trades) -> Table:
    """Return one row for each trade and issue that it changes."""
    rows: list[tuple[Value, ...]] = []
    for group in trades.between:
        for number, trade in enumerate(group.trades, 1):
            kind = "exchange" if trade.is_exchange else "improvement"
            told = (trades.plan, trades.account or None, _list(group.parties), number, kind)
            rows += [(*told, c.issue, c.before, c.after, trade.hold.holds) for c in trade.changes]
    return table("trades", HEADS["trades"], rows)


def paths_table(paths: Paths) -> Table:
    """Return one row for each target and kind of steps."""
    return table("paths", HEADS["paths"], _paths(paths))


def _paths(paths: Paths) -> Iterator[tuple[Value, ...]]:
    asked = (paths.plan or None, paths.account or None, paths.start)
    for target in paths.targets:
        for kind, way in target.ways.items():
            counts = (way.reachable, way.n_steps, way.n_sequences, way.unwanted if way.reachable else None)
            yield (*asked, target.state, target.plan or None, kind, *counts, _list(way.first), _list(way.needed))


def doubt_table(doubt: Doubt) -> Table:
    """Return one row a judgement: how likely it is held to be, and what the share is where it is true, and false."""
    rows: list[tuple[Value, ...]] = []
    for each in doubt.judgements:
        held = each.credence
        moved = (each.if_true, each.if_false, each.size, each.width_after)
        rows.append((*_doubted(doubt), each.judgement, held.point, held.low, held.high, *moved))
    return table("doubt", HEADS["doubt"], rows)


def doubts_table(doubts: Doubts) -> Table:
    """Return one row for each plan and account: the share of worlds, and whether the accounts agree."""
    rows: list[tuple[Value, ...]] = []
    kinds = {each.plan: each.kind for each in doubts.plans}
    for doubt in doubts.answers.values():
        turning = doubt.open
        robust = doubt.flips.is_robust if doubt.flips is not None else None
        told = (turning.point, turning.low, turning.high, robust, doubt.is_exact, doubt.n_worlds)
        rows.append((*_doubted(doubt), *told, kinds[doubt.plan]))
    return table("doubts", HEADS["doubts"], rows)


def _doubted(doubt: Doubt) -> tuple[Value, ...]:
    share = (doubt.share.point, doubt.share.low, doubt.share.high)
    return doubt.plan or None, doubt.account or None, doubt.state, doubt.level, doubt.verdict, *share


def _number(value: Fraction) -> float:
    return float(value)


COMMON = {
    "plan": "Id of the plan on the table; empty for none.",
    "account": "Id of the account whose preferences are used; empty for the case's own.",
    "state": "A state in letters, Y taken and N not, one an option in file order; `-` where states are merged.",
    "party": "Id of a party.",
    "verdict": "`content`, `deterred`, `bluffed`, `blocker` or `open`.",
    "possible": "For an open verdict, those that some filling of unknown cells gives, separated by `; `.",
    "depends_on": "For an open verdict, the issues it turns on, separated by `; `.",
    "move": "The improvement shown: what the party would do, as a condition; empty where it has none.",
    "to": "The state that this move leads to.",
    "gains": "The first statement that the party gains by it.",
    "reply": "The moves that answer it, separated by `; `; empty where nothing does.",
    "reply_credible": "Whether each of those who reply would want to.",
    "is_signatory": "Whether the party signs.",
    "would_sign": "Whether it would sign: it strictly prefers the plan's state to the status quo; empty where open.",
    "holds": "Whether no party can block; empty where open.",
    "holds_firmly": "Whether every party is content or deterred; empty where open.",
    "issue": "Id of an issue.",
    "before": "Its position in the plan; empty where the plan leaves it unknown.",
    "after": "Its position after the change.",
    "concept": "Name of a solution concept.",
}
"""Columns that mean the same wherever they stand."""

_OF_SHARES = {
    "level": "`holds` or `firmly`: what is asked about.",
    "without_doubt": "`holds`, `does not hold` or `open`, every judgement taken for what is more likely.",
    "share": "The share of worlds in which it holds, at the points, 0 to 1.",
    "share_low": "The least that the ranges allow.",
    "share_high": "The most that the ranges allow.",
}

DICTIONARY: dict[str, tuple[str, dict[str, str]]] = {
    "hold": ("`Hold.table()`: one row a party.", {}),
    "brief": (
        "`Brief.table()`: one row for each plan (or state), account and party.",
        {
            "subject": "Id of the plan, or `status quo` or `outcome`.",
            "title": "Its title.",
            "outcome": "`holds firmly`, `holds, not firmly`, `holds`, `can be blocked` or `open`.",
        },
    ),
    "solution": (
        "`Solution.table()`: one row for each concept and party, and one for each concept alone.",
        {
            "party": "Id of a party; empty for equilibria, states stable for every party.",
            "n_stable": "How many states are stable. Count.",
            "n_states": "How many states can occur. Count.",
        },
    ),
    "equilibria": (
        "`Solved.table()`: one row for each concept and equilibrium that is listed.",
        {"n_equilibria": "How many the concept has, listed or not. Count."},
    ),
    "amendments": (
        "`Amend.table()`: one row for each issue that an amendment changes or fills in.",
        {
            "level": "`holds` or `firmly`: what the amendment brings about.",
            "amendment": "Number of the amendment, from 1.",
            "is_filling": "Whether the issue was unknown and is filled in, which is no change.",
            "cost": "What the amendment counts for: the number of issues changed, unless the case says otherwise.",
        },
    ),
    "drafts": (
        "`Drafts.table()`: one row a party.",
        {
            "would_sign": "In how many drafts it would sign; empty where it does not sign. Count.",
            "content": "In how many drafts it is content. Count.",
            "deterred": "In how many it is deterred. Count.",
            "bluffed": "In how many it is kept only by threats that nobody would want to carry out. Count.",
            "blocker": "In how many it can block. Count.",
            "n_drafts": "How many drafts there are. Count.",
            "cannot_occur": "Drafts whose state a rule forbids, which have no verdicts. Count.",
        },
    ),
    "packages": (
        "`Packages.table()`: one row for each bargaining package, example of it, and signatory.",
        {
            "package": "`nash`, `kalai_smorodinsky`, `kalai_smorodinsky_all`, `egalitarian` or `utilitarian`.",
            "n_packages": "How many packages tie. Count.",
            "example": "Number of the example, from 1.",
            "positions": "The package: `issue=position`, separated by `; `.",
            "worth": "What it is worth to the party, in the unit of its scale.",
            "gain": "How much more that is than the status quo, in the same unit.",
            "share": "For Kalai-Smorodinsky: the gain as a share, 0 to 1, of the party's ideal gain.",
        },
    ),
    "trades": (
        "`Trades.table()`: one row for each trade and issue that it changes.",
        {
            "between": "The parties that trade, separated by `; `.",
            "trade": "Number of the trade within the group, from 1.",
            "kind": "`exchange` where somebody gives something, else `improvement`.",
            "holds": "Whether the plan with the trade holds; empty where open.",
        },
    ),
    "paths": (
        "`Paths.table()`: one row for each target and kind of steps.",
        {
            "start": "The state where sequences begin, in letters.",
            "target": "The state aimed at, in letters.",
            "target_plan": "The plan whose state it is; empty for none.",
            "steps": "The kind of steps that sequences are made of.",
            "reachable": "Whether there is any sequence; empty where open.",
            "n_steps": "Steps of the shortest. Count.",
            "n_sequences": "How many shortest sequences there are. Count.",
            "unwanted": "The least number of steps that their movers do not want. Count.",
            "first": "The parties that make the first step in some shortest sequence, separated by `; `.",
            "needed": "The parties that move in every shortest sequence, separated by `; `.",
        },
    ),
    "doubt": (
        "`Doubt.table()`: one row a judgement.",
        {
            **_OF_SHARES,
            "judgement": "Id of a judgement.",
            "credence": "How likely it is held to be, what it depends on taken into account, 0 to 1.",
            "credence_low": "The least that its ranges allow.",
            "credence_high": "The most that its ranges allow.",
            "if_true": "The share given that it is true; empty where that cannot be.",
            "if_false": "The share given that it is false; empty where that cannot be.",
            "effect": "The one less the other: above 0 where it speaks for the plan.",
            "width_after": "How far the bounds are apart, on average, once it is known; empty where not asked.",
        },
    ),
    "doubts": (
        "`Doubts.table()`: one row for each plan and account.",
        {
            **_OF_SHARES,
            "open": "The share of worlds in which it turns on what the plan leaves unknown, at the points, 0 to 1.",
            "open_low": "The least that the ranges allow.",
            "open_high": "The most that the ranges allow.",
            "is_robust": "Whether no change of judgements flips the verdict; empty where worlds were drawn.",
            "is_exact": "Whether every world was judged.",
            "n_worlds": "Worlds that all judgements of the case make. Count.",
            "agreement": "Whether the accounts agree: `agreed`, `only` (one alone says otherwise) or `contested`.",
        },
    ),
}
"""Every table by name: what makes it, and the columns that are its own."""


def meaning(name: str, column: str) -> str:
    """Return what a column means.

    Examples
    --------
    >>> meaning("drafts", "blocker")
    'In how many it can block. Count.'
    """
    return DICTIONARY[name][1].get(column) or COMMON[column]
