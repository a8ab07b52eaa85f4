"""Whose voice a source is: a party's own, another party's, or nobody's that is known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from holdfast.case import Case, Claim, Source


@dataclass(frozen=True)
class Voices:
    """Who speaks in the sources of a case.

    A source speaks for a party if ``x-voices`` says so of its id, outlet or author, or if its author or outlet names
    the party; a claim that says ``by`` speaks for whom that names. The same rule serves every party.

    Attributes
    ----------
    case : Case
        The case.
    declared : mapping of str to str
        What ``x-voices`` says: the party by source id, outlet, author or ``by``.
    """

    case: Case
    declared: Mapping[str, str] = field(default_factory=dict)

    def side(self, party: str) -> str:
        """Return the party at the head of a faction's chain, or the party itself."""
        seen = {party}
        while above := self.case.parties[party].faction_of:
            if above in seen or above not in self.case.parties:
                break
            seen.add(party := above)
        return party

    def party_of(self, *names: str) -> str:
        """Return the party that some name speaks for; empty where none is known."""
        for name in names:
            if self.declared.get(name) in self.case.parties:
                return self.declared[name]
        for name in filter(None, names):
            named = [p.id for p in self.case.parties.values() if _names(name, p.id) or _names(name, p.name)]
            if len(named) == 1:
                return named[0]
        return ""

    def of(self, claim: Claim) -> set[str]:
        """Return the sides that speak in a claim's sources; an empty word stands for voices that are nobody's."""
        spoken = {self.party_of(claim.by)} if claim.by else set()
        if not spoken or "" in spoken:
            spoken = {self.party_of(*_called(self.case.sources.get(source), source)) for source in claim.sources}
        return {self.side(party) if party else "" for party in spoken}


def _called(source: Source | None, id: str) -> tuple[str, ...]:
    return (id,) if source is None else (id, source.outlet, source.author)


def _names(text: str, name: str) -> bool:
    return len(name) > 2 and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE) is not None


def one_voice(sources: Iterable[Source]) -> str:
    """Return the author or outlet that all sources share, or the only source's title; empty where there are several.

    Examples
    --------
    >>> one_voice([Source("a", outlet="AP"), Source("b", outlet="AP")])
    'AP'
    >>> one_voice([Source("a", outlet="AP"), Source("b", outlet="AFP")])
    ''
    """
    found = list({source.id: source for source in sources}.values())
    if not found:
        return ""
    for shared in ({source.outlet for source in found}, {source.author for source in found}):
        if len(shared) == 1 and (name := shared.pop()):
            return name
    return (found[0].title or found[0].id) if len(found) == 1 else ""
