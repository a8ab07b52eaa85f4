"""The pieces that count drafts: each against something simpler, or a number known beforehand."""

from __future__ import annotations

import pickle
import random
import warnings
from itertools import product

import numpy as np
import pytest

from holdfast.case.condition import And, If, Iff, InForce, IssueIs, Not, Or, Taken
from holdfast.casefile import loads
from holdfast.errors import CapacityError, HoldfastWarning, ModelError, QuestionError
from holdfast.model.compile import Table
from holdfast.questions.drafts import ask, drafts
from holdfast.questions.drafts.count import Counted, Joint, Reading, count_types, merge
from holdfast.questions.drafts.grid import Axis, Grid, grid_of
from holdfast.questions.drafts.nearest import Found
from holdfast.questions.drafts.parts import grouped, is_true, occurring, parts_of, settled
from holdfast.questions.drafts.scope import scopes


def case_of(text: str):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", HoldfastWarning)
        return loads("schema: holdfast/case/1\ntitle: T\n" + text)


def bargain(n_issues: int, n_positions: int = 2, extra: str = ""):
    """Return a case in which p0 wants every issue to move from v0, the first most, and p1 wants none to."""
    issues = [f"i{k}" for k in range(n_issues)]
    positions = ", ".join(f"v{k}" for k in range(n_positions))
    lines = ["parties:", "  p0: {options: {s0: Sign}}", "  p1: {options: {s1: Sign}}", "issues:"]
    lines += [f"  {issue}: {{name: I, positions: [{positions}], now: v0}}" for issue in issues]
    lines += ["agreement: {signatories: {p0: s0, p1: s1}}", "preferences:"]
    lines += ["  p0:", *(f"    - {issue} >= v1" for issue in issues)]
    lines += ["  p1:", *(f"    - {issue} = v0" for issue in issues)]
    return case_of("\n".join(lines) + "\n" + extra)


# -- numbers known beforehand ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("n_issues", "n_positions"), [(1, 2), (3, 3), (18, 2), (12, 3)])
def test_a_bargain_over_many_issues(n_issues, n_positions):
    answer = drafts(bargain(n_issues, n_positions))
    n = n_positions**n_issues
    assert answer.n_drafts == n
    assert answer.party("p0").would_sign == n - 1  # all but the draft that changes nothing
    assert answer.party("p1").would_sign == 0
    assert answer.all_sign == 0
    assert answer.party("p1").blocker == n - 1  # it takes its signature back
    assert answer.party("p1").content == 1
    assert answer.holds == answer.holds_firmly == 1
    assert answer.n_types == 2


def test_counts_beyond_64_bits_are_exact():
    """Twenty positions an issue that nobody tells apart but the first: 2^16 cells, 20^16 drafts."""
    answer = drafts(bargain(16, 20))
    assert answer.n_drafts == 20**16 > 1 << 64
    assert answer.party("p0").would_sign == 20**16 - 1
    assert answer.party("p1").blocker == 20**16 - 1


def test_issues_that_nobody_speaks_of_multiply():
    more = "".join(f"  x{k}: {{name: X, positions: [a, b, c], now: a}}\n" for k in range(40))
    answer = drafts(case_of(bargain_text(more)))
    assert answer.n_drafts == drafts(bargain(3)).n_drafts * 3**40
    assert answer.party("p0").would_sign == 7 * 3**40


def bargain_text(issues: str = "") -> str:
    return (
        "parties:\n  p0: {options: {s0: Sign}}\n  p1: {options: {s1: Sign}}\nissues:\n"
        + "".join(f"  i{k}: {{name: I, positions: [v0, v1], now: v0}}\n" for k in range(3))
        + issues
        + "agreement: {signatories: {p0: s0, p1: s1}}\npreferences:\n"
        + "  p0: [i0 >= v1, i1 >= v1, i2 >= v1]\n  p1: [i0 = v0, i1 = v0, i2 = v0]\n"
    )


NEAR = """
plans:
  far: {positions: {i0: v3, i1: v3, i2: v3}}
  half: {positions: {i0: v3}}
"""


def test_nearest_drafts_and_their_changes():
    answer = drafts(bargain(3, 4, NEAR))
    far = answer.nearest_to("far")
    assert (far.holds.n_changes, far.holds.count) == (3, 1)
    assert [(c.issue, c.before, c.after, c.alike) for c in far.holds.drafts[0]] == [
        ("i0", "v3", "v0", ()),
        ("i1", "v3", "v0", ()),
        ("i2", "v3", "v0", ()),
    ]
    assert (far.firmly_and_all_sign.n_changes, far.firmly_and_all_sign.count) == (None, 0)
    half = answer.nearest_to("half").holds
    assert (half.n_changes, half.count) == (1, 1)
    assert [(c.issue, c.before, c.after) for c in half.drafts[0]] == [
        ("i0", "v3", "v0"),
        ("i1", None, "v0"),
        ("i2", None, "v0"),
    ]


