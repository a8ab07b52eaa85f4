"""How each party sees the states, as long as the plan is not settled: in each state a row of gates.

A row is what a party's preference looks at, most important first, such as the truth of its statements. States with the
same row are one *class*: the party cannot tell them apart whatever is agreed. Rows compare from left to right, so a
comparison of two states is a gate; and under one package rows become numbers, and the states are ranked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from holdfast.case import Ranking, Weights
from holdfast.case.condition import Condition, InForce, Taken, atoms
from holdfast.model.compile import Table
from holdfast.model.formula import on_codes
from holdfast.model.states import to_code
from holdfast.model.structure import Structure
from holdfast.model.weighing import denominator_of, fallback
from holdfast.questions.amend.choices import Choices, conditions_of
from holdfast.questions.amend.circuit import FALSE, TRUE, constant

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Literals = NDArray[np.int32]

Row = tuple[int, ...]


@dataclass(frozen=True, eq=False)
class View:
    """One party's view of the states.

    Attributes
    ----------
    rows : tuple of Row
        Of each class, its gates, most important first.
    class_of : int32 array, shape (n_states,)
        The class of each state.
    widths : tuple of int
        How many gates each complaint spans: one for a statement, several for a number.
    """

    rows: tuple[Row, ...]
    class_of: Literals
    widths: tuple[int, ...]

    @cached_property
    def settled(self) -> NDArray[np.bool_]:
        """Which classes look the same whatever is agreed; shape (n_classes,)."""
        return np.array([all(abs(gate) == TRUE for gate in row) for row in self.rows], dtype=np.bool_)


def view_of(choices: Choices, structure: Structure, party: str) -> View:
    """Return a party's view of the states of a structure."""
    case, account = choices.scope.case, choices.scope.account
    stated = case.preference(party, account)
    if isinstance(stated, Ranking):
        return _ranked(structure, stated)
    conditions = list(conditions_of(case, party, account))
    if isinstance(stated, Weights):
        return _weighed(choices, structure, stated, conditions)
    rows, class_of = _classes([column(choices, structure, each) for each in conditions], structure.codes.size)
    return View(rows, class_of, (1,) * len(conditions))


def _ranked(structure: Structure, ranking: Ranking) -> View:
    place = {to_code(state): k for k, tier in enumerate(reversed(ranking.tiers)) for state in tier}
    width = len(ranking.tiers).bit_length()
    rows = tuple(constant(k, width) for k in range(len(ranking.tiers)))
    class_of = np.array([place[state] for state in structure.states], dtype=np.int32)
    return View(rows, class_of, (width,))


def _weighed(choices: Choices, structure: Structure, stated: Weights, conditions: list[Condition]) -> View:
    circuit, case = choices.circuit, choices.scope.case
    columns = [column(choices, structure, InForce())]
    columns += [column(choices, structure, each) for each in conditions[: len(stated.also)]]
    columns += [
        column(choices, structure, each, negated=True) for each in conditions[len(stated.also) :]
    ]  # a line is kept where none of a merged state's codes crosses it
    found, class_of = _classes(columns, structure.codes.size)
    parts, n_also = denominator_of(stated), len(stated.also)
    numbers, lowest = [], 0  # what the package is worth, each issue counted from its least worth
    for each in stated.issues:
        worths = {position: int(each.at(position) * parts) for position, _ in each.values}
        least = min(worths.values())
        lowest += least
        width = max(1, max(worth - least for worth in worths.values()).bit_length())
        bits = []
        for shift in reversed(range(width)):
            where = frozenset(position for position, worth in worths.items() if worth - least >> shift & 1)
            bits.append(choices.at(each.issue, where))
        numbers.append(bits)
    package = circuit.total(numbers)
    base = int(fallback(case, stated) * parts)
    shift = min(lowest, base)
    in_force, outside = circuit.add(package, constant(lowest - shift)), constant(base - shift)
    rows = []
    for row in found:
        added = [in_force if row[0] == TRUE else outside]
        for worth, gate in zip(stated.also, row[1 : 1 + n_also], strict=True):
            amount = int(worth.worth * parts)  # a loss counts as a gain where it is absent
            counts = gate if amount > 0 else -gate
            added.append(tuple(circuit.both((counts, bit)) for bit in constant(abs(amount))))
        rows.append((circuit.both(row[1 + n_also :]), circuit.total(added)))
    width = max((len(number) for _, number in rows), default=1)
    full = tuple((kept, *[FALSE] * (width - len(number)), *number) for kept, number in rows)
    return View(full, class_of, (1, width))


