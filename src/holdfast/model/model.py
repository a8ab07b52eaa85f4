"""The compiled conflict: a structure, a preference for each party, and where the plan and the status quo lie."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from holdfast.digest import digest
from holdfast.errors import ModelError, QuestionError
from holdfast.model.nuance import Kinds, group, groups_of, is_unknown, kinds_of
from holdfast.model.preference import Preference, Tiers, Weights, is_known, ranks_of, satisfied, weighed
from holdfast.model.structure import Structure
from holdfast.near import did_you_mean

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def not_known(party: str) -> str:
    """Say that a question needs to know how a party compares states, and where to go instead."""
    return (
        f'which of some states "{party}" prefers is unknown, and this question takes every preference as known; '
        "`solve` answers for four ways of meeting the unknown: --concept gmr_a,gmr_b,gmr_c,gmr_d, and so for nash, "
        "smr and seq"
    )


@dataclass(frozen=True)
class Model:
    """A graph model of one conflict under one account, with at most one plan on the table.

    Attributes
    ----------
    structure : Structure
        Options, feasible states and moves.
    preferences : tuple of Preference
        One per party, in the order of ``structure.parties``.
    wording : tuple of tuple of str
        Per party, its statements as written (empty for a ranking): what explanations quote. For weights, two for each
        term and each red line: where it is true, and where it is false.
    status_quo : int or None
        Where the conflict starts, if it can occur.
    signatories : tuple of int
        Parties that sign, as indices.
    plan : str
        Id of the plan on the table, or empty.
    plan_state : int or None
        The state in which the plan is in force and everybody keeps to it.
    account : str
        Id of the account, or empty for the case's own preferences.
    case : str
        Digest of the case.
    """

    structure: Structure
    preferences: tuple[Preference, ...]
    wording: tuple[tuple[str, ...], ...] = ()
    status_quo: int | None = None
    signatories: tuple[int, ...] = ()
    plan: str = ""
    plan_state: int | None = None
    account: str = ""
    case: str = field(default="", compare=False)

    @property
    def parties(self) -> tuple[str, ...]:
        """Ids of the parties."""
        return self.structure.parties

    @property
    def options(self) -> tuple[str, ...]:
        """Names of the options, in letter order."""
        return self.structure.options

    @property
    def n_states(self) -> int:
        """Number of feasible states."""
        return self.structure.n_states

    @cached_property
    def digest(self) -> str:
        """Sixteen hex digits that change when anything that bears on a verdict does."""
        return digest((self.structure, self.preferences, self.status_quo, self.plan_state))

    @cached_property
    def unsure(self) -> tuple[int, ...]:
        """The parties of which it is not known how they compare some states."""
        return tuple(k for k, preference in enumerate(self.preferences) if not is_known(preference))

    def need_known(self, party: int) -> None:
        """Raise QuestionError where it is not known how a party compares some states: its order alone says too little.

        Everything that compares states by rank or level asks, so that what is unknown is never taken for a tie.
        """
        if party in self.unsure:
            raise QuestionError(not_known(self.parties[party]))

    def ranks(self, party: int) -> NDArray[np.int32]:
        """Return a party's dense ranks (higher is better), aligned with ``structure.codes``; shape (n_states,).

        Raises
        ------
        QuestionError
            If it is not known how the party compares some states.
        """
        self.need_known(party)
        return self._ranks[party]

    def kinds(self, party: int) -> Kinds:
        """Return a party's states in kinds that compare alike, with what is unknown; computed afresh each time."""
        structure = self.structure
        return kinds_of(self.preferences[party], structure.codes, structure.n_options, structure.merged_members)

    def groups(self, party: int) -> NDArray[np.int32]:
        """Return dense ranks of groups of states: one is greatly preferred to another iff it is of a higher group."""
        structure = self.structure
        return groups_of(self.preferences[party], structure.codes, structure.n_options, structure.merged_members)

    @cached_property
    def _ranks(self) -> tuple[NDArray[np.int32], ...]:
        codes, m = self.structure.codes, self.structure.n_options
        members = self.structure.merged_members
        return tuple(ranks_of(preference, codes, m, members) for preference in self.preferences)

    def level(self, party: int, state: int) -> Any:
        """Return something that compares as a party likes states: higher is better. Pure Python, state by state.

        Raises
        ------
        QuestionError
            If it is not known how the party compares some states.
        """
        self.need_known(party)
        return self.order(party, state)

    def order(self, party: int, state: int) -> Any:
        """As :meth:`level`, for any preference: the order to which what :meth:`is_unknown` finds are exceptions."""
        preference = self.preferences[party]
        if isinstance(preference, Tiers):
            return self._tier_of[party][state]
        if isinstance(preference, Weights):
            return weighed(preference, state, self.structure.n_options, self.structure.merged_members)
        return satisfied(preference, state, self.structure.n_options, self.structure.merged_members)

    @cached_property
    def _tier_of(self) -> tuple[dict[int, int], ...]:
        tables: list[dict[int, int]] = []
        for preference in self.preferences:
            tiers = preference.tiers if isinstance(preference, Tiers) else ()
            tables.append({state: -place for place, tier in enumerate(tiers) for state in tier})
        return tuple(tables)

    def is_unknown(self, party: int, a: int, b: int) -> bool:
        """Whether nobody knows which of two states a party prefers."""
        return is_unknown(self.preferences[party], a, b, lambda state: self.order(party, state))

    def group(self, party: int, state: int) -> Any:
        """Return something that is greater for one state than for another iff a party greatly prefers the one."""
        structure = self.structure
        return group(self.preferences[party], state, structure.n_options, structure.merged_members)

    def prefers(self, party: int, state: int, to: int) -> bool:
        """Whether a party strictly prefers ``state`` to the state ``to``."""
        return bool(self.level(party, state) > self.level(party, to))

    def party_index(self, party: str) -> int:
        """Return a party's index.

        Raises
        ------
        ModelError
            If there is no such party.
        """
        if party not in self.parties:
            raise ModelError(f'no party "{party}"; {did_you_mean(party, self.parties, "parties")}')
        return self.parties.index(party)

    def replace(self, **changes: Any) -> Model:
        """Return a copy with some fields changed."""
        return dataclasses.replace(self, **changes)

    def __repr__(self) -> str:
        under = f", account {self.account}" if self.account else ""
        table = f", plan {self.plan}" if self.plan else ""
        return f"Model({len(self.parties)} parties, {len(self.options)} options{table}{under})"