def test_the_smallest_step_is_shown_and_others_that_would_do():
    """p1 signs wherever i0 has moved: of the positions that nobody tells apart, the nearest in order is shown."""
    text = (
        "parties:\n  p0: {options: {s0: Sign}}\nissues:\n  i0: {name: I, positions: [a, b, c, d], now: a}\n"
        "plans: {p: {positions: {i0: a}}}\nagreement: {signatories: {p0: s0}}\npreferences: {p0: [i0 >= b]}\n"
    )
    near = drafts(case_of(text)).nearest_to("p").firmly_and_all_sign
    assert (near.n_changes, near.count) == (1, 3)
    assert near.drafts[0][0].json() == {"from": "a", "to": "b", "or": ["c", "d"]}


def test_what_is_nearest_does_not_depend_on_the_order_of_blocks():
    first = {7: 70, 2: 21}, {2: 20, 9: 90}
    for order in (first, first[::-1]):
        found = Found()
        found.add(4, 8, {0: 0}, 2)
        for each in order:
            found.add(3, 5, each, 2)
        found.add(4, 8, {0: 0}, 2)
        assert (found.away, found.drafts, found.first) == (3, 10, {2: 20, 7: 70})


def test_fixed_issues_that_differ_from_a_plan_are_changes():
    answer = drafts(bargain(3, 4, NEAR), free=["i0"])
    assert answer.fixed == {"i1": "v0", "i2": "v0"}
    near = answer.nearest_to("far").holds
    assert near.n_changes == 3
    assert {c.issue: c.after for c in near.drafts[0]} == {"i0": "v0", "i1": "v0", "i2": "v0"}


# -- which drafts ----------------------------------------------------------------------------------------------------


CONDUCT = """
parties:
  p0: {options: {s0: Sign, halt: Halt, pay: Pay}}
  p1: {options: {s1: Sign}}
issues:
  cap: {name: Cap, positions: [none, low, high], now: none}
  fee: {name: Fee, positions: [none, low], now: none}
plans:
  one: {positions: {cap: low, fee: low}, conduct: [halt]}
  two: {positions: {cap: high}, conduct: [halt, not pay]}
  three: {positions: {cap: high}, conduct: [pay, halt]}
agreement: {signatories: {p0: s0, p1: s1}, in_force: halt}
preferences: {p0: [cap >= low, not pay], p1: [fee = low, halt]}
"""


def test_a_conduct_is_asked_for_where_signing_alone_is_not_enough():
    case = case_of(CONDUCT)
    assert [scope.conduct_of for scope in scopes(case)] == [("one", "two"), ("three",)]
    with pytest.raises(QuestionError, match="name one: one, three"):
        drafts(case)
    answer = drafts(case, plan="three", free=["fee"])
    assert (answer.plan, answer.conduct_of, answer.fixed) == ("three", ("three",), {"cap": "high"})
    assert answer.conduct == ("pay", "halt")
    assert answer.state == "YYYY"
    assert [near.same_conduct for near in answer.nearest] == [False, False, True]


def test_signing_alone_is_enough_where_it_puts_the_agreement_in_force():
    case = case_of(CONDUCT.replace(", in_force: halt", ""))
    assert [scope.conduct for scope in scopes(case)] == [()]
    assert drafts(case).state == "YNNY"


def test_an_unknown_cell_is_never_fixed():
    answer = drafts(case_of(CONDUCT), plan="two", free=["cap"])
    assert answer.free == ("cap", "fee")
    assert answer.fixed == {}


@pytest.mark.parametrize(
    ("change", "arguments", "message"),
    [
        (("", ""), {"plan": "one", "free": ["cup"]}, 'no issue "cup".*did you mean "cap"'),
        (("", ""), {"plan": "four"}, 'no plan "four"'),
        (("", ""), {"plan": "one", "account": "her"}, 'no account "her"'),
        (("p1: [fee = low, halt]", ""), {"plan": "one"}, 'no preferences for "p1"'),
    ],
)
def test_what_cannot_be_asked(change, arguments, message):
    case = case_of(CONDUCT)
    if change[0]:
        case = case.replace(preferences=type(case.preferences)([("p0", case.preferences["p0"])]))
    with pytest.raises((QuestionError, ModelError), match=message):
        drafts(case, **arguments)


