"""Two drafts of one case: issue by issue what changed, for whom, and how everybody's verdict moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from holdfast.case import Case
from holdfast.case.world import without_doubt
from holdfast.errors import HoldfastError, QuestionError
from holdfast.model.compile import check_names, plan_code
from holdfast.model.family import family
from holdfast.model.states import to_letters
from holdfast.questions.answer import SCHEMA, Hold, Provenance
from holdfast.questions.compare.merge import merges
from holdfast.questions.compare.merged import Merged
from holdfast.questions.compare.sides import FIRST, SECOND, Likes, Side, likes
from holdfast.questions.compare.terms import occurs, spoken_of, terms_of
from holdfast.questions.holds import holds

METHOD = "terms of each party in the plans' states"
EFFECTS = {FIRST: "worse", SECOND: "better"}


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does to a party.

    Attributes
    ----------
    word : str
        ``better``, ``worse``, ``same``; ``open`` where it turns on what is unknown; ``impossible`` where a rule forbids
        the state that the change leads to.
    because : str
        The statement that decides, where it is ``better`` or ``worse``.
    """

    word: str
    because: str = ""

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"effect": self.word, **({"because": self.because} if self.because else {})}


def effect_of(found: Likes) -> Effect:
    """Read the effect of a change off a comparison of before and after."""
    return Effect(EFFECTS.get(found.sure, found.sure), found.because)


@dataclass(frozen=True, slots=True)
class Clause:
    """One issue in two drafts.

    Attributes
    ----------
    issue : str
        The issue.
    first, second : str or None
        The positions; None where a draft leaves it unknown.
    effects : tuple of (str, Effect)
        By party, what this change alone does, made to the first draft; empty where nothing changes.
    """

    issue: str
    first: str | None
    second: str | None
    effects: tuple[tuple[str, Effect], ...] = ()

    @property
    def is_changed(self) -> bool | None:
        """Whether the positions differ; None where one of them is unknown."""
        return None if self.first is None or self.second is None else self.first != self.second

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        felt = {party: effect.json() for party, effect in self.effects if effect.word != "same"}
        return {"first": self.first, "second": self.second, "changed": self.is_changed, "parties": felt}


@dataclass(frozen=True, slots=True)
class ConductChange:
    """What parties do under one draft and not under the other, beyond signing.

    Attributes
    ----------
    first, second : tuple of str
        Of the options in which the two states differ, what is done under each: ``option`` or ``not option``.
    effects : tuple of (str, Effect)
        By party, what it does to the first draft's positions if everybody acts as under the second.
    """

    first: tuple[str, ...] = ()
    second: tuple[str, ...] = ()
    effects: tuple[tuple[str, Effect], ...] = ()

    def json(self) -> dict[str, Any]:
        """Return the JSON form."""
        felt = {party: effect.json() for party, effect in self.effects if effect.word != "same"}
        return {"first": list(self.first), "second": list(self.second), "parties": felt}


@dataclass(frozen=True, slots=True)
class PlansCompared:
    """Two drafts beside each other under one account.

    Attributes
    ----------
    account : str
        Id, or empty.
    first, second : str
        The plans.
    clauses : tuple of Clause
        Every issue, in file order.
    conduct : ConductChange
        What is done differently.
    unspoken : tuple of str
        Issues that no statement of any party and no rule asks about in the plans' states.
    likes : tuple of (str, Likes)
        By party, which of the two it would rather see in force.
    holds : tuple of Hold
        What becomes of the first, and of the second.
    merges : tuple of Merged
        The best packages of clauses of either, for each of the two ways to act; empty where they cannot be asked for.
    """

    account: str
    first: str
    second: str
    clauses: tuple[Clause, ...]
    conduct: ConductChange
    unspoken: tuple[str, ...]
    likes: tuple[tuple[str, Likes], ...]
    holds: tuple[Hold, Hold]
    merges: tuple[Merged, ...]
    provenance: Provenance
    merge_note: str = ""

    @property
    def changed(self) -> tuple[Clause, ...]:
        """The issues on which the drafts are known to differ."""
        return tuple(clause for clause in self.clauses if clause.is_changed)

    def json(self) -> dict[str, Any]:
        """Return the JSON form (``docs/reference/answers.md``)."""
        one, two = self.holds
        out: dict[str, Any] = {"schema": SCHEMA, "question": "compare", "kind": "plans"}
        out |= {"account": self.account or None, "plans": [self.first, self.second]}
        out["issues"] = {clause.issue: clause.json() for clause in self.clauses}
        out |= {"conduct": self.conduct.json(), "unspoken": list(self.unspoken)}
        out["parties"] = {
            party: {"prefers": felt.sure, "possible": sorted(felt.possible)}
            | ({"because": felt.because} if felt.because else {})
            | {"first": standing(one, party), "second": standing(two, party)}
            for party, felt in self.likes
        }
        out["verdicts"] = [outcome(hold) for hold in self.holds]
        out["merges"] = [merged.json() for merged in self.merges]
        if self.merge_note:
            out["merge_note"] = self.merge_note
        out["provenance"] = self.provenance.json()
        return out

    def __str__(self) -> str:
        """Answer in one sentence."""
        open_ = sum(clause.is_changed is None for clause in self.clauses)
        text = f"{self.first} and {self.second} differ in {len(self.changed)} of {len(self.clauses)} issues"
        return text + (f"; in {open_} one of them is unknown" if open_ else "")


