"""All the models that a plan with unknown cells stands for.

A plan may leave issues unknown. Every way of filling them gives a model, and there can be millions of ways; but
a party's ranking usually takes only a handful of forms, because all states in which the agreement is in force share
one filling: once a statement has set them apart from the rest, later statements about issues change nothing. So the
fillings are split, party by party and statement by statement, into *boxes* (a set of positions for each issue) within
which the ranking is the same. The boxes of one party are disjoint and cover every filling.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from holdfast.case import Case, Ranking, Weights
from holdfast.case.condition import Condition, InForce, IssueIs, atoms
from holdfast.case.world import without_doubt
from holdfast.model.compile import NoState, Table, assemble, check_names, preference, statements, structure
from holdfast.model.formula import Formula
from holdfast.model.model import Model
from holdfast.model.preference import Preference, truth_of, weigh_many
from holdfast.model.preference import Weights as Compiled
from holdfast.model.structure import Structure
from holdfast.model.thresholds import Breakpoints, breakpoints, fillings
from holdfast.model.weighing import fallback, weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Box = tuple[tuple[str, frozenset[str]], ...]
"""Issues with the positions allowed for each, sorted by issue; an issue not named may take any."""

EVERYTHING: Box = ()


def meet(first: Box, second: Box) -> Box | None:
    """Return the fillings in both boxes, or None if there is none.

    Examples
    --------
    >>> meet((("cap", frozenset({"a", "b"})),), (("cap", frozenset({"b", "c"})),))
    (('cap', frozenset({'b'})),)
    """
    joint = dict(first)
    for issue, positions in second:
        joint[issue] = joint[issue] & positions if issue in joint else positions
        if not joint[issue]:
            return None
    return tuple(sorted(joint.items()))


def turning_issues(first: Box, second: Box) -> frozenset[str]:
    """Return the one issue on which two disjoint boxes part, if there is just one: changing it alone leads across."""
    left, right = dict(first), dict(second)
    apart = [issue for issue in left.keys() & right.keys() if not left[issue] & right[issue]]
    return frozenset(apart) if len(apart) == 1 else frozenset()


@dataclass(frozen=True)
class Cell:
    """A box of fillings within which one party's preference is the same."""

    box: Box
    preference: Preference


@dataclass(frozen=True)
class Branch:
    """A box of fillings within which the same states can occur, with each party's cells inside it."""

    box: Box
    table: Table
    structure: Structure
    cells: tuple[tuple[Cell, ...], ...]
    account: str | None

    def model(self, chosen: tuple[Cell, ...]) -> Model:
        """Return the model in which each party has the preference of the cell chosen for it."""
        return assemble(self.table, self.structure, tuple(cell.preference for cell in chosen), self.account)

    def joint(self, fixed: Mapping[int, Cell]) -> Iterator[tuple[Box, tuple[Cell, ...]]]:
        """Yield every way of choosing a cell for each party that some filling allows, with the fillings' box."""

        def extend(party: int, box: Box, chosen: tuple[Cell, ...]) -> Iterator[tuple[Box, tuple[Cell, ...]]]:
            if party == len(self.cells):
                yield box, chosen
                return
            for cell in (fixed[party],) if party in fixed else self.cells[party]:
                inner = meet(box, cell.box)
                if inner is not None:
                    yield from extend(party + 1, inner, (*chosen, cell))

        start: Box | None = self.box
        for cell in fixed.values():  # the fixed cells first, so that impossible choices are cut early
            start = meet(start, cell.box) if start is not None else None
        if start is not None:
            yield from extend(0, start, ())


@dataclass(frozen=True)
class Family:
    """The models of one plan and account over every filling of the plan's unknown cells."""

    case: Case
    plan: str
    account: str | None
    branches: tuple[Branch, ...]

    @property
    def sure(self) -> Model | None:
        """The only model, where no unknown cell matters; otherwise None."""
        if len(self.branches) == 1 and all(len(cells) == 1 for cells in self.branches[0].cells):
            return self.branches[0].model(tuple(cells[0] for cells in self.branches[0].cells))
        return None

    def models(self) -> Iterator[tuple[Box, Model]]:
        """Yield every model with the box of fillings that give it."""
        for branch in self.branches:
            for box, chosen in branch.joint({}):
                yield box, branch.model(chosen)


