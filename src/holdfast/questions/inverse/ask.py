"""Asking what one party would have to want for a state to hold."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import combinations, islice
from math import factorial

from holdfast.case import Case
from holdfast.case.world import without_doubt
from holdfast.engines.trace import trace
from holdfast.errors import CapacityError, QuestionError
from holdfast.model.compile import Table, check_names
from holdfast.model.family import Box, Family, family
from holdfast.model.model import Model
from holdfast.model.preference import Preference, Statements, Tiers
from holdfast.questions.answer import Reply
from holdfast.questions.holds import asked_state, provenance
from holdfast.questions.inverse.answer import (
    Change,
    Effect,
    Inverse,
    Lift,
    Needed,
    PartyInverse,
    Positions,
    Ranked,
    Together,
)
from holdfast.questions.inverse.condition import Condition, basic, condition, is_stable
from holdfast.questions.inverse.count import share_of
from holdfast.questions.inverse.edits import Edited, Search
from holdfast.questions.inverse.ranking import Order, Reranked, lift, lowerings
from holdfast.questions.inverse.vocabulary import DESCRIPTION, vocabulary
from holdfast.questions.judge import reply_to
from holdfast.questions.state import letters_of
from holdfast.stability import CONCEPTS

MAX_MODELS = 64
"""Most different models of a plan with unknown cells that are asked about."""
FEW_STATES = 64
"""Up to this many states the conditions under all concepts are given; beyond, under the one asked about."""
FEW_COUNTED = 18
"""Up to this many states rankings are counted: 18! can be told from its neighbours in any program that reads JSON."""
MOST_NAMED = 400
"""Most states that the clauses of a condition name; a longer condition is only described."""
METHOD = "requirements on one party's ranking; edits by number"
ALONE = frozenset({"nash", "gmr", "smr"})
"""Concepts under which no party's stability depends on what another prefers."""


def inverse(
    case: Case,
    *,
    state: str | None = None,
    plan: str | None = None,
    account: str | None = None,
    party: str | None = None,
    concept: str = "seq",
    most: int = 10,
    seconds: float = 600.0,
) -> Inverse:
    """Find what a party would have to want for a state to hold: the fewest edits, and the conditions.

    Parameters
    ----------
    case : Case
        The case.
    state : str, optional
        In letters or by name. By default the plan's state; without a plan, what happened, else the status quo.
    plan, account : str, optional
        Ids.
    party : str, optional
        Id of the party asked about; by default each for whom the state is not stable.
    concept : str
        Name or alias of the concept under which the state is to be stable.
    most : int
        Most changes to return for each party; all are counted.
    seconds : float
        Time that may be taken.

    Returns
    -------
    Inverse

    Raises
    ------
    ModelError
        If there is no such plan, account, state or party, or preferences are missing.
    QuestionError
        If there is nothing to ask about, or the concept is not defined for the case.
    CapacityError
        If too many states matter, or the plan's unknown cells give too many models.

    Notes
    -----
    Edits are proven to be the fewest; where time ran out, the answer says up to what number all were visited.

    Examples
    --------
    >>> from holdfast import example
    >>> answer = inverse(example("euphrates-1975"), state="2", party="syria")
    >>> answer.party("syria").n_edits
    1
    >>> [(each.concept, each.n_rankings, each.of) for each in answer.party("syria").needed[:4]]
    [('nash', 240, 720), ('gmr', 384, 720), ('smr', 300, 720), ('seq', 384, 720)]
    """
    case = without_doubt(case, account)
    check_names(case, plan, account)
    letters = letters_of(case, state) if state is not None else None
    if letters is None and plan is None:
        letters = default_state(case)
        if letters is None:
            raise QuestionError("name a state or a plan: the case says neither what happened nor where it starts")
    asked = Asked(case, letters, party, basic(concept).name, most, time.monotonic() + seconds)
    return asked.of(family(case, plan=plan, account=account))


