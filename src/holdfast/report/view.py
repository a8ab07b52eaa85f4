"""Answers as plain view values: what the page's templates show of one subject, grouped so that nothing is said twice.

Accounts under which a party has the same verdict by the same moves are shown together. Only the worst reply that fails
to deter may differ within such a group, and then each is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from holdfast.questions.answer import Hold, Improvement, PartyVerdict, Reading, Reply
from holdfast.report.brief import Brief, Subject
from holdfast.report.wording import Said, Wording, positions_words
from holdfast.report.words import change_words, chosen, listing, move_words, party_name, reply_words

MAX_MOVES = 8
"""Most moves of one party that are written out; the others are counted."""
MAX_GUARDS = 6
"""Most statements that are named as what a reply could cost; the others are counted."""

OUTCOME_KIND = {
    "holds firmly": "firm",
    "holds, not firmly": "soft",
    "holds": "soft",
    "can be blocked": "blocked",
    "open": "open",
    "cannot occur": "never",
}
SYMBOL = {
    "firm": "●",
    "soft": "◐",
    "blocked": "✕",
    "open": "?",
    "never": "–",
    "content": "●",
    "deterred": "◉",
    "bluffed": "○",
    "blocker": "✕",
}
"""A sign for each verdict, so that none is told by colour alone."""
SHORT = {"content": "content", "deterred": "deterred", "bluffed": "bluffed", "blocker": "can block", "open": "open"}


@dataclass(frozen=True, slots=True)
class Linked:
    """A statement, with its places in the page: one for each account that makes it."""

    words: str
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Move:
    """A move that a party prefers, and what answers it.

    Attributes
    ----------
    words, change : str
        The move with and without the party's name.
    to : str
        The state it leads to.
    gain : Linked or None
        What the party gains.
    answer : str
        The reply that answers it; empty if none does.
    credible : bool
        Whether those who reply would want to.
    by : str
        Who replies.
    worst : tuple of (str, str)
        Where nothing answers it: accounts, and the worst reply under them (empty if there is none that makes it worse).
    guards : tuple of Linked
        Where nothing answers it: what a reply would have to cost, any one of these.
    n_guards_more : int
        How many more there are.
    """

    words: str
    change: str
    to: str
    gain: Linked | None
    answer: str
    credible: bool
    by: str
    worst: tuple[tuple[str, str], ...]
    guards: tuple[Linked, ...]
    n_guards_more: int


@dataclass(frozen=True, slots=True)
class Branching:
    """One reading of an open verdict: the verdict and the positions that lead to it."""

    verdict: str
    positions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Stand:
    """Where one party stands under some accounts that agree."""

    party: str
    name: str
    verdict: str
    accounts: tuple[str | None, ...]
    under: str
    moves: tuple[Move, ...]
    n_more: int
    readings: tuple[Branching, ...]
    turns_on: str
    can_block: bool


@dataclass(frozen=True, slots=True)
class Signing:
    """Whether one signatory would sign, under some accounts that agree."""

    name: str
    answer: str
    under: str
    reason: Linked | None
    turns_on: str


def account_label(account: str | None) -> str:
    """Return the short name of an account for tables."""
    return account if account is not None else "the case"


def under_words(brief: Brief, accounts: Sequence[str | None]) -> str:
    """Say under which accounts: nothing if there is one only."""
    if len(brief.accounts) == 1:
        return ""
    if len(accounts) == len(brief.accounts):
        return "under every account"
    names = listing([account_label(account) for account in accounts])
    return f"under {names} ({len(accounts)} of {len(brief.accounts)} accounts)"


def stands(brief: Brief, subject: Subject, wording: Wording) -> tuple[Stand, ...]:
    """Return where each party stands, grouped by what the accounts agree on; in file order of the parties."""
    found: list[Stand] = []
    for party in brief.case.parties:
        groups: dict[object, list[tuple[str | None, PartyVerdict]]] = {}
        for account in brief.accounts:
            if not brief.answers[subject.id, account].occurs:
                continue
            verdict = brief.verdict(subject, account, party)
            groups.setdefault(_key(verdict), []).append((account, verdict))
        found.extend(_stand(brief, wording, members) for members in groups.values())
    return tuple(found)


def _key(verdict: PartyVerdict) -> object:
    return verdict.verdict, tuple(_essence(i) for i in verdict.improvements), verdict.possible, _reading_key(verdict)


def _essence(improvement: Improvement) -> object:
    sanction = improvement.sanction
    answered = (sanction.moves, sanction.credible) if sanction else None
    return improvement.move, improvement.to, improvement.gain, improvement.guards, answered


def _reading_key(verdict: PartyVerdict) -> object:
    return tuple((reading.verdict, reading.positions) for reading in verdict.readings)


def _stand(brief: Brief, wording: Wording, members: list[tuple[str | None, PartyVerdict]]) -> Stand:
    case, verdict = brief.case, members[0][1]
    first = chosen(verdict)
    ordered = sorted(verdict.improvements, key=lambda i: (i is not first, i.sanction is not None, i.n_changes, i.to))
    moves = [_move(brief, wording, members, improvement) for improvement in ordered[:MAX_MOVES]]
    accounts = tuple(account for account, _ in members)
    return Stand(
        party=verdict.party,
        name=party_name(case, verdict.party),
        verdict=verdict.verdict,
        accounts=accounts,
        under=under_words(brief, accounts),
        moves=tuple(moves),
        n_more=len(ordered) - len(moves),
        readings=tuple(_branching(brief, reading, verdict.depends_on) for reading in verdict.readings),
        turns_on=listing([case.issues[issue].name or issue for issue in verdict.depends_on]),
        can_block="blocker" in (verdict.verdict, *verdict.possible),
    )


def _branching(brief: Brief, reading: Reading, turns_on: tuple[str, ...]) -> Branching:
    """Name the positions of the issues that the verdict turns on: it is a function of these alone."""
    issues = brief.case.issues
    named = ((issue, allowed) for issue, allowed in reading.positions if issue in turns_on)
    positions = ((issues[i].name or i, positions_words(brief.case, i, allowed)) for i, allowed in named)
    return Branching(reading.verdict, tuple(positions))


def _move(
    brief: Brief, wording: Wording, members: list[tuple[str | None, PartyVerdict]], improvement: Improvement
) -> Move:
    case, sanction = brief.case, improvement.sanction
    party = members[0][1].party
    accounts = [account for account, _ in members]

    def linked(quoted: str) -> Linked:
        said: dict[str, tuple[str, Said]] = {}
        for account in accounts:
            each = wording.statement(account, party, quoted)
            said.setdefault(each.anchor, (account_label(account), each))
        words = next(iter(said.values()))[1].words
        return Linked(words, tuple((label, each.anchor) for label, each in said.values() if each.anchor))

    worst: dict[str, list[str | None]] = {}
    if sanction is None:
        for account, verdict in members:
            same = next(i for i in verdict.improvements if _essence(i) == _essence(improvement))
            worst.setdefault(reply_words(case, same.worst) if same.worst else "", []).append(account)
    return Move(
        words=move_words(case, improvement.move),
        change=change_words(case, improvement.move),
        to=improvement.to,
        gain=linked(improvement.gain) if improvement.gain else None,
        answer=reply_words(case, sanction) if sanction else "",
        credible=sanction.credible if sanction else False,
        by=repliers(brief, sanction),
        worst=tuple((listing([account_label(a) for a in under]), words) for words, under in worst.items()),
        guards=tuple(linked(guard) for guard in improvement.guards[:MAX_GUARDS]),
        n_guards_more=max(0, len(improvement.guards) - MAX_GUARDS),
    )


def repliers(brief: Brief, reply: Reply | None) -> str:
    """Name the parties that reply."""
    return listing([party_name(brief.case, party) for party in reply.by]) if reply else ""


def signings(brief: Brief, subject: Subject, wording: Wording) -> tuple[Signing, ...]:
    """Return whether each signatory would sign and which statement decides, grouped."""
    found, case = [], brief.case
    for party in case.agreement.signatories if case.agreement and subject.plan else ():
        groups: dict[tuple[str, str, tuple[str, ...]], list[str | None]] = {}
        for account in brief.accounts:
            hold = brief.answers[subject.id, account]
            verdict = hold.party(party)
            key = (sign_word(hold, verdict), verdict.sign_reason, verdict.sign_depends_on)
            groups.setdefault(key, []).append(account)
        for (answer, reason, issues), accounts in groups.items():
            said = {s.anchor: (account_label(a), s) for a in accounts for s in [wording.statement(a, party, reason)]}
            links = tuple((label, s.anchor) for label, s in said.values() if s.anchor)
            decides = Linked(next(iter(said.values()))[1].words, links) if reason else None
            turns_on = listing([case.issues[issue].name or issue for issue in issues])
            found.append(Signing(party_name(case, party), answer, under_words(brief, accounts), decides, turns_on))
    return tuple(found)


def sign_word(hold: Hold, verdict: PartyVerdict) -> str:
    """Say whether a signatory would sign: yes, no, open, or not known where there is no status quo to compare with."""
    if verdict.would_sign is None:
        return "open" if verdict.sign_depends_on else "not asked"
    return "yes" if verdict.would_sign else "no"


def tally(brief: Brief, answers: Iterable[tuple[str | None, str]]) -> tuple[tuple[str, str, str], ...]:
    """Count equal answers over accounts: (answer, ``3 of 5``, which accounts)."""
    groups: dict[str, list[str | None]] = {}
    for account, answer in answers:
        groups.setdefault(answer, []).append(account)
    total = len(brief.accounts)
    order = [answer for answer in ("yes", "no", "open", "not asked", "can block", "may block") if answer in groups]
    counted = []
    for answer in order:
        accounts = groups[answer]
        which = "" if len(accounts) == total else listing([account_label(account) for account in accounts])
        counted.append((answer, f"{len(accounts)} of {total}" if total > 1 else "", which))
    return tuple(counted)