def family(case: Case, *, plan: str | None = None, account: str | None = None) -> Family:
    """Compile a case over every filling of a plan's unknown cells.

    Parameters
    ----------
    case : Case
        The case.
    plan : str, optional
        Id of the plan on the table.
    account : str, optional
        Id of the account.

    Returns
    -------
    Family

    Raises
    ------
    ModelError
        If there is no such plan or account, or preferences are missing.
    """
    case = without_doubt(case, account)
    check_names(case, plan, account)
    table = Table(case, plan or "")
    branches: list[Branch] = []
    nothing: NoState | None = None
    for box in _rule_boxes(table):
        settled = Table(case, table.plan, _filling(case, table, box))
        try:
            made = structure(Table(case, table.plan, _complete(case, settled)))
        except NoState as error:  # so these fillings cannot be meant, unless there are no others
            nothing = error
            continue
        cells = tuple(_cells(table, made, party, account, box) for party in case.parties)
        branches.append(Branch(box, table, made, cells, account))
    if nothing is not None and not branches:
        raise nothing
    return Family(case, table.plan, account, tuple(branches))


def _filling(case: Case, table: Table, box: Box) -> tuple[tuple[str, str], ...]:
    """Return one filling of a box: for each issue it names, the first of its positions in listed order."""
    return tuple(
        (issue, next(position for position in case.issues[issue].positions if position in allowed))
        for issue, allowed in box
    )


def _complete(case: Case, table: Table) -> tuple[tuple[str, str], ...]:
    """Fill what is still unknown with any position: called where it is known not to matter."""
    rest = tuple((issue, next(iter(case.issues[issue].positions))) for issue in table.unknown())
    return (*table.positions, *rest)


def _classes(table: Table, condition: Condition, box: Box) -> Iterator[tuple[Box, Formula]]:
    """Split a box into parts within which a condition is one formula."""
    for part, filled in split_box(table, condition, box):
        yield part, Table(table.case, table.plan, (*table.positions, *filled)).formula(condition)


def split_box(table: Table, condition: Condition, box: Box) -> Iterator[tuple[Box, tuple[tuple[str, str], ...]]]:
    """Split a box by the unknown issues a condition asks about, into parts within which its truth cannot vary.

    Yields
    ------
    Box, tuple of (str, str)
        Each part, with one filling of it for the issues asked about.
    """
    case = table.case
    asked: dict[str, list[frozenset[str]]] = {}
    for atom in atoms(condition):
        if isinstance(atom, IssueIs) and table.at(atom.issue) is None:
            asked.setdefault(atom.issue, []).append(atom.positions)
    if not asked:
        yield box, ()
        return
    allowed = dict(box)
    choices = []
    for issue, sets in sorted(asked.items()):
        kinds: dict[tuple[bool, ...], list[str]] = {}
        for position in case.issues[issue].positions:
            if issue not in allowed or position in allowed[issue]:
                kinds.setdefault(tuple(position in positions for positions in sets), []).append(position)
        choices.append([(issue, tuple(kind)) for kind in kinds.values()])
    for choice in product(*choices):
        part = meet(box, tuple((issue, frozenset(kind)) for issue, kind in choice))
        assert part is not None
        yield part, tuple((issue, kind[0]) for issue, kind in choice)


def _rule_boxes(table: Table) -> list[Box]:
    boxes: list[tuple[Box, tuple[Formula, ...]]] = [(EVERYTHING, ())]
    for rule in table.case.rules:
        split = ((part, (*before, f)) for box, before in boxes for part, f in _classes(table, rule.never, box))
        boxes = _join(split)
    return [box for box, _ in boxes]


def _join(parts: Iterator[tuple[Box, tuple[Formula, ...]]]) -> list[tuple[Box, tuple[Formula, ...]]]:
    """Join parts with the same content whose boxes differ in one issue only."""
    joined: list[tuple[Box, tuple[Formula, ...]]] = []
    for box, content in parts:
        for k, (other, same) in enumerate(joined):
            union = _union(other, box) if same == content else None
            if union is not None:
                joined[k] = (union, content)
                break
        else:
            joined.append((box, content))
    return joined


def _union(first: Box, second: Box) -> Box | None:
    left, right = dict(first), dict(second)
    if left.keys() != right.keys():
        return None
    differ = [issue for issue in left if left[issue] != right[issue]]
    if len(differ) > 1:
        return None
    return tuple(sorted((issue, left[issue] | right[issue]) for issue in left))


MAX_RANKED = 1 << 20
"""Up to this many states fillings are joined where they rank all states alike; beyond, where they read alike."""


