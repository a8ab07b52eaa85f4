"""The brief as a document of two to four pages: headings, paragraphs and tables, for Word and PDF to set.

A section is a function from a brief to blocks; :data:`SECTIONS` lists them in order. A section that has nothing to say
yields nothing. What is longer than a reader of four pages wants is counted, and stands in full on the page that
``holdfast brief`` writes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdfast.report.blocks import Block, Grid, Heading, Paragraph, say
from holdfast.report.document_sure import findings, hanging, hypotheses, shares_cell
from holdfast.report.further_view import amendment_cell, mending
from holdfast.report.sources import Sources
from holdfast.report.view import OUTCOME_KIND, SYMBOL, account_label, sign_word, tally, under_words
from holdfast.report.wording import Wording, plain
from holdfast.report.words import (
    change_words,
    chosen,
    count,
    headline,
    listing,
    may_block,
    outcome_word,
    party_name,
)
from holdfast.version import __version__

if TYPE_CHECKING:
    from holdfast.report.brief import Brief, Subject

MAX_MOVES, MAX_UNKNOWN, MAX_MENDED, MAX_SOURCES = 3, 24, 24, 120
"""Most first moves of one party, rows of unknown cells, rows of changes, and sources listed."""


Section = Callable[["Brief", Wording], Iterator[Block]]


@dataclass(frozen=True, slots=True)
class Document:
    """A document ready to be set."""

    title: str
    kicker: str
    blocks: tuple[Block, ...]
    footer: str


def document(brief: Brief) -> Document:
    """Return the brief as a document.

    Parameters
    ----------
    brief : Brief
        The answers.

    Examples
    --------
    >>> from holdfast import brief, example
    >>> made = document(brief(example("cuba-1962"), quick=True))
    >>> [block.text for block in made.blocks if isinstance(block, Heading)][0]
    'What holds'
    """
    wording = Wording(brief.case)
    blocks = tuple(block for section in SECTIONS for block in section(brief, wording))
    found = next((hold.provenance for hold in brief.answers.values()), None)
    case = found.case if found and found.case else brief.case.digest
    kicker = "Will it hold, and who could break it?"
    kicker += f" As of {brief.case.date}." if brief.case.date else ""
    return Document(brief.case.title, kicker, blocks, f"Case {case} · holdfast {__version__}")


# -- sections --------------------------------------------------------------------------------------------------------


def opening(brief: Brief, wording: Wording) -> Iterator[Block]:
    """Answer in one sentence, and say what the answer rests on."""
    yield say(headline(brief), kind="answer")
    case, claims = brief.case, Sources(brief.case)
    if case.about:
        yield say(case.about)
    with_source, assumed, neither = claims.counts
    facts = [count(len(case.parties), "party", "parties"), count(len(case.options), "option")]
    facts += [count(len(case.issues), "issue")] if case.issues else []
    facts += [count(len(brief.accounts), "account")] if len(brief.accounts) > 1 else []
    rests = f"{with_source} of {len(claims.entries)} claims have a source, {assumed} are assumed"
    rests += f", {neither} have neither" if neither else ""
    yield say(f"{listing(facts)}. {rests}. A verdict is only as good as these.", kind="small")


def verdicts(brief: Brief, wording: Wording) -> Iterator[Block]:
    """Lay out plans against accounts."""
    if not brief.subjects:
        return
    yield Heading("Which plans hold" if brief.case.plans else "What holds")
    several = len(brief.accounts) > 1
    head = (
        "Plan" if brief.case.plans else "State",
        *(account_label(a) if several else "Verdict" for a in brief.accounts),
    )
    rows, kinds = [], []
    for subject in brief.subjects:
        holds = brief.row(subject)
        cells = []
        for hold in holds:
            kind = OUTCOME_KIND[outcome_word(hold)]
            text = f"{SYMBOL[kind]} {outcome_word(hold)}"
            if not several:
                who = listing([party_name(brief.case, verdict.party) for verdict in hold.blockers])
                text += f" by {who}" if who else ""
            cells.append(text + shares_cell(brief, subject.plan, hold.account or None))
        rows.append((_named(brief, subject), *cells))
        kinds.append(("", *(OUTCOME_KIND[outcome_word(hold)] for hold in holds)))
    share = 2.2 if len(brief.accounts) > 2 else 1.2
    yield Grid(head, tuple(rows), (share, *(1.0 for _ in brief.accounts)), tuple(kinds))
    if several:
        named = [f"{account_label(a)}: {brief.account_title(a)}" for a in brief.accounts if a is not None]
        yield say(f"Accounts are rival readings of who wants what. {'. '.join(named)}.", kind="small")
    yield say(
        "● holds firmly: no party has a move it prefers that others would not want to answer. ◐ holds, not firmly: "
        "some party is kept to it only by a reply that somebody making it would not want to make. ✕ can be blocked: "
        "some party has a move it prefers that nobody can answer. ? open: it turns on what the plan leaves unknown.",
        kind="small",
    )
    if brief.sure is not None and brief.sure.has_doubt:
        yield say(
            "Below a verdict that is not the same in every world: the share of worlds, bounds in brackets, in which it "
            "holds firmly, in which it holds at all, and in which that is open. Worlds are all ways in which the "
            f"{count(len(brief.case.judgements), 'judgement')} of the case can be true or false, weighted by what the "
            "sources hold likely. A share is not the probability of peace.",
            kind="small",
        )


def blocking(brief: Brief, wording: Wording) -> Iterator[Block]:
    """Say who can block, by which move, and which plans."""
    case, several = brief.case, len(brief.accounts) > 1
    found: dict[tuple[str, str], dict[str, int]] = {}
    gains: dict[tuple[str, str], Counter[str]] = {}
    for subject in brief.subjects:
        for account in brief.accounts:
            for verdict in brief.answers[subject.id, account].blockers:
                move = chosen(verdict)
                key = (verdict.party, change_words(case, move.move) if move else "")
                plans = found.setdefault(key, {})
                plans[subject.id] = plans.get(subject.id, 0) + 1
                if move and move.gain:
                    said = wording.statement(account, verdict.party, move.gain).words
                    gains.setdefault(key, Counter())[said] += 1
    rows = []
    for party in case.parties:
        keys = sorted((key for key in found if key[0] == party), key=lambda key: (-sum(found[key].values()), key))
        for key in keys[:MAX_MOVES]:
            told = [f"{plan} ({n} of {len(brief.accounts)})" if several else plan for plan, n in found[key].items()]
            common = gains[key].most_common(1)[0][0] if key in gains else "–"
            more = f" (and {count(len(gains[key]) - 1, 'other')})" if len(gains.get(key, ())) > 1 else ""
            rows.append((party_name(case, party), key[1], common + more, ", ".join(told)))
        if len(keys) > MAX_MOVES:
            rows.append(("", f"and {count(len(keys) - MAX_MOVES, 'other first move')}, on the page", "", ""))
    perhaps: dict[str, list[str]] = {}
    for subject in brief.subjects:
        for party in dict.fromkeys(each for hold in brief.row(subject) for each in may_block(hold)):
            perhaps.setdefault(party, []).append(subject.id)
    if not rows and not perhaps:
        return
    yield Heading("Who can block, and by which move")
    if rows:
        what = "plan" if case.plans else "state"
        yield say(
            "Each of these moves is preferred by the party that has it and meets no answer: whatever the others do "
            "next, it "
            f"is better off. The last column says which {what}s it blocks{', and under how many accounts' * several}."
        )
        yield Grid(("Party", "Could", "It gains, for one", "Blocks"), tuple(rows), (1.2, 2.2, 2.2, 1.6))
    for party, ids in perhaps.items():
        words = f": depending on what the plan leaves unknown, perhaps also {listing(ids)}."
        yield say(f"*{party_name(case, party)}*", words, kind="item")


def changes(brief: Brief, wording: Wording) -> Iterator[Block]:
    """Say the smallest changes that would mend each plan."""
    further = brief.further
    if further is None or not further.amendments:
        return
    yield Heading("Smallest changes that would mend each plan")
    yield say(
        "Fewest issues that would have to change so that every signatory would sign and the plan would hold firmly. "
        "What a plan leaves unknown is filled in at will and is no change. “None”: no draft at all would do under "
        "that account."
    )
    rows = []
    kinds = []
    for subject in brief.subjects:
        cells = [further.amendments.get((subject.id, account)) for account in brief.accounts]
        shown = [amendment_cell(cell) if cell else None for cell in cells]
        rows.append((subject.id, *(f"{c.text}{f' ({c.more})' if c.more else ''}" if c else "not asked" for c in shown)))
        kinds.append(("", *(c.kind if c else "" for c in shown)))
    several = len(brief.accounts) > 1
    head = ("Plan", *(account_label(a) if several else "Changes" for a in brief.accounts))
    yield Grid(head, tuple(rows), (0.8, *(1.0 for _ in brief.accounts)), tuple(kinds))
    told = []
    for each in mending(brief, further, wording):
        for mended in each.plans:
            way = mended.amendments[0] if mended.amendments else None
            if way is not None and way.changes:
                words = "; ".join(f"{issue}: {before} → {after}" for issue, before, after in way.changes)
                told.append((mended.plan, each.under, words, way.gains or "–", way.gives or "–"))
    if told:
        rows_shown = told[:MAX_MENDED] if several else [(plan, *rest) for plan, _, *rest in told[:MAX_MENDED]]
        head = ("Plan", *(("Under",) if several else ()), "For example", "Better for", "Worse for")
        widths = (0.8, *((0.9,) if several else ()), 3.2, 1.3, 1.3)
        yield Grid(head, tuple(tuple(row) for row in rows_shown), widths)
        if len(told) > MAX_MENDED:
            yield say(f"and {len(told) - MAX_MENDED} more, on the page.", kind="small")


def signing(brief: Brief, wording: Wording) -> Iterator[Block]:
    """Say who would sign which plan."""
    case = brief.case
    if case.agreement is None or not case.plans:
        return
    yield Heading("Who would sign")
    rows, kinds = [], []
    for party in case.agreement.signatories:
        cells, shown = [], []
        for subject in brief.subjects:
            words = [
                (account, sign_word(brief.answers[subject.id, account], brief.verdict(subject, account, party)))
                for account in brief.accounts
            ]
            counted = tally(brief, words)
            cells.append(", ".join(f"{answer} {share}".strip() for answer, share, _ in counted))
            only = {answer for answer, _, _ in counted}
            shown.append("firm" if only == {"yes"} else "blocked" if only == {"no"} else "open" if only else "")
        rows.append((party_name(case, party), *cells))
        kinds.append(("", *shown))
    head = ("Signatory", *(subject.id for subject in brief.subjects))
    yield Grid(head, tuple(rows), (1.6, *(1.0 for _ in brief.subjects)), tuple(kinds))
    counts = " Counts are accounts." if len(brief.accounts) > 1 else ""
    yield say(
        "Whether each signatory strictly prefers the plan, in force and kept, to the status quo." + counts, kind="small"
    )


def unknown(brief: Brief, wording: Wording) -> Iterator[Block]:
    """Name the cells that a plan leaves unknown and on which an answer turns."""
    if not brief.case.plans:
        return
    yield Heading("What is unknown and would matter")
    rows = []
    for plan, issues in brief.unknowns.items():
        for issue, under in issues.items():
            rows.append(
                (plan, brief.case.issues[issue].name or issue, listing(under) if len(brief.accounts) > 1 else "yes")
            )
    if not rows:
        yield say("No cell that a plan leaves unknown changes a verdict.")
        return
    last = "An answer turns on it under" if len(brief.accounts) > 1 else "An answer turns on it"
    yield Grid(("Plan", "Issue", last), tuple(rows[:MAX_UNKNOWN]), (0.6, 2.0, 2.4))
    if len(rows) > MAX_UNKNOWN:
        yield say(f"and {len(rows) - MAX_UNKNOWN} more, on the page.", kind="small")


def equilibria(brief: Brief, wording: Wording) -> Iterator[Block]:
    """List the states that hold, in a case without plans."""
    for account, solved in brief.solved.items():
        under = under_words(brief, (account,))
        yield Heading(f"States that hold{f' {under}' if under else ''}")
        rows = []
        for concept, states in solved.equilibria.items():
            listed = ", ".join(states.first[:12]) + (", …" if states.count > 12 else "")
            rows.append((plain(concept), f"{states.count:,}", listed or "none"))
        yield Grid(("Concept", "States", "Which"), tuple(rows), (1.2, 0.5, 4.0))
        yield say(f"Letters: {', '.join(solved.options)}. Y: taken, N: not.", kind="small")


def sources(brief: Brief, wording: Wording) -> Iterator[Block]:
    """List the sources, with how many claims rest on each."""
    cited = Sources(brief.case).cited
    if not cited:
        return
    yield Heading("Sources")
    told = []
    for each in cited[:MAX_SOURCES]:
        source = each.source
        where = ", ".join(part for part in (source.author, source.outlet, source.date) if part)
        claims = sum(len(members) for _, members in each.groups)
        told.append(
            f"[{each.number}] {source.title or source.id}{f' ({where})' if where else ''}: {count(claims, 'claim')}"
        )
    more = f". And {len(cited) - MAX_SOURCES} more" if len(cited) > MAX_SOURCES else ""
    yield say("; ".join(told) + more + ".", kind="small")


def method(brief: Brief, wording: Wording) -> Iterator[Block]:
    """Say how the answers were found, and what they are not."""
    yield Heading("Method and limits")
    yield say(
        "The conflict is written down as parties, the yes/no options each controls, rules about what cannot be, and "
        "what each party prefers. From any state a party can change any of its own options at once; an improvement is "
        "such a move to a state it strictly prefers. A plan holds if no party has an improvement that no sequence of "
        "moves of the others can answer, and holds firmly if those who answer would want to. Where a plan leaves an "
        "issue unknown, every position is tried. This is the Graph Model for Conflict Resolution.",
        kind="small",
    )
    yield say(
        "Preferences are what the accounts say they are: a verdict says what follows from them, not who is right. "
        "Accounts are not equally likely, and nothing here counts votes among them. No probability of peace is "
        "computed. What nobody wrote down cannot be found.",
        kind="small",
    )
    if brief.further is not None and brief.further.left_out:
        yield say(f"Not asked: {'; '.join(brief.further.left_out)}.", kind="small")


def _named(brief: Brief, subject: Subject) -> str:
    return f"{subject.id}: {subject.title}" if subject.plan and subject.title != subject.id else subject.title


SECTIONS: list[Section] = [
    *(opening, verdicts, hanging, findings, blocking, changes, signing, unknown, hypotheses, equilibria),
    *(sources, method),
]
"""The sections of the document, in order."""


def to_json(made: Document) -> dict[str, Any]:
    """Return a document as plain values, for a program that sets it."""
    blocks: list[dict[str, Any]] = []
    for block in made.blocks:
        if isinstance(block, Heading):
            blocks.append({"type": "heading", "text": block.text})
        elif isinstance(block, Paragraph):
            blocks.append(
                {"type": "paragraph", "kind": block.kind, "pieces": [[text, strong] for text, strong in block.pieces]}
            )
        else:
            kinds = [list(row) for row in block.kinds] or [["" for _ in row] for row in block.rows]
            rows = [list(row) for row in block.rows]
            grid = {
                "type": "grid",
                "head": list(block.head),
                "rows": rows,
                "widths": list(block.widths),
                "kinds": kinds,
            }
            blocks.append(grid)
    return {"title": made.title, "kicker": made.kicker, "footer": made.footer, "blocks": blocks}
