"""Who says so: claims without source, accounts and parties that are heard through one voice, sides only assumed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from holdfast.lint.elements import Element, elements, label
from holdfast.lint.finding import Finding
from holdfast.lint.voices import Voices, one_voice

if TYPE_CHECKING:
    from holdfast.case import Case, Claim, Source


def orphans(case: Case) -> Iterator[Finding]:
    """Find what has neither a source nor a mark that it is assumed."""
    for each in elements(case):
        if each.claim.is_orphan:
            message = f"{label(each.path)} has neither a source nor `assumed: true`"
            yield Finding("HF180", message, "cite who says so in source, or write assumed: true", each.path)


def one_sided(case: Case, voices: Voices) -> Iterator[Finding]:
    """Find accounts, and parties under an account, that are heard through one voice, adversaries, or nobody."""
    found = list(elements(case))
    for account in _readings(case):
        where = ("preferences",) if account is None else ("accounts", account, "preferences")
        claims = {
            party: [e for e in found if e.path[: len(where) + 1] == (*where, party)]
            for party in (case.preferences if account is None else case.accounts[account].preferences)
        }
        yield from _of_account(case, voices, account, claims)


def _readings(case: Case) -> tuple[str | None, ...]:
    return (*((None,) if case.preferences else ()), *case.accounts)


def _of_account(
    case: Case, voices: Voices, account: str | None, claims: Mapping[str, list[Element]]
) -> Iterator[Finding]:
    under = f' under account "{account}"' if account is not None else ""
    top = ("preferences",) if account is None else ("accounts", account)
    sourced = {party: [e.claim for e in each if e.claim.sources] for party, each in claims.items()}
    everything = [claim for each in sourced.values() for claim in each]
    alone = one_voice(_sources(case, everything)) if len(everything) > 1 else ""
    if alone:
        what = f'account "{account}"' if account is not None else "the case's own preferences"
        message = f"all sources of {what} are one voice: {alone}"
        yield Finding("HF181", message, "cite a second, independent author or outlet", top)
    heard = [party for party, each in sourced.items() if each]
    for party, behind in sourced.items():
        path = (*top, party) if account is None else (*top, "preferences", party)
        if not behind:
            others = [other for other in heard if voices.side(other) != voices.side(party)]
            if others:
                message = f'nothing about what "{party}" prefers{under} is sourced, though it is for {_some(others)}'
                yield Finding("HF184", message, f'find what "{party}" itself or others say of it', path)
            continue
        sides = set().union(*(voices.of(claim) for claim in behind))
        if "" not in sides and voices.side(party) not in sides:
            told = _some(sorted(sides))
            message = f'what "{party}" prefers{under} is told only by other sides: {told}'
            yield Finding("HF182", message, "add what the party itself says, or an independent source", path)
        voice = one_voice(_sources(case, behind)) if len(behind) > 1 and not alone else ""
        if voice:
            message = f'all sources of what "{party}" prefers{under} are one voice: {voice}'
            yield Finding("HF183", message, "cite a second, independent author or outlet", path)


def _sources(case: Case, claims: list[Claim]) -> list[Source]:
    cited = dict.fromkeys(source for claim in claims for source in claim.sources)
    return [case.sources[source] for source in cited if source in case.sources]


def _some(names: list[str]) -> str:
    quoted = [f'"{name}"' for name in names[:3]]
    return ", ".join(quoted) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