def column(choices: Choices, structure: Structure, condition: Condition, *, negated: bool = False) -> Literals:
    """Return the gate of a condition, or of its negation, in every state.

    In a merged state it is true where it is in each of its codes that can occur.
    """
    sign = -1 if negated else 1
    if not structure.merged:
        return sign * _on_codes(choices, structure.codes, structure.n_options, condition)
    groups = [structure.members(state) for state in structure.states]
    flat = np.array([code for group in groups for code in group], dtype=np.int64)
    gates = (sign * _on_codes(choices, flat, structure.n_options, condition)).tolist()
    found, start = [], 0
    for group in groups:
        found.append(choices.circuit.both(gates[start : start + len(group)]))
        start += len(group)
    return np.array(found, dtype=np.int32)


def _on_codes(choices: Choices, codes: NDArray[np.int64], n_options: int, condition: Condition) -> Literals:
    """Return the gate of a condition at every code."""
    case = choices.scope.case
    without = Table(case)  # every issue as it is now
    found = np.where(on_codes(without.formula(condition), codes, n_options), TRUE, FALSE).astype(np.int32)
    inside = np.flatnonzero(on_codes(without.formula(InForce()), codes, n_options))
    if not inside.size:
        return found
    asked = sorted({(atom.party, atom.option) for atom in atoms(condition) if isinstance(atom, Taken)})
    place = {(option.party, option.id): n_options - 1 - k for k, option in enumerate(case.options)}
    pattern = np.zeros(inside.size, dtype=np.int64)
    for k, option in enumerate(asked):
        pattern |= (codes[inside] >> place[option] & 1) << k
    some, which = np.unique(pattern, return_inverse=True)
    gates = [
        choices.gate(condition, {option: bool(each >> k & 1) for k, option in enumerate(asked)})
        for each in some.tolist()
    ]
    found[inside] = np.array(gates, dtype=np.int32)[which]
    return found


def _classes(columns: Sequence[Literals], n_states: int) -> tuple[tuple[Row, ...], Literals]:
    """Return the different rows, and which each state has."""
    settled = np.ones(n_states, dtype=np.bool_)
    for each in columns:
        settled &= np.abs(each) == TRUE
    rows: list[Row] = []
    class_of = np.zeros(n_states, dtype=np.int32)
    for places in (np.flatnonzero(settled), np.flatnonzero(~settled)):  # most states are settled, and their rows bits
        number, room = np.zeros(places.size, dtype=np.int64), 1
        for each in columns:
            own = each[places]
            values, digit = (2, own > 0) if places.size and settled[places[0]] else _numbered(own)
            if room * values >= 1 << 62:
                number = np.unique(number, return_inverse=True)[1]
                room = int(number.max(initial=0)) + 1
            number = number * values + digit
            room *= values
        _, first, inverse = np.unique(number, return_index=True, return_inverse=True)
        class_of[places] = inverse + len(rows)
        some = places[first]
        rows += [
            tuple(row)
            for row in np.array([each[some] for each in columns]).T.reshape(first.size, len(columns)).tolist()
        ]
    return tuple(rows), class_of


def _numbered(values: Literals) -> tuple[int, NDArray[np.intp]]:
    different, which = np.unique(values, return_inverse=True)
    return max(different.size, 1), which
