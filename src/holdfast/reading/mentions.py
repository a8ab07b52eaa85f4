"""Who and what is named: the open case's parties, plans and issues, and new names that may belong in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from holdfast.reading.line import BE
from holdfast.reading.proposal import Mention
from holdfast.reading.sentences import Layout
from holdfast.reading.vocabulary import COLLECTIVE
from holdfast.reading.wordlist import words

if TYPE_CHECKING:
    from holdfast.case import Case

_NUMBER = r"(?:\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|twenty-eight)"
_PLAN = re.compile(
    rf"\b{_NUMBER}[- ]points?(?: (?:peace|draft|proposed|revised))?(?: (?:plan|proposal|framework|roadmap"
    rf"|programme|program|paper|text|draft|document|deal|list))?\b"
    r"|\b(?:[A-Z][a-zà-ÿ]+ )+(?:plan|terms|protocols?|accords?|agreements?|framework|communiqu[eé]|pact"
    r"|treaty|process|formula|memorandum|roadmap)\b"
    r"|\b(?:[A-Z][\w’'-]+ )*(?:Plan|Terms|Protocols?|Accords?|Agreements?|Framework|Pact|Treaty|Roadmap"
    r"|Memorandum)\b(?: of \d{4})?",
)
_NAME = re.compile(
    r"\b(?:(?:the |The )?(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Maj|Sen|Gov)\.? )?[A-ZÀ-Þ][\w’-]*[\w](?:(?: (?:of|de"
    r"|van|von|al|bin|der|the)(?= [A-ZÀ-Þ]))? (?:[A-ZÀ-Þ]\.|[A-ZÀ-Þ][\w’-]*[\w]))*"
    r"|\b(?:[A-Z]\.){2,}"
)
_GROUP = re.compile(
    r"\b(?:[Tt]he |[Tt]heir |[Ii]ts )?(?:[a-z]+(?:[-’'][a-z]+)? |[A-Z][a-z]+(?:[’']s)? ){0,2}(?:"
    + "|".join(sorted(COLLECTIVE))
    + r")\b"
)
_ISSUE = re.compile(
    r"\b(?:cease-?fire|armistice|truce|blockade|embargo|sanctions|tariffs|elections?|referendum"
    r"|prisoners(?: of war)?|hostages|"
    r"(?:frozen |seized )?assets|reparations|amnesty|security guarantees|guarantees|neutrality|(?:NATO|EU"
    r"|nato|eu) membership|"
    r"accession|disarmament|demilitari[sz]ation|heavy weapons|arms control|missiles|enrichment"
    r"|inspect(?:ors|ions)|verification|"
    r"observers|monitors|peacekeepers|foreign troops|troop withdrawal|withdrawal|borders?|crossings"
    r"|territory|buffer zone|"
    r"autonomy|sovereignty|recognition|refugees|language rights|minority rights|water|flow|dam|fishing"
    r"|transit fees|pipeline|"
    r"reconstruction|humanitarian (?:aid|access)|relief convoys?|overflights|status of [A-Z]\w+(?: [A-Z]\w+)*)\b"
)
"""What is commonly negotiated."""
_NOT_NAMES = words(
    """
    The A An This That These Those He She It We They I You His Her Its Our Their My In On At By For From To Of As
    But And Or Yet So If When While Although Though Because Since After Before Until Unless There Here What Who Why
    How Where Which Whether Some Many Most No Not Nobody Neither Both Each Every Such Now Then Still Even Only
    Perhaps However Moreover Meanwhile Instead According Asked Polls Farmers Officials Diplomats Analysts Critics
    Fuel Other Others Any All Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April
    May June July August September October November December Mr Mrs Ms Dr Yes One Two Three Four Five First Second
    Third Last Next Under Without With Nothing Neighbouring Reached Stranger Remove Start Once Could Would Should
    Does Did Do Is Are Was Were Will Negotiators Opposition Western Professor Subject Provided Should Unless Annex
    Article Provided Cynicism Three
    """
)
_CAPS = re.compile(r"[A-Z]{2,}")
_MAX_NEW = 400


def mentions(text: str, layout: Layout, case: Case | None) -> tuple[Mention, ...]:
    """Return what a text names, in the order of the words.

    Names of the case come first: by id, name, title, or an alias under ``x-aliases``. Then plans by their usual
    shapes, capitalised names, and groups without a proper name; these have ids that begin with ``new:``.
    """
    found: list[Mention] = []
    known = gazetteer(case) if case is not None else {}
    pattern = _pattern(known)
    names: set[str] = set()
    for sentence in layout.sentences:
        taken: list[tuple[int, int]] = []

        def add(
            match: re.Match[str],
            kind: str,
            name: str,
            sentence_id: int = sentence.id,
            taken: list[tuple[int, int]] = taken,
        ) -> None:
            start, end = match.span()
            if not any(start < e and s < end for s, e in taken):
                taken.append((start, end))
                found.append(Mention(sentence_id, start, end, kind, name))

        if pattern is not None:
            for match in pattern.finditer(text, sentence.start, sentence.end):
                add(match, *known[_folded(match.group())])
        for match in _PLAN.finditer(text, sentence.start, sentence.end):
            if match.group().split()[0] not in _NOT_NAMES or len(match.group().split()) > 2:
                add(match, "plan", f"new:{match.group()}")
        for match in _NAME.finditer(text, sentence.start, sentence.end):
            name = _bare(match, sentence.start, text)
            if name and len(names) < _MAX_NEW:
                add(match, "party", f"new:{name}")
                names.add(name)
        for match in _ISSUE.finditer(text, sentence.start, sentence.end):
            add(match, "issue", f"new:{match.group().lower()}")
        for match in _GROUP.finditer(text, sentence.start, sentence.end):
            words = match.group().split()
            if not any(word.lower() in BE for word in words):
                add(match, "party", f"new:{' '.join(words)}")
    return tuple(sorted(found, key=lambda m: (m.start, m.end)))


def _bare(match: re.Match[str], start: int, text: str) -> str:
    name = re.sub(r"^(?:the|The) ", "", match.group())
    name = re.sub(r"['’]s?$", "", name)
    first = name.split()[0].rstrip(".")
    if first in _NOT_NAMES and len(name.split()) == 1:
        return ""
    at_start = match.start() == start or text[max(0, match.start() - 1)] in '"“‘(—'
    if at_start and len(name.split()) == 1 and not _CAPS.search(name) and text.count(name) < 2:
        return ""  # a capital only because the sentence begins
    words = name.split()
    while (
        words
        and words[0].rstrip(".") in _NOT_NAMES
        and len(words) > 1
        and words[0].rstrip(".") not in ("Mr", "Mrs", "Ms", "Dr")
    ):
        words.pop(0)
    return " ".join(words)


def gazetteer(case: Case) -> dict[str, tuple[str, str]]:
    """Return the names of a case's parties, plans and issues, folded, with the kind and id they stand for."""
    found: dict[str, tuple[str, str]] = {}
    groups = (("party", case.parties), ("plan", case.plans), ("issue", case.issues))
    for kind, group in groups:
        for each in group.values():
            title = getattr(each, "name", "") or getattr(each, "title", "")
            for name in (title, each.id.replace("_", " ")):
                if len(name) >= 2 and not name.isdigit() and len(name) <= 100:
                    found.setdefault(_folded(name), (kind, each.id))
    aliases = case.extra.get("x-aliases") if "x-aliases" in case.extra else None
    if isinstance(aliases, Mapping):
        for name, listed in aliases.items():
            for alias in listed if isinstance(listed, list | tuple) else [listed]:
                for kind, group in groups:
                    if str(name) in group:
                        found.setdefault(_folded(str(alias)), (kind, str(name)))
    return {name: value for name, value in found.items() if name}


def _folded(name: str) -> str:
    return re.sub(r"['’]s?$", "", re.sub(r"\s+", " ", name.strip())).casefold()


def _pattern(known: dict[str, tuple[str, str]]) -> re.Pattern[str] | None:
    if not known:
        return None
    names = sorted(known, key=lambda name: (-len(name), name))
    return re.compile(
        r"(?<!\w)(?:" + "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in names) + r")(?!\w)", re.IGNORECASE
    )
