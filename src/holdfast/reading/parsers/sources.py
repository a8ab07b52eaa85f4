"""Whose a verb is, by what hangs on what: its subject, the agent of its passive, or the noun it describes."""

from __future__ import annotations

from typing import NamedTuple

from holdfast.reading.line import _DOERS, _THINGS
from holdfast.reading.parsers.parsed import Parsed
from holdfast.reading.vocabulary import PEOPLE

_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_LOOSE = ("relcl", "acl", "appos", "advcl", "punct", "parataxis", "prep", "ccomp")
"""What may follow a noun without being part of who is meant; a preposition is kept while no comma comes first."""
_RELATIVE = ("WP", "WDT")
_MANY = 20


class Source(NamedTuple):
    """Who: the words ``start`` to ``end`` of the sentence, and the word that stands for them.

    ``is_someone`` says whether they can speak, think and want, ``is_it`` whether it is an *it* that stands for a noun.
    """

    head: int
    start: int
    end: int
    is_someone: bool
    is_it: bool = False


def source(parsed: Parsed, verb: int) -> Source | None:
    """Return who does what a verb says; in the passive, by whom it is done.

    A verb without a subject of its own has that of the verb it hangs on.
    """
    agent = parsed.child(verb, "agent")
    if agent is not None:
        by = parsed.child(agent, "pobj")
        return None if by is None else phrase(parsed, by)
    for _ in range(_MANY):
        word = parsed.words[verb]
        subject = parsed.child(verb, *_SUBJECTS)
        if subject is not None:
            if parsed.words[subject].dep != "nsubj":
                return None  # of a passive without an agent nobody is named
            if parsed.words[subject].tag in _RELATIVE:
                return phrase(parsed, word.head, without=(verb,)) if word.dep == "relcl" else None
            return phrase(parsed, subject)
        if word.dep not in ("xcomp", "conj", "advcl") or word.head == verb:
            return None
        if word.dep == "advcl" and word.tag != "VBG":
            return None
        verb = word.head
    return None


def phrase(parsed: Parsed, head: int, without: tuple[int, ...] = ()) -> Source:
    """Return a noun with what belongs to it, without what is only said of it besides."""
    words = parsed.words
    loose = [k for k in parsed.children[head] if k > head and words[k].dep in _LOOSE]
    comma = next((k for k in loose if words[k].dep == "punct"), len(words))
    left_out = [k for k in loose if words[k].dep != "prep" or k > comma]
    left_out += [k for k in parsed.children[head] if k < head and words[k].dep in ("punct", "advmod", "cc", "preconj")]
    left_out += [k for k in parsed.children[head] if words[k].dep == "conj" and k > min(left_out, default=len(words))]
    inside = parsed.below(head, without=(*without, *left_out))
    at = inside.index(head)
    first = last = at
    while first > 0 and inside[first - 1] == inside[first] - 1:
        first -= 1
    while last + 1 < len(inside) and inside[last + 1] == inside[last] + 1:
        last += 1
    while last > at and words[inside[last]].dep in ("punct", "cc", "prep"):
        last -= 1
    is_it = words[head].text.lower() == "it" and words[head].dep == "nsubj"
    return Source(head, words[inside[first]].start, words[inside[last]].end, is_someone(parsed, head), is_it)


def is_someone(parsed: Parsed, at: int) -> bool:
    """Whether a word stands for somebody who can speak, think and want."""
    word = parsed.words[at]
    low = word.text.lower()
    if word.tag == "PRP":
        return low not in ("it", "there", "itself")
    if word.tag in ("NNP", "NNPS"):
        return True
    if low in PEOPLE or word.lemma in PEOPLE or low.split("-")[-1] in PEOPLE:
        return True
    return bool(_DOERS.search(low)) and low not in _THINGS


def named_beside(parsed: Parsed, start: int, end: int) -> tuple[int, int] | None:
    """Return the name that stands beside a noun as its apposition: ``its director, Sanna Ruiz``.

    Parameters
    ----------
    start, end : int
        The noun with its words, in characters of the sentence.
    """
    words = parsed.words
    for at, word in enumerate(words):
        if word.tag not in ("NN", "NNS") or not (start <= word.start and word.end == end):
            continue
        beside = parsed.child(at, "appos")
        if beside is not None and words[beside].tag == "NNP" and beside > at and words[beside].start - end <= _NEAR:
            found = phrase(parsed, beside)
            return found.start, found.end
    return None


_NEAR = 30
