"""What is answered about all drafts: numbers known beforehand, which drafts are asked about, and refusals."""

from __future__ import annotations

from itertools import product

import pytest

from holdfast.errors import CapacityError, ModelError, QuestionError
from holdfast.questions.drafts import ask, drafts
from holdfast.questions.drafts.nearest import Found
from holdfast.questions.drafts.scope import scopes

from .drafting import NEAR, bargain, bargain_text, case_of

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
