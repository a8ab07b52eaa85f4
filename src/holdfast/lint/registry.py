"""Every code of the lint, with what it means. The pages in docs/reference/lint are made from this table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """One kind of finding.

    Attributes
    ----------
    code : str
        Stable: a code never changes its meaning.
    title : str
        A few words.
    rule : str
        What exactly is found.
    why : str
        Why it matters.
    mend : str
        How to mend it.
    """

    code: str
    title: str
    rule: str
    why: str
    mend: str


_CHECKS = (
    Check(
        "HF180",
        "Neither source nor assumed",
        "A part of the case that asserts something (a party, an option, a rule, a move, a statement, a ranking, "
        "weights and each of their entries, an issue, a plan, a cell, an item of conduct, the agreement, the status "
        "quo, the outcome, an account) cites no `source` and does not say `assumed: true`.",
        "A reader can follow a verdict back only as far as its claims say where they come from. An assumption is "
        "welcome, as long as it says that it is one.",
        "Cite who says so in `source`, with the words in `span` where you have them; or write `assumed: true`. What "
        "has a short form needs its long form for this: `{prefer: halt, source: report}`.",
    ),
    Check(
        "HF181",
        "Account of one voice",
        "All sources that an account's preferences cite, at least two claims together, share one author or one outlet.",
        "Such an account is that author's or outlet's reading. It may well be meant as that; but what is agreed "
        "between accounts is worth something only if their sources are independent.",
        "Cite a second, independent voice; or, where the account is meant as one voice's reading, say so in its title "
        "and note the finding under `x-lint`.",
    ),
    Check(
        "HF182",
        "Preferences as told by adversaries",
        "Under an account, everything sourced about a party's preferences comes from voices of other sides. Whose "
        "voice a source is follows from `x-voices`, from a party's name in `author` or `outlet`, or from `by`; "
        "factions and principals are one side. Voices that are nobody's are not counted as anybody's adversary.",
        "What adversaries say a party wants is a claim about it by those with a reason to make it.",
        "Add what the party itself says, or an independent source; or keep it as an account of its own, titled as the "
        "others' reading.",
    ),
    Check(
        "HF183",
        "Preferences as told by one voice",
        "Under an account that has several voices, all sources of one party's preferences, at least two claims "
        "together, share one author or one outlet.",
        "One party is then heard through a single voice while others are heard through several.",
        "Cite a second, independent voice for this party too; or say in `note` that there is none.",
    ),
    Check(
        "HF184",
        "One side sourced, the other assumed",
        "Under an account, some party's preferences cite sources while nothing in another party's does.",
        "The case then knows one side and guesses the other, and its verdicts lean on the guess.",
        "Find sources for the party that is only assumed; or mark this in the account's title or `note`.",
    ),
    Check(
        "HF185",
        "Loaded term used as a label",
        "An id, a name, a title or a text contains a term of the shipped list, such as a word that settles who is at "
        "fault. Words in quotation marks, `span`, and the titles, authors and outlets of sources are exempt: these are "
        "other people's words. The list is the same for every party.",
        "A label is repeated in every answer, in the voice of the case. A judgement belongs to whoever makes it, in a "
        "quoted span with a source.",
        "Use the neutral word that the finding names; or put the words in quotation marks and say whose they are.",
    ),
    Check(
        "HF186",
        "Valuation behind a preference",
        "A statement of preference rests on a claim whose `stance` is `valued`: the source praises or blames.",
        "That a source finds something good or bad says what the source values, not what the party prefers.",
        "Cite where the party's preference is asserted, reported or inferred; or give the statement to the party whose "
        "valuation it is.",
    ),
    Check(
        "HF187",
        "Unknown coded as no",
        "A plan puts an issue at the position that holds `now`, or at its first position, without a source of its own "
        "for that cell.",
        "Where a text is silent nothing is known. Coding silence as “no change” makes the verdict firmer than it is; a "
        "cell left out is unknown, and the answer says whether it matters.",
        "Where the text says so, cite it in the cell. Where it is silent, leave the issue out of `positions`.",
    ),
    Check(
        "HF188",
        "Absence coded as conduct",
        "A plan's conduct says that an option is not taken (`not seize_assets`) without a source of its own.",
        "That a plan does not mention an act is not a promise to refrain from it.",
        "Cite the passage that rules the act out, or take the item out: what is left out stays as it is in the status "
        "quo.",
    ),
    Check(
        "HF189",
        "Note to the lint without effect",
        "An entry of `x-lint` fits no finding, or an entry of `x-voices` names no party of the case or nobody who "
        "speaks in it.",
        "A note that fits nothing is either misspelt or no longer needed; both hide what the lint would say.",
        "Mend or remove the entry. `holdfast lint --json` prints each finding's `element`.",
    ),
)

CHECKS = {check.code: check for check in _CHECKS}
"""All kinds of finding by code."""


def page(check: Check) -> str:
    """Return the reference page of one code, in Markdown.

    Examples
    --------
    >>> page(CHECKS["HF186"]).splitlines()[0]
    '# HF186: Valuation behind a preference'
    """
    return (
        f"# {check.code}: {check.title}\n\n"
        f"Found by `holdfast lint`; never refuses a case. [All codes](index.md)\n\n"
        f"**What is found.** {check.rule}\n\n**Why it matters.** {check.why}\n\n**How to mend it.** {check.mend}\n"
    )


def index() -> str:
    """Return the page that lists all codes, in Markdown."""
    rows = "\n".join(f"| [{check.code}]({check.code}.md) | {check.title} |" for check in _CHECKS)
    return (
        "# What the lint finds\n\n"
        "`holdfast lint CASE` looks for claims without source, one-sided sourcing, loaded words and silence coded as\n"
        "no. The rules are the same for every party. Codes are stable. How to use it:\n"
        "[is my case fair to every side?](../../how-to/lint.md) These pages are made from `holdfast.lint.registry`.\n\n"
        f"| code | what is found |\n|---|---|\n{rows}\n"
    )


def pages() -> dict[str, str]:
    """Return every page by file name."""
    return {"index.md": index(), **{f"{check.code}.md": page(check) for check in _CHECKS}}


if __name__ == "__main__":
    import sys
    from pathlib import Path

    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, "utf-8")