def _cells(table: Table, made: Structure, party: str, account: str | None, outer: Box) -> tuple[Cell, ...]:
    stated = table.case.preference(party, account)
    if stated is None or isinstance(stated, Ranking) or not table.unknown():
        return (Cell(EVERYTHING, preference(table, party, account)),)
    if isinstance(stated, Weights):
        return _weighed(table, made, stated, outer)
    import numpy as np

    ranked = made.n_states <= MAX_RANKED
    start = np.zeros(made.n_states if ranked else 0, dtype=np.int64)
    cells: list[tuple[Box, tuple[Formula, ...], NDArray[np.int64]]] = [(outer, (), start)]
    for statement in stated:
        following = []
        for box, before, ranks in cells:
            siblings: list[tuple[Box, tuple[Formula, ...], NDArray[np.int64]]] = []
            for part, formula in _classes(table, statement.condition, box):
                refined = _refine(ranks, formula, made) if ranked else ranks
                for k, (other, formulas, same) in enumerate(siblings):
                    alike = np.array_equal(refined, same) and (ranked or formulas[-1] == formula)
                    union = _union(other, part) if alike else None
                    if union is not None:
                        siblings[k] = (union, formulas, same)
                        break
                else:
                    siblings.append((part, (*before, formula), refined))
            following.extend(siblings)
        cells = following
    return tuple(Cell(_without_whole(table, box), statements(formulas, stated)) for box, formulas, _ in cells)


MAX_WEIGHED = 2000
"""Most boxes into which one party's weights may split the fillings."""
MAX_SUMS = 10
"""Most conditions of a party's weights whose sums are all formed where there are too many states to rank."""


def _weighed(table: Table, made: Structure, stated: Weights, outer: Box) -> tuple[Cell, ...]:
    """Split a box by what weights make of its fillings: by their conditions, then by what the package is worth."""
    conditions = [*(each.condition for each in stated.also), *(line.never for line in stated.red_lines)]
    boxes: list[tuple[Box, tuple[Formula, ...]]] = [(outer, ())]
    for condition in conditions:
        split = ((part, (*before, f)) for box, before in boxes for part, f in _classes(table, condition, box))
        boxes = _join(split)
    cells: list[Cell] = []
    for box, _ in boxes:
        cells += _weighed_alike(table, made, stated, box, MAX_WEIGHED - len(cells))
    return tuple(cells)


def _weighed_alike(table: Table, made: Structure, stated: Weights, box: Box, most: int) -> Iterator[Cell]:
    """Split a box in which the conditions of weights read alike."""
    case = table.case
    some = weights(_filled(table, box), stated)
    allowed = {issue: dict(box).get(issue, frozenset(case.issues[issue].positions)) for issue in table.unknown()}
    choices, known = [], 0
    for each in stated.issues:
        worths = [(position, int(each.at(position) * some.denominator)) for position, _ in each.values]
        if each.issue in allowed:
            choices.append((each.issue, [pair for pair in worths if pair[0] in allowed[each.issue]]))
        else:
            known += dict(worths)[table.at(each.issue) or ""]
    breaks = _breaks(table, made, stated, some)
    for part in fillings(choices, known, breaks, most):
        inner = meet(box, part)
        assert inner is not None
        left = dict(inner)
        vague = [issue for issue in allowed if len(left.get(issue, case.issues[issue].positions)) > 1]
        yield Cell(_without_whole(table, inner), weights(_filled(table, inner), stated, vague))


def _breaks(table: Table, made: Structure, stated: Weights, some: Compiled) -> Breakpoints:
    """Return where the ranking of the states changes as the package's worth does."""
    import numpy as np

    base = int(fallback(table.case, stated) * some.denominator)
    besides = some.terms[len(some.terms) - len(stated.also) :]
    if made.n_states <= MAX_RANKED:
        own = Compiled(besides, some.red_lines)
        kept, worths = weigh_many(own, made.codes, made.n_options, made.merged_members)
        force = truth_of(table.formula(InForce()), made.codes, made.n_options, made.merged_members)
        return breakpoints(worths, kept, force, base)
    if len(besides) > MAX_SUMS:
        return Breakpoints(None)
    # every sum that a state could have: some may occur nowhere, and then fillings are split more than they need be
    sums = {
        sum(worth for worth, there in zip((w for _, w in besides), chosen, strict=True) if there)
        for chosen in product((False, True), repeat=len(besides))
    }
    every = np.array([*sums, *sums], dtype=np.object_)
    return breakpoints(every, np.full(every.size, True), np.arange(every.size) < len(sums), base)


def _filled(table: Table, box: Box) -> Table:
    """Return a table with one filling of a box, and any position for the issues that it does not name."""
    settled = Table(table.case, table.plan, _filling(table.case, table, box))
    return Table(table.case, table.plan, _complete(table.case, settled))


def _without_whole(table: Table, box: Box) -> Box:
    """Leave out the issues on which a box allows every position."""
    return tuple((i, allowed) for i, allowed in box if len(allowed) < len(table.case.issues[i].positions))


def _refine(ranks: NDArray[np.int64], formula: Formula, made: Structure) -> NDArray[np.int64]:
    import numpy as np

    refined = ranks * 2 + truth_of(formula, made.codes, made.n_options, made.merged_members)
    return np.unique(refined, return_inverse=True)[1].astype(np.int64)
