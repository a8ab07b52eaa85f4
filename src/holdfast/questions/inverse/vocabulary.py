"""What may be added to a list of statements: short conditions that the case already speaks of.

The vocabulary is closed, so that "the fewest edits" means something: each option and its opposite, ``in_force`` and
its opposite, each comparison of an issue with positions that some preference or rule of the case makes, and its
opposite, and every statement that the case or an account gives the same party.
"""

from __future__ import annotations

from collections.abc import Iterator

from holdfast.case import Case
from holdfast.case.condition import Condition, InForce, IssueIs, Not, Taken, atoms, write
from holdfast.model.compile import OpenIssue, Table
from holdfast.model.formula import Formula

DESCRIPTION = (
    "single options, in_force, comparisons of issues made elsewhere in the case, the opposite of each, and what other "
    "lists of the case state for the same party"
)


def vocabulary(case: Case, table: Table, party: str, account: str | None) -> tuple[tuple[str, Formula], ...]:
    """Return the statements that may be added to a party's list, as text and as formulas; simplest first.

    Parameters
    ----------
    case : Case
        The case.
    table : Table
        The plan on the table. What asks for the position of an issue that it leaves unknown is left out.
    party : str
        Id of the party.
    account : str or None
        The account whose list is edited; what the list already says is left out.
    """
    names = {(o.party, o.id): name for o, name in zip(case.options, case.option_names, strict=True)}

    def text(condition: Condition) -> str:
        return write(condition, lambda taken: names[taken.party, taken.option])

    stated = case.preference(party, account)
    said = {text(each.condition) for each in stated} if isinstance(stated, tuple) else set()
    found: dict[str, Formula] = {}
    for condition in _conditions(case, party):
        written = text(condition)
        if written in said or written in found:
            continue
        try:
            found[written] = table.formula(condition)
        except OpenIssue:
            continue
    return tuple(found.items())


def _conditions(case: Case, party: str) -> Iterator[Condition]:
    for option in sorted(case.options, key=lambda o: o.party != party):  # the party's own options first
        yield from _either(Taken(option.party, option.id))
    if case.agreement is not None:
        yield from _either(InForce())
    compared = dict.fromkeys(atom for each in _written(case) for atom in atoms(each) if isinstance(atom, IssueIs))
    for atom in compared:
        yield from _either(atom)
    for account in (None, *case.accounts):
        stated = case.preference(party, account)
        if isinstance(stated, tuple):
            yield from (statement.condition for statement in stated)


def _either(condition: Condition) -> tuple[Condition, Condition]:
    return condition, Not(condition)


def _written(case: Case) -> Iterator[Condition]:
    """Yield every condition of a rule or a list of statements."""
    yield from (rule.never for rule in case.rules)
    for lists in (case.preferences, *(account.preferences for account in case.accounts.values())):
        for stated in lists.values():
            if isinstance(stated, tuple):
                yield from (statement.condition for statement in stated)
