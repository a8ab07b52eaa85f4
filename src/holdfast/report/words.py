"""Sentences: the same words in the terminal, on the page and in the notebook. Says "can block", and blames nobody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from holdfast.case import Case
from holdfast.model.compile import plan_code
from holdfast.model.states import to_letters
from holdfast.questions.answer import Hold, Improvement, PartyVerdict, Reply
from holdfast.report.brief import Brief, Subject

VERDICT_WORDS = {
    "content": "content: it has no move it prefers",
    "deterred": "deterred: each move it prefers would be answered by others who want to",
    "bluffed": "held by threats that nobody would want to carry out",
    "blocker": "can block: a move it prefers meets no answer",
    "open": "open: it depends on what the plan leaves unknown",
}


def listing(words: Iterable[str], last: str = "and") -> str:
    """Join words as in a sentence.

    Examples
    --------
    >>> listing(["a", "b", "c"])
    'a, b and c'
    """
    items = list(words)
    return f"{', '.join(items[:-1])} {last} {items[-1]}" if len(items) > 1 else "".join(items)


def party_name(case: Case, party: str) -> str:
    """Return a party's name for people."""
    return case.parties[party].name or party


def subject_words(case: Case, plan: str, state: str) -> str:
    """Name what was asked about: a plan, or a state, which may be another than that of the plan on the table."""
    if not plan:
        names = [named.id for named in case.states.values() if named.pattern == state]
        return f"state {names[0]} ({state})" if names else f"state {state}"
    own = to_letters(plan_code(case, plan), len(case.options))
    same = all(letter in (there, "-") for letter, there in zip(state, own, strict=True))
    return f"plan {plan} ({state})" if same else f"state {state}, with {plan} on the table"


def count(number: int, noun: str, plural: str = "") -> str:
    """Write a number with its noun.

    Examples
    --------
    >>> count(1, "party", "parties"), count(3, "plan")
    ('1 party', '3 plans')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def outcome_word(hold: Hold) -> str:
    """Say in a word or two whether a plan holds: for a cell of the matrix."""
    if not hold.occurs:
        return "cannot occur"
    if hold.holds is None:
        return "open"
    if not hold.holds:
        return "can be blocked"
    return {True: "holds firmly", False: "holds, not firmly", None: "holds"}[hold.holds_firmly]


def short_outcome(hold: Hold) -> str:
    """Say it in at most eight letters: for a narrow column."""
    short = {"can be blocked": "blocked", "holds firmly": "FIRM", "holds, not firmly": "holds", "cannot occur": "never"}
    return short.get(outcome_word(hold), outcome_word(hold))


def may_block(hold: Hold) -> tuple[str, ...]:
    """Return the parties that can block under some filling of unknown cells but not under all."""
    return tuple(v.party for v in hold.parties if v.verdict == "open" and "blocker" in v.possible)


def move_words(case: Case, move: str) -> str:
    """Put a move such as ``ukraine: not sign and leak`` into words that name the options by their texts.

    Moves along explicit arcs that change no option are left as they are. "Would" fits singular and plural names alike.
    """
    party, _, _ = move.partition(": ")
    return f"{party_name(case, party)} could {change_words(case, move)}"


def change_words(case: Case, move: str) -> str:
    """Put what a move changes into words, without naming the party: ``drop “Sign” and take “Leak”``."""
    party, _, changes = move.partition(": ")
    options = case.parties[party].options
    taken: list[str] = []
    dropped: list[str] = []
    for change in changes.split(" and "):
        name = change.removeprefix("not ")
        if name not in options:
            return f"move {changes.replace(' > ', ' to ')}"
        (dropped if change.startswith("not ") else taken).append(f"“{options[name].text or name}”")
    parts = []
    if dropped:
        parts.append(f"drop {listing(dropped)}")
    if taken:
        parts.append(f"take {listing(taken)}")
    return " and ".join(parts)


def reply_words(case: Case, reply: Reply) -> str:
    """Put a sanction into words."""
    return ", then ".join(move_words(case, move) for move in reply.moves)


def chosen(verdict: PartyVerdict) -> Improvement | None:
    """Return the improvement to show first: an unanswered one with the fewest changes, else one met by threats only."""

    def order(improvement: Improvement) -> tuple[int, int, str]:
        sanction = improvement.sanction
        strength = 0 if sanction is None else 2 if sanction.credible else 1
        return strength, improvement.n_changes, improvement.to

    return min(verdict.improvements, key=order, default=None)


def why_blocks(case: Case, verdict: PartyVerdict) -> str:
    """Say by which move a party can block, what it gains, and why nobody deters it."""
    improvement = chosen(verdict)
    if improvement is None:
        return ""
    text = f"{move_words(case, improvement.move)}"
    if improvement.gain:
        text += f"; it gains `{improvement.gain}`"
    if improvement.worst is not None:
        reply = reply_words(case, improvement.worst)
        text += f". The worst reply open to the others ({reply}) still leaves it better off"
    else:
        text += ". The others have no reply that would leave it worse off than that move does"
    return text + "."


def what_would_deter(improvement: Improvement) -> str:
    """Say what a reply would have to cost the party: any one of these."""
    if not improvement.guards:
        return ""
    gain, *kept = improvement.guards
    text = f"a reply that undoes `{gain}`"
    if kept:
        text += f", or that costs it {listing([f'`{statement}`' for statement in kept], 'or')}"
    return text


def accounts_phrase(brief: Brief, accounts: Sequence[str | None]) -> str:
    """Name accounts: all of them, or which."""
    if len(brief.accounts) == 1:
        return ""
    if len(accounts) == len(brief.accounts):
        return "under every account"
    return "under " + listing([account or "the case's own account" for account in accounts])


def headline(brief: Brief) -> str:
    """Answer the brief's question in one sentence."""
    case, subjects = brief.case, brief.subjects
    if not subjects:
        return " ".join(_counts_sentence(brief, account) for account in brief.accounts)
    if not case.plans:
        return " ".join(_state_sentence(brief, subject) for subject in subjects)
    among = "the plan" if len(subjects) == 1 else f"the {len(subjects)} plans"
    if len(subjects) == 1:
        opening = f"{subjects[0].title} {_one_plan(brief, subjects[0])}"
    else:
        certain = [s for s in subjects if all(hold.holds for hold in brief.row(s))]
        under = "" if len(brief.accounts) == 1 else " under every account"
        if certain:
            opening = f"Of {among}, {listing([s.id for s in certain])} {'hold' if len(certain) > 1 else 'holds'}{under}"
        else:
            opening = f"None of {among} holds{under}"
        opening += _partly(brief, [s for s in subjects if s not in certain])
    return opening + _blockers_of_the_one(brief) + "."


