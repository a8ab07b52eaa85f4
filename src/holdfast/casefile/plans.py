"""Plans and the agreement that puts one in force."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.case import Agreement, ById, Cell, Claim, Conduct, Plan
from holdfast.case.condition import Condition, InForce, IssueIs, Not, Taken, atoms
from holdfast.casefile.draft import Draft, MakeClaim
from holdfast.casefile.findings import quote
from holdfast.casefile.located import Map, Text
from holdfast.casefile.names import Names

if TYPE_CHECKING:
    from holdfast.casefile.schema import CaseEntry, CellEntry, ConductEntry, PlanEntry


def plan(key: Text, entry: PlanEntry, claim: MakeClaim, names: Names, draft: Draft) -> Plan:
    """Return a plan; cells and conduct that mean nothing are noted and left out."""
    where = f" in plan {quote(key)}"
    cells: list[tuple[str, Cell]] = []
    for name, given in (entry.positions or {}).items():
        issue = names.issue(name, name.place, where)
        listed = given if isinstance(given, list) else [given]
        made_cells = [each for cell in listed if (each := _cell(cell, issue, claim(cell), names, where)) is not None]
        if not listed:
            hint = "name a position, or leave the issue out: then it is unknown"
            names.found.add(name.place, "HF108", f"no cell stands in the list on {quote(name)}{where}", hint)
        before: set[Condition | None] = set()
        for when in (cell.when for cell in made_cells):
            if None in before or when in before:
                other = "one that always counts" if None in before else "one with the same `when`"
                message = f"a cell on {quote(name)}{where} stands after {other}"
                names.found.add(name.place, "HF147", message, "give the earlier one another `when`, or put it last")
                break
            before.add(when)
        if issue and made_cells:
            cells.append((issue, replace(made_cells[0], others=tuple(made_cells[1:]))))
    conduct: dict[tuple[str, str], Conduct] = {}
    whole = True
    for item in entry.conduct or ():
        made = _conduct(item, claim(item), names, where)
        if made is None:
            whole = False
        elif (made.party, made.option) in conduct:
            message = f"option {quote(made.option)} stands twice in the conduct of plan {quote(key)}"
            names.found.add(item.do.place, "HF146", message, "say once whether it is taken")
            whole = False
        else:
            conduct[made.party, made.option] = made
    text = [str(each) if each is not None else "" for each in (entry.title, entry.date, entry.note)]
    result = Plan(str(key), text[0], ById(cells), tuple(conduct.values()), text[1], text[2], claim(entry))
    if whole:
        draft.plans.append((without_doubtful_cells(result), key))
    return result


def without_doubtful_cells(plan: Plan) -> Plan:
    """Return a plan in which cells that count in some worlds only are unknown."""
    kept = ById((issue, cell) for issue, cell in plan.positions.items() if cell.when is None)
    return plan if len(kept) == len(plan.positions) else replace(plan, positions=kept)


def _cell(entry: CellEntry, issue: str | None, behind: Claim, names: Names, where: str) -> Cell | None:
    position = issue and names.position(issue, entry.position, entry.position.place, where)
    when = None if entry.when is None else names.over_judgements(entry.when, where)
    if not position or (entry.when is not None and when is None):
        return None
    return Cell(position, behind, when)


def _conduct(item: ConductEntry, claim: Claim, names: Names, where: str) -> Conduct | None:
    condition = names.condition(item.do, where)
    if condition is None:
        return None
    match condition:
        case Taken(party, option):
            return Conduct(party, option, True, claim)
        case Not(Taken(party, option)):
            return Conduct(party, option, False, claim)
    hint = "list options taken, or not taken: [halt, not seize_assets]"
    names.found.add(item.do.place, "HF142", f"conduct {quote(item.do)}{where} is not an option", hint)
    return None


def agreement(tree: Map, file: CaseEntry, claim: MakeClaim, names: Names, draft: Draft) -> Agreement | None:
    """Return the agreement, or note that it is missing."""
    entry = file.agreement
    if entry is None:
        if file.plans:
            hint = "for example: agreement: {signatories: {north: sign, south: sign}}"
            key = next(iter(file.plans))
            names.found.add(key.place, "HF140", "there are plans but no agreement says who signs them", hint)
        draft.has_whole_agreement = False
        return None
    signatories: list[tuple[str, str]] = []
    for name, option in entry.signatories.items():
        party = names.party(name, " in signatories")
        if party is None:
            continue
        owner, dot, bare = option.partition(".")
        implied = bare if dot and owner == party else str(option)
        signed = names.option_of(party, implied, option.place, " in signatories")
        if signed is not None:
            signatories.append((party, signed.option))
    condition = None
    if not entry.signatories:
        place = tree.key("agreement").place
        names.found.add(place, "HF108", "nobody signs the agreement", "name at least one signatory")
        draft.has_whole_agreement = False
    if entry.in_force is not None:
        condition = names.condition(entry.in_force, " in in_force")
        if condition is not None and any(isinstance(atom, IssueIs | InForce) for atom in atoms(condition)):
            message = (
                f"{quote(entry.in_force)} speaks of where issues stand, which depends on the agreement being in force"
            )
            names.found.add(entry.in_force.place, "HF145", message, "use options only")
            condition = None
        if condition is None:
            draft.has_whole_agreement = False
    if len(signatories) < len(entry.signatories):
        draft.has_whole_agreement = False
    return Agreement(ById(signatories), condition, claim(entry))