def standing(hold: Hold, party: str) -> dict[str, Any]:
    """Return a party's verdict, and whether it would sign, as JSON."""
    each = hold.party(party)
    out: dict[str, Any] = {"verdict": each.verdict}
    if each.possible:
        out["possible"] = list(each.possible)
    return out | ({"would_sign": each.would_sign} if each.is_signatory else {})


def outcome(hold: Hold) -> dict[str, Any]:
    """Return what becomes of a plan as JSON."""
    return {
        "plan": hold.plan or None,
        "account": hold.account or None,
        "holds": hold.holds,
        "holds_firmly": hold.holds_firmly,
    }


def compare_plans(
    case: Case, first: str, second: str, *, account: str | None = None, seconds: float = 600.0
) -> PlansCompared:
    """Compare two plans issue by issue, and what they mean for each party.

    Parameters
    ----------
    case : Case
        The case.
    first, second : str
        Ids of plans.
    account : str, optional
        Id of the account whose preferences are used.
    seconds : float
        The two are not merged where judging their packages takes longer; the answer then says so.

    Returns
    -------
    PlansCompared

    Raises
    ------
    ModelError
        If there is no such plan or account, or preferences are missing.
    QuestionError
        If both are the same plan.
    CapacityError
        If what is unknown leaves too many ways to compare.

    Examples
    --------
    >>> from holdfast import example
    >>> found = compare_plans(example("ukraine-2025"), "p28", "e28", account="kyiv")
    >>> print(found)
    p28 and e28 differ in 10 of 14 issues; in 3 one of them is unknown
    """
    case = without_doubt(case, account)
    check_names(case, first, account)
    check_names(case, second, account)
    if first == second:
        raise QuestionError(f'"{first}" is the same plan twice; name two')
    one, two = _side(case, first), _side(case, second)
    asked = [
        each
        for side in (one, two)
        for each in (
            *(ask for party in case.parties for ask in terms_of(case, party, account, side.code).asked),
            occurs(case, side.code),
        )
    ]
    speaking = spoken_of(asked)
    try:
        merged, note = merges(case, first, second, account=account, seconds=seconds), ""
    except HoldfastError as error:  # too many packages, or none: the rest of the comparison stands
        merged, note = (), str(error)
    answers = (holds(family(case, plan=first, account=account)), holds(family(case, plan=second, account=account)))
    return PlansCompared(
        account=account or "",
        first=first,
        second=second,
        clauses=tuple(_clause(case, account, issue, one, two) for issue in case.issues),
        conduct=_conduct(case, account, one, two),
        unspoken=tuple(issue for issue in case.issues if issue not in speaking),
        likes=tuple((party, likes(case, party, account, one, two)) for party in case.parties),
        holds=answers,
        merges=merged,
        merge_note=note,
        provenance=provenance_of(case, METHOD, answers),
    )


def provenance_of(case: Case, method: str, answers: tuple[Hold, ...]) -> Provenance:
    """Return what a comparison was computed from."""
    from holdfast.digest import digest
    from holdfast.version import __version__

    return Provenance(case.digest, digest(tuple(hold.provenance.model for hold in answers)), __version__, method)


def _side(case: Case, plan: str) -> Side:
    known = {issue: cell.position for issue, cell in case.plans[plan].positions.items()}
    return Side(plan_code(case, plan), known)


def _clause(case: Case, account: str | None, issue: str, one: Side, two: Side) -> Clause:
    before, after = one.known.get(issue), two.known.get(issue)
    if before == after:
        return Clause(issue, before, after)
    changed = {each: position for each, position in one.known.items() if each != issue}
    if after is not None:
        changed[issue] = after
    tied = set(case.issues) - set(one.known) - {issue}
    effects = [(p, effect_of(likes(case, p, account, one, Side(one.code, changed), tied))) for p in case.parties]
    return Clause(issue, before, after, tuple(effects))


def _conduct(case: Case, account: str | None, one: Side, two: Side) -> ConductChange:
    if one.code == two.code:
        return ConductChange()
    n = len(case.options)
    pairs = list(zip(case.option_names, to_letters(one.code, n), to_letters(two.code, n), strict=True))
    tied = set(case.issues) - set(one.known)
    moved = Side(two.code, one.known)
    return ConductChange(
        tuple(_done(name, a) for name, a, b in pairs if a != b),
        tuple(_done(name, b) for name, a, b in pairs if a != b),
        tuple((p, effect_of(likes(case, p, account, one, moved, tied))) for p in case.parties),
    )


def _done(option: str, letter: str) -> str:
    return option if letter == "Y" else f"not {option}"
