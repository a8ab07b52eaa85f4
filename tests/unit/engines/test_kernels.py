"""Each array operation, native and in numpy, against a loop that says what it means."""

from itertools import product

import numpy as np
import pytest

from holdfast.engines.dense import kernels, kernels_numpy
from holdfast.engines.dense.layout import MAX_STRATEGIES, Axis
from holdfast.engines.dense.values import SearchStep, Watch, never

needs_native = pytest.mark.skipif(not kernels.BUILT, reason="the native extension is not built")
NATIVE = kernels.kernels_native if kernels.BUILT else None
BODIES = [pytest.param(kernels_numpy, id="numpy"), pytest.param(NATIVE, id="native", marks=needs_native)]
SIZES = [1, 2, 3, 5, 12, 15, 33, 63, 65, 130, 300]
INNERS = [1, 2, 7, 8, 16, 31, 32, 33, 100]
TYPES = [np.dtype(np.int16), np.dtype(np.int32)]

pytestmark = pytest.mark.parametrize("body", BODIES)


def axis_of(rng, size, one_way):
    """An axis whose strategies have random one-way options spent: any such patterns make moves transitive."""
    spent = rng.integers(0, 1 << one_way, size) if one_way else np.zeros(size)
    return Axis(np.arange(size), spent.astype(np.int64))


def filled(rng, n, dtype, most, holes):
    """Numbers up to ``most``, some of them the largest of the type."""
    out = rng.integers(0, most, n).astype(dtype)
    out[holes] = never(dtype)
    return out


def onward(axis, a):
    """Which strategies a can become."""
    return axis.spent[a] & ~axis.spent == 0


def better_of(values, ranks, axis, outer, inner):
    """The improvement step by looking at every pair of strategies of every fibre."""
    top = never(values.dtype)
    v, r = values.reshape(outer, axis.size, inner), ranks.reshape(outer, axis.size, inner)
    out = v.copy()
    for a in range(axis.size):
        fits = onward(axis, a)[:, None] & (r > r[:, a : a + 1]) & (r != top)
        out[:, a] = np.minimum(v[:, a], np.where(fits, v, top).min(axis=1))
    return out.reshape(-1)


def moved(values, empty, axis, outer, inner):
    top = never(values.dtype)
    v = values.reshape(outer, axis.size, inner)
    out = np.empty_like(v)
    for a in range(axis.size):
        out[:, a] = v[:, onward(axis, a)].min(axis=1)
    out = out.reshape(-1)
    out[empty == top] = top
    return out


def shapes(seed):
    """Every size with every way its fibres may lie, fewer fibres where there are many strategies."""
    for number, (size, inner) in enumerate(product(SIZES, INNERS)):
        rng = np.random.default_rng((seed, number))
        outer = int(rng.integers(1, 6)) if size < 60 else 1 + 18 // inner
        yield rng, size, outer, inner, number


def test_the_reference_itself_against_pure_python(body):
    rng = np.random.default_rng(0)
    for one_way in (0, 2):
        axis, outer, inner = axis_of(rng, 5, one_way), 2, 3
        holes = rng.random(30) < 0.3
        ranks, values = filled(rng, 30, TYPES[0], 4, holes), filled(rng, 30, TYPES[0], 50, holes)
        expected = []
        for o, a, i in np.ndindex(outer, 5, inner):
            here = (o * 5 + a) * inner + i
            found = [int(values[here])]
            for b in range(5):
                there = (o * 5 + b) * inner + i
                spent = all(not axis.spent[a] >> k & 1 or axis.spent[b] >> k & 1 for k in range(one_way))
                if spent and not holes[there] and ranks[there] > ranks[here]:
                    found.append(int(values[there]))
            expected.append(min(found))
        assert better_of(values, ranks, axis, outer, inner).tolist() == expected


