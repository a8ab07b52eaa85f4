"""Does a plan hold, who could block it, by which move, and why does nobody deter that move?

A plan may leave cells unknown. The verdict is then asked of every filling: where all agree it stands, where they do
not it is open, with the verdicts that are possible and the issues they turn on. Whether a party can block depends on
its own ranking alone; only whether the sanctions are credible depends on the others' too. So the fillings are visited
box by box (:mod:`holdfast.model.family`), and jointly only where that is needed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from holdfast.case import Case
from holdfast.engines.solution import Solution
from holdfast.errors import QuestionError
from holdfast.model.compile import plan_code
from holdfast.model.family import Box, Branch, Cell, Family, meet, turning_issues
from holdfast.model.model import Model
from holdfast.model.states import to_letters
from holdfast.questions.answer import SCHEMA, VERDICTS, Hold, Improvement, PartyVerdict, Provenance, Reading
from holdfast.questions.judge import answers, describe, findings, gain_of, improvements, verdict_of

MAX_JOINT = 600
"""Most joint choices of other parties' rankings that are visited for one ranking of a party."""


def holds(model: Model | Family | Solution, state: str | None = None) -> Hold:
    """Say whether a state, or the plan on the table, holds.

    Parameters
    ----------
    model : Model, Family or Solution
        A compiled case; a family where the plan leaves cells unknown; for a solution, the model that was solved.
    state : str, optional
        The state in letters; the plan's state by default.

    Returns
    -------
    Hold

    Raises
    ------
    QuestionError
        If there is neither a state nor a plan, or the state cannot occur.

    Notes
    -----
    Verdicts are found from the definitions at the one state asked about, without solving the others; they agree with
    :func:`holdfast.solve` (tested). Content is Nash stability, deterred is sequential stability without it, bluffed is
    general metarationality without that, blocker is none of them.

    Examples
    --------
    >>> from holdfast import compile, example
    >>> answer = holds(compile(example("cuba-1962")), "NYYN")
    >>> answer.holds_firmly, answer.party("us").verdict
    (True, 'deterred')
    """
    if isinstance(model, Solution):
        model = model.model
    if isinstance(model, Family):
        return model_holds(model.sure, state) if model.sure is not None else _family_holds(model, state)
    return model_holds(model, state)


def blockers(model: Model | Family | Solution, state: str | None = None) -> tuple[PartyVerdict, ...]:
    """Return the parties that can block a state or plan, with the moves nobody deters.

    Parameters and errors are those of :func:`holds`. A party whose verdict is open is listed if it can block under some
    filling.

    Examples
    --------
    >>> from holdfast import compile, example
    >>> [b.party for b in blockers(compile(example("prisoners-dilemma")), "NN")]
    []
    """
    return tuple(v for v in holds(model, state).parties if v.verdict == "blocker" or "blocker" in v.possible)


def blocking(answer: Hold) -> dict[str, Any]:
    """Return the JSON form of the question "who can block it": each party that can, with the moves nobody answers."""
    found = []
    for verdict in answer.parties:
        if "blocker" in (verdict.verdict, *verdict.possible):
            moves = [i.json() for i in verdict.improvements if i.sanction is None]
            entry: dict[str, Any] = {"party": verdict.party, "verdict": verdict.verdict, "improvements": moves}
            if verdict.depends_on:
                entry["depends_on"] = list(verdict.depends_on)
            found.append(entry)
    out: dict[str, Any] = {"schema": SCHEMA, "question": "block"}
    out |= {"plan": answer.plan or None, "account": answer.account or None, "state": answer.state}
    out |= {"holds": answer.holds, "blockers": found, "provenance": answer.provenance.json()}
    return out


def asked_state(model: Model, state: str | None) -> int:
    """Return the code of the state a question is about."""
    if state is not None:
        return model.structure.state(state)
    if not model.plan:
        raise QuestionError("name a state or a plan")
    if model.plan_state is None:
        raise QuestionError(f'the state of plan "{model.plan}" cannot occur: a rule forbids it')
    return model.plan_state


def provenance(model: Model, method: str) -> Provenance:
    """Return what an answer from this model was computed from."""
    from holdfast.version import __version__

    return Provenance(model.case, model.digest, __version__, method)


METHOD = "definitions at one state"


