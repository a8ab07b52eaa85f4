"""From positions to a party's kind, where it weighs them: an automaton that adds up what the draft is worth.

First the conditions are read that are worth something, and the red lines: they settle what each state is worth besides
the draft. Then the draft's own worth is added up issue by issue. Only where it lies among the worths at which some
state draws level with another (:mod:`holdfast.model.thresholds`) tells drafts apart, so as soon as what is left cannot
carry it past the next of these, the rest need not be read. The sums are exact, and as many as there are different ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from holdfast.case import Weights
from holdfast.case.condition import Condition, InForce, IssueIs, Not
from holdfast.errors import CapacityError
from holdfast.model.compile import Table
from holdfast.model.preference import truth_of
from holdfast.model.thresholds import Breakpoints, breakpoints
from holdfast.model.weighing import denominator_of, fallback
from holdfast.questions.drafts.kinds import Kind, Views
from holdfast.questions.drafts.parts import grouped
from holdfast.questions.drafts.truths import Asked, truths, varying

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAX_SUMS = 1 << 17
"""Most different sums, for one party after one issue."""
MAX_BYTES = 1 << 28
"""Most memory for what the states are worth besides the draft, for one party."""

Read = tuple[tuple[Condition, ...], "NDArray[np.intp]"]
"""The parts of a step, most significant first, and by where the reader is and their truth: where it goes on."""


def weighed(asked: Asked, stated: Weights) -> tuple[list[Read], tuple[NDArray[np.intp], tuple[Kind, ...]]]:
    """Compile a party's weights into steps.

    Returns
    -------
    list of Read
        From the draft's world to where the reader ends.
    (intp array, tuple of Kind)
        The kind at each end as a number, and the kinds.

    Raises
    ------
    CapacityError
        If there are too many sums, or the conditions part the drafts in too many ways.
    """
    besides = _Besides(asked, stated)
    steps = [besides.read(each.condition, int(each.worth * besides.parts)) for each in stated.also]
    steps += [besides.read(Not(line.never), None) for line in stated.red_lines]
    sums = _Sums(asked, stated, besides)
    steps += [sums.read(*each) for each in sums.issues]
    return steps, sums.kinds()


class _Besides:
    """What each state is worth besides the draft, and whether a red line is crossed there, in each way drafts give."""

    def __init__(self, asked: Asked, stated: Weights) -> None:
        self._asked = asked
        self.parts = denominator_of(stated)
        total = sum((abs(each.worth) for each in stated.also), abs(fallback(asked.scope.case, stated)))
        total += sum(max(abs(each.at(position)) for position, _ in each.values) for each in stated.issues)
        self._kind: type[Any] = np.int64 if total * self.parts < 1 << 61 else np.object_
        self.at: list[tuple[int, NDArray[Any], NDArray[np.bool_]]] = [
            (k, np.zeros(world.codes.size, dtype=self._kind), np.full(world.codes.size, True))
            for k, world in enumerate(asked.worlds.each)
        ]

    def read(self, condition: Condition, worth: int | None) -> Read:
        """Add what a condition is worth where it is true; None for what keeps a red line."""
        condition = grouped(condition)
        parts = varying(condition, self._asked.grid)
        read = truths(self._asked, condition, parts)
        number: dict[tuple[int, bytes, bytes], int] = {}
        following: list[tuple[int, NDArray[Any], NDArray[np.bool_]]] = []
        table = np.zeros((len(self.at), 1 << len(parts)), dtype=np.intp)
        held = 0
        for row, (world, worths, kept) in enumerate(self.at):
            for score, by_world in read.items():
                truth = by_world[world][0]
                if worth is None:
                    refined = world, worths, kept & truth
                else:
                    refined = world, worths + truth.astype(worths.dtype) * worth, kept
                key = world, _data(refined[1]), refined[2].tobytes()
                if key not in number:
                    number[key] = len(following)
                    following.append(refined)
                    held += len(key[1]) + len(key[2])
                    if held > MAX_BYTES:
                        raise CapacityError(
                            f"over all drafts {self._asked.party} values the states in more than {len(following):,} "
                            "ways besides what positions are worth",
                            "let fewer issues vary (--free), or add rules that exclude states",
                        )
                table[row, score] = number[key]
        self.at = following
        return parts, table


def _data(worths: NDArray[Any]) -> bytes:
    return str(worths.tolist()).encode() if worths.dtype == np.object_ else worths.tobytes()


class _Sums:
    """What the draft is worth so far, for each way the states are valued besides."""

    def __init__(self, asked: Asked, stated: Weights, besides: _Besides) -> None:
        self._asked, self._besides = asked, besides
        self._fallback = int(fallback(asked.scope.case, stated) * besides.parts)
        start, free = 0, []
        for each in stated.issues:
            worths = {position: int(each.at(position) * besides.parts) for position, _ in each.values}
            classes = asked.grid.classes.get(each.issue)
            if classes is None:
                start += worths[asked.grid.fixed[each.issue]]
            else:
                free.append((each.issue, {alike[0]: worths[alike[0]] for alike in classes}))
        free.sort(key=lambda each: min(each[1].values()) - max(each[1].values()))  # what matters most comes first
        self.issues: list[tuple[str, dict[str, int]]] = free
        self._views = [Views(k, world, asked.number) for k, world in enumerate(asked.worlds.each)]
        self._breaks = [self._breaks_of(*each) for each in besides.at]
        self._left = [(0, 0)]  # how much the issues not yet read can add at least and at most, last issue first
        for _, worths in reversed(free):
            low, high = self._left[-1]
            self._left.append((low + min(worths.values()), high + max(worths.values())))
        self._at = [self._settled(k, start) for k in range(len(besides.at))]
        # the sum at the start is the row's own, so that the steps begin where those on conditions end

    def _force(self, world: int) -> NDArray[np.bool_]:
        model, codes = self._asked.worlds.each[world].model, self._asked.worlds.each[world].codes
        if model is None:
            return np.zeros(0, dtype=np.bool_)
        formula = Table(self._asked.scope.case).formula(InForce())
        return truth_of(formula, codes, model.structure.n_options, model.structure.merged_members)

    def _breaks_of(self, world: int, worths: NDArray[Any], kept: NDArray[np.bool_]) -> Breakpoints:
        return breakpoints(worths, kept, self._force(world), self._fallback)

    def _settled(self, row: int, total: int) -> tuple[int, int, bool]:
        """Return a row with what the draft is worth so far, or with some worth it can have, once they are all alike."""
        low, high = self._left[-1]
        is_settled = self._breaks[row].is_one(total + low, total + high)
        return row, total + low if is_settled else total, is_settled

    def read(self, issue: str, worths: dict[str, int]) -> Read:
        """Add what the position on an issue is worth."""
        self._left.pop()
        values = list(dict.fromkeys(worths.values()))
        n_bits = (len(values) - 1).bit_length()
        alike = [frozenset(p for p in self._positions(issue, worths) if p[1] == value) for value in values]
        parts: list[Condition] = []
        for bit in reversed(range(n_bits)):
            inside = (each for k, each in enumerate(alike) if k >> bit & 1)
            parts.append(IssueIs(issue, frozenset(position for each in inside for position, _ in each)))
        number: dict[tuple[int, int], int] = {}
        following: list[tuple[int, int, bool]] = []
        table = np.zeros((len(self._at), 1 << n_bits), dtype=np.intp)
        for place, (row, total, is_settled) in enumerate(self._at):
            for k, value in enumerate(values):
                after = (row, total, True) if is_settled else self._settled(row, total + value)
                # of worths that rank the states alike, one stands for all
                mark = self._breaks[row].place(after[1]) if after[2] else after[1]
                key = row, 2 * mark + after[2]
                if key not in number:
                    number[key] = len(following)
                    following.append(after)
                table[place, k] = number[key]
            table[place, len(values) :] = table[place, 0]  # stands for no position; so rows are alike more often
            if len(following) > MAX_SUMS:
                raise CapacityError(
                    f"what a draft is worth to {self._asked.party} adds up to more than {MAX_SUMS:,} different sums",
                    "weigh in a coarser unit, or let fewer issues vary (--free)",
                )
        self._at = following
        return tuple(parts), table

    def _positions(self, issue: str, worths: dict[str, int]) -> list[tuple[str, int]]:
        """Return every position of an issue with what it is worth."""
        classes = self._asked.grid.classes[issue]
        return [(position, worths[each[0]]) for each in classes for position in each]

    def kinds(self) -> tuple[NDArray[np.intp], tuple[Kind, ...]]:
        """Return the kind at each end as a number, and the kinds."""
        found: dict[Kind, int] = {}
        of_end = np.zeros(len(self._at), dtype=np.intp)
        for end, (row, total, _) in enumerate(self._at):
            world, besides, kept = self._besides.at[row]
            worths = besides + np.where(self._force(world), total, self._fallback).astype(besides.dtype)
            among = np.unique(worths, return_inverse=True)[1].astype(np.int64)
            ranks = np.unique(among + kept * np.int64(kept.size), return_inverse=True)[1].astype(np.int32)
            view = self._views[world]
            of_end[end] = found.setdefault(view.kind(view.ordered(ranks)), len(found))
        return of_end, tuple(found)