@pytest.mark.parametrize("dtype", TYPES, ids=str)
@pytest.mark.parametrize("one_way", [0, 1, 3])
@pytest.mark.parametrize("lanes", [1, 2])
def test_improvement_step(body, dtype, one_way, lanes):
    for rng, size, outer, inner, number in shapes(one_way):
        axis, n = axis_of(rng, size, one_way), outer * size * inner
        holes = rng.random(n) < (0, 0.3, 0.95)[number % 3]
        ranks = filled(rng, n, dtype, int(rng.choice([2, 9, never(dtype)])), holes)
        before = [filled(rng, n, dtype, int(rng.choice([3, never(dtype)])), holes) for _ in range(lanes)]
        after = [lane.copy() for lane in before]
        step = body.ImprovementStep(ranks, axis, outer, inner)
        stamps = np.ones(n // 64 + 1, dtype=np.uint16)
        changed = step(after[0], after[1] if lanes == 2 else None, Watch(stamps, 0, 2))
        for old, new in zip(before, after, strict=True):
            assert np.array_equal(new, better_of(old, ranks, axis, outer, inner)), (size, outer, inner)
        differs = [old != new for old, new in zip(before, after, strict=True)]
        assert changed or not np.any(differs)
        if body is NATIVE:  # where cells changed, stamps say so; the numpy twin never skips and needs none
            assert (stamps[np.flatnonzero(np.any(differs, axis=0)) // 64] == 2).all()
        again = [lane.copy() for lane in after]
        step(again[0], again[1] if lanes == 2 else None, Watch(stamps, 0, 3))
        assert np.array_equal(again, after), "a step is idempotent, because own improvements are transitive"


@pytest.mark.parametrize("size", [5, 33, 100])
def test_an_improvement_step_says_whether_anything_changed(body, size):
    rng = np.random.default_rng(size)
    for _ in range(40):
        outer, inner = int(rng.integers(1, 6)), int(rng.integers(1, 40))
        axis, n = axis_of(rng, size, 0), outer * size * inner
        holes = rng.random(n) < 0.2
        ranks, values = filled(rng, n, TYPES[0], 20, holes), filled(rng, n, TYPES[0], 50, holes)
        step, stamps = body.ImprovementStep(ranks, axis, outer, inner), np.ones(n // 64 + 1, dtype=np.uint16)
        for now in (2, 3):
            before = values.copy()
            assert step(values, None, Watch(stamps, 0, now)) == (not np.array_equal(values, before))


def test_the_longest_axis_fits_a_short_sort_key(body):
    if body is not NATIVE:
        return  # it is what the other is compared with
    rng = np.random.default_rng(1)
    size = MAX_STRATEGIES
    axis, holes = axis_of(rng, size, 0), rng.random(size) < 0.2
    ranks, values = filled(rng, size, TYPES[0], 1 << 14, holes), filled(rng, size, TYPES[0], 1 << 14, holes)
    found = []
    for each in (NATIVE, kernels_numpy):
        after = values.copy()
        each.ImprovementStep(ranks, axis, 1, 1)(after, None, Watch(np.ones(size // 64 + 1, dtype=np.uint16), 0, 2))
        found.append(after)
    assert np.array_equal(*found)


@pytest.mark.parametrize("dtype", TYPES, ids=str)
@pytest.mark.parametrize(
    "shape", [(5, 12, 33), (70, 3, 9), (3, 130, 5), (2, 2, 130), (7, 40, 17), (90, 1, 70)], ids=str
)
def test_skipping_what_nobody_touched_never_changes_the_result(body, dtype, shape):
    for seed in range(4):
        rng = np.random.default_rng(seed)
        n = int(np.prod(shape))
        holes = rng.random(n) < 0.25
        views = [(int(np.prod(shape[:k])), int(np.prod(shape[k + 1 :]))) for k in range(3)]
        axes = [axis_of(rng, size, seed % 2) for size in shape]
        ranks = [filled(rng, n, dtype, 30, holes) for _ in shape]
        steps = [body.ImprovementStep(r, axis, *view) for r, axis, view in zip(ranks, axes, views, strict=True)]
        values = filled(rng, n, dtype, 12000, holes)
        lanes = [values, filled(rng, n, dtype, 12000, holes)][: 1 + seed // 2]
        whole = [lane.copy() for lane in lanes]
        stamps, last = np.ones(n // 64 + 1, dtype=np.uint16), [0, 0, 0]
        for made in range(18):
            k = made % 3
            steps[k](lanes[0], lanes[1] if len(lanes) > 1 else None, Watch(stamps, last[k], made + 2))
            last[k] = made + 2
            whole = [better_of(lane, ranks[k], axes[k], *views[k]) for lane in whole]
            assert np.array_equal(lanes, whole), (seed, made)


@pytest.mark.parametrize("view", [(2, 3, 100), (3, 5, 7), (9, 12, 1), (1, 70, 33), (3, 80, 1), (1, 2, 300)], ids=str)
@pytest.mark.parametrize("one_way", [0, 2])
def test_a_fibre_is_looked_at_again_wherever_it_was_touched(body, view, one_way):
    """One cell is lowered after the party's step, and only its own 64 cells are said to have changed."""
    outer, size, inner = view
    rng = np.random.default_rng(size)
    n, axis = outer * size * inner, axis_of(rng, size, one_way)
    for cell in range(0, n, 1 + n // 400):
        ranks = filled(rng, n, TYPES[0], 40, np.zeros(n, dtype=np.bool_))
        step, values = body.ImprovementStep(ranks, axis, outer, inner), filled(rng, n, TYPES[0], 90, ranks < 0) + 10
        step(values, None, Watch(np.ones(n // 64 + 1, dtype=np.uint16), 0, 2))
        values[cell] = 3
        expected = better_of(values, ranks, axis, outer, inner)
        stamps = np.ones(n // 64 + 1, dtype=np.uint16)
        stamps[cell // 64] = 3
        step(values, None, Watch(stamps, 2, 4))
        assert np.array_equal(values, expected), cell


@pytest.mark.parametrize("dtype", TYPES, ids=str)
@pytest.mark.parametrize("one_way", [0, 1, 3])
def test_move_step(body, dtype, one_way):
    for rng, size, outer, inner, number in shapes(10 + one_way):
        axis, n = axis_of(rng, size, one_way), outer * size * inner
        holes = rng.random(n) < (0, 0.3, 0.95)[number % 3]
        empty, values = filled(rng, n, dtype, 5, holes), filled(rng, n, dtype, never(dtype), holes)
        expected = moved(values, empty, axis, outer, inner)
        differs = not np.array_equal(expected, values)
        assert body.move_step(values, empty, axis, outer, inner) == differs
        assert np.array_equal(values, expected), (size, outer, inner)
        assert not body.move_step(values, empty, axis, outer, inner)


@pytest.mark.parametrize("dtype", TYPES, ids=str)
def test_fold_and_spread(body, dtype):
    for rng, size, outer, inner, number in shapes(20):
        axis, n = axis_of(rng, size, number % 4), outer * size * inner
        begin = int(rng.integers(0, size))
        width = int(rng.integers(begin + 1, size + 1)) - begin
        n, classes = outer * width * inner, axis.classes[begin : begin + width]
        holes = rng.random(n) < (0, 0.3, 0.95)[number % 3]
        one, two = filled(rng, n, dtype, never(dtype), holes), filled(rng, n, dtype, never(dtype), holes)
        best = rng.integers(-1, 100, axis.n_classes * outer * inner).astype(dtype)
        expected = best.reshape(-1, outer, inner).copy()
        least = np.minimum(one, two).reshape(outer, width, inner)
        for o, a, i in np.ndindex(outer, width, inner):
            if least[o, a, i] != never(dtype):
                expected[classes[a], o, i] = max(expected[classes[a], o, i], least[o, a, i])
        body.fold(best, one, two, classes, outer, width, inner)
        assert np.array_equal(best, expected.reshape(-1)), (size, outer, inner)
        laid = body.spread(best, one, classes, outer, width, inner)
        table = np.stack([expected[label] for label in classes], axis=1).reshape(-1)
        assert np.array_equal(laid, np.where(holes, never(dtype), table))


@pytest.mark.parametrize("dtype", TYPES, ids=str)
@pytest.mark.parametrize("one_way", [0, 2])
def test_mark(body, dtype, one_way):
    for rng, size, outer, inner, number in shapes(30 + one_way):
        axis, places = axis_of(rng, size, one_way), outer * size * inner
        first = int(rng.integers(0, places // 64 + 1)) * 64
        count = places - first if number % 2 else int(rng.integers(0, places - first + 1))
        scores = filled(rng, count, dtype, 5, rng.random(count) < 0.3)
        bars = rng.integers(-1, 5, axis.n_classes * outer * inner).astype(dtype)
        expected = []
        for k in range(count):
            o, a, i = np.unravel_index(first + k, (outer, size, inner))
            bar = bars.reshape(-1, outer, inner)[axis.classes[a], o, i]
            expected.append(scores[k] != never(dtype) and scores[k] >= bar)
        room = np.full(-(-count // 8) + 8, 0xA5, dtype=np.uint8)
        bits = room[: -(-count // 8)]
        assert body.mark(scores, bars, axis, first, inner, bits) == sum(expected)
        assert np.array_equal(bits, np.packbits(np.array(expected, dtype=np.bool_), bitorder="little"))
        assert (room[bits.size :] == 0xA5).all()


@pytest.mark.parametrize("dtype", TYPES, ids=str)
@pytest.mark.parametrize("by", ["moves", "improvements", "both"])
def test_search_is_what_sweeps_come_to(body, dtype, by):
    for seed in range(40):
        rng = np.random.default_rng(seed)
        shape = tuple(int(k) for k in rng.choice([1, 2, 3, 5, 12, 33], int(rng.integers(1, 4))))
        n = int(np.prod(shape))
        holes = rng.random(n) < (0, 0.4)[seed % 2]
        holes[0] = False
        empty = filled(rng, n, dtype, 7, holes)
        values = filled(rng, n, dtype, int(rng.choice([3, 12000])), holes)
        steps = []
        for k, size in enumerate(shape):
            ranks = filled(rng, n, dtype, int(rng.choice([2, 40])), holes)
            plain = by == "moves" or (by == "both" and k == 0)
            view = int(np.prod(shape[:k])), int(np.prod(shape[k + 1 :]))
            steps.append(SearchStep(axis_of(rng, size, seed % 3), *view, None if plain else ranks))
        expected, before = values.copy(), None
        while before is None or not np.array_equal(before, expected):
            before = expected
            for s in steps:
                if s.ranks is None:
                    expected = moved(expected, empty, s.axis, s.outer, s.inner)
                else:
                    expected = better_of(expected, s.ranks, s.axis, s.outer, s.inner)
        body.search(values, empty, steps)
        assert np.array_equal(values, expected), (seed, shape)


def test_fibres_without_any_state_stay_empty(body):
    for size, inner in product([2, 12, 70], [1, 3, 40]):
        n = 2 * size * inner
        axis = Axis(np.arange(size), np.zeros(size, dtype=np.int64))
        values = np.full(n, never(TYPES[0]), dtype=np.int16)
        step = body.ImprovementStep(values.copy(), axis, 2, inner)
        assert not step(values, None, Watch(np.ones(n // 64 + 1, dtype=np.uint16), 0, 2))
        assert not body.move_step(values, values.copy(), axis, 2, inner)
        assert (values == never(TYPES[0])).all()


def test_a_search_where_nothing_can_occur_does_nothing(body):
    values = np.full(6, never(TYPES[0]), dtype=np.int16)
    body.search(values, values.copy(), [SearchStep(Axis(np.arange(2), np.zeros(2, dtype=np.int64)), 1, 3, None)])
    assert (values == never(TYPES[0])).all()