def ruled_out(case: Case, plan: str, account: str | None) -> Hold:
    """Return what to say of a plan whose state cannot occur in the world that counts without doubt: that, and no more.

    A case file in which a plan's state can never occur is refused; here rules that count in some worlds forbid it.
    """
    from holdfast.version import __version__

    label = to_letters(plan_code(case, plan), len(case.options))
    parties = tuple(PartyVerdict(party, "open") for party in case.parties)
    made = Provenance(case.digest, "", __version__, METHOD)
    return Hold(plan, account or "", label, "", False, False, parties, 0, provenance=made, occurs=False)


def model_holds(model: Model, state: str | None) -> Hold:
    """Answer for a model in which everything is known."""
    here = asked_state(model, state)
    parties = []
    for party, name in enumerate(model.parties):
        found = findings(model, party, here)
        signs, reason = _signs(model, party, here)
        parties.append(
            PartyVerdict(
                party=name,
                verdict=verdict_of(found),
                improvements=tuple(describe(model, party, here, finding) for finding in found),
                would_sign=signs,
                is_signatory=party in model.signatories,
                sign_reason=reason,
            )
        )
    return _hold(model, here, parties, *_together([verdict.verdict for verdict in parties]))


def _together(verdicts: Iterable[str]) -> tuple[bool, bool]:
    seen = set(verdicts)
    return "blocker" not in seen, not seen & {"blocker", "bluffed"}


def _hold(
    model: Model, here: int, parties: list[PartyVerdict], holding: bool | None, firmly: bool | None, **rest: object
) -> Hold:
    return Hold(
        plan=model.plan,
        account=model.account,
        state=model.structure.label(here),
        status_quo=model.structure.label(model.status_quo) if model.status_quo is not None else "",
        holds=holding,
        holds_firmly=firmly,
        parties=tuple(parties),
        n_states=model.n_states,
        provenance=provenance(model, METHOD),
        **rest,  # type: ignore[arg-type]
    )


def _signs(model: Model, party: int, here: int) -> tuple[bool | None, str]:
    """Return whether a signatory strictly prefers the state to the status quo, and the statement that decides."""
    if party not in model.signatories or model.status_quo is None:
        return None, ""
    signs = model.prefers(party, here, model.status_quo)
    better, worse = (here, model.status_quo) if signs else (model.status_quo, here)
    return signs, gain_of(model, party, better, worse)


# -- plans with unknown cells ----------------------------------------------------------------------------------------


@dataclass
class _Tally:
    """Verdicts of one party by box, over all branches."""

    boxes: list[tuple[Box, str]] = field(default_factory=list)
    signs: list[tuple[Box, bool]] = field(default_factory=list)
    examples: dict[str, tuple[Box, Model]] = field(default_factory=dict)
    complete: bool = True

    def add(self, box: Box, verdict: str, model: Model) -> None:
        self.boxes.append((box, verdict))
        self.examples.setdefault(verdict, (box, model))


def _family_holds(family: Family, state: str | None) -> Hold:
    tallies = [_Tally() for _ in family.case.parties]
    kept: list[tuple[Branch, int]] = []
    for branch in family.branches:
        first = next((branch.model(chosen) for _, chosen in branch.joint({})), None)
        if first is None or (state is None and first.plan_state is None):
            continue  # under these fillings the plan's state cannot occur
        here = asked_state(first, state)
        kept.append((branch, here))
        for party, tally in enumerate(tallies):
            _tally(branch, party, here, tally)
    if not kept:
        raise QuestionError(f'the state of plan "{family.plan}" cannot occur under any filling of its unknown cells')
    branch, here = kept[0]
    model = next(branch.model(chosen) for _, chosen in branch.joint({}))
    parties = [_party_verdict(family, model, here, party, tally) for party, tally in enumerate(tallies)]
    verdict_boxes = [tally.boxes for tally in tallies]
    holding, turn = _jointly(verdict_boxes, {"blocker"})
    firmly, turn_firmly = _jointly(verdict_boxes, {"blocker", "bluffed"})
    depends_on = _in_order(family, turn if holding is None else turn_firmly)
    complete = all(tally.complete for tally in tallies)
    return _hold(model, here, parties, holding, firmly, depends_on=depends_on, complete=complete)


def _tally(branch: Branch, party: int, here: int, tally: _Tally) -> None:
    """Find one party's verdict in every box of a branch."""
    for cell in branch.cells[party]:
        fixed = {party: cell}
        some = next(iter(branch.joint(fixed)), None)
        if some is None:
            continue
        _, chosen = some
        own = meet(branch.box, cell.box)
        assert own is not None
        model = branch.model(chosen)
        signs, _ = _signs(model, party, here)
        if signs is not None:
            tally.signs.append((own, signs))
        ends = improvements(model, party, here)
        if not ends:
            tally.add(own, "content", model)
        elif any(answers(model, party, here, end, credible=False)[0] is None for end in ends):
            tally.add(own, "blocker", model)
        else:
            _tally_credibility(branch, party, here, cell, ends, tally)