def default_state(case: Case) -> str | None:
    """Return the state a question without plan or state is about: what happened, else the status quo."""
    for known in (case.outcome, case.status_quo):
        if known is not None:
            return known.pattern
    return None


class Asked:
    """One question, to be asked of each filling of what the plan leaves unknown."""

    def __init__(
        self, case: Case, letters: str | None, party: str | None, concept: str, most: int, deadline: float
    ) -> None:
        self._case, self._letters, self._party = case, letters, party
        self._concept, self._most, self._deadline = concept, most, deadline

    def of(self, compiled: Family) -> Inverse:
        """Answer; one reading for each kind of filling where they differ."""
        if compiled.sure is not None:
            return self._answer(compiled, compiled.sure, ())
        models = list(islice(compiled.models(), MAX_MODELS + 1))
        if len(models) > MAX_MODELS:
            raise CapacityError(
                f'refused: the unknown cells of plan "{compiled.plan}" give more than {MAX_MODELS} different models',
                "settle some of its cells, or ask `hold`, which visits fillings only where they matter",
            )
        readings: list[Inverse] = []
        for box, model in models:
            if self._letters is None and model.plan_state is None:
                continue  # under these fillings the plan's state cannot occur
            fresh = self._answer(compiled, model, box)
            for k, known in enumerate(readings):
                if _said(known) == _said(fresh):
                    readings[k] = replace(known, fillings=(*known.fillings, *fresh.fillings))
                    break
            else:
                readings.append(fresh)
        if not readings:
            raise QuestionError(
                f'the state of plan "{compiled.plan}" cannot occur under any filling of its unknown cells'
            )
        if len(readings) == 1:
            return replace(readings[0], fillings=())
        readings = [replace(each, fillings=self._joined(each.fillings)) for each in readings]
        first = readings[0]
        whole = Inverse(first.plan, first.account, first.state, first.concept, first.n_states)
        return replace(whole, readings=tuple(readings), vocabulary=DESCRIPTION, provenance=first.provenance)

    def _answer(self, compiled: Family, model: Model, box: Box) -> Inverse:
        here = asked_state(model, self._letters)
        table = Table(self._case, compiled.plan)  # words on unknown cells are no part of the vocabulary, in any filling
        everybody = range(len(model.parties))
        if self._concept == "sim" and not model.structure.is_option_form:
            raise QuestionError('"sim" needs option form, and this model has explicit moves or merged states')
        wrong = tuple(k for k in everybody if not is_stable(model, k, here, self._concept))
        asked = (model.party_index(self._party),) if self._party else wrong
        found = tuple(_Party(self, model, table, k, here, wrong).answer() for k in asked)
        together = self._together(model, here, found, wrong) if set(wrong) <= set(asked) else None
        return Inverse(
            plan=model.plan,
            account=model.account,
            state=model.structure.label(here),
            concept=self._concept,
            n_states=model.n_states,
            not_stable_for=tuple(model.parties[k] for k in wrong),
            parties=tuple(each for each, _ in found),
            together=together,
            fillings=(self._positions(box),),
            vocabulary=DESCRIPTION,
            provenance=provenance(model, METHOD),
        )

    def _positions(self, box: Box) -> Positions:
        issues = self._case.issues
        return tuple((issue, tuple(p for p in issues[issue].positions if p in allowed)) for issue, allowed in box)

    def _joined(self, fillings: tuple[Positions, ...]) -> tuple[Positions, ...]:
        """Join fillings that differ in one issue only; an issue that may take any position is left out."""
        left = list(fillings)
        for first, second in combinations(fillings, 2):
            one, other = dict(first), dict(second)
            apart = [issue for issue in one.keys() | other.keys() if one.get(issue) != other.get(issue)]
            if len(apart) == 1 and one.keys() == other.keys():
                (issue,) = apart
                either = frozenset((*one[issue], *other[issue]))
                every = tuple(self._case.issues[issue].positions)
                one[issue] = tuple(position for position in every if position in either)
                if one[issue] == every:
                    del one[issue]
                left = [each for each in left if each not in (first, second)]
                return self._joined((tuple(one.items()), *left))
        return fillings

    def _together(
        self, model: Model, here: int, found: tuple[tuple[PartyInverse, Preference | None], ...], wrong: tuple[int, ...]
    ) -> Together | None:
        changed = [(each, preference) for each, preference in found if not each.stable]
        if not changed or any(each.kind != "statements" or preference is None for each, preference in changed):
            return None
        preferences = list(model.preferences)
        for each, preference in changed:
            assert preference is not None
            preferences[model.party_index(each.party)] = preference
        after = model.replace(preferences=tuple(preferences))
        left = tuple(p for k, p in enumerate(model.parties) if not is_stable(after, k, here, self._concept))
        total = sum(each.n_edits or 0 for each, _ in changed)
        return Together(total, not left and (self._concept in ALONE or total == 1), left)

    @property
    def concept(self) -> str:
        """The concept asked about."""
        return self._concept

    @property
    def most(self) -> int:
        """Most changes to return."""
        return self._most

    @property
    def case(self) -> Case:
        """The case."""
        return self._case

    def out_of_time(self) -> bool:
        """Whether the time is used up."""
        return time.monotonic() > self._deadline


