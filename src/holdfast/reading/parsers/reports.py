"""Reports of speech, thought and wish by dependency: a verb, whose it is, and the clause that it governs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from holdfast.reading.parsers.parsed import Parsed
from holdfast.reading.parsers.sources import Source, phrase, source
from holdfast.reading.vocabulary import COMMISSIVE, READY, SPEECH, STANCE, THOUGHT
from holdfast.reading.wordlist import words

_NOT_SAID = words(
    """
    be have make let help ensure mean show prove cause see get keep take give bring happen know find depend matter
    suffice need require allow permit enable lead put run leave come go do turn try start begin stop
    """
)
"""Verbs that may govern a clause without anybody having said or thought it."""
_TAKES = (STANCE - words("hope wish intend plan aim advocate appeal recognize recognise object")) | COMMISSIVE
_AGAINST = words("reject oppose refuse resist veto dislike disapprove condemn denounce decline resent hate")
_NOUNS = words(
    """
    demand refusal rejection insistence readiness willingness reluctance opposition support offer pledge vow promise
    threat consent approval endorsement objection unwillingness acceptance call wish desire preference
    """
)
_AGAINST_NOUNS = words("refusal rejection reluctance opposition objection unwillingness")


class Report(NamedTuple):
    """A report in a sentence, in characters of the sentence.

    Attributes
    ----------
    cue : (int, int)
    base : str
        Base form of the verb, noun or adjective.
    source : Source or None
        None where nobody is named.
    content : (int, int)
        The clause or object governed.
    is_position : bool
        Whether somebody is for or against something by it.
    is_claim : bool
        Whether words or thoughts are reported.
    """

    cue: tuple[int, int]
    base: str
    source: Source | None
    content: tuple[int, int]
    is_position: bool
    is_claim: bool
    negated: bool


def reports(parsed: Parsed) -> list[Report]:
    """Return the reports of a sentence, in the order of the words."""
    found = [*_by_verbs(parsed), *_by_nouns(parsed), *_by_adjectives(parsed)]
    return sorted(found, key=lambda report: report.cue)


def _by_verbs(parsed: Parsed) -> Iterator[Report]:
    for at, word in enumerate(parsed.words):
        if not word.tag.startswith("VB"):
            continue
        clause = parsed.child(at, "ccomp")
        wish = parsed.child(at, "xcomp")
        thing = parsed.child(at, "dobj")
        passive = parsed.child(at, "agent") is not None
        who = source(parsed, at)
        base = word.lemma
        if who is None or not (who.is_someone or (who.is_it and base in _TAKES | THOUGHT)):
            continue
        so = any(parsed.words[k].dep == "advmod" and parsed.words[k].lemma == "so" for k in parsed.children[at])
        said = clause is not None and base not in _NOT_SAID and _is_clause(parsed, clause, at)
        stands = base in _TAKES and (thing is not None or wish is not None or passive) and not _is_open(parsed, at)
        if base == "decline" and wish is not None and parsed.words[wish].lemma in ("comment", "say", "answer"):
            continue
        wants = base in THOUGHT and (wish is not None or thing is not None or passive)
        wants = wants or (so and base in THOUGHT | SPEECH)
        if not (said or stands or wants or (passive and base in SPEECH | _TAKES)):
            continue
        governed = clause if said else (wish if wish is not None else thing)
        cue = (word.start, word.end)
        content = _span(parsed, governed) if governed is not None else (0, len(parsed.text))
        negated = parsed.child(at, "neg") is not None
        against = base in _AGAINST
        reported = said or wants or base in SPEECH or (stands and base != "require" and not _is_past(parsed, at))
        yield Report(cue, base, who, content, stands, reported, negated != against if stands else negated)


def _is_clause(parsed: Parsed, at: int, verb: int) -> bool:
    """Whether a clause has a subject of its own or begins with *that*: ``said they go``, not ``made it go``."""
    if any(parsed.words[k].text in (";", ":") for k in range(at, verb)):
        return False  # another sentence, only joined by a sign
    subject = parsed.child(at, "nsubj", "nsubjpass", "expl", "csubj")
    if subject is not None:
        return not parsed.words[subject].text.lower().endswith(("self", "selves"))
    return any(parsed.words[k].dep == "mark" and parsed.words[k].lemma == "that" for k in parsed.children[at])


def _is_past(parsed: Parsed, at: int) -> bool:
    """Whether a verb tells what was done, rather than what is wanted: ``rejected``, not ``cannot accept``."""
    helpers = [parsed.words[k].text.lower() for k in parsed.children[at] if parsed.words[k].dep in ("aux", "auxpass")]
    return parsed.words[at].tag in ("VBD", "VBN") or "did" in helpers


def _is_open(parsed: Parsed, at: int) -> bool:
    """Whether it is asked, or left open, that somebody does it."""
    if parsed.text.rstrip("\"'”’)] ").endswith("?"):
        return True
    who = parsed.child(at, "nsubj")
    if who is not None and parsed.words[who].text.lower() in ("nobody", "none", "neither", "who", "one"):
        return True
    return any(
        parsed.words[k].dep == "mark" and parsed.words[k].lemma in ("whether", "if") for k in parsed.children[at]
    )


def _by_nouns(parsed: Parsed) -> Iterator[Report]:
    for at, word in enumerate(parsed.words):
        if word.lemma not in _NOUNS or not word.tag.startswith("NN"):
            continue
        aim = parsed.child(at, "acl") or next(
            (k for k in parsed.children[at] if parsed.words[k].dep == "prep" and parsed.words[k].lemma in _TOWARDS),
            None,
        )
        owner = parsed.child(at, "poss")
        if aim is None or owner is None:
            continue
        who = phrase(parsed, owner, without=tuple(k for k in parsed.children[owner] if parsed.words[k].dep == "case"))
        if not who.is_someone and parsed.words[owner].tag != "PRP$":
            continue
        yield Report(
            (word.start, word.end), word.lemma, who, _span(parsed, aim), True, True, word.lemma in _AGAINST_NOUNS
        )


_TOWARDS = words("to of for on")


def _by_adjectives(parsed: Parsed) -> Iterator[Report]:
    for at, word in enumerate(parsed.words):
        if not word.tag.startswith("JJ") or word.dep != "acomp":
            continue
        clause = parsed.child(at, "ccomp")
        aim = parsed.child(at, "xcomp")
        verb = word.head
        who = source(parsed, verb)
        if who is None or not (who.is_someone or (who.is_it and word.lemma in READY)):
            continue
        stands = aim is not None and word.lemma in READY
        said = clause is not None and _is_clause(parsed, clause, at)
        if not (stands or said):
            continue
        governed = clause if said else aim
        assert governed is not None
        negated = (parsed.child(verb, "neg") is not None) != (stands and word.lemma.startswith("un"))
        yield Report((word.start, word.end), word.lemma, who, _span(parsed, governed), stands, True, negated)


def _span(parsed: Parsed, at: int) -> tuple[int, int]:
    inside = parsed.below(at)
    words = parsed.words
    return words[inside[0]].start, words[inside[-1]].end
