"""The pieces that count drafts, each against something simpler."""

from __future__ import annotations

import pickle
import random
from itertools import product

import numpy as np
import pytest

from holdfast.case.condition import And, If, Iff, InForce, IssueIs, Not, Or, Taken
from holdfast.model.compile import Table
from holdfast.questions.drafts import ask
from holdfast.questions.drafts.count import Counted, Joint, Reading, count_types, merge
from holdfast.questions.drafts.grid import Axis, Grid, grid_of
from holdfast.questions.drafts.parts import grouped, is_true, occurring, parts_of, settled
from holdfast.questions.drafts.scope import scopes

from .drafting import bargain, bargain_text, case_of

# -- the grid --------------------------------------------------------------------------------------------------------


def test_positions_that_nobody_tells_apart_are_one_class():
    case = bargain(2, 4)
    asked = [IssueIs("i0", frozenset({"v1", "v2"})), Not(IssueIs("i0", frozenset({"v2", "v3", "v1"})))]
    grid = grid_of(case, ["i0", "i1"], {}, asked)
    assert grid.axes == (Axis("i0", (("v0",), ("v1", "v2"), ("v3",))),)
    assert (grid.alike, grid.n_cells, grid.n_drafts) == (4, 3, 16)
    assert grid.positions(1) == {"i0": "v1", "i1": "v0"}


@pytest.mark.parametrize("longest", [0, 3, 20])
def test_tables_and_sorted_lists_count_alike(monkeypatch, longest):
    work = some_work(block=2)[1]
    counted = count_types(work, 0, 4)
    monkeypatch.setattr("holdfast.questions.drafts.count.MAX_JOINT", longest)
    assert count_types(work, 0, 4) == counted


@pytest.mark.parametrize("block", [1, 2, 5, 6, 30, 1000])
def test_blocks_take_every_cell_once(block):
    axes = (
        Axis("a", (("x",), ("y", "z"))),
        Axis("b", (("0",), ("1",), ("2", "3"))),
        Axis("c", tuple((str(k),) for k in range(5))),
    )
    grid = Grid(axes, {}, 7, block)
    assert grid.n_blocks * grid.block_size == grid.n_cells == 30
    assert grid.block_size <= max(block, 1)
    total = 0
    for number in range(grid.n_blocks):
        slow = grid.slow_places(number)
        for k in range(grid.block_size):
            places = slow | {issue: int(at[k]) for issue, at in grid.fast_places.items()}
            assert places == grid.places(number * grid.block_size + k)
            total += grid.slow_drafts(number) * (1 if grid.fast_drafts is None else int(grid.fast_drafts[k]))
    assert 7 * total == grid.n_drafts == 7 * 3 * 4 * 5


# -- parts of conditions ---------------------------------------------------------------------------------------------


def random_condition(rng: random.Random, depth: int = 0):
    if depth == 3 or rng.random() < 0.3:
        issue = IssueIs(f"i{rng.randrange(3)}", frozenset(rng.sample(["v0", "v1", "v2"], rng.randint(1, 2))))
        return rng.choice([issue, issue, Taken("p0", "s0"), Taken("p1", "s1"), InForce()])
    parts = tuple(random_condition(rng, depth + 1) for _ in range(rng.randint(2, 3)))
    return rng.choice([Not(parts[0]), And(parts), Or(parts), If(*parts[:2]), Iff(*parts[:2])])


@pytest.mark.parametrize("seed", range(60))
def test_a_settled_condition_says_what_the_draft_makes_of_it(seed):
    from holdfast.model.formula import holds

    rng, case = random.Random(seed), bargain(3, 3, "plans: {p: {positions: {}}}\n")
    written = random_condition(rng)
    condition, now = grouped(written), {issue.id: issue.now for issue in case.issues.values()}
    parts = parts_of(condition)
    for choice in product(["v0", "v1", "v2"], repeat=3):
        draft = dict(zip(now, choice, strict=True))
        truths = [{part: is_true(part, positions) for part in parts} for positions in (now, draft)]
        mine = Table(case).formula(settled(condition, *truths))
        theirs = Table(case, "p", tuple(draft.items())).formula(written)
        for state in product([False, True], repeat=2):
            assert holds(mine, state.__getitem__) == holds(theirs, state.__getitem__)