def _said(answer: Inverse) -> object:
    """Return what an answer says, without which filling it is about."""
    return replace(answer, fillings=(), provenance=replace(answer.provenance, model=""))


class _Party:
    """The question about one party under one filling."""

    def __init__(self, asked: Asked, model: Model, table: Table, party: int, here: int, wrong: tuple[int, ...]) -> None:
        self._asked, self._model, self._table = asked, model, table
        self._party, self._here, self._wrong = party, here, wrong
        self._name = model.parties[party]

    def answer(self) -> tuple[PartyInverse, Preference | None]:
        """Answer, with the preference that the first change makes."""
        model, asked = self._model, self._asked
        found = condition(model, self._party, self._here, asked.concept)
        preference = model.preferences[self._party]
        kinds: dict[type, str] = {Statements: "statements", Tiers: "ranking"}
        kind = kinds.get(type(preference), "weights")
        stable = self._party not in self._wrong
        made = PartyInverse(self._name, stable, kind, needed=self._needed(found))
        if stable:
            return replace(made, n_edits=0, count=1), None
        if isinstance(preference, Statements):
            return self._edits(found, preference, made)
        if isinstance(preference, Tiers):
            return self._lowerings(found, made)
        return made, None

    def _edits(
        self, found: Condition, preference: Statements, made: PartyInverse
    ) -> tuple[PartyInverse, Preference | None]:
        own = list(zip(self._model.wording[self._party], preference.formulas, strict=True))
        words = vocabulary(self._asked.case, self._table, self._name, self._model.account or None)
        searched = Search(found, own, words).run(most=self._asked.most, out_of_time=self._asked.out_of_time)
        changes = tuple(self._change(found, each, Statements(each.formulas)) for each in searched.edited)
        first = Statements(searched.edited[0].formulas) if searched.edited else None
        made = replace(made, n_edits=searched.n_edits, count=searched.count, complete=searched.complete)
        return replace(made, up_to=searched.up_to, changes=changes), first

    def _lowerings(self, found: Condition, made: PartyInverse) -> tuple[PartyInverse, Preference | None]:
        searched = lowerings(found, most=self._asked.most, out_of_time=self._asked.out_of_time)
        changes = tuple(self._change(found, each, Tiers(each.tiers)) for each in searched.edited)
        first = Tiers(searched.edited[0].tiers) if searched.edited else None
        lifted = lift(found)
        rise = Lift(self._labels(lifted.over), lifted.n_pairs, self._ranked(lifted.tiers))
        made = replace(made, n_edits=searched.n_edits, count=searched.count, complete=searched.complete, lift=rise)
        return replace(made, up_to=searched.up_to, changes=changes), first

    def _labels(self, states: tuple[int, ...]) -> tuple[str, ...]:
        return tuple(self._model.structure.label(state) for state in states)

    def _ranked(self, order: Order) -> Ranked:
        return tuple(self._labels(tier) for tier in order) if self._model.n_states <= FEW_STATES else ()

    def _change(self, found: Condition, made: Edited | Reranked, preference: Preference) -> Change:
        preferences = list(self._model.preferences)
        preferences[self._party] = preference
        after = self._model.replace(preferences=tuple(preferences))
        left = self._left(after)
        effects = self._effects(found, after)
        if isinstance(made, Edited):
            return Change(made.edits, made.texts, (), (), effects, left)
        return Change((), (), self._labels(made.lowered), self._ranked(made.tiers), effects, left)

    def _left(self, after: Model) -> tuple[str, ...]:
        """Return for whom the state is not stable after a change."""
        others = self._model.structure.others(self._party)
        if self._asked.concept in ALONE:
            left = [k for k in others if k in self._wrong]
        else:
            left = [k for k in others if not is_stable(after, k, self._here, self._asked.concept)]
        return tuple(self._model.parties[k] for k in left)

    def _effects(self, found: Condition, after: Model) -> tuple[Effect, ...]:
        """Say what becomes of each move that was an improvement without an answer."""
        old, party, here = found.better(), self._party, self._here
        new = found.better(after)
        effects = []
        for each in found.requirements:
            if each.is_met(old):
                continue
            move = f"{self._name}: {self._model.structure.describe_move(party, here, each.end)}"
            label = self._model.structure.label(each.end)
            if not each.own & new:
                effects.append(Effect(label, move, False, None))
                continue
            reply = next(reply.state for reply in each.replies if not reply.needs & new)
            effects.append(Effect(label, move, True, self._reply(each.end, reply)))
        return tuple(effects)

    def _reply(self, end: int, reply: int) -> Reply:
        """Put a reply of the others into words."""
        model, concept = self._model, self._asked.concept
        structure = model.structure
        if concept != "sim":
            credible = concept in {"seq", "symmetric_seq"}
            tracing = trace(model, end, structure.others(self._party), improving=credible)
            return reply_to(model, reply, tracing, credible=credible)
        changed = end ^ reply
        movers = [k for k in structure.others(self._party) if structure.own_mask[k] & changed]
        moves = []
        for k in movers:
            to = self._here ^ (structure.own_mask[k] & changed)
            moves.append(f"{model.parties[k]}: {structure.describe_move(k, self._here, to)}")
        return Reply(structure.label(reply), tuple(moves), tuple(model.parties[k] for k in movers), True)

    def _needed(self, asked: Condition) -> tuple[Needed, ...]:
        model = self._model
        names = list(CONCEPTS) if model.n_states <= FEW_STATES else [asked.concept]
        if not model.structure.is_option_form:
            names = [name for name in names if not CONCEPTS[name].needs_option_form]
        found = (asked if name == asked.concept else condition(model, self._party, self._here, name) for name in names)
        return tuple(_needed(each) for each in found)


def _needed(found: Condition) -> Needed:
    clauses = found.clauses
    label = found.model.structure.label
    mentioned = 0
    for ways in clauses:
        for way in ways:
            mentioned |= way
    named: tuple[tuple[tuple[str, ...], ...], ...] | None = None
    if sum(way.bit_count() for ways in clauses for way in ways) <= MOST_NAMED:
        named = tuple(tuple(tuple(label(s) for s in found.listed(way)) for way in ways) for ways in clauses)
    share = share_of(clauses)
    n = found.model.n_states
    of = factorial(n) if n <= FEW_COUNTED and share is not None else None
    count = int(share * of) if share is not None and of is not None else None
    return Needed(
        found.concept,
        found.is_met(found.better()),
        mentioned.bit_count(),
        named,
        share,
        count,
        of,
    )