def _tally_credibility(branch: Branch, party: int, here: int, cell: Cell, ends: list[int], tally: _Tally) -> None:
    for count, (box, chosen) in enumerate(branch.joint({party: cell})):
        if count == MAX_JOINT:  # too many to visit: both verdicts stay possible, and the answer says so
            tally.complete = False
            own = meet(branch.box, cell.box)
            assert own is not None
            model = branch.model(chosen)
            tally.add(own, "deterred", model)
            tally.add(own, "bluffed", model)
            return
        model = branch.model(chosen)
        credible = all(answers(model, party, here, end, credible=True)[0] is not None for end in ends)
        tally.add(box, "deterred" if credible else "bluffed", model)


def _party_verdict(family: Family, model: Model, here: int, party: int, tally: _Tally) -> PartyVerdict:
    name = model.parties[party]
    seen = {verdict for _, verdict in tally.boxes}
    possible = tuple(verdict for verdict in VERDICTS if verdict in seen)
    worst = possible[-1]
    signs = {signed for _, signed in tally.signs}
    witness = {verdict: _witness(tally.examples[verdict][1], party, here) for verdict in possible}
    readings: tuple[Reading, ...] = ()
    if len(possible) > 1:
        readings = tuple(
            Reading(verdict, _positions(family, tally.examples[verdict][0]), witness[verdict]) for verdict in possible
        )
    return PartyVerdict(
        party=name,
        verdict=worst if len(possible) == 1 else "open",
        improvements=witness[worst],
        would_sign=signs.pop() if len(signs) == 1 else None,
        is_signatory=party in model.signatories,
        sign_reason=_signs(tally.examples[worst][1], party, here)[1] if len({s for _, s in tally.signs}) == 1 else "",
        possible=possible if len(possible) > 1 else (),
        depends_on=_in_order(family, _turning(tally.boxes)) if len(possible) > 1 else (),
        sign_depends_on=_in_order(family, _turning(tally.signs)),
        readings=readings,
    )


def _witness(model: Model, party: int, here: int) -> tuple[Improvement, ...]:
    return tuple(describe(model, party, here, finding) for finding in findings(model, party, here))


def _positions(family: Family, box: Box) -> tuple[tuple[str, tuple[str, ...]], ...]:
    issues = family.case.issues
    return tuple((issue, tuple(p for p in issues[issue].positions if p in allowed)) for issue, allowed in box)


def _turning(boxes: list[tuple[Box, str]] | list[tuple[Box, bool]]) -> set[str]:
    """Return the issues a change of which alone can change the outcome."""
    found: set[str] = set()
    for k, (first, outcome) in enumerate(boxes):
        for second, other in boxes[:k]:
            if outcome != other:
                found |= turning_issues(first, second)
    return found


def _in_order(family: Family, issues: Iterable[str]) -> tuple[str, ...]:
    wanted = set(issues)
    return tuple(issue for issue in family.case.issues if issue in wanted)


def _jointly(parties: list[list[tuple[Box, str]]], bad: set[str]) -> tuple[bool | None, set[str]]:
    """Say whether all parties escape the bad verdicts under every filling, some, or none; and what it turns on."""
    good = [[box for box, verdict in boxes if verdict not in bad] for boxes in parties]
    failing = [(box, verdict) for boxes in parties for box, verdict in boxes if verdict in bad]
    if not failing:
        return True, set()

    @cache
    def reachable(party: int, box: Box) -> bool:
        if party == len(good):
            return True
        inner = (meet(box, allowed) for allowed in good[party])
        return any(reachable(party + 1, part) for part in inner if part is not None)

    if not reachable(0, ()):
        return False, set()
    turning: set[str] = set()
    for boxes in parties:
        for failed in (box for box, verdict in boxes if verdict in bad):
            for passed in (box for box, verdict in boxes if verdict not in bad):
                for issue in turning_issues(failed, passed) - turning:
                    # the change matters if, just before it, the other parties let the plan hold
                    beside = meet(passed, tuple(pair for pair in failed if pair[0] != issue))
                    if beside is not None and reachable(0, beside):
                        turning.add(issue)
    return None, turning
