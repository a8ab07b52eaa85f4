"""The dense engine as a whole: in pieces and at once, on threads, interrupted, and resumed."""

import random
import threading

import numpy as np
import pytest

from holdfast.engines.dense import engine, estimate, kernels, kernels_numpy, pool
from holdfast.engines.dense.engine import DenseEngine
from holdfast.engines.dense.layout import Layout
from holdfast.engines.engine import Work
from holdfast.engines.plain import PlainEngine
from holdfast.errors import QuestionError
from holdfast.model.formula import All, Bit
from holdfast.model.model import Model
from holdfast.stability import CONCEPTS, concepts
from holdfast.testing import random_model

needs_native = pytest.mark.skipif(not kernels.BUILT, reason="the native extension is not built")
NATIVE = kernels.kernels_native if kernels.BUILT else None
BODIES = [pytest.param(kernels_numpy, id="numpy"), pytest.param(NATIVE, id="native", marks=needs_native)]
ALL = tuple(CONCEPTS.values())
FIVE = concepts(["nash", "gmr", "smr", "seq", "symmetric_seq"])

pytestmark = pytest.mark.parametrize("body", BODIES)


def some_model(seed, least=2, most=8, **kwargs):
    rng = random.Random(seed)
    kwargs = {"one_way": rng.choice((0, 0.3)), "rankings": rng.choice((0, 0.5)), **kwargs}
    return random_model(rng, rng.randint(2, 5), rng.randint(least, most), n_rules=rng.randint(0, 5), **kwargs)


def assert_same(solution, listed):
    """Whatever a solution keeps says what one with masks says."""
    assert solution.concepts == listed.concepts
    assert solution.n_states == listed.n_states
    for concept in listed.concepts:
        assert solution.states(concept) == listed.states(concept)
        assert solution.equilibria(concept) == listed.equilibria(concept)
        assert solution.count(concept) == listed.count(concept)
        for party in listed.model.parties:
            assert solution.count(concept, party) == listed.count(concept, party)


@pytest.fixture
def in_pieces(monkeypatch):
    """Small conflicts cut as large ones are: little at a time, on threads."""

    def cut(block=64, run=64, threads_from=0):
        monkeypatch.setattr(estimate, "BLOCK", block)
        monkeypatch.setattr(engine, "RUN", run)
        monkeypatch.setattr(pool, "SMALL", threads_from)

    return cut


@pytest.mark.parametrize("block", [1, 7, 64, 300, 1 << 18])
@pytest.mark.parametrize("threads", [1, 2, 3])
def test_in_pieces_is_what_it_is_at_once(body, in_pieces, block, threads):
    for seed in range(8):
        model = some_model(100 * threads + seed)
        whole = DenseEngine(body).solve(model, ALL).masks
        in_pieces(block, 64 * (1 + seed % 3))
        assert DenseEngine(body).solve(model, ALL, Work(threads=threads)).masks == whole, seed
        in_pieces(1 << 18, 1 << 19, 1 << 16)


@pytest.mark.parametrize("parties", [False, True])
def test_bits_of_places_say_what_lists_of_states_say(body, monkeypatch, in_pieces, parties):
    for seed in range(25):
        model = some_model(seed, most=9)
        wanted = ALL if seed % 2 else FIVE
        listed = DenseEngine(body).solve(model, wanted)
        assert listed.verdicts is None
        in_pieces(128, 64)
        with monkeypatch.context() as patch:
            patch.setattr(engine, "LISTED", 0)
            found = DenseEngine(body).solve(model, wanted, Work(parties=parties))
        assert found.verdicts is not None
        assert not found.masks
        assert_same(found, listed)
        assert found.verdicts.feasible.codes().tolist() == list(model.structure.states)
        party = model.parties[0]
        for concept in listed.concepts:
            if not parties and concept != "sim":
                with pytest.raises(QuestionError, match="parties=True"):
                    found.states(concept, party)
                continue
            for k, name in enumerate(model.parties):
                assert found.states(concept, name) == listed.states(concept, name)
                assert len(found.states(concept, name)) == listed.masks[concept][k].bit_count()


def test_a_grid_without_any_rule_and_one_with_one_state(body):
    model = some_model(3, n_statements=5, rankings=0)
    free = model.structure.__class__(model.parties, model.options, model.structure.owners, model.structure.directions)
    forced = tuple(All((Bit(0), Bit(k))) if k else Bit(0) for k in range(1))
    for never in ((), forced):
        structure = free.__class__(free.parties, free.options, free.owners, free.directions, never)
        each = Model(structure, model.preferences)
        assert DenseEngine(body).solve(each, ALL).masks == PlainEngine().solve(each, ALL).masks


@pytest.fixture(scope="module")
def large():
    """More places than are solved without threads, fewer than are kept as bits."""
    return random_model(random.Random(2), 3, 17, n_rules=4, one_way=0, n_statements=8, rankings=0, even=True)


def test_threads_change_nothing(body, large):
    if body is kernels_numpy:
        pytest.skip("seconds in numpy; threads are tried with smaller pieces above")
    one, two, again = (DenseEngine(body).solve(large, FIVE, Work(threads=t)).masks for t in (1, 2, 2))
    assert one == two == again


def threads_left():
    return [thread for thread in threading.enumerate() if thread.name.startswith("holdfast")]