def test_what_speaks_of_issues_alone_is_one_part():
    one, two, option = IssueIs("i0", frozenset({"v0"})), IssueIs("i1", frozenset({"v1"})), Taken("p0", "s0")
    assert parts_of(grouped(Or((one, option, two)))) == (Or((one, two)),)
    assert parts_of(grouped(If(Or((one, two)), option))) == (Or((one, two)),)
    assert parts_of(grouped(And((option, Not(one), Iff(two, one))))) == (And((Not(one), Iff(two, one))),)


def test_truths_that_occur_together():
    grid = grid_of(bargain(1, 3), ["i0"], {}, [IssueIs("i0", frozenset({"v1"})), IssueIs("i0", frozenset({"v2"}))])
    low, high = IssueIs("i0", frozenset({"v1", "v2"})), IssueIs("i0", frozenset({"v2"}))
    assert occurring((low, high), grid, 3) == {0b00: 0, 0b10: 1, 0b11: 2}
    assert occurring((low, high), grid, 2) is None


# -- counting --------------------------------------------------------------------------------------------------------


def some_work(block: int = 8):
    text = bargain_text().replace("  p1: [i0", "  p1: [s0 if i2 >= v1, i0 = v0 or i2 = v0, i0")
    scope = scopes(case_of(text))[0]
    return scope, ask.work_of(scope, block=block)[0]


def test_ranges_of_blocks_add_up_whoever_counts_them():
    _, work = some_work(block=2)
    assert work.grid.n_blocks == 4
    whole = merge([count_types(work, 0, 4)])
    sent = pickle.loads(pickle.dumps(work))
    parts = [count_types(sent, k, k + 1) for k in (2, 0, 3, 1)]
    assert merge(parts) == whole
    assert merge([merge(parts[:2]), merge(parts[2:])]) == whole
    assert sum(whole.drafts) == 8
    assert merge([]) == Counted()


def test_cells_of_a_type_have_it():
    _, work = some_work(block=4)
    counted = merge([count_types(work, 0, work.grid.n_blocks)])
    reading = Reading(work)
    for row, cell in zip(counted.types, counted.cells, strict=True):
        block, place = divmod(cell, work.grid.block_size)
        kinds = [each if isinstance(each, int) else int(each[place]) for each in reading.kinds(block)]
        assert tuple(kinds) == row


def test_scores_are_the_truth_of_the_parts():
    _, work = some_work(block=2)
    for reader in work.readers:
        for step in reader.steps:
            for block in range(work.grid.n_blocks):
                scores = Reading(work).scores_of(step, work.grid.slow_places(block))
                for place in range(work.grid.block_size):
                    positions = work.grid.positions(block * work.grid.block_size + place)
                    bits = "".join(str(int(is_true(part, positions))) for part in step.parts)
                    assert (scores if isinstance(scores, int) else int(scores[place])) == int(bits or "0", 2)


@pytest.mark.parametrize("longest", [1, 4, 1 << 22])
def test_types_are_numbered_as_they_are_met(monkeypatch, longest):
    monkeypatch.setattr("holdfast.questions.drafts.count.MAX_JOINT", longest)
    _, work = some_work()
    sizes = [work.n_worlds, *(len(work.readers[k].kinds) for k in work.order)]
    assert min(sizes[1:]) >= 2
    joint = Joint(work)
    rows = [tuple(k % size for size in sizes) for k in (1, 0, 1)]
    columns = [np.array(column) for column in zip(*rows, strict=True)]
    assert np.asarray(joint.types(columns)).tolist() in ([0, 1, 0], [1, 0, 1])
    assert set(joint.rows()) == set(rows)
    again = Joint(work, joint.rows())
    assert again.rows() == joint.rows()
    assert again.types(list(joint.rows()[1])) == 1
