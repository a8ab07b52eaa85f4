"""Everybody's own game: the conflict as one party believes it to be, as a case of its own.

Party i's own game has i's preferences as they are in truth, since nobody is taken to be mistaken about what it wants.
Everything else is as the account says that i believes: what the others want, and the facts, that is, which rules count,
which options are open and which cells of a plan count, for i as well. What i believes that the others believe is not
modelled: in i's game all see what i sees.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from holdfast.case import ById, Case
from holdfast.case.account import Account, Preference
from holdfast.case.world import without_doubt
from holdfast.errors import ModelError, QuestionError
from holdfast.model.compile import check_names, plan_code
from holdfast.model.family import Family, family
from holdfast.model.states import to_code
from holdfast.model.structure import Structure


@dataclass(frozen=True)
class Games:
    """The conflict as it is taken to be in truth, and as each party believes it to be.

    Attributes
    ----------
    case : Case
        The case.
    truth : Family
        Under the account in force.
    own : tuple of Family
        Each party's own game, in file order.
    believed : tuple of (str or None)
        For each party, the account that it believes; None where it sees what is taken to be true.
    letters : str or None
        The state asked about; None for that of the plan.
    """

    case: Case
    truth: Family
    own: tuple[Family, ...]
    believed: tuple[str | None, ...]
    letters: str | None

    def code_in(self, structure: Structure) -> int | None:
        """Return the code of the state asked about in a game; None where it cannot occur there."""
        wanted = to_code(self.letters) if self.letters is not None else plan_code(self.case, self.truth.plan)
        code = structure.canonical(wanted)
        return code if structure.is_feasible(code) else None

    def where_known(self, game: Family) -> Family | None:
        """Return a game over the fillings under which the state asked about can occur in it; None if there are none."""
        known = tuple(branch for branch in game.branches if self.code_in(branch.structure) is not None)
        return replace(game, branches=known) if known else None


def believed_by(case: Case, party: str, account: str | None) -> str | None:
    """Return the account that says what a party believes of the others; None where it believes what is in force.

    What the account in force says of it comes before what the case says.
    """
    own = case.accounts[account].believes.get(party) if account is not None else None
    named = own or case.believes.get(party)
    return None if named == account else named


def own_case(case: Case, party: str, account: str | None) -> Case:
    """Return the conflict as a party believes it to be, without doubt and without accounts.

    Raises
    ------
    ModelError
        If there is no such account, or it leaves out the preferences of a party that the case leaves out too.
    """
    believed = believed_by(case, party, account) or account
    check_names(case, None, believed)
    facts, truth = without_doubt(case, believed), without_doubt(case, account)
    stated: list[tuple[str, Preference]] = []
    for each in case.parties:
        preference = truth.preference(each, account) if each == party else facts.preference(each, believed)
        if preference is None:
            whose = f'account "{believed}", which "{party}" believes,' if believed else "the case"
            raise ModelError(f'{whose} gives no preferences for "{each}"; add them there or to the case')
        stated.append((each, preference))
    return facts.replace(preferences=ById(stated), accounts=ById[Account](), believes=ById[str]())


def games(case: Case, *, plan: str | None, account: str | None, letters: str | None) -> Games:
    """Compile the true game and everybody's own.

    Raises
    ------
    ModelError
        If there is no such plan or account, or preferences are missing.
    QuestionError
        If there is neither a state nor a plan.
    """
    check_names(case, plan, account)
    if letters is None and plan is None:
        raise QuestionError("name a state or a plan")
    truth = family(case, plan=plan, account=account)
    believed = tuple(believed_by(case, party, account) for party in case.parties)
    own = tuple(
        truth if name is None else family(own_case(case, party, account), plan=plan)
        for party, name in zip(case.parties, believed, strict=True)
    )
    return Games(case, truth, own, believed, letters)