@pytest.mark.parametrize("after", [1, 5, 12])
@pytest.mark.parametrize("threads", [1, 2])
def test_an_interrupt_leaves_no_thread_running(body, in_pieces, after, threads):
    model = some_model(11, least=9, most=9)
    in_pieces(64, 64)
    told = []

    def progress(done, total, note):
        told.append(done)
        if len(told) == after:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        DenseEngine(body).solve(model, FIVE, Work(progress, threads))
    assert len(told) == after
    assert not threads_left()


@pytest.mark.parametrize("wanted", [FIVE, ALL, concepts(["nash"]), concepts(["gmr", "seq"])], ids=len)
def test_progress_ends_at_its_total_and_never_goes_back(body, in_pieces, wanted):
    in_pieces(64, 64)
    for seed in range(5):
        told = []
        work = Work(lambda done, total, note, told=told: told.append((done, total, note)), 2)
        DenseEngine(body).solve(some_model(seed), wanted, work)
        assert [done for done, _, _ in told] == sorted({done for done, _, _ in told})
        assert {total for _, total, _ in told} == {told[-1][0]}


def test_progress_of_simultaneous_stability_alone_ends_at_its_total(body):
    told = []
    DenseEngine(body).solve(
        some_model(1), concepts(["sim"]), Work(lambda done, total, note: told.append((done, total)))
    )
    assert told[-1][0] == told[-1][1]


class Killed(Exception):
    """Raised where the machine would have gone down."""


class Store:
    """Finished parts in a dict, until it has been written to so many times."""

    def __init__(self, last=-1):
        self.kept, self.last = {}, last

    def load(self, key):
        return self.kept.get(key)

    def save(self, key, arrays):
        self.kept[key] = {name: np.array(values) for name, values in arrays.items()}
        self.last -= 1
        if self.last == 0:
            raise Killed


class Counted:
    """Kernels that count how many blocks of slices are propagated."""

    def __init__(self, body):
        self._body, self.blocks = body, 0

    def __getattr__(self, name):
        return getattr(self._body, name)

    def spread(self, *arguments):
        self.blocks += 1
        return self._body.spread(*arguments)


@pytest.mark.parametrize(("first", "then"), [(1, 1), (1, 2), (2, 1), (2, 3)])
@pytest.mark.parametrize("keep", [False, True])
def test_what_was_killed_goes_on_where_it_stopped(body, monkeypatch, in_pieces, first, then, keep):
    monkeypatch.setattr(pool, "BETWEEN_SAVES", -1.0)
    monkeypatch.setattr(pool, "SAVING", 0.0)
    in_pieces(64, 64)
    if not keep:
        monkeypatch.setattr(engine, "LISTED", 0)
    # sixteen and eight blocks a party, so several savings for each; in these conflicts a block left out shows
    for n_parties, seed in ((2, 0), (2, 1), (3, 1), (3, 2)):
        rng = random.Random(seed)
        model = random_model(rng, n_parties, 12 - n_parties, n_rules=2, one_way=0.1, n_statements=9, even=True)
        counted = Counted(body)
        expected = DenseEngine(counted).solve(model, FIVE, Work(threads=then))
        whole, saves = counted.blocks, []
        for last in (1, 3, 5):
            store = Store(last)
            try:
                DenseEngine(body).solve(model, FIVE, Work(threads=first, checkpoints=store))
            except Killed:
                saves.append(last)
            store.last, counted = -1, Counted(body)
            found = DenseEngine(counted).solve(model, FIVE, Work(threads=then, checkpoints=store))
            assert found.masks == expected.masks
            if not keep:
                assert_same(found, expected)
            layout = Layout(model.structure)
            cuts = [[estimate.block_width(layout, k, each) for k in range(n_parties)] for each in (first, then)]
            if cuts[0] == cuts[1]:
                assert counted.blocks < whole, "work was done again that had been saved"
        assert len(saves) == 3
        store.last = -1
        counted = Counted(body)
        again = DenseEngine(counted).solve(model, FIVE, Work(threads=then, checkpoints=store))
        assert again.masks == expected.masks
        assert not counted.blocks, "everything had been saved"


def test_progress_of_what_is_taken_up_again_ends_at_its_total(body, in_pieces):
    model = random_model(random.Random(4), 3, 9, n_rules=2, one_way=0)
    in_pieces(64, 64)
    store, told = Store(4), []
    with pytest.raises(Killed):
        DenseEngine(body).solve(model, FIVE, Work(threads=1, checkpoints=store))
    store.last = -1
    work = Work(lambda done, total, note: told.append((done, total)), 1, checkpoints=store)
    DenseEngine(body).solve(model, FIVE, work)
    assert told[-1][0] == told[-1][1]


def test_what_it_cannot_do_is_said(body):
    mixed = some_model(5, least=6, most=6)
    owners = (0, 1, 0, *mixed.structure.owners[3:])
    structure = mixed.structure.__class__(mixed.parties, mixed.options, owners, mixed.structure.directions)
    able = DenseEngine(body).can(Model(structure, mixed.preferences), FIVE)
    assert not able.able
    assert "stand together" in able.reason


def test_an_estimate_lists_no_states(body, monkeypatch):
    """It would take longer than the work itself."""
    model = random_model(random.Random(1), 3, 12, n_rules=0, rankings=0)
    fresh = Model(
        model.structure.__class__(
            *[getattr(model.structure, f) for f in ("parties", "options", "owners", "directions", "never")]
        ),
        model.preferences,
    )
    able = DenseEngine(body).can(fresh, FIVE)
    assert able.able
    assert "codes" not in vars(fresh.structure)