def test_cases_without_issues_agreement_or_conduct():
    whole = case_of(CONDUCT)
    with pytest.raises(QuestionError, match="no issues"):
        drafts(case_of("parties: {a: {options: {x: X}}}\npreferences: {a: [x]}\n"))
    with pytest.raises(QuestionError, match="no `agreement`"):
        drafts(whole.replace(agreement=None))
    with pytest.raises(QuestionError, match="signing alone does not put the agreement in force"):
        drafts(whole.replace(plans=type(whole.plans)()))


def test_the_same_answer_does_not_depend_on_other_answers():
    case = case_of(CONDUCT)
    before = drafts(case, plan="one").json()
    drafts(case, plan="three")
    assert drafts(case, plan="one").json() == before
    assert before["provenance"]["model"] != drafts(case, plan="three").json()["provenance"]["model"]


RULES = """
parties:
  p0: {options: {s0: Sign, more: More}}
  p1: {options: {s1: Sign}}
rules: [never: more and i0 != v0]
issues:
  i0: {name: I, positions: [v0, v1, v2], now: v0}
  i1: {name: J, positions: [v0, v1], now: v0}
agreement: {signatories: {p0: s0, p1: s1}}
preferences: {p0: [s0, more], p1: [s1, i1 = v1]}
"""


def test_what_the_rules_make_of_a_draft_counts():
    """Where i0 stays p0 takes more and nobody minds; where it moves p0 cannot, as long as the agreement is in force."""
    answer = drafts(case_of(RULES))
    assert (answer.party("p0").blocker, answer.party("p0").content) == (2, 4)
    assert answer.holds == 4
    assert answer.cannot_occur == 0


def test_drafts_under_which_the_rules_read_alike_share_a_world():
    scope = scopes(case_of(RULES))[0]
    work, worlds = ask.work_of(scope)
    assert len(worlds) == work.n_worlds == 2
    either = case_of(RULES.replace("i0 != v0]", "(i0 = v1 or i1 = v1), never: more and (i0 = v2 and i1 = v1)]"))
    assert len(ask.work_of(scopes(either)[0])[1]) == 3
    assert len(ask.work_of(scopes(case_of(RULES.replace("i0 != v0]", "i0 = v1, never: more and i0 = v2]")))[0])[1]) == 2


# -- refusals --------------------------------------------------------------------------------------------------------


def test_too_many_drafts_are_refused_before_starting():
    with pytest.raises(CapacityError, match=r"refused before starting: 1,099,511,627,776 drafts.*\n.*--free"):
        drafts(bargain(40))
    assert drafts(bargain(40), free=["i0", "i1"]).n_drafts == 4


def test_judging_stops_when_the_time_is_over(monkeypatch):
    monkeypatch.setattr(ask, "CELL_SECONDS", 0)
    with pytest.raises(CapacityError, match=r"of 2 types, and in 0 s 0 of them were judged\n.*--time"):
        drafts(bargain(3), seconds=0)


def test_too_many_types_are_refused(monkeypatch):
    monkeypatch.setattr("holdfast.questions.drafts.count.MAX_TYPES", 1)
    with pytest.raises(CapacityError, match=r"more than 1 different ways together"):
        drafts(bargain(3))


def test_too_many_orders_are_refused(monkeypatch):
    monkeypatch.setattr("holdfast.questions.drafts.readers.MAX_ORDERS_BYTES", 32)
    with pytest.raises(CapacityError, match="orders the states in more than"):
        drafts(bargain(3))


def test_too_many_states_are_refused(monkeypatch):
    monkeypatch.setattr("holdfast.questions.drafts.worlds.MAX_STATES", 3)
    with pytest.raises(CapacityError, match="4 states can occur"):
        drafts(bargain(3))


def test_a_ranking_that_leaves_out_a_state_of_some_drafts():
    letters = ["".join(each) for each in product("NY", repeat=4)]
    ranked = [state for state in letters if state[1] == "N"]
    text = CONDUCT.replace("parties:", "rules: [never: halt and cap = none]\nparties:", 1).replace(
        "p1: [fee = low, halt]", f"p1: {{ranking: [{', '.join(ranked)}]}}"
    )
    with pytest.raises(ModelError, match=r'the ranking of "p1" leaves out .* which can occur under some drafts'):
        drafts(case_of(text), plan="one")


def test_a_progress_callback_that_raises_stops_the_work():
    def interrupt(done: int, total: int, note: str) -> None:
        if note == "counting drafts":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        drafts(bargain(5), progress=interrupt)


def test_progress_only_grows_and_ends_at_the_total():
    told = []
    drafts(bargain(18, 2, NEAR.replace("v3", "v1")), progress=lambda *each: told.append(each), block=1 << 8)
    done = [each[0] for each in told]
    assert done == sorted(done)
    assert told[-1][:2] == (ask.TOTAL, ask.TOTAL)
    assert len({each[2] for each in told}) >= 4


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
