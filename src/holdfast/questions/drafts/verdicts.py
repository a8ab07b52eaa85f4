"""The verdicts of each type of draft: one conflict of it is judged as any plan is, and no judgement is made twice."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.model.compile import Table, assemble, preference, structure
from holdfast.model.model import Model
from holdfast.model.preference import Preference, Tiers, ranks_of
from holdfast.model.structure import Structure
from holdfast.questions.drafts.count import Counted, Work
from holdfast.questions.drafts.kinds import Kind
from holdfast.questions.drafts.scope import Scope
from holdfast.questions.drafts.worlds import World
from holdfast.questions.judge import answers, improvements

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CANNOT_OCCUR: tuple[str, ...] = ()
"""The verdicts where the drafts' state cannot occur."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What holds of every draft of one type.

    Attributes
    ----------
    verdicts : tuple of str
        One a party; empty where the drafts' state cannot occur.
    signs : tuple of bool or None
        For each party whether it would sign; None for those that do not, and where the status quo cannot occur.
    """

    verdicts: tuple[str, ...]
    signs: tuple[bool | None, ...]

    @property
    def holds(self) -> bool:
        """Whether no party is a blocker."""
        return bool(self.verdicts) and "blocker" not in self.verdicts

    @property
    def holds_firmly(self) -> bool:
        """Whether every party is content or deterred."""
        return self.holds and "bluffed" not in self.verdicts

    @property
    def all_sign(self) -> bool:
        """Whether every signatory would sign."""
        asked = [signs for signs in self.signs if signs is not None]
        return bool(asked) and all(asked)


class Judge:
    """Judges types of drafts. What was found for one is used for every other that cannot differ in it."""

    def __init__(self, scope: Scope, work: Work, worlds: tuple[World, ...]) -> None:
        self._scope, self._work, self._worlds = scope, work, worlds
        self._alone: dict[tuple[int, int, int], tuple[str, list[int]]] = {}
        self._joint: dict[tuple[object, ...], bool] = {}
        self._ranked: dict[tuple[int, Kind], tuple[Preference, NDArray[np.int32]]] = {}
        self._structures: dict[int, Structure] = {}

    def judge(self, row: tuple[int, ...], cell: int) -> Judged:
        """Return the verdicts of a type, of which ``cell`` holds a draft."""
        world = row[0]
        base = self._worlds[world].model
        if base is None:
            return Judged(CANNOT_OCCUR, (None,) * len(self._work.readers))
        kinds = self._kinds(row)
        made: list[Model] = []

        def model() -> Model:
            if not made:
                made.append(self._model(kinds, cell))
            return made[0]

        can_sign = base.status_quo is not None
        return Judged(
            tuple(self._verdict(party, kinds, model) for party in range(len(kinds))),
            tuple(kind.signs if can_sign and k in base.signatories else None for k, kind in enumerate(kinds)),
        )

    def _kinds(self, row: tuple[int, ...]) -> tuple[Kind, ...]:
        number = dict(zip(self._work.order, row[1:], strict=True))
        return tuple(reader.kinds[number.get(k, 0)] for k, reader in enumerate(self._work.readers))

    def _verdict(self, party: int, kinds: tuple[Kind, ...], model: Callable[[], Model]) -> str:
        own = kinds[party]
        key = party, own.world, own.better
        if key not in self._alone:
            self._alone[key] = _alone(model(), party)
        word, ends = self._alone[key]
        if word:
            return word
        # only whether the others would want to reply depends on them too, and on nothing but what they would want
        joint = (*key, *(kind.wanted for k, kind in enumerate(kinds) if k != party))
        if joint not in self._joint:
            here = _state(model())
            self._joint[joint] = all(answers(model(), party, here, end, credible=True)[0] is not None for end in ends)
        return "deterred" if self._joint[joint] else "bluffed"

    def _model(self, kinds: tuple[Kind, ...], cell: int) -> Model:
        """Compile one draft, with each party's preferences from the first draft of which it took the same view."""
        table = self._scope.at(self._work.grid.positions(cell))
        world = kinds[0].world
        if world not in self._structures:
            self._structures[world] = structure(table)
        made = self._structures[world]
        chosen = []
        for party, kind in enumerate(kinds):
            if (party, kind) not in self._ranked:
                self._ranked[party, kind] = self._rank(table, made, party)
            chosen.append(self._ranked[party, kind])
        plain = assemble(table, made, tuple(each for each, _ in chosen), self._scope.account)
        fields = {field.name: getattr(plain, field.name) for field in dataclasses.fields(plain)}
        return _Ranked(**fields, shared=tuple(ranks for _, ranks in chosen))

    def _rank(self, table: Table, made: Structure, party: int) -> tuple[Preference, NDArray[np.int32]]:
        stated = preference(table, made.parties[party], self._scope.account)
        if isinstance(stated, Tiers):  # rules that speak of issues can forbid states that are ranked
            stated = Tiers(tuple(tuple(filter(made.is_feasible, tier)) for tier in stated.tiers))
        return stated, ranks_of(stated, made.codes, made.n_options, made.merged_members)


@dataclass(frozen=True)
class _Ranked(Model):
    """A model whose ranks are known, so that parties of one kind are ranked once for all types."""

    shared: tuple[NDArray[np.int32], ...] = ()

    def ranks(self, party: int) -> NDArray[np.int32]:
        """Return a party's dense ranks."""
        return self.shared[party]


def _state(model: Model) -> int:
    assert model.plan_state is not None
    return model.plan_state


def _alone(model: Model, party: int) -> tuple[str, list[int]]:
    """Return what a party's own preferences say about its verdict, if that is all, and its improvements."""
    here = _state(model)
    ends = improvements(model, party, here)
    if not ends:
        return "content", ends
    blocks = any(answers(model, party, here, end, credible=False)[0] is None for end in ends)
    return ("blocker" if blocks else ""), ends


def judge_all(
    scope: Scope, work: Work, worlds: tuple[World, ...], counted: Counted, told: Callable[[int, int], None]
) -> tuple[Judged, ...]:
    """Judge every type; ``told`` hears how many are done, of how many."""
    judge, found = Judge(scope, work, worlds), []
    for k, (row, cell) in enumerate(zip(counted.types, counted.cells, strict=True)):
        if k % 64 == 0:
            told(k, len(counted.types))
        found.append(judge.judge(row, cell))
    return tuple(found)