def _partly(brief: Brief, subjects: Sequence[Subject]) -> str:
    """Say under which accounts plans hold or are open, and what of the rest."""
    alone = len(brief.accounts) == 1
    alike: dict[str, list[str]] = {}
    rest: list[str] = []
    for subject in subjects:
        row = list(zip(brief.accounts, brief.row(subject), strict=True))
        yes = [account for account, hold in row if hold.holds]
        unclear = [account for account, hold in row if hold.holds is None]
        words = [f"can hold only {accounts_phrase(brief, yes)}{_in_worlds(brief, subject, yes)}"] if yes else []
        words += [f"open {accounts_phrase(brief, unclear)}".rstrip()] if unclear else []
        if words:
            alike.setdefault(" and ".join(words), []).append(subject.id)
        else:
            rest.append(subject.id)
    parts = []
    for phrase, ids in alike.items():
        many = len(ids) > 1
        verb = ("hold" if many else "holds") if phrase.startswith("can hold") else ("are" if many else "is")
        parts.append(f"{listing(ids)} {verb} {phrase.removeprefix('can hold ')}")
    if not parts:
        return ""
    if rest:
        parts.append(f"{'the others' if len(rest) > 1 else rest[0]} can be blocked{'' if alone else ' under all'}")
    return f": {listing(parts)}"


def _in_worlds(brief: Brief, subject: Subject, accounts: Sequence[str | None]) -> str:
    """Say in what share of worlds a plan holds, where one account says so and doubts it."""
    if brief.sure is None or len(accounts) != 1 or (subject.plan, accounts[0]) not in brief.sure.holds:
        return ""
    share = brief.sure.holds[subject.plan, accounts[0]].share
    if share.low == 1:
        return ""
    from holdfast.report.shares import percent

    return f" (there in {percent(share.point)} of worlds)"


def _one_plan(brief: Brief, subject: Subject) -> str:
    row = brief.row(subject)
    if len(row) == 1:
        word = outcome_word(row[0])
        return "is open: it depends on what the plan leaves unknown" if word == "open" else word
    under: dict[str, list[str | None]] = {}
    for account, hold in zip(brief.accounts, row, strict=True):
        word = {True: "holds", False: "can be blocked", None: "is open"}[hold.holds]
        under.setdefault(word, []).append(account)
    order = sorted(under, key=["holds", "is open", "can be blocked"].index)
    return listing([f"{word} {accounts_phrase(brief, under[word])}" for word in order])


def _blockers_of_the_one(brief: Brief) -> str:
    """Name who can block, where there is one answer; a count over several would depend on which were asked."""
    if len(brief.subjects) * len(brief.accounts) > 1:
        return ""
    blocking = brief.blocking(brief.subjects[0])
    return f": {listing([party_name(brief.case, p) for p in blocking])} can block it" if blocking else ""


def _counts_sentence(brief: Brief, account: str | None) -> str:
    """Say how many states hold, in a case with nothing else to ask about."""
    solved = brief.solved[account]
    counts = [f"{states.count:,} under {concept}" for concept, states in solved.equilibria.items()]
    under = f" in account {account}" if account else ""
    return f"Of {count(solved.n_states, 'feasible state')}{under}, these hold: {listing(counts)}."


def _state_sentence(brief: Brief, subject: Subject) -> str:
    words = []
    for account in brief.accounts:
        hold = brief.answers[subject.id, account]
        who = listing([party_name(brief.case, v.party) for v in hold.blockers])
        word = outcome_word(hold) + (f" by {who}" if who else "")
        words.append(f"{word}{f' under {account}' if account and len(brief.accounts) > 1 else ''}")
    name = {"status quo": "The status quo", "outcome": "What happened"}[subject.id]
    return f"{name} ({subject.state}) {listing(words)}."
