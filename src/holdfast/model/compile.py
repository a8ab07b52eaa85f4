"""Case to model: options become bits, conditions become formulas, a plan becomes a state.

An issue's position in a state is the plan's while the agreement is in force there, and ``now`` otherwise. So a
condition on an issue is, in the model, true everywhere, nowhere, exactly where the agreement is in force, or exactly
where it is not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from holdfast.case import Case, Ranking, Statement
from holdfast.case import Weights as Stated
from holdfast.case.account import is_known
from holdfast.case.condition import And, Condition, If, Iff, InForce, IssueIs, Not, Or, Taken, atoms, write
from holdfast.case.world import without_doubt
from holdfast.errors import ModelError, QuestionError
from holdfast.model.formula import FALSE, TRUE, Bit, Const, Formula, conjunction, disjunction, negation, same
from holdfast.model.model import Model, not_known
from holdfast.model.preference import Preference, Statements, Tiers, Weights
from holdfast.model.states import Merged, to_code
from holdfast.model.structure import Structure
from holdfast.model.weighing import weights
from holdfast.near import did_you_mean


class OpenIssue(ModelError):
    """A condition asks for the position of an issue that the plan leaves unknown."""

    def __init__(self, issue: str, plan: str) -> None:
        self.issue = issue
        super().__init__(f'plan "{plan}" leaves "{issue}" unknown, and the model depends on it; give it in `positions`')


class NoState(ModelError):
    """A rule forbids every state."""


@dataclass(frozen=True)
class Table:
    """What is on the table: a case, with a plan or without, and positions for the plan's unknown cells.

    Attributes
    ----------
    case : Case
        The case.
    plan : str
        Id of a plan, or empty for none: then every issue stays at ``now``.
    positions : tuple of (str, str)
        Issue and position for cells the plan leaves out.
    """

    case: Case
    plan: str = ""
    positions: tuple[tuple[str, str], ...] = ()

    def at(self, issue: str) -> str | None:
        """Return the position an issue takes while the agreement is in force; None where it is unknown."""
        if not self.plan:
            return self.case.issues[issue].now
        cell = self.case.plans[self.plan].positions.get(issue)
        return cell.position if cell else dict(self.positions).get(issue)

    def unknown(self) -> tuple[str, ...]:
        """Return the issues whose position under the plan is not known."""
        return tuple(issue for issue in self.case.issues if self.at(issue) is None)

    def is_open(self, issue: str) -> OpenIssue:
        """Return the error that says that an issue's position is not known."""
        return OpenIssue(issue, self.plan)

    def formula(self, condition: Condition) -> Formula:
        """Translate a condition.

        Raises
        ------
        OpenIssue
            If it depends on an issue whose position is not known.
        """
        match condition:
            case Taken(party, option):
                return Bit(_bit_of(self.case)[party, option])
            case InForce():
                return _in_force(self.case)
            case IssueIs(issue, positions):
                now, then = self.case.issues[issue].now in positions, self.at(issue)
                if then is None:
                    raise self.is_open(issue)
                in_force = _in_force(self.case)
                if (then in positions) == now:
                    return Const(now)
                return negation(in_force) if now else in_force
            case Not(part):
                return negation(self.formula(part))
            case And(parts):
                return conjunction(tuple(self.formula(part) for part in parts))
            case Or(parts):
                return disjunction(tuple(self.formula(part) for part in parts))
            case If(then_part, given):
                return disjunction((negation(self.formula(given)), self.formula(then_part)))
            case Iff(left, right):
                return same(self.formula(left), self.formula(right))
        raise TypeError(f"a name that was never looked up: {condition!r}")


@lru_cache(maxsize=64)
def _bit_of(case: Case) -> dict[tuple[str, str], int]:
    return {(option.party, option.id): k for k, option in enumerate(case.options)}


@lru_cache(maxsize=64)
def _in_force(case: Case) -> Formula:
    if case.agreement is None:
        return FALSE
    bits = _bit_of(case)
    signed = tuple(Bit(bits[party, option]) for party, option in case.agreement.signatories.items())
    if case.agreement.in_force is None:
        return conjunction(signed)
    if any(isinstance(atom, IssueIs | InForce) for atom in atoms(case.agreement.in_force)):
        raise ModelError("agreement.in_force may name options only, because issues depend on it")
    return conjunction((*signed, Table(case).formula(case.agreement.in_force)))


def structure(table: Table) -> Structure:
    """Compile options, feasibility and moves.

    Raises
    ------
    OpenIssue
        If a rule depends on an issue whose position is not known.
    """
    case = table.case
    parties = tuple(case.parties)
    never = []
    for rule in case.rules:
        formula = table.formula(rule.never)
        if formula == TRUE:
            raise NoState(
                f"the rule `{rule.text}` forbids every state" + (f" under plan {table.plan}" if table.plan else "")
            )
        if formula != FALSE:
            never.append(formula)
    merged = tuple(Merged(named.pattern) for named in case.states.values() if "-" in named.pattern)
    arcs = tuple(
        tuple((to_code(arc.source), to_code(arc.target)) for arc in case.moves[party]) if party in case.moves else None
        for party in parties
    )
    return _shared(
        Structure(
            parties=parties,
            options=case.option_names,
            owners=tuple(parties.index(option.party) for option in case.options),
            directions=tuple(option.direction for option in case.options),
            never=tuple(never),
            merged=tuple(dict.fromkeys(merged)),
            only=frozenset(named.pattern for named in case.states.values()) if case.only_named else None,
            arcs=arcs if any(each is not None for each in arcs) else (),
        )
    )


