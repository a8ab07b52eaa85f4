"""Weights: what positions and conditions are worth to a party, its walk-away, and its red lines."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from holdfast.case import Claim, IssueWorth, RedLine, Weights, Worth
from holdfast.case.condition import Condition
from holdfast.casefile.draft import Draft, MakeClaim, Stated
from holdfast.casefile.findings import quote
from holdfast.casefile.located import Text
from holdfast.casefile.names import Names

if TYPE_CHECKING:
    from holdfast.casefile.schema import IssueWorthEntry, WeightsEntry


def weights(
    key: Text, entry: WeightsEntry, where: str, claim: MakeClaim, names: Names, draft: Draft, has_agreement: bool
) -> Weights:
    """Return a party's weights; entries that mean nothing are noted and left out.

    Parameters
    ----------
    key : Text
        The party as written.
    where : str
        Whose they are, for messages (" in preference of ...").
    has_agreement : bool
        Whether anything can be in force.
    """
    found, where = names.found, where.replace(" in preference of ", " in weights of ", 1)
    issues = []
    for name, item in (entry.issues or {}).items():
        issue = names.issue(name, name.place, where)
        made = issue and _issue(name, issue, item, claim(item), names, where)
        if made:
            issues.append(made)
    also: dict[Condition, Worth] = {}
    for each in entry.also or ():
        behind = claim(each)
        condition = _fresh(each.prefer, also, names, where)
        if condition is None:
            continue
        also[condition] = Worth(condition, each.worth.value, behind)
        draft.stated.append(Stated(condition, each.prefer, where))
        if not each.worth.value:
            found.add(each.worth.at.place, "HF165", f"{quote(each.prefer)} is worth 0{where}", "take it out")
    lines: dict[Condition, RedLine] = {}
    for line in entry.red_lines or ():
        behind = claim(line)
        condition = _fresh(line.never, lines, names, where)
        if condition is not None:
            lines[condition] = RedLine(condition, behind)
            draft.stated.append(Stated(condition, line.never, where, is_red_line=True))
    if not entry.issues and not entry.also:
        hint = "say what positions are worth (issues:), or conditions (also:)"
        found.add(key.place, "HF162", f"nothing is weighed{where}", hint)
    away = entry.walk_away
    if away is not None and not (has_agreement and entry.issues):
        what = "no agreement can be in force" if not has_agreement else "no issue is worth anything"
        hint = "it is what the issues are worth while no agreement is in force; take it out"
        found.add(away.at.place, "HF163", f"walk_away{where}, but {what}", hint)
    return Weights(
        scale=str(entry.scale),
        issues=tuple(issues),
        also=tuple(also.values()),
        red_lines=tuple(lines.values()),
        walk_away=None if away is None else away.value,
        claim=claim(entry),
    )


def _issue(name: Text, issue: str, entry: IssueWorthEntry, claim: Claim, names: Names, where: str) -> IssueWorth | None:
    found = names.found
    given: dict[str, Fraction] = {}
    whole = True
    for position, number in entry.values.items():
        known = names.position(issue, position, position.place, where)
        if known is None:
            whole = False
        else:
            given[known] = number.value
    where = f" of {quote(name)}{where}"
    listed = [str(position) for position in names.positions[issue]]
    missing = [position for position in listed if position not in given]
    if missing and whole:
        shown = ", ".join(missing[:6]) + (" ..." if len(missing) > 6 else "")
        hint = "every position of an issue needs a value; a plan may take any of them"
        found.add(name.place, "HF161", f"no value for {shown}{where}", hint)
    weight = Fraction(1) if entry.weight is None else entry.weight.value
    if weight < 0 and entry.weight is not None:
        hint = "turn the values round instead: the position a party likes best has the largest"
        found.add(entry.weight.at.place, "HF160", f"the weight{where} is negative", hint)
    if missing or not whole:
        return None
    if not weight or len(set(given.values())) == 1:
        found.add(name.place, "HF165", f"the values{where} make no difference", "take the issue out, or mend them")
    return IssueWorth(issue, weight, tuple((position, given[position]) for position in listed), claim)


def _fresh(clause: Text, known: dict[Condition, Any], names: Names, where: str) -> Condition | None:
    """Look a condition up, and note one that stands there already."""
    condition = names.condition(clause, where)
    if condition is not None and condition in known:
        names.found.add(clause.place, "HF119", f"{quote(clause)} is listed twice{where}", "once is enough")
        return None
    return condition
