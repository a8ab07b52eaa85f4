"""Rankings of states: best first, with ties, with what is greatly preferred to the rest, and with unknown pairs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from holdfast.case import Ranking
from holdfast.casefile.draft import Draft, MakeClaim, Ranked
from holdfast.casefile.findings import Findings, quote
from holdfast.casefile.located import Text
from holdfast.casefile.names import Names

if TYPE_CHECKING:
    from holdfast.casefile.schema import RankingEntry

GREATLY = ">>"
"""Stands between tiers: all above are greatly preferred to all below."""
_BOTH = "take out one of the two; how strongly a party prefers is not combined with what is unknown of it"


def ranking(key: Text, entry: RankingEntry, where: str, claim: MakeClaim, names: Names, draft: Draft) -> Ranking:
    """Return a party's ranking; what means nothing is noted and left out.

    Parameters
    ----------
    key : Text
        The party as written.
    where : str
        Whose it is, for messages (" in preference of ...").
    """
    found = names.found
    seen: dict[str, Text] = {}
    states: list[tuple[Text, str | None]] = []
    tiers: list[tuple[str, ...]] = []
    breaks: list[tuple[Text, int]] = []
    where = where.replace(" in preference of ", " in ranking of ", 1)
    for tier in entry.ranking:
        if len(tier) == 1 and tier[0] == GREATLY:
            breaks.append((tier[0], len(tiers)))
            continue
        kept = []
        for name in tier:
            pattern = names.state(name, where)
            states.append((name, pattern))
            if pattern is not None and pattern in seen:
                again = f"it already stands at line {seen[pattern].line}, column {seen[pattern].column}"
                found.add(name.place, "HF133", f"state {quote(name)} is repeated{where}", again)
            elif pattern is not None:
                seen[pattern] = name
                kept.append(pattern)
        tiers.append(tuple(kept))
    if not states:
        hint = "name every state that can occur, best first"
        found.add(key.place, "HF131", f"empty{where.replace(' in', '', 1)}", hint)
    else:
        draft.ranked.append(Ranked(key, where, states))
    unknown = _pairs(entry.unknown or (), seen, where, names)
    if entry.unknown and breaks:
        found.add(breaks[0][0].place, "HF139", f"`>>` and unknown pairs{where}", _BOTH)
    greatly = _breaks(breaks, tiers, where, found)
    return Ranking(tuple(tier for tier in tiers if tier), claim(entry), unknown, greatly)


def _breaks(
    breaks: Sequence[tuple[Text, int]], tiers: Sequence[tuple[str, ...]], where: str, found: Findings
) -> tuple[int, ...]:
    """Return below how many tiers each `>>` stands, not counting those left out."""
    made: list[int] = []
    before = -1
    for mark, above in breaks:
        if above in (0, len(tiers), before):
            hint = "write it between states: those above are greatly preferred to those below"
            found.add(mark.place, "HF138", f"`>>` with no state on one side{where}", hint)
        before = above
        place = sum(1 for tier in tiers[:above] if tier)
        if 0 < place < sum(1 for tier in tiers if tier):
            made.append(place)
    return tuple(dict.fromkeys(made))


def _pairs(given: Sequence[Any], ranked: dict[str, Text], where: str, names: Names) -> tuple[tuple[str, str], ...]:
    """Return the pairs of states that nobody can compare."""
    found = names.found
    made: dict[frozenset[str], tuple[str, str]] = {}
    for pair in given:
        if len(pair) != 2:  # noted where the file's shape was checked
            continue
        patterns = [names.state(name, f" in unknown{where}") for name in pair]
        whole = [pattern for pattern in patterns if pattern is not None]
        if len(whole) == 2 and whole[0] == whole[1]:
            hint = "write two different states, such as [1, 5]"
            found.add(pair[0].place, "HF139", f"[{', '.join(pair)}] is one state in unknown{where}", hint)
            continue
        for name, pattern in zip(pair, patterns, strict=True):
            if pattern is not None and pattern not in ranked:
                hint = "a pair names two states of the ranking; it is unknown wherever they stand there"
                found.add(name.place, "HF139", f"state {quote(name)} in unknown is not{where}", hint)
        if len(whole) == 2 and all(pattern in ranked for pattern in whole):
            if frozenset(whole) in made:
                found.add(pair[0].place, "HF119", f"pair [{', '.join(pair)}] is listed twice{where}", "once is enough")
            made.setdefault(frozenset(whole), (whole[0], whole[1]))
    return tuple(made.values())


def nuanced(entries: Sequence[Any], where: str, found: Findings) -> None:
    """Note statements whose `greatly` stands below a statement without it, or beside one that is unknown.

    Parameters
    ----------
    entries : sequence of StatementEntry
        A party's statements as written, most important first.
    where : str
        Whose they are, for messages.
    """
    mild: Text | None = None
    for entry in entries:
        if not entry.greatly:
            mild = mild if mild is not None else entry.prefer
        elif mild is not None:
            hint = (
                f"say greatly: true of {quote(mild)} as well, or move this above it: what matters greatly comes first"
            )
            message = f"{quote(entry.prefer)} matters greatly, and the more important {quote(mild)} does not{where}"
            found.add(entry.prefer.place, "HF138", message, hint)
    unknown = [entry for entry in entries if entry.unknown]
    if unknown and any(entry.greatly for entry in entries):
        place = unknown[0].prefer.place
        found.add(place, "HF139", f"an unknown statement beside one that matters greatly{where}", _BOTH)
