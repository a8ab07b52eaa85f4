"""How each party ranks packages: a package is a position for every issue, judged in the state in which it is kept.

The state is the same for all packages of one setting: the status quo with each signatory's option taken and a plan's
conduct carried out. So what sets two packages apart for a party is only what its preference says about issues.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from holdfast.case import Case
from holdfast.model.compile import assemble, preference, structure
from holdfast.model.model import Model
from holdfast.questions.drafts.scope import Scope, scopes


@dataclass(frozen=True)
class Setting:
    """Where packages are compared.

    Attributes
    ----------
    scope : Scope
        The case, the account, the plan whose conduct counts, and the issues.
    """

    scope: Scope

    @property
    def case(self) -> Case:
        """The case."""
        return self.scope.case

    @property
    def signatories(self) -> tuple[str, ...]:
        """The parties that sign, in the order of the agreement."""
        agreement = self.case.agreement
        return tuple(agreement.signatories) if agreement else ()

    def model(self, positions: Mapping[str, str]) -> Model:
        """Compile the conflict with a package on the table; ``model.plan_state`` is None where it cannot occur."""
        table, account = self.scope.at(positions), self.scope.account
        chosen = tuple(preference(table, party, account) for party in self.case.parties)
        return assemble(table, structure(table), chosen, account)

    def level(self, party: str, positions: Mapping[str, str]) -> Any:
        """Return something that compares as a party likes packages: higher is better; None where it cannot occur."""
        model = self.model(positions)
        if model.plan_state is None:
            return None
        return model.level(model.party_index(party), model.plan_state)

    def status_quo(self, party: str) -> Any:
        """Return the party's level of the status quo, comparable with those of packages; None if it cannot occur."""
        model = self.model({})
        return None if model.status_quo is None else model.level(model.party_index(party), model.status_quo)


def setting_of(case: Case, plan: str, account: str | None = None) -> Setting:
    """Return the setting of a plan: its conduct, all issues free.

    Raises
    ------
    ModelError
        If there is no such plan or account.
    QuestionError
        If the case has no issues or no agreement.

    Examples
    --------
    >>> from holdfast import example
    >>> case = example("ukraine-2025")
    >>> here = setting_of(case, "p28", "washington")
    >>> p28 = {issue: cell.position for issue, cell in case.plans["p28"].positions.items()}
    >>> here.level("russia", p28) > here.status_quo("russia")
    True
    """
    return Setting(scopes(case, account=account, plan=plan)[0])
