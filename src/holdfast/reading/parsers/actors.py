"""Whom else a text names: groups without a proper name, and names, as the parser sees them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from holdfast.reading.parsers.parsed import Parsed
from holdfast.reading.parsers.sources import phrase
from holdfast.reading.proposal import Mention
from holdfast.reading.vocabulary import COLLECTIVE, PEOPLE
from holdfast.reading.wordlist import words

_ACTORS = ("PERSON", "ORG", "GPE", "NORP")
"""Labels of names that can act. Which of them a name is, small models often get wrong; so it is not shown."""
_GROUPS = COLLECTIVE | (
    PEOPLE
    - words(
        """
        report reports study studies poll polls survey surveys document documents letter statement communique memo
        article editorial essay paper book indictment complaint lawsuit filing records data figures statistics
        transcripts transcript email emails others some many most few several one two three both everyone everybody
        nobody someone anyone reader percent majority minority person side state states chief head chair office
        media intelligence
        """
    )
)
"""Nouns for those who can act; in the plural, or with a noun or adjective that says which."""
_DOES = ("nsubj", "nsubjpass", "agent", "poss", "pobj", "dobj", "conj", "dative")


def actors(parsed: Parsed, sentence: int, base: int, taken: Sequence[tuple[int, int]]) -> Iterator[Mention]:
    """Yield who is named in a sentence beside what is named already.

    Parameters
    ----------
    sentence : int
        Its id.
    base : int
        Where it begins in the text.
    taken : sequence of (int, int)
        Spans of the text that are mentions already; nothing that touches one of them is yielded.
    """
    used = list(taken)
    for start, end in sorted([*_names(parsed), *_groups(parsed)]):
        span = (base + start, base + end)
        if end <= start or any(span[0] < e and s < span[1] for s, e in used):
            continue
        used.append(span)
        yield Mention(sentence, *span, "party", f"new:{' '.join(parsed.text[start:end].split())}")


def _names(parsed: Parsed) -> Iterator[tuple[int, int]]:
    for name in parsed.names:
        if name.label in _ACTORS:
            start = name.start
            said = parsed.text[start : name.end]
            if said.lower().startswith("the "):
                start += 4
            end = name.end - 2 if said.endswith(("'s", "’s")) else name.end
            yield start, end


def _groups(parsed: Parsed) -> Iterator[tuple[int, int]]:
    for at, word in enumerate(parsed.words):
        if word.tag not in ("NN", "NNS") or word.dep not in _DOES:
            continue
        low = word.text.lower()
        if any(parsed.words[k].text.lower() == "no" for k in parsed.children[at]):
            continue
        if low not in _GROUPS and word.lemma not in _GROUPS:
            continue
        described = [
            k for k in parsed.children[at] if k < at and parsed.words[k].dep in ("amod", "compound", "nmod", "poss")
        ]
        if word.tag == "NN" and not described and low not in COLLECTIVE:
            continue
        loose = tuple(k for k in parsed.children[at] if k > at)
        who = phrase(parsed, at, without=loose)
        start = who.start
        first = parsed.text[start : who.end].split(maxsplit=1)
        if first and first[0].lower() in ("the", "a", "an") and len(first) > 1:
            start = parsed.text.index(first[1], start)
        yield start, who.end
