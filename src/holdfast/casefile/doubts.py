"""What is doubted, in the file: judgements, what they depend on, and sets of hypotheses with evidence."""

from __future__ import annotations

from typing import Annotated

from holdfast.casefile.entries import Claimed, needed, of
from holdfast.casefile.fields import Clause, CredenceText, Id, Ids, Words, skip_own_keys


class GivenEntry(Claimed):
    """A credence that counts where other judgements are so."""

    expects = "{when: ..., credence: ...}"
    when: Clause = needed("A condition over other judgements.", "sceptics_can_veto")
    credence: CredenceText = needed("What counts where it is true.", "likely")


class JudgementEntry(Claimed):
    """A proposition that may be true or false."""

    expects = "a credence, or {text: ..., credence: ...}"
    short = "credence"
    may_be_list = True
    text: Words | None = of("What is true if it is true.", "Sceptics in Moscow can stop a signature")
    credence: CredenceText | None = of(
        "A word of the case's lexicon, a number from 0 to 1, or [low, high].", "unlikely", 0.35, [0.2, 0.5]
    )
    given: list[GivenEntry] | None = of(
        "Credences that depend on other judgements: the first row whose `when` is true counts, else `credence`.",
        [{"when": "sceptics_can_veto", "credence": "likely"}],
    )


class EvidenceEntry(Claimed):
    """Something observed, and how likely it would be under each hypothesis."""

    expects = "{text: ..., likelihood: {...}}"
    text: Words = needed("What was observed.", "The foreign minister was absent from the meeting")
    likelihood: Annotated[dict[Id, CredenceText], skip_own_keys] = needed(
        "How likely this would be if each judgement of the set were true; `otherwise` where the set has only one.",
        {"has_joined": "likely", "otherwise": "unlikely"},
    )
    origin: Id | None = of("Where the report comes from: rows of one origin count once.", "agency_report")


class HypothesesEntry(Claimed):
    """Rival answers to one question, and the evidence that bears on them."""

    expects = "{question: ..., among: [...], evidence: [...]}"
    question: Words | None = of("The question they answer.", "Where does the foreign minister stand?")
    among: Ids = needed(
        "Judgements of which exactly one is true; with one only, it or its negation.", ["has_joined", "stands_aside"]
    )
    evidence: list[EvidenceEntry] | None = of(
        "What was observed.",
        [
            {
                "text": "He was absent from the meeting",
                "likelihood": {"has_joined": "likely", "stands_aside": "unlikely"},
            }
        ],
    )