@lru_cache(maxsize=64)
def _shared(made: Structure) -> Structure:
    """Return one object for equal structures, so that what is cached on it is computed once."""
    return made


def preference(table: Table, party: str, account: str | None) -> Preference:
    """Compile a party's preference.

    Raises
    ------
    OpenIssue
        If it depends on an issue whose position is not known.
    ModelError
        If neither the account nor the case gives the party a preference.
    """
    stated = table.case.preference(party, account)
    if stated is None:
        accounts = ", ".join(table.case.accounts)
        raise ModelError(f'no preferences for "{party}"' + (f"; name an account: {accounts}" if accounts else ""))
    if isinstance(stated, Ranking):
        return Tiers(
            tuple(tuple(to_code(state) for state in tier) for tier in stated.tiers),
            tuple((to_code(a), to_code(b)) for a, b in stated.unknown),
            stated.greatly,
        )
    if isinstance(stated, Stated):
        return weights(table, stated)
    return statements(tuple(table.formula(statement.condition) for statement in stated), stated)


def statements(formulas: tuple[Formula, ...], stated: Sequence[Statement]) -> Statements:
    """Return statements as compiled, with what is said of those of the case they are made from."""
    unknown = tuple(k for k, statement in enumerate(stated) if statement.unknown)
    return Statements(formulas, unknown, sum(statement.greatly for statement in stated))


def wording(case: Case, party: str, account: str | None) -> tuple[str, ...]:
    """Return a party's statements as text, most important first; empty for a ranking and for weights."""
    stated = case.preference(party, account)
    if stated is None or isinstance(stated, Ranking | Stated):
        return ()
    names = dict(zip(((o.party, o.id) for o in case.options), case.option_names, strict=True))
    return tuple(write(s.condition, lambda taken: names[taken.party, taken.option]) for s in stated)


def plan_code(case: Case, plan: str) -> int:
    """Return the code of the state in which a plan is in force and everybody keeps to it.

    The status quo (all N if there is none) with each signatory's option taken and the plan's conduct applied.
    """
    bits, last = _bit_of(case), len(case.options) - 1
    code = to_code(case.status_quo.pattern) if case.status_quo else 0
    if case.agreement is not None:
        for party, option in case.agreement.signatories.items():
            code |= 1 << (last - bits[party, option])
    for item in case.plans[plan].conduct:
        bit = 1 << (last - bits[item.party, item.option])
        code = code | bit if item.taken else code & ~bit
    return code


def check_names(case: Case, plan: str | None, account: str | None) -> None:
    """Raise ModelError if there is no such plan or account, naming those there are."""
    if plan and plan not in case.plans:
        raise ModelError(f'no plan "{plan}"; {did_you_mean(plan, case.plans, "plans")}')
    if account and account not in case.accounts:
        raise ModelError(f'no account "{account}"; {did_you_mean(account, case.accounts, "accounts")}')


def need_known(case: Case, account: str | None) -> None:
    """Raise QuestionError if it is unknown which of some states a party prefers: for questions that cannot say so."""
    for party in case.parties:
        stated = case.preference(party, account)
        if stated is not None and not is_known(stated):
            raise QuestionError(not_known(party))


def assemble(table: Table, made: Structure, preferences: tuple[Preference, ...], account: str | None) -> Model:
    """Put a model together from compiled parts."""
    case = table.case
    status_quo = None
    if case.status_quo is not None or made.is_feasible(0):
        code = made.canonical(to_code(case.status_quo.pattern) if case.status_quo else 0)
        status_quo = code if made.is_feasible(code) else None
    plan_state = None
    if table.plan:
        code = made.canonical(plan_code(case, table.plan))
        plan_state = code if made.is_feasible(code) else None
    signatories = case.agreement.signatories if case.agreement else ()
    return Model(
        structure=made,
        preferences=preferences,
        wording=tuple(
            each.words if isinstance(each, Weights) else wording(case, party, account)
            for party, each in zip(case.parties, preferences, strict=True)
        ),
        status_quo=status_quo,
        signatories=tuple(made.parties.index(party) for party in signatories),
        plan=table.plan,
        plan_state=plan_state,
        account=account or "",
        case=case.digest,
    )


def compile_case(
    case: Case, *, plan: str | None = None, account: str | None = None, positions: Mapping[str, str] | None = None
) -> Model:
    """Compile a case to a model.

    Parameters
    ----------
    case : Case
        The case.
    plan : str, optional
        Id of the plan on the table; without one every issue stays at ``now``.
    account : str, optional
        Id of the account whose preferences are used; the case's own otherwise.
    positions : mapping of str to str, optional
        Positions for issues that the plan leaves unknown.

    Returns
    -------
    Model

    Raises
    ------
    ModelError
        If there is no such plan or account, preferences are missing, or the model depends on an unknown position
        (then :func:`holdfast.family` answers over all of them).

    Examples
    --------
    >>> from holdfast import example
    >>> compile_case(example("cuba-1962")).n_states
    12
    """
    case = without_doubt(case, account)
    check_names(case, plan, account)
    table = Table(case, plan or "", tuple(sorted((positions or {}).items())))
    made = structure(table)
    return assemble(table, made, tuple(preference(table, party, account) for party in case.parties), account)
