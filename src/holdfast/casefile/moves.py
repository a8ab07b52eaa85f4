"""Explicit moves of a case file: the steps a party can take, where they do not follow from options."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.case import Arc
from holdfast.casefile.draft import Draft, MakeClaim
from holdfast.casefile.findings import quote
from holdfast.casefile.located import Text
from holdfast.casefile.names import Names

if TYPE_CHECKING:
    from holdfast.casefile.schema import CaseEntry

_MOVE = re.compile(r"\s*([A-Za-z0-9_-]+)\s*(<>|>)\s*([A-Za-z0-9_-]+)\s*")


def moves(file: CaseEntry, claim: MakeClaim, names: Names, draft: Draft) -> list[tuple[str, tuple[Arc, ...]]]:
    """Make the moves of each party.

    Parameters
    ----------
    file : CaseEntry
        The file as checked for shape.
    claim : callable
        Makes the claim of an entry.
    names : Names
        What the file declares.
    draft : Draft
        Where the states named are noted.

    Returns
    -------
    list of (str, tuple of Arc)
        In file order.
    """
    made = []
    for key, entries in (file.moves or {}).items():
        party = names.party(key, " in moves")
        arcs: dict[tuple[str, str], Arc] = {}
        for entry in entries:
            behind = claim(entry)
            for source, target in _ends(entry.move, key, names, draft):
                if (source, target) in arcs:
                    names.found.add(entry.move.place, "HF126", f"move {quote(entry.move)} is given twice")
                arcs[source, target] = Arc(source, target, behind)
        if party:
            made.append((party, tuple(arcs.values())))
    return made


def _ends(move: Text, party: Text, names: Names, draft: Draft) -> list[tuple[str, str]]:
    """Return from where to where a move leads; both ways where it is written so."""
    match = _MOVE.fullmatch(move)
    if match is None:
        hint = "write two states, for example 1 > 2, or 1 <> 2 for both directions"
        names.found.add(move.place, "HF118", f"{quote(move)} is not a move", hint)
        return []
    where = f" in moves of {quote(party)}"
    ends = []
    for group in (1, 3):
        name = Text.at(match.group(group), move.within(match.start(group)))
        pattern = names.state(name, where)
        if pattern is not None:
            ends.append(pattern)
            draft.named.append((name, pattern, "end of a move"))
    if len(ends) < 2:
        return []
    if ends[0] == ends[1]:
        names.found.add(move.place, "HF125", f"move {quote(move)} leads to the same state", "take it out")
        return []
    source, target = ends
    return [(source, target), (target, source)] if match.group(2) == "<>" else [(source, target)]
