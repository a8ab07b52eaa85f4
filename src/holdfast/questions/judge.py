"""One party, one state, one fully known model: what keeps the party there, with the moves that show it.

===========  ==================================================================  =======================
verdict      meaning                                                             in the literature
===========  ==================================================================  =======================
content      no unilateral improvement                                           Nash
deterred     every improvement meets a sanction that others would want to make   SEQ, not Nash
bluffed      every improvement meets a possible sanction, not all of them wanted GMR, not SEQ
blocker      some improvement meets no sanction at all                           not GMR
===========  ==================================================================  =======================
"""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.engines.trace import Trace, trace
from holdfast.model.model import Model
from holdfast.model.preference import Statements, deciding_statement, satisfied
from holdfast.questions.answer import VERDICTS, Improvement, Reply


@dataclass(frozen=True, slots=True)
class Finding:
    """An improvement as states, and what answers it, before it is put into words."""

    end: int
    sanction: int | None
    credible: bool
    by: Trace | None


def improvements(model: Model, party: int, state: int) -> list[int]:
    """Return the states a party can move to alone and strictly prefers, fewest changes first."""
    ends = [end for end in model.structure.moves(party, state) if model.prefers(party, end, state)]
    return sorted(ends, key=lambda end: ((end ^ state).bit_count(), end))


def answers(model: Model, party: int, state: int, end: int, *, credible: bool) -> tuple[int | None, Trace]:
    """Return a state no better for the party than ``state`` to which the others can go on from ``end``."""
    tracing = trace(model, end, model.structure.others(party), improving=credible)
    return tracing.first_at_most(party, state), tracing


def findings(model: Model, party: int, state: int) -> list[Finding]:
    """Return every improvement with a credible sanction if there is one, else a possible one, else none."""
    found = []
    for end in improvements(model, party, state):
        for credible in (True, False):
            reply, tracing = answers(model, party, state, end, credible=credible)
            if reply is not None:
                found.append(Finding(end, reply, credible, tracing))
                break
        else:
            found.append(Finding(end, None, False, None))
    return found


def verdict_of(found: list[Finding]) -> str:
    """Read the verdict off the findings."""
    if not found:
        return "content"
    if any(finding.sanction is None for finding in found):
        return "blocker"
    return "deterred" if all(finding.credible for finding in found) else "bluffed"


def worst_verdict(verdicts: list[str]) -> str:
    """Return the weakest of several verdicts."""
    return max(verdicts, key=VERDICTS.index)


def reply_to(model: Model, end: int, tracing: Trace, *, credible: bool) -> Reply:
    """Put a sanction into words."""
    steps = tracing.path(end)
    parties = model.parties
    moves = tuple(f"{parties[s.party]}: {model.structure.describe_move(s.party, s.start, s.end)}" for s in steps)
    by = tuple(dict.fromkeys(parties[s.party] for s in steps))
    return Reply(model.structure.label(end), moves, by, credible)


def describe(model: Model, party: int, state: int, finding: Finding) -> Improvement:
    """Put an improvement and what answers it into words."""
    structure = model.structure
    move = f"{model.parties[party]}: {structure.describe_move(party, state, finding.end)}"
    sanction = None
    if finding.sanction is not None and finding.by is not None:
        sanction = reply_to(model, finding.sanction, finding.by, credible=finding.credible)
    worst: Reply | None = None
    guards: tuple[str, ...] = ()
    if finding.sanction is None:
        tracing = trace(model, finding.end, structure.others(party), improving=False)
        lowest = tracing.worst(party)
        if lowest is not None and model.prefers(party, finding.end, lowest):
            worst = reply_to(model, lowest, tracing, credible=False)
        guards = guards_of(model, party, state, finding.end)
    return Improvement(
        to=structure.label(finding.end),
        move=move,
        n_changes=(finding.end ^ state).bit_count(),
        gain=gain_of(model, party, finding.end, state),
        sanction=sanction,
        worst=worst,
        guards=guards,
    )


def gain_of(model: Model, party: int, better: int, worse: int) -> str:
    """Return the statement that makes one state better than another for a party; empty for rankings and ties."""
    index = deciding_statement(
        model.preferences[party], better, worse, model.structure.n_options, model.structure.merged_members
    )
    return model.wording[party][index] if index is not None and model.wording[party] else ""


def guards_of(model: Model, party: int, state: int, end: int) -> tuple[str, ...]:
    """Return what a reply would have to cost the party to deter the move from ``state`` to ``end``: any one of these.

    With lexicographic statements a reply deters iff it undoes the gain, or falsifies a more important statement that
    ``state`` satisfies.
    """
    preference = model.preferences[party]
    if not isinstance(preference, Statements) or not model.wording[party]:
        return ()
    index = deciding_statement(preference, end, state, model.structure.n_options, model.structure.merged_members)
    if index is None:
        return ()
    kept = satisfied(preference, state, model.structure.n_options, model.structure.merged_members)
    above = [text for k, text in enumerate(model.wording[party][:index]) if kept[k]]
    return (model.wording[party][index], *above)
