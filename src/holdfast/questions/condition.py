"""A condition that somebody asks about: read, and its names looked up in a case that has no problems."""

from __future__ import annotations

from collections.abc import Callable

from holdfast.case import Case
from holdfast.case.condition import Comparison, Condition, IssueIs, Name, Taken, parse, replace_atoms
from holdfast.errors import ConditionError
from holdfast.near import did_you_mean

_KEPT: dict[str, Callable[[int, int], bool]] = {
    "=": lambda k, at: k == at,
    "!=": lambda k, at: k != at,
    ">=": lambda k, at: k >= at,
    "<=": lambda k, at: k <= at,
    ">": lambda k, at: k > at,
    "<": lambda k, at: k < at,
}


def condition_of(case: Case, text: str) -> Condition:
    """Read a condition in the language of case files.

    Parameters
    ----------
    case : Case
        Whose options and issues it names.
    text : str
        The condition.

    Returns
    -------
    Condition

    Raises
    ------
    ConditionError
        If it cannot be read, or names what is not in the case.

    Examples
    --------
    >>> from holdfast import example
    >>> condition_of(example("cuba-1962"), "not withdraw")
    Not(part=Taken(party='ussr', option='withdraw'))
    """

    def look_up(atom: Condition) -> Condition:
        if isinstance(atom, Name):
            return _option(case, atom)
        return _comparison(case, atom) if isinstance(atom, Comparison) else atom

    return replace_atoms(parse(text), look_up)


def _option(case: Case, name: Name) -> Taken:
    party, _, option = name.text.rpartition(".")
    found = [o for o in case.options if o.id == option and party in ("", o.party)]
    if len(found) == 1:
        return Taken(found[0].party, found[0].id)
    if found:
        both = " and ".join(f"{o.party}.{o.id}" for o in found)
        raise ConditionError(f'"{name.text}" is an option of several parties', name.column, f"write one of {both}")
    if name.text in case.issues:
        hint = f"compare it: {name.text} = {next(iter(case.issues[name.text].positions))}"
        raise ConditionError(f'"{name.text}" is an issue', name.column, hint)
    hint = did_you_mean(name.text, case.option_names, "options")
    raise ConditionError(f'unknown option "{name.text}"', name.column, hint)


def _comparison(case: Case, atom: Comparison) -> IssueIs:
    issue = atom.issue.text
    if issue not in case.issues:
        hint = did_you_mean(issue, case.issues, "issues")
        raise ConditionError(f'unknown issue "{issue}"', atom.issue.column, hint)
    order = list(case.issues[issue].positions)
    for name in atom.positions:
        if name.text not in order:
            hint = did_you_mean(name.text, order, "positions")
            raise ConditionError(f'issue "{issue}" has no position "{name.text}"', name.column, hint)
    if atom.operator == "in":
        return IssueIs(issue, frozenset(name.text for name in atom.positions))
    at, keep = order.index(atom.positions[0].text), _KEPT[atom.operator]
    return IssueIs(issue, frozenset(position for k, position in enumerate(order) if keep(k, at)))
